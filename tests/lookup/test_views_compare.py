"""What the page of a comparison shows."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.pages.rule_links import rule_link
from api.pages.views_compare import CHANGES, MOST_READINGS, Compared, compared
from resolver.alignment import Change
from resolver.compare import Verdict, compare
from resolver.errors import BadName
from resolver.mention import Kind
from resolver.names import analyze

GERMAN = "Mansur Mowlajew", "Мансур Мовлаев"


def test_every_reading_is_shown_the_shared_one_first_with_its_conventions() -> None:
    shown = compared(*GERMAN, Kind.PERSON)
    word = shown.a.words[1]
    assert (word.text, word.part) == ("Mowlajew", "surname")
    assert (word.readings[0].form, word.readings[0].shared) == ("мовлаев", True)
    assert word.readings[0].by == ("German", "Polish")
    assert {reading.shared for reading in word.readings[1:]} == {False}


def test_the_letters_of_both_names_are_aligned_whole() -> None:
    shown = compared(*GERMAN, Kind.PERSON)
    surname = next(one for one in shown.aligned if one.part == "surname")
    assert "".join(letters.a for letters in surname.letters) == "Mowlajew"
    assert "".join(letters.b for letters in surname.letters) == "Мовлаев"
    rules = {letters.a: letters.rule for letters in surname.letters}
    assert rules["w"] == "German/Polish: w = в"
    assert rules["M"] == ""


def test_the_words_of_places_are_aligned_too() -> None:
    (one,) = compared("Kazakhstaan", "Казахстан", Kind.PLACE).aligned
    doubled = one.letters[-2]
    assert (doubled.a, doubled.b) == ("aa", "а")
    assert doubled.rule.startswith("a letter written twice")


def test_no_rounding_claims_certainty() -> None:
    assert compared("Ruslan Tambiev", "Руслан Тамбиев", Kind.PERSON).scored < "1"
    assert compared("Ruslan Tambiev", "Жанна Щукарёва", Kind.PERSON).scored > "0.000"


def test_reasons_are_parted_and_link_to_their_rules() -> None:
    shown = compared("Mansur Mowlajew", "Мансура Мовлаева", Kind.PERSON)
    assert all(reason.weight >= 0 for reason in shown.why)
    assert all(reason.weight < 0 for reason in shown.why_not)
    hrefs = {rule.href for reason in compared(*GERMAN, Kind.PERSON).why for rule in reason.rules}
    assert "/rules/standards/press-de" in hrefs


def test_the_weights_shown_add_up_to_the_score() -> None:
    shown = compared(*GERMAN, Kind.PERSON)
    total = float(shown.total.replace("−", "-"))
    assert 1 / (1 + math.exp(-total)) == pytest.approx(shown.score, abs=0.001)


def test_a_minus_is_a_minus() -> None:
    assert compared(*GERMAN, Kind.PERSON).start[0].weighed.startswith("−")


def test_every_change_of_letters_has_words() -> None:
    assert set(CHANGES) == set(Change)


def test_rules_lead_to_their_standard_table_or_rows() -> None:
    assert rule_link("icao-9303").href == "/rules/standards/icao-9303"
    assert rule_link("surname_genders").href == "/rules/tables/surname_genders"
    assert rule_link("given_names:aleksandr").href == "/rules/tables/given_names?find=aleksandr"
    assert rule_link("given_names:а&б").href.endswith("?find=%D0%B0%26%D0%B1")
    assert rule_link("German") == rule_link("German")
    assert rule_link("German").href == ""


def test_a_bad_name_is_refused_with_a_reason() -> None:
    with pytest.raises(BadName):
        compared("", "Movlaev", Kind.PERSON)


any_text = st.text(alphabet=st.characters(codec=None), max_size=30)
namelike = st.text("МовлаевMowlayjiüš .-',", min_size=1, max_size=24)


@settings(max_examples=80, deadline=None)
@given(any_text | namelike, any_text | namelike, st.sampled_from(list(Kind)))
def test_any_two_names_are_compared_or_refused(a: str, b: str, kind: Kind) -> None:
    try:
        shown = compared(a, b, kind)
    except BadName:
        return
    assert isinstance(shown, Compared)
    plain = compare(analyze(a, kind), analyze(b, kind))
    assert (shown.score, shown.verdict) == (plain.score, plain.verdict)
    assert shown.verdict in Verdict
    for name in (shown.a, shown.b):
        assert all(len(word.readings) <= MOST_READINGS for word in name.words)
    weights = [r.weight for r in (*shown.start, *shown.why, *shown.why_not)]
    assert len(weights) == len(plain.evidence)
