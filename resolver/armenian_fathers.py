"""Armenian names: the father's name stands in the genitive, Ashoti, where Russian has Ашотович.

Source: Armenian civil acts and passports write name, father's name and surname so; the genitive
of a name that ends in a consonant adds -ի, which is romanized -i.
"""

from __future__ import annotations

from typing import Final

from resolver.endings import may_end, places_of
from resolver.lexicon import groups_of_form
from resolver.tokens import Token

_LAST: Final = places_of("iи")
_ENDING: Final = "и"
_SHORTEST: Final = 4
_SURNAME: Final = "иан"


def may_be_genitive(tok: Token) -> bool:
    """Whether a word ends as the genitive of a father's name may."""
    return (
        may_end(tok.word, _LAST)
        and len(tok.word) > _SHORTEST
        and tok.patronymic is None
        and tok.best.endswith(_ENDING)
    )


def is_armenian(tok: Token) -> bool:
    """Whether a word ends as Armenian surnames do, and is no given name, as Florian is."""
    return tok.best.endswith(_SURNAME) and not tok.groups


def fathers_of(tok: Token) -> frozenset[str]:
    """The groups of given names that a word is the genitive of."""
    if not may_be_genitive(tok) or tok.groups:
        return frozenset()
    return frozenset(
        group
        for form in tok.forms
        if form.endswith(_ENDING)
        for group, kind in groups_of_form(form[:-1]).items()
        if kind != "diminutive"
    )


def are_one_father(a: Token, b: Token) -> bool:
    """Whether one word is the genitive of a father's name and the other a patronymic of it."""
    mine, other = (a, b) if a.patronymic is None else (b, a)
    if other.patronymic is None or not may_be_genitive(mine):
        return False
    stems = {form[:-1] for form in mine.forms if form.endswith(_ENDING)}
    if stems & other.patronymic.stems:
        return True
    return bool(fathers_of(mine) & (other.patronymic.fathers | other.patronymic.variants))
