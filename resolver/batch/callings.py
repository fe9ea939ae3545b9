"""Entities of names in two forms that the archive hardly ever uses of one person are parted.

The names of such an entity are clustered once more, those apart that differ so (see `usage`).
What is parted is a suggestion. It stays together where people have decided or birth dates are
known: these say more than how others are called.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from resolver.batch.bearers import but_decided, named
from resolver.batch.engine import Engine
from resolver.batch.usage import count_uses
from resolver.cluster import cluster
from resolver.partition import Limits, Pair
from resolver.weights import probability, weights

_PIECE = pa.struct([("node", pa.int64()), ("piece", pa.int64()), ("alone", pa.bool_())])
_APART = pa.struct(
    [
        ("a", pa.int64()),
        ("b", pa.int64()),
        ("score", pa.float64()),
        ("place", pa.int32()),
        ("x", pa.int32()),
        ("y", pa.int32()),
    ]
)
CALLED_APART = pa.schema(
    [("root", pa.int64()), ("pieces", pa.list_(_PIECE)), ("links", pa.list_(_APART))]
)
_FORMS = ((1, "g"), (2, "p"))


def part_callings(engine: Engine) -> None:
    """`called` (id, root), of `joined`; `several` (id, n, root, node: of entities of several
    nodes) and `called_apart` (CALLED_APART), of those that are parted."""
    _gather(engine)
    count_uses(engine)
    _sunder(engine)
    engine.make(
        "moved",
        f"""SELECT s.id, CASE WHEN alone THEN s.id ELSE min(s.id) OVER
            (PARTITION BY s.root, piece) END AS root
        FROM (SELECT root, q.node AS node, q.piece AS piece, q.alone AS alone FROM
            (SELECT root, {engine.explode}(pieces) AS q FROM called_apart) e) p
        JOIN several s ON s.root = p.root AND s.node = p.node""",
    )
    engine.make(
        "called",
        "SELECT id, root FROM joined ANTI JOIN moved USING (id) "
        "UNION ALL SELECT id, root FROM moved",
    )


def _gather(engine: Engine) -> None:
    engine.make(
        "several",
        f"""SELECT j.id, j.n, j.root, m.node FROM ({named(engine, "joined")}) j
        SEMI JOIN (SELECT root FROM (SELECT r.root AS root FROM
            (SELECT {engine.explode}(roots) AS r FROM settled) q) t {but_decided(engine)}
          GROUP BY root HAVING count(*) > 1) s ON s.root = j.root
        JOIN member m ON m.id = j.name""",
    )
    engine.make(
        "borne",
        """SELECT root, node, q.n, tier, g, p FROM (SELECT root, node, CAST(sum(n) AS BIGINT) AS n
          FROM several GROUP BY root, node) q JOIN node ON node.id = q.node""",
    )


def _sunder(engine: Engine) -> None:
    used = " UNION ALL ".join(
        f"""SELECT v.root, place, a AS x, b AS y FROM two_by_use t
          JOIN borne v ON v.{x} = t.a JOIN borne w ON w.root = v.root AND w.{x} = t.b
        WHERE place = {place}"""
        for place, x in _FORMS
    )
    engine.make("sundered", f"SELECT DISTINCT root, place, x, y FROM ({used}) q")
    node = engine.struct(id="node", n="n", tier="tier", g="g", p="p")
    edge = engine.struct(a="a", b="b", log_odds="log_odds")
    apart = engine.struct(place="place", x="x", y="y")
    engine.map(
        "called_apart",
        sundered,
        f"""SELECT root, nodes, edges, apart FROM
          (SELECT root, array_sort(array_agg({node})) AS nodes FROM borne
            SEMI JOIN sundered USING (root) GROUP BY root) n
        JOIN (SELECT root, array_sort(array_agg({edge})) AS edges FROM (
            SELECT v.root, a, b, max(log_odds) AS log_odds FROM edge JOIN borne v ON v.node = a
              JOIN borne w ON w.node = b AND w.root = v.root SEMI JOIN sundered u ON u.root = v.root
            GROUP BY v.root, a, b) q GROUP BY root) e USING (root)
        JOIN (SELECT root, array_sort(array_agg({apart})) AS apart FROM sundered GROUP BY root) s
          USING (root) ORDER BY root""",
        CALLED_APART,
    )


def sundered(batch: pa.Table) -> pa.Table:
    """(root, nodes: of (id, n, tier, g, p) by id, edges: of EDGE, apart: of (place, x, y), classes
    of forms that are two people's) -> CALLED_APART, an entity a row: `alone` where a node may be of
    several pieces, links by forms that are two people's or (place 0) by what a node may be of."""
    rows = [_parted(*row) for row in zip(*(batch[n].to_pylist() for n in _TAKEN), strict=True)]
    columns = zip(*rows, strict=True) if rows else [()] * len(CALLED_APART)
    return pa.table(dict(zip(CALLED_APART.names, columns, strict=True)), schema=CALLED_APART)


_TAKEN = ("root", "nodes", "edges", "apart")
_Row = Mapping[str, Any]


def _parted(
    root: int, nodes: Sequence[_Row], edges: Sequence[_Row], apart: Sequence[_Row]
) -> tuple[int, list[dict[str, object]], list[dict[str, object]]]:
    table = weights()
    match, review = table["threshold.match"], table["threshold.review"]
    place = {node["id"]: at for at, node in enumerate(nodes)}
    two = _two_people(nodes, apart)
    scores = {(place[edge["a"]], place[edge["b"]]): probability(edge["log_odds"]) for edge in edges}
    found = cluster(
        [node["tier"] for node in nodes],
        {pair: score for pair, score in scores.items() if score >= review},
        lambda _i, _j: 1.0,  # they were one entity: nothing else speaks against it
        match=match,
        review=review,
        limits=Limits(apart=two),
        mentions=[node["n"] for node in nodes],
    )
    torn = {*found.torn}
    pieces = [
        {"node": node["id"], "piece": nodes[of]["id"], "alone": at in torn}
        for at, (node, of) in enumerate(zip(nodes, found.cluster_of, strict=True))
    ]
    links = [
        {
            "a": nodes[x.a]["id"],
            "b": nodes[x.b]["id"],
            "score": x.score,
            "place": 0,
            "x": -1,
            "y": -1,
        }
        for x in found.suggestions
    ]
    for (i, j), forms in _usual(two, nodes, found.cluster_of).items():
        ends = {"a": nodes[i]["id"], "b": nodes[j]["id"]}
        links.append({**ends, "score": match, **forms})
    return root, pieces, links


def _two_people(nodes: Sequence[_Row], apart: Sequence[_Row]) -> dict[Pair, _Row]:
    """Pairs of nodes whose forms are two people's, with the forms: (place, x, y)."""
    bearers: dict[tuple[int, int], list[int]] = {}
    for at, node in enumerate(nodes):
        for where, name in _FORMS:
            bearers.setdefault((where, node[name]), []).append(at)
    two: dict[Pair, _Row] = {}
    for forms in apart:
        where = forms["place"]
        for i in bearers.get((where, forms["x"]), ()):
            for j in bearers.get((where, forms["y"]), ()):
                two.setdefault((min(i, j), max(i, j)), forms)
    return two


def _usual(
    two: Mapping[Pair, _Row], nodes: Sequence[_Row], piece: Sequence[int]
) -> dict[Pair, _Row]:
    """Of every two pieces the pair of nodes that are mentioned most."""
    best: dict[Pair, tuple[int, int, int]] = {}
    for i, j in two:
        ends = min(piece[i], piece[j]), max(piece[i], piece[j])
        mine = -(nodes[i]["n"] + nodes[j]["n"]), i, j
        best[ends] = min(best.get(ends, mine), mine)
    return {(i, j): two[i, j] for _, (_, i, j) in sorted(best.items())}


def called_links(engine: Engine) -> str:
    """(a, b, score, known): usual names of two pieces of one entity, and which forms parted it."""
    most = engine.struct(a="-n", b="id")
    return f"""WITH usual AS (SELECT root, node, min_by(id, {most}) AS id FROM several
        GROUP BY root, node),
      l AS (SELECT root, q.a AS a, q.b AS b, q.score AS score, q.place AS place, q.x AS x,
        q.y AS y FROM (SELECT root, {engine.explode}(links) AS q FROM called_apart) e)
      SELECT least(v.id, w.id) AS a, greatest(v.id, w.id) AS b, score,
        CASE WHEN l.place = 0 THEN '' ELSE 'hardly anyone in the archive is both ' || c.word ||
          ' and ' || d.word END AS known
      FROM l JOIN usual v ON v.root = l.root AND v.node = l.a
      JOIN usual w ON w.root = l.root AND w.node = l.b
      LEFT JOIN class c ON c.place = l.place AND c.cid = l.x
      LEFT JOIN class d ON d.place = l.place AND d.cid = l.y"""
