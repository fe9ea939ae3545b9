"""`resolver dedupe` without `--engine`: small files in memory, archives in the engine for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.cli import dedupe_engines

from .conftest import Invoke

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

TEXT = "name\nМансур Мовлаев\nMovlayev Mansur\nСергей Щербаков\n"


@pytest.fixture(autouse=True)
def small_file(invoke: Invoke) -> None:
    Path("in.csv").write_text(TEXT, encoding="utf-8")


def test_a_small_file_needs_no_other_engine(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dedupe_engines, "find_spec", lambda _part: None)
    done = invoke("dedupe", "in.csv", "-o", "out.csv")
    assert (done.exit_code, done.stderr) == (0, "")


def test_an_option_that_only_archives_have_chooses_the_engine(invoke: Invoke) -> None:
    done = invoke("dedupe", "in.csv", "-o", "out.csv", "--report", "r.html", "--entities", "e.csv")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Movlayev" in Path("r.html").read_text("utf-8")


def test_a_large_file_is_given_to_the_engine_for_archives(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = invoke("dedupe", "in.csv", "-o", "small.csv")
    monkeypatch.setattr(dedupe_engines, "LARGE", 10)
    done = invoke("dedupe", "in.csv", "-o", "out.csv")
    assert (small.exit_code, done.exit_code) == (0, 0)
    assert done.stderr == "note: a large file: --engine duckdb does the work\n"
    assert Path("out.csv").read_bytes() == Path("small.csv").read_bytes()


def test_without_the_parts_a_large_file_is_done_in_memory_and_the_parts_are_named(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dedupe_engines, "LARGE", 10)
    monkeypatch.setattr(dedupe_engines, "find_spec", lambda _part: None)
    done = invoke("dedupe", "in.csv", "-o", "out.csv")
    assert done.exit_code == 0
    assert "pip install 'name-resolver[batch]'" in done.stderr
    asked = invoke("dedupe", "in.csv", "-o", "two.csv", "--report", "r.html")
    assert asked.exit_code == 2
    assert "pip install 'name-resolver[batch]'" in asked.stderr
    assert not Path("two.csv").exists()
