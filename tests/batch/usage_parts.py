"""Archives whose people are called by their fathers' names in one of two forms, or in both."""

from __future__ import annotations

from itertools import product

from batch.originals_parts import persons
from resolver.mention import Kind

_SURNAMES = ("Абаев", "Жұмабеков", "Тоқаев", "Сәтбаев", "Оспанов", "Қасымов", "Ибраев", "Досов")
_MEN = ("Асқар", "Марат", "Болат", "Ержан", "Данияр")
_FATHERS = (("Нұрланұлы", "Нурланович"), ("Серікұлы", "Серикович"), ("Ерланұлы", "Ерланович"))
TWO = ("Сүлейменов Қанат Нұрланұлы", "Сүлейменов Қанат Нурланович")


def called_by_one() -> list[tuple[str, Kind]]:
    """Of each surname and given name three men with another father, each called in one way; first
    the two of TWO, two mentions each."""
    names = [
        f"{surname} {man} {_FATHERS[at][(number >> at) % 2]}"
        for number, (surname, man) in enumerate(product(_SURNAMES, _MEN))
        for at in range(len(_FATHERS))
    ]
    return persons(*TWO, *TWO, *names)


def called_by_both() -> list[tuple[str, Kind]]:
    """Of each surname and given name one man, who is called in both ways; first those of TWO."""
    names = [
        f"{surname} {man} {form}"
        for number, (surname, man) in enumerate(product(_SURNAMES, _MEN))
        for form in _FATHERS[number % len(_FATHERS)]
    ]
    return persons(*TWO, *TWO, *names)
