"""From a string to the parts of a name."""

from __future__ import annotations

import pytest

from resolver.compare import Verdict, judge
from resolver.errors import BadName
from resolver.keys import keys_of
from resolver.mention import Kind
from resolver.names import MAX_WORDS, Name, Part, analyze


def part(name: Name, wanted: Part) -> str:
    return " ".join(
        tok.text for tok, found in zip(name.tokens, name.parts, strict=True) if found is wanted
    )


def parts(raw: str) -> tuple[str, str, str]:
    name = analyze(raw)
    return part(name, Part.GIVEN), part(name, Part.PATRONYMIC), part(name, Part.SURNAME)


@pytest.mark.parametrize(
    "raw",
    [
        "Сергей Викторович Щербаков",
        "Щербаков Сергей Викторович",
        "Щербаков, Сергей Викторович",
        "ЩЕРБАКОВ Сергей Викторович",
        "СергейВикторович Щербаков",
        "генерал Сергей Викторович Щербаков",
    ],
)
def test_the_parts_are_found_in_any_order(raw: str) -> None:
    given, patronymic, surname = parts(raw)
    assert (given, patronymic, surname.capitalize()) == ("Сергей", "Викторович", "Щербаков")


@pytest.mark.parametrize(
    ("raw", "given", "surname"),
    [
        ("Sergei Shcherbakov", "Sergei", "Shcherbakov"),
        ("Shcherbakov Sergei", "Sergei", "Shcherbakov"),
        ("SHCHERBAKOV Sergei", "Sergei", "SHCHERBAKOV"),
        ("Sergei SHEVCHUK", "Sergei", "SHEVCHUK"),
        ("Shevchuk, Oleksandr", "Oleksandr", "Shevchuk"),
        ("Shevchuk Oleksandr", "Oleksandr", "Shevchuk"),
        ("Petr Ivanov", "Petr", "Ivanov"),
        ("Ivan Petrov", "Ivan", "Petrov"),
        ("Щербаков Сергей", "Сергей", "Щербаков"),
        ("Marko Jovanović", "Marko", "Jovanović"),
        ("Никола Петровић", "Никола", "Петровић"),
        ("Branko Ruzic", "Branko", "Ruzic"),
    ],
)
def test_given_name_and_surname_are_told_apart(raw: str, given: str, surname: str) -> None:
    assert parts(raw) == (given, "", surname)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("С. В. Щербаков", ("С", "В", "Щербаков")),
        ("С.В.Щербаков", ("С", "В", "Щербаков")),
        ("Щербаков С.В.", ("С", "В", "Щербаков")),
        ("Shcherbakov, S. V.", ("S", "V", "Shcherbakov")),
        ("Yu. A. Zhukova", ("Yu", "A", "Zhukova")),
        ("Ш. Умаров", ("Ш", "", "Умаров")),
    ],
)
def test_initials_are_given_name_and_patronymic(raw: str, expected: tuple[str, str, str]) -> None:
    assert parts(raw) == expected
    name = analyze(raw)
    assert all(
        bool(tok.heads) == (found is not Part.SURNAME)
        for tok, found in zip(name.tokens, name.parts, strict=True)
    )


@pytest.mark.parametrize(
    ("raw", "patronymic"),
    [
        ("Абай Серік ұлы Ахметов", "Серікұлы"),
        ("Abai Serik uly Akhmetov", "Serikuly"),
        ("Рашад Али оглы Мамедов", "Алиоглы"),
    ],
)
def test_a_patronymic_written_apart_is_one_word(raw: str, patronymic: str) -> None:
    assert parts(raw)[1].replace(" ", "") == patronymic


def test_a_surname_in_ovich_after_a_patronymic_is_the_surname() -> None:
    assert parts("Ivan Petrovich Stefanovich") == ("Ivan", "Petrovich", "Stefanovich")
    assert parts("Sergei POPOVICH")[2] == "POPOVICH"


def test_titles_and_brackets_belong_to_no_part() -> None:
    assert parts("Dr. Sergei Shcherbakov") == ("Sergei", "", "Shcherbakov")
    assert parts("Мария Орлова (Белова)") == ("Мария", "", "Орлова")


