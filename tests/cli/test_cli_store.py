"""`resolver load` and `resolver resolve`: a file into a database, questions out of it."""

from __future__ import annotations

import csv
import io
import signal
import subprocess
import time
from pathlib import Path

import pytest

from resolver.store.sqlite import SqliteStore

from .conftest import RESOLVER, Invoke, Run

PEOPLE = """\
person_id,name,kind,source,date,language
p1,Mansur Movlaev,person,caliber.az,2026-01-30,en
p1,Мансур Мовлаев,person,,,ru
p2,Ramzan Kadyrov,person,,,
,Kazakhstaan,place,,,
"""


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def archive(invoke: Invoke) -> Path:
    """A database of PEOPLE, called archive.db in the current folder."""
    result = invoke("load", "-", "--db", "archive.db", "--entity-column", "person_id", input=PEOPLE)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "4 mentions recorded in archive.db\n"
    return Path("archive.db").absolute()


def test_rows_of_one_value_are_one_entity_under_that_id(archive: Path) -> None:
    with SqliteStore(archive, read_only=True) as store, store.reading() as reader:
        assert reader.counts()["entities"] == 3
        entity = reader.entity("p1")
        assert set(entity.spellings) == {"Mansur Movlaev", "Мансур Мовлаев"}
        assert [stored.how for stored in reader.mentions("p1")] == ["given", "given"]


def test_what_the_file_says_of_a_mention_is_recorded_with_it(archive: Path) -> None:
    with SqliteStore(archive, read_only=True) as store, store.reading() as reader:
        mention = reader.mentions("p1")[0].mention
    assert (mention.source, mention.date, mention.language) == ("caliber.az", "2026-01-30", "en")


def test_loading_without_an_entity_column_lets_the_rules_decide(invoke: Invoke) -> None:
    result = invoke("load", "-", input="name\nMansur Movlaev\nМансур Мовлаев\nAdam\n")
    assert result.exit_code == 0
    assert result.stderr == "3 mentions recorded in resolver.db\n"
    with SqliteStore("resolver.db", read_only=True) as store, store.reading() as reader:
        assert reader.counts()["entities"] == 2


def test_bad_rows_are_named_and_the_others_recorded(invoke: Invoke) -> None:
    rows = "id,name,kind,e\n1,Adam,,a\n2,,,b\n3,Adam,robot,c\n4,Adam,place,a\n5,Bo,,d\n"
    result = invoke("load", "-", "--kind-column", "kind", "--entity-column", "e", input=rows)
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert sorted(line.split(":")[0] for line in lines[:-2]) == [
        "row 3 (id 2)",
        "row 4 (id 3)",
        "row 5 (id 4)",
    ]
    assert lines[-2:] == ["3 rows of 5 failed", "2 mentions recorded in resolver.db"]


QUESTIONS = """\
nr,name,entity
1,Mansour Movlaïev,x
2,Nobody Likethis,y
3,,z
4,Ramsan Kadyrow,w
"""


def test_resolve_adds_outcome_and_best_candidate(archive: Path, invoke: Invoke) -> None:
    result = invoke("resolve", "-", "--db", "archive.db", input=QUESTIONS)
    rows = table(result.stdout)
    assert list(rows[0]) == [
        "nr", "name", "entity", "outcome", "entity_id", "entity_name", "score",
    ]  # fmt: skip
    assert [row["nr"] for row in rows] == ["1", "2", "3", "4"]
    assert [row["outcome"] for row in rows] == ["match", "none", "", "match"]
    assert [row["entity_id"] for row in rows] == ["p1", "", "", "p2"]
    assert rows[0]["entity_name"] in {"Mansur Movlaev", "Мансур Мовлаев"}
    assert 0.5 < float(rows[0]["score"]) <= 1
    assert [row["score"] == "" for row in rows] == [False, True, True, False]


def test_resolve_names_bad_rows_and_exits_with_1(archive: Path, invoke: Invoke) -> None:
    result = invoke("resolve", "-", "--db", "archive.db", "-o", "out.csv", input=QUESTIONS)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "row 4: the name is empty or has no letters",
        "1 row of 4 failed",
    ]
    assert len(table(Path("out.csv").read_text())) == 4


