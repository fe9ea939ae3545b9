"""What is a name in a text, and what is none."""

from __future__ import annotations

import pytest

from resolver.extract.article import Article, NameFound
from resolver.extract.recognize import extract, language_of
from resolver.mention import Kind

PERSON, PLACE, BODY = Kind.PERSON, Kind.PLACE, Kind.ORGANIZATION


def names(text: str) -> tuple[NameFound, ...]:
    return extract(Article(text)).names


def found(text: str, kind: Kind) -> list[str]:
    return [name.name for name in names(text) if name.kind is kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lawyer Timur Ospanov left.", ["Timur Ospanov"]),
        ("Адвокат встретился с Тимуром Оспановым.", ["Тимур Оспанов"]),
        ("Письмо Н. П. Лаптева опубликовано.", ["Н. П. Лаптев"]),
        ("Его зовут Лаптев Николай Петрович.", ["Лаптев Николай Петрович"]),
        ("О Николае Петровиче Лаптеве писали мало.", ["Николай Петрович Лаптев"]),
        ("Мэр Кракова Марек Лесняк уехал.", ["Марек Лесняк"]),
        ("Вона подякувала Оксані Гриценко.", ["Оксана Гриценко"]),
        ("Слово надали Остапові Гриценку.", ["Остап Гриценко"]),
        ("Reporter Omar al-Haddad met Ursula von Stein.", ["Omar al-Haddad", "Ursula von Stein"]),
        ("Senator Anna O'Brien-Lee spoke.", ["Anna O'Brien-Lee"]),
        ("Ivanov and Petrova were married.", ["Ivanov", "Petrova"]),
        ("Their daughter Sofia lives here.", ["Sofia"]),
        ("Спектакль идёт в театре имени Вахтангова.", []),
        ("He works on Monday in May and reads the Constitution.", []),
        ("Подписывайтесь на нас в Инстаграме и Телеграме.", []),
    ],
)
def test_people_come_out_in_their_dictionary_form(text: str, expected: list[str]) -> None:
    assert found(text, PERSON) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Он родился в Чечне.", ["Чечня"]),
        ("Поїзд прибув до Києва зі Львова.", ["Київ", "Львів"]),
        ("He flew to Kazakhstaan.", ["Kazakhstan"]),
        ("Пожар тушили в Харьковской области.", ["Харьковская область"]),
        ("They live in the village of Berezivka.", ["Berezivka"]),
        ("В селе Берёзовка тихо.", ["Берёзовка"]),
        ("Шторм на Чёрном море стих.", ["Чёрное море"]),
        ("Russian officials and Polish farmers agreed.", []),
        ("The U.S. and the U.K. agreed.", ["U.S.", "U.K."]),
        ("Жители Энергодара ждут воды.", ["Энергодар"]),
    ],
)
def test_places_come_out_under_their_own_name(text: str, expected: list[str]) -> None:
    assert found(text, PLACE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Ministry of Education and Science of Ukraine replied.",
         ["Ministry of Education and Science of Ukraine"]),
        ("Kazakhstan's Prosecutor General's Office replied.",
         ["Kazakhstan's Prosecutor General's Office"]),
        ("The Azat Telegram channel and the human rights group Zarnitsa wrote.",
         ["Azat", "Zarnitsa"]),
        ("Gazline CJSC and ORDA.kz agreed.", ["Gazline CJSC", "ORDA.kz"]),
        ("Он работает в Министерстве обороны.", ["Министерство обороны"]),
        ("Это решил Верховный суд России.", ["Верховный суд России"]),
        ("Она учится в Тбилисском государственном университете.",
         ["Тбилисский государственный университет"]),
        ("Газета «Маршо» и ООО «Ромашка» закрылись.", ["Маршо", "ООО «Ромашка»"]),
        ("Законопроект поддержали в «Единой России».", ["Единая Россия"]),
        ("Голова Верховної Ради мовчить.", ["Верховна Рада"]),
        ("Статистику ВВП и СМИ обсудили.", []),
        ("Суд в Москве отложил дело.", []),
    ],
)  # fmt: skip
def test_organisations_come_out_whole(text: str, expected: list[str]) -> None:
    assert found(text, BODY) == expected


