"""One entity through the years: from its first mention to a merge undone three decisions later."""

from __future__ import annotations

from pathlib import Path

from resolver.desk import Act, Desk
from resolver.history import history, queue
from resolver.ledger.events import Ruling
from resolver.mention import Mention
from resolver.service import Service
from resolver.store.sqlite import SqliteStore

VERA, ANNA = Act("vera", "the same office in both"), Act("anna", "born in other years")


def test_from_the_first_mention_to_the_undo_of_a_merge_made_three_decisions_ago(
    tmp_path: Path,
) -> None:
    path = tmp_path / "archive.db"
    with SqliteStore(path) as store:
        service, desk = Service(store), Desk(store)
        first = service.record(Mention("Мансур Мовлаев", source="archive", date="2019"))
        assert first.how == "founded"
        for spelling in ("Mansur Movlaev", "Mansour Movlaïev", "Mansur Mowlajew"):
            assert service.record(Mention(spelling, source="press")).entity_id == first.entity_id

        # A homonym, whose birth date is known, is somebody else; a third might be either.
        namesake = service.record(Mention("Мансур Мовлаев", birth_date="1961"), "namesake")
        unsure = service.record(Mention("Mansur Movlayev", country="KZ"))
        assert unsure.how == "founded"
        with store.reading() as reader:
            cards = queue(reader, 10)
        assert len(cards) == 2

        # 1: a clerk joins the third to the first. 2: keeps the namesake apart, so that the
        # other card needs no answer. 3: splits off a mention. 4: corrects the name.
        merged = desk.merge([first.entity_id, unsure.entity_id], VERA)
        with store.reading() as reader:
            assert reader.entity(unsure.entity_id).entity_id == first.entity_id
            assert reader.entity(first.entity_id).mentions == 5
        desk.decide(Ruling.DIFFERENT, first.entity_id, namesake.entity_id, ANNA)
        with store.reading() as reader:
            assert queue(reader, 10) == []
            mentions = reader.mentions(first.entity_id)
        polish = next(one for one in mentions if one.mention.name == "Mansur Mowlajew")
        split = desk.split(first.entity_id, [polish.mention_id], ANNA)
        desk.rename(first.entity_id, "Мовлаев, Мансур", VERA)

        # No machine run joins what was put apart: not by a mention that fits both.
        service.record(Mention("Mansur Movlaev"))
        with store.reading() as reader:
            roots = {
                reader.entity(one).entity_id
                for one in (first.entity_id, namesake.entity_id, split.entity_ids[-1])
            }
        assert len(roots) == 3

    # Another day: the merge was wrong, and everything since stays.
    with SqliteStore(path) as store:
        desk = Desk(store)
        desk.undo(merged.decision, Act("vera", "it was another office"))
        with store.reading() as reader:
            again = reader.entity(unsure.entity_id)
            assert again.entity_id == unsure.entity_id
            assert dict(again.spellings) == {"Mansur Movlayev": 1}
            mine = reader.entity(first.entity_id)
            assert mine.name == "Мовлаев, Мансур"
            assert "Mansur Mowlajew" not in mine.spellings
            assert namesake.entity_id in reader.apart_from(first.entity_id)
            told = [(one.kind, one.actor) for one in history(reader, unsure.entity_id, 0, 100)]
        assert ("entities_merged", "vera") in told
        assert told[-1] == ("decision_undone", "vera")
        assert store.verify_log() > 10
        assert store.compare_with_log() == ()
