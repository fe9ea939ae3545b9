"""Invented people for benchmark archives: given name, father and surname in Cyrillic.

The names are common ones in a guessed order of frequency (weight 1/rank^s); surnames are made
of stems and suffixes, so that many are one letter apart: a hard set. Nobody is meant.
"""

from __future__ import annotations

import random
from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate

from resolver.patronyms import patronyms
from resolver.rules import table

SHARES = {"ru": 0.45, "uk": 0.20, "kk": 0.20, "ce": 0.15}
GIVEN_SKEW = {"ru": 0.8, "uk": 0.8, "kk": 0.6, "ce": 0.6}
SURNAME_SKEW = {"ru": 0.55, "uk": 0.5, "kk": 0.4, "ce": 0.4}
SURNAMES = {"ru": 1200, "uk": 700, "kk": 650, "ce": 520}
WOMEN = 0.4
_KAZAKH_ENDINGS = 0.55

_MEN = {
    "ru": "Александр Сергей Владимир Андрей Алексей Дмитрий Николай Иван Михаил Евгений Виктор "
    "Юрий Анатолий Василий Игорь Олег Павел Максим Роман Валерий Константин Антон Артём Вячеслав "
    "Денис Илья Геннадий Вадим Виталий Пётр Борис Руслан Станислав Леонид Григорий Эдуард Кирилл "
    "Никита Степан Валентин Фёдор Георгий Егор Семён Ярослав Тимофей Аркадий Матвей Лев Филипп "
    "Захар Герман Тимур Даниил Глеб Яков Всеволод Ростислав Иннокентий Ефим",
    "uk": "Олександр Сергій Володимир Андрій Олексій Дмитро Микола Іван Михайло Євген Віктор Юрій "
    "Анатолій Василь Ігор Олег Павло Максим Роман Валерій Костянтин Антон Артем Вячеслав Денис "
    "Ілля Геннадій Вадим Віталій Петро Борис Руслан Станіслав Леонід Григорій Едуард Кирило Микита "
    "Степан Валентин Федір Георгій Семен Ярослав Тимофій Тарас Богдан Остап Назар",
    "kk": "Нұрлан Серік Ерлан Асқар Марат Қайрат Болат Талғат Бауыржан Данияр Азамат Айдар Арман "
    "Берік Ғалым Дәулет Ержан Жанат Қанат Мұрат Нұржан Олжас Рүстем Самат Темірлан Тимур Шыңғыс "
    "Әділ Әлібек Бекзат Алмас Бақыт Жомарт Мейрам Мақсат Өмірбек Сәкен Төлеген Ұлан Абай",
    "ce": "Магомед Рамзан Ахмед Асламбек Мовсар Адам Ислам Хамзат Руслан Аслан Саид Хасан Хусейн "
    "Иса Муса Умар Усман Али Ибрагим Абубакар Шамиль Турпал Зелимхан Апти Беслан Сулейман Висхан "
    "Алихан Анзор Арби Бекхан Ваха Джабраил Заур Имран Лом-Али Майрбек Мансур Рустам Якуб",
}
_WOMEN = {
    "ru": "Елена Татьяна Наталья Ольга Ирина Анна Светлана Мария Людмила Екатерина Галина Марина "
    "Юлия Валентина Надежда Любовь Нина Анастасия Виктория Лариса Вера Евгения Тамара Оксана "
    "Александра Дарья Ксения Алла Лидия Инна Зинаида Антонина Полина Кристина Вероника Алина "
    "Раиса Маргарита Диана Яна Жанна Софья Елизавета Варвара Клавдия Зоя Эльвира Лилия Алёна Римма",
    "uk": "Олена Тетяна Наталія Ольга Ірина Ганна Світлана Марія Людмила Катерина Галина Марина "
    "Юлія Валентина Надія Любов Ніна Анастасія Вікторія Лариса Віра Євгенія Тамара Оксана "
    "Олександра Дарія Ксенія Алла Лідія Інна Зінаїда Антоніна Поліна Христина Вероніка Аліна Яна "
    "Софія Єлизавета Леся",
    "kk": "Айгүл Гүлнара Динара Әсел Жанар Алия Сәуле Бақыт Гүлмира Айнұр Мәдина Назгүл Жанна "
    "Ботагөз Ләззат Қарлығаш Майра Раушан Шолпан Ұлжан Айжан Алтынай Бибігүл Камила Меруерт Нұргүл "
    "Сабина Толқын Зәуре Әйгерім",
    "ce": "Зарема Хеда Мадина Луиза Марха Малика Аминат Фатима Айшат Залина Хава Зулихан Роза "
    "Тоита Петимат Лариса Макка Зара Асет Элина Амина Седа Иман Раяна Лайла",
}
_SUFFIXES = {
    "ru": ("ов", "ев", "ин", "ский", "ников", "ов", "енков"),
    "uk": ("енко", "чук", "юк", "ський", "ик", "енко"),
    "kk": ("ов", "ев", "баев", "беков", "ов"),
    "ce": ("ов", "ев", "ханов", "аев", "иев", "ов"),
}
_RUSSIFIED = str.maketrans("әғқңөұүһі", "агкноуухи")


