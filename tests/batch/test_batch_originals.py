"""Surnames that are read alike but are written of three originals which the archive knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from batch.originals_parts import KNOWN, THREE, persons, three_men
from resolver.batch.originals import covered
from resolver.batch.run import Run
from resolver.constraints import Constraints, Decision, Verdict
from resolver.mention import Kind, Mention

Batch = Callable[[Sequence[tuple[str, Kind]]], Run]
ATTESTED = {"абишов": 16, "әбишев": 58, "абишев": 41, "абишиев": 93}


def entities(run: Run) -> list[str]:
    return [entity for _, entity, _, _ in run.rows()]


def test_spellings_stay_with_the_original_whose_romanization_they_are() -> None:
    spelled = {"abishov": 2, "abishev": 3, "ābišev": 1, "abishiyev": 1, "абишиев": 1}
    assert covered(spelled, ATTESTED) == {
        "abishov": "абишов",
        "abishev": "абишев",
        "ābišev": "абишев",
        "abishiyev": "абишиев",
        "абишиев": "абишиев",
    }


def test_as_few_originals_as_can_be_are_asked_for() -> None:
    """Each of these may be Алиев, whatever else it may be."""
    known = {"алиев": 80, "алев": 45, "алииев": 28}
    assert set(covered({"aliev": 2, "aliyev": 1, "alijev": 1}, known).values()) == {"алиев"}


def test_what_is_no_romanization_stays_with_the_nearest() -> None:
    found = covered({"abishov": 2, "abishev": 3, "abishoww": 1, "abishiyev": 1}, ATTESTED)
    assert found["abishoww"] == "абишов"


def test_what_may_be_slips_of_a_known_original_is_none() -> None:
    known = {"иванов": 3000, "иваннов": 5, "ивоннов": 6}
    assert set(covered({"иванов": 9, "иваннов": 1, "ивоннов": 1}, known).values()) == {"иванов"}


@given(st.permutations([("abishov", 2), ("abishev", 2), ("abishiyev", 2), ("abishoew", 1)]))
def test_the_order_of_words_says_nothing(words: list[tuple[str, int]]) -> None:
    assert covered(dict(words), ATTESTED) == covered(dict(sorted(words)), ATTESTED)


def test_three_men_of_three_known_surnames_are_three_and_a_suggestion(batch: Batch) -> None:
    run = batch(three_men())
    found = entities(run)
    assert found[0] == found[1]
    assert found[2] == found[3]
    assert found[4] == found[5]
    assert len({*found[: 2 * len(THREE)]}) == len(THREE)
    told = [one for one in run.suggestions() if "the archive knows" in str(one["why"])]
    assert len(told) == run.counts()["suggestions"] == 3
    assert {str(one[side]) for one in told for side in ("entity_a", "entity_b")} == {*found[:6]}


def test_two_known_surnames_that_are_read_alike_may_be_one(batch: Batch) -> None:
    """As Ukrainian Ткачов is Russian Ткачев."""
    names = [name for man in THREE[:2] for name in man]
    found = entities(batch(persons(*names, *KNOWN)))
    assert len({*found[: len(names)]}) == 1


def test_a_decision_outweighs_spelling(known: Callable[..., Run]) -> None:
    mentions = [
        Mention(name, Kind.PERSON, external_id=str(at)) for at, (name, _) in enumerate(three_men())
    ]
    decided = Constraints.of([Decision("0", "2", Verdict.SAME, "line 1")])
    free = entities(known(mentions))
    bound = entities(known(mentions, decided))
    assert len({*free[:6]}) == len(THREE)
    assert bound[0] == bound[2]


def test_a_slip_between_two_known_surnames_does_not_make_them_one(batch: Batch) -> None:
    """A letter from each of them, it may be either."""
    men = ("Пётр", "Сергей", "Андрей", "Олег", "Юрий", "Борис")
    known = [f"{man} Иванович {name}" for name in ("Кирилоик", "Кирилоюк") for man in men]
    found = entities(batch(persons("Кирилок Пётр Иванович", *known)))
    assert found[1] != found[1 + len(men)]
