"""Which forms of a name an archive hardly ever uses of one person.

Нурланович and Нұрланұлы, Елена, Олена and Алёна, Антонина and Инна may be one person's. Whether
they are, an archive shows: were its people called by both, then where one stands beside a surname
and a given name, the other would stand there far more often than any other does. So it is counted
how often two forms share the rest of a name, and how often chance would bring them together: as
often as the forms that share it with the one are the other elsewhere, beside the same given name
(or, of given names, the same patronymic). Where chance explains more than half, two names that
differ in such forms are more likely two people than one.

Forms that are too rare to tell are told by others that differ in the same letters: Тимурұлы from
Тимурович as Нұрланұлы from Нурланович. Where these are too rare as well, as in a small archive,
nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import sqrt
from typing import NamedTuple

import pyarrow as pa

from resolver.batch.doubt import LEAST_SUPPORT, SLIP_SHARE
from resolver.batch.engine import Engine

CHANCE_OF_TWO = 0.5
SURELY = 2.0
"""So many standard deviations less than half chance would leave."""
_FORMS = {1: ("g", "p"), 2: ("p", "g")}  # the form and what it stands beside, by place
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
        """SELECT DISTINCT s, g, p FROM plain_node WHERE s >= 0 AND g >= 0 AND p >= 0
          AND NOT (short_s OR short_g OR short_p)""",
    )
    found = [
        Uses(*row.values())
        for place, (x, beside) in _FORMS.items()
        for row in engine.fetch(_uses(engine, place, x, beside)).to_pylist()
    ]
    two = sorted(two_people(found))
    columns = zip(*two, strict=True) if two else [()] * len(TWO)
    engine.put("two_by_use", pa.table(dict(zip(TWO.names, columns, strict=True)), schema=TWO))


def two_people(uses: Iterable[Uses]) -> set[tuple[int, int, int]]:
    """(place, a, b) of forms of which hardly anyone is called by both: by their own uses, or
    where these do not tell by those of all that differ in the same letters."""
    every = [*uses]
    alike: dict[tuple[int, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for one in every:
        both = alike[one.place, *_letters(one)]
        both[0] += one.shared
        both[1] += one.chance
    return {
        (one.place, one.a, one.b)
        for one in every
        if _by_chance(one.shared, one.chance)
        or (
            not _by_one_person(one.shared, one.chance)
            and _by_chance(*alike[one.place, *_letters(one)])
        )
    }


def _by_chance(shared: int, chance: int) -> bool:
    """Whether chance surely explains more than half of what two forms share."""
    would = chance / _UNIT / CHANCE_OF_TWO
    return chance > 0 and shared <= would - SURELY * sqrt(would)


def _by_one_person(shared: int, chance: int) -> bool:
    """Whether it surely explains less."""
    would = chance / _UNIT / CHANCE_OF_TWO
    return shared >= would + SURELY * sqrt(would) and shared > 0


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
        f"tally_{x}",
        f"""SELECT {x} AS form, {beside} AS beside, CAST(count(*) AS BIGINT) AS n,
          CAST(sum(others) AS BIGINT) AS others FROM (SELECT {x}, {beside},
            count(*) OVER (PARTITION BY s, {beside}) - 1 AS others FROM spoken) q
        GROUP BY {x}, {beside}""",
    )
    engine.make(
        f"known_{x}",
        f"""SELECT a, b, c.form AS form_a, d.form AS form_b,
          CASE WHEN c.support <= d.support THEN a ELSE b END AS rarer,
          CASE WHEN c.support <= d.support THEN b ELSE a END AS other
        FROM (SELECT DISTINCT v.{x} AS a, w.{x} AS b FROM borne v
            JOIN borne w ON w.root = v.root AND w.{x} > v.{x} WHERE v.{x} >= 0) q
          JOIN class c ON c.place = {place} AND c.cid = a
          JOIN class d ON d.place = {place} AND d.cid = b
        WHERE least(c.support, d.support) >= {LEAST_SUPPORT}
          AND least(c.support, d.support) >= {SLIP_SHARE} * greatest(c.support, d.support)""",
    )
    return f"""WITH every AS (SELECT beside, CAST(sum(n) AS BIGINT) AS n FROM tally_{x}
        GROUP BY beside),
      met AS (SELECT q.a, q.b, CAST(count(*) AS BIGINT) AS shared FROM known_{x} q
        JOIN spoken v ON v.{x} = rarer
        JOIN spoken w ON w.{x} = other AND w.s = v.s AND w.{beside} = v.{beside}
        GROUP BY q.a, q.b),
      due AS (SELECT a, b, CAST(sum(CAST(round(CAST({_UNIT} AS DOUBLE)
          * t.others * o.n / (every.n - t.n)) AS BIGINT)) AS BIGINT) AS chance
        FROM known_{x} JOIN tally_{x} t ON t.form = rarer
        JOIN tally_{x} o ON o.form = other AND o.beside = t.beside
        JOIN every ON every.beside = t.beside GROUP BY a, b)
      SELECT {place} AS place, q.a, q.b, form_a, form_b,
        CAST(coalesce(shared, 0) AS BIGINT) AS shared, coalesce(chance, 0) AS chance
      FROM known_{x} q LEFT JOIN met ON met.a = q.a AND met.b = q.b
      LEFT JOIN due ON due.a = q.a AND due.b = q.b ORDER BY q.a, q.b"""
