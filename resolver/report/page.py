"""The digest of an archive as one page of HTML: no script, and nothing from elsewhere."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment

from resolver.attribution import listed
from resolver.report.digest import ALIKE, LINKED, ONLY_FIT, Band, Digest, Drawn, Source
from resolver.showing.charts import Chart, chart
from resolver.showing.drawing import HALF, Dot, Graph, Thread, graph
from resolver.showing.environment import base_style, templates

_HOW = {
    ONLY_FIT: (
        "They fit nobody else",
        "Too little by itself, but the archive has a single name that the shorter one fits, or "
        "one that most of its mentions belong to.",
    ),
    LINKED: ("Joined by their evidence", "The evidence is enough by itself."),
    ALIKE: (
        "Written otherwise, meant alike",
        "Word for word these are taken for one spelling in several conventions, or for a slip of "
        "a word that the archive knows better.",
    ),
}


def page(digest: Digest, source: Source) -> str:
    """The page as a string. The same archive gives the same page to the byte."""
    style = _style()
    return (
        _environment()
        .get_template("report.html")
        .render(
            digest=digest,
            source=source,
            style=style,
            style_hash=b64encode(sha256(style.encode()).digest()).decode(),
            sizes=chart(digest.sizes),
            scores=_histogram(digest.scores, digest),
            suggested=_histogram(digest.suggested_scores, digest),
            how=_HOW,
            drawing_of=_drawing_of,
            edge=_edge,
        )
    )


@cache
def _environment() -> Environment:
    return templates(
        "resolver.report", {"listed": listed, "share": lambda part: f"{100 * part:.1f} %"}
    )


@cache
def _style() -> str:
    own = files("resolver.report").joinpath("static/report.css").read_text("utf-8")
    return base_style() + own


def _drawing_of(cluster: Drawn) -> Graph:
    return graph(
        [Dot(member.spelling, member.mentions) for member in cluster.members],
        [Thread(tie.a, tie.b, tie.score, tie.style) for tie in cluster.ties],
        HALF,
    )


def _histogram(bands: Sequence[Band], digest: Digest) -> Chart:
    """Bars with both thresholds marked where they lie between two of them."""
    marks = {
        sum(band.least < least - 1e-9 for band in bands): label
        for least, label in (
            (digest.review, f"review from {_edge(digest.review)}"),
            (digest.match, f"match from {_edge(digest.match)}"),
        )
    }
    return chart([(_edge(band.least), band.count) for band in bands], marks if bands else {})


def _edge(score: float) -> str:
    """A score as short as it can be and still differ from its neighbours."""
    digits = 2 if score < 0.985 else 3 if score < 0.9985 else 4
    return f"{score:.{digits}f}"
