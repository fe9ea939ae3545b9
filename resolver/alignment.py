"""Two spellings letter by letter, with the rule behind each pair of segments.

Where the words share a reading, both are walked along it (`resolver.replay`) and cut wherever
both have the end of a grapheme at the same sound. Where they do not, their nearest readings
are aligned by the distance of sounds, and what was replaced, added or lost is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import islice, product
from typing import NamedTuple

from rapidfuzz.distance import OSA

from resolver.attribution import convention_titles
from resolver.distance import SWAP, UNKNOWN, distance
from resolver.evidence import Item
from resolver.readings import readings
from resolver.relation import Code
from resolver.replay import Sound, Step, letters_in, replay, sounds_of, spelled_out
from resolver.rules import table

_FORMS = 4
# What relates such words, if anything, is not their letters.
_NOT_BY_LETTERS = frozenset({Code.FAR, Code.INITIAL_FAR, Code.DIMINUTIVE, Code.WESTERN})
_WORDS = frozenset({"word.same", "word.near"})  # of organisations; they carry no relation


class Change(StrEnum):
    """What became of a segment from the first word to the second."""

    SAME = "same"
    RESPELLED = "respelled"
    REPLACED = "replaced"
    ADDED = "added"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Segment:
    """Letters of both words that belong together, either side possibly empty.

    `sounds` is what both are read as, or `x/y` where they are read differently; `rule` names
    what each letter stands for and by which conventions, or why the sounds are confused.
    """

    a: str
    b: str
    sounds: str
    rule: str
    kind: Change

    def flipped(self) -> Segment:
        """The same seen from the other word."""
        sounds = "/".join(self.sounds.split("/")[::-1])
        kind = {Change.ADDED: Change.LOST, Change.LOST: Change.ADDED}.get(self.kind, self.kind)
        return Segment(self.b, self.a, sounds, self.rule, kind)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two words of one part, aligned: the `a` of all segments make up `a`, and so for `b`."""

    part: str
    a: str
    b: str
    segments: tuple[Segment, ...]


class _Link(NamedTuple):
    """Sounds `a` to `a_end` of one form against `b` to `b_end` of the other."""

    a: int
    a_end: int
    b: int
    b_end: int
    reason: str | None  # None where the sounds are equal


class _Group(NamedTuple):
    """Steps of both words that cannot be parted; a range is empty where a side has none."""

    a: range
    b: range
    links: tuple[_Link, ...]


class _Way(NamedTuple):
    steps: tuple[Step, ...]
    sounds: tuple[Sound, ...]
    script: str

    def heard(self, start: int, end: int) -> str:
        return "".join(item.sound for item in self.sounds[start:end])


def alignments(items: Sequence[Item]) -> tuple[Alignment, ...]:
    """An alignment for each piece of evidence that two words are one by their letters."""
    found = []
    for item in items:
        relation = item.relation
        if relation is None and item.code not in _WORDS:
            continue
        if relation is None or relation.code not in _NOT_BY_LETTERS:
            form = relation.form if relation else ""
            found.append(Alignment(item.part, item.a, item.b, align(item.a, item.b, form)))
    return tuple(found)


@lru_cache(maxsize=4096)
def align(a: str, b: str, form: str = "") -> tuple[Segment, ...]:
    """Align two words, along the reading `form` if both have it. Takes any strings.

    >>> [(segment.a, segment.b) for segment in align("Жуков", "Zhukow")]
    [('Ж', 'Zh'), ('у', 'u'), ('к', 'k'), ('о', 'o'), ('в', 'w')]

    Symmetric: with the words exchanged, each segment is flipped.
    """
    if b < a:
        return tuple(segment.flipped() for segment in align(b, a, form))
    left, right = _ways(a, b, form)
    links = _links(left.sounds, right.sounds)
    groups = _whole(_groups(links, left.sounds, right.sounds), len(left.steps), len(right.steps))
    return tuple(_segment(group, left, right) for group in groups)


