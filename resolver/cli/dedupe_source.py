"""What a report says of where its archive came from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from resolver import __version__
from resolver.cli.archive_rows import ATTRIBUTES
from resolver.tables_formats import files_of, format_of

if TYPE_CHECKING:
    from resolver.cli.dedupe_batch import Job
    from resolver.cli.report import Report
    from resolver.report.digest import Source
    from resolver.tables import Table

_MOST = 20
_FORMATS = {"csv": "delimited text", "jsonl": "JSON Lines", "parquet": "Parquet"}


def source_of(
    job: Job, table: Table, report: Report, problems: tuple[tuple[str, int], ...]
) -> Source:
    """Nothing of it depends on the machine or the time: one archive has one report."""
    from resolver.report.digest import Source  # slow to import, and few ask for a report
    from resolver.rules import rules_version

    columns = table.columns

    files = [Path(name) for name in files_of(job.input_)]
    size = sum(file.stat().st_size for file in files)
    names = [job.named or file.name for file in files]
    shown = ", ".join(names[:_MOST])
    if len(names) > _MOST:
        shown += f" and {len(names) - _MOST:,} more"
    told = [
        ("File" if len(names) == 1 else f"{len(names):,} files", shown),
        ("Size", f"{size:,} bytes, {report.done:,} rows"),
        ("Format", _FORMATS[format_of(str(files[0]), job.format)]),
        ("Encoding", _encoding(job, table)),
        ("Names", f"in the column {job.name_column}"),
        ("Kind", _kind(job, kinds=job.kind_column is not None or "kind" in columns)),
        *_known(job, columns),
        ("Engine", f"{job.engine}, name-resolver {__version__}"),
        ("Rules", f"version {rules_version()}"),
    ]
    title = names[0] if len(names) == 1 else f"{len(names):,} files"
    return Source(title, tuple(told), report.done, report.failed, problems)


def _encoding(job: Job, table: Table) -> str:
    if job.encoding is not None:
        return f"{job.encoding}, as asked for"
    name = table.encoding.upper()
    return name if table.encoding == "utf-8" else f"{name}, as detected"


def _known(job: Job, columns: Sequence[str]) -> list[tuple[str, str]]:
    """What counted besides the names."""
    known = [name for name in ATTRIBUTES if name in columns]
    told = [("Known besides", ", ".join(known))] if known else []
    if job.constraints is not None:
        told.append(("Decisions", f"of {Path(job.constraints).name}"))
    return told


def _kind(job: Job, *, kinds: bool) -> str:
    if job.kind is not None:
        return f"{job.kind.value}s"
    if not kinds:
        return "persons"
    return f"in the column {job.kind_column or 'kind'}; persons where it is empty"
