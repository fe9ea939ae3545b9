"""From a string to a Name: its words with the part each plays.

Names come as "Given Patronymic SURNAME", "Surname, Given Patronymic", "Surname G. P.",
glued (`ЕвгенийАлексеевич`) or with titles. Parts are inferred from what each word can be:
a patronymic's ending, a known given name, a surname in capitals, a comma. Where nothing
tells, the order "given names, then surname" is assumed and the Name says it is a guess, so
that comparison may try the other order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from resolver.acyclic import mypyc_attr
from resolver.declined import nominative_of
from resolver.endings import Endings
from resolver.errors import BadName
from resolver.generations import generation_of
from resolver.joined_words import (
    is_patronymic_suffix,
    particles_joined,
    particles_moved,
    suffixes_joined,
    token_of,
)
from resolver.mention import Kind
from resolver.name_parts import (
    GIVEN,
    PATRONYMIC,
    SURNAME,
    Part,
    parts_by_comma,
    parts_of,
    surname_ending,
)
from resolver.other_names import BRACKETED, MARKED
from resolver.script import mend, script_of, without_digits
from resolver.sight import (
    CYRILLIC,
    DOTTED_I,
    LETTERS,
    MIXED,
    NOT_BELARUSIAN,
    OTHER,
    SHORT_U,
    UNSPACED,
    look,
)
from resolver.text import MAX_CODE_POINTS, clean
from resolver.tokens import Token, token
from resolver.values import Quick
from resolver.words import Word, plain_words, sections

__all__ = [
    "GIVEN", "PATRONYMIC", "PERSON", "SURNAME", "Name", "Part", "analyze", "double_surname",
    "looks_belarusian", "surname_ending",
]  # fmt: skip

MAX_WORDS: Final = 20
MAX_PARTS: Final = 8
# Of a place or an organisation more words are not told apart; `organization_facts` reads as many.
MOST_TOLD: Final = 14
_BELARUSIAN_FATHERS: Final = Endings(("авич", "ауна", "авна", "еуна"))
_BELARUSIAN: Final = Endings(("au", "eu", "iou", "enka", "anka"))
_GUESSED: Final = 2
# The elder in Czech and Serbian behind a name, a saint inside one: Peter St John.
_SAINT: Final = "st"
PERSON: Final = Kind.PERSON


@mypyc_attr(acyclic=True)
@dataclass(init=False, slots=True, eq=False)
class Name(Quick):
    """An analysed name: `tokens[i]` plays `parts[i]`; `sure` when the order is certain, `unique`
    when each part has one word only. A name that stands in another grammatical case has its words
    in the nominative, and `case` names it (`genitive`); it is empty otherwise. `maiden` is
    another surname of a person, as stands in brackets or behind `née`."""

    text: Final[str]
    kind: Final[Kind]
    tokens: Final[tuple[Token, ...]]
    parts: Final[tuple[Part, ...]]
    sure: Final[bool]
    gender: Final[str]
    script: Final[str]
    generation: Final[str]
    removed: Final[tuple[str, ...]]
    belarusian: Final[bool]
    unique: Final[bool]
    case: Final[str]
    maiden: Final[Token | None]

    def __init__(
        self,
        text: str,
        kind: Kind,
        tokens: tuple[Token, ...],
        parts: tuple[Part, ...],
        sure: bool,  # noqa: FBT001 - a field
        gender: str,
        script: str,
        generation: str,
        removed: tuple[str, ...],
        belarusian: bool,  # noqa: FBT001 - a field
        unique: bool,  # noqa: FBT001 - a field
        case: str,
        maiden: Token | None,
    ) -> None:
        self.text = text
        self.kind = kind
        self.tokens = tokens
        self.parts = parts
        self.sure = sure
        self.gender = gender
        self.script = script
        self.generation = generation
        self.removed = removed
        self.belarusian = belarusian
        self.unique = unique
        self.case = case
        self.maiden = maiden

    @property
    def slots(self) -> dict[Part, Token]:
        """The last word of each part."""
        return dict(zip(self.parts, self.tokens, strict=True))


def _generation(words: list[Word]) -> str:
    for i in range(len(words) - 1, 0, -1):
        if words[i].role == "generation":
            if words[i].text.lower() == _SAINT and i < len(words) - 1:
                continue
            return generation_of(words.pop(i).text)
    return ""


def _maiden_of(sections: list[list[Word]]) -> Token | None:
    """The maiden name among the words of a name, which it is taken from."""
    last = sections[-1]
    if last[-1].role not in (MARKED, BRACKETED):
        return None
    word = last.pop()
    maiden = token_of(word)
    if word.role == MARKED or (may_be_surname(maiden) and not maiden.groups):
        return maiden
    return None  # a nickname, or a name in another language


def may_be_surname(tok: Token) -> bool:
    """Whether a word ends as surnames do."""
    return bool(tok.ending_gender) or surname_ending(tok)


def _assign(sections: list[list[Word]]) -> tuple[list[Token], list[Part], bool, str, str]:
    """The tokens of a name, each with its part; whether the order is certain; the generation;
    the grammatical case in which the name stands, if not the nominative."""
    words = sections[0] if len(sections) == 1 else [word for part in sections for word in part]
    if len(words) > MAX_WORDS:
        raise BadName("tokens", f"the name has more than {MAX_WORDS} words")
    kept, generation = sections, ""
    beside = any(word.role for word in words)
    if beside:
        generation = _generation(words)
        if generation:
            kept = [[word for word in section if word in words] for section in sections]
        kept = particles_moved([section for section in kept if section])
    tokens = None if beside or len(words) > MAX_PARTS else _tokens_apart(words)
    if tokens is None:
        kept = [particles_joined(suffixes_joined(section)) for section in kept]
        words = [word for section in kept for word in section][:MAX_PARTS]
        tokens = [token_of(word) for word in words]
    split = len(kept[0]) if len(kept) == 2 and len(kept[0]) <= 3 else 0
    parts, sure = _placed(words, tokens, split)
    if tokens[0].script == "cyrillic":
        found = nominative_of(tokens, parts)
        if found is None and not sure and len(tokens) == _GUESSED:
            found = nominative_of(tokens, [parts[1], parts[0]])
        if found is not None:
            pairs = zip(words, found.words, strict=True)
            tokens = [token_of(replace(word, text=text)) for word, text in pairs]
            parts, sure = _placed(words, tokens, split)
            return tokens, parts, sure, generation, found.case
    return tokens, parts, sure, generation, ""


def _placed(words: list[Word], tokens: list[Token], split: int) -> tuple[list[Part], bool]:
    """The parts of the words, of which the first `split` stand before a comma; whether certain."""
    if split:
        return parts_by_comma(words, tokens, split), True
    return parts_of(words, tokens)


def _tokens_apart(words: list[Word]) -> list[Token] | None:
    """The tokens of words, unless one may belong to the word before it."""
    tokens: list[Token] = []
    for word in words:
        tok = token_of(word)
        if tokens and not word.initial and is_patronymic_suffix(word.text, tok):
            return None
        tokens.append(tok)
    return tokens


def _are_unique(parts: list[Part]) -> bool:
    given = surname = patronymic = 0
    for part in parts:
        if part is SURNAME:
            surname += 1
        elif part is GIVEN:
            given += 1
        else:
            patronymic += 1
    return surname <= 1 and given <= 1 and patronymic <= 1


def _gender(tokens: list[Token], parts: list[Part]) -> str:
    gender = "u"
    for i, tok in enumerate(tokens):
        if parts[i] is PATRONYMIC and tok.patronymic is not None:
            return tok.patronymic.gender
        if parts[i] is GIVEN and gender == "u":
            gender = tok.given_gender
    return gender


def _belarusian(seen: int, tokens: list[Token]) -> bool:
    if seen & SHORT_U or (seen & DOTTED_I and not seen & NOT_BELARUSIAN):
        return True
    return any(looks_belarusian(tok) for tok in tokens)


def looks_belarusian(tok: Token) -> bool:
    """Whether a word is spelled as Belarusian ones are, or romanized from one."""
    if _BELARUSIAN.end(tok.word) and tok.script == "latin":
        return True
    return tok.patronymic is not None and _BELARUSIAN_FATHERS.end(tok.best)


@lru_cache(maxsize=2048)
def analyze(raw: str, kind: Kind = PERSON) -> Name:
    """Analyse a name of a kind. Raises BadName (see `resolver.text.clean`, and `tokens`)."""
    text = raw
    removed: tuple[str, ...] = ()
    seen = look(raw) if len(raw) <= MAX_CODE_POINTS else OTHER
    if seen & (OTHER | UNSPACED) or not seen & LETTERS:
        cleaned = clean(raw)
        text, removed = cleaned.text, cleaned.removed
        seen = look(text)
    mixed = seen & OTHER or (seen & CYRILLIC and seen & MIXED)
    mended = mend(text) if mixed else text
    if seen & OTHER and kind is PERSON:
        mended = without_digits(mended)
    found = sections(mended, OTHER if mixed else seen) or [plain_words(mended)]
    maiden = _maiden_of(found)
    if kind is PERSON:
        tokens, parts, sure, generation, case = _assign(found)
    else:
        words = [word for section in found for word in section][:MOST_TOLD]
        tokens = [token_of(word) for word in words]
        parts, sure, generation = [SURNAME] * len(words), True, ""
        case = ""
        maiden = None
    return Name(
        text,
        kind,
        tuple(tokens),
        tuple(parts),
        sure,
        _gender(tokens, parts),
        script_of(text) if mixed else "cyrillic" if seen & CYRILLIC else "latin",
        generation,
        removed,
        _belarusian(seen, tokens),
        _are_unique(parts),
        case,
        maiden,
    )


def double_surname(name: Name, other: Name) -> Token | None:
    """The name as one double surname, where one of two names is a lone word with a hyphen
    and the other may be the same two words without it; else None.

    >>> double_surname(analyze("Rimsky Korsakov"), analyze("Rimski-Korsakow")).text
    'Rimsky-Korsakov'
    """
    words, other_words = name.tokens, other.tokens
    if len(words) == 1 and len(other_words) == 2:
        return words[0] if len(words[0].parts) == 2 else None
    if len(words) != 2 or len(other_words) != 1 or len(other_words[0].parts) != 2:
        return None
    if words[0].heads or words[1].heads:
        return None
    return token(f"{words[0].text}-{words[1].text}")
