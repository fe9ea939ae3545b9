"""From mentions to names whose words have their parts: `name`, `word`, `profile`, `used`.

What can be said once of a word is said once: names are cut at their spaces, the distinct
pieces analysed, and names of plain words take the shape of their signature (see `lexemes`).
The others, and names of places and organizations, are analysed one by one.
"""

from __future__ import annotations

from resolver.batch.analysis_at_once import analyse_at_once
from resolver.batch.engine import Engine
from resolver.batch.functions import (
    FACTS,
    LEXEMES,
    PROFILES,
    SHAPES,
    lexemes,
    profiles,
    shapes,
    word_facts,
)
from resolver.batch.pieces import LONGEST
from resolver.lexemes import MOST_WORDS

TURNED = 30.0
_AT = range(1, MOST_WORDS + 1)


def analyse(engine: Engine) -> None:
    """`mention` (text, kind, ...) -> `name` (id, text, kind, n), `word` (wid and facts),
    `profile` (id, ..., with the words of plain names as s, g, p, or -1) and `used` (id, place,
    wid, n)."""
    if engine.in_memory:
        analyse_at_once(engine, TURNED)
        return
    engine.number(
        "name",
        "id",
        "SELECT text, kind, CAST(count(*) AS BIGINT) AS n FROM mention GROUP BY kind, text",
        order="kind, text",
    )
    _cut(engine)
    engine.map(
        "shape",
        shapes,
        "SELECT sig, min(text) AS text FROM pieces JOIN name USING (id) GROUP BY sig ORDER BY sig",
        SHAPES,
    )
    engine.map(
        "single",
        profiles,
        "SELECT id, text, kind FROM name ANTI JOIN (SELECT id FROM pieces JOIN shape USING (sig)) "
        "USING (id) ORDER BY id",
        PROFILES,
    )
    _words(engine)
    _profiles(engine)


def _cut(engine: Engine) -> None:
    """`lexeme`, a known word a row; `pieces` (id, sig, w1, ...) of names of such words alone."""
    if engine.has("pieces"):
        return
    texts = ", ".join(f"try_element_at(l, {at}) AS t{at}" for at in _AT)
    pieces = ", ".join(
        f"CASE WHEN right(t{at}, 1) = ',' THEN left(t{at}, length(t{at}) - 1) ELSE t{at} END "
        f"AS c{at}, CASE WHEN right(t{at}, 1) = ',' THEN ',' ELSE '' END AS m{at}"
        for at in _AT
    )
    engine.make(
        "cut",
        f"""SELECT id, many, {pieces} FROM (SELECT id, size(l) AS many, {texts} FROM
          (SELECT id, split(text, ' ') AS l FROM name WHERE kind = 'person')
          WHERE size(l) BETWEEN 2 AND {MOST_WORDS})""",
    )
    low = "lower(replace(chunk, '\u0130', 'i\u0307'))"
    every = " UNION ALL ".join(f"SELECT c{at} AS chunk FROM cut" for at in _AT)
    engine.map(
        "lexeme",
        lexemes,
        f"""SELECT {low} AS low, array_sort(array_agg(chunk)) AS chunks FROM
          (SELECT DISTINCT chunk FROM ({every})) WHERE length(chunk) BETWEEN 1 AND {LONGEST}
        GROUP BY {low} ORDER BY low""",
        LEXEMES,
    )
    engine.make("known", "SELECT row_number() OVER (ORDER BY word) - 1 AS wid, * FROM lexeme")
    engine.make(
        "chunk",
        f"SELECT wid, c.chunk AS chunk, c.code AS code FROM "
        f"(SELECT wid, {engine.explode}(chunks) AS c FROM known)",
    )
    joins = " ".join(f"LEFT JOIN chunk k{at} ON k{at}.chunk = c{at}" for at in _AT)
    codes = " || ' ' || ".join(f"coalesce(k{at}.code || m{at}, '')" for at in _AT)
    words = ", ".join(f"k{at}.wid AS w{at}" for at in _AT)
    whole = " AND ".join(f"(many < {at} OR k{at}.wid IS NOT NULL)" for at in _AT)
    engine.make("pieces", f"SELECT id, {codes} AS sig, {words} FROM cut {joins} WHERE {whole}")
    engine.drop("cut")


def _words(engine: Engine) -> None:
    """`word`: the known ones, then those of names that were looked at one by one."""
    engine.make(
        "loose",
        f"SELECT id, w.place AS place, w.word AS word FROM "
        f"(SELECT id, {engine.explode}(words) AS w FROM single)",
    )
    engine.map(
        "further",
        word_facts,
        "SELECT DISTINCT word FROM loose ANTI JOIN known USING (word) ORDER BY word",
        FACTS,
    )
    columns = ", ".join(FACTS.names)
    engine.make(
        "word",
        f"""SELECT CAST(wid AS INT) AS wid, {columns} FROM known UNION ALL
        SELECT CAST((SELECT count(*) FROM known) + row_number() OVER (ORDER BY word) - 1 AS INT),
          {columns} FROM further""",
    )


