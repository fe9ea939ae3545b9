"""Readings: the source forms that a written word can be a spelling of."""

from __future__ import annotations

import pytest

from resolver.folding import fold
from resolver.graphemes import convention_names
from resolver.readings import readings
from resolver.script import script_of
from resolver.spelled import MAX_READINGS


def forms(word: str) -> set[str]:
    return set(readings(word, "cyrillic" if script_of(word) == "cyrillic" else "latin"))


@pytest.mark.parametrize(
    ("original", "latin"),
    [
        ("щербаков", "shcherbakov"),
        ("щербаков", "schtscherbakow"),
        ("щербаков", "chtcherbakov"),
        ("щербаков", "szczerbakow"),
        ("щербаков", "sjtsjerbakov"),
        ("щербаков", "scserbakov"),
        ("щербаков", "štšerbakov"),
        ("щербаков", "ŝerbakov"),
        ("жуков", "zhukov"),
        ("жуков", "schukow"),
        ("жуков", "joukov"),
        ("жуков", "żukow"),
        ("жуков", "zjoekov"),
        ("жуков", "zsukov"),
        ("хохлов", "khokhlov"),
        ("хохлов", "chochlow"),
        ("хохлов", "jojlov"),
        ("хохлов", "hohlov"),
        ("эльмурзаев", "elmurzayev"),
        ("эльмурзаев", "elmursajew"),
        ("эльмурзаев", "elmourzaïev"),
        ("соловьёв", "solovyov"),
        ("соловьёв", "solovev"),
        ("лапин", "lapine"),
        ("тўраев", "toʻrayev"),
        ("тураев", "toʻrayev"),
        ("жураев", "joʻrayev"),
        ("юлдошев", "yoʻldoshev"),
        ("досжанов", "doszhanov"),
        ("досжанов", "dosschanow"),
        ("муратханов", "muratxanov"),
        ("подъячев", "podieiachev"),
        ("объедков", "obieedkov"),
        ("мороз", "moros"),
        ("сергеевич", "sergejevic"),
        ("сергійович", "sergijovic"),
        ("живковић", "živković"),
    ],
)
def test_a_romanization_shares_a_reading_with_its_original(original: str, latin: str) -> None:
    assert forms(original) & forms("".join(filter(str.isalpha, latin)))


@pytest.mark.parametrize(
    ("original", "latin"),
    [
        ("петров", "perov"),
        ("жуков", "shukhov"),
        ("шуков", "zhukov"),
        ("иванов", "ivanenko"),
        ("кадыров", "kodorov"),
    ],
)
def test_another_name_shares_no_reading(original: str, latin: str) -> None:
    assert not forms(original) & forms(latin)


def test_one_cyrillic_word_has_few_readings_and_an_ambiguous_latin_one_several() -> None:
    assert len(forms("хохлов")) == 1
    assert {"ч", "х", "ш"} <= forms("ch")


def test_a_reading_knows_the_conventions_that_license_it() -> None:
    found = readings("schtscherbakow", "latin")["щербаков"]
    assert "de" in convention_names(found.conventions)
    assert "en" not in convention_names(found.conventions)
    assert found.switches == 0


def test_mixed_conventions_cost_a_switch() -> None:
    assert readings("joukov", "latin")["жуков"].switches == 0
    assert readings("joukow", "latin")["жуков"].switches > 0


def test_readings_come_cheapest_first() -> None:
    costs = [reading.switches for reading in readings("chruschtschow", "latin").values()]
    assert costs == sorted(costs)


@pytest.mark.parametrize("word", ["chchchchchchchchchch", "jzsxqchshszcz" * 10, "ы" * 500])
def test_the_readings_of_a_hostile_word_are_bounded(word: str) -> None:
    assert len(readings(word, script_of(word))) <= MAX_READINGS


def test_folding_brings_equal_sounds_to_one_form() -> None:
    assert fold("аллатс") == "алац"
    assert fold("горбачов") == fold("горбачев")
    assert fold("григориев") == fold("григорев")
    assert fold("отченаш") == fold("оченаш")
    assert fold("вашченко") == fold("ващенко") == fold("васченко")


@pytest.mark.parametrize("word", ["хрущёв", "фёдоров", "алёхин"])
def test_yo_is_read_as_e(word: str) -> None:
    assert forms(word) & forms(word.replace("ё", "е"))


def test_a_word_in_no_known_script_is_read_by_its_rough_sounds_or_not_at_all() -> None:
    assert all(form for form in readings("鄧", "latin"))


@pytest.mark.parametrize(
    ("lithuanian", "name"),
    [
        ("chalilas", "халил"),
        ("avtandilas", "автандил"),
        ("michailas", "михаил"),
        ("petrovas", "петров"),
    ],
)
def test_a_lithuanian_ending_is_no_part_of_a_foreign_name(lithuanian: str, name: str) -> None:
    assert name in readings(lithuanian, "latin")


@pytest.mark.parametrize(
    ("word", "form"), [("schischkarjow", "шишкарев"), ("schtschischtschow", "щищев")]
)
def test_the_reading_of_long_graphemes_is_kept_where_a_word_has_many(word: str, form: str) -> None:
    assert form in readings(word, "latin")