def test_the_best_candidate_is_shown_whatever_the_outcome(invoke: Invoke) -> None:
    rows = "e,name\na,Ivan Petrov\nb,Igor Petrov\n"
    invoke("load", "-", "--entity-column", "e", input=rows)
    result = invoke("resolve", "-", input="name\nPetrov\n")
    (row,) = table(result.stdout)
    assert row["outcome"] == "ambiguous"
    assert row["entity_id"] in {"a", "b"}
    assert row["score"]


def test_kind_decides_among_what_names_are_looked_up(archive: Path, invoke: Invoke) -> None:
    asked = "name\nКазахстан\n"
    place = invoke("resolve", "-", "--db", "archive.db", "--kind", "place", input=asked)
    person = invoke("resolve", "-", "--db", "archive.db", input=asked)
    assert table(place.stdout)[0]["outcome"] == "match"
    assert table(person.stdout)[0]["outcome"] == "none"


def test_resolve_changes_nothing(archive: Path, invoke: Invoke) -> None:
    def events() -> list[object]:
        with SqliteStore(archive, read_only=True) as store:
            return list(store.events())

    before = events()
    invoke("resolve", "-", "--db", "archive.db", input=QUESTIONS)
    assert events() == before


def test_ids_that_look_like_formulas_are_guarded_unless_asked_otherwise(invoke: Invoke) -> None:
    invoke("load", "-", "--entity-column", "e", input="e,name\n=1+1,Mansur Movlaev\n")
    asked = "name\nMansur Movlaev\n"
    assert table(invoke("resolve", "-", input=asked).stdout)[0]["entity_id"] == "'=1+1"
    plain = invoke("resolve", "-", "--no-formula-guard", input=asked)
    assert table(plain.stdout)[0]["entity_id"] == "=1+1"


def test_resolving_in_a_database_that_is_not_there_is_exit_2(invoke: Invoke) -> None:
    result = invoke("resolve", "-", "--db", "nowhere.db", input="name\nAdam\n")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert list(Path().iterdir()) == []


def test_a_damaged_database_is_exit_3(archive: Path, invoke: Invoke) -> None:
    size = archive.stat().st_size
    with archive.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    result = invoke("resolve", "-", "--db", "archive.db", input="name\nAdam\n")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.count("\n") == 1


def test_another_file_than_a_database_is_refused_and_left_alone(invoke: Invoke) -> None:
    Path("in.csv").write_text("name\nAdam\n")
    result = invoke("load", "in.csv", "--db", "in.csv")
    assert result.exit_code in {2, 3}
    assert result.stderr.count("\n") == 1
    assert Path("in.csv").read_text() == "name\nAdam\n"


def test_an_interrupted_load_says_how_much_is_recorded(tmp_path: Path) -> None:
    with subprocess.Popen(
        [RESOLVER, "load", "-", "--db", "a.db"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write("name\n" + "Mansur Movlaev\n" * 5000)
        process.stdin.flush()
        deadline = time.monotonic() + 30
        while mentions_in(tmp_path / "a.db") < 2000 and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        said = process.stderr.read()
    recorded = mentions_in(tmp_path / "a.db")
    assert recorded >= 2000
    assert said == (
        f"resolver: interrupted; {recorded} mentions recorded in a.db, "
        "the rest of the file is not\n"
    )


def mentions_in(path: Path) -> int:
    """How many mentions another process has recorded so far."""
    if not path.exists():
        return 0
    with SqliteStore(path, read_only=True) as store, store.reading() as reader:
        return reader.counts()["mentions"]


def test_load_and_resolve_work_as_installed(run: Run) -> None:
    loaded = run("load", "-", stdin="name\nМансур Мовлаев\n")
    assert (loaded.returncode, loaded.stdout) == (0, "")
    asked = run("resolve", "-", stdin="name\nMansur Mowlajew\n")
    assert asked.returncode == 0
    assert table(asked.stdout)[0]["entity_name"] == "Мансур Мовлаев"
