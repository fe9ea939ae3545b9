"""Who is found first, and how often a verdict is right: the tasks with an index."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from resolver.compare import Verdict, judge
from resolver.evaluate import Archive
from resolver.mention import Kind
from resolver.names import analyze
from resolver.resolve import Outcome as Answered
from resolver.resolve import rank

from .gold import Known, Ranking
from .peers import LOGIC_V2_MATCH, Peer, Top, rapidfuzz_best
from .table import Measure, Outcome

EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Bars:
    """What a task must reach. None: shown for information."""

    top1: float | None
    right: float | None
    recall: float | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One query: whom the archive names first, whether alone, and what it makes of it."""

    entity_id: str
    query: str
    first: str
    tied: bool
    answered: bool
    verdict: Verdict

    @property
    def top(self) -> bool:
        """Ranked first and no other with the same score."""
        return self.first == self.entity_id and not self.tied

    @property
    def right(self) -> bool:
        """Answered, and with the right entity."""
        return self.answered and self.first == self.entity_id


def ask(task: Ranking) -> list[Asked]:
    """Every query through blocking, comparison and decision, as `resolver evaluate` does."""
    archive = Archive()
    for entity, name in task.index:
        archive.add(entity, analyze(name))
    return [_ask(archive, entity, name) for entity, name in task.queries]


def _ask(archive: Archive, entity: str, query: str, kind: Kind = Kind.PERSON) -> Asked:
    name = analyze(query, kind)
    ranking = rank(name, archive.candidates(name), every=True)
    if not ranking.best:
        return Asked(entity, query, "", False, False, Verdict.DIFFERENT)
    first = ranking.best[0]
    tied = len(ranking.best) > 1 and first[2] - ranking.best[1][2] < EQUAL
    answered = ranking.outcome is Answered.MATCH
    return Asked(entity, query, first[0], tied, answered, first[1].verdict)


@dataclass(frozen=True, slots=True)
class Shares:
    """Three figures of one system."""

    top1: float
    right: float
    recall: float


def shares(flags: Sequence[tuple[bool, bool, bool]]) -> Shares:
    """Of (first, answered, answered rightly)."""
    count = len(flags)
    answered = sum(flag[1] for flag in flags)
    right = sum(flag[2] for flag in flags)
    top = sum(flag[0] for flag in flags)
    return Shares(
        top / count if count else 0.0,
        right / answered if answered else 1.0,
        right / count if count else 0.0,
    )


def _of_peer(found: Sequence[Top], queries: Sequence[Known], threshold: float) -> Shares:
    """A tie counts as no answer, for the peers as for us."""
    flags = []
    for (owner, score, tied), (entity, _) in zip(found, queries, strict=True):
        top = owner == entity and not tied
        answered = score >= threshold and not tied
        flags.append((top, answered, answered and top))
    return shares(flags)


def _resolved(asked: Sequence[Asked]) -> Shares:
    return shares([(a.top, a.answered, a.right) for a in asked])


def _judged(asked: Sequence[Asked]) -> Shares:
    """By the verdict of the first name alone, whatever rivals it has; ties are no answer."""
    matched = [a.verdict is Verdict.MATCH and not a.tied for a in asked]
    return shares([(a.top, m, m and a.top) for a, m in zip(asked, matched, strict=True)])


def measure(name: str, task: Ranking, bars: Bars, peer: Peer | None, size: int) -> Outcome:
    """All figures of one task. The peers are asked a seeded sample of `size` queries, each
    against every name of the index: no blocking can cost them anything."""
    asked = ask(task)
    numbers = list(range(len(asked)))
    if len(numbers) > size:
        numbers = sorted(random.Random(22).sample(numbers, size))
    queries = [task.queries[i] for i in numbers]
    question = {
        "queries": [query for _, query in queries],
        "index": [known for _, known in task.index],
        "owners": [owner for owner, _ in task.index],
    }
    ours, judged = _resolved(asked), _judged(asked)
    sample = _resolved([asked[i] for i in numbers])
    rapid = _of_peer(rapidfuzz_best(**question), queries, 101)
    logic = _of_peer(peer.ask("best", **question), queries, LOGIC_V2_MATCH) if peer else None
    n = len(asked)
    measures = [
        Measure(name, "top-1", ours.top1, bars.top1, False, sample.top1, rapid.top1,
                logic.top1 if logic else None, n),
        Measure(name, "match right", ours.right, bars.right, False, sample.right, None,
                logic.right if logic else None, n),
        Measure(name, "match recall", ours.recall, bars.recall, False, sample.recall, None,
                logic.recall if logic else None, n),
        Measure(name, "(verdict of the first right)", judged.right, cases=n),
        Measure(name, "(verdict of the first recall)", judged.recall, cases=n),
        Measure(name, "(top-1, at best)", _ceiling(task), cases=n),
    ]  # fmt: skip
    return Outcome(measures, _failures(task, asked))


def _ceiling(task: Ranking) -> float:
    """The top-1 of a ranking without fault: who shares an index name with another must tie."""
    bearers = Counter(name.casefold() for _, name in task.index)
    alone = {entity for entity, name in task.index if bearers[name.casefold()] == 1}
    return sum(entity in alone for entity, _ in task.queries) / len(task.queries)


def _failures(task: Ranking, asked: Sequence[Asked]) -> list[str]:
    """Wrong answers, then wrong firsts, then what was found but not answered."""
    names = dict(reversed(task.index))
    failed = [a for a in asked if not (a.top and a.answered)]
    failed.sort(key=lambda a: (not (a.answered and not a.right), a.top))
    return [_in_words(a, names) for a in failed]


def _in_words(asked: Asked, names: dict[str, str]) -> str:
    """Query, what the right name scored, and what was put before it."""
    query = analyze(asked.query)
    right = judge(query, analyze(names[asked.entity_id])).explained()
    kind = "WRONG" if asked.answered and not asked.right else "not first"
    if asked.top:
        kind = "no answer"
    text = f"{kind}: {asked.query} | is {names[asked.entity_id]} {right.score:.3f} {right.why()}"
    if asked.first and asked.first != asked.entity_id:
        other = judge(query, analyze(names[asked.first])).explained()
        text += f" | first {names[asked.first]} {other.score:.3f} {other.why()}"
    return text + (" (tied)" if asked.tied else "")
