"""A whole archive of names at once, in memory: which mentions are one entity."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from resolver.cluster import Link, Pair, cluster
from resolver.compare import Judgement, Verdict, judge
from resolver.entities import completeness, elect
from resolver.errors import BadName
from resolver.index import Index
from resolver.keys import keys_of
from resolver.mention import Kind
from resolver.names import Name, analyze
from resolver.weights import weights

CANDIDATES = 30


@dataclass(frozen=True, slots=True)
class Suggested:
    """Two spellings, `a` and `b`, of two entities that may be one, for a clerk."""

    judgement: Judgement

    @property
    def a(self) -> str:
        """The one spelling."""
        return self.judgement.a.text

    @property
    def b(self) -> str:
        """The other."""
        return self.judgement.b.text

    @property
    def kind(self) -> Kind:
        """The kind of both."""
        return self.judgement.a.kind

    @property
    def score(self) -> float:
        """The score of the two names."""
        return self.judgement.score

    def why(self) -> str:
        """The evidence in one line; put into words only when asked."""
        return self.judgement.explained().why()


@dataclass(frozen=True, slots=True)
class Merge(Suggested):
    """A spelling `b` that was joined to the entity of `a`, which is its canonical name unless
    only another spelling links them."""

    entity_id: str
    only_fit: bool

    def why(self) -> str:
        """The evidence in one line, and whether the company decided."""
        only = "; the only full name here that it fits" if self.only_fit else ""
        return self.judgement.explained().why() + only


@dataclass(frozen=True, slots=True)
class Clustering:
    """One entry a row in `entity_ids` and `entity_names` (None and "" for a bad name);
    `problems` maps row numbers, counted from 0, to what is wrong with them."""

    entity_ids: tuple[str | None, ...]
    entity_names: tuple[str, ...]
    problems: Mapping[int, BadName]
    merges: tuple[Merge, ...]
    suggestions: tuple[Suggested, ...]
    removed: int


class _Archive:
    """The distinct names of one kind, in the order of their text."""

    def __init__(self, names: Sequence[Name], mentions: Counter[str]) -> None:
        self.names = sorted(names, key=lambda name: name.text)
        self.mentions = mentions
        self._judged: dict[Pair, Judgement] = {}

    def judgement(self, i: int, j: int) -> Judgement:
        pair = (i, j) if i < j else (j, i)
        found = self._judged.get(pair)
        if found is None:
            found = self._judged[pair] = judge(self.names[pair[0]], self.names[pair[1]])
        return found

    def edges(self) -> dict[Pair, float]:
        review = weights()["threshold.review"]
        index = Index()
        edges: dict[Pair, float] = {}
        for j, name in enumerate(self.names):
            keys = keys_of(name)
            for i in index.candidates(keys, CANDIDATES):
                score = self.judgement(i, j).score
                if score >= review:
                    edges[(i, j)] = score
            index.add(j, keys)
        return edges

    def tiers(self) -> list[int]:
        return [completeness(name) for name in self.names]


def entity_id_of(kind: Kind, spellings: Sequence[str]) -> str:
    """An id that depends on the entity's spellings alone, not on order or machine."""
    text = "\n".join([kind, *sorted(spellings)])
    return "e" + hashlib.sha256(text.encode()).hexdigest()[:12]


def _cluster_kind(
    archive: _Archive,
) -> tuple[dict[str, tuple[str, str]], list[Merge], list[Suggested]]:
    table = weights()
    partition = cluster(
        archive.tiers(),
        archive.edges(),
        lambda i, j: archive.judgement(i, j).score,
        match=table["threshold.match"],
        review=table["threshold.review"],
    )
    groups: dict[int, list[int]] = defaultdict(list)
    for node, root in enumerate(partition.cluster_of):
        groups[root].append(node)
    entities: dict[str, tuple[str, str]] = {}
    merges: list[Merge] = []
    links = {node: link for link in reversed(partition.merges) for node in (link.a, link.b)}
    for nodes in groups.values():
        members = [archive.names[node] for node in nodes]
        chosen = elect({name: archive.mentions[name.text] for name in members})
        identity = entity_id_of(members[0].kind, [name.text for name in members])
        entities.update((name.text, (identity, chosen.text)) for name in members)
        centre = nodes[members.index(chosen)]
        merges += [_merge(archive, identity, centre, n, links[n]) for n in nodes if n != centre]
    suggestions = [Suggested(archive.judgement(s.a, s.b)) for s in partition.suggestions]
    return entities, merges, suggestions


def _merge(archive: _Archive, identity: str, centre: int, node: int, link: Link) -> Merge:
    """Explain a spelling by the canonical name, or else by the link that brought it in."""
    found = archive.judgement(centre, node)
    other = centre
    if found.verdict is not Verdict.MATCH:
        other = link.a if link.b == node else link.b
        found = archive.judgement(other, node)
    if found.b is not archive.names[node]:
        found = found.flipped()
    return Merge(found, identity, found.verdict is not Verdict.MATCH)


def dedupe(names: Sequence[tuple[str, Kind]]) -> Clustering:
    """Cluster the rows of an archive by name alone.

    The result is the same whatever the order of the rows. Bad names are left out of the
    clusters and reported under their row number.
    """
    analysed: list[Name | None] = []
    problems: dict[int, BadName] = {}
    for row, (raw, kind) in enumerate(names):
        try:
            analysed.append(analyze(raw, kind))
        except BadName as problem:
            problems[row] = problem
            analysed.append(None)
    entities: dict[tuple[Kind, str], tuple[str, str]] = {}
    merges: list[Merge] = []
    suggestions: list[Suggested] = []
    for kind in Kind:
        mine = [name for name in analysed if name is not None and name.kind is kind]
        distinct = {name.text: name for name in mine}
        archive = _Archive(list(distinct.values()), Counter(name.text for name in mine))
        found, joined, suggested = _cluster_kind(archive)
        entities.update({(kind, text): entity for text, entity in found.items()})
        merges += joined
        suggestions += suggested
    chosen = [entities[(name.kind, name.text)] if name else (None, "") for name in analysed]
    return Clustering(
        entity_ids=tuple(entity for entity, _ in chosen),
        entity_names=tuple(name for _, name in chosen),
        problems=problems,
        merges=tuple(merges),
        suggestions=tuple(suggestions),
        removed=sum(1 for name in analysed if name is not None and name.removed),
    )
