"""From an article to the names in it: the one place where the parts come together.

Organisations are looked for first, as their names hold places and titles; then persons and
places in what is left. What a text calls a thing once, it stays: a body named after `газета`
is the same body when its name comes alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from resolver.extract import organizations_english, organizations_slavic, toponyms
from resolver.extract.article import Article, Extraction, NameFound
from resolver.extract.context import roles_after
from resolver.extract.likeness import looks_given
from resolver.extract.linking import decide_cases, link_others, link_people
from resolver.extract.morphology import Morphology
from resolver.extract.persons import Finder, Lone, nominatives_of, surnames_of
from resolver.extract.pieces import Reading, read
from resolver.extract.places import other_place, place_at, points_to_territory
from resolver.extract.sentences import Splitter, split
from resolver.extract.spans import Span, span
from resolver.extract.vocabulary import folded, text_words
from resolver.gazetteer import find_place
from resolver.mention import Kind

_SAMPLE = 4_000
_UKRAINIAN = frozenset("іїєґІЇЄҐ")
_RUSSIAN = frozenset("ыэъёЫЭЪЁ")
_CORRECTED_LETTERS = 8

Recognizer = Callable[[str, str], Iterable[tuple[Kind, int, int]]]
"""A further source of names: text and language to kinds, starts and ends."""


def language_of(text: str) -> str:
    """`en` for Latin letters; `uk` where letters of Ukrainian alone outnumber Russian ones.

    >>> language_of("Мер Києва"), language_of("Мэр Киева"), language_of("The mayor")
    ('uk', 'ru', 'en')
    """
    sample = text[:_SAMPLE]
    cyrillic = sum("\u0400" <= char <= "\u04ff" for char in sample)
    latin = sum(char.isascii() and char.isalpha() for char in sample)
    if latin > cyrillic:
        return "en"
    ukrainian = sum(char in _UKRAINIAN for char in sample)
    return "uk" if ukrainian > sum(char in _RUSSIAN for char in sample) else "ru"


class _Found:
    """The spans of a reading that are settled, none over another."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.taken = [False] * len(reading.pieces)
        self.spans: list[Span] = []

    def add(self, found: Span | None) -> bool:
        """Keep a span unless words of it belong to another."""
        if found is None or any(self.taken[found.first : found.last + 1]):
            return False
        self.taken[found.first : found.last + 1] = [True] * (found.last - found.first + 1)
        self.spans.append(found)
        return True


def extract(
    article: Article,
    *,
    splitter: Splitter = split,
    morphology: Morphology | None = None,
    recognizer: Recognizer | None = None,
) -> Extraction:
    """The people, places and organisations that an article names, in the order of its text.

    `morphology` adds what a dictionary knows of words, `recognizer` names that our own rules
    have not found. Pure; time grows with the length of the text.
    """
    language = article.language or language_of(article.text)
    reading = read(article.text, language, splitter)
    found = _Found(reading)
    for each in _organizations(reading):
        found.add(each)
    for each in _sure_places(reading):
        found.add(each)
    finder = Finder(reading, found.taken, morphology)
    finder.find()
    for each in (*finder.persons, *finder.places):
        found.add(each)
    lone = _as_places(reading, found, finder.lone, finder.persons)
    lone = _named_before(reading, found, lone)
    if recognizer is not None:
        _add_recognized(found, finder, recognizer)
        lone = [each for each in lone if not found.taken[each.span.first]]
    persons = [each for each in found.spans if each.kind is Kind.PERSON]
    others = [each for each in found.spans if each.kind is not Kind.PERSON]
    decide_cases(persons, lone)
    people = link_people(persons, lone)
    groups = 1 + max((each.group for each in people), default=-1)
    link_others(others, groups)
    return Extraction(article, language, tuple(_names(reading, [*people, *others])))


def _organizations(reading: Reading) -> Iterable[Span]:
    find = organizations_english.find if reading.language == "en" else organizations_slavic.find
    for each in find(reading):
        place = toponyms.of_several_words(reading, each.first)
        if place is None or place.last != each.last:  # Біла Церква is no church
            each.name = _corrected(each.name, reading.language)
            yield each


