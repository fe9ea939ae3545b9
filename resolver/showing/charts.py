"""Where the bars of a chart stand, in the units of an SVG drawn at its own size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_STEP, _GAP = 26, 6
_TOP, _FULL, _FOOT, _MARKED = 20, 110, 22, 18
_LETTER, _BETWEEN = 7, 10  # width of a letter of a label, least room between two labels


@dataclass(frozen=True, slots=True)
class Bar:
    """`count` of something; `named` where its label has room below it; as many marks stand before
    it as `zone` says."""

    x: int
    y: int
    width: int
    height: int
    label: str
    count: int
    named: bool
    zone: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Mark:
    """A line between two bars, with what it says above it."""

    x: int
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of `width` by `height`; bars stand on `base`."""

    width: int
    height: int
    base: int
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...] = ()


def chart(rows: Sequence[tuple[str, int]], marks: Mapping[int, str] = {}) -> Chart:
    """The bars of (label, count): their heights are in proportion, and none is too low to see.
    `marks` go before the bar of a number."""
    most = max((count for _, count in rows), default=0)
    figure = len(f"{most:,}") * _LETTER
    step = max(_STEP, figure + _BETWEEN // 2) if most > 999 else _STEP
    longest = max((len(label) for label, _ in rows), default=0) * _LETTER
    every = -(-(longest + _BETWEEN) // step)
    margin = max(0, longest - step) // 2
    base = _TOP + _FULL + (_MARKED if marks else 0)
    bars = []
    for number, (label, count) in enumerate(rows):
        height = max(3, round(_FULL * count / most)) if count else 0
        bars.append(
            Bar(
                x=margin + number * step + _GAP // 2,
                y=base - height,
                width=step - _GAP,
                height=height,
                label=label,
                count=count,
                named=number % every == 0,
                zone=sum(at <= number for at in marks),
            )
        )
    width = 2 * margin + max(1, len(bars)) * step
    drawn = [
        Mark(margin + at * step, label, "end" if 2 * at > len(bars) else "start")
        for at, label in sorted(marks.items())
    ]
    return Chart(width, base + _FOOT, base, tuple(bars), tuple(drawn))
