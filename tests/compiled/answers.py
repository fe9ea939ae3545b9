"""A program: what the core makes of some hundred names and pairs, one fact a line, in full."""

from __future__ import annotations

import copy
import csv
import dataclasses
import pickle
import random
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import resolver.relation
from resolver.batch.profiles import profile
from resolver.compare import compare, judge
from resolver.errors import BadName
from resolver.keys import keys_of
from resolver.mention import Kind
from resolver.names import analyze
from resolver.romanize import romanize
from resolver.standards import standards

CASES = Path(__file__).parents[2] / "data" / "cases"


def pool(words: str) -> list[str]:
    return words.split()


GIVEN = pool("Сергей Юлия Пётр Ксения Игорь Артём Хамзат Фёдор Яна Наталья Микола Дзмітрый")
FATHERS = pool("Викторович Андреевна Ильич Юрьевна Олександрович Серікұлы")
SURNAMES = pool("Щербаков Жукова Хохлов Хрущёв Воробьёв Джабраилов Цой Шевчук Казлоў Живковић")
HOSTILE = (
    *("", "Ро\u0301ман", "A" * 600, "a\u200bb", "\ud800", "1", "x\0"),
    *("Дж. О'Нил", "КИМ Чен Ын", "Dr. van der Berg"),
)
GENERATIONS = tuple(
    f"{name} {generation}"
    for name in ("Vakhaev D.", "Adam Vakhaev", "Дудаев А. И.")
    for generation in ("III", "Iv.", "Ii", "jun.", "мл.")
)


def generated(count: int) -> Iterator[str]:
    """Names written as clerks and typists write them; the same each time."""
    chance = random.Random(7)
    known = sorted(standards(), key=lambda standard: standard.id)
    for _ in range(count):
        words = [chance.choice(GIVEN), chance.choice(FATHERS), chance.choice(SURNAMES)]
        if chance.random() < 0.4:
            words[1:2] = []
        if chance.random() < 0.2:
            words[0] = f"{words[0][0]}."
        name = " ".join(words)
        if chance.random() < 0.7:
            name = romanize(name, chance.choice(known))
        if chance.random() < 0.3:
            at = chance.randrange(len(name))
            name = name[:at] + name[at + 1 :]
        yield name.upper() if chance.random() < 0.1 else name


def plain(value: object) -> object:
    """Of an answer all that it holds, in an order and a form that are the same everywhere."""
    if isinstance(value, float):
        return value.hex()
    if isinstance(value, str | int | None):
        return str(value)
    if isinstance(value, frozenset | set):
        return sorted(map(repr, map(plain, value)))
    if isinstance(value, Mapping):
        return [(plain(key), plain(item)) for key, item in value.items()]
    if isinstance(value, tuple | list):
        return list(map(plain, value))
    fields = dataclasses.fields(value)  # type: ignore[arg-type]
    return [type(value).__name__, *((f.name, plain(getattr(value, f.name))) for f in fields)]


def facts(names: list[str], pairs: list[tuple[str, str]]) -> Iterator[object]:
    for i, name in enumerate(names):
        for kind in Kind if i % 5 == 0 else (Kind.PERSON,):
            try:
                analysed = analyze(name, kind)
            except BadName as error:
                yield [error.reason, str(error)]
                continue
            yield [plain(analysed), keys_of(analysed), plain(profile(name, kind))]
            copies = [copy.deepcopy(analysed), pickle.loads(pickle.dumps(analysed)),
                      dataclasses.replace(analysed)]  # fmt: skip
            yield [plain(each) == plain(analysed) for each in copies]
    for a, b in pairs:
        left, right = analyze(a), analyze(b)
        found = compare(left, right)
        yield [plain(judge(left, right)), plain(found), plain(found.evidence), found.summary()]


def main() -> None:
    cases = [
        (row["name_a"], row["name_b"])
        for name in ("lookalikes.csv", "variants.csv")
        for row in csv.DictReader((CASES / name).open(encoding="utf-8"))
    ]
    names = list(generated(300))
    near = list(zip(sorted(names), sorted(names)[1:], strict=False))
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    print(Path(str(resolver.relation.__file__)).suffix)
    for fact in facts(
        [*HOSTILE, *GENERATIONS, *names], [*near, *random.Random(7).sample(cases, 200)]
    ):
        print(fact)


if __name__ == "__main__":
    main()
