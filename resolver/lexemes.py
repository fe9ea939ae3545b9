"""The words of an archive as they are written, each looked at once.

Most names of an archive are two to four plain words. What part each of them plays depends on
a few properties of the words, of which there are some thousand combinations in millions of
names: `shape` analyses one name of each. A word's properties are its `code`; the codes of a
name's words, with a comma where one stands, are its *signature*. Names with a word that has
no code are analysed whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from resolver import lexicon
from resolver.armenian_fathers import is_armenian, may_be_genitive
from resolver.beside_names import may_begin_phrase
from resolver.damaged_patronymics import is_damaged
from resolver.declined import tells
from resolver.entities import completeness
from resolver.errors import BadName
from resolver.joined_words import is_patronymic_suffix
from resolver.name_parts import may_be_father
from resolver.names import analyze, looks_belarusian, surname_ending
from resolver.tokens import Token
from resolver.word_keys import PLACES, key_of_token, token_of_key
from resolver.words import plain_word

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
    if chunk.isalpha():  # nothing but letters, as most are
        script = "l" if chunk.isascii() else _script_of_letters(chunk)
        word = plain_word(chunk) if script else None
        return Piece(low, script, word.caps) if word is not None else None
    if _INITIAL.fullmatch(chunk):
        script = _script(chunk[:1])
        return Piece(low, script, caps=False) if script and len(low) == len(chunk) else None
    if not _LETTERS.fullmatch(chunk):
        return None
    script = _script(chunk)
    word = plain_word(chunk) if script else None
    return Piece(low, script, word.caps) if word is not None else None


def _script_of_letters(chunk: str) -> str:
    """The same of letters alone."""
    if _CYRILLIC.fullmatch(chunk):
        return "c" if _PALOCHKA not in chunk else ""
    return "l" if _LATIN.fullmatch(chunk) else _script(chunk)


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
    if piece.script != tok.script[:1] or tells(tok):
        return ""
    father, groups = tok.patronymic, tok.groups
    bits = (
        (1 if father and father.fathers else 0)
        | (2 if groups else 0)
        | (4 if groups and _is_full(groups.values()) else 0)
        | (8 if tok.ending_gender else 0)
        | (16 if surname_ending(tok) else 0)
        | (32 if tok.word.endswith("ic") else 0)
        | (64 if looks_belarusian(tok) else 0)
        | (128 if piece.caps else 0)
        | (256 if is_patronymic_suffix(chunk, tok) else 0)
        | (512 if may_be_father(tok) else 0)
        | (1024 if is_damaged(tok) else 0)
        | (2048 if may_be_genitive(tok) else 0)
        | (4096 if is_armenian(tok) else 0)
    )
    gender = father.gender if father else "-"
    return f"w{piece.script}{_marks(plain)}{gender}{tok.given_gender}{bits:x}"


def _is_full(relations: Iterable[str]) -> bool:
    """Whether a word is more than a pet form."""
    return any(relation != "diminutive" for relation in relations)


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
    if len(chunks) == 1:
        (chunk,) = chunks
        piece = piece_of(chunk)
        if piece is None:
            return [(chunk, "", None, "")]
        only = token_of_key(piece.key)
        return [(chunk, piece.key, only, code_of(piece, chunk, only))]
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
