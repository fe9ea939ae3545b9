"""`resolver original` and `resolver variants`."""

from __future__ import annotations

import json
import re

import pytest

from .conftest import Invoke


def test_originals_come_best_first_with_language_score_and_conventions(invoke: Invoke) -> None:
    result = invoke("original", "Mowlajew", "--limit", "2")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert len(lines) == 2
    text, language, score, by = lines[0].split("\t")
    assert (text, language) == ("Мовлаев", "ru")
    assert 0.9 < float(score) <= 1.0
    assert "German press" in by


def test_originals_of_one_language_can_be_asked_for(invoke: Invoke) -> None:
    result = invoke("original", "Jeenbekov", "--language", "ky", "--limit", "1")
    assert result.stdout.startswith("Жээнбеков\tky\t")


def test_originals_are_printed_as_json(invoke: Invoke) -> None:
    answer = json.loads(invoke("original", "Vučić", "--json").stdout)
    assert answer["name"] == "Vučić"
    first = answer["originals"][0]
    assert (first["text"], first["language"], first["how"]) == ("Вучић", "sr", "standard")
    assert "sr-gaj" in {item["id"] for item in first["standards"]}


def test_originals_of_many_names_follow_each_name(invoke: Invoke) -> None:
    names = "\ufeffSchukow\n\nSergei\r\n".encode()
    result = invoke("original", "-", "--limit", "1", input=names)
    assert [line.split("\t")[:2] for line in result.stdout.splitlines()] == [
        ["Schukow", "Жуков"],
        ["Sergei", "Сергей"],
    ]


def test_a_name_without_an_original_is_told_on_the_other_stream(invoke: Invoke) -> None:
    result = invoke("original", "محمد")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no original" in result.stderr


@pytest.mark.parametrize("command", ["original", "variants"])
def test_an_empty_name_is_refused(invoke: Invoke, command: str) -> None:
    result = invoke(command, " ")
    assert result.exit_code == 2
    assert result.stderr == "resolver: the name is empty or has no letters\n"


@pytest.mark.parametrize("command", ["original", "variants"])
def test_an_unknown_language_is_refused_with_those_known(invoke: Invoke, command: str) -> None:
    result = invoke(command, "Ivanov", "--language", "zz")
    assert result.exit_code == 2
    assert "no standard for 'zz'; known are ab, " in result.stderr


def test_variants_come_with_weight_and_conventions(invoke: Invoke) -> None:
    lines = invoke("variants", "Мансур Мовлаев", "--limit", "30").stdout.splitlines()
    assert len(lines) == 30
    assert lines[0] == "Мансур Мовлаев\t1.0000\tas given"
    found = {line.split("\t")[0]: line.split("\t")[2] for line in lines}
    assert "ICAO 9303" in found["Mansur Movlaev"]
    assert found["Мовлаев, Мансур"] == "in another order"


def test_variants_are_printed_as_a_query(invoke: Invoke) -> None:
    pattern = invoke("variants", "Хрущёв", "--query", "regex").stdout.strip()
    assert re.search(pattern, "Nikita Chruschtschow sprach")
    assert invoke("variants", "Хрущёв", "--query", "list", "--limit", "1").stdout == "Хрущёв\n"
    lucene = invoke("variants", "Mansur Movlaev", "--query", "lucene", "--limit", "9").stdout
    assert lucene.startswith('"Mansur Movlaev"~2 OR "')


def test_variants_are_printed_as_json_with_the_query_asked_for(invoke: Invoke) -> None:
    result = invoke("variants", "-", "--json", "--query", "list", "--limit", "2", input="Мовлаев\n")
    answer = json.loads(result.stdout)
    assert [variant["text"] for variant in answer["variants"]] == ["Мовлаев", "Movlaev"]
    assert answer["query"] == "Мовлаев\nMovlaev"
    assert answer["variants"][1]["standards"][0]["title"]
