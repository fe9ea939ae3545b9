"""The pages by which people look things up."""

from __future__ import annotations

from api.pages import articles, compare, entities, home, rules

LOOKUPS = (home, entities, compare, rules, articles)
