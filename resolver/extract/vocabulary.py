"""Words that say what stands beside them: roles, kinds of body, kinds of place.

Tables `text_roles`, `organization_words`, `place_words`, `text_words`, `case_contexts`. The
words of an inflected language stand there in the nominative; they are recognised in every
case by way of `resolver.inflection`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from resolver.extract.place_forms import word_forms
from resolver.inflection import case_bases
from resolver.lexicon import name_words
from resolver.rules import table

NOMINATIVE = frozenset({"nominative"})
ALL_CASES = frozenset(
    {"nominative", "genitive", "dative", "accusative", "instrumental", "prepositional"}
)
_CASE_NAMES = {"locative": "prepositional"}
_STEM_ENDING = 2


class Inflected(NamedTuple):
    """A word of a table as it stands in a text: its own row's form, gender, and the cases."""

    word: str
    gender: str
    cases: frozenset[str]


class Phrase(NamedTuple):
    """A phrase of a table found in a text: how many words, and its last word's form."""

    length: int
    word: str
    gender: str
    cases: frozenset[str]


def folded(word: str) -> str:
    """Lower case, ё as е, every apostrophe the same."""
    return word.lower().replace("ё", "е").replace("’", "'").replace("ʼ", "'")


def case_names(names: Sequence[str]) -> frozenset[str]:
    """Cases under one name each: the Ukrainian locative is called prepositional here."""
    return frozenset(_CASE_NAMES.get(name, name) for name in names)


class Words:
    """Phrases of one language and purpose, looked up where they end."""

    def __init__(self, rows: Sequence[tuple[str, str]], language: str) -> None:
        self._language = language
        self._by_last: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        for word, gender in rows:
            *before, last = folded(word).split(" ")
            self._by_last.setdefault(last, []).append((tuple(before), word, gender))
        for found in self._by_last.values():
            found.sort(key=lambda row: -len(row[0]))
        self._others = {} if language == "en" else _other_forms(self._by_last, language)
        self._inflected = lru_cache(maxsize=8192)(self._find)

    def _find(self, word: str) -> tuple[Inflected, ...]:
        """The rows whose last word this can be, as (last word, gender, cases)."""
        found = []
        if word in self._by_last:
            found.append(Inflected(word, "", NOMINATIVE))
        if self._language != "en":
            found += [
                Inflected(folded(base.nominative), base.gender, case_names(base.cases))
                for base in case_bases(word)
                if base.language == self._language and folded(base.nominative) in self._by_last
            ]
            if word in self._others:
                found.append(Inflected(self._others[word], "", ALL_CASES - NOMINATIVE))
        return tuple(found)

    def ending_at(self, words: Sequence[str], end: int) -> Phrase | None:
        """The longest phrase whose last word is `words[end]`; words are folded."""
        best: Phrase | None = None
        for last in self._inflected(words[end]):
            for before, word, gender in self._by_last[last.word]:
                length = len(before) + 1
                if best is not None and length < best.length:
                    continue
                start = end - len(before)
                if start < 0 or not _agree(before, words[start:end], self._language):
                    continue
                if best is not None and length == best.length:
                    cases = best.cases | last.cases
                    best = Phrase(length, best.word, best.gender or gender, cases)
                else:
                    best = Phrase(length, word, gender, last.cases)
        return best

    def __contains__(self, word: str) -> bool:
        return any(not row[0] for last in self._inflected(word) for row in self._by_last[last.word])


def _agree(wanted: Sequence[str], words: Sequence[str], language: str) -> bool:
    if language == "en":
        return list(wanted) == list(words)
    return all(
        word.startswith(want[:-_STEM_ENDING] if len(want) > _STEM_ENDING + 1 else want)
        for want, word in zip(wanted, words, strict=True)
    )


def _other_forms(words: Iterable[str], language: str) -> dict[str, str]:
    """Oblique forms of nouns of kinds that names are not, and `case_endings` has not."""
    return {
        folded(form): word
        for word in words
        if word.endswith(("о", "ие", "ье", "ня", "ь")) and len(word) > _STEM_ENDING + 1
        for form in word_forms(word, language)
    }


@cache
def roles(language: str) -> Words:
    """What people are called by: lawyer, head, brother."""
    rows = [
        (row["word"], row["gender"]) for row in table("text_roles") if row["language"] == language
    ]
    return Words(rows, language)


@cache
def organization_words(language: str, role: str) -> Words:
    """Words of organisations that play a role: see the table `organization_words`."""
    rows = [
        (row["word"], row["gender"])
        for row in table("organization_words")
        if row["language"] == language and row["role"] == role
    ]
    return Words(rows, language)


@lru_cache(maxsize=8192)
def is_head(word: str, language: str) -> bool:
    """Whether a word is the head of names of organisations, in some case."""
    return any(word in organization_words(language, role) for role in ("head", "weak_head"))


@cache
def known_organizations(language: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """First folded word -> the known names that begin so, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for row in table("organization_words"):
        if row["role"] == "known" and (row["language"] == language or row["word"].isupper()):
            words = tuple(folded(row["word"]).split(" "))
            found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in found.items()}


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(
        folded(row["word"])
        for row in table("organization_words")
        if row["role"] == "known" and row["word"].isupper()
    )


def is_abbreviation(word: str) -> bool:
    """Whether a folded word is a known body that is always written in capitals: ООН, WHO."""
    return word in _abbreviations()


@cache
def complements(language: str) -> tuple[tuple[str, ...], ...]:
    """What follows the head of an organisation's name in small letters, longest first."""
    found = {
        tuple(folded(row["word"]).split(" "))
        for row in table("organization_words")
        if row["language"] == language and row["role"] == "complement"
    }
    return tuple(sorted(found, key=lambda words: (-len(words), words)))


@cache
def place_words(language: str, role: str) -> Words:
    """Words before or after a place name: `city of`, область."""
    rows = [
        (row["word"].strip("."), "")
        for row in table("place_words")
        if row["language"] == language and row["role"] == role
    ]
    return Words(rows, language)


@cache
def text_words(language: str, *roles_wanted: str) -> frozenset[str]:
    """Folded words of a language that play one of the roles in a text."""
    return frozenset(
        folded(row["word"])
        for row in table("text_words")
        if row["language"] == language and row["role"] in roles_wanted
    )


@cache
def platforms() -> frozenset[str]:
    """Names of services that texts mention as places to read, in every language."""
    return frozenset(
        folded(row["word"]) for row in table("text_words") if row["role"] == "platform"
    )


@cache
def acronyms() -> frozenset[str]:
    """Abbreviations in capitals that name no body, in every language."""
    return frozenset(folded(row["word"]) for row in table("text_words") if row["role"] == "acronym")


@cache
def case_contexts(
    language: str,
) -> Mapping[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]]:
    """Last folded word of a preposition -> (the words before it, the cases it governs)."""
    found: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for row in table("case_contexts"):
        if row["language"] == language:
            *before, last = folded(row["word"]).split(" ")
            found.setdefault(last, []).append((tuple(before), case_names(row["cases"].split())))
    return {last: tuple(sorted(rows, key=lambda row: -len(row[0]))) for last, rows in found.items()}


@cache
def particles() -> frozenset[str]:
    """Small words inside personal names: von, al, ибн."""
    doubtful = {"и", "і", "y", "da", "да", "la", "las", "los", "le", "ла", "ле", "de", "де", "as"}
    known = {word for word, role in name_words().items() if role == "particle"}
    return frozenset(known - doubtful | {"de", "де"})
