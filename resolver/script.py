"""Script of a word, and repair of letters that only look as if they belonged to it.

One typed Cyrillic name in seven in official lists has a Latin letter inside a word (і for
i, ĸ for к). A word is repaired towards the script that its unmistakable letters show; a
word whose every letter exists in both scripts (`Сосо`) is left alone.

Source of look-alikes: Unicode UTS #39, confusables; table `rules/homoglyphs.csv`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final, Literal

from resolver.rules import table

Script = Literal["latin", "cyrillic", "other"]

_ANY_CYRILLIC: Final = re.compile("[\u0400-\u052f\u1c80-\u1c8f]")
_CYRILLIC_WORDS: Final = re.compile(
    "[\u0400-\u0482\u048a-\u052f][\u0400-\u0482\u048a-\u052f ,.'’-]*"
)
# Without the capital palochka, which is typed for other letters and they for it.
_SURELY_CYRILLIC: Final = re.compile("[\u0400-\u0482\u048a-\u04bf\u04c1-\u052f ,.'’-]+")
_PALOCHKA: Final = "ӏ"
_PALOCHKA_LOOKALIKES: Final = frozenset("iIl1|Ӏ")
_BEFORE_PALOCHKA: Final = frozenset("гГкКпПтТхХцЦчЧаА")
_BEFORE_PALOCHKA_AND_A: Final = frozenset("гГкКтТхХчЧ")
_DIGIT_IN_WORD: Final = re.compile(r"(?<=[^\W\d_])\d(?=[^\W\d_])|(?<!\w)\d(?=[^\W\d_]{3})")
_AS_LATIN: Final = dict(zip("0125689", "olzsbbg", strict=True))
_AS_CYRILLIC: Final = dict(zip("03468", "озчбв", strict=True))
"""What a machine that reads print takes for a digit."""


@cache
def _lookalikes() -> tuple[dict[str, str], dict[str, str]]:
    to_cyrillic: dict[str, str] = {}
    to_latin: dict[str, str] = {}
    for row in table("homoglyphs"):
        latin, cyrillic = row["latin"], row["cyrillic"]
        if cyrillic in "Ӏӏ":
            continue
        to_cyrillic.setdefault(latin, cyrillic)
        if latin.isalpha() and latin != "ĸ":
            to_latin.setdefault(cyrillic, latin)
    return to_cyrillic, to_latin


def is_cyrillic(letter: str) -> bool:
    """Whether a letter is in the Cyrillic blocks."""
    return "\u0400" <= letter <= "\u052f" or "\u1c80" <= letter <= "\u1c8f"


def is_latin(letter: str) -> bool:
    """Whether a letter is Latin, with or without marks."""
    return letter.isalpha() and (letter < "\u0250" or "\u1e00" <= letter <= "\u1eff")


def script_of(word: str) -> Script:
    """The script of most letters; `other` when neither Latin nor Cyrillic has any."""
    if word.isascii():
        return "latin" if word.isalpha() or any(map(str.isalpha, word)) else "other"
    if _CYRILLIC_WORDS.fullmatch(word):
        return "cyrillic"
    if not _ANY_CYRILLIC.search(word):
        return "latin" if any(is_latin(letter) for letter in word) else "other"
    cyrillic = sum(map(is_cyrillic, word))
    latin = sum(map(is_latin, word))
    if not cyrillic and not latin:
        return "other"
    return "cyrillic" if cyrillic >= latin else "latin"


def _palochka(word: str) -> str:
    """The word with its palochkas, whatever was typed for them.

    A 1, l, | or Ӏ after one of the letters that a palochka changes always is one. A Latin I
    is, where a small letter stands beside it, and so is any i between such a letter and а
    (`Магiаев`) in a word without another: elsewhere it is the Ukrainian і.
    """
    letters = list(word)
    lone = sum(map(_is_i, letters)) == 1
    for i in range(1, len(letters)):
        before, letter, after = letters[i - 1], letters[i], word[i + 1 : i + 2]
        if letter not in _PALOCHKA_LOOKALIKES or before not in _BEFORE_PALOCHKA:
            continue
        beside = before.islower() or (after.islower() and i == 1)
        between = lone and before in _BEFORE_PALOCHKA_AND_A and after in {"а", "А"}
        if letter in "|1Ӏl" or (letter == "I" and beside) or between:
            letters[i] = _PALOCHKA
    return "".join(letters)


def _is_i(letter: str) -> bool:
    return letter in "iIіІїЇïÏ"


def _unmarked(letter: str) -> str:
    """The letter without a stress mark typed with it (`á` inside a Cyrillic word)."""
    return unicodedata.normalize("NFD", letter)[0]


def _cyrillic(letter: str, twins: Mapping[str, str]) -> str:
    return twins.get(letter) or twins.get(_unmarked(letter), letter)


def _in_case(mended: str, word: str) -> str:
    """A word of as many letters, with capitals for digits that begin it or stand amid such."""
    return "".join(
        letter.upper() if was.isdigit() and (not at or _amid_capitals(word, at)) else letter
        for at, (letter, was) in enumerate(zip(mended, word, strict=True))
    )


def _amid_capitals(text: str, at: int) -> bool:
    beside = text[at + 1 : at + 2], text[at - 1 : at] if at else ""
    return any(map(str.isupper, beside)) and not any(map(str.islower, beside))


def without_digits(text: str) -> str:
    """The text with letters for the digits inside words, which were misread in print; those that
    stand alone or end a word count something.

    >>> without_digits("Guln0ra 1VAN0VA, Henry 8")
    'Gulnora IVANOVA, Henry 8'
    """
    return _DIGIT_IN_WORD.sub(_letter_of, text)


def _letter_of(found: re.Match[str]) -> str:
    digit, at = found[0], found.start()
    text = found.string
    twins = _AS_CYRILLIC if is_cyrillic(text[at + 1]) else _AS_LATIN
    letter = twins.get(digit, digit)
    if not text[at - 1 : at].isalpha() or _amid_capitals(text, at):
        return "I" if letter == "l" else letter.upper()
    return letter


def mend(text: str) -> str:
    """A whole name with its words repaired; a word that could be of either script follows
    the script of the name (`CАТ` with a Latin C after `Артыш Михайлович`).

    >>> mend("Артыш CАТ") == "Артыш САТ"
    True
    """
    if text.isascii() or _SURELY_CYRILLIC.fullmatch(text) or not _ANY_CYRILLIC.search(text):
        return text
    return _mended(text)


@lru_cache(maxsize=512)
def _mended(text: str) -> str:
    script = script_of(text)
    return " ".join(repair(word, script) for word in text.split(" "))


def repair(word: str, prefer: Script = "other") -> str:
    """The word with look-alike letters of the other script replaced; else unchanged.

    >>> repair("Мoвлаев") == "Мовлаев"
    True
    """
    if word.isascii() or _SURELY_CYRILLIC.fullmatch(word) or not _ANY_CYRILLIC.search(word):
        return word
    cyrillic = [letter for letter in word if is_cyrillic(letter)]
    to_cyrillic, to_latin = _lookalikes()
    if len(cyrillic) == len(word) and "Ӏ" not in word:
        return word
    if any(letter not in to_latin for letter in cyrillic):
        # First what stands beside a palochka, then the palochka, then what was none.
        rest = "".join(
            letter if letter in _PALOCHKA_LOOKALIKES else _cyrillic(letter, to_cyrillic)
            for letter in word
        )
        mended = "".join(_cyrillic(letter, to_cyrillic) for letter in _palochka(rest))
        return mended if word.isalpha() else _in_case(mended, word)
    latin = [letter for letter in word if is_latin(letter)]
    if any(letter not in to_cyrillic for letter in latin):
        return "".join(to_latin.get(letter, letter) for letter in word)
    if latin and prefer != "other":
        twin = to_cyrillic if prefer == "cyrillic" else to_latin
        return "".join(twin.get(letter, letter) for letter in word)
    return word
