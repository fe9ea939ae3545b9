"""An archive that knows three surnames which are read alike, and three men who bear them."""

from __future__ import annotations

from resolver.mention import Kind

SURNAMES = ("Абишов", "Абишев", "Абишиев")
_MEN = ("Пётр", "Сергей", "Андрей", "Олег", "Юрий")
_FATHERS = ("Иванович", "Петрович", "Сергеевич")
KNOWN = [f"{name} {man} {of}" for name, of in zip(SURNAMES, _FATHERS, strict=True) for man in _MEN]
THREE = (
    ("Abishov, Magomed Magomedovich", "Магомед Магомедович Абишов"),
    ("Abishev, Magomed Magomedovich", "ABICHEV MAGOMED MAGOMEDOVICH"),
    ("Abishiyev Magomed Magomedovich", "Абишиев Магомед Магомедович"),
)


def persons(*names: str) -> list[tuple[str, Kind]]:
    return [(name, Kind.PERSON) for name in names]


def three_men() -> list[tuple[str, Kind]]:
    """The men first, two mentions each."""
    return persons(*(name for man in THREE for name in man), *KNOWN)
