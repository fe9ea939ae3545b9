"""One run over an archive: a work folder, the steps, and what comes out.

The work folder holds everything between two steps, so that a run that was interrupted, or
killed, goes on where it was. It knows which input and which rules it was made of.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType

import pyarrow as pa

from resolver.batch import result, steps
from resolver.batch.duckdb import DuckEngine
from resolver.constraints import MIXED_KINDS, Constraints
from resolver.errors import BadInput
from resolver.mention import Kind

ROWS_AT_ONCE = 50_000
_MARK = "made-of.json"
Progress = Callable[[str, int, int], None]
FURTHER = ("birth_date", "country", "context", "unit")
Given = tuple[int, str, Kind] | tuple[int, str, Kind, tuple[str, str, str, str]]
"""Row number, cleaned name and kind; and what else is known, in the order of FURTHER."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`made_of` identifies the input and all that its result depends on."""

    folder: Path
    made_of: Mapping[str, object]
    resume: bool = False
    memory_limit: str = "384MB"
    workers: int = 0


class Run:
    """A run as a context: left without an error, its work folder is gone."""

    def __init__(self, settings: Settings, progress: Progress) -> None:
        self._folder = settings.folder
        self._progress = progress
        _prepare(settings)
        self.engine = DuckEngine(
            settings.folder,
            memory_limit=settings.memory_limit,
            workers=settings.workers,
            progress=progress,
        )
        self.seconds: dict[str, float] = {}

    def __enter__(self) -> Run:
        return self

    def close(self) -> None:
        """End the workers and let go of the tables, which stay."""
        self.engine.close()

    def __exit__(
        self,
        _type: type[BaseException] | None,
        error: BaseException | None,
        _tb: TracebackType | None,
    ) -> None:
        self.close()
        if error is None:
            _discard(self._folder)
        elif isinstance(error, KeyboardInterrupt):
            error.add_note(
                f"what is done is kept in {self._folder}; the same command with --resume goes on"
            )

    def read(self, mentions: Iterable[Given], constraints: Constraints | None = None) -> bool:
        """Take in the mentions; False where an earlier run did. With `constraints`, even empty
        ones, more is known of them than their names. Raises BadInput for a decision that a
        person is a place."""
        if self.engine.has("mention"):
            return False
        self.engine.drop("apart")
        self.engine.put("apart", _pairs(sorted(constraints.apart) if constraints else []))
        self.engine.fill("mention", _tables(iter(mentions), further=constraints is not None))
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
        for row in self.engine.stream(result.rows(self.engine)):
            yield row["row"], row["entity_id"], row["entity_name"], row["problem"]

    def entities(self) -> Iterator[dict[str, object]]:
        """Largest first, each with its spellings and how often each is mentioned."""
        return self.engine.stream(result.ENTITIES)

    def suggestions(self) -> Iterator[dict[str, object]]:
        """What may be one, most likely first, with the reasons."""
        result.suggest(self.engine)
        return self.engine.stream(result.SUGGESTIONS)

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
            "kind": pa.array([row[2].value for row in rows], pa.string()),
        }
        if further:
            known = [row[3] if len(row) > 3 else ("",) * len(FURTHER) for row in rows]
            for at, name in enumerate(FURTHER):
                columns[name] = pa.array([one[at] for one in known], pa.string())
        yield pa.table(columns)


def _discard(folder: Path) -> None:
    """The mark goes last: killed in between, it is still seen whose folder this is."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != _MARK:
            path.unlink(missing_ok=True)
    (folder / _MARK).unlink(missing_ok=True)
    folder.rmdir()


def _prepare(settings: Settings) -> None:
    """An empty work folder, or with `resume` the one that is there if it is of this input."""
    folder, mark = settings.folder, settings.folder / _MARK
    try:
        if folder.exists():
            if not mark.exists() and any(folder.iterdir()):
                raise BadInput(f"{folder} is not a work folder of dedupe; name another with --work")
            if settings.resume and mark.exists():
                if json.loads(mark.read_text(encoding="utf-8")) != settings.made_of:
                    raise BadInput(
                        "the input, the options or the rules have changed since the interrupted "
                        "run; leave --resume out to begin anew"
                    )
                return
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        mark.write_text(json.dumps(settings.made_of), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"cannot use the work folder {folder}: {error.strerror}") from None
