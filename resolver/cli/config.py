"""`resolver config`: which settings hold, and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from resolver.cli.settings import Setting


@click.group()
def config() -> None:
    """Show the settings that hold and where each comes from.

    \b
    Examples:
      resolver config show
      resolver --config server.toml config show --json

    A flag of a command outranks its environment variable, which outranks the file of
    settings. The file is resolver.toml in the working folder, or another that --config or
    RESOLVER_CONFIG names:

    \b
      db = "archive.db"
      host = "0.0.0.0"
      rate_limit = 600
    """


@config.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
@click.pass_context
def show(ctx: click.Context, *, as_json: bool) -> None:
    """Show every setting with its value and its origin.

    \b
    Example:
      resolver config show
    """
    from resolver.cli.settings import config_file, settled

    rows = [
        (setting, _shown(setting, value), origin)
        for setting, value, origin in settled(config_file(ctx.find_root().params["config"]))
    ]
    if as_json:
        answer = {
            setting.name: {"value": value, "origin": origin} for setting, value, origin in rows
        }
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for setting, value, origin in rows:
        click.echo(f"{setting.name:<15}{value!s:<24}{origin}")


def _shown(setting: Setting, value: str | int) -> str | int:
    from resolver.store.opening import without_secret

    if setting.secret:
        return "(set)" if value else ""
    return without_secret(value) if isinstance(value, str) else value