def _sure_places(reading: Reading) -> Iterable[Span]:
    """Places of several words, which would be taken for persons: `Чёрное море`."""
    for at, piece in enumerate(reading.pieces):
        if piece.capital:
            yield from filter(
                None, (toponyms.of_several_words(reading, at), toponyms.region(reading, at))
            )


def _corrected(name: str, language: str) -> str:
    """`Office of Kazakhstaan`: a misspelled country inside a name is put right."""
    if language != "en":
        return name
    words = name.split(" ")
    return " ".join(_right(word, language) for word in words)


def _right(word: str, language: str) -> str:
    if len(word) < _CORRECTED_LETTERS or not word.isalpha():
        return word
    if place_at([folded(word)], language):
        return word
    place = find_place(word)
    if place is None or (place.typos and points_to_territory(word)):
        return word  # `Armenian` is no typo of Armenia
    return other_place(word, language) or word


def _as_places(
    reading: Reading, found: _Found, lone: Sequence[Lone], persons: Sequence[Span]
) -> list[Lone]:
    """Lone words that what stands beside them, or their letters, show to be places."""
    left = []
    surnames = {word for person in persons for word in surnames_of(person)}
    for each in lone:
        at = each.span.first
        if any(folded(word) in surnames for word in nominatives_of(each.span)):
            left.append(each)
            continue
        rules = (toponyms.region, toponyms.named_kind, toponyms.of_resident)
        place = next(filter(None, (rule(reading, at) for rule in rules)), None)
        if place is None and not looks_given(reading.pieces[at].text, reading.language):
            place = toponyms.misspelled(reading, at)
            if place is None and not (each.sure and each.span.roles):
                place = toponyms.after_in(reading, at)
        if not found.add(place):
            left.append(each)
    return left


def _named_before(reading: Reading, found: _Found, lone: Sequence[Lone]) -> list[Lone]:
    """Lone words that the text has called an organisation somewhere."""
    bodies = {
        folded(each.name): each.name for each in found.spans if each.kind is Kind.ORGANIZATION
    }
    left = []
    for each in lone:
        name = bodies.get(folded(each.span.words[0]))
        at = each.span.first
        if name is None or not found.add(span(reading, Kind.ORGANIZATION, at, at, name)):
            left.append(each)
    return left


def _add_recognized(found: _Found, finder: Finder, recognizer: Recognizer) -> None:
    reading = found.reading
    starts = {piece.start: i for i, piece in enumerate(reading.pieces)}
    ends = {piece.end: i for i, piece in enumerate(reading.pieces)}
    stop = text_words(reading.language, "function", "calendar")
    for kind, start, end in recognizer(reading.text, reading.language):
        first, last = starts.get(start), ends.get(end)
        if first is None or last is None or last < first or any(found.taken[first : last + 1]):
            continue
        if reading.pieces[first].word in stop:
            continue
        if kind is Kind.PERSON:
            if last > first:
                found.add(finder.add(first, last))
        else:
            found.add(span(reading, kind, first, last))


def _names(reading: Reading, spans: Sequence[Span]) -> Iterable[NameFound]:
    fullest: dict[int, Span] = {}
    for each in sorted(spans, key=lambda each: each.start):
        known = fullest.get(each.group)
        if known is None or _fullness(each) > _fullness(known):
            fullest[each.group] = each
    for each in sorted(spans, key=lambda each: each.start):
        roles = list(each.roles)
        if each.kind is Kind.PERSON:
            roles += roles_after(reading, each.last)
        yield NameFound(
            kind=each.kind,
            text=reading.text[each.start : each.end],
            start=each.start,
            end=each.end,
            name=each.name,
            full_name=fullest[each.group].name,
            group=each.group,
            sentence=reading.sentence_of(reading.pieces[each.first]),
            roles=tuple(dict.fromkeys(roles)),
        )


def _fullness(each: Span) -> tuple[int, int]:
    return sum(len(word) > 1 for word in each.words), len(each.words)
