"""How two words relate when both play the same part of a name.

The first question is always whether a reading is shared. Only when none is do typed
equivalents (given names), fathers (patronymics), gender endings (surnames) and at last the
distance between readings get a say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from rapidfuzz.distance import OSA

from resolver.distance import FAR, distance
from resolver.lexicon import weaker
from resolver.readings import Reading, fold
from resolver.tokens import Token, token
from resolver.transcription import IMPOSSIBLE, transcription_cost


class Code(StrEnum):
    """What relates two words."""

    SAME = "same"
    COUNTERPART = "counterpart"
    VARIANT = "variant"
    WESTERN = "western"
    DIMINUTIVE = "diminutive"
    GENDERED = "gendered"
    INITIAL = "initial"
    INITIAL_FAR = "initial_far"
    PARTIAL = "partial"
    AKANNE = "akanne"
    UNMARKED = "unmarked"
    DZH = "dzh"
    COMPOUND = "compound"
    TRANSCRIBED = "transcribed"
    NEAR = "near"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Relation:
    """`form` is the reading or group where the words meet; `distance` in letters of a word
    of seven; `gendered` when one surname is feminine and the other is not; `coarse` when
    Belarusian spelling could explain the whole difference.

    """

    code: Code
    form: str = ""
    distance: float = 0.0
    switches: float = 0.0
    gendered: bool = False
    coarse: bool = False


_FORMS = 4
_REACH = 2.0
_PART_LETTERS = 3
_EAR_OVER_EYE = 1.5
_ONE_VARIANT = 0.5
_ONE_NAME_BY_EAR = 0.25
NATS_A_LETTER = 6.0
_DIGRAPH = re.compile("[sczk]h|sch|[csd]z|tch|sj|[ao]u")
_NATIVE = ("ов", "ев", "ова", "ева", "ски", "цки", "скаиа", "енко", "чук", "ович", "евич")
_REACH_LETTERS = 4
_COMPOUNDS = frozenset(
    fold(s)
    for s in (
        "хан",
        "бек",
        "бег",
        "бай",
        "джан",
        "жан",
        "али",
        "гази",
        "гул",
        "ага",
        "хон",
        "мурза",
        "мирза",
        "султан",
        "шах",
    )
)
_FAR = Relation(Code.FAR, distance=FAR)


def _meeting(a: Token, b: Token) -> Relation | None:
    if a.word == b.word:
        return Relation(Code.SAME, a.best)
    shared = a.forms.keys() & b.forms.keys()
    if not shared:
        return None
    _, _, best = min(_price(form, a.forms[form], b.forms[form]) for form in shared)
    return Relation(Code.SAME, best, switches=a.forms[best].switches + b.forms[best].switches)


def _price(form: str, a: Reading, b: Reading) -> tuple[float, int, str]:
    """Fewest switches first, then the reading that most conventions share."""
    shared = (a.conventions & b.conventions) or a.conventions
    return a.switches + b.switches, -shared.bit_count(), form


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


def nearest(a: Iterable[str], b: Iterable[str]) -> Relation:
    """The closest two of two sets of readings, NEAR or FAR."""
    left, right = list(islice(a, _FORMS)), list(islice(b, _FORMS))
    near = [
        (letters, x, y)
        for x in left
        for y in right
        if (letters := OSA.distance(x, y, score_cutoff=_REACH_LETTERS)) <= _REACH_LETTERS
    ]
    if not near:
        return _FAR
    near.sort()
    closest = min((distance(x, y), x, y) for _, x, y in near[:3])
    longest = max(len(closest[1]), len(closest[2]))
    scaled = closest[0] * 7.0 / max(4.0, min(10.0, longest))
    return _FAR if scaled > _REACH else Relation(Code.NEAR, closest[1], scaled)


def _respelled(a: Token, b: Token) -> Relation | None:
    """One source form under two habits of spelling that no reading covers."""
    return (
        _same_but_for_marks(a, b)
        or _same_but_for_dzh(a.forms, b.forms)
        or _same_but_for_akanne(a.forms, b.forms)
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


def _same_but_for_akanne(a: Iterable[str], b: Iterable[str]) -> Relation | None:
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
        else Relation(Code.NEAR, distance=_REACH, coarse=True)
    )


def _initial(a: Token, b: Token) -> Relation:
    """At least one side is an initial: does it fit the other's beginning?"""
    if a.heads and b.heads:
        fits = bool(set(a.heads) & set(b.heads))
    else:
        short, full = (a, b) if a.heads else (b, a)
        fits = any(form.startswith(short.heads) for form in full.forms)
        fits = fits or (short.script == full.script and full.word.startswith(short.word))
    return Relation(Code.INITIAL if fits else Code.INITIAL_FAR)


