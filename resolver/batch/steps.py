"""The steps of deduplication, in the order they are taken; the same for every engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyarrow as pa

from resolver.batch import blocks, edges
from resolver.batch.engine import Engine
from resolver.batch.functions import FACTS, PROFILES, profiles, word_facts
from resolver.batch.profiles import PARTS
from resolver.batch.result import conclude
from resolver.batch.settle import settle
from resolver.batch.words import WordFacts, Words

TURNED = 30.0


def analyse(engine: Engine) -> None:
    """`mention` (text, kind, bucket, ...) -> `name`, `profile`, `used`, `word`."""
    engine.make(
        "name",
        "SELECT row_number() OVER (ORDER BY kind, text) - 1 AS id, text, kind, "
        "count(*) AS n, min(bucket) AS bucket FROM mention GROUP BY kind, text",
    )
    engine.map("profile", profiles, "SELECT id, text, kind, bucket FROM name ORDER BY id", PROFILES)
    engine.make(
        "used",
        "SELECT id, w.place AS place, w.word AS word, n, bucket FROM (SELECT p.id, n, bucket, "
        f"{engine.explode}(p.words) AS w FROM profile p JOIN name ON name.id = p.id)",
    )
    engine.make(
        "word",
        "SELECT CAST(row_number() OVER (ORDER BY word) - 1 AS INT) AS wid, word, "
        "min(bucket) AS bucket FROM used GROUP BY word",
    )
    engine.map("facts", word_facts, "SELECT word, bucket FROM word ORDER BY word", FACTS)


def turn(engine: Engine) -> None:
    """Names whose given name the archive knows as a surname, and the other way round, are
    turned: `turned` (id); `placed` (id, place, wid, n) has every word in its part."""
    engine.make(
        "heard",
        "SELECT place, sound, sum(n) AS n FROM used JOIN facts USING (word) "
        "WHERE sound <> '' AND place < 2 GROUP BY place, sound",
    )
    engine.make(
        "turned",
        f"""WITH two AS (
          SELECT s.id, s.n, fs.sound AS s, fg.sound AS g, fs.gender AS gender FROM used s
          JOIN used g ON g.id = s.id AND s.place = 0 AND g.place = 1
          JOIN profile p ON p.id = s.id AND p.plain
          JOIN facts fs ON fs.word = s.word JOIN facts fg ON fg.word = g.word
          WHERE fs.sound <> '' AND fg.sound <> '')
        SELECT two.id, gender FROM two
          JOIN heard ss ON ss.place = 0 AND ss.sound = two.s
          JOIN heard gg ON gg.place = 1 AND gg.sound = two.g
          LEFT JOIN heard sg ON sg.place = 0 AND sg.sound = two.g
          LEFT JOIN heard gs ON gs.place = 1 AND gs.sound = two.s
        WHERE (coalesce(sg.n, 0) + 0.5) * (coalesce(gs.n, 0) + 0.5)
          > {TURNED} * (gg.n - two.n + 0.5) * (ss.n - two.n + 0.5)""",
    )
    engine.make(
        "placed",
        "SELECT u.id, CASE WHEN t.id IS NOT NULL AND place < 2 THEN 1 - place ELSE place END "
        "AS place, wid, n FROM used u JOIN word USING (word) LEFT JOIN turned t ON t.id = u.id",
    )


def mean(engine: Engine) -> None:
    """What each word of each part is meant as: `meant`, `word_key`, `word_first`."""
    if engine.has("word_first"):
        return
    counts = engine.fetch(
        "SELECT place, wid, word, sum(n)::BIGINT AS n FROM placed JOIN word USING (wid) "
        "GROUP BY place, wid, word ORDER BY place, wid"
    ).to_pylist()
    facts = {
        row.pop("word"): WordFacts(
            forms=tuple(row["forms"]),
            firsts=tuple(row["firsts"]),
            groups=tuple(row["groups"]),
            fathers=tuple(row["fathers"]),
            stems=tuple(row["stems"]),
            sound=row["sound"],
            gender=row["gender"],
        )
        for row in engine.fetch("SELECT * FROM facts").to_pylist()
    }
    numbers: dict[str, int] = {}
    meant: list[tuple[int, int, str, float]] = []
    keys: list[tuple[int, int, int]] = []
    firsts: list[tuple[int, int, int]] = []
    for place in range(len(PARTS)):
        mine = [row for row in counts if row["place"] == place]
        words = Words(place, {row["word"]: (facts[row["word"]], row["n"]) for row in mine})
        for row in mine:
            found = words.meant(row["word"])
            wid = row["wid"]
            meant.append((place, wid, found.form, found.support))
            keys += [(place, wid, numbers.setdefault(key, len(numbers))) for key in found.keys]
            firsts += [
                (place, wid, numbers.setdefault(f"^ {key}", len(numbers))) for key in found.firsts
            ]
    engine.put("meant", _table(meant, ("place", "wid", "form", "support")))
    engine.put("word_key", _table(keys, ("place", "wid", "key")))
    engine.put("word_first", _table(firsts, ("place", "wid", "key")))


_TYPES = {"support": pa.float64(), "form": pa.string()}


def _table(rows: Sequence[tuple[object, ...]], names: tuple[str, ...]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    types = [_TYPES.get(name, pa.int32()) for name in names]
    arrays = [pa.array(column, type_) for column, type_ in zip(columns, types, strict=True)]
    return pa.table(dict(zip(names, arrays, strict=True)))


def gather(engine: Engine) -> None:
    """Names that differ in nothing that is compared are one node: `member` (id, node), and
    `node` with its words by part (-1 for none; the words of others are in `node_word`)."""
    engine.make(
        "shape",
        """SELECT p.id, name.kind, p.tier, p.plain, p.sure, p.generation, p.belarusian,
          CASE WHEN t.id IS NOT NULL AND count(CASE WHEN w.place = 2 THEN 1 END) = 0
            THEN min(t.gender) ELSE p.gender END AS gender, t.id IS NOT NULL AS turned,
          coalesce(min(CASE WHEN p.plain AND w.place = 0 THEN wid END), -1) AS s,
          coalesce(min(CASE WHEN p.plain AND w.place = 1 THEN wid END), -1) AS g,
          coalesce(min(CASE WHEN p.plain AND w.place = 2 THEN wid END), -1) AS p
        FROM profile p JOIN name ON name.id = p.id LEFT JOIN placed w ON w.id = p.id
        LEFT JOIN turned t ON t.id = p.id WHERE p.reason IS NULL
        GROUP BY p.id, name.kind, p.tier, p.plain, p.sure, p.generation, p.belarusian, p.gender,
          t.id""",
    )
    engine.make(
        "member",
        """SELECT id, min(id) OVER (PARTITION BY kind, tier, plain, sure, generation, belarusian,
          gender, s, g, p, CASE WHEN plain THEN -1 ELSE id END) AS node FROM shape""",
    )
    engine.make(
        "node",
        "SELECT shape.*, total.n FROM shape JOIN (SELECT node, CAST(sum(n) AS BIGINT) AS n "
        "FROM member JOIN name USING (id) GROUP BY node) total ON total.node = shape.id",
    )
    engine.make(
        "node_word",
        "SELECT node.id AS node, w.place, w.wid, m.form FROM node "
        "JOIN placed w ON w.id = node.id JOIN meant m ON m.place = w.place AND m.wid = w.wid",
    )


STEPS: tuple[tuple[str, Callable[[Engine], None]], ...] = (
    ("analysing", analyse),
    ("ordering", turn),
    ("words", mean),
    ("gathering", gather),
    ("pairing", blocks.pair),
    ("comparing", edges.score),
    ("clustering", settle),
    ("concluding", conclude),
)
