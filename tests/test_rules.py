"""Tables: where they come from, and what a user's own folder does to them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from resolver import rules
from resolver.errors import BadInput, DamagedData
from resolver.rules import FOLDER, located, shipped, table, table_names
from resolver.rules_overlay import Overlay, read_overlay
from resolver.rules_schema import SCHEMAS, schema_of

READINGS = "grapheme,left,right,sounds,conventions,source,example"
STANDARD = """
[[standard]]
id = "{id}"
title = "Card index"
languages = ["ru"]
status = "practice"
source = "card index of 1932"
base = "english"
letters = "{letters}"
[standard.examples]
"Чернов" = "Tzjernov"
"""


def write(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def cells(overlay: Overlay, name: str) -> list[dict[str, str]]:
    return [row.cells for row in overlay.tables[name]]


def python(code: str, *args: object) -> str:
    """Run code in a process of its own, where no table has been read yet."""
    command = [sys.executable, "-c", code, *map(str, args)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return done.stdout + done.stderr


def test_every_row_knows_its_file_and_line() -> None:
    text = (FOLDER / "readings_latin.csv").read_text(encoding="utf-8").splitlines()
    row = located("readings_latin")[6]
    assert row.where == "readings_latin.csv, line 8"
    assert text[row.line - 1].startswith(row.cells["grapheme"] + ",")


def test_located_rows_are_those_of_the_table() -> None:
    for name in table_names():
        assert [row.cells for row in located(name)] == list(table(name))


def test_every_schema_names_columns_of_its_table() -> None:
    for name, schema in SCHEMAS.items():
        if name in table_names():
            header = set(shipped(name)[0])
            assert header >= {*schema.key, *schema.cells, *schema.closed}, name


def test_our_own_cells_fit_their_schema() -> None:
    for name in table_names():
        schema = schema_of(name, shipped(name)[0])
        for row in located(name):
            assert schema.problem(row.cells) is None, row.where


def test_rows_are_added_to_ours(tmp_path: Path) -> None:
    write(tmp_path, "readings_latin.csv", READINGS, "tzj,,,ч,,card index,Tzjernov=Чернов")
    added = cells(read_overlay(tmp_path), "readings_latin")
    ours = shipped("readings_latin")[1]
    assert len(added) == len(ours) + 1
    assert added[-1]["grapheme"] == "tzj"


def test_a_row_that_names_the_same_thing_replaces_ours(tmp_path: Path) -> None:
    write(tmp_path, "weights.csv", "name,value,meaning", "base,-4.5,a large archive")
    weights = {row["name"]: row["value"] for row in cells(read_overlay(tmp_path), "weights")}
    assert weights["base"] == "-4.5"
    assert len(weights) == len(shipped("weights")[1])


def test_the_order_of_two_sounds_does_not_matter(tmp_path: Path) -> None:
    header = ",".join(shipped("sound_distances")[0])
    write(tmp_path, "sound_distances.csv", header, "о,а,0.9,mine,mine,Козлов/Казлов")
    rows = cells(read_overlay(tmp_path), "sound_distances")
    assert [row["cost"] for row in rows if {row["a"], row["b"]} == {"а", "о"}] == ["0.9"]


def test_a_row_whose_source_is_remove_deletes_ours(tmp_path: Path) -> None:
    write(tmp_path, "demonyms.csv", "territory,word,language,source", ",Afghan,,remove")
    words = {row["word"] for row in cells(read_overlay(tmp_path), "demonyms")}
    assert "Afghan" not in words
    assert len(words) > 2000


def test_where_the_first_row_decides_the_users_come_first(tmp_path: Path) -> None:
    write(tmp_path, "homoglyphs.csv", "latin,cyrillic,codepoints,source", "a,я,U+0061 U+044F,mine")
    first = cells(read_overlay(tmp_path), "homoglyphs")[0]
    assert (first["latin"], first["cyrillic"]) == ("a", "я")


def test_tables_from_a_spreadsheet_are_read(tmp_path: Path) -> None:
    text = f'\ufeff{READINGS}\r\n\r\ntzj,,,ч,,"card, index",\r\n'
    (tmp_path / "readings_latin.csv").write_bytes(text.encode())
    row = read_overlay(tmp_path).tables["readings_latin"][-1]
    assert row.cells["source"] == "card, index"
    assert row.where == f"{tmp_path / 'readings_latin.csv'}, line 3"


def test_notes_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "README.md", "why")
    write(tmp_path, ".DS_Store", "x")
    assert read_overlay(tmp_path).tables == {}


@pytest.mark.parametrize(
    ("name", "lines", "message"),
    [
        ("readings_latn.csv", ["x"], "did you mean readings_latin.csv?"),
        ("notes.txt", ["x"], "tables are "),
        ("standards/shared.toml", ["x"], "ends in .toml and is not shared.toml"),
        ("standards/mine.csv", ["x"], "ends in .toml"),
    ],
)
def test_a_file_that_is_no_table_is_bad_input(
    tmp_path: Path, name: str, lines: list[str], message: str
) -> None:
    with pytest.raises(BadInput, match=re.escape(message)) as caught:
        read_overlay(write(tmp_path, name, *lines))
    assert str(tmp_path / name) in str(caught.value)


def test_a_folder_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no folder"):
        read_overlay(tmp_path / "nothing")


def test_a_table_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "demonyms.csv").write_bytes("territory\nЯ\n".encode("cp1251"))
    with pytest.raises(BadInput, match=r"demonyms\.csv', line 2: not UTF-8"):
        read_overlay(tmp_path)


@pytest.mark.parametrize(
    ("name", "lines", "message"),
    [
        ("readings_latin.csv", ["grapheme;sounds"], f"line 1: the first line must be {READINGS}"),
        ("readings_latin.csv", [READINGS, "tzj,,ч"], "line 2: 3 cells instead of 7"),
        ("readings_latin.csv", [READINGS, 'tzj,"ч'], "line 2: "),
        ("readings_latin.csv", [READINGS, "TZJ,,,ч,,,"], "line 2: 'grapheme' must be"),
        ("readings_latin.csv", [READINGS, "tzj,,,tch,,,"], "line 2: 'sounds' must be"),
        ("readings_latin.csv", [READINGS, "tzj,,?,ч,,,"], "line 2: 'right' must be"),
        ("readings_latin.csv", [READINGS, "tzj,,,ч,klingon,,"], "line 2: 'conventions' must be of"),
        (
            "readings_latin.csv",
            [READINGS, "tzj,,,ч,,,", "", "tzj,,,ч,de,,"],
            "line 4: says again what line 2 has said",
        ),
        ("readings_latin.csv", [READINGS, "zzz,,,ч,,remove,"], "line 2: there is no row 'zzz ч'"),
        ("weights.csv", ["name,value,meaning", "surname.sam,1,"], "did you mean 'surname.same'?"),
        ("weights.csv", ["name,value,meaning", "base,high,"], "line 2: 'value' must be a number"),
        ("weights.csv", ["name,value,meaning", "base,nan,"], "line 2: 'value' must be a number"),
        ("demonyms.csv", ["territory,word,language,source", "kz,x,en,"], "line 2: 'territory'"),
        (
            "given_names.csv",
            ["group,language,form,relation,gender,source", "mine,ru,Тест,cousin,m,"],
            "line 2: 'relation' must be of: counterpart, diminutive",
        ),
        (
            "given_names.csv",
            ["group,language,form,relation,gender,source", "mine,ru,Тест,,m,"],
            "line 2: 'relation' must be of",
        ),
        (
            "given_names.csv",
            ["group,language,form,relation,gender,source", "x,ru,,same,m,"],
            "form",
        ),
        (
            "demonyms.csv",
            ["territory,word,language,source", "KZ,e\u0301,en,"],
            "not in Unicode NFC",
        ),
        ("standards/a.toml", ["id = "], "line 1"),
        ("standards/a.toml", ["[[hint]]"], "holds [[standard]] tables and no more"),
        ("standards/a.toml", ["[[standard]]", "title = 'x'"], "number 1 lacks its id"),
        (
            "standards/a.toml",
            ["[[standard]]", "id = 'x'", "languages = 'ru'"],
            "line 2: 'languages'",
        ),
        ("standards/a.toml", ["[[standard]]", "id = 'x'", "title = 3"], "line 2: 'title'"),
        ("standards/a.toml", ["[[standard]]", "id = 'x'", "year = 'x'"], "line 2: 'year'"),
        (
            "standards/a.toml",
            ["[[standard]]", "id = 'x'", "examples = ['x']"],
            "line 2: 'examples'",
        ),
    ],
)
def test_a_broken_row_names_its_file_and_line(
    tmp_path: Path, name: str, lines: list[str], message: str
) -> None:
    with pytest.raises(DamagedData, match=re.escape(message)) as caught:
        read_overlay(write(tmp_path, name, *lines))
    assert str(tmp_path / name) in str(caught.value)


def test_a_folder_named_too_late_is_refused(tmp_path: Path) -> None:
    table("weights")
    with pytest.raises(BadInput, match="before anything else"):
        rules.use(tmp_path)


def test_a_digraph_taught_by_the_user_makes_two_spellings_match(tmp_path: Path) -> None:
    write(tmp_path, "readings_latin.csv", READINGS, "xqx,,,щ,,card index,Xqxeglov=Щеглов")
    code = (
        "import sys; from resolver import rules\n"
        "if len(sys.argv) > 1: rules.use(sys.argv[1])\n"
        "from resolver.compare import compare; from resolver.names import analyze\n"
        "print(compare(analyze('Xqxeglov'), analyze('Щеглов')).verdict)"
    )
    assert python(code) in {"review\n", "different\n"}
    assert python(code, tmp_path) == "match\n"


def test_a_standard_of_the_users_is_added_and_ours_replaced(tmp_path: Path) -> None:
    added = STANDARD.format(id="archive-1932", letters="ч tzj")
    replaced = STANDARD.format(id="icao-9303", letters="ч tzj")
    write(tmp_path, "standards/mine.toml", added, replaced)
    code = (
        "import sys; from resolver import rules\n"
        "rules.use(sys.argv[1])\n"
        "from resolver.romanize import romanize\n"
        "print(romanize('Чернов', 'archive-1932'), romanize('Чернов', 'icao-9303'))\n"
        "print(romanize('Чернов', 'gost-r-52535.1-2006'))"
    )
    # The last one is based on icao-9303 and takes what it now says.
    assert python(code, tmp_path) == "Tzjernov Tzjernov\nTzjernov\n"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (STANDARD.format(id="x", letters="ч"), "line 3: standard 'x': letters must come in pairs"),
        (STANDARD.format(id="x", letters="").replace("english", "y"), "its base 'y' does not"),
        (STANDARD.format(id="x", letters="") * 2, "standard 'x' is listed twice"),
        ('[[standard]]\nid = "x"\nsorce = "y"', "line 2: standard 'x': unknown field 'sorce'"),
    ],
)
def test_a_broken_standard_names_its_file(tmp_path: Path, row: str, message: str) -> None:
    write(tmp_path, "standards/mine.toml", row)
    code = (
        "import sys; from resolver import rules; from resolver.errors import DamagedData\n"
        "rules.use(sys.argv[1])\n"
        "from resolver.standards import library\n"
        "try: library()\n"
        "except DamagedData as error: print(error)"
    )
    said = python(code, tmp_path)
    assert said.startswith(str(tmp_path / "standards" / "mine.toml"))
    assert message in said


def test_the_version_covers_the_users_rules(tmp_path: Path) -> None:
    code = (
        "import sys; from resolver import rules\n"
        "if len(sys.argv) > 1: rules.use(sys.argv[1])\n"
        "print(rules.rules_version())"
    )
    write(tmp_path, "weights.csv", "name,value,meaning", "base,-4.5,")
    first = python(code, tmp_path)
    write(tmp_path, "weights.csv", "name,value,meaning", "base,-4.6,")
    assert len({python(code), first, python(code, tmp_path)}) == 3
