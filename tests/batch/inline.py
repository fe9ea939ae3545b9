"""An engine whose functions run in this process: many small runs need no workers to start."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any


class Inline:
    """Stands where a pool of one process stands."""

    def __init__(self, *_args: object, **_options: object) -> None: ...

    def submit(self, function: Callable[..., Any], *args: object) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(function(*args))
        return future

    def shutdown(self, **_options: object) -> None: ...
