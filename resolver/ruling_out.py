"""Names that given name and patronymic already keep apart, whatever their surnames are.

Most of what an archive of millions offers for a name shares one word with it and no more.
The relation of two surnames is the dearest part of a comparison, while those of given names
and patronymics, of which there are few, are remembered. So the surnames are looked at only
where the best that they could say would be worth a clerk's attention.
"""

from __future__ import annotations

from functools import cache

from resolver.names import GIVEN, PATRONYMIC, PERSON, Name
from resolver.persons import every_place, in_other_order, may_cross, may_join, place_of
from resolver.relating import weight_of
from resolver.weights import odds_of, weights


@cache
def _most_to_gain() -> float:
    """Log-odds that two names have at most, beside given names and patronymics."""
    table = weights()
    surname = max(value for name, value in table.items() if name.startswith("surname."))
    return table["base.person"] + surname


@cache
def _worth_a_look() -> float:
    return odds_of(weights()["threshold.review"])


def ruled_out(a: Name, b: Name) -> bool:
    """Whether a comparison would find two personal names different because of their given
    names and patronymics. Never true of names that it would not find different."""
    if a.kind is not PERSON or not (a.unique and b.unique) or a.text == b.text:
        return False
    if a.maiden is not None or b.maiden is not None:
        return False
    odds = _most_to_gain()
    belarusian = a.belarusian or b.belarusian
    for part in (GIVEN, PATRONYMIC):
        i, j = place_of(part, a), place_of(part, b)
        if i >= 0 and j >= 0:
            odds += weight_of(part, a.tokens[i], b.tokens[j], belarusian)
    return odds < _worth_a_look() and not _otherwise_arranged(a, b)


def _otherwise_arranged(a: Name, b: Name) -> bool:
    """Whether words of the two names may belong together across their parts."""
    left, right = every_place(a), every_place(b)
    if may_cross(a, left, b, right):
        return True
    lone_left, lone_right = _lone(a, b), _lone(b, a)
    if may_join(a, left, lone_left, b, right, lone_right):
        return True
    return not (a.sure and b.sure) and in_other_order(a, b)


def _lone(name: Name, other: Name) -> int:
    """The places of words that are alone in their part, as a bit set."""
    return sum([1 << i for i, part in enumerate(name.parts) if place_of(part, other) < 0])
