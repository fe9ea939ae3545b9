"""A stretch of words that is a name, while a text is being read."""

from __future__ import annotations

from collections.abc import Sequence
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


def words_of(pieces: Sequence[Piece], first: int, last: int) -> list[str]:
    """Folded words."""
    return [piece.word for piece in pieces[first : last + 1]]
