"""What `steps.gather` does, of an archive that memory holds: names as rows of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.batch.arrays import Ints, array, numbered
from resolver.batch.engine import Engine

NONE = -1
_MOST = 1 << 62
_COLUMNS = ("tier", "plain", "sure", "gender", "generation", "belarusian", "s", "g", "p")
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Gathering:
    """Good names by their numbers, with what they are told apart by besides the classes of their
    words: `words` by part, `others` as numbers."""

    profile: pa.Table
    gender: pa.Array
    plain: Mask
    words: tuple[Ints, Ints, Ints]
    others: list[Ints]


def good_names(engine: Engine) -> Gathering:
    """Of `profile` and `turned`, what `gather_at_once` asks for."""
    profile = engine.fetch(
        f"""SELECT p.id, n, kind, {", ".join(f"p.{name}" for name in _COLUMNS)},
          t.id IS NOT NULL AS turned, t.gender AS other_gender
        FROM profile p JOIN name USING (id) LEFT JOIN turned t ON t.id = p.id
        WHERE reason IS NULL ORDER BY p.id"""
    ).combine_chunks()
    turned = _mask(profile["turned"])
    s, g, p = (profile[name].to_numpy().astype(np.int64) for name in "sgp")
    other = pc.and_(profile["turned"], pc.less(profile["p"], 0))
    gender = pc.if_else(other, profile["other_gender"], profile["gender"]).combine_chunks()
    words = (np.where(turned, g, s), np.where(turned, s, g), p)
    texts = [numbered(one)[1] for one in (gender, profile["generation"].combine_chunks())]
    tier = profile["tier"].to_numpy().astype(np.int64)
    return Gathering(profile, gender, _mask(profile["plain"]), words, [tier, *texts])


def gather_at_once(engine: Engine, names: Gathering) -> None:
    """`meant` and good names -> `member` and `node`, as `gather` has them."""
    profile, gender = names.profile, names.gender
    classes, slips = zip(*map(_meant, _of_places(engine), names.words), strict=True)
    slip = slips[0] | slips[1]
    ids, n = profile["id"].to_numpy(), profile["n"].to_numpy()
    group = _groups([*classes, *names.others], names.plain)
    first, node = _most_mentioned(group, n)
    of_node = {name: profile[name].take(array(first)) for name in ("id", "kind", "tier", "plain")}
    of_node["gender"] = gender.take(array(first))
    of_node["generation"] = profile["generation"].take(array(first))
    for name, of in zip("sgp", classes, strict=True):
        of_node[name] = array(of[first]).cast(pa.int32())
    of_node["turned"] = profile["turned"].take(array(first))
    of_node["n"] = array(np.bincount(node, n, len(first)).astype(np.int64))
    for name in ("sure", "belarusian"):
        of_node[name] = _truth(np.bincount(node, _mask(profile[name]), len(first)) > 0)
    member = {"id": array(ids), "node": array(ids[first][node]), "slip": _truth(slip)}
    engine.hold("member", pa.table(member))
    engine.hold("node", pa.table(of_node))


def _mask(column: pa.ChunkedArray) -> Mask:
    found: Mask = column.cast(pa.int8()).to_numpy() > 0
    return found


def _truth(mask: Mask) -> pa.Array:
    return array(mask.astype(np.int8)).cast(pa.bool_())


def _of_places(engine: Engine) -> list[tuple[Ints, Ints, Mask]]:
    """The words of each part, with their classes and whether they are slips."""
    meant = engine.fetch("SELECT place, wid, cid, slip FROM meant")
    place, wid, cid = (meant[name].to_numpy().astype(np.int64) for name in ("place", "wid", "cid"))
    slip = _mask(meant["slip"])
    rows = [np.flatnonzero(place == at) for at in range(3)]
    return [(wid[mine], cid[mine], slip[mine]) for mine in rows]


def _meant(known: tuple[Ints, Ints, Mask], words: Ints) -> tuple[Ints, Mask]:
    """The classes of words and whether they are slips; NONE where there is no word."""
    wid, cid, slip = known
    size = 1 + max(wid.max(initial=NONE), words.max(initial=NONE)) + 1
    classes, slips = np.full(size, NONE), np.zeros(size, bool)  # the last is for NONE
    classes[wid], slips[wid] = cid, slip
    return classes[words], slips[words]


def _groups(columns: Sequence[Ints], plain: Mask) -> Ints:
    """Which rows are of one node: plain ones that are alike in all columns."""
    key, most = np.zeros(int(plain.sum()), np.int64), 1
    for column in columns:
        mine = column[plain] + 1
        size = int(mine.max(initial=0)) + 1
        if most * size >= _MOST:
            found, key = np.unique(key, return_inverse=True)
            most = len(found)
        key, most = key * size + mine, most * size
    found, key = np.unique(key, return_inverse=True)
    group = np.empty(len(plain), np.int64)
    group[plain] = key
    group[~plain] = len(found) + np.arange(len(plain) - len(key))
    return group


def _most_mentioned(group: Ints, n: npt.NDArray[Any]) -> tuple[Ints, Ints]:
    """Of each group the first row of those that are mentioned most; and the group of each row."""
    order = np.lexsort((-n, group))
    sorted_ = group[order]
    begins = np.concatenate([[True], sorted_[1:] != sorted_[:-1]])[: len(order)]
    return order[begins], group
