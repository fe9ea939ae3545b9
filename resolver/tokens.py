"""A token: one word of a name with everything the tables say about it.

Tokens are analysed once each and kept in a bounded cache: archives repeat given names and
surnames far more often than whole names.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from resolver import lexicon
from resolver.graphemes import VOWELS, conventions, latin
from resolver.readings import Reading, readings
from resolver.script import repair, script_of
from resolver.values import Quick

RARE_READING: Final = 8
_LATVIAN: Final = frozenset("āēīūģķļņ")
_ARTICLES: Final = frozenset(
    [
        "al",
        "el",
        "ul",
        "ar",
        "ad",
        "as",
        "ash",
        "an",
        "at",
        "az",
        "аль",
        "эль",
        "ар",
        "ад",
        "ас",
        "аш",
        "ан",
        "ат",
        "аз",
    ]
)
_SHORTEST_BARE: Final = 3
_BALTIC, _BALTIC_ENDS = "lt", frozenset("sš")
_LONGEST_PARTICLE: Final = 5
# Serbian, Croatian and Bosnian surnames, also of women in Czech; these have no patronymics.
_SOUTH_SLAVIC: Final = ("ić", "ић", "иќ", "ićová", "ičová")
_MASCULINE: Final = ("ов", "ев", "ин", "ски", "цки")
_FULL: Final = frozenset({"same", "counterpart"})
_NONE: Final[frozenset[str]] = frozenset()


@dataclass(init=False, slots=True, eq=False)
class Token(Quick):
    """One analysed word as `text`, its lower-case letters as `word`.

    `forms` are the folded readings; `bases` the masculine forms of a feminine surname;
    `bare` is the word without particles that are joined to it, empty where it has none;
    `groups` the given names it can be, with the relation to each; `heads` the sounds an
    initial can stand for (empty unless the token is an initial).
    """

    text: Final[str]
    word: Final[str]
    script: Final[str]
    forms: Final[dict[str, Reading]]
    best: Final[str]
    groups: Final[dict[str, str]]
    given_gender: Final[str]
    patronymic: Final[lexicon.Patronymic | None]
    bases: Final[frozenset[str]]
    ending_gender: Final[str]
    heads: Final[tuple[str, ...]]
    parts: Final[tuple[str, ...]]
    bare: Final[str]

    def __init__(
        self,
        text: str,
        word: str,
        script: str,
        forms: dict[str, Reading],
        best: str,
        groups: dict[str, str],
        given_gender: str,
        patronymic: lexicon.Patronymic | None,
        bases: frozenset[str],
        ending_gender: str,
        heads: tuple[str, ...],
        parts: tuple[str, ...],
        bare: str,
    ) -> None:
        self.text = text
        self.word = word
        self.script = script
        self.forms = forms
        self.best = best
        self.groups = groups
        self.given_gender = given_gender
        self.patronymic = patronymic
        self.bases = bases
        self.ending_gender = ending_gender
        self.heads = heads
        self.parts = parts
        self.bare = bare


def _bare(text: str) -> str:
    """The word without the particles that are joined to it (`vonBerg`, `al-Bashir`), the
    Arabic article also as it sounds before the sun letters; empty where it has none."""
    if "-" not in text and (text[1:].islower() or text.isupper()):
        return ""
    rest = text
    while (end := _particle_end(rest)) > 0:
        rest = rest[end:].lstrip("-")
    return rest if rest != text and len(lexicon.letters_of(rest)) >= _SHORTEST_BARE else ""


def _particle_end(text: str) -> int:
    roles = lexicon.name_words()
    for end in range(2, min(_LONGEST_PARTICLE, len(text) - 1) + 1):
        if text[end] == "-" or (text[end].isupper() and text[end - 1].islower()):
            word = text[:end].lower()
            known = word in _ARTICLES and text[end] == "-"
            return end if known or roles.get(word, "").startswith("particle") else 0
    return 0


@lru_cache(maxsize=1024)
def by_ear(tok: Token) -> tuple[str, ...]:
    """The readings that a Latin word has as Latvian or Lithuanian alone, which write foreign
    names as they sound and give them an ending of their own: `Pols` is Paul, `Bušs` is Bush."""
    if not may_be_by_ear(tok):
        return ()
    only = 1 << conventions().index(_BALTIC)
    return tuple(form for form, r in tok.forms.items() if r.conventions == only and not r.switches)


def may_be_by_ear(tok: Token) -> bool:
    """Whether a word ends so that `by_ear` has to be asked."""
    return tok.script == "latin" and tok.word[-1:] in _BALTIC_ENDS


def _bases(word: str, forms: dict[str, Reading], script: str) -> frozenset[str]:
    """Masculine forms of a word that is written like a woman's surname: with a vowel at the
    end, so that `Petrauskas`, where a French s is mute, has none."""
    if word[-1:] not in VOWELS:
        return _NONE
    endings, lengths = lexicon.feminine_endings()
    bases = set()
    for form in forms:
        for length in lengths:
            if len(form) - length < 2:
                continue
            for masculine in endings.get(form[-length:], ()):
                if masculine or script != "cyrillic":
                    # Czech adds -ová to any surname; in Cyrillic -ова is -ов's own.
                    bases.add(form[:-length] + masculine)
    return frozenset(bases)


def _short_bases(word: str, forms: dict[str, Reading]) -> frozenset[str]:
    """`Чорна` of `Чорний`, `Novotná` of `Novotný`, `Kalniņa` of `Kalniņš`.

    One letter proves little: -а is on men's names too, and Belarusian and French spell their
    last vowels otherwise (Лукашенка, Blake). So á and ė, which are nothing else, are enough
    alone; -на must follow a consonant, as in adjectives; and a plain a or e at the end must
    stand in a word with a letter that Latvian alone has.
    """
    letter = word[-1:]
    pairs = lexicon.short_surname_genders()
    if letter not in pairs and letter != "a":
        return _NONE
    plain = letter.isascii() or letter == "а"
    adjective = word[-2:] in {"на", "na"} and word[-3:-2].isalpha() and word[-3] not in VOWELS
    if plain and not adjective and _LATVIAN.isdisjoint(word):
        return _NONE
    found = pairs.get(letter, frozenset())
    if letter == "a" and adjective:
        found |= pairs.get("а", frozenset())  # Chorna, too
    return frozenset(
        form[: -len(feminine)] + masculine
        for form in forms
        for feminine, masculine in found
        if form.endswith(feminine) and len(form) - len(feminine) >= 2
    )


def _given_groups(word: str, forms: dict[str, Reading]) -> dict[str, str]:
    """Groups of given names a word can belong to.

    A spelling that is listed counts as listed, and as a pet form if it reads as one: `Misha`
    is Михаил, but `Daniela` is not Данила, though one convention could read it so. Else the
    readings that are full names silence those that are not: Aleh is Олег, and no pet form.
    """
    exact = lexicon.groups_of_word(word)
    full: dict[str, str] = {}
    pet: dict[str, str] = {}
    known: list[tuple[int, dict[str, str]]] = []
    usual = 0
    for form, reading in forms.items():
        if reading.switches <= 1 and (found := lexicon.groups_of_form(form)):
            count = reading.conventions.bit_count()
            usual = max(usual, count)
            known.append((count, found))
    for count, found in known:
        if count * RARE_READING < usual:
            continue  # one convention in twenty reads Misha as Мижа
        kept = pet if _FULL.isdisjoint(found.values()) else full
        for group, relation in found.items():
            kept.setdefault(group, relation)
    if exact:
        pets = {g: r for g, r in {**pet, **full}.items() if r == "diminutive"}
        return {**pets, **exact} if pets else exact
    return full or pet or _feminine_of(forms)


def _feminine_of(forms: dict[str, Reading]) -> dict[str, str]:
    """`Stanislava`, `Romana`: a woman's name made from a man's, in a group of its own."""
    return {
        f"{group}+{lexicon.FEMININE}": "same"
        for form in forms
        if form.endswith("а")
        for group, relation in lexicon.groups_of_form(form[:-1]).items()
        if relation in {"same", "counterpart"} and lexicon.gender_of_group(group) == "m"
    }


def _gender_of(groups: dict[str, str]) -> str:
    genders = {lexicon.gender_of_group(group) for group in groups}
    return genders.pop() if len(genders) == 1 else "u"


def _heads(word: str, script: str) -> tuple[str, ...]:
    """What the first letter or letters of a full name may sound like under this initial."""
    heads = {form for form in readings(word, script) if form}
    if script == "latin":
        # An initial may be the first letter of a digraph: S. for Schamil, Z. for Zhanna.
        rules = latin().rules
        heads.update(
            option.sounds[0]
            for grapheme, found in rules.items()
            if grapheme.startswith(word) and len(grapheme) > 1
            for rule in found
            for option in rule.options
            if option.sounds
        )
    return tuple(sorted(heads))


def _patronymic(word: str, letters: str, forms: dict[str, Reading]) -> lexicon.Patronymic | None:
    found = lexicon.patronymic(forms, apart=" " in word)
    return None if found is None or letters.endswith(_SOUTH_SLAVIC) else found


@lru_cache(maxsize=16384)
def token(word: str, initial: bool = False) -> Token:  # noqa: FBT001, FBT002 - a cache key
    """Analyse one word (already split from its name).

    >>> token("Мовлаев").best
    'мовлаев'
    """
    repaired = repair(word)
    # Words without letters are told apart by what they are made of.
    letters = lexicon.letters_of(repaired) or repaired.lower()
    script = "cyrillic" if script_of(letters) == "cyrillic" else "latin"
    forms = readings(letters, script)
    best = next(iter(forms), "")
    if initial:
        heads = _heads(letters, script)
        return Token(word, letters, script, forms, best, {}, "u", None, _NONE, "", heads, (), "")
    groups = _given_groups(letters, forms)
    bases = _bases(letters, forms, script)
    ending = "f" if bases else "m" if best.endswith(_MASCULINE) else ""
    if not groups:
        bases |= _short_bases(letters, forms)
    return Token(
        word,
        letters,
        script,
        forms,
        best,
        groups,
        _gender_of(groups) if groups else "u",
        _patronymic(word, letters, forms),
        bases,
        ending,
        (),
        tuple(repaired.split("-")) if "-" in repaired.strip("-") else (),
        _bare(repaired),
    )
