"""`resolver recluster`: judge all recorded mentions at once."""

from __future__ import annotations

import click

from resolver.cli.options import db_option, kind_option
from resolver.cli.report import counted
from resolver.mention import Kind


@click.command()
@db_option
@kind_option
def recluster(db: str, kind: Kind | None) -> None:
    """Cluster all recorded mentions anew, as dedupe does with a file.

    \b
    Examples:
      resolver recluster --db archive.db
      resolver recluster --kind place --db archive.db

    Recording judges each mention by those before it; this judges all by all. What people
    have decided stands. Without --kind, all kinds are done. Clerks can work meanwhile, and
    an interrupted run can simply be started again.
    """
    from resolver.recluster import recluster as cluster_anew
    from resolver.rules import rules_version
    from resolver.store.opening import open_store

    with open_store(db, must_exist=True, rules_version=rules_version(), actor="recluster") as store:
        for each in [kind] if kind else list(Kind):
            done = cluster_anew(store, each)
            click.echo(
                f"{each}: {done.joined} joined, {done.undone} earlier joins taken back, "
                f"{counted(done.moved, 'mention', 'mentions')} moved, "
                f"{counted(done.suggested, 'suggestion', 'suggestions')} raised",
                err=True,
            )
