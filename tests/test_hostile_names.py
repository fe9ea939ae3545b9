"""No string raises but as a bad name, and none takes long, whatever it is put together of.

`python -m tests.benchmarks.fuzz_names` lets a coverage-guided fuzzer look for worse ones.
"""

from __future__ import annotations

import pytest
from benchmarks.fuzz_names import KINDS, again, data_of, slowest, text_of
from benchmarks.hostile import LIMIT_MS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver.mention import Kind

# CPU time, which others on the machine make longer all the same.
MOST_MS = LIMIT_MS * 2

units = st.sampled_from(
    ("sch", "tch", "ie", "j", "ch", "Ju.", "J. ", "ov", "vich", "Aleksandrovitsch ", "щ", "ьо", "Ӏ",
     "a\u0301", "\u0301\u0316", "\u200b", "\u202e", "-", "'", "’", ",", ". ", "(", ")", " ", "ﷺ",
     "王", "ა", "1", "Ⅳ", "<", "%", "=", "\0", "\ud800", "\U0010ffff", "ООО ", "«", "»", "город ",
     "von ", "оглы ", "aа", "Eе")
)  # fmt: skip
repeated = st.builds(lambda unit, times: unit * times, units, st.integers(1, 520))
mixed = st.lists(units | st.text(max_size=3), max_size=90).map("".join)
anything = st.text(st.characters(exclude_categories=()), max_size=520)


@pytest.fixture(scope="module", autouse=True)
def tables() -> None:
    """Read what is read at its first use, which is no name's fault."""
    for kind in KINDS:
        for ordinary in ("Ыхтобруг, О", "Мансур Мовлаев", "Mansur Mowlajew"):
            slowest(kind, ordinary)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(KINDS), repeated | mixed | anything)
def test_no_string_raises_or_takes_long(kind: Kind, text: str) -> None:
    ms, step = again(kind, text)
    assert ms < MOST_MS, step


@given(st.sampled_from(KINDS), st.binary(max_size=60))
def test_what_the_fuzzer_found_is_found_again(kind: Kind, data: bytes) -> None:
    of, text = text_of(bytes([KINDS.index(kind)]) + data)
    assert of is kind
    assert text_of(data_of(of, text)) == (of, text)
