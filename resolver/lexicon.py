"""What tables know about whole words: given names, patronymic endings, name words.

Given names are grouped: forms of one group are the same name in another language, a
variant, or a diminutive, and each pair of relations gives the relation between two forms.
Patronymics are stripped to the father's stem, which leads back to the father's group:
Николаевич, Миколайович and Mikalaevich have one father.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from resolver.folding import fold
from resolver.graphemes import conventions
from resolver.readings import Reading, first_sounds, readings
from resolver.rules import table
from resolver.script import script_of
from resolver.values import Value

_STRENGTH: Final = ("same", "counterpart", "variant", "western", "diminutive")
_VOWELS: Final = "аеиоу"
_LONGEST_ENDING: Final = 8

# Marks the group of a woman's name made from a man's by adding -а.
FEMININE: Final = "feminine"
_NO_GROUPS: Final[dict[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Patronymic(Value):
    """A token read as a patronymic: stems of the father's name, gender, the father's groups,
    and the groups of which the father's name is only a variant."""

    stems: frozenset[str]
    gender: str
    fathers: frozenset[str]
    variants: frozenset[str]


def weaker(a: str, b: str) -> str:
    """The relation between two forms of a group, from each one's relation to it."""
    if a == b and a in {"same", "diminutive"}:
        # Вера and Вика may both be Вероника: two diminutives of one name are two names.
        return "same" if a == "same" else "far"
    return max(a, b, "counterpart", key=_STRENGTH.index)


def letters_of(word: str) -> str:
    """Lower-case letters of a word alone."""
    lower = word.lower()
    return lower if lower.isalpha() else "".join(filter(str.isalpha, lower))


def _forms(word: str) -> tuple[str, ...]:
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


@cache
def _genders() -> Mapping[str, str]:
    """Group -> its gender, where it has one."""
    genders: dict[str, set[str]] = {}
    for row in table("given_names"):
        if row["relation"] != "diminutive":
            genders.setdefault(row["group"], set()).add(row["gender"])
    return {group: min(found) for group, found in genders.items() if len(found) == 1}


def _add(index: dict[str, dict[str, str]], key: str, group: str, relation: str) -> None:
    known = index.setdefault(key, {})
    if group not in known or _STRENGTH.index(relation) < _STRENGTH.index(known[group]):
        known[group] = relation


@cache
def _words_from(letter: str) -> dict[str, dict[str, str]]:
    """Exact spelling -> groups, for the spellings that begin with a letter."""
    words: dict[str, dict[str, str]] = {}
    for row in _rows_by_letter().get(letter, ()):
        _add(words, letters_of(row["form"]), row["group"], row["relation"])
    return words


@cache
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
            for form in _forms(row["form"]):
                if form.startswith(sound):
                    _add(index, form, row["group"], row["relation"])
    return {**others, **claimed}


def groups_of_form(form: str) -> dict[str, str]:
    """Groups of given names that have a folded form, with the relation to each."""
    return _forms_from(form[:1]).get(form, _NO_GROUPS)


def groups_of_word(letters: str) -> dict[str, str]:
    """Groups of given names that have exactly this spelling."""
    return _words_from(letters[:1]).get(letters, _NO_GROUPS)


def gender_of_group(group: str) -> str:
    """`m`, `f`, or `u` for a group of both genders or unknown."""
    if group.endswith(f"+{FEMININE}"):
        return "f"
    return _genders().get(group, "u")


@cache
def _stems_from(sound: str) -> Mapping[str, Mapping[str, str]]:
    """Stem of a patronymic -> the father's groups, each `father` or `variant`, for stems
    that begin with a sound."""
    stems: dict[str, dict[str, str]] = {}
    for form, groups in _forms_from(sound).items():
        fathers = {
            group: "variant" if relation == "variant" else "father"
            for group, relation in groups.items()
            if relation in {"same", "counterpart", "variant"} and gender_of_group(group) != "f"
        }
        if fathers:
            for stem in {form, form[:-1]} if form[-1] in _VOWELS else {form}:
                stems.setdefault(stem, {}).update(fathers)
    for row in table("irregular_patronymics"):
        for stem in _forms(row["stem"]):
            if stem.startswith(sound):
                fathers = dict.fromkeys(_groups_of_father(row["father"]), "father")
                stems.setdefault(stem, {}).update(fathers)
    return stems


def _groups_of_father(father: str) -> set[str]:
    return {
        group
        for form in _forms(father)
        for group, relation in groups_of_form(form).items()
        if relation in {"same", "counterpart"}
    }


@cache
def _patronymic_endings() -> tuple[dict[str, str], dict[str, str]]:
    """Ending -> gender: of endings joined to the name, and of those that stand apart."""
    joined: dict[str, str] = {}
    apart: dict[str, str] = {}
    for row in table("patronymics"):
        sounded = fold(letters_of(row["ending"]).replace("ь", ""))
        for form in _forms(row["ending"]):
            if len(form) < len(sounded):
                continue  # ў read as Uzbek о would make -она of Belarusian -оўна
            if row["placement"] in {"joined", "both"}:
                joined[form] = row["gender"]
            if row["placement"] in {"apart", "both"}:
                apart[form] = row["gender"]
    return joined, apart


