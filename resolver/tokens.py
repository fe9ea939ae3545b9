"""A token: one word of a name with everything the tables say about it.

Tokens are analysed once each and kept in a bounded cache: archives repeat given names and
surnames far more often than whole names.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from resolver import lexicon
from resolver.acyclic import mypyc_attr
from resolver.endings import Endings
from resolver.fathers import INFLECTED, Patronymic
from resolver.fathers import patronymic as read_patronymic
from resolver.given_groups import NO_GROUPS, gender_of, given_groups
from resolver.graphemes import conventions, latin
from resolver.readings import Reading, readings
from resolver.script import repair, script_of
from resolver.seen import Seen
from resolver.sight import (
    CAPITAL,
    CYRILLIC,
    GROWING,
    MARK,
    MIXED,
    OTHER,
    SMALL,
    SPACE,
    begins_small,
    cases_after_first,
    look,
)
from resolver.surname_endings import (
    FEMININE,
    IN_A,
    NO_FORMS,
    PATRONYMIC,
    endings_of,
    masculine_forms,
    short_masculine_forms,
)
from resolver.values import Quick

_ARTICLES: Final = frozenset(
    [
        "al",
        "el",
        "ul",
        "ar",
        "ad",
        "as",
        "ash",
        "an",
        "at",
        "az",
        "аль",
        "эль",
        "ар",
        "ад",
        "ас",
        "аш",
        "ан",
        "ат",
        "аз",
    ]
)
_SHORTEST_BARE: Final = 3
_OWN_VOWELS: Final = "aeo"
_BALTIC, _BALTIC_ENDS = "lt", frozenset("sš")
_LONGEST_PARTICLE: Final = 5
# Serbian, Croatian and Bosnian surnames, also of women in Czech; these have no patronymics.
_SOUTH_SLAVIC: Final[tuple[str, ...]] = ("ić", "ић", "иќ", "ićová", "ičová")
_MASCULINE: Final = Endings(("ов", "ев", "ин", "ски", "цки"))


@mypyc_attr(acyclic=True)
class _Remembering(Quick):
    """What is no field: it is worked out when it is asked for, and left behind by a copy."""

    __slots__ = ("seen",)

    seen: Seen | None

    def remember(self, seen: Seen | None) -> None:
        self.seen = seen


@mypyc_attr(acyclic=True)
@dataclass(init=False, slots=True, eq=False)
class Token(_Remembering):
    """One analysed word as `text`, its lower-case letters as `word`.

    `forms` are the folded readings; `bases` the masculine forms of a feminine surname;
    `bare` is the word without particles that are joined to it, empty where it has none;
    `groups` the given names it can be, with the relation to each; `heads` the sounds an
    initial can stand for (empty unless the token is an initial).
    """

    text: Final[str]
    word: Final[str]
    script: Final[str]
    forms: Final[dict[str, Reading]]
    best: Final[str]
    groups: Final[dict[str, str]]
    given_gender: Final[str]
    patronymic: Final[Patronymic | None]
    bases: Final[frozenset[str]]
    ending_gender: Final[str]
    heads: Final[tuple[str, ...]]
    parts: Final[tuple[str, ...]]
    bare: Final[str]

    def __init__(
        self,
        text: str,
        word: str,
        script: str,
        forms: dict[str, Reading],
        best: str,
        groups: dict[str, str],
        given_gender: str,
        patronymic: Patronymic | None,
        bases: frozenset[str],
        ending_gender: str,
        heads: tuple[str, ...],
        parts: tuple[str, ...],
        bare: str,
    ) -> None:
        self.remember(None)
        self.text = text
        self.word = word
        self.script = script
        self.forms = forms
        self.best = best
        self.groups = groups
        self.given_gender = given_gender
        self.patronymic = patronymic
        self.bases = bases
        self.ending_gender = ending_gender
        self.heads = heads
        self.parts = parts
        self.bare = bare


def _bare(text: str) -> str:
    """The word without the particles that are joined to it (`vonBerg`, `al-Bashir`), the
    Arabic article also as it sounds before the sun letters; empty where it has none."""
    if "-" not in text and (text[1:].islower() or text.isupper()):
        return ""
    rest = text
    while (end := _particle_end(rest)) > 0:
        rest = rest[end:].lstrip("-")
    return rest if rest != text and len(lexicon.letters_of(rest)) >= _SHORTEST_BARE else ""


def _is_of_one_case(word: str) -> bool:
    """Whether a word is written small or in capitals, after its first letter."""
    cases = cases_after_first(word)
    return not cases & CAPITAL or not (cases & SMALL or begins_small(word))


def _particle_end(text: str) -> int:
    roles = lexicon.name_words()
    for end in range(2, min(_LONGEST_PARTICLE, len(text) - 1) + 1):
        if text[end] == "-" or (text[end].isupper() and text[end - 1].islower()):
            word = text[:end].lower()
            known = word in _ARTICLES and text[end] == "-"
            return end if known or roles.get(word, "").startswith("particle") else 0
    return 0


@lru_cache(maxsize=1024)
def by_ear(tok: Token) -> tuple[str, ...]:
    """The readings that a Latin word has as Latvian or Lithuanian alone, which write foreign
    names as they sound and give them an ending of their own: `Pols` is Paul, `Bušs` is Bush."""
    if not may_be_by_ear(tok):
        return ()
    only = 1 << conventions().index(_BALTIC)
    return tuple(form for form, r in tok.forms.items() if r.conventions == only and not r.switches)


def may_be_by_ear(tok: Token) -> bool:
    """Whether a word ends so that `by_ear` has to be asked."""
    return tok.script == "latin" and tok.word[-1:] in _BALTIC_ENDS


def _may_begin_with(grapheme: str) -> bool:
    """Whether the first letter of a grapheme may stand for the whole of it as an initial: the E of
    Eu and the O of Oe for no other vowel than their own, the O of French Oulianov for У."""
    return grapheme[0] not in _OWN_VOWELS or grapheme == "ou"


def _heads(word: str, script: str) -> tuple[str, ...]:
    """What the first letter or letters of a full name may sound like under this initial."""
    heads = {form for form in readings(word, script) if form}
    if script == "latin":
        # An initial may be the first letter of a digraph: S. for Schamil, Z. for Zhanna.
        rules = latin().rules
        heads.update(
            option.sounds[0]
            for grapheme, found in rules.items()
            if grapheme.startswith(word) and len(grapheme) > 1 and _may_begin_with(grapheme)
            for rule in found
            for option in rule.options
            if option.sounds
        )
    return tuple(sorted(heads))


def _patronymic(
    word: str, letters: str, forms: dict[str, Reading], groups: dict[str, str]
) -> Patronymic | None:
    found = read_patronymic(forms, apart=" " in word)
    if found is None or letters.endswith(_SOUTH_SLAVIC):
        return None
    if groups and any(form.endswith(INFLECTED) for form in forms):
        return None  # a given name in its first case: Milica is no son of Мил
    return found


def _letters_and_script(word: str, seen: int) -> tuple[str, str, str]:
    """A word repaired, its lower-case letters, and their script."""
    if seen & (OTHER | GROWING) or (seen & CYRILLIC and seen & MIXED):
        repaired = repair(word)
        letters = lexicon.letters_of(repaired)
        script = script_of(letters)
    else:
        repaired = word
        letters = lexicon.letters_of(word) if seen & (MARK | SPACE) else word.lower()
        script = "cyrillic" if seen & CYRILLIC else "latin"
    if not letters:
        # Words without letters are told apart by what they are made of.
        letters = repaired.lower()
        script = script_of(letters)
    return repaired, letters, "cyrillic" if script == "cyrillic" else "latin"


@lru_cache(maxsize=16384)
def token(word: str, initial: bool = False) -> Token:  # noqa: FBT001, FBT002 - a cache key
    """Analyse one word (already split from its name).

    >>> token("Мовлаев").best
    'мовлаев'
    """
    seen = look(word)
    repaired, letters, script = _letters_and_script(word, seen)
    forms = readings(letters, script)
    best = ""
    for best in forms:  # noqa: B007 - the first
        break
    if initial:
        heads = _heads(letters, script)
        return Token(
            word, letters, script, forms, best, NO_GROUPS, "u", None, NO_FORMS, "", heads, (), ""
        )
    may_be = endings_of(forms, best)
    groups = given_groups(letters, forms, best, may_be & IN_A != 0)
    bases = masculine_forms(letters, forms, script) if may_be & FEMININE else NO_FORMS
    ending = "f" if bases else "m" if _MASCULINE.end(best) else ""
    if not groups and (short := short_masculine_forms(letters, forms)):
        bases |= short
    joined = seen & (MARK | OTHER) != 0
    simple = not seen & (MARK | OTHER | SPACE | GROWING) and _is_of_one_case(word)
    return Token(
        word,
        letters,
        script,
        forms,
        best,
        groups,
        gender_of(groups) if groups else "u",
        _patronymic(word, letters, forms, groups) if may_be & PATRONYMIC else None,
        bases,
        ending,
        (),
        tuple(repaired.split("-")) if joined and "-" in repaired.strip("-") else (),
        "" if simple else _bare(repaired),
    )
