"""What `analysis` does, of an archive that memory holds: its words and names as arrays of numbers.

The tables are the same. What takes long is kept as ever, so that a run goes on; the rest is made
again in less time than a query takes.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.batch.ahead import knows_more, make_ahead
from resolver.batch.arrays import Ints, array, numbered, places_in
from resolver.batch.engine import Engine
from resolver.batch.functions import (
    FACTS,
    LEXEMES,
    PROFILES,
    SHAPES,
    lexemes,
    profiles,
    shapes,
    word_facts,
)
from resolver.batch.gathering_at_once import Gathering, gather_at_once, good_names
from resolver.batch.meaning import OF_WORDS, mean_words
from resolver.batch.names_at_once import Names, mentions_of, names_of
from resolver.batch.pieces import NONE, Pieces, Signed, cut, signed, spelled
from resolver.lexemes import MOST_WORDS
from resolver.word_keys import PARTS

_LETTERS = "sgp"


@dataclass(frozen=True, slots=True)
class Used:
    """Which words are used where in which names, one after the other."""

    id: Ints
    place: Ints
    wid: Ints


def analyse_at_once(engine: Engine, turned: float) -> None:
    """`mention` -> `name`, `word`, `profile`, `turned` and `placed`, as `analyse` and `turn` have
    them, and the tables of `mean` and `gather`. What can be done while workers find out what words
    mean is done meanwhile."""
    if engine.has("node"):
        return
    names, pieces = _cut_names(engine)
    word, profile, used = _analysed(engine, names, pieces)
    n = names.name["n"].to_numpy()
    tables = {"name": names.name, "word": word, "profile": profile}
    tables["turned"], used = _turned(turned, n, word, profile, used)
    tables["placed"] = _placed(used, n)
    tables["seen"] = _seen(names.name, profile)
    if not knows_more(engine):
        tables["named"] = names.named

    def keep() -> None:
        for name, table in tables.items():
            engine.hold(name, table)
        make_ahead(engine)

    good: list[Gathering] = []
    mean_words(
        engine,
        [_words_of(place, used, n, word) for place in range(len(PARTS))],
        keep,
        lambda: good.append(good_names(engine)),
    )
    gather_at_once(engine, good[0])


def _cut_names(engine: Engine) -> tuple[Names, Pieces]:
    """The names and their pieces, of which `lexeme` has those that are known words."""
    mentions = mentions_of(engine)
    pieces = cut(mentions.texts, mentions.persons())
    with ThreadPoolExecutor(1) as aside:
        counted = aside.submit(names_of, mentions)
        engine.map("lexeme", lexemes, spelled(pieces.chunks), LEXEMES)
        names = counted.result()
    return names, replace(pieces, names=names.person[pieces.names])


def _analysed(engine: Engine, names: Names, pieces: Pieces) -> tuple[pa.Table, pa.Table, Used]:
    """`word` and `profile`, and which words the names use as they stand."""
    texts, kinds = (names.name[name].combine_chunks() for name in ("text", "kind"))
    known = engine.fetch("SELECT * FROM lexeme").sort_by("word")
    of_known = signed(pieces, known["chunks"].combine_chunks())
    shaped, rows, shape = _shaped(engine, texts, of_known)
    others = np.ones(len(texts), bool)
    others[of_known.names[shaped]] = False
    looked_at = array(np.flatnonzero(others))
    given = {"id": looked_at, "text": texts.take(looked_at), "kind": kinds.take(looked_at)}
    engine.map("single", profiles, pa.table(given), PROFILES)
    single = engine.fetch("SELECT * FROM single ORDER BY id")
    word = _words(engine, known.select(FACTS.names), single)
    words = _places(shape, rows, [at[shaped] for at in of_known.words])
    ids = of_known.names[shaped]
    alone = _single(word, single)
    shapes_ = shape.take(array(rows))
    ways = word["ways"].to_numpy()
    profile = _profiles(ways, ids, words, shapes_, (single, alone.words))
    return word, profile, _used(ids, words, alone)


def _true(mask: pa.Array) -> Ints:
    """Where a mask of Arrow is true."""
    found: Ints = pc.indices_nonzero(mask).to_numpy().astype(np.int64)
    return found


def _shaped(engine: Engine, texts: pa.Array, names: Signed) -> tuple[Ints, Ints, pa.Table]:
    """Of names of known words alone those that have the shape of their signature, with the row of
    that; and all shapes."""
    given = {"sig": names.signatures, "text": texts.take(array(names.first))}
    engine.map("shape", shapes, pa.table(given).sort_by("sig"), SHAPES)
    shape = engine.fetch("SELECT * FROM shape")
    rows = places_in(names.signatures, shape["sig"].combine_chunks())[names.signature]
    shaped = np.flatnonzero(rows >= 0)
    return shaped, rows[shaped], shape


def _places(shape: pa.Table, rows: Ints, words: list[Ints]) -> list[Ints]:
    """The word of each part, NONE where there is none, of words that stand one beside the other."""
    every = np.stack([*words, np.full(len(rows), NONE)])
    names, found = np.arange(len(rows)), []
    of_shape = [pc.fill_null(shape[f"p{at + 1}"], NONE).to_numpy() for at in range(MOST_WORDS)]
    for place in range(len(PARTS)):
        where = np.full(shape.num_rows, MOST_WORDS)
        for at, places in enumerate(of_shape):
            where[places == place] = at
        found.append(every[where[rows], names])
    return found


def _words(engine: Engine, known: pa.Table, single: pa.Table) -> pa.Table:
    """The known words, then those of names that were looked at one by one, by their numbers."""
    every = single["words"].combine_chunks().flatten().field("word").unique()
    strange = places_in(every, known["word"].combine_chunks()) < 0
    wanted = pa.table({"word": every.take(array(np.flatnonzero(strange)))}).sort_by("word")
    engine.map("further", word_facts, wanted, FACTS)
    further = engine.fetch("SELECT * FROM further").select(FACTS.names).sort_by("word")
    words = pa.concat_tables([known, further.cast(known.schema)]).combine_chunks()
    return words.add_column(0, "wid", array(np.arange(words.num_rows)).cast(pa.int32()))


@dataclass(frozen=True, slots=True)
class Single:
    """Names that were looked at one by one: which are plain, the words of all one after the other,
    each with the row of its name, and the words of plain ones by part."""

    id: Ints
    plain: npt.NDArray[np.bool_]
    row: Ints
    place: Ints
    wid: Ints
    words: list[Ints]


def _single(word: pa.Table, single: pa.Table) -> Single:
    lists = single["words"].combine_chunks()
    row = np.repeat(np.arange(len(lists)), _lengths(lists))
    loose = lists.flatten()
    place = loose.field("place").to_numpy().astype(np.int64)
    wid = places_in(loose.field("word"), word["word"].combine_chunks())
    plain = pc.fill_null(single["plain"], fill_value=False).cast(pa.int8()).to_numpy() > 0
    words = [np.full(len(lists), NONE) for _ in PARTS]
    for at, found in enumerate(words):
        here = plain[row] & (place == at)
        np.maximum.at(found, row[here], wid[here])
    return Single(single["id"].to_numpy(), plain, row, place, wid, words)


def _used(ids: Ints, words: list[Ints], single: Single) -> Used:
    """The words that names use, of shapes and by themselves."""
    odd = ~single.plain[single.row]
    used = [(single.id[single.row[odd]], single.place[odd], single.wid[odd])]
    for of, rows in ((ids, words), (single.id, single.words)):
        for at, found in enumerate(rows):
            has = np.flatnonzero(found >= 0)
            used.append((of[has], np.full(len(has), at), found[has]))
    return Used(*(np.concatenate(column) for column in zip(*used, strict=True)))


def _profiles(
    ways: Ints, ids: Ints, words: list[Ints], shape: pa.Table, single: tuple[pa.Table, list[Ints]]
) -> pa.Table:
    """The profiles of names by their shape, and of those by themselves; `ways` in which each word
    can be read."""
    ways = np.append(ways, 0)  # NONE is the last
    columns = {
        "id": array(ids),
        **{name: pa.nulls(len(ids), pa.string()) for name in ("reason", "problem")},
        "plain": pa.repeat(pa.scalar(value=True), len(ids)),
        "generation": pa.repeat("", len(ids)),
        "ways": array(np.sum([ways[one] for one in words], axis=0)).cast(pa.int32()),
        **{name: shape[name] for name in ("tier", "sure", "gender", "belarusian", "latin")},
    }
    names = [name for name in PROFILES.names if name not in {"words", "other"}]
    schema = pa.schema([PROFILES.field(name) for name in names])
    both = ((pa.table(columns), words), single)
    return pa.concat_tables(
        [_with_words(table.select(names).cast(schema), of) for table, of in both]
    )


def _with_words(table: pa.Table, words: list[Ints]) -> pa.Table:
    for letter, of in zip(_LETTERS, words, strict=True):
        table = table.append_column(letter, array(of).cast(pa.int32()))
    return table


def _lengths(lists: pa.ListArray) -> Ints:
    found: Ints = pc.fill_null(pc.list_value_length(lists), 0).to_numpy().astype(np.int64)
    return found


def _turned(
    least: float, n: Ints, word: pa.Table, profile: pa.Table, used: Used
) -> tuple[pa.Table, Used]:
    """The names that are turned, and every word in its part."""
    ids, s, g = (profile[name].to_numpy() for name in ("id", "s", "g"))
    plain = _true(pc.fill_null(profile["plain"], fill_value=False).combine_chunks())
    rows = plain[(s[plain] >= 0) & (g[plain] >= 0)]
    over = np.zeros(len(rows), bool)
    for texts, known in ((word["sound"].combine_chunks(), 0), (_first_forms(word), 1)):
        v_s, v_g, w_s, w_g = _heard(texts, used, n, s[rows], g[rows])
        count = n[ids[rows]]
        odds = (w_s + 0.5) * (v_g + 0.5) > least * (w_g - count + 0.5) * (v_s - count + 0.5)
        over |= (v_s > 0) & (w_g > 0) & (np.minimum(v_g, w_s) >= known) & odds
    found = rows[over]
    genders = word["gender"].combine_chunks().take(array(s[found].astype(np.int64)))
    swapped = np.zeros(len(n), bool)
    swapped[ids[found]] = True
    moved = swapped[used.id] & (used.place < 2)
    placed = replace(used, place=np.where(moved, 1 - used.place, used.place))
    return pa.table({"id": array(ids[found]), "gender": genders}), placed


def _first_forms(word: pa.Table) -> pa.Array:
    """The likeliest reading of each word; empty where there is none."""
    lists = word["forms"].combine_chunks()
    lengths = _lengths(lists)
    first = pa.array(np.cumsum(lengths) - lengths, mask=lengths == 0)
    return pc.fill_null(lists.flatten().take(first), "")


def _heard(texts: pa.Array, used: Used, n: Ints, s: Ints, g: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """How often the surname and the given name of each name are mentioned as either, by what
    `texts` has of the words: of the surname as one and as a given name, then of the given name."""
    every, text = numbered(texts)
    heard = np.zeros((2, len(every)))
    for place in range(2):
        mine = used.place == place
        heard[place] = np.bincount(text[used.wid[mine]], n[used.id[mine]], minlength=len(every))
    heard[:, _true(pc.equal(every, ""))] = 0
    v, w = text[s], text[g]
    return heard[0, v], heard[1, v], heard[0, w], heard[1, w]


def _seen(name: pa.Table, profile: pa.Table) -> pa.Table:
    """The names and what is seen of each, as `ahead` has it."""
    of_names = name.select(["text", "kind", "n"]).take(profile["id"].combine_chunks())
    told = {one: of_names[one] for one in of_names.column_names}
    return pa.table({one: profile[one] for one in ("id", "tier", "latin", "ways")} | told)


def _placed(used: Used, n: Ints) -> pa.Table:
    columns = {
        "id": array(used.id),
        "place": array(used.place).cast(pa.int32()),
        "wid": array(used.wid).cast(pa.int32()),
        "n": array(n[used.id]),
    }
    return pa.table(columns)


def _words_of(place: int, used: Used, n: Ints, word: pa.Table) -> pa.Table:
    """The words of one part, as `mean_words` takes them."""
    mine = used.place == place
    mentioned = np.bincount(used.wid[mine], n[used.id[mine]])
    wid = np.flatnonzero(mentioned)
    found = {
        "place": pa.repeat(pa.scalar(place, pa.int32()), len(wid)),
        "wid": array(wid).cast(pa.int32()),
        "n": array(mentioned[wid].astype(np.int64)),
    }
    words = word.select(OF_WORDS).take(array(wid))
    return pa.table(found | dict(zip(OF_WORDS, words.columns, strict=True)))
