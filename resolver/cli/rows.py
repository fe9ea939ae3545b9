"""From the rows of a table to mentions."""

from __future__ import annotations

from dataclasses import dataclass

from resolver.cli.options import find_kind
from resolver.errors import BadInput
from resolver.mention import Kind, Mention
from resolver.tables import Row, Table, shown

# Columns that are understood wherever they appear, in the order of a mention, whose attributes
# have their names but for the last.
_ATTRIBUTES = ("language", "birth_date", "country", "context", "source", "date", "id")


@dataclass(frozen=True, slots=True)
class Kinds:
    """What kind each row is: its own word for it, or else the default."""

    default: Kind
    column: int | None

    @classmethod
    def of(cls, table: Table, kind: Kind | None, column: str | None) -> Kinds:
        """`column` must exist if given; a column `kind` is used unless `--kind` is given."""
        if column is not None:
            at: int | None = table.column(column)
        else:
            at = table.find("kind") if kind is None else None
        return cls(kind or Kind.PERSON, at)

    def kind(self, row: Row) -> Kind:
        """Raises BadInput for a word that is no kind."""
        if self.column is None:
            return self.default
        word = row.cell(self.column).strip()
        if not word:
            return self.default
        found = find_kind(word)
        if found is None:
            raise BadInput(
                f"unknown kind {shown(word, limit=30)}; use person, place or organization"
            )
        return found


@dataclass(frozen=True, slots=True)
class Mentions:
    """Reads a row as a mention, with whatever else the table says about it."""

    name: int
    kinds: Kinds
    attributes: tuple[int | None, ...]

    @classmethod
    def of(cls, table: Table, name_column: str, kinds: Kinds) -> Mentions:
        attributes = tuple([table.find(attribute) for attribute in _ATTRIBUTES])
        return cls(table.column(name_column), kinds, attributes)

    def mention(self, row: Row) -> Mention:
        """Raises BadInput for an unknown kind. The name is not looked at yet."""
        cells, width = row.cells, len(row.cells)
        known = [
            cells[at] or None if at is not None and at < width else None for at in self.attributes
        ]
        return Mention(row.cell(self.name), self.kinds.kind(row), *known)