@dataclass(frozen=True, slots=True)
class Person:
    """Who a mention is of; `key` numbers people from 0."""

    key: int
    language: str
    woman: bool
    given: str
    patronymic: str
    surname: str
    birth_year: int


class _Weighted:
    """Draws by weight 1/rank^skew."""

    def __init__(self, items: list[str], skew: float) -> None:
        self._items = items
        self._sums = list(accumulate(1 / rank**skew for rank in range(1, len(items) + 1)))

    def draw(self, chance: random.Random) -> str:
        return self._items[bisect(self._sums, chance.random() * self._sums[-1])]


def _stems() -> dict[str, list[str]]:
    """Stems of surnames: what the table's surnames have before their suffix, and given names."""
    rows = [(row["language"], row["form"]) for row in table("surnames")]
    found: dict[str, list[str]] = {}
    for language in SHARES:
        stems = {form for of, form in rows if of == language or (language, of) == ("ce", "ru")}
        bare = {
            form[: -len(end)]
            for form in stems
            for end in ("ов", "ев", "ин", "ский", "енко", "чук", "юк", "ський", "баев", "беков")
            if form.endswith(end) and len(form) - len(end) > 2
        }
        names = {name.rstrip("аяьйіи") for name in _MEN[language].split() if "-" not in name}
        found[language] = sorted(name for name in bare | names if len(name) > 2)
    found["ce"] = sorted({name.rstrip("аиь") for name in _MEN["ce"].split() if "-" not in name}
                         | {name.translate(_RUSSIFIED) for name in found["kk"]})  # fmt: skip
    return found


def surname_stock(growth: float = 1.0) -> dict[str, list[str]]:
    """Surnames of men by language, most frequent first; `growth` multiplies their number."""
    chance = random.Random(5)
    stock: dict[str, list[str]] = {}
    listed: dict[str, list[str]] = {}
    for row in table("surnames"):
        listed.setdefault(row["language"], []).append(row["form"])
    for language, stems in _stems().items():
        size = int(SURNAMES[language] * growth)
        every = dict.fromkeys(
            form for form in listed.get(language, ()) if form[-1:] not in "аяы" and len(form) > 3
        )
        made = [stem + end for stem in stems for end in dict.fromkeys(_SUFFIXES[language])]
        heads = "абвгдзклмнпрст"
        while len(made) + len(every) < size * 1.2:
            # Stems of our own making, one letter from others: the archive must be large enough.
            stem = chance.choice(stems).lower()
            at = chance.randrange(len(stem))
            other = stem[:at] + chance.choice(heads if stem[at] not in "аеиоу" else "аеиоу")
            made.append((other + stem[at + 1 :]).capitalize() + chance.choice(_SUFFIXES[language]))
        chance.shuffle(made)
        every.update(dict.fromkeys(made))
        stock[language] = list(every)[:size]
    return stock


def _feminine(surname: str) -> str:
    if surname.endswith(("ов", "ев", "ёв", "ин", "ін", "їн")):
        return surname + "а"
    for man, woman in (("ский", "ская"), ("цкий", "цкая"), ("ський", "ська"), ("цький", "цька")):
        if surname.endswith(man):
            return surname[: -len(man)] + woman
    return surname


def _patronymic(father: str, language: str, woman: bool, chance: random.Random) -> str:
    if language == "kk" and chance.random() < _KAZAKH_ENDINGS:
        return father + ("қызы" if woman else "ұлы")
    plain = father if language in ("ru", "uk") else father.translate(_RUSSIFIED)
    known = patronyms(plain, "uk" if language == "uk" else "ru")
    if not known:
        return plain + ("овна" if woman else "ович")
    son, daughter = known[0]
    return (daughter if woman else son).capitalize()


class Supply:
    """An endless supply of people of whom no two share all three names."""

    def __init__(self, chance: random.Random, growth: float = 1.0) -> None:
        self._chance = chance
        stock = surname_stock(growth)
        self._surnames = {of: _Weighted(stock[of], SURNAME_SKEW[of]) for of in SHARES}
        self._men = {of: _Weighted(_MEN[of].split(), GIVEN_SKEW[of]) for of in SHARES}
        self._women = {of: _Weighted(_WOMEN[of].split(), GIVEN_SKEW[of]) for of in SHARES}
        self._seen: set[tuple[str, str, str]] = set()

    def __iter__(self) -> Supply:
        return self

    def __next__(self) -> Person:
        chance = self._chance
        while True:
            language = chance.choices(list(SHARES), list(SHARES.values()))[0]
            woman = chance.random() < WOMEN
            given = (self._women if woman else self._men)[language].draw(chance)
            father = self._men[language].draw(chance)
            patronymic = _patronymic(father, language, woman, chance)
            surname = self._surnames[language].draw(chance)
            surname = _feminine(surname) if woman else surname
            names = (given, patronymic, surname)
            if names not in self._seen:
                self._seen.add(names)
                year = chance.randrange(1930, 2005)
                return Person(len(self._seen) - 1, language, woman, *names, year)
