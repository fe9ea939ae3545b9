"""The words of an archive: which of them may be one word, and which surely are not.

A spelling that stands in an archive a thousand times is a word of its own; one that stands
there once, a letter beside it, is a slip. So every word gets *hubs*: the readings that the
archive supports best among its own readings and those one letter beside them. Words share a
blocking key when they share the consonants of a hub, and names are compared only where words
of most parts share one. That keeps nearly every true pair and hardly any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from resolver.batch.lost_marks import Marked
from resolver.batch.read_slips import nearer
from resolver.batch.word_facts import GROUPS, KEPT_FORMS, WordFacts
from resolver.batch.written_slips import Written
from resolver.keys import skeleton
from resolver.lexicon import groups_of_form
from resolver.word_keys import GIVEN, PATRONYMIC, SURNAME

LEAST_KNOWN, LEAST_WRITTEN = 5, 2
NEIGHBOURS = 4
FAINT = 0.05
SLIP_SHARE, MORE_SLIPS = 0.1, (2.0, 0.03)
CLEARLY = 3.0
LOST = 0.2
GREEK = "\u0370"
"""Words that begin with this letter or a later one are not Latin."""
RIVAL_SHARE = 0.2


_Keys = tuple[str, ...]


class Meant(NamedTuple):
    """A word in the light of an archive: the reading that it is most likely meant as (another
    word's, where it is too rare beside that to be anything but a slip), with the mentions of
    that; its blocking keys, and coarse ones; the readings that it may be meant as no less,
    since the archive knows these too: Schilowa is Жилова or Шилова, Jana is Яна or Жанна; the
    words that it may be a slip of, where it is taken for none; and whether it is no slip but has
    lost its marks."""

    form: str
    support: float
    keys: tuple[str, ...]
    firsts: tuple[str, ...]
    rivals: tuple[str, ...] = ()
    slip_of: tuple[str, ...] = ()
    lost: bool = False


def slips(support: float) -> float:
    """How many mentions of a spelling can be slips of a word that is mentioned so often."""
    few, share = MORE_SLIPS
    return min(SLIP_SHARE * support, few + share * support)


def _as_known(words: Mapping[str, tuple[WordFacts, int]]) -> dict[str, tuple[WordFacts, int]]:
    """Given names, of which those that tables know are read as these have them: Alla is Алла,
    and no Алия by a rarer reading, however many of those an archive has. A mark speaks for the
    convention that writes it: Âna is Яна."""
    return {
        word: (_known_reading(facts) if word.isascii() else facts, n)
        for word, (facts, n) in words.items()
    }


def _known_reading(facts: WordFacts) -> WordFacts:
    if len(facts.forms) < 2 or not facts.groups:
        return facts
    mine = {group.removeprefix("g:") for group in facts.groups}
    known = tuple([form for form in facts.forms if not mine.isdisjoint(_full_names(form))])
    return facts._replace(forms=known) if known else facts


def _full_names(form: str) -> set[str]:
    """The groups of which a reading is a full name."""
    return {group for group, kind in groups_of_form(form).items() if kind != "diminutive"}


class Words:
    """The words that play one part in an archive, with how often each is mentioned."""

    def __init__(self, place: int, words: Mapping[str, tuple[WordFacts, int]]) -> None:
        self._place = place
        self._words = _as_known(words) if place == GIVEN else words
        support = self._support = self._supported(self._supported(None))
        ranked = sorted(support, key=lambda form: (-support[form], form))
        self._rank = {form: at for at, form in enumerate(ranked)}
        self._near = nearer(ranked, support)
        self._told: dict[tuple[_Keys, _Keys], tuple[str, float, _Keys, _Keys]] = {}
        self._skeletons: dict[str, str] = {}  # of hubs, which many words have in common
        self._slips: dict[str, str] = {}
        groups_at: dict[str, set[str]] = defaultdict(set)
        if place in (GIVEN, PATRONYMIC):
            for facts, _ in words.values():
                if facts.forms and (known := self._known(facts)):
                    groups_at[self._meant(facts.forms)].update(known)
        most = support[ranked[0]] if ranked else 0.0
        self._most_slips = slips(most) if most >= LEAST_KNOWN else 0.0
        self._written = Written(
            word for word, (facts, n) in words.items() if n >= LEAST_WRITTEN and facts.forms
        )
        self._marked = Marked(words)
        self._attested = {facts.forms[0] for word, (facts, _) in words.items()
                          if facts.forms and word > GREEK}  # fmt: skip
        self._groups_at = {form: tuple(sorted(known)) for form, known in groups_at.items()}

    def _known(self, facts: WordFacts) -> tuple[str, ...]:
        """Names that the tables say a word is: of given names, or of fathers."""
        if self._place == GIVEN:
            return facts.groups
        return facts.fathers + facts.stems if self._place == PATRONYMIC else ()

    def _supported(self, before: Mapping[str, float] | None) -> dict[str, float]:
        """Mentions by reading: at first of every reading, then of the best supported alone."""
        support: dict[str, float] = {}
        for facts, count in self._words.values():
            forms = facts.forms
            if before is None:
                for form in forms:
                    support[form] = support.get(form, 0.0) + count
            elif forms:
                best = forms[0] if len(forms) == 1 else max(forms, key=before.__getitem__)
                support[best] = support.get(best, 0.0) + count
        return support

    def _meant(self, forms: tuple[str, ...]) -> str:
        if len(forms) == 1:
            return forms[0]
        support = self._support
        return max(forms, key=lambda form: support.get(form, 0.0))

    def _hubs(self, forms: tuple[str, ...], meant: str) -> list[str]:
        """The reading meant, others of the word that are no less known, and their neighbours."""
        support = self._support
        hubs, found = [meant], self._stronger(meant)
        if len(forms) == 1 and len(found) < 2:
            return hubs
        if len(forms) > 1:
            most = support[meant]
            kept = [form for form in forms if support.get(form, 0.0) > FAINT * most]
            kept.sort(key=self._rank.__getitem__)
            hubs = [*dict.fromkeys([meant, *kept[:KEPT_FORMS]])]
            more = self._stronger(hubs[1]) if len(hubs) > 1 else []
            if more:
                both = {*found, *(near for near in more if support[near] >= most)}
                found = sorted(both, key=self._rank.__getitem__)
        return [*dict.fromkeys([*hubs, *found[:NEIGHBOURS]])]

    def _stronger(self, form: str) -> list[str]:
        """Readings one letter beside one, and it itself, that the archive supports no less; the
        best supported first."""
        return self._near.get(form, [])

    def meant(self, word: str) -> Meant:
        """What the archive makes of one of its words."""
        facts = self._words[word][0]
        if not facts.forms:
            unread = () if facts.firsts and word.endswith(".") else (f"t:{word}",)
            return Meant("", 0.0, unread, facts.firsts)
        lost = self._marked_of(word, facts)
        if other := lost or self._written_slip_of(word, facts):
            word, facts = other, self._words[other][0]
        form, support, keys, rivals = self._told_of(facts)
        keys, of = keys or (f"t:{word}",), self._may_be_slip_of(word, facts, support)
        return Meant(form, support, keys, facts.firsts, rivals, of, bool(lost))

    def _marked_of(self, word: str, facts: WordFacts) -> str:
        """The word that one without its marks is, where nothing else is read as this one: Zukov
        beside Žukov, where there is no Зуков; else empty."""
        marked = self._marked.of(word)
        own = self._meant(facts.forms)
        if not marked or own in self._attested or self._is_known(facts):
            return ""
        told = [(*self._told_of(self._words[other][0])[:2], other) for other in marked]
        form, mentions, found = max(told, key=lambda one: (one[1], one[2]))
        least = self._support.get(own, 0.0)
        return found if form != self._told_of(facts)[0] and least <= LOST * mentions else ""

    def _may_be_slip_of(self, word: str, facts: WordFacts, support: float) -> _Keys:
        """The words that a faint one is a letter off and that are much better known, whatever
        their spelling: which of them is meant, the rest of a name can tell."""
        if support > self._most_slips or self._is_known(facts):
            return ()
        found = []
        for other in self._written.near(word):
            form, mentions, _, _ = self._told_of(self._words[other][0])
            if support <= slips(mentions) and form in self._words[other][0].forms:
                found.append((-mentions, other))
        return tuple([other for _, other in sorted(found)[:NEIGHBOURS]])

    def _is_known(self, facts: WordFacts) -> bool:
        """Whether tables know the name, so that it need be no slip."""
        if self._place == PATRONYMIC:
            return bool(facts.fathers)
        return self._place == GIVEN and bool(facts.groups)

    def _told_of(self, facts: WordFacts) -> tuple[str, float, _Keys, _Keys]:
        asked = (facts.forms, self._known(facts))
        told = self._told.get(asked)
        if told is None:
            told = self._told[asked] = self._tell(*asked)
        return told

    def _written_slip_of(self, word: str, facts: WordFacts) -> str:
        """The frequent word that a faint one is a letter off; empty where there is none, or
        several of which none is clearly the most frequent."""
        support = self._support.get(self._meant(facts.forms), 0.0)
        if support > self._most_slips or (self._place == GIVEN and facts.groups):
            return ""
        best: dict[str, tuple[float, str]] = {}
        least = LEAST_KNOWN if self._place == SURNAME else LEAST_WRITTEN
        for other in self._written.near(word):
            if self._words[other][1] < least:
                continue
            form, mentions, _, _ = self._told_of(self._words[other][0])
            if form not in self._words[other][0].forms:
                continue  # a slip of a slip is two letters off
            best[form] = max((mentions, other), best.get(form, (0.0, "")))
        if not best:
            return ""
        (most, found), *others = sorted(best.values(), reverse=True)
        if support > slips(most) or (others and others[0][0] * CLEARLY > most):
            return ""
        known = self._known(facts)
        two = known and set(known).isdisjoint(self._known(self._words[found][0]))
        return "" if two else found

    def _tell(self, forms: tuple[str, ...], known: _Keys) -> tuple[str, float, _Keys, _Keys]:
        """The reading that a word is meant as, its support, the blocking keys and the rivals of
        the reading; words that can be read alike have all of them in common."""
        form = self._meant(forms)
        hubs = self._hubs(forms, form)
        keys = [*known]
        if self._place != PATRONYMIC or not keys:
            keys += self._skeletons_of(hubs)
        if self._groups_at:
            for hub in hubs:
                keys += self._groups_at.get(hub, ())[:GROUPS]
        meant = self._slips.get(form)
        if meant is None:
            meant = self._slips[form] = self._slip_of(form)
        found = tuple([key for key in dict.fromkeys(keys) if key])
        return meant, self._support.get(meant, 0.0), found, self._rivals(forms, form)

    def _rivals(self, forms: tuple[str, ...], meant: str) -> _Keys:
        """Other readings that the archive supports about as well. Not of fathers, which are few:
        what beside them may be meant is looked up by their tables."""
        if len(forms) == 1 or self._place == PATRONYMIC:
            return ()
        least = max(LEAST_KNOWN, RIVAL_SHARE * self._support[meant])
        return tuple([f for f in forms if f != meant and self._support.get(f, 0.0) >= least])

    def _skeletons_of(self, hubs: list[str]) -> list[str]:
        found: list[str] = []
        for hub in hubs:
            known = self._skeletons.get(hub)
            if known is None:
                known = self._skeletons[hub] = skeleton(hub)
            found.append(known)
        return found

    def _slip_of(self, form: str) -> str:
        """The word that a faint one is a slip of; the word itself where that is doubtful."""
        if len(self._stronger(form)) < 2:
            return form
        support = self._support
        own = support.get(form, 0.0)
        near = [other for other in self._stronger(form)[:NEIGHBOURS] if other != form]
        if not near or support[near[0]] < LEAST_KNOWN or own > slips(support[near[0]]):
            return form
        if len(near) > 1 and support[near[1]] * CLEARLY > support[near[0]]:
            return form
        known, other = self._groups_at.get(form), self._groups_at.get(near[0])
        two_names = known and other and set(known).isdisjoint(other)
        return form if two_names else near[0]
