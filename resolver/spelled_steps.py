"""What the graphemes of a script stand for, laid out so that the longest that begins at a letter
is soon found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from resolver.errors import DamagedData
from resolver.folding import folds_before
from resolver.graphemes import Grammar, Rule, every_convention, side_fits

if TYPE_CHECKING:
    from mypy_extensions import i64

END: Final = 0
UNKNOWN: Final = 1
DOUBT: Final = 2
_MOST: Final = 255


class Bits:
    """A bit for each sound."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def of(self, sound: str) -> int:
        return self._known.setdefault(sound, 1 << len(self._known))

    def folding(self, sound: str) -> int:
        """The sounds that fold after a sound."""
        return sum([self.of(other) for other in folds_before(sound)])


def _folds_within(sounds: str) -> bool:
    return any(sounds[i + 1] in folds_before(sounds[i]) for i in range(len(sounds) - 1))


class Letters:
    """The letters that begin graphemes, numbered. A neighbour that is none of them is UNKNOWN, and
    END where there is no letter."""

    __slots__ = ("known", "numbers", "width")

    def __init__(self, known: list[str]) -> None:
        if len(known) + UNKNOWN >= _MOST:
            raise DamagedData(f"the tables of readings have more than {_MOST} letters of a script")
        numbers = bytearray([UNKNOWN]) * (ord(known[-1]) + 1)
        numbers[0] = END  # no letter
        for number, letter in enumerate(known, UNKNOWN + 1):
            numbers[ord(letter)] = number
        self.known: Final[list[str]] = known
        self.numbers: Final[bytes] = bytes(numbers)
        self.width: Final[int] = len(known) + UNKNOWN + 1

    def fitting(self, condition: str) -> bytes:
        """By the number of a neighbour, whether it is as a rule wants it; of those UNKNOWN, DOUBT
        unless every one is."""
        doubt = DOUBT if condition else 1
        beside = [side_fits(condition, ""), doubt]
        return bytes([*beside, *[side_fits(condition, letter) for letter in self.known]])


class Step:
    """What a grapheme of so many letters can stand for between such neighbours: its options, or
    the `sole` sounds that every convention gives it.

    `starts` are the sounds it may begin with and `folds` those that fold after it, as bit sets;
    `silent` if it may stand for nothing, `within` if two of its own sounds fold, `apart` if what is
    read differs by the option, as none of them ends another.
    """

    __slots__ = (
        "_after", "_before", "_left", "_right", "allowed", "anywhere", "apart", "folds", "length",
        "options", "silent", "sole", "starts", "within",
    )  # fmt: skip

    def __init__(self, rule: Rule, bits: Bits, letters: Letters, length: int = 1) -> None:
        every = every_convention()
        options: dict[str, int] = {}
        for sounds, allowed in rule.options:
            options[sounds] = options.get(sounds, 0) | allowed & every
        spoken = [sounds for sounds in options if sounds]
        first, allowed = next(iter(options.items()))
        starts = folds = 0
        for sounds in spoken:
            starts |= bits.of(sounds[0])
            folds |= bits.folding(sounds[-1])
        self._left: Final[str] = rule.left
        self._right: Final[str] = rule.right
        self._before: Final[bytes] = letters.fitting(rule.left)
        self._after: Final[bytes] = letters.fitting(rule.right)
        self.length: Final[int] = length
        self.anywhere: Final[bool] = not rule.left and not rule.right
        self.options: Final[list[tuple[str, int]]] = list(options.items())
        self.allowed: Final[list[int]] = list(options.values())
        self.apart: Final[bool] = not any(
            one != other and one.endswith(other) for one in options for other in options
        )
        self.sole: Final[str | None] = first if len(options) == 1 and allowed == every else None
        self.starts: Final[int] = starts
        self.folds: Final[int] = folds
        self.silent: Final[bool] = len(spoken) < len(options)
        self.within: Final[bool] = any(map(_folds_within, spoken))

    def fits(self, before: i64, after: i64, word: str, start: i64, end: i64) -> bool:
        """Whether the neighbours, of these numbers, of what is between two places are such."""
        left, right = self._before[before], self._after[after]
        if left == DOUBT:
            left = side_fits(self._left, word[start - 1])
        if right == DOUBT:
            right = side_fits(self._right, word[end])
        return left != 0 and right != 0


class Branch:
    """Graphemes that begin alike: the steps of the one that ends here, and the longer ones by
    the number of their next letter; none where `last`."""

    __slots__ = ("further", "last", "steps")

    def __init__(self, width: int) -> None:
        self.steps: list[Step] = []
        self.further: list[Branch | None] = [None] * width
        self.last = True

    def towards(self, number: int) -> Branch:
        """The branch of a next letter, made where there was none."""
        found = self.further[number]
        if found is None:
            found = self.further[number] = Branch(len(self.further))
            self.last = False
        return found


def tree(grammar: Grammar, bits: Bits, letters: Letters) -> Branch:
    """The graphemes of letters that begin one: others are not left in a word that is read."""
    root = Branch(letters.width)
    for grapheme, rules in grammar.rules.items():
        if not grammar.longest.keys() >= set(grapheme):
            continue
        branch = root
        for letter in grapheme:
            branch = branch.towards(letters.numbers[ord(letter)])
        branch.steps = [Step(rule, bits, letters, len(grapheme)) for rule in rules]
    return root
