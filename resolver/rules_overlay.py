"""A user's own rules: a folder of tables laid over ours, without code.

    mine/
      readings_latin.csv      rows added to ours: same name, same header
      given_names.csv
      standards/archive.toml  romanization standards, added or replaced by id

- A CSV of the same name as one of ours (`readings_latin.csv`, `given_names.csv`,
  `place_names.csv`, ...) adds its rows to ours. Its header is ours, to the letter.
- A row that names the same thing as one of ours replaces it: the same grapheme, context and
  sounds; the same form of a place; the same name of a weight. `resolver.rules_schema` says
  which columns name a row.
- A row whose `source` is the word `remove` deletes ours; only the naming columns count.
- A file in `standards/` adds the standards it holds; one with the id of ours replaces it,
  also for the standards that are based on it.
- Values from a closed list (`relation`, `conventions`, `class`, ...) must be ones that our
  tables use. Weights can be replaced, not added. `source` and `example` may be empty, but
  `resolver rules check` asks for an example wherever ours have one.
- Hidden files and `*.md` are passed over; any other file that is not a table is an error,
  because a misspelled file name would otherwise be a rule that silently does nothing.

`RESOLVER_RULES=mine` or `resolver --rules mine ...` puts a folder to use. Answers then carry
another `rules_version`, which covers the folder's files.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from resolver.errors import BadInput, DamagedData
from resolver.rules import Row, shipped, table_names
from resolver.rules_schema import Schema, schema_of
from resolver.standards import line_of

REMOVE = "remove"
RESERVED = "shared.toml"
_TEXTS = ("id", "title", "status", "source", "base", "letters", "rules")
_MAPPINGS = ("examples", "capitals")
_LISTS = ("languages", "aliases")


@dataclass(frozen=True, slots=True)
class Overlay:
    """Tables as they are with the user's rows in them, the user's standards, and a digest."""

    tables: Mapping[str, tuple[Row, ...]]
    standards: tuple[Path, ...]
    fingerprint: bytes


def read_overlay(folder: Path) -> Overlay:
    """Read and check a folder. Raises BadInput and DamagedData, naming file and line."""
    digest = hashlib.sha256()
    tables: dict[str, tuple[Row, ...]] = {}
    standards: list[Path] = []
    for path in _files(folder):
        text = _text(path)
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + text.encode() + b"\0")
        if path.suffix == ".csv":
            tables[path.stem] = overlaid(path.stem, path, text)
        else:
            _check_standards(path, text)
            standards.append(path)
    return Overlay(MappingProxyType(tables), tuple(standards), digest.digest())


def _files(folder: Path) -> list[Path]:
    """The tables of a folder, sorted; BadInput for anything that is none."""
    if not folder.is_dir():
        raise BadInput(f"there is no folder '{folder}' to take rules from")
    known = [f"{name}.csv" for name in table_names()]
    found: list[Path] = []
    for path in _visible(folder):
        if path.name == "standards" and path.is_dir():
            found += _standards_in(path)
        elif path.name in known and path.is_file():
            found.append(path)
        else:
            close = difflib.get_close_matches(path.name, known, n=1)
            advice = f"did you mean {close[0]}?" if close else f"tables are {', '.join(known)}"
            raise BadInput(f"'{path}' is no rule table, nor the folder standards; {advice}")
    return found


def _standards_in(folder: Path) -> Iterator[Path]:
    for path in _visible(folder):
        if path.name == RESERVED or path.suffix != ".toml" or not path.is_file():
            raise BadInput(
                f"'{path}' is no file of standards; give it a name that ends in .toml "
                f"and is not {RESERVED}"
            )
        yield path


def _visible(folder: Path) -> list[Path]:
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise BadInput(f"'{folder}' cannot be read: {error.strerror}") from error
    return [path for path in paths if path.name[0] != "." and path.suffix != ".md"]


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadInput(f"'{path}' cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BadInput(f"'{path}', line {line}: not UTF-8; save the file as UTF-8") from error


def overlaid(name: str, path: Path, text: str) -> tuple[Row, ...]:
    """Our rows of a table with the user's, the text of `path`, laid over them."""
    header, ours = shipped(name)
    schema = schema_of(name, header)
    own = list(_rows(path, text, header))
    keys = {schema.key_of(row) for row in ours}
    kept: dict[tuple[str, ...], Row] = {}
    for row in own:
        key = schema.key_of(row.cells)
        if key in kept:
            raise DamagedData(f"{row.where}: says again what line {kept[key].line} has said")
        kept[key] = row
        if row.cells.get("source") != REMOVE:
            _check_cells(row, schema, ours)
        if key not in keys and (schema.fixed or row.cells.get("source") == REMOVE):
            raise DamagedData(_nothing_there(row, schema, keys))
    left = [
        Row(f"{name}.csv", line, cells)
        for line, cells in enumerate(ours, start=2)
        if schema.key_of(cells) not in kept
    ]
    added = [row for row in own if row.cells.get("source") != REMOVE]
    return (*added, *left) if schema.leads else (*left, *added)


