"""The evidence for and against two place names being one place.

Names that the gazetteer knows as they are written are of one place or not, whatever their
letters. Where one is known as a typo at most, or not at all, the letters speak too, and the
better of both counts: a village may be called nearly as a large city is.
"""

from __future__ import annotations

from resolver.evidence import Item
from resolver.gazetteer import find_place
from resolver.gazetteer_names import plain
from resolver.names import Name
from resolver.place_index import Found
from resolver.relation import Code, surnames
from resolver.tokens import token
from resolver.weights import weights

SHORTEST_NEAR = 6
MOST_LETTERS_OFF = 1.2


def judge_places(a: Name, b: Name) -> list[Item]:
    """What the gazetteer says of two names, or their letters, whichever joins them more."""
    table = weights()
    base = Item("base", "base", table["base"])
    known_a, known_b = find_place(a.text), find_place(b.text)
    if not known_a or not known_b:
        return [base, _by_letters(a, b)]
    if plain(a.text) == plain(b.text):
        same = table["place.same"]
        return [base, Item("place", "place.same", same, known_a.place_id, known_b.place_id)]
    known = _by_places(known_a, known_b)
    if known_a.typos == known_b.typos == 0:
        return [base, *known]
    letters = _by_letters(a, b)
    # A misspelt name is compared with a known one by all of that one's names, not by one.
    told = (known_a.typos and known_b.typos) or letters.code == "surname.same"
    if told and letters.weight > sum(item.weight for item in known):
        return [base, letters]
    return [base, *known]


def _by_places(a: Found, b: Found) -> list[Item]:
    """Two names of one place; of places that share a name, either of which may be meant."""
    table = weights()
    shared = [place for place in a.places if place in b.places]
    if not shared:
        return [Item("place", "place.far", table["place.far"], a.place_id, b.place_id)]
    typos = max(a.typos, b.typos)
    sure = a.sure and b.sure and a.place_id == b.place_id
    if sure or (a.one_name and b.one_name and a.places == b.places):
        code = "place.same"
    else:
        # Of a name of several places the likeliest is taken, but not against another of them.
        likeliest = a.place_id == b.place_id and not typos
        code = "place.shared" if likeliest else "place.perhaps"
    items = [Item("place", code, table[code], shared[0], shared[0])]
    if typos and code == "place.same":
        items.append(Item("place", "place.typo", typos * table["place.typo"], shared[0]))
    return items


def _by_letters(a: Name, b: Name) -> Item:
    table = weights()
    left, right = _whole(a), _whole(b)
    found = surnames(token(left), token(right))
    if found.code is Code.SAME:
        return Item("place", "surname.same", table["place.letters"], left, right, found)
    near = found.code in {Code.NEAR, Code.TRANSCRIBED, Code.AKANNE}
    if near and found.distance <= MOST_LETTERS_OFF and min(len(left), len(right)) >= SHORTEST_NEAR:
        weight = table["place.letters"] + table["place.letter_off"] * max(found.distance, 0.3)
        return Item("place", "surname.near", weight, left, right, found)
    return Item("place", "place.far", table["place.far"], left, right)


def _whole(name: Name) -> str:
    return "".join(tok.word for tok in name.tokens) or name.text
