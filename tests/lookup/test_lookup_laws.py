"""No text makes a page fail, and none becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import example, given, settings
from hypothesis import strategies as st

from api.app import create_app
from resolver.mention import Mention
from resolver.service import Service
from resolver.store.sqlite import SqliteStore

PAGE = {"Accept": "text/html"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MARK = "<i>injected</i>"

texts = (
    st.text(max_size=40)
    | st.text("МовлаевMowlayjiüš .-'\"<>&{}%\u202e\u0301\0\n", max_size=40)
    | st.text(max_size=10).map(lambda text: text + MARK)
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path: Path = tmp_path_factory.mktemp("laws") / "names.db"
    with SqliteStore(path, timeout=0.2) as store:
        service = Service(store)
        service.record(Mention("Руслан Тамбиев"), "e1")
        app = create_app(service)
        with TestClient(app, headers=PAGE, raise_server_exceptions=False) as opened:
            yield opened


@settings(max_examples=60, deadline=None)
@given(texts, texts)
@example("\0", "Орлов")
@example("Орлов", "\ud83d\ude00" + MARK)
def test_no_text_makes_a_page_fail_or_becomes_markup(client: TestClient, a: str, b: str) -> None:
    asked, other = (quote(text, safe="", errors="surrogatepass") for text in (a, b))
    answers = [
        client.get(f"/entities?name={asked}&after={other}"),
        client.get(f"/entities?name={asked}&begin=1"),
        client.get(f"/entities/e1?was={asked}"),
        client.get(f"/compare?a={asked}&b={other}"),
        client.get(f"/compare?a={asked}&b={other}&kind=place"),
        client.get(f"/compare?a={asked}&b={other}&kind=organization"),
        client.get(f"/rules?language={asked}"),
        client.get(f"/rules/tables/weights?find={asked}"),
        client.post("/articles", content=f"text={asked}&source={other}", headers=_FORM),
    ]
    if asked.strip("."):
        answers += [
            client.get(f"/entities/{asked}"),
            client.get(f"/rules/letters/{asked}"),
            client.get(f"/rules/standards/{asked}"),
            client.get(f"/rules/tables/{asked}"),
        ]
    for answer in answers:
        assert answer.status_code < 500
        assert answer.headers["content-type"].startswith("text/html")
        assert not re.search("<i>", answer.text)
