"""Keys of the API beside the names, which the log knows nothing of: what is not SQL of them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from resolver.access import Key, Keys, NewKey, Role, new_key
from resolver.errors import BadInput, NotFound
from resolver.store.stamp import utc_now

COLUMNS = "key_id, role, label, created_at, revoked_at"
MAX_LABEL = 100


class KeptKeys(Keys):
    """Keys that can be made, listed and revoked. Safe to share between threads.

    Raises StoreBusy, DamagedData.
    """

    def __init__(self, clock: Callable[[], datetime] | None = None) -> None:
        self._clock = clock or utc_now
        self._some = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None: ...

    def any(self) -> bool:
        """Once there was a key there always was one: that answer needs no database."""
        if not self._some:
            self._some = bool(self._rows(1))
        return self._some

    def usable(self) -> int:
        """How many keys are not revoked."""
        return sum(key.revoked_at is None for key in self.listed())

    def stored(self, key_id: str) -> tuple[Key, bytes] | None:
        row = self._row(key_id)
        return None if row is None else (_key(row[:-1]), row[-1])

    def listed(self) -> list[Key]:
        """Every key, revoked ones too, oldest first."""
        return [_key(row) for row in self._rows()]

    def create(self, role: Role, label: str) -> NewKey:
        """A new key, whose text is to be found nowhere else. BadInput for a bad label."""
        if len(label) > MAX_LABEL or not label.isprintable():
            raise BadInput(f"a label has at most {MAX_LABEL} characters and stands on one line")
        made = new_key()
        self._insert((made.key_id, role.value, label, self._now(), None, made.digest))
        return made

    def adopt(self, other: KeptKeys) -> int:
        """Take over the keys of another database that are not known here; how many."""
        fresh = 0
        for key in other.listed():
            row = other._row(key.key_id)
            if row is not None and self._row(key.key_id) is None:
                self._insert(row)
                fresh += 1
        return fresh

    def revoke(self, key_id: str) -> None:
        """From now on the key opens nothing; revoking again changes nothing. NotFound."""
        if not self._revoke(key_id, self._now()):
            raise NotFound("there is no key of that id; `resolver keys list` shows them")

    @abstractmethod
    def _rows(self, limit: int = -1) -> list[Any]:
        """COLUMNS of the keys, oldest first; of all of them with a negative limit."""

    @abstractmethod
    def _row(self, key_id: str) -> Sequence[Any] | None:
        """COLUMNS and the digest of one key."""

    @abstractmethod
    def _insert(self, row: Sequence[Any]) -> None:
        """COLUMNS and the digest of a new key."""

    @abstractmethod
    def _revoke(self, key_id: str, at: str) -> bool:
        """Whether there is such a key."""

    def _now(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="milliseconds")


def _key(row: Sequence[Any]) -> Key:
    key_id, role, label, created_at, revoked_at = row
    return Key(key_id, Role(role), label, created_at, revoked_at)
