"""Blocking keys: names that share none are never compared.

A key is made of readings, never of raw letters, so that spellings by different conventions
share it. Kinds of key, by prefix:

- `s:` consonant skeleton of a word, voiced and voiceless together;
- `j:` jellyfish soundex of a surname's reading, for what the skeleton misses;
- `g:` a group of given names, `f:` a father's group;
- `x:` two words together, so that common words still select.

An empty skeleton or code is never a key: it would put all short names in one block.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

import jellyfish

from resolver.gazetteer import find_place
from resolver.mention import Kind
from resolver.names import Name, Part
from resolver.organizations import facts_of
from resolver.tokens import Token, token

PAIR = "x:"
"""Prefix of the keys of two words together."""

_VOWELS = "аеиоу"
_CLASSES = str.maketrans("бфгхдзцжщчш", "пвкктсссссс", _VOWELS)
_ASCII = str.maketrans(
    dict(zip("абвгдезиклмнопрстуфх", "abvgdeziklmnoprstufh", strict=True))
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh"}
)
_ALTERNATIVES = 6
_PAIRED = 2


@lru_cache(maxsize=65536)
def skeleton(form: str) -> str:
    """Consonant classes of a reading, with `а` for a vowel at the start."""
    consonants = form.replace("дз", "д").replace("дж", "ж").translate(_CLASSES)
    single = "".join(c for i, c in enumerate(consonants) if i == 0 or c != consonants[i - 1])
    return ("а" if form[:1] in _VOWELS else "") + single


@lru_cache(maxsize=65536)
def _skeletons(tok: Token) -> tuple[str, ...]:
    """Of the readings that most conventions share first: others are seldom meant."""
    forms = [*sorted(tok.forms, key=lambda form: _rank(form, tok)), *sorted(tok.bases)]
    found = dict.fromkeys(skeleton(form) for form in forms)
    return tuple(key for key in found if key)[:_ALTERNATIVES]


def _rank(form: str, tok: Token) -> tuple[float, int, str]:
    reading = tok.forms[form]
    return reading.switches, -reading.conventions.bit_count(), form


@lru_cache(maxsize=65536)
def soundex(tok: Token) -> str:
    """jellyfish soundex of the likeliest reading in ASCII; empty for no letters."""
    form = min(tok.bases) if tok.ending_gender == "f" else tok.best
    return jellyfish.soundex(form.translate(_ASCII)) if form else ""


@lru_cache(maxsize=65536)
def _labels(tok: Token, part: Part) -> tuple[str, ...]:
    """What stands for a word in a pair: its group where it has one, else skeletons."""
    if part is Part.PATRONYMIC and tok.patronymic:
        if tok.patronymic.fathers:
            return tuple(f"f:{group}" for group in sorted(tok.patronymic.fathers)[:_PAIRED])
        return tuple(dict.fromkeys(skeleton(s) for s in sorted(tok.patronymic.stems)))[:_PAIRED]
    names = [
        f"g:{group}"
        for group, relation in sorted(tok.groups.items())
        if relation in {"same", "counterpart", "variant"}
    ]
    if names and part is not Part.SURNAME:
        return tuple(names[:_PAIRED])
    return _skeletons(tok)[:_PAIRED]


def _person_keys(name: Name) -> list[str]:
    keys: list[str] = []
    labels: list[tuple[str, ...]] = []
    for tok, part in zip(name.tokens, name.parts, strict=True):
        if tok.heads:
            continue
        keys += [f"s:{key}" for key in _skeletons(tok)]
        if part is Part.SURNAME and len(tok.best) > 2:
            keys.append(f"j:{soundex(tok)}")
        mine = _labels(tok, part)
        keys += [label for label in mine if ":" in label]
        labels.append(mine)
    if len(name.tokens) == 1:
        # Rimski-Korsakow may be looked for as Rimsky Korsakov.
        halves = [token(half) for half in name.tokens[0].parts]
        labels = [_labels(half, Part.GIVEN) + _labels(half, Part.SURNAME) for half in halves[:3]]
    for left, right in combinations(labels, 2):
        keys += [PAIR + "|".join(sorted((a, b))) for a in left for b in right]
    if len(name.tokens) > 2:
        keys += _joined_keys(name)
    return keys


def _joined_keys(name: Name) -> list[str]:
    """Neighbouring words written as one: `Abdu Rahman`, `Kassym Jomart`."""
    return [
        f"s:{skeleton(a.best + b.best)}"
        for a, b in zip(name.tokens, name.tokens[1:], strict=False)
        if not a.heads and not b.heads and a.best and b.best
    ]


def _place_keys(name: Name) -> list[str]:
    place = find_place(name.text)
    keys = [f"l:{place.place_id}"] if place else []
    whole = token("".join(tok.text for tok in name.tokens))
    return keys + [f"s:{key}" for key in _skeletons(whole)]


def _organization_keys(name: Name) -> list[str]:
    facts = facts_of(name.text)
    words = [f"s:{key}" for tok in facts.words for key in _skeletons(tok)[:_PAIRED]]
    return words or [f"l:{place}" for place in sorted(facts.territories)]


@lru_cache(maxsize=32768)
def keys_of(name: Name) -> tuple[str, ...]:
    """Blocking keys of a name, without repeats, in a fixed order.

    A name that no table can read gets its lower-case text as its only key.
    """
    if name.kind is Kind.PLACE:
        keys = _place_keys(name)
    elif name.kind is Kind.ORGANIZATION:
        keys = _organization_keys(name)
    else:
        keys = _person_keys(name)
    return tuple(dict.fromkeys(keys)) or (f"t:{name.text.casefold()}",)
