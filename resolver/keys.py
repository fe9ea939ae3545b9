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

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Final, NamedTuple

import jellyfish

from resolver.gazetteer import find_place
from resolver.hearing import heard
from resolver.lost_sounds import deprived
from resolver.mention import Kind
from resolver.names import GIVEN, PATRONYMIC, PERSON, SURNAME, Name, Part
from resolver.organization_facts import facts_of
from resolver.tokens import Token, token
from resolver.transcription import likeliest

PAIR: Final = "x:"
"""Prefix of the keys of two words together."""

_VOWELS: Final = "аеиоу"
_CLASSES: Final = dict(zip("бфгхдзцжщчш", "пвкктсссссс", strict=True)) | dict.fromkeys(_VOWELS, "")
_ASCII: Final = str.maketrans(
    dict(zip("абвгдезиклмнопрстуфх", "abvgdeziklmnoprstufh", strict=True))
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh"}
)
# Names that letters explain need no ear; it would only bring strangers.
_NATIVE: Final[tuple[str, ...]] = (
    *("ов", "ев", "ова", "ева", "ин", "ина", "ау", "еу", "ски", "цки", "ска", "цка"),
    *("енко", "енка", "ко", "ка", "чук", "ук", "ик", "ич", "иан", "дзе", "швили", "ли", "ева"),
)
_ALTERNATIVES: Final = 6
_HEARD: Final = 3
_PAIRED: Final = 2
_HEARD_PAIRED: Final = 1
_SOFT_TS: Final = re.compile("ц(?=[еи])")
_ARMENIAN: Final = re.compile("х[аеиоу].+иан$")


def _skeleton(form: str) -> str:
    """Consonant classes of a reading, with `а` for a vowel at the start."""
    found, last = "а" if form[:1] in _VOWELS else "", ""
    for letter in form.replace("дз", "д").replace("дж", "ж"):
        consonant = _CLASSES.get(letter, letter)
        if consonant and consonant != last:
            found += consonant
            last = consonant
    return found


skeleton: Final = lru_cache(maxsize=2048)(_skeleton)


def _skeletons(tok: Token) -> tuple[str, ...]:
    """Of the readings that most conventions share first: others are seldom meant.

    Belarusian ц is т where it is soft (Цярэнцьеў, Терентьев); Russian leaves out the h at
    the start of Armenian names (Hakobyan, Акопян); Polish ą and Czech ř may have lost
    their marks (Dabrowski, Домбровский)."""
    usual = sorted(tok.forms, key=lambda form: _rank(form, tok))
    respelled = [_SOFT_TS.sub("т", form) for form in usual[:_PAIRED] if "ц" in form]
    respelled += [form[1:] for form in usual[:_PAIRED] if _ARMENIAN.match(form)]
    respelled += sorted(deprived(tok, (*usual[:_PAIRED], *tok.bases)))
    forms = [*usual[:_PAIRED], *respelled, *usual[_PAIRED:], *sorted(tok.bases)]
    found = dict.fromkeys(map(_skeleton, forms))
    return tuple([key for key in found if key][:_ALTERNATIVES])


# Of words that many organisations and places have in their names.
_known_skeletons: Final = lru_cache(maxsize=8192)(_skeletons)


def _heard_skeletons(tok: Token, known: tuple[str, ...]) -> tuple[str, ...]:
    """Of what practical transcription makes of a Latin word (Wright is Райт, Dassault Дассо):
    the likeliest that the readings do not have, whose skeletons are known."""
    if tok.script != "latin" or tok.groups or tok.patronymic or tok.best.endswith(_NATIVE):
        return ()
    forms = [likeliest(tok.word), *heard(tok.word)]
    found = dict.fromkeys(map(_skeleton, forms))
    return tuple([key for key in found if key and key not in known][:_HEARD])


def _rank(form: str, tok: Token) -> tuple[float, int, str]:
    reading = tok.forms[form]
    return reading.switches, -reading.conventions.bit_count(), form


def soundex(tok: Token) -> str:
    """jellyfish soundex of the likeliest reading in ASCII; empty for no letters."""
    form = min(tok.bases) if tok.ending_gender == "f" else tok.best
    return jellyfish.soundex(form.translate(_ASCII)) if form else ""


