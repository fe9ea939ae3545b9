"""Forms that one name has by tradition, where neither letters nor ears explain the difference.

Arabic names of two words, `Saif ad-Din`, are written as one with whatever vowel the case or the
ear gives: Шамсуддин, Шамседдин, Shamsiddin and Şemseddin (Gafurov 1987, Имя и история). Latin and
Greek names in -ius and -ios are -ий in Russian and -io in Italian and Spanish (Superanskaya 1998,
Словарь русских личных имён). Polish rz enters Russian as рж, or as it sounds, ж and after п, т and
к ш; and as р where the name has a Slavic neighbour: Пржибыльский, Пшибыльский, Прибыльский
(Gilyarevsky, Starostin 1985, Polish). Azerbaijani г, Latin q, was к in Russian for long: Гулиев and
Кулиев (BGN/PCGN 1993 for q; common usage). English short a is э or а: Сэлинджер and Салинджер
(Gilyarevsky, Starostin 1985, English). Armenian Hovhannes is Оганес and Ованес, and so is what is
made of it (common usage). Uzbek ў is у in Russian, йў ю, and о а: Йўлдошев, Yoʻldoshev and Юлдашев;
Bashkir and Tatar о and ө are у: Ҡотлобаев and Кутлубаев (common usage).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from resolver.lexicon import forms_of
from resolver.tokens import Token

_RELIGION: Final = re.compile("(.{2,}?)[аеиоу]{1,3}[дл]?дин(е?)((?:[ое]ва?)?)$")
# Qulu, Qurban, Qasım, Qara, Qədir, Qəmbər, Qəhrəman, Qüdrət, Qazı and what is made of them.
_AZERBAIJANI: Final = re.compile(
    "г(ул[иу]?ев|урбанов|ас[иу]мов|араев|адиров|амбаров|а[хг]раманов|удратов|азиев)"
)
_WIDE: Final = str.maketrans("еоэ", "ааа")
_LEARNED: Final = re.compile("(.{3,}и)(?:у[сш]|о[сш]?)$")
_POLISH: Final[tuple[str, ...]] = ("ски", "цки", "ска", "цка", "скаиа", "цкаиа", "ич", "ик", "ек")
_HISSED: Final = re.compile("(?<=[пткх])ш|(?<=[бвгд])ж")
_HISSED_A: Final = re.compile("(?:(?<=[пткх])ш|(?<=[бвгд])ж)а")
_SLAVIC: Final[tuple[str, ...]] = ("ов", "ев", "ин", "ова", "ева", "ина", "ко", "ски", "цки", "ич")
# After other consonants, and at the start, Slavic and Turkic names have э, too.
_SHORT: Final = re.compile("(?<=[бвгзклмнпсфх])э")
_SHORT_ANYWHERE: Final = re.compile("(?<=[бвгджзклмнпрстфхцчш])э|^э(?=[бвгджзклмнпрстфхцчшщ])")
_STEIN: Final = re.compile("(.{2,})[шс]т(?:[еа]и|и)н$")
_W: Final = re.compile("^у(?=[аеи])")
_DOUBLED: Final = re.compile("[эе]э|оо|аа|ее")
_OGANES: Final = re.compile("^[гх]?о(?:в[гх]?|г)ан+[еи]с")
_UZBEK: Final = re.compile("[og]['`ʻʼ‘’]|q(?!u[aeio])|[қғҳ]|(?:^|[^аеёиіоуыэюя])ў")
_BASHKIR: Final = re.compile("[ҡҙҫҥөә]")
_ROUND: Final = str.maketrans({"о": "у", "ө": "у", "ә": "а"})
# Whatever is typed for ʻ; ў is read as у anyway.
_CLOSED: Final = re.compile("o['`ʻʼ‘’]")
# Not that of the ending -ов.
_OPEN: Final = re.compile("[oо](?=.{3})")
_UNDOUBLED: Final = {"оо": "у", "аа": "а"}
_LONG_ENOUGH: Final = 5
_NONE: Final[frozenset[str]] = frozenset()


def of_one_tradition(a: Token, b: Token) -> str:
    """A form that tradition gives one word, and the other has; empty where there is none.
    Symmetric."""
    left, right = by_tradition_of(a), by_tradition_of(b)
    if not left and not right:
        return ""
    return min((left & right) | (left & _as_it_is(b)) | (_as_it_is(a) & right), default="")


@lru_cache(maxsize=4096)
def by_tradition_of(tok: Token) -> frozenset[str]:
    """What else the readings of a word may be."""
    found = set[str]()
    for form in tok.forms:
        if form:
            _add_others(found, form)
    word = tok.word
    if "dd" in word or "td" in word or "дд" in word or "тд" in word:
        # Бородин and Каледин are Russian; here the article is in the word.
        found |= _of_religion(tok)
    lower = tok.text.lower()
    if _UZBEK.search(lower):
        found.update(forms_of(_as_in_russian(lower)))
    if _BASHKIR.search(lower):
        found.update(forms_of(_rounded(lower)))
    if tok.script == "cyrillic":
        if "э" in word and len(word) >= _LONG_ENOUGH:
            found.update(_with_an_open_a(tok))
        if _DOUBLED.search(word):
            found.update(forms_of(_DOUBLED.sub(_undoubled, word)))
    return frozenset(found) if found else _NONE


@lru_cache(maxsize=4096)
def _as_it_is(tok: Token) -> frozenset[str]:
    """The readings of a word, and what they are of another."""
    return frozenset([*tok.forms, *tok.bases, *_of_religion(tok)])


def _as_in_russian(uzbek: str) -> str:
    """`yoʻldoshev` as `yuldashev`, `қўчқоров` as `қўчқаров`."""
    closed = _CLOSED.sub("u", uzbek)
    return _OPEN.sub(lambda found: "a" if found.group() == "o" else "а", closed)


def _rounded(bashkir: str) -> str:
    """`ҡотлобаев` as `ҡутлубаев`, but for the ending; `йосыпов` as `юсупов`."""
    stem, ending = bashkir[:-2], bashkir[-2:]
    if ending.endswith("а"):
        stem, ending = bashkir[:-3], bashkir[-3:]
    return f"{stem.replace('йо', 'ю').translate(_ROUND)}{ending}"


def _of_religion(tok: Token) -> set[str]:
    found = set()
    for form in (*tok.forms, *tok.bases):
        if "дин" in form and (parts := _RELIGION.match(form)):
            whose, _, family = parts.groups()
            found.add(f"{whose.translate(_WIDE).replace('дж', 'ж')}удин{family}")
    return found


def _add_others(found: set[str], form: str) -> None:
    if "ан" in form and (hovhannes := _OGANES.match(form)):
        found.add(f"оганес{form[hovhannes.end() :]}")
    if form[0] == "г" and _AZERBAIJANI.match(form):
        found.add("к" + form[1:])
        found.add("к" + form[1:].replace("сим", "сум"))
    end = form[-1]
    if end == "н":
        if "т" in form and (stone := _STEIN.match(form)):
            stem = stone.group(1).replace("аи", "еи")
            found.add(f"{_W.sub('в', stem)}штеин")
    elif end in "сшо":
        if learned := _LEARNED.match(form):
            found.add(learned.group(1))
    elif ("ж" in form or "ш" in form) and form.endswith(_POLISH):
        if "рж" in form:
            found.add(form.replace("рж", "ж"))
            found.add(form.replace("рж", "р"))
        if _HISSED.search(form):
            found.add(_HISSED.sub("р", form))
            found.add(_HISSED.sub("р", _HISSED_A.sub("риа", form)))


def _undoubled(found: re.Match[str]) -> str:
    return _UNDOUBLED.get(found.group(), "э")


def _with_an_open_a(tok: Token) -> Iterator[str]:
    written = _SHORT if tok.best.endswith(_SLAVIC) else _SHORT_ANYWHERE
    word = written.sub("а", tok.word)
    if word != tok.word:
        yield from forms_of(word)
