"""The romanization standards, read once from `rules/standards/*.toml`.

A standard is a letter table and a few context rules. A rule is written as linguists
write them, one a line:

    е > ye / #Vьъ _         at the start of a word, after a vowel, ь or ъ
    г > gu / _ еиы          before е, и or ы
    с > ss / V _ V          between vowels
    ий ый > y / _ #         at the end of a word
    кс > x                  everywhere
    ∅ > s / C _ #           added after a final consonant

Each side of `_` is a set of letters; `#` is the edge of the word, `V` and `C` are the
vowels and consonants of `shared.toml`, `∅` is nothing. Of the rules that fit, the longest
source wins, then the one with more context, then the one written first. A standard with a
`base` takes its letters and rules, and whatever it says itself goes first.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from resolver.errors import DamagedData, NotFound
from resolver.rules import FOLDER, standard_files

STATUSES = ("official", "scholarly", "practice", "press")
_NOTHING = "∅"
_MANY = 10  # languages; more than any family shares, fewer than ISO 9 serves
_CYRILLIC = re.compile("[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f]")
_REQUIRED = {"id", "title", "languages", "status", "source", "examples"}
_OPTIONAL = {"year", "short", "base", "letters", "rules", "capitals", "aliases"}
_SHORT = 32  # letters


@dataclass(frozen=True, slots=True)
class Rule:
    """`source` becomes `latin` between a letter of `left` and one of `right`.

    A side that is None fits anything; `#` in a side is the edge of the word.
    """

    source: str
    latin: str
    left: frozenset[str] | None = None
    right: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Standard:
    """One way of writing Cyrillic names in Latin letters.

    `short` is its name in a sentence; `status` is `official`, `scholarly`, `practice` or
    `press`; `languages` are BCP 47 codes of the Cyrillic originals; `capitals` lists capital
    letters that differ from Unicode's (`i` to `İ`); `examples` are pairs of a Cyrillic name
    and its Latin form.
    """

    id: str
    title: str
    short: str
    year: int | None
    languages: tuple[str, ...]
    status: str
    source: str
    letters: Mapping[str, str]
    rules: tuple[Rule, ...]
    capitals: Mapping[str, str]
    aliases: tuple[str, ...]
    examples: tuple[tuple[str, str], ...]

    @property
    def verified(self) -> bool:
        """False where the table rests on general knowledge rather than a cited text."""
        return "(unverified)" not in self.source


@dataclass(frozen=True, slots=True)
class Hint:
    """What gives a language away: letters Russian lacks, letters it lacks, a pattern."""

    language: str
    letters: frozenset[str]
    lacks: frozenset[str]
    pattern: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Library:
    """All tables, resolved: `by_id` also holds aliases."""

    standards: tuple[Standard, ...]
    by_id: Mapping[str, Standard]
    fallback: Mapping[str, str]
    hints: tuple[Hint, ...]


def parse_letters(text: str, where: str) -> dict[str, str]:
    """Read `"а a б b ь ∅"`, pairs of a Cyrillic letter and its Latin form."""
    words = text.split()
    if len(words) % 2:
        raise DamagedData(f"{where}: letters must come in pairs, and one is left over")
    pairs = {
        cyrillic: "" if latin == _NOTHING else latin
        for cyrillic, latin in zip(words[::2], words[1::2], strict=True)
    }
    if 2 * len(pairs) != len(words):
        raise DamagedData(f"{where}: a letter is listed twice")
    for cyrillic, latin in pairs.items():
        if len(cyrillic) != 1 or cyrillic != cyrillic.lower() or _CYRILLIC.search(latin):
            raise DamagedData(f"{where}: '{cyrillic} {latin}' is not a letter and its Latin form")
    return pairs


def _side(text: str, classes: Mapping[str, str]) -> frozenset[str] | None:
    letters = {letter for char in text for letter in classes.get(char, char) if letter != " "}
    return frozenset(letters) or None


def parse_rules(text: str, classes: Mapping[str, str], where: str) -> tuple[Rule, ...]:
    """Read rules, one a line, in the notation of this module's docstring."""
    rules: list[Rule] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        match = re.fullmatch(r"([^>/]+)>\s*([^\s/]+)\s*(?:/([^_]*)_(.*))?", line)
        if match is None:
            raise DamagedData(
                f"{where}: '{line}' is not of the form 'source > latin / left _ right'"
            )
        sources, latin, left, right = match.groups(default="")
        latin = "" if latin == _NOTHING else latin
        if _CYRILLIC.search(latin):
            raise DamagedData(f"{where}: '{line}' has a Cyrillic letter on its Latin side")
        rules += [
            Rule("" if s == _NOTHING else s, latin, _side(left, classes), _side(right, classes))
            for s in sources.split()
        ]
    return tuple(rules)


