"""The shelves of known words lose no word that is near enough."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from resolver.misspelling import Misspellings

WORDS = st.text("abcdeк", min_size=5, max_size=12)


@given(st.sets(WORDS, min_size=1, max_size=8), WORDS)
def test_every_word_one_error_away_is_found(known: set[str], word: str) -> None:
    near = {other: d for other in known if (d := OSA.distance(word, other)) <= 1}
    assert Misspellings(known).near(word, 1) == near


@st.composite
def misspelt(draw: st.DrawFn) -> tuple[str, str]:
    """A word and the same with up to two errors."""
    word = draw(st.text("abcdefgh", min_size=8, max_size=14))
    wrong = word
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(wrong) - 2))
        letter = draw(st.sampled_from("abcdefgh"))
        wrong = draw(
            st.sampled_from(
                [
                    wrong[:at] + letter + wrong[at:],
                    wrong[:at] + wrong[at + 1 :],
                    wrong[:at] + letter + wrong[at + 1 :],
                    wrong[:at] + wrong[at + 1] + wrong[at] + wrong[at + 2 :],
                ]
            )
        )
    return word, wrong


@given(misspelt())
def test_two_errors_anywhere_leave_a_piece_to_find_a_word_by(pair: tuple[str, str]) -> None:
    word, wrong = pair
    distance = OSA.distance(word, wrong)
    found = Misspellings([word]).near(wrong, 2)
    assert found == ({word: distance} if distance <= 2 else {})
