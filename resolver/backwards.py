"""Through a Latin word with inverted tables: the Cyrillic words it can be a spelling of.

One beam search serves all standards of a language together. A path remembers the standards
under which all its options hold; where none is left, it may change convention at a cost,
and says that it did. States are ranked by how likely their letters are in names of the
language and by how common the standards are that remain.

Paths promise too much, since options know their context only in part: whoever uses them
romanizes the results again.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import log
from typing import NamedTuple

from resolver.inverse import Inverse, clusters, inverse, unmarked
from resolver.known_words import EDGE, ORDER, Letters, alphabet, letters

MAX_LETTERS = 30
MAX_SWITCHES = 2

# Costs are natural logarithms of odds.
_SWITCH = 4.0
_UNLICENSED = 4.0
_OTHER_MARK = 6.0
_LOST_MARK = 0.3
_SILENT = 1.0
_UNHEARD = 3.0

_CONSONANTS = frozenset("бвгджзйклмнпрстфхцчшщ")
_SIGNS = frozenset("ьъ’")
_PLAIN_LETTERS = dict(
    zip("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопкрстуввкыз", strict=False)
) | {"x": "кс"}


class Path(NamedTuple):
    """A Cyrillic word with what it costs and the standards that may write it so."""

    cost: float
    mask: int
    switches: int


class _Edge(NamedTuple):
    end: int
    source: str
    cost: float
    mask: int
    left: frozenset[str] | None
    right: frozenset[str] | None


def _edges(word: list[str], tables: Inverse) -> list[list[_Edge]]:
    """For each position the options that begin there, and one that always fits."""
    plain = [unmarked(cluster) for cluster in word]
    own = alphabet(tables.language)
    edges: list[list[_Edge]] = []
    for at in range(len(word)):
        here: dict[tuple[int, str, object, object], _Edge] = {}
        for length in range(min(tables.longest, len(word) - at), 0, -1):
            segment = "".join(plain[at : at + length])
            for option in tables.options.get(segment, ()):
                cost = _mark_cost(word[at : at + length], segment, option.marked)
                key = (length, option.source, option.left, option.right)
                known = here.get(key)
                if known is None or cost < known.cost:
                    here[key] = _Edge(
                        at + length, option.source, cost, option.mask, option.left, option.right
                    )
                elif cost == known.cost:
                    here[key] = known._replace(mask=known.mask | option.mask)
        here.update(_fallback(plain[at], at, own, here.values()))
        edges.append(list(here.values()))
    return edges


def _mark_cost(word: list[str], segment: str, marked: str) -> float:
    written = "".join(word)
    if written == marked:
        return 0.0
    return _LOST_MARK if written == segment else _OTHER_MARK


def _fallback(
    letter: str, at: int, own: frozenset[str], known: Iterable[_Edge]
) -> dict[tuple[int, str, object, object], _Edge]:
    """A reading for a letter that no standard of the language writes."""
    if any(edge.end == at + 1 and edge.left is edge.right is None for edge in known):
        return {}
    source = _PLAIN_LETTERS.get(letter, "")
    if not own.issuperset(source):
        source = {"й": "ј", "и": "і", "ы": "и"}.get(source, "")
        source = source if own.issuperset(source) else ""
    return {(1, source, None, None): _Edge(at + 1, source, _UNLICENSED, 0, None, None)}


def _reachable(edges: list[list[_Edge]], everything: int) -> list[int]:
    """For each position the standards under which the rest of the word can be read."""
    rest = [0] * len(edges) + [everything]
    for at in range(len(edges) - 1, -1, -1):
        for edge in edges[at]:
            rest[at] |= edge.mask & rest[edge.end]
    return rest


class _Lattice(NamedTuple):
    edges: list[list[_Edge]]
    rest: list[int]
    clean: int


@lru_cache(maxsize=2048)
def _lattice(word: str, language: str) -> _Lattice:
    tables = inverse(language)
    edges = _edges(clusters(word)[:MAX_LETTERS], tables)
    every = (1 << len(tables.standards)) - 1
    unforced = [[edge for edge in here if edge.cost < _OTHER_MARK] for here in edges]
    return _Lattice(edges, _reachable(edges, every), _reachable(unforced, every)[0])


def feasible(word: str, language: str) -> int:
    """The standards of a language that may have written a word: a quick upper bound."""
    return _lattice(word, language).clean if inverse(language).standards else 0


_State = tuple[str, frozenset[str] | None]


class _Search:
    """Beam search through one word, left to right."""

    def __init__(self, lattice: _Lattice, tables: Inverse, width: int, *, switching: bool) -> None:
        self.tables, self.width, self.switching = tables, width, switching
        self.edges, self.rest, _ = lattice
        if not switching:
            self.edges = [
                [edge for edge in here if edge.mask & self.rest[edge.end]] for here in self.edges
            ]
        self.every = (1 << len(tables.standards)) - 1
        self.model: Letters = letters(tables.language)
        self.quiet: dict[str, list[tuple[str, int, float]]] = {}

    def _price(self, mask: int) -> float:
        share = self.tables.share(mask)
        return -log(share) if share > 0 else 0.0

    def run(self) -> dict[str, Path]:
        size = len(self.edges)
        agenda: list[dict[_State, Path]] = [{} for _ in range(size + 1)]
        agenda[0]["", None] = Path(0.0, self.every, 0)
        for at in range(size):
            for (text, pending), path in self._best(agenda[at], at):
                for edge in self.edges[at]:
                    self._follow(agenda, text, pending, path, edge)
        found: dict[str, Path] = {}
        for (text, pending), path in self._best(agenda[size], size):
            if text and (pending is None or "#" in pending) and text[1:] not in _SIGNS:
                before = (EDGE + text)[-ORDER:]
                cost = path.cost + self.model.cost(before, "$")
                if text not in found or cost < found[text].cost:
                    found[text] = path._replace(cost=cost)
        return found

    def _best(self, states: dict[_State, Path], at: int) -> list[tuple[_State, Path]]:
        kept = list(states.items())
        if len(kept) > self.width:
            rest = self.rest[at]
            ranked = sorted(
                (path.cost + self._price(path.mask & rest), state[0], i)
                for i, (state, path) in enumerate(kept)
            )
            kept = [kept[i] for _, _, i in ranked[: self.width]]
        best = dict(kept)
        for (text, pending), path in kept:
            if text and text[-1] in _CONSONANTS:
                self._add_silent(best, text, pending, path, at)
        return list(best.items())

    def _silent(self, before: str) -> list[tuple[str, int, float]]:
        """Signs that a convention leaves out and known names have after such letters."""
        found = self.quiet.get(before)
        if found is None:
            found = self.quiet[before] = [
                (letter, mask, _SILENT + self.model.cost(before, letter))
                for letter, mask in self.tables.silent.items()
                if self.model.seen(before[-1] + letter)
            ]
        return found

    def _add_silent(
        self,
        states: dict[_State, Path],
        text: str,
        pending: frozenset[str] | None,
        path: Path,
        at: int,
    ) -> None:
        for letter, mask, cost in self._silent((EDGE + text)[-ORDER:]):
            allowed = path.mask & mask & self.rest[at]
            if allowed and (pending is None or letter in pending):
                _keep(
                    states,
                    (text + letter, None),
                    Path(path.cost + cost, allowed, path.switches),
                )

    def _follow(
        self,
        agenda: list[dict[_State, Path]],
        text: str,
        pending: frozenset[str] | None,
        path: Path,
        edge: _Edge,
    ) -> None:
        end, source, cost, mask, left, right = edge
        if source:
            if pending is not None and source[0] not in pending:
                return
            if left is not None and (text[-1] if text else "#") not in left:
                return
        else:
            right = pending
        cost += path.cost
        switches = path.switches
        allowed = path.mask & mask & self.rest[end]
        if not allowed:
            if not self.switching or switches == MAX_SWITCHES:
                return
            switches += 1
            cost += _SWITCH
            allowed = mask & self.rest[end] or mask or path.mask or self.every
        before = (EDGE + text)[-ORDER:]
        if before[-1] in _SIGNS and source and not self.model.seen(before[-2:] + source[0]):
            cost += _UNHEARD
        price = self.model.cost
        for letter in source:
            cost += price(before, letter)
            before = before[1:] + letter
        _keep(agenda[end], (text + source, right), Path(cost, allowed, switches))


def _keep(states: dict[_State, Path], key: _State, path: Path) -> None:
    known = states.get(key)
    if known is None or (path.switches, path.cost) < (known.switches, known.cost):
        if known is not None and known.switches == path.switches:
            path = path._replace(mask=path.mask | known.mask)
        states[key] = path
    elif known.switches == path.switches:
        states[key] = known._replace(mask=known.mask | path.mask)


def sources(word: str, language: str, width: int = 24) -> dict[str, Path]:
    """Cyrillic words in lower case that a Latin word can be a spelling of by one standard.

    `width` bounds the work: at most so many states at each of MAX_LETTERS letters, and as
    many again with a silent letter. What is beyond MAX_LETTERS is cut off.
    """
    tables = inverse(language)
    if not tables.standards or not word:
        return {}
    lattice = _lattice(word, language)
    return _Search(lattice, tables, width, switching=False).run() if lattice.rest[0] else {}


def mixed_sources(word: str, language: str, width: int = 24) -> dict[str, Path]:
    """The same with up to MAX_SWITCHES changes of convention within the word."""
    tables = inverse(language)
    if not tables.standards or not word:
        return {}
    return _Search(_lattice(word, language), tables, width, switching=True).run()
