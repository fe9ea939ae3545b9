"""How a word comes to one of its readings: its graphemes, each with the sounds it stands for.

`resolver.readings` keeps only where a word can lead. Here the way is walked again for one
form: the same grammar, with back-pointers, and only prefixes that can still become the form.
Folding is done once more too, sound by sound, so that each sound of the form is known to come
from certain graphemes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from unidecode import unidecode

from resolver.folding import JOINED, fold
from resolver.graphemes import Grammar, Option, conventions, grammar_of
from resolver.readings import MAX_LETTERS, Reading
from resolver.script import repair, script_of

EVERY = -1
_MOST = 16  # ways kept; more only where a word was made to have many
_TAIL = 3  # last sounds of a prefix that decide how it folds with what follows
_UNFOLDED = 2  # last sounds of a prefix that what follows may still change
_SIBILANTS = frozenset("жчшщ")


class Step(NamedTuple):
    """A grapheme as it stands in the word, the sounds it gives, and the conventions of the
    reading that license it, as a bit set: EVERY where all conventions read it so."""

    written: str
    sounds: str
    conventions: int


class Sound(NamedTuple):
    """One sound of a folded form, and the first and last step that it comes from."""

    sound: str
    first: int
    last: int


class _Letters(NamedTuple):
    """A word in the letters of a grammar; `origin[i]` is where letter i stands in the word."""

    script: str
    text: str
    origin: tuple[int, ...]


_Segment = tuple[int, int, tuple[Option, ...]]


class _Way(NamedTuple):
    """A way so far: its reading, the way before its last option, and that option."""

    reading: Reading
    before: _Way | None
    option: Option | None


def letters_in(word: str) -> tuple[str, str]:
    """The script of a word and its letters in lower case, look-alikes repaired."""
    script, pairs = _lower(word)
    return script, "".join(letter for letter, _ in pairs)


def _lower(word: str) -> tuple[str, list[tuple[str, int]]]:
    repaired = repair(word)
    source = repaired if len(repaired) == len(word) else word
    pairs = [(low, i) for i, char in enumerate(source) for low in char.lower() if low.isalpha()]
    letters = "".join(letter for letter, _ in pairs)
    return ("cyrillic" if script_of(letters) == "cyrillic" else "latin"), pairs


def _plain(letter: str, grammar: Grammar) -> str:
    """An unlisted letter without its marks, or what unidecode makes of it."""
    base = unicodedata.normalize("NFD", letter)[0]
    if base in grammar.rules:
        return base
    return "".join(char for char in unidecode(letter).lower() if char.isalpha())


def _letters(word: str) -> _Letters:
    script, pairs = _lower(word)
    grammar = grammar_of(script)
    text, origin = "", []
    for letter, at in pairs:
        known = letter if letter in grammar.longest else _plain(letter, grammar)
        text += known
        origin += [at] * len(known)
    return _Letters(script, text[:MAX_LETTERS], tuple(origin[:MAX_LETTERS]))


def _segments(text: str, grammar: Grammar) -> list[_Segment]:
    """The word cut at the longest grapheme whose context fits, from left to right."""
    segments: list[_Segment] = []
    at = 0
    while at < len(text):
        segment = _segment_at(text, at, grammar)
        segments.append(segment)
        at = segment[1]
    return segments


def _segment_at(text: str, at: int, grammar: Grammar) -> _Segment:
    length, rule = grammar.at(text, at)
    return at, at + length, rule.options


def _extended(way: _Way, option: Option) -> _Way:
    mask, switches = way.reading.conventions, way.reading.switches
    if mask & option.conventions:
        return _Way(Reading(mask & option.conventions, switches), way, option)
    return _Way(Reading(option.conventions, switches + 1), way, option)


def _worth(sounds: str, way: _Way) -> tuple[float, int, str]:
    """Fewest changes of convention first, then the ones that most conventions license."""
    mask = way.reading.conventions
    return way.reading.switches, -(mask.bit_count() if mask >= 0 else _MOST), sounds


def _way_to(segments: list[_Segment], form: str) -> _Way | None:
    """The best way to a form; of ways that fold alike and end alike only the best goes on."""
    ways = [("", _Way(Reading(EVERY, 0), None, None))]
    for _, _, options in segments:
        longer: dict[tuple[str, str], tuple[str, _Way]] = {}
        for sounds, way in ways:
            for option in options:
                said = sounds + option.sounds
                folded = fold(said)
                if not form.startswith(folded[: max(0, len(folded) - _UNFOLDED)]):
                    continue
                key = folded, said[-_TAIL:]
                new = said, _extended(way, option)
                known = longer.get(key)
                if known is None or _worth(*new) < _worth(*known):
                    longer[key] = new
        ways = sorted(longer.values(), key=lambda item: _worth(*item))[:_MOST]
    return next((way for sounds, way in ways if fold(sounds) == form), None)


def _options_of(way: _Way) -> list[Option]:
    """The options of a way, each with the conventions that its whole run shares."""
    options: list[Option] = []
    full = (1 << len(conventions())) - 1
    run = way.reading.conventions
    here: _Way | None = way
    while here is not None and here.option is not None and here.before is not None:
        free = here.option.conventions & full == full
        options.append(Option(here.option.sounds, EVERY if free else run))
        if here.before.reading.switches < here.reading.switches:
            run = here.before.reading.conventions
        here = here.before
    return options[::-1]


@lru_cache(maxsize=4096)
def replay(word: str, form: str) -> tuple[Step, ...]:
    """The steps by which a word reads as `form`; empty where it does not.

    The written parts make up the whole word: hyphens, apostrophes and whatever is not read
    belong to the step before them.
    """
    letters = _letters(word)
    segments = _segments(letters.text, grammar_of(letters.script))
    way = _way_to(segments, form) if segments else None
    if way is None:
        return ()
    steps: list[Step] = []
    starts: list[int] = []
    for (start, _, _), (sounds, mask) in zip(segments, _options_of(way), strict=True):
        at = letters.origin[start] if steps else 0
        if steps and letters.origin[start - 1] == at:
            # One letter (ﬁ) may be read as several.
            steps[-1] = Step("", steps[-1].sounds + sounds, steps[-1].conventions & mask)
        else:
            steps.append(Step("", sounds, mask))
            starts.append(at)
    ends = [*starts[1:], len(word)]
    return tuple(
        step._replace(written=word[start:end])
        for step, start, end in zip(steps, starts, ends, strict=True)
    )


def spelled_out(word: str) -> tuple[Step, ...]:
    """A word that has no reading: each character stands for itself."""
    head, tail = word[:MAX_LETTERS], word[MAX_LETTERS:]
    steps = [Step(char, char.lower(), EVERY) for char in head]
    return tuple([*steps, Step(tail, "", EVERY)] if tail else steps)


def sounds_of(steps: tuple[Step, ...]) -> tuple[Sound, ...]:
    """The folded form of some steps, sound by sound (see `resolver.readings.fold`)."""
    sounds = [Sound(char, i, i) for i, step in enumerate(steps) for char in step.sounds]
    while True:
        before = "".join(item.sound for item in sounds)
        sounds = _merged(sounds, _doubled)
        for pair, sound in JOINED.items():
            if pair in "".join(item.sound for item in sounds):
                sounds = _merged(sounds, _joined(pair, sound))
        for i in range(1, len(sounds)):
            if sounds[i].sound == "о" and sounds[i - 1].sound in _SIBILANTS:
                sounds[i] = sounds[i]._replace(sound="е")
        if before == "".join(item.sound for item in sounds):
            return tuple(sounds)


def _merged(sounds: list[Sound], merge: Callable[[str, str], str]) -> list[Sound]:
    out: list[Sound] = []
    for item in sounds:
        one = merge(out[-1].sound, item.sound) if out else ""
        if one:
            out[-1] = Sound(one, out[-1].first, item.last)
        else:
            out.append(item)
    return out


def _doubled(a: str, b: str) -> str:
    return a if a == b != "е" else ""


def _joined(pair: str, sound: str) -> Callable[[str, str], str]:
    return lambda a, b: sound if a + b == pair else ""
