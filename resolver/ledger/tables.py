"""What the policy asks of the tables of a store: rows in, rows out, one statement each.

A store implements this protocol in SQL and decides nothing. Nodes, names and mentions go
by the numbers that the store gave them; the number of a mention is that of its event.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from resolver.ledger.events import SuggestionRaised
from resolver.mention import Kind, Mention


@dataclass(frozen=True, slots=True)
class Node:
    """An entity as it was founded, and its cluster's root. `own` counts its own mentions."""

    number: int
    entity_id: str
    kind: Kind
    root: int
    own: int
    junk: bool


@dataclass(frozen=True, slots=True)
class Cluster:
    """What a root shows of its cluster. `changed` and `decided` are numbers of events: the
    last that touched it, and the last decision among them."""

    name: str
    mentions: int
    corrected: bool
    junk: bool
    changed: int
    decided: int


class Spelling(NamedTuple):
    """One distinct spelling of a cluster, with what an election asks of it."""

    name: str
    mentions: int
    completeness: int
    preference: int


class Link(NamedTuple):
    """One constraint or remark of a decision between two nodes (or one, twice).

    `sort` is `together`, `apart`, `split` (apart while its decision is in force, together
    once it is undone), `unsure`, `junk` or `name`.
    """

    decision: int
    sort: str
    a: int
    b: int
    human: bool
    active: bool = True


class Decision(NamedTuple):
    """`target` is what an undo undoes; `blocked` is what stands against it, if anything."""

    seq: int
    human: bool
    active: bool = True
    target: int | None = None
    undone_by: int | None = None


class Asked(NamedTuple):
    """A suggestion with the clusters it is between; `raised` is when it was last raised.

    `answered` is the decision made on it, where that is in force.
    """

    number: int
    root_a: int
    root_b: int
    score: float
    raised: int
    answered: int | None
    mentions_a: int
    mentions_b: int
    junk_a: bool
    junk_b: bool
    evidence: tuple[str, ...]


class Placed(NamedTuple):
    """Where a mention is; `how` it came there and what moved it last, in force."""

    number: int
    node: int
    mention: Mention
    how: str
    moved_by: int | None
    moved_by_human: bool


class Tables(Protocol):
    """The tables behind one open transaction."""

    # Nodes and clusters
    def add_node(self, seq: int, entity_id: str, kind: Kind, name: str) -> int: ...
    def node(self, entity_id: str) -> Node | None: ...
    def nodes_of(self, roots: Iterable[int]) -> list[Node]: ...
    def nodes(self, numbers: Iterable[int]) -> list[Node]: ...
    def set_root(self, number: int, root: int) -> None: ...
    def set_junk(self, number: int, junk: bool) -> None: ...  # noqa: FBT001
    def grow(self, node: int, by: int) -> None:
        """Count mentions of a node's own; its cluster is shown anew by the caller."""
        ...

    def cluster(self, root: int) -> Cluster: ...
    def show(self, root: int, shown: Cluster) -> None: ...
    def touch(self, root: int, seq: int) -> Cluster:
        """Count one more mention of a root's own; what it shows after."""
        ...

    # Names, keys and attributes
    def count_name(self, node: int, name: str, by: int) -> tuple[int, bool]:
        """Count mentions of a spelling; its number, and whether it is new here."""
        ...

    def set_standing(self, name: int, completeness: int, preference: int) -> None: ...
    def index_name(self, name: int, kind: Kind, keys: Sequence[str]) -> None: ...
    def index_words(self, name: int, words: Sequence[str]) -> None:
        """List a new name under its distinct words, as they are typed."""
        ...

    def spellings(self, nodes: Iterable[int]) -> list[Spelling]: ...
    def spellings_named(self, root: int, names: Sequence[str]) -> list[Spelling]: ...
    def all_names(self, after: int) -> list[tuple[int, str, Kind]]:
        """A page of names after a number; empty at the end."""
        ...

    def all_roots(self, after: int) -> list[int]: ...
    def count_fact(self, node: int, attribute: str, value: str, by: int) -> None: ...
    def preference(self) -> tuple[str, str | None]: ...
    def set_preference(self, script: str, standard: str | None) -> None: ...

    # Mentions
    def add_mention(self, seq: int, mention_id: str, node: int, name: int) -> None: ...
    def placed(self, mention_id: str) -> Placed | None: ...
    def placed_by(self, decision: int) -> list[Placed]:
        """The mentions that a decision moved, whether it is in force or not."""
        ...

    def place(self, mention: int, node: int, name: int) -> None: ...
    def add_move(self, mention: int, decision: int, node: int) -> None: ...
    def last_move(self, mention: int) -> int | None:
        """Where the last move in force puts a mention; None if it is where it was recorded."""
        ...

    def recorded_at(self, mention: int) -> int:
        """The node where a mention was recorded."""
        ...

    # Decisions
    def add_decision(self, decision: Decision, text: str | None) -> None: ...
    def decision(self, seq: int) -> Decision | None: ...
    def set_active(self, seq: int, active: bool, undone_by: int | None) -> None: ...  # noqa: FBT001
    def add_links(self, links: Iterable[Link]) -> None: ...
    def links_by(self, decision: int) -> list[Link]: ...
    def links_at(self, nodes: Iterable[int]) -> list[Link]: ...
    def set_blocked(self, decisions: Mapping[int, int | None]) -> None:
        """What stands against each decision; None for one that holds."""
        ...

    def is_decided(self, node: int) -> bool:
        """Whether a human decision in force is about this very node."""
        ...

    def correction(self, nodes: Iterable[int]) -> str | None:
        """The last corrected name in force among nodes."""
        ...

    # Suggestions
    def suggest(self, seq: int, a: int, b: int, event: SuggestionRaised) -> None: ...
    def suggestion(self, a: int, b: int) -> tuple[int, float, str, tuple[str, ...]] | None:
        """Number, score, state and evidence of what was suggested of two nodes."""
        ...

    def suggest_again(
        self, number: int, seq: int | None, event: SuggestionRaised, news: str
    ) -> None:
        """Replace what a suggestion says; with `seq`, it counts as raised anew."""
        ...

    def asked_of(self, roots: Iterable[int]) -> list[Asked]: ...
    def asked_between(self, root: int, other: int) -> list[Asked]: ...
    def answer(self, suggestion: int, seq: int) -> bool:
        """Note the decision made on a suggestion; False where there is no such suggestion."""
        ...

    def set_state(
        self, suggestion: int, state: str, priority: float, again: int | None
    ) -> None: ...
    def answers_between(self, roots: Iterable[int]) -> list[tuple[int, int, int]]:
        """Decisions that hold and answer whether clusters are one: root, root, last number."""
        ...
