"""Name against name: a score, a verdict, and the evidence that adds up to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import fsum
from typing import Final

from resolver.evidence import Item
from resolver.explain import Naming, sentence
from resolver.mention import Kind
from resolver.names import PERSON, Name, Part
from resolver.persons import judge_persons
from resolver.values import Quick, Value
from resolver.weights import probability, weights

_TOLD_BY: Final = {
    Part.SURNAME: "surname",
    Part.GIVEN: "given name",
    Part.PATRONYMIC: "patronymic",
}


def _note(absent: int) -> tuple[str, ...]:
    words = [word for place, word in enumerate(_TOLD_BY.values()) if absent >> place & 1]
    return (f"no {' or '.join(words)} on either side",) if words else ()


_PARTS: Final = tuple(_TOLD_BY)
# The note for each set of parts that are absent, the first part in the lowest bit.
_NOTES: Final = [_note(absent) for absent in range(1 << len(_PARTS))]


class Verdict(StrEnum):
    """What the score says of two names."""

    MATCH = "match"
    REVIEW = "review"
    DIFFERENT = "different"


_MATCH: Final = Verdict.MATCH
_DIFFERENT: Final = Verdict.DIFFERENT


@dataclass(frozen=True, slots=True)
class Evidence(Value):
    """One reason in one line. `weight` is in natural-log odds; `rules` name the
    conventions or table rows behind it."""

    part: str
    code: str
    weight: float
    text: str
    rules: tuple[str, ...]


@dataclass(init=False, slots=True)
class Comparison(Quick):
    """`score` is the logistic function of the sum of the evidence's weights.

    `notes` say what neither name tells; they have no weight.
    """

    score: Final[float]
    verdict: Final[Verdict]
    items: Final[tuple[Item, ...]]
    notes: Final[tuple[str, ...]]
    naming: Final[Naming]

    def __init__(
        self,
        score: float,
        verdict: Verdict,
        items: tuple[Item, ...],
        notes: tuple[str, ...],
        naming: Naming,
    ) -> None:
        self.score = score
        self.verdict = verdict
        self.items = items
        self.notes = notes
        self.naming = naming

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The items in sentences, made when asked for."""
        return tuple(
            Evidence(item.part, item.code, item.weight, *sentence(item, self.naming))
            for item in self.items
        )

    def why(self) -> str:
        """The evidence that tells, in one line; quick, as reports of archives need it."""
        telling = [item for item in self.items if item.part != "base"]
        return "; ".join(sentence(item)[0] for item in telling) or "nothing in common"

    def summary(self) -> str:
        """One or two sentences for a clerk: what speaks for one name, and what against."""
        telling = [item for item in self.evidence if item.part != "base"]
        pros = [item.text for item in telling if item.weight >= 0]
        cons = [item.text for item in telling if item.weight < 0]
        said = "; ".join([*(pros or ["nothing in common"]), *self.notes])
        but = f" But {'; '.join(cons)}." if cons else ""
        return f"{said[:1].upper()}{said[1:]}.{but}"


@dataclass(init=False, slots=True)
class Judgement(Quick):
    """A comparison before it is put into words; cheap to make."""

    a: Final[Name]
    b: Final[Name]
    items: Final[tuple[Item, ...]]
    score: Final[float]
    verdict: Final[Verdict]

    def __init__(
        self, a: Name, b: Name, items: tuple[Item, ...], score: float, verdict: Verdict
    ) -> None:
        self.a = a
        self.b = b
        self.items = items
        self.score = score
        self.verdict = verdict

    def flipped(self) -> Judgement:
        """The same seen from the other name."""
        items = tuple([item.flipped() for item in self.items])
        return Judgement(self.b, self.a, items, self.score, self.verdict)

    def explained(self, naming: Naming = Naming.CONVENTIONS) -> Comparison:
        """The same with its evidence in sentences."""
        return Comparison(self.score, self.verdict, self.items, self._absent(), naming)

    def _absent(self) -> tuple[str, ...]:
        """What would tell two persons apart and stands in neither name."""
        if self.verdict is _DIFFERENT or self.a.kind is not PERSON:
            return ()
        mine, others = self.a.slots, self.b.slots
        if len(mine) == len(_TOLD_BY) or len(others) == len(_TOLD_BY):
            return ()
        absent = 0
        for place, part in enumerate(_PARTS):
            if part not in mine and part not in others:
                absent |= 1 << place
        return _NOTES[absent]


def verdict_of(score: float) -> Verdict:
    """The verdict of a score at the shipped thresholds."""
    match, review = _thresholds()
    if score >= match:
        return _MATCH
    return Verdict.REVIEW if score >= review else _DIFFERENT


@cache
def _thresholds() -> tuple[float, float]:
    table = weights()
    return table["threshold.match"], table["threshold.review"]


def _others(a: Name, b: Name) -> Iterable[Item]:
    # Personal names, nearly all of the traffic, start faster without the gazetteer.
    if a.kind is Kind.PLACE:
        from resolver.places import judge_places

        return judge_places(a, b)
    from resolver.organizations import judge_organizations

    return judge_organizations(a, b)


def judge(a: Name, b: Name) -> Judgement:
    """Judge two names of one kind. Symmetric but for the sides of the evidence."""
    if a.kind is PERSON:
        items = tuple(judge_persons(a, b))
    else:
        first, second = (a, b) if a.text <= b.text else (b, a)
        items = tuple(_others(first, second))
        if first is not a:
            items = tuple(item.flipped() for item in items)
    score = probability(fsum([item.weight for item in items]))
    return Judgement(a, b, items, score, verdict_of(score))


def compare(a: Name, b: Name) -> Comparison:
    """Compare two analysed names of one kind.

    The evidence names the standards behind a Latin spelling of a Cyrillic word.
    Names alone are judged: two equal lone surnames are a match of names, whether or not
    they are one person. Names of different kinds are never compared by callers.
    """
    return judge(a, b).explained(Naming.STANDARDS)
