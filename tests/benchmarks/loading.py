"""How fast an archive goes into a store, and what a clerk beside it waits for.

python -m tests.benchmarks.loading --mentions 200000

Three loads by the command, each into a database of its own: rows that name their entity, rows
that are clustered first, and, for comparison, a few rows one by one. Meanwhile a clerk in
another process decides twenty times a second; counted is what fell into the recording itself.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from resolver.desk import Act, Desk
from resolver.ledger.events import EntityFounded, Ruling
from resolver.mention import Kind
from resolver.store.sqlite import SqliteStore

from .archive import mentions, write

PAIRS = 20_000
BETWEEN_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Loaded:
    """One load: mentions and seconds, of the clock and of all processors, from the start of the
    command to its end; and how long decisions took beside it, in milliseconds."""

    case: str
    mentions: int
    seconds: float
    processor: float
    rate: float
    megabytes: float
    decisions: int
    p50: float
    p95: float
    longest: float


def known(path: Path) -> None:
    """A database with entities to decide about, and no mention."""
    with SqliteStore(path) as store, store.writing() as writer:
        writer.append_all(
            [EntityFounded(f"clerk-{n}", Kind.PERSON, "Anna Orlova") for n in range(2 * PAIRS)]
        )


def decisions(store: SqliteStore, loading: subprocess.Popen[bytes]) -> Iterator[float]:
    """Decide until the load is over; the seconds that each took while something was recorded."""
    desk = Desk(store)
    last = store.head()[0]
    for number in range(PAIRS):
        if loading.poll() is not None:
            return
        begun = time.perf_counter()
        a, b = f"clerk-{2 * number}", f"clerk-{2 * number + 1}"
        done = desk.decide(Ruling.DIFFERENT, a, b, Act("clerk")).decision
        if done > last + 1:
            yield time.perf_counter() - begun
        last = done
        time.sleep(BETWEEN_SECONDS)


def loaded(case: str, archive: Path, count: int, *options: str) -> Loaded:
    """Load an archive into a new database beside it."""
    path = archive.with_suffix(".db")
    known(path)
    script = "from resolver.cli.main import cli; cli()"
    command = [sys.executable, "-c", script, "load", str(archive), "--db", str(path), *options]
    before, begun = _processor(), time.perf_counter()
    with SqliteStore(path) as store, subprocess.Popen(command, stderr=subprocess.PIPE) as loading:
        took = sorted(decisions(store, loading))
        said = loading.communicate()[1].decode()
        seconds = time.perf_counter() - begun
    processor = _processor() - before
    if loading.returncode or f"{count} mentions recorded" not in said:
        sys.exit(f"the load failed: {said}")
    size = path.stat().st_size / 1e6
    path.unlink()
    p50, p95, longest = (round(_at(took, share) * 1000, 1) for share in (0.5, 0.95, 1.0))
    rate = count / seconds
    return Loaded(case, count, seconds, processor, rate, size, len(took), p50, p95, longest)


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


def _processor() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def measured(folder: Path, count: int, few: int, seed: int) -> Iterator[Loaded]:
    archive = folder / "archive.csv"
    write(archive, mentions(count, seed))
    yield loaded("entities known", archive, count, "--entity-column", "truth")
    yield loaded("clustered first", archive, count)
    write(archive, mentions(few, seed))
    yield loaded("one by one", archive, few, "--one-by-one")


def table(found: Sequence[Loaded]) -> str:
    lines = [
        "| load | mentions | seconds | mentions/s | processor, us a mention | file, MB "
        "| decisions | p50 | p95 | longest, ms |",
        "|" + "---|" * 10,
    ]
    lines += [
        f"| {one.case} | {one.mentions:,} | {one.seconds:,.0f} | {one.rate:,.0f} "
        f"| {one.processor / one.mentions * 1e6:,.0f} | {one.megabytes:,.0f} | {one.decisions} "
        f"| {one.p50} | {one.p95} | {one.longest} |"
        for one in found
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mentions", type=int, default=200_000)
    parser.add_argument("--few", type=int, default=4_000, help="mentions recorded one by one")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="loading-") as folder:
        found = list(measured(Path(folder), options.mentions, options.few, options.seed))
    print(json.dumps([asdict(one) for one in found], indent=1) if options.json else table(found))


if __name__ == "__main__":
    main()
