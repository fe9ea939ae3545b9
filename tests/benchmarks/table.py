"""Measures with the bars they are held to, as a table or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Measure:
    """`ours` on all cases, and everybody on the same sample of them. `bar` None: for
    information only. `at_most` when less is better."""

    task: str
    name: str
    ours: float
    bar: float | None = None
    at_most: bool = False
    sample: float | None = None
    rapidfuzz: float | None = None
    logic_v2: float | None = None
    cases: int = 0

    @property
    def reached(self) -> bool | None:
        """Whether ours is at the bar."""
        if self.bar is None:
            return None
        return self.ours <= self.bar if self.at_most else self.ours >= self.bar

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {**asdict(self), "reached": self.reached}


@dataclass(slots=True)
class Outcome:
    """What one task found: its measures, and cases that went wrong, in words."""

    measures: list[Measure]
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def _cell(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.4f}" if abs(value) >= 0.001 or value == 0 else f"{value:.6f}"


def aligned(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    """Markdown that also reads well in a terminal."""
    lines = [list(head), *(list(row) for row in body)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    text = [
        "| " + " | ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) + " |"
        for line in lines
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([text[0], rule, *text[1:]])


def table(measures: Iterable[Measure]) -> str:
    """One line a measure."""
    head = ["task", "measure", "cases", "ours", "bar", "", "ours*", "rapidfuzz*", "logic-v2*"]
    body = [
        [
            m.task,
            m.name,
            str(m.cases),
            _cell(m.ours),
            "" if m.bar is None else ("<= " if m.at_most else ">= ") + f"{m.bar:g}",
            {True: "reached", False: "MISSED", None: ""}[m.reached],
            _cell(m.sample),
            _cell(m.rapidfuzz),
            _cell(m.logic_v2),
        ]
        for m in measures
    ]
    return aligned(head, body)
