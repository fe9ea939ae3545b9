"""Habits of spelling: what is never looked at could not have been one source form."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resolver import respelling
from resolver.respelling import akanne, akanne_coarse, may_be_respelled, respelled
from resolver.tokens import Token, token

PIECES = st.sampled_from(
    [
        *("дз", "дж", "рж", "ц", "щ", "шч", "ж", "х", "аха", "в", "аву", "он", "ом", "б", "п", "г"),
        *("к", "л", "р", "ф", "ио", "иа", "е", "а", "о", "и", "т", "с", "иан", "ски", "ович"),
    ]
)
WORDS = st.lists(PIECES, min_size=2, max_size=6).map("".join)
LATIN = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9)


def changed(tok: Token) -> set[str]:
    """Everything that habits make of the readings of a word."""
    forms = [*tok.forms, *tok.bases]
    habits = respelling._habits(tok)
    kinds = zip("mjahv", (habits.marked, habits.dzh, habits.armenian, *habits.vowels), strict=True)
    traces = {mark + form for mark, found in kinds for form in found}
    fine = [*map(akanne, forms)]
    return {*traces, *fine, *map(akanne_coarse, fine)}


@given(WORDS | LATIN, WORDS | LATIN)
def test_words_that_a_habit_brings_together_may_be_respelled(a: str, b: str) -> None:
    left, right = token(a), token(b)
    if not changed(left).isdisjoint(changed(right)):
        assert may_be_respelled(left, right)


@given(WORDS, st.data())
def test_a_belarusian_spelling_may_be_one_of_the_same_word(word: str, data: st.DataObject) -> None:
    other = word.replace("о", "а").replace("тв", "цв").replace("д", "дз")
    assert may_be_respelled(token(word), token(data.draw(st.sampled_from([word, other]))))


def test_words_without_a_common_skeleton_are_not_looked_at() -> None:
    assert not may_be_respelled(token("Пронкасин"), token("Нупучаиев"))
    assert respelled(token("Пронкасин"), token("Нупучаиев")) is None
    assert respelled(token("Dzhaksybekov"), token("Жаксыбеков")) is not None
