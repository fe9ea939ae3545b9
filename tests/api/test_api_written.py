"""What is written without a model is what the model documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.answers import AnswerOut
from api.written import answer_members, written
from resolver.mention import Kind, Mention
from resolver.service import Service
from resolver.store.sqlite import SqliteStore

STORED = ("Мовлаев Саламбек Мухаевич", "Movlaev Salambek", "Иванов Пётр", "Petrov Pyotr")


@pytest.mark.parametrize("asked", [*STORED, "Mowlajew", "P.\u200b Ivanov", "Nobody Anybody"])
def test_an_answer_has_the_members_of_its_model_in_their_order(asked: str, tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "store.db") as store:
        service = Service(store)
        for name in STORED:
            service.record(Mention(name))
        answers = [service.resolve(Mention(asked, kind)) for kind in Kind]
    for answer in answers:
        sent = written(answer_members(answer)).decode()
        model = AnswerOut.model_validate_json(sent, strict=True, extra="forbid")
        assert sent == model.model_dump_json(exclude_defaults=True)
        assert set(json.loads(sent)) >= {"outcome", "entity", "candidates", "rules_version"}
