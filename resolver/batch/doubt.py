"""When an archive may say that two surnames which look like one are two.

Two surnames that nearly meet are one with a slip, one by ear, or one by another habit of
spelling, unless the archive knows both: then each is too frequent to be a slip of the other,
and the weight `archive.apart` is added. So it is with two Cyrillic ones that meet only as what
women's forms of other surnames might be.
"""

from __future__ import annotations

import re

from resolver.evidence import Item
from resolver.names import Part
from resolver.nearness import Code
from resolver.script import repair
from resolver.tokens import Token
from resolver.word_keys import token_of_key

LEAST_SUPPORT = 5
SLIP_SHARE = 0.01
_HER_ADJECTIVE = re.compile("(?<=[сзц])(?:к(?P<russian>ая)|ька)$")


def known_apart(a: float, b: float) -> bool:
    """Whether neither of two words with so many mentions can be a slip of the other."""
    one, other = sorted((a, b))
    return one >= LEAST_SUPPORT and one >= SLIP_SHARE * other


def doubtful(item: Item, a: Token, b: Token, *, belarusian: bool) -> bool:
    """Whether evidence of two words leaves room for that; `belarusian` as for `relate`."""
    if item.part != Part.SURNAME or item.relation is None:
        return False
    code = item.relation.code
    if code is Code.SAME:
        both = a.script == b.script == "cyrillic"
        if not both or a.word == b.word or bool(a.bases) != bool(b.bases):
            return False
        return not _is_one_adjective(a.word, b.word)
    return code in {Code.NEAR, Code.TRANSCRIBED} or (code is Code.AKANNE and not belarusian)


def _is_one_adjective(a: str, b: str) -> bool:
    """Whether two surnames of women are Russian and Ukrainian forms of one: Рудская, Рудська."""
    found = [_HER_ADJECTIVE.search(word) for word in (a, b)]
    return all(found) and len({one["russian"] for one in found if one}) > 1


def doubtful_words(items: tuple[Item, ...], *, belarusian: bool) -> tuple[str, str]:
    """The two surnames of two names if they are doubtful, as keys; else empty."""
    for item in items:
        if item.part == Part.SURNAME and item.a and item.b:
            a, b = (repair(text).lower() for text in (item.a, item.b))
            if doubtful(item, token_of_key(a), token_of_key(b), belarusian=belarusian):
                return a, b
    return "", ""