def _profiles(engine: Engine) -> None:
    parts = ", ".join(
        "CASE "
        + " ".join(f"WHEN p{at} = {place} THEN w{at}" for at in _AT)
        + f" ELSE -1 END AS {letter}"
        for place, letter in enumerate("sgp")
    )
    of_loose = ", ".join(
        f"max(CASE WHEN plain AND place = {place} THEN wid ELSE -1 END) AS {letter}"
        for place, letter in enumerate("sgp")
    )
    ways = " + ".join(f"coalesce(v{at}.ways, 0)" for at in "sgp")
    joins = " ".join(f"LEFT JOIN word v{at} ON v{at}.wid = {at}" for at in "sgp")
    engine.make(
        "profile",
        f"""SELECT id, NULL AS reason, NULL AS problem, tier, true AS plain, sure, q.gender,
          '' AS generation, belarusian, latin, {ways} AS ways, s, g, p FROM (
            SELECT id, tier, sure, gender, belarusian, latin, {parts}
            FROM pieces JOIN shape USING (sig)) q {joins}
        UNION ALL SELECT id, reason, problem, tier, plain, sure, gender, generation, belarusian,
          latin, ways, coalesce(s, -1), coalesce(g, -1), coalesce(p, -1)
        FROM single LEFT JOIN (SELECT id, {of_loose} FROM loose JOIN word USING (word)
          JOIN (SELECT id, plain FROM single) USING (id) GROUP BY id) USING (id)""",
    )
    of_plain = " UNION ALL ".join(
        f"SELECT id, {place} AS place, {letter} AS wid FROM profile WHERE plain AND {letter} >= 0"
        for place, letter in enumerate("sgp")
    )
    engine.make(
        "used",
        f"""SELECT id, place, wid, n FROM ({of_plain} UNION ALL SELECT l.id, l.place, wid
          FROM loose l JOIN word USING (word) JOIN single ON single.id = l.id AND NOT plain)
        JOIN name USING (id)""",
    )


def turn(engine: Engine) -> None:
    """Names whose given name the archive knows as a surname, and the other way round, are
    turned: `turned` (id, gender); `placed` (id, place, wid, n) has every word in its part.

    What it knows it tells by the consonants of words, however they are spelled, or, of words that
    stand elsewhere in both parts, by their likeliest readings: Бахтунина sounds like Богдана."""
    if engine.in_memory:
        return
    engine.make(
        "heard",
        " UNION ALL ".join(
            f"""SELECT '{by}' AS told, place, {text} AS text, sum(n) AS n
            FROM used JOIN word USING (wid) WHERE {text} <> '' AND place < 2
            GROUP BY place, {text}"""
            for by, text in _TOLD_BY.items()
        ),
    )
    engine.make(
        "turned",
        " UNION ".join(_turned(by, known) for by, known in (("sound", 0), ("form", 1))),
    )
    engine.make(
        "placed",
        "SELECT u.id, CASE WHEN t.id IS NOT NULL AND place < 2 THEN 1 - place ELSE place END "
        "AS place, wid, n FROM used u LEFT JOIN turned t ON t.id = u.id",
    )


_TOLD_BY = {"sound": "sound", "form": "try_element_at(forms, 1)"}


def _turned(by: str, known: int) -> str:
    """Names (id, gender) that are turned by what is `_TOLD_BY`, where both words are mentioned so
    often in the other part."""
    text = _TOLD_BY[by]
    return f"""SELECT p.id, v.gender FROM profile p JOIN name USING (id)
      JOIN (SELECT wid, gender, a.n AS as_s, b.n AS as_g FROM word
        JOIN heard a ON a.told = '{by}' AND a.place = 0 AND a.text = {text}
        LEFT JOIN heard b ON b.told = '{by}' AND b.place = 1 AND b.text = {text}) v ON v.wid = s
      JOIN (SELECT wid, a.n AS as_s, b.n AS as_g FROM word
        LEFT JOIN heard a ON a.told = '{by}' AND a.place = 0 AND a.text = {text}
        JOIN heard b ON b.told = '{by}' AND b.place = 1 AND b.text = {text}) w ON w.wid = g
      WHERE plain AND least(coalesce(w.as_s, 0), coalesce(v.as_g, 0)) >= {known}
        AND (coalesce(w.as_s, 0) + 0.5) * (coalesce(v.as_g, 0) + 0.5)
          > {TURNED} * (w.as_g - n + 0.5) * (v.as_s - n + 0.5)"""
