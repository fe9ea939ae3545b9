"""A person of two surnames, one of them a maiden name, is known by either."""

from __future__ import annotations

import pytest

from resolver.compare import Verdict, compare
from resolver.glance import surname_to_find
from resolver.keys import keys_of
from resolver.mention import Kind
from resolver.names import SURNAME, analyze
from resolver.resolve import Outcome, rank
from resolver.ruling_out import ruled_out
from resolver.store.protocol import StoredName


def _verdict(a: str, b: str) -> Verdict:
    return compare(analyze(a), analyze(b)).verdict


def _maiden(raw: str, kind: Kind = Kind.PERSON) -> str | None:
    maiden = analyze(raw, kind).maiden
    return maiden.text if maiden else None


@pytest.mark.parametrize(
    "raw",
    [
        "Ирина Лаптева (урожд. Дворникова)",
        "Лаптева (Дворникова) Ирина",
        "Ирина Лаптева, в девичестве Дворникова",
        "ЛАПТЕВА (урождённая ДВОРНИКОВА) Ирина Петровна",
        "Лаптева Ирина Петровна [девичья фамилия Дворникова]",
    ],
)
def test_a_maiden_name_is_read_in_brackets_and_behind_its_marker(raw: str) -> None:
    name = analyze(raw)
    maiden = name.maiden
    assert maiden is not None
    assert maiden.best == "дворникова"
    assert name.slots[SURNAME].best == "лаптева"


@pytest.mark.parametrize(
    ("raw", "maiden"),
    [
        ("Wera Lapschina geb. von Berg", "Berg"),
        ("Wera Lapschina z domu Obuchowa", "Obuchowa"),
        ("Vera Lapshina (née Anna Obukhova)", "Obukhova"),
        ("Віра Лапшина (дівоче прізвище Обухова)", "Обухова"),
    ],
)
def test_markers_of_many_languages_stand_before_a_maiden_name(raw: str, maiden: str) -> None:
    assert _maiden(raw) == maiden


@pytest.mark.parametrize(
    "raw",
    [
        "Иван Петров (Гиви)",  # a given name
        "Иван Петров (Хромой)",  # no ending of a surname
        "Иван Петров (младший)",
        "Иван Петров (Ivan Petrov)",
        "Иван Петров, он же Сидоров",
        "Иван Петров (урожд.)",
        "(Петрова)",
        "Ирина Лаптева",
    ],
)
def test_other_brackets_and_aliases_are_no_maiden_names(raw: str) -> None:
    assert _maiden(raw) is None


def test_places_have_no_maiden_names() -> None:
    assert _maiden("Царицын (Сталинград, Петрова)", Kind.PLACE) is None
    assert _maiden("Ромашка (Петрова)", Kind.ORGANIZATION) is None


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ольга Кравцова (урожд. Зайцева)", "Olga Zaitseva"),
        ("Ольга Кравцова (урожд. Зайцева)", "Olga Kravtsova"),
        ("Elena Nikitina (née Kovaleva)", "Елена Ковалёва (Никитина)"),
        ("Мария Ивановна, урожд. Сундукова", "Сундукова М. И."),
    ],
)
def test_whoever_has_two_surnames_is_found_by_either(a: str, b: str) -> None:
    assert _verdict(a, b) is Verdict.MATCH
    assert not set(keys_of(analyze(a))).isdisjoint(keys_of(analyze(b)))


def test_a_maiden_name_that_agrees_tells_and_another_contradicts() -> None:
    def score(a: str, b: str) -> float:
        return compare(analyze(a), analyze(b)).score

    plain = score("Елена Никитина", "Elena Nikitina")
    assert score("Елена Никитина (урожд. Ковалёва)", "Elena Nikitina (née Kovaleva)") > plain
    assert score("Елена Никитина (урожд. Ковалёва)", "Elena Nikitina") == pytest.approx(plain)
    assert _verdict("Елена Никитина (Ковалёва)", "Elena Nikitina (née Sokolova)") is Verdict.REVIEW


def test_a_maiden_name_excuses_no_other_given_name() -> None:
    different = _verdict("Таисия Зуева (урожд. Панина)", "Tatiana Zueva (née Panina)")
    assert different is Verdict.DIFFERENT
    assert _verdict("Таисия Зуева (урожд. Панина)", "Tatiana Panina") is Verdict.DIFFERENT


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ольга Кравцова (урожд. Зайцева)", "Olga Zaitseva (Kravtsova)"),
        ("Ольга Кравцова (урожд. Зайцева)", "Зайцева О."),
        ("Кравцова (Зайцева)", "Zaitseva Olga Petrovna, née Kravtsova"),
        ("Елена Никитина (урожд. Ковалёва)", "Elena Nikitina (née Sokolova)"),
    ],
)
def test_the_sides_do_not_matter(a: str, b: str) -> None:
    one, other = analyze(a), analyze(b)
    forth, back = compare(one, other), compare(other, one)
    assert forth.score == back.score
    assert [item.code for item in forth.items] == [item.code for item in back.items]
    assert [(i.a, i.b) for i in forth.items] == [(i.b, i.a) for i in back.items]


def test_the_evidence_says_which_surname_was_met() -> None:
    found = compare(analyze("Ольга Кравцова (урожд. Зайцева)"), analyze("Olga Zaitseva"))
    assert "maiden" in found.why()
    assert any("Зайцева" in line.text for line in found.evidence)


def test_nothing_leaves_out_who_is_sought_by_a_maiden_name() -> None:
    asked, stored = analyze("Ольга Петровна Кравцова (урожд. Зайцева)"), analyze("Olga Zaitseva")
    assert surname_to_find(asked) is None
    assert not ruled_out(asked, stored)
    found = rank(asked, [StoredName("e1", "Olga Zaitseva", 1), StoredName("e2", "Olga Krutova", 1)])
    assert found.outcome is Outcome.MATCH
    assert found.best[0][0] == "e1"
