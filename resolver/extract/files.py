"""Articles from files: plain text, HTML and JSON Lines, in whatever encoding they are.

One article at a time is in memory. What cannot be read is told as a Problem in its place, so
that one bad file does not hide the others.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from resolver.errors import BadInput, NotFound
from resolver.extract.article import LANGUAGES, Article
from resolver.extract.markup import Engine, is_html, page_of
from resolver.tables_encoding import guess_encoding

MOST_BYTES = 2_000_000
_SUFFIXES = {".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson"}
_LINES = {".jsonl", ".ndjson"}
_SNIFFED = 65_536
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{2,40})""", re.I)
_TEXT_MEMBERS = ("text", "body", "content", "html")
_MOST_CONTROLS = 0.05


@dataclass(frozen=True, slots=True)
class Problem:
    """A file or line that is no usable article, and why."""

    where: str
    reason: str


def decoded(data: bytes) -> str:
    """The text of bytes: UTF-8, or as a mark, a declaration or the letters themselves tell.

    Raises BadInput for what is no text.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _in_another_encoding(data)
    controls = sum(char < " " and char not in "\t\n\r\f" for char in text[:_SNIFFED])
    if controls > _MOST_CONTROLS * len(text[:_SNIFFED]) or "\0" in text[:_SNIFFED]:
        raise BadInput("this is no text: give plain text, HTML or JSON Lines")
    return text.replace("\0", " ")


def _in_another_encoding(data: bytes) -> str:
    for declared in _CHARSET.findall(data[:_SNIFFED])[:1]:
        try:
            return data.decode(declared.decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            break
    guess = guess_encoding(data[:_SNIFFED])
    if guess is None or guess.iconv is None:
        what = f"it looks like {guess.label}" if guess else "no encoding we know fits"
        raise BadInput(f"this is no text in UTF-8, and {what}")
    return data.decode(guess.iconv, "replace")


def articles_of(
    names: Iterable[str], *, engine: Engine = "auto", most_bytes: int = MOST_BYTES
) -> Iterator[Article | Problem]:
    """The articles of files and folders (`-` is standard input), in order of path.

    Folders are searched for the endings of texts, deeply, hidden files left out. Raises
    NotFound for a path that does not exist.
    """
    for name in names:
        if name == "-":
            yield from _of_stream(sys.stdin.buffer, "standard input", None, engine, most_bytes)
            continue
        path = Path(name)
        if not path.exists():
            raise NotFound(f"there is no file or folder '{name[:200]}'")
        for file in _files(path):
            yield from _of_file(file, engine, most_bytes)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for found in sorted(path.rglob("*")):
        hidden = any(part.startswith(".") for part in found.relative_to(path).parts)
        if not hidden and found.suffix.lower() in _SUFFIXES and found.is_file():
            yield found


def _of_file(path: Path, engine: Engine, most_bytes: int) -> Iterator[Article | Problem]:
    try:
        with path.open("rb") as stream:
            yield from _of_stream(stream, str(path), path.suffix.lower(), engine, most_bytes)
    except OSError as error:
        yield Problem(str(path), error.strerror or "cannot be read")


def _of_stream(
    stream: BinaryIO, label: str, suffix: str | None, engine: Engine, most_bytes: int
) -> Iterator[Article | Problem]:
    first = stream.readline(most_bytes + 1)
    if suffix in _LINES or (suffix is None and _is_record(first)):
        yield from _of_lines(first, stream, label, engine, most_bytes)
        return
    data = first + stream.read(most_bytes + 1 - len(first))
    if len(data) > most_bytes:
        yield Problem(
            label,
            f"more than {most_bytes // 1_000_000} MB: give one article a file, or one a line "
            "as JSON Lines",
        )
        return
    try:
        yield _article(decoded(data), {"source": label}, engine)
    except BadInput as error:
        yield Problem(label, str(error))


def _is_record(line: bytes) -> bool:
    return line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{") and line.rstrip().endswith(b"}")


def _of_lines(
    line: bytes, stream: BinaryIO, label: str, engine: Engine, most_bytes: int
) -> Iterator[Article | Problem]:
    number = 1
    while line:
        where = f"{label}, line {number}"
        if len(line) > most_bytes:
            yield Problem(where, f"more than {most_bytes // 1_000_000} MB")
            while line and not line.endswith(b"\n"):
                line = stream.readline(most_bytes)
        elif line.strip():
            try:
                yield _of_record(line, f"{label}#{number}", engine)
            except BadInput as error:
                yield Problem(where, str(error))
        line = stream.readline(most_bytes + 1)
        number += 1


def _of_record(line: bytes, label: str, engine: Engine) -> Article:
    try:
        record = json.loads(decoded(line))
    except (ValueError, RecursionError):
        raise BadInput("this is no JSON object") from None
    if not isinstance(record, dict):
        raise BadInput("this is no JSON object")
    member = next((name for name in _TEXT_MEMBERS if isinstance(record.get(name), str)), None)
    if member is None:
        raise BadInput("there is no text; name it 'text' or 'html'")
    known = {
        name: str(record[name])
        for name in ("id", "title", "language", "source", "date")
        if isinstance(record.get(name), str | int) and str(record[name]).strip()
    }
    url = record.get("url")
    known.setdefault("source", url if isinstance(url, str) and url else label)
    text = record[member]
    return _article(f"<html>{text}" if member == "html" else text, known, engine)


def _article(text: str, known: dict[str, str], engine: Engine) -> Article:
    title, language, date = known.get("title"), known.get("language"), known.get("date")
    if is_html(text):
        page = page_of(text, engine)
        text, title, date = page.text, title or page.title, date or page.date
        language = language or page.language
    text = re.sub("[\ud800-\udfff]", "\ufffd", text.replace("\0", " "))
    if not text.strip():
        raise BadInput("there is no text in it")
    return Article(
        text,
        article_id=known.get("id"),
        title=title,
        language=language if language in LANGUAGES else None,
        source=known["source"][:500],
        date=date,
    )
