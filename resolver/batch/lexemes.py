"""The words of an archive as they are written, each looked at once.

Most names of an archive are two to four plain words. What part each of them plays depends on
a few properties of the words, of which there are some thousand combinations in millions of
names: `shape` analyses one name of each. A word's properties are its `code`; the codes of a
name's words, with a comma where one stands, are its *signature*. Names with a word that has
no code are analysed whole.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from resolver import lexicon
from resolver.batch.profiles import PLACES, key_of_token, token_of_key
from resolver.entities import completeness
from resolver.errors import BadName
from resolver.names import analyze, looks_belarusian, surname_ending
from resolver.tokens import Token
from resolver.words import is_patronymic_suffix, may_begin_phrase, plain_word

MOST_WORDS = 4
_LETTER = "[^\\W\\d_][\u0300-\u036f]*"
_LETTERS = re.compile(f"(?:{_LETTER})+(?:[-'’ʼ`]+(?:{_LETTER})+)*")
_NEUTRAL = re.compile("[-'’`\u02b0-\u036f]+")
_LATIN = re.compile("[\0-\u024f\u1e00-\u1eff]*")  # as `is_latin` and `is_cyrillic` have it
_CYRILLIC = re.compile("[\u0400-\u052f\u1c80-\u1c8f]*")
_INITIAL = re.compile(r"[^\W\d_]\.")
_PALOCHKA = "Ӏ"
_BELARUSIAN_LETTERS, _OTHER_LETTERS = ("ў", "і"), frozenset("иїєґ")


class Shape(NamedTuple):
    """What every name of one signature is; `places` has the place (see PARTS) of each word."""

    places: tuple[int, ...]
    tier: int
    sure: bool
    gender: str
    belarusian: bool
    latin: bool


def key_of(chunk: str) -> str | None:
    """The key of the word that a piece between two spaces is, without a comma after it; None
    where it is or may be more than one word, or a word of mixed letters."""
    if _INITIAL.fullmatch(chunk):
        return chunk.lower() if _script(chunk[:1]) and len(chunk.lower()) == len(chunk) else None
    if not _LETTERS.fullmatch(chunk) or not _script(chunk) or plain_word(chunk) is None:
        return None
    return chunk.lower()


def _script(chunk: str) -> str:
    """Of a piece of letters and apostrophes; empty where it is of neither or both."""
    if chunk.isascii():
        return "l"
    letters = _NEUTRAL.sub("", chunk)
    if _LATIN.fullmatch(letters) and letters.isalpha():
        return "l"
    return "c" if _PALOCHKA not in chunk and _CYRILLIC.fullmatch(letters) else ""


def code_of(chunk: str, tok: Token, *, caps: bool) -> str:
    """All of a word that decides which part it plays in a name, and what the name is then."""
    plain = chunk.lower()
    if tok.heads:
        letter = chunk[:1]
        role = lexicon.name_words().get(plain[:1], "") or may_begin_phrase(plain[:1])
        return f"i{_script(letter)}{_marks(plain)}{letter if role else ''}"
    if _script(chunk) != tok.script[:1]:
        return ""
    father = tok.patronymic
    flags = (
        bool(father and father.fathers),
        bool(tok.groups),
        any(relation != "diminutive" for relation in tok.groups.values()),
        bool(tok.ending_gender),
        surname_ending(tok),
        tok.word.endswith("ic"),
        looks_belarusian(tok),
        caps,
        is_patronymic_suffix(chunk, tok),
    )
    bits = sum([1 << at for at, flag in enumerate(flags) if flag])
    gender = father.gender if father else "-"
    return f"w{tok.script[:1]}{_marks(plain)}{gender}{tok.given_gender}{bits:x}"


def _marks(plain: str) -> str:
    """Letters of the whole name that speak for or against Belarusian."""
    if plain.isascii():
        return ""
    found = [letter for letter in _BELARUSIAN_LETTERS if letter in plain]
    return "".join(found) + ("-" if not _OTHER_LETTERS.isdisjoint(plain) else "")


def shape(text: str) -> Shape | None:
    """The shape that a name shares with all of its signature; None where that does not hold:
    words joined or dropped, several words in one part, a lone word, initials alone."""
    try:
        name = analyze(text)
    except BadName:
        return None
    pieces = [key_of(chunk.removesuffix(",")) for chunk in text.split(" ")]
    plain = name.unique and len(pieces) > 1 and not all(tok.heads for tok in name.tokens)
    if not plain or name.generation or pieces != [*map(key_of_token, name.tokens)]:
        return None
    return Shape(
        tuple(PLACES[part] for part in name.parts),
        completeness(name),
        name.sure,
        name.gender,
        name.belarusian,
        name.script == "latin",
    )


@lru_cache(maxsize=1)
def _last(key: str) -> Token:
    return token_of_key(key)


def lexeme(chunks: list[str]) -> list[tuple[str, Token | None, str]]:
    """(chunk, token of its word or None, code or "") of spellings that differ in case."""
    found: list[tuple[str, Token | None, str]] = []
    codes: dict[tuple[str, bool, str], str] = {}
    for chunk in chunks:
        key = key_of(chunk)
        if key is None:
            found.append((chunk, None, ""))
            continue
        tok = _last(key)
        word = None if tok.heads else plain_word(chunk)
        which = (key, word is not None and word.caps, chunk if tok.heads else "")
        code = codes.get(which)
        if code is None:
            code = codes[which] = code_of(chunk, tok, caps=which[1])
        found.append((chunk, tok, code))
    return found
