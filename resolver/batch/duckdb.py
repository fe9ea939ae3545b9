"""The embedded engine: DuckDB joins and spills, worker processes run the functions."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from resolver.batch import duckdb_settings as usual
from resolver.batch.advice import advised, advising
from resolver.batch.beside import each_beside
from resolver.batch.functions import Function
from resolver.batch.gathering import Gathered
from resolver.batch.interrupting import finishing, stopping
from resolver.batch.sending import called, received, sent
from resolver.batch.sharing import shared
from resolver.batch.workers import begin, context, wake, whole

CHUNK = 4000  # rows at most
BATCH = 10_000
MANY = 50_000  # rows, after which workers hold much that the next step does not ask for
SMALL = 500_000  # mentions; what is made of so few takes seconds to make again, so it stays in
# memory, and nothing waits for the disk: killed, a run leaves what workers made all the same, and
# only a power cut may take that.
LARGEST = "mention"
BYTES_A_ROW = 600
WAITING = 8  # chunks handed to a worker before the first must be back; one may be busy


def _workers(count: int) -> list[ProcessPoolExecutor]:
    start = context()
    return [ProcessPoolExecutor(1, mp_context=start, initializer=begin) for _ in range(count)]


class DuckEngine:
    """Tables in one DuckDB file of a work folder; made once each, chunk by chunk. Of few mentions
    what queries make stays in memory."""

    explode = "unnest"

    def __init__(
        self,
        folder: Path,
        *,
        memory_limit: str | None = None,
        workers: int = 0,
        progress: Callable[[str, int, int], None] = lambda _name, _done, _of: None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.progress = progress
        count = workers or len(os.sched_getaffinity(0))
        self._workers, self._busy = _workers(count), [0] * count
        wake(self._workers)
        with advising():
            self._con = duckdb.connect(
                config={
                    "memory_limit": memory_limit or usual.LEAST_MEMORY,
                    "temp_directory": str(folder / "spilled"),
                    "threads": str(count),
                    "preserve_insertion_order": "false",
                    **usual.QUICK,
                },
            )
        self._run("PRAGMA disable_checkpoint_on_shutdown")  # most folders are thrown away then
        path = str(folder / f"{usual.TABLES}.duckdb").replace("'", "''")
        self._run(f"ATTACH '{path}' AS {usual.TABLES} (ROW_GROUP_SIZE {usual.GROUP})")
        self._run(f"ATTACH ':memory:' AS {usual.MEMORY}")
        self._run(usual.LOOK)
        self._where = usual.TABLES  # what is made is kept
        self._there = {
            str(row[0]): usual.TABLES
            for row in self._run(
                f"SELECT table_name FROM duckdb_tables() WHERE database_name = '{usual.TABLES}'"
            )
        }
        for macro, means in usual.MACROS.items():
            self._run(f"CREATE OR REPLACE MACRO {macro} AS {means}")
        self._grows = memory_limit is None
        self._make_room()

    def _make_room(self) -> None:
        """Memory by the size of the archive, where no limit was given: the widest joins hold
        every name at once. At most half of the machine's. What is more than SMALL is kept
        with care, and what is less not at all: only what takes longer than a query."""
        if not self.has(LARGEST):
            return
        rows: Any = self._run(f"SELECT count(*) FROM {LARGEST}")[0][0]
        if rows > SMALL:
            self._take_care()
        elif self._grows:
            self._where = usual.MEMORY
            self._run(usual.SHARE)
        if self._grows:
            most = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
            wanted = min(rows * BYTES_A_ROW, most)
            if wanted > usual.LEAST_BYTES:
                self._run(f"SET memory_limit = '{wanted // 1_000_000}MB'")

    def _take_care(self) -> None:
        for name, value in usual.CAREFUL.items():
            self._run(f"SET {name} = '{value}'")

    def held(self) -> object:
        """A file that is open cannot be removed everywhere."""
        return self._con.cursor() if os.name == "posix" else None

    def close(self) -> None:
        for worker in self._workers:
            worker.shutdown(wait=True, cancel_futures=True)
        self._con.close()

    def struct(self, **fields: str) -> str:
        return "{" + ", ".join(f"'{name}': {value}" for name, value in fields.items()) + "}"

    def has(self, name: str) -> bool:
        return name in self._there

    @property
    def in_memory(self) -> bool:
        return self._where == usual.MEMORY

    def put(self, name: str, table: pa.Table) -> None:
        self._keep(name, table, usual.TABLES)

    def hold(self, name: str, table: pa.Table) -> None:
        self._keep(name, table, self._where)

    def _keep(self, name: str, table: pa.Table, where: str) -> None:
        if self.has(name):
            return
        with stopping(self._con.interrupt):
            self._con.register("given", table)
            self._run(f"CREATE TABLE {where}.{name} AS SELECT * FROM given")
            self._con.unregister("given")
        self._there[name] = where

    def make(self, name: str, sql: str) -> None:
        if not self.has(name):
            self._run(f"CREATE TABLE {self._where}.{name} AS {sql}")
            self._there[name] = self._where

    def number(self, name: str, key: str, sql: str, order: str) -> None:
        self.make(name, f"SELECT row_number() OVER (ORDER BY {order}) - 1 AS {key}, * FROM ({sql})")

    def drop(self, *names: str) -> None:
        for name in names:
            where = self._there.pop(name, usual.TABLES)
            self._run(f"DROP TABLE IF EXISTS {where}.{name}")

    def _rename(self, name: str, new: str) -> None:
        self._run(f"ALTER TABLE {name} RENAME TO {new}")
        self._there[new] = self._there.pop(name)

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
        for batch in self.batches(sql):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    def batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        """The same, many rows at once."""
        cursor = self._con.cursor()
        try:
            with stopping(cursor.interrupt):
                cursor.execute(usual.LOOK)
                reader = cursor.sql(sql).to_arrow_reader(BATCH)
            while True:
                with stopping(cursor.interrupt):
                    batch = next(reader, None)
                if batch is None:
                    return
                yield batch
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

    def map(self, name: str, function: Function, rows: str | pa.Table, schema: pa.Schema) -> None:
        if self.has(name):
            return
        part = f"{name}__part"
        known = self._run(f"SELECT DISTINCT chunk FROM {part}") if self.has(part) else []
        done = {row[0] for row in known}
        table = self.fetch(rows) if isinstance(rows, str) else rows
        chunks = [*shared(table, len(self._workers), CHUNK, self._busy)]
        self.progress(name, len(done), len(chunks))
        waiting = (chunk for chunk in chunks if chunk[0] not in done)
        gathered = Gathered(schema, lambda table: self._add(part, table))
        with finishing() as asked_to_stop:
            try:
                for number, found in self._results(function, waiting, asked_to_stop):
                    gathered.add(number, found)
                    done.add(number)
                    self.progress(name, len(done), len(chunks))
            except BaseException:
                gathered.flush()
                raise
            if asked_to_stop():
                gathered.flush()
        self._finish(name, part, gathered)
        if table.num_rows > MANY:
            wake(self._rested())

    def begin(
        self, function: Callable[[pa.Table], dict[str, pa.Table]], table: pa.Table
    ) -> Callable[[], dict[str, pa.Table]]:
        rows = 2 * (1 + table.num_rows)  # a word takes about as long as two that are related
        at = min(range(len(self._workers)), key=lambda at: (self._busy[at], -at))
        self._busy[at] += rows
        future = self._workers[at].submit(function, table)

        def found() -> dict[str, pa.Table]:
            with finishing(), whole():
                tables = future.result()
            self._busy[at] -= rows
            if table.num_rows > MANY:
                wake(self._rested())
            return tables

        return found

    def rest(self) -> None:
        self._rested()

    def _rested(self) -> list[ProcessPoolExecutor]:
        """New workers, which hold nothing of the words that the old ones have seen."""
        free = [at for at in range(len(self._workers)) if not self._busy[at]]
        fresh = _workers(len(free))
        for at, worker in zip(free, fresh, strict=True):
            self._workers[at].shutdown(wait=False)
            self._workers[at] = worker
        return fresh

    def fill(self, name: str, tables: Iterable[pa.Table]) -> None:
        """Keep several tables as one; it has its name only when it is whole. As long as they are
        few rows, no table is packed."""
        part, rows = f"{name}__part", 0
        self.drop(part)
        self._run("SET force_compression = 'uncompressed'")

        def keep(table: pa.Table) -> None:
            nonlocal rows
            rows += table.num_rows
            if rows > SMALL >= rows - table.num_rows:
                self._take_care()
            self._add(part, table)

        each_beside(keep, tables)
        self._rename(part, name)
        self._make_room()

    def _finish(self, name: str, part: str, gathered: Gathered) -> None:
        """The part that is whole now gets the name; of few chunks there is none yet."""
        if not self.has(part):
            self.put(name, gathered.rest())
            return
        gathered.flush()
        self._run("BEGIN")
        self._run(f"ALTER TABLE {part} DROP COLUMN chunk")
        self._rename(part, name)
        self._run("COMMIT")

    def _add(self, name: str, table: pa.Table) -> None:
        if not self.has(name):
            self.put(name, table)
            return
        with stopping(self._con.interrupt):
            self._con.register("given", table)
            self._run(f"INSERT INTO {name} SELECT * FROM given")
            self._con.unregister("given")

    def _results(
        self,
        function: Function,
        chunks: Iterator[tuple[int, int, pa.Table]],
        asked_to_stop: Callable[[], bool],
    ) -> Iterator[tuple[int, pa.Table]]:
        """What comes back, in order. Asked to stop, it hands over what is being worked on, and
        stops then: no work is lost."""
        waiting: deque[tuple[int, Future[bytes]]] = deque()
        with whole():
            for number, worker, rows in chunks:
                if asked_to_stop():
                    break
                future = self._workers[worker].submit(called, function, sent(rows))
                waiting.append((number, future))
                if len(waiting) >= WAITING * len(self._workers):
                    yield waiting[0][0], received(waiting[0][1].result())
                    waiting.popleft()
            if asked_to_stop():
                self.progress("finishing what is begun; Ctrl-C again stops at once", 0, 1)
            for number, future in waiting:
                if asked_to_stop() and future.cancel():
                    continue
                yield number, received(future.result())
