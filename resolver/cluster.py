"""From judged pairs to clusters that do not depend on the order of anything.

Names are settled in tiers, most complete first: with patronymic, then with given name, then
lone surnames and initials. A less complete name joins an earlier cluster only where exactly
one fits, or where one has DOMINANT of the mentions of all that fit, if mentions are counted.
Else it stays apart, also from others like it, and each becomes a suggestion: it may be any of
them. The rest of a tier merges by the best edges first, and a
merge that would put two contradicting names together is refused, so a chain A~B~C never
joins A and C.

Names of one tier may be told apart by more than names: by birth dates, or by people. Then
those of which most is known come first, and one of which less is known (`vague`) is decided
like a less complete name: where it fits two that are told apart, it joins the one that
dominates, or neither. Then it is no entity that a less complete name could be, either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, islice

from resolver.partition import Beyond, Limits, Link, Pair, Partition

CONTRADICTION = 0.1
DOMINANT = 0.8
MAX_CROSS_CHECKS = 10_000


class _Clustering:
    def __init__(
        self,
        tiers: Sequence[int],
        edges: Mapping[Pair, float],
        score: Callable[[int, int], float],
        match: float,
        review: float,
        mentions: Sequence[int] | None,
        contradiction: float,
        beyond: Beyond | None,
    ) -> None:
        self.tiers, self.edges, self.score = tiers, edges, score
        self.match, self.review, self.contradiction = match, review, contradiction
        self.mentions = mentions
        self.beyond = beyond
        self.root = list(range(len(tiers)))
        self.members: dict[int, list[int]] = {i: [i] for i in self.root}
        self.merges: list[Link] = []
        self.torn: set[int] = set()
        self.between: set[int] = set()
        self.apart: dict[int, set[int]] = defaultdict(set)
        self.known: set[int] = set()
        self.inside: dict[int, list[Pair]] = defaultdict(list)
        self.across: dict[int, list[Pair]] = defaultdict(list)
        for pair, strength in edges.items():
            i, j = tiers[pair[0]], tiers[pair[1]]
            if i < j:
                self.across[j].append(pair)
            elif j < i:
                self.across[i].append(pair)
            elif strength >= match:
                self.inside[i].append(pair)

    def limit(self, limits: Limits) -> None:
        """Begin from what is settled."""
        self.known = set(limits.known)
        for nodes in limits.together:
            for node in nodes[1:]:
                self.unite(nodes[0], node)
        for i, j in limits.apart:
            a, b = self.root[i], self.root[j]
            self.apart[a].add(b)
            self.apart[b].add(a)

    def kept_apart(self, a: int, b: int) -> bool:
        """Whether people or sources keep two clusters apart."""
        apart = self.apart.get(a)
        return (apart is not None and b in apart) or (a in self.known and b in self.known)

    def contradict(self, a: int, b: int) -> bool:
        """Whether two clusters are kept apart, or any two members contradict each other."""
        if (self.apart or self.known) and self.kept_apart(a, b):
            return True
        score, least, match = self.score, self.contradiction, self.match
        checks, others = 0, self.members[b]
        for i in self.members[a]:
            for j in others:
                known = self.edges.get((i, j) if i < j else (j, i), 0.0)
                if known < match and score(i, j) < least:
                    return True
                checks += 1
                if checks >= MAX_CROSS_CHECKS:
                    return False
        return False

    def merge(self, link: Link) -> None:
        self.unite(link.a, link.b)
        self.merges.append(link)

    def unite(self, i: int, j: int) -> None:
        a, b = sorted((self.root[i], self.root[j]))
        if a == b:
            return
        for node in self.members[b]:
            self.root[node] = a
        self.members[a] = sorted(self.members[a] + self.members.pop(b))
        if b in self.known:
            self.known.add(a)
        for other in self.apart.pop(b, set()):
            self.apart[other].discard(b)
            self.apart[other].add(a)
            self.apart[a].add(other)

    def within(self, tier: int) -> None:
        """Merge the best edges of one tier first; what is vague after what is not."""
        inside = sorted(
            (Link(*pair, self.edges[pair]) for pair in self.inside[tier]),
            key=lambda link: (-link.score, link.a, link.b),
        )
        if self.beyond is None:
            self.best_first(inside)
            return
        vague = self.beyond.vague
        levels = [max(vague[link.a], vague[link.b]) for link in inside]
        for level in sorted(set(levels)):
            mine = [link for link, of in zip(inside, levels, strict=True) if of == level]
            self.part(mine, level, self.beyond)
            self.best_first(mine)

    def best_first(self, links: Iterable[Link]) -> None:
        """Merge all of these that nothing speaks against, in their order."""
        for link in links:
            a, b = self.root[link.a], self.root[link.b]
            if a != b and not self.torn & {link.a, link.b} and not self.contradict(a, b):
                self.merge(link)

    def part(self, links: Iterable[Link], level: int, beyond: Beyond) -> None:
        """Decide those of a level that fit clusters which are told apart by more than names."""
        fits: dict[int, dict[int, Link]] = defaultdict(dict)
        for link in links:
            low, high = sorted((link.a, link.b), key=beyond.vague.__getitem__)
            if beyond.vague[low] < level and high not in self.torn and low not in self.torn:
                fits[high].setdefault(self.root[low], Link(low, high, link.score))
        for name, found in sorted(fits.items()):
            if len(self.members[self.root[name]]) > 1:
                continue
            fitting = [
                link for link in found.values() if not self.contradict(self.root[link.a], name)
            ]
            pairs = islice(combinations(fitting, 2), MAX_CROSS_CHECKS)
            if any(self.told_apart(one.a, other.a, beyond) for one, other in pairs):
                self.choose(name, fitting, (self.tiers[name], level))
                self.between |= self.torn & {name}

    def told_apart(self, i: int, j: int, beyond: Beyond) -> bool:
        """Whether two nodes are in clusters that are kept apart, or differ in what is known."""
        return self.kept_apart(self.root[i], self.root[j]) or beyond.parted(i, j)

    def choose(self, name: int, fitting: list[Link], least: Pair) -> None:
        """Join a name to one of what it fits, or to none."""
        chosen = self.chosen(fitting, least)
        if chosen is not None:
            self.merge(chosen)
        elif fitting:
            self.torn.add(name)

    def attach(self, tier: int, threshold: float) -> None:
        """Join each name of a tier to the only earlier cluster that it fits."""
        settled, between = self.settled(tier), self.between
        tiers, edges, root = self.tiers, self.edges, self.root
        fits: dict[int, dict[int, tuple[float, int]]] = defaultdict(dict)
        for pair in self.across[tier]:
            i, j = pair
            score = edges[pair]
            low, high = pair if tiers[i] < tiers[j] else (j, i)
            if score < threshold or high in settled or low in between:
                continue
            found, other, mine = fits[high], root[low], (-score, low)
            known = found.get(other)
            if known is None or mine < known:
                found[other] = mine
        for name, links in sorted(fits.items()):
            self.join(name, [Link(low, name, -less) for less, low in links.values()], (tier, 0))

    def join(self, name: int, links: Sequence[Link], least: Pair) -> None:
        """Join a name to one of what it may fit, or to none. What is mentioned most is looked at
        first: the rest need not be where that does not dominate what fits so far."""
        weights = [1] * len(links)
        if self.mentions is not None and len(links) > 1:
            weights = [self.weight(link, least) for link in links]
        most = total = 0
        chosen: Link | None = None
        for at in sorted(range(len(links)), key=lambda at: -weights[at]):
            if self.contradict(self.root[links[at].a], self.root[name]):
                continue
            total += weights[at]
            if chosen is None:
                chosen, most = links[at], weights[at]
            elif most < DOMINANT * total:
                self.torn.add(name)
                return
        if chosen is not None:
            self.merge(chosen)

    def settled(self, tier: int) -> set[int]:
        """Names of a tier that people have put to more complete ones."""
        shared = (nodes for nodes in self.members.values() if len(nodes) > 1)
        mixed = (nodes for nodes in shared if min(self.tiers[node] for node in nodes) < tier)
        return {node for nodes in mixed for node in nodes if self.tiers[node] == tier}

    def chosen(self, fitting: Sequence[Link], least: Pair) -> Link | None:
        """The link to the only cluster that fits, or to the one that dominates."""
        if len(fitting) <= 1 or self.mentions is None:
            return fitting[0] if len(fitting) == 1 else None
        counted = [(self.weight(link, least), link) for link in fitting]
        most, link = max(counted, key=lambda pair: pair[0])
        return link if most >= DOMINANT * sum(count for count, _ in counted) else None

    def weight(self, link: Link, least: Pair) -> int:
        """Mentions of a cluster by names more complete than the one that would join it, or as
        complete and less vague."""
        assert self.mentions is not None
        mentions, nodes = self.mentions, self.members[self.root[link.a]]
        if self.beyond is None:
            tiers, tier = self.tiers, least[0]
            return sum([mentions[node] for node in nodes if tiers[node] < tier])
        return sum([mentions[node] for node in nodes if self.standing(node) < least])

    def standing(self, node: int) -> Pair:
        """How complete a name is and how much is known of it; less is more."""
        return self.tiers[node], self.beyond.vague[node] if self.beyond is not None else 0

    def suggestions(self) -> list[Link]:
        """The best undecided link between each two clusters, best first."""
        best: dict[Pair, tuple[float, int, int]] = {}
        root, review = self.root, self.review
        for (i, j), score in self.edges.items():
            a, b = root[i], root[j]
            if a == b or score < review:
                continue
            mine = (-score, i, j)
            pair = (a, b) if a < b else (b, a)
            known = best.get(pair)
            if known is None or mine < known:
                best[pair] = mine
        found = [mine for (a, b), mine in best.items() if b not in self.apart.get(a, ())]
        return [Link(i, j, -less) for less, i, j in sorted(found)]


def cluster(
    tiers: Sequence[int],
    edges: Mapping[Pair, float],
    score: Callable[[int, int], float],
    *,
    match: float,
    review: float,
    limits: Limits | None = None,
    mentions: Sequence[int] | None = None,
    contradiction: float = CONTRADICTION,
    beyond: Beyond | None = None,
    suggest: bool = True,
) -> Partition:
    """Partition nodes 0..n-1; with `suggest` False nothing is suggested.

    `tiers[i]` is 0 for the most complete names; `edges` maps (i, j), i < j, to a score of
    at least `review`; `score` judges any two nodes, those of a `match` as `edges` has it.
    `mentions[i]`, if given, is how often i is mentioned. Names that score below `contradiction`
    are never in one cluster. `beyond` is given where more than names is known.
    """
    if len(tiers) == 2 and edges and limits is None and beyond is None:  # most have two
        least = review if score(0, 1) >= contradiction else match
        return _of_two(tiers[0], tiers[1], edges[(0, 1)], match, least, suggest=suggest)
    state = _Clustering(tiers, edges, score, match, review, mentions, contradiction, beyond)
    if limits is not None:
        state.limit(limits)
    for tier in sorted(set(tiers)):
        if tier:
            state.attach(tier, match if tier == 1 else review)
        state.within(tier)
    found = state.suggestions() if suggest else []
    return Partition(state.root, state.merges, found, sorted(state.torn))


def _of_two(
    first: int, second: int, strength: float, match: float, least: float, *, suggest: bool
) -> Partition:
    """The same of two nodes, by their tiers; one beyond tier 1 joins at a score of `least`."""
    low, high = (0, 1) if first <= second else (1, 0)
    if strength >= (match if first == second or first + second == 1 else least):
        return Partition([0, 0], [Link(low, high, strength)])
    return Partition([0, 1], suggestions=[Link(0, 1, strength)] if suggest else [])
