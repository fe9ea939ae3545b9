"""What is known besides the names: birth dates, countries, company, and what people decided.

Names are analysed and compared once each, whatever is known of their mentions. Only then is a
node divided into *units*: its mentions with one birth date, one country and one decision about
them. Units of two nodes that may be one have the evidence of the names, and what their facts
add to it; units of one node have the evidence of a name for itself.

Two units with birth dates meet only where these agree as far as the year, or are a slip of
the pen apart: with other dates they are two, and `settle` knows. One without a birth date
meets every unit of a name; where these are very many, the MANY that are mentioned most.
"""

from __future__ import annotations

from resolver.attributes import most_of_two
from resolver.batch.ahead import knows_more
from resolver.batch.attributes import FACTS_OF, known_facts
from resolver.batch.clusters import ALIKE, alike
from resolver.batch.engine import Engine
from resolver.batch.nodes import COLUMNS, JOINS
from resolver.weights import odds_of, weights

MANY = 50
_YEAR, _MONTH, _DAY = 4, 7, 10
_WAYS = ("dated", "slip", "open", "one")


def told_apart(engine: Engine) -> bool:
    """Whether more is known of the mentions than their names."""
    return engine.has("unit")


def gain(engine: Engine) -> float:
    """The most that facts can add to the evidence of two names."""
    if not told_apart(engine):
        return 0.0
    table = weights()
    return table["birth.same"] + table["country.same"] + 2 * table["company.shared"]


def divide(engine: Engine) -> None:
    """`held` (hid, id, unit, n and facts), a name with one set of facts a row; `holder` (row,
    hid); `unit` (id, node, name, birth, country, unit, n, place), `unit_member` (id, node)."""
    if not knows_more(engine):
        return
    about = "CASE WHEN context <> '' AND kind = 'person' THEN text ELSE '' END"
    raw = "birth_date, country, CASE WHEN kind = 'person' THEN context ELSE '' END"
    engine.map(
        "fact",
        known_facts,
        f"""SELECT DISTINCT {raw} AS context, {about} AS about FROM mention
        ORDER BY birth_date, country, context, about""",
        FACTS_OF,
    )
    engine.make(
        "numbered",
        """SELECT row_number() OVER (ORDER BY told) - 1 AS fid, told, min(birth) AS birth,
          min(code) AS country, min(company) AS company FROM fact GROUP BY told""",
    )
    engine.make(
        "given",
        f"""SELECT m.row, name.id, m.unit, fid FROM
          (SELECT row, text, kind, unit, {raw} AS context, {about} AS about FROM mention) m
        JOIN name USING (kind, text) JOIN fact USING (birth_date, country, context, about)
        JOIN numbered USING (told)""",
    )
    engine.make(
        "held",
        """SELECT row_number() OVER (ORDER BY id, fid, unit) - 1 AS hid, id, fid, unit, n,
          told, birth, country, company FROM
          (SELECT id, fid, unit, CAST(count(*) AS BIGINT) AS n FROM given GROUP BY id, fid, unit)
        JOIN numbered USING (fid)""",
    )
    engine.make("holder", "SELECT row, hid FROM given JOIN held USING (id, fid, unit)")
    _units(engine)


def _units(engine: Engine) -> None:
    engine.make(
        "unit_member",
        """SELECT hid AS id, first_value(hid) OVER (PARTITION BY node, birth, country, unit
          ORDER BY n DESC, hid) AS node FROM held JOIN member USING (id)""",
    )
    engine.make(
        "unit_word",
        f"""SELECT id, word FROM (SELECT id, word,
            row_number() OVER (PARTITION BY id ORDER BY word) AS place FROM
            (SELECT DISTINCT node AS id, {engine.explode}(company) AS word FROM unit_member u
              JOIN held ON hid = u.id))
        WHERE place <= {MANY}""",
    )
    engine.make(
        "unit",
        """SELECT q.node AS id, member.node, h.id AS name, birth, country, unit, q.n,
          row_number() OVER (PARTITION BY member.node, birth = '' ORDER BY q.n DESC, q.node)
            AS place
        FROM (SELECT u.node, CAST(sum(n) AS BIGINT) AS n FROM unit_member u
          JOIN held ON hid = u.id GROUP BY u.node) q
        JOIN held h ON h.hid = q.node JOIN member ON member.id = h.id""",
    )


