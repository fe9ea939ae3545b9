"""Where a rule, a standard or a letter can be looked up."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from resolver.errors import NotFound
from resolver.rules import table_names
from resolver.standards import Standard, standard


@dataclass(frozen=True, slots=True)
class RuleLink:
    """A rule by its name; `href` is empty where no page shows it."""

    label: str
    href: str


def standard_link(item: Standard) -> RuleLink:
    return RuleLink(item.short, f"/rules/standards/{quote(item.id, safe='')}")


def rule_link(rule: str) -> RuleLink:
    """The page of what a piece of evidence names: a standard, a table or rows of one."""
    table, _, row = rule.partition(":")
    if table in table_names():
        query = f"?find={quote(row, safe='')}" if row else ""
        label = f"{table}: {row}" if row else table
        return RuleLink(label, f"/rules/tables/{table}{query}")
    try:
        return standard_link(standard(rule))
    except NotFound:
        return RuleLink(rule, "")
