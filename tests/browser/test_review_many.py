"""Clusters and bulk: many spellings and many cards at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.people import Archive
from browser.rig import Server, Windows
from resolver.mention import Kind, Mention
from resolver.store.sqlite import SqliteStore

Start = Callable[[Path], Server]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "names.db")


def cluster(archive: Archive) -> None:
    """An entity of four spellings, one of which is another man, and two more that may join."""
    spellings = ("Зелимхан Дадуев", "Zelimkhan Daduyev", "Selimchan Dadujew", "Zelim Dadaev")
    archive.add("big", *[Mention(name, source="хроника") for name in spellings for _ in range(2)])
    archive.add("b/2", "Zélimkhan Dadouïev")
    archive.add("c", "Z. Daduew")
    archive.suggest("big", "b/2", 0.9)
    archive.suggest("big", "c", 0.4)


def names(db: Path) -> dict[str, dict[str, int]]:
    with SqliteStore(db) as store, store.reading() as reader:
        return {entity.name: dict(entity.spellings) for entity in reader.entities()}


@pytest.mark.parametrize("script", [True, False])
def test_a_clerk_splits_a_cluster_after_seeing_both_halves(
    archive: Archive, serve: Start, windows: Windows, script: bool
) -> None:
    cluster(archive)
    page = windows.open(serve(archive.db).url, script=script).go("/review/cluster/big")
    assert page.locator("svg line.weak").count() >= 1
    page.get_by_role("checkbox", name="Zelim Dadaev leaves").check()
    page.get_by_role("button", name="Preview the split").click()
    preview = page.locator("section", has=page.get_by_role("heading", name="What the split"))
    assert "Leaves, and is kept apart: Zelim Dadaev" in preview.inner_text()
    assert len(names(archive.db)) == 3
    preview.get_by_role("button", name="Split: 2 mentions leave").click()
    expect(page.locator("#status")).to_contain_text("Saved: split off 2 mentions")
    assert names(archive.db)["Zelim Dadaev"] == {"Zelim Dadaev": 2}
    page.locator("#status").get_by_role("button", name="Undo").click()
    expect(page.locator("#status")).to_contain_text("Undone")
    assert len(names(archive.db)) == 3


def test_a_clerk_splits_by_keyboard_alone(archive: Archive, serve: Start, windows: Windows) -> None:
    cluster(archive)
    page = windows.open(serve(archive.db).url).go("/review/cluster/big")

    def go_to(name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            focused = page.evaluate(
                "document.activeElement.getAttribute('aria-label')"
                " || document.activeElement.textContent"
            )
            if name in focused:
                return
        pytest.fail(f"no way by keyboard to {name}")

    go_to("Zelim Dadaev leaves")
    page.keyboard.press("Space")
    go_to("Preview the split")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What the split would make").wait_for()
    go_to("Split: 2 mentions leave")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("Saved: split off")
    assert names(archive.db)["Zelim Dadaev"] == {"Zelim Dadaev": 2}


def test_a_split_that_leaves_nothing_is_refused_with_what_to_do(
    archive: Archive, serve: Start, windows: Windows
) -> None:
    cluster(archive)
    page = windows.open(serve(archive.db).url, script=False).go("/review/cluster/big")
    for box in page.get_by_role("checkbox", name="leaves").all():
        box.check()
    page.get_by_role("button", name="Preview the split").click()
    assert "leaves at least one" in page.get_by_role("alert").inner_text()


def test_neighbours_are_merged_and_the_whole_is_renamed(
    archive: Archive, serve: Start, windows: Windows
) -> None:
    cluster(archive)
    page = windows.open(serve(archive.db).url, script=False).go("/review/cluster/big")
    page.get_by_label("Z. Daduew").uncheck()
    page.get_by_role("button", name="Merge what is checked").click()
    assert "Saved: merged" in page.locator("#status").inner_text()
    page.get_by_label("It is called").fill("Дадуев, Зелимхан")
    page.get_by_role("button", name="Rename").click()
    assert "Saved: renamed" in page.locator("#status").inner_text()
    found = names(archive.db)
    assert set(found) == {"Дадуев, Зелимхан", "Z. Daduew"}
    assert found["Дадуев, Зелимхан"]["Zélimkhan Dadouïev"] == 1


def test_what_was_merged_meanwhile_is_not_split_unseen(
    archive: Archive, serve: Start, windows: Windows
) -> None:
    cluster(archive)
    url = serve(archive.db).url
    mine = windows.open(url, script=False).go("/review/cluster/big")
    mine.get_by_role("checkbox", name="Zelim Dadaev leaves").check()
    mine.get_by_role("button", name="Preview the split").click()
    theirs = windows.open(url, script=False).go("/review/cluster/big")
    theirs.get_by_role("button", name="Merge what is checked").click()
    mine.get_by_role("button", name="Split: 2 mentions leave").click()
    assert mine.locator("h1").inner_text() == "Somebody else has decided meanwhile"
    assert len(names(archive.db)) == 1


def bulk_titles(page: Page) -> list[str]:
    return page.locator("tbody tr td:nth-child(2) .name").all_inner_texts()


def test_many_cards_are_filtered_sampled_decided_and_taken_back(
    archive: Archive, serve: Start, windows: Windows
) -> None:
    archive.cards(12)
    archive.add("x", "Анна Ольхина")
    archive.add("y", "Анна Ольхинa")
    archive.suggest("x", "y", 0.9)
    archive.add("p", "Козлогорск", kind=Kind.PLACE)
    archive.add("q", "Kozlogorsk", kind=Kind.PLACE)
    archive.suggest("p", "q", 0.8)
    page = windows.open(serve(archive.db).url, script=False).go("/review/bulk")
    assert len(bulk_titles(page)) == 14
    page.get_by_label("Kind").select_option("person")
    page.get_by_label("Scripts").select_option("across")
    page.get_by_label("Score from, %").fill("52")
    page.get_by_label("Source").fill("Rundschau")
    page.get_by_label("Rule path").select_option("surname.same")
    page.get_by_role("button", name="Filter").click()
    assert len(bulk_titles(page)) == 8
    assert page.get_by_role("button", name="All checked").count() == 0
    page.get_by_role("link", name="Look at a sample first").click()
    assert page.locator(".sample").count() == 5
    page.get_by_role("checkbox", name="Card").first.uncheck()
    page.get_by_role("button", name="All checked are the same").click()
    assert "Saved: 7 cards" in page.locator("#status").inner_text()
    assert len(bulk_titles(page)) == 1
    assert "Same (7 cards)" in page.locator(".past").inner_text()
    page.locator("#status").get_by_role("button", name="Undo all 7").click()
    assert "Undone: 7 decisions" in page.locator("#status").inner_text()
    assert len(bulk_titles(page)) == 8
    with SqliteStore(archive.db) as store, store.reading() as reader:
        assert reader.waiting().suggestions == 14


def test_a_filter_that_nothing_fits_says_so_and_leads_back(
    archive: Archive, serve: Start, windows: Windows
) -> None:
    archive.cards(2)
    page = windows.open(serve(archive.db).url, script=False).go("/review/bulk?source=nobody")
    assert "Nothing here fits the filter" in page.locator(".empty").inner_text()
    page.locator(".empty").get_by_role("link", name="Show everything").click()
    assert len(bulk_titles(page)) == 2
    page.goto(f"{windows.opened[0].url}/review?kind=place")
    assert "Nothing here fits the filter" in page.locator(".empty").inner_text()
