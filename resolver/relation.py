"""How two words relate when both play the same part of a name.

The first question is always whether a reading is shared. Only when none is do typed
equivalents (given names), fathers (patronymics), gender endings (surnames) and at last the
distance between readings get a say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from typing import Final

from rapidfuzz.distance import OSA

from resolver.armenian_fathers import are_one_father
from resolver.by_ear import by_the_rules, by_tradition, one_by_ear, transcribed
from resolver.compounds import are_compound
from resolver.grammar import cases
from resolver.known_apart import known_apart
from resolver.lexicon import weaker
from resolver.nearness import (
    FAR,
    NEAR,
    NOT_RELATED,
    REACH,
    SAME,
    TRANSCRIBED,
    Code,
    Relation,
    nearest,
)
from resolver.readings import Reading
from resolver.respelling import respelled, respelled_but_for_gender, same_but_for_akanne
from resolver.tokens import Token, token
from resolver.two_given_names import are_two, both_native
from resolver.two_surnames import both_in_use, told_apart

__all__ = ["Code", "Relation", "given_names", "patronymics", "surnames"]

# Each relation with its place among them: the first is the strongest.
_CODES: Final = {code.value: (place, code) for place, code in enumerate(Code)}
_PART_LETTERS: Final = 3
_HALF_LETTERS: Final = 4
SURNAME_REACH: Final = 1.5
# Two surnames of which one is feminine.
FAR_OF_TWO_GENDERS: Final = NOT_RELATED.of_two_genders()
_ONE_VARIANT: Final = 0.5
_LONG: Final = 8
_MOST_CHANGED: Final = 0.75
_OBLIQUE: Final[tuple[str, ...]] = ("ой", "ою", "ій")
_OF_WOMEN: Final[tuple[str, ...]] = ("ова", "ева", "ёва", "єва", "ина", "ына", "іна")
_PARTED: Final = frozenset({Code.FAR, Code.NEAR, Code.PARTIAL, Code.TRANSCRIBED})
_BARE: Final = frozenset(
    {Code.SAME, Code.COUNTERPART, Code.AKANNE, Code.UNMARKED, Code.TRANSCRIBED}
)
_BARE_REACH: Final = 0.5


def meeting(a: Token, b: Token) -> Relation | None:
    """The reading that two words have in common."""
    if a.word == b.word:
        return Relation(SAME, a.best)
    fewer, more = (a, b) if len(a.forms) <= len(b.forms) else (b, a)
    best = fewer.best
    if len(fewer.forms) == 1:
        other = more.forms.get(best)
        return None if other is None else _met(best, fewer.forms[best], other)
    best, several = "", False
    for form in fewer.forms:
        if form in more.forms:
            several = bool(best)
            if several:
                break
            best = form
    if not best:
        return None
    if several:
        _, _, best = min(
            [
                _price(form, a.forms[form], b.forms[form])
                for form in fewer.forms
                if form in more.forms
            ]
        )
    return _met(best, a.forms[best], b.forms[best])


def _met(form: str, a: Reading, b: Reading) -> Relation:
    return Relation(SAME, form, 0.0, a.switches + b.switches)


def are_of_two_genders(a: str, b: str) -> bool:
    """Whether one is for men and the other for women."""
    return a != b and a in "mf" and b in "mf"


def _price(form: str, a: Reading, b: Reading) -> tuple[float, int, str]:
    """Fewest switches first, then the reading that most conventions share."""
    shared = (a.conventions & b.conventions) or a.conventions
    return a.switches + b.switches, -shared.bit_count(), form


def _initial(a: Token, b: Token) -> Relation:
    """At least one side is an initial: does it fit the other's beginning?"""
    if a.heads and b.heads:
        # Я is J where an initial is one letter of two
        fits = any(x.startswith(y) or y.startswith(x) for x in a.heads for y in b.heads)
    else:
        short, full = (a, b) if a.heads else (b, a)
        fits = any(form.startswith(short.heads) for form in full.forms)
        fits = fits or (short.script == full.script and full.word.startswith(short.word))
    return Relation(Code.INITIAL if fits else Code.INITIAL_FAR)


def surnames(a: Token, b: Token) -> Relation:
    """Relation of two surnames. Symmetric."""
    if a.heads or b.heads:
        return _initial(a, b)
    found = told_apart(a, b, _surnames(a, b))
    return _but_for_particles(a, b, found, surnames) if a.bare or b.bare else found


