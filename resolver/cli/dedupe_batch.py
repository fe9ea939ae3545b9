"""`resolver dedupe` for archives: by an engine, in a work folder, resumable."""

from __future__ import annotations

import csv
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from resolver import __version__
from resolver.cli.archive_rows import knows_more, usable
from resolver.cli.constraints import check_applied, read_constraints
from resolver.cli.dedupe_db import check_database, record_run
from resolver.cli.report import Report
from resolver.cli.rows import Kinds
from resolver.errors import BadInput, BadName, ResolverError
from resolver.mention import Kind
from resolver.packing import bare_suffix
from resolver.tables import Row, Table
from resolver.tables_formats import Reading, files_of, open_any
from resolver.tables_output import Extend, guarded, open_output
from resolver.tables_written import extended_any

if TYPE_CHECKING:
    from resolver.batch.run import Run
    from resolver.constraints import Constraints

ADDED = ("entity_id", "entity_name")
_SECONDS_BETWEEN_UPDATES = 0.3


@dataclass(frozen=True, slots=True)
class Job:
    """What the command was asked to do with an archive."""

    input_: str
    output: str
    name_column: str
    id_column: str | None
    kind_column: str | None
    kind: Kind | None
    force: bool
    guard: bool
    entities: str | None
    suggestions: str | None
    work: str | None
    resume: bool
    memory_limit: str
    workers: int
    as_json: bool
    clusters: str | None = None
    format: str | None = None
    encoding: str | None = None
    constraints: str | None = None
    db: str | None = None

    def reading(self, note: Callable[[str], None] = lambda _text: None) -> Reading:
        """How the input is read."""
        return Reading(self.format, self.encoding, detect=True, note=note)


def wanted(engine: str) -> bool:
    """Whether DuckDB is asked for. Raises BadInput where it is not installed."""
    if engine == "duckdb" and not _installed():
        raise BadInput("--engine duckdb needs more parts: pip install 'name-resolver[batch]'")
    return engine == "duckdb"


def _installed() -> bool:
    return all(find_spec(part) is not None for part in ("duckdb", "pyarrow", "numpy"))


def run_job(job: Job) -> int:
    """Deduplicate an archive; the exit code."""
    from resolver.batch.run import Run, Settings

    if job.input_ == "-":
        return _from_standard_input(job)
    constraints = read_constraints(job.constraints)
    check_database(job.db)
    begun = time.monotonic()
    with _folder(job) as folder:
        settings = Settings(
            folder, _made_of(job, constraints), job.resume, job.memory_limit, job.workers
        )
        progress = _Progress()
        with Run(settings, progress) as run:
            _read(job, run, constraints)
            run.solve()
            progress.clear()
            code = _write(job, run)
            if job.db is not None:
                record_run(job, run)
            counts = run.counts()
            seconds = run.seconds
    if job.as_json:
        taken = round(time.monotonic() - begun, 2)
        summary = {**counts, "seconds": taken, "steps": seconds, "engine": "duckdb"}
        click.echo(json.dumps(summary), err=job.output == "-")
    return code


def _read(job: Job, run: Run, constraints: Constraints) -> None:
    seen: set[str] = set()
    with open_any(job.input_, job.reading(noted)) as table:
        kinds = Kinds.of(table, job.kind, job.kind_column)
        rows = usable(table, job.name_column, kinds, job.id_column, constraints, seen)
        if run.read(rows, constraints if knows_more(table, constraints) else None):
            check_applied(job.constraints, constraints, seen)


def noted(text: str) -> None:
    """A note on standard error."""
    click.echo(f"note: {text}", err=True)


def _from_standard_input(job: Job) -> int:
    """An archive is read twice, so what comes in is kept in a file meanwhile."""
    if job.resume:
        raise BadInput("what came from standard input is gone; --resume needs a named file")
    suffix = f".{job.format}" if job.format else ".csv"
    with tempfile.NamedTemporaryFile(prefix="resolver-", suffix=suffix) as kept:
        shutil.copyfileobj(sys.stdin.buffer, kept)
        kept.flush()
        return run_job(replace(job, input_=kept.name))


@contextmanager
def _folder(job: Job) -> Iterator[Path]:
    """The work folder: as named, or beside the output, or for standard output nowhere."""
    if job.work is not None or job.output != "-":
        yield Path(job.work if job.work is not None else f"{job.output}.work")
        return
    if job.resume:
        raise BadInput("--resume needs the work folder of the interrupted run: --work FOLDER")
    with tempfile.TemporaryDirectory(prefix="resolver-") as folder:
        yield Path(folder) / "work"


def _made_of(job: Job, constraints: Constraints) -> dict[str, object]:
    from resolver.rules import rules_version

    files = []
    for name in files_of(job.input_):
        with suppress(OSError):  # opening it says what is wrong
            file = Path(name).stat()
            files.append([str(Path(name).absolute()), file.st_size, file.st_mtime_ns])
    return {
        "input": files,
        "format": job.format,
        "encoding": job.encoding,
        "name_column": job.name_column,
        "kind_column": job.kind_column,
        "kind": job.kind.value if job.kind else None,
        "id_column": job.id_column if constraints else None,
        "constraints": constraints.digest(),
        "rules": rules_version(),
        "version": __version__,
    }