def test_a_church_in_the_name_of_a_town_is_no_church() -> None:
    assert found("Він живе у Білій Церкві.", BODY) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Главу Чечни Рамзана Кадырова ждали.", "глава Чечни"),
        ("Lawyer Murat Adam left.", "lawyer"),
        ("Iryna Danylenko, a teacher from Kherson, left.", "teacher"),
        ("Игорь Лаптев, 61, ушёл.", "61"),
        ("З адвокаткою Оленою Гриценко говорили.", "адвокатка"),
    ],
)
def test_roles_beside_a_name_are_its_attributes(text: str, role: str) -> None:
    person = next(name for name in names(text) if name.kind is PERSON)
    assert role in person.roles


def test_courtesy_is_no_attribute() -> None:
    assert names("Yesterday Mr Ospanov left.")[0].roles == ()


@pytest.mark.parametrize(
    ("text", "full", "lone"),
    [
        ("Timur Ospanov left. Ospanov returned.", "Timur Ospanov", "Ospanov"),
        ("Тимура Оспанова ждали. Оспанову звонили.", "Тимур Оспанов", "Оспанов"),
        ("Уехал Андрей Русу. Русу поблагодарил врачей.", "Андрей Русу", "Русу"),
        ("Петро Савчук приїхав. Премію вручили Савчукові.", "Петро Савчук", "Савчук"),
    ],
)
def test_a_surname_alone_belongs_to_the_full_name_before_it(
    text: str, full: str, lone: str
) -> None:
    first, second = (name for name in names(text) if name.kind is PERSON)
    assert (first.name, second.name, second.full_name) == (full, lone, full)
    assert first.group == second.group


def test_what_one_sentence_leaves_open_another_settles() -> None:
    """Сайдулаева alone may be a woman; the text says it is not."""
    text = "За Сайдулаева вступились. Сайдулаев благодарит."
    assert [name.name for name in names(text)] == ["Сайдулаев", "Сайдулаев"]


def test_relatives_of_one_surname_are_kept_apart_by_gender() -> None:
    text = "Приехали Ахмед Сайдулаев и Зарема Сайдулаева. Сайдулаевой дали слово."
    lone = names(text)[-1]
    assert lone.full_name == "Зарема Сайдулаева"


def test_a_noun_that_begins_a_sentence_is_no_given_name() -> None:
    text = "Нурлан Темиров молчал. Дебаты Темирова отложили."
    assert found(text, PERSON) == ["Нурлан Темиров", "Темиров"]


def test_two_people_of_one_surname_are_two_groups() -> None:
    groups = {name.group for name in names("Islam Dudaev and Khamzat Dudaev came.")}
    assert len(groups) == 2


def test_a_body_named_once_is_known_when_its_name_comes_alone() -> None:
    text = "The movement Adat protested. Police searched for Adat members."
    assert found(text, BODY) == ["Adat", "Adat"]


def test_a_word_glued_to_the_name_is_taken_off() -> None:
    name = names("loadingKazakhstan won.")[0]
    assert (name.text, name.start) == ("Kazakhstan", 7)


def test_a_text_in_capitals_does_not_make_every_word_a_name() -> None:
    assert found("WHAT ARE YOU LOOKING FOR IN THIS SHOP?", BODY) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [("The mayor of Kyiv", "en"), ("Мэр этого города", "ru"), ("Мер її міста", "uk"), ("", "ru")],
)
def test_the_language_is_told_from_the_letters(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_given_language_is_not_guessed_again() -> None:
    assert extract(Article("Ivan Petrov", language="uk")).language == "uk"
