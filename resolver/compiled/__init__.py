"""The compiled core: the modules that do the work, as machine code instead of bytecode.

`resolver compile` makes it, for one Python, out of the very modules that lie beside it. It lies in
a folder of the package that comes first in the path of `resolver`, so that `resolver.names` is
found there before `names.py`: but only while each source that went into it, and each that those
import, is what it was. A stamp says so: size and times of the file, and where these differ a hash
of its content. Whoever edits a source gets plain Python again, never the result of an old one.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import EXTENSION_SUFFIXES

VARIABLE = "RESOLVER_PURE"
PACKAGE = os.path.dirname(os.path.dirname(__file__))
ALL_FOLDERS = os.path.join(PACKAGE, "_compiled")
STAMP = "stamp"


def _kind_of_python() -> str:
    """What machine code must be made for: version, build, processor and system."""
    kind = EXTENSION_SUFFIXES[0].split(".")[1]
    return f"{kind}-{os.uname().machine}" if sys.platform == "darwin" else kind


FOLDER = os.path.join(ALL_FOLDERS, _kind_of_python())


def times_of(found: os.stat_result) -> str:
    """What changes when a file is written: no tool can put back the last of the three."""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def hash_of(content: bytes) -> str:
    """Of a source, as Python itself takes it for bytecode files that go by content."""
    from importlib.util import source_hash

    return source_hash(content).hex()


def _changed(line: str) -> str:
    """The source that a line of the stamp is of, if it is not what it was."""
    name, times, content = line.split("\t")
    path = os.path.join(PACKAGE, name)
    try:
        if times_of(os.stat(path)) == times:
            return ""
        with open(path, "rb") as file:
            return "" if hash_of(file.read()) == content else name
    except OSError:
        return name


def why_stale() -> str:
    """Why what was compiled cannot be used, or why there is nothing; empty where it can."""
    try:
        with open(os.path.join(FOLDER, STAMP), encoding="utf-8") as file:
            lines = file.read().splitlines()
        changed = next(filter(None, map(_changed, lines)), "")
    except OSError:
        return "it was not compiled for this Python"
    except ValueError:
        lines = []
    if not lines:
        return "its stamp cannot be read"
    return f"{changed} was changed after it was compiled" if changed else ""


def why_pure() -> str:
    """Why the core runs as plain Python; empty where it runs compiled."""
    return f"{VARIABLE} is set" if os.environ.get(VARIABLE) else why_stale()
