"""A request that takes effect once, however often it is sent: its idempotency key.

The answer is kept under the key in the transaction of what was done, with a digest of what
was asked. Sent again, the request is given that answer and nothing is done; another request
under the same key is refused. A batch is kept in parts, each under the key and the place
where it begins: sent again after only some parts were kept, it continues after them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from resolver.errors import BadInput, KeyReused
from resolver.store.protocol import Reader, Writer

MAX_KEY = 255


@dataclass(frozen=True, slots=True)
class Once:
    """The key of a request, and the digest of what it asks. Raises BadInput for a bad key."""

    key: str
    digest: str

    def __post_init__(self) -> None:
        # A line break would make a key that looks like the part of another.
        if not 1 <= len(self.key) <= MAX_KEY or not self.key.isprintable():
            raise BadInput(f"an idempotency key has 1 to {MAX_KEY} printable characters")

    @classmethod
    def of(cls, key: str, *asked: object) -> Once:
        """The request that asks this, in values of JSON, under a key."""
        return cls(key, sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest())

    def recalled(self, reader: Reader, start: int = 0) -> Any:
        """The answer that was kept, or None; of a batch, that to the part from `start` on.

        Raises KeyReused where the key came with another request.
        """
        known = reader.recall(self._place(start))
        if known is None:
            return None
        digest, answer = known
        if digest != self.digest:
            raise KeyReused("this idempotency key came with another request: use a new one")
        return json.loads(answer)

    def keep(self, writer: Writer, answer: object, start: int = 0) -> None:
        """Keep an answer, in values of JSON, with the transaction."""
        text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        writer.remember(self._place(start), self.digest, text)

    def _place(self, start: int) -> str:
        return f"{self.key}\n{start}" if start else self.key
