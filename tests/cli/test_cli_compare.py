"""`resolver compare` and `resolver explain`."""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from .conftest import RESOLVER, Invoke, Run, cheapest


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_two_spellings_of_one_name_match(invoke: Invoke) -> None:
    result = invoke("compare", "Mansur Movlaev", "Мансур Мовлаев")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("score ")
    assert lines[1].split() == ["verdict", "match"]
    assert lines[2] == "evidence"
    assert len(lines) >= 5
    assert result.stderr == ""


def test_two_people_of_one_surname_are_different(invoke: Invoke) -> None:
    result = invoke("compare", "Ramzan Kadyrov", "Akhmat Kadyrov")
    assert "verdict  different" in result.stdout


def test_json_has_score_verdict_and_evidence(invoke: Invoke) -> None:
    result = invoke("compare", "Movlaev", "Мовлаев", "--json")
    answer = json.loads(result.stdout)
    assert list(answer) == ["score", "verdict", "evidence"]
    assert 0 <= answer["score"] <= 1
    assert set(answer["evidence"][0]) == {"part", "code", "weight", "text", "rules"}


@pytest.mark.parametrize("kind", ["organization", "org", "ORG"])
def test_kind_says_what_the_names_are_names_of(invoke: Invoke, kind: str) -> None:
    result = invoke("compare", "Adat", "1ADAT", "--kind", kind)
    assert "verdict  review" in result.stdout


def test_comparing_two_names_takes_well_under_a_second() -> None:
    command = [RESOLVER, "compare", "Mansur Movlaev", "Мансур Мовлаев"]
    assert cheapest(command, limit=0.6) <= 0.6


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "empty"),
        ("x" * 600, "600 characters"),
        (b"\xff\xfe", "surrogate"),
        ("a\0b", "NUL"),
        ("z" + "\u0301" * 40, "combining marks"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_with_its_reason(
    invoke: Invoke, name: str | bytes, reason: str
) -> None:
    text = os.fsdecode(name)
    result = invoke("compare", "Adam", text)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("resolver: NAME_B: ")
    assert reason in result.stderr
    assert len(result.stderr) < 200


def test_bytes_that_are_no_text_are_refused_as_a_surrogate(run: Run) -> None:
    done = run("compare", b"Adam\xff", "Adam")
    assert done.returncode == 2
    assert "NAME_A" in done.stderr
    assert "surrogate" in done.stderr


def test_invisible_characters_are_removed_and_reported(invoke: Invoke) -> None:
    result = invoke("compare", "Mov\u200blaev", "Movlaev")
    assert "verdict  match" in result.stdout
    assert result.stderr == "note: invisible characters were removed from NAME_A: U+200B\n"


PAIRS = """\
id,name_a,name_b,note
1,Mansur Movlaev,Мансур Мовлаев,"x, y"
2,Ramzan Kadyrov,Akhmat Kadyrov,
3,,Adam,
4,Mov\u200blaev,Movlaev,
"""


def test_pairs_keep_all_columns_and_get_three_more(invoke: Invoke) -> None:
    Path("pairs.csv").write_text(PAIRS)
    result = invoke("compare", "--pairs", "pairs.csv", "-o", "out.csv")
    rows = table(Path("out.csv").read_text())
    assert list(rows[0]) == ["id", "name_a", "name_b", "note", "score", "verdict", "why"]
    assert [row["id"] for row in rows] == ["1", "2", "3", "4"]
    assert rows[0]["note"] == "x, y"
    assert [row["verdict"] for row in rows] == ["match", "different", "error", "match"]
    assert [bool(row["score"]) for row in rows] == [True, True, False, True]
    assert "empty" in rows[2]["why"]
    assert result.stdout == ""


def test_a_bad_row_is_named_and_the_others_go_through(invoke: Invoke) -> None:
    Path("pairs.csv").write_text(PAIRS)
    result = invoke("compare", "--pairs", "pairs.csv", "-o", "out.csv")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "row 4 (id 3): the name is empty or has no letters",
        "1 row of 4 failed",
        "note: invisible characters were removed from 1 row: U+200B (1)",
    ]


def test_pairs_read_standard_input_and_write_standard_output(run: Run) -> None:
    done = run("compare", "--pairs", "-", stdin="name_a,name_b\nAdam,Адам\n")
    assert done.returncode == 0
    assert [row["verdict"] for row in table(done.stdout)] == ["match"]
    assert done.stderr == ""


def test_each_pair_may_say_its_kind(invoke: Invoke) -> None:
    rows = "name_a,name_b,kind\nKazakhstaan,Казахстан,place\nAdat,1ADAT,org\nA,B,city\n"
    result = invoke("compare", "--pairs", "-", input=rows)
    assert [row["verdict"] for row in table(result.stdout)] == ["match", "review", "error"]
    assert 'row 4: unknown kind "city"; use person, place or organization' in result.stderr
    assert result.exit_code == 1


