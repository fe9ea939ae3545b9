"""Names made to be slow: at most 512 code points of every kind that could cost time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from time import thread_time

from resolver.compare import compare, judge
from resolver.errors import BadName
from resolver.evaluate import Archive
from resolver.keys import keys_of
from resolver.mention import Kind
from resolver.names import Name, analyze
from resolver.resolve import candidates_of, rank
from resolver.text import MAX_CODE_POINTS

from . import caches

LIMIT_MS = 50.0
_AMBIGUOUS = ("sch", "ch", "ie", "j", "tz", "ou", "ai", "kh", "zh", "ey", "x", "yu", "iu", "ya")


def _fill(unit: str) -> str:
    return (unit * MAX_CODE_POINTS)[:MAX_CODE_POINTS].strip()


def _random(alphabet: str, seed: int, space: float = 0.0) -> str:
    chance = random.Random(seed)
    return "".join(
        " " if chance.random() < space else chance.choice(alphabet) for _ in range(MAX_CODE_POINTS)
    ).strip()


def _words(words: tuple[str, ...], count: int, seed: int) -> str:
    chance = random.Random(seed)
    made = ["".join(chance.choice(words) for _ in range(12)).capitalize() for _ in range(count)]
    return " ".join(made)[:MAX_CODE_POINTS].strip()


def names() -> dict[str, str]:
    """Class of name -> the name."""
    latin, cyrillic = "abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя"
    return {
        "one Latin letter": _fill("a"),
        "one Cyrillic letter": _fill("щ"),
        "one ambiguous grapheme": _fill("sch"),
        "one word of ambiguous graphemes": _fill("".join(_AMBIGUOUS)),
        "8 words of ambiguous graphemes": _words(_AMBIGUOUS, 8, 1),
        "20 words of ambiguous graphemes": _words(_AMBIGUOUS, 20, 2),
        "20 words of the same two letters": " ".join(["Ie"] * 20),
        "256 words": _fill("a "),
        "20 long words": " ".join(["Aleksandrovitsch"] * 20),
        "20 patronymics": " ".join(["Iwanowitsch", "Schamiljewna"] * 10),
        "20 initials": _fill("J. ")[:60].strip(),
        "initials without end": _fill("J."),
        "initials with hyphens": _fill("Ju.-"),
        "dots": "a" + "." * 511,
        "hyphens": _fill("a-"),
        "apostrophes": _fill("a'"),
        "commas": _fill("a,"),
        "brackets opened": _fill("("  "a"),
        "brackets in brackets": "(" * 256 + "a" + ")" * 255,
        "capitals glued": _fill("EvgenijAlekseevich"),
        "Cyrillic glued": _fill("ЕвгенийАлексеевич"),
        "Latin in Cyrillic": _fill("аaеeоoрpсc"),
        "words of mixed script": _fill("Ивaнoв Пeтpов "),
        "random Latin word": _random(latin, 3),
        "random Latin words": _random(latin, 4, 0.12),
        "random Cyrillic word": _random(cyrillic, 5),
        "random Cyrillic words": _random(cyrillic, 6, 0.12),
        "random Latin letters with marks": _random("áàâäãåæçéèêëíìîïñóòôöőøšśžźżčćđłřůýÿğışț", 7),
        "random Latin words with marks": _random("áàâäéèêëíìîïóòôöšžčćđłřůğışțjyw", 8, 0.12),
        "30 marks a letter": _fill("a" + "\u0301" * 30),
        "marks in random order": _random("aeo\u0301\u0323\u0308\u0327\u0328", 9),
        "zero-width": _fill("a\u200b"),
        "right-to-left marks": _fill("Ива\u202eнов "),
        "Han": _random("王李張劉陳楊黃趙吳周", 10),
        "Arabic": _random("محمدعليحسنإبراهيم", 11, 0.12),
        "Hangul": _random("김이박최정강조윤장임", 12, 0.2),
        "Devanagari": _random("कखगघचछजझटठडढणतथ\u093f\u0940", 13, 0.12),
        "ligatures that grow": _fill("\ufdfa")[:28],
        "ligatures that grow too long": _fill("\ufdfa"),
        "mathematical letters": _random("𝐈𝐯𝐚𝐧𝒪𝓅𝔮", 14, 0.1),
        "emoji": "a" + _fill("👨‍👩‍👧")[:511],
        "digits": _fill("1a"),
        "particles": _fill("von der al "),
        "titles": _fill("Dr. Prof. "),
        "suffixes": " ".join(["Abai", "uly"] * 10),
        "tabs and spaces": _fill("a \t\u00a0\u2003"),
        "palochka": _fill("хӀкӀ"),
        "Kazakh letters": _random("әғқңөұүһі", 15, 0.1),
        "typo of a country": "Kazakhstaan " * 20,
        "legal forms": _fill("ООО GmbH LLC "),
        "letters never a word": _fill("ьъ"),
        "hyphenated surnames": "-".join(["Iwanow"] * 73),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slow:
    """What one step of one name costs, with nothing cached but the tables."""

    name: str
    kind: Kind
    step: str
    ms: float


def _timed(step: Callable[[], object]) -> float:
    """CPU ms with nothing cached but the tables. Where it seems too much, the least of three:
    the first use of a table loads it, and that is paid for once, not by each name."""
    least = LIMIT_MS * 1000
    for _ in range(3):
        caches.clear(caches.bounded())
        start = thread_time()
        step()
        least = min(least, (thread_time() - start) * 1000)
        if least < LIMIT_MS / 2 or least > LIMIT_MS * 4:
            break
    return least


def _archive(kind: Kind, others: list[Name]) -> Archive:
    """One in which the hostile names have one another for candidates."""
    archive = Archive()
    for i, name in enumerate(others):
        archive.add(f"e{i}", name)
        longer = _try(name.text[: MAX_CODE_POINTS - 2] + " a", kind)
        if longer is not None:
            archive.add(f"f{i}", longer)
    return archive


def measure() -> list[Slow]:
    """Every step of every name of every kind, dearest first; bad names are refused fast too."""
    found = [slow for kind in Kind for slow in _of_kind(kind)]
    return sorted(found, key=lambda slow: -slow.ms)


def _of_kind(kind: Kind) -> Iterator[Slow]:
    plain = analyze("Мансур Мовлаев", kind)
    judge(plain, plain)
    usable: dict[str, Name] = {}
    for label, text in names().items():
        yield Slow(label, kind, "analyse", _timed(partial(_try, text, kind)))
        name = _try(text, kind)
        if name is not None:
            usable[label] = name
    hostile, ordinary = _archive(kind, list(usable.values())), _archive(kind, [plain])
    for label, name in usable.items():
        reverse = _try(name.text[::-1], kind) or plain
        steps: dict[str, Callable[[], object]] = {
            "keys": partial(keys_of, name),
            "compare": partial(compare, name, plain),
            "compare with itself reversed": partial(compare, name, reverse),
            "resolve": partial(_resolve, ordinary, name.text, kind),
            "resolve among hostile names": partial(_resolve, hostile, name.text, kind),
        }
        for step, call in steps.items():
            yield Slow(label, kind, step, _timed(call))


def _try(text: str, kind: Kind) -> Name | None:
    try:
        return analyze(text, kind)
    except BadName:
        return None


def _resolve(archive: Archive, text: str, kind: Kind) -> None:
    """From the raw name to an answer with its reasons; candidates as dear as the name."""
    name = analyze(text, kind)
    candidates_of(rank(name, archive.candidates(name)), kind, 5)
