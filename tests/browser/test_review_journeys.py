"""A clerk's day: by keyboard alone, by mouse without script, beside another clerk."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from browser.people import Archive
from browser.rig import Server, Windows
from resolver.access import Role
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_keys import SqliteKeys

Start = Callable[[Path], Server]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "names.db")


def decided(db: Path) -> dict[str, int]:
    """How many decisions in force there are of each verdict, undoings not counted."""
    found: dict[str, int] = {}
    with SqliteStore(db) as store, store.reading() as reader:
        for seq in reader.decisions():
            event, state = reader.event(seq), reader.decision(seq)
            if state.undone_by is None and event["kind"] != "decision_undone":
                what = event["payload"].get("verdict", event["kind"])
                found[what] = found.get(what, 0) + 1
    return found


def number_shown(page: Page) -> str:
    return page.locator("#card .card").get_attribute("data-number") or ""


def saved(page: Page, text: str) -> None:
    expect(page.locator("#status")).to_contain_text(text)


def loaded_ahead(page: Page) -> None:
    page.locator("#desk[data-ahead]").wait_for()


def press(page: Page, key: str) -> None:
    """Press a key and wait until the card has changed and the decision is acknowledged."""
    before = number_shown(page)
    page.keyboard.press(key)
    expect(page.locator(f'#card .card[data-number="{before}"]')).to_have_count(0)
    saved(page, "Saved")


def test_a_clerk_decides_twenty_cards_and_undoes_five_by_keyboard_alone(
    archive: Archive, serve: Start, windows: Windows
) -> None:
    archive.cards(22)
    page = windows.open(serve(archive.db).url).go("/review")
    page.locator("#card .card").wait_for()
    for key in "sduxs" * 4:
        press(page, key)
        # Where no card was loaded ahead yet, the next one comes a moment later.
        expect(page.locator("#question")).to_be_focused()
    expect(page.locator("#progress")).to_contain_text("2 left")
    expect(page.locator("#progress")).to_contain_text("20 decided today")
    expect(page.locator(".past li")).to_have_count(10)
    for undone in range(1, 6):
        page.keyboard.press("z")
        expect(page.locator(".past .undone")).to_have_count(undone)
        saved(page, "Undone")
    expect(page.locator("#progress")).to_contain_text("7 left")
    page.keyboard.press("Tab")  # whatever has the focus, keys go on deciding
    press(page, "d")
    press(page, "d")
    assert decided(archive.db) == {"same": 6, "different": 5, "unsure": 3, "not_a_name": 3}


def test_the_keys_work_on_a_russian_layout(
    archive: Archive, serve: Start, windows: Windows
) -> None:
    archive.cards(4)
    page = windows.open(serve(archive.db).url).go("/review")
    page.locator("#card .card").wait_for()
    for letter, code in (("ы", "KeyS"), ("в", "KeyD"), ("г", "KeyU")):
        before = number_shown(page)
        page.evaluate(
            """([key, code]) => document.body.dispatchEvent(
                new KeyboardEvent('keydown', {key, code, bubbles: true}))""",
            [letter, code],
        )
        expect(page.locator(f'#card .card[data-number="{before}"]')).to_have_count(0)
        saved(page, "Saved")
    assert decided(archive.db) == {"same": 1, "different": 1, "unsure": 1}


def test_keys_can_be_switched_off_and_do_nothing_in_a_field(
    archive: Archive, serve: Start, windows: Windows
) -> None:
    archive.cards(3)
    page = windows.open(serve(archive.db).url).go("/review")
    page.keyboard.press("c")
    page.keyboard.type("sd")
    assert page.locator("#reason").input_value() == "sd"
    page.keyboard.press("Escape")
    page.keyboard.press("Control+s")
    page.keyboard.press("Alt+d")
    page.get_by_role("button", name="Shortcut keys: on").click()
    page.keyboard.press("s")
    page.wait_for_timeout(300)
    assert decided(archive.db) == {}
    assert page.locator("#card kbd:visible").count() == 0


def test_the_next_card_is_there_within_a_tenth_of_a_second(
    archive: Archive, serve: Start, windows: Windows
) -> None:
    """From the key to the card in the document, with the card loaded ahead."""
    archive.cards(12)
    page = windows.open(serve(archive.db).url).go("/review")
    took = []
    for _ in range(8):
        loaded_ahead(page)
        took.append(
            page.evaluate("""() => new Promise((done) => {
                const start = performance.now();
                new MutationObserver((_, self) => {
                  self.disconnect();
                  requestAnimationFrame(() => done(performance.now() - start));
                }).observe(document.getElementById('card'), {childList: true});
                document.body.dispatchEvent(
                  new KeyboardEvent('keydown', {key: 's', code: 'KeyS', bubbles: true}));
            })""")
        )
        saved(page, "Saved")
    assert sorted(took)[len(took) // 2] < 100, took


def test_a_clerk_without_script_decides_twenty_cards_and_undoes_five_by_mouse(
    archive: Archive, serve: Start, windows: Windows
) -> None:
    archive.cards(22)
    page = windows.open(serve(archive.db).url, script=False).go("/review")
    for turn in range(20):
        label = ("Same", "Different", "Unsure")[turn % 3]
        page.locator("#decide").get_by_role("button", name=label).click()
        assert f"Saved: {label.lower()}" in page.locator("#status").inner_text()
    assert "2 left" in page.locator("#progress").inner_text()
    for _ in range(5):
        page.locator(".past").get_by_role("button", name="Undo and change").first.click()
        assert "Undone" in page.locator("#status").inner_text()
        assert "/review/" in page.url
    assert "7 left" in page.locator("#progress").inner_text()
    page.locator("#decide").get_by_role("button", name="Same").click()
    assert sum(decided(archive.db).values()) == 16


def test_two_clerks_never_get_the_same_card(
    archive: Archive, serve: Start, windows: Windows
) -> None:
    archive.cards(12)
    url = serve(archive.db).url
    first, second = (windows.open(url).go("/review") for _ in range(2))
    seen = []
    for turn in range(4):
        for page in (first, second):
            seen.append(number_shown(page))
            press(page, "sd"[turn % 2])
    assert len(set(seen)) == 8
    assert sum(decided(archive.db).values()) == 8


@pytest.mark.parametrize("script", [True, False])
def test_a_stale_decision_shows_the_others_beside_ones_own(
    archive: Archive, serve: Start, windows: Windows, script: bool
) -> None:
    (number,) = archive.cards(1)
    url = serve(archive.db).url
    mine = windows.open(url, script=script).go(f"/review/{number}")
    theirs = windows.open(url, script=script).go(f"/review/{number}")
    theirs.locator("#decide").get_by_role("button", name="Different").click()
    saved(theirs, "Saved")
    mine.get_by_text("Comment").click()
    mine.get_by_label("Why, for whoever looks later").fill("the same town")
    mine.locator("#decide").get_by_role("button", name="Same").click()
    stale = mine.locator("#stale")
    expect(stale).to_contain_text("Theirs: different")
    expect(stale).to_contain_text("Yours: same")
    expect(stale).to_contain_text("the same town")
    assert decided(archive.db) == {"different": 1}


def test_cards_that_hang_together_do_not_stand_in_each_others_way(
    archive: Archive, serve: Start, windows: Windows
) -> None:
    """A decision changes what the card loaded ahead is about: it is loaded anew."""
    for entity_id, name in (("a", "Анна Ёлкина"), ("b", "Anna Jolkina"), ("c", "Anna Iolkina")):
        archive.add(entity_id, name)
    archive.suggest("a", "b", 0.5)
    archive.suggest("a", "c", 0.6)
    archive.suggest("b", "c", 0.7)
    page = windows.open(serve(archive.db).url).go("/review")
    loaded_ahead(page)
    press(page, "s")
    expect(page.locator("#card")).not_to_have_attribute("aria-busy", "true")
    page.keyboard.press("s")
    expect(page.locator("#card .empty")).to_contain_text("Nothing to review")
    assert decided(archive.db) == {"same": 2}


def test_nothing_is_lost_when_the_server_is_gone_for_a_while(
    archive: Archive, serve: Callable[..., Server], windows: Windows
) -> None:
    archive.cards(6)
    server = serve(archive.db)
    page = windows.open(server.url).go("/review")
    loaded_ahead(page)
    server.stop()
    page.keyboard.press("s")
    banner = page.locator("#banner")
    expect(banner).to_contain_text("1 decision is not saved yet")
    page.keyboard.press("d")
    page.get_by_role("button", name="Retry (R)").click()
    expect(banner).to_contain_text("2 decisions are not saved yet")
    assert page.evaluate("queue.length") == 2
    serve(archive.db, server.port)
    page.keyboard.press("r")
    expect(banner).to_be_hidden(timeout=60_000)
    saved(page, "Saved")
    expect(page.locator("#progress")).to_contain_text("4 left")
    assert decided(archive.db) == {"same": 1, "different": 1}


def test_a_decision_sent_twice_counts_once(
    archive: Archive, serve: Start, windows: Windows
) -> None:
    """The answer to the first is lost on its way: the same decision is sent again."""
    archive.cards(3)
    page = windows.open(serve(archive.db).url).go("/review")
    loaded_ahead(page)
    answers = iter(["lost"])

    def lose_first(route: Route) -> None:
        if next(answers, None):
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/review/decisions", lose_first)
    page.keyboard.press("s")
    expect(page.locator("#banner")).to_contain_text("not saved yet")
    page.keyboard.press("r")
    saved(page, "Saved")
    assert decided(archive.db) == {"same": 1}


def test_a_clerk_who_was_signed_out_keeps_the_decision_and_signs_in_again(
    archive: Archive, serve: Start, windows: Windows
) -> None:
    archive.cards(3)
    with SqliteKeys(archive.db) as keys:
        key = keys.create(Role.CLERK, "vera").text
    page = windows.open(serve(archive.db).url).go("/review")
    page.get_by_label("Your key").fill(key)
    page.keyboard.press("Enter")
    loaded_ahead(page)
    page.context.clear_cookies(name="nr_session")
    page.keyboard.press("s")
    expect(page.locator("#banner")).to_contain_text("not signed in any more")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    other = opened.value
    other.get_by_label("Your key").fill(key)
    other.keyboard.press("Enter")
    other.wait_for_url("**/")
    page.bring_to_front()
    page.keyboard.press("r")
    saved(page, "Saved: same")
    with SqliteStore(archive.db) as store, store.reading() as reader:
        (seq,) = reader.decisions()
        assert reader.event(seq)["actor"].endswith(" for vera")


def test_too_many_requests_are_waited_for(archive: Archive, serve: Start, windows: Windows) -> None:
    archive.cards(3)
    page = windows.open(serve(archive.db).url).go("/review")
    loaded_ahead(page)
    answers = iter([429])

    def busy(route: Route) -> None:
        status = next(answers, None)
        if status is None:
            route.continue_()
        else:
            route.fulfill(status=status, headers={"Retry-After": "2"}, body="")

    page.route("**/review/decisions", busy)
    start = time.monotonic()
    page.keyboard.press("s")
    expect(page.locator("#banner")).to_contain_text("Too many requests")
    saved(page, "Saved")
    assert time.monotonic() - start > 2
    assert decided(archive.db) == {"same": 1}


@pytest.mark.parametrize("script", [True, False])
def test_two_latin_names_are_told_by_the_standards_behind_both(
    archive: Archive, serve: Start, windows: Windows, script: bool
) -> None:
    archive.add("a", "Mansur Tambijew")
    archive.add("b", "Mansur Tambïev")
    archive.suggest("a", "b")
    page = windows.open(serve(archive.db).url, script=script).go("/review")
    if not script:
        assert "both are spellings of" not in page.locator(".why").inner_text()
        page.get_by_role("link", name="By which standards?").click()
    expect(page.locator(".why")).to_contain_text("both are spellings of Тамбиев")
    page.locator("#decide").get_by_role("button", name="Same").click()
    saved(page, "Saved")
