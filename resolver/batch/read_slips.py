"""Readings that are one letter off a reading that an archive supports no less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz.distance import OSA

SHORTEST_TYPO = 4


def nearer(ranked: Sequence[str], support: Mapping[str, float]) -> dict[str, list[str]]:
    """Of each reading those one letter beside it, and it itself, that are supported no less;
    `ranked` has the best supported first, and so have the lists."""
    near: dict[str, list[str]] = {}
    index: dict[str, str | list[str]] = {}  # most stand alone
    for form in ranked:
        if len(form) < SHORTEST_TYPO - 1:
            continue
        shorter = _without_one(form)
        shorter.add(form)
        found: set[str] = set()
        for key in shorter:
            known = index.get(key)
            if known is None:
                index[key] = form
            elif isinstance(known, str):
                found.add(known)
                index[key] = [known, form]
            else:
                found.update(known)
                known.append(form)
        mine = [other for other in found if OSA.distance(form, other, score_cutoff=1) <= 1]
        own = support[form]
        for other in mine:
            if support[other] == own and len(other) >= SHORTEST_TYPO:
                near[other].append(form)
        if len(form) >= SHORTEST_TYPO:
            near[form] = [*mine, form]
    rank = {form: at for at, form in enumerate(ranked)}
    for found_near in near.values():
        if len(found_near) > 1:
            found_near.sort(key=rank.__getitem__)
    return near


def _without_one(form: str) -> set[str]:
    return {form[:at] + form[at + 1 :] for at in range(len(form))}
