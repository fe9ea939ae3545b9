"""What entities are, said again in the plainest way: sets, lists and no memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Decision:
    """As in the log; `moves` maps mentions to the node that they go to."""

    seq: int
    human: bool = True
    together: list[tuple[str, str]] = field(default_factory=list)
    apart: list[tuple[str, str]] = field(default_factory=list)
    split: tuple[str, str] | None = None
    moves: dict[str, str] = field(default_factory=dict)
    target: Decision | None = None
    active: bool = True


class Model:
    """Nodes in order of founding, where mentions were recorded, decisions in order."""

    def __init__(self) -> None:
        self.nodes: list[str] = []
        self.recorded: dict[str, str] = {}
        self.decisions: list[Decision] = []

    def switch(self, decision: Decision, *, active: bool) -> None:
        decision.active = active
        if decision.target is not None:
            self.switch(decision.target, active=not active)

    def clusters(self) -> list[set[str]]:
        """The partition of nodes; the first decision holds, people come before machines."""
        found = [{node} for node in self.nodes]
        kept: list[tuple[str, str]] = []
        for decision in sorted(self.decisions, key=lambda one: (not one.human, one.seq)):
            together, apart = (decision.together, decision.apart) if decision.active else ([], [])
            if decision.split is not None and decision.active:
                apart = [*apart, decision.split]
            elif decision.split is not None:
                together = [*together, decision.split]
            tried = merged(found, together)
            if any(collide(tried, a, b) for a, b in [*kept, *apart]):
                continue
            found, kept = tried, [*kept, *apart]
        return found

    def placed(self) -> dict[str, str]:
        """Where each mention is: the last move in force, else where it was recorded."""
        found = dict(self.recorded)
        for decision in self.decisions:
            if decision.active:
                found |= decision.moves
        return found

    def root(self, node: str) -> str:
        cluster = next(found for found in self.clusters() if node in found)
        return min(cluster, key=self.nodes.index)

    def partition(self) -> dict[str, set[str]]:
        """Mentions by root; entities without mentions too."""
        roots = {
            node: min(cluster, key=self.nodes.index)
            for cluster in self.clusters()
            for node in cluster
        }
        found: dict[str, set[str]] = {root: set() for root in roots.values()}
        for mention, node in self.placed().items():
            found[roots[node]].add(mention)
        return found


def merged(clusters: list[set[str]], pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    found = [set(cluster) for cluster in clusters]
    for a, b in pairs:
        one = next(cluster for cluster in found if a in cluster)
        other = next(cluster for cluster in found if b in cluster)
        if one is not other:
            one |= other
            found.remove(other)
    return found


def collide(clusters: list[set[str]], a: str, b: str) -> bool:
    """Whether two that must be apart are not."""
    return any(a in cluster and b in cluster for cluster in clusters)
