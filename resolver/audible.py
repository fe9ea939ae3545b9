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
from resolver.hearing import PINYIN, Rule, System, letters_for, rule_at, systems

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


def may_be_heard(word: str, forms: Collection[str]) -> bool:
    """Whether a Latin word may be heard as one of some folded forms. True of all that it is
    heard as, and of few others."""
    if not word or not word[0].isascii():
        return True
    sounds = _first_sounds(word[0])
    begun = sounds is None or any(form[0] in sounds for form in forms)
    if not begun and word not in _rests():
        return False
    begins: dict[str, bool] = {"": True}
    letters, pinyin = letters_for(word), letters_for(word, PINYIN)
    framed, alphabet = f"^{letters}$", frozenset(letters)
    for name, system in systems().items():
        if name == PINYIN and pinyin != letters:
            if frozenset(pinyin) <= system.letters and _may_write(
                f"^{pinyin}$", system, forms, begins
            ):
                return True
        elif alphabet <= system.letters and _may_write(framed, system, forms, begins):
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
