"""Which words of a run are one name, and which part of it each plays.

By initials, by a patronymic, by known given names and by the endings of surnames; two words
that show none of these are a name where what stands around them says so.
"""

from __future__ import annotations

from resolver.extract.adjectives import is_adjective
from resolver.extract.context import verb_follows
from resolver.extract.declension import Surroundings, choices
from resolver.extract.forms import patronymic_forms
from resolver.extract.likeness import looks_given, looks_surname
from resolver.extract.morphology import Morphology
from resolver.extract.pieces import Piece, Reading
from resolver.extract.places import points_to_territory
from resolver.extract.vocabulary import particles, roles
from resolver.names import Part

MOST_NAME_WORDS = 4
AND = frozenset({"и", "та", "і", "й", "and"})


class Parser:
    """Takes the words of a reading apart."""

    def __init__(self, reading: Reading, morphology: Morphology | None) -> None:
        self.reading, self.pieces, self.language = reading, reading.pieces, reading.language
        self._morphology = morphology

    def parse(self, segment: list[int]) -> tuple[int, list[Part]]:
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
        if count:
            parts = [Part.GIVEN, Part.PATRONYMIC][:count]
            return (count + 1, [*parts, Part.SURNAME]) if count < min(3, len(pieces)) else (0, [])
        return self._before_initials(pieces)

    def _before_initials(self, pieces: list[Piece]) -> tuple[int, list[Part]]:
        """`Лаптев Н. П.`, `Elena V. Morozova`, `Anna K.`; not `Письмо Н. П. Лаптева`."""
        after = 1
        while after < min(3, len(pieces)) and pieces[after].initial:
            after += 1
        given = looks_given(pieces[0].text, self.language)
        surname = looks_surname(pieces[0].text, self.language)
        more = after < len(pieces)
        if after == 1 or (more and not given and not surname):
            return 0, []
        if given and after == 2:
            parts = [Part.GIVEN, Part.PATRONYMIC, Part.SURNAME]
            return (3, parts) if more else (2, [Part.GIVEN, Part.SURNAME])
        return after, [Part.SURNAME, *([Part.GIVEN, Part.PATRONYMIC][: after - 1])]

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
            if self.language != "en":
                turned = [Part.SURNAME, Part.GIVEN]
                return (2, turned) if self._agree(pieces[:2], turned) else (0, [])
        if self._evidence(segment, pieces, surname):
            return 2, pair
        return 0, []

    def _agree(self, pieces: list[Piece], parts: list[Part]) -> bool:
        """Whether words can be one name in one case."""
        words = [piece.text for piece in pieces]
        found = choices(words, parts, self.language, Surroundings(), self._morphology)
        return found[0].score > 0

    def _evidence(self, segment: list[int], pieces: list[Piece], surname: list[bool]) -> bool:
        """Whether two words that are no known names are a person all the same."""
        if points_to_territory(pieces[0].text) or not pieces[1].text[1:].islower():
            return False
        if self.is_called(segment[0]) or surname[1]:
            return not self.is_plural_adjective(pieces[0])
        if len(pieces) > 2 or self.is_plural_adjective(pieces[0]):
            return False
        if self.language != "en":
            return not pieces[0].weak or self._acts(segment, pieces)
        return verb_follows(self.reading, segment[1]) and not pieces[0].first

    def is_plural_adjective(self, piece: Piece) -> bool:
        """`Набережных Челнов`, `Великі Копані`: more likely a place."""
        endings = ("ные", "ных", "ным", "ними", "ные", "ні", "них", "кі", "ких", "кие", "ские")
        return self.language != "en" and piece.word.endswith(endings)

    def _acts(self, segment: list[int], pieces: list[Piece]) -> bool:
        """Whether two unknown words that begin a sentence are followed as its subject is."""
        after = segment[1] + 1
        joined = after < len(self.pieces) and self.pieces[after].beside
        with_others = joined and self.pieces[after].word in AND
        if is_adjective(pieces[0].word, self.language):
            return False
        return with_others or verb_follows(self.reading, segment[1])

    def is_called(self, at: int) -> bool:
        """Whether the word right before says that a person follows: `their daughter Sofia`."""
        return (
            at > 0
            and self.pieces[at].beside
            and not self.pieces[at].first
            and self.pieces[at - 1].word in roles(self.language)
        )
