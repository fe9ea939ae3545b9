"""The oblique forms of Russian and Ukrainian place names.

Sources: Russian Grammar (1980) on the declension of nouns and adjectives; Ukrainian
orthography (2019) §§ 46-92. Endings alone are looked at, so a name that is not declined
(Баку, Тбилиси) has none, and a few made forms are not in use; they name nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

_VOWELS = "аеёиоуыэюяіїє"
# Ending of the nominative -> endings of the oblique cases, longest first.
_RU = {
    "ия": "ии ию ией",
    "ая": "ой ую ою",
    "яя": "ей юю",
    "ый": "ого ому ым ом",
    "ий": "ого ому им ом его ему ем ия ию ием ии",
    "ой": "ого ому ым ом",
    "ое": "ого ому ым ом",
    "ье": "ья ью ьем",
    "ре": "ря рю рем ре",
    "ние": "ния нию нием нии",
    "тие": "тия тию тием тии",
    "ые": "ых ым ыми",
    "ие": "их им ими",
    "ец": "ца цу цом це",
    "ёл": "ла лу лом ле",
    "а": "ы и е у ой ей",
    "я": "и е ю ей ёй",
    "ь": "и ю ью я ем ём е",
    "й": "я ю ем е",
    "ы": "ов ам ами ах ",
    "и": "ов ей ам ами ах",
    "о": "а у ом е",
    "": "а у ом е",
}
_UK = {
    "ія": "ії ію ією",
    "їя": "її їю їєю",
    "ка": "ки ці ку кою",
    "га": "ги зі гу гою",
    "ха": "хи сі ху хою",
    "ька": "ької ькій ьку ькою",
    "ний": "ного ному ним нім",
    "ий": "ого ому им ім",
    "а": "и і у ою ої ій",
    "я": "і ю ею єю ї",
    "іль": "оля олю олем олі еля елю",
    "ів": "ова ову овом ові єва єву євом єві ева еву еві",
    "їв": "єва єву євом єві",
    "ець": "ця цю цем ці",
    "інь": "ені еню енем",
    "ь": "і ю ю я ем ею",
    "й": "я ю єм ї",
    "и": "ів ам ами ах",
    "і": "ів ам ами ах",
    "ння": "ння нню нням нні",
    "е": "ого ому им ім я ю ем і",
    "о": "а у ом і",
    "": "а у ом і ові",
}
_INDECLINABLE = {"ru": "еуюэ", "uk": "уюеє"}


@lru_cache(maxsize=4096)
def _word_forms(word: str, language: str, *, lone: bool) -> tuple[str, ...]:
    """The oblique forms of one word; none for a word that is not declined."""
    if not word or (lone and not word[0].isupper()):
        return ()
    lower = word.lower()
    endings = _RU if language == "ru" else _UK
    if lower[-1] in _INDECLINABLE[language] and not lower.endswith(("ое", "ье", "ые", "ие", "е")):
        return ()
    for size in (3, 2, 1):
        ending = lower[-size:]
        if ending in endings and len(lower) > size + 1:
            return tuple(word[: len(word) - size] + each for each in endings[ending].split(" "))
    if lower[-1] in _VOWELS:
        return ()
    stem = word
    found = [stem + each for each in endings[""].split(" ")]
    if language == "uk" and lower.endswith("іг"):
        found += [word[:-2] + each for each in ("огу", "ога", "огом", "озі")]
    if lower.endswith("ок"):
        found += [word[:-2] + each for each in ("ка", "ку", "ком", "ке", "ці")]
    return tuple(found)


def word_forms(word: str, language: str) -> tuple[str, ...]:
    """The oblique forms of a common noun.

    >>> "министерстве" in word_forms("министерство", "ru")
    True
    """
    return _word_forms(word, language, lone=False)


def declined(name: str, language: str) -> Iterator[str]:
    """Forms of a name in the oblique cases; words beside one another change together.

    >>> "Чечне" in set(declined("Чечня", "ru")), "Києві" in set(declined("Київ", "uk"))
    (True, True)
    """
    words = name.split(" ")
    if len(words) > 3 or any("(" in word for word in words):
        return
    if len(words) == 1:
        yield from _compound(name, language)
        return
    adjectives = words[0].lower().endswith(("ый", "ий", "ая", "ое", "ой", "ие", "ые", "а", "е"))
    if len(words) == 2 and adjectives:
        for pair in product(
            _word_forms(words[0], language, lone=False), _word_forms(words[1], language, lone=False)
        ):
            yield " ".join(pair)
        return
    for form in _word_forms(words[0], language, lone=False):
        yield " ".join([form, *words[1:]])


def _compound(name: str, language: str) -> Iterator[str]:
    """`Алма-Ата`, `Ростов-на-Дону`, `Ивано-Франковск`: the first or the last part changes."""
    parts = name.split("-")
    for form in _word_forms(parts[-1], language, lone=True):
        yield "-".join([*parts[:-1], form])
    if len(parts) > 1:
        for form in _word_forms(parts[0], language, lone=True):
            yield "-".join([form, *parts[1:]])
