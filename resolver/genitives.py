"""Mongolian names: the father's name stands in the genitive before the given name, or not.

`Доржийн Баярмаа` and `Дорж Баярмаа` are one person. The genitive of a noun adds -ын or
-ийн, with a г after a long vowel, and drops a short vowel at the end of the stem.

Source: Mongolian orthography (Дамдинсүрэн and Осор, 1983); romanized by MNS 5217:2012 and in
the press, where ий is `ii`, `iy`, `ij` or `ī` and ы is `y`.
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache
from typing import Final

from resolver.lexicon import groups_of_word

_GENITIVE: Final = re.compile(r"(?:[гg]?(?:ийн|iin|ijn|iyn|īn|ījn)|(?<!ц)ын|(?<!ts)(?<![sczl])yn)$")
_CYRILLIC_N: Final = 0x43D
_LATIN_N: Final = 0x6E
_LAST_TWO: Final = frozenset(["йн", "ын", "in", "jn", "yn", "īn"])
_SHORT_VOWELS: Final = ("", "а", "о", "е", "у")
_SHORTEST: Final = {"cyrillic": 3, "latin": 4}


def father_of(word: str) -> str:
    """A lower-case word without its genitive ending; empty where it has none, or is a given
    name as it stands. Ын after ц and `yn` after l are left alone: Птицын is a Russian surname
    and Marilyn a given name.

    >>> father_of("доржийн"), father_of("sükhbatyn"), father_of("птицын")
    ('дорж', 'sükhbat', '')
    """
    if not word or ord(word[len(word) - 1]) not in (_CYRILLIC_N, _LATIN_N):
        return ""
    return _father_of(word) if word[-2:] in _LAST_TWO else ""


@lru_cache(maxsize=1024)
def _father_of(word: str) -> str:
    found = _GENITIVE.search(word)
    script = "latin" if word[-1:] == "n" else "cyrillic"
    if found is None or found.start() < _SHORTEST[script] or groups_of_word(word):
        return ""
    return word[: found.start()]


def is_father(stem: Set[str], name: Set[str]) -> bool:
    """Whether readings of a stem and of a name meet, but for a short vowel at the end."""
    return any(form + vowel in name for form in stem for vowel in _SHORT_VOWELS)
