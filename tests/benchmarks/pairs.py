"""Pairs of names judged on their own, and an archive clustered by name alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from resolver.compare import Judgement, Verdict, judge
from resolver.dedupe import dedupe
from resolver.evaluate import bcubed, f1, pairwise
from resolver.mention import Kind
from resolver.names import analyze

from .gold import Known, official_all, rows, surname_pairs
from .peers import LOGIC_V2_MATCH, Peer, ratio
from .table import Measure, Outcome

RANDOM_PAIRS = 200_000
PEER_RANDOM_PAIRS = 20_000
PEER_ENTITIES = 200
FALSE_AT_MOST = 0.0001


def _judge(pair: Known, kind: Kind = Kind.PERSON) -> Judgement:
    return judge(analyze(pair[0], kind), analyze(pair[1], kind))


def _joined(pairs: Sequence[Known]) -> list[bool]:
    return [_judge(pair).verdict is Verdict.MATCH for pair in pairs]


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


def _words(kind: str, pair: Known, of: Kind = Kind.PERSON) -> str:
    found = _judge(pair, of).explained()
    return f"{kind}: {pair[0]} / {pair[1]}: {found.verdict} {found.score:.3f} {found.why()}"


def surnames(folder: Path, peer: Peer | None, random_pairs: int = RANDOM_PAIRS) -> Outcome:
    """Spellings of one surname against surnames of different groups.

    rapidfuzz gets the threshold at which it, too, joins one random pair in ten thousand;
    logic-v2 its own, on the same pairs and a part of the random ones.
    """
    same, different = surname_pairs(folder, random_pairs)
    ours_same, ours_different = _joined(same), _joined(different)
    ratios = sorted((ratio(a, b) for a, b in different), reverse=True)
    threshold = ratios[int(FALSE_AT_MOST * len(ratios))] + 1e-6
    rapid = _share([ratio(a, b) >= threshold for a, b in same])
    logic_same = logic_false = None
    if peer:
        part = different[:PEER_RANDOM_PAIRS]
        logic_same = _share([s >= LOGIC_V2_MATCH for s in peer.ask("pairs", pairs=same)])
        logic_false = _share([s >= LOGIC_V2_MATCH for s in peer.ask("pairs", pairs=part)])
    found, false = _share(ours_same), _share(ours_different)
    measures = [
        Measure("surnames", "judged match", found, 0.97, False, found, rapid, logic_same,
                len(same)),
        Measure("surnames", "false", false, FALSE_AT_MOST, True, false, FALSE_AT_MOST, logic_false,
                len(different)),
    ]  # fmt: skip
    failures = [_words("FALSE", p) for p, j in zip(different, ours_different, strict=True) if j]
    failures += [_words("missed", p) for p, j in zip(same, ours_same, strict=True) if not j]
    return Outcome(measures, failures)


def _clusters(count: int, links: Sequence[tuple[int, int]]) -> list[int]:
    """Connected components."""
    root = list(range(count))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = i = root[root[i]]
        return i

    for a, b in links:
        root[find(a)] = find(b)
    return [find(i) for i in range(count)]


def _f1s(truth: Sequence[str], labels: Sequence[object]) -> tuple[float, float]:
    cluster = [str(label) for label in labels]
    return f1(*pairwise(truth, cluster)), f1(*bcubed(truth, cluster))


def _rapid_f1s(truth: Sequence[str], names: Sequence[str]) -> tuple[float, float]:
    """At the threshold that suits this sample best."""
    scored = [(ratio(names[i], names[j]), i, j) for i in range(len(names)) for j in range(i)]
    scored = [row for row in scored if row[0] >= 75]
    return max(
        _f1s(truth, _clusters(len(names), [(i, j) for s, i, j in scored if s >= threshold]))
        for threshold in range(75, 100)
    )


def deduplicate(folder: Path, peer: Peer | None) -> Outcome:
    """All official spellings clustered; the peers link every pair of a sample of entities at
    their threshold and take the connected components."""
    known = official_all(folder)
    clustering = dedupe([(name, Kind.PERSON) for _, name in known])
    ours = _f1s([entity for entity, _ in known], clustering.entity_ids)
    part = official_all(folder, PEER_ENTITIES)
    truth, names = [entity for entity, _ in part], [name for _, name in part]
    sample = _f1s(truth, dedupe([(name, Kind.PERSON) for name in names]).entity_ids)
    rapid = _rapid_f1s(truth, names)
    logic: tuple[float, float] | None = None
    if peer:
        links = peer.ask("linked", names=names, threshold=LOGIC_V2_MATCH)
        logic = _f1s(truth, _clusters(len(names), links))
    task = "official, deduplicated"
    measures = [
        Measure(task, "pairwise F1", ours[0], 0.993, False, sample[0], rapid[0],
                logic and logic[0], len(known)),
        Measure(task, "B-cubed F1", ours[1], 0.996, False, sample[1], rapid[1],
                logic and logic[1], len(known)),
    ]  # fmt: skip
    return Outcome(measures, _cluster_failures(known, clustering.entity_ids))


def _cluster_failures(known: Sequence[Known], found: Sequence[str | None]) -> list[str]:
    """A pair for every two clusters of one entity, and for every two entities of a cluster."""
    by_cluster: dict[str | None, dict[str, str]] = {}
    by_entity: dict[str, dict[str | None, str]] = {}
    for (entity, name), label in zip(known, found, strict=True):
        by_cluster.setdefault(label, {}).setdefault(entity, name)
        by_entity.setdefault(entity, {}).setdefault(label, name)
    out = []
    for kind, groups in (("JOINED", by_cluster.values()), ("split", by_entity.values())):
        for group in groups:
            first, *others = group.values()
            out += [_words(kind, (first, other)) for other in others]
    return out


def _balanced(first: Sequence[float], second: Sequence[float]) -> tuple[float, float]:
    """Shares of two lists at the threshold that tells them apart best: rapidfuzz's chance."""

    def shares(threshold: float) -> tuple[float, float]:
        return _share([x >= threshold for x in first]), _share([x >= threshold for x in second])

    return max((shares(t) for t in range(50, 101)), key=lambda s: s[1] - s[0])


