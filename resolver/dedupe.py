"""A whole archive of names at once, in memory: which mentions are one entity."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from resolver.attributes import NOTHING, Facts, facts, judged_with, parted, vague
from resolver.cluster import cluster
from resolver.compare import Judgement, Verdict, judge
from resolver.constraints import MIXED_KINDS, NOTHING_DECIDED, Constraints, limits
from resolver.entities import completeness, elect
from resolver.errors import BadInput, BadName
from resolver.index import Index
from resolver.keys import keys_of
from resolver.mention import Kind, Mention
from resolver.names import Name, analyze
from resolver.partition import Beyond, Limits, Link, Pair, Partition
from resolver.ruling_out import ruled_out
from resolver.values import Value
from resolver.weights import weights

CANDIDATES = 30


@dataclass(frozen=True, slots=True)
class Suggested(Value):
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
    only another spelling links them. `decided` when a person put them together."""

    entity_id: str
    only_fit: bool
    decided: bool = False

    def why(self) -> str:
        """The evidence in one line, and whether the company or a person decided."""
        how = "; decided by a person" if self.decided else ""
        only = "; the only full name here that it fits" if self.only_fit else ""
        return self.judgement.explained().why() + only + how


@dataclass(frozen=True, slots=True)
class Clustering(Value):
    """One entry a row in `entity_ids` and `entity_names` (None and "" for a bad name);
    `problems` maps row numbers, counted from 0, to what is wrong with them."""

    entity_ids: tuple[str | None, ...]
    entity_names: tuple[str, ...]
    problems: Mapping[int, BadName]
    merges: tuple[Merge, ...]
    suggestions: tuple[Suggested, ...]
    removed: int


@dataclass(frozen=True, slots=True)
class Profile(Value):
    """A distinct name with distinct attributes: what clustering sees of its mentions.

    `unit` names mentions that are settled to be of one entity, if these are among them.
    """

    text: str
    kind: Kind
    name: Name = field(compare=False)
    facts: Facts = NOTHING
    unit: str = ""

    @classmethod
    def of(cls, name: Name, known: Facts, unit: str = "") -> Profile:
        return cls(name.text, name.kind, name, known, unit)

    def order(self) -> tuple[object, ...]:
        """A place among profiles that does not depend on where they came from."""
        facts = self.facts
        return self.text, facts.birth_dates, facts.countries, facts.company, self.unit


class Archive:
    """The distinct profiles of one kind, in a fixed order, and how they compare."""

    def __init__(self, mentions: Mapping[Profile, int]) -> None:
        self.profiles = sorted(mentions, key=Profile.order)
        self.names = [profile.name for profile in self.profiles]
        self.mentions = mentions
        self._judged: dict[Pair, Judgement] = {}

    def judgement(self, i: int, j: int) -> Judgement:
        """How two profiles compare, by name and by attributes."""
        pair = (i, j) if i < j else (j, i)
        found = self._judged.get(pair)
        if found is None:
            one, other = self.profiles[pair[0]], self.profiles[pair[1]]
            found = judged_with(judge(one.name, other.name), one.facts, other.facts)
            self._judged[pair] = found
        return found

    def partition(self, limits: Limits | None = None) -> Partition:
        """The clusters, at the shipped thresholds."""
        table = weights()
        return cluster(
            [completeness(name) for name in self.names],
            self._edges(table["threshold.review"]),
            lambda i, j: self.judgement(i, j).score,
            match=table["threshold.match"],
            review=table["threshold.review"],
            limits=limits,
            beyond=self._beyond(),
        )

    def _beyond(self) -> Beyond | None:
        known = self.profiles
        if not any(profile.facts.birth_dates or profile.unit for profile in known):
            return None
        return Beyond(
            [vague(profile.facts, decided=bool(profile.unit)) for profile in known],
            lambda i, j: parted(known[i].facts, known[j].facts),
        )

    def _ruled_out(self, i: int, j: int) -> bool:
        known = self.profiles[i].facts or self.profiles[j].facts
        return not known and ruled_out(self.names[i], self.names[j])

    def _edges(self, review: float) -> dict[Pair, float]:
        index = Index()
        edges: dict[Pair, float] = {}
        for j, name in enumerate(self.names):
            keys = keys_of(name)
            for i in index.candidates(keys, CANDIDATES):
                if self._ruled_out(i, j):
                    continue
                score = self.judgement(i, j).score
                if score >= review:
                    edges[(i, j)] = score
            index.add(j, keys)
        return edges


