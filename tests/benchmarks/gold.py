"""The tasks that the gold files set: who stands in the index, and who is asked for."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .peers import plain

Row = dict[str, str]
Known = tuple[str, str]  # entity id, name

FILES = ("official_dev.csv", "press_dev.csv", "surnames_dev.csv", "ofac_dev.csv")


def rows(path: Path) -> list[Row]:
    """The rows of a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class Ranking:
    """Names asked for among the names of an index."""

    index: tuple[Known, ...]
    queries: tuple[Known, ...]


def official_full(folder: Path) -> Ranking:
    """Index: the first printed spelling; queries: all others."""
    found = rows(folder / "official_dev.csv")
    return Ranking(*_split(found))


def _split(found: Iterable[Row]) -> tuple[tuple[Known, ...], tuple[Known, ...]]:
    index: list[Known] = []
    queries: list[Known] = []
    for row in found:
        (index if row["primary"] == "1" else queries).append((row["entity_id"], row["name"]))
    return tuple(index), tuple(queries)


def shortened(name: str) -> str | None:
    """`Given Patronymic SURNAME` without the patronymic; None for names of other shapes.

    The shape alone tells, so that the task does not depend on our own analysis."""
    words = name.split()
    return f"{words[0]} {words[2]}" if len(words) == 3 and words[2].isupper() else None


def official_short(folder: Path) -> Ranking:
    """The same index; queries without their patronymic.

    Left out as ambiguous are all queries of an entity that has a given name and surname, in
    any of its spellings and transliterated by unidecode, in common with another entity."""
    found = rows(folder / "official_dev.csv")
    bearers: dict[str, set[str]] = defaultdict(set)
    for row in found:
        bearers[plain(shortened(row["name"]) or row["name"])].add(row["entity_id"])
    ambiguous = {entity for shared in bearers.values() if len(shared) > 1 for entity in shared}
    index, queries = _split(found)
    short = ((entity, shortened(name)) for entity, name in queries if entity not in ambiguous)
    return Ranking(index, tuple((entity, name) for entity, name in short if name))


def press(folder: Path, group: str) -> Ranking:
    """Index: every English label of the file, of both groups; queries: the other labels of
    the people of one group who have an English one."""
    found = rows(folder / "press_dev.csv")
    index = [(row["entity_id"], row["name"]) for row in found if row["lang"] == "en"]
    indexed = {entity for entity, _ in index}
    queries = [
        (row["entity_id"], row["name"])
        for row in found
        if row["lang"] != "en" and row["group"] == group and row["entity_id"] in indexed
    ]
    return Ranking(tuple(index), tuple(queries))


def ofac(folder: Path) -> Ranking:
    """Index: primary names; queries: aliases."""
    return Ranking(*_split(rows(folder / "ofac_dev.csv")))


def _groups(path: Path) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for row in rows(path):
        if row["name"] not in groups[row["entity_id"]]:
            groups[row["entity_id"]].append(row["name"])
    return groups


def surname_pairs(folder: Path, count: int) -> tuple[list[Known], list[Known]]:
    """One pair of each group of two spellings or more, and `count` pairs of different groups.

    Groups that have a spelling in common, transliterated, are one name and make no pair.
    """
    chance = random.Random(20)
    groups = _groups(folder / "surnames_dev.csv")
    same = [tuple(chance.sample(names, 2)) for names in groups.values() if len(names) > 1]
    ids = sorted(groups)
    plains = {entity: {plain(name) for name in groups[entity]} for entity in ids}
    different: list[Known] = []
    while len(different) < count:
        a, b = chance.choice(ids), chance.choice(ids)
        if a != b and plains[a].isdisjoint(plains[b]):
            different.append((chance.choice(groups[a]), chance.choice(groups[b])))
    return [(a, b) for a, b in same], different


def official_all(folder: Path, entities: int | None = None) -> list[Known]:
    """All spellings with their entity; of a seeded sample of entities where a number is given."""
    groups = _groups(folder / "official_dev.csv")
    chosen = sorted(groups)
    if entities is not None:
        chosen = sorted(random.Random(21).sample(chosen, min(entities, len(chosen))))
    return [(entity, name) for entity in chosen for name in groups[entity]]


def spellings(folder: Path) -> dict[str, list[str]]:
    """The spellings of every person of the official, press and OFAC files."""
    groups: dict[str, list[str]] = {}
    for name in ("official_dev.csv", "press_dev.csv", "ofac_dev.csv"):
        groups.update(_groups(folder / name))
    return groups
