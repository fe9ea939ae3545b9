"""Text hygiene: what a raw string must satisfy before anything else looks at it.

Caps come before normalising, because Unicode normalisation is quadratic on long runs of
combining marks (UAX #15, stream-safe text format: at most 30 non-starters in a row).
Invisible characters are removed and reported, never silently kept: they make equal names
unequal. What is left is in NFC with single spaces, safe to store, show and compare.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from resolver.acyclic import mypyc_attr
from resolver.errors import BadName
from resolver.values import Quick

MAX_CODE_POINTS: Final = 512
MAX_MARKS_IN_A_ROW: Final = 30

_SURROGATE: Final = re.compile(f"[{chr(0xD800)}-{chr(0xDFFF)}]")
# Letters and signs that every normalising leaves alone, whatever stands beside them.
SIGNS: Final = "ʹʺʼ’'.,\\-"
_STABLE: Final = f"A-Za-zÀ-ÖØ-öø-ıĴ-ľŁ-ňŊ-žƏəȘ-țЀ-ҁҊ-ԯ{SIGNS}"
STABLE: Final = re.compile(f"[{_STABLE}]")
PLAIN: Final = f"[{_STABLE}]+(?: [{_STABLE}]+)*"
"""A pattern of names that are left as they are, if they have a letter and are not too long."""
_PLAIN: Final = re.compile(PLAIN)
_MAY_BE_MARKS: Final = re.compile(rf"\W{{{MAX_MARKS_IN_A_ROW + 1}}}")
_HAS_LETTER: Final = re.compile(r"[^\W_]")


@mypyc_attr(acyclic=True)
@dataclass(init=False, slots=True)
class Cleaned(Quick):
    """A usable string, and the code points that were taken out of it (`U+200B`)."""

    text: Final[str]
    removed: Final[tuple[str, ...]]

    def __init__(self, text: str, removed: tuple[str, ...] = ()) -> None:
        self.text = text
        self.removed = removed


def _reject_unusable(raw: str) -> None:
    if len(raw) > MAX_CODE_POINTS:
        raise BadName(
            "too_long",
            f"the name has {len(raw)} characters; at most {MAX_CODE_POINTS} can be used",
        )
    if "\0" in raw:
        raise BadName("nul", "the name contains a NUL character; remove it")
    if _SURROGATE.search(raw):
        raise BadName(
            "surrogate", "the name contains half of a surrogate pair; re-encode it as UTF-8"
        )
    if not _MAY_BE_MARKS.search(raw):
        return
    run = 0
    for char in raw:
        run = run + 1 if unicodedata.category(char)[0] == "M" else 0
        if run > MAX_MARKS_IN_A_ROW:
            raise BadName(
                "marks",
                f"the name has more than {MAX_MARKS_IN_A_ROW} combining marks in a row",
            )


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in {"Cf", "Cc", "Co", "Cn"} and not char.isspace()


# Between the names of machine-readable passports (ICAO 9303-3): SNEGIREV<<IURII<PETROVICH.
_MACHINE_READABLE: Final = re.compile(r"(?<=\w)<<(?=\w)")


def clean(raw: str) -> Cleaned:
    """Validate and normalise a raw name.

    >>> clean(" Mov\\u200blaev ")
    Cleaned(text='Movlaev', removed=('U+200B',))

    Raises BadName with reason `empty`, `too_long`, `nul`, `surrogate` or `marks`.
    """
    if len(raw) <= MAX_CODE_POINTS and _PLAIN.fullmatch(raw) and _HAS_LETTER.search(raw):
        return Cleaned(raw)
    _reject_unusable(raw)
    removed: tuple[str, ...] = ()
    if not raw.isprintable():
        removed = tuple(f"U+{ord(char):04X}" for char in raw if _is_invisible(char))
    visible = "".join(char for char in raw if not _is_invisible(char)) if removed else raw
    text = unicodedata.normalize("NFKC", visible)
    if _MACHINE_READABLE.search(text):
        text = text.strip("< ").replace("<<", ", ", 1).replace("<", " ")
    text = " ".join(text.split())
    if not _HAS_LETTER.search(text):
        raise BadName("empty", "the name is empty or has no letters")
    if len(text) > MAX_CODE_POINTS:
        raise BadName(
            "too_long",
            f"the name is longer than {MAX_CODE_POINTS} characters when written out in full",
        )
    return Cleaned(text, removed)


def cleaned(raws: Iterable[str]) -> list[str | None]:
    """The texts that `clean` makes of names, None of those that are none; quicker for many."""
    plain, has_letter = _PLAIN.fullmatch, _HAS_LETTER.search
    return [
        raw if len(raw) <= MAX_CODE_POINTS and plain(raw) and has_letter(raw) else _or_none(raw)
        for raw in raws
    ]


def _or_none(raw: str) -> str | None:
    try:
        return clean(raw).text
    except BadName:
        return None


def all_words(text: str) -> list[str] | None:
    """The words of a text of letters, commas and spaces; None if it holds anything else.

    >>> all_words("Movlaev, Adam"), all_words("A. Movlaev")
    (['Movlaev', 'Adam'], None)
    """
    words = text.replace(",", " ").split()
    return words if not words or "".join(words).isalpha() else None
