"""What stands beside a personal name: roles, prepositions, verbs, an age.

Roles tell homonyms apart, and their case is that of the name: `адвоката` before Мурата.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from resolver.extract.adjectives import is_adjective, nominative
from resolver.extract.declension import Surroundings
from resolver.extract.pieces import Piece, Reading
from resolver.extract.places import points_to_territory
from resolver.extract.spans import joins
from resolver.extract.vocabulary import ALL_CASES, NOMINATIVE, case_contexts, roles, text_words

_FARTHEST = 5
_AFTER = 4
_LONGEST_PREPOSITION = 3
_LONGEST_ROLE = 40
_VERB_LETTERS = 4
_OBLIQUE = ALL_CASES - NOMINATIVE
_VERB_ENDINGS = {
    "ru": ("л", "ла", "ли", "лся", "лась", "лись", "ть", "ет", "ит", "ют", "ят", "ёт", "ут", "ат"),
    "uk": ("в", "ла", "ли", "вся", "лася", "лися", "ти", "є", "ить", "ють", "ять", "уть", "ать"),
}
_BETWEEN_ENGLISH = frozenset({"of", "the", "for", "at", "and"})
_ARTICLES = frozenset({"a", "an", "the", "former", "his", "her", "their", "who", "is", "was",
    "бывший", "бывшая", "бывшего", "это", "его", "её", "колишній", "колишня", "його",
    "її"})  # fmt: skip


class Role(NamedTuple):
    """A role found beside a name: in words, with the cases and gender of its noun."""

    text: str
    cases: frozenset[str]
    gender: str
    first: int


def role_before(reading: Reading, at: int) -> Role | None:
    """The role in front of the name that begins at a word: `главы Чечни`, `her lawyer,`."""
    pieces, language = reading.pieces, reading.language
    vocabulary = roles(language)
    for end in range(at - 1, max(-1, at - 1 - _FARTHEST), -1):
        following = pieces[end + 1]
        if following.sentence != pieces[end].sentence or not _close(following, end + 1 == at):
            return None
        words = [piece.word for piece in pieces[max(0, end - _LONGEST_PREPOSITION) : end + 1]]
        found = vocabulary.ending_at(words, len(words) - 1)
        if found is not None and not pieces[end].possessive:
            first = end - found.length + 1
            text = _role_text(reading, first, end, at, found.word)
            return Role(text, found.cases, found.gender, first)
        if not _may_stand_between(pieces[end], language):
            return None
    return None


def _close(piece: Piece, last: bool) -> bool:  # noqa: FBT001
    between = piece.before.strip()
    if not between:
        return True
    return between == "," if last else between in {"«", "»", '"', "“", "”"}


def _may_stand_between(piece: Piece, language: str) -> bool:
    if piece.capital:
        return True
    if language == "en":
        return piece.word in _BETWEEN_ENGLISH
    if piece.word in text_words(language, "function") or len(piece.word) < _VERB_LETTERS:
        return False
    return is_adjective(piece.word, language) or not piece.word.endswith(_VERB_ENDINGS[language])


def _role_text(reading: Reading, first: int, end: int, at: int, lemma: str) -> str:
    pieces = reading.pieces
    before = (
        pieces[first - 1] if first and pieces[first].beside and not pieces[first].first else None
    )
    words = [lemma, *(piece.text for piece in pieces[end + 1 : at])]
    if before is not None and points_to_territory(before.text):
        gender = "f" if lemma.endswith(("а", "я", "ка")) else "m"
        adjective = is_adjective(before.word, reading.language) and reading.language != "en"
        words.insert(
            0, nominative(before.text, gender, reading.language) if adjective else before.text
        )
    return " ".join(words)[:_LONGEST_ROLE].strip()


def roles_after(reading: Reading, last: int) -> list[str]:
    """Roles and age in apposition: `, 61, a carpenter from Grozny`, `, глава фонда`."""
    pieces, language = reading.pieces, reading.language
    found: list[str] = []
    for at in range(last + 1, min(last + 1 + _AFTER, len(pieces))):
        piece = pieces[at]
        if piece.sentence != pieces[last].sentence:
            break
        if at == last + 1 and piece.before.strip() not in {",", "—", "–", "-", "("}:
            break
        if piece.text.isdigit() and len(piece.text) == 2:
            found.append(piece.text)
            continue
        words = [each.word for each in pieces[last + 1 : at + 1]]
        phrase = roles(language).ending_at(words, len(words) - 1)
        if phrase is not None:
            found.append(phrase.word)
            break
        if piece.word not in _ARTICLES and not is_modifier(piece, language):
            break
    return found


def is_modifier(piece: Piece, language: str) -> bool:
    """Whether a word can stand before the noun of a role."""
    if language == "en":
        return not piece.word.endswith(("ed", "ing")) and piece.word not in text_words(
            "en", "speech"
        )
    return is_adjective(piece.word, language)


def preposition_cases(pieces: Sequence[Piece], at: int, language: str) -> frozenset[str]:
    """The cases that the preposition before a word allows; empty where none stands there."""
    if at == 0 or not pieces[at].beside or pieces[at].first:
        return frozenset()
    for before, cases in case_contexts(language).get(pieces[at - 1].word, ()):
        start = at - 1 - len(before)
        if start >= 0 and tuple(piece.word for piece in pieces[start : at - 1]) == before:
            return cases
    return frozenset()


def surroundings(reading: Reading, first: int, last: int, role: Role | None) -> Surroundings:
    """What the words beside a name say of its case and gender."""
    pieces, language = reading.pieces, reading.language
    if language == "en":
        return Surroundings()
    start = role.first if role is not None else first
    allowed = preposition_cases(pieces, start, language)
    expected: frozenset[str] = frozenset()
    gender = ""
    if role is not None:
        expected = role.cases & allowed or role.cases
        gender = "f" if role.gender == "f" else ""
    governed = _governed(pieces, start, language)
    if not allowed:
        verb_gender, cases = _verb(pieces, first - 1 if role is None else start - 1, language)
        after = last + 1
        if not cases and not governed and joins(pieces, after):
            verb_gender, cases = _verb(pieces, after, language)
        gender = gender or verb_gender
        expected = expected & cases or expected or cases
    return Surroundings(allowed, expected, gender, governed)


def _governed(pieces: Sequence[Piece], at: int, language: str) -> bool:
    """Whether a word in small letters that is no verb and no conjunction stands before."""
    if at == 0 or not pieces[at].beside or pieces[at].first:
        return False
    if pieces[at - 1].capital and not pieces[at - 1].first:
        return False
    return is_noun(pieces[at - 1].word, language)


def is_noun(word: str, language: str) -> bool:
    """Whether a folded word is none of the small words and has no ending of a verb."""
    ordinary = len(word) >= _VERB_LETTERS and word not in text_words(language, "function")
    return ordinary and not word.endswith(_VERB_ENDINGS[language])


def _verb(pieces: Sequence[Piece], at: int, language: str) -> tuple[str, frozenset[str]]:
    """Gender and cases that a verb in the past tense asks for."""
    if at < 0 or pieces[at].capital or len(pieces[at].word) < _VERB_LETTERS:
        return "", frozenset()
    word = pieces[at].word
    if word.endswith(("ла", "лась", "лася")):
        return "f", NOMINATIVE
    if word.endswith(("ли", "лись", "лися")):
        return "", _OBLIQUE
    masculine = (
        ("ал", "ил", "ел", "ул", "лся", "ыл")
        if language == "ru"
        else ("ав", "ив", "ів", "вся", "ув")
    )
    if word.endswith(masculine):
        return "m", NOMINATIVE
    return "", frozenset()


def verb_follows(reading: Reading, last: int) -> bool:
    """Whether the word after a name is a verb of speech or in the past tense."""
    pieces, language = reading.pieces, reading.language
    at = last + 1
    if at >= len(pieces) or pieces[at].sentence != pieces[last].sentence or not pieces[at].beside:
        return False
    if language == "en":
        return pieces[at].word in text_words("en", "speech")
    _, cases = _verb(pieces, at, language)
    return bool(cases) or pieces[at].word.endswith(("ет", "ит", "є", "ить"))
