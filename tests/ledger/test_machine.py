"""Random histories of entities against the model: 500 of 50 steps.

python -m pytest tests/ledger/test_machine.py   with MACHINE_EXAMPLES=50000 for a night
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from .machine import Entities
from .worker import OtherProcess

EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "500"))


@pytest.fixture
def other_process() -> Iterator[None]:
    Entities.other = OtherProcess()
    yield
    Entities.other.close()
    Entities.other = None


def test_the_state_follows_from_the_events_whatever_they_are(other_process: None) -> None:
    run_state_machine_as_test(
        Entities,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
