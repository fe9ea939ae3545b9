"""An archive of people whom nobody knows, with cards to decide, and names meant to harm."""

from __future__ import annotations

from pathlib import Path

from resolver.ledger.events import EntityFounded, MentionRecorded, SuggestionRaised
from resolver.mention import Kind, Mention
from resolver.store.sqlite import SqliteStore

PAIRS = (
    ("Руслан Тамбиев", "Ruslan Tambijew"),
    ("Жанна Щукарёва", "Zhanna Shchukareva"),
    ("Юрий Хомячков", "Jurij Chomjatschkow"),
    ("Зелимхан Дадуев", "Zelimkhan Daduyev"),
    ("Ольга Чернявина", "Olga Tschernjawina"),
    ("Айгуль Жумабеева", "Aigul Zhumabeyeva"),
    ("Пётр Ёлкин", "Pjotr Jolkin"),
    ("Шамиль Гаджимов", "Chamil Gadjimov"),
    ("Евгений Щеглов", "Evgeny Sheglov"),
    ("Тимур Яхъяров", "Timour Iakhiarov"),
    ("Василь Гриценюк", "Wassyl Hryzenjuk"),
    ("Микола Їжаченко", "Mykola Yizhachenko"),
)

_HEAP = "".join(map(chr, range(0x350, 0x35C)))

HOSTILE = (
    "<script>document.title='owned'</script> Orlow",
    "</textarea><img src=x onerror=alert(1)> Orlow",
    "Иван \u202ewolrO\u202c Орлов",
    f"Z{_HEAP}algo O{_HEAP}rlow",
    "Mоvlаnow Иван",
    "Ор\u200bлов\u00ad \u2066Иван",
    "О" + "р" * 250 + " " + "л" * 250 + "ов",
    '" onmouseover="alert(1)" \' {{7*7}} ${7*7} Orlow',
)


class Archive:
    """A file that is being filled."""

    def __init__(self, db: Path) -> None:
        self.db = db
        self._count = 0

    def add(self, entity_id: str, *mentions: Mention | str, kind: Kind = Kind.PERSON) -> None:
        """An entity with its mentions."""
        full = [Mention(one, kind) if isinstance(one, str) else one for one in mentions]
        with SqliteStore(self.db) as store, store.writing() as writer:
            writer.append(EntityFounded(entity_id, kind, full[0].name))
            for number, mention in enumerate(full):
                writer.append(MentionRecorded(f"{entity_id}-{number}", entity_id, mention, "given"))

    def suggest(self, a: str, b: str, score: float = 0.6) -> int:
        """A card about two entities."""
        with SqliteStore(self.db) as store, store.writing() as writer:
            return writer.append(SuggestionRaised(a, b, score, "alike", ("surname.same",)))

    def cards(self, count: int) -> list[int]:
        """So many cards, each about two entities of its own."""
        numbers = []
        with SqliteStore(self.db) as store, store.writing() as writer:
            for at in range(count):
                cyrillic, latin = PAIRS[at % len(PAIRS)]
                tail = f" {'абвгдежз'[at // len(PAIRS)]}" if at >= len(PAIRS) else ""
                for side, name, language in (("c", cyrillic, "ru"), ("l", latin, "de")):
                    entity_id = f"{side}{at}"
                    writer.append(EntityFounded(entity_id, Kind.PERSON, name))
                    mention = Mention(
                        name,
                        language=language,
                        source="хроника" if side == "c" else "Rundschau",
                        date=f"200{at % 10}-05-1{at % 9}",
                        context=f"Как сообщила хроника{tail}, {name} приехал в город."
                        if side == "c"
                        else f"Wie die Rundschau meldet, war {name} in der Stadt.",
                    )
                    writer.append(MentionRecorded(f"{entity_id}-0", entity_id, mention, "given"))
                score = 0.5 + at / 200
                raised = SuggestionRaised(
                    f"c{at}", f"l{at}", score, "alike", ("surname.same",), ("birth_date",)
                )
                numbers.append(writer.append(raised))
        return numbers
