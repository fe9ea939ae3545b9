"""Personal names: runs of capitals, taken apart by what each word can be.

A run is given name and surname, initials and surname, or surname, given name and patronymic;
roles and places in it are taken off, so that `Мэр Кракова Марек Зелинский` is a role, a place
and a person. A lone word is kept as a candidate, for `resolver.extract.linking` to decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from resolver.extract.context import role_before, surroundings, verb_follows
from resolver.extract.declension import choices
from resolver.extract.adjectives import is_adjective
from resolver.extract.forms import (
    is_given,
    is_typical_surname,
    patronymic_forms,
    surname_forms,
)
from resolver.extract.morphology import Morphology
from resolver.extract.pieces import Piece, Reading
from resolver.extract.places import place_at
from resolver.extract.spans import Span, span
from resolver.extract.vocabulary import acronyms, folded, particles, platforms, roles, text_words
from resolver.gazetteer import territory_of_word
from resolver.lexicon import name_words
from resolver.mention import Kind
from resolver.names import Part
from resolver.tokens import token

MOST_NAME_WORDS = 4
_LATIN_SURNAME = ("ov", "ova", "ev", "eva", "yov", "iev", "enko", "chuk", "niuk", "nyuk", "shchuk",
    "sky", "skyi", "skiy", "skyy", "ski", "skaya", "ska", "shvili", "dze", "yan", "ian", "zade",
    "oglu", "uly", "ovich", "evich", "lin", "kin", "nin", "aliev", "bayev", "enka", "czyk", "uk",
    "idze", "iani", "ava", "li")  # fmt: skip
_LATIN_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Lone:
    """A capital word that may be a surname or given name of somebody named in full, or of
    somebody named only so: `sure` where what is beside it says so."""

    span: Span
    sure: bool


@lru_cache(maxsize=16384)
def looks_given(word: str, language: str) -> bool:
    """Whether a word is a known given name, in some case."""
    if word.isupper() and len(word) > 1:
        word = word.capitalize()
    return bool(token(word).groups) if language == "en" else is_given(word, language)


@lru_cache(maxsize=16384)
def looks_surname(word: str, language: str) -> bool:
    """Whether a word has an ending that surnames have and other words hardly do."""
    if language == "en":
        return len(word) >= _LATIN_LETTERS and word.lower().endswith(_LATIN_SURNAME)
    return is_typical_surname(word, language)


@lru_cache(maxsize=16384)
def _excluded(word: str, language: str) -> bool:
    return (
        word in text_words(language, "function", "calendar", "common")
        or word in platforms()
        or word in acronyms()
    )


def nominatives_of(lone: Span) -> set[str]:
    """What a lone word can be the form of, folded."""
    return {folded(choice.words[0]) for choice in lone.choices} or {folded(lone.words[0])}


def surnames_of(person: Span) -> set[str]:
    """The likely surnames of a person, folded."""
    at = person.surname
    if at < 0:
        return set()
    return {folded(choice.words[at]) for choice in person.choices[:2]} or {folded(person.words[at])}


class _Runs:
    """Walks over a reading and yields its runs of capitals that nothing else has taken."""

    def __init__(self, reading: Reading, taken: list[bool]) -> None:
        self.reading, self.pieces, self.taken = reading, reading.pieces, taken
        self.language = reading.language

    def __iter__(self) -> Iterator[list[int]]:
        at = 0
        while at < len(self.pieces):
            run = self._run(at)
            if run:
                yield run
            at += max(1, len(run))

    def _usable(self, at: int) -> bool:
        piece = self.pieces[at]
        if self.taken[at] or not piece.capital or piece.domain or not piece.text[0].isalpha():
            return False
        return not _excluded(piece.word, self.language) or self._initial(at)

    def _initial(self, at: int) -> bool:
        """Whether a capital stands for a name: with a full stop, or before a name."""
        piece = self.pieces[at]
        return piece.initial and self.reading.text[piece.end : piece.end + 1] == "."

    def _run(self, at: int) -> list[int]:
        if not self._usable(at):
            return []
        run = [at]
        while (following := run[-1] + 1) < len(self.pieces) and self._continues(following):
            if self._usable(following):
                run.append(following)
            elif self._particle(following):
                run += [following, following + 1]
            else:
                break
        return run

    def _continues(self, at: int) -> bool:
        piece, before = self.pieces[at], self.pieces[at - 1]
        if piece.sentence != before.sentence or before.possessive:
            return False
        return piece.beside or (before.initial and piece.before.strip() in {"", "."})

    def _particle(self, at: int) -> bool:
        known = self.pieces[at].word in particles()
        return known and at + 1 < len(self.pieces) and self._continues(at + 1) and self._usable(at + 1)


class Finder:
    """Finds the persons of a reading; places inside runs are handed on as well."""

    def __init__(
        self, reading: Reading, taken: list[bool], morphology: Morphology | None = None
    ) -> None:
        self.reading, self.pieces, self.language = reading, reading.pieces, reading.language
        self._morphology = morphology
        self._runs = _Runs(reading, taken)
        self.persons: list[Span] = []
        self.places: list[Span] = []
        self.lone: list[Lone] = []
        self._doubtful: list[list[int]] = []

    def find(self) -> None:
        """Fill `persons`, `places` and `lone`."""
        for run in self._runs:
            for segment in self._segments(run):
                self._read(segment)
        surnames = {word for person in self.persons for word in surnames_of(person)}
        for pair in self._doubtful:
            self._settle(pair, surnames)

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
            name_words().get(word) == "title" and not looks_given(self.pieces[at].text, self.language)
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
        given = alone and looks_given(self.pieces[run[at]].text, self.language)
        if given and at + 1 < len(run) and not self.pieces[run[at]].possessive:
            return None
        if alone and len(segment) == 1 and at == len(run) - 1:
            first = self.pieces[segment[0]]
            if first.initial or looks_given(first.text, self.language):
                return None
        return span(self.reading, Kind.PLACE, run[at], run[at] + found[0] - 1, found[1])

    def _read(self, segment: list[int]) -> None:
        while segment:
            used, parts = self._parse(segment)
            if parts and self._is_doubtful(segment, used):
                self._doubtful.append(segment[:used])
            elif parts:
                self._add_person(segment[:used], parts)
            else:
                self._add_lone(segment[0])
                used = 1
            segment = segment[used:]

    def _is_doubtful(self, segment: list[int], used: int) -> bool:
        first = self.pieces[segment[0]]
        unknown = not looks_given(first.text, self.language) and not first.initial
        return self.language != "en" and used == 2 and first.weak and unknown

    def _parse(self, segment: list[int]) -> tuple[int, list[Part]]:
        """How many words from the first are one person, and their parts; none if unclear."""
        pieces = [self.pieces[i] for i in segment[: MOST_NAME_WORDS + 1]]
        if any(piece.initial for piece in pieces):
            return self._with_initials(pieces)
        full = [piece for piece in pieces if piece.word not in particles()]
        if len(full) < 2:
            return 0, []
        if len(full) < len(pieces):
            return self._with_particles(pieces)
        if self.language != "en":
            by_patronymic = self._with_patronymic(pieces)
            if by_patronymic[0]:
                return by_patronymic
        return self._by_words(segment, pieces)

    def _with_initials(self, pieces: list[Piece]) -> tuple[int, list[Part]]:
        count = 0
        while count < len(pieces) and pieces[count].initial:
            count += 1
        if 0 < count < 3 and count < len(pieces):
            return count + 1, [*([Part.GIVEN, Part.PATRONYMIC][:count]), Part.SURNAME]
        if count == 0 and len(pieces) > 1:
            after = 1
            while after < len(pieces) and pieces[after].initial and after < 3:
                after += 1
            if after == 1:  # the initial belongs to a name further on
                return (0, []) if not looks_given(pieces[0].text, self.language) else (
                    2, [Part.GIVEN, Part.SURNAME])  # fmt: skip
            if after < len(pieces) and after == 2 and looks_given(pieces[0].text, self.language):
                return 3, [Part.GIVEN, Part.PATRONYMIC, Part.SURNAME]
            if after == len(pieces) or not looks_given(pieces[after].text, self.language):
                return after, [Part.SURNAME, *([Part.GIVEN, Part.PATRONYMIC][: after - 1])]
        return 0, []

    def _with_particles(self, pieces: list[Piece]) -> tuple[int, list[Part]]:
        parts = [Part.GIVEN] + [Part.SURNAME] * (len(pieces) - 1)
        known = looks_given(pieces[0].text, self.language)
        return (len(pieces), parts) if known else (0, [])

    def _with_patronymic(self, pieces: list[Piece]) -> tuple[int, list[Part]]:
        texts = [piece.text for piece in pieces]
        father = [bool(patronymic_forms(text, self.language)) for text in texts]
        if len(texts) > 1 and father[1] and looks_given(texts[0], self.language):
            surname = len(texts) > 2 and not looks_given(texts[2], self.language)
            parts = [Part.GIVEN, Part.PATRONYMIC]
            return (3, [*parts, Part.SURNAME]) if surname else (2, parts)
        if len(texts) > 2 and father[2] and looks_given(texts[1], self.language):
            return 3, [Part.SURNAME, Part.GIVEN, Part.PATRONYMIC]
        return 0, []

    def _by_words(self, segment: list[int], pieces: list[Piece]) -> tuple[int, list[Part]]:
        given = [looks_given(piece.text, self.language) for piece in pieces]
        surname = [looks_surname(piece.text, self.language) for piece in pieces]
        pair = [Part.GIVEN, Part.SURNAME]
        if given[0] and not (given[1] and len(pieces) > 2 and surname[0]):
            if self.language == "en" and len(pieces) > 2 and (given[1] or surname[2]):
                return 3, [Part.GIVEN, Part.GIVEN, Part.SURNAME]
            return 2, pair
        if given[1]:
            if len(pieces) > 2 or (pieces[0].weak and not surname[0]):
                return 0, []
            if surname[0] and self.language != "en":
                return 2, [Part.SURNAME, Part.GIVEN]
        if self._evidence(segment, pieces, surname):
            return 2, pair
        return 0, []

    def _evidence(self, segment: list[int], pieces: list[Piece], surname: list[bool]) -> bool:
        """Whether two words that are no known names are a person all the same."""
        if territory_of_word(pieces[0].text, False) or not pieces[1].text[1:].islower():  # noqa: FBT003
            return False
        if role_before(self.reading, segment[0]) is not None or surname[1]:
            return True
        if len(pieces) > 2:
            return False
        if self.language != "en":
            return not pieces[0].weak or self._acts(segment, pieces)
        return verb_follows(self.reading, segment[1]) and not pieces[0].first

    def _acts(self, segment: list[int], pieces: list[Piece]) -> bool:
        """Whether two unknown words that begin a sentence are followed as its subject is."""
        after = segment[1] + 1
        joined = after < len(self.pieces) and self.pieces[after].beside
        with_others = joined and self.pieces[after].word in {"и", "та", "і", "й"}
        if is_adjective(pieces[0].word, self.language):
            return False
        return with_others or verb_follows(self.reading, segment[1])

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
        found.roles = (role.text,) if role is not None else ()
        if self.pieces[found.last].initial and self.reading.text[found.end : found.end + 1] == ".":
            found.end += 1

    def _add_lone(self, at: int) -> None:
        piece = self.pieces[at]
        if piece.initial or len(piece.text) < 3:
            return
        found = span(self.reading, Kind.PERSON, at, at)
        role = role_before(self.reading, at)
        given = looks_given(piece.text, self.language)
        self._complete(found, [piece.text], [Part.SURNAME])
        if given and self.language != "en":
            also = choices([piece.text], [Part.GIVEN], self.language, found.around, self._morphology)
            both = (*also, *found.choices)
            found.choices = tuple(sorted(both, key=lambda choice: -choice.score))
        self.lone.append(Lone(found, self._sure(at, given, near=role is not None and role.first >= at - 3)))

    def _sure(self, at: int, given: bool, *, near: bool) -> bool:  # noqa: FBT001
        piece = self.pieces[at]
        if territory_of_word(piece.text, False):  # noqa: FBT003
            return False
        if looks_surname(piece.text, self.language):
            return not piece.weak or near or verb_follows(self.reading, at)
        if near and not piece.weak and not piece.all_caps:
            return self.language != "en" or piece.beside
        return given and self.language != "en" and (not piece.weak or verb_follows(self.reading, at))
