"""Where candidates, comparison and verdict become an answer.

Comparison judges names; whether a mention is one *person* depends on the company: a name
that two entities bear is ambiguous, and a short form (a lone surname, initials) is a match
only where a single bearer fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from resolver.attributes import NOTHING, Facts, judged_with
from resolver.commonness import is_common
from resolver.compare import Evidence, Judgement, Verdict, judge, verdict_of
from resolver.entities import SHORT, completeness
from resolver.errors import BadName
from resolver.evidence import Item
from resolver.mention import Kind
from resolver.names import Name, analyze
from resolver.ruling_out import ruled_out
from resolver.sieve import NameSieve
from resolver.store.protocol import StoredName
from resolver.values import Quick
from resolver.weights import probability, weights

MOST_LETTERS = 8_000
"""Of the names that one mention is compared with, all together: of the usual kind that is more
than a store offers, of the longest that there may be it is fifteen, so that none takes long."""


class Outcome(StrEnum):
    """What the archive says of a mention."""

    MATCH = "match"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


@dataclass(init=False, slots=True, unsafe_hash=True)
class Candidate(Quick):
    """An entity with the best of its spellings against the mention."""

    entity_id: Final[str]
    name: Final[str]
    kind: Final[Kind]
    judgement: Final[Judgement]

    def __init__(self, entity_id: str, name: str, kind: Kind, judgement: Judgement) -> None:
        self.entity_id = entity_id
        self.name = name
        self.kind = kind
        self.judgement = judgement

    @property
    def score(self) -> float:
        """From 0 to 1."""
        return self.judgement.score

    @property
    def verdict(self) -> Verdict:
        """What the score says."""
        return self.judgement.verdict

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence in words, which are found only when asked for."""
        return self.judgement.explained().evidence

    def why(self) -> str:
        """The evidence in one line."""
        return self.judgement.explained().why()


@dataclass(init=False, slots=True, unsafe_hash=True)
class Answer(Quick):
    """`candidates` best first; `removed` lists invisible characters taken out."""

    outcome: Final[Outcome]
    candidates: Final[tuple[Candidate, ...]]
    rules_version: Final[str]
    removed: Final[tuple[str, ...]]

    def __init__(
        self,
        outcome: Outcome,
        candidates: tuple[Candidate, ...],
        rules_version: str,
        removed: tuple[str, ...] = (),
    ) -> None:
        self.outcome = outcome
        self.candidates = candidates
        self.rules_version = rules_version
        self.removed = removed

    @property
    def entity(self) -> Candidate | None:
        """The entity that the mention is, when the outcome is a match."""
        return self.candidates[0] if self.outcome is Outcome.MATCH else None


@dataclass(init=False, slots=True, unsafe_hash=True)
class Ranking(Quick):
    """The best judgement of each entity, best first, and what follows from them; `context`
    names the evidence that the company of a lone first gives."""

    outcome: Final[Outcome]
    best: Final[tuple[tuple[str, Judgement, float], ...]]
    context: Final[str]

    def __init__(
        self,
        outcome: Outcome,
        best: tuple[tuple[str, Judgement, float], ...],
        context: str = "",
    ) -> None:
        self.outcome = outcome
        self.best = best
        self.context = context


def log_odds(judgement: Judgement) -> float:
    """The sum of the evidence."""
    return sum([item.weight for item in judgement.items])


def rank(
    mention: Name,
    stored: Iterable[StoredName],
    own: Facts = NOTHING,
    facts: Mapping[str, Facts] | None = None,
    *,
    sieve: NameSieve | None = None,
    thorough: bool = False,
    every: bool = False,
) -> Ranking:
    """Judge a mention against stored spellings, likeliest first, and decide.

    `own` are the attributes of the mention, `facts` those of the entities it may be. Once
    one is a match, those that share far less with the mention are not looked at, as they could
    not come near it, and the `sieve` of whoever reads them is told; unless `thorough`, since they
    may still be worth a suggestion. Nor are those beyond MOST_LETTERS. Those that
    the given name or patronymic rules out are not candidates; unless `every`, which a measure
    of the ranking itself asks for.
    """
    known_facts = facts or {}
    match, sieve = weights()["threshold.match"], sieve or NameSieve(mention, every=True)
    best: dict[str, tuple[float, Judgement]] = {}
    judged: dict[str, Judgement | None] = {}
    every, letters = every or bool(own), 0
    for candidate in stored:
        letters += len(candidate.name)
        if candidate.worth < sieve.least or letters > MOST_LETTERS:
            break
        if candidate.name not in judged:
            judged[candidate.name] = _judged(mention, candidate.name, every=every)
        judgement = judged[candidate.name]
        if judgement is None:
            continue
        if own:
            judgement = judged_with(judgement, own, known_facts.get(candidate.entity_id, NOTHING))
        if judgement.score >= match and not thorough:
            sieve.matched(candidate.worth)
        odds = log_odds(judgement)
        known = best.get(candidate.entity_id)
        if known is None or odds > known[0]:
            best[candidate.entity_id] = (odds, judgement)
    ordered = sorted(
        ((entity, found, odds) for entity, (odds, found) in best.items()),
        key=lambda row: (-row[2], row[0]),
    )
    outcome, context = _decide(mention, ordered)
    return Ranking(outcome, tuple(ordered), context)


def _judged(mention: Name, text: str, *, every: bool) -> Judgement | None:
    """What a stored name is worth, unless it is another's or cannot be compared any more."""
    try:
        name = analyze(text, mention.kind)
    except BadName:  # stored under older rules
        return None
    return judge(mention, name) if every or not ruled_out(mention, name) else None


def _decide(mention: Name, ordered: Sequence[tuple[str, Judgement, float]]) -> tuple[Outcome, str]:
    table = weights()
    fitting = [row for row in ordered if row[1].score >= table["threshold.review"]]
    if not fitting:
        return Outcome.NONE, ""
    top = fitting[0]
    rivals = [row for row in fitting[1:] if top[2] - row[2] < table["margin"]]
    if completeness(mention) == SHORT and len(mention.tokens) > 0 and mention.kind is Kind.PERSON:
        only = len(fitting) == 1
        if only and is_common(mention):
            return Outcome.AMBIGUOUS, "context.common"
        if only and probability(top[2] + table["context.only"]) >= table["threshold.match"]:
            sure = top[1].score >= table["threshold.match"]
            return Outcome.MATCH, "" if sure else "context.only"
        return Outcome.AMBIGUOUS, ""
    if top[1].score >= table["threshold.match"]:
        return (Outcome.AMBIGUOUS if rivals else Outcome.MATCH), ""
    return Outcome.AMBIGUOUS, ""


def candidates_of(
    ranking: Ranking, kind: Kind, limit: int, titles: Mapping[str, str] | None = None
) -> tuple[Candidate, ...]:
    """The first entities of a ranking, under their canonical names in `titles`, else under
    the spelling that fits."""
    out = []
    for place, (entity_id, judgement, _) in enumerate(ranking.best[:limit]):
        found = judgement
        if ranking.context and place == 0:
            extra = Item("context", ranking.context, weights()[ranking.context])
            items = (*judgement.items, extra)
            score = probability(sum(item.weight for item in items))
            found = Judgement(judgement.a, judgement.b, items, score, verdict_of(score))
        title = (titles or {}).get(entity_id) or judgement.b.text
        out.append(Candidate(entity_id, title, kind, found))
    return tuple(out)
