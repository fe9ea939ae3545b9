"""Romanization by tables of our own, written from the published standards.

The product's `romanize` has no part in it: what both read wrong would otherwise be right. Sources:
ICAO Doc 9303-3; BGN/PCGN 1947, 1965, 1979; GOST 7.79-2000 B; ALA-LC; ISO 9:1995; MVD 310-1997,
French variant; Duden; KMU 55/2010; the Kazakh alphabets of 2021 and of QazAqparat; for newspapers
PWN, Duden, the French and the Spanish Wikipedia and UN Geneva.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

VOWELS = frozenset("аеёиоуыэюяєіїөұүәӯӣў")
_SIBILANTS = frozenset("жчшщ")
_SIGNS = frozenset("ʹʺ’”ʼʻ")


def _table(cyrillic: str, latin: str) -> dict[str, str]:
    return dict(zip(cyrillic, latin.replace("_", "").split(" "), strict=True))


_BASE = _table("абвгдзийклмнопрстуфыэ", "a b v g d z i y k l m n o p r s t u f y e")
_ENGLISH = _BASE | _table("жхцчшщюяеёьъ", "zh kh ts ch sh shch yu ya e yo _ _")
_TABLES = {
    "icao": _ENGLISH | _table("йёюяъ", "i e iu ia ie"),
    "bgn": _ENGLISH | _table("ьъё", "’ ” ë"),
    "gost": _BASE | _table("йжхчшщъыьэюяеё", "j zh x ch sh shh `` y` ` e` yu ya e yo"),
    "alalc": _BASE | _table("ейёжхцчшщъыьэюя", "e ĭ ë zh kh t͡s ch sh shch ʺ y ʹ ė i͡u i͡a"),
    "iso9": _BASE
    | _table("ейёжхцчшщъыьэюя", "e j ë ž h c č š ŝ ʺ y ʹ è û â")
    | _table("әғқңөұүһіїєґ", "a̋ ġ ķ ṇ ô u̇ ù ḥ ì ï ê g̀"),
    "fr": _BASE | _table("уйёежхцчшщъьюя", "ou i e e j kh ts tch ch chtch _ _ iou ia"),
    "de": _BASE | _table("взйжхцчшщъьюяеё", "w s i sch ch z tsch sch schtsch _ _ ju ja e jo"),
}
_UKRAINIAN = {
    "icao": _table("гґєиіїйʼ", "g g ie y i i i _"),
    "bgn": _table("гґєиіїйʼ", "h g ye y i yi y ”"),
    "gost": _table("гґєиіїйʼ", "g g` ye y` i yi j '"),
    "alalc": _table("гґєжиіїйʼ", "h g i͡e z͡h y i ï ĭ _"),
    "iso9": _table("гґєиіїйʼ", "g g̀ ê i ì ï j ʼ"),
    "fr": _table("гґєиіїйʼ", "h g ie y i ï i _"),
    "de": _table("гґєиіїйʼ", "h g je y i ji j _"),
}
_FURTHER = {
    ("kk", "bgn"): _table("әғқңөұүһіиуый", "ä gh q ng ö u ü h i ī ū y y"),
    ("kk", "alalc"): _table("әғқңөұүһі", "ă gh q n͡g ȯ ū u̇ ḣ ī"),
    ("uz", "bgn"): _table("ўғқҳ", "ŭ gh q h"),
    ("tg", "bgn"): _table("ғӣқӯҳҷ", "gh í q ŭ h j"),
}
_KMU = _ENGLISH | _table("гґєиіїйюяʼ", "h g ie y i i i iu ia _")
_KMU_FIRST = _table("єїйюя", "ye yi y yu ya")
_KAZAKH = "абвгдежзийклмнопрстуфхцчшщыэюяьъёәғқңөұүһі"
_KAZAKH_LATIN = {
    "kk-2021": _table(
        _KAZAKH,
        "a b v g d e j z i i k l m n o p r s t u f h ts ch ş ş y e iu ia _ _ io ä ğ q ñ ö ū ü h ı",
    ),
    "kk-qazaqparat": _table(
        _KAZAKH,
        "a b v g d e j z ï y k l m n o p r s t w f x c ç ş şç ı e yu ya _ _ yo ä ğ q ñ ö u ü h i",
    ),
}
_PRESS = {
    "press-pl": _table(
        "абвгдзийклмнопрстуфхцчшщжыэъьʼіїґе",
        "a b w g d z i j k ł m n o p r s t u f ch c cz sz szcz ż y e _ _ _ i ji g e",
    ),
    "press-fr": _BASE
    | _table("ужхцчшщъьюяʼіїґєеёй", "ou j kh ts tch ch chtch _ _ iou ia _ i ï g ie e io i"),
    "press-es": _BASE
    | _table("жхцчшщъьюяʼіїґєеёй", "zh j ts ch sh shch _ _ yu ya _ i yi g ye e io i"),
}
_LETTER_BY_LETTER = str.maketrans("әғқңөұүһіїєґʼӣӯҳҷў", "агкноуухииегъиухжу")


def russified(word: str) -> str:
    """A Cyrillic word in Russian letters, letter by letter."""
    return word.translate(_LETTER_BY_LETTER)


def bare(word: str) -> str:
    """Without diacritics and signs."""
    parts = unicodedata.normalize("NFD", word.replace("ł", "l").replace("ı", "i"))
    return "".join(c for c in parts if not unicodedata.combining(c) and c not in _SIGNS)


def _neighbours(word: str) -> Iterator[tuple[int, str, str, str]]:
    padded = f" {word} "
    for at, letter in enumerate(word):
        yield at, letter, padded[at], padded[at + 2]


def spelled(word: str, scheme: str, language: str) -> str:
    """A lower-case Cyrillic word by a scheme: icao, bgn, gost, alalc, iso9, fr, de, kmu, kk-2021,
    kk-qazaqparat, press-pl, press-de, press-fr or press-es."""
    if scheme == "kmu":
        return _kmu(word)
    if scheme in _KAZAKH_LATIN:
        return "".join(_KAZAKH_LATIN[scheme][letter] for letter in word)
    scheme = "de" if scheme == "press-de" else scheme
    if language not in {"ru", "uk"} and scheme != "iso9" and (language, scheme) not in _FURTHER:
        word, language = russified(word), "ru"
    if scheme in _PRESS:
        return _printed(word, scheme, ukrainian=language == "uk")
    letters = _TABLES[scheme] | _FURTHER.get((language, scheme), {})
    if language == "uk":
        letters |= _UKRAINIAN[scheme]
    found = [
        _in_context(scheme, language == "uk", letter, before, after, letters.get(letter, letter))
        for _, letter, before, after in _neighbours(word)
    ]
    latin = "".join(found)
    if scheme in {"fr", "de"} and "кс" in word:
        latin = latin.replace("ks", "x")
    if scheme == "fr" and len(word) > 3:
        latin = re.sub("in$", "ine", latin)
    return latin


def _kmu(word: str) -> str:
    found = [_KMU.get(letter, letter) for letter in word]
    found[0] = _KMU_FIRST.get(word[0], found[0])
    return "".join(found).replace("zh", "zgh") if "зг" in word else "".join(found)


def _in_context(scheme: str, ukrainian: bool, letter: str, before: str, after: str,
                usual: str) -> str:  # fmt: skip
    glides = before in VOWELS or before in " йъь"
    if scheme == "bgn" and letter in "её" and glides and not ukrainian:
        return "y" + usual
    if scheme == "gost" and letter == "ц":
        return "c" if after in "еиыійєюяї" else "cz"
    if scheme == "fr":
        return _french(ukrainian, letter, before, after, usual)
    if scheme == "de":
        return _german(ukrainian, letter, before, after, usual)
    return usual


def _french(ukrainian: bool, letter: str, before: str, after: str, usual: str) -> str:
    if letter == "е" and before in "ьъ":
        return "ie"
    if letter == "г" and after in "еиы" and not ukrainian:
        return "gu"
    if letter == "с" and before in VOWELS and after in VOWELS:
        return "ss"
    return usual


def _german(ukrainian: bool, letter: str, before: str, after: str, usual: str) -> str:
    if letter == "е" and (before in VOWELS or before in " ьъй") and not ukrainian:
        return "je"
    if letter == "ё" and before in _SIBILANTS:
        return "o"
    if letter == "й" and not ukrainian:
        return "j" if after in VOWELS else "" if before == "и" and after == " " else "i"
    if letter == "с" and before in VOWELS and after in VOWELS:
        return "ss"
    return "j" if letter == "ь" and after in "иоії" else usual


def _printed(word: str, way: str, *, ukrainian: bool) -> str:
    letters = _PRESS[way] | (_table("ги", "h y") if ukrainian else {})
    found: list[str] = []
    for at, letter, before, after in _neighbours(word):
        usual = letters.get(letter, letter)
        if letter == "й" and before in "иы" and after == " " and not (ukrainian and before == " "):
            usual = ""
        elif way == "press-pl":
            usual = _polish(ukrainian, letter, before, after, usual)
            if letter == "ь" and before in "нсзц" and after not in "еёюяиєії":
                found[-1] = _table("нсзц", "ń ś ź ć")[before]
        elif letter == "ё" and before in _SIBILANTS:
            usual = "o"
        elif way == "press-fr":
            usual = _french_press(ukrainian, letter, before, after, usual)
        elif letter in "её" and (before in VOWELS or before in " ьъʼй") and not ukrainian:
            usual = "ye" if letter == "е" else "yo"
        elif letter == "г" and after in "еиэ" and not ukrainian:
            usual = "gu"
        elif letter == "я" and before in "иі":
            usual = "a"
        found.append(usual if at < len(word) else "")
    latin = "".join(found)
    return re.sub("in$", "ine", latin) if way == "press-fr" and len(word) > 3 else latin


def _polish(ukrainian: bool, letter: str, before: str, after: str, usual: str) -> str:
    if letter == "л":
        return "l" if after in ("ьіюяєї" if ukrainian else "еёиьюяієї") else usual
    if letter in "еєёюя" and not (ukrainian and letter == "е"):
        vowel = _table("еєёюя", "e e o u a")[letter]
        if before in "лжчшщц":
            return vowel
        return ("j" if before in VOWELS or before in " ьъʼй" else "i") + vowel
    return usual


def _french_press(ukrainian: bool, letter: str, before: str, after: str, usual: str) -> str:
    if letter == "е" and not ukrainian:
        return "ie" if before in "ьъ" else "ïe" if before in VOWELS else "e"
    if letter == "й":
        return "ï" if before in VOWELS else "i"
    if letter in "юя" and before in "иі":
        return "ou" if letter == "ю" else "a"
    return _french(ukrainian, letter, before, after, usual)
