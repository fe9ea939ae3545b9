"""Words for the younger or the elder of two that are called alike: table `generations`."""

from __future__ import annotations

from functools import cache

from resolver.rules import table


@cache
def _generations() -> dict[str, str]:
    return {row["word"].lower(): row["generation"] for row in table("generations")}


def generation_of(word: str) -> str:
    """What a word of that role in `name_words` says in every language: мл. and Junior are `jr`.
    Others, as III, stand for themselves, in lower case."""
    plain = word.lower().strip(".")
    return _generations().get(plain, plain)
