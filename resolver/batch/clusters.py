"""One connected component at a time: from scored pairs to entities and suggestions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from resolver.attributes import Facts, kept_short, parted, vague
from resolver.batch.arrays import array
from resolver.batch.attributes import known, told
from resolver.batch.doubt import doubtful_words, known_apart
from resolver.batch.functions import name_of
from resolver.batch.sums import summed
from resolver.batch.undecided import Ints, undecided
from resolver.cluster import cluster
from resolver.compare import judge
from resolver.constraints import limits
from resolver.partition import Beyond, Limits, Link, Pair
from resolver.weights import odds_of, probability, weights

EDGE = pa.struct([("a", pa.int64()), ("b", pa.int64()), ("log_odds", pa.float64())])
ALIKE = pa.schema([("id", pa.int64()), ("log_odds", pa.float64())])
LINK = pa.struct([("a", pa.int64()), ("b", pa.int64()), ("score", pa.float64())])
ROOT = pa.struct([("node", pa.int64()), ("root", pa.int64())])
SETTLED = pa.schema(
    [
        ("nodes", pa.list_(pa.int64())),
        ("roots", pa.list_(ROOT)),
        ("merges", pa.list_(LINK)),
        ("suggestions", pa.list_(LINK)),
        ("torn", pa.list_(pa.int64())),
    ]
)

_Link = tuple[int, int, float]


def settled(batch: pa.Table) -> pa.Table:
    """(nodes: list of NODE or UNIT, edges: list of EDGE) -> SETTLED, a component a row."""
    every, ends = _flat(batch["nodes"])
    columns = {field.name: every.field(field.name).to_pylist() for field in every.type}
    edges, edge_ends = _flat(batch["edges"])
    own = every.field("id")
    a, b = (_places(own.to_numpy(), edges.field(name).to_numpy()) for name in ("a", "b"))
    component = np.repeat(np.arange(batch.num_rows), np.diff(edge_ends))
    first = np.array(ends)[component]
    pairs = [*zip((a - first).tolist(), (b - first).tolist(), strict=True)]
    odds, of = np.unique(edges.field("log_odds").to_numpy(), return_inverse=True)
    chances = np.array([*map(probability, odds.tolist())])  # few: sums of few weights
    strength = chances[of] if len(of) else chances
    given, rows = strength.tolist(), []
    for (start, last), (begin, end) in zip(pairwise(ends), pairwise(edge_ends), strict=True):
        scores = dict(zip(pairs[begin:end], given[begin:end], strict=True))
        rows.append(_component(_Nodes(columns, start, last), scores))
    clusters, merges, suggestions, torn = zip(*rows, strict=True) if rows else [()] * 4
    mine, root = pa.array(ends, pa.int32()), np.array([*chain.from_iterable(clusters)], np.int64)
    if "unit" in columns:
        suggested = _links(suggestions)
    else:
        chosen = undecided(root, a, b, strength, component)
        counts = np.bincount(component[chosen], minlength=batch.num_rows)
        links = [edges.field("a"), edges.field("b"), array(strength)]
        suggested = _listed(
            [0, *accumulate(counts.tolist())], [one.take(array(chosen)) for one in links], LINK
        )
    found = [
        pa.ListArray.from_arrays(mine, own),
        _listed(ends, [own, own.take(array(root))], ROOT),
        _links(merges),
        suggested,
        _lists(torn),
    ]
    return pa.table(dict(zip(SETTLED.names, found, strict=True)), schema=SETTLED)


class _Nodes:
    """The nodes of a component as they lie in columns: one is put together where it is asked
    for, which few are."""

    def __init__(self, columns: Mapping[str, list[Any]], first: int, last: int) -> None:
        self._columns, self.first, self._last = columns, first, last
        self._made: dict[int, dict[str, object]] = {}

    def column(self, name: str) -> list[Any]:
        return self._columns[name][self.first : self._last]

    def has(self, name: str) -> bool:
        """Whether there is a column of this name."""
        return name in self._columns

    def __getitem__(self, at: int) -> Mapping[str, object]:
        found = self._made.get(at)
        if found is None:
            place = self.first + at
            found = self._made[at] = {name: of[place] for name, of in self._columns.items()}
        return found

    def both_known(self, i: int, j: int) -> bool:
        """Whether two nodes have surnames that are two, each known to the archive."""
        form, support = self._columns["form"], self._columns["support"]
        a, b = self.first + i, self.first + j
        return form[a] != form[b] and known_apart(support[a], support[b])

    def __iter__(self) -> Iterator[Mapping[str, object]]:
        return map(self.__getitem__, range(self._last - self.first))


def _flat(column: pa.ChunkedArray) -> tuple[pa.StructArray, list[int]]:
    """The items of all lists of a column, and where each list begins and the last one ends."""
    lists = column.combine_chunks()
    return lists.values, lists.offsets.to_pylist()


def _places(ids: Ints, of: Ints) -> Ints:
    """Where the ids of some nodes stand among those of all."""
    order = np.argsort(ids)
    found: Ints = order[np.searchsorted(ids, of, sorter=order)]
    return found


def _ends(lists: Sequence[Sequence[object]]) -> list[int]:
    return [0, *accumulate(map(len, lists))]


def _listed(ends: list[int], columns: Sequence[pa.Array], of: pa.StructType) -> pa.Array:
    structs = pa.StructArray.from_arrays(columns, fields=[*of])
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), structs)


def _lists(lists: Sequence[Sequence[int]]) -> pa.Array:
    items = pa.array(chain.from_iterable(lists), pa.int64())
    return pa.ListArray.from_arrays(pa.array(_ends(lists), pa.int32()), items)


def _links(lists: Sequence[Sequence[_Link]]) -> pa.Array:
    every = [*chain.from_iterable(lists)]
    columns = [*zip(*every, strict=True)] or [()] * len(LINK)
    arrays = [pa.array(found, field.type) for found, field in zip(columns, LINK, strict=True)]
    return _listed(_ends(lists), arrays, LINK)


def _component(
    nodes: _Nodes, scores: dict[Pair, float]
) -> tuple[list[int], list[_Link], list[_Link], list[int]]:
    """Where the root of each node stands, merges, suggestions where more is known than names,
    and which nodes are torn."""
    table = weights()
    review = table["threshold.review"]
    beyond = None
    facts: list[Facts] | None = None
    limited: Limits | None = None
    edges = scores  # what is less than a review joins none, and is suggested elsewhere
    if nodes.has("unit"):
        facts = [known(node) for node in nodes]
        limited, beyond = _settled_before(nodes, facts, scores)
        edges = {pair: score for pair, score in scores.items() if score >= review}
    partition = cluster(
        nodes.column("tier"),
        edges,
        _agreement(nodes, facts, scores),
        match=table["threshold.match"],
        review=review,
        limits=limited,
        mentions=nodes.column("n"),
        beyond=beyond,
        contradiction=review,  # the denser an archive, the more it has that merely look alike
        suggest=facts is not None,
    )
    ids = nodes.column("id")

    def links(found: Sequence[Link]) -> list[_Link]:
        return [(ids[x.a], ids[x.b], x.score) for x in found]

    roots = [nodes.first + root for root in partition.cluster_of]
    torn = [ids[node] for node in partition.torn]
    return roots, links(partition.merges), links(partition.suggestions), torn


def _settled_before(
    nodes: _Nodes, facts: Sequence[Facts], scores: dict[Pair, float]
) -> tuple[Limits, Beyond | None]:
    """What people decided, and what tells nodes apart besides their names. Edges that only
    stand for what was decided are taken out."""
    units = nodes.column("unit")
    for i, j in [*scores]:
        if units[i] and units[i] == units[j]:
            del scores[(i, j)]
    others = nodes.column("apart")
    apart = {unit: found or [] for unit, found in zip(units, others, strict=True) if unit}
    limited = limits(units, apart)
    if not any(units) and not any(one.birth_dates for one in facts):
        return limited, None
    levels = [vague(one, decided=bool(u)) for u, one in zip(units, facts, strict=True)]
    return limited, Beyond(levels, lambda i, j: parted(facts[i], facts[j]))


def _agreement(
    nodes: _Nodes, facts: Sequence[Facts] | None, scores: dict[Pair, float]
) -> Callable[[int, int], float]:
    """The score of two nodes of one cluster; 0 where it is no match and the archive knows both
    surnames: what lies between two names, as a slip of either does, must not make them one."""
    match = weights()["threshold.match"]

    def agreement(i: int, j: int) -> float:
        pair = (i, j) if i < j else (j, i)
        found = scores.get(pair)
        if found is None:
            found = scores[pair] = _unmet(nodes, facts, *pair)
        return 0.0 if found < match and nodes.both_known(i, j) else found

    return agreement


def _unmet(nodes: _Nodes, facts: Sequence[Facts] | None, i: int, j: int) -> float:
    """The score of two nodes that have no edge; of less than a review, whatever facts there are
    none of could add, it is only said that it is less."""
    if facts is None:
        least = odds_of(weights()["threshold.review"])
        return probability(log_odds(nodes[i], nodes[j], least))
    weight = log_odds(nodes[i], nodes[j])
    return probability(weight + kept_short(weight, told(facts[i], facts[j])))


def alike(batch: pa.Table) -> pa.Table:
    """(id and all that is compared of a node) -> ALIKE: the evidence of a name for itself."""
    found = [log_odds(node, node) for node in batch.to_pylist()]
    return pa.table({"id": batch["id"].cast(pa.int64()), "log_odds": found}, schema=ALIKE)


def log_odds(a: Mapping[str, object], b: Mapping[str, object], least: float = -math.inf) -> float:
    """The evidence of two nodes that no block brought together; what is less than `least` may be
    any number that is less."""
    total = summed(a, b, least)
    if total is not None:
        weight, doubt = total
    else:
        names = [name_of(str(n["text"]), str(n["kind"]), bool(n["turned"])) for n in (a, b)]
        items = judge(*names).items
        weight = math.fsum(item.weight for item in items)
        belarusian = any(name.belarusian for name in names)
        doubt = bool(doubtful_words(items, belarusian=belarusian)[0])
    supports = (float(str(node["support"])) for node in (a, b))
    if doubt and a["form"] != b["form"] and known_apart(*supports):
        weight += weights()["archive.apart"]
    return weight
