"""Every statement of the PostgreSQL store finds its rows by an index, however many there are.

At a million: `python -m tests.benchmarks.replicas plans`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from resolver.mention import Kind

from .plans import Plans, ask_everything, fill_tables, write_everything
from .postgres_server import postgres

ENTITIES = 50_000


@pytest.fixture(scope="module")
def plans() -> Iterator[Plans]:
    with Plans(postgres().schema()) as made:
        fill_tables(made.connection, ENTITIES)
        yield made


def test_no_question_and_no_event_reads_a_table_from_end_to_end(plans: Plans) -> None:
    with plans.recorded() as store:
        ask_everything(store, ENTITIES)
        write_everything(store, ENTITIES)
    assert len(plans.statements) > 60
    assert plans.scanning() == []


def test_candidates_take_one_round_trip(plans: Plans) -> None:
    with plans.recorded() as store, store.reading() as reader:
        before = plans.asked
        assert reader.candidates(Kind.PERSON, ["k7", "common", "x:7 8"], 30)
        assert plans.asked == before + 1


def test_a_scan_would_be_noticed(plans: Plans) -> None:
    plans.statements = {"SELECT * FROM names WHERE mentions = %s": (7,)}
    assert plans.scanning() == ["names: SELECT * FROM names WHERE mentions = %s"]
