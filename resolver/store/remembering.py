"""How long the answers to requests with an idempotency key are kept: the same in every store."""

from __future__ import annotations

REMEMBERED_SECONDS = 86_400.0
"""How long the answer to a request is kept for its retries."""

FORGOTTEN_AT_ONCE = 10
"""More than one, so that the old answers become fewer; few, so that nobody waits for it."""
