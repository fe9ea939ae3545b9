"""`resolver compile`: machine code for the core, in place of bytecode."""

from __future__ import annotations

import click

from resolver.compiled.telling import told_check, told_compile, told_remove


@click.command()
@click.option(
    "--check", is_flag=True, help="Say whether the compiled core is in use, and if not, why."
)
@click.option("--remove", is_flag=True, help="Take back what was compiled.")
@click.option("--verbose", is_flag=True, help="Show what the compilers say.")
@click.pass_context
def compile(ctx: click.Context, *, check: bool, remove: bool, verbose: bool) -> None:  # noqa: A001
    """Make the core faster by compiling it for this machine's Python.

    \b
    Examples:
      resolver compile
      resolver compile --check
      resolver compile --remove

    Answers stay the same to the last digit; analysing and comparing take about three quarters of
    the time. It takes a minute, and needs `pip install 'name-resolver[compiled]'`, a C compiler and
    Python's headers; none of them is needed afterwards. Every program of this Python then uses
    the compiled core, as long as the package's sources are what they were and RESOLVER_PURE is
    not set in the environment. After an upgrade run it again. --check ends with exit code 1 where
    the core is not compiled.
    """
    if check and remove:
        raise click.UsageError("--check and --remove exclude each other; give one of them")
    if check:
        said, in_use = told_check()
        click.echo(said)
        ctx.exit(0 if in_use else 1)
    click.echo(told_remove() if remove else told_compile(verbose=verbose))
