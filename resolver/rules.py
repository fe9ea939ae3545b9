"""The rule tables, loaded once and never changed.

Tables live in the package `rules` as CSV or TOML so that a linguist can edit them; this
module only reads them. A row that does not fit its header is DamagedData naming table and
line, because a silently skipped rule is a wrong answer later.

A user's own folder of tables can overlay ours: see `resolver.rules_overlay`. A process names
it once, with `use`, before anything reads a table.
"""

from __future__ import annotations

import csv
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import rules
from resolver.errors import BadInput, DamagedData

if TYPE_CHECKING:
    from resolver.rules_overlay import Overlay

# importlib.resources would do the same at four times the start-up cost of a comparison.
FOLDER = Path(rules.__file__).parent


class Row(NamedTuple):
    """A row and where it stands; `file` is a name for ours, a path for the user's own."""

    file: str
    line: int
    cells: dict[str, str]

    @property
    def where(self) -> str:
        """`readings_latin.csv, line 12`."""
        return f"{self.file}, line {self.line}"


class _Sources:
    """Where this process takes its rules from: open to one decision until the first look."""

    def __init__(self) -> None:
        self._overlay: Overlay | None = None
        self._settled = False

    def choose(self, overlay: Overlay) -> None:
        if self._settled:
            raise BadInput(
                "rule tables have been read already; name the folder of your own rules "
                "before anything else is done"
            )
        self._overlay = overlay

    def settled(self) -> Overlay | None:
        self._settled = True
        return self._overlay


_sources = _Sources()


def use(folder: str | Path) -> None:
    """Overlay our tables with those of a folder, for the rest of the process.

    The folder is read and checked whole, now: a mistake in it is told before the first name
    is. Raises BadInput for a folder or file that cannot be used, or when a table has been
    read before; DamagedData for a row or standard that cannot be, naming file and line.
    """
    from resolver.rules_overlay import read_overlay

    _sources.choose(read_overlay(Path(folder)))


def table_names() -> tuple[str, ...]:
    """Names of the CSV tables, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.csv")))


def shipped(name: str) -> tuple[list[str], tuple[dict[str, str], ...]]:
    """Header and rows of our own `rules/<name>.csv`; the first row is on line 2.

    Raises DamagedData when the table is missing or a row has too many or too few cells.
    """
    try:
        text = (FOLDER / f"{name}.csv").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedData(f"rule table {name}.csv cannot be read: reinstall it") from error
    lines = csv.reader(text.splitlines())
    header = next(lines)
    rows = []
    for number, cells in enumerate(lines, start=2):
        if len(cells) != len(header):
            raise DamagedData(f"rule table {name}.csv, line {number}: cells and header differ")
        rows.append(dict(zip(header, cells, strict=False)))
    return header, tuple(rows)


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table as dicts keyed by its header, in file order, the user's included.

    Raises DamagedData when the table is missing or a row has too many or too few cells.
    """
    overlay = _sources.settled()
    if overlay is not None and name in overlay.tables:
        return tuple(row.cells for row in overlay.tables[name])
    return shipped(name)[1]


def located(name: str) -> tuple[Row, ...]:
    """The rows of a table, each with file and line; for checks, as it costs more."""
    overlay = _sources.settled()
    if overlay is not None and name in overlay.tables:
        return overlay.tables[name]
    return tuple(Row(f"{name}.csv", line, row) for line, row in enumerate(shipped(name)[1], 2))


def standard_files() -> tuple[tuple[Path, str], ...]:
    """Files of romanization standards, ours before the user's: path, and name to show."""
    overlay = _sources.settled()
    ours = sorted((FOLDER / "standards").glob("*.toml"))
    own = overlay.standards if overlay is not None else ()
    return (*((path, path.name) for path in ours), *((path, str(path)) for path in own))


@cache
def rules_version() -> str:
    """A short fingerprint of every table: equal versions give equal answers."""
    overlay = _sources.settled()
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in {".csv", ".toml"}:
            digest.update(path.relative_to(FOLDER).as_posix().encode())
            digest.update(path.read_bytes())
    if overlay is not None:
        digest.update(overlay.fingerprint)
    return digest.hexdigest()[:12]