@lru_cache(maxsize=131072)
def surnames(a: Token, b: Token) -> Relation:
    """Relation of two surnames. Symmetric."""
    if a.heads or b.heads:
        return _initial(a, b)
    met = _meeting(a, b)
    if met is not None:
        return met
    masculine_a, masculine_b = a.bases or a.forms.keys(), b.bases or b.forms.keys()
    one_feminine = bool(a.bases) != bool(b.bases)
    if (a.bases or b.bases) and (shared := masculine_a & masculine_b):
        return Relation(Code.GENDERED if one_feminine else Code.SAME, min(shared))
    spelled = _respelled(a, b)
    if one_feminine and (spelled is None or spelled.code is Code.NEAR):
        spelled = _same_but_for_akanne(masculine_a, masculine_b) or spelled
    if spelled is None or spelled.code is Code.NEAR:
        if (a.parts or b.parts) and _share_a_part(a, b):
            return Relation(Code.PARTIAL)
        spelled = spelled or nearest([*a.forms, *a.bases], [*b.forms, *b.bases])
        if not one_feminine:
            spelled = _transcribed(a, b, spelled)
    return replace(spelled, gendered=one_feminine)


def _share_a_part(a: Token, b: Token) -> bool:
    """`Kuznetsov-Krasovsky` and `Krasovsky`: one half of a double surname."""
    return any(
        _meeting(token(x), token(y)) is not None
        for x in a.parts or (a.text,)
        for y in b.parts or (b.text,)
        if min(len(x), len(y)) >= _PART_LETTERS
    )


@lru_cache(maxsize=131072)
def given_names(a: Token, b: Token) -> Relation:
    """Relation of two given names. Two known names of different groups are FAR."""
    if a.heads or b.heads:
        return _initial(a, b)
    if {a.given_gender, b.given_gender} == {"m", "f"}:
        return _FAR
    met = _meeting(a, b)
    if met is not None:
        return met
    shared = a.groups.keys() & b.groups.keys()
    if shared:
        group, relation = min(
            ((g, weaker(a.groups[g], b.groups[g])) for g in shared),
            key=lambda item: (list(Code).index(Code(item[1])), item[0]),
        )
        return _FAR if relation == Code.FAR else Relation(Code(relation), group)
    spelled = _respelled(a, b)
    if a.parts and len(a.parts) == len(b.parts):
        return _part_by_part(a, b)
    if a.groups and b.groups:
        if spelled and spelled.code is not Code.NEAR:
            return spelled
        heard = _transcribed(a, b, _FAR)
        return heard if heard.distance <= _ONE_NAME_BY_EAR else _FAR
    if _compound(a.forms, b.forms):
        return Relation(Code.COMPOUND)
    return spelled or _transcribed(a, b, nearest(a.forms, b.forms))


def _transcribed(a: Token, b: Token, near: Relation) -> Relation:
    """NEAR by ear, if that is nearer than by letters: Wright and Райт."""
    if a.script == b.script:
        return near
    latin, cyrillic = (a, b) if a.script == "latin" else (b, a)
    if cyrillic.best.endswith(_NATIVE):
        return near  # letters explain such names; hearing would blur Петров and Перов
    costs = (transcription_cost(latin.word, form) for form in islice(cyrillic.forms, 2))
    cost = min(costs, default=IMPOSSIBLE)
    distance = cost / NATS_A_LETTER
    if distance >= min(near.distance * _EAR_OVER_EYE, _REACH):
        return near
    return Relation(Code.TRANSCRIBED, cyrillic.best, distance)


def _part_by_part(a: Token, b: Token) -> Relation:
    """`Marie-George` and `Мари-Жорж`: double given names, each half by itself."""
    halves = [given_names(token(x), token(y)) for x, y in zip(a.parts, b.parts, strict=True)]
    distance = sum(half.distance for half in halves) / len(halves)
    if distance > _REACH or any(half.code is Code.DIMINUTIVE for half in halves):
        return _FAR
    return Relation(Code.COUNTERPART if not distance else Code.TRANSCRIBED, a.best, distance)


def _compound(a: Iterable[str], b: Iterable[str]) -> bool:
    """`Аюб` and `Аюбхан`: an honorific element joined to a name."""
    return any(
        longer.startswith(shorter) and longer[len(shorter) :] in _COMPOUNDS
        for x in islice(a, _FORMS)
        for y in islice(b, _FORMS)
        for shorter, longer in (sorted((x, y), key=len),)
        if len(shorter) >= _PART_LETTERS
    )


@lru_cache(maxsize=131072)
def patronymics(a: Token, b: Token) -> Relation:
    """Relation of two patronymics: their fathers', if their genders agree."""
    if a.heads or b.heads:
        return _initial(a, b)
    met = _meeting(a, b)
    if met is not None:
        return met
    if a.patronymic is None or b.patronymic is None:
        return _same_but_for_akanne(a.forms, b.forms) or nearest(a.forms, b.forms)
    if {a.patronymic.gender, b.patronymic.gender} == {"m", "f"}:
        return _FAR
    shared = a.patronymic.stems & b.patronymic.stems
    if shared:
        return Relation(Code.SAME, min(shared))
    fathers = a.patronymic.fathers & b.patronymic.fathers
    if fathers:
        return Relation(Code.COUNTERPART, min(fathers))
    near = _same_but_for_akanne(a.forms, b.forms) or nearest(a.forms, b.forms)
    every_a = a.patronymic.fathers | a.patronymic.variants
    every_b = b.patronymic.fathers | b.patronymic.variants
    shared_by_variant = every_a & every_b
    if shared_by_variant and near.distance > _ONE_VARIANT:
        # Ахматович and Ахмедович: two names as written, though akin.
        return Relation(Code.VARIANT, min(shared_by_variant))
    return _FAR if every_a and every_b and not shared_by_variant else near
