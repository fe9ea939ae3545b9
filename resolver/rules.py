"""The rule tables, loaded once and never changed.

Tables live in the package `rules` as CSV or TOML so that a linguist can edit them; this
module only reads them. A row that does not fit its header is DamagedData naming table and
line, because a silently skipped rule is a wrong answer later.
"""

from __future__ import annotations

import csv
import hashlib
from functools import cache
from pathlib import Path

import rules
from resolver.errors import DamagedData

# importlib.resources would do the same at four times the start-up cost of a comparison.
FOLDER = Path(rules.__file__).parent


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `rules/<name>.csv` as dicts keyed by the header, in file order.

    Raises DamagedData when the table is missing or a row has too many or too few cells.
    """
    path = FOLDER / f"{name}.csv"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedData(f"rule table {name}.csv cannot be read: reinstall it") from error
    lines = csv.reader(text.splitlines())
    header = next(lines)
    rows = []
    for number, cells in enumerate(lines, start=2):
        if len(cells) != len(header):
            raise DamagedData(f"rule table {name}.csv, line {number}: cells and header differ")
        rows.append(dict(zip(header, cells, strict=False)))
    return tuple(rows)


@cache
def rules_version() -> str:
    """A short fingerprint of every table: equal versions give equal answers."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in {".csv", ".toml"}:
            digest.update(path.relative_to(FOLDER).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
