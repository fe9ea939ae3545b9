"""Run the words of the tables for articles: each must do in a text what its row says.

A role before a name becomes an attribute, a kind of body makes the name beside it one, a
known body is found as it stands, an abbreviation ends no sentence, and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from resolver.extract.article import Article, NameFound
from resolver.extract.layout import article_lines, is_byline
from resolver.extract.persons import HONORIFICS
from resolver.extract.recognize import extract
from resolver.extract.sentences import split
from resolver.extract.vocabulary import case_names, folded
from resolver.mention import Kind

Cells = Mapping[str, str]

_PERSON = {
    "en": ("Yesterday {word} Anna Petrova arrived.", "Yesterday {word} Ivan Petrov arrived."),
    "ru": ("Вчера {word} Анна Петрова уехала.", "Вчера {word} Иван Петров уехал."),
    "uk": ("Учора {word} Анна Петренко поїхала.", "Учора {word} Іван Петренко поїхав."),
}


def _names(text: str, language: str) -> tuple[NameFound, ...]:
    return extract(Article(text, language=language)).names


def _spans(text: str, language: str, kind: Kind) -> set[str]:
    return {name.text for name in _names(text, language) if name.kind is kind}


def text_role(row: Cells) -> str | None:
    """The word before a person's name is found as this person's role."""
    woman, man = _PERSON[row["language"]]
    word = row["word"]
    text = (woman if row["gender"] == "f" else man).format(word=word)
    people = [name for name in _names(text, row["language"]) if name.kind is Kind.PERSON]
    if len(people) == 1 and any(folded(word) in folded(role) for role in people[0].roles):
        return None
    if len(people) == 1 and folded(word) in HONORIFICS and not people[0].roles:
        return None  # said out of courtesy, it tells nobody apart
    return f"'{text}' shows no person with this role"


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


_BODIES: Mapping[tuple[str, str], str] = {
    ("en", "head"): "They wrote about the Northvale {Word} yesterday.",
    ("en", "kind"): "They wrote about the {word} Zarnitsa yesterday.",
    ("en", "after"): "They wrote about the Zarnitsa {word} yesterday.",
    ("en", "known"): "They wrote about {word} yesterday.",
    ("ru", "head"): "Там работает Международн{ending} {word} Киргизии.",
    ("ru", "weak_head"): "Там работает Международн{ending} {word} Киргизии.",
    ("ru", "kind"): "Там есть {word} «Зарница».",
    ("ru", "complement"): "Об этом знает Комитет {word} Киргизии.",
    ("ru", "known"): "Об этом знает {word}.",
    ("uk", "head"): "Там працює Міжнародн{ending} {word} Грузії.",
    ("uk", "weak_head"): "Там працює Міжнародн{ending} {word} Грузії.",
    ("uk", "kind"): "Там є {word} «Зірниця».",
    ("uk", "complement"): "Про це знає Комітет {word} Грузії.",
    ("uk", "known"): "Про це знає {word}.",
}
_ENDINGS = {
    "ru": {"m": "ый", "f": "ая", "n": "ое", "": "ый"},
    "uk": {"m": "ий", "f": "а", "n": "е", "": "ий"},
    "en": {"": ""},
}
_WANTED = {
    "head": (
        "Northvale {Word}",
        "Международн{ending} {word} Киргизии",
        "Міжнародн{ending} {word} Грузії",
    ),
    "kind": ("Zarnitsa", "Зарница", "Зірниця"),
    "after": ("Zarnitsa",),
    "known": ("{word}",),
    "complement": ("Комитет {word} Киргизии", "Комітет {word} Грузії"),
}


def organization_word(row: Cells) -> str | None:
    """The word makes a name of an organisation in the way its role says."""
    language, role, word = row["language"], row["role"], row["word"]
    filled = {
        "word": word,
        "Word": _capital(word),
        "ending": _ENDINGS[language].get(row["gender"], ""),
    }
    text = _BODIES[language, role].format(**filled)
    wanted = {each.format(**filled) for each in _WANTED[role.removeprefix("weak_")]}
    if wanted & _spans(text, language, Kind.ORGANIZATION):
        return None
    return f"'{text}' shows no organisation that it names"


_PLACES = {
    ("en", "before"): "They live in the {word} Zarnitsa now.",
    ("en", "after"): "They live in Zarnitsa {word} now.",
    ("ru", "before"): "Рядом {word} Зарница, и там тихо.",
    ("uk", "before"): "Поруч {word} Зірниця, і там тихо.",
    ("ru", "after"): "Рядом Зарницк{ending} {word}, и там тихо.",
    ("uk", "after"): "Поруч Зірницьк{ending} {word}, і там тихо.",
    ("ru", "resident"): "Там {word} Зарницы.",
    ("uk", "resident"): "Там {word} Зірниці.",
    ("en", "name"): "They wrote about {word} yesterday.",
    ("ru", "name"): "Там есть {word}.",
    ("uk", "name"): "Там є {word}.",
}


def place_word(row: Cells) -> str | None:
    """The word is a place, or makes the name beside it one."""
    language, role, word = row["language"], row["role"], row["word"]
    feminine = word.endswith(("ь", "ика", "іка", "рния", "ада"))
    ending = {"ru": "ая" if feminine else "ий", "uk": "а" if feminine else "ий", "en": ""}[language]
    text = _PLACES[language, role].format(word=word, ending=ending)
    found = _spans(text, language, Kind.PLACE)
    wanted = (
        word if role == "name" else {"en": "Zarnitsa", "ru": "Зарниц", "uk": "Зірниц"}[language]
    )
    if any(each.startswith(wanted) for each in found):
        return None
    return f"'{text}' shows no place that it names"


def case_context(row: Cells) -> str | None:
    """After the preposition, a surname in each of its cases is read as a man's."""
    for case in case_names(row["cases"].split()):
        form = _CASES[row["language"]].get(case)
        if form is None:
            return f"'{case}' is no case that a preposition governs"
        text = f"{_BEFORE[row['language']]} {row['word']} {form}."
        wanted = _NOMINATIVES[row["language"]]
        if {name.name for name in _names(text, row["language"])} != {wanted}:
            return f"'{text}' is not read as {wanted}"
    return None


