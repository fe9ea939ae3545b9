"""How many bear a surname: a shipped prior for archives too small to tell.

Term frequencies come first from the archive itself: where two entities fit a lone surname, it
is ambiguous. Where only one does, that says little of a surname that one in a few hundred
people bears. Table: `rules/common_surnames.csv`, bearers in a thousand.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from resolver.names import Name
from resolver.rules import table
from resolver.tokens import Token, token


@cache
def _shares() -> Mapping[str, float]:
    """Reading -> the largest share of a surname that is read so."""
    shares: dict[str, float] = {}
    for row in table("common_surnames"):
        form = token(row["form"]).best
        shares[form] = max(shares.get(form, 0.0), float(row["share"]))
    return shares


def bearers_in_a_thousand(surname: Token) -> float:
    """How many people of a thousand bear a surname, in any spelling and either gender; 0 for
    one that is not known to be common.

    >>> bearers_in_a_thousand(token("Iwanow")) == bearers_in_a_thousand(token("Иванова")) > 10
    True
    """
    shares = _shares()
    return max((shares.get(form, 0.0) for form in (*surname.forms, *surname.bases)), default=0.0)


def is_common(name: Name) -> bool:
    """Whether a name is nothing but a common surname."""
    return len(name.tokens) == 1 and bearers_in_a_thousand(name.tokens[0]) > 0
