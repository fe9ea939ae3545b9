"""One connected component at a time: from scored pairs to entities and suggestions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial

import pyarrow as pa

from resolver.batch.doubt import LEAST_SUPPORT, SLIP_SHARE, doubtful_words
from resolver.batch.functions import name_of
from resolver.batch.sums import summed
from resolver.cluster import Link, cluster
from resolver.compare import judge
from resolver.weights import probability, weights

NODE = pa.struct(
    [
        ("id", pa.int64()),
        ("tier", pa.int8()),
        ("text", pa.string()),
        ("kind", pa.string()),
        ("turned", pa.bool_()),
        ("n", pa.int64()),
        ("plain", pa.bool_()),
        ("sure", pa.bool_()),
        ("gender", pa.string()),
        ("generation", pa.string()),
        ("belarusian", pa.bool_()),
        ("surname", pa.string()),
        ("given", pa.string()),
        ("patronymic", pa.string()),
        ("form", pa.string()),
        ("support", pa.float64()),
    ]
)
EDGE = pa.struct([("a", pa.int64()), ("b", pa.int64()), ("log_odds", pa.float64())])
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
    """(nodes: list of NODE, edges: list of EDGE) -> SETTLED, a component a row."""
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
    partition = cluster(
        [int(str(node["tier"])) for node in nodes],
        {pair: score for pair, score in scores.items() if score >= review},
        partial(_score, nodes, scores),
        match=table["threshold.match"],
        review=review,
        mentions=[int(str(node["n"])) for node in nodes],
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


def _score(
    nodes: Sequence[Mapping[str, object]], scores: dict[tuple[int, int], float], i: int, j: int
) -> float:
    pair = (i, j) if i < j else (j, i)
    known = scores.get(pair)
    if known is None:
        known = scores[pair] = probability(log_odds(nodes[pair[0]], nodes[pair[1]]))
    return known


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