_SCHEMA = {"person": "Person", "organization": "Organization"}


def cases(folder: Path, peer: Peer | None) -> Outcome:
    """The project's own look-alikes and variants. The sample leaves out places, which logic-v2
    does not match by name; rapidfuzz gets the threshold that tells the two files apart best."""
    alike = rows(folder / "lookalikes.csv")
    variant = [row for row in rows(folder / "variants.csv") if row["expect"] == "match"]
    judged = [_verdicts(group) for group in (alike, variant)]
    sampled = [[row for row in group if row["kind"] in _SCHEMA] for group in (alike, variant)]
    sample = [_share(_verdicts(group)) for group in sampled]
    rapid = _balanced(*([ratio(r["name_a"], r["name_b"]) for r in group] for group in sampled))
    logic = [_logic_share(peer, group) if peer else None for group in sampled]
    measures = [
        Measure("look-alikes", "joined", _share(judged[0]), 0.02, True, sample[0], rapid[0],
                logic[0], len(alike)),
        Measure("variants", "joined", _share(judged[1]), 0.98, False, sample[1], rapid[1],
                logic[1], len(variant)),
    ]  # fmt: skip
    wrong = [("JOINED", r) for r, match in zip(alike, judged[0], strict=True) if match]
    wrong += [("missed", r) for r, match in zip(variant, judged[1], strict=True) if not match]
    failures = [_words(k, (r["name_a"], r["name_b"]), Kind(r["kind"])) for k, r in wrong]
    return Outcome(measures, failures)


def _verdicts(group: Sequence[dict[str, str]]) -> list[bool]:
    return [
        _judge((r["name_a"], r["name_b"]), Kind(r["kind"])).verdict is Verdict.MATCH for r in group
    ]


def _logic_share(peer: Peer, group: Sequence[dict[str, str]]) -> float:
    matched: list[bool] = []
    for kind, schema in _SCHEMA.items():
        pairs = [(r["name_a"], r["name_b"]) for r in group if r["kind"] == kind]
        scores = peer.ask("pairs", pairs=pairs, schema=schema)
        matched += [score >= LOGIC_V2_MATCH for score in scores]
    return _share(matched)


Task = Callable[[Path, Peer | None], Outcome]
