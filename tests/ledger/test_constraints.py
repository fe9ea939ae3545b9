"""Laws of settling: which nodes are one, from the decisions in force."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from resolver.ledger.constraints import Rule, Settled, settle

nodes = st.integers(1, 7)
pairs = st.tuples(nodes, nodes).filter(lambda pair: pair[0] != pair[1])
NODES = range(1, 8)


@st.composite
def rules(draw: st.DrawFn) -> list[Rule]:
    found = []
    for seq in range(1, draw(st.integers(0, 9)) + 1):
        human = draw(st.booleans())
        if draw(st.booleans()):
            chain = draw(st.lists(nodes, min_size=2, max_size=4, unique=True))
            found.append(Rule(seq, human, together=tuple(pairwise(chain))))
        else:
            found.append(Rule(seq, human, apart=(draw(pairs),)))
    return found


def held(all_rules: list[Rule], settled: Settled) -> list[Rule]:
    return [rule for rule in all_rules if rule.seq not in settled.blocked]


@given(rules())
def test_every_rule_that_is_not_blocked_holds(all_rules: list[Rule]) -> None:
    settled = settle(NODES, all_rules)
    for rule in held(all_rules, settled):
        assert all(settled.root_of[a] == settled.root_of[b] for a, b in rule.together)
        assert all(settled.root_of[a] != settled.root_of[b] for a, b in rule.apart)


@given(rules())
def test_a_root_is_the_oldest_node_of_its_cluster(all_rules: list[Rule]) -> None:
    root_of = settle(NODES, all_rules).root_of
    for node, root in root_of.items():
        assert root == min(other for other in NODES if root_of[other] == root_of[node])


@given(rules())
def test_what_blocks_holds_and_came_first_or_is_human(all_rules: list[Rule]) -> None:
    by_seq = {rule.seq: rule for rule in all_rules}
    for seq, against in settle(NODES, all_rules).blocked.items():
        one, other = by_seq[seq], by_seq[against]
        assert against not in settle(NODES, all_rules).blocked
        assert (not other.human, other.seq) < (not one.human, one.seq)


@given(rules())
def test_what_is_blocked_says_nothing(all_rules: list[Rule]) -> None:
    settled = settle(NODES, all_rules)
    assert settle(NODES, held(all_rules, settled)).root_of == settled.root_of


@given(rules())
def test_where_nothing_collides_the_order_does_not_matter(
    all_rules: list[Rule],
) -> None:
    settled = settle(NODES, all_rules)
    free = held(all_rules, settled)
    numbers = [rule.seq for rule in free]
    for shift in range(len(numbers)):
        turned = [
            rule._replace(seq=numbers[(at + shift) % len(numbers)]) for at, rule in enumerate(free)
        ]
        again = settle(NODES, turned)
        assert again.root_of == settled.root_of
        assert again.blocked == {}


@given(rules())
def test_taking_a_rule_back_is_never_having_made_it(all_rules: list[Rule]) -> None:
    for rule in all_rules:
        without = [other for other in all_rules if other is not rule]
        assert settle(NODES, without) == settle(reversed(NODES), reversed(without))


def test_a_machine_gives_way_to_people_whichever_came_first() -> None:
    machine = Rule(1, human=False, together=((1, 2),))
    person = Rule(2, human=True, apart=((1, 2),))
    settled = settle([1, 2], [machine, person])
    assert settled.root_of == {1: 1, 2: 2}
    assert settled.blocked == {1: 2}


def test_a_merge_of_several_is_all_or_nothing() -> None:
    kept = Rule(1, human=True, apart=((2, 3),))
    merge = Rule(2, human=True, together=((1, 2), (2, 3), (3, 4)))
    settled = settle([1, 2, 3, 4], [kept, merge])
    assert settled.root_of == {1: 1, 2: 2, 3: 3, 4: 4}
    assert settled.blocked == {2: 1}


def test_apart_holds_through_others() -> None:
    first = Rule(1, human=True, apart=((1, 3),))
    second = Rule(2, human=True, together=((1, 2),))
    third = Rule(3, human=True, together=((2, 3),))
    settled = settle([1, 2, 3], [first, second, third])
    assert settled.blocked == {3: 1}


def test_the_last_join_on_the_way_stands_against_keeping_apart() -> None:
    joins = [Rule(1, human=True, together=((1, 2),)), Rule(5, human=True, together=((2, 3),))]
    late = Rule(7, human=True, apart=((1, 3),))
    assert settle([1, 2, 3], [*joins, late]).blocked == {7: 5}
