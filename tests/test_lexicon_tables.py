"""The lexical tables: each row is complete, well-formed and true of its own example."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from importlib.resources import files

import pytest
from babel import Locale

HEADERS = {
    "given_names": ["group", "language", "form", "relation", "gender", "source"],
    "patronymics": ["language", "ending", "gender", "placement", "example", "father", "source"],
    "irregular_patronymics": ["father", "stem", "example", "source"],
    "surname_genders": [
        "language",
        "masculine",
        "feminine",
        "example_m",
        "example_f",
        "source",
    ],
    "name_words": ["word", "role", "language", "source"],
    "legal_forms": ["form", "class", "language", "source"],
    "demonyms": ["territory", "word", "language", "source"],
    "homoglyphs": ["latin", "cyrillic", "codepoints", "source"],
    "place_names": ["group", "language", "form", "source"],
}
STRONG = {"same", "counterpart", "variant"}
CYRILLIC_LANGUAGES = "ab ba be bg bua ce kaa kk ky mk mn os ru sah tg tt tyv uk xal"
LATIN_LANGUAGES = "az cs da de en es et fi fr hr hu hy it ka la lt lv nl pl pt ro sk sl sq sv tk tr"
LEGAL_CLASSES = (
    "branch company cooperative entrepreneur holding limited nonprofit partnership private "
    "state stock unitary"
)
# One spelling, two names: both readings are right, and only the rest of a name can tell.
AMBIGUOUS = {
    "alexander": "Александр, or an English Alexander written Алекзандер",
    "аскар": "Turkic Аскар, or Оскар in Belarusian spelling",
    "гела": "a Georgian man, or Гелла in Belarusian spelling",
    "зузана": "Сусанна in Belarusian, or Czech Zuzana",
    "карен": "an Armenian man, or an English woman",
    "karen": "an Armenian man, or an English woman",
    "карло": "Карл in Ukrainian, or Italian Carlo",
    "клемент": "Климент in Belarusian, or English Clement",
    "лукаш": "Лука in Ukrainian and Belarusian, or Polish Łukasz",
    "марко": "Марк in Ukrainian, or Italian Marco",
    "матей": "Матвей in Ukrainian, or Czech Matěj",
    "міхал": "Михаил in Belarusian, or Polish Michał",
    "теодор": "Фёдор in Ukrainian, or Theodore",
    "филип": "Филипп in Bulgarian, or English Philip",
    "філіп": "Филипп in Belarusian, or English Philip",
    "эли": "Али in the Caucasus, or Hebrew Eli",
}

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    text = (files("rules") / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def scripts(word: str) -> set[str]:
    """First words of the Unicode names of a word's letters: LATIN, CYRILLIC, ..."""
    letters = unicodedata.normalize("NFC", word)
    return {
        unicodedata.name(char).split()[0]
        for char in letters
        if char.isalpha() and unicodedata.category(char) != "Lm"
    }


def clashes(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Keys that stand for more than one value."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: values for key, values in found.items() if len(values) > 1}


def is_foreign(group: str) -> bool:
    """Groups such as `george-en`: a Western name as one language writes it in Cyrillic."""
    return re.fullmatch(r"[a-z-]+-[a-z]{2}", group) is not None


@pytest.mark.parametrize("name", HEADERS)
def test_a_table_has_its_header_and_no_hole(name: str) -> None:
    text = (files("rules") / f"{name}.csv").read_bytes().decode("utf-8")
    assert "\r" not in text
    assert text.endswith("\n")
    lines = list(csv.reader(text.splitlines()))
    assert lines[0] == HEADERS[name]
    assert len(lines) > 40
    for number, cells in enumerate(lines[1:], start=2):
        assert len(cells) == len(lines[0]), number
        assert all(cell and cell == cell.strip() for cell in cells), number
        assert all(cell == unicodedata.normalize("NFC", cell) for cell in cells), number


@pytest.mark.parametrize("name", HEADERS)
def test_no_row_is_said_twice(name: str) -> None:
    facts = [tuple(row[column] for column in HEADERS[name][:-1]) for row in rows(name)]
    assert len(facts) == len(set(facts))


@pytest.mark.parametrize("name", [name for name in HEADERS if "language" in HEADERS[name]])
def test_every_language_code_is_known_to_cldr(name: str) -> None:
    known = Locale("en").languages
    assert {row["language"] for row in rows(name) if row["language"] not in known} == set()


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("given_names", "form"),
        ("patronymics", "ending"),
        ("patronymics", "example"),
        ("irregular_patronymics", "example"),
        ("surname_genders", "example_f"),
        ("generations", "word"),
        ("name_words", "word"),
        ("demonyms", "word"),
        ("place_names", "form"),
    ],
)
def test_a_word_is_written_in_one_script(name: str, column: str) -> None:
    mixed = [row[column] for row in rows(name) if len(scripts(row[column])) != 1]
    assert mixed == []


