"""What each rule table may hold: which columns name a row, and what fits into a cell.

Columns with a closed list of values (`relation`, `conventions`, ...) are not listed here:
the values are those that our own table uses, so that the table stays the only place.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

FREE = frozenset({"source", "example"})  # columns that say why, not what
SOUNDS = frozenset("абвгдежзиклмнопрстуфхцчшщ")
_EDGES_AND_CLASSES = frozenset("^$EVC")


@dataclass(frozen=True, slots=True)
class Cell:
    """A test for the text of a cell, and what to say where it fails."""

    fits: Callable[[str], bool]
    advice: str


@dataclass(frozen=True, slots=True)
class Schema:
    """`key` columns name a row; `closed` columns hold words that our own rows use.

    `leads`: the first of several rows decides, so the user's come first. `fixed`: rows can
    be replaced but none added. `symmetric`: the order of the key's cells does not matter.
    """

    key: tuple[str, ...]
    cells: Mapping[str, Cell] = field(default_factory=dict)
    closed: tuple[str, ...] = ()
    leads: bool = False
    fixed: bool = False
    symmetric: bool = False

    def key_of(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """What two rows have in common when one replaces the other."""
        key = tuple(row[column] for column in self.key)
        return tuple(sorted(key)) if self.symmetric else key

    def problem(self, row: Mapping[str, str]) -> str | None:
        """The first cell that does not fit, in words; None when all do."""
        for column, text in row.items():
            if text != unicodedata.normalize("NFC", text):
                return f"'{column}' is not in Unicode NFC; write its letters as single characters"
            cell = self.cells.get(column)
            if cell is not None and not cell.fits(text):
                return f"'{column}' must be {cell.advice}"
        return None


def _lower(text: str) -> bool:
    return bool(text) and text == text.lower() and not any(map(str.isspace, text))


def _context(text: str) -> bool:
    letters = "".join(char for char in text if char not in _EDGES_AND_CLASSES)
    return letters == letters.lower() and all(map(str.isalpha, letters))


def _contexts(text: str) -> bool:
    return all(_context(alternative.replace("K", "C")) for alternative in text.split(" "))


def _sounds(text: str) -> bool:
    return SOUNDS.issuperset(text)


def _number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _cost(text: str) -> bool:
    return _number(text) and 0.0 < float(text) <= 1.0


def _word(text: str) -> bool:
    return text == text.strip() and any(map(str.isalpha, text))


_ALPHABET = "the sounds " + "".join(sorted(SOUNDS))
_GRAPHEME = Cell(_lower, "one or more letters in lower case")
_CONTEXT = Cell(_context, "empty or letters in lower case, with V, C, E, ^ and $ as classes")
_CONTEXTS = Cell(
    _contexts,
    "empty or sequences of letters in lower case and of V, C, K, ^ and $ as classes, "
    "with one blank between alternatives",
)
_SOUND_OPTIONS = Cell(
    lambda text: _sounds(text.replace("|", "")),
    f"empty or made of {_ALPHABET}, with | between alternatives",
)
_ONE_SOUND = Cell(lambda text: len(text) == 1 and _sounds(text), f"one of {_ALPHABET}")
_WORD = Cell(_word, "a word, without spaces around it")
_TEXT = Cell(lambda text: text == text.strip(), "names with | between, or empty")
_COUNT = Cell(lambda text: text.isascii() and text.isdigit(), "a number of people")
_CODE = Cell(
    lambda text: len(text) == 2 and text.isascii() and text.isupper(),
    "two capital letters of ISO 3166",
)
_ONE = Cell(lambda text: len(text) == 1, "a single character")

SCHEMAS: Mapping[str, Schema] = {
    "readings_latin": Schema(
        key=("grapheme", "left", "right", "sounds"),
        cells={
            "grapheme": _GRAPHEME,
            "left": _CONTEXT,
            "right": _CONTEXT,
            "sounds": Cell(_sounds, f"empty or made of {_ALPHABET}"),
        },
        closed=("conventions",),
    ),
    "readings_cyrillic": Schema(
        key=("grapheme", "left", "right", "languages"),
        cells={
            "grapheme": _GRAPHEME,
            "left": _CONTEXT,
            "right": _CONTEXT,
            "sounds": _SOUND_OPTIONS,
        },
    ),
    "practical_transcription": Schema(
        key=("system", "grapheme", "left", "right"),
        cells={
            "system": _WORD,
            "grapheme": _GRAPHEME,
            "left": _CONTEXTS,
            "right": _CONTEXTS,
            "sounds": _SOUND_OPTIONS,
        },
    ),
    "sound_distances": Schema(
        key=("a", "b"),
        cells={
            "a": _ONE_SOUND,
            "b": Cell(lambda text: len(text) < 2 and _sounds(text), f"empty or one of {_ALPHABET}"),
            "cost": Cell(_cost, "a number above 0 and up to 1"),
        },
        symmetric=True,
    ),
    "given_names": Schema(
        key=("group", "language", "form"),
        cells={"group": _WORD, "form": _WORD},
        closed=("relation", "gender"),
    ),
    "case_endings": Schema(
        key=("language", "kind", "after", "ending", "nominative", "gender"),
        cells={
            "ending": _GRAPHEME,
            "tells": Cell(lambda text: text in {"", "yes"}, "empty or yes"),
        },
        closed=("language", "kind", "case", "gender"),
    ),
    "patronymics": Schema(key=("ending",), cells={"ending": _WORD}, closed=("gender", "placement")),
    "irregular_patronymics": Schema(key=("father", "stem"), cells={"father": _WORD, "stem": _WORD}),
    "surname_genders": Schema(key=("masculine", "feminine"), cells={"feminine": _WORD}),
    "name_words": Schema(key=("word",), cells={"word": _WORD}, closed=("role",)),
    "generations": Schema(key=("word",), cells={"word": _WORD, "generation": _WORD}),
    "legal_forms": Schema(key=("form",), cells={"form": _WORD}, closed=("class",)),
    "demonyms": Schema(
        key=("word",),
        cells={"word": _WORD, "territory": _CODE},
    ),
    "homoglyphs": Schema(
        key=("latin", "cyrillic"), cells={"latin": _ONE, "cyrillic": _ONE}, leads=True
    ),
    "text_roles": Schema(
        key=("language", "word"), cells={"word": _WORD}, closed=("language", "gender")
    ),
    "organization_words": Schema(
        key=("language", "word", "role"),
        cells={"word": _WORD},
        closed=("language", "role", "gender"),
    ),
    "place_words": Schema(
        key=("language", "word", "role"), cells={"word": _WORD}, closed=("language", "role")
    ),
    "text_words": Schema(
        key=("language", "word", "role"), cells={"word": _WORD}, closed=("language", "role")
    ),
    "case_contexts": Schema(
        key=("language", "word"), cells={"word": _WORD}, closed=("language", "cases")
    ),
    "place_names": Schema(key=("form",), cells={"form": _WORD, "group": _WORD}),
    "territories": Schema(
        key=("place",), cells={"place": _CODE, "people": _COUNT, "usual": _WORD, "other": _TEXT}
    ),
    "cities": Schema(
        key=("place",),
        cells={
            "place": _WORD,
            "country": _CODE,
            "people": _COUNT,
            "usual": _WORD,
            "other": _TEXT,
        },
    ),
    "common_surnames": Schema(
        key=("language", "form"),
        cells={
            "form": _WORD,
            "share": Cell(lambda text: _number(text) and 0 < float(text) < 1000, "0 to 1000"),
        },
    ),
    "surnames": Schema(key=("form",), cells={"form": _WORD}),
    "transcription": Schema(
        key=("grapheme", "sounds"),
        cells={"cost": Cell(lambda text: _number(text) and float(text) >= 0, "a number from 0 on")},
    ),
    "convention_shares": Schema(
        key=("language", "standard"),
        cells={"share": Cell(lambda text: _number(text) and float(text) > 0, "a number above 0")},
    ),
    "weights": Schema(key=("name",), cells={"value": Cell(_number, "a number")}, fixed=True),
    "weights_by_hand": Schema(
        key=("name",), cells={"value": Cell(_number, "a number")}, fixed=True
    ),
}


def schema_of(name: str, header: Sequence[str]) -> Schema:
    """The schema of a table; one without a schema of its own is named by all its facts."""
    known = SCHEMAS.get(name)
    return known or Schema(key=tuple(column for column in header if column not in FREE))
