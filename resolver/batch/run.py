"""One run over an archive: a work folder, the steps, and what comes out.

The work folder holds everything between two steps, so that a run that was interrupted, or
killed, goes on where it was. It knows which input and which rules it was made of.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from types import TracebackType

import numpy as np
import pyarrow as pa

from resolver.batch import result, steps
from resolver.batch.arrays import array
from resolver.batch.engine import Engine
from resolver.batch.folder import Folder, LocalFolder
from resolver.batch.occupied import Hold
from resolver.constraints import MIXED_KINDS, Constraints
from resolver.errors import BadInput
from resolver.mention import Kind

ROWS_AT_ONCE = 50_000
_MARK = "made-of.json"
Progress = Callable[[str, int, int], None]
Started = Callable[[Folder, Progress], Engine]
Together = tuple[int, pa.Array, Kind]
"""The first of the row numbers, and a cleaned name or null for each row, of one kind."""
FURTHER = ("birth_date", "country", "context", "unit")
Given = tuple[int, str, Kind] | tuple[int, str, Kind, tuple[str, str, str, str]]
"""Row number, cleaned name and kind; and what else is known, in the order of FURTHER."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`made_of` identifies the input and all that its result depends on; without a
    `memory_limit` memory grows with the archive."""

    folder: Path | Folder
    made_of: Mapping[str, object]
    resume: bool = False
    memory_limit: str | None = None
    workers: int = 0

    def embedded(self, folder: Folder, progress: Progress) -> Engine:
        """DuckDB, for a folder of this machine."""
        from resolver.batch.duckdb import DuckEngine

        assert isinstance(folder, LocalFolder)
        return DuckEngine(
            folder.path,
            memory_limit=self.memory_limit,
            workers=self.workers,
            progress=progress,
        )


class Run:
    """A run as a context: left without an error, its work folder is gone.

    `start` starts another engine than the embedded one over the work folder."""

    def __init__(
        self, settings: Settings, progress: Progress, start: Started | None = None
    ) -> None:
        self._progress = progress
        self._folder, self._hold = _prepare(settings)
        try:
            self.engine = (start or settings.embedded)(self._folder, progress)
        except BaseException:
            self._hold.close()
            raise
        self.seconds: dict[str, float] = {}

    def __enter__(self) -> Run:
        return self

    def close(self) -> None:
        """End the workers and let go of the tables, which stay."""
        self.engine.close()
        self._hold.close()

    def held(self) -> object:
        """As long as anyone has this, closing does not free what the run holds in memory."""
        return self.engine.held()

    def __exit__(
        self,
        _type: type[BaseException] | None,
        error: BaseException | None,
        _tb: TracebackType | None,
    ) -> None:
        self.close()
        if error is None:
            _discard(self._folder)

    def read(
        self,
        mentions: Iterable[Given],
        constraints: Constraints | None = None,
        before: Iterable[Together] = (),
    ) -> bool:
        """Take in the mentions; False where an earlier run did. With `constraints`, even empty
        ones, more is known of them than their names; without, many may be taken in together
        `before` the others. Raises BadInput for a decision that a person is a place."""
        if self.engine.has("mention"):
            return False
        self.engine.drop("apart")
        self.engine.put("apart", _pairs(sorted(constraints.apart) if constraints else []))
        tables = _tables(iter(mentions), further=constraints is not None)
        self.engine.fill("mention", chain(map(_together, before), tables))
        if constraints:
            self._check_kinds()
        return True

    def _check_kinds(self) -> None:
        mixed = """SELECT unit FROM mention WHERE unit <> '' GROUP BY unit
          HAVING count(DISTINCT kind) > 1 LIMIT 1"""
        if self.engine.fetch(mixed).num_rows:
            raise BadInput(MIXED_KINDS)

    def solve(self) -> None:
        """Everything from mentions to entities, or what is left of it."""
        begun = time.monotonic()
        for name, step in steps.STEPS:
            self._progress(name, 0, 1)
            step(self.engine)
            self.seconds[name] = round(time.monotonic() - begun, 2)
            begun = time.monotonic()

    def rows(self) -> Iterator[tuple[int, str, str, str | None]]:
        """(row number, entity id, entity name, what is wrong with the name) in order."""
        return self.engine.stream(result.rows(self.engine))

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The same, many rows at once."""
        return self.engine.batches(result.rows(self.engine))

    def entities(self) -> Iterator[dict[str, object]]:
        """Largest first, each with its spellings and how often each is mentioned."""
        return result.entities(self.engine)

    def suggestions(self) -> Iterator[dict[str, object]]:
        """What may be one, most likely first, with the reasons."""
        result.suggest(self.engine)
        for suggestion in self.engine.stream(result.SUGGESTIONS):
            yield dict(zip(result.SUGGESTION, suggestion, strict=True))

    def counts(self) -> dict[str, int]:
        """Mentions, distinct names, pairs compared, entities, suggestions; blocks that were
        refined because they were large."""
        counted: dict[str, int] = self.engine.fetch(result.counts(self.engine)).to_pylist()[0]
        return counted


