"""Microseconds beside the peers', memory over a million comparisons, and hostile names.

python -m tests.benchmarks.speed --gold FOLDER --peer-python BENCH-VENV/bin/python
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from time import perf_counter_ns

from rapidfuzz import fuzz, utils
from unidecode import unidecode

from resolver.compare import compare, judge
from resolver.keys import keys_of
from resolver.names import Name, analyze

from . import caches, hostile, sources
from .accuracy import CASES, GOLD
from .peers import Peer, logic_v2
from .table import aligned

PAIRS = 1000
NAMES = 3000
COLD_NAMES = 600
ROUNDS = 3
COMPARISONS = 1_000_000
COMPARE_BAR = 10.0
ANALYSE_BAR = 5.0


@dataclass(frozen=True, slots=True)
class Timing:
    """Median microseconds, and how many times longer logic-v2 takes for the same."""

    what: str
    ours: float
    logic_v2: float | None = None
    rapidfuzz: float | None = None
    bar: float | None = None

    @property
    def times(self) -> float | None:
        """logic-v2's time by ours."""
        return self.logic_v2 / self.ours if self.logic_v2 is not None else None


def median_us(calls: Iterable[Callable[[], object]]) -> float:
    """Median microseconds of calls, each timed once; without the cost of timing."""
    taken = [_ns(call) for call in calls]
    nothing = statistics.median(_ns(partial(bool, 0)) for _ in range(1000))
    return (statistics.median(taken) - nothing) / 1000


def _ns(call: Callable[[], object]) -> int:
    start = perf_counter_ns()
    call()
    return perf_counter_ns() - start


def _after(clear: list[caches.Cache], calls: Iterable[Callable[[], object]]) -> float:
    """Median microseconds where the caches are emptied before each call."""
    taken = []
    for call in calls:
        caches.clear(clear)
        taken.append(_ns(call))
    return statistics.median(taken) / 1000


def _plain(name: str) -> str:
    return utils.default_process(unidecode(name))


def _ratio_prepared(pairs: list[sources.Pair]) -> float:
    ready = [(_plain(a), _plain(b)) for a, b in pairs]
    return median_us(partial(fuzz.token_sort_ratio, a, b) for a, b in ready)


