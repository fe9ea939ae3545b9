"""`resolver load` of many rows whose entities nobody knows: first clustered, then recorded.

What is in the database already is asked once a cluster, not once a mention: its canonical
name, with all that its mentions know besides, is placed as a single mention would be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

from resolver.attributes import facts_of, gathered
from resolver.cli.archive_rows import knows_more
from resolver.cli.dedupe_db import answered, suggested
from resolver.cli.in_order import Sorted, in_order
from resolver.cli.load_many import (
    CHUNK,
    File,
    Source,
    looked_at,
    usable,
)
from resolver.cli.report import Report
from resolver.errors import BadName
from resolver.mention import Kind, Mention
from resolver.names import analyze
from resolver.tables import open_table
from resolver.text import clean

if TYPE_CHECKING:
    from resolver.batch.run import Given, Run
    from resolver.recording import Placement
    from resolver.recording_clusters import Clustered
    from resolver.sifting import Sieve
    from resolver.store.audited import AuditedStore
    from resolver.store.keys_ahead import KeysAhead
    from resolver.store.protocol import Reader, StoredName

_MORE = 3
"""So many times as many candidates are looked at, since some are of this file."""


class Loading:
    """One load by clusters into a store. `keys` are the store's."""

    def __init__(
        self, source: Source, file: File, store: AuditedStore, keys: KeysAhead, report: Report
    ) -> None:
        from resolver.constraints import NOTHING_DECIDED
        from resolver.decided import decided

        self._source, self._file, self._store = source, file, store
        self._keys, self._report = keys, report
        self._named = None if source.entity_column is None else False
        with store.reading() as reader:
            counts = reader.counts()
        self._asks = bool(counts["mentions"])
        self._constraints = decided(store) if counts["decisions"] else NOTHING_DECIDED
        self._home: dict[str, str] = {}
        self._placed: dict[str, Placement] = {}
        self._own: set[str] = set()

    def run(self) -> int:
        """How many mentions were recorded. Raises BadInput where the file changes meanwhile."""
        from resolver.cli.dedupe_engines import get_ready

        get_ready("duckdb")
        from resolver.batch.run import Run, Settings
        from resolver.recording_clusters import raise_suggestions, record_clusters

        with TemporaryDirectory(prefix="resolver-") as folder:
            settings = Settings(Path(folder) / "work", {})
            with Run(settings, self._progress) as run:
                self._cluster(run)
                self._file.check()
                if self._asks:
                    self._find(run)
                rows = looked_at(self._rows(run), self._keys, 3)
                chunks = self._chunks(in_order(rows))
                ready = map(self._placed_chunk, self._keys.ahead(chunks))
                done = 0
                with self._listing():
                    placed = self._placed if self._asks else None
                    lots = record_clusters(self._store, ready, self._home, placed, None)
                    for count in lots:
                        done += count
                        self._report.busy(f"{done:,} mentions recorded")
                home = self._home
                known = (s for s in suggested(run) if s.entity_a in home and s.entity_b in home)
                raise_suggestions(self._store, known, home)
        return done

    def _listing(self) -> AbstractContextManager[None]:
        """Where clusters are looked up, they must find the spellings that were just recorded."""
        if not self._asks:
            return self._store.listing_later()
        with self._store.listing_later():  # what an earlier load has left
            return nullcontext()

    def _progress(self, step: str, done: int, of: int) -> None:
        self._report.busy(step if of <= 1 else f"{step} {done:,} of {of:,} chunks")

    def _cluster(self, run: Run) -> None:
        with open_table(self._source.input_) as table:
            more = knows_more(table, self._constraints)
            rows = usable(self._source, table, self._report, named=self._named)
            seen = looked_at(rows, self._keys, 1)
            given = (self._given(row.number, mention, name) for row, mention, _, name in seen)
            run.read(given, self._constraints if more else None)
        run.solve()

    def _given(self, number: int, mention: Mention, name: str) -> Given:
        unit = ""
        if self._constraints:
            unit = self._constraints.unit(replace(mention, name=name))
        known = (mention.birth_date or "", mention.country or "", mention.context or "", unit)
        return number, name, mention.kind, known

    def _rows(self, run: Run) -> Iterator[Sorted]:
        """Name and id of the entity, row number, and the mention."""
        with open_table(self._source.input_) as table:
            mentions, _ = self._source.columns(table)
            for row, entity_id, entity_name, wrong in answered(table, run):
                if wrong is not None:
                    self._report.problem(row, BadName("name", wrong))
                if wrong is not None or not entity_id:
                    continue
                yield entity_name, entity_id, row.number, mentions.mention(row)
        self._file.check()

    def _chunks(self, rows: Iterable[Sorted]) -> Iterator[list[Clustered]]:
        from resolver.recording_clusters import Clustered

        mark, source = self._file.mark, cast("Iterator[Any]", iter(rows))
        while some := list(islice(source, CHUNK)):
            yield [
                Clustered(f"{mark}{number:x}", mention, entity_id, entity_name)
                for entity_name, entity_id, number, mention in some
            ]

    def _find(self, run: Run) -> None:
        """Where clusters are of which an earlier, interrupted load has recorded something."""
        from resolver.recording_clusters import homes

        mark = self._file.mark
        with self._store.reading() as reader:
            ids = ((f"{mark}{number:x}", cluster) for number, cluster, _, _ in run.rows())
            self._home.update(homes(reader, ids))
            for entity_id in self._home.values():
                (first,) = reader.mentions(entity_id, 1)
                if first.mention_id.startswith(mark):
                    self._own.add(entity_id)

    def _placed_chunk(self, chunk: Sequence[Clustered]) -> Sequence[Clustered]:
        """A chunk once the store has said where its clusters belong."""
        if not self._asks:
            return chunk
        founded = (key for key, found in self._placed.items() if found.node_id is None)
        self._own |= {self._home[key] for key in founded if key in self._home}
        self._placed.clear()
        members: dict[str, list[Clustered]] = {}
        for one in chunk:
            members.setdefault(one.entity_id, []).append(one)
        with self._store.reading() as reader:
            earlier = cast("Reader", _Earlier(reader, self._own))
            for entity_id, mine in members.items():
                if entity_id not in self._home:
                    self._place(earlier, entity_id, mine)
        return chunk

    def _place(self, reader: Reader, entity_id: str, mine: Sequence[Clustered]) -> None:
        """Where people have decided about one of its mentions, or where the rules say."""
        from resolver.recording import Analysed, placement

        kind, name = mine[0].mention.kind, mine[0].entity_name
        for one in mine if self._constraints else ():
            named = replace(one.mention, name=clean(one.mention.name).text)
            unit = self._constraints.unit(named)
            if unit and reader.has_entity(unit) and reader.entity(unit).kind is kind:
                self._home[entity_id] = unit
                return
        known = gathered(fact for one in mine for fact in facts_of(one.mention))
        asked = Analysed(Mention(name, kind), analyze(name, kind), known)
        self._placed[entity_id] = placement(reader, asked)


class _Earlier:
    """A view of the store without the entities of this file: what the engine held apart, when it
    had all of the file before it, is not joined name by name."""

    def __init__(self, reader: Reader, own: Set[str]) -> None:
        self._reader, self._own = reader, own

    def __getattr__(self, verb: str) -> Any:
        return getattr(self._reader, verb)

    def candidates(self, kind: Kind, keys: Sequence[str], limit: int) -> list[StoredName]:
        found = self._reader.candidates(kind, keys, _MORE * limit)
        return [one for one in found if one.entity_id not in self._own][:limit]

    def likely(
        self, kind: Kind, keys: Sequence[str], limit: int, sieve: Sieve
    ) -> Iterator[StoredName]:
        found = self._reader.likely(kind, keys, _MORE * limit, sieve)
        return islice((one for one in found if one.entity_id not in self._own), limit)
