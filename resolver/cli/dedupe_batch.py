"""`resolver dedupe` for archives: by an engine, in a work folder, resumable."""

from __future__ import annotations

import csv
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resolver import __version__
from resolver.cli.report import Report
from resolver.cli.rows import Kinds
from resolver.errors import BadInput, BadName, ResolverError
from resolver.mention import Kind
from resolver.tables import open_table
from resolver.tables_output import extended, guarded, open_output

if TYPE_CHECKING:
    from resolver.batch.run import Run

ATTRIBUTES = ("birth_date", "country", "context")
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


def wanted(engine: str) -> bool:
    """Whether DuckDB is asked for. Raises BadInput where it is not installed."""
    if engine == "duckdb" and not _installed():
        raise BadInput("--engine duckdb needs more parts: pip install 'name-resolver[batch]'")
    return engine == "duckdb"


def _evidence(input_: str) -> list[str]:
    """Columns that count as evidence in memory, and that this engine does not look at."""
    with open_table(input_) as table:
        return [name for name in ATTRIBUTES if name in table.columns]


def _installed() -> bool:
    return all(find_spec(part) is not None for part in ("duckdb", "pyarrow", "numpy"))


def run_job(job: Job) -> int:
    """Deduplicate an archive; the exit code."""
    from resolver.batch.run import Run, Settings

    if job.input_ == "-":
        raise BadInput("an archive is read twice, so standard input will not do; name a file")
    if ignored := _evidence(job.input_):
        names = ", ".join(ignored)
        click.echo(f"note: --engine duckdb compares names alone; not used: {names}", err=True)
    begun = time.monotonic()
    with _folder(job) as folder:
        settings = Settings(folder, _made_of(job), job.resume, job.memory_limit, job.workers)
        progress = _Progress()
        with Run(settings, progress) as run:
            run.read(_mentions(job))
            run.solve()
            progress.clear()
            code = _write(job, run)
            counts = run.counts()
            seconds = run.seconds
    if job.as_json:
        taken = round(time.monotonic() - begun, 2)
        summary = {**counts, "seconds": taken, "steps": seconds, "engine": "duckdb"}
        click.echo(json.dumps(summary), err=job.output == "-")
    return code


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


def _made_of(job: Job) -> dict[str, object]:
    from resolver.rules import rules_version

    try:
        file = Path(job.input_).stat()
    except OSError:
        file = None  # opening it says what is wrong
    return {
        "input": str(Path(job.input_).absolute()),
        "size": file.st_size if file else 0,
        "changed": file.st_mtime_ns if file else 0,
        "name_column": job.name_column,
        "kind_column": job.kind_column,
        "kind": job.kind.value if job.kind else None,
        "rules": rules_version(),
        "version": __version__,
    }


def _mentions(job: Job) -> Iterator[tuple[int, str, Kind]]:
    """The usable rows; the others are reported when the file is read again for writing."""
    from resolver.text import clean

    with open_table(job.input_) as table:
        at = table.column(job.name_column)
        kinds = Kinds.of(table, job.kind, job.kind_column)
        for row in table:
            try:
                name, kind = clean(row.cell(at)).text, kinds.kind(row)
            except ResolverError:
                continue
            yield row.number, name, kind


def _write(job: Job, run: Run) -> int:
    """Every output under its name only when it is whole; the rows last."""
    if job.entities is not None:
        _entities(job.entities, run, guard=job.guard)
    if job.suggestions is not None:
        _suggestions(job.suggestions, run, guard=job.guard)
    with open_table(job.input_) as table:
        at = table.column(job.name_column)
        kinds = Kinds.of(table, job.kind, job.kind_column)
        report = Report(table, job.id_column)
        found = run.rows()
        upcoming = next(found, None)
        with extended(table, job.output, ADDED, force=job.force, guard=job.guard) as extend:
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
        if upcoming is not None:
            raise BadInput(f"{table.label} has changed while it was worked on; nothing is kept")
    return report.finish()


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
        if path.endswith(".jsonl"):
            for row in rows:
                cells = dict(zip(head, row, strict=True))
                stream.write(json.dumps(cells, ensure_ascii=False) + "\n")
            return
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(head)
        for row in rows:
            writer.writerow([_cell(value, guard=guard) for value in row])


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