def _expand_additions(rules: Iterable[Rule], letters: Mapping[str, str]) -> tuple[Rule, ...]:
    """Turn `∅ > s / C _ #` into one rule for each letter that can stand before it."""
    expanded: list[Rule] = []
    for rule in rules:
        if rule.source:
            expanded.append(rule)
        else:
            expanded += [
                Rule(letter, letters[letter] + rule.latin, None, rule.right)
                for letter in sorted(rule.left or ())
                if letter in letters
            ]
    return tuple(expanded)


def _short(row: Mapping[str, Any], where: str) -> str:
    """The short name; where a table of the user's gives none, its title or id will do."""
    short = row.get("short", row["title"] if len(row["title"]) <= _SHORT else row["id"][:_SHORT])
    if not isinstance(short, str) or not 0 < len(short) <= _SHORT:
        raise DamagedData(f"{where}: its short name must be a text of 1 to {_SHORT} letters")
    return short


class _Builder:
    """Resolves bases; lives only while the library is loaded."""

    def __init__(
        self,
        shared: Mapping[str, Any],
        raw: Mapping[str, Mapping[str, Any]],
        places: Mapping[str, str],
    ) -> None:
        self.classes: Mapping[str, str] = shared["classes"]
        self.alphabets: Mapping[str, str] = shared["alphabets"]
        self.raw = raw
        self.places = places
        self.built: dict[str, Standard] = {}
        self.open: set[str] = set()

    def build(self, key: str) -> Standard:
        if key in self.built:
            return self.built[key]
        if key in self.open:
            raise DamagedData(f"{self.places[key]} is, through its base, its own base")
        self.open.add(key)
        self.built[key] = made = self._make(key, self.raw[key])
        return made

    def _inherited(
        self, key: str | None, where: str
    ) -> tuple[Mapping[str, str], tuple[Rule, ...], Mapping[str, str]]:
        if key is None:
            return {}, (), {}
        if key in self.alphabets:
            return parse_letters(self.alphabets[key], f"alphabet '{key}'"), (), {}
        if key not in self.raw:
            raise DamagedData(f"{where}: its base '{key}' does not exist")
        base = self.build(key)
        return base.letters, base.rules, base.capitals

    def _make(self, key: str, row: Mapping[str, Any]) -> Standard:
        where = self.places[key]
        if unknown := sorted(row.keys() - _REQUIRED - _OPTIONAL):
            raise DamagedData(f"{where}: unknown field '{unknown[0]}'")
        if missing := sorted(_REQUIRED - row.keys()):
            raise DamagedData(f"{where}: the field '{missing[0]}' is missing")
        if row["status"] not in STATUSES:
            raise DamagedData(f"{where}: its status must be one of {', '.join(STATUSES)}")
        own = parse_letters(row.get("letters", ""), where)
        base_letters, base_rules, base_capitals = self._inherited(row.get("base"), where)
        letters = {**base_letters, **own}
        rules = (
            *parse_rules(row.get("rules", ""), self.classes, where),
            *(rule for rule in base_rules if rule.source not in own),
        )
        return Standard(
            id=key,
            title=row["title"],
            short=_short(row, where),
            year=row.get("year"),
            languages=tuple(row["languages"]),
            status=row["status"],
            source=row["source"],
            letters=MappingProxyType(letters),
            rules=_expand_additions(rules, letters),
            capitals=MappingProxyType({**base_capitals, **row.get("capitals", {})}),
            aliases=tuple(row.get("aliases", ())),
            examples=tuple(row["examples"].items()),
        )


