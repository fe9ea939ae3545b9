"""Whether a Latin word may be heard as one of some Cyrillic forms, before it is heard.

To hear a word is to write it by ten systems, in all the ways that each allows. Most words that
are compared sound otherwise from their first letters on, in every system: that is seen without
writing them to the end.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Final

from resolver.folding import JOINED, SIBILANTS, fold
from resolver.hearing import MAX_LETTERS, PINYIN, Rule, System, letters_for, rule_at, systems
from resolver.seen import ANY, place_of

_CLASSES: Final = frozenset("VCK")
# Of what these stand beside it depends what they are folded to; what ends before or with
# another sound stays, whatever follows.
_UNSTABLE: Final = "".join(sorted({*"".join(JOINED), *"".join(JOINED.values()), *SIBILANTS, "о"}))
_MOST_BEGUN: Final = 64

# What the first sounds of a form may be folded to.
_FOLDED_TO: Final = {"и": "е", "т": "цчд", "с": "щ", "ш": "щ"}


@cache
def _first_sounds(letter: str) -> frozenset[str] | None:
    """The sounds that what is heard may begin with, of words that begin with a letter and are
    more than one group of letters; None where the letter may be mute."""
    first = {
        sounds[:1]
        for system in systems().values()
        for group, rules in system.rules.items()
        if group[0] == letter
        for rule in rules
        if (not rule.left or "^" in rule.left) and not _ends_a_word(rule)
        for sounds in rule.sounds
    }
    if "" in first:
        return None
    return frozenset(first.union(*(_FOLDED_TO.get(sound, "") for sound in first)))


@cache
def _by_the_end(letter: str) -> list[tuple[frozenset[str] | None, list[tuple[str, System]]]]:
    """The systems, by the sounds that what they hear may end with, of words that end with a
    letter; None where it may be mute."""
    found: dict[frozenset[str] | None, list[tuple[str, System]]] = {}
    for name, system in systems().items():
        sounds = {
            each[-1:]
            for group, rules in system.rules.items()
            if group[-1] == letter
            for rule in rules
            if not rule.right or any(mask[0] == "$" for mask in rule.right)
            for each in rule.sounds
        }
        last = None if "" in sounds else _with_what_they_fold_to(sounds)
        found.setdefault(last, []).append((name, system))
    return list(found.items())


def _with_what_they_fold_to(sounds: set[str]) -> frozenset[str]:
    before = 0
    while len(sounds) > before:
        before = len(sounds)
        sounds |= {sound for pair, sound in JOINED.items() if pair[1] in sounds}
    return frozenset(sounds | {"е"} if "о" in sounds else sounds)


def _ends_a_word(rule: Rule) -> bool:
    """Whether nothing but known letters stands between a group and the end of the word."""
    return bool(rule.right) and all(
        mask[-1] == "$" and not set(mask) & _CLASSES for mask in rule.right
    )


@cache
def _rests() -> frozenset[str]:
    """The words that a group of letters at the end of a word may be by itself."""
    return frozenset(
        group + mask[:-1]
        for system in systems().values()
        for group, rules in system.rules.items()
        for rule in rules
        if _ends_a_word(rule)
        for mask in rule.right
    )


def _may_begin(letter: str, forms: Collection[str]) -> bool:
    sounds = _first_sounds(letter)
    return sounds is None or not sounds.isdisjoint([form[0] for form in forms])


def sounds_at_edges(word: str) -> tuple[int, int]:
    """The sounds that a Latin word may begin with, and those that it may end with, where it is
    heard, as bit sets."""
    if not word or not word[0].isascii():
        return ANY, ANY
    first = None if word in _rests() else _first_sounds(word[0])
    begins = ANY if first is None else _places(first)
    if not _is_whole(word):
        return begins, ANY
    ends = 0
    letters, pinyin = letters_for(word), letters_for(word, PINYIN)
    for sounds, some in _by_the_end(word[-1]):
        if any(_can_read(name, system, letters, pinyin) for name, system in some):
            ends |= ANY if sounds is None else _places(sounds)
    return begins, ends


def _places(sounds: Collection[str]) -> int:
    found = 0
    for sound in sounds:
        found |= place_of(sound)
    return found


def _is_whole(word: str) -> bool:
    """Whether nothing is cut off a word, so that what it ends with is known."""
    return len(word) <= MAX_LETTERS and word[-1].isascii()


def _can_read(name: str, system: System, letters: str, pinyin: str) -> bool:
    """Whether a system has all the letters that it reads of a word."""
    return frozenset(pinyin if name == PINYIN else letters) <= system.letters


def may_be_heard(word: str, forms: Collection[str]) -> bool:
    """Whether a Latin word may be heard as one of some folded forms. True of all that it is
    heard as, and of few others."""
    if not word or not word[0].isascii():
        return True
    if not _may_begin(word[0], forms) and word not in _rests():
        return False
    begins: dict[str, bool] = {"": True}
    letters, pinyin = letters_for(word), letters_for(word, PINYIN)
    alphabet = frozenset(letters)
    last = {form[-1] for form in forms}
    whole = _is_whole(word)
    for sounds, some in _by_the_end(word[-1] if whole else ""):
        if whole and sounds is not None and sounds.isdisjoint(last):
            continue
        for name, system in some:
            toned = name == PINYIN and pinyin != letters
            if (frozenset(pinyin) if toned else alphabet) <= system.letters and _may_write(
                f"^{pinyin if toned else letters}$", system, forms, begins
            ):
                return True
    return False


def _may_write(
    framed: str, system: System, forms: Collection[str], begins: dict[str, bool]
) -> bool:
    """Whether a system may write a word, framed by `^` and `$`, as one of the forms; `begins`
    remembers of beginnings whether a form has them."""
    at, last = 1, len(framed) - 2
    begun = [""]
    while at <= last:
        rule = rule_at(framed, at, system)
        if rule is None:
            return False
        at += len(rule.grapheme)
        going_on: list[str] = []
        for some in begun:
            for sounds in rule.sounds:
                longer = some + sounds
                known = begins.get(longer)
                if known is None:
                    known = begins[longer] = _is_begun(longer.rstrip(_UNSTABLE), forms, begins)
                if known and longer not in going_on:
                    going_on.append(longer)
        if not going_on:
            return False
        if len(going_on) > _MOST_BEGUN:
            return True
        begun = going_on
    return any(fold(some) in forms for some in begun)


def _is_begun(stable: str, forms: Collection[str], begins: dict[str, bool]) -> bool:
    known = begins.get(stable)
    if known is not None:
        return known
    folded = fold(stable)
    for form in forms:
        if form.startswith(folded):
            begins[stable] = True
            return True
    begins[stable] = False
    return False
