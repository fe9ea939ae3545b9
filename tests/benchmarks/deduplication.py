"""Deduplication of archives with Splink beside us: quality, time and memory, as a table.

python -m tests.benchmarks.deduplication --splink-python BENCH-VENV/bin/python
python -m tests.benchmarks.deduplication --only full --mentions 1000000 --seed 11
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from unidecode import unidecode

from .archive import Mention, mentions, write
from .blocking import let_through
from .table import Measure, table

WORKER = Path(__file__).with_name("splink_worker.py")


class Memory(threading.Thread):
    """The most memory that a process and its children held together, in MB; what they share
    is counted once (PSS)."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._over = pid, threading.Event()
        self.peak = 0.0

    def run(self) -> None:
        while not self._over.wait(0.25):
            self.peak = max(self.peak, sum(map(_pss, _family(self._pid))))

    def finish(self) -> float:
        """Stop looking; the peak."""
        self._over.set()
        self.join()
        return self.peak


def _family(pid: int) -> list[int]:
    children: dict[int, list[int]] = defaultdict(list)
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = status.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children[int(after[1])].append(int(status.parent.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += children[found[-1]]
    return found


def _pss(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def timed(command: Sequence[str]) -> tuple[str, float, float]:
    """What a command prints, its seconds and its MB."""
    begun = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        memory = Memory(process.pid)
        memory.start()
        assert process.stdout is not None
        printed = process.stdout.read()
        peak = memory.finish()
    if process.returncode:
        raise SystemExit(f"{command[0]} failed with {process.returncode}")
    return printed, time.monotonic() - begun, peak


def pairs(labels: Iterable[object]) -> int:
    """Pairs with one label."""
    return sum(n * (n - 1) // 2 for n in Counter(labels).values())


def quality(found: Sequence[str], truth: Sequence[str]) -> dict[str, float]:
    """Over pairs; `people` is the most true people that one entity joins."""
    both = pairs(zip(found, truth, strict=True))
    precision, recall = both / max(1, pairs(found)), both / max(1, pairs(truth))
    people: dict[str, set[str]] = defaultdict(set)
    for entity, person in zip(found, truth, strict=True):
        people[entity].add(person)
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(1e-9, precision + recall),
        "people": max(map(len, people.values())),
    }


def ours(path: Path, folder: Path) -> dict[str, float]:
    """`resolver dedupe` as users run it."""
    out = folder / "ours.csv"
    command = [str(Path(sys.executable).with_name("resolver")), "dedupe", str(path),
               "--engine", "duckdb", "-o", str(out), "--json"]  # fmt: skip
    printed, seconds, peak = timed(command)
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    summary = json.loads(printed)
    found = quality([row["entity_id"] for row in rows], [row["truth"] for row in rows])
    return {**found, "seconds": seconds, "peak_mb": peak, "pairs": summary["pairs"]}


def splink(
    python: str, archive: Sequence[Mention], folder: Path, least: float
) -> Mapping[str, float]:
    """Splink at its best threshold: the best F1, or the best recall of enough precision."""
    path = folder / "columns.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("id", "surname", "given", "patronymic", "truth"))
        for mention in archive:
            cells = (mention.surname, mention.given, mention.patronymic)
            plain = [unidecode(cell).lower().strip(" .") for cell in cells]
            writer.writerow((mention.number, *plain, mention.person.key))
    printed, _, peak = timed([python, str(WORKER), str(path)])
    found = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    for each in found:
        both = each["precision"] + each["recall"]
        each["f1"] = 2 * each["precision"] * each["recall"] / max(1e-9, both)
    enough = [each for each in found if each["precision"] >= least] or found
    best: dict[str, float] = max(enough, key=lambda each: each["recall" if least else "f1"])
    return {**best, "peak_mb": peak}


def measures(name: str, us: Mapping[str, float], them: Mapping[str, float]) -> list[Measure]:
    """Against the bars of an archive of 200,000."""
    mixed = name == "mixed"
    bars = {"precision": 0.9 if mixed else 0.98, "recall": 0.6 if mixed else None,
            "f1": None if mixed else 0.96}  # fmt: skip
    out = [Measure(name, key, us[key], bars[key], logic_v2=them.get(key)) for key in bars]
    out.append(Measure(name, "people in one entity", us["people"]))
    out.append(Measure(name, "seconds", us["seconds"], them.get("seconds"), True,
                       logic_v2=them.get("seconds")))  # fmt: skip
    out.append(Measure(name, "peak MB", us["peak_mb"], 1024, True, logic_v2=them.get("peak_mb")))
    out.append(Measure(name, "pairs of evidence", us["pairs"], 5e6, True))
    if "blocking" in us:
        out.append(Measure(name, "blocking recall", us["blocking"], None if mixed else 0.99))
        out.append(Measure(name, "pairs let through", us["let_through"], 5e6, True))
    return out


def main() -> None:
    """Make the archives, run both, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mentions", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--growth", type=float, default=1.0, help="of the stock of surnames")
    parser.add_argument("--only", choices=("full", "mixed"))
    parser.add_argument("--splink-python", help="a Python that has splink 5; else it is left out")
    parser.add_argument("--no-blocking", action="store_true", help="leave its recall out")
    options = parser.parse_args()
    found: list[Measure] = []
    for name in (options.only,) if options.only else ("full", "mixed"):
        archive = mentions(
            options.mentions, options.seed, mixed=name == "mixed", growth=options.growth
        )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "archive.csv"
            write(path, archive)
            them: Mapping[str, float] = {}
            if options.splink_python:
                least = 0.9 if name == "mixed" else 0.0
                them = splink(options.splink_python, archive, Path(folder), least)
            us = ours(path, Path(folder))
        if not options.no_blocking:
            us["blocking"], us["let_through"] = let_through(archive)
        found += measures(name, us, them)
    print(table(found).replace("logic-v2*", "Splink").replace("rapidfuzz*", "-"))


if __name__ == "__main__":
    main()
