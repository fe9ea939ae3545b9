"""What blocking needs of a word, found out once of each distinct one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from resolver.armenian_fathers import fathers_of
from resolver.keys import skeleton
from resolver.lexicon import STRENGTH
from resolver.tokens import Token

OWN_FORMS = 14
KEPT_FORMS = 3
GROUPS = 3


class WordFacts(NamedTuple):
    """What blocking needs of a word: readings it may be meant as, the first sounds of these,
    the groups of given names and of fathers that it can be, and the stems of the fathers; then
    the consonants of its best reading, the gender of a given name, and in how many ways the word
    can be read."""

    forms: tuple[str, ...]
    firsts: tuple[str, ...]
    groups: tuple[str, ...]
    fathers: tuple[str, ...]
    stems: tuple[str, ...]
    sound: str
    gender: str
    ways: int


def facts_of(tok: Token) -> WordFacts:
    """The usual readings first: where an archive supports none, the first is meant."""
    if tok.heads:
        heads = {_first(head) for head in tok.heads}
        return WordFacts((), tuple(sorted(heads - {""})), (), (), (), "", "u", len(tok.forms))
    forms: tuple[str, ...]
    firsts: tuple[str, ...]
    if len(tok.forms) == 1:
        forms = (tok.best,)
        first = _first(tok.best)
        firsts = (first,) if first else ()
    else:
        usual = [form for form, reading in tok.forms.items() if reading.switches <= 1]
        forms = tuple((usual or [*tok.forms])[:OWN_FORMS])
        firsts = tuple(sorted({_first_of(start) for start in {form[:2] for form in forms}} - {""}))
    fathers = tok.patronymic
    return WordFacts(
        forms,
        firsts or (tok.word[:1],),
        tuple([f"g:{group}" for group in _strongest(tok.groups)]) if tok.groups else (),
        tuple([f"f:{group}" for group in sorted(_fathers(tok))[:GROUPS]]),
        tuple(sorted({skeleton(s) for s in sorted(fathers.stems)[:KEPT_FORMS]} - {""}))
        if fathers
        else (),
        skeleton(tok.best),
        tok.given_gender,
        len(tok.forms),
    )


def _fathers(tok: Token) -> frozenset[str]:
    return tok.patronymic.fathers if tok.patronymic else fathers_of(tok)


def _strongest(groups: Mapping[str, str]) -> list[str]:
    """Some groups of a word, those first that it is a full name of."""
    if len(groups) == 1:
        return [*groups]
    return sorted(groups, key=lambda group: (STRENGTH.index(groups[group]), group))[:GROUPS]


@lru_cache(maxsize=4096)
def _first_of(start: str) -> str:
    return skeleton(start)[:1]


def _first(form: str) -> str:
    """The first consonant class of a reading: two sounds decide it, and words share most."""
    return _first_of(form[:2])
