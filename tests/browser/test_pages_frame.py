"""The frame of the pages: signing in, what a browser may do, and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from browser.rig import Server, Windows
from resolver.access import Role
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_keys import SqliteKeys

Start = Callable[[Path], Server]


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def ask(
    url: str, form: dict[str, str] | None = None, **headers: str
) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of one answer; redirects are not followed."""
    data = None if form is None else urlencode(form).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = Request(url, data=data, headers={"Accept": "text/html", **named})
    try:
        with build_opener(_Stay).open(request, timeout=30) as answer:
            return answer.status, dict(answer.headers.items()), answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, dict(error.headers.items()), error.read().decode()


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "names.db"
    SqliteStore(path).close()
    return path


def key_of(db: Path, role: Role, label: str) -> str:
    with SqliteKeys(db) as keys:
        return keys.create(role, label).text


def test_a_page_that_needs_a_key_leads_to_signing_in_and_back(
    db: Path, serve: Start, windows: Windows
) -> None:
    key = key_of(db, Role.CLERK, "Вера")
    window = windows.open(serve(db).url)
    page = window.go("/nowhere?x=1")
    assert page.title().startswith("Sign in")
    page.get_by_label("Your key").fill("nr_000000000000_" + "0" * 64)
    page.get_by_role("button", name="Sign in").click()
    assert "not a key of this server" in page.get_by_role("alert").inner_text()
    page.get_by_label("Your key").fill(key)
    page.keyboard.press("Enter")
    page.wait_for_url("**/nowhere?x=1")
    assert page.locator("h1").inner_text() == "There is nothing here"
    assert "Вера (clerk)" in page.locator(".who").inner_text()
    cookie = next(one for one in page.context.cookies() if one["name"] == "nr_session")
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    assert key.rpartition("_")[2] not in cookie["value"]
    page.get_by_role("button", name="Sign out").click()
    assert window.go("/nowhere").title().startswith("Sign in")


def test_a_cookie_opens_pages_only_and_no_longer_than_its_key(db: Path, serve: Start) -> None:
    url = serve(db).url
    key = key_of(db, Role.READER, "reader")
    status, headers, _ = ask(f"{url}/signin", {"key": key, "next": "/"})
    assert status == 303
    cookie = headers["set-cookie"].partition(";")[0]
    assert ask(f"{url}/nowhere", Cookie=cookie)[0] == 404
    assert ask(f"{url}/v1/entities", Cookie=cookie)[0] == 401
    assert ask(f"{url}/nowhere", Cookie=cookie + "x")[0] == 303
    assert ask(f"{url}/review/decisions", {}, Cookie=cookie)[0] == 403
    with SqliteKeys(db) as keys:
        keys.revoke(key.split("_")[1])
    assert ask(f"{url}/nowhere", Cookie=cookie)[0] == 303


def test_signing_in_never_leads_to_another_site(db: Path, serve: Start) -> None:
    key, url = key_of(db, Role.READER, "reader"), serve(db).url
    for after in ("//evil.example/", "https://evil.example/", "/\\evil.example", "/a\nb"):
        _, headers, _ = ask(f"{url}/signin", {"key": key, "next": after})
        assert headers["location"] == "/", after


def test_a_form_that_another_site_sends_is_refused(db: Path, serve: Start) -> None:
    url = serve(db).url
    form = {"theme": "dark", "back": "/"}
    for headers in (
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
    ):
        status, _, text = ask(f"{url}/preferences", form, **headers)
        assert (status, "from another site" in text) == (403, True), headers
    for headers in ({}, {"Sec_Fetch_Site": "same-origin"}, {"Origin": url}):
        assert ask(f"{url}/preferences", form, **headers)[0] == 303, headers


def test_programs_are_answered_as_before(db: Path, serve: Start) -> None:
    url = serve(db).url
    status, headers, _ = ask(f"{url}/v1/nothing", Accept="text/html")
    assert (status, headers["content-type"]) == (404, "application/problem+json")
    status, headers, _ = ask(f"{url}/nothing", Accept="application/json")
    assert (status, headers["content-type"]) == (404, "application/problem+json")


def test_our_files_are_kept_for_ever_under_names_that_change(db: Path, serve: Start) -> None:
    url = serve(db).url
    _, headers, text = ask(f"{url}/nothing")
    assert headers["cache-control"] == "no-store"
    address = text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    status, headers, _ = ask(url + address)
    assert status == 200
    assert "immutable" in headers["cache-control"]
    assert ask(url + address, If_None_Match=headers["etag"])[0] == 304
    assert ask(f"{url}/static/pages.0000000000000000.css")[0] == 404


def test_the_frame_is_accessible_in_light_and_dark_and_fits_a_narrow_window(
    db: Path, serve: Start, windows: Windows
) -> None:
    url = serve(db).url
    key_of(db, Role.READER, "reader")
    for dark, width in ((False, 1280), (False, 320), (True, 1280)):
        window = windows.open(url, dark=dark, width=width)
        window.go("/signin")
        assert window.axe() == []
        assert not window.scrolls_sideways()
        assert window.small_targets() == []


def test_the_colours_can_be_chosen_without_script(db: Path, serve: Start, windows: Windows) -> None:
    page = windows.open(serve(db).url, script=False).go("/nowhere")
    page.get_by_role("button", name="Colours: auto. Change to dark.").click()
    assert page.url.endswith("/nowhere")
    assert page.locator("html").get_attribute("data-theme") == "dark"
