"""What is known of mentions besides their names, in the batches that an engine hands over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from resolver.attributes import Facts, evidence, facts, judged_with, missing
from resolver.batch.functions import name_of, told_why
from resolver.batch.taken import judged_as_taken
from resolver.mention import Kind, Mention

FACTS_OF = pa.schema(
    [
        ("birth_date", pa.string()),
        ("country", pa.string()),
        ("context", pa.string()),
        ("about", pa.string()),
        ("birth", pa.string()),
        ("code", pa.string()),
        ("company", pa.list_(pa.string())),
        ("told", pa.string()),
    ]
)


def known_facts(batch: pa.Table) -> pa.Table:
    """(birth_date, country, context, about: the name that the context is of) -> FACTS_OF: each
    as it is compared, and `told` all together, as it stands in what makes an entity's id."""
    rows = []
    given = zip(*(batch[name].to_pylist() for name in FACTS_OF.names[:4]), strict=True)
    for birth_date, country, context, about in given:
        mention = Mention(
            about, Kind.PERSON, birth_date=birth_date, country=country, context=context
        )
        found = facts(mention)
        told = [*found.birth_dates, *found.countries, *found.company]
        rows.append(
            (
                *(birth_date, country, context, about),
                "".join(found.birth_dates),
                "".join(found.countries),
                list(found.company),
                "".join(f"|{value}" for value in told),
            )
        )
    columns = zip(*rows, strict=True) if rows else [[]] * len(FACTS_OF)
    return pa.table(dict(zip(FACTS_OF.names, columns, strict=True)), schema=FACTS_OF)


def known(node: Mapping[str, object]) -> Facts:
    """The facts of a node that has columns for them."""
    birth, country, company = (node[name] for name in ("birth", "country", "company"))
    return Facts(_one(birth), _one(country), _texts(company))


def _one(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) and value else ()


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, Sequence) else ()


def told(a: Facts, b: Facts) -> float:
    """The weight of what two sides know."""
    return sum(item.weight for item in evidence(a, b))


def known_reasons(batch: pa.Table) -> pa.Table:
    """As `functions.reasons`, with the facts of both, columns ending in _a and _b."""
    found, lacking = [], []
    for row in batch.to_pylist():
        sides = [{key: row[f"{key}_{side}"] for key in _COMPARED} for side in "ab"]
        names = [name_of(str(s["text"]), row["kind"], bool(s["turned"])) for s in sides]
        facts_a, facts_b = map(known, sides)
        one, taken = judged_as_taken(names[0], names[1], row["meant_a"], row["meant_b"])
        found.append((judged_with(one, facts_a, facts_b), taken))
        lacking.append(missing(facts_a, facts_b))
    return told_why(batch, found, lacking)


_COMPARED = ("text", "turned", "birth", "country", "company")
