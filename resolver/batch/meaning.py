"""What each word of an archive is meant as, and the classes of words that are meant as one.

Names whose words are of the same classes are one node: they are never compared with each
other, and with others only once. A class is represented by its word that is mentioned most,
a Cyrillic one where there is one, because that can be read in the fewest ways.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from itertools import pairwise, repeat
from zlib import crc32

import pyarrow as pa
import pyarrow.compute as pc

from resolver.batch.ahead import make_ahead
from resolver.batch.classes import classes_of
from resolver.batch.engine import Engine
from resolver.batch.kin import OTHERS, relate_others
from resolver.batch.word_facts import WordFacts
from resolver.batch.words import Words
from resolver.word_keys import INITIAL, PARTS, SURNAME

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
CLASS_SLIP = pa.schema([("place", pa.int32()), ("cid", pa.int32()), ("of", pa.int32())])
_SCHEMAS = {"meant": MEANT, "class": CLASS, "class_key": CLASS_KEY, "class_slip": CLASS_SLIP,
            "class_first": CLASS_FIRST}  # fmt: skip
_LISTS = ("forms", "firsts", "groups", "fathers", "stems")
OF_WORDS = ("word", *_LISTS, "sound")


def mean(engine: Engine) -> None:
    """`meant` (place, wid, cid, slip: of another word); `class` (place, cid, form, support,
    wid, word, sound, initial, bucket: by the first sounds) and the keys of classes, `class_key`
    (place, cid, key, known: of a name in our tables) and coarser ones, `class_first` (place, cid,
    key). Keys are numbers, by place. `class_slip` (place, cid, of): a class that may be slips of
    another.

    Surnames are most of the words: the classes of the others are related meanwhile."""
    if engine.in_memory:  # where it was begun with the analysis
        return
    words = engine.fetch(
        f"""SELECT place, wid, n, {", ".join(OF_WORDS)} FROM (SELECT place, wid,
          CAST(sum(n) AS BIGINT) AS n FROM placed GROUP BY place, wid) q JOIN word USING (wid)
        ORDER BY place, wid"""
    )
    parts = [words.filter(pc.equal(words["place"], place)) for place in range(len(PARTS))]
    del words
    mean_words(engine, parts, lambda: make_ahead(engine))


def mean_words(
    engine: Engine,
    parts: Sequence[pa.Table],
    keep: Callable[[], None],
    prepare: Callable[[], None] = lambda: None,
) -> None:
    """The same of the words of each part (place, wid, n and OF_WORDS, by wid). Workers are busy
    with all of them while `keep` is done, and with surnames alone while `prepare` is."""
    if engine.has("class_first"):
        keep()
        prepare()
        return
    surnames, *others = [engine.begin(meanings, part) for part in parts]
    keep()
    found = [other() for other in others]
    for name in _SCHEMAS:
        engine.put(f"{name}{OTHERS}", pa.concat_tables([tables[name] for tables in found]))
    relate_others(engine)
    prepare()
    found.insert(0, surnames())
    for name in _SCHEMAS:
        engine.put(name, pa.concat_tables([tables[name] for tables in found]))
    engine.drop(*(f"{name}{OTHERS}" for name in _SCHEMAS))


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
    told = _LISTS[:2] if place == SURNAME else _LISTS  # the rest says nothing of surnames
    lists = (_tuples(part[name]) if name in told else [()] * part.num_rows for name in _LISTS)
    columns = (*lists, part["sound"].to_pylist(), repeat("u"), repeat(0))
    known = [*map(WordFacts._make, zip(*columns))]  # noqa: B905 - two are without end
    words, counts, wids = (part[name].to_pylist() for name in ("word", "n", "wid"))
    archive = Words(place, dict(zip(words, zip(known, counts, strict=True), strict=True)))
    of, slips, classes = classes_of(archive, [*zip(words, known, counts, wids, strict=True)])
    keys, firsts = ([(cid, key) for cid, one in enumerate(classes) for key in getattr(one, name)]
                    for name in ("keys", "firsts"))  # fmt: skip
    cids = dict(zip(words, of, strict=True))
    slipped = sorted({(cid, cids[other]) for cid, one in enumerate(classes)
                      for other in one.slip_of if cids[other] != cid})  # fmt: skip
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
        "class_slip": _table(
            CLASS_SLIP, place, [cid for cid, _ in slipped], [other for _, other in slipped]
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
