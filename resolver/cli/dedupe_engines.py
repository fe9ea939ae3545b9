"""Which engine does the work of `resolver dedupe`, and what it needs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from resolver.errors import BadInput
from resolver.tables_formats import files_of, format_of

if TYPE_CHECKING:
    from resolver.batch.folder import Folder
    from resolver.batch.run import Started

ENGINES = ("auto", "memory", "duckdb", "spark")
LARGE = 1_000_000  # bytes, some 15,000 rows: half a minute in memory
LARGE_PACKED = 250_000
_PARTS = {
    "duckdb": ("batch", ("duckdb", "pyarrow", "numpy")),
    "spark": ("spark", ("pyspark", "pyarrow", "numpy", "pandas")),
}
_Command = TypeVar("_Command", bound=Callable[..., Any])


def engine_options(command: _Command) -> _Command:
    """--engine, and the options that only one engine has."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_OPTIONS = (
    click.option(
        "--engine",
        type=click.Choice(ENGINES),
        default="auto",
        show_default=True,
        help="What does the work: `memory` for small files; `duckdb` (of the extra `batch`) for "
        "archives, on all cores and resumable; `spark` (of the extra `spark`) for the same on a "
        "cluster. These two compare names in the light of the whole archive, so their answers "
        "differ a little from those of `memory`; those of one are those of the other. `auto` is "
        "`duckdb` for files over a megabyte and wherever an option asks for it, else `memory`.",
    ),
    click.option(
        "--memory-limit",
        metavar="SIZE",
        help="What joins may hold in memory before they spill to the work folder.  "
        "[default: 384MB, from 640,000 rows on 600 bytes a row; duckdb]",
    ),
    click.option(
        "--workers",
        type=click.IntRange(min=1),
        help="Processes that compare names.  [default: one a core; duckdb]",
    ),
    click.option(
        "--master",
        metavar="URL",
        help="Where Spark runs: spark://HOST:PORT, yarn, k8s://..., or local[4] for four cores of "
        "this machine.  [default: that of spark-submit, else local[*]; spark]",
    ),
    click.option(
        "--conf",
        metavar="KEY=VALUE",
        multiple=True,
        help="A setting of Spark, as spark-submit has it; may be given again. [spark]",
    ),
)


class Chosen(Protocol):
    """An engine that was asked for."""

    @property
    def start(self) -> Started | None:
        """How it is started; None for the embedded one."""

    def folder(self, where: str) -> Folder | Path:
        """The work folder of that name."""


def get_ready(engine: str) -> None:
    """Begin what takes a while: DuckDB's workers read their tables while the rest is imported."""
    if engine == "duckdb":
        # Numbers are sorted and counted here, never multiplied: threads for that only spin.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        from resolver.batch.workers import context

        context()
        from resolver.batch.arrow_alone import arrow_alone

        arrow_alone()


class Embedded:
    """DuckDB, in this process."""

    start: Started | None = None

    def folder(self, where: str) -> Path:
        if "://" in where:
            raise BadInput("--work as a URI needs --engine spark")
        return Path(where)


def engine_for(
    engine: str, input_: str, asking: Iterable[object], note: Callable[[str], None]
) -> str:
    """The engine meant by `auto`, given the options that only the engines for archives have."""
    if engine != "auto":
        return engine
    if any(asking):
        return "duckdb"
    if input_ == "-" or not _is_large(input_):
        return "memory"
    if _lacks("duckdb"):
        note(
            "large files take long in memory; for the engine that is made for them: "
            "pip install 'name-resolver[batch]'"
        )
        return "memory"
    note("a large file: --engine duckdb does the work")
    return "duckdb"


def _is_large(input_: str) -> bool:
    packed = input_.endswith((".gz", ".zst")) or format_of(input_) == "parquet"
    size = sum(Path(name).stat().st_size for name in files_of(input_) if Path(name).is_file())
    return size > (LARGE_PACKED if packed else LARGE)


def _lacks(engine: str) -> bool:
    return not all(find_spec(part) for part in _PARTS[engine][1])


def check(engine: str, given: Mapping[str, object]) -> None:
    """BadInput where the engine is not installed, or an option given is of another one."""
    if engine in _PARTS:
        extra = _PARTS[engine][0]
        if _lacks(engine):
            raise BadInput(
                f"--engine {engine} needs more parts: pip install 'name-resolver[{extra}]'"
            )
    if engine == "spark":
        _check_spark(given)
    for option in ("master", "conf"):
        if given[option] and engine != "spark":
            raise BadInput(f"--{option} needs --engine spark")
    for option in ("memory-limit", "workers"):
        if given[option] and engine != "duckdb":
            raise BadInput(f"--{option} needs --engine duckdb{_INSTEAD.get((engine, option), '')}")


_INSTEAD = {
    ("spark", "memory-limit"): "; for Spark say --conf spark.driver.memory=4g, and on a cluster "
    "--conf spark.executor.memory=8g",
    ("spark", "workers"): "; for Spark say --master 'local[4]', or --conf spark.executor.cores=4",
}


def _check_spark(given: Mapping[str, object]) -> None:
    if _java() is None and "PYSPARK_GATEWAY_PORT" not in os.environ:
        raise BadInput(
            "--engine spark needs Java 17 or newer, and there is none; install it (apt-get "
            "install default-jre-headless) or set JAVA_HOME"
        )
    if str(given["master"] or "").startswith("sc://"):
        raise BadInput("--master is a master (spark://, yarn, k8s://, local[4]), not Spark Connect")
    settings(given["conf"])


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=f"{home}/bin" if home else None)


def settings(given: object) -> dict[str, str]:
    """KEY=VALUE pairs. Raises BadInput."""
    assert isinstance(given, tuple)
    pairs = [str(pair).partition("=") for pair in given]
    for key, equals, _ in pairs:
        if not equals or not key.startswith("spark."):
            raise BadInput('--conf is KEY=VALUE with a KEY that begins with "spark."')
    return {key: value for key, _, value in pairs}


def chosen(
    engine: str, master: str | None, conf: tuple[str, ...]
) -> AbstractContextManager[Chosen]:
    """The engine, for as long as the context lasts."""
    return _spark(master, settings(conf)) if engine == "spark" else nullcontext(Embedded())


@contextmanager
def _spark(master: str | None, conf: dict[str, str]) -> Iterator[Chosen]:
    from resolver.batch.spark_session import Spark

    with closing(Spark(master, conf)) as spark:
        yield spark
