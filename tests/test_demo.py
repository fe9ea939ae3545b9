"""The mentions of the demo come out as a clerk who knows the story would sort them."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from resolver.dedupe import Clustering, dedupe
from resolver.mention import Kind

MENTIONS = Path(__file__).parents[1] / "data" / "demo" / "mentions.csv"


def mentions() -> list[dict[str, str]]:
    with MENTIONS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def clustering() -> Clustering:
    return dedupe([(row["name"], Kind(row["kind"])) for row in mentions()])


@pytest.fixture(scope="module")
def entity_of(clustering: Clustering) -> dict[tuple[str, str], str]:
    """Entity by kind and spelling."""
    found = {}
    for row, entity_id in zip(mentions(), clustering.entity_ids, strict=True):
        assert entity_id is not None
        found[row["kind"], row["name"]] = entity_id
    return found


ENTITIES = {
    "person": [
        "Mansur Movlaev|Mansur Movlayev|Mansur Mowlajew|Mansour Movlaïev|Мансур Мовлаев"
        "|Movlaev|Movlayev|Mowlajew|Movlaïev|Мовлаев|Mansur Mowłajew",
        "Murat Adam|Mourat Adam|Мурат Адам|Мұрат Адам",
        "Gulnara Bazhkenova|Goulnara Bajkenova|Gulnara Baschkenowa|Gulnara Bażkienowa"
        "|Гульнара Бажкенова|Гүлнара Бажкенова",
        "Ramzan Kadyrov|Ramsan Kadyrow|Ramzan Kadyrow|Рамзан Кадыров",
        "Vafa Guliyeva|Vafa Goulieva|Wafa Gulijewa|Вафа Гулиева",
    ],
    "place": [
        "Kazakhstaan|Kazakhstan|Kasachstan|Kazachstan|Казахстан|Қазақстан",
        "Kyrgyzstan|Kirghizistan|Kirgisistan|Kirgistan|Кыргызстан|Киргизия|Қырғызстан",
        "Russia|Russie|Russland|Rosja|Россия|Ресей",
        "Almaty|Ałmaty|Алматы",
        "Chechnya|Чечня",
    ],
    "organization": [
        "Prosecutor General’s Office of Kazakhstaan|Prosecutor General’s Office of Kazakhstan"
        "|Kazakhstan’s Prosecutor General’s Office",
        "Russian Prosecutor General’s Office",
        "Adat",
        "1ADAT",
        "ASTRA",
        "ORDA.kz",
        "Caliber.Az",
        "Meta",
        "Instagram",
        "Telegram",
    ],
}
EXPECTED = [
    pytest.param(kind, group.split("|"), id=group.split("|")[0])
    for kind, groups in ENTITIES.items()
    for group in groups
]


@pytest.mark.parametrize(("kind", "spellings"), EXPECTED)
def test_the_spellings_of_an_entity_come_together(
    entity_of: dict[tuple[str, str], str], kind: str, spellings: list[str]
) -> None:
    assert {entity_of[kind, spelling] for spelling in spellings} == {entity_of[kind, spellings[0]]}


def test_what_is_not_one_entity_stays_apart(entity_of: dict[tuple[str, str], str]) -> None:
    firsts = [(kind, group.split("|")[0]) for kind in ENTITIES for group in ENTITIES[kind]]
    assert len({entity_of[first] for first in firsts}) == len(firsts)


def test_every_spelling_of_the_file_is_expected(entity_of: dict[tuple[str, str], str]) -> None:
    listed = {(k, name) for k, groups in ENTITIES.items() for g in groups for name in g.split("|")}
    assert set(entity_of) == listed


def test_adat_and_1adat_are_offered_for_review(clustering: Clustering) -> None:
    pairs = [{found.a, found.b} for found in clustering.suggestions]
    assert {"Adat", "1ADAT"} in pairs


def test_the_order_of_the_rows_changes_nothing(clustering: Clustering) -> None:
    turned = dedupe([(row["name"], Kind(row["kind"])) for row in reversed(mentions())])
    assert turned.entity_ids == clustering.entity_ids[::-1]
    assert turned.merges == clustering.merges


def test_the_demo_prints_the_same_twice_and_exits_with_0() -> None:
    command = [str(Path(sys.executable).with_name("resolver")), "demo", str(MENTIONS)]
    first, second = (
        subprocess.run(command, capture_output=True, encoding="utf-8", check=True) for _ in range(2)
    )
    assert first.stdout == second.stdout
    assert first.stderr == ""
    for line in ("People: 5", "Places: 5", "Organizations: 10", "For a person to decide: 1"):
        assert line in first.stdout.splitlines()
    assert f"{len(mentions())} mentions, 20 entities, 1 suggestion" in first.stdout


def test_each_merge_of_the_demo_has_one_line_of_why(clustering: Clustering) -> None:
    assert len(clustering.merges) == len({m["name"] + m["kind"] for m in mentions()}) - 20
    for merge in clustering.merges:
        assert merge.why()
        assert "\n" not in merge.why()
