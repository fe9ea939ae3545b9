"""Where candidates become an answer: match, ambiguous or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.errors import BadName, NotFound, ResolverError
from resolver.mention import Kind, Mention
from resolver.names import analyze
from resolver.resolve import MOST_LETTERS, Outcome, Ranking, candidates_of, log_odds, rank
from resolver.service import Service
from resolver.store.protocol import StoredName
from resolver.store.sqlite import SqliteStore
from resolver.weights import probability


def ranked(mention: str, *stored: tuple[str, str]) -> Ranking:
    return rank(analyze(mention), [StoredName(entity, name, 1) for entity, name in stored])


def test_a_clear_best_is_a_match() -> None:
    ranking = ranked("Sergej Schtscherbakow", ("e1", "Сергей Щербаков"), ("e2", "Юлия Жукова"))
    assert ranking.outcome is Outcome.MATCH
    assert ranking.best[0][0] == "e1"


def test_two_bearers_of_one_name_are_ambiguous() -> None:
    ranking = ranked("Ivan Orlov", ("e1", "Иван Орлов"), ("e2", "Iwan Orlow"))
    assert ranking.outcome is Outcome.AMBIGUOUS


def test_a_patronymic_tells_two_bearers_apart() -> None:
    brothers = (("e1", "Иван Петрович Орлов"), ("e2", "Иван Сергеевич Орлов"))
    assert ranked("Ivan Petrovich Orlov", *brothers).best[0][0] == "e1"
    assert ranked("Ivan Petrovich Orlov", *brothers).outcome is Outcome.MATCH
    assert ranked("Ivan Orlov", *brothers).outcome is Outcome.AMBIGUOUS


def test_nothing_alike_is_none() -> None:
    assert ranked("Murat Adam", ("e1", "Юлия Жукова")).outcome is Outcome.NONE
    assert ranked("Murat Adam").outcome is Outcome.NONE


def test_of_the_longest_names_only_the_likeliest_are_compared() -> None:
    longest = [("e0", "Иван Орлов"), *((f"e{n}", f"Иван Орлов {'а' * 490}{n}") for n in range(29))]
    compared = ranked("Иван Орлов", *longest).best
    assert compared[0][0] == "e0"
    assert sum(len(found.b.text) for _, found, _ in compared) <= MOST_LETTERS
    assert len(compared) >= MOST_LETTERS // 512


def test_of_usual_names_every_candidate_is_compared() -> None:
    many = [(f"e{n}", f"Иван Константинович Орлов-Чесменский {n}") for n in range(30)]
    assert len(ranked("Иван Орлов-Чесменский", *many).best) == len(many)


def test_a_lone_surname_is_a_match_only_with_a_single_bearer() -> None:
    assert ranked("Щербаков", ("e1", "Сергей Щербаков")).outcome is Outcome.MATCH
    both = ranked("Щербаков", ("e1", "Сергей Щербаков"), ("e2", "Андрей Щербаков"))
    assert both.outcome is Outcome.AMBIGUOUS


@pytest.mark.parametrize("surname", ["Иванов", "Iwanow", "Ivanova", "Мельник", "Melnyk", "Kim"])
def test_a_lone_common_surname_is_ambiguous_even_with_a_single_bearer(surname: str) -> None:
    ranking = ranked(surname, ("e1", f"{surname} Oleg"))
    assert ranking.outcome is Outcome.AMBIGUOUS
    first = candidates_of(ranking, Kind.PERSON, 5)[0]
    assert "context.common" in {item.code for item in first.evidence}
    assert first.score == pytest.approx(probability(sum(item.weight for item in first.evidence)))


def test_a_common_surname_with_a_given_name_is_a_match() -> None:
    assert ranked("Oleg Ivanov", ("e1", "Олег Иванов")).outcome is Outcome.MATCH


def test_the_company_that_decides_is_part_of_the_evidence() -> None:
    ranking = ranked("Щербаков", ("e1", "Сергей Щербаков"))
    candidate = candidates_of(ranking, Kind.PERSON, 5)[0]
    assert "context.only" in {item.code for item in candidate.evidence}
    total = sum(item.weight for item in candidate.evidence)
    assert candidate.score == pytest.approx(probability(total))


def test_candidates_come_best_first_and_no_more_than_asked() -> None:
    stored = [("e1", "Сергей Щербаков"), ("e2", "Андрей Щербаков"), ("e3", "Сергей Щербатов")]
    ranking = ranked("Sergei Shcherbakov", *stored)
    odds = [log_odds(judgement) for _, judgement, _ in ranking.best]
    assert odds == sorted(odds, reverse=True)
    assert len(candidates_of(ranking, Kind.PERSON, 2)) == 2


def test_the_best_spelling_of_an_entity_speaks_for_it() -> None:
    ranking = ranked("Sergei Shcherbakov", ("e1", "Щербаков"), ("e1", "Сергей Щербаков"))
    assert len(ranking.best) == 1
    assert ranking.best[0][1].b.text == "Сергей Щербаков"


def test_the_order_of_candidates_from_the_store_changes_nothing() -> None:
    stored = [("e1", "Иван Орлов"), ("e2", "Ivan Orlov"), ("e3", "Иван Орлов")]
    forth, back = ranked("Иван Орлов", *stored), ranked("Иван Орлов", *reversed(stored))
    assert [row[0] for row in forth.best] == [row[0] for row in back.best]


def test_after_a_match_what_shares_far_less_with_the_mention_is_not_compared() -> None:
    stored = [
        StoredName("e1", "Сергей Щербаков", 1, worth=30.0),
        StoredName("e2", "Сергей Щербатов", 1, worth=20.0),
        StoredName("e3", "Сергей Орлов", 1, worth=9.0),
    ]
    compared = rank(analyze("Sergei Shcherbakov"), stored)
    assert [row[0] for row in compared.best] == ["e1", "e2"]
    without = rank(analyze("Pavel Orlov"), stored, every=True)
    assert {row[0] for row in without.best} == {"e1", "e2", "e3"}


def test_what_the_given_name_rules_out_is_no_candidate() -> None:
    stored = [StoredName("e1", "Юлия Щербакова", 1), StoredName("e2", "Sergei Shcherbakov", 1)]
    found = rank(analyze("Сергей Щербаков"), stored)
    assert [entity for entity, _, _ in found.best] == ["e2"]
    ranked_all = rank(analyze("Сергей Щербаков"), stored, every=True)
    assert [entity for entity, _, _ in ranked_all.best] == ["e2", "e1"]
    assert ranked_all.outcome is found.outcome


def test_asking_changes_nothing_and_recording_does(tmp_path: Path) -> None:
    service = Service(SqliteStore(tmp_path / "names.db"))
    mention = Mention("Сергей Щербаков")
    assert service.resolve(mention).outcome is Outcome.NONE
    assert service.resolve(mention).outcome is Outcome.NONE
    first = service.record(mention)
    second = service.record(Mention("Sergej Schtscherbakow"))
    assert (first.how, second.how) == ("founded", "joined")
    assert first.entity_id == second.entity_id
    answer = service.resolve(Mention("Sergueï Chtcherbakov"))
    assert answer.entity is not None
    assert answer.entity.entity_id == first.entity_id
    assert answer.rules_version == service.rules_version


def test_bad_names_and_unknown_entities_are_our_own_errors(tmp_path: Path) -> None:
    service = Service(SqliteStore(tmp_path / "names.db"))
    with pytest.raises(BadName):
        service.resolve(Mention(""))
    with pytest.raises(NotFound):
        service.entity("e-none")
    assert issubclass(BadName, ResolverError)
