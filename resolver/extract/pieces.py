"""The words of a text with what their shape says: capitals, initials, what stands between.

A capital proves little at the start of a sentence, after a quotation mark or in a heading
all of whose words have one; such words are called weak.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from resolver.extract.layout import article_lines
from resolver.extract.sentences import Splitter, split
from resolver.extract.vocabulary import folded

_DOMAIN = (
    r"(?:[A-Za-z0-9][\w-]*\.)+(?:com|org|net|info|news|media|kz|ru|ua|by|az|kg|uz|tj|tm|am|ge|md"
    r"|eu|tv|io|me|live|today|press|report)\b(?!\w|@|/)"
)
_LETTERS = re.compile(r"(?:[A-Z]\.){2,}")
_WORD = re.compile(rf"{_LETTERS.pattern}(?!\w)|{_DOMAIN}|\w+(?:[-‑'’ʼ&]\w+)*")
_ARABIC_ARTICLE = re.compile(
    r"(?:al|el|ad|as|ash|ar|an|at|аль|эль|ад|ас|аш|ар|ан|ат|ель)-[^\W\d_a-zа-я]"
)
_GLUED = re.compile(r"^([a-zа-яёіїєґ]{4,})([A-ZА-ЯЁІЇЄҐ][\w'’ʼ-]+)$")
_COMPOUND = re.compile(
    r"([A-Z]\w+)-(based|born|led|backed|wide|era|style|owned|made|controlled|funded|run|language"
    r"|occupied|held|registered|trained|bound|area|linked)$"
)
_POSSESSIVE = re.compile(r"['’ʼ]s$")
_OPENING = re.compile(r"[«“„\"(\[—–•:]")
_SPACE = re.compile(r"[ \u00a0\u202f\t]+|[ \u00a0]*\r?\n[ ]*")
_NEAR = 600
_HEADING_WORDS = 4
_HEADING_SHARE = 0.75
_HEADING_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A word at its place; `before` is what stands between it and the word before it.

    `capital`: it begins with a capital letter, or is a name such as 1ADAT; `weak`: that may
    be due to where it stands. `possessive`: written with ’s, which is not part of `text`.
    `beside`: nothing but space stands before it. `word` is folded; `sentence` counts.
    """

    text: str
    start: int
    end: int
    before: str
    sentence: int
    first: bool
    weak: bool
    possessive: bool
    word: str
    capital: bool
    beside: bool

    @property
    def all_caps(self) -> bool:
        """Whether it is written in two or more capitals."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def initial(self) -> bool:
        """Whether it is a single capital letter."""
        return len(self.text) == 1 and self.text.isupper()

    @property
    def domain(self) -> bool:
        """Whether it is the name of a site: ORDA.kz."""
        return "." in self.text and not _LETTERS.fullmatch(self.text)


@dataclass(frozen=True, slots=True)
class Reading:
    """The words and sentences of a text: `sentences` are starts and ends."""

    text: str
    language: str
    pieces: tuple[Piece, ...]
    sentences: tuple[tuple[int, int], ...]

    def sentence_of(self, piece: Piece) -> str:
        """The sentence that a word stands in, with single spaces; of one without end, what
        is near the word."""
        start, end = self.sentences[piece.sentence]
        start, end = max(start, piece.start - _NEAR), min(end, piece.end + _NEAR)
        return " ".join(self.text[start:end].split())


def _is_capital(text: str) -> bool:
    first = text[0]
    if first.islower():
        return bool(_ARABIC_ARTICLE.match(text))
    return first.isupper() or (first.isdigit() and any(map(str.isupper, text)))


def _words_between(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    for found in _WORD.finditer(text, start, end):
        compound = _COMPOUND.match(found.group())
        if compound:  # `New York-based` is about New York
            yield found.start(), found.start() + compound.end(1)
            yield found.start() + compound.start(2), found.end()
            continue
        glued = _GLUED.match(found.group())
        if glued and not found.group(0).count("."):
            yield found.start() + glued.start(2), found.end()
        else:
            yield found.span()


def _sentence_pieces(text: str, start: int, end: int, number: int) -> list[Piece]:
    spans = list(_words_between(text, start, end))
    words = [text[a:b] for a, b in spans]
    heading = _is_heading(words)
    found: list[Piece] = []
    last = start
    for order, ((a, b), word) in enumerate(zip(spans, words, strict=True)):
        possessive = bool(_POSSESSIVE.search(word))
        core = word[:-2] if possessive else word
        before = text[last:a]
        weak = not order or heading or bool(_OPENING.search(before))
        found.append(
            Piece(
                text=core,
                start=a,
                end=a + len(core),
                before=before,
                sentence=number,
                first=not order,
                weak=weak,
                possessive=possessive,
                word=folded(core),
                capital=_is_capital(core),
                beside=before == " " or bool(_SPACE.fullmatch(before)),
            )
        )
        last = b
    return found


def _is_heading(words: Sequence[str]) -> bool:
    """`Chechen Activist Detained in Almaty`: a line in title case, or in capitals."""
    long = [word for word in words if len(word) >= _HEADING_LETTERS]
    capitals = sum(word[0].isupper() for word in long)
    return len(long) >= _HEADING_WORDS and capitals >= _HEADING_SHARE * len(long)


def read(text: str, language: str, splitter: Splitter = split) -> Reading:
    """Take a text apart; lines that are no part of the article have no words."""
    pieces: list[Piece] = []
    sentences: list[tuple[int, int]] = []
    for start, end in article_lines(text):
        for a, b in splitter(text[start:end], language):
            pieces += _sentence_pieces(text, start + a, start + b, len(sentences))
            sentences.append((start + a, start + b))
    return Reading(text, language, tuple(pieces), tuple(sentences))
