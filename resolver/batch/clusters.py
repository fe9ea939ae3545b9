"""One connected component at a time: from scored pairs to entities and suggestions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import accumulate, chain, pairwise

import pyarrow as pa

from resolver.attributes import Facts, kept_short, parted, vague
from resolver.batch.attributes import known, told
from resolver.batch.doubt import LEAST_SUPPORT, SLIP_SHARE, doubtful_words
from resolver.batch.functions import name_of
from resolver.batch.sums import summed
from resolver.cluster import Beyond, Limits, Link, Pair, cluster
from resolver.compare import judge
from resolver.constraints import limits
from resolver.weights import probability, weights

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
    nodes = every.to_pylist()
    edges, edge_ends = _flat(batch["edges"])
    a, b, odds = (edges.field(name).to_pylist() for name in ("a", "b", "log_odds"))
    chances = {weight: probability(weight) for weight in {*odds}}  # few: sums of few weights
    rows = []
    for (first, last), (start, end) in zip(pairwise(ends), pairwise(edge_ends), strict=True):
        place = {int(nodes[at]["id"]): at - first for at in range(first, last)}
        scores = {
            (place[i], place[j]): chances[weight]
            for i, j, weight in zip(a[start:end], b[start:end], odds[start:end], strict=True)
        }
        rows.append(_component(nodes[first:last], [*place], scores))
    ids, roots, merges, suggestions, torn = zip(*rows, strict=True) if rows else [()] * 5
    columns = [_lists(ids), _roots(ids, roots), _links(merges), _links(suggestions), _lists(torn)]
    return pa.table(dict(zip(SETTLED.names, columns, strict=True)), schema=SETTLED)


def _flat(column: pa.ChunkedArray) -> tuple[pa.StructArray, list[int]]:
    """The items of all lists of a column, and where each list begins and the last one ends."""
    lists = column.combine_chunks()
    return lists.values, lists.offsets.to_pylist()


def _ends(lists: Sequence[Sequence[object]]) -> pa.Array:
    return pa.array([0, *accumulate(map(len, lists))], pa.int32())


def _lists(lists: Sequence[Sequence[int]]) -> pa.Array:
    return pa.ListArray.from_arrays(_ends(lists), pa.array(chain.from_iterable(lists), pa.int64()))


def _roots(ids: Sequence[Sequence[int]], roots: Sequence[Sequence[int]]) -> pa.Array:
    columns = [pa.array(chain.from_iterable(lists), pa.int64()) for lists in (ids, roots)]
    structs = pa.StructArray.from_arrays(columns, fields=[*ROOT])
    return pa.ListArray.from_arrays(_ends(ids), structs)


def _links(lists: Sequence[Sequence[tuple[int, int, float]]]) -> pa.Array:
    every = [*chain.from_iterable(lists)]
    columns = [*zip(*every, strict=True)] or [()] * len(LINK)
    arrays = [pa.array(found, field.type) for found, field in zip(columns, LINK, strict=True)]
    structs = pa.StructArray.from_arrays(arrays, fields=[*LINK])
    return pa.ListArray.from_arrays(_ends(lists), structs)


def _component(
    nodes: Sequence[Mapping[str, object]], ids: list[int], scores: dict[Pair, float]
) -> tuple[list[int], list[int], list[_Link], list[_Link], list[int]]:
    """The nodes, the root of each, merges, suggestions, and which nodes are torn."""
    table = weights()
    review = table["threshold.review"]
    beyond = None
    facts: list[Facts] | None = None
    limited: Limits | None = None
    if nodes and "unit" in nodes[0]:
        facts = [known(node) for node in nodes]
        limited, beyond = _settled_before(nodes, facts, scores)
    partition = cluster(
        [int(str(node["tier"])) for node in nodes],
        {pair: score for pair, score in scores.items() if score >= review},
        partial(_score, nodes, facts, scores),
        match=table["threshold.match"],
        review=review,
        limits=limited,
        mentions=[int(str(node["n"])) for node in nodes],
        beyond=beyond,
        contradiction=review,  # the denser an archive, the more it has that merely look alike
    )

    def links(found: Sequence[Link]) -> list[_Link]:
        return [(ids[x.a], ids[x.b], x.score) for x in found]

    roots = [ids[root] for root in partition.cluster_of]
    torn = [ids[node] for node in partition.torn]
    return ids, roots, links(partition.merges), links(partition.suggestions), torn


def _settled_before(
    nodes: Sequence[Mapping[str, object]], facts: Sequence[Facts], scores: dict[Pair, float]
) -> tuple[Limits, Beyond | None]:
    """What people decided, and what tells nodes apart besides their names. Edges that only
    stand for what was decided are taken out."""
    units = [str(node["unit"]) for node in nodes]
    for i, j in [*scores]:
        if units[i] and units[i] == units[j]:
            del scores[(i, j)]
    apart = {unit: _texts(node["apart"]) for unit, node in zip(units, nodes, strict=True) if unit}
    limited = limits(units, apart)
    if not any(units) and not any(one.birth_dates for one in facts):
        return limited, None
    levels = [vague(one, decided=bool(u)) for u, one in zip(units, facts, strict=True)]
    return limited, Beyond(levels, lambda i, j: parted(facts[i], facts[j]))


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _score(
    nodes: Sequence[Mapping[str, object]],
    facts: Sequence[Facts] | None,
    scores: dict[Pair, float],
    i: int,
    j: int,
) -> float:
    pair = (i, j) if i < j else (j, i)
    found = scores.get(pair)
    if found is None:
        i, j = pair
        weight = log_odds(nodes[i], nodes[j])
        if facts is not None:
            weight += kept_short(weight, told(facts[i], facts[j]))
        found = scores[pair] = probability(weight)
    return found


def alike(batch: pa.Table) -> pa.Table:
    """(id and all that is compared of a node) -> ALIKE: the evidence of a name for itself."""
    found = [log_odds(node, node) for node in batch.to_pylist()]
    return pa.table({"id": batch["id"].cast(pa.int64()), "log_odds": found}, schema=ALIKE)


def log_odds(a: Mapping[str, object], b: Mapping[str, object]) -> float:
    """The evidence of two nodes that no block brought together."""
    total = summed(a, b)
    if total is not None:
        weight, doubt = total
    else:
        names = [name_of(str(n["text"]), str(n["kind"]), bool(n["turned"])) for n in (a, b)]
        items = judge(*names).items
        weight = math.fsum(item.weight for item in items)
        belarusian = any(name.belarusian for name in names)
        doubt = bool(doubtful_words(items, belarusian=belarusian)[0])
    if doubt and a["form"] != b["form"]:
        one, other = sorted((float(str(a["support"])), float(str(b["support"]))))
        if one >= LEAST_SUPPORT and one >= SLIP_SHARE * other:
            weight += weights()["archive.apart"]
    return weight
