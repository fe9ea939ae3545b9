"""Pictures of the pages of the look-ups, for the README and to be looked at.

    pip install pillow
    python -m tests.browser.screens_lookup [FOLDER]        # default data/screens

Everybody in them is made up.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from browser.people import Archive
from browser.rig import Window, Windows, chromium_path, serving
from browser.screens import small
from resolver.desk import Act, Desk
from resolver.ledger.events import Ruling
from resolver.mention import Kind, Mention
from resolver.store.sqlite import SqliteStore

PAGES = {
    "home": "/",
    "entities": "/entities?name=Ruslan+Tambijew",
    "entity": "/entities/tambiev",
    "compare": "/compare?a=Ruslan+Tambijew&b=Руслан+Тамбиев",
    "rules": "/rules",
    "standard": "/rules/standards/press-fr",
    "letter": "/rules/letters/c",
    "article": "/articles",
}
WIDTHS = {1280: 1000, 375: 900}
TEXT = (
    "Адвокат встретился с Тимуром Оспановым в Алматы. Оспанов молчал, сообщает «Хроника». "
    "Директор школы Руслан Тамбиев приехал из Казахстана вместе с Жанной Щукарёвой.\n\n"
    "Тамбиева встретили в аэропорту, его интервью выйдет в четверг."
)
_TOLD = (
    ("Руслан Тамбиев", "2004-01-02", "Хроника"),
    ("Тамбиев Руслан", "2004-07-09", "Хроника"),
    ("Руслан Тамбиев", "2005-02", "Хроника"),
    ("Ruslan Tambiev", "2005-05", "Herald"),
    ("Ruslan Tambiev", "2006-05", "Herald"),
    ("Ruslan Tambiyev", "2006", "Herald"),
    ("Ruslan Tambijew", "2009-02", "Rundschau"),
    ("Tambijew", "2009-03", "Rundschau"),
    ("Rouslan Tambiev", "2011", "Courrier"),
    ("Ruslan Tambiyew", "2012", None),
    ("Руслан Тамбієв", "2013-01", "Хроніка"),
    ("Ruslan Tambiyev", None, None),
)


def showcase(archive: Archive) -> None:
    """One who is spelled in many ways, two homonyms, two places, and some decisions."""
    archive.add("tambiev", *[Mention(name, date=at, source=by) for name, at, by in _TOLD])
    archive.add("ospanov", "Тимур Оспанов", "Timur Ospanov")
    archive.add("ospanov-2", Mention("Timur Ospanov", country="KZ"))
    archive.add("old", "Руслан Тамбиев")
    spellings = ("Казахстан", "Kazakhstan", "Kazakhstan", "Kasachstan")
    archive.add("kazakhstan", *spellings, kind=Kind.PLACE)
    archive.add("almaty", "Алматы", kind=Kind.PLACE)
    archive.suggest("ospanov", "ospanov-2", 0.7)
    vera, anna = Act("vera", "as he writes it"), Act("anna", "a slip")
    with SqliteStore(archive.db) as store:
        desk = Desk(store)
        said = desk.decide(Ruling.DIFFERENT, "tambiev", "ospanov", Act("vera"))
        desk.rename("tambiev", "Руслан Тамбиев", vera)
        desk.undo(said.decision, anna)
        desk.merge(["tambiev", "old"], Act("anna"))


def shot(window: Window, path: str, height: int) -> bytes:
    """The top of a page, without what is left empty below it."""
    page = window.go(path)
    if path == "/articles":
        page.get_by_label("The text of an article").fill(TEXT)
        page.get_by_role("button", name="Find the names").click()
        page.wait_for_selector(".article")
    box = page.locator("footer").bounding_box()
    assert box is not None
    size = page.viewport_size
    assert size is not None
    whole = min(height, int(box["y"] + box["height"]))
    clip = {"x": 0.0, "y": 0.0, "width": float(size["width"]), "height": float(whole)}
    return small(page.screenshot(full_page=True, clip=clip))  # type: ignore[arg-type]


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "data/screens")
    folder.mkdir(parents=True, exist_ok=True)
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with TemporaryDirectory() as work, sync_playwright() as driver:
        archive = Archive(Path(work) / "names.db")
        showcase(archive)
        browser = driver.chromium.launch(executable_path=chromium_path(), args=flags)
        with serving(archive.db) as server:
            windows = Windows(browser)
            for width, height in WIDTHS.items():
                window = windows.open(server.url, width=width, height=height)
                for name, path in PAGES.items():
                    picture = shot(window, path, height)
                    (folder / f"{name}-{width}.png").write_bytes(picture)
                    print(f"{name}-{width}.png {len(picture) / 1024:.0f} KB")
            windows.close()
        browser.close()


if __name__ == "__main__":
    main()
