"""The tables of the ledger in PostgreSQL: decisions, their links, and suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from resolver.ledger.events import SuggestionRaised
from resolver.ledger.tables import Asked, Decision, Link
from resolver.store.postgres_pending import Pending
from resolver.store.postgres_session import Session
from resolver.store.rows import asked_of, decision_of, links_of

_LINK = """
    SELECT links.decision, links.sort, links.a, links.b, decisions.human, decisions.active
    FROM links JOIN decisions ON decisions.seq = links.decision"""

_ASKED = """
    SELECT s.id, one.root, other.root, s.score, s.raised, answers.seq,
        root_a.mentions, root_b.mentions, root_a.hidden, root_b.hidden, s.evidence
    FROM suggestions AS s
    JOIN entities AS one ON one.id = s.a
    JOIN entities AS other ON other.id = s.b
    JOIN entities AS root_a ON root_a.id = one.root
    JOIN entities AS root_b ON root_b.id = other.root
    LEFT JOIN decisions AS answers
        ON answers.seq = s.answered AND answers.active AND answers.blocked IS NULL"""

# An array, so that the members are known before the rest is planned around them.
_MEMBERS = """ANY(ARRAY(
    SELECT id FROM entities WHERE id = ANY(%s::bigint[]) AND root = id
    UNION ALL SELECT id FROM entities WHERE root = ANY(%s::bigint[]) AND root <> id))"""

_ANSWERS = f"""
    SELECT least(one.root, other.root), greatest(one.root, other.root), max(links.decision)
    FROM links
    JOIN decisions ON decisions.seq = links.decision
    JOIN entities AS one ON one.id = links.a
    JOIN entities AS other ON other.id = links.b
    WHERE links.a = {_MEMBERS} AND links.sort IN ('apart', 'split', 'unsure')
        AND decisions.active AND decisions.blocked IS NULL
        AND one.root <> other.root AND other.root = ANY(%s::bigint[])
    GROUP BY 1, 2"""


class DecisionTables:
    """Half of `ledger.tables.Tables`, on a session inside a transaction.

    `pending` collects what may be written later; without it, nothing may be recorded.
    """

    __slots__ = ("_pending", "_session")

    def __init__(self, session: Session, pending: Pending | None = None) -> None:
        self._session = session
        self._pending = pending

    # Decisions

    def add_decision(self, decision: Decision, text: str | None) -> None:
        self._run(
            "INSERT INTO decisions (seq, human, active, target, text) VALUES (%s, %s, %s, %s, %s)",
            decision.seq,
            decision.human,
            decision.active,
            decision.target,
            text,
        )
        if decision.human:
            assert self._pending is not None
            self._pending.count_decision()

    def decision(self, seq: int) -> Decision | None:
        return decision_of(
            self._one(
                "SELECT seq, human, active, target, undone_by FROM decisions WHERE seq = %s", seq
            )
        )

    def set_active(self, seq: int, active: bool, undone_by: int | None) -> None:  # noqa: FBT001
        self._run(
            "UPDATE decisions SET active = %s, undone_by = %s WHERE seq = %s",
            active,
            undone_by,
            seq,
        )

    def add_links(self, links: Iterable[Link]) -> None:
        for link in links:
            self._run(
                """INSERT INTO links (decision, sort, a, b) VALUES (%s, %s, %s, %s)
                ON CONFLICT DO NOTHING""",
                *link[:4],
            )

    def links_by(self, decision: int) -> list[Link]:
        rows = self._all(f"{_LINK} WHERE links.decision = %s ORDER BY 2, 3, 4", decision)
        return links_of(rows)

    def links_at(self, nodes: Iterable[int]) -> list[Link]:
        listed = list(nodes)
        rows = self._all(
            f"""{_LINK} WHERE links.a = ANY(%s::bigint[])
            UNION {_LINK} WHERE links.b = ANY(%s::bigint[])
            ORDER BY 1, 2, 3, 4""",
            listed,
            listed,
        )
        return links_of(rows)

    def set_blocked(self, decisions: Mapping[int, int | None]) -> None:
        if decisions:
            self._run(
                """UPDATE decisions SET blocked = given.against
                FROM unnest(%s::bigint[], %s::bigint[]) AS given(seq, against)
                WHERE decisions.seq = given.seq
                    AND decisions.blocked IS DISTINCT FROM given.against""",
                list(decisions),
                list(decisions.values()),
            )

    def is_decided(self, node: int) -> bool:
        row = self._one(
            """SELECT 1 FROM links JOIN decisions ON decisions.seq = links.decision
            WHERE (links.a = %s OR links.b = %s) AND links.sort NOT IN ('unsure', 'name')
                AND decisions.human AND (decisions.active OR links.sort = 'split') LIMIT 1""",
            node,
            node,
        )
        return row is not None

    def correction(self, nodes: Iterable[int]) -> str | None:
        row = self._one(
            """SELECT decisions.text FROM links JOIN decisions ON decisions.seq = links.decision
            WHERE links.a = ANY(%s::bigint[]) AND links.sort = 'name' AND decisions.active
            ORDER BY links.decision DESC LIMIT 1""",
            list(nodes),
        )
        return None if row is None else row[0]

    # Suggestions

    def suggest(self, seq: int, a: int, b: int, event: SuggestionRaised) -> None:
        self._run(
            """INSERT INTO suggestions
                (id, a, b, score, why, evidence, missing, raised, news, state, priority)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s, '', 'superseded', 0.0)""",
            seq,
            a,
            b,
            event.score,
            event.why,
            " ".join(event.evidence),
            " ".join(event.missing),
            seq,
        )

    def suggestion(self, a: int, b: int) -> tuple[int, float, str, tuple[str, ...]] | None:
        row = self._one(
            "SELECT id, score, state, evidence FROM suggestions WHERE a = %s AND b = %s", a, b
        )
        return None if row is None else (row[0], row[1], row[2], tuple(row[3].split()))

    def suggest_again(
        self, number: int, seq: int | None, event: SuggestionRaised, news: str
    ) -> None:
        self._run(
            """UPDATE suggestions SET score = %s, why = %s, evidence = %s, missing = %s,
                raised = coalesce(%s::bigint, raised),
                news = CASE WHEN %s::bigint IS NULL THEN news ELSE %s END
            WHERE id = %s""",
            event.score,
            event.why,
            " ".join(event.evidence),
            " ".join(event.missing),
            seq,
            seq,
            news,
            number,
        )

    def asked_of(self, roots: Iterable[int]) -> list[Asked]:
        listed = list(roots)
        rows = self._all(
            f"{_ASKED} WHERE s.a = {_MEMBERS} UNION {_ASKED} WHERE s.b = {_MEMBERS}",
            *[listed] * 4,
        )
        return asked_of(rows)

    def asked_between(self, root: int, other: int) -> list[Asked]:
        one, two = [root], [other]
        rows = self._all(
            f"""{_ASKED} WHERE s.a = {_MEMBERS} AND s.b = {_MEMBERS}
            UNION {_ASKED} WHERE s.a = {_MEMBERS} AND s.b = {_MEMBERS}""",
            *(one, one, two, two, two, two, one, one),
        )
        return asked_of(rows)

    def answer(self, suggestion: int, seq: int) -> bool:
        row = self._one(
            "UPDATE suggestions SET answered = %s WHERE id = %s RETURNING id", seq, suggestion
        )
        return row is not None

    def set_state(self, suggestion: int, state: str, priority: float, again: int | None) -> None:
        self._run(
            """UPDATE suggestions SET state = given.state, priority = given.priority,
                again = given.again
            FROM (SELECT %s::text AS state, %s::float8 AS priority, %s::bigint AS again) AS given
            WHERE id = %s AND (suggestions.state <> given.state
                OR suggestions.priority <> given.priority
                OR suggestions.again IS DISTINCT FROM given.again)""",
            state,
            priority,
            again,
            suggestion,
        )

    def answers_between(self, roots: Iterable[int]) -> list[tuple[int, int, int]]:
        listed = list(roots)
        found: dict[tuple[int, int], int] = {}
        for a, b, seq in self._all(_ANSWERS, listed, listed, listed):
            found[a, b] = max(seq, found.get((a, b), 0))
        return [(a, b, seq) for (a, b), seq in found.items()]

    def _run(self, sql: str, *values: object) -> None:
        self._session.run(sql, *values)

    def _all(self, sql: str, *values: object) -> list[Any]:
        return self._session.rows(sql, *values)

    def _one(self, sql: str, *values: object) -> Any:
        return self._session.one(sql, *values)
