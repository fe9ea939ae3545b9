"""Cyrillic to Latin by a named standard, and back to the standards behind a spelling.

Every function here is total: letters a standard does not list are written as in ISO 9
(without marks where the standard is plain ASCII), then as unidecode has them, so the
result never contains a Cyrillic letter. Text that is not Cyrillic passes unchanged.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from unidecode import unidecode

from resolver.standards import Rule, Standard, library, standard, standards
from resolver.values import Value

_APOSTROPHES = "'’‘ʼʻ`´′"
_MARKS = "\u0300-\u036f\u0483-\u0489"
_CYRILLIC_RANGES = (
    "\u0400-\u052f\u1c80-\u1c8f\u1d2b\u1d78\u2de0-\u2dff\ua640-\ua69f\ufe2e\ufe2f"
    "\U0001e030-\U0001e08f"
)
_CYRILLIC = re.compile(f"[{_CYRILLIC_RANGES}]")
_LETTER = rf"(?:[^\W\d_]|[{_MARKS}{_CYRILLIC_RANGES}])"
_WORD = re.compile(rf"{_LETTER}+(?:[{_APOSTROPHES}]{_LETTER}+)*")
# NFC composes ѓ, ќ, ѐ and ѝ first, so what is left on a vowel is a stress mark.
_STRESS = re.compile("(?<=[аеёиоуыэюяєіїАЕЁИОУЫЭЮЯЄІЇ])[\u0300\u0301]")
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_UNMARKED = str.maketrans({"ł": "l", "đ": "d", "ı": "i", "ø": "o", "æ": "ae", "ə": "a"})
_NOT_LETTERS = re.compile(r"[\W\d_]+")

_Forms = tuple[str, str, str]  # in lower case, capitalized, in capitals
_Option = tuple[str, frozenset[str] | None, frozenset[str] | None, _Forms]


@dataclass(frozen=True, slots=True)
class _Compiled(Value):
    """A standard ready to run: plain letters, and for the others their rules in order."""

    plain: dict[str, _Forms]
    ruled: dict[str, tuple[_Option, ...]]
    fallback: dict[str, _Forms]
    ascii: bool


def unmarked(text: str) -> str:
    """The letters of Latin text without their marks, and without all that is no letter."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_UNMARKED))
    return "".join(char for char in decomposed if char.isascii() and char.isalpha())


def _forms(latin: str, capitals: dict[str, str]) -> _Forms:
    first = capitals.get(latin[:1], latin[:1].upper())
    upper = "".join(capitals.get(char, char.upper()) for char in latin)
    return latin, first + latin[1:], upper


def _is_ascii(item: Standard) -> bool:
    latin = "".join([*item.letters.values(), *(rule.latin for rule in item.rules)])
    return latin.translate({ord(char): None for char in _APOSTROPHES + "”ʹʺ"}).isascii()


def _weight(rule: Rule) -> tuple[int, int]:
    return -len(rule.source), -((rule.left is not None) + (rule.right is not None))


@lru_cache(maxsize=512)
def _compile(item: Standard) -> _Compiled:
    capitals = dict(item.capitals)
    plain_ascii = _is_ascii(item)
    shared = library().fallback
    fallback = {
        letter: _forms(unmarked(latin) if plain_ascii else latin, capitals)
        for letter, latin in shared.items()
    }
    plain = fallback | {letter: _forms(latin, capitals) for letter, latin in item.letters.items()}
    ruled: dict[str, list[_Option]] = {}
    for rule in sorted(item.rules, key=_weight):
        options = ruled.setdefault(rule.source[0], [])
        options.append((rule.source, rule.left, rule.right, _forms(rule.latin, capitals)))
    for letter, options in ruled.items():
        unruled = plain.pop(letter, None) or _forms(_transliterated(letter), capitals)
        options.append((letter, None, None, unruled))
    finished = {letter: tuple(options) for letter, options in ruled.items()}
    return _Compiled(plain, finished, fallback, plain_ascii)


def _transliterated(char: str) -> str:
    return _NOT_LETTERS.sub("", unidecode(char)) if _CYRILLIC.match(char) else char


def _unlisted(char: str, table: _Compiled) -> str:
    """Write a character no table lists; anything that is not Cyrillic stays as it is."""
    if not _CYRILLIC.match(char):
        return char
    base = unicodedata.normalize("NFKD", char)[0]
    lower = base.lower()
    if lower in table.fallback:
        return table.fallback[lower][base != lower]
    return _transliterated(char)


def _lower(word: str) -> str:
    lower = word.lower()
    if len(lower) == len(word):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in word)


