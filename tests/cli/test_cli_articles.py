"""`resolver extract` and `resolver ingest`: texts in, mentions and entities out."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from resolver.store.sqlite import SqliteStore

from .conftest import RESOLVER, Invoke, Run

TEXT = "Lawyer Timur Ospanov left Almaty. Ospanov had defended oil workers."
RUSSIAN = "Адвоката Тимура Оспанова ждали в Алматы."


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def counts(db: str = "resolver.db") -> dict[str, int]:
    with SqliteStore(db, read_only=True) as store, store.reading() as reader:
        return dict(reader.counts())


def test_each_line_is_one_mention_with_where_it_stands(invoke: Invoke) -> None:
    result = invoke("extract", "-", "--plain", input=TEXT)
    assert result.exit_code == 0
    first, place, lone = rows(result.stdout)
    assert first["name"] == lone["full_name"] == "Timur Ospanov"
    assert lone["name"] == "Ospanov"
    assert (first["kind"], place["kind"]) == ("person", "place")
    assert first["roles"] == ["lawyer"]
    assert lone["sentence"] == "Ospanov had defended oil workers."
    assert first["language"] == "en"
    for row in (first, place, lone):
        assert TEXT[row["start"] : row["end"]] == row["text"]
    assert result.stderr == "3 mentions in 1 article\n"


def test_a_folder_is_read_into_a_file(invoke: Invoke) -> None:
    Path("texts").mkdir()
    Path("texts/a.txt").write_text(TEXT, encoding="utf-8")
    Path("texts/b.html").write_text(f"<html><p>{RUSSIAN}</p></html>", encoding="utf-8")
    assert invoke("extract", "texts", "-o", "m.jsonl").exit_code == 0
    found = rows(Path("m.jsonl").read_text(encoding="utf-8"))
    assert [row["language"] for row in found] == ["en", "en", "en", "ru", "ru"]
    assert found[-1]["source"] == str(Path("texts/b.html"))


def test_bad_files_are_named_and_the_others_read(invoke: Invoke) -> None:
    Path("a.txt").write_bytes(b"\0\1\2" * 99)
    Path("b.txt").write_text(TEXT, encoding="utf-8")
    result = invoke("extract", "a.txt", "b.txt")
    assert result.exit_code == 1
    assert len(rows(result.stdout)) == 3
    assert result.stderr.startswith("a.txt: this is no text")


def test_a_path_that_is_not_there_writes_nothing(invoke: Invoke) -> None:
    result = invoke("extract", "nowhere.txt", "-o", "m.jsonl")
    assert result.exit_code == 2
    assert "there is no file or folder 'nowhere.txt'" in result.stderr
    assert not Path("m.jsonl").exists()


def test_a_language_can_be_given(invoke: Invoke) -> None:
    result = invoke("extract", "-", "--language", "uk", input="Олена Гриценко приїхала.")
    assert rows(result.stdout)[0]["language"] == "uk"


def test_articles_become_entities_and_the_same_again_changes_nothing(invoke: Invoke) -> None:
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    Path("b.txt").write_text(RUSSIAN, encoding="utf-8")
    first = invoke("ingest", "a.txt", "b.txt", "--db", "a.db")
    assert first.exit_code == 0
    assert first.stderr.splitlines()[-1] == (
        "5 mentions of 2 new articles recorded in a.db, 2 new entities"
    )
    before = counts("a.db")
    assert before["entities"] == 2
    again = invoke("ingest", "b.txt", "a.txt", "--db", "a.db")
    assert again.exit_code == 0
    assert again.stderr.splitlines()[-1] == (
        "0 mentions of 0 new articles recorded in a.db, 0 new entities"
    )
    assert counts("a.db") == before


def test_one_article_of_json_lines_is_bad_and_the_others_are_recorded(invoke: Invoke) -> None:
    lines = [json.dumps({"text": TEXT}), "{", json.dumps({"text": RUSSIAN}, ensure_ascii=False)]
    Path("a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    result = invoke("ingest", "a.jsonl")
    assert result.exit_code == 1
    assert result.stderr.startswith("a.jsonl, line 2: ")
    assert counts()["mentions"] == 5


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGTERM])
def test_an_ingestion_that_was_stopped_is_resumed(
    tmp_path: Path, run: Run, stop: signal.Signals
) -> None:
    lines = [json.dumps({"text": f"Lawyer Timur Ospanov left Almaty, {i}."}) for i in range(3000)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    process = subprocess.Popen(
        [RESOLVER, "ingest", "--plain", "a.jsonl"], cwd=tmp_path, stderr=subprocess.PIPE
    )
    db = tmp_path / "resolver.db"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if db.exists() and db.stat().st_size and _mentions(db) >= 200:
            break
        time.sleep(0.02)
    process.send_signal(stop)
    _, stderr = process.communicate(timeout=60)
    if stop is signal.SIGTERM and process.returncode == 130:
        assert b"run it again to go on" in stderr
    assert _mentions(db) >= 200
    assert run("ingest", "--plain", "a.jsonl").returncode == 0
    assert counts(str(db)) | {"events": 0} == {
        "events": 0, "mentions": 6000, "entities": 2, "suggestions": 0,
    }  # fmt: skip


def _mentions(db: Path) -> int:
    try:
        return counts(str(db))["mentions"]
    except Exception:  # it is being made
        return 0
