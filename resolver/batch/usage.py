"""Which forms of a name an archive hardly ever uses of one person.

Нурланович and Нұрланұлы, Елена, Олена and Алёна, Антонина and Инна may be one person's. Whether
they are, an archive shows: were its people called by both, then where one stands beside a surname
and a given name, the other would stand there far more often than any other does. So it is counted
how often two forms share the rest of a name, and how often chance would bring them together: as
often as the others who share it with the one would be called by the other, were they called as
people of that surname and gender are who differ in the rest, and of these rather like such as
elsewhere have the same rest. (So it is people of their languages who are counted.) Where chance
explains more than half, names that differ in such forms are more likely two people's than one's.

Forms that are too rare to tell are told by others that differ in the same letters: Тимурұлы from
Тимурович as Нұрланұлы from Нурланович; or, patronymics, by all of the same two endings:
Олексіївна from Алексеевна as Сергіївна from Сергеевна. Where these are too rare as well, as in a
small archive, nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import sqrt
from typing import NamedTuple

import pyarrow as pa

from resolver.batch.doubt import LEAST_SUPPORT, SLIP_SHARE
from resolver.batch.engine import Engine
from resolver.word_keys import PATRONYMIC

CHANCE_OF_TWO = 0.5
SURELY = 1.645
"""So many standard deviations: once in twenty by accident."""
_FORMS = {1: ("g", "p"), 2: ("p", "g")}  # the form and what it stands beside, by place
_MADE = ("known", "company", "fit", "elsewhere")  # and dropped, by form
_ENDING = 4  # letters, as in -ович, -овна, -евна, -ивна
_UNIT = 1_000_000  # sums of whole numbers are the same in every order
TWO = pa.schema([("place", pa.int32()), ("a", pa.int32()), ("b", pa.int32())])


class Uses(NamedTuple):
    """How often two forms share the rest of a name, and `chance` would bring them together, in
    millionths."""

    place: int
    a: int
    b: int
    form_a: str
    form_b: str
    shared: int
    chance: int


def count_uses(engine: Engine) -> None:
    """`borne` (root, node, n, tier, g, p) -> `two_by_use` (place, a, b): classes of words that
    are borne in one entity, a < b, of which hardly anyone is called by both."""
    if engine.has("two_by_use"):
        return
    engine.make(
        "spoken",
        """SELECT s, g, p, min(gender) AS gender FROM plain_node
        WHERE s >= 0 AND g >= 0 AND p >= 0 AND NOT (short_s OR short_g OR short_p)
        GROUP BY s, g, p""",
    )
    found = [
        Uses(*row.values())
        for place, (x, beside) in _FORMS.items()
        for row in engine.fetch(_uses(engine, place, x, beside)).to_pylist()
    ]
    two = sorted(two_people(found))
    columns = zip(*two, strict=True) if two else [()] * len(TWO)
    engine.put("two_by_use", pa.table(dict(zip(TWO.names, columns, strict=True)), schema=TWO))
    made = (f"{name}_{x}" for name in _MADE for x, _ in _FORMS.values())
    engine.drop("spoken", *made)


def two_people(uses: Iterable[Uses]) -> set[tuple[int, int, int]]:
    """(place, a, b) of forms of which hardly anyone is called by both: by their own uses, or
    where these do not tell by those of all that differ in the same letters, or end so."""
    every = [*uses]
    pooled: dict[_Kind, list[int]] = defaultdict(lambda: [0, 0])
    for one in every:
        for kind in _kinds(one):
            pooled[kind][0] += one.shared
            pooled[kind][1] += one.chance
    return {
        (one.place, one.a, one.b)
        for one in every
        if next(filter(None, (_told(*pooled[kind]) for kind in _kinds(one))), None) == _TWO
    }


_ONE, _TWO = "one", "two"
_Kind = tuple[object, ...]


def _kinds(one: Uses) -> list[_Kind]:
    """What tells of two forms, the better one first."""
    found: list[_Kind] = [(one.place, one.a, one.b), (one.place, *_letters(one))]
    ends = sorted(form[-_ENDING:] for form in (one.form_a, one.form_b))
    if one.place == PATRONYMIC and ends[0] != ends[1]:
        found.append((one.place, "ends", *ends))
    return found


def _told(shared: int, chance: int) -> str:
    """Whether chance surely explains more than half of what two forms share, or less."""
    would = chance / _UNIT / CHANCE_OF_TWO
    if chance > 0 and shared <= would - SURELY * sqrt(would):
        return _TWO
    return _ONE if shared > 0 and shared >= would + SURELY * sqrt(would) else ""


def _letters(one: Uses) -> tuple[str, str]:
    """What two forms differ in, between what they begin and end with alike."""
    begin = _alike(one.form_a, one.form_b)
    a, b = one.form_a[begin:], one.form_b[begin:]
    end = _alike(a[::-1], b[::-1])
    first, second = sorted((a[: len(a) - end], b[: len(b) - end]))
    return first, second


def _alike(a: str, b: str) -> int:
    """With how many letters both begin."""
    return next(
        (at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )


def _uses(engine: Engine, place: int, x: str, beside: str) -> str:
    """The query for Uses of the forms x of one entity that are too frequent to be slips of each
    other. It is asked from the rarer one."""
    engine.make(
        f"known_{x}",
        f"""SELECT q.a, q.b, c.form AS form_a, d.form AS form_b,
          CASE WHEN c.support <= d.support THEN q.a ELSE q.b END AS rarer,
          CASE WHEN c.support <= d.support THEN q.b ELSE q.a END AS other
        FROM (SELECT DISTINCT v.{x} AS a, w.{x} AS b FROM borne v
            JOIN borne w ON w.root = v.root AND w.{x} > v.{x} WHERE v.{x} >= 0) q
          JOIN class c ON c.place = {place} AND c.cid = q.a
          JOIN class d ON d.place = {place} AND d.cid = q.b
        WHERE least(c.support, d.support) >= {LEAST_SUPPORT}
          AND least(c.support, d.support) >= {SLIP_SHARE} * greatest(c.support, d.support)""",
    )
    engine.make(
        f"company_{x}",
        f"""SELECT s, gender, {beside} AS beside, CAST(count(*) AS BIGINT) AS n FROM spoken
        GROUP BY s, gender, {beside} HAVING count(*) > 1""",
    )
    engine.make(
        f"fit_{x}",
        f"""SELECT {x} AS form, {beside} AS beside, CAST(round(CAST({_UNIT} AS DOUBLE) * count(*)
          / sum(count(*)) OVER (PARTITION BY {x})) AS BIGINT) AS fit
        FROM spoken GROUP BY {x}, {beside}""",
    )
    engine.make(
        f"elsewhere_{x}",
        f"""SELECT c.s, c.gender, c.beside, t.form, t.n * fit AS fit FROM company_{x} c
          SEMI JOIN (SELECT v.s, v.gender, v.{beside} AS beside FROM spoken v
            JOIN known_{x} ON rarer = v.{x}) k
            ON k.s = c.s AND k.gender = c.gender AND k.beside = c.beside
          JOIN (SELECT s, gender, {x} AS form, CAST(count(*) AS BIGINT) AS n FROM spoken
            GROUP BY s, gender, {x}) t ON t.s = c.s AND t.gender = c.gender
          JOIN fit_{x} f ON f.form = t.form AND f.beside = c.beside""",
    )
    # Where millions bear a form, one of them is less than a millionth.
    share = "e.fit / nullif(z.fit, 0)"
    chance = f"CAST(round(CAST({_UNIT} AS DOUBLE) * (c.n - 1) * {share}) AS BIGINT)"
    return f"""WITH every AS (SELECT s, gender, beside, CAST(sum(fit) AS BIGINT) AS fit
        FROM elsewhere_{x} GROUP BY s, gender, beside)
      SELECT {place} AS place, a, b, form_a, form_b, CAST(count(w.s) AS BIGINT) AS shared,
        CAST(coalesce(sum({chance}), 0) AS BIGINT) AS chance
      FROM known_{x} JOIN spoken v ON v.{x} = rarer
      JOIN company_{x} c ON c.s = v.s AND c.gender = v.gender AND c.beside = v.{beside}
      JOIN every z ON z.s = v.s AND z.gender = v.gender AND z.beside = v.{beside}
      LEFT JOIN elsewhere_{x} e ON e.s = v.s AND e.gender = v.gender AND e.beside = v.{beside}
        AND e.form = other
      LEFT JOIN spoken w ON w.{x} = other AND w.s = v.s AND w.gender = v.gender
        AND w.{beside} = v.{beside}
      GROUP BY a, b, form_a, form_b ORDER BY a, b"""
