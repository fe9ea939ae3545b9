"""Evidence in words: one line a clerk can read, in the field's own terms."""

from __future__ import annotations

from enum import StrEnum

from resolver.audible import may_be_heard
from resolver.evidence import Item
from resolver.hearing import heard
from resolver.lexicon import letters_of
from resolver.relation import Code, Relation
from resolver.rules import table
from resolver.script import script_of

_EQUAL = {"surname": "surnames", "given": "given names", "patronymic": "patronymics"}

_PLAIN = {
    "base": "two names picked at random are two things",
    "base.person": "two names picked at random are two people",
    "base.lone": "two names of one word, picked at random, are two",
    "base.informal": "two names without surnames, picked at random, are two people",
    "surname.missing": "no surname on one side",
    "surname.extra": "a second surname on one side",
    "given.missing": "no given name on one side",
    "given.extra": "a middle name on one side",
    "patronymic.missing": "no patronymic on one side",
    "second_surname": "only the first of two surnames stands on one side",
    "joined": "written as one word and as two",
    "spelling": "letter for letter the same",
    "generation.missing": "only one side names the generation",
}

_MOST_SYSTEMS = 3

_Line = tuple[str, tuple[str, ...]]


class Naming(StrEnum):
    """What is named behind the spellings of one source form, and what it costs a pair.

    Conventions of the readings take microseconds; standards that write a Cyrillic word as a
    Latin one, a millisecond; the Cyrillic original of two Latin words besides, some 20.
    """

    CONVENTIONS = "conventions"
    STANDARDS = "standards"
    ORIGINALS = "originals"


def _met(part: str, a: str, b: str, form: str, naming: Naming) -> _Line:
    """Two spellings of one source form: by which standards, else by which conventions."""
    if a == b:
        return f"{_EQUAL.get(part, 'names')} equal: {a}", ()
    if naming is not Naming.CONVENTIONS:
        named = _by_standards(part, a, b, form, naming)
        if named is not None:
            return named
    if form.isascii():  # readings are Cyrillic, groups of given names are not
        return f"{part}: {a} and {b} are spellings of one given name", (f"given_names:{form}",)
    # What is needed to name conventions is read only where something is explained.
    from resolver.attribution import conventions_of

    by_a, by_b = conventions_of(a, form), conventions_of(b, form)
    left = f"{a} ({', '.join(by_a)})" if by_a else a
    right = f"{b} ({', '.join(by_b)})" if by_b else b
    rules = tuple(dict.fromkeys((*by_a, *by_b))) if by_a and by_b else by_a or by_b
    return f"{part}: {left} and {right} both read {form}", rules


def _by_standards(part: str, a: str, b: str, form: str, naming: Naming) -> _Line | None:
    """The standards that give both spellings, if any do."""
    from resolver import attribution

    if script_of(a) != script_of(b):
        original, latin = (a, b) if script_of(a) == "cyrillic" else (b, a)
        found = attribution.spelled_by(original, latin)
        if found is not None:
            return f"{part}: {latin} is {original} by {found.words()}", found.rules()
    elif naming is Naming.ORIGINALS and script_of(a) == "latin":
        shared = attribution.shared_original(a, b, form)
        if shared is not None:
            made = f"{a} is {shared.a.words()}; {b} is {shared.b.words()}"
            rules = tuple(dict.fromkeys(shared.a.rules() + shared.b.rules()))
            return f"{part}: both are spellings of {shared.original}: {made}", rules
    return None


_RELATIONS = {
    Code.COUNTERPART: "are one name in two languages",
    Code.VARIANT: "are variants of one name",
    Code.WESTERN: "are western relatives of one name",
    Code.DIMINUTIVE: "are a name and its diminutive",
    Code.AKANNE: "are one name under Russian and Belarusian spelling",
    Code.UNMARKED: "are one name, once without its diacritical marks",
    Code.DZH: "are one name, with Turkic ж or Russian-mediated дж",
    Code.ARMENIAN: "are one Armenian name, as east and west or Russians say it",
    Code.INFLECTED: "are one name, once in another grammatical case",
    Code.COMPOUND: "are one name, once with an honorific element",
    Code.PARTICLE: "are one name but for its particles",
    Code.TWO: "are two surnames, near as they are",
    Code.PARTIAL: "share one half of a double surname",
    Code.INITIAL: "agree as far as the initial goes",
    Code.INITIAL_FAR: "disagree: the initial does not fit",
    Code.FAR: "are different",
}