def _word(word: str, table: _Compiled) -> str:
    if word.isascii() or not _CYRILLIC.search(word):
        return word
    lower = _APOSTROPHE.sub("’", _lower(word))
    capitals = len(word) > 1 and word.isupper()
    plain, ruled = table.plain, table.ruled
    out: list[str] = []
    at, end = 0, len(word)
    while at < end:
        char = lower[at]
        forms = plain.get(char)
        size = 1
        if forms is None:
            options = ruled.get(char)
            if options is None:
                out.append(_unlisted(word[at], table))
                at += 1
                continue
            size, forms = _choose(options, lower, at)
        out.append(forms[2] if capitals else forms[word[at] != char])
        at += size
    if word[0] != lower[0] and out[0].lower() == out[0].upper():
        # A capital whose letter is not written (Ӏадам) passes to the next one.
        rest = "".join(out[1:])
        return out[0] + rest[:1].upper() + rest[1:]
    return "".join(out)


def _choose(options: tuple[_Option, ...], lower: str, at: int) -> tuple[int, _Forms]:
    before = lower[at - 1] if at else "#"
    for source, left, right, forms in options:
        size = len(source)
        if (left is None or before in left) and (size == 1 or lower.startswith(source, at)):
            after = at + size
            if right is None or (lower[after] if after < len(lower) else "#") in right:
                return size, forms
    raise AssertionError("the last option always fits")


def romanize(text: str, by: str | Standard) -> str:
    """Write `text` in Latin letters by a standard or its id.

    >>> romanize("Мовлаев", "icao-9303"), romanize("ЩЕГЛОВА Ю.", "bgn-pcgn")
    ('Movlaev', 'SHCHEGLOVA Yu.')

    Takes any string, in time proportional to its length; the result is in NFC. Raises
    NotFound for an unknown id.
    """
    item = standard(by) if isinstance(by, str) else by
    if text.isascii():
        return text
    table = _compile(item)
    composed = unicodedata.normalize("NFC", text)
    if composed.isalpha():
        latin = _word(composed, table)
    else:
        unstressed = _STRESS.sub("", composed)
        latin = _WORD.sub(lambda match: _word(match.group(), table), unstressed)
    if latin.isascii():
        return latin
    return unicodedata.normalize("NFC", _CYRILLIC.sub("", latin))


def romanize_all(text: str, language: str | None = None) -> list[tuple[Standard, str]]:
    """`text` by every standard of a language, or of the languages its letters suggest."""
    return [(item, romanize(text, item)) for item in _standards_for(text, language)]


def _standards_for(text: str, language: str | None) -> tuple[Standard, ...]:
    if language is not None:
        return standards(language)
    languages = set(guess_languages(text))
    return tuple(item for item in standards() if not languages.isdisjoint(item.languages))


def guess_languages(text: str) -> tuple[str, ...]:
    """Languages whose letters cover those of `text`, most likely first.

    >>> guess_languages("Зеленський"), guess_languages("Вучић"), guess_languages("Smith")
    (('uk', 'ru'), ('sr', 'bs', 'cnr'), ())

    A name in Russian letters alone mostly says no more than `ru`; one without Cyrillic
    says nothing.
    """
    lower = _lower(unicodedata.normalize("NFC", text))
    if not _CYRILLIC.search(lower):
        return ()
    present = frozenset(lower)
    hints = library().hints
    special = present & frozenset().union(*(hint.letters for hint in hints))
    patterned = [hint.language for hint in hints if hint.pattern and hint.pattern.search(lower)]
    if not special:
        return (*patterned, "ru")
    possible = [hint for hint in hints if hint.lacks.isdisjoint(present)] or list(hints)
    shared = {hint.language: len(hint.letters & special) for hint in possible}
    best = max(shared.values())
    likely = [language for language, count in shared.items() if count == best]
    return tuple(dict.fromkeys([*patterned, *likely]))


def _caseless(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


@lru_cache(maxsize=512)
def _spellings(original: str, *, everywhere: bool) -> tuple[tuple[Standard, str], ...]:
    pool = standards() if everywhere else _standards_for(original, None)
    return tuple((item, _caseless(romanize(original, item))) for item in pool)


def attribute(original: str, latin: str) -> tuple[Standard, ...]:
    """Standards that write the Cyrillic `original` exactly as `latin`; official ones first.

    Case never counts. Where no standard gives the exact letters, those are named that give
    them but for diacritics, apostrophes and hyphens. Standards of the languages that
    `original`'s letters suggest go before all others, which are asked only if those fail.
    """
    wanted = _caseless(latin)
    plain = unmarked(wanted)
    if not plain or not _CYRILLIC.search(original):
        return ()
    for everywhere in (False, True):
        spelled = _spellings(original, everywhere=everywhere)
        exact = tuple(item for item, spelling in spelled if spelling == wanted)
        near = exact or tuple(item for item, spelling in spelled if unmarked(spelling) == plain)
        if near:
            return near
    return ()


def check_examples() -> list[str]:
    """Run every example of every table; one line for each that fails."""
    return [
        f"{item.id}: {original} should be {latin}, is {made}"
        for item in standards()
        for original, latin in item.examples
        if (made := romanize(original, item)) != unicodedata.normalize("NFC", latin)
    ]
