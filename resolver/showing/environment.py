"""Templates of pages: everything is escaped, and an unknown name is an error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from resolver.legible import pieces
from resolver.script import script_of

_SUBTAGS = {"cyrillic": "und-Cyrl", "latin": "und-Latn", "other": "und"}


def templates(package: str, filters: Mapping[str, Callable[..., Any]] = {}) -> Environment:
    """Templates of a package, which may use those of this one, with the filters of all pages:
    `pieces`, `readable`, `subtag`, `score`, `weight`, `number` and `plural`."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader("resolver.showing")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(_FILTERS)
    made.filters.update(filters)
    return made


def base_style() -> str:
    """The style sheet that all pages begin with: palette, type, names, tables, drawings."""
    return files("resolver.showing").joinpath("static/base.css").read_text("utf-8")


def subtag(text: str) -> str:
    """The language of a text as far as its script tells: `und-Cyrl`."""
    return _SUBTAGS[script_of(text)]


def readable(name: str) -> str:
    """A name for an attribute: what cannot be seen is spelled out."""
    return "".join(piece.text if piece.seen else f"[{piece.chip}]" for piece in pieces(name))


def score_shown(score: float) -> str:
    """Cut, not rounded: nothing is certain."""
    return f"{int(score * 100) / 100:.2f}"


def plural(count: int, one: str, many: str = "") -> str:
    """`1,200 mentions`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


_FILTERS: dict[str, Callable[..., Any]] = {
    "pieces": pieces,
    "readable": readable,
    "subtag": subtag,
    "score": score_shown,
    "weight": lambda weight: f"{weight:+.1f}".replace("-", "−"),
    "number": lambda count: f"{count:,}",
    "plural": plural,
}
