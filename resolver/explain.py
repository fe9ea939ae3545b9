"""Evidence in words: one line a clerk can read, in the field's own terms."""

from __future__ import annotations

from resolver.evidence import Item
from resolver.lexicon import letters_of
from resolver.readings import convention_names, readings
from resolver.relation import Code, Relation
from resolver.script import script_of

_TITLES = {
    "be": "Belarusian",
    "bg": "Bulgarian",
    "ca": "Catalan",
    "cs": "Czech/scientific",
    "cs-ascii": "Czech without marks",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fi": "Finnish",
    "fr": "French",
    "gost": "GOST 7.79 B",
    "gr": "Greek",
    "hist": "historical -off",
    "hu": "Hungarian",
    "iso": "ISO 9",
    "it": "Italian",
    "kk": "Kazakh",
    "lt": "Lithuanian/Latvian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "sr": "Serbian",
    "sv": "Scandinavian",
    "tm": "Turkmen",
    "tr": "Turkish",
    "uk": "Ukrainian",
}
_MANY = 5

_PLAIN = {
    "base": "two names picked at random are two people",
    "surname.missing": "no surname on one side",
    "surname.extra": "a second surname on one side",
    "given.missing": "no given name on one side",
    "given.extra": "a middle name on one side",
    "patronymic.missing": "no patronymic on one side",
    "joined": "written as one word and as two",
    "spelling": "letter for letter the same",
    "generation.missing": "only one side names the generation",
}


def _conventions(word: str, form: str) -> tuple[str, ...]:
    """Which conventions read a Latin word as this form; none when nearly all do."""
    if script_of(word) != "latin":
        return ()
    reading = readings(letters_of(word), "latin").get(form)
    names = convention_names(reading.conventions) if reading else ()
    return tuple(_TITLES[name] for name in names) if len(names) <= _MANY else ()


def _spelling(word: str, form: str) -> tuple[str, tuple[str, ...]]:
    rules = _conventions(word, form)
    return (f"{word} ({', '.join(rules)})" if rules else word), rules


def _met(part: str, a: str, b: str, form: str) -> tuple[str, tuple[str, ...]]:
    if a == b:
        return f"{part}: {a} on both sides", ()
    left, rules_a = _spelling(a, form)
    right, rules_b = _spelling(b, form)
    rules = tuple(dict.fromkeys(rules_a + rules_b))
    return f"{part}: {left} and {right} both read {form}", rules


_RELATIONS = {
    Code.COUNTERPART: "are one name in two languages",
    Code.VARIANT: "are variants of one name",
    Code.WESTERN: "are western relatives of one name",
    Code.DIMINUTIVE: "are a name and its diminutive",
    Code.AKANNE: "are one name under Russian and Belarusian spelling",
    Code.UNMARKED: "are one name, once without its diacritical marks",
    Code.DZH: "are one name, with Turkic ж or Russian-mediated дж",
    Code.INFLECTED: "are one name, once in another grammatical case",
    Code.COMPOUND: "are one name, once with an honorific element",
    Code.PARTIAL: "share one half of a double surname",
    Code.INITIAL: "agree as far as the initial goes",
    Code.INITIAL_FAR: "disagree: the initial does not fit",
    Code.FAR: "are different",
}


def _related(item: Item, found: Relation) -> tuple[str, tuple[str, ...]]:
    part, a, b = item.part, item.a, item.b
    if found.code is Code.SAME:
        return _met(part, a, b, found.form)
    if found.code is Code.GENDERED:
        tail = {
            "surname.gendered": "are the masculine and feminine form of one surname",
            "surname.gendered_unknown": "differ by gender, and the persons' genders are unknown",
            "surname.gendered_contradicted": "differ by gender, and so do the persons",
        }[item.code]
        return f"{part}: {a} and {b} {tail}", ("surname_genders",)
    if found.code is Code.TRANSCRIBED:
        return f"{part}: {a} and {b} sound alike ({found.distance:.1f})", ("transcription",)
    if found.code is Code.NEAR:
        size = "slightly" if found.distance <= 0.5 else "by about a letter"
        return f"{part}: {a} and {b} differ {size} ({found.distance:.1f})", ("sound_distances",)
    rules = (f"given_names:{found.form}",) if found.form else ()
    return f"{part}: {a} and {b} {_RELATIONS[found.code]}", rules


def sentence(item: Item) -> tuple[str, tuple[str, ...]]:
    """The line for one item, and the conventions or rule rows behind it."""
    if item.relation is not None:
        return _related(item, item.relation)
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


def _of_other_kinds(item: Item) -> tuple[str, tuple[str, ...]]:
    texts = {
        "place.same": f"both are names of {item.a}",
        "place.far": f"{item.a} and {item.b} are different places",
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
        "number.far": f"numbers differ: {item.a} and {item.b}",
        "form.far": f"legal forms differ: {item.a} and {item.b}",
    }
    rules = ("CLDR",) if item.code.startswith(("place.", "territory.")) else ()
    return texts.get(item.code, f"{item.part}: {item.a} / {item.b}"), rules