def _ways(a: str, b: str, form: str) -> tuple[_Way, _Way]:
    """Both words along the reading they share, or along the two that are nearest."""
    script_a, letters_a = letters_in(a)
    script_b, letters_b = letters_in(b)
    read_a, read_b = readings(letters_a, script_a), readings(letters_b, script_b)
    shared = read_a.keys() & read_b.keys()
    if form not in shared and shared:
        prices = ((read_a[it].switches + read_b[it].switches, it) for it in shared)
        form = min(prices)[1]
    if form in shared:
        return _way(a, form, script_a), _way(b, form, script_b)
    pairs = product(islice(read_a or ("",), _FORMS), islice(read_b or ("",), _FORMS))
    form_a, form_b = min(pairs, key=_apart)
    return _way(a, form_a, script_a), _way(b, form_b, script_b)


def _apart(forms: tuple[str, str]) -> tuple[float, int, tuple[str, str]]:
    return distance(*forms), OSA.distance(*forms), forms


def _way(word: str, form: str, script: str) -> _Way:
    steps = (replay(word, form) if form else ()) or spelled_out(word)
    return _Way(steps, sounds_of(steps), script)


@cache
def _confusions() -> dict[tuple[str, str], tuple[float, str]]:
    """Two sounds, or one and nothing -> the cost of confusing them, and why."""
    found: dict[tuple[str, str], tuple[float, str]] = {}
    for row in table("sound_distances"):
        known = float(row["cost"]), row["reason"]
        found[row["a"], row["b"]] = found[row["b"], row["a"]] = known
    return found


def _cost(a: str, b: str) -> float:
    return 0.0 if a == b else _confusions().get((a, b), (UNKNOWN, ""))[0]


def _swapped(a: Sequence[Sound], i: int, b: Sequence[Sound], j: int) -> bool:
    if i + 1 >= len(a) or j + 1 >= len(b) or a[i].sound == b[j].sound:
        return False
    return a[i].sound == b[j + 1].sound and a[i + 1].sound == b[j].sound


def _costs(a: Sequence[Sound], b: Sequence[Sound]) -> list[list[float]]:
    """`costs[i][j]`: the cost of aligning what follows sound i of `a` and sound j of `b`."""
    width = len(b)
    costs = [[0.0] * (width + 1) for _ in range(len(a) + 1)]
    for i in range(len(a), -1, -1):
        for j in range(width, -1, -1):
            if i < len(a) or j < width:
                costs[i][j] = min(cost for cost, _ in _moves(a, i, b, j, costs))
    return costs


def _moves(
    a: Sequence[Sound], i: int, b: Sequence[Sound], j: int, costs: list[list[float]]
) -> Iterator[tuple[float, tuple[int, int]]]:
    """What can be done next and what all of the rest costs then."""
    if i < len(a) and j < len(b):
        yield costs[i + 1][j + 1] + _cost(a[i].sound, b[j].sound), (1, 1)
        if _swapped(a, i, b, j):
            yield costs[i + 2][j + 2] + SWAP, (2, 2)
    if i < len(a):
        yield costs[i + 1][j] + _cost(a[i].sound, ""), (1, 0)
    if j < len(b):
        yield costs[i][j + 1] + _cost("", b[j].sound), (0, 1)


def _links(a: Sequence[Sound], b: Sequence[Sound]) -> list[_Link]:
    costs = _costs(a, b)
    links: list[_Link] = []
    i = j = 0
    while i < len(a) or j < len(b):
        _, (more_a, more_b) = min(_moves(a, i, b, j, costs), key=lambda move: move[0])
        reason = _reason(a[i : i + more_a], b[j : j + more_b])
        links.append(_Link(i, i + more_a, j, j + more_b, reason))
        i, j = i + more_a, j + more_b
    return links


