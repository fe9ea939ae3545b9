"""What tables know about whole words: given names, patronymic endings, name words.

Given names are grouped: forms of one group are the same name in another language, a
variant, or a diminutive, and each pair of relations gives the relation between two forms.
Patronymics are stripped to the stem of the father's name, and so lead to its group.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from resolver.acyclic import mypyc_attr
from resolver.endings import LOW, places_of
from resolver.folding import fold
from resolver.readings import Reading, first_sounds, readings
from resolver.rules import table
from resolver.script import script_of
from resolver.values import Quick

STRENGTH: Final = ("same", "counterpart", "variant", "western", "diminutive")
_NATIVE: Final = frozenset(("same", "counterpart", "variant"))
_VOWELS: Final = "аеиоу"
_LONGEST_ENDING: Final = 8
_BARE: Final = frozenset(("ич", "ича", "ичу", "ичем"))
_OF_WOMEN: Final[tuple[str, ...]] = ("вни", "вне", "вну", "внои", "вноиу")
INFLECTED: Final[tuple[str, ...]] = ("ича", "ичу", "ичем", "иче", "ичеви", *_OF_WOMEN)

# Marks the group of a woman's name made from a man's by adding -а.
FEMININE: Final = "feminine"
_OF_A_MAN: Final = "+feminine"
_NO_GROUPS: Final[dict[str, str]] = {}


@mypyc_attr(acyclic=True)
@dataclass(init=False, slots=True, unsafe_hash=True)
class Patronymic(Quick):
    """A token read as a patronymic: stems of the father's name, gender, the father's groups,
    and the groups of which the father's name is only a variant."""

    stems: Final[frozenset[str]]
    gender: Final[str]
    fathers: Final[frozenset[str]]
    variants: Final[frozenset[str]]

    def __init__(
        self,
        stems: frozenset[str],
        gender: str,
        fathers: frozenset[str],
        variants: frozenset[str],
    ) -> None:
        self.stems = stems
        self.gender = gender
        self.fathers = fathers
        self.variants = variants


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


def _known_forms(sound: str) -> dict[str, dict[str, str]]:
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
        known = _known_forms(form[0])
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
def _stems_from(sound: str) -> Mapping[str, Mapping[str, str]]:
    """Stem -> the father's groups, `father` or `variant`; foreign names (`gyorgy-hu`) have none."""
    stems: dict[str, dict[str, str]] = {}
    for form, groups in _known_forms(sound).items() if sound else ():
        fathers = {
            group: "variant" if relation == "variant" else "father"
            for group, relation in groups.items()
            if relation in _NATIVE and "-" not in group and gender_of_group(group) != "f"
        }
        if fathers:
            for stem in {form, form[:-1]} if form[-1] in _VOWELS else {form}:
                known = stems.setdefault(stem, {})
                # "father" comes before "variant"
                known |= {name: min(kind, known.get(name, kind)) for name, kind in fathers.items()}
    for row in table("irregular_patronymics"):
        for stem in forms_of(row["stem"]):
            if stem.startswith(sound):
                fathers = dict.fromkeys(_groups_of_father(row["father"]), "father")
                stems.setdefault(stem, {}).update(fathers)
    return stems


def _groups_of_father(father: str) -> set[str]:
    return {
        group
        for form in forms_of(father)
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
        for form in forms_of(row["ending"]):
            if len(form) < len(sounded):
                continue  # ў read as Uzbek о would make -она of Belarusian -оўна
            if row["placement"] in {"joined", "both"}:
                joined[form] = row["gender"]
            if row["placement"] in {"apart", "both"}:
                apart[form] = row["gender"]
    return joined, apart


_apart: Final[dict[str, str]] = {}
_apart_by_first: Final[list[bytes]] = []


def patronymic_suffix(forms: dict[str, Reading]) -> str | None:
    """The gender that a separate word (`улы`, `qizi`, `oğlu`) marks, if it is one."""
    if not _apart:
        _apart_by_first.append(places_of([form[0] for form in _patronymic_endings()[1]]))
        _apart.update(_patronymic_endings()[1])
    firsts = _apart_by_first[0]
    for form in forms:
        if firsts[ord(form[0]) & LOW] and form in _apart:
            return _apart[form]
    return None


@cache
def patronymic_hints() -> dict[str, list[int]]:
    """What `lengths_by_hint` makes of the endings of patronymics: most words end otherwise."""
    return lengths_by_hint(ending for endings in _patronymic_endings() for ending in endings)


def lengths_by_hint(endings: Iterable[str]) -> dict[str, list[int]]:
    """The last two sounds of endings -> the lengths of those endings, longest first."""
    hints: dict[str, set[int]] = {}
    for ending in endings:
        hints.setdefault(ending[-2:], set()).add(len(ending))
    return {hint: sorted(lengths, reverse=True) for hint, lengths in hints.items()}


def _stem(form: str, ending: str) -> str:
    return form[: -len(ending)].rstrip("и")


def patronymic(forms: dict[str, Reading], *, apart: bool = False) -> Patronymic | None:
    """Read a token as a patronymic; `apart` when its ending was a word of its own (`oğlu`).

    The bare ending -ич counts only with the stem of a known father (Ильич, Никитич), since many
    surnames end so; so do the cases of women's, as in Верховный.
    """
    joined, separate = _patronymic_endings()
    endings, hints = separate if apart else joined, patronymic_hints()
    stems: set[str] = set()
    gender = ""
    for form in forms:
        lengths = hints.get(form[-2:])
        if lengths is None:
            continue
        for length in lengths:
            if not 1 < length <= min(_LONGEST_ENDING, len(form) - 2):
                continue
            ending = form[-length:]
            marked = endings.get(ending)
            if marked is None:
                continue
            stem = _stem(form, ending)
            unsure = ending in _BARE or ending.endswith(_OF_WOMEN)
            if unsure and stem not in _stems_from(stem[:1]):
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


@cache
def name_words() -> dict[str, str]:
    """Lower-case word or phrase -> role: `title`, `generation`, `particle`, or `stop` for
    what stands before another name of the same person (see `resolver.words`)."""
    return {row["word"].lower(): row["role"] for row in table("name_words")}
