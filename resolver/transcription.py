"""How far a Cyrillic word is from being a transcription of a Latin one.

Western names enter Cyrillic by ear: Wright is Райт, Baker is Бейкер, Reynaud is Рейно. No
letter table of romanization explains that, so a table of letter groups says how often each
Latin group is written by which sounds, fitted by expectation maximisation over pairs known to
be one name (`resolver weights fit-transcription`). The cost of a word pair is the negative
logarithm of its best alignment, counted from the best that the Latin word could have had: 0
means that this *is* the usual transcription. `$` is the end of a word, where French letters
fall silent.

Source of the method: pair models of transliteration (Knight and Graehl 1998). Table:
`rules/transcription.csv`, costs in nats.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Final

from resolver.rules import table

LONGEST: Final = 4
LOST: Final = 5.0
ADDED: Final = 6.0
LIMIT: Final = 9.0
MAX_LETTERS: Final = 24
IMPOSSIBLE: Final = float("inf")
_ROUNDING: Final = 1e-9

_Options = tuple[tuple[str, float], ...]


@cache
def _costs() -> dict[str, _Options]:
    """Group of letters -> sounds with what they cost, cheapest first."""
    found: dict[str, list[tuple[str, float]]] = {}
    for row in table("transcription"):
        found.setdefault(row["grapheme"], []).append((row["sounds"], float(row["cost"])))
    return {
        grapheme: tuple(sorted(options, key=lambda option: option[1]))
        for grapheme, options in found.items()
    }


@cache
def _by_sound() -> dict[str, dict[str, _Options]]:
    """Group of letters -> first sound -> the options that begin with it, and those that are
    mute; under the empty sound these alone."""
    found: dict[str, dict[str, _Options]] = {}
    for grapheme, options in _costs().items():
        mute = tuple(option for option in options if not option[0])
        firsts = {sounds[:1] for sounds, _ in options} | {""}
        found[grapheme] = {
            first: tuple(option for option in options if first and option[0][:1] == first) + mute
            for first in firsts
        }
    return found


@cache
def _alphabet() -> frozenset[str]:
    return frozenset("".join(_costs()))


@lru_cache(maxsize=4096)
def spelled(word: str) -> str:
    """A Latin word in the letters of the table: marks that it does not know are dropped,
    doubled letters single, with the end marked."""
    alphabet = _alphabet()
    letters: list[str] = []
    for letter in word:
        known = letter if letter in alphabet else unicodedata.normalize("NFD", letter)[0]
        if known in alphabet and not (letters and letters[-1] == known and known not in "eo"):
            letters.append(known)
    return "".join(letters[:MAX_LETTERS]) + "$"


@lru_cache(maxsize=4096)
def _least(latin: str) -> tuple[float, str]:
    """Cost and sounds of the likeliest transcription; of those that cost the same, the first."""
    costs = _costs()
    size = len(latin)
    least = [IMPOSSIBLE] * (size + 1)
    heard = [""] * (size + 1)
    least[0] = 0.0
    for i in range(size):
        so_far, sounds = least[i], heard[i]
        if latin[i] != "$":
            lost = so_far + LOST
            if lost < least[i + 1] or (lost == least[i + 1] and sounds < heard[i + 1]):
                least[i + 1], heard[i + 1] = lost, sounds
        for end in range(i + 1, min(i + LONGEST, size) + 1):
            for option, cost in costs.get(latin[i:end], ()):
                total = so_far + cost
                if total > least[end]:
                    break
                if total < least[end] or sounds + option < heard[end]:
                    least[end], heard[end] = total, sounds + option
    return least[size], heard[size]


def likeliest(word: str) -> str:
    """The sounds by which a Latin word would most likely be written in Cyrillic."""
    return _least(spelled(word))[1].rstrip("$")


@lru_cache(maxsize=4096)
def _to_come(latin: str) -> tuple[float, ...]:
    """At each place of a word what the rest of it costs at least, whatever it is heard as."""
    costs = _costs()
    size = len(latin)
    least = [0.0] * (size + 1)
    for i in range(size - 1, -1, -1):
        cheapest = least[i + 1] + LOST if latin[i] != "$" else IMPOSSIBLE
        for end in range(i + 1, min(i + LONGEST, size) + 1):
            options = costs.get(latin[i:end])
            if options:
                cheapest = min(cheapest, options[0][1] + least[end])
        least[i] = cheapest
    return tuple(least)


@lru_cache(maxsize=1024)
def transcription_cost(word: str, form: str, limit: float = LIMIT) -> float:
    """Nats by which the Cyrillic reading `form` is a worse transcription of a Latin word
    than the best; IMPOSSIBLE beyond `limit`, LIMIT at most.

    What cannot end within the limit any more, since the rest of the word costs something whatever
    it is heard as, is not followed.
    """
    latin, cyrillic = spelled(word), form[:MAX_LETTERS] + "$"
    best = _least(latin)[0]
    ceiling = best + min(limit, LIMIT)
    width = len(cyrillic)
    rows = [[IMPOSSIBLE] * (width + 1) for _ in range(len(latin) + 1)]
    rows[0][0] = 0.0
    costs = _by_sound()
    firsts = [*cyrillic, ""]
    for i, to_come in enumerate(_to_come(latin)):
        most = ceiling - to_come + _ROUNDING
        _gaps(rows, i, latin, cyrillic, most)
        here = [(j, cost) for j, cost in enumerate(rows[i]) if cost <= most]
        if not here:
            continue
        for end in range(i + 1, min(i + LONGEST, len(latin)) + 1):
            options = costs.get(latin[i:end])
            if options:
                _extend(rows[end], here, options, cyrillic, firsts)
    total = rows[-1][-1]
    return max(0.0, total - best) if total <= ceiling else IMPOSSIBLE


def _gaps(rows: list[list[float]], i: int, latin: str, cyrillic: str, most: float) -> None:
    """Letters that no group explains: lost, added or replaced."""
    row = rows[i]
    below = rows[i + 1] if i < len(latin) and latin[i] != "$" else None
    for j, cost in enumerate(row):
        if cost > most:
            continue
        more = j + 1 < len(cyrillic)
        if more and cost + ADDED < row[j + 1]:
            row[j + 1] = cost + ADDED
        if below is not None:
            below[j] = min(below[j], cost + LOST)
            if more:
                below[j + 1] = min(below[j + 1], cost + ADDED)


def _extend(
    row: list[float],
    here: list[tuple[int, float]],
    options: dict[str, _Options],
    cyrillic: str,
    firsts: list[str],
) -> None:
    mute = options[""]
    for j, so_far in here:
        for sounds, cost in options.get(firsts[j], mute):
            if cyrillic.startswith(sounds, j):
                end = j + len(sounds)
                if so_far + cost < row[end]:
                    row[end] = so_far + cost
