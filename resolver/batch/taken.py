"""Two names compared as an archive takes their words.

A word that is too rare beside another is taken for a slip of it, and a pair of names is weighed
by what their words are taken for. Where only that made a pair, its letters alone would say that
they are two: so the reasons are those of the words meant, and say which words were meant by which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from resolver.compare import Judgement, judge
from resolver.names import Name, Part
from resolver.nearness import Code
from resolver.tokens import Token, token
from resolver.word_keys import INITIAL, PARTS, PLACES, key_of_token

Meant = Mapping[str, str | None]
"""What the words of a name are taken for, as keys: s, g, p for surname, given name, patronymic;
None where there is none."""
_LETTERS = "sgp"


def judged_as_taken(a: Name, b: Name, meant_a: Meant, meant_b: Meant) -> tuple[Judgement, str]:
    """The judgement of two names, and what some of their words were taken for, where that alone
    brings them together; else the judgement of what is written, and nothing."""
    found = judge(a, b)
    places = [
        PLACES[Part(item.part)]
        for item in found.items
        if item.part in PARTS and item.relation is not None and item.relation.code is Code.FAR
    ]
    if not places or not (a.unique and b.unique):
        return found, ""
    one, other = _taken(a, places, meant_a), _taken(b, places, meant_b)
    if not one and not other:
        return found, ""
    taken = judge(_with(a, one), _with(b, other))
    if taken.score <= found.score:
        return found, ""
    return taken, "; ".join(_said(places, (a, one), (b, other)))


def _taken(name: Name, places: Sequence[int], meant: Meant) -> dict[int, Token]:
    """By place, the words that those at some places are taken for."""
    found: dict[int, Token] = {}
    for place in places:
        word, key = name.slots.get(PARTS[place]), meant[_LETTERS[place]]
        if word is None or key is None or key.endswith(INITIAL) or key == key_of_token(word):
            continue
        found[place] = token(key.title())
    return found


def _with(name: Name, words: dict[int, Token]) -> Name:
    """A name of one word in each part, with other words at some places."""
    if not words:
        return name
    parts = {PARTS[place]: word for place, word in words.items()}
    tokens = tuple(parts.get(p, word) for p, word in zip(name.parts, name.tokens, strict=True))
    return replace(name, tokens=tokens)


def _said(places: Sequence[int], *names: tuple[Name, dict[int, Token]]) -> list[str]:
    """Which words were taken for slips of which, those of one word together."""
    taken: dict[str, dict[str, None]] = {}
    for place in places:
        for name, words in names:
            meant, written = words.get(place), name.slots.get(PARTS[place])
            if meant and written and meant.forms.keys().isdisjoint(written.forms):
                taken.setdefault(meant.text, {})[written.text] = None
    return [
        f"{' and '.join(written)} {'is' if len(written) == 1 else 'are'} taken for "
        f"{'a slip' if len(written) == 1 else 'slips'} of {meant}"
        for meant, written in taken.items()
    ]
