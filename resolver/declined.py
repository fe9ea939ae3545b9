"""Whole names in another grammatical case: `Ивана Кузьмича Сухорукова` is Иван Кузьмич Сухоруков.

A word alone is often a case of one name and the nominative of another: Ивана and Сухорукова may
be a woman's. Beside a patronymic in another case, which is no nominative of anything, all words
of a name stand in that case, so that each has one nominative that agrees with the others in case
and gender. Without a patronymic a surname tells (Загорского, Мещеряковой), or a given name that
is known in the nominative alone (Андрія). What can be read for a man and for a woman (Александру
Попову) stays as it is.

Sources: Russian Grammar (1980) and Ukrainian orthography (2019) on the agreement of the parts of
a personal name; endings in `rules/case_endings.csv`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from resolver.declension import LANGUAGES, declension
from resolver.endings import may_end
from resolver.given_forms import named
from resolver.inflection import CaseBase, case_bases
from resolver.known_words import known_words
from resolver.name_parts import GIVEN, PATRONYMIC, SURNAME, Part
from resolver.tokens import Token, token

_USUAL: Final = ("ый", "енко")
_ADJECTIVES: Final = ("ий", "ый")
_INDECLINABLE: Final = "еиоуыэюіїє"
_UNCHANGED: Final = ("о", "е", "и", "у", "ю", "ы", "э", "і", "ых", "их")
_VOWELS: Final = "аеёиоуыэюяіїє"
_CASES: Final[tuple[str, ...]] = (
    "genitive", "accusative", "dative", "instrumental", "prepositional", "locative",
)  # fmt: skip
_KINDS: Final = {
    GIVEN: ("given", "any"),
    PATRONYMIC: ("patronymic",),
    SURNAME: ("surname", "any"),
}
_MOST_WORDS: Final = 4
_SHORTEST_GIVEN: Final = 4


class _Person(NamedTuple):
    """Whom a name is read for: `known` where given names that no table has do not count."""

    language: str
    gender: str
    known: bool


class Nominative(NamedTuple):
    """The words of a name in the nominative, and the case in which they stood."""

    words: tuple[str, ...]
    case: str


def nominative_of(tokens: list[Token], parts: list[Part]) -> Nominative | None:
    """The nominative of a name that stands in another case as a whole; None for any other name,
    and where a man's and a woman's are possible.

    >>> tokens = [token("Ивана"), token("Кузьмича"), token("Сухорукова")]
    >>> nominative_of(tokens, [GIVEN, PATRONYMIC, SURNAME]).words
    ('Иван', 'Кузьмич', 'Сухоруков')
    """
    telling = _telling(tokens, parts)
    if telling < 0:
        return None
    for known in (True, False):
        for language in LANGUAGES:
            man = _read(tokens, parts, _Person(language, "m", known))
            woman = _read(tokens, parts, _Person(language, "f", known))
            if man is not None and woman is not None:
                return None
            found = man or woman
            if found is not None and found.words[telling] != tokens[telling].text:
                return found
    return None


def may_be_declined(words: Iterable[str]) -> bool:
    """Whether a name of these words, whose parts nobody knows, may stand in another case."""
    return any(tells(token(word)) for word in words)


def tells(tok: Token) -> bool:
    """Whether a word, as some part of a name, cannot stand in the nominative: the case of a name
    with such a word is not told by what its words are one by one."""
    if tok.script != "cyrillic" or tok.heads:
        return False
    endings, word = declension(), tok.word
    if endings.fathers.end(word) or endings.surnames.end(word):
        return True
    return _is_a_case_alone(tok, False)  # noqa: FBT003


def _telling(tokens: list[Token], parts: list[Part]) -> int:
    """The place of a word that cannot stand in the nominative; -1 where there is none."""
    if not 2 <= len(tokens) <= _MOST_WORDS:
        return -1
    endings = declension()
    given = surname = -1
    for i, tok in enumerate(tokens):
        if tok.script != "cyrillic":
            return -1
        if tok.heads:
            continue
        if parts[i] is PATRONYMIC:
            return i if endings.fathers.end(tok.word) else -1
        if parts[i] is SURNAME:
            surname = i
        else:
            given = i
    if given < 0 or surname < 0:
        return -1
    word = tokens[surname].word
    if endings.surnames.end(word):
        return surname
    if not may_end(tokens[given].word, endings.last_of_given):
        return -1
    if not may_end(word, endings.last_of_surnames):
        return -1
    alone = _is_a_case_alone(tokens[given], endings.of_women.end(word)) and _is_slavic(word)
    return given if alone else -1


def _is_slavic(surname: str) -> bool:
    """Whether a surname may be a case of one as Slavs have; Могерини is no case of anything."""
    endings = declension()
    if endings.one_form.end(surname):
        return True
    if surname[-1] in "иі":
        return False
    return any(endings.slavic.end(base.nominative) for base in case_bases(surname))


def _is_a_case_alone(given: Token, of_a_woman: bool) -> bool:  # noqa: FBT001
    """Whether a given name is known in the nominative alone. Рамзана may be the woman whose surname
    is Кадырова, as women have names made from men's."""
    word = given.word
    if len(word) < _SHORTEST_GIVEN or not may_end(word, declension().last_of_given):
        return False
    if word.endswith(_ADJECTIVES) or named(word):
        return False
    may_be_hers = of_a_woman and word[-1] == "а"
    return any(
        _is_given(base)
        for base in case_bases(word)
        # Льва is no woman: her name would be made of the whole of his
        if base.kind in _KINDS[GIVEN] and not (may_be_hers and word.startswith(base.nominative))
    )


