"""Every spelling of a name that an archive may hold, most likely first.

The name is traced back to its Cyrillic originals; each is written in Latin letters by every
standard and press convention of its language, and so are its counterparts in Russian,
Ukrainian and Belarusian. The likeliest spellings are then given in other orders and with
initials. A variant's weight is the chance of its original times the share of the
conventions that write it so, relative to the likeliest variant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from resolver.counterparts import name_in
from resolver.errors import BadName
from resolver.inverse import inverse
from resolver.names import Name, Part, analyze
from resolver.original import originals
from resolver.patronyms import LANGUAGES
from resolver.queries import query_of
from resolver.romanize import guess_languages, romanize
from resolver.script import mend, script_of
from resolver.standards import Standard
from resolver.text import clean
from resolver.values import Value

_ORIGINALS = 4
_LEAST = 0.02
_COUNTERPART = 0.1
_WITHOUT_DOTS = 0.6
_CYRILLIC = 0.5
# How often a name stands in another order or shortened, against as it is; judgement.
_INVERTED, _INVERTED_PLAIN, _NO_PATRONYMIC, _INITIALS = 0.35, 0.25, 0.4, 0.2
_ARRANGED = 24
_VOWELS = "аеёиоуыэюяіїє"
_FEMININE = "-feminine"
_DOTTED = re.compile(r"[^\W\d_]\.?,?")


@dataclass(frozen=True, slots=True)
class Variant(Value):
    """One spelling. `weight` is 0..1, the likeliest being 1.

    `how` is `given` (the name as it came), `original`, `spelling`, `counterpart`, `order`
    or `initials`; `standards` are those that write it so, `original` the Cyrillic name
    behind it.
    """

    text: str
    weight: float
    how: str
    original: str
    language: str
    standards: tuple[Standard, ...]


@dataclass(frozen=True, slots=True)
class _Root(Value):
    """A Cyrillic name to spell: `how` its spellings are to be labelled."""

    words: tuple[str, ...]
    language: str
    weight: float
    how: str

    @property
    def text(self) -> str:
        return " ".join(self.words)


def _analyzed(text: str) -> Name | None:
    try:
        return analyze(text)
    except BadName:
        return None


def _roots(text: str, language: str | None) -> list[_Root]:
    """The likely originals, each with what its language could not tell apart."""
    if script_of(text) == "cyrillic":
        languages = [language] if language else list(guess_languages(text))[:2] or ["ru"]
        found = [(text, each, 0.5**i) for i, each in enumerate(languages)]
    else:
        likely = [o for o in originals(text, language, _ORIGINALS) if o.score >= _LEAST]
        found = [(o.text, o.language, o.score * 0.5**i) for i, o in enumerate(likely)]
    roots = []
    for each, code, weight in found:
        words = tuple(each.split())
        roots.append(_Root(words, code, weight, "original"))
        if "ё" in each.lower():
            plain = each.replace("ё", "е").replace("Ё", "Е")
            roots.append(_Root(tuple(plain.split()), code, weight * _WITHOUT_DOTS, "original"))
    return roots


def _counterparts(roots: list[_Root]) -> Iterator[_Root]:
    """The likeliest root in the neighbouring languages."""
    for root in roots[:1]:
        name = _analyzed(root.text)
        for target in LANGUAGES if name else ():
            assert name is not None
            words = name_in(list(root.words), name, root.language, target)
            if words:
                yield _Root(words, target, root.weight * _COUNTERPART, "counterpart")


class _Collected:
    """Spellings with their summed weights, in no order."""

    def __init__(self) -> None:
        self.weights: dict[str, float] = {}
        self.first: dict[str, Variant] = {}
        self.standards: dict[str, dict[str, Standard]] = {}

    def add(
        self, text: str, weight: float, how: str, root: _Root, items: Iterable[Standard]
    ) -> None:
        text = unicodedata.normalize("NFC", text)
        if not text:
            return
        self.weights[text] = self.weights.get(text, 0.0) + weight
        self.first.setdefault(text, Variant(text, 0.0, how, root.text, root.language, ()))
        self.standards.setdefault(text, {}).update((item.id, item) for item in items)

    def ranked(self) -> list[Variant]:
        order = sorted(self.weights, key=lambda text: (-self.weights[text], text))
        top = self.weights[order[0]] if order else 1.0
        return [
            Variant(
                text,
                round(self.weights[text] / top, 4),
                self.first[text].how,
                self.first[text].original,
                self.first[text].language,
                tuple(self.standards[text].values()),
            )
            for text in order
        ]


@lru_cache(maxsize=4096)
def _initial(letter: str, item: Standard | None) -> str:
    """The letters that stand for an initial (`Yu`, `Shch`), without endings of whole words."""
    if item is None:
        return letter
    latin = item.letters.get(letter.lower())
    if latin and letter.lower() not in _VOWELS:
        return latin[:1].upper() + latin[1:]
    return romanize(letter, item)


def _spelled(root: _Root, item: Standard) -> str:
    """A root by one standard; only surnames get the ending -ová."""
    name = _analyzed(root.text) if item.id.endswith(_FEMININE) else None
    parts = name.parts if name and len(name.parts) == len(root.words) else ()
    out = []
    for i, word in enumerate(root.words):
        if _DOTTED.fullmatch(word):
            out.append(_initial(word[0], item) + word[1:])
        elif parts and parts[i] is not Part.SURNAME:
            out.append(romanize(word, item.id.removesuffix(_FEMININE)))
        else:
            out.append(romanize(word, item))
    return " ".join(out)


def _spell(root: _Root, into: _Collected) -> None:
    """A root by every standard of its language, and in its own letters."""
    into.add(root.text, root.weight * _CYRILLIC, root.how, root, ())
    tables = inverse(root.language)
    how = "counterpart" if root.how == "counterpart" else "spelling"
    for i, item in enumerate(tables.standards):
        share = tables.share(1 << i)
        into.add(_spelled(root, item), root.weight * share, how, root, (item,))


def _arrangements(
    words: list[str], initials: list[str], parts: tuple[Part, ...], *, with_initials: bool
) -> Iterator[tuple[str, float, str]]:
    """Other orders and short forms of a name whose parts are known: text, share, label."""
    surname = [w for w, part in zip(words, parts, strict=True) if part is Part.SURNAME]
    given = [w for w, part in zip(words, parts, strict=True) if part is Part.GIVEN]
    patronymic = [w for w, part in zip(words, parts, strict=True) if part is Part.PATRONYMIC]
    if not surname or not given:
        return
    last, first = " ".join(surname), " ".join(given)
    short = [i for i, p in zip(initials, parts, strict=True) if p is not Part.SURNAME]
    dotted = " ".join(f"{letter}." for letter in short)
    rest = " ".join([*given, *patronymic])
    yield f"{rest} {last}", 1.0, "order"
    yield f"{last}, {rest}", _INVERTED, "order"
    yield f"{last} {rest}", _INVERTED_PLAIN, "order"
    if patronymic:
        yield f"{first} {last}", _NO_PATRONYMIC, "order"
        yield f"{last}, {first}", _NO_PATRONYMIC * _INVERTED, "order"
    if all(short) and with_initials:
        yield f"{dotted} {last}", _INITIALS, "initials"
        yield f"{last} {dotted}", _INITIALS * 0.7, "initials"


def _arrange(into: _Collected) -> None:
    """Other orders and initials of the likeliest spellings."""
    firsts = {each.original[0] for each in into.first.values() if each.how == "original"}
    for variant in into.ranked()[:_ARRANGED]:
        name = _analyzed(variant.original)
        words = variant.text.split()
        if name is None or len(words) != len(name.tokens) or len(words) < 2:
            continue
        if any(token.heads for token in name.tokens) or "," in variant.text:
            continue
        item = variant.standards[0] if variant.standards else None
        heads = [_initial(word[0], item) for word in variant.original.split()]
        root = _Root(tuple(variant.original.split()), variant.language, 0.0, variant.how)
        weight = into.weights[variant.text]
        # The initial of a counterpart (Н. for Микола) would find everybody.
        fits = variant.how != "counterpart" or variant.original[0] in firsts
        for text, share, how in _arrangements(words, heads, name.parts, with_initials=fits):
            if text not in into.weights or how == "initials":
                into.add(text, weight * share, how, root, variant.standards)


def variants(name: str, limit: int = 50, language: str | None = None) -> tuple[Variant, ...]:
    """The likeliest spellings of a name, at most `limit`, distinct and in NFC.

    >>> [each.text for each in variants("Мовлаев", 3)]
    ['Мовлаев', 'Movlaev', 'Movlayev']

    The name as given is always among them. Any string is accepted; one that is no usable
    name has no variants. `language` is that of the original.
    """
    try:
        text = clean(name).text
    except BadName:
        return ()
    return _variants(mend(text), language)[: max(0, limit)]


@lru_cache(maxsize=512)
def _variants(text: str, language: str | None) -> tuple[Variant, ...]:
    collected = _Collected()
    roots = _roots(text, language)
    for root in [*roots, *_counterparts(roots)]:
        _spell(root, collected)
    given = _Root(tuple(text.split()), roots[0].language if roots else "", 0.0, "given")
    most = max(collected.weights.values(), default=1.0)
    collected.first.pop(text, None)
    collected.add(text, most, "given", roots[0] if roots else given, ())
    _arrange(collected)
    return tuple(collected.ranked())


def query(found: Iterable[Variant], style: str) -> str:
    """Variants as a search query: `list`, `lucene` or `regex`; else BadInput."""
    return query_of((variant.text for variant in found), style)
