"""Words that belong to a word beside them: `uly` to the father's name, `von` to the surname."""

from __future__ import annotations

from typing import Final

from resolver.fathers import patronymic_suffix
from resolver.tokens import Token, token
from resolver.words import Word

_LONGEST_SUFFIX: Final = 8
_token: Final = token  # a name of a module is looked up each time, a constant is not


def suffixes_joined(words: list[Word]) -> list[Word]:
    """Separate patronymic words attached to the father's name: `Abay uly` -> `Abayuly`."""
    joined = words[:1]
    for word in words[1:]:
        if _is_suffix(word):
            joined[-1] = Word(f"{joined[-1].text} {word.text}", caps=joined[-1].caps)
        else:
            joined.append(word)
    return joined


def _is_suffix(word: Word) -> bool:
    if word.initial or len(word.text) > _LONGEST_SUFFIX:
        return False
    return is_patronymic_suffix(word.text, token(word.text))


def token_of(word: Word) -> Token:
    """Told of an initial only where it is one: what is asked otherwise is remembered twice."""
    return _token(word.text, True) if word.initial else _token(word.text)  # noqa: FBT003


def is_patronymic_suffix(text: str, tok: Token) -> bool:
    """Whether a word is the `uly` of `Abay uly`."""
    return len(text) <= _LONGEST_SUFFIX and patronymic_suffix(tok.forms) is not None


def particles_joined(words: list[Word]) -> list[Word]:
    """Particles belong to the word after them: `von Berg`, `al-Bashir`."""
    if not any(word.role for word in words):
        return words
    out: list[Word] = []
    pending = ""
    for i, word in enumerate(words):
        if _is_particle(word, i) and i + 1 < len(words) and (len(words) > 2 or i == 0):
            pending += word.text
            continue
        out.append(Word(pending + word.text, word.initial, word.caps) if pending else word)
        pending = ""
    return out


def _is_particle(word: Word, place: int) -> bool:
    """`Ben` and `Al` are given names where they come first and have a capital."""
    if word.role == "particle-or-given":
        return not word.initial and (place > 0 or word.text[:1].islower())
    return word.role == "particle" and not word.initial


def particles_moved(sections: list[list[Word]]) -> list[list[Word]]:
    """`Weizsäcker, Richard von`: the particle before the comma belongs to the surname."""
    if len(sections) != 2 or len(sections[1]) < 2:
        return sections
    surname, given = list(sections[0]), list(sections[1])
    while len(given) > 1 and given[-1].text.islower() and _is_particle(given[-1], len(given)):
        surname.insert(0, given.pop())
    return [surname, given]
