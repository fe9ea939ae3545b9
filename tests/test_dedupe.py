"""A whole archive at once: entities, bad rows, merges with reasons, suggestions."""

from __future__ import annotations

import random

from resolver.dedupe import Clustering, dedupe, entity_id_of
from resolver.mention import Kind

ARCHIVE = [
    "Сергей Щербаков",
    "Sergej Schtscherbakow",
    "Sergueï Chtcherbakov",
    "Shcherbakov, Sergei",
    "Андрей Щербаков",
    "Иван Петрович Сидоров",
    "Ivan Petrovich Sidorov",
    "Пётр Иванович Сидоров",
    "Юлия Жукова",
    "Ioulia Joukova",
]


def persons(names: list[str]) -> Clustering:
    return dedupe([(name, Kind.PERSON) for name in names])


def together(clustering: Clustering) -> set[frozenset[int]]:
    ids = [entity for entity in clustering.entity_ids if entity is not None]
    return {
        frozenset(row for row, entity in enumerate(clustering.entity_ids) if entity == chosen)
        for chosen in ids
    }


def test_spellings_of_one_person_are_one_entity() -> None:
    expected = [{0, 1, 2, 3}, {4}, {5, 6}, {7}, {8, 9}]
    assert together(persons(ARCHIVE)) == {frozenset(rows) for rows in expected}


def test_the_order_of_rows_changes_nothing() -> None:
    order = list(range(len(ARCHIVE)))
    plain = dict(zip(ARCHIVE, persons(ARCHIVE).entity_ids, strict=True))
    random.Random(7).shuffle(order)
    shuffled = [ARCHIVE[i] for i in order]
    assert dict(zip(shuffled, persons(shuffled).entity_ids, strict=True)) == plain


def test_a_bad_row_is_reported_and_the_rest_go_through() -> None:
    clustering = persons(["Сергей Щербаков", "", "Sergei Shcherbakov", "a\0b"])
    assert set(clustering.problems) == {1, 3}
    assert clustering.problems[1].reason == "empty"
    assert clustering.entity_ids[1] is clustering.entity_ids[3] is None
    assert clustering.entity_ids[0] == clustering.entity_ids[2] is not None


def test_every_row_gets_the_name_of_its_entity() -> None:
    clustering = persons(ARCHIVE)
    for entity, name, own in zip(
        clustering.entity_ids, clustering.entity_names, ARCHIVE, strict=True
    ):
        members = {
            other
            for other, found in zip(ARCHIVE, clustering.entity_ids, strict=True)
            if found == entity
        }
        assert own in members
        assert name in members


def test_each_merge_says_which_spellings_and_why() -> None:
    clustering = persons(ARCHIVE)
    assert clustering.merges
    for merge in clustering.merges:
        assert merge.a != merge.b
        assert merge.entity_id in clustering.entity_ids
        assert merge.why()
        assert "\n" not in merge.why()


def test_kinds_are_never_mixed() -> None:
    clustering = dedupe([("Astana", Kind.PLACE), ("Astana", Kind.ORGANIZATION)])
    assert clustering.entity_ids[0] != clustering.entity_ids[1]


def test_a_lone_surname_that_two_people_bear_joins_neither() -> None:
    clustering = persons(["Иван Орлов", "Сергей Орлов", "Орлов"])
    assert len(set(clustering.entity_ids)) == 3
    assert {"Орлов"} <= {link.a for link in clustering.suggestions} | {
        link.b for link in clustering.suggestions
    }


def test_a_lone_surname_of_a_single_bearer_joins_him() -> None:
    clustering = persons(["Сергей Щербаков", "Щербаков", "Юлия Жукова"])
    assert clustering.entity_ids[0] == clustering.entity_ids[1] != clustering.entity_ids[2]


def test_equal_rows_are_one_entity_and_invisible_characters_are_counted() -> None:
    clustering = persons(["Сергей Щербаков", "Сергей\u200b Щербаков"])
    assert clustering.entity_ids[0] == clustering.entity_ids[1]
    assert clustering.removed == 1


def test_nothing_makes_nothing() -> None:
    assert dedupe([]).entity_ids == ()


def test_an_id_depends_on_the_spellings_alone() -> None:
    assert entity_id_of(Kind.PERSON, ["a", "b"]) == entity_id_of(Kind.PERSON, ["b", "a"])
    assert entity_id_of(Kind.PERSON, ["a", "b"]) != entity_id_of(Kind.PLACE, ["a", "b"])
    assert entity_id_of(Kind.PERSON, ["a"]) != entity_id_of(Kind.PERSON, ["b"])
