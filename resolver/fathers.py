"""Patronymics, told by their endings: table `patronymics`, in folded sounds.

They are stripped to the stem of the father's name, and so lead to its group of given names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from resolver.acyclic import mypyc_attr
from resolver.endings import LOW, lengths_by_hint, place_of_end, places_of, places_of_ends
from resolver.folding import fold
from resolver.lexicon import forms_from, forms_of, gender_of_group, groups_of_form, letters_of
from resolver.readings import Reading
from resolver.rules import table
from resolver.values import Quick

_NATIVE: Final = frozenset(("same", "counterpart", "variant"))
_VOWELS: Final = "аеиоу"
_LONGEST_ENDING: Final = 8
_SHORTEST_FORM: Final = 4
_NO_LENGTHS: Final[list[int]] = []
_BARE: Final = frozenset(("ич", "ича", "ичу", "ичем"))
_OF_WOMEN: Final[tuple[str, ...]] = ("вни", "вне", "вну", "внои", "вноиу")
INFLECTED: Final[tuple[str, ...]] = ("ича", "ичу", "ичем", "иче", "ичеви", *_OF_WOMEN)


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


@cache
def _stems_from(sound: str) -> Mapping[str, Mapping[str, str]]:
    """Stem -> the father's groups, `father` or `variant`; foreign names (`gyorgy-hu`) have none."""
    stems: dict[str, dict[str, str]] = {}
    for form, groups in forms_from(sound).items() if sound else ():
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


# Ending -> gender, of those joined to the name and of those apart; and what tells them by the end.
_by_placement: Final[list[dict[str, str]]] = []
_hints: Final[dict[str, list[int]]] = {}
_ends: Final[list[bytes]] = []


def _read_endings() -> None:
    hints = patronymic_hints()
    _hints.update(hints)
    _ends.append(places_of_ends([hint for hint in hints if len(hint) > 1]))
    _by_placement.extend(_patronymic_endings())  # last, as another thread may look


# Stem -> the father's groups, by the code point of its first sound.
_stems_by_sound: Final[list[Mapping[str, Mapping[str, str]] | None]] = [None] * 0x530


def _fathers_of(stem: str) -> Mapping[str, str] | None:
    code = ord(stem[0]) if stem else len(_stems_by_sound)
    if code >= len(_stems_by_sound):
        return None
    known = _stems_by_sound[code]
    if known is None:
        known = _stems_by_sound[code] = _stems_from(stem[0])
    return known.get(stem)


def patronymic(forms: dict[str, Reading], *, apart: bool = False) -> Patronymic | None:
    """Read a token as a patronymic; `apart` when its ending was a word of its own (`oğlu`).

    The bare ending -ич counts only with the stem of a known father (Ильич, Никитич), since many
    surnames end so; so do the cases of women's, as in Верховный.
    """
    if not _by_placement:
        _read_endings()
    endings, ends = _by_placement[1 if apart else 0], _ends[0]
    stems: list[str] = []
    fathers: list[str] = []
    variants: list[str] = []
    gender = ""
    for form in forms:
        size = len(form)
        if size < _SHORTEST_FORM or not ends[place_of_end(form)]:
            continue
        for length in _hints.get(form[size - 2 :], _NO_LENGTHS):
            if not 1 < length <= min(_LONGEST_ENDING, size - 2):
                continue
            ending = form[size - length :]
            marked = endings.get(ending)
            if marked is None:
                continue
            stem = form[: size - length].rstrip("и")
            groups = _fathers_of(stem)
            if groups is None and (ending in _BARE or ending.endswith(_OF_WOMEN)):
                continue
            gender = gender or marked
            if stem not in stems:
                stems.append(stem)
                for group, kind in groups.items() if groups is not None else ():
                    (fathers if kind == "father" else variants).append(group)
            break
    if not stems:
        return None
    return Patronymic(frozenset(stems), gender, frozenset(fathers), frozenset(variants))
