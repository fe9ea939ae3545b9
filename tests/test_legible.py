"""What of a name the eye cannot trust is told, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.legible import is_plain, pieces


@pytest.mark.parametrize("name", ["Ёлкин Пётр", "Movlaïev, A.", "O’Brien", "Đỗ Nguyễn", "Їжак Ґ."])
def test_names_as_people_write_them_need_no_chip(name: str) -> None:
    assert is_plain(name)


@pytest.mark.parametrize(
    ("name", "chips"),
    [
        ("Mov\u202elaev", ["U+202E"]),
        ("Mov\u200blaev\u00ad", ["U+200B", "U+00AD"]),
        ("Anna\u00a0Orlova", ["U+00A0"]),
        ("Мoвлаев", ["Latin o"]),
        ("Mоvlaev", ["Cyrillic о"]),
        ("Z" + "\u0351" * 9 + "a", ["+6 marks"]),
        ("\ud800", ["U+D800"]),
    ],
)
def test_what_cannot_be_seen_is_told(name: str, chips: list[str]) -> None:
    assert [piece.chip for piece in pieces(name) if piece.chip] == chips


@given(st.text(alphabet=st.characters(), max_size=80))
def test_the_pieces_make_up_the_name(name: str) -> None:
    assert "".join(piece.text for piece in pieces(name)) == name
