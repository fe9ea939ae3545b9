"""What is seen of two words at once is what every step of comparing them would find."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from resolver import relation
from resolver.at_once import given_names_at_once, patronymics_at_once, surnames_at_once
from resolver.evidence import Item, log_odds
from resolver.nearness import Relation
from resolver.seen import Seen, lacks_more, sounds_of
from resolver.tokens import Token, token

CASES = Path(__file__).parent.parent / "data" / "cases"
Relate = Callable[[Token, Token], Relation]
Look = Callable[[Token, Token], Relation | None]
PARTS: list[tuple[Look, Relate]] = [
    (surnames_at_once, relation.surnames),
    (given_names_at_once, relation.given_names),
    (patronymics_at_once, relation.patronymics),
]
# What makes one word of two: habits of spelling, cases, tradition, particles, ears, halves.
AKIN = """
    Казлоў Kozlov Петрова Petrovs Orlová Wisniewska Вишневский Dvorak Дворжак Шамсуддин Şemseddin
    Qurbanov Курбанов Leroy Леруа Wright Райт Bušs Буш Pols Paul Доржийн Дорж Мовлаеву Мовлаев
    vonBerg Berg Rimsky-Korsakov Корсаков Карапетян Garabedian Dzhaksybekov Жаксыбеков Саша
    Ильич Ильинична Ахматович Ахмедович Юрьевна Юрьевич Jurjewna Mikalaeuna Николаевна Ли 李 Ö I
""".split()  # noqa: SIM905 - one a line, the list would be longer than the file
SOUNDS = "абвгдежзиклмнопрстуфхцчшщ"


def _words() -> list[str]:
    rows: list[dict[str, str]] = []
    for name in ("lookalikes.csv", "variants.csv"):
        with (CASES / name).open(encoding="utf-8", newline="") as lines:
            rows += csv.DictReader(lines)
    names = [row[side] for row in rows for side in ("name_a", "name_b")]
    return [*dict.fromkeys(word.strip(",.") for name in names for word in name.split())]


def _misspelled(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + chance.choice(["", word[at] * 2, chance.choice(word)]) + word[at + 1 :]


def _holds(look: Look, relate: Relate, a: Token, b: Token) -> bool:
    """Whether a look finds the same, if it finds anything; whether it does."""
    seen = look(a, b)
    one, other = (a, b) if a.text <= b.text else (b, a)
    assert seen is None or seen == relate(one, other), (a.text, b.text)
    return seen is not None


@pytest.mark.parametrize(("look", "relate"), PARTS, ids=["surnames", "given", "patronymics"])
def test_a_look_finds_what_the_steps_find_and_mostly_finds_something(
    look: Look, relate: Relate
) -> None:
    chance = random.Random(5)
    words = [word for word in _words() if word]
    pairs = [(chance.choice(words), chance.choice(words)) for _ in range(4000)]
    pairs += [(word, _misspelled(word, chance) or word) for word in chance.sample(words, 400)]
    pairs += [(a, b) for a in AKIN for b in AKIN]
    found = [_holds(look, relate, token(a), token(b)) for a, b in pairs]
    assert sum(found[:4000]) > 2000


@settings(max_examples=60)
@given(st.data())
def test_a_look_finds_what_the_steps_find_in_any_words(data: st.DataObject) -> None:
    letters = st.sampled_from([*"aeioukgnstvzcshj’-", *"аеиоуйкгнствзцшщжё", "İ", "ß", "李"])
    a, b = (token("".join(data.draw(st.lists(letters, max_size=9)))) for _ in "ab")
    for look, relate in PARTS:
        _holds(look, relate, a, b)


@given(st.text(SOUNDS, max_size=12), st.text(SOUNDS, max_size=12))
def test_words_differ_at_least_by_the_sounds_that_one_lacks(a: str, b: str) -> None:
    apart = int(OSA.distance(a, b))
    assert not lacks_more(sounds_of(a), sounds_of(b), apart)
    assert not lacks_more(sounds_of(a), 0, len(a))


def test_what_is_seen_of_a_word_stays_with_it_and_is_not_copied() -> None:
    word = token("Щербаков")
    surnames_at_once(word, token("Иванов"))
    assert isinstance(word.seen, Seen)
    made, arguments = word.__reduce__()
    copied = made(*arguments)
    assert isinstance(copied, Token)
    assert copied.seen is None


@given(st.lists(st.floats(-50, 50), max_size=7), st.randoms())
def test_weights_add_up_to_the_same_in_any_order(
    weights: list[float], chance: random.Random
) -> None:
    items = [Item("surname", "surname.same", weight) for weight in weights]
    total = log_odds(items)
    chance.shuffle(items)
    assert log_odds(items) == total
