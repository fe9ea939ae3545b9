"""Imported once by the process that workers are forked from: they share tables and readings."""

from __future__ import annotations

import gc
from itertools import chain

import pyarrow as pa

from resolver.batch import clusters, meaning, originals, sending  # noqa: F401 - for the workers
from resolver.batch.arrow_alone import arrow_alone
from resolver.batch.functions import lexemes
from resolver.batch.relations import relations

_LETTERS = [*map(chr, chain(range(ord("a"), ord("z") + 1), range(ord("а"), ord("я") + 1)))]

gc.disable()  # all of this stays, so looking for cycles in it only costs time
arrow_alone()


def _warm() -> None:
    """Tables are filled when a word first asks for them; these words ask for nearly all."""
    words = [f"{letter}{rest}" for letter in _LETTERS for rest in ("ana", "ович", "ovich")]
    lexemes(pa.table({"low": words, "chunks": [[word.title()] for word in words]}))
    few = [("Wright", "Уайт"), ("Мовлаеву", "Мовлаев"), ("Garabedian", "Карапетян")]
    relations(
        pa.table(
            {
                "place": [place for place in range(3) for _ in few],
                "a": [0] * 9,
                "b": [1] * 9,
                "word_a": [a.lower() for _ in range(3) for a, _ in few],
                "word_b": [b.lower() for _ in range(3) for _, b in few],
            }
        )
    )


_warm()
