"""The evidence of two nodes as the sum of their parts', in Python as `edges` has it in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from resolver.batch.doubt import doubtful
from resolver.batch.profiles import PARTS, token_of_key
from resolver.evidence import Item
from resolver.keys import skeleton
from resolver.names import Part
from resolver.persons import WELL_MATCHED
from resolver.relating import relate
from resolver.tokens import Token
from resolver.weights import weights

_KNOWN = frozenset("mf")


@lru_cache(maxsize=32768)
def _token(key: str) -> Token:
    return token_of_key(key)


@lru_cache(maxsize=32768)
def _sound(key: str) -> str:
    tok = _token(key)
    return "" if tok.heads else skeleton(tok.best)


def summed(a: Mapping[str, object], b: Mapping[str, object]) -> tuple[float, bool] | None:
    """The log-odds, and whether the surnames are doubtful (see `doubt`); None where parts alone
    do not settle it."""
    if not (a["plain"] and b["plain"]) or a["generation"] != b["generation"]:
        return None
    table = weights()
    belarusian = bool(a["belarusian"] or b["belarusian"])
    items: dict[Part, Item] = {}
    missing = 0.0
    lacking = [False, False]
    for part in PARTS:
        x, y = str(a[part.value]), str(b[part.value])
        if x and y:
            items[part] = relate(part, _token(x), _token(y), belarusian)
        elif x or y:
            missing += table[f"{part}.missing"]
            lacking[0 if x else 1] = True
    raw = missing + sum(item.weight for item in items.values())
    if _crossing(a, b):
        poor = sum(item.weight <= 0 for item in items.values())
        if (poor or lacking[0]) and (poor or lacking[1]) and not (poor == 1 and not any(lacking)):
            return None
        two = all(sum(bool(node[part.value]) for part in PARTS) == 2 for node in (a, b))
        if two and not (a["sure"] and b["sure"]) and raw <= WELL_MATCHED:
            return None
    formal = a[Part.SURNAME.value] or b[Part.SURNAME.value]
    base = table["base.person" if formal else "base.informal"]
    total = raw + base + _genders(a, b, items)
    if Part.SURNAME not in items:
        return total, False
    surnames = (_token(str(node[Part.SURNAME.value])) for node in (a, b))
    return total, doubtful(items[Part.SURNAME], *surnames, belarusian=belarusian)


def _genders(a: Mapping[str, object], b: Mapping[str, object], items: Mapping[Part, Item]) -> float:
    """What genders add to the sum: to a surname in two of them, and where they differ."""
    table = weights()
    genders = {str(a["gender"]), str(b["gender"])}
    added = table["gender"] if genders == _KNOWN else 0.0
    surname = items.get(Part.SURNAME)
    if surname is None or surname.code != "surname.gendered" or not (a["given"] or b["given"]):
        return added
    given = items.get(Part.GIVEN)
    if genders <= _KNOWN:
        code = "surname.gendered" if genders == {"f"} else "surname.gendered_contradicted"
    elif given and given.code == "given.same" and not _token(str(a["given"])).groups:
        code = "surname.gendered_given"
    else:
        code = "surname.gendered_contradicted" if "m" in genders else "surname.gendered_unknown"
    return added + table[code] - surname.weight


def _crossing(a: Mapping[str, object], b: Mapping[str, object]) -> bool:
    """Whether a word of one name sounds as one of another part in the other."""
    left, right = ([_sound(str(node[part.value])) for part in PARTS] for node in (a, b))
    return any(bool(left[i]) and left[i] == right[j] for i, j in ((0, 1), (1, 0), (0, 2), (2, 0)))
