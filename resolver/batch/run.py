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
from resolver.batch.occupied import Hold
from resolver.errors import BadInput
from resolver.mention import Kind

ROWS_AT_ONCE = 50_000
_MARK = "made-of.json"
Progress = Callable[[str, int, int], None]
Given = tuple[int, str, Kind]


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
        self._hold = _prepare(settings)
        try:
            self.engine = DuckEngine(
                settings.folder,
                memory_limit=settings.memory_limit,
                workers=settings.workers,
                progress=progress,
            )
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

    def __exit__(
        self,
        _type: type[BaseException] | None,
        error: BaseException | None,
        _tb: TracebackType | None,
    ) -> None:
        self.close()
        if error is None:
            _discard(self._folder)

    def read(self, mentions: Iterable[Given]) -> None:
        """Take in the mentions (row number, cleaned name, kind), unless an earlier run did."""
        if not self.engine.has("mention"):
            self.engine.fill("mention", _tables(iter(mentions)))

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
        return self.engine.stream(result.ROWS)

    def entities(self) -> Iterator[dict[str, object]]:
        """Largest first, each with its spellings and how often each is mentioned."""
        for entity in self.engine.stream(result.ENTITIES):
            yield dict(zip(result.ENTITY, entity, strict=True))

    def suggestions(self) -> Iterator[dict[str, object]]:
        """What may be one, most likely first, with the reasons."""
        result.suggest(self.engine)
        for suggestion in self.engine.stream(result.SUGGESTIONS):
            yield dict(zip(result.SUGGESTION, suggestion, strict=True))

    def counts(self) -> dict[str, int]:
        """Mentions, distinct names, pairs compared, entities, suggestions; blocks that were
        refined because they were large."""
        counted: dict[str, int] = self.engine.fetch(result.COUNTS).to_pylist()[0]
        return counted


def _tables(mentions: Iterator[Given]) -> Iterator[pa.Table]:
    """Never fewer than one, so that an empty archive is an archive, too."""
    first = True
    while True:
        rows = list(islice(mentions, ROWS_AT_ONCE))
        if not rows and not first:
            return
        first = False
        yield pa.table(
            {
                "row": pa.array([row for row, _, _ in rows], pa.int64()),
                "text": pa.array([text for _, text, _ in rows], pa.string()),
                "kind": pa.array([kind.value for _, _, kind in rows], pa.string()),
            }
        )


def _discard(folder: Path) -> None:
    """The mark goes last: killed in between, it is still seen whose folder this is."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != _MARK:
            path.unlink(missing_ok=True)
    (folder / _MARK).unlink(missing_ok=True)
    folder.rmdir()


def _prepare(settings: Settings) -> Hold:
    """An empty work folder, or with `resume` the one that is there if it is of this input; held
    against other runs."""
    folder, mark = settings.folder, settings.folder / _MARK
    try:
        if folder.exists():
            if not mark.exists() and any(folder.iterdir()):
                raise BadInput(f"{folder} is not a work folder of dedupe; name another with --work")
            if mark.exists():
                hold = Hold(mark)
                if settings.resume:
                    _check_mark(mark, settings.made_of)
                    return hold
                hold.close()
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        mark.write_text(json.dumps(settings.made_of), encoding="utf-8")
        return Hold(mark)
    except OSError as error:
        raise BadInput(f"cannot use the work folder {folder}: {error.strerror}") from None


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
