"""Where the bars of a time line stand, in the units of an SVG drawn at its own size."""

from __future__ import annotations

from dataclasses import dataclass

from resolver.timeline import Timeline

_STEP, _GAP = 26, 6
_TOP, _FULL, _FOOT = 20, 110, 22
_LETTER, _BETWEEN = 7, 10  # width of a letter of a label, least room between two labels


@dataclass(frozen=True, slots=True)
class Bar:
    """One period; `named` where its label has room below it."""

    x: int
    y: int
    width: int
    height: int
    label: str
    mentions: int
    named: bool

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of `width` by `height`; bars stand on `base`."""

    width: int
    height: int
    base: int
    bars: tuple[Bar, ...]


def chart(time: Timeline) -> Chart:
    """The bars of a time line: their heights are in proportion, and none is too low to see."""
    base = _TOP + _FULL
    longest = max((len(period.label) for period in time.periods), default=0) * _LETTER
    every = -(-(longest + _BETWEEN) // _STEP)
    margin = max(0, longest - _STEP) // 2
    bars = []
    for number, period in enumerate(time.periods):
        height = max(3, round(_FULL * period.mentions / time.most)) if period.mentions else 0
        bars.append(
            Bar(
                x=margin + number * _STEP + _GAP // 2,
                y=base - height,
                width=_STEP - _GAP,
                height=height,
                label=period.label,
                mentions=period.mentions,
                named=number % every == 0,
            )
        )
    return Chart(2 * margin + max(1, len(bars)) * _STEP, base + _FOOT, base, tuple(bars))
