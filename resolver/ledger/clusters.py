"""What an entity shows of itself after a change: its cluster, its name, its suggestions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from resolver.entities import elected
from resolver.ledger.constraints import Rule, settle
from resolver.ledger.review import doubled, standings
from resolver.ledger.tables import Asked, Cluster, Link, Node, Tables

_TOGETHER, _APART, _SPLIT = "together", "apart", "split"


def mention_added(tables: Tables, node: Node, name: str, seq: int) -> None:
    """A mention joined: its entity may change its name and its place in the queue."""
    if node.root == node.number:
        shown = tables.touch(node.number, seq)
    else:
        tables.grow(node.number, 1)
        shown = tables.cluster(node.root)
        shown = _replaced(shown, mentions=shown.mentions + 1, changed=seq)
        tables.show(node.root, shown)
    if name != shown.name and not shown.corrected:
        # Only this spelling has gained: the name can change to no other.
        rivals = tables.spellings_named(node.root, (name, shown.name))
        chosen = elected(rivals) if rivals else name
        if chosen != shown.name:
            tables.show(node.root, _replaced(shown, name=chosen))
    if shown.mentions > 1 and doubled(shown.mentions):
        refresh(tables, [node.root])


def _replaced(
    shown: Cluster, *, name: str | None = None, mentions: int | None = None, changed: int = 0
) -> Cluster:
    return Cluster(
        shown.name if name is None else name,
        shown.mentions if mentions is None else mentions,
        shown.corrected,
        shown.junk,
        changed or shown.changed,
        shown.decided,
    )


def resettle(tables: Tables, touched: Iterable[int], seq: int, *, decided: bool) -> None:
    """Settle all that hangs together with some nodes, and show what came of it."""
    touched = list(touched)
    nodes = _component(tables, touched)
    links = tables.links_at(nodes)
    rules = _rules(links, nodes)
    settled = settle(nodes, rules)
    before = {node.root for node in nodes.values()}
    moved = [n for n, node in sorted(nodes.items()) if settled.root_of[n] != node.root]
    for number in moved:
        tables.set_root(number, settled.root_of[number])
    # A decision with no two ends here says nothing here: others settle whether it holds.
    here = {rule.seq for rule in rules} | {link.decision for link in links if not link.active}
    tables.set_blocked({seq: settled.blocked.get(seq) for seq in here})
    clusters: dict[int, list[Node]] = defaultdict(list)
    for number, node in nodes.items():
        clusters[settled.root_of[number]].append(node)
    shown = [
        _show(tables, root, members, seq, decided=decided)
        for root, members in sorted(clusters.items())
    ]
    if moved or any(shown):
        refresh(tables, sorted(before | set(clusters)))
        return
    # Nobody has moved: only what was said about the touched ones themselves may be answered.
    for a, b in combinations(sorted({settled.root_of[node] for node in touched}), 2):
        refresh_between(tables, a, b)


def _component(tables: Tables, touched: Iterable[int]) -> dict[int, Node]:
    """The nodes, the clusters they are in, and all that constraints may join to these."""
    roots = {node.root for node in tables.nodes(touched)}
    found: dict[int, Node] = {}
    while roots:
        fresh = {node.number: node for node in tables.nodes_of(roots)}
        found |= fresh
        ends = {
            end
            for link in tables.links_at(fresh)
            if _joins(link)
            for end in (link.a, link.b)
            if end not in found
        }
        roots = {node.root for node in tables.nodes(ends)} if ends else set()
    return found


def _joins(link: Link) -> bool:
    return link.active if link.sort == _TOGETHER else link.sort == _SPLIT and not link.active


def _rules(links: Iterable[Link], nodes: dict[int, Node]) -> list[Rule]:
    """The decisions behind links, as far as these are among some nodes."""
    together: dict[tuple[int, bool], list[tuple[int, int]]] = defaultdict(list)
    apart: dict[tuple[int, bool], list[tuple[int, int]]] = defaultdict(list)
    for link in links:
        if link.a not in nodes or link.b not in nodes:
            continue
        key, pair = (link.decision, link.human), (link.a, link.b)
        if _joins(link):
            together[key].append(pair)
        elif link.active and link.sort in (_APART, _SPLIT):
            apart[key].append(pair)
    return [
        Rule(seq, human, tuple(together[seq, human]), tuple(apart[seq, human]))
        for seq, human in sorted({*together, *apart})
    ]


def _show(tables: Tables, root: int, members: list[Node], seq: int, *, decided: bool) -> bool:
    """Whether it shows other mentions than before, or is hidden now and was not."""
    names = [node.number for node in members if not node.junk]
    everyone = [node.number for node in members]
    corrected = tables.correction(everyone)
    before = tables.cluster(root)
    spellings = tables.spellings(names or everyone)
    name = corrected or (elected(spellings) if spellings else before.name)
    mentions, hidden = sum(node.own for node in members), not names
    last = seq if decided else before.decided
    tables.show(root, Cluster(name, mentions, corrected is not None, hidden, seq, last))
    return (mentions, hidden) != (before.mentions, before.junk)


def refresh(tables: Tables, roots: list[int]) -> None:
    """Open or close every suggestion of some clusters."""
    asked = tables.asked_of(roots)
    if asked:
        _set(tables, asked)


def refresh_between(tables: Tables, root: int, other: int) -> None:
    """Open or close the suggestions between two clusters."""
    _set(tables, tables.asked_between(root, other))


def _set(tables: Tables, asked: list[Asked]) -> None:
    roots = {root for one in asked for root in (one.root_a, one.root_b)}
    answers = {(a, b): seq for a, b, seq in tables.answers_between(roots)}
    for number, found in standings(asked, answers).items():
        tables.set_state(number, *found)
