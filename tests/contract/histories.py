"""Long histories by chance: everything that can happen to entities, some of it refused."""

from __future__ import annotations

import random
from collections.abc import Iterator

from resolver.errors import ResolverError
from resolver.ledger.events import (
    Decided,
    DecisionUndone,
    EntitiesJoined,
    EntitiesMerged,
    EntityFounded,
    EntitySplit,
    Event,
    MentionRecorded,
    MentionsMoved,
    NameCorrected,
    NamingPreferred,
    Ruling,
    SuggestionRaised,
)
from resolver.mention import Kind, Mention
from resolver.store.protocol import Store

GIVEN = ("Anna", "Анна", "Ivan", "Иван", "Zarema", "Зарема", "Olga")
FAMILY = ("Orlova", "Орлова", "Petrov", "Петров", "Movlaev", "Мовлаев", "Bo", "Ким")
_ONE_IN = 3_000


def events(seed: int) -> Iterator[Event]:
    """Events without end; later ones name what earlier ones have made, refused or not."""
    chance = random.Random(seed)
    nodes: list[str] = []
    said: list[str] = []
    made = 0
    while True:
        made += 1
        kind = chance.random()
        if len(nodes) < 3 or kind < 0.2:
            nodes.append(f"e{made}")
            yield EntityFounded(nodes[-1], _kind(chance), _name(chance))
        elif kind < 0.62:
            said.append(f"m{made}")
            mention = Mention(
                _name(chance),
                birth_date=chance.choice((None, None, "1950", "1950-02-03", "1961")),
                country=chance.choice((None, None, "KZ", "Russia")),
            )
            how = chance.choice(("joined", "given"))
            yield MentionRecorded(said[-1], chance.choice(nodes), mention, how, 0.95)
        elif kind < 0.78:
            codes = tuple(f"c{chance.randrange(9)}" for _ in range(2))
            a, b = chance.sample(nodes, 2)
            yield SuggestionRaised(a, b, 0.3 + 0.6 * chance.random(), "why", codes, ("country",))
        elif chance.random() < 1 / _ONE_IN:
            yield NamingPreferred(chance.choice(("latin", "cyrillic")))
        else:
            yield _decision(chance, nodes, said, made)


def _decision(chance: random.Random, nodes: list[str], said: list[str], made: int) -> Event:
    near = chance.randrange(len(nodes))  # what was founded about the same time meets often
    a, b = chance.sample(nodes[near : near + 6] + nodes[-6:], 2)
    if a == b:
        b = nodes[0]
    mention = chance.choice(said) if said else "nobody"
    choice = chance.randrange(12)
    if choice < 4:
        return Decided(chance.choice((Ruling.SAME, Ruling.DIFFERENT, Ruling.UNSURE)), a, b)
    if choice == 4:
        return EntitiesMerged((a, b))
    if choice == 5:
        nodes.append(f"e{made}")
        return EntitySplit(a, (mention,), nodes[-1])
    if choice == 6:
        return NameCorrected(a, _name(chance))
    if choice == 7:
        return EntitiesJoined((a, b), 0.99)
    if choice == 8:
        return MentionsMoved(a, (mention,))
    if choice == 9 and chance.random() < 0.2:
        return Decided(Ruling.NOT_A_NAME, a)
    return DecisionUndone(chance.randrange(1, made))


def _name(chance: random.Random) -> str:
    middle = chance.choice(("", "", f"{chance.choice(GIVEN)} ", f"w{chance.randrange(400)} "))
    return f"{chance.choice(GIVEN)} {middle}{chance.choice(FAMILY)}"


def _kind(chance: random.Random) -> Kind:
    return Kind.PERSON if chance.random() < 0.95 else Kind.PLACE


def happen(store: Store, seed: int, wanted: int, chunk: int = 500) -> int:
    """Append the first `wanted` events that are accepted; how many were refused."""
    source, kept, refused = events(seed), 0, 0
    while kept < wanted:
        with store.writing() as writer:
            for event in source:
                try:
                    writer.append(event, "it happened")
                except ResolverError:
                    refused += 1
                    continue
                kept += 1
                if kept == wanted or kept % chunk == 0:
                    break
    return refused
