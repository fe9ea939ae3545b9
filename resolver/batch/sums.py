"""The evidence of two nodes as the sum of their parts', in Python as `edges` has it in SQL."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache, lru_cache

from resolver.batch.doubt import doubtful
from resolver.evidence import Item
from resolver.keys import skeleton
from resolver.names import Part
from resolver.persons import WELL_MATCHED
from resolver.relating import relate
from resolver.tokens import Token
from resolver.weights import weights
from resolver.word_keys import INITIAL, PARTS, token_of_key

_KNOWN = frozenset("mf")
_MISSING = tuple(f"{part}.missing" for part in PARTS)
_STEPS = frozenset(
    ["surname.near_step", "surname.transcribed_step", "surname.gendered_too", "switch"]
)
_ROUNDING = 1e-6
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


def summed(
    a: Mapping[str, object], b: Mapping[str, object], least: float = -math.inf
) -> tuple[float, bool] | None:
    """The log-odds, and whether the surnames are doubtful (see `doubt`); None where parts alone
    do not settle it. What is less than `least` whatever the surnames say is not found out: it
    may be any number that is less."""
    if not (a["plain"] and b["plain"]) or a["generation"] != b["generation"]:
        return None
    table = weights()
    belarusian = bool(a["belarusian"] or b["belarusian"])
    words_a, words_b = _words(a), _words(b)
    crossing = _crossing(_sounds(a, words_a), _sounds(b, words_b))
    missing = 0.0
    lacking_a = lacking_b = False
    for name, x, y in zip(_MISSING, words_a, words_b, strict=True):
        if bool(x) != bool(y):
            missing += table[name]
            lacking_a, lacking_b = lacking_a or bool(x), lacking_b or bool(y)
    base = table["base.person" if words_a[0] or words_b[0] else "base.informal"]
    others = [
        _related(part, x, y, belarusian)
        for part, x, y in zip(PARTS[1:], words_a[1:], words_b[1:], strict=True)
        if x and y
    ]
    surname: Item | None = None
    if words_a[0] and words_b[0]:
        if not crossing and least > -math.inf:
            most = _most(words_a[0], words_b[0]) + sum([item.weight for item in others])
            if most + missing + base + max(0.0, table["gender"]) < least - _ROUNDING:
                return -math.inf, False
        surname = relate(Part.SURNAME, _token(words_a[0]), _token(words_b[0]), belarusian)
    items = [surname, *others] if surname is not None else others
    raw = missing + sum([item.weight for item in items])
    if crossing:
        poor = sum(item.weight <= 0 for item in items)
        lacking = lacking_a or lacking_b
        if (poor or lacking_a) and (poor or lacking_b) and not (poor == 1 and not lacking):
            return None
        two = all(sum(map(bool, words)) == 2 for words in (words_a, words_b))
        if two and not (a["sure"] and b["sure"]) and raw <= WELL_MATCHED:
            return None
    total = raw + base + _genders(a, b, surname, words_a[1], words_b[1], items)
    if surname is None:
        return total, False
    one, other = _token(words_a[0]), _token(words_b[0])
    return total, doubtful(surname, one, other, belarusian=belarusian)


@lru_cache(maxsize=32768)
def _related(part: Part, a: str, b: str, belarusian: bool) -> Item:  # noqa: FBT001 - a cache key
    """The evidence of two words that are few and meet often."""
    return relate(part, _token(a), _token(b), belarusian)


def _most(a: str, b: str) -> float:
    """The most that two surnames can weigh, by their keys."""
    same = a == b and not a.endswith(INITIAL)
    return weights()["surname.same"] if same else _most_of_surnames()


@cache
def _most_of_surnames() -> float:
    """What any relation of surnames weighs at most: each step from it only takes away."""
    table = weights()
    steps = [value for name, value in table.items() if name in _STEPS]
    if max(steps) > 0:
        return math.inf
    return max(value for name, value in table.items() if name.startswith("surname."))


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


def _sounds(node: Mapping[str, object], words: tuple[str, str, str]) -> list[str]:
    surname, given, patronymic = words
    known = node.get("sound")  # spares to read a word that is asked for nothing else
    return [_sound(surname) if known is None else str(known), _sound(given), _sound(patronymic)]


def _crossing(left: list[str], right: list[str]) -> bool:
    """Whether a word of one name sounds as one of another part in the other."""
    return any(left[i] and left[i] == right[j] for i, j in _CROSSED)
