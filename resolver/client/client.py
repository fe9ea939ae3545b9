"""The verbs of the API."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import quote

from resolver.client.answers import Answer, Comparison, Entity, Failed, Line, Recorded
from resolver.client.connection import Connection
from resolver.client.deciding import Deciding
from resolver.client.verbs import given, new_key

AT_ONCE = 500
"""Mentions in one request of a stream or a batch."""

MentionLike = str | Mapping[str, Any]
"""A name, or a mention with the members that the API takes: name, kind, language,
birth_date, country, context, and to record also entity_id, source, date, id."""


class Client(Deciding):
    """A client of one server; not to be shared between threads.

    >>> with Client("http://127.0.0.1:8000") as names:  # doctest: +SKIP
    ...     names.resolve("Mowlajew")["outcome"]
    'match'

    `key` is an API key, `timeout` in seconds for each request. Raises ProblemError where
    the server refuses and UnreachableError where it does not answer, after `retries` more
    attempts where it may do so later. What changes something is sent under an idempotency
    key, a new one unless `key` is given, so that it is done once however often it is sent.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:8000",
        *,
        key: str | None = None,
        timeout: float = 30.0,
        retries: int = 4,
    ) -> None:
        super().__init__(Connection(url, key, timeout, retries))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def resolve(self, mention: MentionLike, **more: str) -> Answer:
        """Whom a name means. `more` are further members of the mention."""
        return cast(Answer, self._ask("/v1/resolve", {**_mention(mention), **more}))

    def resolve_many(self, mentions: Iterable[MentionLike]) -> list[Answer | Failed]:
        """Answers in order; a mention that cannot be used is answered by its error."""
        found: list[Answer | Failed] = []
        for part in _parts(mentions):
            found += self._ask("/v1/resolve", {"mentions": part})["results"]
        return found

    def resolve_stream(self, mentions: Iterable[MentionLike]) -> Iterator[Line]:
        """Answers to any number of mentions, in order and in constant memory.

        Mentions may carry an `id`, which comes back with the answer.
        """
        done = 0
        for part in _parts(mentions):
            body = b"".join(json.dumps(each).encode() + b"\n" for each in part)
            answer = self._connection.send("POST", "/v1/resolve:stream", body, "application/jsonl")
            *lines, _summary = map(json.loads, answer.content.splitlines())
            for line in lines:
                yield cast(Line, {**line, "line": done + line["line"]})
            done += len(part)

    def record(self, mention: MentionLike, *, key: str | None = None, **more: str) -> Recorded:
        """Record a mention: it joins an entity or founds one."""
        body = {**_mention(mention), **more}
        return cast(Recorded, self._change("/v1/mentions", body, key))

    def record_many(
        self, mentions: Iterable[MentionLike], *, key: str | None = None
    ) -> list[Recorded | Failed]:
        """What became of each, in order.

        After an error, the same mentions with the `key` of this call record what was not
        recorded yet: give one of your own if a process that ends midway shall be continued.
        """
        key = key or new_key()
        found: list[Recorded | Failed] = []
        for number, part in enumerate(_parts(mentions)):
            own = f"{key}-{number}"
            found += self._change("/v1/mentions", {"mentions": part}, own)["results"]
        return found

    def compare(self, name_a: str, name_b: str, kind: str = "person") -> Comparison:
        """Whether two spellings are one name, and why."""
        body = {"name_a": name_a, "name_b": name_b, "kind": kind}
        return cast(Comparison, self._ask("/v1/compare", body))

    def explain(self, name_a: str, name_b: str, kind: str = "person") -> dict[str, Any]:
        """A comparison with `summary` and `alignment`."""
        return self._ask("/v1/explain", {"name_a": name_a, "name_b": name_b, "kind": kind})

    def romanize(
        self, name: str, *, standard: str | None = None, language: str | None = None
    ) -> list[dict[str, Any]]:
        """Latin spellings, each with `latin`, `standard` and `status`."""
        body = given(name=name, standard=standard, language=language)
        return cast("list[dict[str, Any]]", self._ask("/v1/romanize", body)["romanizations"])

    def original(
        self, name: str, *, language: str | None = None, limit: int = 10
    ) -> list[dict[str, Any]]:
        """Likely Cyrillic originals of a Latin spelling, best first."""
        body = given(name=name, language=language, limit=limit)
        return cast("list[dict[str, Any]]", self._ask("/v1/original", body)["originals"])

    def variants(
        self,
        name: str,
        *,
        language: str | None = None,
        limit: int = 50,
        query: str | None = None,
    ) -> dict[str, Any]:
        """`variants`, likeliest first, and with `query` (list, lucene, regex) a search query."""
        return self._ask(
            "/v1/variants", given(name=name, language=language, limit=limit, query=query)
        )

    def rules(self, table: str | None = None) -> Iterator[dict[str, Any]]:
        """The tables, or all rows of one."""
        if table is None:
            yield from self._get("/v1/rules")["tables"]
            return
        after: int | None = 0
        while after is not None:
            page = self._get(f"/v1/rules/{quote(table, safe='')}?limit=1000&after={after}")
            yield from page["rows"]
            after = page.get("next")

    def entity(self, entity_id: str) -> Entity:
        """An entity with its spellings and mentions."""
        return cast(Entity, self._get(f"/v1/entities/{quote(entity_id, safe='')}"))


def _mention(given: MentionLike) -> dict[str, Any]:
    return {"name": given} if isinstance(given, str) else dict(given)


def _parts(mentions: Iterable[MentionLike]) -> Iterator[list[dict[str, Any]]]:
    rows = map(_mention, mentions)
    while part := list(islice(rows, AT_ONCE)):
        yield part
