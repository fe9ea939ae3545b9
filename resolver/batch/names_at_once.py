"""The distinct names of an archive that memory holds, numbered in the order of their letters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from resolver.batch.arrays import Ints, array, numbered, places_in, ranks
from resolver.batch.engine import Engine


@dataclass(frozen=True, slots=True)
class Mentions:
    """Which of the distinct texts and of the kinds, which are in order, each mention has."""

    row: pa.Array
    texts: pa.Array
    text: Ints
    kinds: pa.Array
    kind: Ints

    def persons(self) -> Ints:
        """The texts that are names of persons."""
        mine = self.text[self.kind == places_in(pa.array(["person"]), self.kinds)[0]]
        return np.flatnonzero(np.bincount(mine))  # `unique` imports masked arrays


@dataclass(frozen=True, slots=True)
class Names:
    """`name` (id, text, kind, n) and `named` (row, id, held) as tables; `person` is the id of each
    text as the name of a person."""

    name: pa.Table
    named: pa.Table
    person: Ints


def mentions_of(engine: Engine) -> Mentions:
    """All mentions, in one order whoever asks."""
    found = engine.fetch("SELECT row, text, kind FROM mention ORDER BY row").combine_chunks()
    row, text, kind = (found[name].combine_chunks() for name in ("row", "text", "kind"))
    return Mentions(row, *numbered(text), *numbered(kind, in_order=True))


def names_of(mentions: Mentions) -> Names:
    """The names, by kind and text."""
    texts, kinds = mentions.texts, mentions.kinds
    order = pc.sort_indices(texts).to_numpy().astype(np.int64)
    both = mentions.kind * len(texts) + ranks(order)[mentions.text]
    counts = np.bincount(both)
    found = np.flatnonzero(counts)
    ids, which = np.arange(len(found)), np.empty(len(counts), np.int64)
    which[found] = ids
    which = which[both]
    text, kind = order[found % max(1, len(texts))], found // max(1, len(texts))
    name = {
        "id": array(ids),
        "text": texts.take(array(text)),
        "kind": kinds.take(array(kind)),
        "n": array(counts[found]),
    }
    named = {"row": mentions.row, "id": array(which), "held": array(which)}
    person = np.full(len(texts), -1)
    mine = kind == places_in(pa.array(["person"]), kinds)[0]
    person[text[mine]] = ids[mine]
    return Names(pa.table(name), pa.table(named), person)
