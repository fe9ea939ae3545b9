"""What the pages of entities and the home page show."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.pages import views_history
from api.pages.sizes import SHARE, Sizes
from api.pages.views_entity import MENTIONS, entity_shown, queries
from api.pages.views_home import home
from api.pages.views_search import PAGE, beginning, listed, searched
from resolver.desk import Act, Desk
from resolver.errors import BadName, NotFound
from resolver.ledger.events import Ruling
from resolver.mention import Kind, Mention
from resolver.service import Service
from resolver.store.protocol import Entity
from resolver.store.sqlite import SqliteStore

SPELLINGS = ("Мансур Мовлаев", "Mansur Movlaev", "Mansur Movlayev", "Mansur Mowlajew")
VERA = Act("vera", "she knows")


@pytest.fixture
def mansur(service: Service) -> str:
    for year, name in enumerate(SPELLINGS, 2004):
        service.record(Mention(name, date=f"{year}-03-02", source="archive"), "e-mansur")
    return "e-mansur"


def test_spellings_stand_under_their_convention(service: Service, mansur: str) -> None:
    shown = entity_shown(service, mansur)
    titles = {one.text: group.title for group in shown.groups for one in group.spellings}
    assert titles["Mansur Mowlajew"] == "German press"
    assert titles["Mansur Movlaev"] == "ICAO 9303, English press (plain e)"
    assert titles["Мансур Мовлаев"] == "In Cyrillic: Russian"
    assert sum(group.mentions for group in shown.groups) == 4


def test_mentions_are_counted_by_year(service: Service, mansur: str) -> None:
    periods = entity_shown(service, mansur).time.periods
    assert [(period.label, period.mentions) for period in periods] == [
        (str(year), 1) for year in range(2004, 2008)
    ]


def test_mentions_come_in_pages(service: Service) -> None:
    for number in range(MENTIONS + 5):
        service.record(Mention("Мансур Мовлаев", external_id=str(number)), "e1")
    first = entity_shown(service, "e1")
    assert first.after is not None
    second = entity_shown(service, "e1", after=first.after)
    ids = [one.mention.external_id for one in (*first.mentions, *second.mentions)]
    assert ids == [str(number) for number in range(MENTIONS + 5)]
    assert second.after is None


def test_the_search_query_finds_what_is_recorded_and_what_is_likely(
    service: Service, mansur: str
) -> None:
    found = {one.style: one.text for one in entity_shown(service, mansur).queries}
    assert '"Mansur Mowlajew"~2 OR ' in found["lucene"]
    assert "Mansour Movlaïev" in found["list"].splitlines()


def test_of_an_organisation_only_recorded_names_are_looked_for() -> None:
    body = Entity("e1", Kind.ORGANIZATION, "ASTRA", 1, {"ASTRA": 1, "АСТРА": 2})
    assert queries(body)[0].text.splitlines() == ["АСТРА", "ASTRA"]


def test_nobody_is_made_to_search_for_invisible_characters() -> None:
    one = Entity("e1", Kind.PERSON, "Mov\u200blaev", 1, {"Mov\u200blaev": 1})
    assert queries(one)[0].text.splitlines()[0] == "Movlaev"


def test_history_says_who_did_what_and_what_can_be_undone(service: Service, mansur: str) -> None:
    other = service.record(Mention("Мансур Мовлаев-Ахмадов"), "e-other").entity_id
    desk = Desk(service.store)
    said = desk.decide(Ruling.DIFFERENT, mansur, other, VERA).decision
    desk.undo(said, Act("anna"))
    desk.rename(mansur, "Мансур Мовлаев", VERA)
    newest, undo, different, founded = entity_shown(service, mansur).history.lines
    assert (newest.says, newest.name) == ("Called, from then on,", "Мансур Мовлаев")
    assert (undo.says, undo.actor) == (f"Undid decision {said}", "anna")
    assert (different.others[0].entity_id, different.reason) == (other, "she knows")
    assert [line.undoable for line in (newest, undo, different, founded)] == [
        True, True, False, False,
    ]  # fmt: skip


def test_a_merge_names_what_was_taken_in(service: Service, mansur: str) -> None:
    service.record(Mention("Timur Ospanov"), "e-other")
    Desk(service.store).merge([mansur, "e-other"], VERA)
    shown = entity_shown(service, "e-other")
    assert shown.entity.entity_id == mansur
    assert [one.entity_id for one in shown.history.lines[0].others] == [mansur, "e-other"]


def test_history_comes_in_pages_without_gaps(
    service: Service, mansur: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(service.store)
    for number in range(7):
        desk.rename(mansur, f"Мансур Мовлаев {'и' * number}", Act("vera"))
    whole = entity_shown(service, mansur).history.lines
    for page, looked_at in ((3, 1000), (100, 2), (2, 3)):
        monkeypatch.setattr(views_history, "PAGE", page)
        monkeypatch.setattr(views_history, "LOOKED_AT", looked_at)
        found: list[views_history.Line] = []
        before = None
        while True:
            part = entity_shown(service, mansur, before=before).history
            found += part.lines
            if part.before is None:
                break
            before = part.before
        assert tuple(found) == whole


def test_an_entity_that_is_not_there_is_not_found(service: Service) -> None:
    with pytest.raises(NotFound):
        entity_shown(service, "nobody")


def test_a_cyrillic_entity_is_found_by_a_german_spelling(service: Service) -> None:
    service.record(Mention("Мансур Мовлаев"), "e1")
    service.record(Mention("Тимур Оспанов"), "e2")
    found = searched(service, "Mansur Mowlajew")
    assert [one.entity.entity_id for one in found.likely] == ["e1"]
    assert found.likely[0].percent == "99 %"


def test_an_id_leads_to_its_entity_first(service: Service, mansur: str) -> None:
    first = searched(service, mansur).likely[0]
    assert (first.entity.entity_id, first.percent) == (mansur, "100 %")


def test_all_kinds_are_looked_through_unless_one_is_asked_for(service: Service) -> None:
    service.record(Mention("Казахстан", Kind.PLACE), "e1")
    assert [one.entity.entity_id for one in searched(service, "Kasachstan").likely] == ["e1"]
    assert not searched(service, "Kasachstan", Kind.PERSON).likely


def test_pages_of_all_entities_hold_each_once(service: Service) -> None:
    for number in range(PAGE + 3):
        service.record(Mention(f"Timur Ospanov {number}"), f"e{number}")
    first = listed(service, None)
    second = listed(service, None, first.after)
    ids = [one.entity.entity_id for one in (*first.likely, *second.likely)]
    assert ids == [f"e{number}" for number in range(PAGE + 3)]
    assert second.after is None


def test_words_that_begin_so_are_found_on_demand(service: Service, mansur: str) -> None:
    assert [one.entity.entity_id for one in beginning(service, "мовл").likely] == [mansur]
    assert beginning(service, "zzz").likely == ()


def test_home_tells_what_waits_and_what_happened_today(service: Service, mansur: str) -> None:
    desk = Desk(service.store)
    desk.rename(mansur, "Мансур Мовлаев", VERA)
    with service.store.reading() as reader:
        today = reader.event(1)["at"][:10]
    shown = home(service, today, Sizes())
    assert shown.today.decisions == 1
    assert shown.today.clerks == (("vera", 1),)
    assert shown.today.events == shown.held["events"] == 6
    assert shown.writable
    tomorrow = home(service, "9999-12-31", Sizes())
    assert (tomorrow.today.events, tomorrow.today.decisions) == (0, 0)


def test_home_tells_when_the_store_cannot_be_written(service: Service, tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "names.db") as beside, beside.writing():
        assert not home(service, "2026-01-01", Sizes()).writable


def test_an_empty_archive_has_a_home(service: Service) -> None:
    assert home(service, "2026-01-01", Sizes()).today.events == 0


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(alphabet=st.characters(codec=None), max_size=24), st.sampled_from([None, *Kind]))
def test_any_text_is_searched_or_refused(service: Service, text: str, kind: Kind | None) -> None:
    try:
        searched(service, text, kind)
        beginning(service, text)
    except BadName:
        return


def test_sizes_are_counted_anew_when_something_was_written_but_not_too_often(
    service: Service,
) -> None:
    times = iter([0.0, 1.0, 1.0 + SHARE - 0.1, 1.0 + SHARE, 1.0 + SHARE])
    sizes = Sizes(lambda: next(times))

    def mentions() -> int:
        with service.store.reading() as reader:
            return sizes.of(reader, reader.waiting().last_event)["mentions"]

    assert mentions() == 0
    service.record(Mention("Руслан Тамбиев"))
    assert mentions() == 0  # the last counting took a second
    assert mentions() == 1
