"""A cluster as a whole: drawn, merged with its neighbours, split, and called by a name."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from api.acts import acting
from api.pages.form import Fields, Form
from api.pages.frame import render, see
from api.pages.session import visitor
from api.problems import Refused, bad_name
from api.serving import AtDesk, Serving
from resolver.desk import Act
from resolver.errors import BadInput, BadName, NotFound
from resolver.history import decision
from resolver.showing.drawing import Dot, Graph, Style, Thread, graph
from resolver.store.protocol import Reader
from resolver.tally import Past, past
from resolver.web import Web, halves, web

router = APIRouter(include_in_schema=False)

EntityId = Annotated[str, Path(alias="id", max_length=200)]
Numbered = Annotated[int, Query(ge=0, le=2**53)]
Leaving = Annotated[list[str], Query(max_length=2_000)]
_HASH = 12


def handle(spelling: str) -> str:
    """What stands for a spelling in a form: browsers change some characters of values."""
    return sha256(spelling.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]


@router.get("/review/cluster/{id:path}", operation_id="pageCluster")
def cluster(
    request: Request,
    entity_id: EntityId,
    service: Serving,
    leave: Leaving = [],  # noqa: B006
    done: Numbered = 0,
) -> Response:
    """The cluster of an entity; with `leave`, what a split would make of it."""
    with acting(service), service.store.reading() as reader:
        found = web(reader, entity_id)
        preview, complaint = None, ""
        if leave:
            gone = [name for name in found.entity.spellings if handle(name) in leave]
            try:
                preview = halves(reader, found.entity, gone)
            except BadInput as error:
                complaint = f"{str(error).capitalize()}."
        return render(
            request,
            "cluster.html",
            web=found,
            graph=_drawn(found),
            preview=preview,
            complaint=complaint,
            leave=set(leave),
            handle=handle,
            done=_done(reader, done),
        )


@router.post("/review/cluster/{id:path}/split", operation_id="pageSplit")
def split(
    request: Request, entity_id: EntityId, form: Form, service: Serving, desk: AtDesk
) -> Response:
    """The mentions that were shown as leaving become an entity of their own."""
    with acting(service):
        done = desk.split(entity_id, form.many("mention"), _act(request, form))
    return see(request, f"/review/cluster/{entity_id}", done=done.decision)


@router.post("/review/cluster/{id:path}/merge", operation_id="pageMerge")
def merge(
    request: Request, entity_id: EntityId, form: Form, service: Serving, desk: AtDesk
) -> Response:
    """The entities that were chosen join this one."""
    with acting(service):
        done = desk.merge([entity_id, *form.many("entity")], _act(request, form))
    return see(request, f"/review/cluster/{entity_id}", done=done.decision)


@router.post("/review/cluster/{id:path}/rename", operation_id="pageRename")
def rename(
    request: Request, entity_id: EntityId, form: Form, service: Serving, desk: AtDesk
) -> Response:
    """The entity is called so from now on."""
    with acting(service):
        try:
            done = desk.rename(entity_id, form.text("name"), _act(request, form))
        except BadName as error:
            raise Refused(bad_name(error, "/name")) from error
    return see(request, f"/review/cluster/{entity_id}", done=done.decision)


@router.post("/review/cluster/{id:path}/undo", operation_id="pageUndoHere")
def undo(
    request: Request, entity_id: EntityId, form: Form, service: Serving, desk: AtDesk
) -> Response:
    """What was done last is taken back."""
    with acting(service):
        done = desk.undo(form.number("decision"), _act(request, form))
    return see(request, f"/review/cluster/{entity_id}", done=done.decision)


def _drawn(found: Web) -> Graph:
    """The entity's own spellings first, then those of each other entity."""
    groups = {found.entity.entity_id: 0}
    for other in found.others.values():
        groups.setdefault(other.entity_id, len(groups))
    return graph(
        [Dot(one.spelling, one.mentions, groups[one.entity_id]) for one in found.members],
        [
            Thread(tie.a, tie.b, tie.score, Style.WEAK if tie.weak else Style.STRONG)
            for tie in found.ties
        ],
    )


def _act(request: Request, form: Fields) -> Act:
    seen = form.number("seen") if form.text("seen", "") else None
    return Act(visitor(request).actor, form.text("reason", "").strip(), seen, form.text("key"))


def _done(reader: Reader, number: int) -> Past | None:
    try:
        return past(reader, decision(reader, number)) if number else None
    except NotFound:
        return None
