"""The C library's allocator, told that a server needs one heap for all its threads.

glibc gives threads heaps of their own, up to eight for each core, and what one of them frees only
its own threads get again. A server has dozens of threads of which one runs Python: what a crowd of
requests has used would lie about in heaps that nobody asks any more, and memory grow for hours.
"""

from __future__ import annotations

import ctypes
import os

_M_ARENA_MAX = -8  # of <malloc.h>
_HEAPS = 1
_VARIABLE = "MALLOC_ARENA_MAX"


def share_heap() -> None:
    """To be called once, before there are threads. Does nothing where the C library is another one,
    or where the environment says how many heaps there may be."""
    if _VARIABLE in os.environ or not _is_glibc():
        return
    ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _HEAPS)


def _is_glibc() -> bool:
    try:
        return bool(os.confstr("CS_GNU_LIBC_VERSION"))
    except (AttributeError, ValueError, OSError):
        return False
