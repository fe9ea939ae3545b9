"""What can be found wrong with a deduplication before hours of work, and in the middle of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from resolver.errors import BadInput
from resolver.tables import Table, shown
from resolver.tables_formats import files_of, format_of
from resolver.tables_output import check_output

_MEMORY = re.compile(r"[1-9][0-9]*(\.[0-9]+)?\s*([KMGT]i?B)", re.IGNORECASE)


def check_memory(limit: str) -> None:
    """Raises BadInput for what is no amount of memory."""
    if not _MEMORY.fullmatch(limit.strip()):
        raise BadInput(
            f"--memory-limit {shown(limit)} is no amount of memory; give a number and its unit, "
            "such as 384MB or 2GB"
        )


def check_outputs(paths: Sequence[str | None]) -> None:
    """Raises BadInput where two outputs have one name, or one cannot be written."""
    given = [path for path in paths if path is not None]
    for path in given:
        if given.count(path) > 1:
            raise BadInput(f"two outputs have the name {shown(path)}; give each its own")
        check_output(path)


def check_columns(
    table: Table, output: str, format_: str | None, added: Sequence[str], *, force: bool
) -> None:
    """Raises BadInput where the rows could not be written in the end."""
    taken = [name for name in added if name in table.columns]
    if taken and not force:
        raise BadInput(
            f"{table.label} already has {', '.join(taken)}: rename what is there, or replace it "
            "with --force"
        )
    if output == "-" and format_of(output, format_) == "parquet":
        raise BadInput("Parquet is no text for standard output; name a file with -o")


def identity_of(input_: str) -> list[tuple[str, int, int]]:
    """Each file of an input with its size and time: what tells whether it has changed."""
    files = []
    for name in files_of(input_):
        with suppress(OSError):  # opening it says what is wrong
            file = Path(name).stat()
            files.append((str(Path(name).absolute()), file.st_size, file.st_mtime_ns))
    return files


def check_unchanged(input_: str, before: Sequence[tuple[str, int, int]]) -> None:
    """Raises BadInput where an input is not what it was."""
    if identity_of(input_) != list(before):
        raise BadInput(
            f"{shown(Path(input_).name)} has changed or gone while it was worked on; no output "
            "was written. Put it back and go on with --resume, or leave --resume out to begin anew"
        )


@dataclass(slots=True)
class Kept:
    """What stays of a run that ends early, and whether it is `worth` going on from it."""

    worth: bool = False


@contextmanager
def keeping(folder: object, *, named: bool) -> Iterator[Kept]:
    """Errors and Ctrl-C say how to go on, if the work folder stays (`named`)."""
    kept = Kept()
    try:
        yield kept
    except KeyboardInterrupt as error:
        if named:
            error.add_note(
                f"what is done is kept in {folder}; the same command with --resume goes on"
            )
        raise
    except BadInput as error:
        advice = ""
        if not named and "--resume" in str(error):
            advice = "; nothing is kept, since there is no work folder: name one with --work"
        elif named and kept.worth and "--resume" not in str(error):
            advice = "; what is done is kept: the same command with --resume goes on"
        if not advice:
            raise
        raise BadInput(f"{error}{advice}") from error
