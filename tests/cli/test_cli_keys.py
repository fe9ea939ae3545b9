"""`resolver keys` and `resolver config`, and what they mean for `resolver serve`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from resolver.cli.settings import SETTINGS

from .conftest import Invoke


def test_a_key_is_shown_once_and_then_only_listed(invoke: Invoke) -> None:
    made = invoke("keys", "create", "--role", "writer", "--label", "import job")
    text = made.stdout.strip()
    assert made.exit_code == 0
    assert text.startswith("nr_")
    listed = invoke("keys", "list").stdout
    assert "writer\tusable" in listed
    assert "import job" in listed
    assert text.rpartition("_")[2] not in listed


def test_a_revoked_key_is_listed_as_such(invoke: Invoke) -> None:
    key_id = invoke("keys", "create", "--role", "reader").stdout.split("_")[1]
    assert invoke("keys", "revoke", key_id).exit_code == 0
    (row,) = map(json.loads, invoke("keys", "list", "--json").stdout.splitlines())
    assert (row["id"], row["state"]) == (key_id, "revoked")
    assert row["revoked_at"]


def test_a_key_that_is_not_there_cannot_be_revoked(invoke: Invoke) -> None:
    result = invoke("keys", "revoke", "0123456789ab")
    assert result.exit_code == 2
    assert "keys list" in result.stderr


def test_a_server_without_usable_keys_refuses_to_be_reached_from_elsewhere(
    invoke: Invoke,
) -> None:
    for host in ("0.0.0.0", "::", "example.org"):
        result = invoke("serve", "--host", host, "--port", "0")
        assert result.exit_code == 2
        assert "keys create" in result.stderr
    key_id = invoke("keys", "create", "--role", "admin").stdout.split("_")[1]
    invoke("keys", "revoke", key_id)
    assert invoke("serve", "--host", "0.0.0.0", "--port", "0").exit_code == 2


def shown(invoke: Invoke) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(invoke("config", "show", "--json").stdout)
    return found


def test_every_setting_is_shown_with_its_default(invoke: Invoke) -> None:
    assert {name: row["value"] for name, row in shown(invoke).items()} == {
        name: setting.default for name, setting in SETTINGS.items()
    }
    plain = invoke("config", "show").stdout
    assert all(name in plain for name in SETTINGS)


def test_the_environment_outranks_the_file_which_outranks_the_default(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("resolver.toml").write_text('host = "::1"\nport = 9000\n')
    monkeypatch.setenv("RESOLVER_PORT", "9001")
    found = shown(invoke)
    assert found["host"] == {"value": "::1", "origin": "file, resolver.toml"}
    assert found["port"] == {"value": 9001, "origin": "environment, RESOLVER_PORT"}
    assert found["grace"]["origin"] == "default"


def test_a_flag_outranks_the_environment_and_the_file(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told by which database was made."""
    Path("resolver.toml").write_text('db = "file.db"\n')
    create = ("keys", "create", "--role", "reader")
    invoke(*create)
    assert Path("file.db").exists()
    monkeypatch.setenv("RESOLVER_DB", "environment.db")
    invoke(*create)
    assert Path("environment.db").exists()
    invoke(*create, "--db", "flag.db")
    assert Path("flag.db").exists()
    assert not Path("resolver.db").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("colour = 1", "known are db, rules"),
        ('port = "80"', "port must be a number"),
        ("port = 70000", "port: 70000"),
        ("host = 1", "host must be a string"),
        ("port = true", "port must be a number"),
        ('log_level = "loud"', "log_level"),
        ("port =", "is not TOML"),
    ],
)
def test_a_file_that_cannot_be_used_is_an_error_and_not_passed_over(
    invoke: Invoke, text: str, told: str
) -> None:
    Path("resolver.toml").write_text(text)
    for command in (["config", "show"], ["keys", "list"]):
        result = invoke(*command)
        assert result.exit_code == 2
        assert told in result.stderr


def test_a_file_that_was_named_must_be_there(invoke: Invoke) -> None:
    result = invoke("--config", "nowhere.toml", "config", "show")
    assert (result.exit_code, "nowhere.toml" in result.stderr) == (2, True)


def test_a_bad_environment_is_an_error(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESOLVER_PORT", "eighty")
    assert invoke("config", "show").exit_code == 2
    assert invoke("serve").exit_code == 2


def test_the_session_secret_is_never_shown_and_never_short(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESOLVER_SESSION_SECRET", "quite-secret")
    assert "quite-secret" not in invoke("config", "show").stdout
    assert shown(invoke)["session_secret"]["value"] == "(set)"
    result = invoke("serve", "--port", "0")
    assert result.exit_code == 2
    assert "32 characters" in result.stderr
    assert "quite-secret" not in result.stderr
