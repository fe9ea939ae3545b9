"""Runs of capitals that may be names: words beside one another that nothing else has taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from resolver.extract.pieces import Reading
from resolver.extract.vocabulary import acronyms, particles, platforms, text_words

_NAMED_AFTER = frozenset({"имени", "им", "імені", "ім"})  # `театр имени Вахтангова`


@lru_cache(maxsize=16384)
def _excluded(word: str, language: str) -> bool:
    return (
        word in text_words(language, "function", "calendar", "common")
        or word in platforms()
        or word in acronyms()
    )


_LONGEST_RUN = 16


class Runs:
    """Walks over a reading and yields its runs of capitals that nothing else has taken."""

    def __init__(self, reading: Reading, taken: Sequence[bool]) -> None:
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
        if self._named_after(at):
            return False
        return not _excluded(piece.word, self.language) or self._initial(at)

    def _named_after(self, at: int) -> bool:
        if at == 0 or self.pieces[at - 1].word not in _NAMED_AFTER:
            return False
        spoken_for = at > 1 and self.pieces[at - 2].word in {"от", "від", "на"}
        return not spoken_for and self.pieces[at].before.strip() in {"", "."}

    def _initial(self, at: int) -> bool:
        """Whether a capital stands for a name: with a full stop, or before a name."""
        piece = self.pieces[at]
        return piece.initial and self.reading.text[piece.end : piece.end + 1] == "."

    def _run(self, at: int) -> list[int]:
        if not self._usable(at):
            return []
        run = [at]
        while (
            len(run) < _LONGEST_RUN
            and (following := run[-1] + 1) < len(self.pieces)
            and self._continues(following)
        ):
            if self._usable(following):
                run.append(following)
            elif count := self._particles(following):
                run += range(following, following + count + 1)
            else:
                break
        return run

    def _continues(self, at: int) -> bool:
        piece, before = self.pieces[at], self.pieces[at - 1]
        if piece.sentence != before.sentence or before.possessive:
            return False
        return piece.beside or (before.initial and piece.before.strip() in {"", "."})

    def _particles(self, at: int) -> int:
        """How many particles from a word on lead to another capital; 0 if they do not."""
        count = 0
        while (
            at + count + 1 < len(self.pieces)
            and self.pieces[at + count].word in particles()
            and self._continues(at + count + 1)
        ):
            count += 1
        return count if count and self._usable(at + count) else 0
