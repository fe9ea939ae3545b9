"""Name against name: a score, a verdict, and the evidence that adds up to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from resolver.acyclic import mypyc_attr
from resolver.evidence import Item, log_odds
from resolver.explain import Naming, sentence
from resolver.maiden_names import judge_by_maiden_names
from resolver.mention import Kind
from resolver.names import GIVEN, PERSON, SURNAME, Name, Part
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


# The note for each set of parts that are absent, the first part in the lowest bit.
_NOTES: Final = [_note(absent) for absent in range(1 << len(_TOLD_BY))]
_EVERY: Final = (1 << len(_TOLD_BY)) - 1


def _told(name: Name) -> int:
    """The parts that a name has, as such a set."""
    told = 0
    for part in name.parts:
        told |= 1 if part is SURNAME else 2 if part is GIVEN else 4
    return told


class Verdict(StrEnum):
    """What the score says of two names."""

    MATCH = "match"
    REVIEW = "review"
    DIFFERENT = "different"


_MATCH: Final = Verdict.MATCH
_REVIEW: Final = Verdict.REVIEW
_DIFFERENT: Final = Verdict.DIFFERENT
_STANDARDS: Final = Naming.STANDARDS


@mypyc_attr(acyclic=True)
@dataclass(frozen=True, slots=True)
class Evidence(Value):
    """One reason in one line. `weight` is in natural-log odds; `rules` name the
    conventions or table rows behind it."""

    part: str
    code: str
    weight: float
    text: str
    rules: tuple[str, ...]


@mypyc_attr(acyclic=True)
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


@mypyc_attr(acyclic=True)
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
        notes = _notes(self.a, self.b, self.verdict)
        return Comparison(self.score, self.verdict, self.items, notes, naming)


def _notes(a: Name, b: Name, verdict: Verdict) -> tuple[str, ...]:
    """How names in another grammatical case were read; what would tell two persons apart and
    stands in neither name."""
    if a.kind is not PERSON:
        return ()
    absent = () if verdict is _DIFFERENT else _NOTES[_EVERY & ~(_told(a) | _told(b))]
    if not a.case and not b.case:
        return absent
    return (*_read_as(a), *_read_as(b), *absent)


def _read_as(name: Name) -> tuple[str, ...]:
    if not name.case:
        return ()
    nominative = " ".join([tok.text for tok in name.tokens])
    return (f"{name.text} is read as {nominative}, from the {name.case}",)


def verdict_of(score: float) -> Verdict:
    """The verdict of a score at the shipped thresholds."""
    if not _thresholds:
        table = weights()
        _thresholds.append((table["threshold.match"], table["threshold.review"]))
    match, review = _thresholds[0]
    if score >= match:
        return _MATCH
    return _REVIEW if score >= review else _DIFFERENT


_thresholds: Final[list[tuple[float, float]]] = []


def _others(a: Name, b: Name) -> Iterable[Item]:
    # Personal names, nearly all of the traffic, start faster without the gazetteer.
    if a.kind is Kind.PLACE:
        from resolver.places import judge_places

        return judge_places(a, b)
    from resolver.organizations import judge_organizations

    return judge_organizations(a, b)


def _evidence(a: Name, b: Name) -> tuple[Item, ...]:
    if a.kind is PERSON:
        if a.maiden is not None or b.maiden is not None:
            return tuple(judge_by_maiden_names(a, b))
        return tuple(judge_persons(a, b))
    if a.text <= b.text:
        return tuple(_others(a, b))
    return tuple([item.flipped() for item in _others(b, a)])


def judge(a: Name, b: Name) -> Judgement:
    """Judge two names of one kind. Symmetric but for the sides of the evidence."""
    items = _evidence(a, b)
    score = probability(log_odds(items))
    return Judgement(a, b, items, score, verdict_of(score))


def compare(a: Name, b: Name) -> Comparison:
    """Compare two analysed names of one kind.

    The evidence names the standards behind a Latin spelling of a Cyrillic word.
    Names alone are judged: two equal lone surnames are a match of names, whether or not
    they are one person. Names of different kinds are never compared by callers.
    """
    items = _evidence(a, b)
    score = probability(log_odds(items))
    verdict = verdict_of(score)
    return Comparison(score, verdict, items, _notes(a, b, verdict), _STANDARDS)
