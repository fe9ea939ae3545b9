"""Slips and swapped parts that only an archive can tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from resolver.batch.run import Run
from resolver.mention import Kind

Batch = Callable[[Sequence[tuple[str, Kind]]], Run]
FATHERS = ("Иванович", "Петрович", "Андреевич", "Сергеевич", "Павлович", "Олегович", "Юрьевич")


def entities(batch: Batch, names: Sequence[str]) -> dict[str, str]:
    rows = batch([(name, Kind.PERSON) for name in names]).rows()
    return {names[row]: entity for row, entity, _, _ in rows}


def bearers(surname: str, given: Sequence[str] = ("Максим", "Роман", "Денис")) -> list[str]:
    return [f"{name} {father} {surname}" for name in given for father in FATHERS]


def test_a_rare_word_between_two_surnames_is_the_one_that_the_rest_of_the_name_has(
    batch: Batch,
) -> None:
    names = [*bearers("Мовлаев"), *bearers("Мовтаев", ("Игорь", "Павел", "Антон"))]
    found = entities(batch, [*names, "Максим Петрович Мовкаев", "Антон Иванович Мовваев"])
    assert found["Максим Петрович Мовкаев"] == found["Максим Петрович Мовлаев"]
    assert found["Антон Иванович Мовваев"] == found["Антон Иванович Мовтаев"]


def test_without_a_patronymic_it_stays_apart(batch: Batch) -> None:
    names = ["Максим Мовлаев", "Максим Мовкаев"]
    others = [*bearers("Мовлаев"), *bearers("Мовтаев", ("Игорь", "Павел", "Антон"))]
    found = entities(batch, [*others, *names])
    assert found["Максим Мовкаев"] != found["Максим Мовлаев"]


def test_a_name_is_turned_by_its_very_words_where_others_sound_alike(batch: Batch) -> None:
    """Бахтин has the consonants of Богдан, which the archive has as a given name."""
    given = ("Максим", "Роман", "Денис", "Богдан", "Шерхан")
    names = [*bearers("Бахтин", given), *bearers("Иванов", given)]
    for surname in ("Орлов", "Гусев", "Козлов", "Жуков", "Панин", "Серов", "Зимин", "Комаров"):
        names += bearers(surname, ("Богдан",))
    found = entities(batch, [*names, "Бахтин Петрович Шерхан"])
    assert found["Бахтин Петрович Шерхан"] == found["Шерхан Петрович Бахтин"]
