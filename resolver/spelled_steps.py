"""What the graphemes of a script stand for, laid out so that the longest that begins at a letter
is soon found.
"""

from __future__ import annotations

from typing import Final

from resolver.folding import folds_before
from resolver.graphemes import Grammar, Rule, every_convention, side_fits


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


class Step:
    """What a grapheme of so many letters can stand for between such neighbours: its options, or
    the `sole` sounds that every convention gives it.

    `starts` are the sounds it may begin with and `folds` those that fold after it, as bit sets;
    `silent` if it may stand for nothing, `within` if two of its own sounds fold.
    """

    __slots__ = (
        "_left", "_right", "anywhere", "folds", "length", "options", "silent", "sole", "starts",
        "within",
    )  # fmt: skip

    def __init__(self, rule: Rule, bits: Bits, length: int = 1) -> None:
        every = every_convention()
        options = [(sounds, allowed & every) for sounds, allowed in rule.options]
        spoken = [sounds for sounds, _ in options if sounds]
        first, allowed = options[0]
        starts = folds = 0
        for sounds in spoken:
            starts |= bits.of(sounds[0])
            folds |= bits.folding(sounds[-1])
        self._left: Final[str] = rule.left
        self._right: Final[str] = rule.right
        self.length: Final[int] = length
        self.anywhere: Final[bool] = not rule.left and not rule.right
        self.options: Final[list[tuple[str, int]]] = options
        self.sole: Final[str | None] = first if len(options) == 1 and allowed == every else None
        self.starts: Final[int] = starts
        self.folds: Final[int] = folds
        self.silent: Final[bool] = len(spoken) < len(options)
        self.within: Final[bool] = any(map(_folds_within, spoken))

    def fits(self, before: str, after: str) -> bool:
        """Whether the neighbours are such; empty at the edges of the word."""
        return (not self._left or side_fits(self._left, before)) and (
            not self._right or side_fits(self._right, after)
        )


class Branch:
    """Graphemes that begin alike: the steps of the one that ends here, and the longer ones by
    their next letter."""

    __slots__ = ("further", "steps")

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.further: dict[str, Branch] = {}


def tree(grammar: Grammar, bits: Bits) -> Branch:
    """The graphemes of letters that begin one: others are not left in a word that is read."""
    root = Branch()
    for grapheme, rules in grammar.rules.items():
        if not grammar.longest.keys() >= set(grapheme):
            continue
        branch = root
        for letter in grapheme:
            branch = branch.further.setdefault(letter, Branch())
        branch.steps = [Step(rule, bits, len(grapheme)) for rule in rules]
    return root
