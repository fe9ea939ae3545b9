"""Which surnames are in use: those of the tables, and those made from given names.

A reading of a word that is one of them is more likely meant than a slip.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from resolver.known_words import known_words
from resolver.lexicon import forms_of
from resolver.rules import table
from resolver.tokens import Token

_LEAST_GIVEN: Final = 4
_RARELY: Final = 4  # so many times as many conventions read it otherwise; of given names, 8
_WOMEN: Final = ("ова", "ева", "ина")
_OF_A_WOMAN: Final = "скаиа"
_DERIVING: Final = ("ru", "uk", "bg", "kk", "ky", "uz", "tg", "tt", "ba")
_MADE_ENDINGS: Final = ("ов", "ев", "ёв", "єв", "ин", "ын", "ін")
_MADE_WITH: Final = {"uk": ("енко", "ченко", "чук", "ук", "юк"), "sr": ("ић", "овић")}


def in_use(tok: Token) -> dict[str, set[tuple[str, str]]]:
    """The usual readings of a word, or of the man's name that it is a woman's of, in use, with the
    languages and words that have them: Олейник and Олійник are one name in two, and Първанов is
    both Parvanov and Purvanov."""
    known = known_surnames()
    usual = [
        form
        for form, reading in tok.forms.items()
        if not reading.switches and not is_rare(tok, form)
    ]
    men = [form[:-1] for form in usual if form.endswith(_WOMEN)]
    men += [f"{form.removesuffix(_OF_A_WOMAN)}ски" for form in usual if form.endswith(_OF_A_WOMAN)]
    found = {form: known[form] for form in (*usual, *men) if form in known}
    if not found and len(usual) == len(tok.forms):
        found = {form: known[form] for form in tok.bases if form in known}
    return found


def oddly_in_use(tok: Token) -> dict[str, set[tuple[str, str]]]:
    """The same of all readings by one convention: Schubin is Шубин."""
    known = known_surnames()
    return {
        form: known[form]
        for form, reading in tok.forms.items()
        if form in known and not reading.switches
    }


def is_listed(tok: Token) -> bool:
    return not listed_surnames().keys().isdisjoint(in_use(tok))


@cache
def known_surnames() -> dict[str, set[tuple[str, str]]]:
    """Readings of the surnames of the tables and of those made from given names."""
    found = {form: set(words) for form, words in listed_surnames().items()}
    listed = {word for words in found.values() for word in words}
    for language, word in _made():
        if (language, word) not in listed:
            for form in forms_of(word):
                found.setdefault(form, set()).add((language, word))
    return found


@cache
def listed_surnames() -> dict[str, set[tuple[str, str]]]:
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


def listed_in_use(tok: Token) -> dict[str, set[tuple[str, str]]]:
    return {form: words for form, words in in_use(tok).items() if form in listed_surnames()}


def languages_of(words: set[tuple[str, str]]) -> set[str]:
    return {language for language, _ in words}


def is_rare(tok: Token, form: str) -> bool:
    """Whether hardly a convention reads a word without marks so."""
    reading = tok.forms.get(form)
    if reading is None or len(tok.forms) == 1 or not tok.word.isascii():
        return False
    usual = max(one.conventions.bit_count() for one in tok.forms.values())
    return reading.conventions.bit_count() * _RARELY < usual
