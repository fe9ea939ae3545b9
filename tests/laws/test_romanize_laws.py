"""Laws of romanization, for any text and any standard."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.romanize import attribute, guess_languages, romanize
from resolver.standards import Standard, library, standards

CYRILLIC = [
    char
    for start, end in (
        (0x400, 0x530),
        (0x1C80, 0x1C8B),
        (0x1D2B, 0x1D2C),
        (0x1D78, 0x1D79),
        (0x2DE0, 0x2E00),
        (0xA640, 0xA6A0),
        (0xFE2E, 0xFE30),
        (0x1E030, 0x1E06E),
    )
    for char in map(chr, range(start, end))
]
ORDINARY = sorted({*"абвгдеёжзийклмнопрстуфхцчшщъыьэюя", *library().fallback})

a_standard = st.sampled_from(standards())
a_text = st.one_of(
    st.text(),
    st.text(st.sampled_from([*CYRILLIC, *"aZ '’-.\u0301\u0306\u030b"])),
    st.text(st.sampled_from(ORDINARY + [char.upper() for char in ORDINARY])),
)


def is_cyrillic(char: str) -> bool:
    return "CYRILLIC" in unicodedata.name(char, "") or char in CYRILLIC


@given(a_text, a_standard)
def test_romanize_is_total_and_leaves_no_cyrillic(text: str, item: Standard) -> None:
    assert not any(map(is_cyrillic, romanize(text, item)))


@given(a_text, a_standard)
def test_romanize_changes_nothing_the_second_time(text: str, item: Standard) -> None:
    once = romanize(text, item)
    assert romanize(once, item) == once


@given(a_text, a_standard)
def test_romanize_is_deterministic_and_in_nfc(text: str, item: Standard) -> None:
    once = romanize(text, item)
    assert once == romanize(text, item)
    assert unicodedata.is_normalized("NFC", once)


@given(a_text, a_standard)
def test_normal_forms_of_a_text_are_romanized_alike(text: str, item: Standard) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert romanize(composed, item) == romanize(decomposed, item) == romanize(text, item)


@given(st.text(st.characters(max_codepoint=0x24F)), a_standard)
def test_latin_text_is_only_composed(text: str, item: Standard) -> None:
    assert romanize(text, item) == unicodedata.normalize("NFC", text)


@given(st.lists(st.text(st.sampled_from(ORDINARY), min_size=1), min_size=1), a_standard)
def test_words_do_not_see_each_other(words: list[str], item: Standard) -> None:
    assert romanize(" ".join(words), item) == " ".join(romanize(word, item) for word in words)


@given(st.text(st.sampled_from(ORDINARY), min_size=2), a_standard)
def test_capitals_change_case_and_nothing_else(word: str, item: Standard) -> None:
    small, large = romanize(word, item), romanize(word.upper(), item)
    plain = str.maketrans("İI", "ii")
    assert large.translate(plain).casefold() == small.translate({0x131: "i"}).casefold()


@given(a_text)
def test_languages_are_guessed_once_each(text: str) -> None:
    guessed = guess_languages(text)
    assert len(set(guessed)) == len(guessed)
    assert bool(guessed) == any(is_cyrillic(char) for char in unicodedata.normalize("NFC", text))


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("абвгежйклмнорстуфхцчшщыьюя"), min_size=1, max_size=12), a_standard)
def test_what_a_standard_writes_is_attributed_to_some_standard_that_writes_it(
    word: str, item: Standard
) -> None:
    latin = romanize(word, item)
    if any(char.isascii() and char.isalpha() for char in latin):
        found = attribute(word, latin)
        assert found
        if "ru" in item.languages:
            assert item in found
