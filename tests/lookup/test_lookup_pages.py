"""The pages of the look-ups as they are answered: states, refusals, and who may do what."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.schemas import MAX_TEXT
from resolver.access import Role
from resolver.desk import Act, Desk
from resolver.ledger.events import Ruling
from resolver.mention import Kind, Mention
from resolver.service import Service
from resolver.showing.charts import chart
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_keys import SqliteKeys
from resolver.timeline import timeline

PAGE = {"Accept": "text/html"}
TEXT = "😀 Адвокат встретился с Тимуром Оспановым в Алматы. Оспанов молчал."


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(service), headers=PAGE) as opened:
        yield opened


@pytest.fixture
def ruslan(service: Service) -> str:
    for name in ("Руслан Тамбиев", "Ruslan Tambiev", "Ruslan Tambijew"):
        service.record(Mention(name, date="2004", source="хроника"), "e-ruslan")
    return "e-ruslan"


def shown(page: str) -> str:
    """What a person reads: no markup, no doubled spaces."""
    body = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", "<" + body)).split())


def test_an_empty_archive_says_how_names_come_in(client: TestClient) -> None:
    assert "resolver load names.csv" in shown(client.get("/").text)
    assert "Nothing is recorded yet" in shown(client.get("/entities").text)


def test_home_shows_what_waits_and_today(client: TestClient, service: Service, ruslan: str) -> None:
    Desk(service.store).rename(ruslan, "Руслан Тамбиев", Act("vera"))
    text = shown(client.get("/").text)
    assert "Nothing is waiting" in text
    assert "Called, from then on, Руслан Тамбиев by vera" in text
    assert "✓ can be written" in text


def test_home_answers_while_the_store_is_busy(
    client: TestClient, ruslan: str, tmp_path: Path
) -> None:
    with SqliteStore(tmp_path / "names.db") as beside, beside.writing():
        answer = client.get("/")
    assert answer.status_code == 200
    assert "✗ busy: try again" in shown(answer.text)


def test_a_cyrillic_name_is_found_by_its_german_spelling(client: TestClient, ruslan: str) -> None:
    page = client.get("/entities", params={"name": "Ruslan Tambijew"}).text
    assert f'href="/entities/{ruslan}"' in page
    assert "fits 99 %" in page
    why = html.unescape(re.findall(r'class="fits" href="([^"]+)"', page)[0])
    assert "These are one name" in client.get(why).text


def test_nothing_found_says_what_to_do_next(client: TestClient, ruslan: str) -> None:
    answer = client.get("/entities", params={"name": "Zzyzx", "kind": "person"})
    assert answer.status_code == 200
    assert "among entities of the kind “person”" in shown(answer.text)
    assert "Look among all kinds" in answer.text
    assert "Look for words that begin so" in answer.text
    found = client.get("/entities", params={"name": "тамб", "begin": "1"}).text
    assert f'href="/entities/{ruslan}"' in found


@pytest.mark.parametrize(
    ("name", "fault"),
    [("а" * 513, "at most 512"), ("...", "no letters"), ("о" + "\u0301" * 40, "combining marks")],
)
@pytest.mark.parametrize("path", ["/entities?name={}", "/compare?a={}&b=Orlow", "/compare?b={}"])
def test_a_name_that_cannot_be_used_stays_in_its_field_with_the_reason(
    client: TestClient, path: str, name: str, fault: str
) -> None:
    answer = client.get(path.format(quote(name)))
    assert answer.status_code == 422
    assert fault in shown(answer.text)
    assert f'value="{name}"' in answer.text
    assert 'aria-invalid="true"' in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/entities/nobody", 404),
        ("/entities?after=nobody", 404),
        ("/entities?kind=animal", 422),
        ("/entities?name=" + "a" * 20_000, 422),
        ("/compare?kind=animal", 422),
        ("/rules/letters/%E6%BC%A2", 404),
        ("/rules/letters/abc", 404),
        ("/rules/standards/none", 404),
        ("/rules/tables/..%2f..%2fsecrets", 404),
        ("/rules/tables/none", 404),
        ("/rules?language=xx", 404),
        ("/rules/tables/weights?after=-1", 422),
        ("/rules/tables/weights?find=" + "a" * 101, 422),
        ("/entities/x?after=99999999999999999999", 422),
    ],
)
def test_what_is_not_there_or_not_meant_is_a_page_that_says_so(
    client: TestClient, path: str, status: int
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert "<h1>" in answer.text


@pytest.mark.parametrize("entity_id", ["a/b", "a?b#c", "é 100%", "../x", "/undo", "a&b=c;<i>"])
def test_any_id_has_a_page(client: TestClient, service: Service, entity_id: str) -> None:
    service.record(Mention("Руслан Тамбиев"), entity_id)
    page = client.get("/entities").text
    href = html.unescape(re.findall(r'<li class="hit">\s*<a href="([^"]+)"', page)[0])
    answer = client.get(href)
    assert answer.status_code == 200
    assert "Руслан Тамбиев" in shown(answer.text)


def test_an_entity_shows_its_spellings_by_convention_and_a_query(
    client: TestClient, ruslan: str
) -> None:
    text = shown(client.get(f"/entities/{ruslan}").text)
    assert re.search(r"German press 1 Ruslan Tambijew × 1", text)
    assert "In Cyrillic: Russian 1 Руслан Тамбиев × 1" in text
    assert '"Ruslan Tambijew"~2 OR ' in text


def test_the_id_of_a_merged_entity_leads_to_the_other(
    client: TestClient, service: Service, ruslan: str
) -> None:
    service.record(Mention("Timur Ospanov"), "e-old")
    Desk(service.store).merge([ruslan, "e-old"], Act("vera"))
    answer = client.get("/entities/e-old")
    assert str(answer.url).endswith(f"/entities/{ruslan}?was=e-old")
    assert "e-old was merged into this entity" in shown(answer.text)
    forged = client.get(f"/entities/{ruslan}", params={"was": "somebody"})
    assert "was merged" not in forged.text


def undo_form(page: str) -> dict[str, str]:
    """The fields of the first undo of a page."""
    form = page.partition("/undo")[2].partition("</form>")[0]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


def test_a_decision_is_undone_from_the_history_once(
    client: TestClient, service: Service, ruslan: str
) -> None:
    Desk(service.store).rename(ruslan, "Р. Тамбиев", Act("vera"))
    form = undo_form(client.get(f"/entities/{ruslan}").text)
    for _ in range(2):
        answer = client.post(f"/entities/{ruslan}/undo", data=form)
        assert f"Decision {form['decision']} was undone" in shown(answer.text)
    assert "<h1><bdi" in answer.text
    assert "Р. Тамбиев</bdi></h1>" not in answer.text
    with service.store.reading() as reader:
        assert reader.counts()["decisions"] == 2


def test_what_happened_to_the_other_entity_before_does_not_hinder_an_undo(
    client: TestClient, service: Service, ruslan: str
) -> None:
    service.record(Mention("Timur Ospanov"), "e-timur")
    desk = Desk(service.store)
    desk.decide(Ruling.DIFFERENT, ruslan, "e-timur", Act("vera"))
    desk.rename("e-timur", "Тимур Оспанов", Act("anna"))
    form = undo_form(client.get(f"/entities/{ruslan}").text)
    assert client.post(f"/entities/{ruslan}/undo", data=form).status_code == 200


def test_a_stale_undo_does_nothing_and_shows_the_other_decision(
    client: TestClient, service: Service, ruslan: str
) -> None:
    desk = Desk(service.store)
    desk.rename(ruslan, "Р. Тамбиев", Act("vera"))
    form = undo_form(client.get(f"/entities/{ruslan}").text)
    desk.rename(ruslan, "Руслан Т.", Act("anna"))
    answer = client.post(f"/entities/{ruslan}/undo", data=form)
    assert answer.status_code == 412
    alert = answer.text.partition('role="alert"')[2].partition("</div>")[0]
    assert "Руслан Т." in shown("<main" + alert)
    assert "anna" in alert


@pytest.mark.parametrize("field", ["decision", "seen", "key"])
def test_an_undo_that_is_no_form_of_ours_is_refused(
    client: TestClient, ruslan: str, field: str
) -> None:
    form = {"decision": "1", "seen": "1", "key": "k"}
    assert (
        client.post(f"/entities/{ruslan}/undo", data=form | {field: "x" * 300}).status_code == 422
    )
    del form[field]
    assert client.post(f"/entities/{ruslan}/undo", data=form).status_code == 422


def test_undoing_needs_a_clerk_and_asking_a_reader(
    service: Service, ruslan: str, tmp_path: Path
) -> None:
    Desk(service.store).rename(ruslan, "Р. Тамбиев", Act("vera"))
    with SqliteKeys(tmp_path / "names.db") as keys:
        app = create_app(service, keys=keys)
        reader = keys.create(Role.READER, "reader").text
        with TestClient(app, headers=PAGE) as client:
            assert "/signin" in str(client.get("/entities").url)
            client.post("/signin", data={"key": reader, "next": "/"})
            page = client.get(f"/entities/{ruslan}").text
            assert "/undo" not in page
            form = {"decision": "4", "seen": "4", "key": "k"}
            assert client.post(f"/entities/{ruslan}/undo", data=form).status_code == 403
            assert client.post("/articles", data={"text": TEXT}).status_code == 200


def test_a_comparison_shows_readings_letters_rules_and_weights(client: TestClient) -> None:
    page = client.get("/compare", params={"a": "Mowlajew", "b": "Мовлаев"}).text
    text = shown(page)
    assert "German/Polish: w = в" in text
    assert "мовладжев Turkmen" in text
    assert 'href="/rules/standards/press-de"' in page
    assert re.search(r"All weights together make [+−]\d", text)


def test_every_link_of_the_rules_leads_somewhere(client: TestClient) -> None:
    pages = ["/rules", "/rules/standards/press-fr", "/rules/letters/%D0%B6", "/rules/letters/c"]
    found = set()
    for page in pages:
        found |= {
            html.unescape(href)
            for href in re.findall(r'href="(/rules[^"]*)"', client.get(page).text)
        }
    assert len(found) > 150
    broken = [href for href in sorted(found)[::3] if client.get(href).status_code != 200]
    assert broken == []


def test_rows_of_a_table_are_found(client: TestClient) -> None:
    text = shown(client.get("/rules/tables/given_names", params={"find": "Саша"}).text)
    assert "rows have it" in text
    assert "diminutive" in text
    none = client.get("/rules/tables/given_names", params={"find": "<b>"})
    assert "No row has <b>." in shown(none.text)


def test_a_text_is_shown_with_its_names_marked(client: TestClient, service: Service) -> None:
    for entity in ("e1", "e2"):
        service.record(Mention("Timur Ospanov"), entity)
    service.record(Mention("Алматы", Kind.PLACE), "e3")
    page = client.post("/articles", data={"text": TEXT.replace(". ", ".\r\n")}).text
    text = shown(page)
    assert "😀 Адвокат встретился с Тимуром Оспановым (person for a person to decide) в" in text
    assert "Алматы (place in the archive)" in text
    assert 'href="/entities/e3"' in page
    assert "U+000" not in page
    with service.store.reading() as reader:
        assert reader.counts()["mentions"] == 3


def test_a_text_that_names_nobody_says_so(client: TestClient) -> None:
    assert "The text names nobody" in client.post("/articles", data={"text": "нет"}).text


@pytest.mark.parametrize(
    ("form", "advice"),
    [
        ({"text": ""}, "Paste a text."),
        ({"text": "а" * (MAX_TEXT + 1)}, "at most 100,000 are read here"),
        ({"text": "a\0b"}, "remove them"),
        ({"text": TEXT, "date": "soon"}, "Write the date as"),
        ({"text": TEXT, "language": "xx"}, "Choose one of the languages."),
        ({"text": TEXT, "source": "x" * 501}, "at most 500 characters"),
    ],
)
def test_a_form_that_cannot_be_used_keeps_what_was_typed(
    client: TestClient, form: dict[str, str], advice: str
) -> None:
    answer = client.post("/articles", data=form)
    assert answer.status_code == 422
    assert advice in shown(answer.text)
    kept = html.unescape(answer.text.partition("<textarea")[2].partition("</textarea>")[0])
    assert kept.partition(">\n")[2] == form["text"]


def test_too_large_a_body_is_a_page_that_says_so(client: TestClient) -> None:
    answer = client.post("/articles", data={"text": "а" * 400_000})
    assert answer.status_code == 413
    assert "That is too much at once" in answer.text


def test_bars_are_in_proportion_and_labels_do_not_touch() -> None:
    dates = [("A", str(year)) for year in (1990, 1990, 1990, 1991, 2010)]
    drawn = chart([(one.label, one.mentions) for one in timeline(dates).periods])
    heights = {bar.label: bar.height for bar in drawn.bars if bar.count}
    assert heights["1990"] == pytest.approx(3 * heights["1991"], abs=2)
    named = [bar.middle for bar in drawn.bars if bar.named]
    assert min(b - a for a, b in pairwise(named)) >= 4 * 7
    assert all(bar.x >= 0 and bar.x + bar.width <= drawn.width for bar in drawn.bars)
    assert chart([]).bars == ()
