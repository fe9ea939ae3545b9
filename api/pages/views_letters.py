"""A standard and a letter as the tables have them: what is written how, where, and by whom."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from api.pages.rule_links import RuleLink, standard_link
from resolver.attribution import convention_titles
from resolver.errors import NotFound
from resolver.graphemes import VOWELS, conventions
from resolver.language_names import language_name
from resolver.rules import table
from resolver.standards import Rule, Standard, standards

_ORDER = "абвгґдђѓеёєжзѕиіїйјклљмнњопрстћќуўфхцчџшщъыьэюя"
_RARE_VOWELS = frozenset("ӕӱѫѵӑӗӓӧѧѩѭ")
_ALL_VOWELS, _ALL_CONSONANTS = 9, 15  # letters of a context from which it means all of them
_START, _END = "the start of the word", "the end of the word"
_SIDES = {
    "^": _START,
    "$": _END,
    "E": "the edge of the word",
    "V": "a vowel",
    "C": "a consonant",
}


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule of a standard; `before` and `after` are empty where anything fits."""

    source: str
    latin: str
    before: str
    after: str

    @property
    def where(self) -> str:
        """`after a vowel, at the end of the word`; empty for everywhere."""
        return _where(self.before, self.after)


@dataclass(frozen=True, slots=True)
class StandardShown:
    """One standard: letters in the order of the alphabet, rules in the order they are tried."""

    item: Standard
    languages: tuple[str, ...]
    letters: tuple[tuple[str, str], ...]
    rules: tuple[RuleShown, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What Cyrillic letters become, beside which neighbours, and by which standards."""

    rule: RuleShown
    standards: tuple[RuleLink, ...]


@dataclass(frozen=True, slots=True)
class GraphemeShown:
    """What letters can stand for beside such neighbours. `by` is empty where all do."""

    grapheme: str
    before: str
    after: str
    sounds: str
    by: str
    source: str
    example: str

    @property
    def where(self) -> str:
        return _where(self.before, self.after) or "anywhere else"


@dataclass(frozen=True, slots=True)
class LetterShown:
    """All that the tables say of a letter.

    `written` and `beside` are how standards write a Cyrillic letter, by itself and beside
    others; `graphemes` what groups that begin with it stand for; `spelled` the Latin groups
    that can stand for what a Cyrillic letter sounds like.
    """

    letter: str
    cyrillic: bool
    written: tuple[Written, ...] = ()
    beside: tuple[Written, ...] = ()
    graphemes: tuple[GraphemeShown, ...] = ()
    spelled: tuple[GraphemeShown, ...] = ()


def standard_shown(item: Standard) -> StandardShown:
    """A standard whole."""
    return StandardShown(
        item,
        tuple(map(language_name, item.languages)),
        tuple(sorted(item.letters.items(), key=lambda pair: _alphabetical(pair[0]))),
        tuple(map(_shown, item.rules)),
    )


def letter_shown(letter: str) -> LetterShown:
    """What is known of one letter, in any case. Raises NotFound where no table has it."""
    lower = unicodedata.normalize("NFC", letter).lower()
    if len(lower) == 1 and any(row["grapheme"] == lower for row in table("readings_cyrillic")):
        return _cyrillic(lower)
    graphemes = tuple(
        _grapheme(row)
        for row in table("readings_latin")
        if len(lower) == 1 and lower in (row["grapheme"][0], _base(row["grapheme"][0]))
    )
    if not graphemes:
        raise NotFound("no table says anything of this letter")
    return LetterShown(lower, cyrillic=False, graphemes=graphemes)


def _cyrillic(letter: str) -> LetterShown:
    own = [row for row in table("readings_cyrillic") if row["grapheme"].startswith(letter)]
    sounds = {
        sound
        for row in own
        if row["grapheme"] == letter
        for sound in row["sounds"].split("|")
        if sound
    }
    return LetterShown(
        letter,
        cyrillic=True,
        written=tuple(_written(_plain(letter))),
        beside=tuple(_written(_ruled(letter))),
        graphemes=tuple(_grapheme(row) for row in own),
        spelled=tuple(_grapheme(row) for row in table("readings_latin") if row["sounds"] in sounds),
    )


def _plain(letter: str) -> Iterator[tuple[RuleShown, Standard]]:
    for item in standards():
        if letter in item.letters:
            yield RuleShown(letter, item.letters[letter], "", ""), item


def _ruled(letter: str) -> Iterator[tuple[RuleShown, Standard]]:
    for item in standards():
        for rule in item.rules:
            if letter in rule.source:
                yield _shown(rule), item


def _written(found: Iterator[tuple[RuleShown, Standard]]) -> Iterator[Written]:
    """Equal rules of several standards as one, those that most share first."""
    by_rule: dict[RuleShown, list[Standard]] = {}
    for rule, item in found:
        by_rule.setdefault(rule, []).append(item)
    for rule, items in sorted(by_rule.items(), key=lambda pair: -len(pair[1])):
        yield Written(rule, tuple(map(standard_link, dict.fromkeys(items))))


def _shown(rule: Rule) -> RuleShown:
    return RuleShown(
        rule.source,
        rule.latin,
        _neighbours(rule.left, _START),
        _neighbours(rule.right, _END),
    )


def _neighbours(letters: frozenset[str] | None, edge: str) -> str:
    """`a vowel, ь or the start of the word`."""
    if letters is None:
        return ""
    vowels = letters & (VOWELS | _RARE_VOWELS)
    others = letters - vowels - {"#"}
    words = ["a vowel"] if len(vowels) >= _ALL_VOWELS else sorted(vowels, key=_alphabetical)
    words += (
        ["a consonant"] if len(others) >= _ALL_CONSONANTS else sorted(others, key=_alphabetical)
    )
    return _either([*words, edge] if "#" in letters else words)


def _where(before: str, after: str) -> str:
    sides = (before, "after", _START), (after, "before", _END)
    return ", ".join(
        f"at {edge}" if letters == edge else f"{side} {letters}"
        for letters, side, edge in sides
        if letters
    )


def _either(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _grapheme(row: dict[str, str]) -> GraphemeShown:
    """A row of readings; the Cyrillic ones name languages where the Latin name conventions."""
    return GraphemeShown(
        row["grapheme"],
        _either([_SIDES.get(char, char) for char in row["left"]]),
        _either([_SIDES.get(char, char) for char in row["right"]]),
        row["sounds"].replace("|", " or "),
        _conventions(row["conventions"]) if "conventions" in row else _languages(row["languages"]),
        row["source"],
        row["example"],
    )


def _conventions(words: str) -> str:
    """`German, Polish`; `all but French`; empty for all."""
    included = [word for word in words.split() if not word.startswith("-")]
    excluded = [word[1:] for word in words.split() if word.startswith("-")]
    shown = _titles(included)
    if excluded:
        shown = f"{shown or 'all'} but {_titles(excluded)}"
    return shown


def _titles(names: list[str]) -> str:
    known = conventions()
    titles = [convention_titles(1 << known.index(name)) for name in names if name in known]
    return ", ".join(title for found in titles for title in found)


def _languages(codes: str) -> str:
    return ", ".join(map(language_name, codes.split()))


def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


def _alphabetical(letter: str) -> tuple[int, str]:
    at = _ORDER.find(letter)
    return (at if at >= 0 else len(_ORDER), letter)
