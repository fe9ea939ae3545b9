"""The review: one card after another, decided, looked at again, taken back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.datastructures import QueryParams

from api.acts import acting
from api.pages.addresses import FRAGMENT
from api.pages.form import Fields, Form, refused
from api.pages.frame import render, see
from api.pages.pools import Chosen, InPool, chosen
from api.pages.progress import around
from api.pages.session import Visitor, visitor
from api.serving import AtDesk, Serving
from resolver.casefile import casefile
from resolver.desk import Act, Desk, Done
from resolver.errors import Stale
from resolver.history import ShownCard, decision, queue, shown
from resolver.ledger.events import Ruling
from resolver.service import Service
from resolver.store.protocol import Reader
from resolver.tally import past

router = APIRouter(include_in_schema=False)

LANES = 2
"""A browser holds two cards: the one in view, and the one that is loaded ahead."""
_SECOND = "not_a_name_b"
VERDICTS = {
    "same": "same",
    "different": "different",
    "unsure": "unsure",
    "not_a_name": "not a name",
    _SECOND: "not a name",
}

Number = Annotated[int, Path(ge=1, le=2**53)]
Lane = Annotated[int, Query(ge=0, lt=LANES)]
Done0 = Annotated[int, Query(ge=0, le=2**53)]


@router.get("/review", operation_id="pageReview")
def review(
    request: Request,
    service: Serving,
    desk: AtDesk,
    wanted: InPool,
    lane: Lane = 0,
    done: Done0 = 0,
) -> Response:
    """The next card, held for this browser, with what was decided last."""
    who = visitor(request)
    number = _take(desk, who, lane, wanted) if who.may("clerk") else None
    with service.store.reading() as reader:
        found = None if number is None else shown(reader, number)
        if not who.may("clerk"):
            found = next(iter(queue(reader, 1)), None)
        return _page(request, reader, found, wanted, lane, done)


@router.get("/review/card", operation_id="pageNextCard")
def next_card(
    request: Request, service: Serving, desk: AtDesk, wanted: InPool, lane: Lane = 1
) -> Response:
    """The next card alone, to be shown as soon as the one in view is decided."""
    who = visitor(request)
    if FRAGMENT not in request.headers or not who.may("clerk"):
        return see(request, "/review", **wanted.query)
    number = _take(desk, who, lane, wanted)
    with service.store.reading() as reader:
        return _card(request, reader, number, wanted, lane)


@router.get("/review/{number:int}", operation_id="pageCard")
def one_card(
    request: Request,
    number: Number,
    service: Serving,
    wanted: InPool,
    done: Done0 = 0,
    full: bool = False,  # noqa: FBT001, FBT002
) -> Response:
    """One card, whatever its state; `full` with all that can be told of two Latin names."""
    with acting(service), service.store.reading() as reader:
        if FRAGMENT in request.headers:
            return _card(request, reader, number, wanted, 0, full=full)
        return _page(request, reader, shown(reader, number), wanted, 0, done, full=full)


@router.post("/review/decisions", operation_id="pageDecide")
def decide(request: Request, form: Form, service: Serving, desk: AtDesk) -> Response:
    """A card decided; on to the next one, or what somebody else has decided meanwhile."""
    verdict, card = form.text("verdict"), form.number("card")
    if verdict not in VERDICTS:
        raise refused("verdict", "must be one of the buttons")
    wanted = _pool_of(form)
    act = Act(
        visitor(request).actor,
        form.text("reason", "").strip(),
        form.number("seen"),
        form.text("key"),
    )
    done = _decided(service, desk, card, verdict, act)
    if isinstance(done, Stale):
        return _stale(request, service, done, card, (VERDICTS[verdict], act.reason), wanted)
    if FRAGMENT in request.headers:
        return _outcome(request, service, wanted, done.decision)
    lane = form.number("lane", 0) % LANES
    return see(request, "/review", **wanted.query, lane=lane, done=done.decision)


@router.post("/review/decisions/{number:int}/undo", operation_id="pageUndo")
def undo(request: Request, number: Number, form: Form, service: Serving, desk: AtDesk) -> Response:
    """A decision taken back; its card is shown again, if it had one."""
    wanted = _pool_of(form)
    act = Act(visitor(request).actor, "", None, form.text("key"))
    with acting(service):
        done = desk.undo(number, act)
        with service.store.reading() as reader:
            card = decision(reader, number).event.what.get("suggestion")
    if FRAGMENT in request.headers:
        return _outcome(request, service, wanted, done.decision, card)
    path = "/review" if card is None else f"/review/{card}"
    return see(request, path, **wanted.query, done=done.decision)


def _take(desk: Desk, who: Visitor, lane: int, wanted: Chosen) -> int | None:
    found = desk.take(f"{who.desk}/{lane}", pool=wanted.pool)
    return None if found is None else found.number


def _decided(service: Service, desk: Desk, card: int, verdict: str, act: Act) -> Done | Stale:
    """What became of a decision; every other refusal is answered as any page answers it."""
    with acting(service):
        try:
            if verdict != _SECOND:
                return desk.answer(card, Ruling(verdict), act)
            with service.store.reading() as reader:
                second = shown(reader, card).b.entity_id
            return desk.decide(Ruling.NOT_A_NAME, second, None, act)
        except Stale as error:
            return error


def _pool_of(form: Fields) -> Chosen:
    return chosen(QueryParams(form.text("pool", "")))


def _page(
    request: Request,
    reader: Reader,
    found: ShownCard | None,
    wanted: Chosen,
    lane: int,
    done: int,
    *,
    full: bool = False,
) -> Response:
    file = None if found is None else casefile(reader, found, thorough=full)
    context = around(request, reader, wanted, done)
    return render(request, "review.html", file=file, lane=lane, full=full, **context)


def _card(
    request: Request,
    reader: Reader,
    number: int | None,
    wanted: Chosen,
    lane: int,
    *,
    full: bool = False,
) -> Response:
    file = None if number is None else casefile(reader, shown(reader, number), thorough=full)
    waiting = reader.waiting(0, wanted.pool)
    return render(
        request, "_card.html", file=file, lane=lane, full=full, wanted=wanted, waiting=waiting
    )


def _outcome(
    request: Request, service: Service, wanted: Chosen, done: int, card: int | None = None
) -> Response:
    """What a script puts around the card that it shows already."""
    with service.store.reading() as reader:
        context = around(request, reader, wanted, done)
    return render(request, "_outcome.html", card=card, **context)


def _stale(
    request: Request,
    service: Service,
    error: Stale,
    card: int,
    yours: tuple[str, str],
    wanted: Chosen,
) -> Response:
    """Their decision beside yours: what you said, and why."""
    with service.store.reading() as reader:
        theirs = past(reader, decision(reader, error.decision)) if error.decision else None
        found = shown(reader, card)
    return render(
        request,
        "stale.html",
        status=412,
        theirs=theirs,
        yours=yours,
        shown=found,
        wanted=wanted,
    )
