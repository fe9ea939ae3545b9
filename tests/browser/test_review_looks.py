"""How the review pages look to everybody: accessible, narrow, dark, and with hostile names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from browser.people import HOSTILE, Archive
from browser.rig import Server, Windows, serving
from resolver.mention import Mention
from resolver.showing.environment import base_style

BULK = "/review/bulk?sample=true"
PAGES = ("/review", "/review/{card}", "/review?kind=place", BULK, "/review/cluster/big", "/nowhere")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, int]]:
    """A server over an archive that has something of everything; the number of a card."""
    archive = Archive(tmp_path_factory.mktemp("looks") / "names.db")
    number = archive.cards(6)[0]
    archive.add("big", *[Mention(name, context=name, source=name) for name in HOSTILE])
    archive.add("other", "Orlow Ivan", "Иван Орлов")
    archive.suggest("big", "other", 0.5)
    with serving(archive.db) as server:
        yield server, number


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_and_fits_any_window(
    filled: tuple[Server, int], windows: Windows, path: str, dark: bool
) -> None:
    server, number = filled
    for width in (1280, 320):
        window = windows.open(server.url, dark=dark, width=width)
        window.go(path.format(card=number))
        assert window.axe() == []
        assert not window.scrolls_sideways()
        assert window.small_targets() == []


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, int]]:
    """A server over an archive of names that mean harm; the number of its card."""
    archive = Archive(tmp_path_factory.mktemp("hostile") / "names.db")
    archive.add("big", *[Mention(name, context=name, source=name) for name in HOSTILE])
    archive.add("other", *[Mention(name, context=name) for name in reversed(HOSTILE)])
    number = archive.suggest("big", "other", 0.5)
    with serving(archive.db) as server:
        yield server, number


@pytest.mark.parametrize("path", [BULK, "/review/cluster/big", "/review/{hostile}"])
@pytest.mark.parametrize("script", [True, False])
def test_hostile_names_are_inert_and_legible(
    hostile: tuple[Server, int], windows: Windows, path: str, script: bool
) -> None:
    server, number = hostile
    window = windows.open(server.url, script=script, width=375)
    page = window.go(path.format(hostile=number))
    assert "owned" not in page.title()
    assert page.locator("main script, main img").count() == 0
    assert page.locator("[onerror], [onmouseover]").count() == 0
    assert not window.scrolls_sideways()
    text = page.locator("main").inner_text()
    assert "\u202e" not in text
    assert "\u200b" not in text
    if "bulk" not in path:
        assert "<script>document.title='owned'</script>" in text.replace("\n", "")
        chips = page.locator(".chip").all_inner_texts()
        assert {"U+202E", "U+200B", "U+00AD", "+9 marks", "Cyrillic о"} <= set(chips)


def test_the_palette_has_the_contrast_that_it_promises() -> None:
    """Text 4.5:1 at least, borders of controls and the ring of the focus 3:1, light and dark."""
    style = base_style()
    light, dark = (_colours(style, start) for start in (":root {", ':root[data-theme="dark"] {'))
    assert dark == _colours(style, ':root[data-theme="auto"] {')
    pairs = [
        ("text", "paper", 7), ("text", "raised", 7), ("muted", "paper", 4.5),
        ("muted", "raised", 4.5), ("link", "paper", 4.5), ("link", "raised", 4.5),
        ("diff", "diff-paper", 7), ("on-same", "same", 4.5), ("same", "paper", 4.5),
        ("on-different", "different", 4.5), ("different", "paper", 4.5),
        ("on-primary", "link", 4.5), ("line", "paper", 3), ("focus", "paper", 3),
        ("focus", "raised", 3),
    ]  # fmt: skip
    for colours in (light, dark):
        for one, other, least in pairs:
            assert _contrast(colours[one], colours[other]) >= least, (one, other)


def _colours(style: str, start: str) -> dict[str, str]:
    block = style.partition(start)[2].partition("}")[0]
    rows = [row.partition(":") for row in block.split(";") if row.strip().startswith("--")]
    return {name.strip()[2:]: value.strip() for name, _, value in rows}


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_state_of_the_review_is_accessible(
    tmp_path: Path, serve: Callable[[Path], Server], windows: Windows, dark: bool
) -> None:
    """Decided, undone, decided by another meanwhile, in conflict, not saved, empty."""
    archive = Archive(tmp_path / "names.db")
    numbers = archive.cards(8)
    server = serve(archive.db)
    window, other = (windows.open(server.url, dark=dark, width=width) for width in (1280, 375))
    page = window.go(f"/review/{numbers[0]}")
    page.keyboard.press("s")
    page.locator("#status", has_text="Saved").wait_for()
    page.keyboard.press("z")
    page.locator("#status", has_text="Undone").wait_for()
    assert window.axe() == []
    other.go(f"/review/{numbers[0]}").keyboard.press("d")
    other.page.locator("#status", has_text="Saved").wait_for()
    assert other.axe() == []
    page.get_by_text("Comment").click()
    page.locator("#decide").get_by_role("button", name="Same").click()
    page.locator("#conflict #stale").wait_for()
    assert window.axe() == []
    said = {"verdict": "same", "entities": ["c0", "l0"], "actor": "anna", "reason": "one town"}
    assert page.request.post(f"{server.url}/v1/decisions", data=said).status == 201
    page = window.go("/review")
    page.get_by_role("heading", name="Two decisions contradict each other").wait_for()
    assert window.axe() == []
    page.get_by_role("button", name="Undo this one").first.click()
    page = window.go("/review")
    page.locator("#desk[data-ahead]").wait_for()
    server.kill()
    page.keyboard.press("u")
    page.locator("#banner", has_text="not saved yet").wait_for()
    assert window.axe() == []
