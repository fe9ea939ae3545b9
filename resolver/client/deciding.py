"""The verbs of clerks: cards, decisions, merges, splits, corrections, and taking them back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, TypedDict, Unpack, cast
from urllib.parse import quote

from resolver.client.answers import Card, Decision, Done, Event
from resolver.client.verbs import Verbs, given


class Said(TypedDict, total=False):
    """What may be said with every act: who decides and why; the `etag` of what was looked
    at, so that the act is refused where somebody has decided since; and an idempotency key,
    under which the same call is safe also from another process."""

    actor: str
    reason: str
    seen: str
    key: str


class Deciding(Verbs):
    """Acts of clerks. Every act is sent under an idempotency key, and again where it got no
    answer. Refused as stale, an act raises ProblemError with the other `decision`."""

    def next_suggestion(self, actor: str | None = None) -> Card | None:
        """The most urgent card, held for five minutes; None when there is nothing to decide."""
        body = json.dumps(given(actor=actor)).encode()
        answer = self._connection.send("POST", "/v1/suggestions:next", body)
        if not answer.content:
            return None
        return cast(Card, {**json.loads(answer.content), "etag": answer.etag})

    def suggestion(self, number: int) -> Card:
        """A card in any state."""
        return cast(Card, self._get(f"/v1/suggestions/{number}"))

    def suggestions(self, limit: int = 50) -> list[Card]:
        """The most urgent cards; nothing is held."""
        return cast("list[Card]", self._get(f"/v1/suggestions?limit={limit}")["cards"])

    def answer(self, card: Card | int, verdict: str, **said: Unpack[Said]) -> Done:
        """Decide a suggestion: same, different, unsure or not_a_name.

        With the card itself instead of its number, it is refused where somebody has decided
        since it was looked at.
        """
        if not isinstance(card, int):
            etag = card.get("etag")
            said = {"seen": etag, **said} if etag else said
            card = card["number"]
        return self._act("/v1/decisions", {"verdict": verdict, "suggestion": card}, said)

    def decide(self, verdict: str, *entities: str, **said: Unpack[Said]) -> Done:
        """Two entities are the same, different or nobody knows; or one is not_a_name."""
        return self._act("/v1/decisions", {"verdict": verdict, "entities": entities}, said)

    def undo(self, decision: int, **said: Unpack[Said]) -> Done:
        """Take a decision of any age back, or an undo."""
        return self._act(f"/v1/decisions/{decision}:undo", {}, said)

    def merge(self, entity_id: str, *others: str, **said: Unpack[Said]) -> Done:
        """Entities are one; the oldest id stays."""
        return self._act(f"{_of(entity_id)}:merge", {"entities": others}, said)

    def split(self, entity_id: str, mentions: Sequence[str], **said: Unpack[Said]) -> Done:
        """Mentions leave an entity; theirs is the last of `entities`."""
        return self._act(f"{_of(entity_id)}:split", {"mentions": list(mentions)}, said)

    def rename(self, entity_id: str, name: str, **said: Unpack[Said]) -> Done:
        """An entity is called so, whatever its mentions say."""
        return self._act(f"{_of(entity_id)}:rename", {"name": name}, said)

    def decision(self, number: int) -> Decision:
        """A decision, and whether it is in force."""
        return cast(Decision, self._get(f"/v1/decisions/{number}"))

    def decisions(self) -> Iterator[Decision]:
        """All decisions in the order they were made, page by page."""
        yield from self._pages("/v1/decisions", "decisions")

    def history(self, entity_id: str) -> Iterator[Event]:
        """All that made an entity what it is, page by page."""
        yield from self._pages(f"{_of(entity_id)}/history", "events")

    def _pages(self, path: str, what: str) -> Iterator[Any]:
        after: int | None = 0
        while after is not None:
            page = self._get(f"{path}?limit=200&after={after}")
            yield from page[what]
            after = page.get("next")

    def _act(self, path: str, body: dict[str, object], said: Said) -> Done:
        who = given(actor=said.get("actor"), reason=said.get("reason"))
        return cast(Done, self._change(path, body | who, said.get("key"), said.get("seen")))


def _of(entity_id: str) -> str:
    return f"/v1/entities/{quote(entity_id, safe='')}"
