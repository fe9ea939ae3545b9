"""What two words of one part of two names say, asked for pairs of words by the thousand."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import starmap

import pyarrow as pa

from resolver import relation
from resolver.batch.doubt import doubtful
from resolver.evidence import Item
from resolver.names import Part
from resolver.relating import relate_once
from resolver.relation import Code, Relation
from resolver.tokens import Token
from resolver.weights import weights
from resolver.word_keys import PARTS, token_of_key

RELATIONS = pa.schema(
    [
        ("place", pa.int32()),
        ("a", pa.int32()),
        ("b", pa.int32()),
        ("weight", pa.float64()),
        ("marked", pa.float64()),
        ("doubtful", pa.bool_()),
        ("doubtful_marked", pa.bool_()),
        ("gendered", pa.bool_()),
        ("unheard", pa.bool_()),
    ]
)


def relations(batch: pa.Table) -> pa.Table:
    """(place, a, b, word_a, word_b) -> RELATIONS: the evidence of two words; `marked` beside
    Belarusian ones, `unheard` when they are one given name that no table knows."""
    rows = [*zip(*(batch[name].to_pylist() for name in _OF_TWO), strict=True)]
    found = zip(*starmap(_related, rows), strict=True) if rows else [()] * 6
    columns = [*(batch[name] for name in _OF_TWO[:3]), *found]
    return pa.table(dict(zip(RELATIONS.names, columns, strict=True)), schema=RELATIONS)


_OF_TWO = ("place", "a", "b", "word_a", "word_b")


def _related(
    place: int, _a: int, _b: int, word_a: str, word_b: str
) -> tuple[float, float, bool, bool, bool, bool]:
    """What RELATIONS has of two words."""
    one, other, part = token_of_key(word_a), token_of_key(word_b), PARTS[place]
    if one.heads or other.heads:
        weight = _weight_of_initials(part, _RELATED[part](one, other).code)
        return weight, weight, False, False, False, False
    item = relate_once(part, one, other, False)  # noqa: FBT003
    marked = item.weight
    if may_be_marked(item):
        marked = relate_once(part, one, other, True).weight  # noqa: FBT003
    if part is not Part.SURNAME:
        return item.weight, marked, False, False, False, _is_unheard(item, one)
    return (
        item.weight,
        marked,
        doubtful(item, one, other, belarusian=False),
        doubtful(item, one, other, belarusian=True),
        item.code == "surname.gendered",
        False,
    )


_RELATED: dict[Part, Callable[[Token, Token], Relation]] = {
    Part.SURNAME: relation.surnames,
    Part.GIVEN: relation.given_names,
    Part.PATRONYMIC: relation.patronymics,
}


@cache
def _weight_of_initials(part: Part, code: Code) -> float:
    """What `relate` finds of an initial: it stands for a word or does not, and no more."""
    return weights()[f"{part}.{code}"]


def may_be_marked(item: Item) -> bool:
    """Whether evidence of two words can weigh something else beside a Belarusian name."""
    found = item.relation
    return found is not None and (found.code is Code.AKANNE or found.coarse)


def _is_unheard(item: Item, tok: Token) -> bool:
    """Whether two words are one given name that no table knows."""
    return item.code == "given.same" and not tok.groups
