"""A name put together from pieces that are known is the name that its text is."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from resolver import names
from resolver.errors import BadName
from resolver.names import PERSON, Name
from resolver.text import MAX_CODE_POINTS
from resolver.tokens import Token

WORDS = st.sampled_from(
    [
        *("Иван", "ИВАНОВ", "Мовлаев", "Movlayev", "Ахмадуллаевна", "Петрович", "Ўладзімір"),
        *("оглы", "uly", "Абай", "Мирза", "von", "Ben", "де", "Mc", "ІВАН", "Лукашэнка", "İlham"),
        *("Jr", "мл", "он", "же", "née", "Dr", "SV", "KIM", "Цой", "ЕвгенийАлексеевич", "а", "I"),
        *("МагӀомед", "Мoвлаев", "Ivanовна", "Nguyễn", "Sviatlana", "Anatoleuna", "Шевченко"),
        *("ʼАбд", "Rimski-Korsakow", "O’Neil", "А.", "", " ", "x" * 600, "Éric", "Živojinović"),
    ]
)
LETTERS = st.text("abvIşєіўйьщ,. -", min_size=1, max_size=12)
NAMES = st.lists(
    st.tuples(WORDS | LETTERS, st.sampled_from([" ", " ", ", ", ",", " ,"])), min_size=1, max_size=9
).map(lambda found: "".join(word + after for word, after in found).rstrip(" "))


def _told(found: object) -> object:
    """A name by its fields, and the words in it by theirs: neither is equal to its like."""
    if isinstance(found, Name | Token):
        return [_told(getattr(found, field.name)) for field in fields(found)]
    if isinstance(found, tuple):
        return [*map(_told, found)]
    return {part: _told(tok) for part, tok in found.items()} if isinstance(found, dict) else found


@given(NAMES)
def test_pieces_tell_what_the_whole_text_tells(text: str) -> None:
    if len(text) > MAX_CODE_POINTS:
        return
    by_pieces = names._of_pieces(text)
    if by_pieces is None:
        return
    try:
        whole = names._whole(text, PERSON)
    except BadName:
        whole = None
    assert _told(by_pieces) == _told(whole)


def test_most_names_are_made_of_pieces() -> None:
    for text in ("Мовлаев, Адам Султанович", "Adam MOVLAEV", "Мовлаев", "Лариса Косач Квітка"):
        assert names._of_pieces(text) is not None
    for text in ("А. Мовлаев", "Dr Мовлаев", "Абай улы", "Мoвлаев Адам", "Мовлаев,", "Адам  М"):
        assert names._of_pieces(text) is None
