"""Compiled or not, the core says the same, to the last bit of every score."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from resolver.compiled import why_stale

from . import answers


def told(pure: str) -> list[str]:
    environment = {**os.environ, "RESOLVER_PURE": pure, "PYTHONHASHSEED": "1"}
    program = [sys.executable, str(answers.__file__)]
    root = Path(__file__).parents[2]
    done = subprocess.run(program, env=environment, cwd=root, capture_output=True, check=True)
    return done.stdout.decode().splitlines()


def test_names_keys_and_judgements_are_the_same() -> None:
    if why := why_stale():
        pytest.skip(f"the core is not compiled here: {why}")
    compiled, pure = told(pure=""), told(pure="1")
    assert (compiled.pop(0), pure.pop(0)) == (".so", ".py")
    assert len(pure) > 1000
    different = [pair for pair in zip(compiled, pure, strict=True) if pair[0] != pair[1]]
    assert different == []
