"""Names of organisations in quotation marks in Russian and Ukrainian text.

After a word that says what it is (`газета «Маршо»`) or a legal form (`ООО «Ромашка»`), or
where the sentence treats the name as somebody (`тренер «Динамо»`).
"""

from __future__ import annotations

from functools import cache

from resolver.extract.adjectives import nominative
from resolver.extract.pieces import Piece, Reading
from resolver.extract.places import place_at
from resolver.extract.spans import Span, joins, quoted, span
from resolver.extract.vocabulary import organization_words, platforms, roles
from resolver.inflection import case_bases
from resolver.mention import Kind
from resolver.rules import table
from resolver.script import script_of

_FORM_LETTERS = 2
_TAKES_PART = {
    "ru": frozenset({"в", "из", "от", "у", "к", "с", "данным", "словам", "сторонник", "акции",
        "акций", "фракция", "фракции", "против", "для", "активист"}),
    "uk": frozenset({"у", "в", "із", "з", "від", "до", "даними", "словами", "акції", "фракція",
        "фракції", "проти", "для"}),
}  # fmt: skip
_AS_IT_STANDS = ("о", "е", "ия", "ія", "ь", "ина", "ка", "ота", "ода", "ада")


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(
        row["form"]
        for row in table("legal_forms")
        if row["form"].isupper() and row["form"].isalpha() and len(row["form"]) >= _FORM_LETTERS
    ) | {"ПрАТ", "ОсОО", "ТзОВ"}


def by_legal_form(reading: Reading, at: int) -> Span | None:
    """`ООО «Ромашка»`, `АО Ромашка`."""
    pieces = reading.pieces
    following = at + 1
    if pieces[at].text not in _legal_forms() or following >= len(pieces):
        return None
    if pieces[following].sentence != pieces[at].sentence:
        return None
    last = quoted(reading, following)
    if last is not None:
        found = span(reading, Kind.ORGANIZATION, at, last)
        found.end += 1
        found.name = " ".join(reading.text[found.start : found.end].split())
        return found
    return None


def after_kind(reading: Reading, at: int) -> Span | None:
    """`газета «Маршо»`, `канал ASTRA`: the words before say what it is."""
    pieces, language = reading.pieces, reading.language
    if at == 0 or pieces[at].first or not (pieces[at].capital or pieces[at].text[0].isdigit()):
        return None
    words = [piece.word for piece in pieces[max(0, at - 3) : at]]
    phrase = organization_words(language, "kind").ending_at(words, len(words) - 1)
    if phrase is None:
        return None
    last = quoted(reading, at)
    if last is None:
        foreign = script_of(pieces[at].text) == "latin" or pieces[at].all_caps
        if not foreign or not pieces[at].beside or pieces[at].word in platforms():
            return None
        last = at
        while (
            joins(pieces, last + 1)
            and pieces[last + 1].capital
            and (script_of(pieces[last + 1].text) == "latin")
        ):
            last += 1
    return span(reading, Kind.ORGANIZATION, at, last)


def in_quotes(reading: Reading, at: int) -> Span | None:
    """`в «Единой России»`, `тренер «Динамо»`: a name in quotation marks whose place in the
    sentence is that of somebody who says or does something."""
    pieces, language = reading.pieces, reading.language
    if at == 0 or pieces[at].first or not pieces[at].capital:
        return None
    last = quoted(reading, at)
    before = pieces[at - 1]
    if (
        last is None
        or last - at > 1
        or not (before.word in _TAKES_PART[language] or before.word in roles(language))
    ):
        return None
    return span(reading, Kind.ORGANIZATION, at, last, _in_nominative(pieces, at, last, language))


def _in_nominative(pieces: tuple[Piece, ...], at: int, last: int, language: str) -> str:
    """The name in quotation marks as a dictionary has it, where its endings tell."""
    *adjectives, noun = (piece.text for piece in pieces[at : last + 1])
    place = place_at([pieces[last].word], language)
    bases = [base.nominative for base in case_bases(noun) if base.language == language]
    soft = noun[:-1] + "ь" if noun.endswith("и") and noun[-2] in "тдснлз" else ""
    hard = next((base for base in bases if base[-1] not in "аяоьыйАЯОЬЫЙ"), "")
    if pieces[last].word.endswith(_AS_IT_STANDS) or noun.isupper():
        name = noun
    else:
        name = place[1] if place else soft or hard or noun
    gender = "f" if name.endswith(("а", "я", "ь")) else "m"
    return " ".join([*(nominative(word, gender, language) for word in adjectives), name])
