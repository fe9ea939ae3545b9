"""What a store keeps of names, of many that are made of the same words.

An archive has far fewer words than names, and few of its names differ in more than their words:
each word is looked at once, and one name of each signature (see `resolver.batch.lexemes`). A name
that has a word or a signature of its own is analysed whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from struct import pack
from typing import NamedTuple, TypeVar

from resolver.batch.lexemes import MOST_WORDS, Shape, code_of, piece_of, shape
from resolver.batch.profiles import PARTS, token_of_key
from resolver.entities import script_rank, standing
from resolver.errors import BadName
from resolver.keys import Stem, keys_of, keys_of_stems, keys_together, stem
from resolver.mention import Kind
from resolver.names import PERSON, analyze
from resolver.sight import OTHER, look
from resolver.store.packed_keys import key_number, packed_numbers
from resolver.text import MAX_CODE_POINTS, clean
from resolver.typed import typed_words

Spelling = tuple[str, Kind]
Keys = tuple[str, ...]
Known = tuple[Keys, tuple[int, int], tuple[str, ...]] | None
"""Blocking keys, what an election asks of a name, its words as they are typed; nothing of a name
that cannot be analysed."""

Numbered = tuple[bytes, tuple[int, int], str] | None
"""As `Known`, with the numbers of the keys, packed, and with a text of the words: quick to send."""

_MOST = 50_000
_LONGEST = 40

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_Part = tuple[str, int]
"""A word, by its key, and its place."""


class _Recent(dict[_Key, _Value]):
    """Remembers what was made of keys, at least of the last _MOST that were asked for."""

    __slots__ = ("_before", "_make")

    def __init__(self, make: Callable[[_Key], _Value]) -> None:
        self._make = make
        self._before: dict[_Key, _Value] = {}

    def __missing__(self, key: _Key) -> _Value:
        found = self._before[key] if key in self._before else self._make(key)
        if len(self) >= _MOST:
            self._before = self.copy()
            self.clear()
        self[key] = found
        return found


class _Word(NamedTuple):
    key: str
    code: str
    script: str
    ways: int
    typed: tuple[str, ...]


class _Read(NamedTuple):
    """A name whose words tell all that is to be known."""

    parts: list[_Part]
    standing: tuple[int, int]
    typed: dict[str, None]


class KnownNames:
    """Remembers words, for names that come in any order."""

    __slots__ = ("_alone", "_numbers", "_shapes", "_stems", "_words")

    def __init__(self) -> None:
        self._words = _Recent(_looked_at)
        self._stems = _Recent(_stem_of)
        self._shapes: dict[str, Shape | None] = {}
        self._numbers = _Recent(partial(key_number, PERSON.value))
        self._alone = _Recent(self._numbers_alone)

    def of(self, names: Sequence[Spelling]) -> list[Known]:
        """What is known of each."""
        return [(self._by_words(name) if kind is PERSON else None) or _whole(name, kind)
                for name, kind in names]  # fmt: skip

    def numbered(self, names: Sequence[Spelling]) -> list[Numbered]:
        """The same with numbers of keys."""
        return [
            (self._by_numbers(name) if kind is PERSON else None) or _whole_numbered(name, kind)
            for name, kind in names
        ]

    def _by_words(self, name: str) -> Known:
        """None where words do not tell."""
        read = self._read(name)
        if read is None:
            return None
        keys = keys_of_stems([self._stems[part] for part in read.parts])
        return (keys, read.standing, tuple(read.typed)) if keys else None

    def _by_numbers(self, name: str) -> Numbered:
        """The same: the keys of a word have their numbers already."""
        read = self._read(name)
        if read is None:
            return None
        found: set[int] = set()
        for part in read.parts:
            found.update(self._alone[part])
        keys = keys_together([self._stems[part] for part in read.parts])
        found.update(map(self._numbers.__getitem__, keys))
        if not found:
            return None
        return pack(f"<{len(found)}q", *found), read.standing, " ".join(read.typed)

    def _read(self, name: str) -> _Read | None:
        chunks = name.split(" ")
        if not 2 <= len(chunks) <= MOST_WORDS or len(name) > MAX_CODE_POINTS:
            return None
        words, codes = [], []
        for chunk in chunks:
            bare = chunk.removesuffix(",")
            word = self._words[bare]
            if word is None:
                return None
            words.append(word)
            codes.append(word.code if bare is chunk else f"{word.code},")
        if len({word.script for word in words}) > 1:
            return None
        shaped = self._shape(" ".join(codes), name)
        if shaped is None:
            return None
        parts = [(word.key, place) for word, place in zip(words, shaped.places, strict=True)]
        ways = sum([word.ways for word in words])
        rank = script_rank(ways, "latin" if shaped.latin else "cyrillic")
        typed = dict.fromkeys([one for word in words for one in word.typed])
        return _Read(parts, (shaped.tier, rank), typed)

    def _shape(self, signature: str, name: str) -> Shape | None:
        if signature not in self._shapes:
            if len(self._shapes) >= _MOST:
                self._shapes.clear()
            self._shapes[signature] = shape(name)
        return self._shapes[signature]

    def _numbers_alone(self, part: _Part) -> Sequence[int]:
        one = self._stems[part]
        return [] if one is None else [self._numbers[key] for key in one.alone]


def _looked_at(chunk: str) -> _Word | None:
    piece = piece_of(chunk) if _is_clean(chunk) else None
    if piece is None:
        return None
    tok = token_of_key(piece.key)
    code = code_of(piece, chunk, tok)
    if not code:
        return None
    return _Word(piece.key, code, piece.script, len(tok.forms), typed_words(chunk))


def _is_clean(chunk: str) -> bool:
    """Whether it is as `clean` leaves it, as are names that are made of such."""
    if not 1 <= len(chunk) <= _LONGEST:
        return False
    try:
        return not look(chunk) & OTHER or clean(chunk).text == chunk
    except BadName:
        return False


def _stem_of(part: _Part) -> Stem | None:
    key, place = part
    return stem(token_of_key(key), PARTS[place])


def _whole(name: str, kind: Kind) -> Known:
    try:
        analysed = analyze(name, kind)
    except BadName:
        return None
    return keys_of(analysed), standing(analysed), typed_words(name)


def _whole_numbered(name: str, kind: Kind) -> Numbered:
    known = _whole(name, kind)
    if known is None:
        return None
    keys, standing, typed = known
    return packed_numbers(key_number(kind.value, key) for key in keys), standing, " ".join(typed)
