"""The evidence for and against two personal names being one.

Words are matched part by part; a word of an uncertain part may match elsewhere at a price.
What stays unmatched on both sides in the same part is a contradiction, and contradictions
outweigh resemblance; what only one side has is merely missing. Every item carries its
weight; the sum of the weights is the log-odds of the score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from resolver import relation
from resolver.evidence import Item
from resolver.names import Name, Part, double_surname
from resolver.relation import Code, Relation
from resolver.tokens import Token, token
from resolver.weights import weights

JOIN_SLACK = 3
WELL_MATCHED = 6.0
# Йованович may be a patronymic or a surname; the ending does not tell.
_OVICH = {Part.SURNAME, Part.PATRONYMIC}

# What may match across parts: a guess about order and a guess about letters are too many.
_CERTAIN = frozenset({Code.SAME, Code.COUNTERPART, Code.AKANNE, Code.UNMARKED, Code.DZH})

_RELATE: dict[Part, Callable[[Token, Token], Relation]] = {
    Part.GIVEN: relation.given_names,
    Part.PATRONYMIC: relation.patronymics,
    Part.SURNAME: relation.surnames,
}


def _weigh(part: Part, found: Relation, belarusian: bool) -> float:  # noqa: FBT001
    table = weights()
    weight = table.get(f"{part}.{found.code}", 0.0)
    if found.code is Code.SAME:
        weight += table["switch"] * found.switches
    elif found.code is Code.AKANNE and belarusian:
        weight = table[f"{part}.akanne_marked"]
    elif found.coarse and belarusian:
        weight = table[f"{part}.akanne_coarse"]
    elif found.code is Code.NEAR:
        weight += table[f"{part}.near_step"] * found.distance
    elif found.code is Code.TRANSCRIBED:
        # By ear a first doubt is cheap and a second is not: Бейкер yes, Горицкий for Гора no.
        doubt = found.distance * (1 + found.distance) * 0.6
        weight += table[f"{part}.transcribed_step"] * doubt
        weight = max(weight, table[f"{part}.far"])
    return weight + (table["surname.gendered_too"] if found.gendered and weight > 0 else 0.0)


class Weighed(NamedTuple):
    """A relation of two words in one part, with its weight and the code of its evidence."""

    weight: float
    code: str
    relation: Relation


@lru_cache(maxsize=131072)
def relate(part: Part, a: Token, b: Token, belarusian: bool) -> Weighed:  # noqa: FBT001
    """Weight and relation of two words in one part."""
    found = _RELATE[part](a, b)
    return Weighed(_weigh(part, found, belarusian), f"{part}.{found.code}", found)


def _item(part: Part, a: Token, b: Token, belarusian: bool) -> Item:  # noqa: FBT001
    weight, code, found = relate(part, a, b, belarusian)
    return Item(part, code, weight, a.text, b.text, found)


def _aligned(a: Name, b: Name, belarusian: bool) -> list[Item] | None:  # noqa: FBT001
    """Part against part, when both names have each part once, the same parts, and no word
    of one could play another part in the other."""
    if len(a.slots) != len(a.parts) or a.slots.keys() != b.slots.keys():
        return None
    if len(b.slots) != len(b.parts):
        return None
    items = []
    apart: list[tuple[Token, Token]] = []
    for part, left in a.slots.items():
        right = b.slots[part]
        weight, code, found = relate(part, left, right, belarusian)
        if weight <= 0:
            apart.append((left, right))
        items.append(Item(part, code, weight, left.text, right.text, found))
    if len(apart) > 1 and _may_cross(apart):
        return None
    return items


def _may_cross(apart: list[tuple[Token, Token]]) -> bool:
    """Whether a word of one name might match a word of another part in the other."""
    return any(
        not left.forms.keys().isdisjoint(right.forms)
        or not left.groups.keys().isdisjoint(right.groups)
        for i, (left, _) in enumerate(apart)
        for j, (_, right) in enumerate(apart)
        if i != j
    )


class _Matching:
    """Best-first assignment of the words of two names: first within parts, then across."""

    def __init__(self, a: Name, b: Name, belarusian: bool) -> None:  # noqa: FBT001
        self.a, self.b, self.belarusian = a, b, belarusian
        self.left = set(range(len(a.tokens)))
        self.right = set(range(len(b.tokens)))
        self.items: list[Item] = []

    def run(self) -> list[Item]:
        self._take([(i, j) for i in self.left for j in self.right if self._same_part(i, j)])
        if self.left and self.right:
            self._take([(i, j) for i in self.left for j in self.right])
        if self.left and self.right:
            self._join()
        self._contradict()
        self._missing()
        return self.items

    def _same_part(self, i: int, j: int) -> bool:
        return self.a.parts[i] is self.b.parts[j]

    def _take(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Accept the offers that speak for the names, best first."""
        offers = [offer for pair in pairs if (offer := self._offer(*pair)) is not None]
        offers.sort(key=lambda offer: (-offer[0], offer[1], offer[2]))
        for _, i, j, part in offers:
            if i not in self.left or j not in self.right:
                continue
            self.left.discard(i)
            self.right.discard(j)
            left, right = self.a.tokens[i], self.b.tokens[j]
            self.items.append(_item(part, left, right, self.belarusian))
            if not self._same_part(i, j):
                code = self._swap_code()
                self.items.append(Item("order", code, weights()[code], left.text, right.text))

    def _swap_code(self) -> str:
        lone = 1 in (len(self.a.tokens), len(self.b.tokens))
        return "swapped_sure" if self.a.sure and self.b.sure and not lone else "swapped"

    def _offer(self, i: int, j: int) -> tuple[float, int, int, Part] | None:
        """The net weight of pairing two words, and the part they would play."""
        left, right = self.a.tokens[i], self.b.tokens[j]
        part, other = self.a.parts[i], self.b.parts[j]
        weight = 0.0
        if part is other:
            weight = relate(part, left, right, self.belarusian).weight
        else:
            if left.heads or right.heads:
                return None
            # Most pairs of words across parts have nothing to do with each other.
            if (
                {part, other} != _OVICH
                and left.forms.keys().isdisjoint(right.forms)
                and ((self.a.sure and self.b.sure) or left.groups.keys().isdisjoint(right.groups))
            ):
                return None
            certain = [
                (weight_there, played)
                for played in (part, other)
                for weight_there, _, found in (relate(played, left, right, self.belarusian),)
                if found.code in _CERTAIN
            ]
            weight, part = max(certain, default=(0.0, part))
            weight += weights()[self._swap_code()] if weight > 0 else 0.0
        return (weight, i, j, part) if weight > 0 else None

    def _join(self) -> None:
        """One word here, two there: `Касым-Жомарт` and `Kassym Jomart`."""
        for one, many, flip in ((self.left, self.right, False), (self.right, self.left, True)):
            name_one, name_many = (self.b, self.a) if flip else (self.a, self.b)
            for i in sorted(one):
                for j in sorted(many):
                    if j + 1 in many and i in one and j in many:
                        self._try_join(name_one, i, one, name_many, j, many)

    def _try_join(
        self, name_one: Name, i: int, one: set[int], name_many: Name, j: int, many: set[int]
    ) -> None:
        whole = name_one.tokens[i]
        first, second = name_many.tokens[j], name_many.tokens[j + 1]
        if whole.heads or first.heads or second.heads:
            return
        if abs(len(whole.best) - len(first.best) - len(second.best)) > JOIN_SLACK:
            return
        part = name_one.parts[i]
        item = _item(part, whole, token(first.text + second.text), self.belarusian)
        if item.weight > 0:
            one.discard(i)
            many.difference_update({j, j + 1})
            self.items += [item, Item("order", "joined", weights()["joined"])]

    def _contradict(self) -> None:
        for part in (Part.SURNAME, Part.GIVEN, Part.PATRONYMIC):
            left = [i for i in sorted(self.left) if self.a.parts[i] is part]
            right = [j for j in sorted(self.right) if self.b.parts[j] is part]
            for i, j in zip(left, right, strict=False):
                self.left.discard(i)
                self.right.discard(j)
                self.items.append(_item(part, self.a.tokens[i], self.b.tokens[j], self.belarusian))

    def _missing(self) -> None:
        matched = {item.part for item in self.items}
        for part in (Part.SURNAME, Part.GIVEN, Part.PATRONYMIC):
            spare = [self.a.tokens[i].text for i in sorted(self.left) if self.a.parts[i] is part]
            spare += [self.b.tokens[j].text for j in sorted(self.right) if self.b.parts[j] is part]
            for word in spare:
                extra = part in matched and part is not Part.PATRONYMIC
                code = f"{part}.{'extra' if extra else 'missing'}"
                self.items.append(Item(part, code, weights()[code], word))
                matched.add(part)


