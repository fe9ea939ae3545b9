"""What goes in and what comes out: an article, and a name found in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from resolver.mention import Kind

LANGUAGES = ("en", "ru", "uk")


@dataclass(frozen=True, slots=True)
class Article:
    """A text and where it comes from. `language` is one of LANGUAGES, or None to tell from
    the text; `date` is ISO 8601; `article_id` is the archive's own name for it."""

    text: str
    article_id: str | None = None
    title: str | None = None
    language: str | None = None
    source: str | None = None
    date: str | None = None

    @property
    def key(self) -> str:
        """What makes two articles the same: their text, and their id where they have one.

        Not the id alone: two files may both number their articles from 1.
        """
        named = repr((self.article_id, self.text)).encode("utf-8", "surrogatepass")
        return hashlib.sha256(named).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class NameFound:
    """A name in a text. `start` and `end` count characters (code points) of the text.

    `name` is the dictionary form of what stands there, `full_name` that of the fullest name
    of the same person or body in the article; equal `group` numbers mean one of them.
    `roles` are words beside the name that say who this is (`lawyer`, `глава Чечни`).
    """

    kind: Kind
    text: str
    start: int
    end: int
    name: str
    full_name: str
    group: int
    sentence: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """The names of an article in the order of the text, and the language it was read in."""

    article: Article
    language: str
    names: tuple[NameFound, ...] = field(default=())
