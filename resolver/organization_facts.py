"""What the name of an organisation says: telling words, territories, legal form, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from resolver.gazetteer import TYPO_IN_A_WORD_MINIMUM, place_of_words, territory_of_word
from resolver.legal_forms import pieces, without_forms
from resolver.lexicon import groups_of_word
from resolver.script import mend
from resolver.tokens import Token, token

MAX_WORDS = 14
MAX_PIECES = 64
MAX_TYPO_WORDS = 8
MOST_WORDS_OF_A_PLACE = 3

_POSSESSIVE = re.compile(r"['’]s$|['’]$")
_NUMBER = re.compile(r"\d+")
_ORDINAL = re.compile(r"(?<=\d)-?(?:й|я|е|го|ая|ый|ий|ой|ого|st|nd|rd|th)\b", re.I)
_DOTTED = re.compile(r"\bU\.\s?(S|K|N)\.(?:\s?(A)\.)?")
_DOMAIN = re.compile(
    r"(?<=\w)\.(?:com|org|net|info|kz|ru|ua|by|az|kg|uz|tj|am|ge|eu|tv|io)\b", re.I
)
# Articles, prepositions, signs of numbers, and what stands before the names of cities and of
# persons an organisation is named after.
_STOP = frozenset((
    "al", "and", "da", "das", "de", "del", "der", "des", "di", "die", "dla", "do", "du",
    "el", "et", "for", "für", "i", "in", "la", "le", "les", "na", "of", "on", "the", "to",
    "und", "ve", "von", "w", "z", "в", "во", "для", "и", "й", "на", "по", "при", "та", "у",
    "і", "з", "із", "no", "nr", "num", "номер", "имени", "им", "імені", "ім", "атындағы",
    "г", "гор", "город", "города", "городе", "м", "місто", "міста", "city",
))  # fmt: skip
# Beside a country's name these say nothing: Republic of Kazakhstan, Russian Federation.
_OF_STATES = frozenset((
    "republic", "federation", "kingdom", "state", "республика", "республики", "республике",
    "федерация", "федерации", "республіка", "республіки", "федерації", "рэспубліка",
    "рэспублікі", "республикасы", "республикасының",
))  # fmt: skip
_SPELLINGS = {"center": "centre", "theater": "theatre", "defense": "defence", "labor": "labour"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What an organisation's name says, taken apart."""

    words: tuple[Token, ...]
    territories: tuple[str, ...]
    forms: frozenset[str]
    numbers: frozenset[str]


@lru_cache(maxsize=2048)
def facts_of(text: str) -> Facts:
    """Take a name apart; bounded cache."""
    rest, forms = without_forms(_undotted(mend(text)))
    rest = [_POSSESSIVE.sub("", raw) for raw in rest[:MAX_PIECES]]
    numbers = {number for word in rest for number in _NUMBER.findall(word)}
    written = [letters for word in rest if (letters := _NUMBER.sub("", word))]
    words: list[Token] = []
    territories: list[str] = []
    for place, word in _places_among(written):
        if place:
            territories.append(place)
        elif word is not None:
            words.append(word)
        if len(words) == MAX_WORDS:
            break
    if territories:
        words = [word for word in words if word.word not in _OF_STATES]
    elif not words:
        every = [piece for raw in pieces(text) if (piece := _NUMBER.sub("", raw))]
        words = [_token(piece) for piece in every[:MAX_WORDS]]
    return Facts(
        tuple(words), tuple(dict.fromkeys(territories)), frozenset(forms), frozenset(numbers)
    )


def _undotted(text: str) -> str:
    """Without the ends of ordinals and web addresses, and with `U.S.` as `US`."""
    return _DOTTED.sub(r"U\1\2", _DOMAIN.sub("", _ORDINAL.sub("", text)))


def _token(word: str) -> Token:
    return token(_SPELLINGS.get(word.casefold(), word))


def _places_among(written: Sequence[str]) -> Iterator[tuple[str | None, Token | None]]:
    """Of each telling word the place that it points to, alone or with those after it, or the
    word itself."""
    searched = at = 0
    while at < len(written):
        place, length = _place_at(written, at)
        if place:
            yield place, None
            at += length
            continue
        letters = written[at]
        at += 1
        if letters.casefold() in _STOP:
            continue
        searched += len(letters) >= TYPO_IN_A_WORD_MINIMUM
        word = _token(letters)
        # Danny is no Dane, whatever some language writes for Denmark; but Rossii is no Rosie.
        heard = {} if groups_of_word(word.word) else word.forms
        yield territory_of_word(letters, heard, searched <= MAX_TYPO_WORDS), word


def _place_at(written: Sequence[str], at: int) -> tuple[str | None, int]:
    """`Saint Petersburg`, `South Korea`: the place of several words, and how many they are."""
    for length in range(min(MOST_WORDS_OF_A_PLACE, len(written) - at), 1, -1):
        place = place_of_words(written[at : at + length])
        if place:
            return place, length
    return None, 0
