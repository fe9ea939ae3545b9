"""Which lines of a plain text belong to the article, and which to the page around it.

Menus, counters, dates and calls to share are lines of their own: short, without the end of
a sentence. Nothing is removed, so that offsets stay those of the text; a line that is not
the article's is only left out of what is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from resolver.rules import table

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_WORD = re.compile(r"[^\W\d_]+")
_END = re.compile(r"[.!?…:;»”\"')\]]\s*$")
_SENTENCE_WORDS = 6
_MENU_WORDS = 3
_TITLE_WORDS = 5
_TITLE_MOST = 30
_WRAPPED = 50
_MENU_RUN = 3
_BYLINE_WORDS = 6
_DATE = re.compile(
    r"^\W*(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}:\d{2}|\d{1,2}\s+[^\W\d_]+\s+\d{4})\b[^a-zа-я]*$",
    re.I,
)
_URL = re.compile(r"^\W*(?:https?://|www\.)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?\W*$")
_COPYRIGHT = re.compile(r"©|\(c\)\s*\d{4}", re.I)


@dataclass(frozen=True, slots=True)
class Line:
    """Where a line begins and ends, and how many words it has."""

    start: int
    end: int
    text: str
    words: int

    @property
    def is_prose(self) -> bool:
        """Whether it can be a sentence: some words, and an end."""
        return self.words >= _SENTENCE_WORDS and bool(_END.search(self.text))


@cache
def _table_words(role: str) -> tuple[str, ...]:
    return tuple(row["word"].lower() for row in table("text_words") if row["role"] == role)


@cache
def _menu() -> re.Pattern[str]:
    phrases = sorted(_table_words("menu"), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(phrase)}" for phrase in phrases), re.I)


@cache
def _byline() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in _table_words("byline"))
    return re.compile(rf"^\W*(?:{words})\b[:\s]+(?=[^\W\d_])", re.I)


def is_byline(text: str) -> bool:
    """Whether a short line says who wrote an article."""
    found = _byline().match(text)
    return bool(
        found
        and text[found.end()].isupper()
        and len(_WORD.findall(text[found.end() :])) <= _BYLINE_WORDS
    )


def _lines(text: str) -> list[Line]:
    return [
        Line(found.start(), found.end(), found.group(), len(_WORD.findall(found.group())))
        for found in _LINE.finditer(text)
        if not found.group().isspace()
    ]


def _is_furniture(line: Line) -> bool:
    """Whether the line alone shows that it is no part of an article."""
    text = line.text.strip()
    if not line.words or _DATE.match(text) or _URL.match(text) or _COPYRIGHT.search(text):
        return True
    return line.words <= _TITLE_MOST and not _long_prose(line) and _menu().search(text) is not None


def _long_prose(line: Line) -> bool:
    return line.words > 2 * _SENTENCE_WORDS and line.text.rstrip()[-1] in ".…»”"


def _in_menu(lines: list[Line], at: int) -> bool:
    """Whether a short line has short lines around it: a list of links."""
    run = 0
    for step in (-1, 1):
        i = at + step
        while 0 <= i < len(lines) and _is_short(lines[i]) and run < _MENU_RUN:
            run += 1
            i += step
    return run + 1 >= _MENU_RUN


def _is_short(line: Line) -> bool:
    return line.words <= _MENU_WORDS and not line.text.rstrip().endswith((".", "!", "?", "…"))


def _belongs(lines: list[Line], at: int, first: int, last: int) -> bool:
    line = lines[at]
    if is_byline(line.text):
        return True
    if _is_furniture(line):
        return False
    if at > last:
        return line.text.rstrip().endswith((".", "!", "?", "…", "»", "”")) and line.words > 2
    if at < first:
        return line.words >= _TITLE_WORDS
    return not (_is_short(line) and _in_menu(lines, at))


def article_lines(text: str) -> list[tuple[int, int]]:
    """Start and end of the lines of a text that belong to the article.

    A text without any line that reads as a sentence is taken as it is.
    """
    lines = _lines(text)
    prose = [i for i, line in enumerate(lines) if line.is_prose and not _is_furniture(line)]
    if prose:
        kept = [line for i, line in enumerate(lines) if _belongs(lines, i, prose[0], prose[-1])]
    else:
        kept = [line for line in lines if not _is_furniture(line)]
    return list(_unwrapped(text, kept))


def _unwrapped(text: str, lines: list[Line]) -> Iterator[tuple[int, int]]:
    """Lines that are one paragraph broken at a width are joined."""
    open_from: int | None = None
    for i, line in enumerate(lines):
        start = line.start if open_from is None else open_from
        following = lines[i + 1] if i + 1 < len(lines) else None
        goes_on = (
            following is not None
            and len(line.text) >= _WRAPPED
            and not _END.search(line.text)
            and text[line.end : following.start].count("\n") == 1
            and not is_byline(following.text)
        )
        if goes_on:
            open_from = start
        else:
            open_from = None
            yield start, line.end
