"""What engines hand batches to: Arrow in, Arrow out, no state but caches.

Every function takes a table and returns one, and the rows that come back depend on the rows
that go in alone: not on the worker, nor on what it has seen before.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import pyarrow as pa

from resolver.batch.profiles import PARTS, profile, token_of_key, without_case
from resolver.batch.words import facts_of
from resolver.compare import judge
from resolver.errors import BadName
from resolver.evidence import Item
from resolver.mention import Kind
from resolver.names import Name, Part, analyze
from resolver.relating import relate
from resolver.script import repair
from resolver.tokens import Token

_WORD = pa.struct([("place", pa.int8()), ("word", pa.string())])
PROFILES = pa.schema(
    [
        ("id", pa.int64()),
        ("reason", pa.string()),
        ("problem", pa.string()),
        ("text", pa.string()),
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
        ("removed", pa.list_(pa.string())),
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
    ]
)
RELATIONS = pa.schema(
    [
        ("place", pa.int8()),
        ("a", pa.int32()),
        ("b", pa.int32()),
        ("belarusian", pa.bool_()),
        ("weight", pa.float64()),
        ("near", pa.bool_()),
        ("gendered", pa.bool_()),
        ("unheard", pa.bool_()),
    ]
)
JUDGED = pa.schema(
    [
        ("a", pa.int32()),
        ("b", pa.int32()),
        ("log_odds", pa.float64()),
        ("near_a", pa.string()),
        ("near_b", pa.string()),
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
    ]
)

Function = Callable[[pa.Table], pa.Table]
_tokens: dict[str, Token] = {}
MOST_TOKENS = 400_000


def _token(key: str) -> Token:
    found = _tokens.get(key)
    if found is None:
        if len(_tokens) >= MOST_TOKENS:
            _tokens.clear()
        found = _tokens[key] = token_of_key(key)
    return found


def profiles(batch: pa.Table) -> pa.Table:
    """(id, text, kind) -> PROFILES; a bad name has a reason and nothing else."""
    columns: list[list[object]] = [[] for _ in PROFILES]
    kinds = {kind.value: kind for kind in Kind}
    for number, raw, kind in zip(
        batch["id"].to_pylist(), batch["text"].to_pylist(), batch["kind"].to_pylist(), strict=True
    ):
        row: tuple[object, ...]
        try:
            found, name = profile(raw, kinds[kind])
        except BadName as problem:
            row = (number, problem.reason, str(problem), *(None,) * (len(PROFILES) - 3))
        else:
            for (_, key), tok in zip(found.words, name.tokens, strict=False):
                if key not in _tokens and len(_tokens) < MOST_TOKENS:
                    _tokens[key] = without_case(tok, key)
            words = [{"place": place, "word": word} for place, word in found.words]
            row = (number, None, None, *found[:9], words, found.other, found.removed)
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    return pa.table(dict(zip(PROFILES.names, columns, strict=True)), schema=PROFILES)


def word_facts(batch: pa.Table) -> pa.Table:
    """(word) -> FACTS."""
    words = batch["word"].to_pylist()
    found = [facts_of(_token(word)) for word in words]
    columns = [words, *([facts[at] for facts in found] for at in range(len(FACTS) - 1))]
    return pa.table(dict(zip(FACTS.names, columns, strict=True)), schema=FACTS)


def relations(batch: pa.Table) -> pa.Table:
    """(place, a, b, word_a, word_b, belarusian) -> RELATIONS: the evidence of two words;
    `unheard` when they are one given name that no table knows."""
    weights: list[float] = []
    codes: list[str] = []
    unheard: list[bool] = []
    places = batch["place"].to_pylist()
    for place, a, b, belarusian in zip(
        places,
        batch["word_a"].to_pylist(),
        batch["word_b"].to_pylist(),
        batch["belarusian"].to_pylist(),
        strict=True,
    ):
        item = relate(PARTS[place], _token(a), _token(b), belarusian)
        weights.append(item.weight)
        codes.append(item.code)
        unheard.append(item.code == "given.same" and not _token(a).groups)
    return pa.table(
        {
            "place": batch["place"],
            "a": batch["a"],
            "b": batch["b"],
            "belarusian": batch["belarusian"],
            "weight": weights,
            "near": [code.endswith(".near") for code in codes],
            "gendered": [code == "surname.gendered" for code in codes],
            "unheard": unheard,
        },
        schema=RELATIONS,
    )


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
    return replace(name, parts=parts, slots=slots, gender=gender)


def near_words(items: tuple[Item, ...]) -> tuple[str, str]:
    """The two surnames that nearly meet, as keys; empty where they do not nearly meet."""
    for item in items:
        if item.code == "surname.near":
            return repair(item.a).lower(), repair(item.b).lower()
    return "", ""


def judged(batch: pa.Table) -> pa.Table:
    """(a, b, text_a, text_b, kind, turned_a, turned_b) -> JUDGED: two names compared whole."""
    sums: list[float] = []
    near: list[tuple[str, str]] = []
    rows = (
        batch[name].to_pylist() for name in ("text_a", "text_b", "kind", "turned_a", "turned_b")
    )
    for text_a, text_b, kind, turned_a, turned_b in zip(*rows, strict=True):
        found = judge(name_of(text_a, kind, turned_a), name_of(text_b, kind, turned_b))
        sums.append(math.fsum(item.weight for item in found.items))
        near.append(near_words(found.items))
    return pa.table(
        {
            "a": batch["a"],
            "b": batch["b"],
            "log_odds": sums,
            "near_a": [a for a, _ in near],
            "near_b": [b for _, b in near],
        },
        schema=JUDGED,
    )


def reasons(batch: pa.Table) -> pa.Table:
    """(a, b, score, text_a, text_b, kind, turned_a, turned_b) -> REASONS: why two names may be
    one, in a line."""
    rows = (
        batch[name].to_pylist() for name in ("text_a", "text_b", "kind", "turned_a", "turned_b")
    )
    why = [
        judge(name_of(a, kind, turned_a), name_of(b, kind, turned_b)).explained().why()
        for a, b, kind, turned_a, turned_b in zip(*rows, strict=True)
    ]
    kept = [name for name in REASONS.names if name != "why"]
    return pa.table({**{name: batch[name] for name in kept}, "why": why}, schema=REASONS)
