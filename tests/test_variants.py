"""Every spelling an archive may hold, and the queries that find them."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.compare import Verdict, compare
from resolver.counterparts import given_in, name_in, patronymic_in, surname_in
from resolver.errors import BadInput
from resolver.names import analyze
from resolver.rules import table
from resolver.variants import query, variants

NAMES = (
    "Мансур Мовлаев",
    "Николай Петрович Бойко",
    "Ольга Николаевна Островская",
    "Никита Хрущёв",
    "Володимир Зеленський",
    "Аляксандр Лукашэнка",
    "Христо Ботев",
    "Новак Ђоковић",
    "Қасым-Жомарт Тоқаев",
    "Юрий Владимирович Андропов",
    "Mansur Movlaev",
    "Vladimir Putin",
    "Yu. V. Andropov",
    "Shchegolev, Pavel",
)


def texts(name: str, limit: int = 50) -> list[str]:
    return [variant.text for variant in variants(name, limit)]


def test_a_cyrillic_name_is_spelled_by_every_convention() -> None:
    found = texts("Мовлаев")
    assert found[:3] == ["Мовлаев", "Movlaev", "Movlayev"]
    assert {"Mowlajew", "Movlaïev", "Movlajev", "Movlaeff", "Мовлаєв"} <= set(found)


def test_a_latin_name_is_traced_back_first() -> None:
    assert {"Mansur Movlaev", "Мансур Мовлаев", "Mansur Mowlajew"} <= set(texts("Mansour Movlaïev"))


def test_a_variant_names_the_standards_that_write_it_so() -> None:
    found = {variant.text: variant for variant in variants("Хрущёв")}
    assert {item.id for item in found["Chruschtschow"].standards} >= {"press-de"}
    assert {item.id for item in found["Khrushchev"].standards} >= {"icao-9303", "mvd-310-1997"}
    assert found["Chruschtschow"].original == "Хрущёв"


def test_the_name_without_dots_is_a_variant_of_the_one_with_dots() -> None:
    assert "Хрущев" in texts("Хрущёв")


def test_counterparts_orders_and_initials_are_among_the_variants() -> None:
    found = {variant.text: variant.how for variant in variants("Николай Петрович Бойко", 400)}
    assert found["Микола Петрович Бойко"] == "counterpart"
    assert found["Мікалай Пятровіч Бойка"] == "counterpart"
    assert found["Mykola Petrovych Boiko"] == "counterpart"
    assert found["Бойко, Николай Петрович"] == "order"
    assert found["Nikolai Boiko"] == "order"
    assert found["Н. П. Бойко"] == "initials"
    assert found["N. P. Boyko"] == "initials"


def test_initials_are_written_by_the_same_convention_as_the_surname() -> None:
    found = set(texts("Юлия Жданова", 400))
    assert {"Yu. Zhdanova", "Iu. Zhdanova", "Ju. Schdanowa", "I. Zhdanova"} - found == {
        "I. Zhdanova"
    }


def test_initials_get_no_endings_of_whole_words() -> None:
    found = texts("Ю. В. Андропов", 400)
    assert "Ju. V. Andropovs" in found
    assert not [text for text in found if "Vs." in text]


def test_the_czech_feminine_ending_is_for_surnames_alone() -> None:
    found = texts("Антонина Цветкова", 400)
    assert "Antonina Cvetkovová" in found
    assert not [text for text in found if "Antoninová" in text]


@pytest.mark.parametrize("name", NAMES)
def test_variants_are_distinct_and_composed_and_the_likeliest_comes_first(name: str) -> None:
    found = variants(name, 400)
    weights = [variant.weight for variant in found]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] == 1.0
    assert name in {variant.text for variant in found}
    assert len({variant.text for variant in found}) == len(found)
    assert all(unicodedata.is_normalized("NFC", variant.text) for variant in found)
    assert variants(name, 7) == found[:7]


def test_variants_are_compared_as_a_match_or_at_least_for_review_with_the_name() -> None:
    verdicts = [
        compare(analyze(name), analyze(variant.text)).verdict
        for name in NAMES
        for variant in variants(name)
    ]
    assert verdicts.count(Verdict.MATCH) >= 0.96 * len(verdicts)
    assert verdicts.count(Verdict.DIFFERENT) <= 0.02 * len(verdicts)


@pytest.mark.parametrize("name", NAMES)
def test_the_regular_expression_finds_every_variant_in_a_sentence(name: str) -> None:
    found = variants(name, 200)
    pattern = re.compile(query(found, "regex"))
    for variant in found:
        assert pattern.fullmatch(variant.text)
        match = pattern.search(f"see {variant.text}; and others")
        assert match
        assert match.group() == variant.text
    assert not pattern.search("xMovlaevx Putinism")


def test_the_regular_expression_has_one_level_of_alternation_and_escapes_its_text() -> None:
    pattern = query(variants("Mel'nikov (jr.) A+B*", 5), "regex")
    assert re.compile(pattern)
    assert pattern.count("(?:") == 1
    assert query((), "regex") == "(?!)"
    assert not re.search(query((), "regex"), "")


def test_a_list_has_one_variant_a_line() -> None:
    assert query(variants("Мовлаев", 3), "list").split("\n") == texts("Мовлаев", 3)


def test_a_lucene_query_quotes_its_phrases_and_leaves_the_order_to_the_slop() -> None:
    found = query(variants("Mansur Movlaev", 4), "lucene")
    assert '"Mansur Movlaev"~2' in found
    assert "Movlaev, Mansur" not in found
    assert found.count(" OR ") == found.count('"') // 2 - 1


def test_special_characters_of_lucene_are_escaped() -> None:
    found = query(variants('a"b\\c:d (e) Мовлаев', 1), "lucene")
    inside = found[1 : found.rindex('"')]
    assert not re.search(r'(?<!\\)(?:\\\\)*["():]', inside)


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(BadInput, match="list, lucene, regex"):
        query((), "sql")


@pytest.mark.parametrize("name", ["", "  ", "?!", "\0", "\ud800", "x" * 600])
def test_what_is_no_name_has_no_variants(name: str) -> None:
    assert variants(name) == ()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["list", "lucene", "regex"]))
def test_any_text_has_variants_and_queries(name: str, style: str) -> None:
    found = variants(name, 20)
    asked = query(found, style)
    if style == "regex":
        pattern = re.compile(asked)
        assert all(pattern.search(variant.text) for variant in found if variant.text[0].isalnum())


@pytest.mark.parametrize(
    "row", table("surname_letters"), ids=lambda row: f"{row['from']}-{row['to']}-{row['example']}"
)
def test_every_row_of_surname_letters_holds_in_its_example(row: dict[str, str]) -> None:
    assert surname_in(row["example"], row["from"], row["to"]) == row["expected"]
    assert row["letters"] in row["example"].lower()


@pytest.mark.parametrize(
    ("name", "source", "target", "expected"),
    [
        ("Николай Петрович Бойко", "ru", "uk", "Микола Петрович Бойко"),
        ("Юрий Алексеевич Гагарин", "ru", "be", "Юрый Аляксеевіч Гагарын"),
        (
            "Володимир Олександрович Зеленський",
            "uk",
            "ru",
            "Владимир Александрович Зеленский",
        ),
        ("Аляксандр Рыгоравіч Лукашэнка", "be", "uk", "Олександр Григорович Лукашенко"),
    ],
)
def test_a_whole_name_has_a_counterpart(name: str, source: str, target: str, expected: str) -> None:
    words = name_in(name.split(), analyze(name), source, target)
    assert words is not None
    assert " ".join(words) == expected


def test_a_name_has_no_counterpart_in_its_own_language_or_in_one_without_rules() -> None:
    name = analyze("Николай Бойко")
    assert name_in(["Николай", "Бойко"], name, "ru", "ru") is None
    assert name_in(["Николай", "Бойко"], name, "ru", "bg") is None


def test_given_names_and_patronymics_keep_their_capitals() -> None:
    assert given_in("НИКОЛАЙ", "uk")[0] == "МИКОЛА"
    assert patronymic_in("Николаевна", "ru", "be") == ("Мікалаеўна",)
    assert patronymic_in("Джонович", "ru", "be") == ()
