"""Laws of alignment, for any two words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.alignment import Change, align
from resolver.folding import fold
from resolver.readings import readings
from resolver.replay import letters_in, replay, sounds_of
from resolver.romanize import romanize
from resolver.standards import Standard, standards

law = settings(max_examples=200, deadline=None)

LETTERS = (
    "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєўґқғңәөұүһӏћђљњ"
    "abcdefghijklmnopqrstuvwxyzščžćđłśïéöüçşğıəřőûﬁʻ’'- "
)
any_word = st.text(st.characters(exclude_categories=()), max_size=60)
name_like = st.text(st.sampled_from(LETTERS + LETTERS.upper()), max_size=24)
word = any_word | name_like
SURNAMES = ("Щербаков", "Юсупов", "Хрущёв", "Воробьёв", "Джабраилов", "Чайковский", "Цой")


@law
@given(word, word)
def test_the_segments_make_up_both_words(a: str, b: str) -> None:
    found = align(a, b)
    assert "".join(segment.a for segment in found) == a
    assert "".join(segment.b for segment in found) == b
    assert all(segment.a or segment.b for segment in found)


@law
@given(word, word)
def test_exchanging_the_words_flips_each_segment(a: str, b: str) -> None:
    assert align(b, a) == tuple(segment.flipped() for segment in align(a, b))


@law
@given(word, word)
def test_alignment_is_deterministic(a: str, b: str) -> None:
    assert align.__wrapped__(a, b) == align(a, b)


@law
@given(word, word)
def test_the_kind_of_a_segment_fits_its_sides(a: str, b: str) -> None:
    for segment in align(a, b):
        if segment.kind is Change.SAME:
            assert segment.a.casefold() == segment.b.casefold()
        elif segment.kind is Change.ADDED:
            assert (segment.a, bool(segment.b)) == ("", True)
        elif segment.kind is Change.LOST:
            assert (bool(segment.a), segment.b) == (True, "")
        elif segment.kind is Change.REPLACED:
            assert segment.a
            assert segment.b
            assert segment.rule


@law
@given(word)
def test_a_word_is_the_same_as_itself(text: str) -> None:
    assert {segment.kind for segment in align(text, text)} <= {Change.SAME}


@law
@given(st.sampled_from(SURNAMES), st.sampled_from(standards("ru")))
def test_spellings_that_share_a_reading_are_only_respelled(name: str, item: Standard) -> None:
    latin = romanize(name, item)
    (script, letters), (_, original) = letters_in(latin), letters_in(name)
    shared = readings(letters, script).keys() & readings(original, "cyrillic").keys()
    kinds = {segment.kind for segment in align(name, latin)}
    assert not shared or kinds <= {Change.SAME, Change.RESPELLED}


@law
@given(name_like)
def test_every_reading_of_a_word_can_be_replayed(text: str) -> None:
    script, letters = letters_in(text)
    for form in readings(letters, script):
        steps = replay(text, form)
        assert "".join(step.written for step in steps) == text
        assert fold("".join(step.sounds for step in steps)) == form
        assert "".join(item.sound for item in sounds_of(steps)) == form
