"""Birth dates, countries and company as evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.attributes import Facts, country_code, evidence, facts, judged_with, missing
from resolver.compare import Verdict, judge
from resolver.dedupe import dedupe_mentions
from resolver.mention import Kind, Mention
from resolver.names import analyze
from resolver.weights import probability


def code_of(a: str, b: str) -> str:
    (item,) = evidence(Facts(birth_dates=(a,)), Facts(birth_dates=(b,)))
    return item.code


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        ("1950-02-03", "1950-02-03", "birth.same"),
        ("1950-02-03", "1950-02", "birth.month"),
        ("1950-02-03", "1950", "birth.year"),
        ("1950", "1950", "birth.year"),
        ("1950", "1951", "birth.far"),
        ("1950-02", "1950-03", "birth.far"),
        ("1950-02-03", "1950-03-02", "birth.near"),
        ("1950-02-03", "1950-02-08", "birth.near"),
        ("1950-02-03", "1951-02-03", "birth.near"),
        ("1950-02-03", "1950-11-24", "birth.far"),
    ],
)
def test_birth_dates_agree_as_far_as_both_go(a: str, b: str, code: str) -> None:
    assert code_of(a, b) == code_of(b, a) == code


def test_birth_dates_that_differ_make_equal_names_two_people() -> None:
    name = analyze("Иван Петрович Сидоров")
    same = judge(name, name)
    far = judged_with(same, Facts(birth_dates=("1950",)), Facts(birth_dates=("1961",)))
    assert (same.verdict, far.verdict) == (Verdict.MATCH, Verdict.DIFFERENT)
    slip = judged_with(same, Facts(birth_dates=("1950-02-03",)), Facts(birth_dates=("1950-03-02",)))
    assert slip.verdict is Verdict.REVIEW


def test_the_best_of_several_dates_counts() -> None:
    several = Facts(birth_dates=("1950", "1961-01-01"))
    (item,) = evidence(several, Facts(birth_dates=("1961-01-01",)))
    assert item.code == "birth.same"


@pytest.mark.parametrize("country", ["KZ", "kz", "Казахстан", "Kazakhstan"])
def test_a_country_is_known_by_code_or_name(country: str) -> None:
    assert country_code(country) == "KZ"


def test_names_around_a_mention_are_known_in_either_script() -> None:
    one = facts(Mention("Анна Орлова", context="Дело Сидоров и другие"))
    other = facts(Mention("Anna Orlova", context="the case of Sidorov"))
    assert [item.code for item in evidence(one, other)] == ["company.shared"]


def test_what_one_side_lacks_would_tell_them_apart() -> None:
    known = Facts(("1950",), ("KZ",))
    assert missing(known, Facts(countries=("RU",))) == ("birth_date", "context")


dates = st.sampled_from(["1950", "1950-02", "1950-02-03", "1950-03-02", "1961"])
some = st.builds(
    Facts,
    st.lists(dates, max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from(["KZ", "RU"]), max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from(["сидоров", "орлов"]), max_size=2, unique=True).map(tuple),
)


@given(some, some)
def test_evidence_is_symmetric_and_adds_up_to_the_score(a: Facts, b: Facts) -> None:
    codes = sorted(item.code for item in evidence(a, b))
    assert codes == sorted(item.code for item in evidence(b, a))
    name = analyze("Anna Orlova")
    judged = judged_with(judge(name, name), a, b)
    assert len(judged.items) == len(judge(name, name).items) + len(codes)
    assert all(item.text for item in judged.explained().evidence)


def test_homonyms_of_a_file_are_two_entities() -> None:
    rows = [
        Mention("Иван Петрович Сидоров", birth_date="1950"),
        Mention("Ivan Petrovich Sidorov", birth_date="1981"),
        Mention("Ivan Petrovich Sidorov", birth_date="1950-02-03"),
        Mention("Минск", Kind.PLACE),
    ]
    ids = dedupe_mentions(rows).entity_ids
    assert ids[0] == ids[2] != ids[1]
    assert len(set(ids)) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Пётр Иванович Сидоров", "Иван Иванович Сидоров"),
        ("Пётр Сидоров", "Иван Сидоров"),
        ("Иван Петрович Сидоров", "Иван Павлович Сидоров"),
    ],
)
def test_twins_are_no_match_for_all_that_they_share(one: str, other: str) -> None:
    shared = Facts(("1950-02-03",), ("RU",), ("токаев", "назарбаев"))
    found = judged_with(judge(analyze(one), analyze(other)), shared, shared)
    assert found.verdict is Verdict.REVIEW
    assert found.score == pytest.approx(probability(sum(item.weight for item in found.items)))
    assert "two by themselves" in " ".join(one.text for one in found.explained().evidence)


def test_a_changed_surname_and_one_birth_date_are_for_a_clerk() -> None:
    names = (analyze("Анна Петровна Орлова"), analyze("Anna Petrovna Kovaleva"))
    shared = Facts(("1950-02-03",), ("RU",))
    assert judge(*names).verdict is Verdict.DIFFERENT
    assert judged_with(judge(*names), shared, shared).verdict is Verdict.REVIEW
