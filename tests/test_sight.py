"""What is seen of a text in one pass is what the long way finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import BadName
from resolver.script import mend, repair, script_of
from resolver.sight import CYRILLIC, LETTERS, MIXED, OTHER, UNSPACED, look
from resolver.text import clean
from resolver.tokens import token
from resolver.words import sections

LETTERS_AND_MORE = "abzABZéßıİşƏșʹʺʼабяАБЯёЁіІїґўЎӀӏәқҷ  ’'.,-1/\u0301\u0390王"
texts = st.text(alphabet=LETTERS_AND_MORE, min_size=1, max_size=14)


@given(texts)
def test_a_text_that_needs_no_cleaning_is_left_as_it_is(text: str) -> None:
    seen = look(text)
    if not seen & (OTHER | UNSPACED) and seen & LETTERS:
        cleaned = clean(text)
        assert (cleaned.text, cleaned.removed) == (text, ())


@given(texts)
def test_a_text_of_one_script_is_known_for_it_and_needs_no_mending(text: str) -> None:
    seen = look(text)
    if seen & OTHER or not seen & LETTERS or (seen & CYRILLIC and seen & MIXED):
        return
    assert mend(text) == text
    assert all(repair(word) == word for word in text.split())
    if seen & CYRILLIC:
        assert script_of(text) == "cyrillic"
    elif any(letter < "\u0250" and letter.isalpha() for letter in text):
        assert script_of(text) == "latin"


@given(texts)
def test_the_words_of_a_text_do_not_depend_on_what_is_known_of_it(text: str) -> None:
    try:
        cleaned = clean(text).text
    except BadName:
        return
    assert sections(cleaned, look(cleaned)) == sections(cleaned)


@given(texts)
def test_every_letter_of_a_word_is_read_in_the_script_of_the_word(text: str) -> None:
    found = token(text)
    letters = [letter for letter in found.word if letter.isalpha()]
    if letters:
        assert (script_of("".join(letters)) == "cyrillic") is (found.script == "cyrillic")
