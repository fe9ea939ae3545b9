"""What a source knows besides the name, as evidence: birth date, country, company.

Birth dates are ISO 8601 and may stop at the year or the month. Equal as far as both go, they
speak for one person, the more the further they go; unequal, they contradict, but for what a
slip of the pen makes of a date (one digit, or day and month in the wrong places), which
only leaves a clerk in doubt. Countries are compared by their ISO 3166 code and say little:
people move. Company is the capitalised words around a mention, by their likeliest reading:
those shared speak for one person, others say nothing. Two names that are two by themselves
stay short of a match whatever else they share: twins share a birth date, too, and whether a
name was changed is for a clerk to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from resolver.compare import Judgement, verdict_of
from resolver.evidence import Item
from resolver.gazetteer import find_place
from resolver.mention import Kind, Mention
from resolver.tokens import token
from resolver.values import Value
from resolver.weights import odds_of, probability, weights

BIRTH_DATE, COUNTRY, COMPANY = "birth_date", "country", "company"
MISSING = (BIRTH_DATE, COUNTRY, "context")
"""What would tell two entities apart, as a mention calls it."""

_MOST_COMPANY = 12
_COUNTED_COMPANY = 2
_MOST_VALUES = 50
_CODE = re.compile(r"[A-Za-z]{2}")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_CAPITALISED = re.compile(r"\b[A-ZА-ЯЁІЇЄҐЎЂЈЉЊЋЏ][\w'’-]{3,}")
_SHORT_OF_A_MATCH = 0.2
_YEAR, _MONTH, _DAY = 4, 7, 10
_VAGUE = (_DAY, _MONTH, _YEAR, 0)
_PARTED = frozenset({"birth.far", "birth.near"})
_PARTLY = {_YEAR: "birth.year", _MONTH: "birth.month", _DAY: "birth.same"}


@dataclass(frozen=True, slots=True)
class Facts(Value):
    """The attributes of a mention, or of all mentions of an entity; each without repeats."""

    birth_dates: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    company: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.birth_dates or self.countries or self.company)


NOTHING = Facts()


def facts_of(mention: Mention) -> tuple[tuple[str, str], ...]:
    """The attributes of a mention as (attribute, value), as they are counted and compared."""
    if mention.birth_date is None and mention.country is None and mention.context is None:
        return ()
    found: list[tuple[str, str]] = []
    if mention.birth_date and _DATE.fullmatch(mention.birth_date):
        found.append((BIRTH_DATE, mention.birth_date))
    if mention.country and mention.country.strip():
        found.append((COUNTRY, country_code(mention.country)))
    if mention.context and mention.kind is Kind.PERSON:
        found += [(COMPANY, word) for word in company_of(mention.context, mention.name)]
    return tuple(found)


def gathered(facts: Iterable[tuple[str, str]]) -> Facts:
    """Facts from (attribute, value) pairs, in a fixed order."""
    by: dict[str, set[str]] = {BIRTH_DATE: set(), COUNTRY: set(), COMPANY: set()}
    for attribute, value in facts:
        by[attribute].add(value)
    dates, countries, company = (tuple(sorted(by[name])) for name in by)
    return Facts(dates[:_MOST_VALUES], countries[:_MOST_VALUES], company[:_MOST_VALUES])


def facts(mention: Mention) -> Facts:
    """The facts of one mention."""
    pairs = facts_of(mention)
    return gathered(pairs) if pairs else NOTHING


@lru_cache(maxsize=4096)
def country_code(country: str) -> str:
    """An ISO 3166 code where the country is known, else its name in lower case."""
    text = country.strip()
    if _CODE.fullmatch(text):
        return text.upper()
    place = find_place(text)
    return place.place_id if place is not None else text.casefold()


def company_of(context: str, name: str) -> tuple[str, ...]:
    """The names around a mention, each as its likeliest reading, but for the name's own."""
    own = {token(word).best for word in re.findall(r"[\w'’-]+", name)}
    found = dict.fromkeys(
        reading
        for word in _CAPITALISED.findall(context)[: 4 * _MOST_COMPANY]
        if (reading := token(word).best) and reading not in own
    )
    return tuple(found)[:_MOST_COMPANY]


