"""`resolver` with a window into its process: how full its caches are.

    python -m tests.benchmarks.watched serve --db archive.db

For each line that comes in, a line of JSON goes out: the entries of all bounded caches, and
those caches that are neither full nor nearly empty.
"""

from __future__ import annotations

import json
import sys
import threading

from resolver.cli.main import main

from . import caches


def _tell() -> None:
    for _ in sys.stdin:
        found = {
            "entries": sum(cache.cache_info().currsize for cache in caches.bounded()),
            "filling": caches.filling(),
        }
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    threading.Thread(target=_tell, daemon=True).start()
    main()
