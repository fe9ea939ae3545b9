"""Settings of the server: a flag outranks the environment, which outranks a TOML file.

A file is named by `--config` or RESOLVER_CONFIG, else `resolver.toml` in the working
folder is taken where there is one. Its keys are the names below. What cannot be used is an
error, in whichever place it stands: a setting that is silently ignored is worse than none.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from resolver.errors import BadInput
from resolver.tables import shown

F = TypeVar("F", bound=Callable[..., Any])

FILE = "resolver.toml"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; `commands` have a flag for it, or all where it stands before commands."""

    name: str
    type: click.ParamType[Any]
    default: str | int
    help: str
    metavar: str
    commands: tuple[str, ...]
    also: tuple[str, ...] = ()
    secret: bool = False

    @property
    def variables(self) -> tuple[str, ...]:
        """The environment variables that set it; any of them, but never two differently."""
        return (f"RESOLVER_{self.name.upper()}", *self.also)

    def in_environment(self) -> tuple[str, str] | None:
        """The variable that sets it, and to what. BadInput where two of them disagree."""
        found = [(name, os.environ[name]) for name in self.variables if os.environ.get(name)]
        if len({value for _, value in found}) > 1:
            raise BadInput(f"{' and '.join(self.variables)} say different things: unset one")
        return found[0] if found else None

    @property
    def flag(self) -> str:
        return f"--{self.name.replace('_', '-')}"


_FILE = click.Path(dir_okay=False)
_FOLDER = click.Path(file_okay=False)
_OF_STORE = ("serve", "load", "resolve", "keys create", "keys list", "keys revoke")
_SERVE = ("serve",)

SETTINGS = {
    setting.name: setting
    for setting in (
        Setting("db", _FILE, "resolver.db",
                "The database: a file, or the postgresql:// address of one on a server.",
                "DATABASE", _OF_STORE, ("RESOLVER_DATABASE",)),
        Setting("rules", _FOLDER, "", "Tables of your own to lay over ours.", "FOLDER", ()),
        Setting("host", click.STRING, "127.0.0.1",
                "Address to listen on; 0.0.0.0 is every one of this machine, and needs keys.",
                "ADDRESS", _SERVE),
        Setting("port", click.IntRange(0, 65535), 8000,
                "Port to listen on; 0 takes a free one.", "N", _SERVE),
        Setting("rate_limit", click.IntRange(0, 1_000_000), 6000,
                "Requests a minute of one key; 0 is any number.", "N", _SERVE),
        Setting("log_level", click.Choice(["debug", "info", "warning", "error"]), "info",
                "Least level of log lines; a line a request is info.", "LEVEL", _SERVE),
        Setting("grace", click.IntRange(0, 3600), 30,
                "Seconds that requests under way may take to finish at the end.", "SECONDS",
                _SERVE),
        Setting("session_secret", click.STRING, "",
                "What servers of one database sign cookies with, so that who signs in on one is "
                "known to all; 32 characters or more, rather in the environment than as a flag. "
                "Without it each start makes its own.", "TEXT", _SERVE, secret=True),
    )
}  # fmt: skip


def setting_option(name: str) -> Callable[[F], F]:
    """The flag of a setting, which also looks into the environment."""
    setting = SETTINGS[name]
    return click.option(
        setting.flag,
        name,
        metavar=setting.metavar,
        type=setting.type,
        default=setting.default,
        envvar=setting.variables,
        show_default=True,
        show_envvar=True,
        help=setting.help,
    )


def config_file(given: str | None) -> Path | None:
    """The file of settings. BadInput where the one that was named is not there."""
    if given is not None:
        if not Path(given).is_file():
            raise BadInput(f"there is no file of settings {shown(given)}")
        return Path(given)
    return Path(FILE) if Path(FILE).is_file() else None


def read(path: Path | None) -> Mapping[str, str | int]:
    """What the file sets, checked. BadInput says which line or setting cannot be used."""
    if path is None:
        return {}
    where = shown(str(path))
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise BadInput(f"{where} is not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{where} is not TOML: {error}") from None
    for name, value in found.items():
        if name not in SETTINGS:
            raise BadInput(f"{where} sets {shown(name)}; known are {', '.join(SETTINGS)}")
        _check_type(SETTINGS[name], value, f"{where}: {name}")
        _converted(SETTINGS[name], value, f"{where}: {name}")
    return found


def for_commands(found: Mapping[str, str | int]) -> dict[str, Any]:
    """The settings as click's defaults: by command, and by sub-command below it."""
    defaults: dict[str, Any] = {}
    for name, value in found.items():
        for command in SETTINGS[name].commands:
            into = defaults
            for step in command.split():
                into = into.setdefault(step, {})
            into[name] = value
    return defaults


def check_environment() -> None:
    """BadInput where two variables set one setting differently."""
    for setting in SETTINGS.values():
        setting.in_environment()


def settled(path: Path | None) -> list[tuple[Setting, str | int, str]]:
    """Every setting with its value and where that comes from. BadInput for a bad one."""
    found = read(path)
    rows = []
    for name, setting in SETTINGS.items():
        told = setting.in_environment()
        if told is not None:
            variable, text = told
            value = _converted(setting, text, variable)
            rows.append((setting, value, f"environment, {variable}"))
        elif name in found:
            rows.append((setting, found[name], f"file, {path}"))
        else:
            rows.append((setting, setting.default, "default"))
    return rows


def _converted(setting: Setting, value: object, where: str) -> str | int:
    try:
        converted: str | int = setting.type.convert(value, None, None)
    except click.BadParameter as error:
        raise BadInput(f"{where}: {error.message}") from None
    return converted


def _check_type(setting: Setting, value: object, where: str) -> None:
    """A file says what is a number and what is a string, unlike the environment."""
    wanted = int if isinstance(setting.default, int) else str
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise BadInput(f"{where} must be a {'number' if wanted is int else 'string'}")
