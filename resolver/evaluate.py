"""How well names are told apart, on a file where the truth is known.

Each entity's first name (or those marked primary) stands in the archive; every other name
asks which entity it is. Ties count as lost: an answer that depends on the order of rows is
no answer. Clustering puts all names together and forgets the truth until it is measured.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass

from resolver.dedupe import dedupe
from resolver.errors import BadInput, BadName
from resolver.index import Index
from resolver.keys import keys_of
from resolver.mention import Kind
from resolver.names import Name, analyze
from resolver.resolve import Outcome, rank
from resolver.store.protocol import StoredName

CANDIDATES = 30
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Known:
    """A name whose entity is known; `primary` names stand in the archive."""

    entity_id: str
    name: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """Shares in 0..1. `precision` and `recall` are of match outcomes among the queries."""

    entities: int
    names: int
    bad_names: int
    queries: int
    top1: float
    precision: float
    recall: float
    blocking_recall: float
    pairwise_precision: float
    pairwise_recall: float
    pairwise_f1: float
    bcubed_precision: float
    bcubed_recall: float
    bcubed_f1: float

    def as_dict(self) -> dict[str, float]:
        """For JSON."""
        return asdict(self)

    def text(self) -> str:
        """One line a figure, aligned."""
        figures = self.as_dict().items()
        return "\n".join(
            f"{name:20} {value:>9}" if isinstance(value, int) else f"{name:20} {value:9.4f}"
            for name, value in figures
        )


class Archive:
    """Names under their entities, in memory: the store that `evaluate` asks."""

    def __init__(self) -> None:
        self._index = Index()
        self._names: list[tuple[str, Name]] = []

    def add(self, entity_id: str, name: Name) -> None:
        """Put a name into the archive."""
        self._index.add(len(self._names), keys_of(name))
        self._names.append((entity_id, name))

    def candidates(self, name: Name) -> list[StoredName]:
        """Stored names that share a key."""
        found = self._index.candidates(keys_of(name), CANDIDATES)
        return [StoredName(self._names[i][0], self._names[i][1].text, 1) for i in found]


def f1(precision: float, recall: float) -> float:
    """Harmonic mean; 0 when both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def pairwise(truth: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float]:
    """Precision and recall of the pairs that share a cluster."""

    def pairs(labels: Sequence[Hashable]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(labels).values())

    both = pairs(list(zip(truth, found, strict=True)))
    return _share(both, pairs(found)), _share(both, pairs(truth))


def bcubed(truth: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float]:
    """B-cubed precision and recall (Bagga and Baldwin 1998), averaged over names."""
    both = Counter(zip(truth, found, strict=True))
    in_truth, in_found = Counter(truth), Counter(found)
    total = len(truth)
    precision = sum(n * n / in_found[f] for (_, f), n in both.items())
    recall = sum(n * n / in_truth[t] for (t, _), n in both.items())
    return _share(precision, total), _share(recall, total)


def _split(
    rows: Sequence[Known], names: Mapping[int, Name]
) -> tuple[Archive, list[tuple[str, Name]]]:
    by_entity: dict[str, list[int]] = defaultdict(list)
    for i in names:
        by_entity[rows[i].entity_id].append(i)
    archive, queries = Archive(), []
    for entity_id, numbers in by_entity.items():
        primary = [i for i in numbers if rows[i].primary] or numbers[:1]
        for i in numbers:
            if i in primary:
                archive.add(entity_id, names[i])
            else:
                queries.append((entity_id, names[i]))
    return archive, queries


def evaluate(rows: Sequence[Known], kind: Kind = Kind.PERSON) -> Report:
    """Measure on rows of known entities. Raises BadInput when no row is usable."""
    names: dict[int, Name] = {}
    for i, row in enumerate(rows):
        try:
            names[i] = analyze(row.name, kind)
        except BadName:
            continue
    if not names:
        raise BadInput("no usable name: the file needs columns entity_id and name with values")
    archive, queries = _split(rows, names)
    top1 = right = answered = reached = 0
    for entity_id, name in queries:
        stored = archive.candidates(name)
        reached += any(candidate.entity_id == entity_id for candidate in stored)
        ranking = rank(name, stored, every=True)
        if ranking.best:
            tied = len(ranking.best) > 1 and ranking.best[0][2] - ranking.best[1][2] < _EQUAL
            top1 += ranking.best[0][0] == entity_id and not tied
        if ranking.outcome is Outcome.MATCH:
            answered += 1
            right += ranking.best[0][0] == entity_id
    clustering = dedupe([(rows[i].name, kind) for i in names])
    truth = [rows[i].entity_id for i in names]
    pair = pairwise(truth, clustering.entity_ids)
    cubed = bcubed(truth, clustering.entity_ids)
    count = len(queries)
    return Report(
        entities=len(set(truth)),
        names=len(rows),
        bad_names=len(rows) - len(names),
        queries=count,
        top1=_share(top1, count),
        precision=_share(right, answered),
        recall=_share(right, count),
        blocking_recall=_share(reached, count),
        pairwise_precision=pair[0],
        pairwise_recall=pair[1],
        pairwise_f1=f1(*pair),
        bcubed_precision=cubed[0],
        bcubed_recall=cubed[1],
        bcubed_f1=f1(*cubed),
    )
