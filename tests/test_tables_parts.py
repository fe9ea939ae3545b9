"""What is left of files that a process was killed over."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from resolver.errors import BadInput
from resolver.tables_output import open_output, together

KILLED = """
import os, sys
from resolver.tables_output import open_output
with open_output(sys.argv[1]) as stream:
    stream.write("half")
    stream.flush()
    os._exit(9)
"""


def parts(folder: Path) -> list[Path]:
    return list(folder.glob(".resolver-*.part"))


def test_what_a_killed_process_was_writing_is_taken_away_by_the_next_writer(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out.csv"
    subprocess.run([sys.executable, "-c", KILLED, str(out)], check=False)
    assert len(parts(tmp_path)) == 1
    with open_output(str(out)) as stream:
        stream.write("whole")
    assert out.read_text() == "whole"
    assert parts(tmp_path) == []


def test_what_is_still_being_written_is_left_alone(tmp_path: Path) -> None:
    with open_output(str(tmp_path / "slow")) as slow:
        slow.write("so")
        with open_output(str(tmp_path / "quick")) as quick:
            quick.write("done")
        assert len(parts(tmp_path)) == 1
        slow.write(" slow")
    assert (tmp_path / "slow").read_text() == "so slow"
    assert parts(tmp_path) == []


def test_files_of_others_stay(tmp_path: Path) -> None:
    other = tmp_path / ".resolver-notes.txt"
    other.touch()
    with open_output(str(tmp_path / "out")):
        pass
    assert other.exists()


def test_an_error_of_one_output_is_not_told_as_that_of_another(tmp_path: Path) -> None:
    out = tmp_path / "out"

    def write() -> None:
        with open_output("/dev/full") as full, open_output(str(out)) as stream:
            stream.write("fine")
            full.write("x" * (1 << 20))

    with pytest.raises(BadInput, match=r'"/dev/full": No space left on device; it is incomplete'):
        write()
    assert not out.exists()


def test_errors_that_are_nobodys_output_pass(tmp_path: Path) -> None:
    with pytest.raises(BrokenPipeError), open_output(str(tmp_path / "out")):
        raise BrokenPipeError
    assert list(tmp_path.iterdir()) == []


def test_outputs_that_are_written_together_appear_together_or_not_at_all(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("old")

    def write(*, well: bool) -> None:
        with together():
            with open_output(str(one)) as stream:
                stream.write("new")
            assert one.read_text() == "old"
            with open_output(str(other)) as stream:
                stream.write("new")
                if not well:
                    raise BadInput("not so")

    with pytest.raises(BadInput, match="not so"):
        write(well=False)
    assert [path.name for path in tmp_path.iterdir()] == ["one"]
    assert one.read_text() == "old"
    write(well=True)
    assert (one.read_text(), other.read_text(), parts(tmp_path)) == ("new", "new", [])
    with open_output(str(one)) as stream:
        stream.write("newer")
    assert one.read_text() == "newer"
