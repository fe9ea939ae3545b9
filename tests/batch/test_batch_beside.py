"""What is done beside the making of what comes next."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from resolver.batch.beside import each_beside


def test_all_is_done_in_order_while_the_next_is_made() -> None:
    begun, done = threading.Event(), list[int]()

    def made() -> Iterator[int]:
        yield 1
        assert begun.wait(10)  # the first is being done
        yield 2
        yield 3

    def do(item: int) -> None:
        begun.set()
        done.append(item)

    each_beside(do, made())
    assert done == [1, 2, 3]


def test_what_goes_wrong_ends_it() -> None:
    done = list[int]()

    def do(item: int) -> None:
        if item == 2:
            raise LookupError
        done.append(item)

    with pytest.raises(LookupError):
        each_beside(do, iter([1, 2, 3, 4]))
    assert done == [1]


def test_the_last_one_may_go_wrong_too() -> None:
    def do(item: int) -> None:
        if item == 0:
            raise LookupError

    with pytest.raises(LookupError):
        each_beside(do, iter([1, 0]))
