"""Whether a word looks like a given name or a surname, whatever stands around it."""

from __future__ import annotations

from functools import lru_cache

from resolver.extract.forms import is_given, is_typical_surname
from resolver.tokens import token

_LATIN_SURNAME = ("ov", "ova", "ev", "eva", "yov", "iev", "enko", "chuk", "niuk", "nyuk", "shchuk",
    "sky", "skyi", "skiy", "skyy", "ski", "skaya", "ska", "shvili", "dze", "yan", "ian", "zade",
    "oglu", "uly", "ovich", "evich", "lin", "kin", "nin", "aliev", "bayev", "enka", "czyk", "uk",
    "idze", "iani", "ava", "li")  # fmt: skip
_LATIN_LETTERS = 5


@lru_cache(maxsize=16384)
def looks_given(word: str, language: str) -> bool:
    """Whether a word is a known given name, in some case."""
    if word.isupper() and len(word) > 1:
        word = word.capitalize()
    return bool(token(word).groups) if language == "en" else is_given(word, language)


@lru_cache(maxsize=16384)
def looks_surname(word: str, language: str) -> bool:
    """Whether a word has an ending that surnames have and other words hardly do."""
    if language == "en":
        return len(word) >= _LATIN_LETTERS and word.lower().endswith(_LATIN_SURNAME)
    return is_typical_surname(word, language)
