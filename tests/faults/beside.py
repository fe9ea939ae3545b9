"""A clerk beside a running batch: how long do decisions take?

python -m tests.faults.beside
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from resolver.desk import Act, Desk
from resolver.ledger.events import Ruling
from resolver.mention import Mention
from resolver.service import Service
from resolver.store.sqlite import SqliteStore

BATCH = """
import sys
from itertools import product
from resolver.service import Service
from resolver.mention import Mention
from resolver.store.sqlite import SqliteStore
parts = ("ба", "ве", "гу", "до", "жи", "за", "ка", "ло", "ми", "ну", "пе", "ра")
names = (f"{given} {''.join(p).capitalize()}нов"
         for p in product(parts, repeat=3) for given in ("Иван", "Анна", "Ivan", "Ольга"))
with SqliteStore(sys.argv[1]) as store:
    for done in Service(store).record_many((Mention(name), None) for name in names):
        print(done.mention_id, flush=True)
"""


def beside(folder: Path, seconds: float) -> list[float]:
    """How long a clerk's decisions take beside a running batch in another process."""
    path = folder / "store.db"
    with SqliteStore(path) as store:
        service, desk = Service(store), Desk(store)
        ids = [f"known-{number}" for number in range(2_000)]
        for entity_id in ids:
            service.record(Mention("Анна Петровна Орлова"), entity_id)
        with subprocess.Popen(
            [sys.executable, "-c", BATCH, str(path)], stdout=subprocess.PIPE, text=True
        ) as batch:
            assert batch.stdout is not None
            batch.stdout.readline()
            took: list[float] = []
            until = time.monotonic() + seconds
            while time.monotonic() < until and len(took) < len(ids) // 2:
                a, b = ids[2 * len(took)], ids[2 * len(took) + 1]
                start = time.perf_counter()
                desk.decide(Ruling.DIFFERENT, a, b, Act("clerk"))
                took.append(time.perf_counter() - start)
                time.sleep(0.02)
            batch.kill()
        with store.reading() as reader:
            recorded = reader.counts()["mentions"] - len(ids)
    print(f"{len(took)} decisions beside {recorded / seconds:,.0f} mentions/s: {shown(took)}")
    return took


def shown(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    at = [ordered[int(len(ordered) * share)] * 1000 for share in (0.5, 0.95)]
    return f"p50 {at[0]:.1f} ms, p95 {at[1]:.1f} ms, max {ordered[-1] * 1000:.1f} ms"


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        beside(Path(name), 10.0)
