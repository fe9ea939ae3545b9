"""The part that each word of a personal name plays, from what it can be and where it stands."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from resolver.armenian_fathers import is_armenian, may_be_genitive
from resolver.damaged_patronymics import is_damaged
from resolver.endings import Endings
from resolver.tokens import Token
from resolver.words import Word

SURNAME_FIRST: Final = 1.0
_WHOLE: Final = 3
_SURNAMES: Final = Endings(("енко", "енка", "чук", "швили", "дзе", "иан", "ко"))
_FATHERS: Final = Endings(("ов", "ев", "ова", "ева", "ски", "ска"))
_SOUTH_SLAVIC: Final = Endings(("ić", "ић"))


class Part(StrEnum):
    """The part a word plays in a personal name."""

    GIVEN = "given"
    PATRONYMIC = "patronymic"
    SURNAME = "surname"


# A member is found by its class in far more time than these take, above all in plain Python.
GIVEN: Final = Part.GIVEN
PATRONYMIC: Final = Part.PATRONYMIC
SURNAME: Final = Part.SURNAME


def _parts_by_patronymic(words: list[Word], tokens: list[Token]) -> list[Part] | None:
    """Given and patronymic stand together; the rest is the surname."""
    count = len(words)
    at = first = 0
    for i in range(1, count):
        if tokens[i].patronymic is not None:
            at = i
            first = first or i
    if not at:
        return _parts_by_likely_patronymic(words, tokens) if count == _WHOLE else None
    if count > 2 and all(word.initial for i, word in enumerate(words) if i != at):
        return None  # Я. К. Юхневич has a surname
    if count > 2 and at == count - 1 and first < at:
        # "Ivan Petrovich Stefanovich": the last one is the surname.
        at = first
    elif count > 2 and at == count - 1 and _surname_like_patronymic(words, tokens, at):
        return None
    if count == 2 and not _given_and_patronymic(words, tokens):
        return None
    parts = [SURNAME] * count
    parts[at] = PATRONYMIC
    parts[0 if count == 3 and at == 2 and _surname_between(words, tokens) else at - 1] = GIVEN
    return parts


def _surname_between(words: list[Word], tokens: list[Token]) -> bool:
    """`Aleksandra Velikanova Sergeevna`, as forms with a field for each part are read."""
    first, middle = tokens[0], tokens[1]
    return (
        bool(first.groups)
        and _is_full_name(first)
        and bool(middle.ending_gender)
        and not middle.groups
        and words[0].caps == words[1].caps
    )


def _parts_by_likely_patronymic(words: list[Word], tokens: list[Token]) -> list[Part] | None:
    """Three words of which one stands where a father's name does, after a given name, and is one
    but for a slip (Lawrentjewifsch), or an Armenian genitive (Levon Ashoti Petrosyan)."""
    if any(word.initial for word in words):
        return None
    for at in (1, 2):
        surname = tokens[2 if at == 1 else 0]
        if at > 1 and surname.groups:
            return None  # Мария Анна Петровец has two given names
        if _may_be_patronymic(tokens[at], surname):
            parts = [SURNAME] * _WHOLE
            parts[at - 1 : at + 1] = GIVEN, PATRONYMIC
            return parts
    return None


def _surname_like_patronymic(words: list[Word], tokens: list[Token], at: int) -> bool:
    """`Velimir Bata Živojinović`: no known father, and the name starts with a given name."""
    patronymic = tokens[at].patronymic
    unknown = patronymic is not None and not patronymic.fathers
    return unknown and bool(tokens[0].groups) and not words[0].caps


def _given_and_patronymic(words: list[Word], tokens: list[Token]) -> bool:
    """Two words without a surname; `Sergei BUDREVICH` is a given name and a surname, and so
    is `Branko Ruzic`, a Serb without his marks."""
    if (words[1].caps and not words[0].caps) or tokens[1].word.endswith("ic"):
        return False
    patronymic = tokens[1].patronymic
    if patronymic is None or not patronymic.fathers or not tokens[0].groups:
        return False
    # No woman has a father's name in -ович: Татьяна Демидович has a surname.
    return not (patronymic.gender == "m" and tokens[0].given_gender == "f")


def may_be_father(tok: Token) -> bool:
    """Whether a word ends as Bulgarian surnames do, and fathers' names beside them."""
    return _FATHERS.end(tok.best)


