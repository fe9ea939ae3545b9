"""What is known besides names: the engine for archives beside deduplication in memory."""

from __future__ import annotations

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from benchmarks.archive import mentions as generated

from resolver import cluster
from resolver.batch import clusters, duckdb, units
from resolver.batch.run import Run
from resolver.constraints import NOTHING_DECIDED, Constraints, Decision, Verdict
from resolver.dedupe import dedupe_mentions
from resolver.errors import BadInput
from resolver.mention import Kind, Mention

from .inline import Inline

CASES = Path(__file__).parents[2] / "data" / "demo" / "mentions.csv"
Known = Callable[..., Run]
NAMES = (
    "Иван Петрович Сидоров", "Ivan Petrovich Sidorov", "Ivan Sidorov", "Iwan Sidorow",
    "И. П. Сидоров", "Сидоров", "Анна Орлова", "Anna Orlova", "Орлова",
)  # fmt: skip
DATES = (None, None, "1950", "1950-02", "1950-02-03", "1950-03-02", "1961")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process; without the counts of mentions that memory does not look at; and no
    stricter inside a cluster than memory, which knows no dense archives."""
    monkeypatch.setattr(duckdb, "ProcessPoolExecutor", Inline)
    lenient = cluster.cluster
    monkeypatch.setattr(
        clusters,
        "cluster",
        lambda *given, **named: lenient(*given, **named | {"contradiction": cluster.CONTRADICTION}),
    )
    monkeypatch.setattr(cluster, "DOMINANT", 2.0)


def groups(ids: Iterable[object]) -> set[frozenset[int]]:
    found: dict[object, set[int]] = defaultdict(set)
    for row, one in enumerate(ids):
        found[one].add(row)
    return {frozenset(rows) for rows in found.values()}


def entities(run: Run) -> list[tuple[str, str]]:
    return [(entity, name) for _, entity, name, _ in run.rows()]


def dated(*known: tuple[str, str | None]) -> list[Mention]:
    return [Mention(name, birth_date=date) for name, date in known]


def in_memory(mentions: Sequence[Mention], constraints: Constraints = NOTHING_DECIDED) -> object:
    found = dedupe_mentions(mentions, constraints)
    return list(zip(found.entity_ids, found.entity_names, strict=True))


def demo() -> list[Mention]:
    """Every demo mention as in two registers, of which one dates and places it otherwise."""
    with CASES.open(encoding="utf-8", newline="") as stream:
        rows = [(row["name"], Kind(row["kind"])) for row in csv.DictReader(stream)]
    found = []
    for at, (name, kind) in enumerate(rows):
        year = 1940 + sum(map(ord, name)) % 3 * 20
        found.append(Mention(name, kind, birth_date=str(year) if kind is Kind.PERSON else None))
        found.append(Mention(name, kind, country="KZ" if at % 2 else "Казахстан"))
    return found


def test_the_demo_has_the_entities_it_has_in_memory(known: Known) -> None:
    assert entities(known(demo())) == in_memory(demo())


def test_what_is_known_of_nobody_changes_nothing(
    known: Known, batch: Callable[[Sequence[tuple[str, Kind]]], Run]
) -> None:
    names = [Mention(one.name) for one in generated(300, 3, mixed=True)]
    assert entities(known(names)) == entities(batch([(one.name, one.kind) for one in names]))


@pytest.mark.parametrize("seed", range(12))
def test_generated_archives_have_the_clusters_they_have_in_memory(known: Known, seed: int) -> None:
    """Spellings of two people, of whom some are dated and placed, in any mixture."""
    chance = random.Random(seed)
    mentions = [
        Mention(
            chance.choice(NAMES),
            birth_date=chance.choice(DATES),
            country=chance.choice((None, "RU", "Kazakhstan")),
        )
        for _ in range(12)
    ]
    assert entities(known(mentions)) == in_memory(mentions)


def test_namesakes_of_two_birth_dates_are_two(known: Known) -> None:
    name = "Иван Петрович Орлов"
    found = entities(known(dated((name, "1950-02-03"), (name, "1985-07-01"), (name, "1950"))))
    assert found[0] == found[2] != found[1]


def test_spellings_that_are_one_by_a_birth_date_are_one(known: Known) -> None:
    """By name alone two surnames a letter apart are for a clerk."""
    names = ("Назар Гурченко", "Назар Гуфченко")
    apart = entities(known(dated(*((name, None) for name in names))))
    one = entities(known(dated(*((name, "1950-02-03") for name in names))))
    assert len(set(apart)) == 2
    assert len(set(one)) == 1


def test_a_name_without_a_date_joins_the_only_namesake(known: Known) -> None:
    found = entities(known(dated(("Иван Орлов", "1950"), ("Ivan Orlov", None))))
    assert found[0] == found[1]


def test_a_name_without_a_date_is_suggested_to_both_of_two_namesakes(known: Known) -> None:
    run = known(dated(("Иван Орлов", "1950"), ("Иван Орлов", "1985"), ("Ivan Orlov", None)))
    assert len(set(entities(run))) == 3
    assert len([*run.suggestions()]) == 2


def test_a_reason_tells_what_the_birth_dates_say(known: Known) -> None:
    run = known(dated(("Иван Петрович Орлов", "1950-02-03"), ("Иван Петрович Орлов", "1950-02-04")))
    (suggested,) = run.suggestions()
    assert "birth date: 1950-02-03 / 1950-02-04" in str(suggested["why"])


def test_company_speaks_for_one(known: Known) -> None:
    names = ("Назар Гурченко", "Назар Гуфченко")
    words = ("said so beside Nazarbayev and Tokayev", "beside Tokayev was Nazarbayev")
    together = [Mention(name, context=text) for name, text in zip(names, words, strict=True)]
    alone = [Mention(name, context="beside Tokayev" if name == names[0] else "") for name in names]
    assert len(set(entities(known(together)))) == 1
    assert len(set(entities(known(alone)))) == 2


def test_the_order_of_rows_changes_nothing(known: Known) -> None:
    chance = random.Random(4)
    mentions = [
        Mention(one.name, birth_date=str(one.person.birth_year) if one.number % 3 else None)
        for one in generated(300, 5, mixed=True)
    ]
    shuffled = mentions[:]
    chance.shuffle(shuffled)
    plain = dict(zip(mentions, entities(known(mentions)), strict=True))
    assert plain == dict(zip(shuffled, entities(known(shuffled)), strict=True))


def test_counts_of_spellings_are_those_of_the_rows(known: Known) -> None:
    mentions = dated(*[("Иван Орлов", "1950")] * 3, *[("Иван Орлов", "1985")] * 2)
    mentions += [Mention("Иван Орлов", birth_date="1950", country="RU")]
    run = known(mentions)
    counted = Counter(entity for entity, _ in entities(run))
    for entity in run.entities():
        assert entity["spellings"] == [{"name": "Иван Орлов", "count": entity["n"]}]
        assert counted[str(entity["entity_id"])] == entity["n"]


def test_a_name_with_very_many_birth_dates_is_reported_as_refined(
    known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(units, "MANY", 2)
    years = ("1920", "1940", "1960", "1980")
    mentions = dated(*(("Иван Орлов", year) for year in years), ("Иван Орлов", None))
    run = known(mentions)
    assert run.counts()["refined_blocks"] == 1
    assert len(set(entities(run))) == 5


@pytest.mark.parametrize("seed", range(6))
def test_decisions_hold_and_give_what_they_give_in_memory(known: Known, seed: int) -> None:
    chance = random.Random(seed)
    names = (*NAMES, "Пётр Котов")
    mentions = [Mention(chance.choice(names), external_id=str(row)) for row in range(9)]
    rows = chance.sample(range(9), 6)
    said = [
        Decision(str(a), str(b), verdict, "here")
        for a, b, verdict in zip(
            rows[::2], rows[1::2], (Verdict.SAME, Verdict.DIFFERENT, Verdict.SAME), strict=True
        )
    ]
    constraints = Constraints.of(said)
    found = [entity for entity, _ in entities(known(mentions, constraints))]
    for a, b, verdict, _ in said:
        assert (found[int(a)] == found[int(b)]) is (verdict is Verdict.SAME)
    assert groups(found) == groups(dedupe_mentions(mentions, constraints).entity_ids)


def test_equal_names_that_are_different_have_two_ids(known: Known) -> None:
    mentions = [Mention("Анна Котова", external_id=str(row)) for row in range(2)]
    found = entities(known(mentions, Constraints.of([Decision("0", "1", Verdict.DIFFERENT, "")])))
    assert found[0][0] != found[1][0]


def test_a_person_cannot_be_decided_to_be_a_place(known: Known) -> None:
    mentions = [Mention("Astana", Kind.PLACE, external_id="0"), Mention("Astana", external_id="1")]
    with pytest.raises(BadInput, match="different kinds"):
        known(mentions, Constraints.of([Decision("0", "1", Verdict.SAME, "")]))
