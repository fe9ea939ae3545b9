"""`/entities`: found by a name in any spelling, looked at, and their history undone."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from api.acts import acting
from api.pages.asked import Number, Text, cluster_path, entity_path, kind_asked
from api.pages.form import Form
from api.pages.frame import render, see
from api.pages.session import visitor
from api.pages.views_entity import entity_shown
from api.pages.views_history import line_of
from api.pages.views_search import Found, beginning, listed, searched
from api.serving import AtDesk, Serving
from resolver.desk import Act
from resolver.errors import BadName, Stale
from resolver.history import happened
from resolver.mention import Kind
from resolver.service import Service
from resolver.showing.charts import chart

router = APIRouter(include_in_schema=False)

EntityId = Annotated[str, Path(alias="id", max_length=1000)]


@router.get("/entities", operation_id="pageEntities")
def entities_page(
    request: Request,
    service: Serving,
    name: Text = "",
    kind: Text = "",
    after: Text = "",
    begin: Text = "",
) -> Response:
    """Those that a name may mean, or all; `begin` looks for words that begin so."""
    asked = kind_asked(kind)
    found: Found | None = None
    error = ""
    with acting(service):
        try:
            found = _found(service, name, asked, after or None, begin=bool(begin))
        except BadName as bad:
            error = f"{str(bad).capitalize()}."
    return render(
        request,
        "entities.html",
        status=422 if error else 200,
        text=name.strip(),
        kind=asked,
        kinds=tuple(Kind),
        found=found,
        begin=bool(begin),
        error=error,
        entity_path=entity_path,
        cluster_path=cluster_path,
    )


def _found(
    service: Service, name: str, kind: Kind | None, after: str | None, *, begin: bool
) -> Found:
    if not name.strip():
        return listed(service, kind, after)
    return beginning(service, name) if begin else searched(service, name, kind, after)


@router.post("/entities/{id:path}/undo", operation_id="pageUndoInHistory")
def undo(
    request: Request, entity_id: EntityId, service: Serving, desk: AtDesk, form: Form
) -> Response:
    """A decision of its history no longer holds. Where somebody has decided since the page
    was loaded, nothing is undone and their decision is shown."""
    decision = form.number("decision")
    act = Act(visitor(request).actor, "", form.number("seen"), form.text("key") or None)
    with acting(service):
        try:
            desk.undo(decision, act)
        except Stale as error:
            return _page(request, service, entity_id, stale=error.decision)
    return see(request, entity_path(entity_id), undone=decision)


@router.get("/entities/{id:path}", operation_id="pageEntity")
def entity_page(
    request: Request,
    entity_id: EntityId,
    service: Serving,
    after: Number = 0,
    before: Number = 0,
    was: Text = "",
    undone: Number = 0,
) -> Response:
    """Everything about one entity. The id of one that was merged leads to where it went."""
    with acting(service):
        return _page(
            request, service, entity_id, after=after, before=before, was=was, undone=undone
        )


def _page(
    request: Request,
    service: Service,
    entity_id: str,
    *,
    after: int = 0,
    before: int = 0,
    was: str = "",
    undone: int = 0,
    stale: int = 0,
) -> Response:
    shown = entity_shown(service, entity_id, after, before or None)
    if shown.entity.entity_id != entity_id and not stale:
        return see(request, entity_path(shown.entity.entity_id), was=entity_id)
    theirs = None
    if stale:
        with service.store.reading() as reader:
            theirs = line_of(reader, happened(reader, stale))
    return render(
        request,
        "entity.html",
        status=412 if stale else 200,
        shown=shown,
        chart=chart([(one.label, one.mentions) for one in shown.time.periods]),
        was=was if was in shown.entity.members else "",
        undone=undone,
        theirs=theirs,
        entity_path=entity_path,
        cluster_path=cluster_path,
    )
