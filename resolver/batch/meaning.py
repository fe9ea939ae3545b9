"""What each word of an archive is meant as, and the classes of words that are meant as one.

Names whose words are of the same classes are one node: they are never compared with each
other, and with others only once. A class is represented by its word that is mentioned most,
a Cyrillic one where there is one, because that can be read in the fewest ways.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from zlib import crc32

import pyarrow as pa
import pyarrow.compute as pc

from resolver.batch.engine import Engine
from resolver.batch.homographs import known_apart, nearest_of
from resolver.batch.profiles import INITIAL, PARTS, SURNAME
from resolver.batch.words import WordFacts, Words

SOUNDS, BUCKETS = 2, 64
MEANT = pa.schema([("place", pa.int32()), ("wid", pa.int32()), ("cid", pa.int32()),
                   ("slip", pa.bool_())])  # fmt: skip
CLASS = pa.schema(
    [
        ("place", pa.int32()),
        ("cid", pa.int32()),
        ("form", pa.string()),
        ("support", pa.float64()),
        ("wid", pa.int32()),
        ("word", pa.string()),
        ("sound", pa.string()),
        ("initial", pa.bool_()),
        ("bucket", pa.int32()),
    ]
)
CLASS_KEY = pa.schema([("place", pa.int32()), ("cid", pa.int32()), ("key", pa.int32()),
                       ("known", pa.bool_())])  # fmt: skip
CLASS_FIRST = pa.schema([("place", pa.int32()), ("cid", pa.int32()), ("key", pa.int32())])
_SCHEMAS = {"meant": MEANT, "class": CLASS, "class_key": CLASS_KEY, "class_first": CLASS_FIRST}
_LISTS = ("forms", "firsts", "groups", "fathers", "stems")


_Given = tuple[str, WordFacts, int, int]  # word, facts, mentions, wid
_Best = tuple[bool, bool, int, str, int]


@dataclass(slots=True)
class _Class:
    form: str
    support: float
    best: _Best
    sound: str = ""
    keys: dict[str, None] = field(default_factory=dict)
    firsts: dict[str, None] = field(default_factory=dict)


def mean(engine: Engine) -> None:
    """`meant` (place, wid, cid, slip: of another word); `class` (place, cid, form, support,
    wid, word, sound, initial, bucket: by the first sounds) and the keys of classes, `class_key`
    (place, cid, key, known: of a name in our tables) and coarser ones, `class_first` (place, cid,
    key). Keys are numbers, by place."""
    if engine.has("class_first"):
        return
    words = engine.fetch(
        f"""SELECT place, wid, n, word, {", ".join(_LISTS)}, sound FROM (SELECT place, wid,
          CAST(sum(n) AS BIGINT) AS n FROM placed GROUP BY place, wid) q JOIN word USING (wid)
        ORDER BY place, wid"""
    )
    parts = [words.filter(pc.equal(words["place"], place)) for place in range(len(PARTS))]
    del words
    found = engine.each(meanings, parts)
    for name in _SCHEMAS:
        engine.put(name, pa.concat_tables([tables[name] for tables in found]))


def meanings(part: pa.Table) -> dict[str, pa.Table]:
    """The words of one place (place, wid, n, word and facts) -> the tables of `mean`."""
    before = gc.isenabled()
    gc.disable()  # millions of small things without a cycle
    try:
        return _meanings(part)
    finally:
        if before:
            gc.enable()


def _meanings(part: pa.Table) -> dict[str, pa.Table]:
    if not part.num_rows:
        return {name: schema.empty_table() for name, schema in _SCHEMAS.items()}
    place = part["place"][0].as_py()
    lists = (_tuples(part[name]) for name in _LISTS)
    known = [
        WordFacts(forms, firsts, groups, fathers, stems, sound, gender="u", ways=0)
        for forms, firsts, groups, fathers, stems, sound in zip(
            *lists, part["sound"].to_pylist(), strict=True
        )
    ]
    words, counts, wids = (part[name].to_pylist() for name in ("word", "n", "wid"))
    archive = Words(place, dict(zip(words, zip(known, counts, strict=True), strict=True)))
    given = [*zip(words, known, counts, wids, strict=True)]
    of, slips, classes = _classes(archive, given)
    if place == SURNAME:
        _divide(given, of, slips, classes)
    keys, firsts = ([(cid, key) for cid, one in enumerate(classes) for key in getattr(one, name)]
                    for name in ("keys", "firsts"))  # fmt: skip
    return {
        "meant": _table(MEANT, place, wids, of, slips),
        "class": _table(
            CLASS,
            place,
            range(len(classes)),
            [one.form for one in classes],
            [one.support for one in classes],
            [one.best[4] for one in classes],
            [one.best[3] for one in classes],
            [one.sound for one in classes],
            [one.best[3].endswith(INITIAL) for one in classes],
            [crc32(one.sound[:SOUNDS].encode()) % BUCKETS for one in classes],
        ),
        "class_key": _table(
            CLASS_KEY,
            place,
            [cid for cid, _ in keys],
            _numbered([key for _, key in keys]),
            [":" in key for _, key in keys],
        ),
        "class_first": _table(
            CLASS_FIRST,
            place,
            [cid for cid, _ in firsts],
            _numbered([key for _, key in firsts]),
        ),
    }


def _tuples(column: pa.ChunkedArray) -> list[tuple[str, ...]]:
    """The lists of a column; all their items at once, which Arrow is quick with."""
    lists = column.combine_chunks()
    ends = lists.offsets.to_pylist()
    items = lists.values.to_pylist()
    return [tuple(items[a:b]) for a, b in pairwise(ends)]


def _numbered(keys: Sequence[str]) -> list[int]:
    numbers: dict[str, int] = {}
    return [numbers.setdefault(key, len(numbers)) for key in keys]


def _table(schema: pa.Schema, place: int, *columns: Sequence[object]) -> pa.Table:
    every = [[place] * len(columns[0]), *columns]
    return pa.table(dict(zip(schema.names, every, strict=True)), schema=schema)


def _divide(given: Sequence[_Given], of: list[int], slips: list[bool], found: list[_Class]) -> None:
    """Classes of surnames that the archive knows apart become several (see `homographs`). They
    keep the keys that they had together, so that they meet."""
    cyrillic: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for (word, _, n, _), cid, slip in zip(given, of, slips, strict=True):
        if word[:1] > "\u0370" and not slip and found[cid].form:
            cyrillic[cid].append((word, n))
    apart = {
        cid: known
        for cid, words in cyrillic.items()
        if len(words) > 1 and (known := known_apart(found[cid].form, words))
    }
    parts: dict[tuple[int, str], list[int]] = defaultdict(list)
    for at, cid in enumerate(of):
        if cid in apart:
            parts[cid, nearest_of(apart[cid], found[cid].form, given[at][0])].append(at)
    for (cid, form), places in sorted(parts.items()):
        whole, known = found[cid], apart[cid]
        bests = [(_best(*given[at], own=not slips[at]), given[at][1].sound) for at in places]
        best, sound = max(bests)
        support = float(sum(given[at][2] for at in places))
        one = _Class(form, support, best, sound, whole.keys, whole.firsts)
        if form == max(known, key=lambda own: (known[own], own)):
            found[cid] = replace(one, form=whole.form)
        else:
            for at in places:
                of[at] = len(found)
            found.append(one)


def _classes(words: Words, given: Sequence[_Given]) -> tuple[list[int], list[bool], list[_Class]]:
    """The class of each word, whether it is a slip of another, and the classes."""
    numbers: dict[str, int] = {}
    classes: list[_Class] = []
    of: list[int] = []
    slips: list[bool] = []
    for word, facts, n, wid in given:
        found = words.meant(word)
        name = found.form or f". {word}"
        own = found.form in facts.forms
        best = _best(word, facts, n, wid, own=own)
        cid = numbers.setdefault(name, len(numbers))
        if cid == len(classes):
            classes.append(_Class(found.form, found.support, best, facts.sound))
        one = classes[cid]
        if best > one.best:
            one.best, one.sound = best, facts.sound
        for key in found.keys:
            one.keys[key] = None
        for first in found.firsts:
            one.firsts[first] = None
        of.append(cid)
        slips.append(bool(found.form) and not own)
    return of, slips, classes


def _best(word: str, _facts: WordFacts, n: int, wid: int, *, own: bool) -> _Best:
    """What decides which word stands for its class: the greatest."""
    return own, word[:1] > "\u0370", n, word, wid
