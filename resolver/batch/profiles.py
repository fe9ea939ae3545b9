"""What an archive needs to know of a name: its words, as keys into a table of words."""

from __future__ import annotations

from typing import NamedTuple

from resolver.entities import completeness
from resolver.keys import keys_of
from resolver.mention import Kind
from resolver.names import SURNAME, Name, analyze
from resolver.word_keys import PLACES, key_of_token


class Profile(NamedTuple):
    """A distinct name. `plain` when it has at most one word in each part and at least two
    words, so that its evidence is the sum of its parts'. `words` are (place, word) with the
    place of a part in PARTS; `other` the blocking keys of a name that is no person's; `ways`
    in how many ways its words can be read in all."""

    tier: int
    plain: bool
    sure: bool
    gender: str
    generation: str
    belarusian: bool
    latin: bool
    ways: int
    words: tuple[tuple[int, str], ...]
    other: tuple[str, ...]


def profile(raw: str, kind: Kind) -> Profile:
    """Analyse a name. Raises BadName."""
    return _profile(analyze.__wrapped__(raw, kind), kind)


def _profile(name: Name, kind: Kind) -> Profile:
    # By itself: whoever calls holds the name until the profile is made. Compiled, its attributes
    # are only lent, and would be gone with a name that ended as an argument is made of it.
    person = kind is Kind.PERSON
    plain = person and name.unique and len(name.tokens) > 1
    words = tuple(
        (PLACES[part], key_of_token(tok)) for part, tok in zip(name.parts, name.tokens, strict=True)
    )
    # Counted before anything of the name is read: as arguments they would be loops in the midst of
    # a call, and mypyc 2.4 lets go of the name at the end of one, with what was read of it before.
    plain = plain and not all(tok.heads for tok in name.tokens)
    ways = sum(len(tok.forms) for tok in name.tokens)
    other = () if person else keys_of(name)
    if name.maiden is not None:  # compared whole, with whoever bears either surname
        plain = False
        words += ((PLACES[SURNAME], key_of_token(name.maiden)),)
    return Profile(
        tier=completeness(name),
        plain=plain,
        sure=name.sure,
        gender=name.gender,
        generation=name.generation,
        belarusian=name.belarusian,
        latin=name.script == "latin",
        ways=ways,
        words=words if person else (),
        other=other,
    )
