"""The text of an article in HTML, without the page around it.

With the extra `articles`, trafilatura finds the article. Without it, the standard library's
parser drops what HTML itself calls no content (navigation, scripts, forms), takes what it
calls the article if there is one, and leaves the rest to `resolver.extract.layout`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal

from resolver.errors import BadInput

Engine = Literal["auto", "trafilatura", "plain"]

_DROPPED = frozenset({"script", "style", "nav", "header", "footer", "aside", "form", "button",
    "noscript", "svg", "template", "select", "iframe", "figure", "menu", "dialog",
    "head"})  # fmt: skip
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "source", "wbr", "area", "col"})
_BLOCK = frozenset({"p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6",
    "li", "ul", "ol", "table", "tr", "td", "blockquote", "pre", "br", "hr", "body", "dd",
    "dt"})  # fmt: skip
_NEVER_TEXT = frozenset({"script", "style", "noscript", "svg", "template", "head"})
_CONTENT = ("article", "main")
_FEWEST = 200
_META_DATE = ("article:published_time", "datepublished", "date", "dc.date", "pubdate")
_IS_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|p|div|meta)\b", re.I)
_HEAD = 4096
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(slots=True)
class Page:
    """What a page says: its article's text, and title, language and date where it tells."""

    text: str = ""
    title: str | None = None
    language: str | None = None
    date: str | None = None


@dataclass(slots=True)
class _Collected:
    parts: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, without: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self._without = without
        self.page = Page()
        self.everything: list[str] = []
        self.content: dict[str, list[str]] = {name: [] for name in _CONTENT}
        self._dropped: list[str] = []
        self._open = dict.fromkeys(_CONTENT, 0)
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _BLOCK and self._dropped[-1:] == ["head"]:
            self._dropped.clear()  # HTML lets a page leave out the end of its head
        if tag == "html" and values.get("lang"):
            self.page.language = values["lang"][:2].lower()
        elif tag == "meta":
            self._meta(values)
        elif tag == "title":
            self._in_title = True
        elif tag in self._without:
            self._dropped.append(tag)
        if tag in self._open:
            self._open[tag] += 1
        if tag in _BLOCK:
            self._write("\n")

    def _meta(self, values: dict[str, str]) -> None:
        name = (
            values.get("property") or values.get("name") or values.get("itemprop") or ""
        ).lower()
        found = _DATE.match(values.get("content", ""))
        if name in _META_DATE and found and self.page.date is None:
            self.page.date = found.group()

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        elif tag in self._dropped:
            # Whatever was left open inside is closed with it: real pages forget.
            while self._dropped and self._dropped.pop() != tag:
                pass
        elif tag in {"body", "html", "main", "article"}:
            self._dropped.clear()
        if tag in _BLOCK:
            self._write("\n")
        if self._open.get(tag, 0):
            self._open[tag] -= 1

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.page.title = ((self.page.title or "") + data)[:300]
        elif not self._dropped:
            self._write(re.sub(r"\s+", " ", data))

    def _write(self, text: str) -> None:
        if self._dropped:
            return
        self.everything.append(text)
        for name, depth in self._open.items():
            if depth:
                self.content[name].append(text)


def is_html(text: str) -> bool:
    """Whether a text begins as a page does."""
    return text.lstrip("\ufeff \t\r\n").startswith("<") and bool(_IS_HTML.search(text[:_HEAD]))


def _tidy(parts: list[str]) -> str:
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _plain(html: str) -> Page:
    page = _read(html, _DROPPED)
    # Where a page forgets to close its navigation, all of it would be navigation.
    return page if page.text else _read(html, _NEVER_TEXT)


def _read(html: str, without: frozenset[str]) -> Page:
    reader = _Reader(without)
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError):  # what is so broken that the parser gives up
        reader.everything.append(re.sub(r"<[^>]{0,2000}>", " ", html))
    page = reader.page
    page.title = " ".join((page.title or "").split()) or None
    for name in _CONTENT:
        text = _tidy(reader.content[name])
        if len(text) >= _FEWEST:
            page.text = text
            return page
    page.text = _tidy(reader.everything)
    return page


def page_of(html: str, engine: Engine = "auto") -> Page:
    """The article of a page; empty text where there is none.

    `auto` uses trafilatura where it is installed. Raises BadInput where it is asked for by
    name and is not.
    """
    page = _plain(html)
    if engine == "plain":
        return page
    try:
        from trafilatura import extract as article_of
    except ImportError:
        if engine == "trafilatura":
            raise BadInput(
                "trafilatura is not installed: pip install 'name-resolver[articles]'"
            ) from None
        return page
    text = article_of(html, include_comments=False, include_tables=False, favor_precision=True)
    if text:
        page.text = text
    return page
