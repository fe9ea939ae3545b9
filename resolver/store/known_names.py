"""What a store keeps of names, of many that are made of the same words.

An archive has far fewer words than names, and few of its names differ in more than their words:
each word is looked at once, and one name of each signature (see `resolver.lexemes`). A name
that has a word or a signature of its own is analysed whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, pairwise
from typing import Final, Generic, NamedTuple, TypeVar

from resolver.entities import script_rank, standing
from resolver.errors import BadName
from resolver.keys import Stem, joined_key, keys_of, keys_of_stems, pair_keys, stem
from resolver.lexemes import MOST_WORDS, Shape, code_of, piece_of, shape
from resolver.mention import Kind
from resolver.names import PERSON, analyze
from resolver.sight import OTHER, look
from resolver.store.packed_keys import packed_number
from resolver.text import MAX_CODE_POINTS, clean
from resolver.typed import typed_words
from resolver.word_keys import PARTS, token_of_key

Spelling = tuple[str, Kind]
Keys = tuple[str, ...]
Known = tuple[Keys, tuple[int, int], tuple[str, ...]] | None
"""Blocking keys, what an election asks of a name, its words as they are typed; nothing of a name
that cannot be analysed."""

Numbered = tuple[bytes, tuple[int, int], str] | None
"""As `Known`, with the numbers of the keys, packed, and with a text of the words: quick to send."""

MOST: Final = 150_000
"""Of words, of stems and of keys, at least as many as were asked for last are remembered: the words
of a million names are asked for again and again."""

_LONGEST: Final = 40

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_Part = tuple[str, int]
"""A word, by its key, and its place."""
_Labels = tuple[str, ...]


class _Recent(Generic[_Key, _Value]):
    """Remembers what was made of keys, at least of the last `most` that were asked for."""

    __slots__ = ("_make", "before", "most", "now")

    def __init__(self, make: Callable[[_Key], _Value], most: int) -> None:
        self._make = make
        self.most = most
        self.now: dict[_Key, _Value] = {}
        self.before: dict[_Key, _Value] = {}

    def made(self, key: _Key) -> _Value:
        """Of a key that is not in `now`."""
        found = self.before[key] if key in self.before else self._make(key)
        if len(self.now) >= self.most:
            self.before = self.now
            self.now = {}
        self.now[key] = found
        return found


class _Word:
    """A word as it is spelled: as a part in each place, its code, also with a comma."""

    __slots__ = ("code", "code_comma", "parts", "script", "typed", "ways")

    def __init__(self, key: str, code: str, script: str, ways: int, typed: Sequence[str]) -> None:
        self.parts: tuple[_Part, _Part, _Part] = ((key, 0), (key, 1), (key, 2))
        self.code = code
        self.code_comma = f"{code},"
        self.script = script
        self.ways = ways
        self.typed = typed


class _Stemmed:
    """What a part brings to the keys of its name, and numbers of the keys of its own, packed."""

    __slots__ = ("numbers", "stem")

    def __init__(self, found: Stem | None) -> None:
        self.stem = found
        self.numbers: list[bytes] | None = None


class _Read(NamedTuple):
    """A name whose words tell all that is to be known."""

    parts: list[_Stemmed]
    standing: tuple[int, int]
    typed: Sequence[str]


class KnownNames:
    """Remembers words, for names that come in any order."""

    __slots__ = ("joined", "numbers", "pairs", "shapes", "stems", "words")

    def __init__(self, most: int = MOST) -> None:
        self.words: _Recent[str, _Word | None] = _Recent(_looked_at, most)
        self.stems: _Recent[_Part, _Stemmed] = _Recent(_stem_of, most)
        self.numbers: _Recent[str, bytes] = _Recent(_number_of, most)
        self.pairs: _Recent[tuple[_Labels, _Labels], list[bytes]] = _Recent(_numbers_of_pair, most)
        self.joined: _Recent[tuple[str, str], bytes] = _Recent(_number_joined, most)
        self.shapes: dict[str, Shape | None] = {}

    def of(self, names: Sequence[Spelling]) -> list[Known]:
        """What is known of each."""
        return [(self.by_words(name) if kind is PERSON else None) or _whole(name, kind)
                for name, kind in names]  # fmt: skip

    def numbered(self, names: Sequence[Spelling]) -> list[Numbered]:
        """The same with numbers of keys."""
        return [
            (self._by_numbers(name) if kind is PERSON else None) or _whole_numbered(name, kind)
            for name, kind in names
        ]

    def look_at(self, names: Sequence[Spelling]) -> None:
        """Get to know the words of names that come later."""
        for name, kind in names:
            if kind is PERSON:
                self._read(name)

    def by_words(self, name: str) -> Known:
        """What is known of a person's name by its words; None where these do not tell."""
        read = self._read(name)
        if read is None:
            return None
        keys = keys_of_stems([part.stem for part in read.parts])
        return (keys, read.standing, tuple(read.typed)) if keys else None

    def _by_numbers(self, name: str) -> Numbered:
        """The same: the keys of a word have their numbers already."""
        read = self._read(name)
        if read is None:
            return None
        found: dict[bytes, None] = {}
        stems: list[Stem] = []
        for part in read.parts:
            if part.stem is not None:
                stems.append(part.stem)
                numbers = part.numbers
                if numbers is None:
                    numbers = part.numbers = self._numbers_alone(part.stem)
                for number in numbers:
                    found[number] = None
        for left, right in combinations(stems, 2):
            pair = (left.labels, right.labels)
            together = self.pairs.now.get(pair)
            for number in self.pairs.made(pair) if together is None else together:
                found[number] = None
        if len(read.parts) > 2:
            self._join(read.parts, found)
        if not found:
            return None
        return b"".join(found), read.standing, " ".join(read.typed)

    def _join(self, parts: list[_Stemmed], found: dict[bytes, None]) -> None:
        """Neighbours as one word."""
        for left, right in pairwise(parts):
            if left.stem is None or right.stem is None:
                continue
            both = (left.stem.best, right.stem.best)
            if both[0] and both[1]:
                number = self.joined.now.get(both)
                found[self.joined.made(both) if number is None else number] = None

    def _read(self, name: str) -> _Read | None:
        chunks = name.split(" ")
        if not 2 <= len(chunks) <= MOST_WORDS or len(name) > MAX_CODE_POINTS:
            return None
        words: list[_Word] = []
        codes: list[str] = []
        script, ways = "", 0
        for chunk in chunks:
            comma = chunk.endswith(",")
            bare = chunk[:-1] if comma else chunk
            word = self.words.now.get(bare)
            if word is None:
                word = None if bare in self.words.now else self.words.made(bare)
                if word is None:
                    return None
            if script and word.script != script:
                return None
            script = word.script
            ways += word.ways
            words.append(word)
            codes.append(word.code_comma if comma else word.code)
        shaped = self._shape(" ".join(codes), name)
        if shaped is None:
            return None
        parts: list[_Stemmed] = []
        for at, place in enumerate(shaped.places):
            part = words[at].parts[place]
            stemmed = self.stems.now.get(part)
            parts.append(self.stems.made(part) if stemmed is None else stemmed)
        rank = script_rank(ways, "latin" if shaped.latin else "cyrillic")
        return _Read(parts, (shaped.tier, rank), _distinct(words))

    def _shape(self, signature: str, name: str) -> Shape | None:
        if signature not in self.shapes:
            if len(self.shapes) >= MOST:
                self.shapes.clear()
            self.shapes[signature] = shape(name)
        return self.shapes[signature]

    def _numbers_alone(self, found: Stem) -> list[bytes]:
        known = self.numbers
        return [known.now[key] if key in known.now else known.made(key) for key in found.alone]


def _distinct(words: list[_Word]) -> Sequence[str]:
    """Their words as they are typed."""
    typed: dict[str, None] = {}
    for word in words:
        for one in word.typed:
            typed[one] = None
    return list(typed)


def _number_of(key: str) -> bytes:
    return packed_number(PERSON.value, key)


def _numbers_of_pair(pair: tuple[_Labels, _Labels]) -> list[bytes]:
    return [packed_number(PERSON.value, key) for key in pair_keys(*pair)]


def _number_joined(both: tuple[str, str]) -> bytes:
    return packed_number(PERSON.value, joined_key(*both))


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


def _stem_of(part: _Part) -> _Stemmed:
    key, place = part
    return _Stemmed(stem(token_of_key(key), PARTS[place]))


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
    numbers = b"".join([packed_number(kind.value, key) for key in dict.fromkeys(keys)])
    return numbers, standing, " ".join(typed)