@pytest.mark.parametrize(
    ("name", "column"),
    [("given_names", "form"), ("demonyms", "word"), ("place_names", "form")],
)
def test_a_language_is_written_in_its_own_script(name: str, column: str) -> None:
    for row in rows(name):
        if row["language"] in CYRILLIC_LANGUAGES.split():
            assert scripts(row[column]) == {"CYRILLIC"}, row
        elif row["language"] in LATIN_LANGUAGES.split():
            assert scripts(row[column]) == {"LATIN"}, row


def test_a_given_name_is_letters_hyphens_and_apostrophes() -> None:
    for row in rows("given_names"):
        assert all(char.isalpha() or char in "-'" for char in row["form"]), row
        assert row["form"][0].isupper(), row
        assert re.fullmatch(r"[a-z]+(?:[_-][a-z]+)*", row["group"]), row
        assert row["relation"] in STRONG | {"western", "diminutive"}, row
        assert row["gender"] in {"m", "f", "u"}, row


def test_a_given_name_belongs_to_one_group() -> None:
    strong = [row for row in rows("given_names") if row["relation"] in STRONG]
    found = clashes((row["form"].casefold(), row["group"]) for row in strong)
    shared = {form for form, groups in found.items() if not all(map(is_foreign, groups))}
    assert shared == set(AMBIGUOUS)


def test_men_and_women_have_separate_groups() -> None:
    assert clashes((row["group"], row["gender"]) for row in rows("given_names")) == {}
    strong = [row for row in rows("given_names") if row["relation"] in STRONG]
    found = clashes((row["form"].casefold(), row["gender"]) for row in strong)
    foreign = {row["form"].casefold() for row in strong if is_foreign(row["group"])}
    assert set(found) - foreign == {"гела"}


def test_names_that_only_look_related_stay_apart() -> None:
    groups: dict[str, set[str]] = defaultdict(set)
    for row in rows("given_names"):
        if row["relation"] in STRONG:
            groups[row["form"]].add(row["group"])
    apart = [
        ("Мария", "Марина"),
        ("Мария", "Марианна"),
        ("Юлия", "Юлиана"),
        ("Александр", "Александра"),
        ("Денис", "Дионисий"),
        ("Дарья", "Дарина"),
        ("Георгий", "Юрий"),
        ("Георгий", "Егор"),
        ("Ксения", "Оксана"),
        ("Иван", "Ян"),
        ("Ахмед", "Мухаммад"),
        ("Камал", "Камил"),
        ("Фарук", "Фаррух"),
    ]
    for one, other in apart:
        assert groups[one], one
        assert groups[other], other
        assert groups[one].isdisjoint(groups[other]), (one, other)


def test_every_group_has_a_name_of_its_own() -> None:
    everything = {row["group"] for row in rows("given_names")}
    led = {row["group"] for row in rows("given_names") if row["relation"] == "same"}
    assert everything == led


def test_a_slavic_name_is_given_in_all_three_languages() -> None:
    languages: dict[str, set[str]] = defaultdict(set)
    for row in rows("given_names"):
        if row["relation"] in STRONG:
            languages[row["group"]].add(row["language"])
    with_belarusian = {group for group, found in languages.items() if "be" in found}
    assert len(with_belarusian) > 500
    assert {group for group in with_belarusian if not {"ru", "uk"} <= languages[group]} == set()


