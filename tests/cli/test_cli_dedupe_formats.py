"""`resolver dedupe` on every format, packing and encoding that archives come in."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pytest

from .conftest import Invoke

pa = pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")
pq = pytest.importorskip("pyarrow.parquet")

NAMES = ("Мансур Мовлаев", "Movlayev Mansur", "Щербаков Сергей")
TEXT = "id,name\n" + "".join(f"{at},{name}\n" for at, name in enumerate(NAMES))
BOTH = pytest.mark.parametrize("engine", ["memory", "duckdb"])


def ids(text: str) -> list[str]:
    return [row["entity_id"] for row in csv.DictReader(io.StringIO(text))]


def holds(found: list[str]) -> bool:
    return len(found) == 3 and found[0] == found[1] != found[2] and all(found)


@BOTH
def test_json_lines_keep_every_key_and_its_type(invoke: Invoke, engine: str) -> None:
    objects = [{"id": at, "name": name, "tags": [at]} for at, name in enumerate(NAMES)]
    objects[2]["late"] = None
    Path("in.jsonl").write_text("".join(json.dumps(o) + "\n" for o in objects), encoding="utf-8")
    done = invoke("dedupe", "in.jsonl", "--engine", engine, "-o", "out.jsonl")
    assert (done.exit_code, done.stderr) == (0, "")
    rows = [json.loads(line) for line in Path("out.jsonl").read_text("utf-8").splitlines()]
    assert holds([row["entity_id"] for row in rows])
    assert [
        {k: v for k, v in row.items() if not k.startswith("entity_")} for row in rows
    ] == objects


def test_a_key_without_a_column_is_never_dropped(invoke: Invoke) -> None:
    Path("in.jsonl").write_text('{"name": "Adam"}\n{"name": "Eve", "born": 1}\n')
    done = invoke("dedupe", "in.jsonl", "-o", "out.csv")
    assert done.exit_code == 2
    assert "write JSON Lines" in done.stderr
    assert not Path("out.csv").exists()


@BOTH
def test_parquet_keeps_columns_and_types(invoke: Invoke, engine: str) -> None:
    table = pa.table({"n": pa.array([1, 2, None], pa.int16()), "name": pa.array(NAMES)})
    pq.write_table(table, "in.parquet", row_group_size=2)
    done = invoke("dedupe", "in.parquet", "--engine", engine, "-o", "out.parquet")
    assert (done.exit_code, done.stderr) == (0, "")
    found = pq.read_table("out.parquet")
    assert found.select(["n", "name"]).equals(table)
    assert holds(found["entity_id"].to_pylist())


@BOTH
@pytest.mark.parametrize("suffix", [".csv.gz", ".csv.zst"])
def test_packed_files_are_read_and_written(invoke: Invoke, engine: str, suffix: str) -> None:
    data = TEXT.encode()
    packed = gzip.compress(data) if suffix.endswith("gz") else pa.compress(data, "zstd", True)
    Path(f"in{suffix}").write_bytes(packed)
    done = invoke("dedupe", f"in{suffix}", "--engine", engine, "-o", f"out{suffix}")
    assert (done.exit_code, done.stderr) == (0, "")
    with pa.input_stream(f"out{suffix}", "gzip" if suffix.endswith("gz") else "zstd") as stream:
        assert holds(ids(stream.read().decode()))


@pytest.mark.parametrize(
    ("encoding", "says"),
    [("cp1251", "CP1251"), ("koi8-r", "KOI8-R"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16LE")],
)
def test_other_encodings_are_detected_and_named(invoke: Invoke, encoding: str, says: str) -> None:
    Path("in.csv").write_bytes(TEXT.encode(encoding))
    report = ("--report", "out.html")
    done = invoke("dedupe", "in.csv", "--engine", "duckdb", "-o", "out.csv", *report)
    assert done.exit_code == 0
    assert done.stderr.startswith(f"note: in.csv is read as {says}")
    assert done.stderr.count("\n") == 1
    assert holds(ids(Path("out.csv").read_text("utf-8-sig")))
    assert f"{encoding.upper()}, as detected" in Path("out.html").read_text("utf-8")


def test_an_encoding_can_be_named(invoke: Invoke) -> None:
    Path("in.csv").write_bytes(TEXT.encode("koi8-r"))
    done = invoke("dedupe", "in.csv", "--encoding", "koi8-r", "-o", "out.csv")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Мовлаев" in Path("out.csv").read_text("utf-8")


@BOTH
def test_a_pattern_reads_several_files_as_one(invoke: Invoke, engine: str) -> None:
    head, *lines = TEXT.splitlines(keepends=True)
    for at, line in enumerate(lines):
        Path(f"part-{at}.csv").write_text(head + line, encoding="utf-8")
    done = invoke("dedupe", "part-*.csv", "--engine", engine, "-o", "out.csv")
    assert (done.exit_code, done.stderr) == (0, "")
    assert holds(ids(Path("out.csv").read_text("utf-8")))
    Path("part-9.csv").write_text("name\nAdam\n")
    refused = invoke("dedupe", "part-*.csv", "--engine", engine, "-o", "other.csv")
    assert refused.exit_code == 2
    assert "part-9.csv has other columns than part-0.csv" in refused.stderr
    assert not Path("other.csv").exists()


@BOTH
def test_standard_input_in_a_format_that_is_named(invoke: Invoke, engine: str) -> None:
    lines = "".join(json.dumps({"name": name}) + "\n" for name in NAMES)
    done = invoke("dedupe", "-", "--engine", engine, "--format", "jsonl", "-o", "-", input=lines)
    assert done.exit_code == 0
    assert holds([json.loads(line)["entity_id"] for line in done.stdout.splitlines()])


def test_the_clusters_alone_go_to_a_file_of_their_own(invoke: Invoke) -> None:
    Path("in.csv").write_text(TEXT, encoding="utf-8")
    done = invoke("dedupe", "in.csv", "--engine", "duckdb", "-o", "out.csv", "--clusters", "c.csv")
    assert done.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(Path("c.csv").read_text("utf-8"))))
    assert [row["row"] for row in rows] == ["2", "3", "4"]
    assert [row["id"] for row in rows] == ["0", "1", "2"]
    assert [row["entity_id"] for row in rows] == ids(Path("out.csv").read_text("utf-8"))


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("in.csv.gz", b"no gzip", "damaged"),
        ("in.parquet", b"no parquet", "damaged"),
        ("in.jsonl", b"[1]\n", "line 1 is no JSON object"),
        ("in.jsonl", b"", "is empty"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_line(
    invoke: Invoke, name: str, data: bytes, says: str
) -> None:
    Path(name).write_bytes(data)
    done = invoke("dedupe", name, "-o", "out.csv")
    assert done.exit_code == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert not Path("out.csv").exists()
