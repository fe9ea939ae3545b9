"""Standard output that is closed before we begin, as `>&-` does it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from resolver.errors import BadInput
from resolver.tables_output import open_output


def test_closed_standard_output_is_named_and_no_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(BadInput, match="closed"), open_output("-"):
        raise AssertionError


def test_a_file_needs_no_standard_output(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with open_output(str(tmp_path / "out.csv")) as stream:
        stream.write("a\n")
    assert (tmp_path / "out.csv").read_text() == "a\n"