def _labels(
    tok: Token, part: Part, own: tuple[str, ...], by_ear: tuple[str, ...]
) -> tuple[str, ...]:
    """What stands for a word in a pair: its group where it has one, else skeletons."""
    if part is PATRONYMIC and tok.patronymic:
        if tok.patronymic.fathers:
            return tuple(f"f:{group}" for group in sorted(tok.patronymic.fathers)[:_PAIRED])
        return tuple(dict.fromkeys(map(_skeleton, sorted(tok.patronymic.stems))))[:_PAIRED]
    names = [
        f"g:{group}"
        for group, relation in sorted(tok.groups.items())
        if relation in {"same", "counterpart", "variant"}
    ]
    if names and part is not SURNAME:
        return tuple(names[:_PAIRED])
    return own[:_PAIRED] + by_ear[:_HEARD_PAIRED]


class Stem(NamedTuple):
    """What a word that plays a part brings to the keys of its name: keys of its own, what stands
    for it in pairs, and its likeliest reading."""

    alone: tuple[str, ...]
    labels: tuple[str, ...]
    best: str


def stem(tok: Token, part: Part) -> Stem | None:
    """None of an initial."""
    if tok.heads:
        return None
    own = _skeletons(tok)
    by_ear = _heard_skeletons(tok, own)
    alone = [f"s:{key}" for key in (*own, *by_ear)]
    if part is SURNAME and len(tok.best) > 2:
        alone.append(f"j:{soundex(tok)}")
    labels = _labels(tok, part, own, by_ear)
    alone += [label for label in labels if ":" in label]
    return Stem(tuple(alone), labels, tok.best)


_stem: Final = lru_cache(maxsize=8192)(stem)


def keys_of_stems(stems: Sequence[Stem | None]) -> tuple[str, ...]:
    """The keys of a person's name of two words or more, without repeats, in the order of
    `keys_of`; empty where no word can be read."""
    alone = [key for one in stems if one is not None for key in one.alone]
    return tuple(dict.fromkeys(alone + keys_together(stems)))


def keys_together(stems: Sequence[Stem | None]) -> list[str]:
    """Those of them that are of two words."""
    keys = _pairs([one.labels for one in stems if one is not None])
    if len(stems) > 2:
        keys += [
            joined_key(one.best, other.best)
            for one, other in pairwise(stems)
            if one is not None and other is not None and one.best and other.best
        ]
    return keys


def joined_key(best: str, following: str) -> str:
    """Of two neighbours by their likeliest readings: they may be written as one (`Abdu Rahman`,
    `Kassym Jomart`)."""
    return f"s:{_skeleton(best + following)}"


def pair_keys(left: tuple[str, ...], right: tuple[str, ...]) -> list[str]:
    """Of two words by what stands for them."""
    return [f"{PAIR}{a}|{b}" if a <= b else f"{PAIR}{b}|{a}" for a in left for b in right]


def _pairs(labels: Sequence[tuple[str, ...]]) -> list[str]:
    return [key for left, right in combinations(labels, 2) for key in pair_keys(left, right)]


def _person_keys(name: Name) -> Sequence[str]:
    stems = [*map(_stem, name.tokens, name.parts)]
    if name.maiden is not None:
        return keys_of_stems([*stems, _stem(name.maiden, SURNAME)])
    if len(stems) > 1:
        return keys_of_stems(stems)
    # Rimski-Korsakow may be looked for as Rimsky Korsakov.
    halves = [token(half) for half in name.tokens[0].parts]
    labels = [*map(_labels_of_half, halves[:3])]
    return [*(stems[0].alone if stems[0] is not None else ()), *_pairs(labels)]


def _labels_of_half(half: Token) -> tuple[str, ...]:
    own = _skeletons(half)
    by_ear = _heard_skeletons(half, own)
    return _labels(half, GIVEN, own, by_ear) + _labels(half, SURNAME, own, by_ear)


def _place_keys(name: Name) -> list[str]:
    found = find_place(name.text)
    keys = [f"l:{place}" for place in found.places] if found else []
    whole = token("".join(tok.text for tok in name.tokens))
    return keys + [f"s:{key}" for key in _known_skeletons(whole)]


def _organization_keys(name: Name) -> list[str]:
    facts = facts_of(name.text)
    words = [f"s:{key}" for tok in facts.words for key in _known_skeletons(tok)[:_PAIRED]]
    return words or [f"l:{place}" for place in sorted(facts.territories)]


@lru_cache(maxsize=2048)
def keys_of(name: Name) -> tuple[str, ...]:
    """Blocking keys of a name, without repeats, in a fixed order.

    A name that no table can read gets its lower-case text as its only key.
    """
    if name.kind is PERSON:
        keys: Sequence[str] = _person_keys(name)
    elif name.kind is Kind.PLACE:
        keys = _place_keys(name)
    else:
        keys = _organization_keys(name)
    return tuple(dict.fromkeys(keys)) or (f"t:{name.text.casefold()}",)
