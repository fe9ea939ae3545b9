"""What a store keeps of names, of many that are made of the same words.

An archive has far fewer words than names, and few of its names differ in more than their words:
each word is looked at once, and one name of each signature (see `resolver.batch.lexemes`). A name
that has a word or a signature of its own is analysed whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from resolver.batch.lexemes import MOST_WORDS, Shape, code_of, piece_of, shape
from resolver.batch.profiles import PARTS, token_of_key
from resolver.entities import script_rank, standing
from resolver.errors import BadName
from resolver.keys import Stem, keys_of, keys_of_stems, stem
from resolver.mention import Kind
from resolver.names import PERSON, analyze
from resolver.sight import OTHER, look
from resolver.text import MAX_CODE_POINTS
from resolver.typed import typed_words

Spelling = tuple[str, Kind]
Keys = tuple[str, ...]
Known = tuple[Keys, tuple[int, int], tuple[str, ...]] | None
"""Blocking keys, what an election asks of a name, its words as they are typed; nothing of a name
that cannot be analysed."""

_MOST = 100_000
_LONGEST = 40


class _Word(NamedTuple):
    key: str
    code: str
    script: str
    ways: int
    typed: tuple[str, ...]


class KnownNames:
    """Remembers words, for names that come in any order."""

    __slots__ = ("_shapes", "_stems", "_words")

    def __init__(self) -> None:
        self._words: dict[str, _Word | None] = {}
        self._stems: dict[tuple[str, int], Stem | None] = {}
        self._shapes: dict[str, Shape | None] = {}

    def of(self, names: Sequence[Spelling]) -> list[Known]:
        """What is known of each."""
        if max(len(self._words), len(self._stems), len(self._shapes)) > _MOST:
            self.__init__()  # type: ignore[misc]
        return [
            (self._by_words(name) if kind is PERSON else None) or _whole(name, kind)
            for name, kind in names
        ]

    def _by_words(self, name: str) -> Known:
        """None where words do not tell."""
        chunks = name.split(" ")
        if not 2 <= len(chunks) <= MOST_WORDS or len(name) > MAX_CODE_POINTS:
            return None
        words, codes = [], []
        for chunk in chunks:
            bare = chunk.removesuffix(",")
            word = self._words[bare] if bare in self._words else self._looked_at(bare)
            if word is None:
                return None
            words.append(word)
            codes.append(word.code if bare is chunk else f"{word.code},")
        if len({word.script for word in words}) > 1:
            return None
        signature = " ".join(codes)
        if signature not in self._shapes:
            self._shapes[signature] = shape(name)
        shaped = self._shapes[signature]
        if shaped is None:
            return None
        keys = keys_of_stems([*map(self._stem, words, shaped.places)])
        if not keys:
            return None
        ways = sum([word.ways for word in words])
        rank = script_rank(ways, "latin" if shaped.latin else "cyrillic")
        typed = tuple(dict.fromkeys([one for word in words for one in word.typed]))
        return keys, (shaped.tier, rank), typed

    def _looked_at(self, chunk: str) -> _Word | None:
        plain = 1 <= len(chunk) <= _LONGEST and not look(chunk) & OTHER
        piece = piece_of(chunk) if plain else None
        found = None
        if piece is not None:
            tok = token_of_key(piece.key)
            code = code_of(piece, chunk, tok)
            if code:
                found = _Word(piece.key, code, piece.script, len(tok.forms), typed_words(chunk))
        self._words[chunk] = found
        return found

    def _stem(self, word: _Word, place: int) -> Stem | None:
        which = word.key, place
        if which not in self._stems:
            self._stems[which] = stem(token_of_key(word.key), PARTS[place])
        return self._stems[which]


def _whole(name: str, kind: Kind) -> Known:
    try:
        analysed = analyze(name, kind)
    except BadName:
        return None
    return keys_of(analysed), standing(analysed), typed_words(name)
