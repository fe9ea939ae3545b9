"""One connected component at a time: from scored pairs to entities and suggestions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial

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

_Row = dict[str, object]


def settled(batch: pa.Table) -> pa.Table:
    """(nodes: list of NODE or UNIT, edges: list of EDGE) -> SETTLED, a component a row."""
    rows = [
        _component(nodes, edges)
        for nodes, edges in zip(batch["nodes"].to_pylist(), batch["edges"].to_pylist(), strict=True)
    ]
    columns = zip(*rows, strict=True) if rows else [[]] * len(SETTLED)
    return pa.table(dict(zip(SETTLED.names, columns, strict=True)), schema=SETTLED)


def _component(
    nodes: Sequence[Mapping[str, object]], edges: Sequence[Mapping[str, float]]
) -> tuple[list[int], list[_Row], list[_Row], list[_Row], list[int]]:
    table = weights()
    review = table["threshold.review"]
    ids = [int(str(node["id"])) for node in nodes]
    place = {number: at for at, number in enumerate(ids)}
    scores = {(place[int(e["a"])], place[int(e["b"])]): probability(e["log_odds"]) for e in edges}
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

    def links(found: Sequence[Link]) -> list[_Row]:
        return [{"a": ids[x.a], "b": ids[x.b], "score": x.score} for x in found]

    roots: list[_Row] = [
        {"node": node, "root": ids[root]}
        for node, root in zip(ids, partition.cluster_of, strict=True)
    ]
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
