"""Entities and suggestions as tables: what a run hands to whoever writes files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from resolver.batch.ahead import NAMED
from resolver.batch.attributes import known_reasons
from resolver.batch.concluding_at_once import conclude_at_once
from resolver.batch.engine import Engine
from resolver.batch.functions import REASONS, reasons
from resolver.batch.parting import parted_links
from resolver.batch.units import told_apart

ENTITY = ("entity_id", "entity_name", "kind", "n", "spellings")
SUGGESTION = ("entity_a", "entity_b", "a", "b", "kind", "score", "why", "codes", "missing")
NAMES_AT_ONCE = 2_000_000
# The order of `resolver.entities.elect`, and the ids of `resolver.dedupe.entity_id_of`.
_ELECTED = {"a": "tier", "b": "-n", "c": "NOT latin", "d": "ways", "e": "text"}


def conclude(engine: Engine) -> None:
    """`entity` (root, entity_id, entity_name, kind, n, spellings)."""
    if engine.has("entity"):
        return
    engine.rest()  # what is held is most here, and workers have done their part
    told = told_apart(engine)
    if engine.in_memory and not told:
        conclude_at_once(engine, _SPELLED)
        return
    spell(engine)
    # No engine spills the lists that a group gathers, so that they are gathered in turns.
    turns = 1 + engine.fetch("SELECT count(*) FROM root").column(0)[0].as_py() // NAMES_AT_ONCE
    every = [f"entity_{turn}" for turn in range(turns)] if turns > 1 else ["entity"]
    for turn, name in enumerate(every):
        mine = f"WHERE root % {turns} = {turn}"
        lines = f"""JOIN (SELECT root, {_lines("line")} AS lines FROM ({_TOLD}) t {mine}
          GROUP BY root) l USING (root)"""
        engine.make(
            name,
            f"""SELECT root, kind, CAST(sum(n) AS BIGINT) AS n, count(*) AS spellings,
              'e' || substr(sha2(kind || chr(10) || {"min(lines)" if told else _lines("text")},
                256), 1, 12) AS entity_id,
              min_by(text, {engine.struct(**_ELECTED)}) AS entity_name
            FROM spelled {lines if told else ""} {mine} GROUP BY root, kind""",
        )
    if turns > 1:
        engine.make("entity", " UNION ALL ".join(f"SELECT * FROM {one}" for one in every))
        engine.drop(*every)


def spell(engine: Engine) -> None:
    """`spelled` (root, id, text, kind, n, tier, latin, ways): the spellings of entities."""
    engine.make("spelled", _SPELLED_OF_HELD if told_apart(engine) else _SPELLED)


def _lines(text: str) -> str:
    """All of a group, a line each, in order."""
    return f"array_join(array_sort(array_agg({text})), chr(10))"


_TOLD = """SELECT root, text || told || CASE WHEN unit = '' THEN '' ELSE '|#' || unit END
  AS line FROM root JOIN held ON hid = root.id JOIN name ON name.id = held.id"""
_SPELLED = "SELECT root, id, text, kind, n, tier, latin, ways FROM root JOIN seen USING (id)"
_SPELLED_OF_HELD = """SELECT root, id, text, kind, q.n, tier, latin, ways FROM
  (SELECT root, held.id, CAST(sum(n) AS BIGINT) AS n FROM root JOIN held ON hid = root.id
    GROUP BY root, held.id) q JOIN seen USING (id)"""


def suggest(engine: Engine) -> None:
    """`suggested`, best first, each with its reasons in words."""
    known = told_apart(engine)
    facts = ", " + ", ".join(
        f"{x}.{fact} AS {fact}_{side}" for x, side in zip("xy", "ab", strict=True)
        for fact in ("birth", "country", "company")
    )  # fmt: skip
    columns = f"""text_a, x.kind, y.text AS text_b, x.turned AS turned_a, y.turned AS turned_b,
      v.meant AS meant_a, w.meant AS meant_b {facts if known else ""}"""
    meant = engine.struct(s="cs.word", g="cg.word", p="cp.word")
    engine.make("taken_for", f"SELECT node.id AS node, {meant} AS meant {_CLASSES}")
    of = "JOIN taken_for v ON v.node = x.node JOIN taken_for w ON w.node = y.node"
    engine.map(
        "suggested",
        known_reasons if known else reasons,
        f"""WITH s AS (SELECT {engine.explode}(suggestions) AS link FROM settled),
          e AS ({_ENDS_OF_UNITS if known else _ENDS}), p AS ({parted_links(engine)}),
          f AS ({_ENDS_OF_HELD if known else _ENDS_OF_NAMES})
        SELECT * FROM (
          SELECT link.a, link.b, link.score, '' AS known, x.text AS {columns}
          FROM s JOIN e x ON x.id = link.a JOIN e y ON y.id = link.b {of}
          UNION ALL SELECT p.a, p.b, p.score, p.known, x.text AS {columns}
          FROM p JOIN f x ON x.id = p.a JOIN f y ON y.id = p.b {of}) q
        ORDER BY score DESC, a, b""",
        REASONS,
    )


def entities(engine: Engine) -> Iterator[dict[str, Any]]:
    """Largest first, each with its spellings, the usual ones first."""
    spell(engine)
    spelling = engine.struct(less="-spelled.n", name="text", count="spelled.n")
    for row in engine.stream(
        f"""SELECT entity_id, entity_name, entity.kind, entity.n, l AS spellings FROM entity
        JOIN (SELECT root, array_sort(array_agg({spelling})) AS l FROM spelled GROUP BY root)
        USING (root) ORDER BY entity.n DESC, entity_id"""
    ):
        entity = dict(zip(ENTITY, row, strict=True))
        for one in entity["spellings"]:
            del one["less"]
        yield entity


_CLASSES = """FROM node
  LEFT JOIN class cs ON cs.place = 0 AND cs.cid = node.s
  LEFT JOIN class cg ON cg.place = 1 AND cg.cid = node.g
  LEFT JOIN class cp ON cp.place = 2 AND cp.cid = node.p"""
_ENDS = "SELECT node.id, node.id AS node, text, name.kind, turned FROM node JOIN name USING (id)"
_ENDS_OF_NAMES = """SELECT name.id, node, text, kind, t.id IS NOT NULL AS turned FROM name
  JOIN member ON member.id = name.id LEFT JOIN turned t ON t.id = name.id"""
_ENDS_OF_HELD = """SELECT hid AS id, node, text, kind, t.id IS NOT NULL AS turned, birth, country,
    company FROM held JOIN name ON name.id = held.id JOIN member ON member.id = held.id
  LEFT JOIN turned t ON t.id = held.id"""
_ENDS_OF_UNITS = """SELECT u.id, u.node, text, kind, t.id IS NOT NULL AS turned, birth, country,
    words AS company FROM unit u JOIN name ON name.id = u.name LEFT JOIN turned t ON t.id = u.name
  LEFT JOIN (SELECT id, array_sort(array_agg(word)) AS words FROM unit_word GROUP BY id) w
    ON w.id = u.id"""


def rows(engine: Engine) -> str:
    """The query for (row, entity_id, entity_name, problem) of every mention, in order."""
    # Table by table: together the joins would hold all names and all entities at once.
    engine.make("named", _HELD_ROWS if told_apart(engine) else NAMED)
    engine.make(
        "answered",
        """SELECT named.row, root, problem FROM named JOIN profile USING (id)
          LEFT JOIN root ON root.id = named.held""",
    )
    return """SELECT row, coalesce(entity_id, '') AS entity_id,
      coalesce(entity_name, '') AS entity_name, problem
      FROM answered LEFT JOIN entity USING (root) ORDER BY row"""


_HELD_ROWS = "SELECT m.row, id, hid AS held FROM holder m JOIN held USING (hid)"
SUGGESTIONS = """SELECT e.entity_id AS entity_a, f.entity_id AS entity_b,
  s.text_a AS a, s.text_b AS b, s.kind, s.score, s.why, s.codes, s.missing FROM suggested s
  JOIN root r ON r.id = s.a JOIN entity e ON e.root = r.root
  JOIN root q ON q.id = s.b JOIN entity f ON f.root = q.root ORDER BY s.score DESC, s.a, s.b"""


def counts(engine: Engine) -> str:
    """The query for what a run counts, in one row."""
    known = told_apart(engine)
    crowded = " + (SELECT count(*) FROM crowded)" if known else ""
    pairs = "unit_edge" if known else "edge"
    return f"""SELECT (SELECT count(*) FROM mention) AS mentions,
      (SELECT count(*) FROM name) AS names, (SELECT count(*) FROM {pairs}) AS pairs,
      (SELECT count(*) FROM entity) AS entities,
      (SELECT CAST(coalesce(sum(size(suggestions)), 0) AS BIGINT) FROM settled)
        + (SELECT count(*) FROM ({parted_links(engine)}) p) AS suggestions,
      (SELECT count(*) FROM refined){crowded} AS refined_blocks"""
