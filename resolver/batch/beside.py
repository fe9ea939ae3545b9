"""Two things at once, where one of them leaves Python alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

_Item = TypeVar("_Item")


def each_beside(do: Callable[[_Item], None], items: Iterable[_Item]) -> None:
    """Do it with each of some items, in their order, while the next one is being made."""
    with ThreadPoolExecutor(1) as aside:
        last: Future[None] | None = None
        for item in items:
            if last is not None:
                last.result()
            last = aside.submit(do, item)
        if last is not None:
            last.result()