def _lowest(rounds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Of each figure the lowest median: what other load on the machine has least part in."""
    return {key: min(found[key] for found in rounds) for key in rounds[0]} if rounds else {}


def _compare_ours(ready: list[tuple[Name, Name]], pairs: list[sources.Pair]) -> dict[str, float]:
    memory = caches.of_pairs()
    found = {"rapidfuzz": _ratio_prepared(pairs)}
    for what, call in (("compare", compare), ("judge", judge)):
        caches.clear(memory)
        gc.collect()
        found[what] = median_us(partial(call, a, b) for a, b in ready)
        found[f"{what} again"] = median_us(partial(call, a, b) for a, b in ready[-500:])
        found[f"{what} cold"] = _after(memory, (partial(call, a, b) for a, b in ready))
    return found


def compare_timings(people: list[list[str]], peer: Peer | None, count: int) -> list[Timing]:
    """Two prepared names. Ours with the memory of word pairs emptied first, then filled by the
    pairs as they come (as in any run), and with it emptied before every single pair."""
    same, different = sources.candidate_pairs(people, count)
    out = []
    for label, pairs in (("all", same + different), ("same", same), ("different", different)):
        ready = [(analyze(a), analyze(b)) for a, b in pairs]
        rounds: list[dict[str, float]] = []
        theirs: list[dict[str, float]] = []
        for _ in range(ROUNDS):
            rounds.append(_compare_ours(ready, pairs))
            if peer:
                theirs.append(peer.ask("compare_speed", pairs=pairs))
        ours, rival = _lowest(rounds), _lowest(theirs)
        rapid = ours["rapidfuzz"]
        for what, key in (("compare", "compare"), ("judge", "name_match")):
            bar = COMPARE_BAR if label == "all" and what == "compare" else None
            out.append(Timing(f"{what}, {label} pairs", ours[what], rival.get(key), rapid, bar))
            if label == "all":
                for how, name in (
                    ("cold", "nothing of pairs remembered"),
                    ("again", "again"),
                ):
                    figure = ours[f"{what} {how}"]
                    out.append(Timing(f"{what}, {name}", figure, rival.get(key)))
    return out


def _analyse_ours(names: list[str], unheard: list[str]) -> dict[str, float]:
    every = caches.bounded()
    caches.clear(every)
    gc.collect()
    found = {"stream": median_us(partial(analyze, n) for n in names)}
    found["keys"] = median_us(partial(keys_of, n) for n in [analyze(n) for n in names])
    found["cold"] = _after(every, (partial(analyze, n) for n in names[:COLD_NAMES]))
    caches.clear(every)
    found["unheard"] = median_us(partial(analyze, n) for n in unheard)
    found["rapidfuzz"] = median_us(partial(_plain, n) for n in names)
    return found


def analyse_timings(people: list[list[str]], peer: Peer | None, count: int) -> list[Timing]:
    """A name never seen before. In a stream of distinct names words repeat and are remembered;
    fully cold, nothing is remembered but the rule tables. Each round has names of its own,
    because logic-v2's memory of strings cannot be emptied."""
    every_name = sources.distinct(people, count * ROUNDS)
    endless = sources.unheard_of(people)
    for name in every_name[:200]:
        analyze(name)  # loads every table
    rounds: list[dict[str, float]] = []
    theirs: list[dict[str, float]] = []
    for turn in range(ROUNDS):
        names = every_name[turn::ROUNDS]
        unheard = list(islice(endless, count))
        rounds.append(_analyse_ours(names, unheard))
        if peer:
            known = peer.ask("analyse_speed", names=names)
            new = peer.ask("analyse_speed", names=unheard)
            theirs.append({**known, "unheard": new["analyse"]})
    ours, rival = _lowest(rounds), _lowest(theirs)
    ready, made, rapid = rival.get("analyse"), rival.get("with_entity"), ours["rapidfuzz"]
    return [
        Timing("analyse, stream of distinct names", ours["stream"], ready, rapid, ANALYSE_BAR),
        Timing("the same, logic-v2 making its entity too", ours["stream"], made, rapid),
        Timing("analyse, stream of unheard-of words", ours["unheard"], rival.get("unheard"), rapid),
        Timing("analyse, fully cold", ours["cold"], ready, rapid),
        Timing("blocking keys, of analysed names", ours["keys"]),
    ]


def _resident_mb() -> float:
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def memory(people: list[list[str]], count: int) -> dict[str, object]:
    """Resident MB at each tenth of so many comparisons of names never seen before: every new
    name with the four before it. What is kept must not grow once the caches are full."""
    stream = sources.unheard_of(people)
    recent: list[Name] = []
    done, marks = 0, []
    while done < count:
        name = analyze(next(stream))
        keys_of(name)
        for other in recent:
            judge(name, other)
            done += 1
            if done % (count // 10) == 0:
                marks.append(round(_resident_mb(), 1))
        recent = [*recent[-3:], name]
    return {
        "resident_mb": marks,
        "growth_in_second_half_mb": round(marks[-1] - marks[4], 1),
        "still_filling": caches.filling(),
        "unbounded_caches": caches.unbounded_with_entries(2000),
    }


def _timings_table(timings: Iterable[Timing]) -> str:
    head = ["microseconds, median", "ours", "rapidfuzz", "logic-v2", "logic-v2 / ours", "bar", ""]

    def cell(value: float | None) -> str:
        return "-" if value is None else f"{value:.1f}"

    return aligned(
        head,
        [
            [
                t.what,
                cell(t.ours),
                cell(t.rapidfuzz),
                cell(t.logic_v2),
                cell(t.times),
                f">= {t.bar:g}" if t.bar else "",
                "" if t.bar is None or t.times is None else _word(t.times >= t.bar),
            ]
            for t in timings
        ],
    )


def _word(reached: bool) -> str:
    return "reached" if reached else "MISSED"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--gold", type=Path, default=GOLD, help="folder of the gold files")
    parser.add_argument("--peer-python", help="a Python that has nomenklatura")
    parser.add_argument("--no-peer", action="store_true", help="leave logic-v2 out")
    parser.add_argument("--only", choices=("compare", "analyse", "hostile", "memory"))
    parser.add_argument("--comparisons", type=int, default=COMPARISONS, help="of the memory test")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    peer = None if options.no_peer else logic_v2(options.peer_python)
    people = sources.groups(options.gold, CASES)
    if not (options.gold / "official_dev.csv").exists():
        print(f"no gold files in {options.gold}: names of data/cases", file=sys.stderr)
    chosen = (options.only,) if options.only else ("compare", "analyse", "hostile", "memory")
    timings: list[Timing] = []
    if "compare" in chosen:
        timings += compare_timings(people, peer, PAIRS)
    if "analyse" in chosen:
        timings += analyse_timings(people, peer, NAMES)
    slow = hostile.measure() if "hostile" in chosen else []
    kept = memory(people, options.comparisons) if "memory" in chosen else {}
    if peer:
        peer.close()
    if options.json:
        found = {
            "timings": [{**asdict(t), "times": t.times} for t in timings],
            "hostile": [asdict(s) for s in slow],
            "memory": kept,
        }
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    if timings:
        print(_timings_table(timings))
    _print_slow(slow)
    for what, value in kept.items():
        print(f"memory: {what} {value}")


def _print_slow(slow: list[hostile.Slow]) -> None:
    over = [s for s in slow if s.ms > hostile.LIMIT_MS]
    if slow:
        print(f"\nhostile names: {len(over)} steps over {hostile.LIMIT_MS:g} ms")
        for s in over or slow[:5]:
            print(f"  {s.ms:8.1f} ms  {s.step}, {s.kind}: {s.name}")


if __name__ == "__main__":
    main()