def _rows(path: Path, text: str, header: list[str]) -> Iterator[Row]:
    """The rows of a user's file; blank lines are passed over."""
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        if next(lines, None) != header:
            raise DamagedData(f"{path}, line 1: the first line must be {','.join(header)}")
        before = lines.line_num
        for cells in lines:
            line, before = before + 1, lines.line_num
            if not cells:
                continue
            if len(cells) != len(header):
                raise DamagedData(
                    f"{path}, line {line}: {len(cells)} cells instead of {len(header)}; "
                    "a cell with a comma in it needs quotes"
                )
            yield Row(str(path), line, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise DamagedData(f"{path}, line {lines.line_num}: {error}") from error


def _check_cells(row: Row, schema: Schema, ours: Sequence[Mapping[str, str]]) -> None:
    problem = schema.problem(row.cells)
    if problem:
        raise DamagedData(f"{row.where}: {problem}")
    for column in schema.closed:
        known = {word.lstrip("-") for mine in ours for word in mine[column].split()}
        words = row.cells[column].split()
        strange = [word for word in words if word.lstrip("-") not in known]
        if strange or (not words and all(mine[column] for mine in ours)):
            raise DamagedData(f"{row.where}: '{column}' must be of: {', '.join(sorted(known))}")


def _nothing_there(row: Row, schema: Schema, keys: set[tuple[str, ...]]) -> str:
    key = " ".join(filter(None, schema.key_of(row.cells)))
    close = difflib.get_close_matches(key, [" ".join(filter(None, each)) for each in keys], n=1)
    advice = f"; did you mean '{close[0]}'?" if close else ""
    wanted = "remove" if row.cells.get("source") == REMOVE else "replace"
    return f"{row.where}: there is no row '{key}' of ours to {wanted}{advice}"


def _check_standards(path: Path, text: str) -> None:
    """Shapes of the fields only; what they say is checked when the standards are built."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DamagedData(f"{path}: {error}") from error
    rows = content.get("standard")
    if content.keys() != {"standard"} or not isinstance(rows, list):
        raise DamagedData(f"{path}: a file of standards holds [[standard]] tables and no more")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            raise DamagedData(f"{path}: the [[standard]] number {number} lacks its id")
        problem = _misshapen(row)
        if problem:
            raise DamagedData(f"{path}, line {line_of(text, row['id'])}: {problem}")


def _misshapen(row: Mapping[str, Any]) -> str | None:
    for name, value in row.items():
        if name in _TEXTS and not isinstance(value, str):
            return f"'{name}' must be a text in quotes"
        if name in _LISTS and not (isinstance(value, list) and _are_texts(value)):
            return f"'{name}' must be a list of texts, such as [\"ru\"]"
        if name in _MAPPINGS and not (isinstance(value, dict) and _are_texts(value.values())):
            return f"'{name}' must be pairs of texts"
        if name == "year" and not isinstance(value, int):
            return "'year' must be a number"
    return None


def _are_texts(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)