def meet(engine: Engine) -> None:
    """`unit_edge` (a, b, log_odds): units that may be one; `crowded`, the names of which some
    units did not meet."""
    if not told_apart(engine):
        return
    engine.map(
        "alike",
        alike,
        f"""SELECT node.id, tier, text, node.kind, turned, node.n, {COLUMNS}
        FROM node JOIN name USING (id) {JOINS}
        WHERE node.id IN (SELECT node FROM unit GROUP BY node HAVING count(*) > 1)
        ORDER BY node.id""",
        ALIKE,
    )
    engine.make(
        "crowded",
        f"SELECT DISTINCT node FROM unit WHERE place > {MANY} AND birth <> '' AND unit = '' "
        "AND node IN (SELECT node FROM unit WHERE birth = '')",
    )
    engine.make(
        "near",
        "SELECT a, b, log_odds FROM edge UNION ALL SELECT id AS a, id AS b, log_odds FROM alike",
    )
    if not engine.has("unit_edge"):
        _meet(engine)
    review = odds_of(weights()["threshold.review"])
    engine.make(
        "unit_edge",
        f"""SELECT a, b, CASE WHEN log_odds < {review}
            THEN least(log_odds + told, {most_of_two()}) ELSE log_odds + told END AS log_odds
          FROM ({_told()}) WHERE log_odds + told >= {review}
        UNION ALL SELECT first AS a, id AS b, 0.0 AS log_odds FROM
          (SELECT id, min(u.id) OVER (PARTITION BY unit) AS first FROM unit u WHERE unit <> '')
        WHERE first <> id""",
    )
    engine.drop("half", "masked", "meets", "shared", *(f"meets_{way}" for way in _WAYS))


def _meet(engine: Engine) -> None:
    """`meets` (a, b, log_odds): pairs of units of near names, but for those whose birth dates
    are surely two; `shared` (a, b, n): how many words of their company are one."""
    # Joined in two steps: an engine that joined units by their years first would meet millions.
    engine.make(
        "half",
        """SELECT x.id, x.birth, p.b AS node, p.a = p.b AS own, log_odds FROM near p
          JOIN unit x ON x.node = p.a
        UNION ALL SELECT x.id, x.birth, p.a AS node, false AS own, log_odds FROM near p
          JOIN unit x ON x.node = p.b WHERE p.a <> p.b AND x.birth = ''""",
    )
    engine.make(
        "masked",
        " UNION ALL ".join(
            f"SELECT id, node, birth, left(birth, {at}) || '?' || substr(birth, {at + 2}) AS mask "
            f"FROM unit WHERE length(birth) = {_DAY}"
            for at in range(_YEAR)
        ),
    )
    pair = "SELECT least(x.id, y.id) AS a, greatest(x.id, y.id) AS b, log_odds FROM half x"
    once = "(NOT x.own OR x.id < y.id)"
    engine.make(
        "meets_dated",
        f"""{pair} JOIN unit y ON y.node = x.node
          AND left(y.birth, {_YEAR}) = left(x.birth, {_YEAR})
        WHERE x.birth <> '' AND y.birth <> '' AND {once}""",
    )
    engine.make(
        "meets_slip",
        f"""{pair} JOIN masked m ON m.id = x.id JOIN masked y ON y.node = x.node
          AND y.mask = m.mask WHERE x.birth <> y.birth AND {once}""",
    )
    engine.make(
        "meets_open",
        f"""SELECT DISTINCT a, b, log_odds FROM ({pair} JOIN unit y ON y.node = x.node
        WHERE x.birth = '' AND y.birth = '' AND {once})""",
    )
    engine.make(
        "meets_one",
        f"""{pair} JOIN unit y ON y.node = x.node
        WHERE x.birth = '' AND y.birth <> '' AND (y.place <= {MANY} OR y.unit <> '')""",
    )
    engine.make("meets", " UNION ALL ".join(f"SELECT * FROM meets_{way}" for way in _WAYS))
    engine.make(
        "shared",
        """SELECT a, b, count(*) AS n FROM meets JOIN unit_word v ON v.id = meets.a
          JOIN unit_word w ON w.id = meets.b AND w.word = v.word GROUP BY a, b""",
    )


def _told() -> str:
    """Units that meet, with the evidence of the names and what facts add to it."""
    table = weights()
    shared = "left(x.birth, least(length(x.birth), length(y.birth)))"
    agree = f"{shared} = left(y.birth, least(length(x.birth), length(y.birth)))"
    whole = f"length(x.birth) = {_DAY} AND length(y.birth) = {_DAY}"
    exchanged = (
        "left(x.birth, 4) = left(y.birth, 4) AND substr(x.birth, 6, 2) = substr(y.birth, 9, 2) "
        "AND substr(x.birth, 9, 2) = substr(y.birth, 6, 2)"
    )
    birth = f"""CASE WHEN x.birth = '' OR y.birth = '' THEN 0
      WHEN {agree} THEN CASE least(length(x.birth), length(y.birth))
        WHEN {_DAY} THEN {table["birth.same"]} WHEN {_MONTH} THEN {table["birth.month"]}
        ELSE {table["birth.year"]} END
      WHEN {whole} AND (levenshtein(x.birth, y.birth) = 1 OR {exchanged})
        THEN {table["birth.near"]}
      ELSE {table["birth.far"]} END"""
    country = f"""CASE WHEN x.country = '' OR y.country = '' THEN 0
      WHEN x.country = y.country THEN {table["country.same"]} ELSE {table["country.far"]} END"""
    company = f"{table['company.shared']} * least(coalesce(w.n, 0), 2)"
    return f"""SELECT m.a, m.b, log_odds, {birth} + {country} + {company} AS told FROM meets m
      JOIN unit x ON x.id = m.a JOIN unit y ON y.id = m.b
      LEFT JOIN shared w ON w.a = m.a AND w.b = m.b"""
