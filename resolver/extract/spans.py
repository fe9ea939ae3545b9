"""A stretch of words that is a name, while a text is being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from resolver.extract.declension import Choice, Surroundings
from resolver.extract.pieces import Piece, Reading
from resolver.mention import Kind
from resolver.names import Part

_OPEN = {"«": "»", "“": "”", "„": "“”", '"': '"', "‘": "’"}
MOST_WORDS = 12


@dataclass(slots=True)
class Span:
    """Words `first` to `last` (both included) of a reading are a name.

    `name` is the dictionary form. For a person, `words` and `parts` are the words of the
    name without titles, and `choices` the ways to read them.
    """

    kind: Kind
    first: int
    last: int
    start: int
    end: int
    name: str
    words: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    around: Surroundings = field(default_factory=Surroundings)
    choices: tuple[Choice, ...] = ()
    gender: str = ""
    roles: tuple[str, ...] = ()
    group: int = -1

    @property
    def surname(self) -> int:
        """The place of the surname among the words, -1 for none."""
        return self.parts.index(Part.SURNAME) if Part.SURNAME in self.parts else -1


def span(reading: Reading, kind: Kind, first: int, last: int, name: str = "") -> Span:
    """The span of some words; its name is as they stand unless another is given."""
    start, end = reading.pieces[first].start, reading.pieces[last].end
    return Span(kind, first, last, start, end, name or plain_text(reading, first, last))


def plain_text(reading: Reading, first: int, last: int) -> str:
    """Words as they stand, with single spaces and without a last ’s."""
    text = reading.text[reading.pieces[first].start : reading.pieces[last].end]
    return " ".join(text.split())


def joins(pieces: tuple[Piece, ...], at: int) -> bool:
    """Whether a word continues the words before it in one sentence."""
    return 0 < at < len(pieces) and pieces[at].beside and not pieces[at].first


def quoted(reading: Reading, at: int) -> int | None:
    """The last of the words in the quotation marks that open before a word; None if none do."""
    pieces = reading.pieces
    before = pieces[at].before.rstrip()
    if not before or before[-1] not in _OPEN:
        return None
    closing = _OPEN[before[-1]]
    for last in range(at, min(at + MOST_WORDS, len(pieces))):
        if pieces[last].sentence != pieces[at].sentence:
            return None
        after = reading.text[pieces[last].end : pieces[last].end + 1]
        if after and after in closing:
            return last
    return None


def in_longer_quotes(reading: Reading, first: int, last: int) -> bool:
    """Whether words are in quotation marks with more words: the place in «Единая Россия»."""
    for at in range(first, max(-1, first - MOST_WORDS), -1):
        if reading.pieces[at].sentence != reading.pieces[first].sentence:
            return False
        end = quoted(reading, at)
        if end is not None:
            longer = end >= last and (at < first or end > last)
            return longer and all(piece.capital for piece in reading.pieces[at : end + 1])
    return False
