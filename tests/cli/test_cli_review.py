"""`resolver db`, `review` and `recluster`: keep a database, carry decisions about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from resolver.desk import Act, Desk
from resolver.ledger.events import Ruling
from resolver.mention import Mention
from resolver.service import Service
from resolver.store.sqlite import SqliteStore

from .conftest import Invoke

PEOPLE = """\
person_id,name,birth_date
p1,Mansur Movlaev,1990
p2,Мансур Мовлаев,1971
p3,Ramzan Kadyrov,
"""


@pytest.fixture
def archive(invoke: Invoke) -> Path:
    result = invoke("load", "-", "--db", "archive.db", "--entity-column", "person_id", input=PEOPLE)
    assert result.exit_code == 0
    return Path("archive.db").absolute()


def decide(path: Path, verdict: Ruling, a: str, b: str) -> int:
    with SqliteStore(path) as store:
        return Desk(store).decide(verdict, a, b, Act("vera", "seen the passport")).decision


def test_a_sound_database_is_sound(invoke: Invoke, archive: Path) -> None:
    result = invoke("db", "check", "--db", "archive.db")
    assert (result.exit_code, result.stderr) == (0, "sound: 6 events, every hash right\n")
    assert invoke("db", "check", "--deep", "--db", "archive.db").exit_code == 0


def test_a_projection_that_drifted_is_named_and_rebuilt(invoke: Invoke, archive: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(archive)
    connection.execute("UPDATE names SET mentions = 7")
    connection.commit()
    connection.close()
    assert invoke("db", "check", "--db", "archive.db").exit_code == 0
    result = invoke("db", "check", "--deep", "--db", "archive.db")
    assert result.exit_code == 3
    assert "names differ" in result.stderr
    assert "resolver db rebuild" in result.stderr
    assert invoke("db", "rebuild", "--db", "archive.db").exit_code == 0
    assert invoke("db", "check", "--deep", "--db", "archive.db").exit_code == 0


def test_a_typo_in_the_path_makes_no_database(invoke: Invoke, archive: Path) -> None:
    for command in (
        ["db", "rebuild"],
        ["db", "migrate"],
        ["db", "check"],
        ["db", "stats"],
        ["db", "prefer"],
        ["recluster"],
        ["review", "stats"],
        ["review", "export"],
        ["review", "import", str(archive)],
    ):
        result = invoke(*command, "--db", "typo.db")
        assert (command, result.exit_code) == (command, 2)
        assert not Path("typo.db").exists()


def test_a_backup_taken_while_in_use_restores_what_was(invoke: Invoke, archive: Path) -> None:
    with SqliteStore(archive) as store:
        result = invoke("db", "backup", "monday.db", "--db", "archive.db")
        assert (result.exit_code, result.stderr) == (0, "6 events backed up in monday.db\n")
        assert invoke("db", "backup", "monday.db", "--db", "archive.db").exit_code == 2
        assert invoke("db", "backup", "monday.db", "--force", "--db", "archive.db").exit_code == 0
        Service(store).record(Mention("Anna Orlova"))
    assert sorted(Path().glob("monday*")) == [Path("monday.db")]
    archive.write_bytes(archive.read_bytes()[:5000])
    assert invoke("db", "check", "--db", "archive.db").exit_code == 3
    result = invoke("db", "restore", "monday.db", "--db", "archive.db")
    assert result.exit_code == 0
    assert "archive.db.before-restore" in result.stderr
    assert Path("archive.db.before-restore").stat().st_size == 5000
    assert invoke("db", "check", "--deep", "--db", "archive.db").exit_code == 0


def test_a_damaged_backup_is_refused_and_nothing_replaced(invoke: Invoke, archive: Path) -> None:
    assert invoke("db", "backup", "monday.db", "--db", "archive.db").exit_code == 0
    Path("monday.db").write_bytes(Path("monday.db").read_bytes()[:9000])
    before = archive.read_bytes()
    assert invoke("db", "restore", "monday.db", "--db", "archive.db").exit_code == 3
    assert archive.read_bytes() == before
    assert not list(Path().glob("*restor*"))


def test_counts_are_printed_and_given_as_json(invoke: Invoke, archive: Path) -> None:
    decide(archive, Ruling.SAME, "p1", "p3")
    found = json.loads(invoke("db", "stats", "--json", "--db", "archive.db").stdout)
    assert found == {
        "events": 7, "mentions": 3, "entities": 2, "suggestions": 0, "collisions": 0,
        "decisions": 1,
    }  # fmt: skip
    assert "mentions" in invoke("db", "stats", "--db", "archive.db").stdout
    assert "decisions" in invoke("review", "stats", "--db", "archive.db").stdout


def test_decisions_are_carried_to_another_database_once(invoke: Invoke, archive: Path) -> None:
    decide(archive, Ruling.SAME, "p1", "p2")
    undone = decide(archive, Ruling.SAME, "p1", "p3")
    with SqliteStore(archive) as store:
        desk = Desk(store)
        desk.undo(undone, Act("vera"))
        desk.decide(Ruling.NOT_A_NAME, "p3", None, Act("anna"))
        desk.rename("p1", "Мовлаев, Мансур", Act("anna"))
    exported = invoke("review", "export", "--db", "archive.db")
    assert exported.exit_code == 0
    rows = [json.loads(line) for line in exported.stdout.splitlines()]
    assert [row.get("verdict", row.get("name")) for row in rows] == [
        "same",
        "not_a_name",
        "Мовлаев, Мансур",
    ]
    assert (rows[0]["actor"], rows[0]["reason"]) == ("vera", "seen the passport")
    invoke("load", "-", "--db", "other.db", "--entity-column", "person_id", input=PEOPLE)
    result = invoke("review", "import", "-", "--db", "other.db", input=exported.stdout)
    assert (result.exit_code, result.stderr) == (0, "3 put in force, 0 were already, 0 failed\n")
    result = invoke("review", "import", "-", "--db", "other.db", input=exported.stdout)
    assert result.stderr == "0 put in force, 3 were already, 0 failed\n"
    with SqliteStore("other.db", read_only=True) as store, store.reading() as reader:
        assert reader.entity("p2").entity_id == "p1"
        assert reader.entity("p1").name == "Мовлаев, Мансур"
        assert reader.entity("p3").not_a_name


def test_lines_that_are_no_decision_are_named_and_the_others_kept(
    invoke: Invoke, archive: Path
) -> None:
    lines = "\n".join(
        [
            "not json",
            "[1]",
            '{"verdict": "same"}',
            '{"verdict": "perhaps", "entities": ["p1", "p2"]}',
            '{"verdict": "same", "entities": ["p1", "nobody"]}',
            '{"verdict": "same", "entities": ["p1", "p1"]}',
            '{"split": ["m"], "entities": ["p1"], "new_entity": "p9"}',
            '{"verdict": "different", "entities": ["p1", "p2"]}',
        ]
    )
    result = invoke("review", "import", "-", "--db", "archive.db", input=lines)
    assert result.exit_code == 1
    said = result.stderr.splitlines()
    assert [line.split(":")[0] for line in said[:-1]] == [f"line {n}" for n in range(1, 8)]
    assert said[-1] == "1 put in force, 0 were already, 7 failed"


def test_canonical_names_follow_the_preferred_script_until_a_rebuild_and_after(
    invoke: Invoke, archive: Path
) -> None:
    decide(archive, Ruling.SAME, "p1", "p2")
    assert invoke("db", "prefer", "--script", "cyrillic", "--db", "archive.db").exit_code == 0
    with SqliteStore(archive) as store:
        assert store.compare_with_log() == ()
        with store.reading() as reader:
            assert reader.entity("p1").name == "Мансур Мовлаев"
    assert invoke("db", "prefer", "--standard", "icao-9303", "--db", "archive.db").exit_code == 0
    with SqliteStore(archive, read_only=True) as store, store.reading() as reader:
        assert reader.entity("p1").name == "Mansur Movlaev"
    assert invoke("db", "prefer", "--standard", "nonsense", "--db", "archive.db").exit_code == 2


def test_clustering_anew_says_what_it_changed(invoke: Invoke) -> None:
    names = "name\nOrlova\nOrlova\nAnna Orlova\nMinsk\n"
    assert invoke("load", "-", "--db", "names.db", input=names).exit_code == 0
    result = invoke("recluster", "--kind", "person", "--db", "names.db")
    assert result.exit_code == 0
    assert result.stderr == (
        "person: 1 joined, 0 earlier joins taken back, 0 mentions moved, 0 suggestions raised\n"
    )
    with SqliteStore("names.db", read_only=True) as store, store.reading() as reader:
        assert [one.mentions for one in reader.entities()] == [3, 1]
