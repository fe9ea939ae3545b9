"""Memory in large pages: what is asked for, and that nothing else changes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from resolver.cli.large_pages import LARGE, Region, is_allowed, regions, worth_it

SMAPS = """\
55cd1ecff000-55cd26313000 rw-p 00000000 00:00 0                          [heap]
Size:             120000 kB
Rss:              119000 kB
AnonHugePages:     20480 kB
VmFlags: rd wr mr mw me ac
7f584b4ff000-7f584c400000 rw-p 00000000 00:00 0
Size:              15364 kB
Rss:               14064 kB
AnonHugePages:         0 kB
VmFlags: rd wr mr mw me ac
7f584f6ff000-7f584f700000 ---p 00000000 00:00 0
Rss:                   0 kB
AnonHugePages:         0 kB
7f5854c00000-7f5854d2f000 r--p 00000000 fe:00 4548798    /opt/a library.so
Rss:                 900 kB
AnonHugePages:         0 kB
7f5855872000-7f5855a72000 rw-p 00200000 fe:00 4548798    /opt/a library.so
Rss:                2016 kB
AnonHugePages:         0 kB
7ffc12300000-7ffc12b00000 rw-p 00000000 00:00 0          [stack]
Rss:                8192 kB
AnonHugePages:         0 kB
"""

GATHERED = """
import threading
from pathlib import Path
from resolver.cli import large_pages

def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

words = [f"{number} " * 9 for number in range(400_000)]
over = threading.Event()
threads = [threading.Thread(target=over.wait) for _ in range(30)]
for thread in threads:
    thread.start()
before = held()
gathered = large_pages.gather()
grown = held() - before
again = large_pages.gather()
over.set()
assert words == [f"{number} " * 9 for number in range(400_000)]
print(gathered, grown, again)
"""

needs_large_pages = pytest.mark.skipif(
    not is_allowed(), reason="this machine has no large pages, or they are turned off"
)


def test_memory_of_its_own_is_told_from_files_stacks_and_guards() -> None:
    heap, other = regions(SMAPS)
    assert heap == Region(0x55CD1ECFF000, 0x55CD26313000, 119_000 * 1024, 20_480 * 1024)
    assert (other.in_use, other.large) == (14_064 * 1024, 0)


@pytest.mark.parametrize(
    ("region", "wanted"),
    [
        (Region(0, 4 * LARGE, 4 * LARGE, 0), True),
        (Region(0, 4 * LARGE, LARGE, 0), False),  # as the stack of a thread
        (Region(0, 4 * LARGE, 4 * LARGE, 4 * LARGE), False),
        (Region(0, 4 * LARGE, 4 * LARGE, LARGE), True),
        (Region(LARGE // 2, LARGE * 2 - 1, LARGE, 0), False),  # holds no whole page
    ],
)
def test_what_is_used_and_not_gathered_yet_is_worth_it(region: Region, wanted: bool) -> None:
    assert list(worth_it(iter([region]))) == [region] * wanted


@needs_large_pages
def test_what_is_in_memory_stays_as_it_is_and_takes_hardly_more() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", GATHERED], capture_output=True, text=True, check=True, timeout=120
    )
    gathered, grown, again = map(int, ran.stdout.split())
    assert gathered >= 4 * LARGE
    assert grown < 16 * LARGE
    assert again <= gathered


def test_nothing_is_done_where_large_pages_are_turned_off(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from resolver.cli import large_pages

    off = tmp_path / "enabled"
    off.write_text("always madvise [never]\n")
    monkeypatch.setattr(large_pages, "_ENABLED", off)
    assert not large_pages.is_allowed()
    monkeypatch.setattr(large_pages, "_ENABLED", tmp_path / "none")
    assert not large_pages.is_allowed()
