"""Every way to read the letters of a word, before its sounds are folded.

Most letters have one reading whatever stands beside them, or beside most letters. So a word is gone
through once, by tables, and only where a letter may be read otherwise are the graphemes looked up
that begin there. On the way it is seen whether any two sounds may fold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from resolver.acyclic import mypyc_attr
from resolver.graphemes import Grammar, Option, Rule, every_convention, grammar_of
from resolver.spelled_steps import END, UNKNOWN, Bits, Branch, Letters, Step, tree

if TYPE_CHECKING:
    from mypy_extensions import i64

MAX_READINGS: Final = 32
MAX_SWITCHES: Final = 4


_MARKS: Final = frozenset("VCE^$")
_SILENT: Final = 0
_AS_WRITTEN: Final = 1
_OTHERWISE: Final = 2


def _plain_letters(rules: Mapping[str, tuple[Rule, ...]]) -> Iterator[tuple[str, str]]:
    """Letters that have one reading unless one of some letters follows; with those."""
    for letter, found in rules.items():
        *special, usual = found
        if len(letter) > 1 or usual.left or usual.right or len(usual.options) > 1:
            continue
        if usual.options[0].conventions != every_convention():
            continue
        if any(rule.left or not rule.right or _MARKS & set(rule.right) for rule in special):
            continue
        longer = {grapheme[1] for grapheme in rules if len(grapheme) > 1 and grapheme[0] == letter}
        yield letter, "".join(sorted(longer.union(*(rule.right for rule in special))))


@mypyc_attr(acyclic=True)
class State:
    """A way to read the letters of a word, or the first of them: what they sound like, and how
    often conventions had to change, above a bit for each convention that is left."""

    __slots__ = ("form", "packed")

    def __init__(self, form: str, packed: i64) -> None:
        self.form: Final[str] = form
        self.packed: i64 = packed


Spelled = tuple[list[State] | None, str, bool]


class Speller:
    """The letters of a grammar, numbered. `_stops[a * width + b]` says that the letter `a` has to
    be looked up before the letter `b`; where it has not, its reading is in `_sounds`."""

    __slots__ = (
        "_firsts",
        "_folds",
        "_how",
        "_numbers",
        "_silence",
        "_sounds",
        "_starts",
        "_stops",
        "_touching",
        "_width",
        "every",
        "shift",
    )  # fmt: skip

    def __init__(self, grammar: Grammar) -> None:
        bits, plain = Bits(), dict(_plain_letters(grammar.rules))
        letters = Letters(sorted(grammar.longest))
        self.every: Final[int] = every_convention()
        self.shift: Final[int] = self.every.bit_length()
        self._silence: Final[Step] = Step(Rule("", "", (Option("", self.every),)), bits, letters)
        numbers, width = letters.numbers, letters.width
        stops = bytearray([1]) * width**2
        starts, folds = [0] * width, [0] * width
        spoken = [""] * width
        for letter, after in plain.items():
            number, sounds = numbers[ord(letter)], grammar.rules[letter][-1].options[0].sounds
            spoken[number] = sounds
            before = {numbers[ord(other)] for other in after if other in grammar.longest}
            row = [int(other in before) for other in range(width)]
            stops[number * width : (number + 1) * width] = bytes(row)
            if sounds:
                starts[number], folds[number] = bits.of(sounds[0]), bits.folding(sounds[-1])
        self._firsts: Final[list[Branch | None]] = tree(grammar, bits, letters).further
        self._numbers: Final[bytes] = numbers
        self._sounds: Final[list[str]] = spoken
        # What sounds as it is written need not be written anew.
        self._how: Final[bytes] = bytes(
            [_SILENT, _SILENT]
            + [
                _SILENT if not sounds else _AS_WRITTEN if sounds == letter else _OTHERWISE
                for letter, sounds in zip(letters.known, spoken[2:], strict=True)
            ]
        )
        self._width: Final[int] = width
        self._stops: Final[bytes] = bytes(stops)
        self._starts: Final[list[int]] = starts
        self._folds: Final[list[int]] = folds
        self._touching: Final[bytes] = bytes(
            [int(fold & start != 0) for fold in folds for start in starts]
        )

    def spell(self, word: str, refuse: bool) -> Spelled | None:  # noqa: FBT001
        """Every way to read a lower-case word: the forms, None where every convention reads it
        alike, what all of them end in, and whether two sounds of any may fold. Letters that are
        unknown stand for nothing, or the word is refused: None."""
        stops, touches, how, starts = self._stops, self._touching, self._how, self._starts
        states: list[State] | None = None
        read = ""
        touching = False
        # What folds after the sound before: after that of a letter, or of what was looked up.
        last: i64 = 0
        folding: i64 = 0
        at: i64 = 0
        run: i64 = 0
        end: i64 = len(word)
        before: i64 = END
        wide: i64 = self._width
        numbers = self._numbers
        size: i64 = len(numbers)
        following = self._number(word, 0, end)
        while at < end:
            here = following
            code: i64 = ord(word[at + 1]) if at + 1 < end else END
            following = numbers[code] if code < size else UNKNOWN
            if not stops[here * wide + following]:
                sounding = how[here]
                if sounding != _SILENT:
                    # With the letter before, or with what was looked up before.
                    start: i64 = starts[here]
                    meets = touches[last * wide + here] != 0 if last else folding & start != 0
                    touching = touching or meets
                    last = here
                if sounding != _AS_WRITTEN:
                    if run < at:
                        read += word[run:at]
                    read += self._sounds[here]
                    run = at + 1
                at += 1
                before = here
                continue
            if refuse and here == UNKNOWN:
                return None
            if run < at:
                read += word[run:at]
            step = self._at(word, at, before, here)
            if last:
                folding = self._folds[last]
                last = 0
            first: i64 = step.starts
            after: i64 = step.folds
            touching = touching or step.within or folding & first != 0
            folding = after | folding if step.silent else after
            length: i64 = step.length
            run = at = at + length
            before = here
            if length > 1:
                before = self._number(word, at - 1, end)
                following = self._number(word, at, end)
            if step.sole is not None:
                read += step.sole
            else:
                states = self._extended(states, read, step)
                read = ""
        if run < end:
            read = read + word[run:] if run else word
        return states, read, touching

    def _number(self, word: str, at: i64, end: i64) -> i64:
        if at >= end:
            return END
        code: i64 = ord(word[at])
        return self._numbers[code] if code < len(self._numbers) else UNKNOWN

    def _at(self, word: str, start: i64, before: i64, first: i64) -> Step:
        """The step of the longest grapheme here whose neighbours fit; `first` is the number of
        its letter, `before` that of the letter before it."""
        best = self._silence
        branch = self._firsts[first]
        at, end = start + 1, len(word)
        while branch is not None:
            number = self._number(word, at, end)
            for step in branch.steps:
                if step.anywhere or step.fits(before, number, word, start, at):
                    best = step
                    break
            if branch.last or number <= UNKNOWN:
                break
            branch = branch.further[number]
            at += 1
        return best

    def _extended(self, states: list[State] | None, pending: str, step: Step) -> list[State]:
        """Every state with what was read since, and each of the options."""
        options = step.options
        if states is None:
            return [State(pending + sounds, allowed) for sounds, allowed in options]
        endings = [pending + sounds for sounds, _ in options]
        every: i64 = self.every
        one_switch = every + 1
        extended: list[State] = []
        known: dict[str, State] | None = None if step.apart else {}
        for state in states:
            before = state.form
            mask = state.packed & every
            switched = state.packed - mask
            consistent = False
            for i, ending in enumerate(endings):
                both = mask & step.allowed[i]
                if both:
                    consistent = True
                    self.add(extended, known, before + ending, switched + both)
            if not consistent and switched < MAX_SWITCHES * one_switch:
                switched += one_switch
                for i, ending in enumerate(endings):
                    self.add(extended, known, before + ending, switched + step.allowed[i])
        if len(extended) > MAX_READINGS:
            ranked = sorted((self.rank(one.packed), one.form, i) for i, one in enumerate(extended))
            extended = [extended[i] for _, _, i in ranked[:MAX_READINGS]]
        return extended

    def add(
        self, states: list[State], known: dict[str, State] | None, form: str, packed: i64
    ) -> None:
        """Add a way to read a form; of two by the same form, which `known` has where there may be
        such, fewer changes of convention are kept, else all conventions that are left."""
        if known is not None:
            other = known.get(form)
            if other is not None:
                switches, others = packed >> self.shift, other.packed >> self.shift
                if switches < others:
                    other.packed = packed
                elif switches == others:
                    other.packed |= packed
                return
            known[form] = made = State(form, packed)
            states.append(made)
            return
        states.append(State(form, packed))

    def rank(self, packed: i64) -> i64:
        """The least comes first: fewest changes of convention, then most conventions."""
        conventions: int = packed & self.every
        return (packed >> self.shift) * (self.shift + 1) - conventions.bit_count()


_SPELLERS: Final[list[Speller | None]] = [None, None]


def speller_of(script: str) -> Speller:
    """That of `latin` or `cyrillic` script."""
    place = 1 if script == "cyrillic" else 0
    found = _SPELLERS[place]
    if found is None:
        found = _SPELLERS[place] = Speller(grammar_of(script))
    return found
