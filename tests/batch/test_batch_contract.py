"""What the engine must have in common with deduplication in memory, and with judging pairs."""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from benchmarks.archive import mentions
from test_dedupe import ARCHIVE

from resolver.batch import loose
from resolver.batch.clusters import log_odds
from resolver.batch.functions import name_of
from resolver.batch.profiles import profile
from resolver.batch.run import Run, Settings
from resolver.batch.sums import summed
from resolver.compare import judge
from resolver.dedupe import dedupe
from resolver.errors import BadInput
from resolver.mention import Kind
from resolver.names import Part
from resolver.text import clean
from resolver.word_keys import key_of_token

DEMO = Path(__file__).parents[2] / "data" / "demo" / "mentions.csv"
Batch = Callable[[Sequence[tuple[str, Kind]]], Run]


def demo() -> list[tuple[str, Kind]]:
    with DEMO.open(encoding="utf-8", newline="") as stream:
        return [(row["name"], Kind(row["kind"])) for row in csv.DictReader(stream)]


def persons(names: Sequence[str]) -> list[tuple[str, Kind]]:
    return [(name, Kind.PERSON) for name in names]


def invented(count: int, seed: int, *, mixed: bool) -> list[tuple[str, Kind]]:
    """Names as whoever reads an archive hands them on: cleaned."""
    return persons([clean(mention.name).text for mention in mentions(count, seed, mixed=mixed)])


@pytest.mark.parametrize(
    "names",
    [
        demo(),
        persons(ARCHIVE),
        persons(["Иван Орлов", "Сергей Орлов", "Орлов"]),
        persons(["Сергей Щербаков", "Щербаков", "Юлия Жукова"]),
        [("Astana", Kind.PLACE), ("Astana", Kind.ORGANIZATION), ("Астана", Kind.PLACE)],
    ],
    ids=["demo", "archive", "two bearers", "one bearer", "kinds"],
)
def test_a_small_archive_has_the_entities_it_has_in_memory(
    batch: Batch, names: list[tuple[str, Kind]]
) -> None:
    found = [(entity, name) for _, entity, name, _ in batch(names).rows()]
    expected = dedupe(names)
    assert found == list(zip(expected.entity_ids, expected.entity_names, strict=True))


def test_what_a_profile_says_outlives_the_name_that_it_is_of() -> None:
    """A string of the name alone, which no table has."""
    found = [profile(f"Ivan Sidorov {number}rd", Kind.PERSON) for number in (3, 3, 3)]
    assert [one.generation for one in found] == ["3rd"] * 3


def test_the_order_of_rows_changes_nothing(batch: Batch) -> None:
    names = invented(400, 5, mixed=True)
    shuffled = names[:]
    random.Random(3).shuffle(shuffled)
    plain = {names[row][0]: entity for row, entity, _, _ in batch(names).rows()}
    other = {shuffled[row][0]: entity for row, entity, _, _ in batch(shuffled).rows()}
    assert plain == other


_NODE = """SELECT text, turned, plain, sure, node.gender, generation, belarusian,
  coalesce(cs.word, '') AS surname, coalesce(cg.word, '') AS given,
  coalesce(cp.word, '') AS patronymic, coalesce(cs.sound, '') AS sound,
  coalesce(cs.form, '') AS form,
  coalesce(cs.support, 0) AS support, node.id, s, g, p FROM node JOIN name USING (id)
  LEFT JOIN class cs ON cs.place = 0 AND cs.cid = s
  LEFT JOIN class cg ON cg.place = 1 AND cg.cid = g
  LEFT JOIN class cp ON cp.place = 2 AND cp.cid = p"""


def test_evidence_put_together_in_sql_is_that_put_together_in_python(batch: Batch) -> None:
    engine = batch(invented(1200, 9, mixed=True)).engine
    nodes = {node["id"]: node for node in engine.fetch(_NODE).to_pylist()}
    rows = engine.fetch("SELECT a, b, log_odds FROM summed WHERE settled").to_pylist()
    assert len(rows) > 300
    for row in rows:
        assert row["log_odds"] == pytest.approx(log_odds(nodes[row["a"]], nodes[row["b"]]))


