"""Commands over a database on a server: the same as over a file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from contract.postgres_server import postgres

from resolver.store.opening import exists, is_server, without_secret

from .conftest import Invoke

PEOPLE = """\
person_id,name,kind
p1,Mansur Movlaev,person
p1,Мансур Мовлаев,person
p2,Ramzan Kadyrov,person
,Kazakhstaan,place
"""


@pytest.fixture
def url() -> str:
    return postgres().schema()


def test_a_file_is_loaded_resolved_reviewed_and_copied_there_and_back(
    invoke: Invoke, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not exists(url)
    monkeypatch.setenv("RESOLVER_DATABASE", url)
    loaded = invoke("load", "-", "--entity-column", "person_id", input=PEOPLE)
    assert loaded.exit_code == 0
    assert loaded.stderr.startswith("4 mentions recorded in postgresql://")
    assert exists(url)
    resolved = invoke("resolve", "-", input="name\nMansur Mowlajew\n")
    assert resolved.stdout.splitlines()[1].split(",")[1:3] == ["match", "p1"]
    assert invoke("recluster").exit_code == 0
    assert json.loads(invoke("db", "stats", "--db", url, "--json").stdout)["mentions"] == 4
    made = invoke("keys", "create", "--role", "reader", "--label", "desk").stdout.strip()

    copied = invoke("db", "copy", url, "file.db")
    assert copied.exit_code == 0
    assert copied.stderr.startswith("7 events and 1 key copied")
    assert made.split("_")[1] in invoke("keys", "list", "--db", "file.db").stdout
    back = postgres().schema()
    assert invoke("db", "copy", "file.db", back).exit_code == 0
    exports = {invoke("db", "export", "--db", where).stdout for where in (url, "file.db", back)}
    assert len(exports) == 1
    assert "Мансур Мовлаев" in exports.pop()

    again = invoke("db", "copy", url, "file.db")
    assert again.stderr.startswith("0 events and 0 keys copied")
    assert invoke("load", "-", "--db", "other.db", input=PEOPLE).exit_code == 0
    refused = invoke("db", "copy", url, "other.db")
    assert refused.exit_code == 2
    assert "another archive" in refused.stderr


def test_looking_after_a_database_works_over_its_address(invoke: Invoke, url: str) -> None:
    missing = invoke("db", "check", "--db", url)
    assert (missing.exit_code, "no archive" in missing.stderr) == (2, True)
    assert invoke("load", "-", "--db", url, input=PEOPLE).exit_code == 0
    for command in ("check", "migrate", "rebuild", "stats"):
        assert invoke("db", command, "--db", url).exit_code == 0
    assert invoke("db", "check", "--deep", "--db", url).exit_code == 0
    assert invoke("db", "prefer", "--script", "cyrillic", "--db", url).exit_code == 0
    exported = invoke("review", "export", "--db", url)
    assert exported.exit_code == 0
    assert invoke("review", "import", "-", "--db", url, input=exported.stdout).exit_code == 0
    for command, advice in (("backup", "pg_dump"), ("restore", "pg_restore")):
        refused = invoke("db", command, "file.db", "--db", url)
        assert refused.exit_code == 2
        assert advice in refused.stderr


SECRET = "postgresql://vera:s3cret@127.0.0.1:1/archive?password=s3cret2&connect_timeout=1"


def test_a_password_in_an_address_is_never_shown(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_server(SECRET)
    assert without_secret(SECRET).startswith("postgresql://vera:***@127.0.0.1:1/archive")
    assert without_secret("C:pass@word.db") == "C:pass@word.db"
    monkeypatch.setenv("RESOLVER_DATABASE", SECRET)
    for arguments in (["config", "show"], ["config", "show", "--json"], ["db", "stats"], ["serve"]):
        result = invoke(*arguments)
        assert "s3cret" not in result.output
    shown = json.loads(invoke("config", "show", "--json").stdout)
    assert shown["db"]["origin"] == "environment, RESOLVER_DATABASE"


def test_a_server_that_cannot_be_reached_is_an_error_that_says_so(invoke: Invoke) -> None:
    result = invoke("load", "-", "--db", "postgresql://127.0.0.1:1/archive", input=PEOPLE)
    assert result.exit_code == 2
    assert "cannot be reached" in result.stderr
    assert "Traceback" not in result.stderr


def test_two_variables_that_disagree_are_an_error(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESOLVER_DB", "one.db")
    monkeypatch.setenv("RESOLVER_DATABASE", "one.db")
    assert invoke("load", "-", input=PEOPLE).exit_code == 0
    monkeypatch.setenv("RESOLVER_DATABASE", "two.db")
    result = invoke("load", "-", input=PEOPLE)
    assert result.exit_code == 2
    assert "RESOLVER_DB and RESOLVER_DATABASE" in result.stderr


def test_without_the_extra_an_address_of_a_server_says_what_to_install(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("resolver.store.postgres")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("resolver.store.postgres", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    result = invoke("db", "stats", "--db", "postgresql://127.0.0.1:1/archive")
    assert result.exit_code == 2
    assert "pip install 'name-resolver[postgres]'" in result.stderr


def test_commands_over_files_do_not_load_the_driver(tmp_path: Path) -> None:
    script = (
        "import sys; from resolver.store.opening import open_store;"
        "open_store('x.db').close(); print('psycopg' in sys.modules)"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout == "False\n"
