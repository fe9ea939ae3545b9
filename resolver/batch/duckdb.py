"""The embedded engine: DuckDB joins and spills, worker processes run the functions."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from resolver.batch.advice import advised, advising
from resolver.batch.functions import Function
from resolver.batch.interrupting import finishing, stopping
from resolver.errors import BadInput

CHUNK = 4000
BATCH = 10_000
MANY = 12  # chunks, after which workers hold much that the next step does not ask for
SHARES = 16  # of buckets; each stays with one worker
MACROS = {  # what the steps call by the names that Spark has for it
    "array_join(l, x)": "array_to_string(l, x)",
    "sha2(x, bits)": "sha256(x)",
    "size(l)": "len(l)",
    "try_element_at(l, i)": "l[i]",
}
WAITING = 3  # chunks handed to a worker before the first must be back


def _begin() -> None:
    """Of a worker: Ctrl-C reaches every process of a terminal, but only the first of them
    answers; and when that one is killed, its workers must not stay behind. What they make has
    no cycles, so looking for some only costs time."""
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _context() -> BaseContext:
    """Forked from a server that has the tables, where there is one; never from this process,
    which has threads."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["resolver.batch.preloaded"])
    from multiprocessing import forkserver

    forkserver.ensure_running()  # reads the tables while the file is being read
    return context


def _workers(count: int) -> list[ProcessPoolExecutor]:
    context = _context()
    return [ProcessPoolExecutor(1, mp_context=context, initializer=_begin) for _ in range(count)]


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
        self._workers = _workers(count)
        with advising():
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
        with stopping(self._con.interrupt):
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
            with stopping(self._con.interrupt):
                table = self._con.sql(sql).to_arrow_table()
        except duckdb.Error as error:
            raise advised(error) from error
        assert isinstance(table, pa.Table)
        return table

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """What a query finds, row by row, without holding it all."""
        cursor = self._con.cursor()
        try:
            with stopping(cursor.interrupt):
                reader = cursor.sql(sql).to_arrow_reader(BATCH)
            while True:
                with stopping(cursor.interrupt):
                    batch = next(reader, None)
                if batch is None:
                    return
                yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
        except duckdb.Error as error:
            raise advised(error) from error
        finally:
            cursor.close()

    def _run(self, sql: str) -> list[tuple[object, ...]]:
        try:
            with stopping(self._con.interrupt):
                return self._con.execute(sql).fetchall()
        except duckdb.Error as error:
            raise advised(error) from error

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
        with finishing() as asked_to_stop:
            for number, found in self._results(function, waiting, asked_to_stop):
                chunk = pa.array([number] * found.num_rows, pa.int64())
                self._add(part, found.append_column("chunk", chunk))
                done.add(number)
                self.progress(name, len(done), len(chunks))
        self._run("BEGIN")
        self._run(f"ALTER TABLE {part} DROP COLUMN chunk")
        self._run(f"ALTER TABLE {part} RENAME TO {name}")
        self._run("COMMIT")
        if len(chunks) > MANY:
            self._renew()

    def _renew(self) -> None:
        """New workers, which hold nothing of the words that the old ones have seen."""
        count = len(self._workers)
        for worker in self._workers:
            worker.shutdown(wait=True)
        self._workers = _workers(count)

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
        with stopping(self._con.interrupt):
            self._con.register("given", table)
            self._run(f"INSERT INTO {name} SELECT * FROM given")
            self._con.unregister("given")

    def _chunks(self, table: pa.Table) -> Iterator[tuple[int, int, pa.Table]]:
        """(number, worker, rows), of the same rows in every run, however many workers it has; a
        bucket stays with one worker."""
        count = len(self._workers)
        if "bucket" not in table.column_names:
            for number, at in enumerate(range(0, table.num_rows, CHUNK)):
                yield number, number % count, table.slice(at, CHUNK)
            return
        import pyarrow.compute as pc

        owner = pc.bit_wise_and(table["bucket"], 0x7FFFFFFF).to_numpy() % SHARES
        shares = [table.filter(pa.array(owner == mine)) for mine in range(SHARES)]
        number = 0
        for at in range(0, max((share.num_rows for share in shares), default=0), CHUNK):
            for mine, share in enumerate(shares):
                if at < share.num_rows:
                    yield number, mine % count, share.slice(at, CHUNK)
                number += 1

    def _results(
        self,
        function: Function,
        chunks: Iterator[tuple[int, int, pa.Table]],
        asked_to_stop: Callable[[], bool],
    ) -> Iterator[tuple[int, pa.Table]]:
        """What comes back, in order. Asked to stop, it hands over what is being worked on, and
        stops then: no work is lost."""
        waiting: deque[tuple[int, Future[pa.Table]]] = deque()
        try:
            for number, worker, rows in chunks:
                if asked_to_stop():
                    break
                future = self._workers[worker].submit(function, rows.combine_chunks())
                waiting.append((number, future))
                if len(waiting) >= WAITING * len(self._workers):
                    yield waiting[0][0], waiting[0][1].result()
                    waiting.popleft()
            if asked_to_stop():
                self.progress("finishing what is begun; Ctrl-C again stops at once", 0, 1)
            for number, future in waiting:
                if asked_to_stop() and future.cancel():
                    continue
                yield number, future.result()
        except BrokenProcessPool as error:
            raise BadInput(
                "a worker process died, most likely for want of memory; "
                "go on with --resume and fewer --workers"
            ) from error
