"""What encoding a file looks like, once it has turned out not to be UTF-8.

We read UTF-8 and nothing else: guessing an encoding and carrying on turns names into
other names without anybody noticing. The guess made here only goes into the error
message, so that the clerk can convert the file with one command.

The guess rests on three things a name list shows in the right encoding and hardly ever
in a wrong one: frequent letters are frequent, no word mixes Cyrillic with ASCII letters,
and no capital follows a small letter (KOI8-R and CP1251 hold the two cases the other
way round, so one read as the other gives "нПЧМБЕЧ").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Guess:
    """`label` is for people; `iconv` is the name iconv knows, None where it cannot help."""

    label: str
    iconv: str | None


# Russian letters by falling frequency, then those of Ukrainian, Belarusian and Serbian.
# Source of the order: letter counts of the Russian National Corpus.
_CYRILLIC = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё" + "іїєґўјљњћђџ"
_CYRILLIC_WEIGHT = {
    letter: 1.0 - 0.75 * rank / len(_CYRILLIC) for rank, letter in enumerate(_CYRILLIC)
}
_CYRILLIC_ENCODINGS = {
    "cp1251": Guess("CP1251 (Windows Cyrillic)", "CP1251"),
    "koi8_r": Guess("KOI8-R", "KOI8-R"),
    "koi8_u": Guess("KOI8-U", "KOI8-U"),
    "cp866": Guess("CP866 (DOS Cyrillic)", "CP866"),
    "iso8859_5": Guess("ISO 8859-5 (Cyrillic)", "ISO-8859-5"),
    "mac_cyrillic": Guess("Mac Cyrillic", "MAC-CYRILLIC"),
}
_WESTERN = "éèêëàâäáåçïîíìñöôóòøüûùúßæœÿ"
_CENTRAL = "ąćęłńóśźżčšžřěůőűĺľďťňýđáíéúöüä"
_LATIN_ENCODINGS = {
    "cp1252": (Guess("CP1252 (Windows, Western European)", "CP1252"), _WESTERN),
    "cp1250": (Guess("CP1250 (Windows, Central European)", "CP1250"), _CENTRAL),
    "iso8859_2": (Guess("ISO 8859-2 (Central European)", "ISO-8859-2"), _CENTRAL),
    "cp1254": (Guess("CP1254 (Windows, Turkish)", "CP1254"), "şığİçöüâî"),
}
_TYPOGRAPHY = frozenset("«»“”„‘’‚–—…№§°\u00a0")
_WORD = re.compile(r"[^\W\d_]+")
_SIGNATURES = (
    (b"PK\x03\x04", Guess("a spreadsheet workbook or zip archive; save it as CSV in UTF-8", None)),
    (b"\x1f\x8b", Guess("a gzip archive; unpack it first", None)),
    (b"SQLite format 3\0", Guess("a SQLite database", None)),
    (b"\xff\xfe\0\0", Guess("UTF-32", "UTF-32")),
    (b"\0\0\xfe\xff", Guess("UTF-32", "UTF-32")),
    (b"\xff\xfe", Guess("UTF-16", "UTF-16")),
    (b"\xfe\xff", Guess("UTF-16", "UTF-16")),
)


def guess_encoding(data: bytes) -> Guess | None:
    """The likeliest encoding of `data`, a part of a file that is not UTF-8.

    `data` should begin where the file does if possible, since signatures stand there.
    None when no encoding we know makes sense of it.

    >>> guess_encoding("Мовлаев".encode("koi8-r")).label
    'KOI8-R'
    """
    for signature, guess in _SIGNATURES:
        if data.startswith(signature):
            return guess
    if utf16 := guess_utf16(data):
        return utf16
    scored = [(_cyrillic_fit(data, name), guess) for name, guess in _CYRILLIC_ENCODINGS.items()]
    scored += [
        (_latin_fit(data, name, letters), guess)
        for name, (guess, letters) in _LATIN_ENCODINGS.items()
    ]
    fit, best = max(scored, key=lambda pair: pair[0])
    return best if fit > 0 else None


def guess_utf16(data: bytes) -> Guess | None:
    """UTF-16 without a byte order mark: every other byte names the Latin or Cyrillic block."""
    for name, high_bytes in (("UTF-16LE", data[1::2]), ("UTF-16BE", data[::2])):
        if high_bytes.count(0x00) + high_bytes.count(0x04) > 0.8 * max(1, len(high_bytes)):
            return Guess(f"{name} without a byte order mark", name)
    return None


def _cyrillic_fit(data: bytes, encoding: str) -> float:
    """Mean credit of the non-ASCII characters, -1 to 1, were `data` Cyrillic text."""
    text = data.decode(encoding, "replace")
    credit = _credit_of_signs(text)
    for word in _WORD.findall(text):
        high = sum(not letter.isascii() for letter in word)
        if high < len(word):
            credit -= high
            continue
        credit += sum(_CYRILLIC_WEIGHT.get(letter, -1.0) for letter in word.lower())
        credit -= 2 * sum(before.islower() and after.isupper() for before, after in pairwise(word))
    return credit / max(1, _count_high(text))


def _latin_fit(data: bytes, encoding: str, letters: str) -> float:
    """Mean credit of the non-ASCII characters, -1 to 1, were `data` Latin text."""
    text = data.decode(encoding, "replace")
    credit = _credit_of_signs(text)
    for word in _WORD.findall(text):
        high = [letter for letter in word if not letter.isascii()]
        if len(high) > 2 and len(high) * 4 > len(word) * 3:
            credit -= len(high)
            continue
        credit += sum(0.6 if letter.lower() in letters else -1.0 for letter in high)
    return credit / max(1, _count_high(text))


def _credit_of_signs(text: str) -> float:
    """Signs a text may hold count for nothing; any other non-letter speaks against."""
    return -sum(not (sign.isascii() or sign.isalpha() or sign in _TYPOGRAPHY) for sign in text)


def _count_high(text: str) -> int:
    return sum(not sign.isascii() for sign in text)
