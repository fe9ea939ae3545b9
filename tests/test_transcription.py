"""A transcription that is followed within a limit costs what it costs without one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resolver.transcription import IMPOSSIBLE, LIMIT, likeliest, transcription_cost

WORDS = st.sampled_from(
    ["wright", "leroy", "baker", "reynaud", "schmidt", "jones", "nakayama", "bush", "kjær"]
) | st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=10)
CHANGES = st.lists(st.tuples(st.integers(0, 9), st.sampled_from("аеиоукнрстшй")), max_size=3)
LIMITS = st.floats(0.0, 2 * LIMIT)


def _changed(form: str, changes: list[tuple[int, str]]) -> str:
    """A form with a sound instead of one, before one, or none for one."""
    for place, sound in changes:
        form = form[:place] + sound * (place % 3) + form[place + place % 2 :]
    return form


@given(WORDS, CHANGES, LIMITS)
def test_a_limit_leaves_every_cost_within_it_as_it_is(
    word: str, changes: list[tuple[int, str]], limit: float
) -> None:
    form = _changed(likeliest(word), changes)
    cost, limited = transcription_cost(word, form), transcription_cost(word, form, limit)
    assert limited in (cost, IMPOSSIBLE)
    assert cost > limit or limited == cost
    assert limited <= limit + 1e-6 or limited == IMPOSSIBLE


def test_the_usual_transcription_costs_nothing() -> None:
    assert transcription_cost("baker", likeliest("baker")) == 0
    assert transcription_cost("baker", "бушмен", 0.5) == IMPOSSIBLE
