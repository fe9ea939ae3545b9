"""Arrow without pandas, for which it looks at the first list that it is given."""

from __future__ import annotations

import sys

import pyarrow as pa

from resolver.batch.without_pandas import without_pandas


def arrow_alone() -> None:
    """Let Arrow look for pandas once and find none. Later imports of pandas are as ever."""
    if "pandas" not in sys.modules:
        with without_pandas():
            pa.array([0])
