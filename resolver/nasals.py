"""Polish ą and ę: what Cyrillic makes of them, and Latin without its marks.

Cyrillic writes them as they sound, Dąbrowski is Домбровский and Kędzierski Кендзерский: он and ен
before a consonant, ом and ем before б and п (Gilyarevsky, Starostin 1985, Polish). An archive
that has lost the marks says Dabrowski, as if it were Дабровский. Only surnames that end as Polish
ones do are taken for such: Badarev is not Бондарев.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from resolver.tokens import Token

_NASAL = re.compile("([ое])(?:м(?=[бп])|н(?=[тдкгцчсзшжщх]))")
_LOST = {"о": "а", "е": "е"}
_CYRILLIC_ENDINGS = ("ски", "цки", "ска", "цка", "ич", "чик", "иак", "чак", "ек")
_LATIN_ENDING = re.compile("(?:[sc]k[ia]|icz|czyk|[cirz]ak|ek)$")


def may_have_lost(tok: Token) -> bool:
    """Whether a word may be a Polish surname without its marks."""
    return tok.script == "latin" and tok.word.isascii() and bool(_LATIN_ENDING.search(tok.word))


def without_nasals(form: str) -> str:
    """A reading as it would be if ą and ę had lost their marks; unchanged where there is none.

    >>> without_nasals("домбровски"), without_nasals("кендзерски"), without_nasals("бондарев")
    ('дабровски', 'кедзерски', 'бондарев')
    """
    if not form.endswith(_CYRILLIC_ENDINGS):
        return form
    return _NASAL.sub(lambda found: _LOST[found.group(1)], form)


def denasalized(tok: Token, forms: Iterable[str]) -> set[str]:
    """Those readings of a Cyrillic word that are others without ą and ę."""
    if tok.script != "cyrillic":
        return set()
    return {lost for form in forms if (lost := without_nasals(form)) != form}
