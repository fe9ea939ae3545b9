"""The digest of an archive that an engine has worked through: counted and sampled in SQL.

Nothing is read as a whole: counts are taken in bands, samples by the hash of their spellings,
so that one archive has one digest whatever machine or engine it was made on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from resolver.batch.engine import Engine
from resolver.batch.functions import name_of
from resolver.batch.result import spell
from resolver.batch.sample import sampled_conventions, sampled_merges
from resolver.batch.shown import links, members, pairs
from resolver.report.digest import DRAWN, MOST_DRAWN, Band, Digest, Drawn
from resolver.report.evidence import tied
from resolver.weights import odds_of, probability, weights

SIZES = (1, 2, 3, 4, 5, 6, 8, 11, 16, 26, 51, 101, 501, 1001)
"""The least number of mentions of each class of entities."""
_BETWEEN, _BELOW, _ABOVE = 6, 3, 12  # bands between the thresholds, under and over them
_LEAST_SPARSE, _RATHER = 3, 5  # spellings of a cluster that can be sparse, and rather has


def digest(engine: Engine, counts: Mapping[str, int]) -> Digest:
    """All that a report shows of a finished run."""
    table = weights()
    review, match = table["threshold.review"], table["threshold.match"]
    spell(engine)
    largest, sparse = _drawn(engine)
    return Digest(
        counts=counts,
        review=review,
        match=match,
        sizes=_sizes(engine),
        scores=_bands(engine, f"SELECT log_odds AS x FROM ({pairs(engine)}) p"),
        largest=largest,
        sparse=sparse,
        conventions=sampled_conventions(engine),
        merges=sampled_merges(engine),
        suggested=_suggested(engine),
        suggested_scores=_bands(
            engine,
            f"""SELECT ln(s / (1 - s)) AS x FROM (SELECT least(greatest(score, 1e-9), 1 - 1e-9)
              AS s FROM ({links(engine, "suggestions")}) p) r""",
        ),
        refined=tuple(
            (row["kind"], row["blocks"], row["most"])
            for row in _rows(
                engine,
                "SELECT kind, count(*) AS blocks, max(n) AS most FROM refined "
                "GROUP BY kind ORDER BY kind",
            )
        ),
    )


def _rows(engine: Engine, sql: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = engine.fetch(sql).to_pylist()
    return found


def _sizes(engine: Engine) -> tuple[tuple[str, int], ...]:
    whens = " ".join(f"WHEN n >= {least} THEN {at}" for at, least in reversed([*enumerate(SIZES)]))
    found = {
        row["size"]: row["entities"]
        for row in _rows(
            engine,
            f"SELECT size, count(*) AS entities FROM (SELECT CASE {whens} END AS size FROM entity)"
            " q GROUP BY size",
        )
    }
    labels = []
    for least, following in zip(SIZES, [*SIZES[1:], 0], strict=True):
        if following == least + 1:
            labels.append(f"{least:,}")
        else:
            labels.append(f"{least:,}–{following - 1:,}" if following else f"{least:,}+")
    last = max(found, default=-1)
    return tuple((labels[at], found.get(at, 0)) for at in range(last + 1))


def _bands(engine: Engine, sql: str) -> tuple[Band, ...]:
    """How often each band of the log-odds `x` is met; thresholds lie between two bands."""
    table = weights()
    least = odds_of(table["threshold.review"])
    width = (odds_of(table["threshold.match"]) - least) / _BETWEEN
    last = _BETWEEN + _ABOVE - 1
    found = {
        row["band"]: row["n"]
        for row in _rows(
            engine,
            f"""SELECT band, count(*) AS n FROM (SELECT CAST(least(greatest(
              floor((x - {least} + 1e-9) / {width}), {-_BELOW}), {last}) AS INT) AS band
              FROM ({sql}) q) r GROUP BY band""",
        )
    }
    if not found:
        return ()
    first = min(0, *found)
    return tuple(
        Band(probability(least + at * width) if at > -_BELOW else 0.0, found.get(at, 0))
        for at in range(first, max(_BETWEEN, *found) + 1)
    )


def _suggested(engine: Engine) -> tuple[tuple[str, int], ...]:
    found = links(engine, "suggestions")
    sql = f"SELECT kind, count(*) AS n FROM ({found}) q GROUP BY kind ORDER BY n DESC, kind"
    return tuple((row["kind"], row["n"]) for row in _rows(engine, sql))


def _notable(engine: Engine, match: float) -> str:
    """The largest clusters by `big`, and by `thin` those in which the least share of pairs of
    spellings matches by itself: those of one node do, and those of two nodes with a strong
    edge."""
    return f"""WITH gathered AS ({members(engine)}),
      held AS (SELECT node, root, count(*) AS w FROM gathered GROUP BY node, root),
      inside AS (SELECT root, sum(w * (w - 1) / 2) AS pairs FROM held GROUP BY root
        HAVING sum(w) > 1),
      across AS (SELECT x.root, sum(x.w * y.w) AS pairs FROM ({pairs(engine)}) e
        JOIN held x ON x.node = e.a JOIN held y ON y.node = e.b AND y.root = x.root
        WHERE e.log_odds >= {match} GROUP BY x.root),
      shares AS (SELECT e.root, e.entity_id, e.n, e.spellings,
          CAST(i.pairs + coalesce(o.pairs, 0) AS DOUBLE) * 2
            / greatest(e.spellings * (e.spellings - 1), 1) AS density
        FROM inside i JOIN entity e ON e.root = i.root LEFT JOIN across o ON o.root = i.root),
      ranked AS (SELECT *,
          row_number() OVER (ORDER BY spellings DESC, n DESC, entity_id) AS big,
          row_number() OVER (ORDER BY spellings < {_LEAST_SPARSE}, spellings < {_RATHER},
            density, spellings DESC, entity_id) AS thin FROM shares)
      SELECT * FROM ranked WHERE big <= {DRAWN} OR thin <= {DRAWN}"""


def _drawn(engine: Engine) -> tuple[tuple[Drawn, ...], tuple[Drawn, ...]]:
    """The largest and the least dense clusters, with their most telling spellings: of those
    that are meant alike the most frequent first, so that it hides no other."""
    notable = _notable(engine, odds_of(weights()["threshold.match"]))
    rows = _rows(
        engine,
        f"""WITH chosen AS ({notable}),
        gathered AS (SELECT root, id, min(node) AS node FROM ({members(engine)}) m
          GROUP BY root, id),
        turns AS (SELECT s.root, s.id, m.node, s.text, s.n, row_number() OVER (
            PARTITION BY s.root, m.node ORDER BY s.n DESC, s.text) AS turn
          FROM chosen c JOIN spelled s ON s.root = c.root
          JOIN gathered m ON m.id = s.id AND m.root = s.root),
        placed_ AS (SELECT *, row_number() OVER (
            PARTITION BY root ORDER BY turn, n DESC, text) AS place FROM turns)
        SELECT c.big, c.thin, c.density, e.entity_id, e.entity_name, e.kind, e.n AS mentions,
          e.spellings, p.node, p.text, p.n, t.id IS NOT NULL AS turned
        FROM placed_ p JOIN chosen c ON c.root = p.root JOIN entity e ON e.root = p.root
        LEFT JOIN turned t ON t.id = p.id
        WHERE place <= {MOST_DRAWN} ORDER BY e.entity_id, p.n DESC, p.text""",
    )
    clusters: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        clusters.setdefault(row["entity_id"], []).append(row)
    drawn = {entity_id: _cluster(mine) for entity_id, mine in clusters.items()}
    ranks = {entity_id: mine[0] for entity_id, mine in clusters.items()}
    by_size = sorted(drawn, key=lambda one: int(ranks[one]["big"]))[:DRAWN]
    by_density = sorted(drawn, key=lambda one: int(ranks[one]["thin"]))[:DRAWN]
    sparse = [drawn[one] for one in by_density if _is_sparse(drawn[one])]
    return tuple(drawn[one] for one in by_size), tuple(sparse)


def _is_sparse(cluster: Drawn) -> bool:
    return cluster.spellings >= _LEAST_SPARSE and cluster.density < 1


def _cluster(rows: Sequence[Mapping[str, Any]]) -> Drawn:
    names = [name_of(row["text"], row["kind"], row["turned"]) for row in rows]
    spelled = [(row["text"], row["n"]) for row in rows]
    members, ties = tied(names, spelled, [row["node"] for row in rows])
    first = rows[0]
    return Drawn(
        entity_id=first["entity_id"],
        name=first["entity_name"],
        kind=first["kind"],
        mentions=first["mentions"],
        spellings=first["spellings"],
        density=min(1.0, first["density"]),
        members=tuple(members),
        ties=tuple(ties),
    )
