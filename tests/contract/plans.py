"""How PostgreSQL would execute what the store asks: recorded statements and their plans."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Self

import psycopg
import pytest

from resolver.errors import ResolverError
from resolver.ledger.events import (
    Decided,
    DecisionUndone,
    EntitiesJoined,
    EntitiesMerged,
    EntityFounded,
    EntitySplit,
    MentionRecorded,
    MentionsMoved,
    NameCorrected,
    Ruling,
    SuggestionRaised,
)
from resolver.mention import Kind, Mention
from resolver.pool import Pool
from resolver.store.postgres import PostgresStore
from resolver.store.postgres_session import Session, _bound
from resolver.store.protocol import Store

LARGE = ("entities", "names", "facts", "keys", "postings", "mentions", "moves", "decisions",
         "starts", "links", "suggestions", "events")  # fmt: skip


def fill_tables(connection: psycopg.Connection[tuple[Any, ...]], entities: int) -> None:
    """Rows as a store of so many entities has them, with statistics; the log is no chain."""
    series = f"generate_series(1, {entities}) AS n"
    for statement in (
        "ALTER TABLE events DISABLE TRIGGER events_follow_each_other",
        f"""INSERT INTO events SELECT n, '2026', 'x', 'mention_recorded',
            '{{"entity_id":"e' || n || '","how":"given","mention":{{"kind":"person","name":"n"}},'
            || '"mention_id":"m' || n || '"}}', '', NULL, '', md5(n::text)
            FROM generate_series(1, {2 * entities}) AS n""",
        "ALTER TABLE events ENABLE TRIGGER events_follow_each_other",
        f"""INSERT INTO entities SELECT n, 'e' || n, 'person', n,
            CASE WHEN n % 10 = 0 THEN n - 1 ELSE n END, 1, false, 'Anna ' || n, 1, false, false,
            n, 0 FROM {series}""",
        f"INSERT INTO names SELECT n, n, 'Anna ' || n, 1, 1, 1 FROM {series}",
        f"INSERT INTO starts SELECT 'w' || n % 9999, n FROM {series}",
        f"INSERT INTO facts SELECT n, 'country', 'KZ', 1 FROM {series}",
        f"INSERT INTO mentions SELECT n, 'm' || n, n, n FROM {series}",
        f"INSERT INTO moves SELECT n, n + 1, n FROM {series} WHERE n % 5 = 0",
        f"INSERT INTO keys SELECT n, 'person', 'k' || n, 5 FROM {series}",
        f"INSERT INTO keys VALUES ({entities} + 1, 'person', 'common', {entities})",
        f"INSERT INTO keys VALUES ({entities} + 2, 'person', 'x:7 8', 3)",
        f"INSERT INTO postings SELECT k, n FROM {series}, generate_series(n, n + 4) AS k",
        f"""INSERT INTO decisions SELECT n, n % 4 > 0, n % 7 > 0, NULL, NULL,
            CASE WHEN n % 1000 = 0 THEN n - 1 END FROM {series}""",
        f"""INSERT INTO links SELECT n, CASE WHEN n % 2 = 0 THEN 'together' ELSE 'apart' END,
            n, n - 1 FROM {series} WHERE n > 1""",
        f"""INSERT INTO suggestions SELECT n, n, n + 1, 0.5, '', '', '', n, '', NULL, NULL,
            CASE WHEN n % 3 = 0 THEN 'open' ELSE 'decided' END, 0.5
            FROM {series} WHERE n < {entities}""",
        f"UPDATE totals SET mentions = {entities}, decisions = {entities}",
    ):
        connection.execute(statement)
    connection.execute("VACUUM ANALYZE")


class Plans:
    """A store at a URL whose statements are kept, to be explained afterwards."""

    def __init__(self, url: str) -> None:
        self._url = url
        PostgresStore(url).close()
        self.connection = psycopg.connect(url, autocommit=True)
        self.statements: dict[str, tuple[object, ...]] = {}
        self.asked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()

    @contextmanager
    def recorded(self) -> Iterator[Store]:
        rows, run = Session.rows, Session.run

        def kept_rows(session: Session, sql: str, *values: object) -> list[Any]:
            self.statements[sql] = values
            self.asked += 1
            return rows(session, sql, *values)

        def kept_run(session: Session, sql: str, *values: object) -> None:
            self.statements[sql] = values
            run(session, sql, *values)

        with pytest.MonkeyPatch.context() as patch, PostgresStore(self._url) as store:
            patch.setattr(Session, "rows", kept_rows)
            patch.setattr(Session, "run", kept_run)
            yield store

    def scanning(self) -> list[str]:
        """Large tables that are read from end to end, and by which statements; planned both
        for the values given and for any values."""
        found = []
        for mode in ("force_custom_plan", "force_generic_plan"):
            self.connection.execute(f"SET plan_cache_mode = {mode}")
            for sql, values in self.statements.items():
                if sql.split(maxsplit=1)[0] in ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE"):
                    found += [
                        f"{table}: {sql}" for table in self._scanned(sql, values) if table in LARGE
                    ]
        return list(dict.fromkeys(found))

    def _scanned(self, sql: str, values: tuple[object, ...]) -> Iterator[str]:
        said = self.connection.execute(
            f"EXPLAIN (FORMAT JSON) {sql}",
            _bound(values),
            prepare=True,
        ).fetchone()
        assert said is not None
        plan = json.loads(said[0]) if isinstance(said[0], str) else said[0]
        waiting = [plan[0]["Plan"]]
        while waiting:
            node = waiting.pop()
            waiting += node.get("Plans", [])
            if node["Node Type"] == "Seq Scan":
                yield node["Relation Name"]


def ask_everything(store: Store, entities: int) -> None:
    middle = f"e{entities // 2}"
    with store.reading() as reader:
        for limit in (1, 30):
            reader.candidates(Kind.PERSON, ["k7", "k8", "common", "x:7 8", "nobody"], limit)
        reader.facts(["e5", middle])
        reader.entity(middle)
        reader.starting(["anna", "7"], 5)
        reader.mentions(middle)
        reader.mentions(middle, 10, 5)
        reader.suggestions(20)
        reader.suggestions(20, Pool(Kind.PERSON))  # a pool of few cards reads the whole queue
        reader.waiting()
        reader.waiting(2 * entities - 50)
        reader.last_decisions(20)
        reader.last_decisions(20, 500)
        reader.suggestion(30)
        reader.suggestions_of(middle)
        reader.collisions(20)
        reader.decision(7)
        reader.decisions(5, 20)
        next(reader.entities())
        next(reader.entities(Kind.PERSON, middle))
        reader.history(middle)
        reader.event(7)
        reader.counts()
        reader.is_decided(middle)
        reader.joins_of(middle)
        reader.apart_from(middle)
        reader.recall("nothing")


def write_everything(store: Store, entities: int) -> None:
    """Every kind of event and of lease; nothing of it is kept."""
    with suppress(ZeroDivisionError), store.writing() as writer:
        for event in (
            EntityFounded("new", Kind.PERSON, "Anna"),
            MentionRecorded("one", "new", Mention("Anna 7", birth_date="1950"), "given"),
            MentionRecorded("two", "e9", Mention("Anna 7", birth_date="1950"), "given"),
            MentionRecorded("three", "e9", Mention("Anna 8", birth_date="1950"), "given"),
            SuggestionRaised("new", "e9", 0.5, "why"),
            Decided(Ruling.UNSURE, "new", "e9", 30),
            Decided(Ruling.NOT_A_NAME, "e15"),
            EntitiesMerged(("new", "e9")),
            EntitiesJoined(("new", "e19"), 0.9),
            EntitySplit("e9", ("two",), "newer"),
            NameCorrected("e21", "Anna"),
            MentionsMoved("e9", ("m25",)),
        ):
            with suppress(ResolverError):
                seq = writer.append(event)
        writer.append(DecisionUndone(seq))
        with suppress(ResolverError):
            writer.append(DecisionUndone(seq - 2))
        writer.lease("vera", 60)
        writer.lease("vera", 60, [30, 60, 9])
        writer.release(7)
        writer.remember("key", "digest", "answer")
        writer.candidates(Kind.PERSON, ["k7"], 5)
        writer.counts()
        raise ZeroDivisionError