def test_evidence_of_parts_is_that_of_judging_two_names_whole(batch: Batch) -> None:
    """Where the words of both names are those that stand for their classes."""
    engine = batch(invented(1200, 9, mixed=True)).engine
    nodes = {node["id"]: node for node in engine.fetch(_NODE).to_pylist()}
    rows = engine.fetch("SELECT a, b FROM summed WHERE settled").to_pylist()
    compared = 0
    for a, b in ((nodes[row["a"]], nodes[row["b"]]) for row in rows):
        names = [name_of(node["text"], "person", node["turned"]) for node in (a, b)]
        words = [{part: key_of_token(tok) for part, tok in name.slots.items()} for name in names]
        if any(
            node[part.value] != own.get(part, "")
            for node, own in zip((a, b), words, strict=True)
            for part in Part
        ):
            continue
        found = summed(a, b)
        if found is not None and names[0].belarusian == names[1].belarusian:
            compared += 1
            whole = math.fsum(item.weight for item in judge(*names).items)
            assert found[0] == pytest.approx(whole, abs=1e-9)
    assert compared > 20


def test_evidence_that_cannot_reach_what_is_asked_for_is_only_said_to_be_less(batch: Batch) -> None:
    engine = batch(invented(900, 9, mixed=True)).engine
    nodes = engine.fetch(_NODE).to_pylist()
    least, less = 0.0, 0
    for a, b in zip(nodes, random.Random(5).sample(nodes, len(nodes)), strict=True):
        whole, found = summed(a, b), summed(a, b, least)
        if found != whole:
            assert whole is not None
            assert found is not None
            assert max(found[0], whole[0]) < least
            less += 1
    assert less > 100


@pytest.mark.parametrize("mixed", [False, True])
def test_a_name_has_the_profile_of_its_signature(batch: Batch, mixed: bool) -> None:
    """Whatever is not looked at is as it would be if it were looked at."""
    names = [name for name, _ in invented(1500, 21, mixed=mixed)]
    names += [name for name, _ in demo()] + list(ARCHIVE)
    names += ["A. A. Orlov", "ІВАНОВА Ганна", "Цярэнцьеў, Іван", "I. Orlov", "Orlov, I. van"]
    engine = batch(persons(names)).engine
    rows = engine.fetch(
        """SELECT text, tier, plain, sure, p.gender, generation, belarusian, latin, p.ways,
          vs.word AS surname, vg.word AS given, vp.word AS patronymic FROM profile p
        JOIN name USING (id) LEFT JOIN word vs ON vs.wid = s LEFT JOIN word vg ON vg.wid = g
        LEFT JOIN word vp ON vp.wid = p.p WHERE reason IS NULL"""
    ).to_pylist()
    assert len(rows) > 1000
    for row in rows:
        known = profile(row["text"], Kind.PERSON)
        words = dict(known.words) if known.plain else {}
        for place, part in enumerate(("surname", "given", "patronymic")):
            assert row[part] == words.get(place), row
        for field in ("tier", "plain", "sure", "gender", "generation", "belarusian", "latin"):
            assert row[field] == getattr(known, field), row
        assert row["ways"] == known.ways


def test_two_runs_over_one_archive_say_the_same_to_the_letter(batch: Batch) -> None:
    names = invented(600, 6, mixed=True)
    one, other = batch(names), batch(names)
    assert list(one.rows()) == list(other.rows())
    assert list(one.entities()) == list(other.entities())
    assert list(one.suggestions()) == list(other.suggestions())