def _is_given(base: CaseBase) -> bool:
    return bool(named(base.nominative))


def _read(tokens: list[Token], parts: list[Part], person: _Person) -> Nominative | None:
    """The name read in the first case in which all its words can stand."""
    for case in _CASES:
        words: list[str] = []
        changed = 0
        for tok, part in zip(tokens, parts, strict=True):
            word = _word_of(tok, part, person, case)
            if not word:
                break
            changed += word != tok.text
            words.append(word)
        if len(words) == len(tokens) and changed:
            return Nominative(tuple(words), case)
    return None


def _word_of(tok: Token, part: Part, person: _Person, case: str) -> str:
    """The nominative of one word; empty where it cannot stand in the case."""
    if tok.heads:
        return tok.text
    if part is SURNAME and len(tok.parts) == 2:
        halves = [_word_of(token(half), part, person, case) for half in tok.parts]
        return "-".join(halves) if all(halves) else ""
    bases = [
        base
        for base in case_bases(tok.text)
        if base.language == person.language
        and base.kind in _KINDS[part]
        and base.gender in ("", person.gender)
        and case in base.cases
    ]
    if part is GIVEN:
        return _given(tok, bases, person)
    if part is PATRONYMIC:
        return bases[0].nominative if bases else ""
    return _surname(tok, bases, person)


def _given(tok: Token, bases: Sequence[CaseBase], person: _Person) -> str:
    gender = person.gender
    for base in bases:
        found = token(base.nominative)
        if found.groups and found.given_gender in (gender, "u"):
            return base.nominative
    if tok.groups:
        # Гиви and Гульнар have no cases; Ивана as she stands is no Иван.
        last = tok.word[-1]
        unchanged = last in _INDECLINABLE or (gender == "f" and last not in _VOWELS + "йь")
        unchanged = unchanged and tok.given_gender in (gender, "u")
        return tok.text if unchanged else ""
    if person.known:
        return ""
    of_a_man = (base.nominative for base in bases if base.nominative[-1].lower() not in _VOWELS)
    of_a_woman = (base.nominative for base in bases if base.nominative[-1].lower() in "аяь")
    return next(of_a_man if gender == "m" else of_a_woman, "")


def _surname(tok: Token, bases: Sequence[CaseBase], person: _Person) -> str:
    men = person.gender == "m"
    own = [base for base in bases if base.kind == "surname"] or [
        base for base in bases if not _has_rules_of_its_own(base.nominative)
    ]
    known = known_words(person.language)
    found = next((base for base in own if base.nominative.lower() in known), None)
    if found is None and own:
        usual = (base for base in own if base.nominative.lower().endswith(_USUAL))
        found = next(usual, own[0])
    if found is not None and (men or not _is_masculine(found.nominative)):
        return found.nominative
    if men and person.language == "uk" and tok.word.endswith("ко"):
        return ""  # Олександрі Бондаренко is a woman; a man would be Бондаренкові
    if tok.word.endswith(_UNCHANGED) or (not men and tok.word[-1] not in _VOWELS):
        return tok.text
    return ""


def _has_rules_of_its_own(nominative: str) -> bool:
    return declension().own_rules.end(nominative.lower())


def _is_masculine(nominative: str) -> bool:
    return nominative[-1].lower() not in _VOWELS