def _but_for_particles(
    a: Token, b: Token, found: Relation, relate: Callable[[Token, Token], Relation]
) -> Relation:
    """`von Berg` and `Berg`, `el-Ureyd` and `al-Ureyd`: one word with other particles."""
    if found.code not in _PARTED:
        return found
    if found.code is TRANSCRIBED and found.distance <= _BARE_REACH:
        return found
    bare = relate(token(a.bare or a.text), token(b.bare or b.text))
    if bare.code not in _BARE or bare.distance > _BARE_REACH:
        return found
    return Relation(Code.PARTICLE, bare.form, bare.distance)


def _surnames(a: Token, b: Token) -> Relation:
    met = meeting(a, b)
    if met is not None:
        return met
    feminine = bool(a.bases or b.bases)
    one_feminine = bool(a.bases) != bool(b.bases)
    case = cases(a, b) if one_feminine and (_is_hers(a, b) or _is_hers(b, a)) else None
    if case is None and feminine and (shared := _masculine(a) & _masculine(b)):
        return Relation(Code.GENDERED if one_feminine else SAME, min(shared))
    case = case or cases(a, b)
    if case is not None:
        return case
    if nothing_alike(a, b):
        return NOT_RELATED
    spelled = respelled(a, b)
    if feminine and (spelled is None or spelled.code is NEAR):
        spelled = respelled_but_for_gender(a, b) or spelled
    if spelled is None or spelled.code is NEAR:
        if (a.parts or b.parts) and _share_a_part(a, b):
            return _halves(a, b) if len(a.parts) == len(b.parts) else Relation(Code.PARTIAL)
        spelled = spelled or _nearest_surnames(a, b)
        if not one_feminine:
            spelled = transcribed(a, b, spelled)
        elif (known := by_tradition(a, b)) is not None:
            spelled = known
        elif (written := by_the_rules(a, b)) is not None:
            # White looks like a Lithuanian woman's surname, and Уайт says that it is none.
            return written
    return spelled.of_two_genders() if one_feminine else spelled


def _is_hers(a: Token, b: Token) -> bool:
    """Whether a word may be a woman's surname in another case: Мещеряковой of Мещерякова."""
    return a.word.endswith(_OBLIQUE) and b.word.endswith(_OF_WOMEN)


def _masculine(tok: Token) -> Set[str]:
    return tok.bases or tok.forms.keys()


def nothing_alike(a: Token, b: Token) -> bool:
    """Whether hardly a sound of a long word is in the other one: whatever a habit of spelling
    or an ear makes of a name, a word of eight sounds keeps two of them. Most words that an
    archive offers end here, before anything dear is asked."""
    if a.parts or b.parts or a.bare or b.bare:
        return False
    longest = max(len(a.best), len(b.best))
    most = int(longest * _MOST_CHANGED)
    return longest >= _LONG and OSA.distance(a.best, b.best, score_cutoff=most) > most


def _nearest_surnames(a: Token, b: Token) -> Relation:
    return nearest(_with_bases(a), _with_bases(b), SURNAME_REACH)


def are_far_surnames(a: Token, b: Token) -> bool:
    """Whether no readings or masculine forms of two surnames are near each other."""
    return _nearest_surnames(a, b).code is FAR


def _with_bases(tok: Token) -> Iterable[str]:
    return [*tok.forms, *sorted(tok.bases)] if tok.bases else tok.forms


def _halves(a: Token, b: Token) -> Relation:
    """Two double surnames that share one half are what their other halves are: `Lukina-Basova` is
    no `Лукина-Балашова`. Short ones are no surnames, as in Jong-un."""
    pairs = [*zip(a.parts, b.parts, strict=True)]
    found = [surnames(token(x), token(y)) for x, y in pairs]
    other = [pair for pair, one in zip(pairs, found, strict=True) if one.code is not SAME]
    short = any(len(word) < _HALF_LETTERS for pair in other for word in pair)
    if short or len(other) == len(pairs):
        return Relation(Code.PARTIAL)
    least = max(found, key=lambda one: _CODES[one.code][0])
    return Relation(Code.TWO) if least.code is FAR else least


