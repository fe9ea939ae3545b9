"""`resolver serve`: answer over HTTP."""

from __future__ import annotations

import errno
import ipaddress
import socket
from contextlib import ExitStack, closing

import click

from resolver.cli.options import db_option
from resolver.cli.settings import setting_option
from resolver.errors import BadInput
from resolver.tables import shown

_SHORTEST_SECRET = 32


@click.command()
@db_option
@setting_option("host")
@setting_option("port")
@setting_option("rate_limit")
@setting_option("log_level")
@setting_option("grace")
@setting_option("session_secret")
def serve(
    *,
    db: str,
    host: str,
    port: int,
    rate_limit: int,
    log_level: str,
    grace: int,
    session_secret: str,
) -> None:
    """Answer over HTTP until interrupted.

    \b
    Examples:
      resolver serve --db archive.db
      curl -d '{"name": "Mansur Movlaev"}' -H 'Content-Type: application/json' \\
        http://127.0.0.1:8000/v1/resolve

    The database is made if it is not there. A browser finds pages at the same address, of
    which /review is for clerks; the schema is at /openapi.json. Logs are JSON lines on
    standard error and hold no names. Without keys (`resolver keys --help`) only
    this machine is answered. Ctrl-C lets the requests under way finish and ends with exit
    code 0.
    """
    with ExitStack() as open_parts:
        from resolver.cli.allocator import share_heap
        from resolver.rules import rules_version
        from resolver.store.opening import open_keys, open_store

        # Nothing is made where the server may not or cannot listen.
        if 0 < len(session_secret) < _SHORTEST_SECRET:
            raise BadInput(f"a session secret has {_SHORTEST_SECRET} characters or more")
        if not _is_loopback(host):
            _must_have_keys(db, host)
        listener = open_parts.enter_context(closing(_listening(host, port)))
        share_heap()
        store = open_parts.enter_context(open_store(db, rules_version=rules_version()))
        keys = open_parts.enter_context(open_keys(db, beside_store=True))

        import uvicorn

        from api.app import create_app
        from resolver.cli.collector import leave_what_stays_alone
        from resolver.cli.large_pages import use_large_pages
        from resolver.compiled import why_pure
        from resolver.service import Service

        service = Service(store)
        service.warm()
        leave_what_stays_alone()
        use_large_pages()
        app = create_app(service, keys=keys, rate_limit=rate_limit, session_secret=session_secret)
        # uvicorn's own access logs would hold what people ask for.
        config = uvicorn.Config(
            app, log_config=_logging(log_level), access_log=False, timeout_graceful_shutdown=grace
        )
        where = f"[{host}]" if ":" in host else host
        bound = listener.getsockname()[1]
        pure = why_pure()
        how = f" in plain Python, since {pure} (see `resolver compile --help`; " if pure else " ("
        click.echo(f"answering on http://{where}:{bound}{how}Ctrl-C ends)", err=True)
        try:
            uvicorn.Server(config).run(sockets=[listener])
        except KeyboardInterrupt:  # raised again by uvicorn after it has shut down
            click.echo("stopped; everything acknowledged is kept", err=True)


def _logging(level: str) -> dict[str, object]:
    """Our requests at `level`, other people's libraries only where something is wrong."""
    to_stderr = {"class": "logging.StreamHandler", "formatter": "json"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "api.telemetry.JsonLines"}},
        "handlers": {"stderr": to_stderr},
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {"resolver": {"level": level.upper()}, "api": {"level": level.upper()}},
    }


def _must_have_keys(db: str, host: str) -> None:
    """BadInput where a server that can be reached from elsewhere would answer anybody."""
    from resolver.store.opening import exists, open_keys

    if exists(db):
        with open_keys(db) as keys:
            if keys.usable():
                return
    raise BadInput(
        f"{shown(host, quotes=False)} can be reached from elsewhere, and there are no "
        "keys: make one with `resolver keys create`, or listen on 127.0.0.1"
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listening(host: str, port: int) -> socket.socket:
    """A bound socket; BadInput where the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With its protocol named, asyncio sets TCP_NODELAY on what it accepts: without that every
    # answer waits 40 ms for an acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
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
