"""Run every example of every rule table, the user's included.

A table of rules is true when its own examples come out of the code that uses it: a spelling
shares a reading with its original, a patronymic leads to its father, a name word is dropped,
a place is found. Rows that fail are named by file and line. No I/O: the caller brings the
source texts in which weights are looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from resolver import lexicon, relation
from resolver import rules_check_articles as articles
from resolver.distance import distance
from resolver.errors import BadName
from resolver.gazetteer import find_place, territory_of_word
from resolver.generations import generation_of
from resolver.mention import Kind
from resolver.names import Name, Part, analyze
from resolver.organization_facts import facts_of
from resolver.other_names import MAIDEN
from resolver.relation import Code
from resolver.romanize import check_examples
from resolver.rules import Row, located, standard_files, table_names
from resolver.rules_check_readings import example_problem, hearing_problem
from resolver.rules_check_weights import References, references
from resolver.rules_schema import FREE, Schema, schema_of
from resolver.script import repair, script_of
from resolver.standards import line_of, standards
from resolver.tokens import token
from resolver.weights import weights

STANDARDS = "standards"
_ROUNDING = 1e-9
_ONE_NAME = {Code.SAME, Code.COUNTERPART, Code.VARIANT, Code.WESTERN, Code.DIMINUTIVE}

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that does not hold; `where` is a file and a line."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A table, how many rules it has, and those that fail."""

    table: str
    rows: int
    failures: tuple[Failure, ...]


def check(sources: Iterable[str]) -> Iterator[Checked]:
    """Check every table in turn. `sources` are the texts of the package's modules.

    Raises DamagedData where a table cannot be read at all.
    """
    code = references(sources)
    for name in table_names():
        rows = located(name)
        schema = schema_of(name, list(rows[0].cells))
        failures = [*_said_twice(rows, schema), *_failing(name, schema, rows)]
        if name == "weights":
            failures += _weight_failures(rows, code)
        yield Checked(name, len(rows), tuple(failures))
    yield _check_standards()


def _failing(name: str, schema: Schema, rows: Sequence[Row]) -> Iterator[Failure]:
    holds = _CHECKS.get(name, _no_example)
    for row in rows:
        problem = schema.problem(row.cells) or holds(row.cells)
        if problem:
            yield Failure(row.where, problem)


def _said_twice(rows: Sequence[Row], schema: Schema) -> Iterator[Failure]:
    first: dict[tuple[str, ...], Row] = {}
    for row in rows:
        facts = tuple(text for column, text in row.cells.items() if column not in FREE)
        key = schema.key_of(row.cells) if schema.symmetric else facts
        known = first.setdefault(key, row)
        if known is not row:
            yield Failure(row.where, f"says again what line {known.line} has said")


def _check_standards() -> Checked:
    failures = []
    for line in check_examples():
        key, _, message = line.partition(": ")
        failures.append(Failure(_place_of_standard(key), message))
    return Checked(STANDARDS, len(standards()), tuple(failures))


def _place_of_standard(key: str) -> str:
    """File and line; the user's file, which comes last, where both have the standard."""
    texts = ((path.read_text(encoding="utf-8-sig"), shown) for path, shown in standard_files())
    places = [f"{shown}, line {at}" for text, shown in texts if (at := line_of(text, key))]
    return places[-1]


def _weight_failures(rows: Sequence[Row], code: References) -> Iterator[Failure]:
    table = weights()
    for row in rows:
        if not code.uses(row.cells["name"]):
            yield Failure(row.where, f"no code asks for the weight '{row.cells['name']}'")
    for name in sorted(code.wanted - table.keys()):
        yield Failure(rows[-1].where, f"the weight '{name}', which code asks for, is missing")
    if not 0.0 < table["threshold.review"] <= table["threshold.match"] < 1.0:
        yield Failure(rows[-1].where, "0 < threshold.review <= threshold.match < 1 must hold")


def _no_example(_row: Cells) -> str | None:
    return None


def _reading_latin(row: Cells) -> str | None:
    return example_problem(row, "latin")


def _reading_cyrillic(row: Cells) -> str | None:
    return example_problem(row, "cyrillic")


def _sound_distance(row: Cells) -> str | None:
    a, _, b = row["example"].partition("/")
    if not a or not b:
        return "has no example; write two words such as Козлов/Казлов"
    found = min(
        (distance(x, y) for x in token(a).forms for y in token(b).forms),
        default=0.0,
    )
    if 0.0 < found <= float(row["cost"]) + _ROUNDING:
        return None
    return f"{a} and {b} are {found:g} apart, not {row['cost']}"


@cache
def _heads() -> Mapping[str, str]:
    """The name of each group that the others are compared with."""
    heads: dict[str, str] = {}
    for row in sorted(located("given_names"), key=lambda row: row.cells["relation"] != "same"):
        heads.setdefault(row.cells["group"], row.cells["form"])
    return heads


def _given_name(row: Cells) -> str | None:
    head, form = _heads()[row["group"]], row["form"]
    if relation.given_names(token(head), token(form)).code in _ONE_NAME:
        return None
    return f"{form} and {head} are one name here, and nothing recognises it"


def _person(text: str) -> Name | None:
    try:
        return analyze(text, Kind.PERSON)
    except BadName:
        return None


def _leads_to(stems: frozenset[str], fathers: frozenset[str], father: str) -> bool:
    """Whether a patronymic's stem is the father's name, known or not."""
    name = token(father)
    if fathers & name.groups.keys():
        return True
    return not name.groups and any(form.startswith(tuple(stems)) for form in name.forms)


