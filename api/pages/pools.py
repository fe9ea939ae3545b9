"""The part of the queue that a clerk works on, as it stands in an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import QueryParams

from resolver.mention import Kind
from resolver.pool import Pool, Scripts

_MOST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Chosen:
    """A pool with the parameters that say it; what makes no sense in an address is left out."""

    pool: Pool
    query: dict[str, str]

    def without(self, name: str) -> dict[str, str]:
        """The parameters but for one."""
        return {key: value for key, value in self.query.items() if key != name}


def chosen(given: QueryParams) -> Chosen:
    """The pool that parameters ask for."""
    kind, scripts = given.get("kind", ""), given.get("scripts", "")
    low, high = _percent(given.get("low")), _percent(given.get("high"))
    path, source = given.get("path", "")[:_MOST_TEXT], given.get("source", "").strip()[:_MOST_TEXT]
    pool = Pool(
        kind=Kind(kind) if kind in list(Kind) else None,
        at_least=(low or 0) / 100,
        at_most=1.0 if high is None else high / 100,
        scripts=Scripts(scripts) if scripts in list(Scripts) else None,
        path=tuple(path.split()) or None,
        source=source or None,
    )
    query = {
        "kind": pool.kind or "",
        "low": "" if not low else str(low),
        "high": "" if high in (None, 100) else str(high),
        "scripts": pool.scripts or "",
        "path": " ".join(pool.path or ()),
        "source": source,
    }
    return Chosen(pool, {name: str(value) for name, value in query.items() if value})


def _percent(text: str | None) -> int | None:
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 3:
        return None
    return min(int(text), 100)


async def _chosen(request: Request) -> Chosen:
    return chosen(request.query_params)


InPool = Annotated[Chosen, Depends(_chosen)]
