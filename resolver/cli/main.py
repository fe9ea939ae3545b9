"""The `resolver` command: finds the sub-command, and turns every error into an exit code.

    0    done                                  3    stored data or a rule table is damaged
    1    done, but some rows failed            101  a bug; --debug shows where
    2    wrong usage, or a file cannot be      130  interrupted
         read or written                       141  nobody reads the output any more

Importing a command's libraries costs up to a second, so commands are found by name and
imported only when they run: `--help` needs click and nothing else.
"""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from resolver import __version__
from resolver.errors import DamagedData, ResolverError

if TYPE_CHECKING:
    from types import FrameType

# Of what is made here most is kept (tables, remembered words) and hardly anything goes round in
# circles: collections of Python's usual frequency cost a fifth of a long run and find nothing.
_COLLECTIONS = (20_000, 20, 100)

# Where each command is, and the first sentence of its help.
COMMANDS = {
    "compare": ("resolver.cli.compare:compare", "Say whether two names are one, and why."),
    "explain": (
        "resolver.cli.explain:explain",
        "Show how two names are read and every rule that speaks for or against them.",
    ),
    "dedupe": (
        "resolver.cli.dedupe:dedupe",
        "Find the names in a file that are one entity, without any database.",
    ),
    "extract": (
        "resolver.cli.extract:extract",
        "Find the people, places and organisations that texts name.",
    ),
    "ingest": (
        "resolver.cli.ingest:ingest",
        "Record the people, places and organisations that texts name in a database.",
    ),
    "load": ("resolver.cli.load:load", "Record the mentions of a file in a database."),
    "resolve": (
        "resolver.cli.resolve:resolve",
        "Look the names of a file up in a database, changing nothing.",
    ),
    "recluster": (
        "resolver.cli.recluster:recluster",
        "Cluster all recorded mentions anew, as dedupe does with a file.",
    ),
    "review": (
        "resolver.cli.review:review",
        "Carry the decisions of clerks from one database to another, and count the queue.",
    ),
    "db": (
        "resolver.cli.db:db",
        "Check, back up, restore, migrate, rebuild, copy and export a database.",
    ),
    "evaluate": (
        "resolver.cli.evaluate:evaluate",
        "Measure how well the shipped rules do on a file whose entities are known.",
    ),
    "serve": ("resolver.cli.serve:serve", "Answer over HTTP until interrupted."),
    "keys": ("resolver.cli.keys:keys", "Make, list and revoke keys of the API."),
    "config": (
        "resolver.cli.config:config",
        "Show the settings that hold and where each comes from.",
    ),
    "demo": ("resolver.cli.demo:demo", "Show on a file of mentions what resolver does with it."),
    "romanize": ("resolver.cli.romanize:romanize", "Write a Cyrillic NAME in Latin letters."),
    "original": (
        "resolver.cli.original:original",
        "Find the likely Cyrillic originals of a NAME in Latin letters.",
    ),
    "variants": (
        "resolver.cli.variants:variants",
        "List the spellings of a NAME that an archive may hold, most likely first.",
    ),
    "weights": (
        "resolver.cli.weights:weights",
        "Fit the tables that are fitted on names of known people.",
    ),
    "compile": (
        "resolver.cli.compile:compile",
        "Make the core faster by compiling it for this machine's Python.",
    ),
    "rules": ("resolver.cli.rules:rules", "Check and list the tables of rules, yours included."),
}


class Terminated(KeyboardInterrupt):
    """SIGTERM; handled like Ctrl-C, so that nothing is left half-written."""


class LazyGroup(click.Group):
    """Commands are imported when they run; errors end here and nowhere else."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, short) for name, (_, short) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except (Exception, KeyboardInterrupt) as error:
            ctx.exit(_report(error, debug=ctx.params["debug"]))
        return result


def _report(error: BaseException, *, debug: bool) -> int:
    """Say in one line what happened; the exit code for it."""
    if isinstance(error, BrokenPipeError):
        _mute_stdout()
        return 141
    if debug:
        import traceback

        traceback.print_exception(error)
    if isinstance(error, KeyboardInterrupt):
        what = "terminated" if isinstance(error, Terminated) else "interrupted"
        _say("; ".join([what, *getattr(error, "__notes__", ["nothing was changed"])]))
        return 130
    if isinstance(error, ResolverError):
        _say(str(error))
        return 3 if isinstance(error, DamagedData) else 2
    if isinstance(error, OSError):
        _mute_stdout()
        _say(" ".join(filter(None, [error.strerror or str(error), error.filename])))
        return 2
    _say(
        f"this is a bug ({type(error).__name__}); please report it with what "
        "`resolver --debug ...` prints for the same command"
    )
    return 101


def _say(message: str) -> None:
    start = "\r\x1b[K" if sys.stderr.isatty() else ""  # over a progress line
    click.echo(f"{start}resolver: {' '.join(message.split())}", err=True)


def _mute_stdout() -> None:
    """Standard output cannot be written; keep Python from trying again at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, io.UnsupportedOperation):
        return


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="resolver %(version)s")
@click.option("--debug", is_flag=True, help="On an error, show where in the code it happened.")
@click.option(
    "--rules",
    metavar="FOLDER",
    envvar="RESOLVER_RULES",
    show_envvar=True,
    help="Tables of your own to lay over ours; `resolver rules --help` says how.",
)
@click.option(
    "--config",
    metavar="FILE",
    envvar="RESOLVER_CONFIG",
    show_envvar=True,
    help="File of settings; `resolver config --help` says more.  [default: resolver.toml]",
)
@click.pass_context
def cli(
    ctx: click.Context,
    *,
    debug: bool,  # noqa: ARG001 - read on errors
    rules: str | None,
    config: str | None,
) -> None:
    """Know that Movlaev, Mowlajew and Мовлаев are one name, and say why.

    \b
    Examples:
      resolver compare "Mansur Movlaev" "Мансур Мовлаев"
      resolver dedupe mentions.csv -o entities.csv

    Data goes to standard output, talk to standard error; "-" stands for either. Files are
    CSV or TSV in UTF-8 with a header. Exit codes: 0 done, 1 some rows failed, 2 wrong usage
    or unusable file, 3 damaged data, 130 interrupted.
    """
    rules = _with_settings(ctx, config, rules)
    if rules:
        from resolver.rules import use

        use(rules)


def _with_settings(ctx: click.Context, config: str | None, rules: str | None) -> str | None:
    """Take the defaults of commands from the file of settings; the folder of rules."""
    from resolver.cli import settings

    settings.check_environment()
    path = settings.config_file(config)
    if path is None:
        return rules
    found = settings.read(path)
    ctx.default_map = settings.for_commands(found)
    return rules if rules is not None else str(found.get("rules", ""))


def _terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise Terminated


def main() -> None:
    """Entry point of the `resolver` script."""
    signal.signal(signal.SIGTERM, _terminate)
    gc.set_threshold(*_COLLECTIONS)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # data is UTF-8 whatever the locale says
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    kept: list[object] = []
    try:
        cli(prog_name="resolver", obj=kept)
    except SystemExit as ended:
        if kept:
            from resolver.cli.ending import leave

            leave(ended.code)
        raise