@pytest.mark.parametrize(
    ("raw", "given", "surname"),
    [
        ("Мария Орлова, урождённая Белова", "Мария", "Орлова"),
        ("Мария Орлова в девичестве Белова", "Мария", "Орлова"),
        ("Иванов Сергей, он же Шамиль", "Сергей", "Иванов"),
        ("Sergei Ivanov also known as Shamil", "Sergei", "Ivanov"),
        ("Sergei Ivanov a/k/a Shamil", "Sergei", "Ivanov"),
        ("SERGEI IVANOV AKA SHAMIL", "SERGEI", "IVANOV"),
        ("он же Сергей Иванов", "Сергей", "Иванов"),
        ("Mary Nee", "Mary", "Nee"),
    ],
)
def test_what_follows_an_alias_marker_is_another_name(raw: str, given: str, surname: str) -> None:
    assert parts(raw) == (given, "", surname)


def test_initials_that_spell_an_alias_marker_stay_initials() -> None:
    assert parts("A. K. A. Petrov")[2] == "Petrov"
    assert len(analyze("A. K. A. Petrov").tokens) == 4


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("José Ortega y Gasset", ("José", "", "Ortega-Gasset")),
        ("Ortega y Gasset, José", ("José", "", "Ortega-Gasset")),
        ("Хосе Ортега и Гассет", ("Хосе", "", "Ортега-Гассет")),
        ("Иван И Петров", ("Иван", "И", "Петров")),
        ("Иван И. Петров", ("Иван", "И", "Петров")),
        ("иван и петров", ("иван", "и", "петров")),
    ],
)
def test_a_small_y_or_и_between_surnames_joins_them(
    raw: str, expected: tuple[str, str, str]
) -> None:
    assert parts(raw) == expected


@pytest.mark.parametrize("mark", '"”“„')
def test_a_quotation_mark_inside_a_word_is_an_apostrophe(mark: str) -> None:
    assert parts(f"Ivan Pod{mark}yachev") == ("Ivan", "", "Pod’yachev")


def test_quotation_marks_round_a_nickname_are_not() -> None:
    assert [tok.text for tok in analyze('Ivan "Vanya" Petrov').tokens][1] == "Vanya"
    assert len(analyze('Ivan"Vanya"Petrov').tokens) == 3


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Rimski-Korsakow", "Rimsky Korsakov"),
        ("Римский Корсаков", "Rimskij-Korsakow"),
        ("Анна-Мария", "Anna Maria"),
    ],
)
def test_a_lone_double_name_is_that_of_its_two_words(a: str, b: str) -> None:
    one, two = analyze(a), analyze(b)
    assert judge(one, two).verdict is judge(two, one).verdict is Verdict.MATCH
    assert set(keys_of(one)) & set(keys_of(two))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Gumilyov-Akhmatova", "Anna Akhmatova"),
        ("Ivanov-Petrov", "Ivan Petrov"),
        ("Ivanov-Petrov", "I. Petrov"),
    ],
)
def test_a_lone_double_name_is_not_that_of_half_of_it(a: str, b: str) -> None:
    assert judge(analyze(a), analyze(b)).verdict is not Verdict.MATCH


def test_a_particle_stays_with_its_surname() -> None:
    assert parts("Anna von Berg") == ("Anna", "", "vonBerg")


@pytest.mark.parametrize(
    ("raw", "generation"),
    [("Ivan Petrov Jr.", "jr"), ("Ivan Petrov, Sr", "sr"), ("Ivan Petrov", "")],
)
def test_the_generation_is_kept_aside(raw: str, generation: str) -> None:
    name = analyze(raw)
    assert name.generation.strip(".") == generation
    assert part(name, Part.SURNAME) == "Petrov"


@pytest.mark.parametrize(
    ("raw", "gender"),
    [
        ("Сергей Щербаков", "m"),
        ("Юлия Жукова", "f"),
        ("Саша Викторовна Шевчук", "f"),
        ("Саша Викторович Шевчук", "m"),
        ("Щербаков", "u"),
    ],
)
def test_the_gender_is_what_patronymic_or_given_name_tell(raw: str, gender: str) -> None:
    assert analyze(raw).gender == gender


def test_a_lone_word_is_a_surname() -> None:
    assert parts("Щербаков") == ("", "", "Щербаков")


def test_a_name_made_of_titles_alone_keeps_its_words() -> None:
    assert analyze("Prince").tokens


def test_an_order_that_is_a_guess_is_said_to_be_one() -> None:
    assert not analyze("Kim Sergei").sure or not analyze("Sergei Kim").sure
    assert analyze("Щербаков, Сергей").sure


def test_places_and_organisations_have_no_personal_parts() -> None:
    for kind in (Kind.PLACE, Kind.ORGANIZATION):
        name = analyze("Ivan Petrovich Square", kind)
        assert set(name.parts) == {Part.SURNAME}
        assert name.gender == "u"


