"""`resolver rules`, and the user's own rules under every command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

HEADERS = {
    "readings_latin": "grapheme,left,right,sounds,conventions,source,example",
    "case_endings": (
        "language,kind,after,ending,nominative,case,gender,tells,source,example,expected"
    ),
    "patronymics": "language,ending,gender,placement,example,father,source",
    "place_names": "group,language,form,source",
    "weights": "name,value,meaning",
}


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder that teaches a digraph."""
    folder = tmp_path / "mine"
    folder.mkdir()
    add(folder, "readings_latin", "xqx,,,щ,,card index of 1932,Xqxeglov=Щеглов")
    return folder


def add(folder: Path, name: str, *rows: str) -> None:
    text = "\n".join([HEADERS[name], *rows]) + "\n"
    (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def verdict(run: Run, *before: str, env: dict[str, str] | None = None) -> str:
    done = run(*before, "compare", "Xqxeglov", "Щеглов", "--json", env=env)
    assert done.stderr == ""
    return str(json.loads(done.stdout)["verdict"])


def test_rules_of_ones_own_hold_under_any_command(run: Run, mine: Path) -> None:
    assert verdict(run) != "match"
    assert verdict(run, "--rules", "mine") == "match"
    assert verdict(run, env={"RESOLVER_RULES": "mine"}) == "match"
    assert verdict(run, env={"RESOLVER_RULES": ""}) != "match"


def test_a_users_case_tells_that_a_whole_name_is_not_in_the_nominative(
    run: Run, mine: Path
) -> None:
    def texts(*before: str) -> set[str]:
        done = run(*before, "compare", "Иваном Бердзишвилим", "Иван Бердзишвили", "--json")
        return {evidence["text"] for evidence in json.loads(done.stdout)["evidence"]}

    row = "ru,surname,,швилим,швили,instrumental,m,yes,mine,Бердзишвилим,Бердзишвили"
    add(mine, "case_endings", row)
    assert "surnames equal: Бердзишвили" in texts("--rules", "mine") - texts()


def test_a_users_ending_of_patronymics_is_known_with_a_slip_in_it(run: Run, mine: Path) -> None:
    def parts(*before: str) -> set[str]:
        done = run(*before, "compare", *["Gegechkori Rewas Michailfis"] * 2, "--json")
        return {evidence["part"] for evidence in json.loads(done.stdout)["evidence"]}

    joined, spelled = (
        "ru,филс,m,joined,Иванфилс,Иван,mine",
        "ru,fils,m,spelled,Ivanfils,Ivan,mine",
    )
    add(mine, "patronymics", joined, spelled)
    assert "patronymic" in parts("--rules", "mine") - parts()


def test_the_option_goes_before_the_environment(run: Run, mine: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    env = {"RESOLVER_RULES": "mine"}
    assert verdict(run, "--rules", "empty", env=env) != "match"


def test_a_broken_folder_ends_any_command_with_one_line(run: Run, mine: Path) -> None:
    add(mine, "weights", "surname.sam,1,")
    done = run("--rules", "mine", "compare", "a", "b")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        "resolver: mine/weights.csv, line 2: there is no row 'surname.sam' of ours to replace; "
        "did you mean 'surname.same'?\n"
    )


def test_a_folder_that_is_not_there_is_wrong_usage(run: Run) -> None:
    done = run("compare", "a", "b", env={"RESOLVER_RULES": "nothing"})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "resolver: there is no folder 'nothing' to take rules from\n"


def test_check_finds_the_users_rules_that_do_not_hold(run: Run, mine: Path) -> None:
    add(
        mine,
        "readings_latin",
        "xqx,,,щ,,card index of 1932,Xqxeglov=Щеглов",
        "tzq,,,ч,,card index of 1932,Tzqernov=Шубин",
        "tzx,,,ч,,card index of 1932,",
    )
    add(mine, "patronymics", "ru,филс,m,joined,Иванфилс,Пётр,mine")
    add(mine, "place_names", "atlantis,en,Атлантида,mine")
    done = run("rules", "check", "--rules", "mine", "--json")
    assert done.returncode == 3
    assert done.stderr.startswith("resolver: ")
    failures = {
        failure["where"]: failure["message"]
        for table in json.loads(done.stdout)["tables"]
        for failure in table["failures"]
        if failure["where"].startswith("mine")
    }
    assert failures == {
        "mine/readings_latin.csv, line 3": "Tzqernov with tzq read 'ч' is no spelling of Шубин",
        "mine/readings_latin.csv, line 4": "has no example; write a pair such as word=Cyrillic",
        "mine/patronymics.csv, line 2": "Иванфилс does not lead to Пётр",
    }


def test_list_counts_the_rows_that_are_ones_own(run: Run, mine: Path) -> None:
    done = run("--rules", "mine", "rules", "list", "--json")
    counts = {table["table"]: table for table in json.loads(done.stdout)["tables"]}
    assert counts["readings_latin"]["yours"] == 1
    assert counts["given_names"]["yours"] == 0
    assert counts["standards"]["rows"] > 100
    printed = run("rules", "list", "--rules", "mine").stdout.splitlines()
    assert printed[0].split() == ["table", "rows", "yours"]
    assert ["weights", str(counts["weights"]["rows"]), "0"] in [line.split() for line in printed]


@pytest.mark.parametrize("command", ["check", "list"])
def test_help_of_each_shows_an_example(run: Run, command: str) -> None:
    done = run("rules", command, "--help")
    assert done.returncode == 0
    assert f"resolver rules {command}" in done.stdout.split("Example")[1]