def test_a_patronymic_ends_as_its_row_says() -> None:
    for row in rows("patronymics"):
        assert row["example"].endswith(row["ending"]), row
        assert row["gender"] in {"m", "f", "u"}, row
        assert row["placement"] in {"joined", "apart", "both", "spelled"}, row
        if row["placement"] == "apart":
            assert row["example"] == f"{row['father']} {row['ending']}", row


def test_a_patronymic_ending_has_one_gender_in_all_languages() -> None:
    assert clashes((row["ending"], row["gender"]) for row in rows("patronymics")) == {}


def test_an_irregular_patronymic_starts_with_its_stem() -> None:
    known = {row["form"] for row in rows("given_names") if row["relation"] in STRONG}
    for row in rows("irregular_patronymics"):
        assert row["example"].startswith(row["stem"]), row
        assert row["father"] in known, row
        assert row["stem"] != row["father"], row


def test_surnames_end_as_their_row_says() -> None:
    for row in rows("surname_genders"):
        masculine = row["masculine"].replace("∅", "")
        assert row["example_m"].endswith(masculine), row
        assert row["example_f"].endswith(row["feminine"]), row
        stem = row["example_m"].removesuffix(masculine)
        assert row["example_f"] == stem + row["feminine"], row


def test_a_name_word_has_one_role() -> None:
    words = rows("name_words")
    assert {row["role"] for row in words} == {
        *("title", "generation", "particle", "particle-or-given", "peerage", "stop", "maiden"),
        *("generation-joined", "generation-dotted"),
    }
    assert clashes((row["word"], row["role"]) for row in words) == {}
    assert [row["word"] for row in words if row["word"] != row["word"].lower()] == []


def test_what_names_a_generation_is_a_generation() -> None:
    generations = {"generation", "generation-joined", "generation-dotted"}
    known = {row["word"] for row in rows("name_words") if row["role"] in generations}
    assert {row["word"] for row in rows("generations")} <= known
    assert {row["generation"] for row in rows("generations")} == {"jr", "sr"}


def test_no_title_is_a_given_name() -> None:
    given = {row["form"].casefold() for row in rows("given_names") if row["relation"] in STRONG}
    dropped = {
        row["word"] for row in rows("name_words") if row["role"] in {"title", "stop", "maiden"}
    }
    assert given & dropped == set()


def test_a_legal_form_has_one_class() -> None:
    found = rows("legal_forms")
    assert {row["class"] for row in found} == set(LEGAL_CLASSES.split())
    written = ((row["form"].casefold().replace(".", ""), row["class"]) for row in found)
    assert clashes(written) == {}


def test_a_demonym_points_to_one_territory() -> None:
    known = Locale("en").territories
    found = rows("demonyms")
    assert {row["territory"] for row in found if row["territory"] not in known} == set()
    assert clashes((row["word"].casefold(), row["territory"]) for row in found) == {}
    assert len({row["territory"] for row in found}) >= 80


def test_a_look_alike_has_the_code_points_it_claims() -> None:
    for row in rows("homoglyphs"):
        latin, cyrillic = row["latin"], row["cyrillic"]
        assert row["codepoints"] == f"U+{ord(latin):04X} U+{ord(cyrillic):04X}", row
        assert scripts(cyrillic) == {"CYRILLIC"}, row
        assert scripts(latin) <= {"LATIN"}, row


def test_a_look_alike_stands_for_one_letter() -> None:
    pairs = [(row["latin"], row["cyrillic"]) for row in rows("homoglyphs")]
    letters = [(latin, cyrillic) for latin, cyrillic in pairs if cyrillic != "Ӏ"]
    assert clashes(letters) == {}
    assert {latin for latin, cyrillic in pairs if cyrillic == "Ӏ"} == set("Il1i|")


def test_a_place_name_belongs_to_one_place() -> None:
    known = Locale("en").territories
    for row in rows("place_names"):
        prefix, _, code = row["group"].rpartition(":")
        if prefix:
            assert prefix == "territory", row
            assert code in known, row
        else:
            assert re.fullmatch(r"[a-z]+(?:_[a-z]+)*", row["group"]), row
    assert clashes((row["form"].casefold(), row["group"]) for row in rows("place_names")) == {}
