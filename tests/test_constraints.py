"""Decisions of people about the mentions of an archive, before anything is compared."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.constraints import Constraints, Decision, Verdict, limits
from resolver.dedupe import dedupe_mentions
from resolver.errors import BadInput
from resolver.mention import Kind, Mention

NAMES = ("Иван Петрович Орлов", "Ivan Petrovich Orlov", "Орлов", "I. Orlov", "Анна Котова")

decisions = st.lists(
    st.builds(
        Decision,
        st.sampled_from("01234567"),
        st.sampled_from("01234567"),
        st.sampled_from(Verdict),
        st.just("here"),
    ),
    max_size=6,
)


def decide(*said: tuple[str, str, str]) -> Constraints:
    return Constraints.of(
        Decision(a, b, Verdict(verdict), f"line {number}")
        for number, (a, b, verdict) in enumerate(said, start=1)
    )


def named(names: Sequence[str]) -> list[Mention]:
    return [Mention(name, external_id=str(row)) for row, name in enumerate(names)]


def test_same_holds_through_others() -> None:
    found = decide(("c", "b", "same"), ("b", "a", "same"), ("x", "y", "same"))
    assert found.unit_of == {"a": "a", "b": "a", "c": "a", "x": "x", "y": "x"}


def test_different_is_between_all_that_are_the_same() -> None:
    found = decide(("a", "b", "same"), ("b", "x", "different"), ("x", "y", "same"))
    assert found.apart == {("a", "x"), ("x", "a")}


def test_what_a_clerk_was_unsure_of_decides_nothing() -> None:
    assert not decide(("a", "b", "unsure"))


def test_decisions_that_collide_are_named_with_the_way_to_the_collision() -> None:
    with pytest.raises(BadInput, match=r"^line 3 says .* different, and line 2, line 1 that"):
        decide(("a", "b", "same"), ("b", "c", "same"), ("c", "a", "different"), ("c", "d", "same"))


def test_a_mention_cannot_be_another_than_itself() -> None:
    with pytest.raises(BadInput, match=r"^line 1 says that a mention is not itself"):
        decide(("a", "a", "different"))


@given(decisions, st.randoms())
def test_the_order_of_decisions_changes_nothing(
    said: list[Decision], chance: random.Random
) -> None:
    shuffled = said[:]
    chance.shuffle(shuffled)
    try:
        expected = Constraints.of(said)
    except BadInput:
        with pytest.raises(BadInput):
            Constraints.of(shuffled)
    else:
        assert Constraints.of(shuffled) == expected


@settings(deadline=None)
@given(st.lists(st.sampled_from(NAMES), min_size=8, max_size=8), decisions)
def test_decisions_hold_whatever_the_names_say(names: list[str], said: list[Decision]) -> None:
    try:
        constraints = Constraints.of(said)
    except BadInput:
        return
    found = dedupe_mentions(named(names), constraints).entity_ids
    for a, b, verdict, _ in said:
        if verdict is not Verdict.UNSURE:
            assert (found[int(a)] == found[int(b)]) is (verdict is Verdict.SAME)


def test_without_decisions_nothing_changes() -> None:
    plain = [Mention(name) for name in NAMES]
    assert dedupe_mentions(plain, Constraints.of([])) == dedupe_mentions(plain)


def test_a_namesake_of_two_that_are_different_joins_neither() -> None:
    archive = named(["Анна Котова"] * 3)
    found = dedupe_mentions(archive, decide(("0", "1", "different"))).entity_ids
    assert len(set(found)) == 3


def test_a_merge_by_decision_says_so() -> None:
    found = dedupe_mentions(named(["Иван Орлов", "Анна Котова"]), decide(("0", "1", "same")))
    assert found.merges[0].why().endswith("; decided by a person")


def test_a_person_cannot_be_decided_to_be_a_place() -> None:
    archive = [Mention("Astana", Kind.PLACE, external_id="0"), Mention("Astana", external_id="1")]
    with pytest.raises(BadInput, match="different kinds"):
        dedupe_mentions(archive, decide(("0", "1", "same")))


def test_limits_are_of_the_units_that_are_there() -> None:
    found = limits(["x", "", "a", "x"], {"x": ["a", "gone"], "a": ["x"]})
    assert found.together == [[0, 3]]
    assert set(found.apart) == {(0, 2), (2, 0)}
