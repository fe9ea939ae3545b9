"""`resolver keys`: who may ask the API what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from resolver.access import Role
from resolver.cli.options import db_option

if TYPE_CHECKING:
    from resolver.store.api_keys import KeptKeys


@contextmanager
def _keys(db: str) -> Iterator[KeptKeys]:
    from resolver.rules import rules_version
    from resolver.store.opening import open_keys, open_store

    # The store checks the database, or makes it, before anything else writes to it.
    with (
        open_store(db, rules_version=rules_version()),
        open_keys(db, beside_store=True) as keys,
    ):
        yield keys


@click.group()
def keys() -> None:
    """Make, list and revoke keys of the API.

    \b
    Examples:
      resolver keys create --role writer --label "import job"
      resolver keys list
      resolver keys revoke 0123456789ab

    Without keys `resolver serve` answers this machine only, and everybody on it. With the
    first key every request needs one, as `Authorization: Bearer KEY`. A reader asks, a
    writer also records, a clerk also decides, an admin may everything.
    """


@keys.command()
@db_option
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    required=True,
    help="What the key may do.",
)
@click.option("--label", default="", help="What it is for; shown in the list.")
def create(*, db: str, role: str, label: str) -> None:
    """Make a key and show it, this once.

    \b
    Example:
      resolver keys create --role reader --label OpenRefine
    """
    with _keys(db) as kept:
        made = kept.create(Role(role), label)
    click.echo(made.text)
    click.echo(f"key {made.key_id}: keep it safe, it is not shown again", err=True)


@keys.command(name="list")
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line instead.")
def list_(*, db: str, as_json: bool) -> None:
    """List the keys, without their secrets.

    \b
    Example:
      resolver keys list --db archive.db
    """
    with _keys(db) as kept:
        found = kept.listed()
    for key in found:
        state = "revoked" if key.revoked_at else "usable"
        if as_json:
            row = {"id": key.key_id, "role": key.role, "label": key.label, "state": state}
            row |= {"created_at": key.created_at, "revoked_at": key.revoked_at or ""}
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo("\t".join([key.key_id, key.role, state, key.created_at, key.label]))


@keys.command()
@db_option
@click.argument("key_id")
def revoke(*, db: str, key_id: str) -> None:
    """Make a key useless, at once and in running servers too.

    \b
    Example:
      resolver keys revoke 0123456789ab
    """
    with _keys(db) as kept:
        kept.revoke(key_id)
    click.echo("revoked", err=True)
