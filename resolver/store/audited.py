"""What looking after a store asks of it, beyond what the rest of the library does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Protocol, Self

from resolver.store.protocol import Store


class AuditedStore(Store, Protocol):
    """A store whose log can be checked, replayed and continued with that of another."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    @property
    def schema(self) -> int:
        """The version of its tables."""
        ...

    def listing_later(self) -> AbstractContextManager[None]:
        """While many names are recorded, they may be listed under their keys a few seconds behind
        the log, and are found only then; at the end all are listed, also those that an earlier
        process has left unlisted. An exception leaves what cannot be listed to the next one."""
        ...

    def head(self) -> tuple[int, str]:
        """Number and hash of the last event; (0, GENESIS) of an empty log."""
        ...

    def log(self, after: int = 0) -> Iterator[dict[str, Any]]:
        """As `events`, with the payload as the text that was hashed."""
        ...

    def verify_log(self) -> int:
        """Recompute the hash chain; the number of events, or DamagedData with the first bad."""
        ...

    def rebuild(self) -> int:
        """Make the projections anew from the log, all or nothing; the number of events."""
        ...

    def compare_with_log(self) -> tuple[str, ...]:
        """Projections that differ from a rebuild, by name; changes nothing."""
        ...

    def adopt(self, rows: Iterable[dict[str, Any]]) -> int:
        """Append rows of another store's `log` as they are, in one transaction; how many.

        Raises Conflict unless they continue the log of this store.
        """
        ...
