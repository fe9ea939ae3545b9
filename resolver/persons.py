"""The evidence for and against two personal names being one.

Words are matched part by part; a word of an uncertain part may match elsewhere at a price.
What stays unmatched on both sides in the same part is a contradiction, and contradictions
outweigh resemblance; what only one side has is merely missing. Every item carries its
weight; the sum of the weights is the log-odds of the score.
"""

from __future__ import annotations

from typing import Final

from rapidfuzz.distance import OSA

from resolver import relation
from resolver.at_once import may_be_one, seen_of
from resolver.evidence import Item
from resolver.matching import JOIN_SLACK, Matching
from resolver.names import GIVEN, SURNAME, Name, Part, double_surname
from resolver.nearness import GENDERED, Code, Relation, first_few
from resolver.relating import relate, said
from resolver.respelling import may_be_respelled
from resolver.tokens import Token, token
from resolver.weights import weights

WELL_MATCHED: Final = 6.0
MOST_LETTERS_OFF: Final = 3
_letters_apart: Final = OSA.distance
_IN_ANOTHER_CASE: Final = f"{GIVEN}.{Code.INFLECTED}"
_MISSING: Final = {part: f"{part}.missing" for part in Part}


def _aligned(a: Name, b: Name, belarusian: bool) -> list[Item] | None:  # noqa: FBT001
    """Part against part, when both names have each part once and no word of one could play
    another part in the other; what only one of them has is missing."""
    if not (a.unique and b.unique):
        return None
    items: list[Item] = []
    # Places of words, as bit sets: those that nothing is found for, and those alone in their part.
    left = right = lone_left = 0
    lone_right = every_place(b)
    for i, mine in enumerate(a.tokens):
        part = a.parts[i]
        j = place_of(part, b)
        if j < 0:
            left |= 1 << i
            lone_left |= 1 << i
            items.append(said(part, _MISSING[part], mine.text))
            continue
        item = relate(part, mine, b.tokens[j], belarusian)
        items.append(item)
        lone_right &= ~(1 << j)
        if item.weight <= 0:
            left |= 1 << i
            right |= 1 << j
    if lone_right:
        right |= lone_right
        for j, other in enumerate(b.tokens):
            if lone_right >> j & 1:
                items.append(said(b.parts[j], _MISSING[b.parts[j]], other.text))
    if left and right:
        if may_cross(a, left, b, right):
            return None
        if (lone_left or lone_right) and may_join(a, left, lone_left, b, right, lone_right):
            return None
    return items


def every_place(name: Name) -> int:
    """The places of all words of a name, as a bit set."""
    return (1 << len(name.tokens)) - 1


def place_of(part: Part, name: Name) -> int:
    """Where the first word of a part stands; -1 where the name has none."""
    for i, other in enumerate(name.parts):
        if other is part:
            return i
    return -1


def may_cross(a: Name, left: int, b: Name, right: int) -> bool:
    """Whether a word of one name, at one of the places `left`, might match a word of another part
    in the other, at one of the places `right`; both are bit sets."""
    for i, x in enumerate(a.tokens):
        if not left >> i & 1:
            continue
        for j, y in enumerate(b.tokens):
            if (
                right >> j & 1
                and a.parts[i] is not b.parts[j]
                and ((x.patronymic is not None and y.patronymic is not None) or share_a_name(x, y))
            ):
                return True
    return False


def share_a_name(a: Token, b: Token) -> bool:
    """Whether two words have a reading in common, or a given name that they may be."""
    mine, other = seen_of(a), seen_of(b)
    if may_be_one(mine, other):
        others = b.forms
        for form in a.forms:
            if form in others:
                return True
    return mine.groups & other.groups != 0 and not a.groups.keys().isdisjoint(b.groups)


