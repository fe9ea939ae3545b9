"""Two words of which one is a grammatical case of the other."""

from __future__ import annotations

from typing import Final

from resolver.genitives import father_of, is_father
from resolver.inflection import AMBIGUOUS, inflected
from resolver.nearness import Code, Relation
from resolver.tokens import Token, token

_LONGEST_CASE: Final = 3
_CHANGING: Final = 4


def cases(a: Token, b: Token) -> Relation | None:
    """`Мовлаеву` and `Мовлаев`: one is a case of the other in a Russian or Ukrainian text, or
    a Mongolian father's name in the genitive."""
    if father_of(a.word) or father_of(b.word):
        return _genitive(a, b) or _genitive(b, a)
    if not a.script == b.script == "cyrillic" or not one_stem(a.word, b.word):
        return None
    case = inflected(a.text, b.text)
    return None if case is None or case == AMBIGUOUS else Relation(Code.INFLECTED, case)


def _genitive(a: Token, b: Token) -> Relation | None:
    stem = father_of(a.word)
    met = stem and is_father(token(stem).forms.keys(), b.forms.keys())
    return Relation(Code.INFLECTED, "genitive") if met else None


def one_stem(a: str, b: str) -> bool:
    """Whether two words begin alike, as the cases of one name do; finding the cases is dear."""
    if a[:1] != b[:1] or abs(len(a) - len(b)) > _LONGEST_CASE:
        return False
    stem = min(len(a), len(b)) - _CHANGING
    return a[:stem].replace("ё", "е") == b[:stem].replace("ё", "е") if stem > 0 else True