@pytest.mark.parametrize(("mixed", "precision", "recall"), [(False, 0.98, 0.9), (True, 0.9, 0.6)])
def test_most_true_pairs_are_found_and_few_false_ones(
    batch: Batch, mixed: bool, precision: float, recall: float
) -> None:
    archive = mentions(3000, 12, mixed=mixed)
    run = batch(persons([mention.name for mention in archive]))
    entities = [entity for _, entity, _, _ in run.rows()]
    truth = [str(mention.person.key) for mention in archive]
    both = pairs(list(zip(entities, truth, strict=True)))
    assert both / pairs(entities) >= precision
    assert both / pairs(truth) >= recall


def pairs(labels: Sequence[object]) -> int:
    counts: dict[object, int] = {}
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
    return sum(count * (count - 1) // 2 for count in counts.values())


def test_a_name_with_its_parts_exchanged_is_turned_where_the_archive_knows_better(
    batch: Batch,
) -> None:
    men = ("Иван", "Пётр", "Сергей", "Андрей", "Олег", "Юрий")
    names = [f"{man} Иванович Соколов" for man in men] + [f"Соколов {man} Петрович" for man in men]
    found = list(batch(persons([*names, "Соколов Иванович Олег"])).rows())
    assert found[-1][1] == found[men.index("Олег")][1]


def test_two_surnames_that_the_archive_knows_are_never_a_slip_of_each_other(batch: Batch) -> None:
    names = [f"{man} Иванович {surname}" for surname in ("Мишаков", "Мишанов") for man in (
        "Пётр", "Сергей", "Андрей", "Олег", "Юрий", "Борис")]  # fmt: skip
    found = list(batch(persons(names)).rows())
    assert len({entity for _, entity, _, _ in found}) == len(names)


def test_an_empty_archive_has_no_entities(batch: Batch) -> None:
    run = batch([])
    assert [*run.rows(), *run.entities(), *run.suggestions()] == []
    assert run.counts()["mentions"] == 0


def test_large_blocks_are_refined_and_reported_and_what_is_one_stays_one(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = ["Astana", "Астана", "Almaty", "Алматы"]
    firms = [f"Завод {word}" for word in ("Прогресс", "Рассвет", "Маяк", "Восход")]
    names = [(place, Kind.PLACE) for place in places]
    names += [(firm, Kind.ORGANIZATION) for firm in [*firms, "Zavod Progress"]]
    names += [(f"{man} Орлов", Kind.PERSON) for man in ("Иван", "Пётр", "Олег", "Юрий", "Глеб")]
    names += [("Orlov", Kind.PERSON)]
    usual = batch(names)
    monkeypatch.setattr(loose, "LARGE", 2)
    refined = batch(names)
    assert usual.counts()["refined_blocks"] == 0
    assert refined.counts()["refined_blocks"] >= 2
    assert list(refined.rows()) == list(usual.rows())


def test_a_refused_resumption_lets_go_of_the_work_folder(tmp_path: Path) -> None:
    def settings(made_of: str, *, resume: bool) -> Settings:
        return Settings(tmp_path / "work", {"input": made_of}, resume=resume, workers=1)

    Run(settings("this", resume=False), lambda _step, _done, _of: None).close()
    with pytest.raises(BadInput, match="have changed"):
        Run(settings("another", resume=True), lambda _step, _done, _of: None)
    with Run(settings("this", resume=True), lambda _step, _done, _of: None):
        pass
    assert not (tmp_path / "work").exists()


def test_no_pair_is_compared_twice(batch: Batch) -> None:
    """Also where one of two names has an initial that the other has no word for."""
    names = invented(900, 9, mixed=True)
    names += persons(["Мовлаев М.", "Мовлаев Мансур", "Мовлаев М. А.", "Movlaev M."])
    engine = batch(names).engine
    pairs = engine.fetch("SELECT count(*) AS n FROM edge").to_pylist()[0]["n"]
    distinct = engine.fetch("SELECT DISTINCT a, b FROM edge").num_rows
    assert pairs == distinct > 100
