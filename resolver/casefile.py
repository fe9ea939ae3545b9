"""All that a clerk needs to decide a card: both sides, the evidence, and what would happen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from resolver.alignment import alignments
from resolver.attributes import NOTHING, Facts, judged_with
from resolver.compare import Comparison, Evidence, Judgement, judge
from resolver.differing import Run, runs
from resolver.entities import Preference, elect
from resolver.errors import BadName
from resolver.explain import Naming
from resolver.history import ShownCard
from resolver.ledger.review import OPEN
from resolver.names import Name, analyze
from resolver.romanize import romanize
from resolver.script import script_of
from resolver.store.protocol import Entity, Reader, StoredMention

STANDARD = "icao-9303"
_SPELLINGS = 5
"""Of each side, the most frequent: what is compared, as any two may be the nearest."""
_MENTIONS = 100
_CONTEXTS = 3


@dataclass(frozen=True, slots=True)
class Side:
    """One entity of a card. `romanized` is empty where the name is not Cyrillic; dates are
    those of the sources, `mentions` the first of them, `contexts` those that quote."""

    entity: Entity
    romanized: str
    letters: tuple[Run, ...]
    spelling: str
    mentions: tuple[StoredMention, ...]
    sources: Mapping[str, int]
    dates: tuple[str, str] | None
    contexts: tuple[StoredMention, ...]
    facts: Facts
    language: str | None

    @property
    def spellings(self) -> list[tuple[str, int]]:
        """The spellings, most frequent first."""
        return sorted(self.entity.spellings.items(), key=lambda each: (-each[1], each[0]))


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A card with its two sides. `comparison` is of their nearest spellings as the rules are
    now, None where these can no longer be read. `names` are what the merged entity would be
    called, by which script is preferred; `others` counts open cards about either side."""

    shown: ShownCard
    a: Side
    b: Side
    comparison: Comparison | None
    names: tuple[str, ...]
    others: int

    @property
    def is_latin(self) -> bool:
        """Whether a thorough file could tell more."""
        return script_of(self.a.spelling) == script_of(self.b.spelling) == "latin"

    @property
    def pros(self) -> list[Evidence]:
        """What speaks for one name, the weightiest first."""
        return sorted((e for e in self._evidence() if e.weight >= 0), key=lambda e: -e.weight)

    @property
    def cons(self) -> list[Evidence]:
        """What speaks against, the weightiest first."""
        return sorted((e for e in self._evidence() if e.weight < 0), key=lambda e: e.weight)

    def _evidence(self) -> tuple[Evidence, ...]:
        return () if self.comparison is None else self.comparison.evidence


def casefile(reader: Reader, shown: ShownCard, *, thorough: bool = False) -> CaseFile:
    """The case file of a card. Of two Latin names only a `thorough` one tells the standards
    that write a common original so, which takes some 20 ms a word to find."""
    facts = reader.facts([shown.a.entity_id, shown.b.entity_id])
    own = (facts.get(shown.a.entity_id, NOTHING), facts.get(shown.b.entity_id, NOTHING))
    found = nearest(shown.a, shown.b, *own)
    lines = [] if found is None else alignments(found.items)
    spelled = (shown.a.name, shown.b.name) if found is None else (found.a.text, found.b.text)
    sides = [
        _side(reader, entity, tuple(runs(text, lines, letter)), text, known)
        for entity, text, letter, known in zip((shown.a, shown.b), spelled, "ab", own, strict=True)
    ]
    comparison = (
        None
        if found is None
        else found.explained(Naming.ORIGINALS if thorough else Naming.STANDARDS)
    )
    return CaseFile(shown, sides[0], sides[1], comparison, _names(shown), _others(reader, shown))


def nearest(a: Entity, b: Entity, facts_a: Facts, facts_b: Facts) -> Judgement | None:
    """The best judgement of any two spellings, with what is known of the two besides."""
    if a.kind is not b.kind:
        return None
    pairs = product(_analysed(a), _analysed(b))
    best = max((judge(x, y) for x, y in pairs), key=lambda found: found.score, default=None)
    return None if best is None else judged_with(best, facts_a, facts_b)


def _analysed(entity: Entity) -> list[Name]:
    found = []
    frequent = sorted(entity.spellings, key=lambda name: (-entity.spellings[name], name))
    for spelling in frequent[:_SPELLINGS]:
        try:
            found.append(analyze(spelling, entity.kind))
        except BadName:  # recorded under older rules
            continue
    return found


def _side(
    reader: Reader, entity: Entity, letters: tuple[Run, ...], text: str, known: Facts
) -> Side:
    mentions = reader.mentions(entity.entity_id, _MENTIONS)
    days = sorted(one.mention.date for one in mentions if one.mention.date)
    quoted = [one for one in mentions if one.mention.context]
    languages = Counter(one.mention.language for one in mentions if one.mention.language)
    return Side(
        entity,
        romanized(entity.name),
        letters,
        text,
        tuple(mentions),
        Counter(one.mention.source for one in mentions if one.mention.source),
        (days[0], days[-1]) if days else None,
        tuple(quoted[:_CONTEXTS]),
        known,
        languages.most_common(1)[0][0] if languages else None,
    )


def romanized(name: str) -> str:
    """A Cyrillic name in Latin letters by ICAO Doc 9303; nothing for any other."""
    return romanize(name, STANDARD) if script_of(name) == "cyrillic" else ""


def _names(shown: ShownCard) -> tuple[str, ...]:
    """What an election would call the two together, whichever script is preferred."""
    corrected = [one.name for one in (shown.a, shown.b) if one.corrected]
    if corrected:
        return tuple(dict.fromkeys(corrected))
    together: Counter[Name] = Counter()
    for entity in (shown.a, shown.b):
        for spelling, count in entity.spellings.items():
            try:
                together[analyze(spelling, entity.kind)] += count
            except BadName:
                continue
    if not together:
        return ()
    elected = (elect(together, Preference(script)).text for script in ("latin", "cyrillic"))
    return tuple(dict.fromkeys(elected))


def _others(reader: Reader, shown: ShownCard) -> int:
    found = {
        one.suggestion_id
        for entity in (shown.a, shown.b)
        for one in reader.suggestions_of(entity.entity_id)
        if one.state == OPEN
    }
    return len(found - {shown.card.number})
