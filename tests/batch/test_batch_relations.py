"""Pairs of words by the thousand: what is left out is what could say nothing else."""

from __future__ import annotations

from itertools import combinations

import pyarrow as pa
import pytest
from benchmarks.archive import mentions

from resolver.batch.relations import may_be_marked, relations
from resolver.names import Part, analyze
from resolver.relating import relate
from resolver.word_keys import PARTS, key_of_token, token_of_key

PAIRS = 1500
TOLD = [("лявоненка", "леоненко"), ("бабрыла", "бобрила"), ("д.", "дмитрий")]


def words(part: Part) -> list[str]:
    names = [analyze(mention.name) for mention in mentions(300, 4, mixed=True)]
    found = {key_of_token(name.slots[part]) for name in names if part in name.slots}
    return sorted(found | {"д.", "d.", "лявоненка", "леоненко", "цярэнцьеў", "терентьев"})


@pytest.mark.parametrize("place", range(3))
def test_words_are_related_as_one_by_one(place: int) -> None:
    part = PARTS[place]
    pairs = [*combinations(words(part), 2)]
    pairs = [*pairs[:: max(1, len(pairs) // PAIRS)], *TOLD]
    table = pa.table(
        {
            "place": pa.array([place] * len(pairs), pa.int32()),
            "a": pa.array(range(len(pairs)), pa.int32()),
            "b": pa.array(range(len(pairs)), pa.int32()),
            "word_a": [a for a, _ in pairs],
            "word_b": [b for _, b in pairs],
        }
    )
    found = relations(table).to_pylist()
    marked = 0
    for (a, b), row in zip(pairs, found, strict=True):
        one, other = token_of_key(a), token_of_key(b)
        plain, beside = (relate(part, one, other, belarusian) for belarusian in (False, True))
        assert (row["weight"], row["marked"]) == (plain.weight, beside.weight), (a, b)
        assert row["gendered"] == (plain.code == "surname.gendered")
        assert may_be_marked(plain) or plain.weight == beside.weight
        marked += plain.weight != beside.weight
    assert marked or place == 2
