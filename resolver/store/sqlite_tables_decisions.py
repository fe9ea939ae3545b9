"""The tables of the ledger in SQLite: decisions, their links, and suggestions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from json import dumps
from typing import Any

from resolver.ledger.events import SuggestionRaised
from resolver.ledger.tables import Asked, Decision, Link
from resolver.store.rows import asked_of, decision_of, links_of
from resolver.store.sqlite_errors import mapped

_LINK = """
    SELECT links.decision, links.sort, links.a, links.b, decisions.human, decisions.active
    FROM links JOIN decisions ON decisions.seq = links.decision"""

_ASKED = """
    SELECT s.id, one.root, other.root, s.score, s.raised, answers.seq,
        root_a.mentions, root_b.mentions, root_a.hidden, root_b.hidden, s.evidence
    FROM {source}
    JOIN entities AS root_a ON root_a.id = one.root
    JOIN entities AS root_b ON root_b.id = other.root
    LEFT JOIN decisions AS answers
        ON answers.seq = s.answered AND answers.active AND answers.blocked IS NULL"""

_SUGGESTED = """suggestions AS s
    JOIN entities AS one ON one.id = s.a JOIN entities AS other ON other.id = s.b"""

_MEMBERS = """(SELECT id FROM entities
        WHERE id IN (SELECT value FROM json_each(?{0})) AND root = id
    UNION ALL SELECT id FROM entities
        WHERE root IN (SELECT value FROM json_each(?{0})) AND root <> id)"""

_ANSWERS = f"""
    SELECT min(one.root, other.root), max(one.root, other.root), max(links.decision)
    FROM links
    JOIN decisions ON decisions.seq = links.decision
    JOIN entities AS one ON one.id = links.a
    JOIN entities AS other ON other.id = links.b
    WHERE links.a IN {_MEMBERS.format(1)} AND links.sort IN ('apart', 'split', 'unsure')
        AND decisions.active AND decisions.blocked IS NULL
        AND one.root <> other.root AND other.root IN (SELECT value FROM json_each(?1))
    GROUP BY 1, 2"""


class DecisionTables:
    """Half of `ledger.tables.Tables`, on a connection inside a transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    # Decisions

    def add_decision(self, decision: Decision, text: str | None) -> None:
        self._run(
            "INSERT INTO decisions (seq, human, active, target, text) VALUES (?, ?, ?, ?, ?)",
            decision.seq,
            int(decision.human),
            int(decision.active),
            decision.target,
            text,
        )

    def decision(self, seq: int) -> Decision | None:
        row = self._one(
            "SELECT seq, human, active, target, undone_by FROM decisions WHERE seq = ?", seq
        )
        return decision_of(row)

    def set_active(self, seq: int, active: bool, undone_by: int | None) -> None:  # noqa: FBT001
        self._run(
            "UPDATE decisions SET active = ?, undone_by = ? WHERE seq = ?",
            int(active),
            undone_by,
            seq,
        )

    def add_links(self, links: Iterable[Link]) -> None:
        self._run_many(
            "INSERT OR IGNORE INTO links (decision, sort, a, b) VALUES (?, ?, ?, ?)",
            [link[:4] for link in links],
        )

    def links_by(self, decision: int) -> list[Link]:
        return links_of(self._all(f"{_LINK} WHERE links.decision = ? ORDER BY 2, 3, 4", decision))

    def links_at(self, nodes: Iterable[int]) -> list[Link]:
        rows = self._all(
            f"""{_LINK} WHERE links.a IN (SELECT value FROM json_each(?1))
            UNION {_LINK} WHERE links.b IN (SELECT value FROM json_each(?1))
            ORDER BY 1, 2, 3, 4""",
            dumps(list(nodes)),
        )
        return links_of(rows)

    def set_blocked(self, decisions: Mapping[int, int | None]) -> None:
        self._run_many(
            "UPDATE decisions SET blocked = ?1 WHERE seq = ?2 AND blocked IS NOT ?1",
            [(against, seq) for seq, against in sorted(decisions.items())],
        )

    def is_decided(self, node: int) -> bool:
        row = self._one(
            """SELECT 1 FROM links JOIN decisions ON decisions.seq = links.decision
            WHERE (links.a = ?1 OR links.b = ?1) AND links.sort NOT IN ('unsure', 'name')
                AND decisions.human AND (decisions.active OR links.sort = 'split') LIMIT 1""",
            node,
        )
        return row is not None

    def correction(self, nodes: Iterable[int]) -> str | None:
        row = self._one(
            """SELECT decisions.text FROM links JOIN decisions ON decisions.seq = links.decision
            WHERE links.a IN (SELECT value FROM json_each(?)) AND links.sort = 'name'
                AND decisions.active
            ORDER BY links.decision DESC LIMIT 1""",
            dumps(list(nodes)),
        )
        return None if row is None else row[0]

    # Suggestions

    def suggest(self, seq: int, a: int, b: int, event: SuggestionRaised) -> None:
        self._run(
            """INSERT INTO suggestions
                (id, a, b, score, why, evidence, missing, raised, news, state, priority)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?1, '', 'superseded', 0.0)""",
            seq,
            a,
            b,
            event.score,
            event.why,
            " ".join(event.evidence),
            " ".join(event.missing),
        )

    def suggestion(self, a: int, b: int) -> tuple[int, float, str, tuple[str, ...]] | None:
        row = self._one(
            "SELECT id, score, state, evidence FROM suggestions WHERE a = ? AND b = ?", a, b
        )
        return None if row is None else (row[0], row[1], row[2], tuple(row[3].split()))

    def suggest_again(
        self, number: int, seq: int | None, event: SuggestionRaised, news: str
    ) -> None:
        self._run(
            """UPDATE suggestions SET score = ?2, why = ?3, evidence = ?4, missing = ?5,
                raised = coalesce(?6, raised), news = CASE WHEN ?6 IS NULL THEN news ELSE ?7 END
            WHERE id = ?1""",
            number,
            event.score,
            event.why,
            " ".join(event.evidence),
            " ".join(event.missing),
            seq,
            news,
        )

    def asked_of(self, roots: Iterable[int]) -> list[Asked]:
        listed = dumps(list(roots))
        asked = _ASKED.format(source=_SUGGESTED)
        members = _MEMBERS.format(1)
        rows = self._all(f"{asked} WHERE s.a IN {members} UNION {asked} WHERE s.b IN {members}",
                         listed)  # fmt: skip
        return asked_of(rows)

    def asked_between(self, root: int, other: int) -> list[Asked]:
        # Few nodes meet few: CROSS JOIN keeps their order, so that each pair is looked up.
        source = """entities AS one CROSS JOIN entities AS other
            CROSS JOIN suggestions AS s ON s.a = one.id AND s.b = other.id"""
        asked = _ASKED.format(source=source)
        first, second = _MEMBERS.format(1), _MEMBERS.format(2)
        rows = self._all(
            f"""{asked} WHERE one.id IN {first} AND other.id IN {second}
            UNION {asked} WHERE one.id IN {second} AND other.id IN {first}""",
            dumps([root]),
            dumps([other]),
        )
        return asked_of(rows)

    def answer(self, suggestion: int, seq: int) -> bool:
        row = self._one(
            "UPDATE suggestions SET answered = ? WHERE id = ? RETURNING id", seq, suggestion
        )
        return row is not None

    def set_state(self, suggestion: int, state: str, priority: float, again: int | None) -> None:
        self._run(
            """UPDATE suggestions SET state = ?2, priority = ?3, again = ?4 WHERE id = ?1
                AND (state <> ?2 OR priority <> ?3 OR again IS NOT ?4)""",
            suggestion,
            state,
            priority,
            again,
        )

    def answers_between(self, roots: Iterable[int]) -> list[tuple[int, int, int]]:
        found: dict[tuple[int, int], int] = {}
        for a, b, seq in self._all(_ANSWERS, dumps(list(roots))):
            found[a, b] = max(seq, found.get((a, b), 0))
        return [(a, b, seq) for (a, b), seq in found.items()]

    def _run(self, sql: str, *values: object) -> None:
        with mapped:
            self._connection.execute(sql, values)

    def _run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        with mapped:
            self._connection.executemany(sql, rows)

    # All rows are fetched at once: a statement left open would outlive its savepoint.
    def _all(self, sql: str, *values: object) -> list[Any]:
        with mapped:
            return self._connection.execute(sql, values).fetchall()

    def _one(self, sql: str, *values: object) -> Any:
        rows = self._all(sql, *values)
        return rows[0] if rows else None