def _gender(a: Name, b: Name, items: list[Item]) -> list[Item]:
    """Genders that differ contradict; a feminine surname needs a person who may be a woman."""
    table = weights()
    known = a.gender in "mf" and b.gender in "mf"
    out = []
    for item in items:
        if item.code == "surname.gendered" and any(i.part == Part.GIVEN for i in items):
            code = "surname.gendered_unknown"
            if known:
                women = a.gender == b.gender == "f"
                code = "surname.gendered" if women else "surname.gendered_contradicted"
            elif "m" in (a.gender, b.gender):
                code = "surname.gendered_contradicted"
            item = Item(item.part, code, table[code], item.a, item.b, item.relation)
        out.append(item)
    if known and a.gender != b.gender:
        out.append(Item("gender", "gender", table["gender"], a.gender, b.gender))
    return out


def _generation(a: Name, b: Name) -> list[Item]:
    if a.generation == b.generation:
        return []
    code = "generation.far" if a.generation and b.generation else "generation.missing"
    return [Item("generation", code, weights()[code], a.generation, b.generation)]


def _other_order(a: Name, b: Name, belarusian: bool, items: list[Item]) -> list[Item]:  # noqa: FBT001
    """The evidence when an unsure name is read in the other order, if that is stronger."""
    if sum(item.weight for item in items) > WELL_MATCHED:
        return items
    if a.slots.keys() != b.slots.keys() or len(a.slots) != 2:
        return items
    turned = dict(zip(reversed(list(b.slots)), b.slots.values(), strict=True))
    other = [_item(part, tok, turned[part], belarusian) for part, tok in a.slots.items()]
    other.append(Item("order", "swapped", weights()["swapped"], a.text, b.text))
    if sum(item.weight for item in other) <= sum(item.weight for item in items):
        return items
    return other


