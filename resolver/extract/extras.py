"""Kept libraries that do a part of the work better, where they are installed.

    razdel       sentences of Russian and Ukrainian text
    pymorphy3    names and common nouns that its dictionaries know, in every case
    slovnet      a further source of Russian names; its model comes inside the package natasha

The extra `articles` installs the first two (and trafilatura, see `resolver.extract.markup`),
`articles-ner` the last. Without them everything works by our own rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from resolver.errors import BadInput
from resolver.extract.forms import KNOWN, Form
from resolver.extract.morphology import Morphology
from resolver.extract.recognize import Recognizer
from resolver.extract.sentences import Splitter, split
from resolver.given_forms import shaped
from resolver.mention import Kind
from resolver.names import Part

_CASES = {"nomn": "nominative", "gent": "genitive", "datv": "dative", "accs": "accusative",
    "ablt": "instrumental", "loct": "prepositional", "gen2": "genitive",
    "loc2": "prepositional"}  # fmt: skip
_GENDERS = {"masc": "m", "femn": "f"}
_TAGS = {Part.GIVEN: "Name", Part.SURNAME: "Surn", Part.PATRONYMIC: "Patr"}
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Abbr"})
_KINDS = {"PER": Kind.PERSON, "LOC": Kind.PLACE, "ORG": Kind.ORGANIZATION}


def splitter() -> Splitter:
    """razdel where it is installed, else our own."""
    try:
        from razdel import sentenize
    except ImportError:
        return split

    def by_razdel(text: str, language: str) -> Iterator[tuple[int, int]]:
        if language == "en":
            yield from split(text, language)
            return
        for found in sentenize(text):
            yield found.start, found.stop

    return by_razdel


def morphology() -> Morphology | None:
    """pymorphy3 where it is installed, else None."""
    try:
        import pymorphy3
    except ImportError:
        return None
    return _Pymorphy(pymorphy3.MorphAnalyzer)


class _Pymorphy:
    def __init__(self, analyzer: Any) -> None:
        self._of = cache(lambda language: analyzer(lang=language))
        self._parsed = lru_cache(maxsize=16384)(self._parse)

    def _parse(self, word: str, language: str) -> tuple[Any, ...]:
        return tuple(each for each in self._of(language).parse(word) if each.is_known)

    def forms(self, word: str, part: Part, language: str) -> Iterator[Form]:
        for each in self._parsed(word.lower(), language):
            tag = each.tag
            grammemes = tag.grammemes
            if _TAGS[part] not in grammemes or "plur" in grammemes or tag.case not in _CASES:
                continue
            nominative = each.inflect({"nomn"})
            if nominative is not None:
                gender = "" if "ms-f" in str(tag).lower() else _GENDERS.get(tag.gender, "")
                cases = frozenset({_CASES[tag.case]})
                yield Form(shaped(nominative.word, word), gender, cases, KNOWN)

    def is_common(self, word: str, language: str) -> bool:
        parsed = self._parsed(word.lower(), language)
        return bool(parsed) and all(_NAMES.isdisjoint(each.tag.grammemes) for each in parsed)


def slovnet_recognizer() -> Recognizer:
    """The names that slovnet finds in Russian text.

    Raises BadInput where slovnet or natasha, which carries its model, is not installed.
    """
    natasha = find_spec("natasha")
    if natasha is None or natasha.origin is None or find_spec("slovnet") is None:
        raise BadInput("slovnet is not installed: pip install 'name-resolver[articles-ner]'")
    from navec import Navec
    from slovnet import NER

    data = Path(natasha.origin).parent / "data"
    ner = NER.load(str(data / "model" / "slovnet_ner_news_v1.tar"))
    ner.navec(Navec.load(str(data / "emb" / "navec_news_v1_1B_250K_300d_100q.tar")))

    def recognize(text: str, language: str) -> Iterator[tuple[Kind, int, int]]:
        if language == "ru":
            for found in ner(text).spans:
                yield _KINDS[found.type], found.start, found.stop

    return recognize
