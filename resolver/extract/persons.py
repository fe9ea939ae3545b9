"""Personal names: runs of capitals, taken apart by what each word can be.

A run is given name and surname, initials and surname, or surname, given name and patronymic;
roles and places in it are taken off, so that `Мэр Кракова Марек Зелинский` is a role, a place
and a person. A lone word is kept as a candidate, for `resolver.extract.linking` to decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from resolver.extract import toponyms
from resolver.extract.adjectives import is_adjective
from resolver.extract.context import is_noun, role_before, surroundings, verb_follows
from resolver.extract.declension import choices
from resolver.extract.forms import (
    is_own_given,
    surname_forms,
)
from resolver.extract.likeness import looks_given, looks_surname
from resolver.extract.morphology import Morphology
from resolver.extract.parts import AND, Parser
from resolver.extract.pieces import Reading
from resolver.extract.places import place_at, points_to_territory
from resolver.extract.runs import Runs
from resolver.extract.spans import Span, in_longer_quotes, joins, span
from resolver.extract.vocabulary import (
    folded,
    is_head,
    roles,
)
from resolver.lexicon import name_words
from resolver.mention import Kind
from resolver.names import Part

HONORIFICS = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "господин", "госпожа", "г-н", "г-жа", "пан",
     "пані"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lone:
    """A capital word that may be a surname or given name of somebody named in full, or of
    somebody named only so: `sure` where what is beside it says so."""

    span: Span
    sure: bool


def nominatives_of(lone: Span) -> set[str]:
    """What a lone word can be the form of, folded."""
    return {folded(choice.words[0]) for choice in lone.choices} or {folded(lone.words[0])}


def surnames_of(person: Span) -> set[str]:
    """The likely surnames of a person, folded."""
    at = person.surname
    if at < 0:
        return set()
    return {folded(choice.words[at]) for choice in person.choices[:2]} or {folded(person.words[at])}


class Finder:
    """Finds the persons of a reading; places inside runs are handed on as well."""

    def __init__(
        self, reading: Reading, taken: list[bool], morphology: Morphology | None = None
    ) -> None:
        self.reading, self.pieces, self.language = reading, reading.pieces, reading.language
        self._morphology = morphology
        self._parser = Parser(reading, morphology)
        self._runs = Runs(reading, taken)
        self.persons: list[Span] = []
        self.places: list[Span] = []
        self.lone: list[Lone] = []
        self._doubtful: list[list[int]] = []
        self._turned: list[list[int]] = []

    def find(self) -> None:
        """Fill `persons`, `places` and `lone`."""
        for run in self._runs:
            for segment in self._segments(run):
                self._read(segment)
        surnames = {word for person in self.persons for word in surnames_of(person)}
        for pair in self._doubtful:
            self._settle(pair, surnames)
        for pair in self._turned:
            self._settle_turned(pair, surnames)

    def _settle_turned(self, pair: list[int], surnames: set[str]) -> None:
        """A surname and a given name: one person, or `Дружина Гончара Леся`, two of them."""
        word = self.pieces[pair[0]].text
        forms = {folded(form.nominative) for form in surname_forms(word, self.language)}
        if folded(word) not in surnames and forms & surnames:
            for at in pair:
                self._add_lone(at)
        else:
            self._add_person(pair, [Part.SURNAME, Part.GIVEN])

    def add(self, first: int, last: int) -> Span:
        """A person that another source has found."""
        at = list(range(first, last + 1))
        parts = [Part.GIVEN] * (len(at) - 1) + [Part.SURNAME]
        self._add_person(at, parts)
        return self.persons[-1]

    def _settle(self, pair: list[int], surnames: set[str]) -> None:
        """Two words that begin a sentence: a name, or another word and a surname that the
        text has with a given name elsewhere (`Дебаты Рустамова`)."""
        forms = surname_forms(self.pieces[pair[1]].text, self.language)
        first = self.pieces[pair[0]].text
        common = self._morphology is not None and self._morphology.is_common(first, self.language)
        if common or any(folded(form.nominative) in surnames for form in forms):
            self._add_lone(pair[1])
        else:
            self._add_person(pair, [Part.GIVEN, Part.SURNAME])

    def _segments(self, run: list[int]) -> Iterator[list[int]]:
        """Parts of a run between its roles and places."""
        segment: list[int] = []
        at = 0
        while at < len(run):
            place = self._place(run, at, segment)
            if place is not None:
                self.places.append(place)
                yield segment
                segment = []
                at += place.last - place.first + 1
            elif self._is_role(run[at]) and not self._surname_like_role(run, at, segment):
                yield segment
                segment = []
                at += 1
            else:
                segment.append(run[at])
                at += 1
        yield segment

    def _is_role(self, at: int) -> bool:
        word = self.pieces[at].word
        return word in roles(self.language) or (
            name_words().get(word) == "title"
            and not looks_given(self.pieces[at].text, self.language)
        )

    def _surname_like_role(self, run: list[int], at: int, segment: list[int]) -> bool:
        """`Anna Baker`, `Марек Король`: the last word after a given name, or alone later."""
        if at < len(run) - 1:
            return False
        after_given = bool(segment) and looks_given(self.pieces[segment[-1]].text, self.language)
        return after_given or not self.pieces[run[at]].weak

    def _place(self, run: list[int], at: int, segment: list[int]) -> Span | None:
        words = [self.pieces[i].word for i in run[at : at + 3]]
        found = place_at(words, self.language)
        if found is None or run[at] + found[0] - 1 != run[at + found[0] - 1]:
            return None
        alone = found[0] == 1
        if in_longer_quotes(self.reading, run[at], run[at] + found[0] - 1):
            return None
        given = alone and looks_given(self.pieces[run[at]].text, self.language)
        if given and at + 1 < len(run) and not self.pieces[run[at]].possessive:
            return None
        if given and self._parser.is_called(run[at]):
            return None
        if alone and len(segment) == 1 and at == len(run) - 1:
            first = self.pieces[segment[0]]
            if first.initial or looks_given(first.text, self.language):
                return None
        return span(self.reading, Kind.PLACE, run[at], run[at] + found[0] - 1, found[1])

    def _read(self, segment: list[int]) -> None:
        while segment:
            if place := self._called_place(segment):
                self.places.append(place)
                segment = segment[place.last - place.first + 1 :]
                continue
            used, parts = self._parser.parse(segment)
            if parts == [Part.SURNAME, Part.GIVEN] and self.language != "en":
                self._turned.append(segment[:used])
            elif parts and self._is_doubtful(segment, used):
                self._doubtful.append(segment[:used])
            elif parts:
                self._add_person(segment[:used], parts)
            else:
                self._add_lone(segment[0])
                used = 1
            segment = segment[used:]

    def _called_place(self, segment: list[int]) -> Span | None:
        """`в селе Великие Копани`: the word before says that a place follows."""
        found = toponyms.named_kind(self.reading, segment[0])
        if found is None:
            return None
        first = self.pieces[segment[0]]
        adjective = is_adjective(first.word, self.language) or self._parser.is_plural_adjective(
            first
        )
        if len(segment) > 1 and adjective and self.language != "en":
            return span(self.reading, Kind.PLACE, segment[0], segment[1])
        return found

    def _is_doubtful(self, segment: list[int], used: int) -> bool:
        first = self.pieces[segment[0]]
        unknown = not looks_given(first.text, self.language) and not first.initial
        return self.language != "en" and used == 2 and first.weak and unknown

    def _add_person(self, at: list[int], parts: list[Part]) -> None:
        words = [self.pieces[i].text for i in at]
        found = span(self.reading, Kind.PERSON, at[0], at[-1])
        self._complete(found, words, parts)
        self.persons.append(found)

    def _complete(self, found: Span, words: list[str], parts: list[Part]) -> None:
        role = role_before(self.reading, found.first)
        found.words, found.parts = tuple(words), tuple(parts)
        found.around = surroundings(self.reading, found.first, found.last, role)
        if self.language != "en":
            found.choices = choices(words, parts, self.language, found.around, self._morphology)
        found.roles = (
            (role.text,) if role is not None and folded(role.text) not in HONORIFICS else ()
        )
        if self.pieces[found.last].initial and self.reading.text[found.end : found.end + 1] == ".":
            found.end += 1

    def _describes(self, at: int) -> bool:
        """`the Kazakhstanskaya mine`, `на Одеському кінофестивалі`: no name but an adjective."""
        if self.language == "en":
            return at > 0 and self.pieces[at].beside and self.pieces[at - 1].word == "the"
        after = at + 1
        if not is_adjective(self.pieces[at].word, self.language) or not joins(self.pieces, after):
            return False
        return not self.pieces[after].capital and is_noun(self.pieces[after].word, self.language)

    def _with_another(self, at: int) -> bool:
        """`Ivanov and Petrova`: two names that begin a sentence."""
        after = self.pieces[at + 1 : at + 3]
        return (
            len(after) == 2
            and after[0].word in AND
            and after[1].capital
            and looks_surname(after[1].text, self.language)
        )

    def _add_lone(self, at: int) -> None:
        piece = self.pieces[at]
        if piece.initial or len(piece.text) < 3:
            return
        found = span(self.reading, Kind.PERSON, at, at)
        role = role_before(self.reading, at)
        given = looks_given(piece.text, self.language)
        self._complete(found, [piece.text], [Part.SURNAME])
        if given and self.language != "en":
            also = choices(
                [piece.text], [Part.GIVEN], self.language, found.around, self._morphology
            )
            both = (*also, *found.choices)
            found.choices = tuple(sorted(both, key=lambda choice: -choice.score))
        self.lone.append(
            Lone(found, self._sure(at, given, near=role is not None and role.first >= at - 3))
        )

    def _sure(self, at: int, given: bool, *, near: bool) -> bool:  # noqa: FBT001
        piece = self.pieces[at]
        if not (given and near) and points_to_territory(piece.text):
            return False
        if is_head(piece.word, self.language) or self._describes(at):
            return False
        if looks_surname(piece.text, self.language):
            return (
                not piece.weak or near or verb_follows(self.reading, at) or self._with_another(at)
            )
        if near and not piece.weak and not piece.all_caps:
            return self.language != "en" or piece.beside
        if not given or self.language == "en":
            return False
        own = is_own_given(piece.text, self.language)  # Весна begins a sentence, and is Serbian
        return not piece.weak or (own and verb_follows(self.reading, at))
