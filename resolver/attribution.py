"""The standards and conventions that a spelling follows, in words a clerk knows.

Where one of two words is Cyrillic, the standards that write it as the other are named. For
two Latin words a Cyrillic original is sought (`resolver.original`) that standards write as
each. Where no standard gives a spelling, the conventions of its reading are named.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from resolver.given_forms import shaped
from resolver.graphemes import convention_names
from resolver.lexicon import letters_of
from resolver.readings import readings
from resolver.romanize import attribute, guess_languages, romanize
from resolver.script import script_of
from resolver.standards import Standard, library
from resolver.tokens import token

SHOWN = 3
_NEIGHBOURS = {"uk", "be", "bg"}
_UNSEEN = 20  # the rank of a word that is no original of the other spelling
_MANY = 5  # conventions; a rule that more of them share tells nothing

_TITLES = {
    "be": "Belarusian",
    "bg": "Bulgarian",
    "ca": "Catalan",
    "cs": "Czech/scientific",
    "cs-ascii": "Czech without marks",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fi": "Finnish",
    "fr": "French",
    "gost": "GOST 7.79 B",
    "gr": "Greek",
    "hist": "historical -off",
    "hu": "Hungarian",
    "iso": "ISO 9",
    "it": "Italian",
    "kk": "Kazakh",
    "lt": "Lithuanian/Latvian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "sr": "Serbian",
    "sv": "Scandinavian",
    "tm": "Turkmen",
    "tr": "Turkish",
    "uk": "Ukrainian",
}


class Attribution(NamedTuple):
    """Standards that write an original in one way; `exact` when to the letter, not only but
    for marks."""

    standards: tuple[Standard, ...]
    exact: bool

    def words(self) -> str:
        """`ICAO 9303, GOST R 52535.1-2006 and 3 more`."""
        tail = "" if self.exact else ", without marks"
        return listed([item.short for item in self._leading()]) + tail

    def rules(self) -> tuple[str, ...]:
        """Ids of the standards that `words` names."""
        return tuple(item.id for item in self._leading()[:SHOWN])

    def _leading(self) -> list[Standard]:
        """Without those that are only a kind of another: `German press (GDR)`."""
        names = {item.short for item in self.standards}
        return [
            item
            for item in self.standards
            if " (" not in item.short or item.short.partition(" (")[0] not in names
        ]


class Shared(NamedTuple):
    """A Cyrillic word and the standards that make two Latin spellings of it."""

    original: str
    a: Attribution
    b: Attribution


@lru_cache(maxsize=1024)
def convention_titles(mask: int) -> tuple[str, ...]:
    """English names of the conventions of a bit set; none where many share the rule."""
    names = convention_names(mask)
    return tuple(_TITLES.get(name, name) for name in names) if len(names) <= _MANY else ()


def conventions_of(word: str, form: str) -> tuple[str, ...]:
    """The conventions that read a Latin word as this form; none where nearly all do."""
    if word.isascii() and word.isalpha():  # as it was read for the comparison
        reading = token(word).forms.get(form)
    elif script_of(word) != "latin":
        return ()
    else:
        reading = readings(letters_of(word), "latin").get(form)
    return convention_titles(reading.conventions) if reading else ()


def listed(names: Sequence[str]) -> str:
    """At most SHOWN names, and how many more there are."""
    shown, more = list(names[:SHOWN]), len(names) - SHOWN
    if more > 0:
        shown.append(f"{more} more")
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def _caseless(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


@cache
def _lacking() -> Mapping[str, frozenset[str]]:
    """Neighbours of Russian, with the letters they lack."""
    return {hint.language: hint.lacks for hint in library().hints if hint.language in _NEIGHBOURS}


def _languages(original: str) -> set[str]:
    """Languages that a word may be of by its letters: Янукович may be Ukrainian too."""
    letters = set(original.lower())
    near = {language for language, lacks in _lacking().items() if lacks.isdisjoint(letters)}
    return near.union(guess_languages(original))


@lru_cache(maxsize=4096)
def spelled_by(original: str, latin: str) -> Attribution | None:
    """Standards, official ones first, that write a Cyrillic word as a Latin one.

    >>> spelled_by("Мовлаев", "Mowlajew").words()
    'German press'

    Standards made for languages that `original` cannot be of do not count.
    """
    languages = _languages(original)
    found = tuple(
        item for item in attribute(original, latin) if not languages.isdisjoint(item.languages)
    )
    if not found:
        return None
    exact = _caseless(romanize(original, found[0])) == _caseless(latin)
    return Attribution(found, exact)


@lru_cache(maxsize=1024)
def shared_original(a: str, b: str, form: str) -> Shared | None:
    """The likeliest Cyrillic word that reads as `form` and is written as `a` and as `b` by
    standards; None where there is none.

    Costs some 20 ms, and a quarter of a second the first time: for explanations that are
    asked for, not for every comparison.
    """
    from resolver.original import originals  # what it needs is slow to load

    ranks: dict[str, int] = {}
    for word in (a, b):
        for rank, found in enumerate(originals(word)):
            key = found.text.casefold()
            ranks[key] = ranks.get(key, _UNSEEN) + rank - _UNSEEN
    best: Shared | None = None
    for text in sorted(ranks, key=lambda text: (ranks[text], text)):
        if form not in readings(letters_of(text), "cyrillic"):
            continue
        left, right = spelled_by(text, a), spelled_by(text, b)
        if left is None or right is None:
            continue
        shared = Shared(shaped(text, a), left, right)
        if left.exact and right.exact:
            return shared
        best = best or shared
    return best
