"""Decisions: entered as links between nodes, undone, and undone again.

    decision                    links                                     besides
    same(a, b)                  a together b                              -
    different(a, b)             a apart b                                 -
    unsure(a, b)                a unsure b                                -
    not a name(a)               junk, for each node of the cluster        its names stop competing
    merge(a, b, c)              a together b together c                   -
    split(m1 m2 of a -> n)      n split a, n apart the other nodes of a   m1, m2 are placed in n
    correct(a)                  name                                      -
    undo(d)                     -                                         d is no longer in force
    machine: joined, moved      as merge and split, but without n apart   give way to all of these

A mention is where the last move in force puts it, else where it was recorded. Undoing a
split takes its moves back and joins n, with whatever n has gained since, to a again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from resolver.errors import Conflict
from resolver.ledger.clusters import resettle
from resolver.ledger.events import (
    Decided,
    DecisionUndone,
    EntitiesJoined,
    EntitiesMerged,
    EntitySplit,
    MentionsMoved,
    NameCorrected,
    Ruling,
)
from resolver.ledger.names import Names
from resolver.ledger.tables import Decision, Link, Node, Placed, Tables

_SORTS = {Ruling.SAME: "together", Ruling.DIFFERENT: "apart", Ruling.UNSURE: "unsure"}


class Decisions:
    """Applies decisions to the tables of an open transaction."""

    __slots__ = ("_names", "_tables")

    def __init__(self, tables: Tables, names: Names) -> None:
        self._tables = tables
        self._names = names

    def decide(self, seq: int, event: Decided) -> None:
        """Same, different, unsure or not a name."""
        one = self._node(event.entity_a)
        if event.verdict is Ruling.NOT_A_NAME:
            junk = [(node.number, node.number) for node in self._tables.nodes_of([one.root])]
            self._enter(seq, "junk", junk)
        else:
            if event.entity_b is None:
                raise Conflict("this verdict is about two entities: name the other")
            other = self._node(event.entity_b)
            self._check_pair(one, other, event.verdict)
            self._enter(seq, _SORTS[event.verdict], [(one.number, other.number)])
        if event.suggestion is not None and not self._tables.answer(event.suggestion, seq):
            raise Conflict("there is no suggestion of this number")
        self._settle(seq)

    def merge(self, seq: int, event: EntitiesMerged | EntitiesJoined) -> None:
        """Two or more entities are one."""
        nodes = list(dict.fromkeys(self._node(entity_id) for entity_id in event.entity_ids))
        if len(nodes) < 2:
            raise Conflict("a merge needs at least two different entities")
        if len({node.kind for node in nodes}) > 1:
            raise Conflict("entities of different kinds are never one")
        links = [(a.number, b.number) for a, b in pairwise(nodes)]
        human = isinstance(event, EntitiesMerged)
        self._enter(seq, "together", links, human=human)
        self._settle(seq, decided=human)

    def split(self, seq: int, event: EntitySplit) -> None:
        """Some mentions of an entity become another entity."""
        tables = self._tables
        source = self._node(event.entity_id)
        if tables.node(event.new_entity_id) is not None:
            raise Conflict("the new entity's id is taken: choose another")
        cluster = tables.nodes_of([source.root])
        moving = self._members(cluster, event.mention_ids)
        if len(moving) == sum(node.own for node in cluster):
            raise Conflict("a split must leave the entity at least one mention")
        name = moving[0].mention.name
        new = tables.add_node(seq, event.new_entity_id, source.kind, name)
        tables.add_decision(Decision(seq, human=True), None)
        for node in cluster:
            sort = "split" if node.number == source.number else "apart"
            tables.add_links([Link(seq, sort, new, node.number, human=True)])
        self._move(seq, moving, new)
        self._settle(seq)

    def move(self, seq: int, event: MentionsMoved) -> None:
        """The machine places mentions elsewhere; never against a human."""
        tables = self._tables
        target = self._node(event.entity_id)
        moving = [self._placed(mention_id) for mention_id in dict.fromkeys(event.mention_ids)]
        for placed in moving:
            if placed.how == "given" or placed.moved_by_human or tables.is_decided(placed.node):
                raise Conflict("a human has placed this mention: the machine may not move it")
            if placed.mention.kind != target.kind:
                raise Conflict(
                    f"a mention of kind {placed.mention.kind} cannot join a {target.kind}"
                )
        tables.add_decision(Decision(seq, human=False), None)
        self._move(seq, moving, target.number)
        touched = {placed.node for placed in moving} | {target.number}
        resettle(tables, touched, seq, decided=False)

    def correct(self, seq: int, event: NameCorrected) -> None:
        """An entity is called as a clerk says."""
        node = self._node(event.entity_id)
        self._enter(seq, "name", [(node.number, node.number)], text=event.name)
        self._settle(seq)

    def undo(self, seq: int, event: DecisionUndone) -> None:
        """A decision is no longer in force; or is again, when it was an undo."""
        tables = self._tables
        target = tables.decision(event.seq)
        if target is None:
            raise Conflict("there is no decision of this number")
        if not target.active:
            raise Conflict(f"the decision is already undone, by event {target.undone_by}")
        tables.add_decision(Decision(seq, target.human, target=target.seq), None)
        base = self._switch(target, active=False, by=seq)
        moved = tables.placed_by(base.seq)
        touched = {placed.node for placed in moved}
        for placed in moved:
            before = tables.recorded_at(placed.number)
            at = tables.last_move(placed.number)
            self._place(placed, before if at is None else at)
            touched.add(before if at is None else at)
        for link in tables.links_by(base.seq):
            touched |= {link.a, link.b}
            if link.sort == "junk":
                tables.set_junk(link.a, self._is_junk(link.a))
        resettle(tables, touched, seq, decided=target.human)

    def _switch(self, decision: Decision, *, active: bool, by: int | None) -> Decision:
        """Put a decision in or out of force, and along the chain of what it undoes."""
        self._tables.set_active(decision.seq, active, None if active else by)
        if decision.target is None:
            return decision
        below = self._tables.decision(decision.target)
        assert below is not None
        return self._switch(below, active=not active, by=decision.seq)

    def _enter(
        self,
        seq: int,
        sort: str,
        pairs: Iterable[tuple[int, int]],
        *,
        human: bool = True,
        text: str | None = None,
    ) -> None:
        tables = self._tables
        tables.add_decision(Decision(seq, human), text)
        links = [Link(seq, sort, a, b, human) for a, b in pairs]
        tables.add_links(links)
        if sort == "junk":
            for link in links:
                tables.set_junk(link.a, self._is_junk(link.a))

    def _settle(self, seq: int, *, decided: bool = True) -> None:
        links = self._tables.links_by(seq)
        resettle(
            self._tables, {end for link in links for end in (link.a, link.b)}, seq, decided=decided
        )

    def _is_junk(self, node: int) -> bool:
        links = self._tables.links_at([node])
        return any(link.sort == "junk" and link.active for link in links)

    def _node(self, entity_id: str) -> Node:
        found = self._tables.node(entity_id)
        if found is None:
            raise Conflict("the event names an entity that was never founded: found it first")
        return found

    def _check_pair(self, one: Node, other: Node, verdict: Ruling) -> None:
        if one.number == other.number:
            raise Conflict("these are one entity: split it instead")
        if one.kind != other.kind and verdict is Ruling.SAME:
            raise Conflict("entities of different kinds are never one")

    def _placed(self, mention_id: str) -> Placed:
        placed = self._tables.placed(mention_id)
        if placed is None:
            raise Conflict("there is no mention of this id")
        return placed

    def _members(self, cluster: Sequence[Node], mention_ids: Sequence[str]) -> list[Placed]:
        if not mention_ids:
            raise Conflict("a split needs the mentions that leave")
        nodes = {node.number for node in cluster}
        moving = [self._placed(mention_id) for mention_id in dict.fromkeys(mention_ids)]
        if any(placed.node not in nodes for placed in moving):
            raise Conflict("a mention to split off is not of this entity")
        return moving

    def _move(self, seq: int, moving: Iterable[Placed], node: int) -> None:
        for placed in moving:
            self._tables.add_move(placed.number, seq, node)
            self._place(placed, node)

    def _place(self, placed: Placed, node: int) -> None:
        """Count a mention at another node. Clusters are shown anew by whoever settles them."""
        if placed.node == node:
            return
        self._tables.grow(placed.node, -1)
        self._tables.grow(node, 1)
        self._names.leave(placed.node, placed.mention)
        name = self._names.enter(node, placed.mention)
        self._tables.place(placed.number, node, name)