def _pairs(pairs: list[tuple[str, str]]) -> pa.Table:
    names = ("unit", "other")
    return pa.table(
        {name: pa.array([p[at] for p in pairs], pa.string()) for at, name in enumerate(names)}
    )


def _together(mentions: Together) -> pa.Table:
    first, names, kind = mentions
    table = pa.table(
        {
            "row": array(np.arange(first, first + len(names))),
            "text": names,
            "kind": pa.repeat(kind.value, len(names)),
        }
    )
    return table.filter(names.is_valid()) if names.null_count else table


def _tables(mentions: Iterator[Given], *, further: bool) -> Iterator[pa.Table]:
    """Never fewer than one, so that an empty archive is an archive, too."""
    first = True
    while True:
        rows = list(islice(mentions, ROWS_AT_ONCE))
        if not rows and not first:
            return
        first = False
        columns = {
            "row": pa.array([row[0] for row in rows], pa.int64()),
            "text": pa.array([row[1] for row in rows], pa.string()),
            "kind": pa.array([row[2] for row in rows], pa.string()),
        }
        if further:
            known = [row[3] if len(row) > 3 else ("",) * len(FURTHER) for row in rows]
            for at, name in enumerate(FURTHER):
                columns[name] = pa.array([one[at] for one in known], pa.string())
        yield pa.table(columns)


def _discard(folder: Folder) -> None:
    """The mark goes last: killed in between, it is still seen whose folder this is."""
    for name in folder.names():
        if name != _MARK:
            folder.remove(name)
    folder.remove(_MARK)
    folder.remove()


def _prepare(settings: Settings) -> tuple[Folder, Hold]:
    """An empty work folder, or with `resume` the one that is there if it is of this input; held
    against other runs."""
    folder = settings.folder
    if isinstance(folder, Path):
        folder = LocalFolder(folder)
    try:
        there = folder.names()
        if there and _MARK not in there:
            raise BadInput(f"{folder} is not a work folder of dedupe; name another with --work")
        if there:
            hold = _held(folder)
            if settings.resume:
                try:
                    with folder.lend(_MARK) as mark:
                        _check_mark(mark, settings.made_of)
                except BaseException:
                    hold.close()
                    raise
                return folder, hold
            hold.close()
            folder.remove()
        with folder.receive(_MARK) as mark:
            mark.write_text(json.dumps(settings.made_of), encoding="utf-8")
        return folder, _held(folder)
    except OSError as error:
        raise BadInput(f"cannot use the work folder {folder}: {error.strerror}") from None


def _held(folder: Folder) -> Hold:
    """A folder of this machine is held against other runs; others have no locks."""
    return Hold(folder.path / _MARK if isinstance(folder, LocalFolder) else None)


def _check_mark(mark: Path, made_of: Mapping[str, object]) -> None:
    """Raises BadInput where a work folder is of another input, or of none that can be told."""
    try:
        known = json.loads(mark.read_text(encoding="utf-8"))
    except ValueError:
        raise BadInput("the work folder is damaged; leave --resume out to begin anew") from None
    if known != made_of:
        raise BadInput(
            "the input, the options or the rules have changed since the interrupted run; leave "
            "--resume out to begin anew"
        )
