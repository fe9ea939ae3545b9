"""How likely a Cyrillic word is as a word of a name in some language.

Two sources, mixed: words that are known (given names, their patronymics, the surnames
made from them, and common surnames), and letters that follow one another in known words
(trigrams with back-off). The second is what decides between Жуков and Шуков where a Latin
spelling allows both, and what restores a soft sign that a convention leaves out: only
where known names have one between the same letters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from math import exp, log

from resolver.patronyms import patronyms
from resolver.rules import table
from resolver.script import script_of
from resolver.standards import library, standards

_RUSSIAN = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
_APOSTROPHE = frozenset({"uk", "be", "rue"})
_VOWELS = "аеёиоуыэюяіїєәөүұӣӯў"

# Natural logarithms of how often a word of each kind is met among words of names.
_ATTESTED = -6.0
_GIVEN = -8.0
_SURNAME = -7.0
_VARIANT = -10.0
_DERIVED = -10.0

# Letters are judged by up to so many before them; fitted, like the numbers below, to the
# names of lists that are in no table here.
ORDER = 3
_SHARED = 1.0
_TRUST = (40.0, 60.0, 60.0)


@cache
def alphabet(language: str) -> frozenset[str]:
    """The letters a language writes names with, in lower case, ’ among them if it has one."""
    if language == "ru":
        return _RUSSIAN
    signs = frozenset("’" if language in _APOSTROPHE else "")
    for hint in library().hints:
        if hint.language == language:
            return (_RUSSIAN - hint.lacks) | hint.letters | signs
    letters = set(_RUSSIAN)
    for item in standards(language):
        letters.update(item.letters)
    return frozenset(letters) | signs


@cache
def _rows() -> Mapping[str, tuple[dict[str, str], ...]]:
    """Language -> its Cyrillic given names."""
    rows: dict[str, list[dict[str, str]]] = {}
    for row in table("given_names"):
        if row["relation"] != "western" and script_of(row["form"]) == "cyrillic":
            rows.setdefault(row["language"], []).append(row)
    return {language: tuple(found) for language, found in rows.items()}


def _given(language: str) -> Iterator[tuple[str, str, float]]:
    """(form, gender, weight) of the given names of a language."""
    for row in _rows().get(language, ()):
        weight = _GIVEN if row["relation"] in {"same", "counterpart"} else _VARIANT
        if row["source"].startswith("attested"):
            weight = _ATTESTED
        for word in _words(row["form"]):
            yield word, row["gender"], weight


def _words(form: str) -> list[str]:
    return [word for word in form.lower().replace("'", "’").replace("-", " ").split() if word]


def _surnames_of(name: str, language: str) -> tuple[str, ...]:
    """Surnames made from a given name: Николаев, Магомедов, Никитин."""
    stem, last = name[:-1], name[-1]
    if language == "uk":
        if last == "й":
            return stem + "єв", stem + "єва"
        return (name + "ов", name + "ова") if last not in _VOWELS + "ь" else ()
    if language == "be":
        if last == "й":
            return stem + "еў", stem + "ева"
        return (name + "аў", name + "ава") if last not in _VOWELS + "ь" else ()
    if last == "й":
        return stem + "ев", stem + "ева"
    if last == "ь":
        return stem + "ев", stem + "ева"
    if last in "ая":
        return stem + "ин", stem + "ина", name + "ев", name + "ева"
    if last in _VOWELS:
        return name + "ев", name + "ева"
    return name + "ов", name + "ова"


_DERIVING = frozenset({"ru", "uk", "be", "bg", "kk", "ky", "uz", "tg", "tt", "ba"})


def feminine(surname: str) -> str | None:
    """The feminine form of a surname in lower case, for the endings that have one."""
    if surname.endswith(("ов", "ев", "ёв", "єв", "ин", "ын", "ін")):
        return surname + "а"
    for ending, changed in (
        ("ський", "ська"),
        ("цький", "цька"),
        ("ский", "ская"),
        ("цкий", "цкая"),
        ("скі", "ская"),
        ("цкі", "цкая"),
        ("ски", "ска"),
    ):
        if surname.endswith(ending):
            return surname[: -len(ending)] + changed
    if surname.endswith(("оў", "аў", "еў", "ёў")):
        return surname[:-1] + "ва"
    return None


def _from_given(language: str) -> Iterator[tuple[str, float]]:
    """Given names with the patronymics and surnames made from them."""
    for word, gender, weight in _given(language):
        yield word, weight
        if gender == "f":
            continue
        for rank, each in enumerate(patronyms(word, language)):
            for form in filter(None, each):
                yield form, weight - 1.0 - rank
        if language in _DERIVING:
            for surname in _surnames_of(word, language):
                yield surname, min(weight - 2.0, _DERIVED)


def _surnames(language: str) -> Iterator[tuple[str, float]]:
    for row in table("surnames"):
        if row["language"] == language:
            word = row["form"].lower()
            yield word, _SURNAME
            if woman := feminine(word):
                yield woman, _SURNAME - 1.0


@cache
def known_words(language: str) -> Mapping[str, float]:
    """Lower-case word -> natural logarithm of its share among words of names."""
    words: dict[str, float] = {}
    for word, weight in (*_from_given(language), *_surnames(language)):
        words[word] = max(weight, words.get(word, weight))
        if "ё" in word:
            printed = word.replace("ё", "е")
            words[printed] = max(weight - 0.5, words.get(printed, weight - 0.5))
    return words


EDGE = "^" * ORDER


def _count(words: Mapping[str, float], counts: defaultdict[str, float]) -> None:
    """Add the runs of ORDER + 1 letters of words, `^` before them and `$` after."""
    for word, weight in words.items():
        padded = f"{EDGE}{word}$"
        for i in range(len(word) + 1):
            counts[padded[i : i + ORDER + 1]] += weight


@cache
def _shared() -> Mapping[str, float]:
    """Runs of letters of every Cyrillic given name and surname of the tables."""
    words = {
        word: _SHARED for rows in _rows().values() for row in rows for word in _words(row["form"])
    }
    words.update((row["form"].lower(), _SHARED) for row in table("surnames"))
    counts: defaultdict[str, float] = defaultdict(float)
    _count(words, counts)
    return counts


class Letters:
    """The probability of a letter after others; `^` begins a word and `$` ends it."""

    __slots__ = ("_cache", "_counts", "_floor", "_total", "_totals")

    def __init__(self, runs: Mapping[str, float], letters: frozenset[str]) -> None:
        counts: defaultdict[str, float] = defaultdict(float)
        for run, count in runs.items():
            for i in range(ORDER + 1):
                counts[run[i:]] += count
        totals: defaultdict[str, float] = defaultdict(float)
        for run, count in counts.items():
            if len(run) > 1:
                totals[run[:-1]] += count
        self._counts, self._totals = dict(counts), dict(totals)
        self._total = sum(count for run, count in counts.items() if len(run) == 1)
        self._floor = 1.0 / (len(letters) + 1)
        self._cache: dict[str, float] = {}

    def cost(self, before: str, letter: str) -> float:
        """-log P(letter | the ORDER letters `before`), always finite."""
        found = self._cache.get(before + letter)
        if found is None:
            found = self._cache[before + letter] = -log(self._chance(before, letter))
        return found

    def _chance(self, before: str, letter: str) -> float:
        counts, totals = self._counts, self._totals
        chance = 0.02 * self._floor + 0.98 * counts.get(letter, 0.0) / self._total
        for length, trust in enumerate(_TRUST, start=1):
            context = before[-length:]
            total = totals.get(context, 0.0)
            if not total:
                break
            chance = (counts.get(context + letter, 0.0) + trust * chance) / (total + trust)
        return chance

    def seen(self, run: str) -> bool:
        """Whether known words have these letters in a row, at most ORDER + 1."""
        return run in self._counts

    def word(self, word: str) -> float:
        """-log P of a whole lower-case word."""
        padded = f"{EDGE}{word}$"
        return sum(
            self.cost(padded[i : i + ORDER], padded[i + ORDER]) for i in range(len(word) + 1)
        )


@cache
def letters(language: str) -> Letters:
    """The letter model of a language: its own words and those of all languages."""
    own = alphabet(language)
    edges = own | set("^$")
    counts: defaultdict[str, float] = defaultdict(float)
    for run, count in _shared().items():
        if edges.issuperset(run):
            counts[run] = count
    words = {word: min(1.0, exp(weight - _GIVEN)) for word, weight in known_words(language).items()}
    _count(words, counts)
    return Letters(counts, own)


def knowledge(word: str, language: str, spelled: float) -> float:
    """What knowing a lower-case word takes off its letters' cost `spelled`; at worst log 2.

    Words that are known and words that are made up of likely letters are mixed half and half.
    """
    known = known_words(language).get(word)
    if known is None:
        return log(2.0)
    return -log(exp(-spelled - log(2.0)) + exp(known)) - spelled


def word_cost(word: str, language: str) -> float:
    """-log P of a lower-case word: half from what is known, half from its letters."""
    spelled = letters(language).word(word)
    return spelled + knowledge(word, language, spelled)
