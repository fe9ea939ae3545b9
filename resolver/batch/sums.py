"""The evidence of two nodes as the sum of their parts', in Python as `edges` has it in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from resolver.batch.doubt import doubtful
from resolver.batch.profiles import PARTS, token_of_key
from resolver.evidence import Item
from resolver.keys import skeleton
from resolver.persons import WELL_MATCHED
from resolver.relating import relate
from resolver.tokens import Token
from resolver.weights import weights

_KNOWN = frozenset("mf")
_MISSING = tuple(f"{part}.missing" for part in PARTS)
_CROSSED = ((0, 1), (1, 0), (0, 2), (2, 0))


@lru_cache(maxsize=32768)
def _token(key: str) -> Token:
    return token_of_key(key)


@lru_cache(maxsize=32768)
def _sound(key: str) -> str:
    if not key:
        return ""
    tok = _token(key)
    return "" if tok.heads else skeleton(tok.best)


def summed(a: Mapping[str, object], b: Mapping[str, object]) -> tuple[float, bool] | None:
    """The log-odds, and whether the surnames are doubtful (see `doubt`); None where parts alone
    do not settle it."""
    if not (a["plain"] and b["plain"]) or a["generation"] != b["generation"]:
        return None
    table = weights()
    belarusian = bool(a["belarusian"] or b["belarusian"])
    words_a, words_b = _words(a), _words(b)
    items: list[Item] = []
    missing = 0.0
    lacking_a = lacking_b = False
    for part, name, x, y in zip(PARTS, _MISSING, words_a, words_b, strict=True):
        if x and y:
            items.append(relate(part, _token(x), _token(y), belarusian))
        elif x or y:
            missing += table[name]
            lacking_a, lacking_b = lacking_a or bool(x), lacking_b or bool(y)
    raw = missing + sum([item.weight for item in items])
    if _crossing(words_a, words_b):
        poor = sum(item.weight <= 0 for item in items)
        lacking = lacking_a or lacking_b
        if (poor or lacking_a) and (poor or lacking_b) and not (poor == 1 and not lacking):
            return None
        two = all(sum(map(bool, words)) == 2 for words in (words_a, words_b))
        if two and not (a["sure"] and b["sure"]) and raw <= WELL_MATCHED:
            return None
    surname_a, surname_b = words_a[0], words_b[0]
    surname = items[0] if surname_a and surname_b else None
    base = table["base.person" if surname_a or surname_b else "base.informal"]
    total = raw + base + _genders(a, b, surname, words_a[1], words_b[1], items)
    if surname is None:
        return total, False
    one, other = _token(surname_a), _token(surname_b)
    return total, doubtful(surname, one, other, belarusian=belarusian)


def _words(node: Mapping[str, object]) -> tuple[str, str, str]:
    """The keys of the surname, the given name and the patronymic, empty where there is none."""
    return node["surname"], node["given"], node["patronymic"]  # type: ignore[return-value]


def _genders(
    a: Mapping[str, object],
    b: Mapping[str, object],
    surname: Item | None,
    given_a: str,
    given_b: str,
    items: list[Item],
) -> float:
    """What genders add to the sum: to a surname in two of them, and where they differ."""
    table = weights()
    genders = {a["gender"], b["gender"]}
    added = table["gender"] if genders == _KNOWN else 0.0
    if surname is None or surname.code != "surname.gendered" or not (given_a or given_b):
        return added
    given = items[1] if given_a and given_b else None
    if genders <= _KNOWN:
        code = "surname.gendered" if genders == {"f"} else "surname.gendered_contradicted"
    elif given and given.code == "given.same" and not _token(given_a).groups:
        code = "surname.gendered_given"
    else:
        code = "surname.gendered_contradicted" if "m" in genders else "surname.gendered_unknown"
    return added + table[code] - surname.weight


def _crossing(a: tuple[str, str, str], b: tuple[str, str, str]) -> bool:
    """Whether a word of one name sounds as one of another part in the other."""
    left, right = [*map(_sound, a)], [*map(_sound, b)]
    return any(left[i] and left[i] == right[j] for i, j in _CROSSED)
