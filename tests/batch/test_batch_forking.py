"""The server that workers are forked from."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

PROGRAM = """
import time
from resolver.batch.workers import context
context()
print("begun", flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of a terminal")
def test_an_interrupt_while_tables_are_read_is_not_told_by_the_server() -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "begun\n"
    time.sleep(0.2)  # the server has begun to import
    os.killpg(program.pid, signal.SIGINT)
    _, said = program.communicate(timeout=30)
    assert said.count("Traceback") == 1, said  # that of the program itself
