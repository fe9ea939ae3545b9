"""`resolver serve`: answer over HTTP."""

from __future__ import annotations

import errno
import socket
from contextlib import closing

import click

from resolver.cli.options import db_option
from resolver.errors import BadInput
from resolver.tables import shown


@click.command()
@db_option
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True,
              help="Address to listen on; 0.0.0.0 is every one of this machine.")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True,
              help="Port to listen on; 0 takes a free one.")  # fmt: skip
def serve(db: str, host: str, port: int) -> None:
    """Answer over HTTP until interrupted.

    \b
    Examples:
      resolver serve --db archive.db
      curl -d '{"name": "Mansur Movlaev"}' -H 'Content-Type: application/json' \\
        http://127.0.0.1:8000/v1/resolve

    The database is made if it is not there. The schema is at /openapi.json. Ctrl-C lets the
    requests under way finish and ends with exit code 0.
    """
    with closing(_listening(host, port)) as listener:
        import uvicorn

        from api.app import create_app
        from resolver.rules import rules_version
        from resolver.service import Service
        from resolver.store.sqlite import SqliteStore

        with closing(SqliteStore(db, rules_version=rules_version())) as store:
            # Access logs would hold what people ask for.
            config = uvicorn.Config(
                create_app(Service(store)), log_level="warning", access_log=False
            )
            where = f"[{host}]" if ":" in host else host
            bound = listener.getsockname()[1]
            click.echo(f"answering on http://{where}:{bound} (Ctrl-C ends)", err=True)
            try:
                uvicorn.Server(config).run(sockets=[listener])
            except KeyboardInterrupt:  # raised again by uvicorn after it has shut down
                click.echo("stopped; everything acknowledged is kept", err=True)


def _listening(host: str, port: int) -> socket.socket:
    """A bound socket; BadInput where the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        where = f"port {port} on {shown(host, quotes=False)}"
        if error.errno == errno.EADDRINUSE:
            raise BadInput(
                f"{where} is in use by another program; choose one with --port"
            ) from None
        raise BadInput(f"cannot listen on {where}: {error.strerror or error}") from None
    return listener