def entity_id_of(kind: Kind, spellings: Sequence[str]) -> str:
    """An id that depends on the entity's spellings alone, not on order or machine."""
    text = "\n".join([kind, *sorted(spellings)])
    return "e" + hashlib.sha256(text.encode()).hexdigest()[:12]


def _told(profile: Profile) -> str:
    """A profile in one line; a name alone where nothing else is known."""
    facts = profile.facts
    known = [*facts.birth_dates, *facts.countries, *facts.company]
    if profile.unit:
        known.append(f"#{profile.unit}")
    return "|".join([profile.text, *known])


def _cluster_kind(
    archive: Archive, apart: Mapping[str, Sequence[str]]
) -> tuple[dict[Profile, tuple[str, str]], list[Merge], list[Suggested]]:
    partition = archive.partition(limits((one.unit for one in archive.profiles), apart))
    groups: dict[int, list[int]] = defaultdict(list)
    for node, root in enumerate(partition.cluster_of):
        groups[root].append(node)
    entities: dict[Profile, tuple[str, str]] = {}
    merges: list[Merge] = []
    links = {node: link for link in reversed(partition.merges) for node in (link.a, link.b)}
    for nodes in groups.values():
        members = [archive.profiles[node] for node in nodes]
        counted: Counter[Name] = Counter()
        for profile in members:
            counted[profile.name] += archive.mentions[profile]
        chosen = elect(counted)
        identity = entity_id_of(members[0].kind, [_told(profile) for profile in members])
        entities.update((profile, (identity, chosen.text)) for profile in members)
        centre = next(node for node in nodes if archive.names[node].text == chosen.text)
        merges += [_merge(archive, identity, centre, n, links.get(n)) for n in nodes if n != centre]
    suggestions = [Suggested(archive.judgement(s.a, s.b)) for s in partition.suggestions]
    return entities, merges, suggestions


def _merge(archive: Archive, identity: str, centre: int, node: int, link: Link | None) -> Merge:
    """Explain a spelling by the canonical name, or else by the link that brought it in."""
    found = archive.judgement(centre, node)
    other = centre
    if found.verdict is not Verdict.MATCH and link is not None:
        other = link.a if link.b == node else link.b
        found = archive.judgement(other, node)
    if found.b is not archive.names[node]:
        found = found.flipped()
    matched = found.verdict is Verdict.MATCH
    return Merge(found, identity, not matched and link is not None, link is None)


def dedupe(names: Sequence[tuple[str, Kind]]) -> Clustering:
    """Cluster the rows of an archive by name alone; see `dedupe_mentions`."""
    return dedupe_mentions([Mention(name, kind) for name, kind in names])


def dedupe_mentions(
    mentions: Sequence[Mention], constraints: Constraints = NOTHING_DECIDED
) -> Clustering:
    """Cluster the mentions of an archive by their names and attributes.

    What was decided of mentions, by their external ids, holds. The result is the same whatever
    the order of the rows. Bad names are left out of the clusters and reported under their row
    number. Raises BadInput where people decided that a person is a place.
    """
    analysed: list[Profile | None] = []
    problems: dict[int, BadName] = {}
    for row, mention in enumerate(mentions):
        try:
            name = analyze(mention.name, mention.kind)
            unit = constraints.unit(mention) if constraints else ""
            analysed.append(Profile.of(name, facts(mention), unit))
        except BadName as problem:
            problems[row] = problem
            analysed.append(None)
    _check_kinds(analysed)
    entities: dict[Profile, tuple[str, str]] = {}
    merges: list[Merge] = []
    suggestions: list[Suggested] = []
    apart = constraints.apart_from()
    for kind in Kind:
        mine = Counter(one for one in analysed if one is not None and one.kind is kind)
        found, joined, suggested = _cluster_kind(Archive(mine), apart)
        entities.update(found)
        merges += joined
        suggestions += suggested
    chosen = [entities[one] if one else (None, "") for one in analysed]
    return Clustering(
        entity_ids=tuple(entity for entity, _ in chosen),
        entity_names=tuple(name for _, name in chosen),
        problems=problems,
        merges=tuple(merges),
        suggestions=tuple(suggestions),
        removed=sum(1 for one in analysed if one is not None and one.name.removed),
    )


def _check_kinds(profiles: Iterable[Profile | None]) -> None:
    kinds: dict[str, Kind] = {}
    for one in profiles:
        if one is not None and one.unit and kinds.setdefault(one.unit, one.kind) is not one.kind:
            raise BadInput(MIXED_KINDS)
