"""Pictures of the pages, for the README and to be looked at.

    pip install pillow
    PYTHONPATH=tests python -m browser.screens [FOLDER]      # default data/screens

Everybody in them is made up.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from browser.people import Archive
from browser.rig import Windows, chromium_path, serving
from resolver.attributes import NOTHING
from resolver.casefile import nearest
from resolver.mention import Mention
from resolver.store.sqlite import SqliteStore

PAGES = {
    "review": "/review/{card}",
    "cluster": "/review/cluster/daduev",
    "bulk": "/review/bulk?scripts=across&sample=true",
    "empty": "/review?kind=place",
    "missing": "/nowhere",
}
WIDTHS = {1280: 900, 375: 812}
_COLOURS = 24
# What sticks to the window would stand in the middle of a long picture.
_UNSTUCK = ".decide { position: static !important }"
_MOST_HEIGHT = 1_400


def showcase(archive: Archive) -> int:
    """A cluster with neighbours, and cards as recording would raise them; the first's number."""
    born, other = "1971-03-05", "1971-05-03"
    archive.add(
        "daduev",
        mention("Зелимхан Дадуев", "ru", "Хроника", "2003-04-11",
                "Художник {} открыл выставку.", born),
        mention("Зелимхан Дадуев", "ru", "Хроника", "2004-09-02",
                "{} вернулся в родной город.", born),
        mention("Дадуев, Зелимхан", "ru", "Каталог", "2005-01-20", None, born),
        mention("Zelimkhan Daduyev", "en", "Gazette", "2004-09-05",
                "The painter {} returned home.", born),
        mention("Zelim Dadaev", "en", "Gazette", "2009-02-14",
                "The wrestler {} won in the first round.", None),
    )  # fmt: skip
    archive.add(
        "dadujew",
        mention("Selimchan Dadujew", "de", "Rundschau", "2006-06-30",
                "Der Maler {} stellt in Köln aus.", other),
        mention("Selimchan Dadujew", "de", "Rundschau", "2006-07-02", None, None),
    )  # fmt: skip
    archive.add("daduew", mention("Z. Daduew", "pl", "Gazeta", "2007-03-01", None, None))
    with SqliteStore(archive.db) as store, store.reading() as reader:
        ids = ("daduev", "dadujew", "daduew")
        entities, facts = [reader.entity(one) for one in ids], reader.facts(ids)
    cards = []
    for entity in entities[1:]:
        known = (facts.get(one.entity_id, NOTHING) for one in (entities[0], entity))
        found = nearest(entities[0], entity, *known)
        assert found is not None
        cards.append(archive.suggest("daduev", entity.entity_id, found.score))
    archive.cards(11)
    return cards[0]


def mention(
    name: str, language: str, source: str, date: str, context: str | None, born: str | None
) -> Mention:
    said = None if context is None else context.format(name)
    return Mention(name, language=language, source=source, date=date, context=said, birth_date=born)


def small(png: bytes, colours: int = _COLOURS) -> bytes:
    """The same picture with few colours, cut where it is long."""
    from PIL import Image

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture = picture.crop((0, 0, picture.width, min(picture.height, _MOST_HEIGHT)))
    into = io.BytesIO()
    picture.quantize(colours, dither=Image.Dither.NONE).save(into, "PNG", optimize=True)
    return into.getvalue()


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "data/screens")
    folder.mkdir(parents=True, exist_ok=True)
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with TemporaryDirectory() as work, sync_playwright() as driver:
        archive = Archive(Path(work) / "names.db")
        card = showcase(archive)
        browser = driver.chromium.launch(executable_path=chromium_path(), args=flags)
        with serving(archive.db) as server:
            windows = Windows(browser)
            for width, height in WIDTHS.items():
                window = windows.open(server.url, width=width, height=height, dark=False)
                for name, path in PAGES.items():
                    page = window.go(path.format(card=card))
                    picture = small(page.screenshot(full_page=True, style=_UNSTUCK))
                    (folder / f"{name}-{width}.png").write_bytes(picture)
                    print(f"{name}-{width}.png {len(picture) / 1024:.0f} KB")
            dark = windows.open(server.url, width=1280, height=900, dark=True)
            picture = small(
                dark.go(PAGES["review"].format(card=card)).screenshot(
                    full_page=True, style=_UNSTUCK
                )
            )
            (folder / "review-dark-1280.png").write_bytes(picture)
            windows.close()
        browser.close()


if __name__ == "__main__":
    main()
