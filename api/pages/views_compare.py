"""Two names held against each other, as a page shows it: readings, letters, reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.pages.rule_links import RuleLink, rule_link
from resolver.alignment import Alignment, Change, Segment, align, alignments
from resolver.attribution import convention_titles
from resolver.compare import Comparison, Evidence, Verdict, judge
from resolver.explain import Naming
from resolver.language_names import language_names
from resolver.mention import Kind
from resolver.names import Name, analyze
from resolver.romanize import guess_languages
from resolver.tokens import Token

MOST_READINGS = 8
_START = "base"
_ALIKE = frozenset({Change.SAME, Change.RESPELLED})

# What is said of a segment, so that nothing rests on colour or on a line alone.
CHANGES = {
    Change.SAME: "same letter",
    Change.RESPELLED: "same sound, other letters",
    Change.REPLACED: "another sound",
    Change.ADDED: "only in the second name",
    Change.LOST: "only in the first name",
}

VERDICTS = {
    Verdict.MATCH: "These are one name",
    Verdict.REVIEW: "Perhaps one name: a person should look",
    Verdict.DIFFERENT: "These are two names",
}


@dataclass(frozen=True, slots=True)
class ReadAs:
    """A source form that a word can be read as; `by` is empty where most conventions do.

    `shared` marks a form that a word of the other name has too.
    """

    form: str
    by: tuple[str, ...]
    changes: bool
    shared: bool


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word with its part in the name and its readings; `more` of them are not shown."""

    text: str
    part: str
    readings: tuple[ReadAs, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ReadName:
    """A name as it was understood. `lang` is a BCP 47 code, empty where unknown."""

    text: str
    lang: str
    script: str
    languages: str
    words: tuple[ReadWord, ...]
    sure: bool
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason with its weight in natural-log odds."""

    weight: float
    part: str
    text: str
    rules: tuple[RuleLink, ...]

    @property
    def weighed(self) -> str:
        """`+5.58`; a real minus, which is read out as one."""
        return f"{self.weight:+.2f}".replace("-", "−")


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters of both names that belong together, either side possibly empty.

    `says` is what became of them; `rule` is empty where it says no more than the letters do.
    """

    a: str
    b: str
    sounds: str
    kind: Change
    says: str
    rule: str


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two words of one part, letter by letter."""

    part: str
    a: str
    b: str
    letters: tuple[Letters, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """All that a page shows of a comparison. `start` is where every sum begins."""

    a: ReadName
    b: ReadName
    kind: Kind
    verdict: Verdict
    score: float
    summary: str
    start: tuple[Reason, ...]
    why: tuple[Reason, ...]
    why_not: tuple[Reason, ...]
    aligned: tuple[Aligned, ...]

    @property
    def says(self) -> str:
        return VERDICTS[self.verdict]

    @property
    def scored(self) -> str:
        """`0.996`; neither certainty is claimed by rounding."""
        return f"{min(max(self.score, 0.001), 0.999):.3f}"

    @property
    def total(self) -> str:
        """The sum of all weights, which the score is made of."""
        weights = (reason.weight for reason in (*self.start, *self.why, *self.why_not))
        return f"{sum(weights):+.2f}".replace("-", "−")


def compared(raw_a: str, raw_b: str, kind: Kind) -> Compared:
    """Compare two names of a kind. Raises BadName."""
    a, b = analyze(raw_a, kind), analyze(raw_b, kind)
    judgement = judge(a, b)
    comparison = judgement.explained(Naming.ORIGINALS)
    reasons = _reasons(comparison)
    telling = [reason for reason in reasons if reason.part != _START]
    return Compared(
        a=_read(a, b),
        b=_read(b, a),
        kind=kind,
        verdict=comparison.verdict,
        score=comparison.score,
        summary=comparison.summary(),
        start=tuple(reason for reason in reasons if reason.part == _START),
        why=tuple(reason for reason in telling if reason.weight >= 0),
        why_not=tuple(reason for reason in telling if reason.weight < 0),
        aligned=tuple(map(_aligned, alignments(judgement.items))) or tuple(_word_by_word(a, b)),
    )


def _word_by_word(a: Name, b: Name) -> Iterator[Aligned]:
    """Places are known by their whole names; their words are held against each other all the
    same where both have as many."""
    if a.kind is Kind.PLACE and len(a.tokens) == len(b.tokens):
        for one, other in zip(a.tokens, b.tokens, strict=True):
            letters = tuple(map(_letters, align(one.text, other.text)))
            yield Aligned("word", one.text, other.text, letters)


def _aligned(found: Alignment) -> Aligned:
    return Aligned(found.part, found.a, found.b, tuple(map(_letters, found.segments)))


def _letters(found: Segment) -> Letters:
    """A rule without a convention is left out: it says what everybody reads."""
    rule = found.rule
    if found.kind is Change.RESPELLED and _doubled(found.a) != _doubled(found.b):
        rule = f"a letter written twice: {rule}"
    telling = found.kind not in _ALIKE or ":" in rule
    return Letters(
        found.a,
        found.b,
        found.sounds,
        found.kind,
        CHANGES[found.kind],
        rule if telling else "",
    )


def _doubled(letters: str) -> bool:
    return len(letters) > 1 and len(set(letters.casefold())) == 1


def _reasons(comparison: Comparison) -> list[Reason]:
    return [_reason(item) for item in comparison.evidence]


def _reason(item: Evidence) -> Reason:
    return Reason(item.weight, item.part, item.text, tuple(map(rule_link, item.rules)))


def _read(name: Name, other: Name) -> ReadName:
    shared = {form for tok in other.tokens for form in tok.forms}
    languages = guess_languages(name.text)
    return ReadName(
        text=name.text,
        lang=languages[0] if languages else "",
        script=name.script,
        languages=language_names(languages),
        words=tuple(
            _word(tok, str(part) if name.kind is Kind.PERSON else "word", shared)
            for tok, part in zip(name.tokens, name.parts, strict=True)
        ),
        sure=name.sure,
        removed=name.removed,
    )


def _word(tok: Token, part: str, shared: set[str]) -> ReadWord:
    found = sorted(_readings(tok, shared), key=lambda each: (not each.shared, each.changes))
    return ReadWord(
        tok.text, part, tuple(found[:MOST_READINGS]), max(0, len(found) - MOST_READINGS)
    )


def _readings(tok: Token, shared: set[str]) -> Iterator[ReadAs]:
    for form, reading in tok.forms.items():
        by = convention_titles(reading.conventions) if tok.script == "latin" else ()
        yield ReadAs(form, by, reading.switches > 0, form in shared)