def test_an_explicit_kind_outranks_a_column_that_happens_to_be_called_kind(invoke: Invoke) -> None:
    rows = "name_a,name_b,kind\nKazakhstaan,Казахстан,republic\n"
    result = invoke("compare", "--pairs", "-", "--kind", "place", input=rows)
    assert [row["verdict"] for row in table(result.stdout)] == ["match"]


def test_a_column_that_is_there_already_needs_force(invoke: Invoke) -> None:
    rows = "name_a,name_b,score\nAdam,Adam,9\n"
    refused = invoke("compare", "--pairs", "-", input=rows)
    assert refused.exit_code == 2
    assert "already has score" in refused.stderr
    assert refused.stdout == ""
    forced = invoke("compare", "--pairs", "-", "--force", input=rows)
    assert [row["verdict"] for row in table(forced.stdout)] == ["match"]


def test_many_bad_rows_are_counted_after_the_twentieth(invoke: Invoke) -> None:
    result = invoke("compare", "--pairs", "-", input="name_a,name_b\n" + ",Adam\n" * 50)
    lines = result.stderr.splitlines()
    assert len(lines) == 22
    assert lines[20:] == ["and 30 more rows with problems", "50 rows of 50 failed"]


def test_progress_is_shown_on_a_terminal_and_then_cleared(tmp_path: Path) -> None:
    """Everywhere else standard error stays empty, as the tests above show."""
    (tmp_path / "pairs.csv").write_text("name_a,name_b\n" + "Adam,Адам\n" * 60000)
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [RESOLVER, "compare", "--pairs", "pairs.csv", "-o", "out.csv"], cwd=tmp_path, stderr=theirs
    ) as process:
        os.close(theirs)
        said = b""
        with suppress(OSError):  # how the end of a terminal is told
            while chunk := os.read(ours, 1024):
                said += chunk
        os.close(ours)
        assert process.wait(30) == 0
    assert b" rows, " in said
    assert said.endswith(b"\r\x1b[K")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_leaves_no_output(tmp_path: Path, sent: signal.Signals) -> None:
    with subprocess.Popen(
        [RESOLVER, "compare", "--pairs", "-", "-o", "out.csv"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write("name_a,name_b\n" + "Adam,Адам\n" * 2000)
        process.stdin.flush()
        deadline = time.monotonic() + 20
        while not list(tmp_path.glob(".resolver-*.part")) and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(sent)
        assert process.wait(20) == 130
        word = "interrupted" if sent is signal.SIGINT else "terminated"
        assert process.stderr.read() == f'resolver: {word}; "out.csv" is unchanged\n'
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_leaves_no_output(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk."""
    (tmp_path / "pairs.csv").write_text("name_a,name_b\n" + "Adam,Адам\n" * 2000)
    done = subprocess.run(
        [RESOLVER, "compare", "--pairs", "pairs.csv", "-o", "out.csv"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == 'resolver: cannot write "out.csv": File too large; it is unchanged\n'
    assert [path.name for path in tmp_path.iterdir()] == ["pairs.csv"]


def test_explain_shows_readings_and_evidence(invoke: Invoke) -> None:
    result = invoke("explain", "Movlaev", "Мовлаев")
    assert result.exit_code == 0
    assert "surname     movlaev: мовлаев" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("score ")


def test_explain_says_what_speaks_for_one_name_and_aligns_the_letters(invoke: Invoke) -> None:
    lines = invoke("explain", "Movlaev", "Mowlajew").stdout.splitlines()
    assert any(line.startswith("Surname: both are spellings of Мовлаев: ") for line in lines)
    at = lines.index("surname: Movlaev | Mowlajew")
    rows = [line.split() for line in lines[at + 1 : lines.index("", at)]]
    assert "".join(row[0] for row in rows) == "Movlaev"
    assert "".join(row[1] for row in rows) == "Mowlajew"
    assert ["v", "w", "в", "v", "=", "в;", "German/Polish:", "w", "=", "в"] in rows


def test_explain_as_json_adds_a_summary_and_the_alignment(invoke: Invoke) -> None:
    answer = json.loads(invoke("explain", "Movlaev", "Мовлаев", "--json").stdout)
    assert list(answer) == ["score", "verdict", "evidence", "summary", "alignment"]
    assert "Movlaev is Мовлаев by ICAO 9303" in answer["summary"]
    (aligned,) = answer["alignment"]
    assert (aligned["part"], aligned["a"], aligned["b"]) == ("surname", "Movlaev", "Мовлаев")
    assert aligned["segments"][0] == {
        "a": "M",
        "b": "М",
        "sounds": "м",
        "rule": "m = м",
        "kind": "respelled",
    }


def test_explain_refuses_an_unusable_name(invoke: Invoke) -> None:
    result = invoke("explain", "...", "Мовлаев")
    assert result.exit_code == 2
    assert result.stderr.startswith("resolver: NAME_A: ")
