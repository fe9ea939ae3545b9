"""The distributed engine: Spark joins, and its workers run the functions over Arrow batches.

Every table is Parquet in the work folder: what a step has made is read, not planned again, so
plans stay short and an interrupted run goes on after the last whole table. A table is whole
when its `_SUCCESS` is there, which is written last.
"""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from py4j.protocol import Py4JError
from pyspark import SparkContext
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from resolver.batch.folder import Folder
from resolver.batch.functions import Function
from resolver.errors import BadInput

PARTS_PER_CORE = 3
ROWS_TOGETHER = 50_000  # of one file, so that several workers can share it
_PATTERN = re.compile(r"[\\\[\]{}*?]")  # in what is read, these stand for several files
_WHOLE = "_SUCCESS"
_ROW = (1 << 33) - 1  # of monotonically_increasing_id; the bits above it are the part's number


def _mapped(
    function: Function, schema: pa.Schema, batches: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """Of a worker: one table for each batch, in the types that were announced."""
    for batch in batches:
        yield from function(pa.Table.from_batches([batch])).cast(schema).to_batches()


class SparkEngine:
    """Tables as Parquet in a work folder, and views of them in a session of their own."""

    explode = "explode"
    in_memory = False

    def __init__(
        self,
        session: SparkSession,
        folder: Folder,
        *,
        progress: Callable[[str, int, int], None] = lambda _name, _done, _of: None,
    ) -> None:
        self._session = session.newSession()
        self._folder = folder
        self._progress = progress
        self._seen: set[str] = set()
        self._parts = PARTS_PER_CORE * session.sparkContext.defaultParallelism
        with self._spark():
            for name in folder.names("tables"):
                self.has(name)

    def struct(self, **fields: str) -> str:
        inside = ", ".join(f"'{name}', {value}" for name, value in fields.items())
        return f"named_struct({inside})"

    def held(self) -> None:
        """Memory is others' here."""

    def close(self) -> None:
        for name in self._seen:
            self._session.catalog.dropTempView(name)
        self._seen.clear()

    def has(self, name: str) -> bool:
        if name not in self._seen and _WHOLE in self._folder.names(f"tables/{name}"):
            self._look(name)
        return name in self._seen

    def put(self, name: str, table: pa.Table) -> None:
        if not self.has(name):
            self.fill(name, [table])

    hold = put

    def fill(self, name: str, tables: Iterable[pa.Table]) -> None:
        try:
            self._folder.remove(f"tables/{name}")
            for number, table in enumerate(tables):
                with self._folder.receive(f"tables/{name}/part-{number:06}.parquet") as path:
                    pq.write_table(table, path, row_group_size=ROWS_TOGETHER)
            with self._folder.receive(f"tables/{name}/{_WHOLE}") as path:
                path.touch()
        except OSError as error:
            raise _advised(error) from error
        with self._spark():
            self._look(name, from_arrow_schema(table.schema))

    def make(self, name: str, sql: str) -> None:
        if not self.has(name):
            with self._spark():
                self._keep(name, self._session.sql(sql))

    def number(self, name: str, key: str, sql: str, order: str) -> None:
        """Sorted in parts, which are counted: nowhere do all rows come together."""
        if self.has(name):
            return
        rows, counts = f"{name}__sorted", f"{name}__before"
        at = "monotonically_increasing_id() AS at__"
        self.make(rows, f"SELECT {at}, * FROM (SELECT * FROM ({sql}) ORDER BY {order})")
        parts = self.fetch(f"SELECT at__ >> 33 AS part__, count(*) AS n FROM {rows} GROUP BY 1")
        parts = parts.sort_by("part__")
        before = pc.subtract(pc.cumulative_sum(parts["n"]), parts["n"])
        self.put(counts, parts.select(["part__"]).append_column("before__", before))
        numbered = f"""SELECT before__ + (at__ & {_ROW}) AS {key}, * FROM {rows}
          JOIN {counts} ON part__ = at__ >> 33"""
        with self._spark():
            self._keep(name, self._session.sql(numbered).drop("at__", "part__", "before__"))
        self.drop(rows, counts)

    def map(self, name: str, function: Function, rows: str | pa.Table, schema: pa.Schema) -> None:
        if self.has(name):
            return
        if not isinstance(rows, str):
            self.put(f"{name}__of", rows)
            rows = f"SELECT * FROM {name}__of"
        with self._spark():
            found = self._session.sql(rows)
            by = ["bucket"] if "bucket" in found.columns else found.columns
            spread = found.repartition(self._parts, *by)
            work = partial(_mapped, function, schema)
            self._keep(name, spread.mapInArrow(work, from_arrow_schema(schema)))

    def begin(
        self, function: Callable[[pa.Table], dict[str, pa.Table]], table: pa.Table
    ) -> Callable[[], dict[str, pa.Table]]:
        return lambda: function(table)

    def rest(self) -> None:
        """Spark's own workers hold nothing between two functions."""

    def fetch(self, sql: str) -> pa.Table:
        with self._spark():
            return self._session.sql(sql).toArrow()

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """What a query finds, row by row."""
        for batch in self.batches(sql):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    def batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        """The same, many rows at once; it lies in the work folder meanwhile."""
        name = "streamed"
        self.drop(name)
        self.make(name, sql)
        for file in self._folder.names(f"tables/{name}"):
            if file.startswith("part-"):
                with (
                    self._folder.lend(f"tables/{name}/{file}") as path,
                    pq.ParquetFile(path) as parts,
                ):
                    yield from parts.iter_batches()

    def drop(self, *names: str) -> None:
        for name in names:
            self._session.catalog.dropTempView(name)
            self._seen.discard(name)
            self._folder.remove(f"tables/{name}")

    def _keep(self, name: str, rows: DataFrame) -> None:
        self._progress(name, 0, 1)
        with self._spark():
            rows.write.mode("overwrite").parquet(self._uri(name))
            self._look(name, rows.schema)

    def _look(self, name: str, schema: StructType | None = None) -> None:
        """A view of a table; where its schema is not known, Spark finds out by a job."""
        reader = self._session.read if schema is None else self._session.read.schema(schema)
        plain = _PATTERN.sub(r"\\\g<0>", self._uri(name))
        reader.parquet(plain).createOrReplaceTempView(name)
        self._seen.add(name)

    def _spark(self) -> AbstractContextManager[None]:
        return _told(self._session.sparkContext)

    def _uri(self, name: str) -> str:
        return f"{self._folder.uri}/tables/{name}"


@contextmanager
def _told(context: SparkContext) -> Iterator[None]:
    """What Spark complains of at great length, in a line and with advice.

    Ctrl-C cancels what Spark is doing: an exception in the midst of a call would tear the
    connection to it."""
    interrupted = threading.Event()

    def cancel(_signal: int, _frame: object) -> None:
        interrupted.set()
        threading.Thread(target=context.cancelAllJobs, daemon=True).start()

    first = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, cancel) if first else None
    try:
        yield
    except (Py4JError, PySparkException) as error:
        raise (KeyboardInterrupt() if interrupted.is_set() else _advised(error)) from error
    finally:
        if first:
            signal.signal(signal.SIGINT, before)
    if interrupted.is_set():
        raise KeyboardInterrupt


def _advised(error: Exception) -> Exception:
    text = str(error)
    if "No space left" in text:
        return BadInput(
            "a disk is full, of the work folder or of Spark's own; make room and go on with "
            "--resume, or name another folder with --work"
        )
    if "OutOfMemoryError" in text or "exit code: 137" in text:
        return BadInput(
            "memory is too small for this archive; give more with --conf "
            "spark.driver.memory=4g (and spark.executor.memory on a cluster) and --resume"
        )
    return error
