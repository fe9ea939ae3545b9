"""`resolver dedupe --engine duckdb` when the world fails it: it says what to do, leaves nothing
half-written, and goes on afterwards as if nothing had been."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from benchmarks.archive import mentions, write
from click.testing import CliRunner, Result

from resolver.cli.main import cli

from .conftest import Disk

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

from resolver.batch import duckdb
from resolver.batch.run import Run
from resolver.cli.dedupe_outputs import Outputs

SMALL = ("e.csv", "s.csv", "c.csv", "r.html")
Dedupe = Callable[..., Result]


class Here:
    """A worker that is this process: they start faster than others, and none of them fails."""

    def __init__(self, *_args: object, **_options: object) -> None:
        pass

    def submit(self, function: Callable[..., Any], *args: object) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(function(*args))
        return done

    def shutdown(self, **_options: object) -> None:
        pass


@pytest.fixture
def dedupe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dedupe:
    """Deduplicates in.csv, with every output there is."""
    monkeypatch.setattr(duckdb, "ProcessPoolExecutor", Here)
    monkeypatch.chdir(tmp_path)
    write(Path("in.csv"), mentions(120, 4, mixed=True))

    def run(*args: str, output: str = "out.csv", report: str = "r.html") -> Result:
        given = ["--entities", "e.csv", "--suggestions", "s.csv", "--clusters", "c.csv"]
        command = ["dedupe", "in.csv", "--engine", "duckdb", "--workers", "1", "-o", output]
        return CliRunner().invoke(cli, [*command, *given, "--report", report, *args])

    return run


def outputs() -> dict[str, bytes]:
    return {name: Path(name).read_bytes() for name in ("out.csv", *SMALL) if Path(name).exists()}


def test_a_full_work_folder_says_so_and_the_run_goes_on_when_there_is_room(
    dedupe: Dedupe, disk: Disk
) -> None:
    (disk.folder / "ballast").write_bytes(bytes(2_000_000))
    work = str(disk.folder / "work")
    failed = dedupe("--work", work)
    assert failed.exit_code == 2
    assert "disk of the work folder is full" in failed.stderr
    assert "--resume" in failed.stderr
    assert failed.stderr.count("\n") == 1
    assert outputs() == {}
    disk.resize("200m")
    assert dedupe("--work", work, "--resume").exit_code == 0
    resumed = outputs()
    assert dedupe().exit_code == 0
    assert outputs() == resumed
    assert sorted(resumed) == sorted(("out.csv", *SMALL))


@pytest.mark.parametrize("full", ["out.csv", "out.parquet", "r.html"])
def test_a_full_output_folder_says_which_file_and_the_run_goes_on_when_there_is_room(
    dedupe: Dedupe, disk: Disk, full: str
) -> None:
    disk.resize("4k")
    target = str(disk.folder / full)
    where = {"report": target} if full == "r.html" else {"output": target}
    failed = dedupe("--work", "work", **where)
    assert failed.exit_code == 2
    assert f'cannot write "{target}": No space left on device' in failed.stderr
    assert "--resume" in failed.stderr
    assert list(disk.folder.iterdir()) == []
    assert outputs() == {}
    assert list(Path().glob(".resolver-*")) == []
    disk.resize("20m")
    assert dedupe("--work", "work", "--resume", **where).exit_code == 0
    assert Path(target).stat().st_size > 0
    assert not Path("work").exists()


def test_too_little_memory_says_what_to_raise(dedupe: Dedupe) -> None:
    failed = dedupe("--memory-limit", "2MB")
    assert failed.exit_code == 2
    assert "raise --memory-limit and go on with --resume" in failed.stderr
    assert outputs() == {}
    assert dedupe("--resume").exit_code == 0
    resumed = outputs()
    assert dedupe("--memory-limit", "1GB").exit_code == 0
    assert outputs() == resumed


@pytest.mark.parametrize("limit", ["banana", "384", "0MB", "-1GB", "10 cats"])
def test_what_is_no_amount_of_memory_is_refused_before_anything_is_done(
    dedupe: Dedupe, limit: str
) -> None:
    failed = dedupe("--memory-limit", limit)
    assert failed.exit_code == 2
    assert "such as 384MB" in failed.stderr
    assert sorted(path.name for path in Path().iterdir()) == ["in.csv"]


def meanwhile(
    monkeypatch: pytest.MonkeyPatch, of: type, step: str, happens: Callable[[], None]
) -> None:
    """What happens before one step of a run."""
    usual = getattr(of, step)

    def changed(self: object, *args: object) -> object:
        happens()
        return usual(self, *args)

    monkeypatch.setattr(of, step, changed)


@pytest.mark.parametrize("what", ["changed", "gone"])
@pytest.mark.parametrize(("of", "step"), [(Run, "solve"), (Outputs, "report")])
def test_an_input_that_changes_in_the_middle_leaves_no_output(
    dedupe: Dedupe, monkeypatch: pytest.MonkeyPatch, what: str, of: type, step: str
) -> None:
    def change() -> None:
        if what == "gone":
            Path("in.csv").rename("away.csv")
        else:
            text = Path("in.csv").read_text("utf-8")
            Path("in.csv").write_text(text.replace("а", "о"), "utf-8")

    with monkeypatch.context() as patched:
        meanwhile(patched, of, step, change)
        failed = dedupe()
    assert failed.exit_code == 2
    assert "has changed or gone while it was worked on" in failed.stderr
    assert outputs() == {}
    again = dedupe("--resume")
    if what == "gone":
        assert "there is no file" in again.stderr
        Path("away.csv").rename("in.csv")
        assert dedupe("--resume").exit_code == 0
    else:
        assert "leave --resume out" in again.stderr
        assert outputs() == {}


@pytest.mark.parametrize(("of", "step"), [(Run, "solve"), (Outputs, "entities"), (Run, "counts")])
def test_ctrl_c_anywhere_leaves_every_output_as_it_was_and_says_how_to_go_on(
    dedupe: Dedupe, monkeypatch: pytest.MonkeyPatch, of: type, step: str
) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    for name in ("out.csv", *SMALL):
        Path(name).write_text("of last year", "utf-8")
    with monkeypatch.context() as patched:
        meanwhile(patched, of, step, interrupt)
        stopped = dedupe()
    assert stopped.exit_code == 130
    assert "interrupted" in stopped.stderr
    assert "the same command with --resume goes on" in stopped.stderr
    assert set(outputs().values()) == {b"of last year"}
    assert list(Path().glob(".resolver-*")) == []
    assert dedupe("--resume").exit_code == 0
    resumed = outputs()
    assert dedupe().exit_code == 0
    assert outputs() == resumed


def test_without_a_work_folder_nobody_is_told_to_resume(
    dedupe: Dedupe, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = dedupe("--memory-limit", "2MB", output="-")
    assert failed.exit_code == 2
    assert "name one with --work" in failed.stderr

    def interrupt() -> None:
        raise KeyboardInterrupt

    meanwhile(monkeypatch, Run, "solve", interrupt)
    assert "--resume" not in dedupe(output="-").stderr


def _overwritten(folder: Path) -> None:
    for path in folder.glob("tables.duckdb*"):
        path.write_bytes(b"x" * 5000)


def _lost(folder: Path) -> None:
    """What a power cut may do to a small archive: its tables are not waited for."""
    tables = folder / "tables.duckdb"
    tables.write_bytes(tables.read_bytes()[:4096] + bytes(tables.stat().st_size - 4096))


@pytest.mark.parametrize("damage", [_overwritten, _lost])
def test_a_damaged_work_folder_says_how_to_begin_anew(
    dedupe: Dedupe, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None]
) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        meanwhile(patched, Run, "solve", interrupt)
        dedupe()
    damage(Path("out.csv.work"))
    failed = dedupe("--resume")
    assert failed.exit_code == 2
    assert "leave --resume out to begin anew" in failed.stderr
    assert dedupe().exit_code == 0


def test_a_work_folder_that_never_got_its_mark_says_how_to_begin_anew(
    dedupe: Dedupe,
) -> None:
    Path("out.csv.work").mkdir()
    Path("out.csv.work/made-of.json").touch()
    failed = dedupe("--resume")
    assert failed.exit_code == 2
    assert "leave --resume out to begin anew" in failed.stderr


@pytest.mark.parametrize("args", [(), ("--resume",)])
def test_a_work_folder_in_use_is_left_alone(
    dedupe: Dedupe, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    others: list[Result] = []
    meanwhile(monkeypatch, Run, "solve", lambda: others.append(dedupe(*args)))
    assert dedupe().exit_code == 0
    (other,) = others
    assert other.exit_code == 2
    assert "another run is at work" in other.stderr


@pytest.mark.parametrize("missing", ["out.csv", "e.csv", "r.html"])
def test_where_nothing_can_be_written_it_is_said_before_the_work(
    dedupe: Dedupe, missing: str
) -> None:
    option = {"out.csv": "-o", "e.csv": "--entities", "r.html": "--report"}[missing]
    failed = dedupe(option, f"nowhere/{missing}")
    assert failed.exit_code == 2
    assert "its folder does not exist" in failed.stderr
    assert sorted(path.name for path in Path().iterdir()) == ["in.csv"]
