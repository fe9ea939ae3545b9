"""What engines hand batches to: Arrow in, Arrow out, no state but caches.

Every function takes a table and returns one, and the rows that come back depend on the rows
that go in alone: not on the worker, nor on what it has seen before.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, chain

import pyarrow as pa

from resolver.attributes import NOTHING, missing
from resolver.batch.doubt import doubtful_words
from resolver.batch.profiles import profile
from resolver.batch.taken import judged_as_taken
from resolver.batch.word_facts import WordFacts, facts_of
from resolver.compare import Judgement, judge
from resolver.errors import BadName
from resolver.keys import skeleton
from resolver.lexemes import MOST_WORDS, lexeme, shape
from resolver.mention import Kind
from resolver.names import Name, Part, analyze
from resolver.tokens import by_ear, token
from resolver.word_keys import token_of_key

_WORD = pa.struct([("place", pa.int8()), ("word", pa.string())])
_CHUNK = pa.struct([("chunk", pa.string()), ("code", pa.string())])
PROFILES = pa.schema(
    [
        ("id", pa.int64()),
        ("reason", pa.string()),
        ("problem", pa.string()),
        ("tier", pa.int8()),
        ("plain", pa.bool_()),
        ("sure", pa.bool_()),
        ("gender", pa.string()),
        ("generation", pa.string()),
        ("belarusian", pa.bool_()),
        ("latin", pa.bool_()),
        ("ways", pa.int32()),
        ("words", pa.list_(_WORD)),
        ("other", pa.list_(pa.string())),
    ]
)
FACTS = pa.schema(
    [
        ("word", pa.string()),
        ("forms", pa.list_(pa.string())),
        ("firsts", pa.list_(pa.string())),
        ("groups", pa.list_(pa.string())),
        ("fathers", pa.list_(pa.string())),
        ("stems", pa.list_(pa.string())),
        ("sound", pa.string()),
        ("gender", pa.string()),
        ("ways", pa.int32()),
    ]
)
LEXEMES = FACTS.append(pa.field("chunks", pa.list_(_CHUNK)))
SHAPES = pa.schema(
    [
        ("sig", pa.string()),
        *((f"p{at}", pa.int8()) for at in range(1, MOST_WORDS + 1)),
        ("tier", pa.int8()),
        ("sure", pa.bool_()),
        ("gender", pa.string()),
        ("belarusian", pa.bool_()),
        ("latin", pa.bool_()),
    ]
)
JUDGED = pa.schema(
    [
        ("a", pa.int32()),
        ("b", pa.int32()),
        ("log_odds", pa.float64()),
        ("doubt_a", pa.string()),
        ("doubt_b", pa.string()),
    ]
)
REASONS = pa.schema(
    [
        ("a", pa.int64()),
        ("b", pa.int64()),
        ("score", pa.float64()),
        ("text_a", pa.string()),
        ("text_b", pa.string()),
        ("kind", pa.string()),
        ("why", pa.string()),
        ("codes", pa.list_(pa.string())),
        ("missing", pa.list_(pa.string())),
    ]
)

Function = Callable[[pa.Table], pa.Table]
_LARGE = 20_000


def _forget() -> None:
    """Let go of the words of an archive: each is looked at once, so remembering is dear."""
    for cache in (token, by_ear, skeleton):
        if cache.cache_info().currsize > _LARGE:
            cache.cache_clear()


def lexemes(batch: pa.Table) -> pa.Table:
    """(low, chunks: spellings that differ in case) -> LEXEMES, a word a row; pieces that are no
    plain word are left out."""
    rows: dict[str, tuple[WordFacts, list[tuple[str, str]]]] = {}
    for chunks in batch["chunks"].to_pylist():
        for chunk, key, tok, code in lexeme(chunks):
            if tok is None or not code:
                continue
            row = rows.get(key)
            if row is None:
                row = rows[key] = facts_of(tok), []
            row[1].append((chunk, code))
    _forget()
    chunk_lists = [found for _, found in rows.values()]
    every = [*chain.from_iterable(chunk_lists)]
    pairs = [pa.array([pair[at] for pair in every], pa.string()) for at in range(2)]
    structs = pa.StructArray.from_arrays(pairs, fields=[*_CHUNK])
    columns = [
        *_facts([*rows], [facts for facts, _ in rows.values()]),
        pa.ListArray.from_arrays(_ends(chunk_lists), structs),
    ]
    return pa.table(dict(zip(LEXEMES.names, columns, strict=True)), schema=LEXEMES)


def _ends(lists: Sequence[Sequence[object]]) -> pa.Array:
    return pa.array([0, *accumulate(map(len, lists))], pa.int32())


def _facts(words: list[str], facts: list[WordFacts]) -> list[object]:
    """The columns of FACTS; Arrow is quicker with all items of lists than with lists."""
    columns: list[object] = [words]
    found = [*zip(*facts, strict=True)] or [()] * len(WordFacts._fields)
    for field, values in zip([*FACTS][1:], found, strict=True):
        if pa.types.is_list(field.type):
            items = pa.array(chain.from_iterable(values), pa.string())
            columns.append(pa.ListArray.from_arrays(_ends(values), items))
        else:
            columns.append(values)
    return columns


def shapes(batch: pa.Table) -> pa.Table:
    """(sig, text) -> SHAPES; signatures whose names must be looked at one by one are left out."""
    rows: list[tuple[object, ...]] = []
    for sig, text in zip(batch["sig"].to_pylist(), batch["text"].to_pylist(), strict=True):
        found = shape(text)
        if found is not None:
            places = [*found.places, *[None] * (MOST_WORDS - len(found.places))]
            rows.append((sig, *places, *found[1:]))
    columns = zip(*rows, strict=True) if rows else [[]] * len(SHAPES)
    return pa.table(dict(zip(SHAPES.names, columns, strict=True)), schema=SHAPES)


def profiles(batch: pa.Table) -> pa.Table:
    """(id, text, kind) -> PROFILES; a bad name has a reason and nothing else."""
    columns: list[list[object]] = [[] for _ in PROFILES]
    kinds = {kind.value: kind for kind in Kind}
    for number, raw, kind in zip(
        batch["id"].to_pylist(), batch["text"].to_pylist(), batch["kind"].to_pylist(), strict=True
    ):
        row: tuple[object, ...]
        try:
            found = profile(raw, kinds[kind])
        except BadName as problem:
            row = (number, problem.reason, str(problem), *(None,) * (len(PROFILES) - 3))
        else:
            words = [{"place": place, "word": word} for place, word in found.words]
            row = (number, None, None, *found[:8], words, found.other)
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    _forget()
    return pa.table(dict(zip(PROFILES.names, columns, strict=True)), schema=PROFILES)


def word_facts(batch: pa.Table) -> pa.Table:
    """(word) -> FACTS."""
    words = batch["word"].to_pylist()
    found = [facts_of(token_of_key(word)) for word in words]
    _forget()
    return pa.table(dict(zip(FACTS.names, _facts(words, found), strict=True)), schema=FACTS)


@lru_cache(maxsize=32768)
def name_of(text: str, kind: str, turned: bool) -> Name:  # noqa: FBT001 - a cache key
    """The name; `turned` when the archive shows given name and surname to be exchanged."""
    name = analyze(text, Kind(kind))
    if not turned:
        return name
    other = {Part.SURNAME: Part.GIVEN, Part.GIVEN: Part.SURNAME}
    parts = tuple(other.get(part, part) for part in name.parts)
    slots = dict(zip(parts, name.tokens, strict=True))
    gender = name.gender
    if Part.PATRONYMIC not in slots:
        gender = slots[Part.GIVEN].given_gender
    return replace(name, parts=parts, gender=gender)


def judged(batch: pa.Table) -> pa.Table:
    """(a, b, text_a, text_b, kind, turned_a, turned_b) -> JUDGED: two names compared whole."""
    sums: list[float] = []
    doubts: list[tuple[str, str]] = []
    rows = (
        batch[name].to_pylist() for name in ("text_a", "text_b", "kind", "turned_a", "turned_b")
    )
    for text_a, text_b, kind, turned_a, turned_b in zip(*rows, strict=True):
        one, other = name_of(text_a, kind, turned_a), name_of(text_b, kind, turned_b)
        items = judge(one, other).items
        sums.append(math.fsum(item.weight for item in items))
        belarusian = one.belarusian or other.belarusian
        doubts.append(doubtful_words(items, belarusian=belarusian))
    return pa.table(
        {
            "a": batch["a"],
            "b": batch["b"],
            "log_odds": sums,
            "doubt_a": [a for a, _ in doubts],
            "doubt_b": [b for _, b in doubts],
        },
        schema=JUDGED,
    )


def reasons(batch: pa.Table) -> pa.Table:
    """(a, b, score, known, text_a, text_b, kind, turned_a, turned_b, meant_a, meant_b) -> REASONS:
    why two names may be one, in a line; `known`: what the archive knows that parts them, `meant`:
    what it takes the words of each for."""
    rows = (batch[name].to_pylist() for name in _SIDES)
    found = [
        judged_as_taken(name_of(a, kind, turned_a), name_of(b, kind, turned_b), meant_a, meant_b)
        for a, b, kind, turned_a, turned_b, meant_a, meant_b in zip(*rows, strict=True)
    ]
    return told_why(batch, found, [missing(NOTHING, NOTHING)] * len(found))


_SIDES = ("text_a", "text_b", "kind", "turned_a", "turned_b", "meant_a", "meant_b")


def told_why(
    batch: pa.Table, found: list[tuple[Judgement, str]], lacking: list[tuple[str, ...]]
) -> pa.Table:
    """REASONS of a batch from its judgements, each with what words were taken for, and from what
    would tell more."""
    from resolver.recording import codes  # slow to import, and few runs ask for reasons

    kept = {name: batch[name] for name in REASONS.names[:-3]}
    told = {
        "why": [
            "; ".join(filter(None, (one.explained().why(), taken, apart)))
            for (one, taken), apart in zip(found, batch["known"].to_pylist(), strict=True)
        ],
        "codes": [codes(one) for one, _ in found],
        "missing": lacking,
    }
    return pa.table({**kept, **told}, schema=REASONS)
