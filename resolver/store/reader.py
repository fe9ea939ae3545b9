"""What a view of any store does with its rows: the half of Reader that is not SQL."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from resolver.attributes import Facts, gathered
from resolver.errors import DamagedData, NotFound
from resolver.ledger.tables import Node, Tables
from resolver.mention import Kind
from resolver.pool import Pool, Waiting
from resolver.sifting import Sieve
from resolver.store.chain import Row, parsed
from resolver.store.protocol import (
    DecisionState,
    Entity,
    StoredCollision,
    StoredMention,
    StoredName,
    StoredSuggestion,
)
from resolver.store.rows import kind_of, mention_of, suggestion_of

PAGE_ROWS = 1_000
_COUNTED = ("events", "mentions", "entities", "suggestions", "collisions", "decisions")
_LARGEST = 2**62

Rows = list[Any]


class RowReader(ABC):
    """Implements Reader over rows; the rows themselves are a store's own."""

    __slots__ = ()

    # Entities and mentions

    @abstractmethod
    def candidates(self, kind: Kind, keys: Sequence[str], limit: int) -> list[StoredName]: ...

    def likely(
        self, kind: Kind, keys: Sequence[str], limit: int, sieve: Sieve
    ) -> Iterator[StoredName]:
        return (found for found in self.candidates(kind, keys, limit) if sieve.passes(found.name))

    @abstractmethod
    def starting(self, words: Sequence[str], limit: int) -> list[str]: ...

    def facts(self, entity_ids: Sequence[str]) -> Mapping[str, Facts]:
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for entity_id, attribute, value in self._fact_rows(entity_ids):
            found[entity_id].append((attribute, value))
        return {entity_id: gathered(pairs) for entity_id, pairs in found.items()}

    def entity(self, entity_id: str) -> Entity:
        found = self._whole(self._entity_rows(self._known(entity_id).root - 1, None, 1))
        if not found:
            raise DamagedData("an entity redirects to none: rebuild the projections")
        return found[0]

    def has_entity(self, entity_id: str) -> bool:
        return self._tables().node(entity_id) is not None

    def entity_of(self, mention_id: str) -> str | None:
        tables = self._tables()
        placed = tables.placed(mention_id)
        if placed is None:
            return None
        (node,) = tables.nodes([placed.node])
        return tables.nodes([node.root])[0].entity_id

    def entities_of(self, mention_ids: Sequence[str]) -> Mapping[str, str]:
        return dict(self._home_rows(mention_ids))

    def have_entities(self, entity_ids: Sequence[str]) -> set[str]:
        return {entity_id for (entity_id,) in self._founded_rows(entity_ids)}

    def mentions(self, entity_id: str, limit: int = 1000, after: int = 0) -> list[StoredMention]:
        nodes = self._cluster(entity_id)
        rows = self._mention_rows([node.number for node in nodes], after, max(limit, 0))
        root = next((node.entity_id for node in nodes if node.number == node.root), entity_id)
        return [mention_of(root, row) for row in rows]

    def entities(self, kind: Kind | None = None, after: str | None = None) -> Iterator[Entity]:
        # Page by page: a cursor left open would pin this snapshot past the end of the view.
        last = 0 if after is None else self._known(after).number
        while rows := self._entity_rows(last, kind, PAGE_ROWS):
            yield from self._whole(rows)
            last = rows[-1][0]

    def counts(self) -> Mapping[str, int]:
        return dict(zip(_COUNTED, self._counted(), strict=True))

    # Suggestions, decisions and history

    def suggestions(self, limit: int = 1000, pool: Pool | None = None) -> list[StoredSuggestion]:
        return [suggestion_of(row) for row in self._open_rows(max(limit, 0), pool)]

    def waiting(self, since: int = 0, pool: Pool | None = None) -> Waiting:
        return Waiting(*self._waiting_row(since, pool))

    def suggestion(self, suggestion_id: int) -> StoredSuggestion:
        rows = self._suggestion_rows(suggestion_id)
        if not rows:
            raise NotFound("there is no suggestion of this number")
        return suggestion_of(rows[0])

    def suggestions_of(self, entity_id: str) -> list[StoredSuggestion]:
        return [suggestion_of(row) for row in self._suggestion_rows_of(self._numbers(entity_id))]

    def collisions(self, limit: int = 1000) -> list[StoredCollision]:
        return [StoredCollision(*row) for row in self._collision_rows(max(limit, 0))]

    def decision(self, seq: int) -> DecisionState:
        rows = self._decision_rows(seq)
        if not rows:
            raise NotFound("there is no decision of this number")
        return DecisionState(*rows[0])

    def decisions(self, after: int = 0, limit: int = 1000) -> list[int]:
        return [seq for (seq,) in self._deciding(after, max(limit, 0))]

    def last_decisions(self, limit: int, before: int | None = None) -> list[int]:
        end = _LARGEST if before is None else before
        return [seq for (seq,) in self._last_deciding(end, max(limit, 0))]

    def history(self, entity_id: str, after: int = 0, limit: int = 1000) -> list[int]:
        own = [seq for (seq,) in self._touching(self._numbers(entity_id))]
        found = [seq for (seq,) in self._with_undos(own) if seq > after]
        return found[: max(limit, 0)]

    def event(self, seq: int) -> Mapping[str, Any]:
        rows = self._event_rows(seq - 1, 1) if 0 < seq < _LARGEST else []
        if not rows or rows[0]["seq"] != seq:
            raise NotFound("there is no event of this number")
        return parsed(rows[0])

    def is_decided(self, entity_id: str) -> bool:
        links = self._tables().links_at(self._numbers(entity_id))
        return any(
            link.human
            and (link.active or link.sort == "split")
            and link.sort not in ("unsure", "name")
            for link in links
        )

    def joins_of(self, entity_id: str) -> list[int]:
        links = self._tables().links_at(self._numbers(entity_id))
        found = {
            link.decision
            for link in links
            if not link.human and link.active and link.sort == "together"
        }
        return sorted(found)

    def apart_from(self, entity_id: str) -> set[str]:
        return {other for (other,) in self._apart_rows(self._numbers(entity_id))}

    def recall(self, key: str) -> tuple[str, str] | None:
        rows = self._request_rows(key)
        return None if not rows else (rows[0][0], rows[0][1])

    # What is made of the rows

    def _known(self, entity_id: str) -> Node:
        node = self._tables().node(entity_id)
        if node is None:
            raise NotFound("there is no entity with this id")
        return node

    def _cluster(self, entity_id: str) -> Sequence[Node]:
        tables = self._tables()
        node = tables.node(entity_id)
        return () if node is None else tables.nodes_of([node.root])

    def _numbers(self, entity_id: str) -> list[int]:
        return [node.number for node in self._cluster(entity_id)]

    def _whole(self, rows: Sequence[Any]) -> list[Entity]:
        """Entities of rows in ascending order of id."""
        if not rows:
            return []
        listed = [row[0] for row in rows]
        spellings: dict[int, dict[str, int]] = {}
        for root, group in groupby(self._spelling_rows(listed), itemgetter(0)):
            own = spellings[root] = {}
            for _, name, mentions in group:
                own[name] = own.get(name, 0) + mentions
        members: dict[int, list[str]] = defaultdict(list)
        for root, entity_id in self._member_rows(listed):
            members[root].append(entity_id)
        return [
            Entity(
                entity_id,
                kind_of(kind),
                name,
                sum(spellings.get(number, {}).values()),
                spellings.get(number, {}),
                changed,
                decided,
                bool(corrected),
                bool(hidden),
                tuple(members.get(number, ())),
            )
            for number, entity_id, kind, name, changed, decided, corrected, hidden in rows
        ]

    # Rows

    @abstractmethod
    def _tables(self) -> Tables:
        """The tables behind this view; BadInput where the view is over."""

    @abstractmethod
    def _entity_rows(self, after: int, kind: Kind | None, limit: int) -> Rows:
        """Roots by number: number, id, kind, name, changed, decided, corrected, hidden."""

    @abstractmethod
    def _spelling_rows(self, roots: list[int]) -> Rows:
        """Root, name, mentions; by root, then in order of entry."""

    @abstractmethod
    def _member_rows(self, roots: list[int]) -> Rows:
        """Root, id of a node that redirects to it; by root, then in order of founding."""

    @abstractmethod
    def _fact_rows(self, entity_ids: Sequence[str]) -> Rows:
        """Id of a root, attribute, value."""

    @abstractmethod
    def _home_rows(self, mention_ids: Sequence[str]) -> Rows:
        """Id of a mention, id of its root."""

    @abstractmethod
    def _founded_rows(self, entity_ids: Sequence[str]) -> Rows:
        """The ids among these that entities go by."""

    @abstractmethod
    def _mention_rows(self, nodes: list[int], after: int, limit: int) -> Rows:
        """Number, kind and payload of the event, when, id of the node; by number."""

    @abstractmethod
    def _counted(self) -> Sequence[int]: ...

    @abstractmethod
    def _open_rows(self, limit: int, pool: Pool | None) -> Rows:
        """Open suggestions, most urgent first; columns as `rows.suggestion_of` has them."""

    @abstractmethod
    def _waiting_row(self, since: int, pool: Pool | None) -> Sequence[int]:
        """The fields of Waiting."""

    @abstractmethod
    def _suggestion_rows(self, number: int) -> Rows: ...

    @abstractmethod
    def _suggestion_rows_of(self, nodes: list[int]) -> Rows: ...

    @abstractmethod
    def _collision_rows(self, limit: int) -> Rows:
        """Decision, what it is blocked by, and its two ends; one row a decision, by number."""

    @abstractmethod
    def _decision_rows(self, seq: int) -> Rows: ...

    @abstractmethod
    def _deciding(self, after: int, limit: int) -> Rows: ...

    @abstractmethod
    def _last_deciding(self, before: int, limit: int) -> Rows: ...

    @abstractmethod
    def _touching(self, nodes: list[int]) -> Rows:
        """Numbers of the events that name nodes, ascending."""

    @abstractmethod
    def _with_undos(self, events: list[int]) -> Rows:
        """The same with what undid any of them, along chains of undos, ascending."""

    @abstractmethod
    def _apart_rows(self, nodes: list[int]) -> Rows: ...

    @abstractmethod
    def _event_rows(self, after: int, limit: int) -> list[Row]: ...

    @abstractmethod
    def _request_rows(self, key: str) -> Rows: ...
