"""Mentions in time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resolver.timeline import MOST_PERIODS, timeline


def labels(*dates: str | None) -> list[str]:
    return [period.label for period in timeline([("A", date) for date in dates]).periods]


def test_years_without_mentions_are_shown_as_gaps() -> None:
    found = timeline([("A", "2003-04-01"), ("B", "2005"), ("A", "2005-01")])
    assert [(p.label, dict(p.spellings)) for p in found.periods] == [
        ("2003", {"A": 1}),
        ("2004", {}),
        ("2005", {"B": 1, "A": 1}),
    ]
    assert found.most == 2


def test_months_are_told_apart_where_all_are_known_and_near() -> None:
    assert labels("2003-11-05", "2004-02") == ["2003-11", "2003-12", "2004-01", "2004-02"]
    assert labels("2003-11-05", "2004") == ["2003", "2004"]


def test_long_times_are_taken_together() -> None:
    assert labels("1900", "2024")[0] == "1900s"
    assert len(labels("1900", "2024")) == 13
    assert labels("0001", "2024")[-1] == "2000s"


def test_what_is_no_date_counts_as_undated() -> None:
    found = timeline([("A", None), ("A", "soon"), ("A", "2004-13"), ("A", "20045")])
    assert found.undated == 3
    assert [period.label for period in found.periods] == ["2004"]


dates = (
    st.none()
    | st.text(max_size=12)
    | st.dates().map(str)
    | st.integers(0, 9999).map("{:04}".format)
)


@given(st.lists(st.tuples(st.sampled_from("AB"), dates), max_size=30))
def test_no_mention_is_lost_and_periods_stay_few(mentions: list[tuple[str, str | None]]) -> None:
    found = timeline(mentions)
    assert found.undated + sum(period.mentions for period in found.periods) == len(mentions)
    assert len(found.periods) <= max(MOST_PERIODS, 100)
    assert [p.label for p in found.periods] == sorted(p.label for p in found.periods)