def _lone(a: Name, b: Name, belarusian: bool) -> list[Item] | None:  # noqa: FBT001
    """Two lone words may be surnames or given names: the better reading counts."""
    if len(a.tokens) != 1 or len(b.tokens) != 1 or a.tokens[0].heads or b.tokens[0].heads:
        return None
    left, right = a.tokens[0], b.tokens[0]
    item = _item(Part.SURNAME, left, right, belarusian)
    as_given = relation.given_names(left, right)
    weight = weights().get(f"lone.{as_given.code}", item.weight)
    if weight > item.weight:
        return [Item("name", f"lone.{as_given.code}", weight, left.text, right.text, as_given)]
    return [item]


def _whole(a: Name, b: Name, belarusian: bool) -> list[Item] | None:  # noqa: FBT001
    """Names that are compared as they stand: equal initials alone, and a lone double surname
    against its two words (`Rimski-Korsakow`, `Rimsky Korsakov`)."""
    if a.text == b.text and all(tok.heads for tok in a.tokens):
        code = f"{Part.SURNAME}.{Code.SAME}"
        return [Item(Part.SURNAME, code, weights()[code], a.text, b.text, Relation(Code.SAME))]
    left, right = double_surname(a, b), double_surname(b, a)
    if left is None or right is None:
        return None
    item = _item(Part.SURNAME, left, right, belarusian)
    if item.weight <= 0 or item.code == f"{Part.SURNAME}.{Code.PARTIAL}":
        return None
    return [item, Item("order", "joined", weights()["joined"])]


def judge_persons(a: Name, b: Name) -> list[Item]:
    """All evidence about two personal names; symmetric up to the sides of each item."""
    belarusian = a.belarusian or b.belarusian
    items = _whole(a, b, belarusian) or _lone(a, b, belarusian) or _aligned(a, b, belarusian)
    if items is None:
        items = _Matching(a, b, belarusian).run()
    if len(a.parts) == len(b.parts) == 2 and not (a.sure and b.sure):
        items = _other_order(a, b, belarusian, items)
    table = weights()
    items = [Item("base", "base", table["base"]), *_gender(a, b, items), *_generation(a, b)]
    if a.text == b.text:
        items.append(Item("spelling", "spelling", table["spelling"]))
    return items
