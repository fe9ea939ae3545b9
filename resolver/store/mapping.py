"""A context in which a driver's errors become ours: no error of a driver leaves a store."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

from resolver.errors import BadInput, ResolverError


class Mapped:
    """Stateless, and so one for all. `ours` says what an error means, or None where it is not
    the driver's: it then goes on as it is."""

    __slots__ = ("_ours",)

    def __init__(self, ours: Callable[[BaseException], ResolverError | None]) -> None:
        self._ours = ours

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            return
        if isinstance(error, UnicodeEncodeError):
            raise BadInput("a text holds half a character (a lone surrogate)") from error
        ours = self._ours(error)
        if ours is not None:
            raise ours from error
