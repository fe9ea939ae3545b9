"""From a Latin spelling back to the likely Cyrillic originals.

The best original is the one that makes the spelling most probable:

    P(language) * P(original as a name of that language) * P(a convention that writes it so)

The second factor is `resolver.known_words`, the third the share of each standard and press
convention (`rules/convention_shares.csv`, fitted to measured rendering shares). Candidates
come from the tables read backwards (`resolver.inverse`) and are romanized again: only the
standards that really give the spelling are named. One convention throughout a name is the
rule; what no single one explains is kept at a lower score.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp, log

from resolver.backwards import MAX_LETTERS, feasible
from resolver.errors import BadName
from resolver.inverse import inverse
from resolver.restoration import UNEXPLAINED, Breadth, combined, licence, words_behind
from resolver.romanize import guess_languages
from resolver.script import mend, script_of
from resolver.standards import Standard
from resolver.text import clean
from resolver.values import Value

MAX_WORDS = 8

# How often a name in Latin letters comes from each language, the most frequent first;
# judgement, not measured.
LANGUAGES = {
    "ru": 0.50,
    "uk": 0.15,
    "be": 0.05,
    "bg": 0.05,
    "sr": 0.05,
    "kk": 0.04,
    "uz": 0.03,
    "ky": 0.02,
    "tg": 0.02,
    "mk": 0.02,
    "az": 0.01,
    "tt": 0.01,
    "ba": 0.005,
    "tk": 0.01,
    "mn": 0.01,
    "ce": 0.005,
    "os": 0.005,
    "av": 0.005,
    "ab": 0.002,
}

_WORK = 1500  # states times letters of the search over all languages
_LETTERS_IN_ALL = 300  # over all languages
_ALSO = 0.5
_COMMON = 0.02  # of LANGUAGES
_WELL_EXPLAINED = 0.15
_LETTERS = r"[^\W\d_][\u0300-\u036f]*"
_QUOTE = "['’‘ʼʻ`´′ʹʺ”\"]"
_WORD = re.compile(f"(?:{_LETTERS}|(?<=[^\\W\\d_]){_QUOTE}+(?=[^\\W\\d_]|\\Z|[ ,.-]))+")


@dataclass(frozen=True, slots=True)
class Original(Value):
    """A Cyrillic name that a Latin spelling may stand for.

    `score` is 0..1 and sums to at most 1 over the originals of one language. `standards`
    write `text` as the spelling, but for marks that got lost; empty where only a mixture
    of conventions explains it. `also` names further languages with the same text.
    """

    text: str
    language: str
    score: float
    how: str
    standards: tuple[Standard, ...]
    also: tuple[str, ...] = ()


_BROAD = Breadth(20, 8, 16, mixing=True)
_MIDDLE = Breadth(8, 5, 6, mixing=False)
_NARROW = Breadth(5, 3, 4, mixing=False)


def _shaped(text: str, latin: str) -> str:
    if len(latin) > 1 and latin.isupper():
        return text.upper()
    return text[:1].upper() + text[1:] if latin[:1].isupper() else text


def _filled(name: str, words: tuple[str, ...]) -> str:
    queue = iter(words)

    def fill(match: re.Match[str]) -> str:
        return _shaped(next(queue, ""), match.group())

    return _WORD.sub(fill, name, count=len(words))


def _of_language(
    name: str, latin: list[str], language: str, breadth: Breadth
) -> list[tuple[float, Original]]:
    """Originals in one language, each with its joint log probability."""
    tables = inverse(language)
    lists = [words_behind(word, language, breadth) for word in latin]
    if not all(lists):
        return []
    wholes = combined(lists, tables, breadth.names)
    joint = [-whole.cost + log(licence(whole, tables)) for whole in wholes]
    best = max(joint)
    # What the search did not see: as likely as a mixture of conventions.
    unseen = exp(max(-whole.cost for whole in wholes) + log(UNEXPLAINED) - best)
    total = sum(exp(each - best) for each in joint) + unseen
    out = []
    for whole, weight in zip(wholes, joint, strict=True):
        mask = whole.exact or whole.plain
        items = tuple(item for i, item in enumerate(tables.standards) if mask >> i & 1)
        how = "standard" if items else "readings" if whole.mixed else "mixed"
        score = round(exp(weight - best) / total, 4)
        text = _filled(name, whole.words)
        out.append((weight, Original(text, language, score, how, items)))
    return out


def _languages(latin: list[str]) -> list[str]:
    """Russian, and the languages whose standards can write every word.

    Languages with few names are tried only where hardly any Russian convention will do:
    otherwise they give what Russian gives, and more slowly.
    """
    found = ["ru"]
    size = sum(min(len(word), MAX_LETTERS) for word in latin)
    tried = list(LANGUAGES.items())[: max(1, _LETTERS_IN_ALL // size)]
    common = _COMMON if _shared_by("ru", latin) >= _WELL_EXPLAINED else 0.0
    for language, prior in tried:
        if language != "ru" and prior >= common and _shared_by(language, latin) > 0:
            found.append(language)
    return found


def _shared_by(language: str, latin: list[str]) -> float:
    mask = -1
    for word in latin:
        mask &= feasible(word, language)
    return inverse(language).share(mask) if mask else 0.0


def _already(text: str, language: str | None, limit: int) -> tuple[Original, ...]:
    """A name in Cyrillic letters is its own original."""
    languages = (language,) if language else guess_languages(text) or ("ru",)
    return (Original(text, languages[0], 1.0, "cyrillic", (), languages[1:]),)[:limit]


def originals(name: str, language: str | None = None, limit: int = 10) -> tuple[Original, ...]:
    """The likely Cyrillic originals of a name in Latin letters, best first.

    >>> originals("Mowlajew")[0].text
    'Мовлаев'

    Without `language` all of LANGUAGES are tried, and a text that several have is listed
    once, under the likeliest. Any string is accepted; one that is no usable name, or has
    neither Latin nor Cyrillic letters, has no originals. A language without standards has
    none either.
    """
    try:
        text = clean(name).text
    except BadName:
        return ()
    if script_of(text) == "cyrillic":
        return _already(mend(text), language, limit)
    latin = [match.group() for match in _WORD.finditer(text)][:MAX_WORDS]
    if not latin or script_of(text) == "other" or limit < 1:
        return ()
    return _ranked(text, tuple(latin), language)[:limit]


def _breadth(words: list[str], chosen: list[str], language: str) -> Breadth:
    """Less is kept where a name is long, so that no name takes long."""
    planned = [_planned(each) for each in chosen]
    size = sum(min(len(word), MAX_LETTERS) for word in words)
    whole = sum(each.states for each in planned) * size
    own = _planned(language) if len(chosen) > 1 else _BROAD
    if whole <= _WORK:
        return own
    part = (_WORK / whole) ** 2
    states, sources, names = (max(1, round(count * part)) for count in own[:3])
    return Breadth(states, sources, names, own.mixing)


def _planned(language: str) -> Breadth:
    if language == "ru":
        return _BROAD
    return _MIDDLE if LANGUAGES.get(language, 0.0) >= 0.04 else _NARROW


@lru_cache(maxsize=1024)
def _ranked(text: str, latin: tuple[str, ...], language: str | None) -> tuple[Original, ...]:
    words = list(latin)
    chosen = [language] if language else _languages(words)
    weighed = []
    for each in chosen:
        prior = LANGUAGES.get(each, 1e-3)
        weighed += [
            (weight + log(prior), original)
            for weight, original in _of_language(text, words, each, _breadth(words, chosen, each))
        ]
    weighed.sort(key=lambda pair: (-pair[0], pair[1].language, pair[1].text))
    merged: dict[str, Original] = {}
    for _, original in weighed:
        known = merged.get(original.text)
        if known is None:
            merged[original.text] = original
        elif original.how == "standard" and original.score >= _ALSO:
            merged[original.text] = replace(known, also=(*known.also, original.language))
    return tuple(merged.values())