_BEFORE = {"ru": "Там долго спорили", "uk": "Там довго сперечалися"}
_NOMINATIVES = {"ru": "Иванов", "uk": "Гриценко"}
_CASES = {
    "ru": {
        "genitive": "Иванова",
        "dative": "Иванову",
        "accusative": "Иванова",
        "instrumental": "Ивановым",
        "prepositional": "Иванове",
    },
    "uk": {
        "genitive": "Гриценка",
        "dative": "Гриценку",
        "accusative": "Гриценка",
        "instrumental": "Гриценком",
        "prepositional": "Гриценку",
    },
}


def _is_nobody(row: Cells) -> str | None:
    """A capital that stands alone between known words is no name."""
    start, end = {"en": ("Then", "came"), "ru": ("Потом", "был"), "uk": ("Потім", "був")}[
        row["language"]
    ]
    text = f"{start} {_capital(row['word'])} {end}."
    found = {name.text for name in _names(text, row["language"])}
    return f"'{text}' shows a name" if _capital(row["word"]) in found else None


def _abbreviation(row: Cells) -> str | None:
    text = {"en": "See {w}. Northvale.", "ru": "Вот {w}. Зарница.", "uk": "Ось {w}. Зірниця."}[
        row["language"]
    ].format(w=row["word"])
    count = len(list(split(text, row["language"])))
    return None if count == 1 else f"'{text}' is {count} sentences"


def _byline(row: Cells) -> str | None:
    text = f"{_capital(row['word'])}: Anna Petrova"
    return None if is_byline(text) else f"'{text}' is no line that names an author"


def _menu(row: Cells) -> str | None:
    lines = "The court heard all of the five witnesses on Monday."
    text = f"{lines}\n{_capital(row['word'])}\n{lines}"
    kept = " ".join(text[start:end] for start, end in article_lines(text))
    return (
        f"'{row['word']}' is read as part of an article" if _capital(row["word"]) in kept else None
    )


def _verb(row: Cells) -> str | None:
    text = f"Yesterday, Zarnin Pelt {row['word']} it."
    found = _spans(text, row["language"], Kind.PERSON)
    return None if "Zarnin Pelt" in found else f"'{text}' shows no person before the verb"


_TEXT_WORDS: Mapping[str, Callable[[Cells], str | None]] = {
    "function": _is_nobody,
    "calendar": _is_nobody,
    "common": _is_nobody,
    "platform": _is_nobody,
    "acronym": _is_nobody,
    "abbreviation": _abbreviation,
    "byline": _byline,
    "menu": _menu,
    "speech": _verb,
}


def text_word(row: Cells) -> str | None:
    """The word does in a text what its role says."""
    return _TEXT_WORDS[row["role"]](row)
