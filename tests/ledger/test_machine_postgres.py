"""The same random histories over PostgreSQL, fewer of them: the policy is tested with SQLite."""

from __future__ import annotations

import os

from contract.postgres_server import postgres
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from resolver.ledger.clusters import refresh
from resolver.store.audited import AuditedStore
from resolver.store.postgres import PostgresStore
from resolver.store.postgres_pending import Pending
from resolver.store.postgres_schema import digests
from resolver.store.postgres_tables import PostgresTables

from .machine import Entities
from .worker import words

EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES_POSTGRES", "6"))


class EntitiesOnServer(Entities):
    """As Entities, in a schema of its own."""

    url: str | None = None

    def open_store(self) -> AuditedStore:
        if self.url is None:
            self.url = postgres().schema()
        return PostgresStore(self.url, keys=words, actor="machine")

    def nothing_is_left_to_refresh(self) -> None:
        assert isinstance(self.store, PostgresStore)
        with self.store._transaction() as (session, _):
            tables = PostgresTables(session, Pending(session))
            before = digests(session)
            refresh(tables, tables.all_roots(0))
            assert digests(session) == before


def test_the_state_follows_from_the_events_on_a_server_too() -> None:
    run_state_machine_as_test(
        EntitiesOnServer,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