def evidence(a: Facts, b: Facts) -> tuple[Item, ...]:
    """What the attributes of two sides say; nothing where one side knows nothing."""
    if not a or not b:
        return ()
    found = [*_births(a, b), *_countries(a, b)]
    shared = [word for word in a.company if word in b.company][:_COUNTED_COMPANY]
    found += [_item("company", "company.shared", word, word) for word in shared]
    return tuple(found)


def judged_with(judgement: Judgement, a: Facts, b: Facts) -> Judgement:
    """A judgement of names with the evidence of attributes added."""
    added = evidence(a, b)
    if not added:
        return judgement
    names, other = (sum(item.weight for item in found) for found in (judgement.items, added))
    if (kept := kept_short(names, other)) < other:
        added = (*added, Item("names", "names.different", kept - other))
    items = (*judgement.items, *added)
    score = probability(sum(item.weight for item in items))
    return Judgement(judgement.a, judgement.b, items, score, verdict_of(score))


def kept_short(names: float, other: float) -> float:
    """What attributes may add to the evidence of two names, both as log-odds."""
    table = weights()
    if names >= odds_of(table["threshold.review"]):
        return other
    return min(other, most_of_two() - names)


def most_of_two() -> float:
    """The most, as log-odds, that two names come to which are different by themselves."""
    return odds_of(weights()["threshold.match"]) - _SHORT_OF_A_MATCH


def contradict(a: Facts, b: Facts) -> bool:
    """Whether two sides cannot be one by their birth dates alone."""
    return any(item.code == "birth.far" for item in evidence(a, b))


def parted(a: Facts, b: Facts) -> bool:
    """Whether birth dates tell two sides apart, or put it in doubt that they are one."""
    return any(item.code in _PARTED for item in evidence(a, b))


def vague(known: Facts, *, decided: bool) -> int:
    """How much is left open of who is meant: 0 for a birth date to the day of a mention that
    people have decided about, up to 7 for no birth date and no decision."""
    longest = max(map(len, known.birth_dates), default=0)
    return 2 * _VAGUE.index(longest) + (not decided)


def missing(a: Facts, b: Facts) -> tuple[str, ...]:
    """Which attributes one side lacks, and would tell the two apart or join them."""
    sides: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
        BIRTH_DATE: (a.birth_dates, b.birth_dates),
        COUNTRY: (a.countries, b.countries),
        "context": (a.company, b.company),
    }
    return tuple(name for name in MISSING if not all(sides[name]))


def _item(part: str, code: str, a: str, b: str) -> Item:
    return Item(part, code, weights()[code], a, b)


def _births(a: Facts, b: Facts) -> list[Item]:
    """The pair of dates that agrees best."""
    pairs = [(x, y) for x in a.birth_dates for y in b.birth_dates]
    items = [_item("birth date", _birth(x, y), x, y) for x, y in pairs]
    return [max(items, key=lambda item: (item.weight, item.a, item.b))] if items else []


def _birth(a: str, b: str) -> str:
    shared = min(len(a), len(b))
    if a[:shared] == b[:shared]:
        return _PARTLY[shared]
    return "birth.near" if _slip(a, b) else "birth.far"


def _slip(a: str, b: str) -> bool:
    """Whether two whole dates are one digit apart, or have day and month exchanged."""
    if len(a) < _DAY or len(b) < _DAY:
        return False
    if sum(x != y for x, y in zip(a, b, strict=True)) == 1:
        return True
    return a[:_YEAR] == b[:_YEAR] and (a[5:_MONTH], a[8:]) == (b[8:], b[5:_MONTH])


def _countries(a: Facts, b: Facts) -> list[Item]:
    if not a.countries or not b.countries:
        return []
    shared = next((code for code in a.countries if code in b.countries), None)
    if shared is not None:
        return [_item("country", "country.same", shared, shared)]
    return [_item("country", "country.far", ", ".join(a.countries), ", ".join(b.countries))]
