"""Many cards alike: filtered, sampled, and decided as one batch that can be taken back."""

from __future__ import annotations

import random
from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.datastructures import QueryParams

from api.acts import acting
from api.pages.form import Form, refused
from api.pages.frame import render, see
from api.pages.pools import Chosen, InPool, chosen
from api.pages.progress import around
from api.pages.session import visitor
from api.serving import Serving
from resolver.batches import answer_many, undo_batch
from resolver.casefile import casefile
from resolver.desk import Act
from resolver.history import shown
from resolver.ledger.events import Ruling
from resolver.mention import Kind
from resolver.pool import Pool, Scripts
from resolver.store.protocol import Reader

router = APIRouter(include_in_schema=False)

SIZES = (25, 50, 100)
SAMPLE = 5
_LOOKED_AT = 500
_MOST_PATHS = 12
_TAKEN = {"same": Ruling.SAME, "different": Ruling.DIFFERENT, "unsure": Ruling.UNSURE}


@router.get("/review/bulk", operation_id="pageBulk")
def bulk(
    request: Request,
    service: Serving,
    wanted: InPool,
    size: int = SIZES[0],
    sample: bool = False,  # noqa: FBT001, FBT002
    done: Annotated[int, Query(ge=0, le=2**53)] = 0,
    count: Annotated[int, Query(ge=0, le=10_000)] = 0,
    left: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> Response:
    """The first cards of a pool as a table; with `sample`, some of them in full."""
    size = size if size in SIZES else SIZES[0]
    with service.store.reading() as reader:
        found = reader.suggestions(size, wanted.pool)
        cards = [shown(reader, one.suggestion_id) for one in found]
        chosen_few = random.sample(cards, min(SAMPLE, len(cards))) if sample else []
        return render(
            request,
            "bulk.html",
            cards=cards,
            sample=[casefile(reader, card) for card in chosen_few],
            size=size,
            sizes=SIZES,
            kinds=list(Kind),
            scripts=list(Scripts),
            paths=_paths(reader, wanted),
            count=count,
            left=left,
            **around(request, reader, wanted, done),
        )


@router.post("/review/bulk", operation_id="pageDecideBulk")
def decide(request: Request, form: Form, service: Serving) -> Response:
    """The cards that were left checked, decided alike."""
    wanted = chosen(QueryParams(form.text("pool", "")))
    verdict = _TAKEN.get(form.text("verdict"))
    numbers = form.many("card")
    if verdict is None:
        raise refused("verdict", "must be one of the buttons")
    if form.text("sampled", "") != "yes":
        raise refused("sampled", "look at a sample before you decide many cards")
    if not all(one.isascii() and one.isdigit() and len(one) <= 15 for one in numbers):
        raise refused("card", "must be numbers of cards")
    act = Act(visitor(request).actor, form.text("reason", "").strip(), None, form.text("key"))
    with acting(service):
        done = answer_many(service.store, [int(one) for one in numbers], verdict, act)
    return see(
        request,
        "/review/bulk",
        **wanted.query,
        size=form.number("size", SIZES[0]),
        done=done.decisions[0] if done.decisions else "",
        count=len(done.decisions) or "",
        left=len(done.left_out) or "",
    )


@router.post("/review/batches/{number:int}/undo", operation_id="pageUndoBatch")
def undo(
    request: Request,
    number: Annotated[int, Path(ge=1, le=2**53)],
    form: Form,
    service: Serving,
) -> Response:
    """All decisions of a batch taken back."""
    wanted = chosen(QueryParams(form.text("pool", "")))
    act = Act(visitor(request).actor, "", None, form.text("key"))
    with acting(service):
        done = undo_batch(service.store, number, act)
    return see(
        request, "/review/bulk", **wanted.query, done=done.decisions[0], count=len(done.decisions)
    )


def _paths(reader: Reader, wanted: Chosen) -> list[tuple[str, int]]:
    """The rule paths of the first cards of the pool, the most frequent first."""
    pool = wanted.pool
    wider = Pool(pool.kind, pool.at_least, pool.at_most, pool.scripts, None, pool.source)
    counted = Counter(
        " ".join(one.evidence) for one in reader.suggestions(_LOOKED_AT, wider) if one.evidence
    )
    return counted.most_common(_MOST_PATHS)
