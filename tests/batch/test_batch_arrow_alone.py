"""Arrow is used without pandas, which others may still import."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys
from resolver.batch.arrow_alone import arrow_alone
arrow_alone()
import pyarrow as pa
table = pa.table({"x": [1, 2]})
assert "pandas" not in sys.modules
import pandas
assert table.to_pandas()["x"].sum() == 3
"""


def test_arrow_does_not_import_pandas_and_whoever_wants_it_has_it() -> None:
    pytest.importorskip("pandas")
    subprocess.run([sys.executable, "-c", PROGRAM], check=True)