def _share_a_part(a: Token, b: Token) -> bool:
    """`Kuznetsov-Krasovsky` and `Krasovsky`: one half of a double surname."""
    return any(
        meeting(token(x), token(y)) is not None
        for x in a.parts or (a.text,)
        for y in b.parts or (b.text,)
        if min(len(x), len(y)) >= _PART_LETTERS
    )


def given_names(a: Token, b: Token) -> Relation:
    """Relation of two given names. Two known names of different groups are FAR."""
    if a.heads or b.heads:
        return _initial(a, b)
    found = _given_names(a, b)
    return _but_for_particles(a, b, found, _given_names) if a.bare or b.bare else found


def _given_names(a: Token, b: Token) -> Relation:
    if are_of_two_genders(a.given_gender, b.given_gender):
        # Виктора is no woman's name unless a table knows it.
        return cases(a, b) or NOT_RELATED
    met = meeting(a, b)
    if met is not None and not are_two(a, b, met.form):
        return met
    if a.groups and b.groups and (shared := a.groups.keys() & b.groups.keys()):
        kinds = [(_CODES[weaker(a.groups[group], b.groups[group])], group) for group in shared]
        (_, code), group = min(kinds)
        # Two pet names of one full name are two names, or one by ear: Matt and Мэтт.
        return one_by_ear(a, b) if code is Code.FAR else Relation(code, group)
    if met is not None:
        return NOT_RELATED
    case = cases(a, b)
    if case is not None:
        return case
    if a.groups and b.groups and known_apart(a, b):
        return NOT_RELATED
    if a.parts and len(a.parts) == len(b.parts):
        return _part_by_part(a, b)
    spelled = respelled(a, b)
    if a.groups and b.groups:
        if spelled is not None and spelled.code is not NEAR:
            return spelled
        return NOT_RELATED if both_native(a, b) else one_by_ear(a, b)
    if are_compound(a.forms, b.forms):
        return Relation(Code.COMPOUND)
    if spelled is not None and spelled.code is not NEAR:
        return spelled
    return transcribed(a, b, spelled or nearest(a.forms, b.forms))


def _part_by_part(a: Token, b: Token) -> Relation:
    """`Marie-George` and `Мари-Жорж`: double given names, each half by itself."""
    halves = [given_names(token(x), token(y)) for x, y in zip(a.parts, b.parts, strict=True)]
    distance = sum(half.distance for half in halves) / len(halves)
    if distance > REACH or any(half.code is Code.DIMINUTIVE for half in halves):
        return NOT_RELATED
    return Relation(Code.COUNTERPART if not distance else Code.TRANSCRIBED, a.best, distance)


def patronymics(a: Token, b: Token) -> Relation:
    """Relation of two patronymics: their fathers', if their genders agree."""
    if a.heads or b.heads:
        return _initial(a, b)
    met = meeting(a, b)
    if met is not None:
        return met
    case = cases(a, b)
    if case is not None:
        return case
    if a.patronymic is None or b.patronymic is None:
        if are_one_father(a, b):
            return Relation(Code.COUNTERPART, min(a.best, b.best))
        near = _near_patronymics(a, b)
        bulgarian = a.patronymic is None and b.patronymic is None  # Стефанов, Стоянов
        return NOT_RELATED if bulgarian and near.code is NEAR and both_in_use(a, b) else near
    if are_of_two_genders(a.patronymic.gender, b.patronymic.gender):
        return NOT_RELATED
    shared = a.patronymic.stems & b.patronymic.stems
    if shared:
        return Relation(SAME, min(shared))
    fathers = a.patronymic.fathers & b.patronymic.fathers
    if fathers:
        return Relation(Code.COUNTERPART, min(fathers))
    every_a = a.patronymic.fathers | a.patronymic.variants
    every_b = b.patronymic.fathers | b.patronymic.variants
    shared_by_variant = every_a & every_b
    if every_a and every_b and not shared_by_variant:
        return NOT_RELATED
    near = _near_patronymics(a, b)
    if shared_by_variant and near.distance > _ONE_VARIANT:
        # Ахматович and Ахмедович: two names as written, though akin.
        return Relation(Code.VARIANT, min(shared_by_variant))
    return near


def _near_patronymics(a: Token, b: Token) -> Relation:
    return same_but_for_akanne(a, b) or nearest(a.forms, b.forms)
