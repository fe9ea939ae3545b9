"""People look things up, in a real browser: by keyboard, by mouse, without script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from browser.people import HOSTILE, Archive
from browser.rig import Server, Window, Windows, serving
from resolver.desk import Act, Desk
from resolver.errors import BadName
from resolver.ledger.events import Ruling
from resolver.legible import pieces
from resolver.mention import Kind, Mention
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_files import backup
from resolver.text import clean

Start = Callable[[Path], Server]

RUSLAN = ("Руслан Тамбиев", "Ruslan Tambiev", "Ruslan Tambiyev", "Ruslan Tambijew")
TEXT = (
    "😀 Адвокат встретился с Тимуром Оспановым в Алматы. Оспанов молчал.\n\n"
    "Директор школы Руслан Тамбиев приехал вместе с Жанной Щукарёвой."
)
PAGES = (
    "/",
    "/entities",
    "/entities?name=Ruslan+Tambijew",
    "/entities?name=Zzyzx",
    "/entities?name=...",
    "/entities/e-ruslan",
    "/compare",
    "/compare?a=Ruslan+Tambijew&b=%D0%A2%D0%B0%D0%BC%D0%B1%D0%B8%D0%B5%D0%B2+%D0%90%D0%BB%D0%B8",
    "/compare?a=Kazakhstaan&b=%D0%9A%D0%B0%D0%B7%D0%B0%D1%85%D1%81%D1%82%D0%B0%D0%BD&kind=place",
    "/compare?a=...&b=Orlow",
    "/rules",
    "/rules/standards/press-fr",
    "/rules/letters/%D0%B6",
    "/rules/letters/c",
    "/rules/tables/given_names?find=aleksandr",
    "/rules/tables/weights?find=nothing+has+this",
    "/articles",
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few entities with a past."""
    db = tmp_path_factory.mktemp("lookup") / "names.db"
    made = Archive(db)
    made.add(
        "e-ruslan",
        *(
            Mention(name, date=f"200{at}-03", source="хроника", birth_date="1968", country="RU")
            for at, name in enumerate(RUSLAN)
        ),
    )
    made.add("e-timur", "Тимур Оспанов", "Timur Ospanov")
    made.add("e-timur-2", Mention("Timur Ospanov", country="KZ"))
    made.add("e-old", "Мурат Адамов")
    made.add("p-almaty", "Алматы", kind=Kind.PLACE)
    made.suggest("e-timur", "e-timur-2")
    with SqliteStore(db) as store:
        desk = Desk(store)
        desk.rename("e-ruslan", RUSLAN[0], Act("vera", "as he writes it"))
        desk.decide(Ruling.DIFFERENT, "e-ruslan", "e-timur", Act("vera", "other people"))
        desk.merge(["e-ruslan", "e-old"], Act("anna"))
    return db


@pytest.fixture(scope="module")
def url(archive: Path) -> Iterator[str]:
    """A server for all that only look."""
    with serving(archive) as server:
        yield server.url


@pytest.fixture
def own(archive: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    db = tmp_path / "names.db"
    backup(archive, db)
    return db


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(it) => document.activeElement?.matches(it)", selector):
            return
    pytest.fail(f"Tab does not reach {selector}")


def test_an_entity_is_found_by_a_german_spelling_by_keyboard_alone(
    url: str, windows: Windows
) -> None:
    page = windows.open(url).go("/")
    tab_to(page, "#name")
    page.keyboard.type("Ruslan Tambijew")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entities?*")
    tab_to(page, ".hit a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entities/e-ruslan")
    assert page.locator("h1 bdi[lang]").inner_text() == "Руслан Тамбиев"
    german = page.locator(".groups > div", has=page.get_by_role("heading", name="German press"))
    assert "Ruslan Tambijew" in german.inner_text()


def test_everything_is_looked_up_and_undone_by_mouse_without_script(
    own: Path, serve: Start, windows: Windows
) -> None:
    page = windows.open(serve(own).url, script=False).go("/")
    page.get_by_label("A name, in any spelling").fill("Ruslan Tambijew")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Руслан Тамбиев").click()
    assert page.get_by_role("button", name="Copy").count() == 0
    assert "Ruslan Tambijew" in page.get_by_label("Lucene").input_value()
    page.get_by_role("button", name="Undo decision").first.click()
    assert "was undone" in page.get_by_role("status").inner_text()
    assert "undone by" in page.locator("#history + ol").inner_text()
    page.locator("summary", has_text="and").first.click()
    page.get_by_role("link", name="ICAO 9303").first.click()
    assert page.locator("h1").inner_text() == "ICAO 9303"
    page.get_by_role("link", name="ж", exact=True).click()
    assert page.locator("h1").inner_text().endswith("Ж ж")
    page.get_by_role("navigation").get_by_role("link", name="Compare").click()
    page.get_by_label("A name", exact=True).fill("Mowlajew")
    page.get_by_label("Another name").fill("Мовлаев")
    page.get_by_role("button", name="Compare").click()
    assert page.locator("h1").inner_text() == "These are one name"
    page.get_by_role("link", name="What each kind of evidence weighs").click()
    page.get_by_label("Rows with").fill("surname.same")
    page.get_by_role("button", name="Find").click()
    assert "1 row has it" in page.get_by_role("status").inner_text()
    page.get_by_role("navigation").get_by_role("link", name="Articles").click()
    page.get_by_label("The text of an article").fill(TEXT)
    page.get_by_role("button", name="Find the names").click()
    marks = page.locator(".article .mention")
    assert [text.partition("(")[0].strip() for text in marks.all_inner_texts()] == [
        "Тимуром Оспановым", "Алматы", "Оспанов", "Руслан Тамбиев", "Жанной Щукарёвой",
    ]  # fmt: skip
    marks.nth(3).click()
    assert page.locator("h1").inner_text() == "Руслан Тамбиев"


def test_the_search_query_is_copied_with_one_key(url: str, windows: Windows) -> None:
    window = windows.open(url)
    page = window.go("/entities/e-ruslan")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=window.url)
    copy = page.locator("button[data-copies=query-lucene]")
    copy.focus()
    page.keyboard.press("Enter")
    expect(copy).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.get_by_label("Lucene").input_value()


