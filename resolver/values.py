"""What all values of the core have in common: they are frozen, and can be copied and pickled."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """Base of frozen dataclasses.

    A copy is made of the fields anew. What Python does by itself, setting one field after the
    other on an empty value, is refused by a frozen class once it is compiled.
    """

    def __reduce__(self) -> tuple[type[Value], tuple[object, ...]]:
        return type(self), tuple([getattr(self, field.name) for field in fields(self)])
