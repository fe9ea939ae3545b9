"""Invented people for `other_archive`, from lists in `other_names/`.

A list has given names of men and women and surnames in a guessed order of frequency, and stems and
suffixes that widen the surnames, so that many are one letter apart. Where a language has an
official Latin spelling of its own it stands behind the Cyrillic one: Саргсян=Sargsyan.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

FOLDER = Path(__file__).parent / "other_names"
SHARES = {"ru": 0.45, "uk": 0.20, "kk": 0.20, "ce": 0.15}
OTHERS = ("hy", "ka", "uz", "tg")
WOMEN, KAZAKH_ENDINGS = 0.4, 0.55
_GIVEN_SKEW = {"ru": 0.8, "uk": 0.8}
_SURNAME_SKEW = {"ru": 0.55, "uk": 0.5}
_STOCK = {"ru": 1350, "uk": 700, "kk": 540, "ce": 480}
_IRREGULAR = {
    row[0]: (row[1], row[2])
    for row in (
        line.split()
        for line in """илья ильич ильинична
никита никитич никитична
лев львович львовна
пётр петрович петровна
павел павлович павловна
михаил михайлович михайловна
яков яковлевич яковлевна
микола миколайович миколаївна
григорій григорович григорівна
яків якович яківна
федір федорович федорівна""".splitlines()
    )
}
_CLUSTERED = re.compile("([^аеёиоуыэюяь]{2}|[гкх])ий$")


@dataclass(frozen=True, slots=True)
class Person:
    """Who a mention is of: words in lower-case Cyrillic, as the person's language writes them."""

    key: int
    language: str
    woman: bool
    given: str
    father: str
    patronymic: str
    surname: str


def patronymic(father: str, language: str, *, woman: bool, kazakh: bool = False) -> str:
    """By the father's name, in lower-case Cyrillic."""
    if language == "kk" and kazakh:
        return father + ("қызы" if woman else "ұлы")
    if father in _IRREGULAR:
        return _IRREGULAR[father][woman]
    if language == "uk":
        if father.endswith("й"):
            return father[:-1] + ("ївна" if woman else "йович")
        return father.rstrip("оь") + ("івна" if woman else "ович")
    soft = "евна" if woman else "евич"
    if father.endswith("ий"):
        full = _CLUSTERED.search(father) and not father.endswith(("лий", "вгений"))
        return father[:-2] + ("и" if full else "ь") + soft
    if father[-1] in "йь":
        return father[:-1] + soft
    if father[-1] in "аеиоуыэюяіөжшчщц":
        return father + soft
    return father + ("овна" if woman else "ович")


def feminine(surname: str, language: str) -> str:
    """A woman's surname by a man's."""
    if surname == "цой":
        return surname
    if language == "uk":
        return re.sub("([сзц]ь)кий$", r"\1ка", surname)
    if surname.endswith(("ский", "цкий", "ской", "цкой", "той")):
        return surname[:-2] + "ая"
    return surname + "а" if re.search("([оеё]в|[иы]н)$", surname) else surname


class Names:
    """The names of a language, with weights 1/rank^skew."""

    def __init__(self, language: str, seed: int) -> None:
        lists: dict[str, list[str]] = {"stems": [], "suffixes": []}
        self.native: dict[str, str] = {}
        for section in (FOLDER / f"{language}.txt").read_text(encoding="utf-8").split("[")[1:]:
            title, _, body = section.partition("]")
            lists[title] = [self._split(word) for word in body.lower().replace("'", "ʼ").split()]
        known = dict.fromkeys(lists["surnames"])
        wider = [stem + end for stem in lists["stems"] for end in lists["suffixes"]]
        wider = [name for name in dict.fromkeys(wider) if name not in known and "цч" not in name]
        random.Random(f"{language}{seed}").shuffle(wider)
        self._surnames = [*known, *wider][: _STOCK.get(language)]
        self._men, self._women = lists["male"], lists["female"]
        skew = _GIVEN_SKEW.get(language, 0.6)
        self._by_men, self._by_women = _sums(self._men, skew), _sums(self._women, skew)
        self._by_surname = _sums(self._surnames, _SURNAME_SKEW.get(language, 0.4))

    def _split(self, word: str) -> str:
        cyrillic, _, latin = word.partition("=")
        if latin:
            self.native[cyrillic] = latin.replace("ʼ", "ʻ")
        return cyrillic

    def draw(self, chance: random.Random, *, woman: bool) -> tuple[str, str, str]:
        """(given name, father, surname of a man)."""
        given, sums = (self._women, self._by_women) if woman else (self._men, self._by_men)
        return (
            chance.choices(given, cum_weights=sums)[0],
            chance.choices(self._men, cum_weights=self._by_men)[0],
            chance.choices(self._surnames, cum_weights=self._by_surname)[0],
        )


def _sums(words: list[str], skew: float) -> list[float]:
    return [*accumulate(1 / rank**skew for rank in range(1, len(words) + 1))]


class Supply:
    """People without end; no two share given name, father and surname, unless `homonyms`."""

    def __init__(self, seed: int, *, others: bool, homonyms: bool) -> None:
        self._chance = random.Random(seed)
        self._shares = {name: share * (0.6 if others else 1) for name, share in SHARES.items()}
        self._shares |= dict.fromkeys(OTHERS if others else (), 0.1)
        self._names = {language: Names(language, seed) for language in self._shares}
        self._seen: set[tuple[str, str, str]] | None = None if homonyms else set()
        self._made = 0
        self.native = {k: v for names in self._names.values() for k, v in names.native.items()}

    def next(self) -> Person:
        """Another one."""
        chance = self._chance
        while True:
            language = chance.choices([*self._shares], [*self._shares.values()])[0]
            woman = chance.random() < WOMEN
            given, father, surname = names = self._names[language].draw(chance, woman=woman)
            kazakh = chance.random() < KAZAKH_ENDINGS
            if self._seen is None or names not in self._seen:
                break
        if self._seen is not None:
            self._seen.add(names)
        self._made += 1
        return Person(
            self._made,
            language,
            woman,
            given,
            father,
            patronymic(father, language, woman=woman, kazakh=kazakh),
            feminine(surname, language) if woman else surname,
        )
