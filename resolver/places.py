"""The evidence for and against two place names being one place."""

from __future__ import annotations

from resolver.evidence import Item
from resolver.gazetteer import find_place
from resolver.names import Name
from resolver.relation import Code, surnames
from resolver.tokens import token
from resolver.weights import weights


def judge_places(a: Name, b: Name) -> list[Item]:
    """Two known places are the same or not; unknown ones are compared by their letters."""
    table = weights()
    base = Item("base", "base", table["base"])
    known_a, known_b = find_place(a.text), find_place(b.text)
    if known_a and known_b:
        code = "place.same" if known_a.place_id == known_b.place_id else "place.far"
        items = [base, Item("place", code, table[code], known_a.place_id, known_b.place_id)]
        typos = max(known_a.typos, known_b.typos)
        if typos and code == "place.same":
            items.append(Item("place", "place.typo", typos * table["place.typo"], known_a.place_id))
        return items
    return [base, _by_letters(a, b)]


def _by_letters(a: Name, b: Name) -> Item:
    table = weights()
    left, right = _whole(a), _whole(b)
    found = surnames(token(left), token(right))
    if found.code is Code.SAME:
        return Item("place", "surname.same", table["place.letters"], left, right, found)
    if found.code in {Code.NEAR, Code.TRANSCRIBED, Code.AKANNE}:
        weight = table["place.letters"] + table["surname.near_step"] * max(found.distance, 0.3)
        return Item("place", "surname.near", max(weight, table["place.far"]), left, right, found)
    return Item("place", "place.far", table["place.far"], left, right)


def _whole(name: Name) -> str:
    return "".join(tok.word for tok in name.tokens) or name.text