def test_a_name_of_too_many_words_is_refused() -> None:
    with pytest.raises(BadName) as refused:
        analyze("ab " * (MAX_WORDS + 1))
    assert refused.value.reason == "tokens"


def test_what_was_removed_is_reported() -> None:
    assert analyze("Олег\u200b Бойко").removed == ("U+200B",)


@pytest.mark.parametrize("raw", ["Ben Carter", "Al Carter", "Ден Картер", "Carter, Ben", "Ван Мин"])
def test_a_capital_makes_a_first_particle_a_given_name(raw: str) -> None:
    assert len(analyze(raw).tokens) == 2


@pytest.mark.parametrize("raw", ["ben Carter", "David Ben Carter", "Von Carter", "Van Carter"])
def test_elsewhere_it_is_a_particle(raw: str) -> None:
    assert analyze(raw).tokens[-1].bare == "Carter"


def test_a_particle_before_the_comma_belongs_to_the_surname() -> None:
    assert parts("Berg, Richard von") == parts("Richard von Berg")
    assert parts("Берг, Рихард фон дер") == parts("Рихард фон дер Берг")


@pytest.mark.parametrize("peerage", ["Baron Carter", "Viscount Hale", "барон Хейл"])
def test_a_peerage_after_a_comma_is_no_part_of_the_name(peerage: str) -> None:
    assert parts(f"John Carter, {peerage}") == parts("John Carter")


def test_a_peerage_without_a_comma_may_be_a_name() -> None:
    assert "Earl" in part(analyze("Earl Carter"), Part.GIVEN)
    assert len(analyze("Sacha Baron Carter").tokens) == 3


@pytest.mark.parametrize(
    ("name", "given", "father", "surname"),
    [
        ("Petar Iliev Marinov", "Petar", "Iliev", "Marinov"),
        ("Маринов Петър Илиев", "Петър", "Илиев", "Маринов"),
    ],
)
def test_bulgarians_write_the_fathers_name_after_the_given_name(
    name: str, given: str, father: str, surname: str
) -> None:
    assert parts(name) == (given, father, surname)


def test_a_woman_has_no_fathers_name_of_a_man() -> None:
    assert parts("Татьяна Демидович") == ("Татьяна", "", "Демидович")


@pytest.mark.parametrize(("a", "b"), [("(мл.)", "Jr"), ("(старший)", "ст."), ("junior", "младший")])
def test_a_generation_is_one_in_every_language_and_in_brackets(a: str, b: str) -> None:
    assert analyze(f"Иван Петров {a}").generation == analyze(f"Ivan Petrov {b}").generation != ""


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("Aleksandra Velikanova Sergeevna", "Velikanova"),
        ("Салим Гапуров Ибрагимович", "Гапуров"),
        ("Velikanova Aleksandra Sergeevna", "Velikanova"),
        ("Roman Viktor Sergeevich", "Roman"),
        ("Я. К. Юхневич", "Юхневич"),
    ],
)
def test_a_surname_may_stand_between_given_name_and_patronymic(name: str, surname: str) -> None:
    assert analyze(name).slots[Part.SURNAME].text == surname


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Глеб Ростовцев-отец", "Gleb Rostovtsev Sr"),
        ("Ростовцев-сын Глеб", "Gleb Rostovtsev fils"),
        ("Ростовцев 2-й Глеб", "Gleb Rostovtsev II"),
        ("Ростовцев-отец Глеб", "Gleb Rostovcev st."),
    ],
)
def test_father_and_son_and_numbers_of_officers_are_generations(a: str, b: str) -> None:
    assert analyze(a).generation == analyze(b).generation != ""
    assert part(analyze(a), Part.SURNAME) == "Ростовцев"


def test_a_saint_is_no_elder_and_a_name_without_a_dot_no_generation() -> None:
    assert analyze("Peter St John").generation == ""
    assert analyze("Hun Sen").generation == ""
    assert analyze("Hun sen.").generation == "sr"


def test_a_word_for_a_son_is_a_generation_only_where_it_is_joined() -> None:
    assert analyze("Ли Сын Ман").generation == ""


@pytest.mark.parametrize("raw", ["Nedoshivin Konstantin K.", "Konstantin Nedoshivin K."])
def test_an_initial_at_the_end_is_of_a_father_beside_a_known_given_name(raw: str) -> None:
    assert parts(raw) == ("Konstantin", "K", "Nedoshivin")


def test_two_surnames_before_an_initial_are_both_surnames() -> None:
    assert analyze("Римский Корсаков Н.").parts == (Part.SURNAME, Part.SURNAME, Part.GIVEN)
