"""A server's memory in large pages, where Linux has them.

Rule tables, what is remembered of words, and SQLite's pages lie all over some hundred megabytes,
and one question looks into thousands of places. In pages of 4 KB the processor forgets where they
are between one question and the next; in pages of 2 MB it does not, and a question takes a tenth
less of its time. Python asks for its memory a megabyte at a time, of which Linux makes no large
page by itself: so it is asked to once the memory is in use, and again when there is more of it.

Nothing is done where whoever runs the machine has turned large pages off.
"""

from __future__ import annotations

import ctypes
import mmap
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

LARGE: Final = 2 * 1024 * 1024
"""Bytes of a large page; where it has another size, nothing is gained and nothing lost."""

_ENABLED: Final = Path("/sys/kernel/mm/transparent_hugepage/enabled")
_REGIONS: Final = Path("/proc/self/smaps")
_SIZES: Final = Path("/proc/self/statm")
_NOW: Final = 25  # MADV_COLLAPSE of <asm-generic/mman-common.h>, Linux 6.1
_IN_USE: Final = 0.75
_PAUSE: Final = 60.0  # seconds; a page costs a millisecond or two
_GROWN: Final = 4 * LARGE


class Region(NamedTuple):
    """A stretch of the memory of this process, in bytes: how much of it is in use, and how much of
    that lies in large pages already."""

    start: int
    end: int
    in_use: int
    large: int


def use_large_pages() -> None:
    """Keep the memory of this process in large pages from now on: a thread looks after it. Does
    nothing where there are none."""
    if is_allowed():
        threading.Thread(target=_look_after, name="large-pages", daemon=True).start()


def is_allowed() -> bool:
    """Whether there are large pages for who asks."""
    if not sys.platform.startswith("linux") or not hasattr(mmap, "MADV_HUGEPAGE"):
        return False
    try:
        return "[never]" not in _ENABLED.read_text("ascii")
    except OSError:
        return False


def gather() -> int:
    """Put what is in use into large pages; how many bytes that can be."""
    library = ctypes.CDLL(None)
    advise = library.madvise
    advise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    gathered = 0
    for region in worth_it(regions(_REGIONS.read_text("utf-8", "replace"))):
        start, end = -(-region.start // LARGE) * LARGE, region.end // LARGE * LARGE
        advise(start, end - start, mmap.MADV_HUGEPAGE)
        for page in range(start, end, LARGE):
            advise(page, LARGE, _NOW)  # an older kernel refuses, and does it when it has time
        gathered += end - start
    return gathered


def worth_it(found: Iterator[Region]) -> Iterator[Region]:
    """Those that hold a whole large page, are in use almost all over, and are not gathered yet.
    Stacks of threads, of which hardly anything is in use, would grow a hundredfold."""
    for region in found:
        whole = region.end // LARGE * LARGE - -(-region.start // LARGE) * LARGE
        used = region.in_use >= (region.end - region.start) * _IN_USE
        if whole > 0 and used and region.large < whole:
            yield region


def regions(smaps: str) -> Iterator[Region]:
    """What is nobody else's and no file, as /proc/self/smaps tells it."""
    start = end = in_use = 0
    own = False
    for line in smaps.splitlines():
        name, _, rest = line.partition(" ")
        if name == "Rss:":
            in_use = _bytes(rest)
        elif name == "AnonHugePages:" and own:
            yield Region(start, end, in_use, _bytes(rest))
        elif not name.endswith(":"):
            first, _, last = name.partition("-")
            start, end = int(first, 16), int(last, 16)
            rights, _, _, inode, *path = rest.split(maxsplit=4)
            own = rights == "rw-p" and inode == "0" and path in ([], ["[heap]"])


def _bytes(kilobytes: str) -> int:
    return int(kilobytes.split()[0]) * 1024


def _look_after() -> None:
    known = 0
    pause = threading.Event()
    with suppress(OSError):  # a container may hide what it tells of itself
        while True:
            held = int(_SIZES.read_text("ascii").split()[1]) * mmap.PAGESIZE
            if held >= known + _GROWN:
                gather()
                known = held
            pause.wait(_PAUSE)
