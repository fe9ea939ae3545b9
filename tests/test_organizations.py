"""Organisations: the same words in any order, another country or number contradicts."""

from __future__ import annotations

import pytest

from resolver.compare import Verdict, compare
from resolver.mention import Kind
from resolver.names import analyze
from resolver.organizations import facts_of


def verdict(a: str, b: str) -> Verdict:
    return compare(analyze(a, Kind.ORGANIZATION), analyze(b, Kind.ORGANIZATION)).verdict


def test_a_name_is_taken_apart_into_words_territory_form_and_number() -> None:
    facts = facts_of("School No. 57 of Kazakhstan LLC")
    assert set(facts.territories) == {"KZ"}
    assert set(facts.numbers) == {"57"}
    assert facts.forms
    assert "school" in {tok.word for tok in facts.words}
    assert "of" not in {tok.word for tok in facts.words}


def test_a_possessive_and_an_adjective_name_the_territory() -> None:
    assert set(facts_of("Kazakhstan's Supreme Court").territories) == {"KZ"}
    assert set(facts_of("Russian Supreme Court").territories) == {"RU"}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Prosecutor General’s Office of Kazakhstaan", "Kazakhstan's Prosecutor General's Office"),
        ("Ministry of Justice of Russia", "Russian Ministry of Justice"),
        ("OOO Vostok", "Vostok LLC"),
        ("ООО «Восток»", "OOO Vostok"),
        ("Новая газета", "Nowaja Gaseta"),
        ("TOMSK STATE UNIVERSITY", "Tomsk State University"),
    ],
)
def test_one_organisation_is_one_in_any_order_and_script(a: str, b: str) -> None:
    assert verdict(a, b) is Verdict.MATCH


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("National Bank of Kazakhstan", "National Bank of Ukraine"),
        ("School No. 5", "School No. 15"),
        ("Supreme Court of Kazakhstan", "Constitutional Court of Kazakhstan"),
        ("Kyiv Regional Court", "Lviv Regional Court"),
        ("Vostok LLC", "Zapad LLC"),
        ("Gazprom", "Gazprombank"),
    ],
)
def test_another_country_number_city_or_word_is_another_organisation(a: str, b: str) -> None:
    assert verdict(a, b) is not Verdict.MATCH


def test_a_digit_more_is_for_a_clerk() -> None:
    assert verdict("Adat", "1ADAT") is Verdict.REVIEW
