"""A mark for what the compiler makes of a class: `@mypyc_attr(acyclic=True)`.

Values that hold no others but older ones are in no circle, so that the collector of garbage needs
not look for one. Of a name and its words there are a dozen, and of a batch millions. In plain
Python the mark says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_extensions import mypyc_attr
else:

    def mypyc_attr(**_: bool):
        return lambda marked: marked


__all__ = ["mypyc_attr"]