def may_join(a: Name, left: int, lone_left: int, b: Name, right: int, lone_right: int) -> bool:
    """Whether one word here, at one of the places `left`, might be two there, of which one is
    alone in its part; so for `right`."""
    spare = [tok for i, tok in enumerate(a.tokens) if lone_left >> i & 1]
    spare += [tok for j, tok in enumerate(b.tokens) if lone_right >> j & 1]
    for more in spare:
        size = len(more.best)
        for i, x in enumerate(a.tokens):
            if not left >> i & 1 or more is x:
                continue
            for j, y in enumerate(b.tokens):
                if not right >> j & 1 or more is y:
                    continue
                longer = len(x.best) - len(y.best)
                if abs(longer - size) <= JOIN_SLACK or abs(longer + size) <= JOIN_SLACK:
                    return True
    return False


def _add_gender(a: Name, b: Name, items: list[Item]) -> None:
    """Genders that differ contradict; a feminine surname needs a person who may be a woman."""
    for place, item in enumerate(items):
        found = item.relation
        if found is not None and found.code is GENDERED and item.code == "surname.gendered":
            items[place] = _of_two_genders(a, b, items, item)
    one, other = _genders(a, b, items)
    if one != other and one in "mf" and other in "mf":
        items.append(said("gender", "gender", one, other))


def _genders(a: Name, b: Name, items: list[Item]) -> tuple[str, str]:
    """Those of the two names; where one was read in the other order, by its given name there. In
    another case a man's given name looks like a woman's."""
    if any(item.code == _IN_ANOTHER_CASE for item in items):
        return "u", "u"
    turned = items[-1]
    if turned.part == "order" and turned.a == a.text and turned.b == b.text:
        given = next(item for item in items if item.part == GIVEN)
        return token(given.a).given_gender, token(given.b).given_gender
    return a.gender, b.gender


def _of_two_genders(a: Name, b: Name, items: list[Item], item: Item) -> Item:
    if not any(i.part == GIVEN for i in items):
        return item
    code = "surname.gendered_unknown"
    if any(i.code == _IN_ANOTHER_CASE for i in items):
        pass  # Рамзана Кадырова may be the genitive of a man's name
    elif a.gender in "mf" and b.gender in "mf":
        women = a.gender == b.gender == "f"
        code = "surname.gendered" if women else "surname.gendered_contradicted"
    elif any(map(_one_unknown_name, items)):
        code = "surname.gendered_given"
    elif "m" in (a.gender, b.gender):
        code = "surname.gendered_contradicted"
    return item.recoded(code, weights()[code])


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
    if not in_other_order(first, second):
        return items
    other: list[Item] = []
    for i, part in enumerate(first.parts):
        turned = second.tokens[1 - place_of(part, second)]
        other.append(relate(part, first.tokens[i], turned, belarusian))
    other.append(said("order", "swapped", first.text, second.text))
    if _sum(other) <= _sum(items):
        return items
    return other if first is a else [item.flipped() for item in other]


def in_other_order(a: Name, b: Name) -> bool:
    """Whether each of the two words of one name has anything to do with what plays another part
    in the other."""
    if len(a.tokens) != 2 or len(b.tokens) != 2 or not (a.unique and b.unique):
        return False
    first = place_of(a.parts[0], b)
    if first < 0 or place_of(a.parts[1], b) < 0:
        return False
    return _akin(a.tokens[0], b.tokens[1 - first]) and _akin(a.tokens[1], b.tokens[first])


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
    return may_be_respelled(a, b)  # Цярэшка, Терешко


def _sum(items: list[Item]) -> float:
    total = 0.0
    for item in items:
        total += item.weight
    return total


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
    formal = place_of(SURNAME, a) >= 0 or place_of(SURNAME, b) >= 0
    return "base.person" if formal else "base.informal"


def judge_persons(a: Name, b: Name) -> list[Item]:
    """All evidence about two personal names; symmetric up to the sides of each item."""
    items = _items(a, b, a.belarusian or b.belarusian)
    _add_gender(a, b, items)
    items.insert(0, said("base", _base(a, b)))
    if a.generation != b.generation:
        items.append(_generation(a, b))
    if a.text == b.text:
        items.append(said("spelling", "spelling"))
    return items
