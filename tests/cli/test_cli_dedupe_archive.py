"""`resolver dedupe --engine duckdb`: outputs, and runs that are interrupted or fail."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest
from benchmarks.archive import mentions, write

from .conftest import RESOLVER, Invoke, Run

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

ENGINE = ("--engine", "duckdb")


OUTPUTS = (
    "-o", "out.csv", "--suggestions", "s.csv", "--entities", "e.csv", "--clusters", "c.csv",
    "--report", "r.html",
)  # fmt: skip


def archive(path: Path, count: int = 300) -> None:
    write(path, mentions(count, 4, mixed=True))


def table(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(Path(path).read_text(encoding="utf-8"))))


def test_rows_and_columns_keep_their_order(invoke: Invoke) -> None:
    archive(Path("in.csv"))
    done = invoke("dedupe", "in.csv", *ENGINE, "-o", "out.csv")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    rows, given = table("out.csv"), table("in.csv")
    assert [list(row)[-2:] for row in rows[:1]] == [["entity_id", "entity_name"]]
    kept = [{name: row[name] for name in given[0]} for row in rows]
    assert kept == given
    assert all(row["entity_id"] and row["entity_name"] for row in rows)
    assert sorted(path.name for path in Path().iterdir()) == ["in.csv", "out.csv"]


def test_bad_rows_are_named_as_without_an_engine(invoke: Invoke) -> None:
    Path("in.csv").write_text("id,name,kind\n1,Иван Орлов,\n2,,\n3,Adam,robot\n4,Ivan Orlov,\n")
    done = invoke("dedupe", "in.csv", *ENGINE, "-o", "out.csv")
    assert done.exit_code == 1
    lines = done.stderr.splitlines()
    assert lines[0].startswith("row 3 (id 2): ")
    assert lines[1].startswith('row 4 (id 3): unknown kind "robot"')
    assert lines[2] == "2 rows of 4 failed"
    ids = [row["entity_id"] for row in table("out.csv")]
    assert ids[0] == ids[3] != ""
    assert ids[1] == ids[2] == ""


@pytest.mark.parametrize("guard", [(), ("--no-formula-guard",)])
def test_lines_are_answered_as_cells_are(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, guard: tuple[str, ...]
) -> None:
    """A header in needless quotes is no line that we would write: its file is read by cells."""
    monkeypatch.setattr("resolver.tables_plain._BYTES", 600)
    archive(Path("in.csv"), 60)
    odd = ["90,=Ада Лав,,,,", "91,,,,,", '92,"Ада ""Лав""",,,,', "93,А\u200bда Лав,,,,"]
    head, *lines = Path("in.csv").read_text("utf-8").splitlines()
    lines += [*odd, '94,"Лав', 'Ада",,,,']
    written: list[tuple[bytes, int, str]] = []
    for name in (head, ",".join(f'"{cell}"' for cell in head.split(","))):
        Path("in.csv").write_text("\n".join([name, *lines, ""]), encoding="utf-8")
        done = invoke("dedupe", "in.csv", *ENGINE, "-o", "out.csv", *guard)
        written.append((Path("out.csv").read_bytes(), done.exit_code, done.stderr))
    assert written[0] == written[1]
    assert written[0][1] == 1


def test_entities_have_every_spelling_with_its_count(invoke: Invoke) -> None:
    archive(Path("in.csv"))
    invoke("dedupe", "in.csv", *ENGINE, "-o", "out.csv", "--entities", "e.jsonl")
    entities = [json.loads(line) for line in Path("e.jsonl").read_text("utf-8").splitlines()]
    rows = table("out.csv")
    assert {e["entity_id"] for e in entities} == {row["entity_id"] for row in rows}
    assert sum(e["mentions"] for e in entities) == len(rows)
    for entity in entities:
        mine = [row["name"] for row in rows if row["entity_id"] == entity["entity_id"]]
        assert {s["name"]: s["count"] for s in entity["spellings"]} == {
            name: mine.count(name) for name in mine
        }
        assert entity["entity_name"] in mine


def test_what_is_between_the_thresholds_is_suggested_with_a_reason(invoke: Invoke) -> None:
    Path("in.csv").write_text("name\nИван Орлов\nСергей Орлов\nОрлов\n", encoding="utf-8")
    invoke("dedupe", "in.csv", *ENGINE, "-o", "out.csv", "--suggestions", "s.csv")
    found = table("s.csv")
    assert {frozenset({row["a"], row["b"]}) for row in found} == {
        frozenset({"Орлов", "Иван Орлов"}),
        frozenset({"Орлов", "Сергей Орлов"}),
    }
    assert all(row["why"] and row["entity_a"] != row["entity_b"] for row in found)


