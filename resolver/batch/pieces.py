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
_MOST = 1 << 62
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
    """`names` of known words alone, their words place by place (NONE where there are fewer), and
    which of the signatures each has; `first` is the first name of each of these."""

    names: Ints
    words: list[Ints]
    signature: Ints
    signatures: pa.Array
    first: Ints


def cut(texts: pa.Array, persons: Ints) -> Pieces:
    """The pieces of names; `persons` says which of the texts are names of persons."""
    lists = pc.split_pattern(texts.take(array(persons)), " ")
    many = pc.list_value_length(lists).to_numpy()
    few = (many >= 2) & (many <= MOST_WORDS)
    names, counts = persons[few], many[few].astype(np.int64)
    every = (lists if few.all() else lists.take(array(np.flatnonzero(few)))).flatten()
    written, which = numbered(every)
    commas = pc.ends_with(written, ",")
    chunks, of = numbered(pc.if_else(commas, pc.utf8_slice_codeunits(written, 0, -1), written))
    comma = commas.cast(pa.int64()).to_numpy()
    return Pieces(names, counts, chunks, of[which], comma[which])


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
    words, told = [], []
    whole = np.ones(len(pieces.names), bool)
    begins = np.cumsum(pieces.counts) - pieces.counts
    for at in range(MOST_WORDS):
        rows = np.flatnonzero(pieces.counts > at)
        piece = begins[rows] + at
        chunk = pieces.chunk[piece]
        mine, codes_at = (np.full(len(pieces.names), NONE) for _ in range(2))
        mine[rows] = of_word[chunk]
        codes_at[rows] = of_code[chunk] * 2 + pieces.comma[piece]
        whole[rows] &= mine[rows] >= 0
        words.append(mine)
        told.append(codes_at)
    kept = np.flatnonzero(whole)
    distinct, signature = _distinct([codes_at[kept] for codes_at in told], 2 * len(codes) + 1)
    names = pieces.names[kept]
    first = np.full(len(distinct), np.iinfo(np.int64).max)
    np.minimum.at(first, signature, names)
    words = [mine[kept] for mine in words]
    return Signed(names, words, signature, _written(distinct, codes), first)


def _distinct(columns: list[Ints], base: int) -> tuple[Ints, Ints]:
    """The distinct rows of columns of numbers from -1 to `base` - 2, in order, and which of them
    each is."""
    which, most = np.zeros(len(columns[0]), np.int64), 1
    for column in columns:
        if most * base >= _MOST:
            found, which = np.unique(which, return_inverse=True)
            most = len(found)
        which, most = which * base + column + 1, most * base
    found, which = np.unique(which, return_inverse=True)
    some = np.empty(len(found), np.int64)
    some[which] = np.arange(len(which))
    return np.stack([column[some] for column in columns], axis=1), which


def _written(told: Ints, codes: pa.Array) -> pa.Array:
    """Signatures as text: the codes of their pieces, each with its comma."""
    both = [f"{code}{comma}" for code in codes.to_pylist() for comma in ("", ",")]
    both.append("")  # where there is no piece
    return pa.array([" ".join([both[code] for code in row]) for row in told.tolist()], pa.string())
