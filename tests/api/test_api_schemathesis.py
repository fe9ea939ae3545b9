"""A minute of made-up requests; `python -m tests.api.fuzz --cases 10000` sends more."""

from __future__ import annotations

from pathlib import Path

from fuzz import ran


def test_no_request_is_answered_but_as_the_document_says(tmp_path: Path) -> None:
    found = ran(tmp_path, examples=10, seed=5, seconds=60)
    print(f"{found.cases} cases")
    assert not found.wrong
    assert found.cases > 300
