"""The end of a process that holds much: the system takes memory back at once, which Python and its
libraries would give up piece by piece."""

from __future__ import annotations

import atexit
import os
import sys

import click


def keep(large: object) -> None:
    """Let what is large be there until the process ends, where that ends with its command."""
    context = click.get_current_context(silent=True)
    kept = context.find_root().obj if context is not None else None
    if isinstance(kept, list) and large is not None:
        kept.append(large)


def leave(code: object) -> None:
    """End the process without freeing anything, when whatever was to be done at its end is done.
    Comes back where there is more to say, or where that cannot be said."""
    if not (code is None or isinstance(code, int)):
        return
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # closed by whoever began the process
                stream.flush()
    except (OSError, ValueError):
        return
    atexit._run_exitfuncs()
    os._exit(code or 0)
