"""`resolver dedupe`, and what all commands that read a file do with a bad one."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from .conftest import Invoke, Run

MIXED = """\
id;name;kind
a;Mansur Movlaev;person
b;Мансур Мовлаев;person
c;Kazakhstaan;place
d;Казахстан;place
e;Ramzan Kadyrov;
"""


def table(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def test_spellings_of_one_entity_get_one_id_and_one_name(invoke: Invoke) -> None:
    Path("in.csv").write_text(MIXED)
    result = invoke("dedupe", "in.csv", "-o", "out.csv")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    rows = table(Path("out.csv").read_text(), ";")
    assert list(rows[0]) == ["id", "name", "kind", "entity_id", "entity_name"]
    assert [row["id"] for row in rows] == list("abcde")
    ids = [row["entity_id"] for row in rows]
    assert ids[0] == ids[1]
    assert ids[2] == ids[3]
    assert len(set(ids)) == 3
    assert rows[0]["entity_name"] == rows[1]["entity_name"] != ""


def test_the_name_column_may_have_any_name(invoke: Invoke) -> None:
    result = invoke(
        "dedupe", "-", "--name-column", "ort", "--kind", "place",
        input="ort,nr\nKasachstan,1\nKazakhstan,2\n",
    )  # fmt: skip
    assert result.exit_code == 0
    first, second = table(result.stdout)
    assert first["entity_id"] == second["entity_id"]


BAD_ROWS = (
    "id,name\n"
    "1,Mansur Movlaev\n"
    "2,\n"
    f"3,{'x' * 600}\n"
    "4,nul\0name\n"
    f"5,zalgo{chr(0x301) * 40}\n"
    "6,half\ud800pair\n"
    "7,Мансур Мовлаев\n"
).encode("utf-8", "surrogatepass")


def test_bad_rows_are_named_and_the_others_go_through(invoke: Invoke) -> None:
    Path("in.csv").write_bytes(BAD_ROWS)
    result = invoke("dedupe", "in.csv", "-o", "out.csv")
    assert result.exit_code == 1
    reasons = ["empty", "600 characters", "NUL", "combining marks", "surrogate"]
    lines = result.stderr.splitlines()
    assert len(lines) == 6
    for line, row, reason in zip(lines, range(3, 8), reasons, strict=False):
        assert line.startswith(f"row {row} (id {row - 1}): ")
        assert reason in line
        assert len(line) < 150
    assert lines[5] == "5 rows of 7 failed"
    written = Path("out.csv").read_bytes().decode("utf-8", "surrogatepass")
    ids = [row["entity_id"] for row in table(written)]
    assert ids[0] == ids[6] != ""
    assert ids[1:6] == [""] * 5


def test_cells_of_bad_rows_survive_byte_for_byte(invoke: Invoke) -> None:
    Path("in.csv").write_bytes(BAD_ROWS)
    invoke("dedupe", "in.csv", "-o", "out.csv")
    lines = BAD_ROWS.splitlines()
    written = Path("out.csv").read_bytes().splitlines()
    assert all(new.startswith(old + b",") for old, new in zip(lines, written, strict=True))


def test_an_unknown_kind_fails_its_row_and_no_other(invoke: Invoke) -> None:
    result = invoke("dedupe", "-", input="name,kind\nAdam,person\nAdam,robot\nAdam,ORG\n")
    assert result.exit_code == 1
    assert [bool(row["entity_id"]) for row in table(result.stdout)] == [True, False, True]
    assert result.stderr.startswith('row 3: unknown kind "robot"; use person, place')


def test_a_header_alone_gives_a_header_alone(invoke: Invoke) -> None:
    result = invoke("dedupe", "-", input="name,kind\n")
    assert (result.exit_code, result.stdout) == (0, "name,kind,entity_id,entity_name\n")


def test_a_row_with_too_many_cells_is_kept_and_mentioned(invoke: Invoke) -> None:
    result = invoke("dedupe", "-", input="name,id\nAdam,1\nMovlaev,Mansur,2\n")
    assert result.stdout.splitlines()[2].startswith("Movlaev,Mansur,e")
    assert result.stdout.splitlines()[2].endswith(",2")
    assert "1 row had more cells than the header" in result.stderr


def test_input_and_output_may_be_one_file(invoke: Invoke) -> None:
    Path("in.csv").write_text("name\nAdam\n")
    assert invoke("dedupe", "in.csv", "-o", "in.csv").exit_code == 0
    assert Path("in.csv").read_text().startswith("name,entity_id,entity_name\nAdam,e")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "in.csv is empty"),
        (b"id,Name\n1,Adam\n", 'no column "name" (did you mean "Name"?)'),
        ("name\nМовлаев\nКадыров\n".encode("cp1251"), "iconv -f CP1251"),
        ("name\nМовлаев\nКадыров\n".encode("koi8-r"), "iconv -f KOI8-R"),
        ("name\nМовлаев\n".encode("utf-16"), "iconv -f UTF-16"),
        (b'name,id\n"Adam,1\n', "never closed"),
        (b"name,entity_id\nAdam,1\n", "already has entity_id"),
        (b"name,name\nAdam,1\n", "more than once"),
    ],
)
def test_an_unusable_file_is_one_line_exit_2_and_no_output(
    invoke: Invoke, content: bytes, says: str
) -> None:
    Path("in.csv").write_bytes(content)
    result = invoke("dedupe", "in.csv", "-o", "out.csv")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("resolver: in.csv")
    assert says in result.stderr
    assert result.stderr.count("\n") == 1
    assert [path.name for path in Path().iterdir()] == ["in.csv"]


def test_a_fault_in_the_middle_of_a_file_leaves_no_output(invoke: Invoke) -> None:
    """The bad byte stands behind what a reader takes in at once."""
    Path("in.csv").write_bytes(b"name,id\n" + b"Adam,1\n" * 20_000 + b"M\xfcller,2\n")
    result = invoke("dedupe", "in.csv", "-o", "out.csv")
    assert result.exit_code == 2
    assert "not UTF-8" in result.stderr
    assert [path.name for path in Path().iterdir()] == ["in.csv"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["missing.csv"], 'there is no file "missing.csv"'),
        (["."], 'cannot read ".": Is a directory'),
        (["in.csv", "-o", "no/such/out.csv"], 'cannot write "no/such/out.csv": No such file'),
        (["in.csv", "-o", "."], 'cannot write ".": it is a directory'),
        (["in.csv", "-o", "/proc/out.csv"], 'cannot write "/proc/out.csv"'),
        (["in.csv", "--name-column", "nom"], 'no column "nom"'),
        (["in.csv", "--kind-column", "art"], 'no column "art"'),
        (["in.csv", "--id-column", "nr"], 'no column "nr"'),
    ],
)
def test_a_file_or_column_that_is_not_there_is_one_line_and_exit_2(
    invoke: Invoke, args: list[str], says: str
) -> None:
    Path("in.csv").write_text("name\nAdam\n")
    result = invoke("dedupe", *args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("resolver: ")
    assert says in result.stderr
    assert result.stderr.count("\n") == 1


def test_the_installed_command_keeps_its_streams_apart(run: Run) -> None:
    done = run("dedupe", "-", stdin='name\nAdam\n""\nАдам\n')
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 4
    assert done.stderr.splitlines() == [
        "row 3: the name is empty or has no letters",
        "1 row of 3 failed",
    ]


def test_the_installed_command_shows_no_traceback(run: Run) -> None:
    done = run("dedupe", "missing.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == 'resolver: there is no file "missing.csv"\n'
