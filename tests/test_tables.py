"""Tables: every cell survives, every fault is named, no output is half-written."""

from __future__ import annotations

import csv
import io
import random
import stat
import tempfile
import tracemalloc
from pathlib import Path
from typing import TextIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import BadInput, NotFound
from resolver.tables import open_table, shown
from resolver.tables_encoding import guess_encoding
from resolver.tables_output import extended, guarded, open_output


def read(path: Path) -> tuple[tuple[str, ...], list[tuple[int, tuple[str, ...]]]]:
    with open_table(str(path)) as table:
        return table.columns, [(row.number, row.cells) for row in table]


def file(tmp_path: Path, content: str | bytes, name: str = "in.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def extend_all(source: Path, target: Path, *, force: bool = False, guard: bool = True) -> None:
    """Copy a table, adding the columns `score` and `why`."""
    with (
        open_table(str(source)) as table,
        extended(table, str(target), ["score", "why"], force=force, guard=guard) as extend,
    ):
        for row in table:
            extend(row, ["0.5", "=because"])


# Reading


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_rows(tmp_path: Path, delimiter: str) -> None:
    lines = [["id", "name"], ["1", "Movlaev"], ["2", "Mowlajew"]]
    path = file(tmp_path, "".join(delimiter.join(line) + "\n" for line in lines))
    assert read(path) == (("id", "name"), [(2, ("1", "Movlaev")), (3, ("2", "Mowlajew"))])


def test_a_comma_inside_a_semicolon_file_divides_nothing(tmp_path: Path) -> None:
    path = file(tmp_path, "id;name, as printed\n1;Movlaev, Mansur\n2;Adam\n")
    assert read(path)[1] == [(2, ("1", "Movlaev, Mansur")), (3, ("2", "Adam"))]


def test_a_header_without_a_delimiter_makes_every_line_one_cell(tmp_path: Path) -> None:
    path = file(tmp_path, 'name\nMovlaev, Mansur\n"Adam, ""M."""\n')
    assert read(path) == (("name",), [(2, ("Movlaev, Mansur",)), (3, ('Adam, "M."',))])


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    path = file(tmp_path, "\ufeffname,id\nМовлаев,1\n")
    assert read(path)[0] == ("name", "id")


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    path = file(tmp_path, 'name,note\nA,"two\nlines"\n\nB,x\r\nC,y')
    assert read(path)[1] == [(2, ("A", "two\nlines")), (4, ("B", "x")), (5, ("C", "y"))]


def test_a_lone_surrogate_spoils_one_cell_and_not_the_file(tmp_path: Path) -> None:
    path = file(tmp_path, b"name,id\nA\xed\xa0\x80,1\nB,2\n")
    assert read(path)[1] == [(2, ("A\ud800", "1")), (3, ("B", "2"))]


def test_a_nul_spoils_one_cell_and_not_the_file(tmp_path: Path) -> None:
    assert read(file(tmp_path, "name,id\nA\0,1\nB,2\n"))[1][0] == (2, ("A\0", "1"))


def test_line_separators_of_unicode_do_not_end_a_row(tmp_path: Path) -> None:
    path = file(tmp_path, "name,id\nA\u2028B\x85C\x0bD,1\n")
    assert read(path)[1] == [(2, ("A\u2028B\x85C\x0bD", "1"))]


@pytest.mark.parametrize("content", ["", "\n\r\n", "\ufeff"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(BadInput, match="is empty"):
        read(file(tmp_path, content))


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    assert read(file(tmp_path, "name,kind")) == (("name", "kind"), [])


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"no file .*nowhere\.csv"):
        read(tmp_path / "nowhere.csv")


def test_a_directory_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="directory"):
        read(tmp_path)


def test_a_missing_column_names_those_there_are_and_the_closest(tmp_path: Path) -> None:
    path = file(tmp_path, "id,Names,kind\n")
    with open_table(str(path)) as table, pytest.raises(BadInput) as error:
        table.column("name")
    assert str(error.value) == (
        'in.csv has no column "name" (did you mean "Names"?); '
        "its header (the first row) has id, Names, kind"
    )


def test_a_long_header_is_listed_in_part(tmp_path: Path) -> None:
    path = file(tmp_path, ",".join(f"c{i}" for i in range(500)) + "\n")
    with open_table(str(path)) as table, pytest.raises(BadInput, match="and 488 more") as error:
        table.column("name")
    assert len(str(error.value)) < 400


def test_a_column_named_twice_cannot_be_chosen(tmp_path: Path) -> None:
    with open_table(str(file(tmp_path, "name,id,name\n"))) as table:
        assert table.column("id") == 1
        with pytest.raises(BadInput, match="more than once"):
            table.column("name")


@pytest.mark.parametrize(
    "content",
    [
        'name,id\nA,1\n"B,2\nC,3\n',
        'name,id\nA,1\n"B,2\n' + "C,3\n" * 100_000,
    ],
)
def test_a_quote_never_closed_is_reported_with_its_row(tmp_path: Path, content: str) -> None:
    with pytest.raises(BadInput, match=r"row 3: .*never closed"):
        read(file(tmp_path, content))


def test_an_endless_line_is_refused_before_memory_ends(tmp_path: Path) -> None:
    path = file(tmp_path, "name,id\n" + "A" * (3 << 20))
    with pytest.raises(BadInput, match="1 MiB"):
        read(path)


def test_reading_takes_the_same_memory_for_any_length(tmp_path: Path) -> None:
    path = file(tmp_path, "name,id\n" + "Мовлаев,1\n" * 100_000)
    tracemalloc.start()
    with open_table(str(path)) as table:
        assert sum(1 for _ in table) == 100_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 500_000


def test_text_from_outside_is_shown_on_one_short_line() -> None:
    assert shown("a\nb\x1b[31m\u202e\ud800") == r'"a\nb\x1b[31m\u202e\ud800"'
    assert len(shown("x" * 5000)) < 70


# Encodings

ROWS = "id;name\n1;Мовлаев Мансур\n2;БАЖКЕНОВА Гульнара\n3;Рамзан Кадыров\n"


@pytest.mark.parametrize(
    ("encoding", "label", "iconv"),
    [
        ("cp1251", "CP1251", "CP1251"),
        ("koi8-r", "KOI8-R", "KOI8-R"),
        ("cp866", "CP866", "CP866"),
        ("utf-16", "UTF-16", "UTF-16"),
        ("utf-16-le", "UTF-16LE", "UTF-16LE"),
        ("utf-16-be", "UTF-16BE", "UTF-16BE"),
        ("utf-32", "UTF-32", "UTF-32"),
    ],
)
def test_a_file_that_is_not_utf8_says_what_it_looks_like(
    tmp_path: Path, encoding: str, label: str, iconv: str
) -> None:
    with pytest.raises(BadInput) as error:
        read(file(tmp_path, ROWS.encode(encoding)))
    message = str(error.value)
    assert message.startswith(f"in.csv is not UTF-8: it looks like {label}")
    assert f"iconv -f {iconv} -t UTF-8" in message


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Mansour Movlaïev, Vafa Goulieva, Müßig"),
        ("cp1250", "Gulnara Bażkienowa, Łódź, Świętosław"),
        ("cp1254", "Işık Çağlayan, Yılmaz"),
        ("koi8-u", "Володимир Їжакевич"),
    ],
)
def test_other_alphabets_are_told_apart_too(encoding: str, text: str) -> None:
    guess = guess_encoding(text.encode(encoding))
    assert guess is not None
    assert guess.iconv == encoding.upper()


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
@pytest.mark.parametrize("text", ["МОВЛАЕВ МАНСУР", "Мовлаев Мансур", "мовлаев мансур"])
def test_cp1251_and_koi8_are_told_apart_in_any_case(encoding: str, text: str) -> None:
    guess = guess_encoding(text.encode(encoding))
    assert guess is not None
    assert guess.iconv == encoding.upper()


