"""What blocking lets through: how many true pairs, and how many pairs for that.

    python -m tests.benchmarks.blocking --mentions 200000 [--mixed]

Names of one node are never compared: their words are meant as the same. Two nodes meet where
their words of two parts share a key and those of the third do too, or one of them lacks it, or
where they have two parts in common and the third begins alike; names that are compared whole
meet by rules of their own. No evidence has been looked at then.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from resolver.batch.run import Run, Settings
from resolver.mention import Kind
from resolver.text import clean

from .archive import Mention, mentions

_PARTS = "sgp"
_TRUE = """WITH each AS (SELECT node, person, count(*) AS n FROM truth JOIN mention USING (row)
    JOIN name USING (kind, text) JOIN member USING (id) GROUP BY ALL)
  SELECT (SELECT sum(n * (n - 1)) / 2 FROM each) + (SELECT sum(v.n * w.n) FROM compared
      JOIN each v ON v.node = compared.a JOIN each w
        ON w.node = compared.b AND w.person = v.person) AS through,
    (SELECT sum(n * (n - 1)) / 2 FROM (SELECT count(*) AS n FROM truth GROUP BY person)) AS every,
    (SELECT count(*) FROM compared) AS pairs"""


def let_through(archive: Sequence[Mention]) -> tuple[float, int]:
    """The share of true pairs that blocking lets through, and the pairs of nodes that meet."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "work", {})
        with Run(settings, lambda _name, _done, _of: None) as run:
            run.read((m.number, clean(m.name).text, Kind.PERSON) for m in archive)
            run.solve()
            engine = run.engine
            numbers = pa.array([m.number for m in archive], pa.int64())
            people = pa.array([m.person.key for m in archive], pa.int64())
            engine.put("truth", pa.table({"row": numbers, "person": people}))
            for place, x in enumerate(_PARTS):
                engine.make(
                    f"alike_{x}",
                    f"""SELECT a, b FROM candidate_{x} UNION SELECT b, a FROM candidate_{x}
                    UNION SELECT cid, cid FROM class WHERE place = {place}""",
                )
            engine.make("compared", _compared())
            row = engine.fetch(_TRUE).to_pylist()[0]
    return float(row["through"]) / float(row["every"]), int(row["pairs"])


def _compared() -> str:
    meeting = (
        f"""SELECT v.id AS a, w.id AS b FROM node v JOIN alike_{x} x ON x.a = v.{x}
          JOIN alike_{y} y ON y.a = v.{y} JOIN node w ON w.{x} = x.b AND w.{y} = y.b
          LEFT JOIN alike_{z} z ON z.a = v.{z} AND z.b = w.{z}
        WHERE v.plain AND w.plain AND v.id <> w.id AND v.generation = w.generation
          AND (v.{z} < 0 OR w.{z} < 0 OR z.a IS NOT NULL)"""
        for x, y, z in (("s", "g", "p"), ("g", "p", "s"), ("s", "p", "g"))
    )
    fellows = (
        f"""SELECT v.id, w.id FROM fellow_{x} k JOIN node v ON v.{x} = k.x AND v.{y} = k.y
          AND v.p = k.p JOIN fellow_{x} m ON m.y = k.y AND m.p = k.p AND m.block = k.block
          JOIN node w ON w.{x} = m.x AND w.{y} = m.y AND w.p = m.p
        WHERE k.x < m.x AND v.plain AND w.plain"""
        for x, y in ("sg", "gs")
    )
    return f"""SELECT DISTINCT least(a, b) AS a, greatest(a, b) AS b FROM (
      {" UNION ALL ".join((*meeting, *fellows))} UNION ALL SELECT a, b FROM loose_pair)"""


def main() -> None:
    """Make an archive, and count."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mentions", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--mixed", action="store_true")
    options = parser.parse_args()
    share, pairs = let_through(mentions(options.mentions, options.seed, mixed=options.mixed))
    print(f"{share:.4f} of the true pairs, {pairs:,} pairs compared")


if __name__ == "__main__":
    main()
