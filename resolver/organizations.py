"""The evidence for and against two names of organisations being one organisation.

A name is a set of telling words, the territories it names, its legal form and its numbers.
`Prosecutor General's Office of Kazakhstan` and `Kazakhstan's Prosecutor General's Office`
have the same words and territory in another order; another country contradicts. A name
without telling words is compared by its territories (`Kazakhstan`), or else as it stands
(`OOO`, `The`).
"""

from __future__ import annotations

from itertools import islice

from rapidfuzz.distance import OSA

from resolver.distance import FAR
from resolver.evidence import Item
from resolver.gazetteer_names import plain
from resolver.names import Name
from resolver.organization_facts import Facts, facts_of
from resolver.relation import Code, surnames
from resolver.tokens import Token
from resolver.weights import weights

MAX_NEAR = 8
MAX_WORD_DISTANCE = 0.7
_INFLECTED = 0.1
_GLANCE = 2
# Readings that differ in more than this share of their sounds are never near.
_MOST_DIFFERENT = 0.6


def _word_items(a: Facts, b: Facts) -> list[Item]:
    values = weights()
    size = max(len(a.words), len(b.words), 1)
    left, right = list(a.words), list(b.words)
    items = []
    for distance, mine, other in _pairs(left, right):
        weight = (values["word.same"] + values["word.near_step"] * distance) / size
        code = "word.near" if distance else "word.same"
        items.append(Item("word", code, weight, mine.text, other.text))
    missing = values["word.missing"] / size
    items += [Item("word", "word.missing", missing, mine.text) for mine in left]
    items += [Item("word", "word.missing", missing, "", other.text) for other in right]
    return items


def _pairs(left: list[Token], right: list[Token]) -> list[tuple[float, Token, Token]]:
    """Words taken from both lists in pairs, with their distance: those that read alike, and
    of the first few others the nearest, best first."""
    pairs: list[tuple[float, Token, Token]] = []
    for other in list(right):
        mine = next((word for word in left if _reads_alike(word, other)), None)
        if mine is not None:
            pairs.append((0.0, mine, other))
            left.remove(mine)
            right.remove(other)
    near = [
        (distance, i, j)
        for i, mine in enumerate(left[:MAX_NEAR])
        for j, other in enumerate(right[:MAX_NEAR])
        if (distance := _distance(mine, other)) <= MAX_WORD_DISTANCE
    ]
    taken_left, taken_right = set[int](), set[int]()
    for distance, i, j in sorted(near):
        if i not in taken_left and j not in taken_right:
            pairs.append((distance, left[i], right[j]))
            taken_left.add(i)
            taken_right.add(j)
    left[:] = [word for i, word in enumerate(left) if i not in taken_left]
    right[:] = [word for j, word in enumerate(right) if j not in taken_right]
    return pairs


def _reads_alike(a: Token, b: Token) -> bool:
    return a.word == b.word or not a.forms.keys().isdisjoint(b.forms)


def _may_be_near(a: Token, b: Token) -> bool:
    """A glance that spares most pairs of words the full comparison."""
    return any(
        OSA.normalized_distance(x, y, score_cutoff=_MOST_DIFFERENT) <= _MOST_DIFFERENT
        for x in islice(a.forms, _GLANCE)
        for y in islice(b.forms, _GLANCE)
    )


def _distance(a: Token, b: Token) -> float:
    if not _may_be_near(a, b):
        return FAR
    found = surnames(a, b)
    if found.code in {Code.SAME, Code.GENDERED}:
        return 0.0
    if found.code is Code.INFLECTED:
        return _INFLECTED
    if found.code is Code.AKANNE:
        return 0.3
    return found.distance if found.code in {Code.NEAR, Code.TRANSCRIBED} else FAR


def _set_item(part: str, a: frozenset[str], b: frozenset[str]) -> list[Item]:
    if a == b == frozenset():
        return []
    left, right = " ".join(sorted(a)), " ".join(sorted(b))
    if a == b:
        code = f"{part}.same"
    elif not a or not b:
        code = f"{part}.missing"
    else:
        code = f"{part}.far"
    return [Item(part, code, weights()[code], left, right)]


def _territory_items(a: Facts, b: Facts) -> list[Item]:
    """`Embassy of Russia in Poland` is not the `Embassy of Poland in Russia`."""
    if a.territories != b.territories and set(a.territories) == set(b.territories):
        left, right = " ".join(a.territories), " ".join(b.territories)
        return [Item("territory", "territory.order", weights()["territory.order"], left, right)]
    return _set_item("territory", frozenset(a.territories), frozenset(b.territories))


def _wholes(a: Name, b: Name, left: Facts, right: Facts) -> list[Item]:
    """Two names without a telling word: of territories or of numbers alone."""
    values = weights()
    same = bool(left.territories) and set(left.territories) == set(right.territories)
    if same or plain(a.text) == plain(b.text):
        return [Item("word", "word.same", values["word.same"], a.text, b.text)]
    missing = values["word.missing"]
    sides = ((a.text, ""), ("", b.text))
    return [Item("word", "word.missing", missing, mine, other) for mine, other in sides]


def judge_organizations(a: Name, b: Name) -> list[Item]:
    """All evidence about two names of organisations; equal names match."""
    left, right = facts_of(a.text), facts_of(b.text)
    items = [Item("base", "base", weights()["base"])]
    if left.words or right.words:
        items += _word_items(left, right)
    else:
        items += _wholes(a, b, left, right)
    items += _territory_items(left, right)
    items += _set_item("number", left.numbers, right.numbers)
    items += _set_item("form", left.forms, right.forms)
    return items
