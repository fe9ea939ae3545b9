"""The standards behind a spelling, in short names."""

from __future__ import annotations

from resolver.standards import standards


def test_every_standard_has_a_short_name_of_its_own() -> None:
    names = [item.short for item in standards()]
    assert len(set(names)) == len(names)
    assert all(0 < len(name) <= 32 for name in names)