def patronymic_suffix(forms: dict[str, Reading]) -> str | None:
    """The gender that a separate word (`улы`, `qizi`, `oğlu`) marks, if it is one."""
    _, apart = _patronymic_endings()
    for form in forms:
        if form in apart:
            return apart[form]
    return None


@cache
def _ending_hints() -> frozenset[str]:
    """The last two sounds of endings: most words end otherwise."""
    return frozenset(ending[-2:] for endings in _patronymic_endings() for ending in endings)


def _stem(form: str, ending: str) -> str:
    return form[: -len(ending)].rstrip("и")


def _known_stem(stem: str) -> bool:
    return stem in _stems_from(stem[:1])


def patronymic(forms: dict[str, Reading], *, apart: bool = False) -> Patronymic | None:
    """Read a token as a patronymic; `apart` when its ending was a word of its own (`oğlu`).

    The bare endings -ич and -ична count only with the stem of a known father (Ильич,
    Никитич), since many surnames end so.
    """
    hints = _ending_hints()
    likely = [form for form in forms if form[-2:] in hints]
    if not likely:
        return None
    joined, separate = _patronymic_endings()
    endings = separate if apart else joined
    stems: set[str] = set()
    gender = ""
    for form in likely:
        # Longest first; the length of an ending finds it faster than trying each.
        for length in range(min(_LONGEST_ENDING, len(form) - 2), 1, -1):
            ending = form[-length:]
            marked = endings.get(ending)
            if marked is None:
                continue
            stem = _stem(form, ending)
            if len(ending) <= 2 and not _known_stem(stem):
                continue
            stems.add(stem)
            gender = gender or marked
            break
    if not stems:
        return None
    found = [_stems_from(stem[:1]).get(stem, {}) for stem in stems]
    fathers = {group for groups in found for group, kind in groups.items() if kind == "father"}
    variants = {group for groups in found for group, kind in groups.items() if kind == "variant"}
    return Patronymic(frozenset(stems), gender, frozenset(fathers), frozenset(variants))


_ENDING_SOUNDS: Final = 3
# Conventions of spelling by language, where they are not called alike.
_SPELLED_LIKE: Final = {"sk": "cs", "lv": "lt", "tk": "tm", "az": "tr", "el": "gr"}


def _endings(ending: str, language: str) -> tuple[str, ...]:
    """An ending as its own language reads it, each letter: Polish -cka is цка, not ка."""
    convention = _SPELLED_LIKE.get(language, language)
    if script_of(ending) == "cyrillic" or convention not in conventions():
        return _forms(ending)
    own = 1 << conventions().index(convention)
    found = readings(letters_of(ending), "latin")
    return tuple(
        form
        for form, reading in found.items()
        if reading.conventions & own and len(form) >= min(len(ending), _ENDING_SOUNDS)
    )


def _gender_pairs(row: Mapping[str, str]) -> set[tuple[str, str]]:
    language = row["language"]
    masculine = _endings(row["masculine"], language) if letters_of(row["masculine"]) else ("",)
    return {(form, man) for form in _endings(row["feminine"], language) for man in masculine}


@cache
def surname_genders() -> tuple[tuple[str, str], ...]:
    """(feminine, masculine) endings in folded sounds, longest first; those of one letter
    are in `short_surname_genders`."""
    rows = (row for row in table("surname_genders") if len(row["feminine"]) > 1)
    pairs = {pair for row in rows for pair in _gender_pairs(row) if len(pair[0]) > 1}
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


@cache
def feminine_endings() -> tuple[dict[str, tuple[str, ...]], tuple[int, ...]]:
    """Feminine ending -> its masculine endings, and the lengths of feminine endings."""
    endings: dict[str, list[str]] = {}
    for feminine, masculine in surname_genders():
        endings.setdefault(feminine, []).append(masculine)
    lengths = tuple(sorted({len(feminine) for feminine in endings}, reverse=True))
    return {feminine: tuple(found) for feminine, found in endings.items()}, lengths


@cache
def short_surname_genders() -> dict[str, frozenset[tuple[str, str]]]:
    """Written feminine ending of one letter -> (feminine, masculine) in folded sounds."""
    found: dict[str, frozenset[tuple[str, str]]] = {}
    for row in table("surname_genders"):
        letter = row["feminine"]
        if len(letter) == 1:
            pairs = {(form, man) for form, man in _gender_pairs(row) if man}
            found[letter] = found.get(letter, frozenset()) | pairs
    return found


@cache
def name_words() -> dict[str, str]:
    """Lower-case word or phrase -> role: `title`, `generation`, `particle`, or `stop` for
    what stands before another name of the same person (see `resolver.words`)."""
    return {row["word"].lower(): row["role"] for row in table("name_words")}
