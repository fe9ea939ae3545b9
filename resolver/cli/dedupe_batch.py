"""`resolver dedupe` for archives: by an engine, in a work folder, resumable."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from resolver import __version__
from resolver.cli.archive_rows import knows_more, usable
from resolver.cli.collector import not_collecting
from resolver.cli.constraints import check_applied, read_constraints
from resolver.cli.dedupe_checks import (
    check_columns,
    check_memory,
    check_outputs,
    check_unchanged,
    identity_of,
    keeping,
)
from resolver.cli.dedupe_db import check_database, record_run
from resolver.cli.dedupe_engines import Chosen, chosen, get_ready
from resolver.cli.dedupe_outputs import ADDED, Outputs, Problems
from resolver.cli.dedupe_rows import answered
from resolver.cli.dedupe_source import source_of
from resolver.cli.ending import keep
from resolver.cli.plain_rows import PlainAnswers, plain_names
from resolver.cli.report import Report
from resolver.cli.rows import Kinds
from resolver.errors import BadInput
from resolver.mention import Kind
from resolver.tables_formats import Reading, open_any
from resolver.tables_output import extend_all, together
from resolver.tables_plain import Kept, Plain
from resolver.tables_written import extended_any

if TYPE_CHECKING:
    from resolver.batch.folder import Folder
    from resolver.batch.run import Run
    from resolver.constraints import Constraints

Files = list[tuple[str, int, int]]
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
    memory_limit: str | None
    workers: int | None
    as_json: bool
    clusters: str | None = None
    report: str | None = None
    format: str | None = None
    encoding: str | None = None
    named: str = ""  # what a report calls the input, where not by its name
    engine: str = "duckdb"
    master: str | None = None
    conf: tuple[str, ...] = ()
    constraints: str | None = None
    db: str | None = None

    def reading(self, note: Callable[[str], None] = lambda _text: None) -> Reading:
        """How the input is read."""
        return Reading(self.format, self.encoding, detect=True, note=note)


def _check(job: Job) -> None:
    """Raises BadInput for columns that are not there, or are in the way."""
    with open_any(job.input_, job.reading()) as table:
        check_columns(table, job.output, job.format, ADDED, force=job.force)
        table.column(job.name_column)
        Kinds.of(table, job.kind, job.kind_column)


def run_job(job: Job) -> int:
    """Deduplicate an archive; the exit code."""
    if job.memory_limit is not None:
        check_memory(job.memory_limit)
    check_outputs([job.output, job.entities, job.suggestions, job.clusters, job.report])
    if job.input_ == "-":
        return _from_standard_input(job)
    _check(job)
    begun = time.monotonic()
    get_ready(job.engine)
    constraints = read_constraints(job.constraints)
    check_database(job.db)
    from resolver.batch.run import Run, Settings

    made_of = _made_of(job, constraints)
    before = identity_of(job.input_)
    with (
        chosen(job.engine, job.master, job.conf) as engine,
        _folder(job, engine) as folder,
        keeping(folder, named=_kept(job)) as kept,
    ):
        settings = Settings(folder, made_of, job.resume, job.memory_limit, job.workers or 0)
        progress = _Progress()
        with Run(settings, progress, engine.start) as run:
            lines = Kept()
            _read(job, run, constraints, lines)
            check_unchanged(job.input_, before)
            kept.worth = True
            run.solve()
            progress.clear()
            code = _write(job, run, before, lines)
            if job.db is not None:
                record_run(job, run)
            counts = run.counts()
            keep(run.held())
            seconds = run.seconds
    if job.as_json:
        taken = round(time.monotonic() - begun, 2)
        summary = {**counts, "seconds": taken, "steps": seconds, "engine": job.engine}
        click.echo(json.dumps(summary), err=job.output == "-")
    return code


def _read(job: Job, run: Run, constraints: Constraints, lines: Kept) -> None:
    seen: set[str] = set()
    with not_collecting(), open_any(job.input_, job.reading(noted)) as table:
        kinds = Kinds.of(table, job.kind, job.kind_column)
        more = constraints if knows_more(table, constraints) else None
        plain = Plain(table, job.input_, lines)
        before = plain_names(plain, table.column(job.name_column), kinds) if more is None else ()
        rest = plain.rest()
        rows = usable(rest, job.name_column, kinds, job.id_column, constraints, seen)
        if run.read(rows, more, before):
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
        return run_job(replace(job, input_=kept.name, named="standard input"))


def _kept(job: Job) -> bool:
    """Whether the work folder has a place where an interrupted run finds it again."""
    return job.work is not None or job.output != "-"


@contextmanager
def _folder(job: Job, engine: Chosen) -> Iterator[Path | Folder]:
    """The work folder: as named, or beside the output, or for standard output nowhere."""
    if _kept(job):
        yield engine.folder(job.work if job.work is not None else f"{job.output}.work")
        return
    if job.resume:
        raise BadInput("--resume needs the work folder of the interrupted run: --work FOLDER")
    with tempfile.TemporaryDirectory(prefix="resolver-") as folder:
        yield engine.folder(f"{folder}/work")


def _made_of(job: Job, constraints: Constraints) -> dict[str, object]:
    from resolver.rules import rules_version

    return {
        "input": [list(file) for file in identity_of(job.input_)],
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


def _write(job: Job, run: Run, before: Files, lines: Kept) -> int:
    """All outputs under their names when all are whole; the rows last."""
    check_unchanged(job.input_, before)
    with together(), ExitStack() as stack:
        table = stack.enter_context(open_any(job.input_, job.reading()))
        report, problems = Report(table, job.id_column), Problems()
        extend = stack.enter_context(
            extended_any(
                table,
                job.output,
                ADDED,
                force=job.force,
                guard=job.guard,
                format_=job.format if job.output == "-" else None,
            )
        )
        outputs = Outputs(stack, guard=job.guard)
        if job.entities is not None:
            outputs.entities(job.entities, run)
        if job.suggestions is not None:
            outputs.suggestions(job.suggestions, run)
        tell = outputs.clusters(job.clusters, table, job.id_column) if job.clusters else None
        at, kinds = table.column(job.name_column), Kinds.of(table, job.kind, job.kind_column)
        plain, answers = Plain(table, job.input_, lines), PlainAnswers(run.batches())
        others = answers.write(plain, at, kinds, report, extend, table.delimiter)
        with not_collecting():
            for some in chain(
                others if tell is None else (),
                answered(plain.rest(), at, kinds, answers.rest(), report),
            ):
                for row, problem in some.problems:
                    report.problem(row, problem)
                    problems.note(problem)
                extend_all(extend, some.rows, some.chosen)
                if tell is not None:
                    for row, chosen in zip(some.rows, some.chosen, strict=True):
                        tell(row, chosen)
        if job.report is not None:
            report.busy("making the report")
            told = source_of(job, table, report, problems.counted())
            outputs.report(job.report, run, told)
        check_unchanged(job.input_, before)
    return report.finish()


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
