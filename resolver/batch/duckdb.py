"""The embedded engine: DuckDB joins and spills, worker processes run the functions."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import duckdb
import pyarrow as pa

from resolver.batch.functions import Function
from resolver.errors import BadInput

CHUNK = 4000
WAITING = 3  # chunks handed to a worker before the first must be back


def _quiet() -> None:
    """Ctrl-C reaches every process of a terminal; only the first of them answers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class DuckEngine:
    """Tables in one DuckDB file of a work folder; made once each, chunk by chunk."""

    explode = "unnest"

    def __init__(self, folder: Path, *, memory_limit: str = "1GB", workers: int = 0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        count = workers or len(os.sched_getaffinity(0))
        context = multiprocessing.get_context("spawn")
        self._workers = [
            ProcessPoolExecutor(1, mp_context=context, initializer=_quiet) for _ in range(count)
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

    def close(self) -> None:
        for worker in self._workers:
            worker.shutdown(wait=True, cancel_futures=True)
        self._con.close()

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
            import time; t=time.time()
            self._run(f"CREATE TABLE {name} AS {sql}")
            if time.time()-t>.3: print("      make",name,round(time.time()-t,2))

    def drop(self, *names: str) -> None:
        for name in names:
            self._run(f"DROP TABLE IF EXISTS {name}")

    def fetch(self, sql: str) -> pa.Table:
        table = self._con.sql(sql).to_arrow_table()
        assert isinstance(table, pa.Table)
        return table

    def _run(self, sql: str) -> list[tuple[object, ...]]:
        try:
            return self._con.execute(sql).fetchall()
        except duckdb.Error as error:
            raise _advised(error) from error

    def map(self, name: str, function: Function, sql: str, schema: pa.Schema) -> None:
        if self.has(name):
            return
        part = f"{name}__part"
        empty = schema.empty_table()
        if not self.has(part):
            self._con.register("given", empty.append_column("chunk", pa.array([], pa.int64())))
            self._run(f"CREATE TABLE {part} AS SELECT * FROM given")
            self._con.unregister("given")
        done = {row[0] for row in self._run(f"SELECT DISTINCT chunk FROM {part}")}
        chunks = self._chunks(self.fetch(sql))
        for number, found in self._results(function, (c for c in chunks if c[0] not in done)):
            marked = found.append_column("chunk", pa.array([number] * found.num_rows, pa.int64()))
            self._con.register("given", marked)
            self._run(f"INSERT INTO {part} SELECT * FROM given")
            self._con.unregister("given")
        self._run(f"ALTER TABLE {part} DROP COLUMN chunk")
        self._run(f"ALTER TABLE {part} RENAME TO {name}")

    def _chunks(self, table: pa.Table) -> Iterator[tuple[int, int, pa.Table]]:
        """(number, worker, rows); a bucket stays with one worker, chunks go round."""
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
        waiting: list[tuple[int, Future[pa.Table]]] = []
        try:
            for number, worker, rows in chunks:
                future = self._workers[worker].submit(function, rows.combine_chunks())
                waiting.append((number, future))
                if len(waiting) >= WAITING * len(self._workers):
                    first, result = waiting.pop(0)
                    yield first, result.result()
            for number, future in waiting:
                yield number, future.result()
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
