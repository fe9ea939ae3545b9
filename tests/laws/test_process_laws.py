"""A score is the same in every process: Python mixes up its sets anew in each."""

from __future__ import annotations

import os
import subprocess
import sys

_SCORES = """
from resolver.compare import judge
from resolver.names import analyze
names = [
    "Amina Anzorkhanova", "Amina Anzorkhanvoa", "Amina Anzorxanova", "Olga Jorartova",
    "Olga Zhorartoa", "Ольга Жоратова", "Sasonowa Anna", "Zazonova Anna", "Анна Созанова",
    "Marija Popovska", "Мария Поповская", "Inga Kalnina", "Инга Калнинь",
]
for one in names:
    print([judge(analyze(one), analyze(other)).score for other in names])
"""


def scores(seed: int) -> str:
    env = {**os.environ, "PYTHONHASHSEED": str(seed)}
    done = subprocess.run(
        [sys.executable, "-c", _SCORES], env=env, capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout


def test_scores_do_not_depend_on_the_process() -> None:
    assert len({scores(seed) for seed in range(4)}) == 1
