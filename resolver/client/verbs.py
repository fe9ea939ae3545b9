"""What all verbs are made of: a question, or a change under an idempotency key."""

from __future__ import annotations

import json
import uuid
from typing import Any, cast

from resolver.client.connection import Connection


class Verbs:
    """Sends JSON and reads JSON; see Client for what is raised."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _get(self, path: str) -> dict[str, Any]:
        """An answer; with its `etag` where it has one."""
        answer = self._connection.send("GET", path)
        found = cast("dict[str, Any]", json.loads(answer.content))
        return {**found, "etag": answer.etag} if answer.etag else found

    def _ask(self, path: str, body: object) -> dict[str, Any]:
        answer = self._connection.send("POST", path, json.dumps(body).encode())
        return cast("dict[str, Any]", json.loads(answer.content))

    def _change(
        self, path: str, body: object, key: str | None = None, seen: str | None = None
    ) -> dict[str, Any]:
        """Done once, however often it has to be sent. `seen` is an ETag."""
        answer = self._connection.send(
            "POST", path, json.dumps(body).encode(), key=key or new_key(), seen=seen
        )
        return cast("dict[str, Any]", json.loads(answer.content))


def new_key() -> str:
    """An idempotency key that nobody else has."""
    return uuid.uuid4().hex


def given(**members: object) -> dict[str, object]:
    """The members that have a value."""
    return {name: value for name, value in members.items() if value is not None}
