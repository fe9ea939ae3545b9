"""One source form under two habits of spelling that no reading covers.

Belarusian writes unstressed vowels as they sound; diacritical marks get lost; Turkic ж comes
through Russian as дж; western Armenian is voiced where eastern is not. Each is a rule with
its own weight, unlike a typo.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from resolver.lost_sounds import deprived, may_have_lost, same_without_marks
from resolver.nearness import AKANNE, NEAR, REACH, UNMARKED, Code, Relation, nearest
from resolver.tokens import Token

_NONE: Final[frozenset[str]] = frozenset()
_DIGRAPH: Final = re.compile("[sczk]h|sch|[csd]z|tch|sj|[ao]u")
_HARDENED: Final = [(f"{consonant}е", f"{consonant}а") for consonant in "жшчщр"]
_SOFT: Final = [("ио", "е"), ("иа", "е")]
_SPELLED: Final = [
    ("о", "а"),
    ("аву", "ау"),
    ("дз", "д"),
    ("ца", "те"),
    ("це", "те"),
    ("ци", "ти"),
    ("цв", "тв"),
]


def akanne(form: str) -> str:
    """A reading without what Belarusian spelling changes: unstressed о is а, unstressed е
    is я and after a hardened consonant а, аву is written for ау, soft д and т
    are дз and ц (BGN/PCGN 1979; rules of Belarusian spelling, 1959).
    """
    for belarusian, other in _SOFT:
        form = form.replace(belarusian, other)
    if "е" in form:
        for other, belarusian in _HARDENED:
            form = form.replace(other, belarusian)
    for belarusian, other in _SPELLED:
        form = form.replace(belarusian, other)
    return form


def akanne_coarse(form: str) -> str:
    """What `akanne` makes of a reading, with е as а (after hardened consonants) and without a
    prothetic в."""
    changed = form.replace("е", "а").replace("ва", "а")
    return changed.removeprefix("в") if changed.startswith(("ва", "ву")) else changed


_MARKED: Final = "шчщжћђ"
_UNMARKED: Final = str.maketrans(_MARKED, "сццзцз")
_SHORTEST_ARMENIAN: Final = 6
_OPEN: Final = frozenset("аеиоу")
_VOICED: Final = [("дз", "ц"), ("дж", "ч"), ("аха", "а"), ("иу", "у")]
_REDUCED: Final = re.compile("(?<=[^аеиоу])и(?=[^аеиоу])")
_VOICELESS: Final = str.maketrans("бгд", "пкт")
_SIBILANT: Final = re.compile("(?<=[шчщж])е")
_SIBILANTS: Final = re.compile("[шчщж]")
_MARKABLE: Final = re.compile("[csz]")
# The sounds that every habit leaves where they are, but for the Armenian and the Polish one; and
# those that these leave, too, voiced and voiceless together.
_LEFT: Final = "лргкбпфмнх"
_FINE: Final = {code: None for code in range(0x400, 0x530) if chr(code) not in _LEFT}
_COARSE: Final = str.maketrans("гб", "кп", "мнх")
# Readings as Belarusian vowels fall together: finely and coarsely.
_Vowels = tuple[frozenset[str], frozenset[str]]


class _Habits(NamedTuple):
    """A word's readings without what a habit of spelling changes, one set a habit.

    `unmarked` without what haceks tell, of readings by one convention; `bare` whether the
    word is Latin and may have lost its haceks, since no digraph says ш, ч or ж; `deprived`
    without the sounds that ą, ę and ř have, and `may_lack` whether the word may have lost
    those; `usual_dzh`
    the part of `dzh` that more conventions than one read, one of which must be meant.
    `marked` has all that marks are about.
    """

    unmarked: frozenset[str]
    bare: bool
    czech: frozenset[str]
    deprived: frozenset[str]
    may_lack: bool
    dzh: frozenset[str]
    usual_dzh: frozenset[str]
    armenian: frozenset[str]
    vowels: _Vowels
    marked: frozenset[str]


class _Bones(NamedTuple):
    """Of every reading of a word what no habit changes: `fine` but for the two habits that
    `armenian` and `deprived` say it may have, `coarse` with these."""

    fine: frozenset[str]
    coarse: frozenset[str]
    armenian: bool
    deprived: bool


@lru_cache(maxsize=8192)
def bones(tok: Token) -> _Bones:
    """Readings and masculine forms without what habits of spelling change."""
    forms = (*tok.forms, *tok.bases)
    fine = frozenset([form.translate(_FINE) for form in forms])
    coarse = frozenset([form.translate(_COARSE) for form in fine])
    armenian = any(map(_ends_armenian, forms))
    return _Bones(fine, coarse, armenian, bool(deprived(tok, forms)))


def may_be_respelled(a: Token, b: Token) -> bool:
    """Whether any habit of spelling may explain what two words differ by; of few words one may,
    and to look for it is dear."""
    left, right = bones(a), bones(b)
    if left.coarse.isdisjoint(right.coarse):
        return False
    if left.deprived or right.deprived or (left.armenian and right.armenian):
        return True
    return not left.fine.isdisjoint(right.fine)


@lru_cache(maxsize=4096)
def _habits(tok: Token) -> _Habits:
    forms = tok.forms
    unmarked = _unmarked([form for form, found in forms.items() if not found.switches])
    usual = [form for form, found in forms.items() if found.conventions.bit_count() > 1]
    armenian = [_armenian(form) for form in forms if _ends_armenian(form)]
    lost = _unmarked(deprived(tok, forms))
    return _Habits(
        unmarked,
        _is_bare(tok),
        _unmarked(_czech(tok)),
        lost,
        may_have_lost(tok),
        frozenset([form.replace("дж", "ж") for form in forms]),
        frozenset([form.replace("дж", "ж") for form in usual]),
        frozenset(armenian),
        _vowels(forms),
        unmarked.union(lost, [form.replace("дз", "д") for form in unmarked if "дз" in form]),
    )


def _have_nothing_alike(left: _Habits, right: _Habits) -> bool:
    """Whether no habit of spelling could make one of two words the other."""
    return (
        left.marked.isdisjoint(right.marked)
        and left.dzh.isdisjoint(right.dzh)
        and left.armenian.isdisjoint(right.armenian)
        and left.vowels[0].isdisjoint(right.vowels[0])
        and left.vowels[1].isdisjoint(right.vowels[1])
    )


def _is_bare(tok: Token) -> bool:
    return tok.script == "latin" and tok.word.isascii() and not _DIGRAPH.search(tok.word)


def _czech(tok: Token) -> list[str]:
    """The readings of a word without a mark in which only `ch` may be a digraph, and is х."""
    rest = tok.word.replace("ch", "")
    if rest == tok.word or not (tok.script == "latin" and tok.word.isascii()):
        return []
    if not _MARKABLE.search(rest) or _DIGRAPH.search(tok.word.replace("ch", "x")):
        return []
    return [form for form in tok.forms if not _SIBILANTS.search(form)]


def _unmarked(forms: Iterable[str]) -> frozenset[str]:
    """Readings without what haceks tell; щ is šč or ŝ."""
    found: list[str] = []
    for form in forms:
        for written in _as_written(form):
            found.append(_without_marks(written))
            if "щ" in written:
                found.append(_without_marks(written.replace("щ", "шч")))
                found.append(_without_marks(written.replace("щ", "ш")))
    return frozenset(found)


def _without_marks(form: str) -> str:
    for sound in _MARKED:
        if sound in form:
            return form.translate(_UNMARKED)
    return form


def _as_written(form: str) -> tuple[str, ...]:
    """A reading, and with the о that is folded to е after a sibilant: everywhere, and once."""
    if "е" not in form or not _SIBILANT.search(form):
        return (form,)
    return form, _SIBILANT.sub("о", form), _SIBILANT.sub("о", form, count=1)


def _ends_armenian(form: str) -> bool:
    return form.endswith("иан") and len(form) > _SHORTEST_ARMENIAN


def _armenian(form: str) -> str:
    """An Armenian surname without what west and east say otherwise, voiced and voiceless
    (Garabedian, Карапетян), without the h that Russian drops (Hakobyan, Акопян), and without
    the unstressed i that Armenian drops and Russian keeps (Sargsyan, Саркисян: vowel reduction
    in Dum-Tragut 2009, Armenian)."""
    if form[0] == "х" and form[1] in _OPEN:
        form = form[1:]
    for said, other in _VOICED:
        form = form.replace(said, other)
    return _REDUCED.sub("", form).translate(_VOICELESS)


def respelled(a: Token, b: Token) -> Relation | None:
    """One source form under two habits of spelling that no reading covers."""
    if same_without_marks(a, b):
        return Relation(UNMARKED, min(a.best, b.best))
    if not may_be_respelled(a, b):
        return None
    left, right = _habits(a), _habits(b)
    if _have_nothing_alike(left, right):
        return None
    if (left.bare or right.bare) and (shared := _same_but_for_marks(left, right)):
        return Relation(UNMARKED, min(shared))
    if shared := left.czech & right.unmarked | left.unmarked & right.czech:
        return Relation(UNMARKED, min(shared))
    if shared := _same_but_for_sounds(left, right) | _same_but_for_sounds(right, left):
        return Relation(UNMARKED, min(shared))
    if shared := left.dzh & right.usual_dzh | left.usual_dzh & right.dzh:
        # `Dzhaksybekov` and `Жаксыбеков`: Turkic ж written as дж through Russian.
        return Relation(Code.DZH, min(shared))
    if shared := left.armenian & right.armenian:
        return Relation(Code.ARMENIAN, min(shared))
    return _akanne(a.forms, b.forms, left.vowels, right.vowels)


def _same_but_for_marks(left: _Habits, right: _Habits) -> frozenset[str]:
    """`Vucic` and `Вучић`: one side has lost its diacritical marks."""
    shared = left.unmarked & right.unmarked
    for one, other in ((left, right), (right, left)):
        # đ is дж, which is дз without its marks, and is written d.
        if any("дз" in form for form in other.unmarked):
            shared |= one.unmarked & {form.replace("дз", "д") for form in other.unmarked}
    return shared


def _same_but_for_sounds(one: _Habits, other: _Habits) -> frozenset[str]:
    """`Dabrowski` and `Домбровский`, `Dvorak` and `Дворжак`: marks that are sounds."""
    return one.unmarked & other.deprived if one.may_lack else frozenset()


class _Masculine(NamedTuple):
    """The masculine readings of a word, and without what habits of spelling change in them."""

    forms: tuple[str, ...]
    unmarked: frozenset[str]
    deprived: frozenset[str]
    vowels: _Vowels


@lru_cache(maxsize=2048)
def _masculine(tok: Token) -> _Masculine:
    # Only the first few are measured: which these are must be the same in every process.
    forms = tuple(sorted(tok.bases)) if tok.bases else tuple(tok.forms)
    return _Masculine(forms, _unmarked(forms), _unmarked(deprived(tok, forms)), _vowels(forms))


def respelled_but_for_gender(a: Token, b: Token) -> Relation | None:
    """One source form, given by the masculine readings of two words, of which one has lost its
    diacritical marks (`Wisniewska` and `Вишневский`) or is spelled by Belarusian rules."""
    if not may_be_respelled(a, b):
        return None
    left, right = _masculine(a), _masculine(b)
    shared = left.unmarked & right.unmarked if _is_bare(a) or _is_bare(b) else _NONE
    if may_have_lost(a):
        shared |= left.unmarked & right.deprived
    if may_have_lost(b):
        shared |= right.unmarked & left.deprived
    if shared:
        return Relation(UNMARKED, min(shared))
    return _akanne(left.forms, right.forms, left.vowels, right.vowels)


def same_but_for_akanne(a: Token, b: Token) -> Relation | None:
    """One source form spelled by Russian and by Belarusian rules."""
    if not may_be_respelled(a, b):
        return None
    return _akanne(a.forms, b.forms, _habits(a).vowels, _habits(b).vowels)


def _vowels(forms: Iterable[str]) -> _Vowels:
    fine = [*map(akanne, forms)]
    return frozenset(fine), frozenset([*map(akanne_coarse, fine)])


def _akanne(a: Iterable[str], b: Iterable[str], left: _Vowels, right: _Vowels) -> Relation | None:
    shared = left[0] & right[0]
    if shared:
        return Relation(AKANNE, min(shared))
    if left[1].isdisjoint(right[1]):
        return None
    near = nearest(a, b)
    return near.by_vowels() if near.code is NEAR else Relation(NEAR, distance=REACH, coarse=True)
