"""The evidence for and against two personal names being one.

Words are matched part by part; a word of an uncertain part may match elsewhere at a price.
What stays unmatched on both sides in the same part is a contradiction, and contradictions
outweigh resemblance; what only one side has is merely missing. Every item carries its
weight; the sum of the weights is the log-odds of the score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from itertools import islice

from rapidfuzz.distance import OSA

from resolver import relation
from resolver.evidence import Item
from resolver.names import Name, Part, double_surname
from resolver.nearness import EXPLAINED, FORMS, NOT_RELATED
from resolver.relation import Code, Relation
from resolver.second_surnames import first_of_two
from resolver.tokens import Token, token
from resolver.weights import weights

JOIN_SLACK = 3
WELL_MATCHED = 6.0
MOST_LETTERS_OFF = 3
_HALVES = 2
_SURELY_HEARD = 0.25
# Йованович may be a patronymic or a surname; the ending does not tell.
_OVICH = {Part.SURNAME, Part.PATRONYMIC}

# What may match across parts: a guess about order and a guess about letters are too many.
_CERTAIN = frozenset(
    {Code.SAME, Code.COUNTERPART, Code.AKANNE, Code.UNMARKED, Code.DZH, Code.ARMENIAN}
)

_RELATE: dict[Part, Callable[[Token, Token], Relation]] = {
    Part.GIVEN: relation.given_names,
    Part.PATRONYMIC: relation.patronymics,
    Part.SURNAME: relation.surnames,
}


@cache
def _codes() -> Mapping[Part, Mapping[Code, tuple[str, float]]]:
    """The name and weight of each relation in each part."""
    table = weights()
    return {
        part: {code: (name := f"{part}.{code}", table.get(name, 0.0)) for code in Code}
        for part in Part
    }


def _terms(part: Part, found: Relation, belarusian: bool) -> list[tuple[str, float]]:  # noqa: FBT001
    """The weights that the weight of a relation is the sum of, each with its factor."""
    table = weights()
    name = f"{part}.{found.code}"
    terms = [(name, 1.0)]
    if found.code is Code.SAME:
        terms.append(("switch", found.switches))
    elif found.code is Code.AKANNE and belarusian:
        terms = [(f"{part}.akanne_marked", 1.0)]
    elif found.coarse and belarusian:
        terms = [(f"{part}.akanne_coarse", 1.0)]
    elif found.code is Code.NEAR:
        terms.append((f"{part}.near_step", found.distance))
        explained = "surname.near_explained"
        if (
            part is Part.SURNAME
            and found.distance <= EXPLAINED
            and _total(terms) < table[explained]
        ):
            terms = [(explained, 1.0)]
    elif found.code is Code.TRANSCRIBED:
        # By ear a first doubt is cheap and a second is not: Бейкер yes, Горицкий for Гора no.
        doubt = found.distance * (1 + found.distance) * 0.6
        terms.append((f"{part}.transcribed_step", doubt))
        if _total(terms) < table[f"{part}.far"]:
            terms = [(f"{part}.far", 1.0)]
    if found.gendered and _total(terms) > 0:
        terms.append(("surname.gendered_too", 1.0))
    return terms


def _total(terms: Iterable[tuple[str, float]]) -> float:
    table = weights()
    return sum([table.get(name, 0.0) * factor for name, factor in terms])


def terms(item: Item, belarusian: bool) -> list[tuple[str, float]]:  # noqa: FBT001
    """The weights that the weight of an item is the sum of, each with its factor;
    `belarusian` when one of the names is."""
    found = item.relation
    if found is None or item.code != f"{item.part}.{found.code}":
        return [(item.code, 1.0)]
    return _terms(Part(item.part), found, belarusian)


@lru_cache(maxsize=131072)
def relate(part: Part, a: Token, b: Token, belarusian: bool) -> Item:  # noqa: FBT001
    """The evidence of two words in one part; its sides are as given, all else is symmetric."""
    left, right = (a, b) if a.text <= b.text else (b, a)
    found = _RELATE[part](left, right)
    code, weight = _codes()[part][found.code]
    if found != NOT_RELATED:
        weight = _total(_terms(part, found, belarusian))
    return Item(part, code, weight, a.text, b.text, found)


@lru_cache(maxsize=4096)
def _said(part: str, code: str, a: str = "", b: str = "") -> Item:
    """Evidence that does not come from relating two words."""
    return Item(part, code, weights()[code], a, b)


def _aligned(a: Name, b: Name, belarusian: bool) -> list[Item] | None:  # noqa: FBT001
    """Part against part, when both names have each part once and no word of one could play
    another part in the other; what only one of them has is missing."""
    if not (a.unique and b.unique):
        return None
    items = []
    left: list[tuple[Part, Token]] = []
    right: list[tuple[Part, Token]] = []
    spare: list[Token] = []
    others = b.slots
    for part, mine in a.slots.items():
        other = others.get(part)
        if other is None:
            left.append((part, mine))
            spare.append(mine)
            items.append(_said(part, f"{part}.missing", mine.text))
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
                items.append(_said(part, f"{part}.missing", other.text))
    if left and right and (_may_cross(left, right) or _may_join(left, right, spare)):
        return None
    return items


def _may_cross(left: list[tuple[Part, Token]], right: list[tuple[Part, Token]]) -> bool:
    """Whether a word of one name might match a word of another part in the other."""
    return any(
        part is not other
        and (
            not x.forms.keys().isdisjoint(y.forms)
            or not x.groups.keys().isdisjoint(y.groups)
            or (x.patronymic is not None and y.patronymic is not None)
        )
        for part, x in left
        for other, y in right
    )


def _may_join(
    left: list[tuple[Part, Token]], right: list[tuple[Part, Token]], spare: list[Token]
) -> bool:
    """Whether one word here might be two there, of which one is spare."""
    return any(
        abs(len(x.best) - len(y.best) - len(more.best)) <= JOIN_SLACK
        or abs(len(y.best) - len(x.best) - len(more.best)) <= JOIN_SLACK
        for more in spare
        for _, x in left
        for _, y in right
        if more is not x and more is not y
    )


def _heard(found: Relation) -> bool:
    return found.code is Code.TRANSCRIBED and found.distance <= _SURELY_HEARD


class _Matching:
    """Best-first assignment of the words of two names: first within parts, then across."""

    def __init__(self, a: Name, b: Name, belarusian: bool) -> None:  # noqa: FBT001
        self.a, self.b, self.belarusian = a, b, belarusian
        self.left = set(range(len(a.tokens)))
        self.right = set(range(len(b.tokens)))
        self.items: list[Item] = []

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
        offers = [offer for pair in pairs if (offer := self._offer(*pair)) is not None]
        offers.sort(key=lambda offer: (-offer[0], offer[1], offer[2]))
        for _, i, j, part in offers:
            if i not in self.left or j not in self.right:
                continue
            self.left.discard(i)
            self.right.discard(j)
            left, right = self.a.tokens[i], self.b.tokens[j]
            self.items.append(relate(part, left, right, self.belarusian))
            if not self._same_part(i, j):
                code = self._swap_code(i, j)
                self.items.append(_said("order", code, left.text, right.text))

    def _swap_code(self, i: int, j: int) -> str:
        if self._first_surnames(i, j):
            return "second_surname"
        lone = 1 in (len(self.a.tokens), len(self.b.tokens))
        return "swapped_sure" if self.a.sure and self.b.sure and not lone else "swapped"

    def _first_surnames(self, i: int, j: int) -> bool:
        """Whether one word is a surname that the other name follows by a second one."""
        left, right = first_of_two(self.a), first_of_two(self.b)
        return (i == left and self.b.parts[j] is Part.SURNAME) or (
            j == right and self.a.parts[i] is Part.SURNAME
        )

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
            first = self._first_surnames(i, j)
            if (
                {part, other} != _OVICH
                and not first
                and left.forms.keys().isdisjoint(right.forms)
                and ((self.a.sure and self.b.sure) or left.groups.keys().isdisjoint(right.groups))
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
        return (weight, i, j, part) if weight > 0 else None

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
            self.items += [item, _said("order", "joined")]

    def _contradict(self) -> None:
        for part in (Part.SURNAME, Part.GIVEN, Part.PATRONYMIC):
            left = [i for i in sorted(self.left) if self.a.parts[i] is part]
            right = [j for j in sorted(self.right) if self.b.parts[j] is part]
            for i, j in zip(left, right, strict=False):
                self.left.discard(i)
                self.right.discard(j)
                self.items.append(relate(part, self.a.tokens[i], self.b.tokens[j], self.belarusian))

    def _missing(self) -> None:
        matched = {item.part for item in self.items}
        for part in (Part.SURNAME, Part.GIVEN, Part.PATRONYMIC):
            spare = [self.a.tokens[i].text for i in sorted(self.left) if self.a.parts[i] is part]
            spare += [self.b.tokens[j].text for j in sorted(self.right) if self.b.parts[j] is part]
            for word in spare:
                extra = part in matched and part is not Part.PATRONYMIC
                code = f"{part}.{'extra' if extra else 'missing'}"
                self.items.append(_said(part, code, word))
                matched.add(part)


def _with_gender(a: Name, b: Name, items: list[Item]) -> list[Item]:
    """Genders that differ contradict; a feminine surname needs a person who may be a woman."""
    known = a.gender in "mf" and b.gender in "mf"
    for place, item in enumerate(items):
        if item.code == "surname.gendered" and any(i.part == Part.GIVEN for i in items):
            code = "surname.gendered_unknown"
            if known:
                women = a.gender == b.gender == "f"
                code = "surname.gendered" if women else "surname.gendered_contradicted"
            elif any(map(_one_unknown_name, items)):
                code = "surname.gendered_given"
            elif "m" in (a.gender, b.gender):
                code = "surname.gendered_contradicted"
            items[place] = item._replace(code=code, weight=weights()[code])
    if known and a.gender != b.gender:
        items.append(_said("gender", "gender", a.gender, b.gender))
    return items


def _one_unknown_name(item: Item) -> bool:
    """Whether a given name is the same on both sides and no table knows it: names that both
    men and women bear are known ones, so the persons are of one gender."""
    return item.code == "given.same" and not token(item.a).groups


def _generation(a: Name, b: Name) -> Item:
    code = "generation.far" if a.generation and b.generation else "generation.missing"
    return _said("generation", code, a.generation, b.generation)


def _other_order(a: Name, b: Name, belarusian: bool, items: list[Item]) -> list[Item]:  # noqa: FBT001
    """The evidence when an unsure name is read in the other order, if that is stronger."""
    if a.slots.keys() != b.slots.keys() or len(a.slots) != 2:
        return items
    if _sum(items) > WELL_MATCHED:
        return items
    first, second = (a, b) if a.text <= b.text else (b, a)
    turned = dict(zip(reversed(list(second.slots)), second.slots.values(), strict=True))
    if not all(_akin(tok, turned[part]) for part, tok in first.slots.items()):
        return items
    other = [relate(part, tok, turned[part], belarusian) for part, tok in first.slots.items()]
    other.append(_said("order", "swapped", first.text, second.text))
    if _sum(other) <= _sum(items):
        return items
    return other if first is a else [item.flipped() for item in other]


def _akin(a: Token, b: Token) -> bool:
    """Whether two words of different parts have anything to do with each other."""
    return (
        not a.forms.keys().isdisjoint(b.forms)
        or not a.groups.keys().isdisjoint(b.groups)
        or any(
            OSA.distance(x, y, score_cutoff=MOST_LETTERS_OFF) <= MOST_LETTERS_OFF
            for x in islice(a.forms, FORMS)
            for y in islice(b.forms, FORMS)
        )
    )


def _sum(items: Iterable[Item]) -> float:
    return sum([item.weight for item in items])


def _lone(a: Name, b: Name, belarusian: bool) -> list[Item]:  # noqa: FBT001
    """Two lone words may be surnames or given names: the better reading counts."""
    left, right = a.tokens[0], b.tokens[0]
    item = relate(Part.SURNAME, left, right, belarusian)
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
    item = relate(Part.SURNAME, left, right, belarusian)
    if item.weight <= 0 or item.code == f"{Part.SURNAME}.{Code.PARTIAL}":
        return None
    return [item, _said("order", "joined")]


def _matched(a: Name, b: Name, belarusian: bool) -> list[Item]:  # noqa: FBT001
    """Word by word, where parts alone do not settle it. What is taken first depends on the
    order of the names, so that is fixed."""
    if a.text <= b.text:
        return _Matching(a, b, belarusian).run()
    return [item.flipped() for item in _Matching(b, a, belarusian).run()]


def _items(a: Name, b: Name, belarusian: bool) -> list[Item]:  # noqa: FBT001
    if a.text == b.text and all(tok.heads for tok in a.tokens):
        same = Relation(Code.SAME)
        code = f"{Part.SURNAME}.{Code.SAME}"
        return [Item(Part.SURNAME, code, weights()[code], a.text, b.text, same)]
    if len(a.tokens) == 1 or len(b.tokens) == 1:
        lone = _one_word(a, b, belarusian)
        if lone is not None:
            return lone
    items = _aligned(a, b, belarusian)
    if items is None:
        items = _matched(a, b, belarusian)
    if len(a.parts) == len(b.parts) == 2 and not (a.sure and b.sure):
        items = _other_order(a, b, belarusian, items)
    return items


def judge_persons(a: Name, b: Name) -> list[Item]:
    """All evidence about two personal names; symmetric up to the sides of each item."""
    items = _items(a, b, a.belarusian or b.belarusian)
    lone = len(a.tokens) == len(b.tokens) == 1
    base = _said("base", "base.lone" if lone else "base.person")
    found = [base, *_with_gender(a, b, items)]
    if a.generation != b.generation:
        found.append(_generation(a, b))
    if a.text == b.text:
        found.append(_said("spelling", "spelling"))
    return found
