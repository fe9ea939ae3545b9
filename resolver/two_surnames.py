"""Two surnames that are near in letters and two all the same.

Мельников is made from Мельник, Симович is no Симич, Дёмкин no Дёмин: an ending of surnames is no
slip. And where a letter lies between two surnames that are both in use, Баранов and Баринов, it is
more likely the right one than not; so it is with a reading that only one convention makes of a
surname in use, which Bychkov is, though an Italian might read Быков.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from resolver.distance import distance
from resolver.graphemes import VOWELS
from resolver.known_words import known_words
from resolver.lexicon import forms_of, groups_of_form
from resolver.nearness import AKANNE, EXPLAINED, NEAR, SAME, TRANSCRIBED, Code, Relation
from resolver.romanize import attribute
from resolver.rules import table
from resolver.tokens import Token
from resolver.traditions import of_one_tradition

# Endings that make a surname from a name, a trade or another surname, in folded sounds, by the one
# that they stand for.
_ENDINGS: Final = {
    "ов": ("ов", "ев", "иов", "ова", "ева", "иова"),
    "ин": ("ин", "ина"),
    "ков": ("ков", "кова"),
    "кин": ("кин", "кина"),
    "ич": ("ич",),
    "ович": ("ович", "евич", "иевич", "авич"),
    "ский": ("ски", "скаиа", "ска"),
    "овский": ("овски", "овскаиа", "овска", "евски", "евскаиа", "евска"),
    "енко": ("енко", "енка"),
    "ченко": ("ченко", "ченка"),
    "чук": ("чук",),
    "юк": ("иук", "ук"),
    "як": ("иак", "ак"),
    "ян": ("иан",),
    "швили": ("швили",),
    "ез": ("ез",),
}
_LENGTHS: Final = range(2, 8)
_BY_ENDING: Final = {ending: name for name, forms in _ENDINGS.items() for ending in forms}
_SHORTEST_STEM: Final = 3
_LEAST_GIVEN: Final = 4
_AFTER_CONSONANTS: Final = frozenset({"ов", "ович"})
_SURELY_HEARD: Final = 0.3
_RARELY: Final = 4  # so many times as many conventions read it otherwise; of given names, 8
_REACH: Final = 2.0
_HARDLY: Final = 0.36
_CLEAR: Final = frozenset(("sr", "bg", "mk"))
_UNDECIDED: Final = 1.0
_DOUBTFUL: Final = frozenset({NEAR, TRANSCRIBED})
_OV: Final = 2
_WOMEN: Final = ("ова", "ева", "ина")
_OF_A_WOMAN: Final = "скаиа"
_DERIVING: Final = ("ru", "uk", "bg", "kk", "ky", "uz", "tg", "tt", "ba")
_MADE_ENDINGS: Final = ("ов", "ев", "ёв", "єв", "ин", "ын", "ін")
_MADE_WITH: Final = {"uk": ("енко", "ченко", "чук", "ук", "юк"), "sr": ("ић", "овић")}


def told_apart(a: Token, b: Token, found: Relation) -> Relation:
    """What relates two surnames, `found` by readings, by letters or by ear, in the light of how
    surnames are made and of which are in use. Symmetric."""
    if found.code is SAME:
        man = f"{found.form}ов"
        if {a.best, b.best} == {f"{found.form}а", f"{man}а"} and not _is_czech(a, b):
            # Савина, and Savinova of Савинов; Cygankovova is Czech without its mark.
            return Relation(Code.TWO, found.form) if man in _known() else found
        return _unless_read_oddly(a, b, found)
    if found.code is AKANNE:
        return Relation(Code.TWO, found.form) if _keep_their_vowels(a, b) else found
    listed = found.code in _DOUBTFUL and _is_listed(a) and _is_listed(b)
    if found.code is TRANSCRIBED:
        if found.distance <= _SURELY_HEARD and (not listed or of_one_tradition(a, b)):
            return found
    elif found.code is not NEAR or (found.coarse and not listed):
        return found
    two = (is_made_from(a, b) and not _may_be_slip(a, b)) or both_in_use(a, b)
    return Relation(Code.TWO, found.form, found.distance) if two else found


def _keep_their_vowels(a: Token, b: Token) -> bool:
    """Whether two surnames in use are of languages in which о is never heard as а: Зорић, Зарић."""
    mine, other = _in_use(a), _in_use(b)
    shared = [_languages(mine[x]) & _languages(other[y]) for x in mine for y in other if x != y]
    return mine.keys().isdisjoint(other) and any(not _CLEAR.isdisjoint(found) for found in shared)


def _may_be_slip(a: Token, b: Token) -> bool:
    """Whether two surnames with endings are one in use and one that is not: Садовниов."""
    bare = any("" in _parted(tok.best).get(tok.best, ()) for tok in (a, b))
    return not bare and bool(_in_use(a)) != bool(_in_use(b))


def is_made_from(a: Token, b: Token) -> bool:
    """Whether two surnames are one stem with two endings, or with one and with none. Czech adds
    -ová to any name."""
    if _is_czech(a, b):
        return False
    mine, other = _parted(a.best), _parted(b.best)
    shared = mine.keys() & other.keys()
    return bool(shared) and all(mine[stem].isdisjoint(other[stem]) for stem in shared)


def _is_czech(a: Token, b: Token) -> bool:
    return a.word.endswith("ová") or b.word.endswith("ová")


def _parted(form: str) -> dict[str, set[str]]:
    """Stem -> the endings that it may have in a reading. A word without any, or but for a vowel,
    is a stem only if it is a name itself: else a letter may be lost, as in Корсако of
    Корсаков."""
    found: dict[str, set[str]] = {}
    if form in _known() or groups_of_form(form):
        found[form] = {""}
        if form[-1:] in VOWELS:
            found[form[:-1]] = {""}
    for length in _LENGTHS:
        ending = _BY_ENDING.get(form[-length:])
        stem = form[:-length]
        if ending is None or len(stem) < _SHORTEST_STEM:
            continue
        if not (ending in _AFTER_CONSONANTS and stem[-1] in VOWELS):
            found.setdefault(stem, set()).add(ending)
        if ending == "ков" and stem[-1] == "ч":  # Крючков, of a little крюк
            found.setdefault(f"{stem[:-1]}к", set()).add(ending)
    return found


def _unless_read_oddly(a: Token, b: Token, found: Relation) -> Relation:
    """SAME, unless the reading is a rare one of a word that has a usual one in use, and the other
    word is in use, too: then two, or if a standard spells one as the other, hardly near."""
    form = found.form
    if (a.best == form and b.best == form) or not (_is_rare(a, form) or _is_rare(b, form)):
        return found
    if not (_is_listed(a if _is_rare(a, form) else b) and both_in_use(a, b)):
        return found
    # Misjin is Мишин by a standard, and Мысин by another: the rest of a name has to tell.
    by_standard = attribute(a.text, b.text) or attribute(b.text, a.text)
    return Relation(NEAR, form, _UNDECIDED) if by_standard else Relation(Code.TWO, form)


def _is_rare(tok: Token, form: str) -> bool:
    """Whether hardly a convention reads a word without marks so."""
    reading = tok.forms.get(form)
    if reading is None or len(tok.forms) == 1 or not tok.word.isascii():
        return False
    usual = max(one.conventions.bit_count() for one in tok.forms.values())
    return reading.conventions.bit_count() * _RARELY < usual


def both_in_use(a: Token, b: Token) -> bool:
    """Whether two surnames are in use, and differ by more than what languages confuse."""
    mine = _in_use(a) or _oddly_in_use(a)
    other = (_in_use(b) or _oddly_in_use(b)) if mine else {}
    pairs = [(x, y) for x in mine for y in other if _languages(mine[x]) & _languages(other[y])]
    return bool(pairs) and not any(
        mine[x] & other[y] or _may_be_confused(x, y) or _of_one_given_name(x, y) for x, y in pairs
    )


def _may_be_confused(a: str, b: str) -> bool:
    """Whether two readings in use differ by no more than what languages confuse. Of two that the
    tables list, which have no spelling twice, by hardly anything: Колосов is no Колесов."""
    if a in _listed() and b in _listed():
        return distance(a, b, _REACH) <= _HARDLY
    return _apart(a, b) <= EXPLAINED


def _languages(words: set[tuple[str, str]]) -> set[str]:
    return {language for language, _ in words}


def _of_one_given_name(a: str, b: str) -> bool:
    """Юсуфов and Юсифов: of two forms of one given name."""
    mine, other = groups_of_form(a[:-_OV]), groups_of_form(b[:-_OV])
    return not mine.keys().isdisjoint(other)


def _apart(a: str, b: str) -> float:
    """In letters of a word of seven; а and е are one, as ə is written either way,
    and so are дж and Turkic ж."""
    a, b = (one.replace("дж", "ж").replace("е", "а") for one in (a, b))
    return distance(a, b, _REACH) * 7.0 / max(4.0, min(10.0, max(len(a), len(b))))


def _in_use(tok: Token) -> dict[str, set[tuple[str, str]]]:
    """The usual readings of a word, or of the man's name that it is a woman's of, in use, with the
    languages and words that have them: Олейник and Олійник are one name in two, and Първанов is
    both Parvanov and Purvanov."""
    known = _known()
    usual = [
        form
        for form, reading in tok.forms.items()
        if not reading.switches and not _is_rare(tok, form)
    ]
    men = [form[:-1] for form in usual if form.endswith(_WOMEN)]
    men += [f"{form.removesuffix(_OF_A_WOMAN)}ски" for form in usual if form.endswith(_OF_A_WOMAN)]
    found = {form: known[form] for form in (*usual, *men) if form in known}
    if not found and len(usual) == len(tok.forms):
        found = {form: known[form] for form in tok.bases if form in known}
    return found


def _oddly_in_use(tok: Token) -> dict[str, set[tuple[str, str]]]:
    """The same of all readings by one convention: Schubin is Шубин."""
    known = _known()
    return {
        form: known[form]
        for form, reading in tok.forms.items()
        if form in known and not reading.switches
    }


def _is_listed(tok: Token) -> bool:
    return not _listed().keys().isdisjoint(_in_use(tok))


@cache
def _known() -> dict[str, set[tuple[str, str]]]:
    """Readings of the surnames of the tables and of those made from given names."""
    found = {form: set(words) for form, words in _listed().items()}
    listed = {word for words in found.values() for word in words}
    for language, word in _made():
        if (language, word) not in listed:
            for form in forms_of(word):
                found.setdefault(form, set()).add((language, word))
    return found


@cache
def _listed() -> dict[str, set[tuple[str, str]]]:
    """Readings of the surnames of the tables alone. Belarusian ones stand there in Russian
    spelling, too."""
    found: dict[str, set[tuple[str, str]]] = {}
    for row in table("surnames"):
        language, word = row["language"], row["form"].lower()
        if language != "be":
            for form in forms_of(word):
                found.setdefault(form, set()).add((language, word))
    return found


def _made() -> Iterator[tuple[str, str]]:
    for language in _DERIVING:
        for word in known_words(language):
            if word.endswith(_MADE_ENDINGS):
                yield language, word
    for row in table("given_names"):
        language = row["language"]
        endings = _MADE_WITH.get(language, ()) if row["gender"] == "m" else ()
        native = row["relation"] != "western" and "-" not in row["group"]
        stem = row["form"].lower().rstrip("аеоийь")
        if native and len(stem) >= _LEAST_GIVEN:
            yield from ((language, stem + ending) for ending in endings)
