"""Places that no list has, known from what stands beside them, and misspelled ones.

`the village of Berezivka`, `в Урус-Мартане`, `Харьковская область`, `Kazakhstaan`.
"""

from __future__ import annotations

from resolver.extract.adjectives import is_adjective, nominative
from resolver.extract.forms import is_typical_surname, surname_forms
from resolver.extract.likeness import looks_surname
from resolver.extract.pieces import Piece, Reading
from resolver.extract.places import is_like, other_place, place_at, points_to_territory
from resolver.extract.spans import Span, in_longer_quotes, span
from resolver.extract.vocabulary import is_head, place_words, text_words
from resolver.inflection import case_bases
from resolver.mention import Kind

_IN = {
    "en": frozenset({"in", "near"}),
    "ru": frozenset({"в", "во", "из", "под", "близ"}),
    "uk": frozenset({"у", "в", "із", "з", "під", "поблизу", "біля"}),
}
_ENDINGS = {
    "в": ("е", "и", "і", "у", "ю", "ах", "ях"), "из": ("а", "и", "ы", "у", "ой"),
    "під": ("ом", "ем", "єм", "ою", "ею"), "біля": ("а", "и", "у", "ї", "я"),
}  # fmt: skip
_LEADING = {
    "en": frozenset({"in", "near", "to", "from", "of", "at", "around", "outside", "between"}),
    "ru": frozenset({"в", "во", "из", "под", "близ", "до", "около", "возле", "через"}),
    "uk": frozenset({"у", "в", "із", "зі", "з", "під", "поблизу", "біля", "до", "через"}),
}
_NO_TOWN = ("енко", "чук", "нюк", "швили", "швілі", "дзе")
_LIKE = {
    "во": "в",
    "у": "в",
    "близ": "из",
    "із": "біля",
    "з": "біля",
    "поблизу": "біля",
    "под": "під",
}
_REGION_GENDER = {
    "область": "f",
    "республика": "f",
    "республіка": "f",
    "губерния": "f",
    "громада": "f",
}
_SHORTEST = 4
_MOST_WORDS = 4
_LONG = 7
_LOOK_BACK = 3


def misspelled(reading: Reading, at: int) -> Span | None:
    """A typo or foreign spelling of a known place, under its name in the text's language."""
    piece = reading.pieces[at]
    if not piece.capital or piece.all_caps or piece.domain:
        return None
    name = other_place(piece.text, reading.language)
    if name is None or not (_is_led_to(reading, at) or _is_sure(name, piece, reading.language)):
        return None
    return span(reading, Kind.PLACE, at, at, name)


def _is_sure(name: str, piece: Piece, language: str) -> bool:
    """Whether a word is a place whatever stands before it."""
    if piece.weak and (len(piece.text) < _LONG or is_adjective(piece.word, language)):
        return False
    return is_like(name, piece.text) and not looks_surname(piece.text, language)


def _is_led_to(reading: Reading, at: int) -> bool:
    """Whether a preposition stands before that leads to a place: to, из."""
    piece = reading.pieces[at]
    return (
        at > 0
        and piece.beside
        and not piece.first
        and reading.pieces[at - 1].word in _LEADING[reading.language]
    )


def of_several_words(reading: Reading, at: int) -> Span | None:
    """A known place of two words or more."""
    pieces = reading.pieces
    words = [pieces[at].word]
    while len(words) < _MOST_WORDS and at + len(words) < len(pieces):
        following = pieces[at + len(words)]
        if following.first or not following.beside or pieces[at + len(words) - 1].possessive:
            break
        words.append(following.word)
    found = place_at(words, reading.language) if pieces[at].capital else None
    if found is None or found[0] == 1 or in_longer_quotes(reading, at, at + found[0] - 1):
        return None
    return span(reading, Kind.PLACE, at, at + found[0] - 1, found[1])


def region(reading: Reading, at: int) -> Span | None:
    """`Харьковской области`, `Kharkiv Oblast`; of `Kharkiv region` the first word alone."""
    pieces, language = reading.pieces, reading.language
    following = at + 1
    if following >= len(pieces) or not pieces[at].capital or not pieces[following].beside:
        return None
    kind = place_words(language, "after").ending_at([pieces[following].word], 0)
    if kind is None or pieces[following].first or pieces[at].possessive:
        return None
    if language == "en":
        if pieces[at].word in text_words("en", "function", "common"):
            return None
        last = following if pieces[following].capital else at
        if last == at and (pieces[at].weak or points_to_territory(pieces[at].text)):
            return None
        return span(reading, Kind.PLACE, at, last)
    if not is_adjective(pieces[at].word, language):
        return None
    adjective = nominative(pieces[at].text, _REGION_GENDER.get(kind.word, "m"), language)
    return span(reading, Kind.PLACE, at, following, f"{adjective} {kind.word}")


def named_kind(reading: Reading, at: int) -> Span | None:
    """`the village of Berezivka`, `в селе Берёзовка`: the word before says it is a place."""
    pieces, language = reading.pieces, reading.language
    if at == 0 or not pieces[at].capital or pieces[at].first or not pieces[at].text[0].isalpha():
        return None
    before = [piece.word for piece in pieces[max(0, at - _LOOK_BACK) : at]]
    kind = place_words(language, "before").ending_at(before, len(before) - 1)
    if kind is None or pieces[at].before.strip() not in {"", "."}:
        return None
    if len(before[-1]) == 1 and pieces[at].before.strip() != ".":
        return None
    return span(reading, Kind.PLACE, at, at)


def _base(word: str, language: str) -> str:
    for base in case_bases(word):
        if base.language == language and base.kind == "any" and base.nominative[-1] not in "ьяоЬЯО":
            return base.nominative
    if word.endswith(("ах", "ях")):
        return word[:-2] + ("и" if language == "uk" or word[-3] in "гкхжшчщ" else "ы")
    return word


def of_resident(reading: Reading, at: int) -> Span | None:
    """`Жители Энергодара`, `уродженець Ізюма`: where somebody is from."""
    pieces, language = reading.pieces, reading.language
    piece = pieces[at]
    if language == "en" or at == 0 or piece.first or not piece.beside or not piece.capital:
        return None
    if pieces[at - 1].word not in place_words(language, "resident"):
        return None
    oblique = piece.word.endswith(("а", "я", "и", "ы", "у", "і", "ї"))
    return span(reading, Kind.PLACE, at, at, _base(piece.text, language)) if oblique else None


def after_in(reading: Reading, at: int) -> Span | None:
    """`in Davos`, `в Урус-Мартане`: an unknown lone capital after a preposition of place."""
    pieces, language = reading.pieces, reading.language
    piece = pieces[at]
    if at == 0 or piece.weak or not piece.beside or pieces[at - 1].word not in _IN[language]:
        return None
    if not piece.capital or piece.all_caps or len(piece.text) < _SHORTEST or not piece.text.replace(
        "-", "").isalpha():  # fmt: skip
        return None
    if points_to_territory(piece.text) or is_head(piece.word, language):
        return None
    if language == "en":
        following = at + 1
        alone = following >= len(pieces) or not (
            pieces[following].capital and pieces[following].beside
        )
        return span(reading, Kind.PLACE, at, at) if alone and not piece.possessive else None
    if any(form.nominative.endswith(_NO_TOWN) for form in surname_forms(piece.text, language)):
        return None
    before = pieces[at - 1].word
    if not piece.word.endswith(_ENDINGS[_LIKE.get(before, before)]):
        return None
    if before not in {"в", "во", "у"} and is_typical_surname(piece.text, language):
        return None
    return span(reading, Kind.PLACE, at, at, _base(piece.text, language))
