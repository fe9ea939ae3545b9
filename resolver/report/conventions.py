"""Which conventions the spellings of an archive follow.

As for one entity (see `resolver.spelling_groups`): the fewest conventions that explain all
spellings, those first that explain the most. Of many entities together that is what an archive
was written by, and no longer a guess about each name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from resolver.language_names import language_name
from resolver.mention import Kind
from resolver.report.digest import Convention
from resolver.romanize import guess_languages
from resolver.spelling_groups import convention, covered, licences
from resolver.standards import Standard

EXAMPLES = 3
SHOWN = 12
_FEW = 0.004  # a share of mentions below which conventions are told together
_RARELY = 0.02  # a share of the Cyrillic spellings; a language below it likewise

_Spelling = tuple[int, str]  # the number of an entity and one of its spellings

_OTHER_CYRILLIC = "In Cyrillic: other languages"
_MIXED = "By no one convention"
_OTHER = "Other spellings"
_RARE = "By rarer conventions"


def conventions(
    entities: Iterable[tuple[Mapping[str, int], Kind]],
) -> tuple[Convention, ...]:
    """The conventions of entities, given by their spellings with their numbers of mentions;
    Cyrillic originals first, then the most frequent."""
    counts: dict[_Spelling, int] = {}
    licensed: dict[_Spelling, frozenset[Standard]] = {}
    groups: dict[str, list[_Spelling]] = {}
    originals: dict[_Spelling, tuple[str, ...]] = {}
    for number, (spellings, kind) in enumerate(entities):
        found = licences([*spellings], kind)
        counts.update(((number, text), count) for text, count in spellings.items())
        licensed.update(((number, text), by) for text, by in found.licensed.items())
        for text in spellings:
            if text in found.originals:
                originals[number, text] = guess_languages(text)
            elif text not in found.licensed:
                title = _MIXED if text in found.mixed else _OTHER
                groups.setdefault(title, []).append((number, text))
    groups.update(_by_language(originals))
    whole = sum(counts.values())
    told = [_told(title, (), mine, counts, whole) for title, mine in groups.items()]
    told += [
        _told(convention(standards), standards, mine, counts, whole)
        for mine, standards in covered(licensed)
    ]
    return _ordered(told, whole)


def _by_language(originals: Mapping[_Spelling, tuple[str, ...]]) -> dict[str, list[_Spelling]]:
    """Each under the likeliest language that it may be of by its letters."""
    languages: dict[str, list[_Spelling]] = {}
    for spelling, likely in originals.items():
        languages.setdefault(next(iter(likely), ""), []).append(spelling)
    groups: dict[str, list[_Spelling]] = {}
    for language, mine in languages.items():
        rare = not language or len(mine) < _RARELY * len(originals)
        title = _OTHER_CYRILLIC if rare else f"In Cyrillic: {language_name(language)}"
        groups.setdefault(title, []).extend(mine)
    return groups


def _told(
    title: str,
    standards: Sequence[Standard],
    mine: Sequence[_Spelling],
    counts: Mapping[_Spelling, int],
    whole: int,
) -> Convention:
    often = sorted(mine, key=lambda one: (-counts[one], one))
    mentions = sum(counts[one] for one in mine)
    examples = tuple(dict.fromkeys(text for _, text in often))[:EXAMPLES]
    also = tuple(item.short for item in standards if item.short not in title)
    named = bool(standards)
    return Convention(title, named, also, len(mine), mentions, mentions / whole, examples)


def _ordered(told: Sequence[Convention], whole: int) -> tuple[Convention, ...]:
    """Those that hardly any spelling needs are told together."""
    ranked = sorted(told, key=lambda one: (_rank(one), -one.mentions, one.title))
    named = [one for one in ranked if one.named]
    rare = [one for at, one in enumerate(named) if at >= SHOWN or one.share < _FEW]
    kept = [one for one in ranked if one not in rare]
    if not rare:
        return tuple(kept)
    mentions = sum(one.mentions for one in rare)
    examples = tuple(text for one in rare for text in one.examples)[:EXAMPLES]
    spellings = sum(one.spellings for one in rare)
    titles = tuple(one.title for one in rare)
    together = Convention(
        _RARE, named=False, also=titles, spellings=spellings, mentions=mentions,
        share=mentions / whole, examples=examples,
    )  # fmt: skip
    return tuple(sorted([*kept, together], key=_rank))


def _rank(one: Convention) -> int:
    return 1 if one.named else {_RARE: 2, _MIXED: 3, _OTHER: 4}.get(one.title, 0)
