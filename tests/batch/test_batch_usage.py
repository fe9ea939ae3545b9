"""Names in two forms: whether people are called by both, the archive shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from batch.originals_parts import persons
from batch.usage_parts import TWO, called_by_both, called_by_one
from resolver.batch.run import Run
from resolver.batch.usage import Uses, two_people
from resolver.constraints import Constraints, Decision, Verdict
from resolver.mention import Kind, Mention

Batch = Callable[[Sequence[tuple[str, Kind]]], Run]
ONE = 1_000_000


def uses(a: int, forms: tuple[str, str], shared: int, chance: float) -> Uses:
    return Uses(2, a, a + 1, *forms, shared, int(chance * ONE))


def entities(run: Run) -> list[str]:
    return [entity for _, entity, _, _ in run.rows()]


def test_forms_that_chance_brings_together_are_of_two_people() -> None:
    assert two_people([uses(1, ("нурланули", "нурланович"), 11, 10.0)]) == {(2, 1, 2)}


def test_forms_that_are_together_more_often_than_by_chance_may_be_of_one() -> None:
    assert two_people([uses(1, ("михаилович", "михаловиц"), 30, 10.0)]) == set()


def test_of_too_few_together_nothing_is_said() -> None:
    assert two_people([uses(1, ("нурланули", "нурланович"), 1, 1.0)]) == set()
    assert two_people([uses(1, ("нурланули", "нурланович"), 0, 0.0)]) == set()


def test_rare_forms_are_told_by_others_that_differ_in_the_same_letters() -> None:
    frequent = uses(1, ("нурланули", "нурланович"), 11, 10.0)
    alike, unlike = ("тимурули", "тимурович"), ("тимурули", "тимировна")
    assert two_people([frequent, uses(3, alike, 0, 0.0)]) == {(2, 1, 2), (2, 3, 4)}
    assert two_people([frequent, uses(3, unlike, 0, 0.0)]) == {(2, 1, 2)}


def test_rare_patronymics_are_told_by_others_of_the_same_endings() -> None:
    frequent = uses(1, ("сергеевна", "сергивна"), 11, 10.0)
    rare = uses(3, ("алексеевна", "олексивна"), 1, 1.0)
    assert two_people([frequent, rare]) == {(2, 1, 2), (2, 3, 4)}
    assert two_people([frequent._replace(place=1), rare._replace(place=1)]) == {(1, 1, 2)}


def test_what_is_known_of_two_forms_counts_for_more() -> None:
    """Of all that differ in these letters it is known that they are two people's."""
    frequent = uses(1, ("аули", "аович"), 40, 40.0)
    assert two_people([frequent, uses(3, ("були", "бович"), 9, 0.5)]) == {(2, 1, 2)}


_USES = st.builds(
    uses,
    st.integers(0, 5).map(lambda at: 2 * at),
    st.sampled_from([("аули", "аович"), ("бович", "були"), ("алена", "елена")]),
    st.integers(0, 30),
    st.floats(0, 20),
)


@given(st.data(), st.lists(_USES, max_size=6, unique_by=lambda one: one.a))
def test_the_order_of_forms_says_nothing(data: st.DataObject, found: list[Uses]) -> None:
    assert two_people(data.draw(st.permutations(found))) == two_people(found)


@given(_USES, st.integers(1, 10))
def test_what_is_together_more_often_is_never_more_surely_two(one: Uses, more: int) -> None:
    assert two_people([one._replace(shared=one.shared + more)]) <= two_people([one])


def test_people_whom_nobody_calls_by_both_forms_are_two_and_a_suggestion(batch: Batch) -> None:
    run = batch(called_by_one())
    found = entities(run)
    assert found[0] == found[2] != found[1] == found[3]
    told = [one for one in run.suggestions() if {one["a"], one["b"]} == {*TWO}]
    assert len(told) == 1
    assert {told[0]["entity_a"], told[0]["entity_b"]} == {*found[:2]}
    why = str(told[0]["why"])
    assert "hardly anyone in the archive is both" in why
    assert "нұрланұлы" in why
    assert "нурланович" in why
    assert run.counts()["suggestions"] == len([*run.suggestions()])


def test_people_who_are_called_by_both_forms_stay_one(batch: Batch) -> None:
    found = entities(batch(called_by_both()))
    assert len({*found[: 2 * len(TWO)]}) == 1


def test_a_small_archive_says_nothing(batch: Batch) -> None:
    found = entities(batch(persons(*TWO, *TWO)))
    assert len({*found}) == 1


def test_a_name_that_fits_both_is_neithers_and_a_suggestion(batch: Batch) -> None:
    run = batch([*called_by_one(), *persons("Сүлейменов Қанат")])
    found = entities(run)
    assert len({found[0], found[1], found[-1]}) == 3
    beside = [one for one in run.suggestions() if "Сүлейменов Қанат" in (one["a"], one["b"])]
    assert len(beside) == 2


def test_a_name_that_fits_both_joins_the_one_that_dominates(batch: Batch) -> None:
    run = batch([*called_by_one(), *persons(*[TWO[0]] * 10, "Сүлейменов Қанат")])
    found = entities(run)
    assert found[-1] == found[0] != found[1]


def test_decisions_and_birth_dates_outweigh_how_people_are_called(
    known: Callable[..., Run],
) -> None:
    mentions = [
        Mention(name, Kind.PERSON, external_id=str(at))
        for at, (name, _) in enumerate(called_by_one())
    ]
    decided = Constraints.of([Decision("0", "1", Verdict.SAME, "line 1")])
    free, bound = entities(known(mentions)), entities(known(mentions, decided))
    assert free[0] != free[1]
    assert bound[0] == bound[1]
    dated = [
        Mention(name, Kind.PERSON, external_id=str(at), birth_date="1980-01-02" if at < 4 else None)
        for at, (name, _) in enumerate(called_by_one())
    ]
    assert len({*entities(known(dated))[:4]}) == 1