@pytest.mark.parametrize(("dark", "width"), [(False, 1280), (True, 320)])
def test_every_page_is_accessible_and_fits_its_window(
    url: str, windows: Windows, dark: bool, width: int
) -> None:
    window = windows.open(url, dark=dark, width=width)
    for path in PAGES:
        window.go(path)
        assert faults_of(window) == [], path
    window.go("/articles")
    window.page.get_by_label("The text of an article").fill(TEXT)
    window.page.get_by_role("button", name="Find the names").click()
    window.page.wait_for_selector(".article")
    assert faults_of(window) == []


def faults_of(window: Window) -> list[str]:
    sideways = ["scrolls sideways"] if window.scrolls_sideways() else []
    return [*window.axe(), *window.small_targets(), *sideways]


def hostile() -> list[str]:
    """Those that can be recorded at all."""
    found = []
    for name in HOSTILE:
        try:
            clean(name)
        except BadName:
            continue
        found.append(name)
    return found


@pytest.mark.parametrize("script", [True, False])
def test_hostile_names_are_inert_and_legible_in_every_field(
    tmp_path: Path, serve: Start, windows: Windows, script: bool
) -> None:
    db = tmp_path / "names.db"
    made = Archive(db)
    names = hostile()
    assert len(names) >= 6
    for at, name in enumerate(names):
        short = name[:200]
        made.add(
            f"{at} {short}",
            Mention(
                name,
                context=f"{name} in a sentence",
                source=name,
                date="2004",
                country=short,
                language=None,
                external_id=short,
            ),
            Mention("Иван Орлов"),
        )
    made.suggest(f"0 {names[0][:200]}", f"1 {names[1][:200]}")
    with SqliteStore(db) as store:
        desk = Desk(store)
        for at, name in enumerate(names):
            desk.rename(f"{at} {name[:200]}", name, Act(name[:100], name))
    window = windows.open(serve(db).url, script=script, width=320)
    visited = ["/", "/entities"]
    for at, name in enumerate(names):
        word = quote(name)
        visited += [
            f"/entities?name={word}",
            f"/entities/{quote(f'{at} {name[:200]}', safe='')}",
            f"/compare?a={word}&b={quote(names[at - 1])}",
            f"/rules/tables/given_names?find={quote(name[:100])}",
        ]
    for path in visited:
        window.go(path)
        assert_inert(window.page, path)
        assert not (script and window.scrolls_sideways()), path
    for at, name in enumerate(names):
        window.go(f"/entities/{quote(f'{at} {name[:200]}', safe='')}")
        assert window.page.locator("h1").inner_text() == legible(clean(name).text)
    window.go("/articles")
    window.page.get_by_label("The text of an article").fill("\n".join(names) + " Тимур Оспанов")
    window.page.get_by_label("Source").fill(names[0][:400])
    window.page.get_by_role("button", name="Find the names").click()
    window.page.wait_for_selector(".article")
    assert_inert(window.page, "an article")
    assert "<script>document.title" in window.page.locator(".article").inner_text()
    assert "U+202E" in window.page.locator(".article").inner_text()


def assert_inert(page: Page, what: str) -> None:
    """Nothing of a name has become markup, and nothing of it hides."""
    assert page.title() != "owned", what
    assert page.locator("main script, main img, [onmouseover], [onerror]").count() == 0, what
    shown = page.locator("main").inner_text()
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\u00ad]", shown), what


def legible(name: str) -> str:
    """A name as a person is to read it: with chips for what the eye cannot trust."""
    read = "".join((one.text if one.seen else "") + one.chip for one in pieces(name))
    return " ".join(read.split())
