"""One source form under two habits of spelling that no reading covers.

Belarusian writes unstressed vowels as they sound; diacritical marks get lost; Turkic ж comes
through Russian as дж. Each is a rule with its own weight, unlike a typo.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from resolver.nearness import REACH, Code, Relation, nearest
from resolver.tokens import Token

_DIGRAPH = re.compile("[sczk]h|sch|[csd]z|tch|sj|[ao]u")
_SPELLED = (("ио", "е"), ("иа", "е"), ("о", "а"), ("дз", "д"), ("ц", "т"))


@lru_cache(maxsize=32768)
def akanne(form: str) -> str:
    """A reading without what Belarusian spelling changes: unstressed о is а, unstressed е
    is я, soft д and т are дз and ц (BGN/PCGN 1979; rules of Belarusian spelling, 1959).
    """
    for belarusian, other in _SPELLED:
        form = form.replace(belarusian, other)
    return form


@lru_cache(maxsize=32768)
def akanne_coarse(form: str) -> str:
    """The same, with е as а (after hardened consonants) and without a prothetic в."""
    changed = akanne(form).replace("е", "а").replace("ва", "а")
    return changed.removeprefix("в") if changed.startswith(("ва", "ву")) else changed


def respelled(a: Token, b: Token) -> Relation | None:
    """One source form under two habits of spelling that no reading covers."""
    return (
        _same_but_for_marks(a, b)
        or _same_but_for_dzh(a.forms, b.forms)
        or same_but_for_akanne(a.forms, b.forms)
    )


_UNMARKED = str.maketrans("шчщжћђ", "сццзцз")


def _bare(tok: Token) -> bool:
    """Whether a Latin word may have lost its haceks: no digraph says ш, ч or ж."""
    return tok.script == "latin" and tok.word.isascii() and not _DIGRAPH.search(tok.word)


def _same_but_for_marks(a: Token, b: Token) -> Relation | None:
    """`Vucic` and `Вучић`: one side has lost its diacritical marks."""
    if not (_bare(a) or _bare(b)):
        return None
    left = {form.translate(_UNMARKED) for form, r in a.forms.items() if not r.switches}
    right = {form.translate(_UNMARKED) for form, r in b.forms.items() if not r.switches}
    shared = left & (right | {form.replace("дж", "д") for form in right})
    shared |= right & {form.replace("дж", "д") for form in left}
    return Relation(Code.UNMARKED, min(shared)) if shared else None


def _same_but_for_dzh(a: Iterable[str], b: Iterable[str]) -> Relation | None:
    """`Dzhaksybekov` and `Жаксыбеков`: Turkic ж written as дж through Russian."""
    shared = {form.replace("дж", "ж") for form in a} & {form.replace("дж", "ж") for form in b}
    return Relation(Code.DZH, min(shared)) if shared else None


def same_but_for_akanne(a: Iterable[str], b: Iterable[str]) -> Relation | None:
    """One source form spelled by Russian and by Belarusian rules."""
    shared = {akanne(form) for form in a} & {akanne(form) for form in b}
    if shared:
        return Relation(Code.AKANNE, min(shared))
    if {akanne_coarse(form) for form in a}.isdisjoint({akanne_coarse(form) for form in b}):
        return None
    near = nearest(a, b)
    return (
        replace(near, coarse=True)
        if near.code is Code.NEAR
        else Relation(Code.NEAR, distance=REACH, coarse=True)
    )
