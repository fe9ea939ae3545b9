"""The names of an archive that memory holds, cut at their spaces: on arrays of numbers, where
queries would take three times as long.

What comes of it is what `analysis` has: the words by their numbers, and what each name is by the
signature of its pieces.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from resolver.batch.arrays import Ints, array, numbered, places_in
from resolver.lexemes import MOST_WORDS

NONE = -1
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Pieces:
    """`names`: which have so many pieces that they may be plain; `counts` of these. Of every piece,
    one after the other: which of `chunks` it is, and whether a comma follows."""

    names: Ints
    counts: Ints
    chunks: pa.Array
    chunk: Ints
    comma: Ints


@dataclass(frozen=True, slots=True)
class Signed:
    """`names` of known words alone, the words of each at their places (NONE where there are
    fewer), and which of the signatures it has; `first` is the first name of each of these."""

    names: Ints
    words: Ints
    signature: Ints
    signatures: pa.Array
    first: Ints


def cut(texts: pa.Array, persons: Ints) -> Pieces:
    """The pieces of names; `persons` says which of the texts are names of persons."""
    many = pc.add(pc.count_substring(texts, " "), 1).to_numpy()
    names = persons[(many[persons] >= 2) & (many[persons] <= MOST_WORDS)]
    every = pc.split_pattern(texts.take(array(names)), " ").flatten()
    written, which = numbered(every)
    commas = pc.ends_with(written, ",")
    chunks, of = numbered(pc.if_else(commas, pc.utf8_slice_codeunits(written, 0, -1), written))
    comma = commas.cast(pa.int64()).to_numpy()
    return Pieces(names, many[names].astype(np.int64), chunks, of[which], comma[which])


def spelled(chunks: pa.Array) -> pa.Table:
    """(low, chunks: those that differ in case alone), of those that are not too long; in the order
    that queries have them in, so that batches are the same."""
    lengths = pc.utf8_length(chunks)
    kept = chunks.filter(pc.and_(pc.greater(lengths, 0), pc.less_equal(lengths, LONGEST)))
    kept = kept.take(pc.sort_indices(kept))
    lows = pa.array([chunk.lower() for chunk in kept.to_pylist()], pa.string())
    low, of = numbered(lows, in_order=True)
    ends = np.concatenate([[0], np.cumsum(np.bincount(of, minlength=len(low)))])
    together = kept.take(array(np.argsort(of, kind="stable")))
    lists = pa.ListArray.from_arrays(array(ends).cast(pa.int32()), together)
    return pa.table({"low": low, "chunks": lists})


def signed(pieces: Pieces, words: pa.ListArray) -> Signed:
    """The names all of whose pieces are spellings of words: `words` has (chunk, code) of each."""
    known = words.flatten()
    word = np.repeat(np.arange(len(words)), pc.list_value_length(words).to_numpy())
    codes, code = numbered(known.field("code"), in_order=True)
    where = places_in(known.field("chunk"), pieces.chunks)
    of_word, of_code = (np.full(len(pieces.chunks), NONE) for _ in range(2))
    of_word[where], of_code[where] = word, code
    table_words, table_codes = (np.full((len(pieces.names), MOST_WORDS), NONE) for _ in range(2))
    ends = np.cumsum(pieces.counts)
    for at in range(MOST_WORDS):
        rows = np.flatnonzero(pieces.counts > at)
        piece = ends[rows] - pieces.counts[rows] + at
        chunk = pieces.chunk[piece]
        table_words[rows, at] = of_word[chunk]
        table_codes[rows, at] = of_code[chunk] * 2 + pieces.comma[piece]
    whole = np.flatnonzero((table_words >= 0).sum(axis=1) == pieces.counts)
    told, signature = _distinct(table_codes[whole], 2 * len(codes) + 1)
    names = pieces.names[whole]
    first = np.full(len(told), np.iinfo(np.int64).max)
    np.minimum.at(first, signature, names)
    return Signed(names, table_words[whole], signature, _written(told, codes), first)


def _distinct(rows: Ints, base: int) -> tuple[Ints, Ints]:
    """The distinct rows of numbers from -1 to `base` - 2, in order, and which of them each is."""
    which = np.zeros(len(rows), np.int64)
    first = which[:0]
    for at in range(rows.shape[1]):
        _, first, which = np.unique(
            which * base + rows[:, at] + 1, return_index=True, return_inverse=True
        )
    return rows[first], which


def _written(told: Ints, codes: pa.Array) -> pa.Array:
    """Signatures as text: the codes of their pieces, each with its comma."""
    both = [f"{code}{comma}" for code in codes.to_pylist() for comma in ("", ",")]
    both.append("")  # where there is no piece
    return pa.array([" ".join([both[code] for code in row]) for row in told.tolist()], pa.string())
