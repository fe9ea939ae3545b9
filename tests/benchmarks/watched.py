"""`resolver` with a window into its process: how full its caches are.

    python -m tests.benchmarks.watched serve --db archive.db

For each line that comes in, a line of JSON goes out: the entries of all bounded caches, and
those caches that are neither full nor nearly empty. For the line `collect` besides, how many
objects were garbage that the collector leaves alone (and are not any more).
"""

from __future__ import annotations

import gc
import json
import sys
import threading

from resolver.cli.collector import leave_what_stays_alone
from resolver.cli.main import main

from . import caches


def _tell() -> None:
    for asked in sys.stdin:
        found: dict[str, object] = {
            "entries": sum(cache.cache_info().currsize for cache in caches.bounded()),
            "filling": caches.filling(),
        }
        if asked.strip() == "collect":
            gc.unfreeze()
            found["garbage"] = gc.collect()
            leave_what_stays_alone()
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    threading.Thread(target=_tell, daemon=True).start()
    main()
