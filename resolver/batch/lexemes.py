"""The words of an archive as they are written, each looked at once.

Most names of an archive are two to four plain words. What part each of them plays depends on
a few properties of the words, of which there are some thousand combinations in millions of
names: `shape` analyses one name of each. A word's properties are its `code`; the codes of a
name's words, with a comma where one stands, are its *signature*. Names with a word that has
no code are analysed whole.
"""

from __future__ import annotations

import re
from itertools import compress
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
_BITS = [1 << at for at in range(9)]
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


class Piece(NamedTuple):
    """A piece between two spaces that is one plain word or initial: the key of its word, `l` for
    Latin or `c` for Cyrillic letters, whether it is all capitals."""

    key: str
    script: str
    caps: bool


def piece_of(chunk: str) -> Piece | None:
    """The piece, without a comma after it; None where it is or may be more than one word, or a
    word of mixed letters."""
    low = chunk.lower()
    if _INITIAL.fullmatch(chunk):
        script = _script(chunk[:1])
        return Piece(low, script, caps=False) if script and len(low) == len(chunk) else None
    if not _LETTERS.fullmatch(chunk):
        return None
    script = _script(chunk)
    word = plain_word(chunk) if script else None
    return Piece(low, script, word.caps) if word is not None else None


def _script(chunk: str) -> str:
    """Of a piece of letters and apostrophes; empty where it is of neither or both."""
    if chunk.isascii():
        return "l"
    letters = _NEUTRAL.sub("", chunk)
    if _LATIN.fullmatch(letters) and letters.isalpha():
        return "l"
    return "c" if _PALOCHKA not in chunk and _CYRILLIC.fullmatch(letters) else ""


def code_of(piece: Piece, chunk: str, tok: Token) -> str:
    """All of a word that decides which part it plays in a name, and what the name is then."""
    plain = piece.key
    if tok.heads:
        letter = chunk[:1]
        role = lexicon.name_words().get(plain[:1], "") or may_begin_phrase(plain[:1])
        return f"i{piece.script}{_marks(plain)}{letter if role else ''}"
    if piece.script != tok.script[:1]:
        return ""
    father, groups = tok.patronymic, tok.groups
    flags = (
        bool(father and father.fathers),
        bool(groups),
        bool(groups) and any(relation != "diminutive" for relation in groups.values()),
        bool(tok.ending_gender),
        surname_ending(tok),
        tok.word.endswith("ic"),
        looks_belarusian(tok),
        piece.caps,
        is_patronymic_suffix(chunk, tok),
    )
    bits = sum(compress(_BITS, flags))
    gender = father.gender if father else "-"
    return f"w{piece.script}{_marks(plain)}{gender}{tok.given_gender}{bits:x}"


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
    found = [piece_of(chunk.removesuffix(",")) for chunk in text.split(" ")]
    pieces = [piece.key if piece else None for piece in found]
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


def lexeme(chunks: list[str]) -> list[tuple[str, str, Token | None, str]]:
    """(chunk, key and token of its word or "" and None, code or "") of spellings that differ in
    case."""
    found: list[tuple[str, str, Token | None, str]] = []
    tokens: dict[str, Token] = {}
    codes: dict[tuple[Piece, str], str] = {}
    for chunk in chunks:
        piece = piece_of(chunk)
        if piece is None:
            found.append((chunk, "", None, ""))
            continue
        tok = tokens.get(piece.key)
        if tok is None:
            tok = tokens[piece.key] = token_of_key(piece.key)
        which = (piece, chunk if tok.heads else "")
        code = codes.get(which)
        if code is None:
            code = codes[which] = code_of(piece, chunk, tok)
        found.append((chunk, piece.key, tok, code))
    return found
