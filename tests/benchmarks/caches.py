"""The bounded caches of the library, to be emptied between measurements.

Caches without a bound hold the rule tables and are left filled: they are paid for once at the
start, not by each name.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterator
from typing import TypeAlias

# What is remembered of pairs of words or names, as against of single ones.
PAIR_MODULES = frozenset({"resolver.relating", "resolver.relation", "resolver.distance"})
PAIR_FUNCTIONS = frozenset({"transcription_cost"})

Cache: TypeAlias = "functools._lru_cache_wrapper[object]"


def _caches() -> Iterator[Cache]:
    seen: set[int] = set()
    for name, module in list(sys.modules.items()):
        if not name.startswith("resolver"):
            continue
        for value in list(vars(module).values()):
            if isinstance(value, functools._lru_cache_wrapper) and id(value) not in seen:
                seen.add(id(value))
                yield value


def bounded() -> list[Cache]:
    """Every cache of the library that has a bound."""
    return [cache for cache in _caches() if cache.cache_info().maxsize is not None]


def unbounded_with_entries(more_than: int) -> list[str]:
    """Caches without a bound that hold more entries than tables would need."""
    return [
        f"{cache.__module__}.{cache.__name__} ({cache.cache_info().currsize})"
        for cache in _caches()
        if cache.cache_info().maxsize is None and cache.cache_info().currsize > more_than
    ]


def filling() -> list[str]:
    """Bounded caches with entries that are not full yet: memory may still grow with these."""
    infos = [(cache, cache.cache_info()) for cache in bounded()]
    return [
        f"{cache.__module__}.{cache.__name__} {info.currsize}/{info.maxsize}"
        for cache, info in infos
        if info.maxsize is not None and info.maxsize // 20 < info.currsize < info.maxsize
    ]


def of_pairs() -> list[Cache]:
    """Those that remember what two words have to do with each other."""
    return [
        cache
        for cache in bounded()
        if cache.__module__ in PAIR_MODULES or cache.__name__ in PAIR_FUNCTIONS
    ]


def clear(caches: list[Cache]) -> None:
    """Empty them."""
    for cache in caches:
        cache.cache_clear()
