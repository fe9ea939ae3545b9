"""What each word of an archive is meant as, and the classes of words that are meant as one.

Names whose words are of the same classes are one node: they are never compared with each
other, and with others only once. A class is represented by its word that is mentioned most,
a Cyrillic one where there is one, because that can be read in the fewest ways.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from resolver.batch.engine import Engine
from resolver.batch.profiles import INITIAL, PARTS
from resolver.batch.words import WordFacts, Words


@dataclass(slots=True)
class _Class:
    form: str
    support: float
    best: tuple[bool, bool, int, str, int]
    keys: dict[str, None] = field(default_factory=dict)
    firsts: dict[str, None] = field(default_factory=dict)


def mean(engine: Engine) -> None:
    """`meant` (place, wid, cid, slip: of another word); `class` (place, cid, form, support,
    wid, word, sound, initial) and the keys of classes, `class_key` (place, cid, key, known: of a
    name in our tables) and coarser ones, `class_first` (place, cid, key)."""
    if engine.has("class_first"):
        return
    gc.disable()  # millions of small things without a cycle
    try:
        _mean(engine)
    finally:
        gc.enable()


def _mean(engine: Engine) -> None:
    rows = engine.fetch(
        "SELECT place, wid, CAST(sum(n) AS BIGINT) AS n FROM placed GROUP BY place, wid "
        "ORDER BY place, wid"
    )
    facts = engine.fetch("SELECT * FROM word ORDER BY wid").to_pylist()
    known = [
        WordFacts(
            forms=tuple(row["forms"]),
            firsts=tuple(row["firsts"]),
            groups=tuple(row["groups"]),
            fathers=tuple(row["fathers"]),
            stems=tuple(row["stems"]),
            sound=row["sound"],
            gender=row["gender"],
            ways=row["ways"],
        )
        for row in facts
    ]
    words = [row["word"] for row in facts]
    del facts
    numbers: dict[str, int] = {}
    meant: list[tuple[int, int, int, bool]] = []
    classes: list[tuple[int, int, str, float, int, str, str, bool]] = []
    keys: list[tuple[int, int, int, bool]] = []
    firsts: list[tuple[int, int, int]] = []
    counts = zip(*(rows[name].to_pylist() for name in ("place", "wid", "n")), strict=True)
    by_place: list[list[tuple[int, int]]] = [[] for _ in PARTS]
    for place, wid, n in counts:
        by_place[place].append((wid, n))
    for place, mine in enumerate(by_place):
        of, slips, found = _classes(Words(place, {words[wid]: (known[wid], n) for wid, n in mine}),
                             [(words[wid], known[wid], n, wid) for wid, n in mine])  # fmt: skip
        meant += [
            (place, wid, cid, slip) for (wid, _), cid, slip in zip(mine, of, slips, strict=True)
        ]
        for cid, one in enumerate(found):
            word, wid = one.best[3:]
            classes.append((place, cid, one.form, one.support, wid, word, known[wid].sound,
                            word.endswith(INITIAL)))  # fmt: skip
            keys += [(place, cid, numbers.setdefault(k, len(numbers)), ":" in k) for k in one.keys]
            firsts += [(place, cid, numbers.setdefault(f"^ {k}", len(numbers))) for k in one.firsts]
    engine.put("meant", _table(meant, ("place", "wid", "cid", "slip")))
    engine.put(
        "class",
        _table(classes, ("place", "cid", "form", "support", "wid", "word", "sound", "initial")),
    )
    engine.put("class_key", _table(keys, ("place", "cid", "key", "known")))
    engine.put("class_first", _table(firsts, ("place", "cid", "key")))


def _classes(
    words: Words, given: Sequence[tuple[str, WordFacts, int, int]]
) -> tuple[list[int], list[bool], list[_Class]]:
    """The class of each word, whether it is a slip of another, and the classes."""
    numbers: dict[str, int] = {}
    classes: list[_Class] = []
    of: list[int] = []
    slips: list[bool] = []
    for word, facts, n, wid in given:
        found = words.meant(word)
        name = found.form or f". {word}"
        own = found.form in facts.forms
        cyrillic = word[:1] > "\u0370"
        best = (own, cyrillic, n, word, wid)
        cid = numbers.setdefault(name, len(numbers))
        if cid == len(classes):
            classes.append(_Class(found.form, found.support, best))
        one = classes[cid]
        one.best = max(one.best, best)
        one.keys.update(dict.fromkeys(found.keys))
        one.firsts.update(dict.fromkeys(found.firsts))
        of.append(cid)
        slips.append(bool(found.form) and not own)
    return of, slips, classes


_TYPES = {
    "support": pa.float64(),
    "form": pa.string(),
    "word": pa.string(),
    "sound": pa.string(),
    "initial": pa.bool_(),
    "known": pa.bool_(),
    "slip": pa.bool_(),
}


def _table(rows: Sequence[tuple[object, ...]], names: tuple[str, ...]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    types = [_TYPES.get(name, pa.int32()) for name in names]
    arrays = [pa.array(column, type_) for column, type_ in zip(columns, types, strict=True)]
    return pa.table(dict(zip(names, arrays, strict=True)))
