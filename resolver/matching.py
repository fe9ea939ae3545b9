"""Word by word: which words of two names belong together, where parts alone do not tell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from resolver.evidence import Item
from resolver.names import GIVEN, PATRONYMIC, SURNAME, Name, Part
from resolver.nearness import TRANSCRIBED, Code, Relation
from resolver.relating import relate, said
from resolver.respelling import may_be_respelled
from resolver.second_surnames import first_of_two
from resolver.tokens import Token, token
from resolver.weights import weights

JOIN_SLACK: Final = 3
_IN_ORDER: Final[tuple[Part, ...]] = (GIVEN, PATRONYMIC, SURNAME)
_HALVES: Final = 2
_SURELY_HEARD: Final = 0.25

# What may match across parts: a guess about order and a guess about letters are too many.
_CERTAIN: Final = frozenset(
    {
        Code.SAME,
        Code.COUNTERPART,
        Code.AKANNE,
        Code.UNMARKED,
        Code.DZH,
        Code.ARMENIAN,
        Code.INFLECTED,
    }
)


def _heard(found: Relation) -> bool:
    return found.code is TRANSCRIBED and found.distance <= _SURELY_HEARD


def _may_be_one(left: Token, right: Token) -> bool:
    """Whether a surname and a patronymic may be certain to match: by a habit of spelling at
    most, or by the father."""
    mine, other = left.patronymic, right.patronymic
    if mine is not None and other is not None:
        return True
    return may_be_respelled(left, right)


def _is_in_order(name: Name) -> bool:
    """Whether a patronymic between two words says which is the given name, and which the surname:
    Богдан Романович Тарас is no Taras Romanovych Bohdan."""
    parts = name.parts
    return (
        len(parts) == len(_IN_ORDER)
        and parts[1] is PATRONYMIC
        and parts[0] is GIVEN
        and name.tokens[1].patronymic is not None
    )


class Matching:
    """Best-first assignment of the words of two names: first within parts, then across."""

    def __init__(self, a: Name, b: Name, belarusian: bool) -> None:  # noqa: FBT001
        self.a, self.b, self.belarusian = a, b, belarusian
        self.left = set(range(len(a.tokens)))
        self.right = set(range(len(b.tokens)))
        self.items: list[Item] = []
        self.firsts = first_of_two(a), first_of_two(b)
        self.in_order = _is_in_order(a) and _is_in_order(b)

    def run(self) -> list[Item]:
        if len(self.left) != len(self.right):
            self._join_halves()
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
        offers = [offer for i, j in pairs if (offer := self._offer(i, j)) is not None]
        offers.sort()
        for _, i, j, part in offers:
            if i not in self.left or j not in self.right:
                continue
            self.left.discard(i)
            self.right.discard(j)
            left, right = self.a.tokens[i], self.b.tokens[j]
            self.items.append(relate(part, left, right, self.belarusian))
            if not self._same_part(i, j):
                code = self._swap_code(i, j)
                self.items.append(said("order", code, left.text, right.text))

    def _swap_code(self, i: int, j: int) -> str:
        if self._first_surnames(i, j):
            return "second_surname"
        lone = 1 in (len(self.a.tokens), len(self.b.tokens))
        return "swapped_sure" if self.a.sure and self.b.sure and not lone else "swapped"

    def _first_surnames(self, i: int, j: int) -> bool:
        """Whether one word is a surname that the other name follows by a second one."""
        left, right = self.firsts
        return (i == left and self.b.parts[j] is SURNAME) or (
            j == right and self.a.parts[i] is SURNAME
        )

    def _offer(self, i: int, j: int) -> tuple[float, int, int, Part] | None:
        """The net weight of pairing two words, less than nothing, and the part they would play."""
        left, right = self.a.tokens[i], self.b.tokens[j]
        part, other = self.a.parts[i], self.b.parts[j]
        weight = 0.0
        if part is other:
            weight = relate(part, left, right, self.belarusian).weight
        else:
            if left.heads or right.heads or (self.in_order and PATRONYMIC not in (part, other)):
                return None
            # Most pairs of words across parts have nothing to do with each other; but Йованович
            # may be a patronymic or a surname, and the ending does not tell.
            first = self._first_surnames(i, j)
            if not first and not (
                self._akin(left, right) if GIVEN in (part, other) else _may_be_one(left, right)
            ):
                return None
            certain = [
                (there.weight, played)
                for played in (part, other)
                for there in (relate(played, left, right, self.belarusian),)
                if there.relation is not None
                and (there.relation.code in _CERTAIN or (first and _heard(there.relation)))
            ]
            weight, part = max(certain, default=(0.0, part))
            weight += weights()[self._swap_code(i, j)] if weight > 0 else 0.0
        return (-weight, i, j, part) if weight > 0 else None

    def _akin(self, left: Token, right: Token) -> bool:
        """Whether two words of different parts have a reading in common, or a given name where
        the order of the words is not sure."""
        others = right.forms
        for form in left.forms:
            if form in others:
                return True
        sure = self.a.sure and self.b.sure
        return not sure and not left.groups.keys().isdisjoint(right.groups)

    def _join_halves(self) -> None:
        """A word with a hyphen there, its two halves here: `Yong-ju` and `Ён Чжу`. Tried
        before single words, of which each would match a half."""
        flip = len(self.left) > len(self.right)
        one, many = (self.right, self.left) if flip else (self.left, self.right)
        name_one, name_many = (self.b, self.a) if flip else (self.a, self.b)
        for i in sorted(one):
            if len(name_one.tokens[i].parts) == _HALVES:
                for j in range(len(name_many.tokens) - 1):
                    if i in one and {j, j + 1} <= many:
                        self._try_join(name_one, i, one, name_many, j, many)

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
        item = relate(part, whole, token(first.text + second.text), self.belarusian)
        if item.weight > 0:
            one.discard(i)
            many.difference_update({j, j + 1})
            self.items += [item, said("order", "joined")]

    def _contradict(self) -> None:
        for part in (SURNAME, GIVEN, PATRONYMIC):
            left = [i for i in sorted(self.left) if self.a.parts[i] is part]
            right = [j for j in sorted(self.right) if self.b.parts[j] is part]
            for i, j in zip(left, right, strict=False):
                self.left.discard(i)
                self.right.discard(j)
                self.items.append(relate(part, self.a.tokens[i], self.b.tokens[j], self.belarusian))

    def _missing(self) -> None:
        matched = {item.part for item in self.items}
        for part in (SURNAME, GIVEN, PATRONYMIC):
            spare = [self.a.tokens[i].text for i in sorted(self.left) if self.a.parts[i] is part]
            spare += [self.b.tokens[j].text for j in sorted(self.right) if self.b.parts[j] is part]
            for word in spare:
                extra = part in matched and part is not PATRONYMIC
                code = f"{part}.{'extra' if extra else 'missing'}"
                self.items.append(said(part, code, word))
                matched.add(part)
