"""What tables know about whole words: given names, name words.

Given names are grouped: forms of one group are the same name in another language, a
variant, or a diminutive, and each pair of relations gives the relation between two forms.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from resolver.readings import first_sounds, readings
from resolver.rules import table
from resolver.script import script_of

STRENGTH: Final = ("same", "counterpart", "variant", "western", "diminutive")

# Marks the group of a woman's name made from a man's by adding -а.
FEMININE: Final = "feminine"
_OF_A_MAN: Final = "+feminine"
_NO_GROUPS: Final[dict[str, str]] = {}


def weaker(a: str, b: str) -> str:
    """The relation between two forms of a group, from each one's relation to it."""
    if a == b and a in {"same", "diminutive"}:
        # Вера and Вика may both be Вероника: two diminutives of one name are two names.
        return "same" if a == "same" else "far"
    return max(a, b, "counterpart", key=STRENGTH.index)


def letters_of(word: str) -> str:
    """Lower-case letters of a word alone; the Greek s at the end is the one inside of words,
    which compiled code makes of a capital anywhere."""
    lower = word.lower().replace("ς", "σ")
    return lower if lower.isalpha() else "".join(filter(str.isalpha, lower))


def forms_of(word: str) -> tuple[str, ...]:
    """The readings of a word by one convention throughout."""
    letters = letters_of(word)
    found = readings(letters, "cyrillic" if script_of(letters) == "cyrillic" else "latin")
    return tuple(form for form, reading in found.items() if not reading.switches)


@cache
def _rows_by_letter() -> Mapping[str, tuple[dict[str, str], ...]]:
    """The rows of `given_names` by the first letter of the form; a look-up reads few."""
    rows: dict[str, list[dict[str, str]]] = {}
    for row in table("given_names"):
        rows.setdefault(letters_of(row["form"])[:1], []).append(row)
    return {letter: tuple(found) for letter, found in rows.items()}


# Group -> its gender, where it has one.
_genders: Final[dict[str, str]] = {}


def _read_genders() -> None:
    genders: dict[str, set[str]] = {}
    for row in table("given_names"):
        if row["relation"] != "diminutive":
            genders.setdefault(row["group"], set()).add(row["gender"])
    known = {group: min(found) for group, found in genders.items() if len(found) == 1}
    _genders.update(known)  # at once, as another thread may look


def _add(index: dict[str, dict[str, str]], key: str, group: str, relation: str) -> None:
    known = index.setdefault(key, {})
    if group not in known or STRENGTH.index(relation) < STRENGTH.index(known[group]):
        known[group] = relation


def _words_from(letter: str) -> dict[str, dict[str, str]]:
    """Exact spelling -> groups, for the spellings that begin with a letter."""
    words: dict[str, dict[str, str]] = {}
    for row in _rows_by_letter().get(letter, ()):
        _add(words, letters_of(row["form"]), row["group"], row["relation"])
    return words


def _forms_from(sound: str) -> dict[str, dict[str, str]]:
    """Folded form -> groups, for the forms that begin with a sound.

    A Latin spelling adds its readings only where no Cyrillic form claims them: `Joan` must
    not become Иоанн because one convention reads j as й.
    """
    claimed: dict[str, dict[str, str]] = {}
    others: dict[str, dict[str, str]] = {}
    for letter, rows in _rows_by_letter().items():
        if sound not in first_sounds(letter):
            continue
        index = claimed if script_of(letter) == "cyrillic" else others
        for row in rows:
            for form in forms_of(row["form"]):
                if form.startswith(sound):
                    _add(index, form, row["group"], row["relation"])
    return {**others, **claimed}


# What was read of the table: forms by the code point of their first sound, words by that of their
# first letter, and by the letter where it is further on.
_forms_by_sound: Final[list[dict[str, dict[str, str]] | None]] = [None] * 0x530
_words_by_code: Final[list[dict[str, dict[str, str]] | None]] = [None] * 0x530
_words_by_letter: Final[dict[str, dict[str, dict[str, str]]]] = {}


def forms_from(sound: str) -> dict[str, dict[str, str]]:
    """The forms that begin with a sound; there are none but Cyrillic ones."""
    code = ord(sound)
    if code >= len(_forms_by_sound):
        return {}
    known = _forms_by_sound[code]
    if known is None:
        known = _forms_by_sound[code] = _forms_from(sound)
    return known


def groups_of_form(form: str) -> dict[str, str]:
    """Groups of given names that have a folded form, with the relation to each."""
    if not form:
        return _NO_GROUPS
    code = ord(form[0])
    known = _forms_by_sound[code] if code < len(_forms_by_sound) else None
    if known is None:
        known = forms_from(form[0])
    found = known.get(form)
    return _NO_GROUPS if found is None else found


def groups_of_word(letters: str) -> dict[str, str]:
    """Groups of given names that have exactly this spelling."""
    if not letters:
        return _NO_GROUPS
    code = ord(letters[0])
    if code < len(_words_by_code):
        known = _words_by_code[code]
        if known is None:
            known = _words_by_code[code] = _words_from(letters[0])
    else:
        known = _words_by_letter.get(letters[0])
    if known is None:
        if letters[0] not in _rows_by_letter():
            return _NO_GROUPS
        known = _words_by_letter[letters[0]] = _words_from(letters[0])
    found = known.get(letters)
    return _NO_GROUPS if found is None else found


def gender_of_group(group: str) -> str:
    """`m`, `f`, or `u` for a group of both genders or unknown."""
    if group.endswith(_OF_A_MAN):
        return "f"
    if not _genders:
        _read_genders()
    return _genders.get(group, "u")


@cache
def name_words() -> dict[str, str]:
    """Lower-case word or phrase -> role: `title`, `generation`, `particle`, or `stop` for
    what stands before another name of the same person (see `resolver.words`)."""
    return {row["word"].lower(): row["role"] for row in table("name_words")}
