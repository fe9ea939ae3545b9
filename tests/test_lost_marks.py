"""A romanization that lost its diacritical marks on the way is still the name."""

from __future__ import annotations

import unicodedata

import pytest

from resolver.compare import Verdict, compare
from resolver.keys import keys_of
from resolver.names import analyze
from resolver.romanize import romanize
from resolver.standards import library

NAMES = {
    "ru": ("Сергей Щербаков", "Анна Яшковская", "Ольга Цыганкова", "Дмитрий Хрущёв"),
    "uk": ("Сергій Щербак", "Галина Чаченко", "Христина Шевчук"),
    "bg": ("Желю Желев", "Ангел Цветанов", "Христо Чешмеджиев"),
    "sr": ("Александар Вучић", "Ђорђе Чворовић", "Марко Шћепановић", "Жељка Нешић"),
    "mk": ("Љупчо Шарламанов",),
}
BARRED = str.maketrans("đĐłŁıøʹʺ’ʼ‘′″", "dDlLio" + "\0" * 7)


def without_marks(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.translate(BARRED).replace("\0", ""))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def lost() -> list[tuple[str, str]]:
    """Each name without the marks that the standards of its language give it."""
    found = set()
    for standard in library().standards:
        for language in standard.languages:
            for name in NAMES.get(language, ()):
                spelled = romanize(name, by=standard.id)
                if without_marks(spelled) != spelled:
                    found.add((without_marks(spelled), name))
    return sorted(found)


@pytest.mark.parametrize(("spelled", "name"), lost())
def test_it_matches_its_original_and_is_found(spelled: str, name: str) -> None:
    a, b = analyze(spelled), analyze(name)
    assert compare(a, b).verdict is Verdict.MATCH
    assert not {*keys_of(a)}.isdisjoint(keys_of(b))


@pytest.mark.parametrize(
    ("spelled", "name"),
    [
        ("Jan Dabrowski", "Ян Домбровский"),
        ("Dabrowska", "Домбровская"),
        ("Zdzislaw Kedzierski", "Здзислав Кендзерский"),
        ("Swiecicki", "Свенцицкий"),
        ("Swiecicka", "Свенцицька"),
        ("Zajaczkowski", "Зайончковский"),
        ("Wasowski", "Вонсовский"),
        ("Wasowicz", "Вонсович"),
        ("Golabek", "Голомбек"),
        ("Antonin Dvorak", "Антонин Дворжак"),
        ("Riha", "Ржига"),
        ("Jan Reznicek", "Ян Ржезничек"),
    ],
)
def test_polish_and_czech_letters_that_are_sounds_are_known_without_their_marks(
    spelled: str, name: str
) -> None:
    test_it_matches_its_original_and_is_found(spelled, name)


@pytest.mark.parametrize(
    ("spelled", "name"),
    [("Badarev", "Бондарев"), ("Dabrov", "Домбров"), ("Lebedko", "Лембедко"), ("Korin", "Коржин")],
)
def test_a_consonant_that_is_missing_from_another_name_is_no_lost_mark(
    spelled: str, name: str
) -> None:
    assert compare(analyze(spelled), analyze(name)).verdict is not Verdict.MATCH


def test_a_digraph_is_no_lost_mark() -> None:
    digraph, original = analyze("Oleg Chesnokov"), analyze("Олег Сесноков")
    assert compare(digraph, original).verdict is not Verdict.MATCH
