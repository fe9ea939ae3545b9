"""The one place where the address of a database becomes a store: a file, or a URL.

archive.db                                   a SQLite file
postgresql://user@host/database              a PostgreSQL server, with the extra [postgres]
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from resolver.errors import BadInput, NotFound
from resolver.store.api_keys import KeptKeys
from resolver.store.audited import AuditedStore

_URL = re.compile(r"postgres(ql)?://", re.ASCII)
# Between the last colon of what stands before the @, and in the query.
_SECRETS = re.compile(r"(?<=:)[^:/@]*(?=@)|(?<=password=)[^&]*", re.ASCII | re.IGNORECASE)


def is_server(database: str) -> bool:
    """Whether an address names a database on a server, and no file."""
    return _URL.match(database) is not None


def without_secret(database: str) -> str:
    """An address as it may be shown."""
    return _SECRETS.sub("***", database) if is_server(database) else database


def exists(database: str) -> bool:
    """Whether there is a store at an address. Raises BadInput, StoreBusy."""
    if not is_server(database):
        return Path(database).exists()
    try:
        open_store(database, read_only=True).close()
    except NotFound:
        return False
    return True


def open_store(
    database: str, *, must_exist: bool = False, compare: bool = True, **options: Any
) -> AuditedStore:
    """The store at an address, which is made if it is not there, unless `must_exist`.

    `compare` and `options` are those of the stores; a server compares nothing when opened.
    Raises BadInput, NotFound (a typo makes no new database), DamagedData or StoreBusy.
    """
    if is_server(database):
        if must_exist and not options.get("read_only"):
            open_store(database, read_only=True).close()
        made: AuditedStore = _postgres().PostgresStore(database, **options)
        return made
    from resolver.store.sqlite import SqliteStore

    if must_exist and not Path(database).exists():
        raise NotFound("there is no database at this path: check it")
    return SqliteStore(database, compare=compare, **options)


def open_keys(database: str, *, beside_store: bool = False) -> KeptKeys:
    """The keys of the API of a store that has been made before; `beside_store` where it is open
    in this process, and closed after the keys."""
    if is_server(database):
        _postgres()
        from resolver.store.postgres_keys import PostgresKeys

        return PostgresKeys(database)
    from resolver.store.sqlite_keys import SqliteKeys

    return SqliteKeys(database, beside_store=beside_store)


def _postgres() -> Any:
    try:
        from resolver.store import postgres
    except ImportError as error:
        raise BadInput(
            "a database on a server needs an extra: pip install 'name-resolver[postgres]'"
        ) from error
    return postgres
