"""The evidence for and against two personal names being one.

Words are matched part by part; a word of an uncertain part may match elsewhere at a price.
What stays unmatched on both sides in the same part is a contradiction, and contradictions
outweigh resemblance; what only one side has is merely missing. Every item carries its
weight; the sum of the weights is the log-odds of the score.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rapidfuzz.distance import OSA

from resolver import relation
from resolver.evidence import Item
from resolver.matching import JOIN_SLACK, Matching
from resolver.names import GIVEN, SURNAME, Name, Part, double_surname
from resolver.nearness import Code, Relation, first_few
from resolver.relating import relate, said
from resolver.tokens import Token, token
from resolver.weights import weights

WELL_MATCHED: Final = 6.0
MOST_LETTERS_OFF: Final = 3
_letters_apart: Final = OSA.distance
_MISSING: Final = {part: f"{part}.missing" for part in Part}


def _aligned(a: Name, b: Name, belarusian: bool) -> list[Item] | None:  # noqa: FBT001
    """Part against part, when both names have each part once and no word of one could play
    another part in the other; what only one of them has is missing."""
    if not (a.unique and b.unique):
        return None
    items: list[Item] = []
    left: list[tuple[Part, Token]] = []
    right: list[tuple[Part, Token]] = []
    spare: list[Token] = []
    others = b.slots
    for part, mine in a.slots.items():
        other = others.get(part)
        if other is None:
            left.append((part, mine))
            spare.append(mine)
            items.append(said(part, _MISSING[part], mine.text))
            continue
        item = relate(part, mine, other, belarusian)
        items.append(item)
        if item.weight <= 0:
            left.append((part, mine))
            right.append((part, other))
    if len(others) + len(spare) > len(a.slots):
        for part, other in others.items():
            if part not in a.slots:
                right.append((part, other))
                spare.append(other)
                items.append(said(part, _MISSING[part], other.text))
    if left and right and (may_cross(left, right) or may_join(left, right, spare)):
        return None
    return items


def may_cross(left: list[tuple[Part, Token]], right: list[tuple[Part, Token]]) -> bool:
    """Whether a word of one name might match a word of another part in the other."""
    for part, x in left:
        for other, y in right:
            if part is not other and (
                (x.patronymic is not None and y.patronymic is not None) or share_a_name(x, y)
            ):
                return True
    return False


def share_a_name(a: Token, b: Token) -> bool:
    """Whether two words have a reading in common, or a given name that they may be."""
    others = b.forms
    for form in a.forms:
        if form in others:
            return True
    return bool(a.groups and b.groups) and not a.groups.keys().isdisjoint(b.groups)


def may_join(
    left: list[tuple[Part, Token]], right: list[tuple[Part, Token]], spare: list[Token]
) -> bool:
    """Whether one word here might be two there, of which one is spare."""
    for more in spare:
        size = len(more.best)
        for _, x in left:
            for _, y in right:
                longer = len(x.best) - len(y.best)
                if (abs(longer - size) <= JOIN_SLACK or abs(longer + size) <= JOIN_SLACK) and (
                    more is not x and more is not y
                ):
                    return True
    return False


def _with_gender(a: Name, b: Name, items: list[Item]) -> list[Item]:
    """Genders that differ contradict; a feminine surname needs a person who may be a woman."""
    known = a.gender in "mf" and b.gender in "mf"
    for place, item in enumerate(items):
        if item.code == "surname.gendered" and any(i.part == GIVEN for i in items):
            code = "surname.gendered_unknown"
            if known:
                women = a.gender == b.gender == "f"
                code = "surname.gendered" if women else "surname.gendered_contradicted"
            elif any(map(_one_unknown_name, items)):
                code = "surname.gendered_given"
            elif "m" in (a.gender, b.gender):
                code = "surname.gendered_contradicted"
            items[place] = item.recoded(code, weights()[code])
    if known and a.gender != b.gender:
        items.append(said("gender", "gender", a.gender, b.gender))
    return items


def _one_unknown_name(item: Item) -> bool:
    """Whether a given name is the same on both sides and no table knows it: names that both
    men and women bear are known ones, so the persons are of one gender."""
    return item.code == "given.same" and not token(item.a).groups


def _generation(a: Name, b: Name) -> Item:
    code = "generation.far" if a.generation and b.generation else "generation.missing"
    return said("generation", code, a.generation, b.generation)


def _other_order(a: Name, b: Name, belarusian: bool, items: list[Item]) -> list[Item]:  # noqa: FBT001
    """The evidence when an unsure name is read in the other order, if that is stronger."""
    if _sum(items) > WELL_MATCHED:
        return items
    first, second = (a, b) if a.text <= b.text else (b, a)
    turned = in_other_order(first, second)
    if not turned:
        return items
    other = [relate(part, tok, turned[part], belarusian) for part, tok in first.slots.items()]
    other.append(said("order", "swapped", first.text, second.text))
    if _sum(other) <= _sum(items):
        return items
    return other if first is a else [item.flipped() for item in other]


def in_other_order(a: Name, b: Name) -> dict[Part, Token]:
    """The two words of the second name, each in the part of the other, if either has anything
    to do with what plays that part in the first name; else nothing."""
    if a.slots.keys() != b.slots.keys() or len(a.slots) != 2:
        return {}
    turned = dict(zip(reversed(list(b.slots)), b.slots.values(), strict=True))
    return turned if all(_akin(tok, turned[part]) for part, tok in a.slots.items()) else {}


def _akin(a: Token, b: Token) -> bool:
    """Whether two words of different parts have anything to do with each other."""
    if share_a_name(a, b):
        return True
    others = first_few(b.forms)
    for x in first_few(a.forms):
        for y in others:
            if abs(len(x) - len(y)) > MOST_LETTERS_OFF:
                continue
            if _letters_apart(x, y, score_cutoff=MOST_LETTERS_OFF) <= MOST_LETTERS_OFF:
                return True
    return False


def _sum(items: Iterable[Item]) -> float:
    return sum([item.weight for item in items])


def _lone(a: Name, b: Name, belarusian: bool) -> list[Item]:  # noqa: FBT001
    """Two lone words may be surnames or given names: the better reading counts."""
    left, right = a.tokens[0], b.tokens[0]
    item = relate(SURNAME, left, right, belarusian)
    as_given = relation.given_names(left, right)
    weight = weights().get(f"lone.{as_given.code}", item.weight)
    if weight > item.weight:
        return [Item("name", f"lone.{as_given.code}", weight, left.text, right.text, as_given)]
    return [item]


def _one_word(a: Name, b: Name, belarusian: bool) -> list[Item] | None:  # noqa: FBT001
    """Where one of the names is a lone word: two lone words, or a lone double surname against
    its two words (`Rimski-Korsakow`, `Rimsky Korsakov`)."""
    if len(a.tokens) == len(b.tokens) and not (a.tokens[0].heads or b.tokens[0].heads):
        return _lone(a, b, belarusian)
    left, right = double_surname(a, b), double_surname(b, a)
    if left is None or right is None:
        return None
    item = relate(SURNAME, left, right, belarusian)
    if item.weight <= 0 or item.code == f"{SURNAME}.{Code.PARTIAL}":
        return None
    return [item, said("order", "joined")]


def _matched(a: Name, b: Name, belarusian: bool) -> list[Item]:  # noqa: FBT001
    """Word by word, where parts alone do not settle it. What is taken first depends on the
    order of the names, so that is fixed."""
    if a.text <= b.text:
        return Matching(a, b, belarusian).run()
    return [item.flipped() for item in Matching(b, a, belarusian).run()]


def _has_only_initial(name: Name) -> bool:
    """Whether an initial is all that a name has of the surname, so that only the same letters
    again say the same."""
    surname = name.slots.get(SURNAME)
    return all(tok.heads for tok in name.tokens) or (surname is not None and bool(surname.heads))


def _items(a: Name, b: Name, belarusian: bool) -> list[Item]:  # noqa: FBT001
    one, other = len(a.tokens), len(b.tokens)
    if a.text == b.text and _has_only_initial(a):
        same = Relation(Code.SAME)
        code = f"{SURNAME}.{Code.SAME}"
        return [Item(SURNAME, code, weights()[code], a.text, b.text, same)]
    if one == 1 or other == 1:
        lone = _one_word(a, b, belarusian)
        if lone is not None:
            return lone
    items = _aligned(a, b, belarusian)
    if items is None:
        items = _matched(a, b, belarusian)
    if one == other == 2 and not (a.sure and b.sure):
        items = _other_order(a, b, belarusian, items)
    return items


def _base(a: Name, b: Name) -> str:
    if len(a.tokens) == len(b.tokens) == 1:
        return "base.lone"
    formal = SURNAME in a.slots or SURNAME in b.slots
    return "base.person" if formal else "base.informal"


def judge_persons(a: Name, b: Name) -> list[Item]:
    """All evidence about two personal names; symmetric up to the sides of each item."""
    items = _items(a, b, a.belarusian or b.belarusian)
    found = [said("base", _base(a, b)), *_with_gender(a, b, items)]
    if a.generation != b.generation:
        found.append(_generation(a, b))
    if a.text == b.text:
        found.append(said("spelling", "spelling"))
    return found
