"""What all values of the core have in common: nothing changes them, and they can be copied and
pickled."""

from __future__ import annotations

from dataclasses import dataclass, fields

from resolver.acyclic import mypyc_attr


@mypyc_attr(acyclic=True)
@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """Base of frozen dataclasses.

    A copy is made of the fields anew. What Python does by itself, setting one field after the
    other on an empty value, is refused by a frozen class once it is compiled.
    """

    def __reduce__(self) -> tuple[type[Value], tuple[object, ...]]:
        return type(self), tuple([getattr(self, field.name) for field in fields(self)])


@mypyc_attr(acyclic=True)
@dataclass(init=False, slots=True, eq=False)
class Quick:
    """Base of dataclasses of which millions are made, each with an `__init__` of its own.

    A frozen class asks for every field whether it may be set, which takes five times as long, and
    ten times once it is compiled. Here `Final` says that nothing changes them.
    """

    def __reduce__(self) -> tuple[type[Quick], tuple[object, ...]]:
        return type(self), tuple([getattr(self, field.name) for field in fields(self)])
