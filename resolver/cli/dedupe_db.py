"""`resolver dedupe --db`: what was found goes straight into a store, for clerks to review."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import click

from resolver.cli.archive_rows import Identified
from resolver.cli.options import shown_database
from resolver.cli.report import counted
from resolver.cli.rows import Kinds, Mentions
from resolver.errors import ResolverError
from resolver.tables_formats import open_any

if TYPE_CHECKING:
    from resolver.batch.run import Run
    from resolver.cli.dedupe_batch import Job
    from resolver.ledger.events import SuggestionRaised
    from resolver.recording_clusters import Clustered
    from resolver.store.audited import AuditedStore
    from resolver.tables import Row, Table

_CHUNK = 2_000


def check_database(db: str | None) -> None:
    """Raises before hours of work what opening the store would raise after it."""
    if db is not None:
        from resolver.rules import rules_version
        from resolver.store.opening import open_store

        open_store(db, rules_version=rules_version()).close()


def record_run(job: Job, run: Run) -> None:
    """Record the mentions, entities and suggestions of a finished run."""
    from resolver.recording_clusters import ACTOR, homes, raise_suggestions, record_clusters
    from resolver.rules import rules_version
    from resolver.store.keys_ahead import KeysAhead
    from resolver.store.opening import open_store

    assert job.db is not None
    with (
        KeysAhead(job.workers or 0) as keys,
        open_store(job.db, rules_version=rules_version(), actor=ACTOR, keys=keys) as store,
        _state_on_interrupt(store, job.db) as before,
    ):
        home: dict[str, str] = {}
        if before:
            with store.reading() as reader:
                home = homes(reader, ((one.mention_id, one.entity_id) for one in _rows(job, run)))
        recorded = 0
        with store.listing_later():
            for done in record_clusters(store, keys.ahead(_chunks(_rows(job, run))), home):
                recorded += done
        raised = raise_suggestions(store, suggested(run), home)
        total = _count(store)
    where = shown_database(job.db)
    click.echo(
        f"{counted(recorded, 'mention', 'mentions')} and "
        f"{counted(raised, 'suggestion', 'suggestions')} recorded in {where}, "
        f"which has {counted(total, 'mention', 'mentions')}",
        err=True,
    )


def answered(table: Table, run: Run) -> Iterator[tuple[Row, str, str, str | None]]:
    """The rows that took part in a run, with the id and the name of their entity and what is
    wrong with their name."""
    found = run.rows()
    upcoming = next(found, None)
    for row in table:
        if upcoming is None:
            return
        if upcoming[0] == row.number:
            yield row, *upcoming[1:]
            upcoming = next(found, None)


def _rows(job: Job, run: Run) -> Iterator[Clustered]:
    """The mentions that are in an entity, in order."""
    from resolver.recording_clusters import Clustered, mention_id_of

    with open_any(job.input_, job.reading()) as table:
        named = Mentions.of(table, job.name_column, Kinds.of(table, job.kind, job.kind_column))
        rows = Identified.of(table, named, job.id_column)
        for row, entity_id, entity_name, _ in answered(table, run):
            if not entity_id:
                continue
            try:
                mention = rows.mention(row)
            except ResolverError:
                continue
            mention_id = mention_id_of(mention)
            if rows.at is None:
                mention = replace(mention, external_id=None)
            yield Clustered(mention_id, mention, entity_id, entity_name)


def _chunks(rows: Iterator[Clustered]) -> Iterator[list[Clustered]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk


def suggested(run: Run) -> Iterator[SuggestionRaised]:
    """What a run leaves to clerks, as events."""
    from resolver.ledger.events import SuggestionRaised

    for one in run.suggestions():
        a, b, why = (str(one[name]) for name in ("entity_a", "entity_b", "why"))
        evidence, missing = (tuple(map(str, _list(one[name]))) for name in ("codes", "missing"))
        yield SuggestionRaised(a, b, float(str(one["score"])), why, evidence, missing)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


@contextmanager
def _state_on_interrupt(store: AuditedStore, db: str) -> Iterator[int]:
    """The mentions there were; an interrupted recording says how many more there are now."""
    before = _count(store)
    try:
        yield before
    except KeyboardInterrupt as interrupt:
        recorded = counted(_count(store) - before, "mention", "mentions")
        interrupt.add_note(f"{recorded} recorded in {shown_database(db)} so far")
        raise


def _count(store: AuditedStore) -> int:
    with store.reading() as reader:
        return reader.counts()["mentions"]
