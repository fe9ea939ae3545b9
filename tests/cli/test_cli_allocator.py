"""Threads of a server share one heap of memory, unless the environment says otherwise."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from resolver.cli.allocator import _is_glibc

THREADS = 12
# Blocks that Python leaves to the C library, and that this does not ask the system for one by one.
ALLOCATING = f"""
import ctypes, sys, threading
from resolver.cli.allocator import share_heap

if sys.argv[2] == "shared":
    share_heap()
together = threading.Barrier({THREADS})

def allocate():
    blocks = [bytearray(50_000) for _ in range(20)]
    together.wait()
    del blocks

threads = [threading.Thread(target=allocate) for _ in range({THREADS})]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(libc.fopen(sys.argv[1].encode(), b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
"""


def _heaps(told: Path, how: str, **environment: str) -> int:
    """How many heaps a process has after THREADS threads have had memory."""
    subprocess.run(
        [sys.executable, "-c", ALLOCATING, str(told), how],
        check=True,
        env={key: value for key, value in os.environ.items() if key != "MALLOC_ARENA_MAX"}
        | environment,
    )
    return told.read_text(encoding="utf-8").count("<heap nr=")


@pytest.mark.skipif(not _is_glibc(), reason="needs glibc: other C libraries have no such heaps")
def test_threads_share_one_heap_of_memory(tmp_path: Path) -> None:
    assert _heaps(tmp_path / "alone", "each its own") > 1
    assert _heaps(tmp_path / "shared", "shared") == 1


@pytest.mark.skipif(not _is_glibc(), reason="needs glibc: other C libraries have no such heaps")
def test_the_environment_has_the_last_word(tmp_path: Path) -> None:
    assert 1 < _heaps(tmp_path / "told", "shared", MALLOC_ARENA_MAX="6") <= 6


def test_nothing_happens_where_the_c_library_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> str:
        raise ValueError(name)

    monkeypatch.setattr(os, "confstr", unknown, raising=False)
    assert not _is_glibc()
