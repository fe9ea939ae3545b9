"""Adjectives in the names of organisations: Генеральной becomes Генеральная again.

Source: Russian Grammar (1980) on the declension of adjectives; Ukrainian orthography (2019).
"""

from __future__ import annotations

import re

_VELAR = "гкхжчшщ"
_RU = re.compile(
    r"(?P<stem>.{2,}?)(?P<ending>ый|ий|ой|ая|яя|ое|ее|ого|его|ому|ему|ым|им|ом|ем|ую|юю|ей|ою|ею)"
)
_UK = re.compile(r"(?P<stem>.{2,}?)(?P<ending>ий|ій|а|я|е|є|ого|ому|им|ім|ої|у|ою|ьої|ьою|ього)")
_STEMS = {
    "ru": ("н", "ск", "цк", "ов", "ев", "ив", "ал", "ил", "ат", "ит", "ш", "щ", "ч", "ж", "л",
        "ст", "г"),
    "uk": ("н", "ськ", "цьк", "зьк", "ов", "ев", "єв", "ив", "л", "ст", "ч", "ш", "щ", "г"),
}  # fmt: skip


def is_adjective(word: str, language: str) -> bool:
    """Whether a folded word has the endings of an adjective.

    >>> is_adjective("следственного", "ru"), is_adjective("суда", "ru")
    (True, False)
    """
    found = (_RU if language == "ru" else _UK).fullmatch(word)
    return found is not None and found["stem"].endswith(_STEMS["ru" if language == "ru" else "uk"])


def nominative(word: str, gender: str, language: str) -> str:
    """The nominative of an adjective that goes with a noun of a gender, `m`, `f` or `n`."""
    found = (_RU if language == "ru" else _UK).fullmatch(word.lower())
    if not found or not gender:
        return word
    stem = word[: len(found["stem"])]
    if language == "uk":
        ending = {"m": "ий", "f": "а", "n": "е"}[gender]
        return stem + ending
    soft = (
        found["ending"] in {"его", "ему", "ем", "ей", "яя", "юю", "ее"} and stem[-1] not in _VELAR
    )
    if gender == "f":
        return stem + ("яя" if soft else "ая")
    if gender == "n":
        return stem + ("ее" if soft or stem[-1] in "жшщч" else "ое")
    return stem + ("ий" if soft or stem[-1] in _VELAR else "ый")