def _patronymic(row: Cells) -> str | None:
    example, father = row["example"], row["father"]
    if not example.endswith(row["ending"]):
        return f"its example {example} does not end in {row['ending']}"
    before = "Алиев Борис" if script_of(example) == "cyrillic" else "Aliyev Boris"
    name = _person(f"{before} {example}")
    found = (
        [
            tok.patronymic
            for tok, part in zip(name.tokens, name.parts, strict=True)
            if part is Part.PATRONYMIC
        ]
        if name
        else []
    )
    if len(found) != 1 or found[0] is None:
        return f"{before} {example} shows no patronymic"
    if found[0].gender != row["gender"]:
        return f"{example} is read as gender {found[0].gender}"
    if not _leads_to(found[0].stems, found[0].fathers, father):
        return f"{example} does not lead to {father}"
    return None


def _irregular_patronymic(row: Cells) -> str | None:
    found = token(row["example"]).patronymic
    if found is None:
        return f"{row['example']} is not read as a patronymic"
    if not _leads_to(found.stems, found.fathers, row["father"]):
        return f"{row['example']} does not lead to {row['father']}"
    return None


def _surname_gender(row: Cells) -> str | None:
    man, woman = row["example_m"], row["example_f"]
    if relation.surnames(token(man), token(woman)).code in {Code.SAME, Code.GENDERED}:
        return None
    return f"{man} and {woman} are not recognised as one surname"


def _generation(row: Cells) -> str | None:
    word, generation = row["word"], row["generation"]
    name = _with_generation(word)
    return None if name and name.generation == generation else f"{word} is not read as {generation}"


def _with_generation(word: str) -> Name | None:
    joined = lexicon.name_words().get(word) == "generation-joined"
    return _person(f"Иван Петров{'-' if joined else ' '}{word}.")


def _name_word(row: Cells) -> str | None:
    word, role = row["word"], row["role"]
    if role.startswith("generation"):
        name = _with_generation(word)
        known = name is not None and name.generation == generation_of(word)
        return None if known else f"{word} is read as no generation"
    if role == MAIDEN:
        name = _person(f"Анна Иванова {word} Петрова")
        known = name is not None and name.maiden is not None and name.maiden.text == "Петрова"
        return None if known else f"{word} is not read before a maiden name"
    if role == "peerage":
        name = _person(f"Иван Петров, {word} Сидоров")
        return None if name and len(name.tokens) == 2 else f"{word} does not end a name"
    if role.startswith("particle"):
        name = _person(f"Иван {word} Петров")
        return None if name and len(name.tokens) == 2 else f"{word} is not joined to a surname"
    name = _person(f"{word} Петров")
    if name and [tok.text for tok in name.tokens] == ["Петров"]:
        return None
    return f"'{word} Петров' is read with '{word}' as a part of the name"


def _legal_form(row: Cells) -> str | None:
    facts = facts_of(f"Ромашка {row['form']}")
    # Words for any company are dropped without a class.
    if len(facts.words) == 1 and facts.forms <= {row["class"]}:
        return None
    return f"'Ромашка {row['form']}' is not read as a name and a legal form"


def _demonym(row: Cells) -> str | None:
    if territory_of_word(row["word"], token(row["word"]).forms) == row["territory"]:
        return None
    return f"{row['word']} does not point to {row['territory']}"


def _place_name(row: Cells) -> str | None:
    found = find_place(row["form"])
    place = row["group"].removeprefix("territory:")
    if found is not None and found.place_id == place:
        return None
    return f"{row['form']} is not found as {place}"


def _place(row: Cells) -> str | None:
    """Every name of a row leads to its place, among others that bear it; or, where a larger
    place bears it too, to that."""
    own = row["usual"].split("|")[0]
    found = find_place(own)
    if found is None or found.typos:
        return f"{own} is not found as {row['place']}"
    lost = [name for name in _names_of(row) if not (known := find_place(name)) or known.typos]
    return f"{lost[0]} is not found at all" if lost else None


def _names_of(row: Cells) -> list[str]:
    return [name for column in ("usual", "other") for name in row[column].split("|") if name]


def _homoglyph(row: Cells) -> str | None:
    latin, cyrillic = row["latin"], row["cyrillic"]
    if row["codepoints"] != f"U+{ord(latin):04X} U+{ord(cyrillic):04X}":
        return f"its code points are U+{ord(latin):04X} U+{ord(cyrillic):04X}"
    if cyrillic == "Ӏ":  # the palochka is told from its neighbours, and written small
        damaged, whole = f"Маг{latin}аев", "Магӏаев"
    else:
        damaged, whole = f"Щур{latin}щ", f"Щур{cyrillic}щ"
    return None if repair(damaged) == whole else f"{damaged} is not repaired to {whole}"


_CHECKS: Mapping[str, Callable[[Cells], str | None]] = {
    "readings_latin": _reading_latin,
    "readings_cyrillic": _reading_cyrillic,
    "practical_transcription": hearing_problem,
    "sound_distances": _sound_distance,
    "given_names": _given_name,
    "patronymics": _patronymic,
    "irregular_patronymics": _irregular_patronymic,
    "surname_genders": _surname_gender,
    "generations": _generation,
    "name_words": _name_word,
    "legal_forms": _legal_form,
    "demonyms": _demonym,
    "place_names": _place_name,
    "territories": _place,
    "cities": _place,
    "homoglyphs": _homoglyph,
    "text_roles": articles.text_role,
    "organization_words": articles.organization_word,
    "place_words": articles.place_word,
    "text_words": articles.text_word,
    "case_contexts": articles.case_context,
}
