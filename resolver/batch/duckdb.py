"""The embedded engine: DuckDB joins and spills, worker processes run the functions."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from resolver.batch.functions import Function
from resolver.errors import BadInput

CHUNK = 4000
BATCH = 10_000
SECONDS_BETWEEN_LOOKS = 1.0
MACROS = {  # what the steps call by the names that Spark has for it
    "array_join(l, x)": "array_to_string(l, x)",
    "sha2(x, bits)": "sha256(x)",
    "size(l)": "len(l)",
    "try_element_at(l, i)": "l[i]",
}
WAITING = 3  # chunks handed to a worker before the first must be back


def _begin(parent: int) -> None:
    """Of a worker: Ctrl-C reaches every process of a terminal, but only the first of them
    answers; and when that one is killed, its workers must not stay behind. What they make has
    no cycles, so looking for some only costs time."""
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    os._exit(1)


class DuckEngine:
    """Tables in one DuckDB file of a work folder; made once each, chunk by chunk."""

    explode = "unnest"

    def __init__(
        self,
        folder: Path,
        *,
        memory_limit: str = "384MB",
        workers: int = 0,
        progress: Callable[[str, int, int], None] = lambda _name, _done, _of: None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.progress = progress
        count = workers or len(os.sched_getaffinity(0))
        context = multiprocessing.get_context("spawn")
        self._workers = [
            ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=(os.getpid(),))
            for _ in range(count)
        ]
        for worker in self._workers:
            worker.submit(os.getpid)  # starts while the file is being read
        self._con = duckdb.connect(
            str(folder / "tables.duckdb"),
            config={
                "memory_limit": memory_limit,
                "temp_directory": str(folder / "spilled"),
                "threads": str(count),
                "preserve_insertion_order": "false",
            },
        )
        for macro, means in MACROS.items():
            self._run(f"CREATE OR REPLACE MACRO {macro} AS {means}")

    def close(self) -> None:
        for worker in self._workers:
            worker.shutdown(wait=True, cancel_futures=True)
        self._con.close()

    def struct(self, **fields: str) -> str:
        return "{" + ", ".join(f"'{name}': {value}" for name, value in fields.items()) + "}"

    def has(self, name: str) -> bool:
        return any(name == row[0] for row in self._run("SELECT table_name FROM duckdb_tables()"))

    def put(self, name: str, table: pa.Table) -> None:
        if self.has(name):
            return
        self._con.register("given", table)
        self._run(f"CREATE TABLE {name} AS SELECT * FROM given")
        self._con.unregister("given")

    def make(self, name: str, sql: str) -> None:
        if not self.has(name):
            self._run(f"CREATE TABLE {name} AS {sql}")

    def number(self, name: str, key: str, sql: str, order: str) -> None:
        self.make(name, f"SELECT row_number() OVER (ORDER BY {order}) - 1 AS {key}, * FROM ({sql})")

    def drop(self, *names: str) -> None:
        for name in names:
            self._run(f"DROP TABLE IF EXISTS {name}")

    def fetch(self, sql: str) -> pa.Table:
        try:
            table = self._con.sql(sql).to_arrow_table()
        except duckdb.Error as error:
            raise _advised(error) from error
        assert isinstance(table, pa.Table)
        return table

    def stream(self, sql: str) -> Iterator[dict[str, Any]]:
        """What a query finds, row by row, without holding it all."""
        cursor = self._con.cursor()
        try:
            found = cursor.sql(sql)
            for batch in found.to_arrow_reader(BATCH):
                yield from batch.to_pylist()
        except duckdb.Error as error:
            raise _advised(error) from error
        finally:
            cursor.close()

    def _run(self, sql: str) -> list[tuple[object, ...]]:
        try:
            return self._con.execute(sql).fetchall()
        except duckdb.Error as error:
            raise _advised(error) from error

    def map(self, name: str, function: Function, sql: str, schema: pa.Schema) -> None:
        if self.has(name):
            return
        part = f"{name}__part"
        if not self.has(part):
            self.put(part, schema.empty_table().append_column("chunk", pa.array([], pa.int64())))
        done = {row[0] for row in self._run(f"SELECT DISTINCT chunk FROM {part}")}
        chunks = list(self._chunks(self.fetch(sql)))
        self.progress(name, len(done), len(chunks))
        waiting = (chunk for chunk in chunks if chunk[0] not in done)
        for number, found in self._results(function, waiting):
            marked = found.append_column("chunk", pa.array([number] * found.num_rows, pa.int64()))
            self._add(part, marked)
            done.add(number)
            self.progress(name, len(done), len(chunks))
        self._run("BEGIN")
        self._run(f"ALTER TABLE {part} DROP COLUMN chunk")
        self._run(f"ALTER TABLE {part} RENAME TO {name}")
        self._run("COMMIT")

    def fill(self, name: str, tables: Iterable[pa.Table]) -> None:
        """Keep several tables as one; it has its name only when it is whole."""
        part = f"{name}__part"
        self.drop(part)
        for table in tables:
            if self.has(part):
                self._add(part, table)
            else:
                self.put(part, table)
        self._run(f"ALTER TABLE {part} RENAME TO {name}")

    def _add(self, name: str, table: pa.Table) -> None:
        self._con.register("given", table)
        self._run(f"INSERT INTO {name} SELECT * FROM given")
        self._con.unregister("given")

    def _chunks(self, table: pa.Table) -> Iterator[tuple[int, int, pa.Table]]:
        """(number, worker, rows), the same in every run; a bucket stays with one worker."""
        count = len(self._workers)
        if "bucket" not in table.column_names:
            for number, at in enumerate(range(0, table.num_rows, CHUNK)):
                yield number, number % count, table.slice(at, CHUNK)
            return
        import pyarrow.compute as pc

        owner = pc.bit_wise_and(table["bucket"], 0x7FFFFFFF).to_numpy() % count
        shares = [table.filter(pa.array(owner == mine)) for mine in range(count)]
        number = 0
        for at in range(0, max((share.num_rows for share in shares), default=0), CHUNK):
            for mine, share in enumerate(shares):
                if at < share.num_rows:
                    yield number, mine, share.slice(at, CHUNK)
                number += 1

    def _results(
        self, function: Function, chunks: Iterator[tuple[int, int, pa.Table]]
    ) -> Iterator[tuple[int, pa.Table]]:
        """What comes back, in order. Interrupted, it hands over what is being worked on, and
        stops then: no work is lost."""
        waiting: deque[tuple[int, Future[pa.Table]]] = deque()
        try:
            for number, worker, rows in chunks:
                future = self._workers[worker].submit(function, rows.combine_chunks())
                waiting.append((number, future))
                if len(waiting) >= WAITING * len(self._workers):
                    yield waiting[0][0], waiting[0][1].result()
                    waiting.popleft()
            while waiting:
                yield waiting[0][0], waiting[0][1].result()
                waiting.popleft()
        except BrokenProcessPool as error:
            raise BadInput(
                "a worker process died, most likely for want of memory; "
                "go on with --resume and fewer --workers"
            ) from error


def _advised(error: duckdb.Error) -> Exception:
    text = str(error)
    if "No space left" in text or "could not write" in text.lower():
        return BadInput(
            "the disk of the work folder is full; make room and go on with --resume, or name "
            "another folder with --work"
        )
    if isinstance(error, duckdb.OutOfMemoryException):
        return BadInput("memory is too small for this archive; raise --memory-limit and --resume")
    return error