def _parts_by_fathers(words: list[Word], tokens: list[Token]) -> list[Part] | None:
    """`Petar Iliev Marinov`, `Маринов Петър Илиев`: Bulgarians write the father's name after the
    given name, as a surname is written."""
    if len(words) != 3:
        return None
    given = [i for i, tok in enumerate(tokens) if not may_be_father(tok)]
    if given not in ([0], [1]) or not tokens[given[0]].groups:
        return None
    if len({word.caps for word in words}) > 1 or any(word.initial for word in words):
        return None
    return [GIVEN, PATRONYMIC, SURNAME] if given == [0] else [SURNAME, GIVEN, PATRONYMIC]


def _parts_by_initials(words: list[Word], tokens: list[Token]) -> list[Part] | None:
    """Initials are given name and patronymic; the full word is the surname."""
    initials = [i for i, word in enumerate(words) if word.initial]
    if not initials or len(initials) == len(words):
        return None
    full = [i for i, word in enumerate(words) if not word.initial]
    parts = [SURNAME] * len(words)
    if len(full) >= 2 and initials == [1]:
        parts[0], parts[1] = GIVEN, PATRONYMIC
        return parts
    if len(words) == _WHOLE and initials == [2]:
        named = [i for i in full if tokens[i].groups and _is_full_name(tokens[i])]
        if len(named) == 1:  # Недошивин Константин К.; Римский Корсаков Н. has two surnames
            parts[named[0]], parts[2] = GIVEN, PATRONYMIC
            return parts
    for order, i in enumerate(initials):
        parts[i] = GIVEN if order == 0 else PATRONYMIC
    return parts


def surname_ending(tok: Token) -> bool:
    """Whether a word ends as surnames do that have no feminine form; ć and ћ end no other word."""
    return _SURNAMES.end(tok.best) or _SOUTH_SLAVIC.end(tok.word)


def _surname_likeness(caps: bool, tok: Token, last: bool) -> float:  # noqa: FBT001
    likeness = 0.5 if last else 0.0
    likeness += 4.0 if caps else 0.0
    if tok.ending_gender and not (tok.groups and _is_full_name(tok)):
        likeness += 2.0
    if surname_ending(tok):
        likeness += 1.5
    if tok.patronymic is not None:
        likeness += 1.5  # Аляхновіч Кацярына, since a father's name alone stands nowhere
    if tok.groups:
        likeness -= 2.0 if _is_full_name(tok) else 1.0
    return likeness


def _is_full_name(tok: Token) -> bool:
    """Whether a given name is more than a pet name."""
    return any(relation != "diminutive" for relation in tok.groups.values())


def _parts_by_words(words: list[Word], tokens: list[Token]) -> tuple[list[Part], bool]:
    """One surname, chosen by what each word can be; the rest given names."""
    count = len(words)
    if count == 1:
        return [SURNAME], True
    caps = [word.caps for word in words]
    if all(capital for capital in caps):
        caps = [False] * count
    first = _surname_likeness(caps[0], tokens[0], False)  # noqa: FBT003
    last = _surname_likeness(caps[-1], tokens[-1], True)  # noqa: FBT003
    at = 0 if first - last >= SURNAME_FIRST else count - 1
    parts = [SURNAME if capital else GIVEN for capital in caps]
    parts[at] = SURNAME
    return parts, abs(first - last) >= 2.0


def parts_by_comma(words: list[Word], tokens: list[Token], split: int) -> list[Part]:
    """The surname stands before the comma."""
    if split == 1:
        stray = _parts_by_patronymic(words, tokens)
        if stray is not None and stray[0] is GIVEN:
            # A stray comma inside: "Sviatlana, Anatoleuna LYUBETSKAYA".
            return stray
    parts = [SURNAME] * split + [GIVEN] * (len(words) - split)
    whole = split == 1 and len(words) == _WHOLE
    for i in range(split + 1, len(words)):
        if (
            tokens[i].patronymic
            or (words[i].initial and i == split + 1)
            or (whole and _may_be_patronymic(tokens[i], tokens[0]))
        ):
            parts[i] = PATRONYMIC
    return parts


def _may_be_patronymic(tok: Token, surname: Token) -> bool:
    return is_damaged(tok) or (is_armenian(surname) and may_be_genitive(tok))


def parts_of(words: list[Word], tokens: list[Token]) -> tuple[list[Part], bool]:
    """The parts of words without a comma, and whether they are certain."""
    by_patronymic = _parts_by_patronymic(words, tokens)
    if by_patronymic:
        return by_patronymic, len(words) > 2
    by_fathers = _parts_by_fathers(words, tokens)
    if by_fathers:
        return by_fathers, True
    by_initials = _parts_by_initials(words, tokens)
    if by_initials:
        return by_initials, True
    return _parts_by_words(words, tokens)