def _reason(a: Sequence[Sound], b: Sequence[Sound]) -> str | None:
    """Why sounds differ; None where they do not."""
    if len(a) == len(b) == 2:
        return "two sounds in another order"
    if not a or not b:
        return f"{(a or b)[0].sound} on one side only"
    x, y = a[0].sound, b[0].sound
    return None if x == y else _confusions().get((x, y), (UNKNOWN, "different sounds"))[1]


def _steps_of(sounds: Sequence[Sound], start: int, end: int) -> range:
    if start == end:
        return range(0)
    return range(sounds[start].first, sounds[end - 1].last + 1)


def _joined(a: range, b: range) -> range:
    if not a or not b:
        return a or b
    return range(min(a.start, b.start), max(a.stop, b.stop))


def _groups(links: list[_Link], a: Sequence[Sound], b: Sequence[Sound]) -> list[_Group]:
    """Links whose sounds come from one grapheme, on either side, stay together."""
    groups: list[_Group] = []
    for link in links:
        left, right = _steps_of(a, link.a, link.a_end), _steps_of(b, link.b, link.b_end)
        group = _Group(left, right, (link,))
        while groups and _bound(groups, group):
            last = groups.pop()
            group = _Group(
                _joined(last.a, group.a), _joined(last.b, group.b), last.links + group.links
            )
        groups.append(group)
    return groups


def _bound(groups: list[_Group], group: _Group) -> bool:
    done_a = max((before.a.stop for before in groups if before.a), default=0)
    done_b = max((before.b.stop for before in groups if before.b), default=0)
    return bool(group.a and group.a.start < done_a) or bool(group.b and group.b.start < done_b)


def _whole(groups: list[_Group], size_a: int, size_b: int) -> Iterator[_Group]:
    """The groups, and between them the steps that give no sound."""
    at_a = at_b = 0
    for group in [*groups, _Group(range(size_a, size_a), range(size_b, size_b), ())]:
        last = not group.links
        start_a = group.a.start if group.a or last else at_a
        start_b = group.b.start if group.b or last else at_b
        if start_a > at_a or start_b > at_b:
            yield _Group(range(at_a, start_a), range(at_b, start_b), ())
        if not last:
            yield group
        at_a = group.a.stop if group.a else start_a
        at_b = group.b.stop if group.b else start_b


def _segment(group: _Group, left: _Way, right: _Way) -> Segment:
    steps_a = [left.steps[i] for i in group.a]
    steps_b = [right.steps[i] for i in group.b]
    a = "".join(step.written for step in steps_a)
    b = "".join(step.written for step in steps_b)
    kind = _kind(a, b, group.links)
    heard_a = "".join(left.heard(link.a, link.a_end) for link in group.links)
    heard_b = "".join(right.heard(link.b, link.b_end) for link in group.links)
    reasons = [link.reason for link in group.links if link.reason]
    rules = (
        [] if kind is Change.SAME else [*_rules(steps_a, left), *_rules(steps_b, right), *reasons]
    )
    sounds = heard_a if heard_a == heard_b else f"{heard_a}/{heard_b}"
    return Segment(a, b, sounds, "; ".join(dict.fromkeys(rules)), kind)


def _kind(a: str, b: str, links: tuple[_Link, ...]) -> Change:
    if all(link.reason is None for link in links):
        return Change.SAME if a.casefold() == b.casefold() else Change.RESPELLED
    if a and b:
        return Change.REPLACED
    return Change.LOST if a else Change.ADDED


def _rules(steps: list[Step], way: _Way) -> Iterator[str]:
    """`German/Polish: w = в`; a Cyrillic letter that stands for itself needs no rule."""
    for step in steps:
        written = "".join(filter(str.isalpha, step.written.lower()))
        if not written or written == step.sounds:
            continue
        rule = f"{written} = {step.sounds}" if step.sounds else f"{written} is not heard"
        by = convention_titles(step.conventions) if way.script == "latin" else ()
        yield f"{'/'.join(by)}: {rule}" if by else rule
