"""From a text to its words: sections between commas, initials, titles and aliases apart.

What stands beside a name is read first (see `resolver.other_names`): titles and other names of
the same person are dropped, but for a maiden name, which is the last word of the last section.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from resolver import lexicon
from resolver.acyclic import mypyc_attr
from resolver.beside_names import may_be_beside
from resolver.graphemes import VOWELS
from resolver.other_names import Beside, apart
from resolver.sight import (
    CAPITAL,
    MARK,
    MODIFIER,
    OTHER,
    SMALL,
    are_letters,
    begins_small,
    cases_after_first,
)
from resolver.values import Quick

_INNER_QUOTE: Final = re.compile(r"(?<=[^\W\d_])[\"“”„](?=[^\W\d_])")
_GLUED: Final = re.compile(r"(?<=[a-zа-яёіїєў]{3})(?=[A-ZА-ЯЁІЇЄЎ][A-Za-zА-Яа-яёіїєў]{3})")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]{1,4}\.[-\s]?)+")
# Officers of one surname were numbered: Салтыков 2-й.
_ORDINAL: Final = re.compile("([1-9])-?(?:[ыои]?й|[ая]я)")
_ROMAN: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_MOST_UNDOTTED: Final = 3
_WORD: Final = r"[^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*"
_PLAIN_NAME: Final = re.compile(f"{_WORD}(?:,? {_WORD})*")


@mypyc_attr(acyclic=True)
@dataclass(init=False, slots=True)
class Word(Quick):
    """One word of a name as it is written; `caps` when it is all capitals, `role` what the
    table `name_words` says it is beside a name: `particle`, `generation`."""

    text: Final[str]
    initial: Final[bool]
    caps: Final[bool]
    joins: Final[bool]
    role: Final[str]

    def __init__(
        self,
        text: str,
        initial: bool = False,  # noqa: FBT001, FBT002 - a field
        caps: bool = False,  # noqa: FBT001, FBT002 - a field
        joins: bool = False,  # noqa: FBT001, FBT002 - a field
        role: str = "",
    ) -> None:
        self.text = text
        self.initial = initial
        self.caps = caps
        self.joins = joins
        self.role = role


def _without_inner_quotes(text: str) -> str:
    """`Pod"yachev`, `Luk”yanenko`: one quotation mark inside a word is an apostrophe, as
    BGN/PCGN writes ъ; two are the marks of a nickname."""
    if not _INNER_QUOTE.search(text):
        return text
    return " ".join(
        _INNER_QUOTE.sub("’", word) if len(_INNER_QUOTE.findall(word)) == 1 else word
        for word in text.split(" ")
    )


def sections(text: str, seen: int = OTHER) -> list[list[Word]]:
    """Words between commas; titles, alias markers and aliases dropped. `seen` says what the text
    is made of, as far as it is known (see `resolver.sight`)."""
    if not seen & (OTHER | MARK | MODIFIER):
        words = _simple_words(text, False)  # noqa: FBT003
        return _taken_apart(text) if words is None else [words]
    found: list[list[Word]] = []
    letters = are_letters(text)
    if letters or _PLAIN_NAME.fullmatch(text) or text.replace(" ", "").isalpha():
        unusual = seen & (OTHER | MODIFIER)
        for part in text.split(", "):
            words = _plain_words(part) if unusual else _simple_words(part, not letters)
            if words is None:
                return _taken_apart(text)
            found.append(words)
    return found or _taken_apart(text)


def _simple_words(text: str, marked: bool) -> list[Word] | None:  # noqa: FBT001
    """As `_plain_words`, where each letter is either small or capital: most are seen for what they
    are without being remembered. `marked`: there may be hyphens."""
    words: list[Word] = []
    for chunk in text.split(" "):
        if len(chunk) == 1 or may_be_beside(chunk):
            return None
        joined = marked and "-" in chunk
        cases = cases_after_first(chunk)
        if not joined and not cases & CAPITAL:
            words.append(Word(chunk))
            continue
        if (
            joined
            or cases & SMALL
            or begins_small(chunk)
            or (len(chunk) <= _MOST_UNDOTTED and not _has_vowel(chunk))
        ):
            word = plain_word(chunk)
            if word is None:
                return None
            words.append(word)
            continue
        words.append(Word(chunk, caps=True))
    return words


def _plain_words(text: str) -> list[Word] | None:
    """The words of a text, if every one is nothing but a word, as in most."""
    words: list[Word] = []
    for chunk in text.split(" "):
        word = plain_word(chunk)
        if word is None:
            return None
        words.append(word)
    return words


@lru_cache(maxsize=4096)
def plain_word(chunk: str) -> Word | None:
    """The chunk as one word, unless it is or may be more: an initial, initials, a title, a
    particle, a marker of another name, two words glued together."""
    if len(chunk) == 1 or may_be_beside(chunk):
        return None
    capitals_inside = not chunk[1:].islower()
    if (capitals_inside and _GLUED.search(chunk)) or ("-" in chunk and _generation_at_end(chunk)):
        return None
    caps = capitals_inside and chunk.isupper()
    if caps and len(chunk) <= _MOST_UNDOTTED and not _has_vowel(chunk):
        return None
    return Word(chunk, caps=caps)


def _generation_at_end(chunk: str) -> bool:
    role = lexicon.name_words().get(chunk.rpartition("-")[2].lower(), "")
    return role in {"generation", "generation-joined"}


def _taken_apart(text: str) -> list[list[Word]]:
    found: list[list[Word]] = [[]]
    beside = apart(_without_inner_quotes(text))
    for chunk in beside.chunks:
        if chunk == ",":
            found.append([])
        else:
            found[-1].extend(_words_of(chunk))
    kept = [section for section in found if section]
    mixed = any(word.text != word.text.lower() for section in kept for word in section)
    kept = [_undotted_initials(_double_surnames(section, mixed, len(kept) > 1)) for section in kept]
    if kept and beside.former:
        kept[-1].extend(_former(beside))
    return kept


def _former(beside: Beside) -> list[Word]:
    """The last word of a maiden name, which is the surname: `née Anna von Berg`."""
    words = [word for chunk in beside.former for word in _words_of(chunk) if not word.initial]
    return [Word(words[-1].text, caps=words[-1].caps, role=beside.role)] if words else []


def _split_initials(word: str) -> list[Word]:
    roles = lexicon.name_words()
    return [
        Word(letters, initial=True, role=roles.get(letters.lower(), "").removesuffix("-dotted"))
        for letters in re.split(r"[.\-\s]+", word)
        if letters
    ]


def _words_of(chunk: str) -> list[Word]:
    if _INITIALS.fullmatch(chunk):
        return _split_initials(chunk)
    if "." in chunk.strip("."):
        head, _, tail = chunk.partition(".")
        if len(head) <= 2:
            return [*_split_initials(head), *_words_of(tail)]
    letters = chunk.strip(".-'’`")
    if found := _ORDINAL.fullmatch(letters):
        return [Word(_ROMAN[int(found[1])], role="generation")]
    if not any(map(str.isalpha, letters)):
        return []
    head, dash, tail = letters.rpartition("-")
    if dash and _generation_at_end(letters):
        return [*_words_of(head), Word(tail, role="generation")]
    if len(letters) == 1:
        return [Word(letters, initial=True, joins=_joins(chunk))]
    caps = letters.isupper() and len(lexicon.letters_of(letters)) > 1
    roles = lexicon.name_words()
    return [
        Word(part, caps=caps, role=roles.get(part.lower(), "")) for part in _GLUED.split(letters)
    ]


def _joins(chunk: str) -> bool:
    return chunk.islower() and lexicon.name_words().get(chunk) == "particle"


def _double_surnames(words: list[Word], mixed: bool, surname_known: bool) -> list[Word]:  # noqa: FBT001
    """`Ortega y Gasset` after a given name is `Ortega-Gasset`; an initial stays what it is.

    `mixed`: the name has capitals, so that a small letter is no initial. `surname_known`: a
    comma tells the surname from the rest.
    """
    if not mixed or not any(word.joins for word in words):
        return words
    out: list[Word] = []
    at = 0
    while at < len(words):
        word = words[at]
        inside = 0 < at < len(words) - 1 and not (words[at - 1].initial or words[at + 1].initial)
        if word.joins and inside:
            if len(out) > 1 or surname_known:
                left, right = out.pop(), words[at + 1]
                out.append(Word(f"{left.text}-{right.text}", caps=left.caps and right.caps))
                at += 1
        else:
            out.append(word)
        at += 1
    return out


def _undotted_initials(words: list[Word]) -> list[Word]:
    """`Shcherbakov SV`: two or three capitals without dots beside a word in small letters."""
    if all(word.caps or word.initial for word in words):
        return words
    out: list[Word] = []
    for word in words:
        if word.caps and len(word.text) <= _MOST_UNDOTTED and not _has_vowel(word.text):
            out += [Word(letter, initial=True) for letter in word.text]
        else:
            out.append(word)
    return out


def _has_vowel(text: str) -> bool:
    """Whether a word can be spoken: `KIM` and `Цой` can, `SV` cannot."""
    return any(letter in VOWELS for letter in text.lower())


def plain_words(text: str) -> list[Word]:
    """Every word as it stands, for a name made of titles alone (`Prince`)."""
    return [Word(word) for word in text.split()]
