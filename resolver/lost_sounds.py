"""Letters of Polish and Czech whose mark is a sound of its own: Cyrillic writes it, and Latin
that has lost its marks does not.

Polish ą and ę are written as they sound, Dąbrowski is Домбровский and Kędzierski Кендзерский: он
and ен before a consonant, ом and ем before б and п. Czech ř is рж: Dvořák is Дворжак (Gilyarevsky,
Starostin 1985, Polish and Czech). An archive without marks says Dabrowski and Dvorak, as if they
were Дабровский and Дворак. Only what ends as surnames of those languages do is taken for such:
Badarev is not Бондарев, nor Korin Коржин.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from resolver.tokens import Token

# Letters whose mark is no sign of its own to Unicode.
_BARRED: Final = str.maketrans("łđıø", "ldio")
_NASAL: Final = re.compile("([ое])(?:м(?=[бп])|н(?=[тдкгцчсзшжщх]))")
_LOST: Final = {"о": "а", "е": "е"}
_POLISH: Final[tuple[str, ...]] = ("ски", "цки", "ска", "цка", "ич", "чик", "иак", "чак", "ек")
_LATIN_POLISH: Final = re.compile("(?:[sc]k[ia]|icz|czyk|[cirz]ak|ek)$")
_EAST_SLAVIC: Final[tuple[str, ...]] = (
    "ов",
    "ев",
    "ин",
    "ова",
    "ева",
    "ина",
    "ко",
    "ук",
    "ски",
    "ска",
)


def same_without_marks(a: Token, b: Token) -> bool:
    """Whether one of two Latin words is the other without any mark: Křížek and Krizek."""
    if a.script != "latin" or b.script != "latin" or a.word.isascii() == b.word.isascii():
        return False
    bare, marked = (a.word, b.word) if a.word.isascii() else (b.word, a.word)
    return len(bare) == len(marked) and bare == _without_marks(marked)


def _without_marks(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.translate(_BARRED))
    return "".join([letter for letter in decomposed if not unicodedata.combining(letter)])


def may_have_lost(tok: Token) -> bool:
    """Whether a word may be a Polish or Czech surname without its marks."""
    if tok.script != "latin" or not tok.word.isascii():
        return False
    return "r" in tok.word or bool(_LATIN_POLISH.search(tok.word))


def without_lost(form: str) -> set[str]:
    """What a reading is where ą and ę, or ř, have lost their marks; nothing if it has none.

    >>> without_lost("домбровски"), without_lost("дворжак"), without_lost("бондарев")
    ({'дабровски'}, {'дворак'}, set())
    """
    found = {form}
    if form.endswith(_POLISH):
        found.add(_NASAL.sub(lambda nasal: _LOST[nasal.group(1)], form))
    if "рж" in form and not form.endswith(_EAST_SLAVIC):
        found.add(form.replace("рж", "р"))
    return found - {form}


def deprived(tok: Token, forms: Iterable[str]) -> set[str]:
    """Readings of a Cyrillic word without what marks would have to tell."""
    if tok.script != "cyrillic":
        return set()
    return {lost for form in forms for lost in without_lost(form)}
