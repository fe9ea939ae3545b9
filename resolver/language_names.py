"""English names of the languages whose originals the standards romanize."""

from __future__ import annotations

from collections.abc import Iterable

_NAMES = {
    "ab": "Abkhaz",
    "ady": "Adyghe",
    "av": "Avar",
    "az": "Azerbaijani",
    "ba": "Bashkir",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "bs": "Bosnian",
    "ce": "Chechen",
    "cnr": "Montenegrin",
    "dar": "Dargwa",
    "inh": "Ingush",
    "kbd": "Kabardian",
    "kk": "Kazakh",
    "kum": "Kumyk",
    "ky": "Kyrgyz",
    "lbe": "Lak",
    "lez": "Lezgian",
    "mk": "Macedonian",
    "mn": "Mongolian",
    "mo": "Moldovan",
    "os": "Ossetian",
    "ru": "Russian",
    "rue": "Rusyn",
    "sr": "Serbian",
    "tg": "Tajik",
    "tk": "Turkmen",
    "tt": "Tatar",
    "uk": "Ukrainian",
    "uz": "Uzbek",
}


def language_name(code: str) -> str:
    """`Russian` for `ru`; the code itself where a table of the user's brings another."""
    return _NAMES.get(code, code)


def language_names(codes: Iterable[str], most: int = 4) -> str:
    """`Ukrainian or Rusyn`; of more than `most`, how many others there are."""
    names = [language_name(code) for code in codes]
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} others"]
    return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
