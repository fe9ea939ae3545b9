"""How well names are found: labelled texts, and the measures over them.

A labelled file has texts between headings `# id language`; a name in a text is written
`[k.key words=dictionary form]`: `k` is p, l or o (person, place, organisation), `key` says
which entity it is in all texts, and the dictionary form is left out where it is the words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from resolver.errors import BadInput
from resolver.extract.article import Article, Extraction
from resolver.mention import Kind

_HEADING = re.compile(r"^# (\S+) (\w\w)\s*$", re.M)
_MARK = re.compile(r"\[([plo])\.(\w+) ([^\]=]+?)(?:=([^\]]+))?\]")
_KINDS = {"p": Kind.PERSON, "l": Kind.PLACE, "o": Kind.ORGANIZATION}


@dataclass(frozen=True, slots=True)
class Label:
    """A name that a text has: where, its dictionary form, and which entity it is."""

    kind: Kind
    start: int
    end: int
    name: str
    entity: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with all its names."""

    article: Article
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean, with the counts behind them."""

    right: float
    found: float
    wanted: float
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def parse(text: str) -> list[Labelled]:
    """Read a labelled file. Raises BadInput where it has no heading."""
    headings = list(_HEADING.finditer(text))
    if not headings:
        raise BadInput("a labelled file begins each text with a line such as '# t01 en'")
    found = []
    for i, heading in enumerate(headings):
        end = headings[i + 1].start() if i + 1 < len(headings) else len(text)
        plain, labels = _unmarked(text[heading.end() : end].strip())
        article = Article(
            plain, article_id=heading.group(1) + heading.group(2), language=heading.group(2)
        )
        found.append(Labelled(article, tuple(labels)))
    return found


def _unmarked(text: str) -> tuple[str, list[Label]]:
    plain, last = "", 0
    labels = []
    for mark in _MARK.finditer(text):
        plain += text[last : mark.start()]
        kind, entity, words, name = mark.groups()
        labels.append(
            Label(
                _KINDS[kind], len(plain), len(plain) + len(words), name or words, f"{kind}.{entity}"
            )
        )
        plain += words
        last = mark.end()
    return plain + text[last:], labels


def mention_scores(pairs: Iterable[tuple[Labelled, Extraction]]) -> Mapping[Kind, Score]:
    """Exact spans of each kind."""
    right: dict[Kind, int] = defaultdict(int)
    found: dict[Kind, int] = defaultdict(int)
    wanted: dict[Kind, int] = defaultdict(int)
    for labelled, extraction in pairs:
        labels = {(label.kind, label.start, label.end) for label in labelled.labels}
        names = {(name.kind, name.start, name.end) for name in extraction.names}
        for counts, spans in ((right, labels & names), (found, names), (wanted, labels)):
            for kind, _, _ in spans:
                counts[kind] += 1
    return {kind: _score(right[kind], found[kind], wanted[kind]) for kind in Kind}


def _score(right: float, found: float, wanted: float) -> Score:
    return Score(
        right, found, wanted, right / found if found else 1.0, right / wanted if wanted else 1.0
    )


def form_accuracy(pairs: Iterable[tuple[Labelled, Extraction]]) -> tuple[int, int]:
    """Of the mentions found, those whose dictionary form is right; and how many were found."""
    right = found = 0
    for labelled, extraction in pairs:
        wanted = {(label.kind, label.start, label.end): label.name for label in labelled.labels}
        for name in extraction.names:
            label = wanted.get((name.kind, name.start, name.end))
            if label is not None:
                found += 1
                right += _plain(label) == _plain(name.name)
    return right, found


def _plain(name: str) -> str:
    return name.lower().replace("ё", "е")


def entity_score(wanted: Sequence[Mapping[str, str]], got: Sequence[Mapping[str, str]]) -> Score:
    """B-cubed over the mentions of all texts, those missed and those made up included.

    Each item maps the mentions of one text (`kind:start:end`) to entities. A mention that
    was made up counts as wrong, one that was missed as not found.
    """
    truth = {(i, key): entity for i, text in enumerate(wanted) for key, entity in text.items()}
    answer = {(i, key): entity for i, text in enumerate(got) for key, entity in text.items()}
    real: dict[str, set[tuple[int, str]]] = defaultdict(set)
    made: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for key, entity in truth.items():
        real[entity].add(key)
    for key, entity in answer.items():
        made[entity].add(key)
    precision = sum(
        len(made[entity] & real[truth[key]]) / len(made[entity])
        for key, entity in answer.items()
        if key in truth
    )
    recall = sum(
        len(real[entity] & made[answer[key]]) / len(real[entity])
        for key, entity in truth.items()
        if key in answer
    )
    return Score(
        precision,
        len(answer),
        len(truth),
        precision / len(answer) if answer else 1.0,
        recall / len(truth) if truth else 1.0,
    )
