"""Which entities are one: a pure function of the decisions in force.

The theory
    Every entity ever founded is a *node* and stays one for ever. Decisions are constraints
    between nodes: *together* (same, merge, an undone split) and *apart* (different, split).
    A *cluster* is what the constraints that hold make one; it goes by its oldest node, the
    *root*, and the ids of its other nodes redirect there. Nothing else is remembered, so
    that undoing any decision, of any age, is leaving it out and settling again:

        state = settle(decisions in force)        undo(d) = settle(decisions without d)

    Constraints can collide: same(A, B), same(B, C), different(A, C). Then the one that came
    first holds and the later is *blocked*: it has no effect, and a clerk is shown both. It
    comes into force by itself when what stood against it is undone. All human decisions
    come before all findings of the machine, so a machine's join that a human contradicts is
    blocked, whichever came first, and nobody needs to be told.

    A decision is all or nothing: a merge of five entities, two of which were put apart,
    joins none of them.

    decision d, in order            d holds unless                  against
    together(n1 .. nk)              two of their clusters are apart  the decision that says so
    apart(a, b)                     a and b are in one cluster       the last that joined them
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

Pair = tuple[int, int]


class Rule(NamedTuple):
    """A decision in force, as constraints between nodes. `seq` is its event's number."""

    seq: int
    human: bool
    together: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """`root_of` each node; `blocked` maps a decision to the one that stands against it."""

    root_of: dict[int, int]
    blocked: dict[int, int]


@dataclass(slots=True)
class _Partition:
    """Clusters under construction: members, and which other clusters each is kept from."""

    root_of: dict[int, int]
    members: dict[int, list[int]]
    apart: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    joined: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def against_joining(self, pairs: Iterable[Pair]) -> int | None:
        """The decision that keeps two of the clusters of `pairs` apart, if any does."""
        roots = sorted({self.root_of[node] for pair in pairs for node in pair})
        found = [self.apart[a][b] for a in roots for b in roots if a < b and b in self.apart[a]]
        return min(found, default=None)

    def join(self, a: int, b: int, seq: int) -> None:
        self.joined[a].append((b, seq))
        self.joined[b].append((a, seq))
        root, other = sorted((self.root_of[a], self.root_of[b]))
        if root == other:
            return
        for node in self.members[other]:
            self.root_of[node] = root
        self.members[root] += self.members.pop(other)
        for third, since in self.apart.pop(other, {}).items():
            self.keep(root, third, since)
            del self.apart[third][other]

    def keep(self, a: int, b: int, seq: int) -> None:
        """Two roots are apart since decision `seq`, or an earlier one."""
        self.apart[a][b] = self.apart[b][a] = min(seq, self.apart[a].get(b, seq))

    def last_between(self, a: int, b: int) -> int:
        """The latest decision on the way by which two nodes of one cluster hang together."""
        latest = {a: 0}
        waiting = [a]
        for node in waiting:
            for other, seq in self.joined[node]:
                if other not in latest:
                    latest[other] = max(latest[node], seq)
                    waiting.append(other)
        return latest[b]


def settle(nodes: Iterable[int], rules: Iterable[Rule]) -> Settled:
    """Partition nodes by the rules among them; every end of a rule must be a node."""
    all_nodes = sorted(nodes)
    state = _Partition({n: n for n in all_nodes}, {n: [n] for n in all_nodes})
    blocked: dict[int, int] = {}
    for rule in sorted(rules, key=lambda rule: (not rule.human, rule.seq)):
        against = _against(state, rule)
        if against is not None:
            blocked[rule.seq] = against
            continue
        for a, b in rule.together:
            state.join(a, b, rule.seq)
        for a, b in rule.apart:
            state.keep(state.root_of[a], state.root_of[b], rule.seq)
    return Settled(state.root_of, blocked)


def _against(state: _Partition, rule: Rule) -> int | None:
    for a, b in rule.apart:
        if state.root_of[a] == state.root_of[b]:
            return state.last_between(a, b)
    return state.against_joining(rule.together)