def test_a_workbook_is_recognized() -> None:
    guess = guess_encoding(b"PK\x03\x04\x14\0\xff\xfe")
    assert guess is not None
    assert "spreadsheet" in guess.label


def test_noise_is_no_encoding() -> None:
    assert guess_encoding(random.Random(1).randbytes(3000)) is None


# Writing


def test_columns_are_added_and_everything_else_stays(tmp_path: Path) -> None:
    source = file(tmp_path, 'id,name\n1,"Movlaev, Mansur"\n2\n3,Adam,extra,cells\n')
    extend_all(source, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == (
        "id,name,score,why\n"
        '1,"Movlaev, Mansur",0.5,\'=because\n'
        "2,,0.5,'=because\n"
        "3,Adam,0.5,'=because,extra,cells\n"
    )


def test_delimiter_and_byte_order_mark_are_kept(tmp_path: Path) -> None:
    source = file(tmp_path, "\ufeffid;name\n1;Мовлаев\n")
    extend_all(source, tmp_path / "out.csv", guard=False)
    assert (tmp_path / "out.csv").read_text() == "\ufeffid;name;score;why\n1;Мовлаев;0.5;=because\n"


@pytest.mark.parametrize(
    ("content", "name", "header"),
    [
        ("id,name\n", "out.tsv", "id\tname\tscore\twhy\n"),
        ("id\tname\n", "out.csv", "id,name,score,why\n"),
        ("id\tname\n", "out.txt", "id\tname\tscore\twhy\n"),
        ("name\n", "out.csv", "name,score,why\n"),
    ],
)
def test_the_name_of_the_output_may_choose_the_delimiter(
    tmp_path: Path, content: str, name: str, header: str
) -> None:
    extend_all(file(tmp_path, content), tmp_path / name)
    assert (tmp_path / name).read_text() == header


def test_a_column_that_is_there_already_is_refused(tmp_path: Path) -> None:
    source = file(tmp_path, "score,name\n9,A\n")
    with pytest.raises(BadInput, match=r"already has score: .*--force"):
        extend_all(source, tmp_path / "out.csv")
    assert names(tmp_path) == ["in.csv"]


def test_with_force_a_column_is_replaced(tmp_path: Path) -> None:
    source = file(tmp_path, "score,name,score\n9,A,8\n")
    extend_all(source, tmp_path / "out.csv", force=True, guard=False)
    assert (tmp_path / "out.csv").read_text() == "name,score,why\nA,0.5,=because\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_be_a_formula_is_guarded(start: str) -> None:
    assert guarded(start + "1") == f"'{start}1"


def test_a_cell_that_would_not_be_a_formula_is_left_alone() -> None:
    assert [guarded(cell) for cell in ("", "Movlaev", "1-2", "'=")] == ["", "Movlaev", "1-2", "'="]


def test_reading_and_writing_the_same_file_works(tmp_path: Path) -> None:
    source = file(tmp_path, "name,id\n" + "A,1\n" * 50_000)
    extend_all(source, source)
    lines = source.read_text().splitlines()
    assert len(lines) == 50_001
    assert set(lines[1:]) == {"A,1,0.5,'=because"}


def write_and_fail(stream: TextIO) -> None:
    stream.write("new" * 10_000)
    raise ZeroDivisionError


def test_an_error_midway_leaves_the_old_file_and_no_scraps(tmp_path: Path) -> None:
    target = file(tmp_path, "old", "out.csv")
    with pytest.raises(ZeroDivisionError), open_output(str(target)) as stream:
        write_and_fail(stream)
    assert target.read_text() == "old"
    assert names(tmp_path) == ["out.csv"]


def test_an_interruption_says_that_the_output_is_unchanged(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt) as error, open_output(str(tmp_path / "o.csv")):
        raise KeyboardInterrupt
    assert error.value.__notes__ == [f'"{tmp_path}/o.csv" is unchanged']


@pytest.mark.parametrize(
    "path", ["missing/out.csv", "in.csv/out.csv", "/proc/out.csv", ".", "loop"]
)
def test_an_unwritable_output_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    file(tmp_path, "name\n")
    (tmp_path / "loop").symlink_to("loop")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput, match="cannot write"), open_output(path):
        pytest.fail("the body must not run")
    assert names(tmp_path) == ["in.csv", "loop"]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    """/dev/full says what a full disk says."""
    with pytest.raises(BadInput, match="No space left"), open_output("/dev/full") as stream:
        stream.write("x" * 100_000)


def test_a_link_stays_a_link_and_permissions_stay(tmp_path: Path) -> None:
    target = file(tmp_path, "old", "real.csv")
    target.chmod(0o640)
    link = tmp_path / "link.csv"
    link.symlink_to(target)
    with open_output(str(link)) as stream:
        stream.write("new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


CELLS = st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), max_size=6)


@given(CELLS)
def test_what_is_written_reads_back_the_same(rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.csv"), Path(folder, "out.csv")
        text = io.StringIO()
        csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["id", "name"], *rows])
        source.write_bytes(text.getvalue().encode("utf-8", "surrogatepass"))
        extend_all(source, target, guard=False)
        columns, read_back = read(target)
    assert columns == ("id", "name", "score", "why")
    assert [list(cells) for _, cells in read_back] == [[*r, "0.5", "=because"] for r in rows]


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_clear_refusal(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "in.csv")
        path.write_bytes(data)
        problem = ""
        try:
            read(path)
        except BadInput as error:
            problem = str(error)
    assert "\n" not in problem
