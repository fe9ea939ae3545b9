"""The forms of a given name in the languages that have it, most usual first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from resolver.lexicon import letters_of
from resolver.rules import table
from resolver.script import script_of

_ORDER = ("same", "counterpart", "variant", "western", "diminutive")


class GivenForm(NamedTuple):
    """One form of a group of given names, as the table has it."""

    group: str
    language: str
    form: str
    relation: str
    gender: str


@cache
def _by_group() -> Mapping[str, tuple[GivenForm, ...]]:
    groups: dict[str, list[GivenForm]] = {}
    for row in table("given_names"):
        form = GivenForm(row["group"], row["language"], row["form"], row["relation"], row["gender"])
        groups.setdefault(form.group, []).append(form)
    return {
        group: tuple(sorted(found, key=lambda form: _ORDER.index(form.relation)))
        for group, found in groups.items()
    }


@cache
def _by_word() -> Mapping[str, tuple[GivenForm, ...]]:
    words: dict[str, list[GivenForm]] = {}
    for found in _by_group().values():
        for form in found:
            words.setdefault(letters_of(form.form), []).append(form)
    return {word: tuple(found) for word, found in words.items()}


def forms_of_group(group: str, language: str) -> tuple[GivenForm, ...]:
    """Cyrillic forms of a group in a language; the equivalents before the variants."""
    return tuple(
        form
        for form in _by_group().get(group, ())
        if form.language == language and script_of(form.form) == "cyrillic"
    )


def named(word: str) -> tuple[GivenForm, ...]:
    """The given names spelled exactly like a word in any case and script."""
    return _by_word().get(letters_of(word), ())


def shaped(word: str, like: str) -> str:
    """`word` with the capitals of `like`: none, the first, the first of each part, or all."""
    if len(like) > 1 and like.isupper():
        return word.upper()
    if "-" in like:
        parts = like.split("-")
        return "-".join(
            shaped(part, parts[min(i, len(parts) - 1)]) for i, part in enumerate(word.split("-"))
        )
    return word[:1].upper() + word[1:] if like[:1].isupper() else word
