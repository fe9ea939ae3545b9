"""What a report says of where its archive came from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from resolver import __version__
from resolver.report.digest import Source
from resolver.tables_formats import files_of, format_of

if TYPE_CHECKING:
    from resolver.cli.dedupe_batch import Job

_MOST = 20
_FORMATS = {"csv": "delimited text", "jsonl": "JSON Lines", "parquet": "Parquet"}


def source_of(
    job: Job, rows: int, failed: int, problems: tuple[tuple[str, int], ...], *, kinds: bool
) -> Source:
    """Nothing of it depends on the machine or the time: one archive has one report. `kinds`: a
    column says what each row is."""
    from resolver.rules import rules_version

    files = [Path(name) for name in files_of(job.input_)]
    size = sum(file.stat().st_size for file in files)
    names = [job.named or file.name for file in files]
    shown = ", ".join(names[:_MOST])
    if len(names) > _MOST:
        shown += f" and {len(names) - _MOST:,} more"
    told = [
        ("File" if len(names) == 1 else f"{len(names):,} files", shown),
        ("Size", f"{size:,} bytes, {rows:,} rows"),
        ("Format", _FORMATS[format_of(str(files[0]), job.format)]),
        ("Encoding", job.encoding or "UTF-8, or as detected"),
        ("Names", f"in the column {job.name_column}"),
        ("Kind", _kind(job, kinds=kinds)),
        ("Engine", f"duckdb, name-resolver {__version__}"),
        ("Rules", f"version {rules_version()}"),
    ]
    title = names[0] if len(names) == 1 else f"{len(names):,} files"
    return Source(title, tuple(told), rows, failed, problems)


def _kind(job: Job, *, kinds: bool) -> str:
    if job.kind is not None:
        return f"{job.kind.value}s"
    if not kinds:
        return "persons"
    return f"in the column {job.kind_column or 'kind'}; persons where it is empty"
