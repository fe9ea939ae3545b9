"""Persons of two surnames, one of them a maiden name: `Ирина Лаптева, урожд. Дворникова`.

Whoever is called by a surname before a wedding and by another one after it is one person, and an
archive may have either alone. So such a name is compared by each of its surnames, and the stronger
evidence counts. Two that agree say more than one; maiden names that differ contradict.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from resolver.evidence import Item, log_odds
from resolver.names import SURNAME, Name
from resolver.persons import judge_persons, place_of
from resolver.relating import relate, said
from resolver.tokens import Token

_PART: Final = "maiden"


def judge_by_maiden_names(a: Name, b: Name) -> list[Item]:
    """All evidence about two personal names, of which one at least has a maiden name; symmetric up
    to the sides of each item."""
    if b.text < a.text:
        return [item.flipped() for item in judge_by_maiden_names(b, a)]
    best = _beside(judge_persons(a, b), a, b)
    for one, other in ((_by_maiden_name(a), b), (a, _by_maiden_name(b))):
        if one is None or other is None:
            continue
        items = judge_persons(one, other)
        items.append(said(_PART, "maiden.surname", _surname_text(one), _surname_text(other)))
        items = _beside(items, one, other)
        if log_odds(items) > log_odds(best):
            best = items
    return best


def _by_maiden_name(name: Name) -> Name | None:
    """A name under its maiden name, the other surname being kept as one; None of a name that has
    no maiden name, or several words for a surname."""
    maiden = name.maiden
    if maiden is None or name.parts.count(SURNAME) > 1:
        return None
    at = place_of(SURNAME, name)
    if at < 0:
        tokens, parts = (*name.tokens, maiden), (*name.parts, SURNAME)
        return replace(name, tokens=tokens, parts=parts, maiden=None)
    tokens = (*name.tokens[:at], maiden, *name.tokens[at + 1 :])
    return replace(name, tokens=tokens, maiden=name.tokens[at])


def _beside(items: list[Item], a: Name, b: Name) -> list[Item]:
    """The evidence with that of the surnames that are left over, where both names have one."""
    mine, other = a.maiden, b.maiden
    if mine is not None and other is not None:
        items.append(_second(mine, other, a.belarusian or b.belarusian))
    return items


def _second(mine: Token, other: Token, belarusian: bool) -> Item:  # noqa: FBT001
    alike = relate(SURNAME, mine, other, belarusian).weight > 0
    return said(_PART, "maiden.same" if alike else "maiden.far", mine.text, other.text)


def _surname_text(name: Name) -> str:
    return name.tokens[place_of(SURNAME, name)].text if place_of(SURNAME, name) >= 0 else ""
