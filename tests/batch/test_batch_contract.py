"""What the engine must have in common with deduplication in memory, and with judging pairs."""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from benchmarks.archive import mentions
from test_dedupe import ARCHIVE

from resolver.batch.functions import name_of
from resolver.batch.run import Run
from resolver.compare import judge
from resolver.dedupe import dedupe
from resolver.mention import Kind

DEMO = Path(__file__).parents[2] / "data" / "demo" / "mentions.csv"
Batch = Callable[[Sequence[tuple[str, Kind]]], Run]


def demo() -> list[tuple[str, Kind]]:
    with DEMO.open(encoding="utf-8", newline="") as stream:
        return [(row["name"], Kind(row["kind"])) for row in csv.DictReader(stream)]


def persons(names: Sequence[str]) -> list[tuple[str, Kind]]:
    return [(name, Kind.PERSON) for name in names]


def invented(count: int, seed: int, *, mixed: bool) -> list[tuple[str, Kind]]:
    return persons([mention.name for mention in mentions(count, seed, mixed=mixed)])


@pytest.mark.parametrize(
    "names",
    [
        demo(),
        persons(ARCHIVE),
        persons(["Иван Орлов", "Сергей Орлов", "Орлов"]),
        persons(["Сергей Щербаков", "Щербаков", "Юлия Жукова"]),
        [("Astana", Kind.PLACE), ("Astana", Kind.ORGANIZATION), ("Астана", Kind.PLACE)],
    ],
    ids=["demo", "archive", "two bearers", "one bearer", "kinds"],
)
def test_a_small_archive_has_the_entities_it_has_in_memory(
    batch: Batch, names: list[tuple[str, Kind]]
) -> None:
    found = [(entity, name) for _, entity, name, _ in batch(names).rows()]
    expected = dedupe(names)
    assert found == list(zip(expected.entity_ids, expected.entity_names, strict=True))


def test_the_order_of_rows_changes_nothing(batch: Batch) -> None:
    names = invented(400, 5, mixed=True)
    shuffled = names[:]
    random.Random(3).shuffle(shuffled)
    plain = {names[row][0]: entity for row, entity, _, _ in batch(names).rows()}
    other = {shuffled[row][0]: entity for row, entity, _, _ in batch(shuffled).rows()}
    assert plain == other


def test_evidence_put_together_in_sql_is_that_of_judging_two_names_whole(batch: Batch) -> None:
    """But for what the archive knows: words that it holds to be one, or to be apart."""
    engine = batch(invented(1200, 9, mixed=True)).engine
    rows = engine.fetch(
        """SELECT log_odds, v.text AS a, w.text AS b, x.turned AS turned_a, y.turned AS turned_b
        FROM summed q JOIN name v ON v.id = q.a JOIN name w ON w.id = q.b
        JOIN node x ON x.id = q.a JOIN node y ON y.id = q.b
        WHERE settled AND NOT EXISTS (
          SELECT 1 FROM node_word l JOIN node_word r ON l.place = r.place AND l.wid <> r.wid
          LEFT JOIN relation_s s ON l.place = 0 AND s.a = least(l.wid, r.wid)
            AND s.b = greatest(l.wid, r.wid)
          WHERE l.node = q.a AND r.node = q.b AND (l.form = r.form OR coalesce(s.near, false)))"""
    ).to_pylist()
    assert len(rows) > 100
    for row in rows:
        a = name_of(row["a"], "person", row["turned_a"])
        b = name_of(row["b"], "person", row["turned_b"])
        whole = math.fsum(item.weight for item in judge(a, b).items)
        assert row["log_odds"] == pytest.approx(whole, abs=1e-9)


def test_two_runs_over_one_archive_say_the_same_to_the_letter(batch: Batch) -> None:
    names = invented(600, 6, mixed=True)
    one, other = batch(names), batch(names)
    assert list(one.rows()) == list(other.rows())
    assert list(one.entities()) == list(other.entities())
    assert list(one.suggestions()) == list(other.suggestions())


@pytest.mark.parametrize(("mixed", "precision", "recall"), [(False, 0.98, 0.9), (True, 0.9, 0.6)])
def test_most_true_pairs_are_found_and_few_false_ones(
    batch: Batch, mixed: bool, precision: float, recall: float
) -> None:
    archive = mentions(3000, 12, mixed=mixed)
    run = batch(persons([mention.name for mention in archive]))
    entities = [entity for _, entity, _, _ in run.rows()]
    truth = [str(mention.person.key) for mention in archive]
    both = pairs(list(zip(entities, truth, strict=True)))
    assert both / pairs(entities) >= precision
    assert both / pairs(truth) >= recall


def pairs(labels: Sequence[object]) -> int:
    counts: dict[object, int] = {}
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
    return sum(count * (count - 1) // 2 for count in counts.values())


def test_a_name_with_its_parts_exchanged_is_turned_where_the_archive_knows_better(
    batch: Batch,
) -> None:
    men = ("Иван", "Пётр", "Сергей", "Андрей", "Олег", "Юрий")
    names = [f"{man} Иванович Соколов" for man in men] + [f"Соколов {man} Петрович" for man in men]
    found = list(batch(persons([*names, "Соколов Иванович Олег"])).rows())
    assert found[-1][1] == found[men.index("Олег")][1]


def test_two_surnames_that_the_archive_knows_are_never_a_slip_of_each_other(batch: Batch) -> None:
    names = [f"{man} Иванович {surname}" for surname in ("Мишаков", "Мишанов") for man in (
        "Пётр", "Сергей", "Андрей", "Олег", "Юрий", "Борис")]  # fmt: skip
    found = list(batch(persons(names)).rows())
    assert len({entity for _, entity, _, _ in found}) == len(names)


def test_an_empty_archive_has_no_entities(batch: Batch) -> None:
    run = batch([])
    assert [*run.rows(), *run.entities(), *run.suggestions()] == []
    assert run.counts()["mentions"] == 0