def test_the_summary_counts_what_was_done(invoke: Invoke) -> None:
    archive(Path("in.csv"))
    done = invoke("dedupe", "in.csv", *ENGINE, "-o", "out.csv", "--json")
    summary = json.loads(done.stdout)
    rows = table("out.csv")
    assert summary["mentions"] == len(rows)
    assert summary["entities"] == len({row["entity_id"] for row in rows})
    assert summary["pairs"] > 0


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["in.csv", "--entities", "e.csv", "--engine", "memory"], "--entities needs --engine"),
        (["-", *ENGINE, "--resume", "-o", "out.csv"], "needs a named file"),
        (["no-*.csv", *ENGINE, "-o", "out.csv"], "no file fits"),
        (["in.csv", *ENGINE, "--resume"], "--work FOLDER"),
        (["in.csv", *ENGINE, "--work", "mine"], "not a work folder"),
        (["missing.csv", *ENGINE, "-o", "out.csv"], "there is no file"),
        (["in.csv", *ENGINE, "-o", "out.csv", "--name-column", "nom"], 'no column "nom"'),
    ],
)
def test_what_cannot_be_done_is_one_line_and_changes_nothing(
    invoke: Invoke, args: list[str], says: str
) -> None:
    Path("in.csv").write_text("name\nAdam\n")
    Path("mine").mkdir()
    Path("mine/diary.txt").write_text("dear")
    done = invoke("dedupe", *args)
    assert done.exit_code == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert Path("mine/diary.txt").read_text() == "dear"
    assert not Path("out.csv").exists()


def started(folder: Path, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [RESOLVER, "dedupe", "in.csv", *ENGINE, *OUTPUTS, *args],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def outcome(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in OUTPUTS[1::2]}


def workers_of(process: subprocess.Popen[str]) -> list[str]:
    """What is left of a process's session."""
    listed = subprocess.run(["ps", "-o", "pid=", "-s", str(process.pid)], capture_output=True)
    return listed.stdout.decode().split()


def test_killed_at_any_point_and_resumed_the_output_is_the_same_to_the_byte(
    tmp_path: Path,
) -> None:
    archive(tmp_path / "in.csv", 900)
    begun = time.monotonic()
    whole = started(tmp_path)
    whole.communicate(timeout=120)
    assert whole.returncode == 0
    takes = time.monotonic() - begun
    expected = outcome(tmp_path)
    chance = random.Random(8)
    for _ in range(int(os.environ.get("KILLS", "3"))):
        for name in expected:
            (tmp_path / name).unlink(missing_ok=True)
        doomed = started(tmp_path)
        time.sleep(chance.uniform(0.2, 0.9) * takes)
        doomed.kill()
        doomed.communicate(timeout=30)
        for name, content in expected.items():
            if (tmp_path / name).exists():
                assert (tmp_path / name).read_bytes() == content
        again = started(tmp_path, "--resume")
        _, stderr = again.communicate(timeout=120)
        assert again.returncode == 0, stderr
        assert outcome(tmp_path) == expected
        deadline = time.monotonic() + 20
        while workers_of(doomed) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert workers_of(doomed) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["in.csv", *expected])


def test_interrupted_it_says_how_to_go_on(tmp_path: Path) -> None:
    archive(tmp_path / "in.csv", 3000)
    process = started(tmp_path)
    deadline = time.monotonic() + 60
    while not (tmp_path / "out.csv.work" / "tables.duckdb").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stdout == ""
    assert stderr.startswith("resolver: interrupted; ")
    assert "--resume" in stderr
    assert not (tmp_path / "out.csv").exists()
    again = started(tmp_path, "--resume")
    again.communicate(timeout=120)
    assert again.returncode == 0


def test_a_changed_input_is_not_resumed(run: Run, tmp_path: Path) -> None:
    archive(tmp_path / "in.csv", 3000)
    process = started(tmp_path)
    while not (tmp_path / "out.csv.work" / "tables.duckdb").exists():
        time.sleep(0.05)
    process.kill()
    process.communicate(timeout=30)
    archive(tmp_path / "in.csv", 200)
    done = run("dedupe", "in.csv", *ENGINE, *OUTPUTS, "--resume")
    assert done.returncode == 2
    assert "have changed since" in done.stderr
    assert not (tmp_path / "out.csv").exists()
