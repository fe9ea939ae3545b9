"""`resolver db`: look after a database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import IO

import click

from resolver.cli.options import db_option
from resolver.cli.report import counted
from resolver.errors import BadInput, DamagedData
from resolver.tables import shown


@click.group()
def db() -> None:
    """Check, back up, restore, migrate, rebuild, copy and export a database.

    \b
    Examples:
      resolver db check --db archive.db
      resolver db backup archive-monday.db --db archive.db

    The log of events in a database is the truth: all else can be rebuilt from it.
    """


@db.command()
@db_option
@click.option("--deep", is_flag=True, help="Also replay the log and compare every row; writers "
              "wait meanwhile.")  # fmt: skip
def check(db: str, *, deep: bool) -> None:
    """Check the file, the hash chain of its log, and with --deep all that follows from it.

    \b
    Examples:
      resolver db check --db archive.db
      resolver db check --deep --db archive.db

    Exit code 3 and advice where anything is damaged.
    """
    from resolver.store.opening import open_store

    with open_store(db, read_only=not deep, must_exist=True, compare=False) as store:
        events = store.verify_log()
        differing = store.compare_with_log() if deep else ()
    if differing:
        raise DamagedData(
            f"{', '.join(differing)} differ from what the log says: run `resolver db rebuild`"
        )
    click.echo(f"sound: {counted(events, 'event', 'events')}, every hash right", err=True)


@db.command()
@click.argument("target", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@db_option
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
def backup(target: Path, db: str, *, force: bool) -> None:
    """Copy a database into FILE as it stands at this moment; it may be in use.

    \b
    Examples:
      resolver db backup archive-monday.db --db archive.db

    The copy is checked, hash chain included, before it gets its name.
    """
    from resolver.store.sqlite_files import backup as copy

    _must_be_file(db, "pg_dump")
    events = copy(Path(db), target, force=force)
    where = shown(str(target), quotes=False, limit=200)
    click.echo(f"{counted(events, 'event', 'events')} backed up in {where}", err=True)


@db.command()
@click.argument("source", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@db_option
def restore(source: Path, db: str) -> None:
    """Put the backup in FILE in the place of a database, damaged or not.

    \b
    Examples:
      resolver db restore archive-monday.db --db archive.db

    Stop every program that uses the database first. It is kept beside the new one, with
    .before-restore added to its name.
    """
    from resolver.store.sqlite_files import restore as put_back

    _must_be_file(db, "pg_restore")
    events, former = put_back(source, Path(db).absolute())
    click.echo(f"{counted(events, 'event', 'events')} restored", err=True)
    if former is not None:
        click.echo(f"the former database is now {former.name}", err=True)


@db.command()
@db_option
def migrate(db: str) -> None:
    """Bring a database to the schema of this version; every program that writes does so too.

    \b
    Examples:
      resolver db migrate --db archive.db

    All or nothing: interrupted, it leaves the database as it was.
    """
    from resolver.store.opening import open_store

    with open_store(db, must_exist=True) as store, store.reading() as reader:
        events = reader.counts()["events"]
    click.echo(f"schema {store.schema}, {counted(events, 'event', 'events')}", err=True)


@db.command()
@db_option
def rebuild(db: str) -> None:
    """Make everything but the log anew from the log, by the rules of today.

    \b
    Examples:
      resolver db rebuild --db archive.db

    Under the same rules every row comes out as it was. Other writers wait or are told to
    try again; readers see the old state until it is done. All or nothing.
    """
    from resolver.store.opening import open_store

    with open_store(db, must_exist=True, compare=False) as store:
        events = store.rebuild()
    click.echo(f"rebuilt from {counted(events, 'event', 'events')}", err=True)


@db.command()
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
def stats(db: str, *, as_json: bool) -> None:
    """Count what a database holds.

    \b
    Examples:
      resolver db stats --db archive.db
      resolver db stats --db archive.db --json
    """
    from resolver.store.opening import open_store

    with open_store(db, read_only=True) as store, store.reading() as reader:
        counts = dict(reader.counts())
    if as_json:
        click.echo(json.dumps(counts))
    else:
        for what, count in counts.items():
            click.echo(f"{what:<12}{count:>12,}")


@db.command()
@db_option
@click.option("--script", default="latin", type=click.Choice(["latin", "cyrillic"]), help="The "
              "script that canonical names have if they can.  [default: latin]")  # fmt: skip
@click.option("--standard", metavar="ID", help="The romanization that Latin ones have if they can.")
def prefer(db: str, script: str, standard: str | None) -> None:
    """Choose how entities are called where complete and frequent names are equally good.

    \b
    Examples:
      resolver db prefer --script cyrillic --db archive.db
      resolver db prefer --standard bgn-pcgn --db archive.db

    Every entity is called anew; names that a clerk has corrected stay.
    """
    from resolver.ledger.events import NamingPreferred
    from resolver.rules import rules_version
    from resolver.standards import standard as known_standard
    from resolver.store.opening import open_store

    if standard is not None:
        standard = known_standard(standard).id
    with (
        open_store(db, must_exist=True, rules_version=rules_version()) as store,
        store.writing() as writer,
    ):
        writer.append(NamingPreferred(script, standard))
        entities = writer.counts()["entities"]
    click.echo(f"{counted(entities, 'entity', 'entities')} called anew", err=True)


@db.command("copy")
@click.argument("source")
@click.argument("target")
def copy_(source: str, target: str) -> None:
    """Move everything in SOURCE to TARGET, which is empty: files or URLs of PostgreSQL.

    \b
    Examples:
      resolver db copy archive.db postgresql://resolver@db/resolver
      resolver db copy postgresql://resolver@db/resolver archive.db

    The log is replayed, so TARGET is made by the rules of today. Interrupted, the same
    command goes on where it was; it also brings over what was recorded since. Keys of the
    API come along; leases and answers to idempotency keys, which last a day, do not.
    """
    from resolver.rules import rules_version
    from resolver.store.copying import copied
    from resolver.store.opening import open_keys, open_store

    with (
        open_store(source, read_only=True) as old,
        open_store(target, rules_version=rules_version()) as new,
    ):
        last = old.head()[0]
        numbers = copied(old, new)
        first = seq = next(numbers)
        try:
            for seq in numbers:
                if sys.stderr.isatty():
                    click.echo(f"\r\x1b[K{seq:,} of {last:,} events", nl=False, err=True)
        except KeyboardInterrupt as interrupt:
            interrupt.add_note(f"{seq:,} of {last:,} events copied; run it again to go on")
            raise
        with open_keys(source) as own, open_keys(target, beside_store=True) as other:
            keys = other.adopt(own)
        if old.head() != new.head():
            raise BadInput("events were added meanwhile: run it again to bring them over")
    click.echo(
        f"{counted(seq - first, 'event', 'events')} and {counted(keys, 'key', 'keys')} copied; "
        f"both logs end with event {seq:,}",
        err=True,
    )


@db.command()
@db_option
@click.option("-o", "--output", type=click.File("w", encoding="utf-8", lazy=True), default="-",
              metavar="FILE", help="Where to write.  [default: standard output]")  # fmt: skip
def export(db: str, output: IO[str]) -> None:
    """Write all that a database says as lines of JSON: its log, and what follows from it.

    \b
    Examples:
      resolver db export --db archive.db | sha256sum

    Two databases of the same log write the same lines, whatever keeps them.
    """
    from resolver.store.exporting import exported
    from resolver.store.opening import open_store

    with open_store(db, read_only=True) as store:
        for line in exported(store):
            click.echo(line, file=output)


def _must_be_file(db: str, program: str) -> None:
    from resolver.store.opening import is_server

    if is_server(db):
        raise BadInput(f"a database on a server is saved by its own tools: use {program}")
