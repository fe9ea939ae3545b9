"""The table of faults as one command; `--long` for a night.

python -m tests.faults            25 kill cycles, 4 x 2,000 decisions, 200 damaged files, 500 x 50
python -m tests.faults --long     300 kill cycles, 2,000 damaged files, 50,000 x 50
"""

from __future__ import annotations

import os
import sys

import pytest

LONG = {"KILL_CYCLES": "300", "DAMAGED_FILES": "2000", "MACHINE_EXAMPLES": "50000"}

if __name__ == "__main__":
    if "--long" in sys.argv:
        os.environ.update(LONG)
    sys.exit(pytest.main(["tests/faults", "tests/ledger", "-v", "--durations=10"]))