def _write(job: Job, run: Run) -> int:
    """Every output under its name only when it is whole; the rows last."""
    if job.entities is not None:
        _entities(job.entities, run, guard=job.guard)
    if job.suggestions is not None:
        _suggestions(job.suggestions, run, guard=job.guard)
    with open_any(job.input_, job.reading()) as table:
        at = table.column(job.name_column)
        kinds = Kinds.of(table, job.kind, job.kind_column)
        report = Report(table, job.id_column)
        found = run.rows()
        upcoming = next(found, None)
        with (
            extended_any(
                table,
                job.output,
                ADDED,
                force=job.force,
                guard=job.guard,
                format_=job.format if job.output == "-" else None,
            ) as extend,
            _clusters(job, table) as tell,
        ):
            for row in table:
                report.advance(row)
                chosen = ("", "")
                try:
                    report.clean(row.cell(at))
                    kinds.kind(row)
                except ResolverError as error:
                    report.problem(row, error)
                if upcoming is not None and upcoming[0] == row.number:
                    _, entity_id, entity_name, problem = upcoming
                    if problem is not None:
                        report.problem(row, BadName("name", problem))
                    chosen = (entity_id, entity_name)
                    upcoming = next(found, None)
                extend(row, chosen)
                tell(row, chosen)
        if upcoming is not None:
            raise BadInput(f"{table.label} has changed while it was worked on; nothing is kept")
    return report.finish()


@contextmanager
def _clusters(job: Job, table: Table) -> Iterator[Extend]:
    """The entity of each row alone, by its number and its id if it has one."""
    if job.clusters is None:
        yield lambda _row, _chosen: None
        return
    at = table.find("id") if job.id_column is None else table.column(job.id_column)
    head = ("row", *(("id",) if at is not None else ()), *ADDED)
    with open_output(job.clusters) as stream:
        write = _writer(job.clusters, stream, head, guard=job.guard)

        def tell(row: Row, chosen: Sequence[str]) -> None:
            write((row.number, *((row.cell(at),) if at is not None else ()), *chosen))

        yield tell


def _entities(path: str, run: Run, *, guard: bool) -> None:
    """CSV with the spellings as JSON in a cell, or JSON Lines for a name in .jsonl."""
    head = ("entity_id", "entity_name", "kind", "mentions", "spellings")
    rows = (
        (e["entity_id"], e["entity_name"], e["kind"], e["n"], e["spellings"])
        for e in run.entities()
    )
    _table_of(path, head, rows, guard=guard)


def _suggestions(path: str, run: Run, *, guard: bool) -> None:
    head = ("a", "b", "score", "kind", "entity_a", "entity_b", "why")
    rows = (
        (s["a"], s["b"], round(float(str(s["score"])), 4), s["kind"], s["entity_a"], s["entity_b"],
         s["why"])
        for s in run.suggestions()
    )  # fmt: skip
    _table_of(path, head, rows, guard=guard)


def _table_of(
    path: str, head: tuple[str, ...], rows: Iterator[tuple[object, ...]], *, guard: bool
) -> None:
    with open_output(path) as stream:
        write = _writer(path, stream, head, guard=guard)
        for row in rows:
            write(row)


def _writer(
    path: str, stream: TextIO, head: tuple[str, ...], *, guard: bool
) -> Callable[[tuple[object, ...]], object]:
    """Rows as JSON Lines where the name says so, else as CSV."""
    if bare_suffix(path) == ".jsonl":
        return lambda row: stream.write(
            json.dumps(dict(zip(head, row, strict=True)), ensure_ascii=False) + "\n"
        )
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(head)
    return lambda row: writer.writerow([_cell(value, guard=guard) for value in row])


def _cell(value: object, *, guard: bool) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return guarded(text) if guard and isinstance(value, str) else text


class _Progress:
    """Step, share, rate and time left on a terminal; nothing anywhere else."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._step = ""
        self._begun = self._told = 0.0
        self._already = 0

    def __call__(self, step: str, done: int, of: int) -> None:
        now = time.monotonic()
        if step != self._step:
            self._step, self._begun, self._already, self._told = step, now, done, 0.0
        if not self._is_terminal or now - self._told < _SECONDS_BETWEEN_UPDATES:
            return
        self._told = now
        line = step
        if of > 1:
            line += f" {done:,} of {of:,} chunks"
            rate = (done - self._already) / max(now - self._begun, 0.001)
            if rate > 0:
                line += f", {rate:.1f} a second, {(of - done) / rate:,.0f} s left"
        click.echo(f"\r\x1b[K{line}", err=True, nl=False)

    def clear(self) -> None:
        if self._is_terminal:
            click.echo("\r\x1b[K", err=True, nl=False)