def _read() -> tuple[dict[str, Any], dict[str, dict[str, Any]], dict[str, str]]:
    """What all share, the standards by id, and where each stands."""
    shared: dict[str, Any] = {}
    rows: dict[str, dict[str, Any]] = {}
    places: dict[str, str] = {}
    listed: set[tuple[bool, str]] = set()
    for path, shown in standard_files():
        try:
            text = path.read_text(encoding="utf-8-sig")
            table = tomllib.loads(text)
        except (OSError, ValueError) as error:
            raise DamagedData(f"rule table {shown} cannot be read: {error}") from error
        if path == FOLDER / "standards" / "shared.toml":
            shared = table
        ours = path.is_relative_to(FOLDER)
        for row in table.get("standard", ()):
            key = row["id"]
            line = "" if ours else f", line {line_of(text, key)}"  # ours would cost 50 ms
            place = f"{shown}{line}: standard '{key}'"
            if (ours, key) in listed:
                raise DamagedData(f"{place} is listed twice")
            listed.add((ours, key))
            rows[key], places[key] = row, place
    return shared, rows, places


def ids_in(path: Path) -> tuple[str, ...]:
    """Ids of the standards in a file."""
    text = path.read_text(encoding="utf-8-sig")
    return tuple(row["id"] for row in tomllib.loads(text).get("standard", ()))


def line_of(text: str, key: str) -> int:
    """The line of a TOML text on which a standard gives its id; 0 where none seems to."""
    match = re.search(rf"""^\s*id\s*=\s*["']{re.escape(key)}["']""", text, re.MULTILINE)
    return text.count("\n", 0, match.end()) + 1 if match else 0


def _rank(item: Standard) -> tuple[int, bool]:
    """Official first, and what was made for one language before what serves all."""
    return STATUSES.index(item.status), len(item.languages) > _MANY


@cache
def library() -> Library:
    """All standards, read once. Raises DamagedData when a table contradicts itself."""
    try:
        shared, rows, places = _read()
        builder = _Builder(shared, rows, places)
        built = tuple(builder.build(key) for key in rows)
        fallback = parse_letters(shared["fallback"]["letters"], "the fallback letters")
        hints = tuple(
            Hint(
                language=row["language"],
                letters=frozenset(row["letters"]),
                lacks=frozenset(row.get("lacks", "")),
                pattern=re.compile(row["pattern"]) if "pattern" in row else None,
            )
            for row in shared["hint"]
        )
    except KeyError as error:
        raise DamagedData(f"rules/standards lacks the field {error}") from error
    by_id = {name: item for item in built for name in (*item.aliases, item.id)}
    return Library(
        tuple(sorted(built, key=_rank)), MappingProxyType(by_id), MappingProxyType(fallback), hints
    )


def standards(language: str | None = None) -> tuple[Standard, ...]:
    """Standards for a language (a code such as `ru`), or all; official ones first."""
    found = library().standards
    return tuple(item for item in found if language is None or language in item.languages)


def standard(key: str) -> Standard:
    """The standard with this id or alias. Raises NotFound, naming ids that are close."""
    by_id = library().by_id
    found = by_id.get(key) or by_id.get(key.casefold())
    if found is None:
        close = difflib.get_close_matches(key[:64].casefold(), by_id, n=3, cutoff=0.4)
        advice = f"; did you mean {' or '.join(close)}?" if close else ""
        raise NotFound(f"there is no standard '{key[:40]}'{advice}")
    return found
