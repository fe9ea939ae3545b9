"""Articles come from files of every kind, and bad ones say what is wrong with them."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from resolver.errors import NotFound
from resolver.extract.article import Article
from resolver.extract.files import MOST_BYTES, Problem, articles_of
from resolver.extract.markup import is_html, page_of
from resolver.extract.recognize import extract

TEXT = "Адвокат встретился с Тимуром Оспановым в городе Алматы. Суд отложил дело до июня."
PAGE = """<!doctype html><html lang="ru"><head><title>Новости</title>
<meta property="article:published_time" content="2026-01-30T12:14:00Z">
<script>var a = "Иван Скриптов";</script></head><body>
<nav><ul><li>Главная<li>Иван Менюев</ul></nav>
<article><h1>Адвоката ждут в суде</h1>
<p>Адвокат встретился с <b>Тимуром</b>&nbsp;Оспановым в городе Алматы. Суд отложил дело.
<p>Об этом сообщила Анна Петрова, представитель защиты, и добавила, что адвокат придёт сам.
<p>Следующее заседание назначено на июнь, до него подсудимый останется дома с семьёй.
</article><footer>Автор сайта Пётр Подвалов</footer></body></html>"""

Write = Callable[[str, bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    return write_


def only(path: Path | str) -> Article:
    (article,) = articles_of([str(path)], engine="plain")
    assert isinstance(article, Article), article
    return article


def problem(path: Path) -> str:
    (found,) = articles_of([str(path)], engine="plain")
    assert isinstance(found, Problem)
    return found.reason


def names(article: Article) -> set[str]:
    return {name.name for name in extract(article).names}


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "utf-16", "iso8859-5"]
)
def test_a_text_is_read_in_whatever_encoding_it_is(write: Write, encoding: str) -> None:
    assert only(write("a.txt", (TEXT * 3).encode(encoding))).text == TEXT * 3


def test_a_page_with_a_wrong_declaration_is_read_as_it_is(write: Write) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1251">')
    assert "Тимуром" in only(write("a.html", page.encode("utf-8"))).text


def test_a_page_is_read_in_the_encoding_it_declares(write: Write) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1251">')
    assert "Тимуром" in only(write("a.html", page.encode("cp1251"))).text


def test_of_a_page_the_article_is_read_and_what_the_page_says_of_it(write: Write) -> None:
    article = only(write("a.html", PAGE.encode()))
    assert (article.language, article.date, article.title) == ("ru", "2026-01-30", "Новости")
    assert names(article) == {"Тимур Оспанов", "Алматы", "Анна Петрова"}


@pytest.mark.parametrize(
    "broken",
    [
        PAGE.replace("</article>", "").replace("</body></html>", ""),
        PAGE.replace("</nav>", ""),
        PAGE.replace("<p>", "<p <b"),
        PAGE[:900],
        PAGE.replace("<article>", "<article class='>\">"),
    ],
)
def test_malformed_pages_give_what_can_be_read_of_them(broken: str) -> None:
    assert isinstance(page_of(broken, "plain").text, str)
    extract(Article(page_of(broken, "plain").text))


@pytest.mark.parametrize("forgotten", ["</article>", "</nav>", "</head>", "</html>"])
def test_a_page_that_forgets_an_end_tag_still_has_its_article(forgotten: str) -> None:
    text = page_of(PAGE.replace(forgotten, ""), "plain").text
    assert "Тимуром" in text
    assert "Скриптов" not in text


def test_json_lines_are_articles_with_what_they_say(write: Write) -> None:
    records = [
        {"id": "a1", "text": TEXT, "language": "ru", "url": "press.kz/1", "date": "2026-01-30"},
        {"html": "<p>Lawyer Timur Ospanov left.</p>", "source": "press"},
    ]
    data = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    first, second = articles_of([str(write("a.jsonl", data.encode()))], engine="plain")
    assert first == Article(TEXT, "a1", None, "ru", "press.kz/1", "2026-01-30")
    assert isinstance(second, Article)
    assert (second.text, second.source) == ("Lawyer Timur Ospanov left.", "press")


def test_a_bad_line_is_told_and_the_others_read(write: Write) -> None:
    data = b'{"text": "Lawyer Timur Ospanov left."}\n{"text": \n[1]\n{"name": "x"}\n{"text": "b"}\n'
    found = list(articles_of([str(write("a.jsonl", data))]))
    assert [isinstance(each, Problem) for each in found] == [False, True, True, True, False]
    assert [each.where.rpartition(" ")[2] for each in found if isinstance(each, Problem)] == [
        "2", "3", "4",
    ]  # fmt: skip


def test_a_folder_is_searched_in_order_and_hidden_files_left_out(write: Write) -> None:
    for name in ("d/b.txt", "d/a.txt", "d/deep/c.html", "d/.hidden.txt", "d/image.png"):
        data = "<p>c.html</p>" if name.endswith("html") else Path(name).name
        path = write(name, data.encode())
    folder = path.parent
    found = [each.text for each in articles_of([str(folder)]) if isinstance(each, Article)]
    assert found == ["a.txt", "b.txt", "c.html"]


@pytest.mark.parametrize(
    "junk",
    [
        bytes(range(256)) * 40,
        b"\x89PNG\r\n\x1a\n" + b"\0\1\2" * 500,
        b"PK\x03\x04" + b"\xff\0" * 99,
    ],
)
def test_binary_junk_is_refused_with_what_to_do(write: Write, junk: bytes) -> None:
    assert "no text" in problem(write("a.txt", junk))


def test_an_empty_file_is_told(write: Write) -> None:
    assert problem(write("a.txt", b" \n")) == "there is no text in it"


def test_a_file_of_fifty_megabytes_is_refused_in_little_memory(write: Write) -> None:
    path = write("a.txt", TEXT.encode() * (50_000_000 // len(TEXT.encode())))
    tracemalloc.start()
    try:
        assert "one article a file" in problem(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * MOST_BYTES


def test_a_line_of_fifty_megabytes_does_not_hide_the_next(write: Write) -> None:
    long = b'{"text": "' + b"a" * 5_000_000 + b'"}\n'
    path = write("a.jsonl", long + b'{"text": "Lawyer Timur Ospanov left."}\n')
    first, second = articles_of([str(path)])
    assert isinstance(first, Problem)
    assert isinstance(second, Article)


def test_a_path_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        list(articles_of(["no/such/file.txt"]))


def test_nul_and_half_surrogates_never_reach_an_article(write: Write) -> None:
    record = json.dumps({"text": "Lawyer Timur\ud800 Ospanov left.", "source": "a"})
    text = only(write("a.jsonl", record.encode())).text
    assert not any("\ud800" <= char <= "\udfff" for char in text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("<p>Hello", True), ("\ufeff <!DOCTYPE html>", True), ("a < b", False), ("<3 you", False)],
)
def test_a_page_is_told_from_a_text(text: str, expected: bool) -> None:
    assert is_html(text) is expected
