"""The steps of deduplication, in the order they are taken; the same for every engine."""

from __future__ import annotations

from collections.abc import Callable

from resolver.batch.ahead import make_ahead
from resolver.batch.analysis import analyse, turn
from resolver.batch.callings import part_callings
from resolver.batch.edges import score
from resolver.batch.engine import Engine
from resolver.batch.kin import relate_classes
from resolver.batch.meaning import mean
from resolver.batch.parting import part
from resolver.batch.result import conclude
from resolver.batch.settle import settle
from resolver.batch.units import divide, meet


def gather(engine: Engine) -> None:
    """Names that differ in nothing that is compared are one node: `member` (id, node, slip: with
    a word that is taken for a slip of another), and `node` with the classes of its words by part
    (-1 for none)."""
    if engine.in_memory:  # where they are gathered with the analysis
        return
    make_ahead(engine)
    classes = ", ".join(f"coalesce(c{x}.cid, -1) AS {x}" for x in "sgp")
    joins = " ".join(
        f"LEFT JOIN meant c{x} ON c{x}.place = {place} AND c{x}.wid = q.{x}"
        for place, x in enumerate("sgp")
    )
    engine.make(
        "shaped",
        f"""SELECT id, n, kind, tier, plain, sure, gender, generation, belarusian, turned,
          {classes}, coalesce(cs.slip, false) OR coalesce(cg.slip, false) AS slip
        FROM oriented q {joins}""",
    )
    engine.make(  # plain names are all of persons
        "member",
        """SELECT id, first_value(id) OVER (PARTITION BY s, g, p, tier, gender, generation
          ORDER BY n DESC, id) AS node, slip FROM shaped WHERE plain
        UNION ALL SELECT id, id AS node, slip FROM shaped WHERE NOT plain""",
    )
    engine.make(
        "node",
        """SELECT node AS id, kind, tier, plain, gender, generation, s, g, p, turned, q.n,
          q.sure, q.belarusian FROM (SELECT node, CAST(sum(n) AS BIGINT) AS n,
            bool_or(sure) AS sure, bool_or(belarusian) AS belarusian
          FROM member JOIN shaped USING (id) GROUP BY node) q
        JOIN shaped ON shaped.id = node""",
    )


STEPS: tuple[tuple[str, Callable[[Engine], None]], ...] = (
    ("analysing", analyse),
    ("ordering", turn),
    ("words", mean),
    ("gathering", gather),
    ("dividing", divide),
    ("relating", relate_classes),
    ("comparing", score),
    ("meeting", meet),
    ("clustering", settle),
    ("telling apart", part_callings),
    ("parting", part),
    ("concluding", conclude),
)