def _related(item: Item, found: Relation, naming: Naming) -> _Line:
    part, a, b = item.part, item.a, item.b
    if found.code is Code.SAME:
        return _met(part, a, b, found.form, naming)
    if found.code is Code.GENDERED:
        tail = {
            "surname.gendered": "are the masculine and feminine form of one surname",
            "surname.gendered_given": "are a man's and a woman's form, beside one given name",
            "surname.gendered_unknown": "differ by gender, and the persons' genders are unknown",
            "surname.gendered_contradicted": "differ by gender, and so do the persons",
        }[item.code]
        return f"{part}: {a} and {b} {tail}", ("surname_genders",)
    if found.code is Code.TRANSCRIBED:
        return _by_ear(part, a, b, found)
    if found.code is Code.NEAR:
        size = "slightly" if found.distance <= 0.5 else "by about a letter"
        return f"{part}: {a} and {b} differ {size} ({found.distance:.1f})", ("sound_distances",)
    rules = (f"given_names:{found.form}",) if found.form else ()
    if found.code not in _RELATIONS:
        return f"{part}: {a} and {b}: {_meaning(item.code)}", rules
    return f"{part}: {a} and {b} {_RELATIONS[found.code]}", rules


def _by_ear(part: str, a: str, b: str, found: Relation) -> _Line:
    """One word as another is heard: by which systems of transcription, else how nearly."""
    for original, written in ((a, b), (b, a)):
        if script_of(original) != "latin":
            continue
        letters = letters_of(original)
        # To hear a word in full takes ten times as long, and most were found without it.
        heard_so = bool(found.form) and may_be_heard(letters, (found.form,))
        known = heard(letters).get(found.form) if heard_so else None
        if known is not None:
            names = " or ".join(known.systems[:_MOST_SYSTEMS])
            rules = tuple(f"practical_transcription:{name}" for name in known.systems)
            return f"{part}: {written} is how {original} is transcribed from {names}", rules
    return f"{part}: {a} and {b} sound alike ({found.distance:.1f})", ("transcription",)


def _meaning(code: str) -> str:
    """What the table of weights says of a code that has no words here."""
    rows = (row["meaning"] for row in table("weights") if row["name"] == code)
    return next(rows, "another kind of evidence")


def sentence(item: Item, naming: Naming = Naming.CONVENTIONS) -> _Line:
    """The line for one item, and the standards, conventions or rule rows behind it."""
    if item.relation is not None:
        return _related(item, item.relation, naming)
    if item.code in _PLAIN:
        words = f": {item.a or item.b}" if item.code.endswith((".missing", ".extra")) else ""
        return _PLAIN[item.code] + words, ()
    if item.code.startswith("swapped"):
        return f"order: {item.a} and {item.b} stand in different places", ()
    if item.code == "gender":
        return "gender: one name is a man's, the other a woman's", ()
    if item.code == "generation.far":
        return f"generation: {item.a} and {item.b} are different people", ()
    return _of_other_kinds(item)


def _of_other_kinds(item: Item) -> _Line:
    texts = {
        "place.same": f"both are names of {item.a}",
        "place.far": f"{item.a} and {item.b} are different places",
        "place.shared": f"both are names of {item.a}, and one of another place too",
        "place.perhaps": f"may be names of {item.a}, or of two places",
        "place.typo": f"one letter or so from a name of {item.a}",
        "word.same": f"{item.a} = {item.b}",
        "word.near": f"{item.a} and {item.b} differ slightly",
        "word.missing": f"{item.a or item.b} only on one side",
        "territory.same": f"both of {item.a}",
        "territory.far": f"one is of {item.a}, the other of {item.b}",
        "territory.order": f"the same territories in another order: {item.a} against {item.b}",
        "territory.missing": f"only one side names a territory: {item.a or item.b}",
        "number.same": f"the same number: {item.a}",
        "number.missing": f"a number on one side only: {item.a or item.b}",
        "form.same": f"the same legal form ({item.a})",
        "form.missing": f"a legal form on one side only: {item.a or item.b}",
        "context.only": "the only bearer of this name here",
        "context.common": "a common surname alone, which many bear",
        "number.far": f"numbers differ: {item.a} and {item.b}",
        "form.far": f"legal forms differ: {item.a} and {item.b}",
    }
    rules = ("CLDR",) if item.code.startswith(("place.", "territory.")) else ()
    words = " / ".join(filter(None, (item.a, item.b)))
    return texts.get(item.code) or f"{item.part}: {words}: {_meaning(item.code)}", rules
