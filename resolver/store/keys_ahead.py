"""What a store keeps of the names of a batch, computed in other processes before it is asked for:
blocking keys, what an election asks of a name, and its words as they are typed.
"""

from __future__ import annotations

import atexit
import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Protocol, TypeVar

from resolver.batch.following import follow
from resolver.batch.workers import wake, whole
from resolver.entities import DEFAULT_PREFERENCE, Preference, standing_of
from resolver.errors import BadName
from resolver.keys import keys_of
from resolver.mention import Kind, Mention
from resolver.names import analyze
from resolver.store.known_names import Keys, Known, KnownNames, Numbered, Spelling
from resolver.typed import typed_words

_AHEAD, _AHEAD_AT_LEAST = 12, 40
"""Chunks handed to a worker, and to all, before the first must be back: while names are listed in
one go, which takes some seconds, a single one works on. What is ready of a chunk takes less than
a megabyte."""


def _begin() -> None:
    """Of a worker. What it remembers are a million objects without a cycle among them: looking
    for one, again and again, would take a quarter of its time, and giving them up one by one at
    the end half a second, for which whoever started it waits."""
    follow()
    gc.disable()
    atexit.register(os._exit, 0)


_names = KnownNames()


def _known(names: Sequence[Spelling]) -> list[Known]:
    """In a worker: the words of its names are remembered for the next."""
    return _names.of(names)


def _numbered(names: Sequence[Spelling]) -> list[Numbered]:
    """The same with numbers of keys."""
    return _names.numbered(names)


def _look_at(names: Sequence[Spelling]) -> None:
    """The same, where nothing is to be told of names yet."""
    _names.look_at(names)


class Named(Protocol):
    """Whatever is or has a mention."""

    @property
    def mention(self) -> Mention: ...


_Named = TypeVar("_Named", bound=Named)


class KeysAhead(AbstractContextManager["KeysAhead"]):
    """A `KeysOf`, and `Prepared`: what is not ready is computed there and then. Raises BadInput
    once a worker has died.

    `numbered`: the numbers of keys are wanted, as a file keeps them, more than the keys.
    """

    def __init__(self, workers: int = 0, *, numbered: bool = False) -> None:
        self._numbered = numbered
        # Whoever records needs a processor, too; and each worker looks at common words again.
        self._count = workers or max(1, len(os.sched_getaffinity(0)) - 1)
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(self._count, mp_context=context, initializer=_begin)
        wake([self._pool])  # reads its tables while the store is opened
        self._ready: dict[Spelling, Known | Numbered] = {}
        self._preferred, self._is_usual = DEFAULT_PREFERENCE, True
        self._looking: Future[None] | None = None

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def __call__(self, name: str, kind: Kind) -> Keys:
        """Raises BadName."""
        found = self._ready.get((name, kind))
        if found is None or isinstance(found[0], bytes):
            return keys_of(analyze(name, kind))
        return found[0]

    def listed(self, name: str, kind: Kind) -> tuple[bytes, str] | None:
        """Numbers of keys, packed, and words, with a space between two, where they are ready."""
        found = self._ready.get((name, kind))
        if found is None or not isinstance(found[2], str):
            return None
        return found[0], found[2]

    def standing(self, name: str, kind: Kind, preference: Preference) -> tuple[int, int]:
        """As `resolver.entities.standing_of`."""
        if preference is not self._preferred:  # one for many names
            self._preferred, self._is_usual = preference, preference == DEFAULT_PREFERENCE
        found = self._ready.get((name, kind))
        if found is None or not self._is_usual:
            return standing_of(name, kind, preference)
        return found[1]

    def words(self, name: str, kind: Kind) -> tuple[str, ...]:
        """As `resolver.typed.typed_words`."""
        found = self._ready.get((name, kind))
        if found is None:
            return typed_words(name)
        words = found[2]
        return tuple(words.split()) if isinstance(words, str) else words

    def problem(self, mention: Mention) -> BadName | None:
        """What is wrong with a name of the chunk at hand, if anything."""
        if self._ready.get((mention.name, mention.kind)) is not None:
            return None
        try:
            analyze(mention.name, mention.kind)
        except BadName as problem:
            return problem
        return None

    def look_at(self, names: Iterable[Spelling]) -> None:
        """Let a worker that has nothing to do get to know words of names that come later."""
        if self._looking is None or self._looking.done():
            with whole():
                self._looking = self._pool.submit(_look_at, list(names))

    def ahead(self, chunks: Iterable[Sequence[_Named]]) -> Iterator[Sequence[_Named]]:
        """The chunks, each once the keys of its names are ready."""
        made = _numbered if self._numbered else _known
        waiting: deque[tuple[Sequence[_Named], list[Spelling], Future[Any]]] = deque()
        for chunk in chunks:
            names = [*dict.fromkeys((one.mention.name, one.mention.kind) for one in chunk)]
            with whole():
                future: Future[Any] = self._pool.submit(made, names)
            waiting.append((chunk, names, future))
            if len(waiting) >= max(_AHEAD * self._count, _AHEAD_AT_LEAST):
                yield self._taken(*waiting.popleft())
        while waiting:
            yield self._taken(*waiting.popleft())

    def _taken(
        self, chunk: Sequence[_Named], names: list[Spelling], future: Future[Any]
    ) -> Sequence[_Named]:
        with whole():
            found = future.result()
        self._ready = dict(zip(names, found, strict=True))
        return chunk
