"""The report of an archive: what it counts, samples, draws and shows."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from benchmarks.archive import mentions

from resolver.batch import loose
from resolver.batch.digest import digest
from resolver.batch.run import Run, Settings
from resolver.mention import Kind
from resolver.report.digest import ALIKE, DRAWN, MERGES, MOST_DRAWN, ONLY_FIT, Digest, Source
from resolver.report.page import page
from resolver.showing.drawing import Style
from resolver.text import clean
from resolver.weights import probability

Names = list[tuple[str, Kind]]
Batch = Callable[[Sequence[tuple[str, Kind]]], Run]
SOURCE = Source("archive.csv", (("File", "archive.csv"), ("Rules", "version 1")), 3, 0)


def persons(names: Sequence[str]) -> Names:
    return [(name, Kind.PERSON) for name in names]


def invented(count: int = 900) -> Names:
    return persons([mention.name for mention in mentions(count, 9, mixed=True)])


def digested(run: Run) -> Digest:
    return digest(run.engine, run.counts())


@pytest.fixture(scope="module")
def invented_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("report") / "work"
    run = Run(Settings(folder, {}, workers=1), lambda _step, _done, _of: None)
    run.read((row, name, kind) for row, (name, kind) in enumerate(invented()))
    run.solve()
    yield run
    run.close()


def test_the_counts_are_those_of_the_archive(invented_run: Run) -> None:
    found, entities = digested(invented_run), list(invented_run.entities())
    assert sum(count for _, count in found.sizes) == len(entities) == found.counts["entities"]
    assert dict(found.sizes)["1"] == sum(entity["n"] == 1 for entity in entities)
    scored = invented_run.engine.fetch("SELECT a, b FROM edge GROUP BY a, b").num_rows
    assert sum(band.count for band in found.scores) == scored
    suggestions = list(invented_run.suggestions())
    assert sum(count for _, count in found.suggested) == len(suggestions)
    assert sum(band.count for band in found.suggested_scores) == len(suggestions)


def test_thresholds_lie_between_two_bands_of_scores(invented_run: Run) -> None:
    found = digested(invented_run)
    rows = invented_run.engine.fetch("SELECT max(log_odds) AS x FROM edge GROUP BY a, b")
    for threshold in (found.review, found.match):
        at = [math.isclose(band.least, threshold, abs_tol=1e-9) for band in found.scores]
        assert sum(at) == 1
        above = sum(band.count for band in found.scores[at.index(True) :])
        assert above == sum(probability(x) >= threshold - 1e-9 for x in rows["x"].to_pylist())


def test_the_largest_clusters_come_first_and_the_least_dense_are_told(invented_run: Run) -> None:
    found, entities = digested(invented_run), list(invented_run.entities())
    sizes = sorted((len(entity["spellings"]) for entity in entities), reverse=True)  # type: ignore[arg-type]
    assert [one.spellings for one in found.largest] == sizes[:DRAWN]
    assert [one.density for one in found.sparse] == sorted(one.density for one in found.sparse)
    assert all(one.density < 1 for one in found.sparse)
    spelled = {
        str(entity["entity_id"]): {one["name"]: one["count"] for one in entity["spellings"]}  # type: ignore[attr-defined]
        for entity in entities
    }
    for one in found.largest + found.sparse:
        shown = {member.spelling: member.mentions for member in one.members}
        assert shown.items() <= spelled[one.entity_id].items()
        assert len(shown) == min(MOST_DRAWN, one.spellings)
        assert all(tie.a < tie.b < len(shown) for tie in one.ties)


def test_a_weak_tie_is_told_from_a_strong_one(batch: Batch) -> None:
    names = ["Мансур Петрович Мовлаев", "Mansur Petrovich Movlaev", "M. Movlef"]
    (cluster,) = digested(batch(persons(names))).largest
    styles = {
        frozenset((cluster.members[tie.a].spelling, cluster.members[tie.b].spelling)): tie.style
        for tie in cluster.ties
    }
    assert styles[frozenset(names[:2])] is Style.STRONG
    assert styles[frozenset(names[1:])] is Style.WEAK


def test_merges_are_sampled_from_all_scores_and_their_evidence_adds_up(invented_run: Run) -> None:
    found = digested(invented_run)
    assert len(found.merges) == MERGES
    assert len({(one.a, one.b) for one in found.merges}) == MERGES
    doubtful = [one for one in found.merges if one.score < found.match]
    assert doubtful
    assert {one.how for one in doubtful} <= {ONLY_FIT, ALIKE}
    assert sum(one.score > 0.99 for one in found.merges) >= 5
    entities = {name: entity for entity in invented_run.entities() for name in
                [one["name"] for one in entity["spellings"]]}  # type: ignore[attr-defined]  # fmt: skip
    for one in found.merges:
        assert entities[one.a] == entities[one.b]
        assert entities[one.a]["entity_name"] == one.name
        total = probability(sum(reason.weight for reason in one.reasons))
        assert total == pytest.approx(one.score, abs=0.02)


def test_evidence_names_the_standards(batch: Batch) -> None:
    found = digested(batch(persons(["Мансур Мовлаев", "Mansur Mowlajew"])))
    (merge,) = found.merges
    assert "Mowlajew is Мовлаев by Polish press and German press" in merge.reasons[0].text


def test_conventions_are_those_that_the_spellings_follow(batch: Batch) -> None:
    names = ["Юрий Щукин", "Сергей Жуков", "Яков Хрущев"]
    german = ["Jurij Schtschukin", "Sergej Schukow", "Jakow Chruschtschow"]
    english = ["Yuriy Shchukin", "Sergey Zhukov", "Yakov Khrushchev"]
    found = digested(batch(persons([*names, *german, *english]))).conventions
    assert (found.entities, found.eligible, found.assumed) == (3, 3, False)
    rows = {one.title: one for one in found.rows}
    assert rows["In Cyrillic: Russian"].mentions == 3
    assert any("German press" in one.title and "Sergej Schukow" in one.examples
               for one in found.rows)  # fmt: skip
    assert sum(one.mentions for one in found.rows) == 9
    assert sum(one.share for one in found.rows) == pytest.approx(1)


def test_an_archive_without_cyrillic_is_explained_by_originals_that_are_inferred(
    batch: Batch,
) -> None:
    found = digested(batch(persons(["Mansur Movlayev", "Mansur Mowlajew"]))).conventions
    assert found.assumed
    assert found.rows


def test_one_archive_has_one_report_in_whatever_order_it_comes(batch: Batch) -> None:
    names = invented(300)
    shuffled = names[:]
    random.Random(3).shuffle(shuffled)
    pages = [page(digested(batch(given)), SOURCE) for given in (names, shuffled)]
    assert pages[0] == pages[1]


def test_an_empty_archive_has_a_report(batch: Batch) -> None:
    text = page(digested(batch([])), replace(SOURCE, rows=0))
    assert "There is no name in it that could be used" in text
    assert "<svg" not in text


def test_an_archive_in_which_nobody_is_alike_has_a_report(batch: Batch) -> None:
    text = page(digested(batch(persons(["Иван Орлов"]))), SOURCE)
    assert "1 mention, spelled in 1 way, is 1 entity" in text


def test_large_blocks_and_bad_rows_are_told(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loose, "LARGE", 2)
    names = [*persons([f"{man} Орлов" for man in ("Иван", "Пётр", "Олег", "Юрий")])]
    found = digested(batch([*names, ("Orlov", Kind.PERSON)]))
    assert found.refined
    assert found.refined[0][0] == "person"
    source = replace(SOURCE, rows=7, failed=2, problems=(("the name is empty", 2),))
    text = page(found, source)
    assert "too large to compare" in text
    assert "the name is empty" in text
    assert "2 rows of 7 got no entity" in text


HOSTILE = (
    "<script>alert(1)</script> Иванов",
    '"><img src=//evil.example onerror=alert(1)> Иванов',
    "Ivanov\u202e vonavI",
    "Iva\u0301\u0301\u0301\u0301\u0301\u0301nov Ivan",
    "Ivanоv Ivan",  # a Cyrillic о
    "&lt;b&gt; {{ 7 * 7 }} Ivanov",
    "javascript:alert(1) Ivanov",
)


class Tags(HTMLParser):
    """Every tag of a page with its attributes, and the text outside of styles."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def parsed(text: str) -> Tags:
    found = Tags()
    found.feed(text)
    return found


def test_hostile_names_are_inert_and_legible(batch: Batch) -> None:
    usable = [clean(name).text for name in HOSTILE]
    source = Source(HOSTILE[1], (("File", HOSTILE[0]),), 9, 1, ((HOSTILE[1], 1),))
    text = page(digested(batch(persons([*usable, *usable, "Ivanov Ivan", "Иванов Иван"]))), source)
    found = parsed(text)
    names = {tag for tag, _ in found.tags}
    assert not names & {"script", "img", "iframe", "object", "link", "base", "form", "b"}
    assert not [name for _, given in found.tags for name in given if name.startswith("on")]
    for _, given in found.tags:
        for name in ("href", "src", "action", "xlink:href"):
            assert (given.get(name) or "#").startswith("#")
    assert "\u202e" not in text
    assert "{{ 7 * 7 }}" in "".join(found.text) or "49" not in "".join(found.text)
    assert '<span class="chip">Cyrillic о</span>' in text


def test_names_stand_in_isolation_with_their_language(batch: Batch) -> None:
    text = page(digested(batch(persons(["Мансур Мовлаев", "Mansur Movlaev"]))), SOURCE)
    assert '<bdi class="name" lang="und-Cyrl">Мансур Мовлаев</bdi>' in text
    assert '<bdi class="name" lang="und-Latn">Mansur Movlaev</bdi>' in text
    assert re.search(r'<text [^>]*lang="und-Cyrl">Мансур Мовлаев ×1</text>', text)


def test_the_page_needs_nothing_from_elsewhere(invented_run: Run) -> None:
    text = page(digested(invented_run), SOURCE)
    found = parsed(text)
    policy = next(
        given["content"] for tag, given in found.tags
        if tag == "meta" and given.get("http-equiv") == "Content-Security-Policy"
    )  # fmt: skip
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert not re.search(r"url\(|@import|https?:", text)
    ids = [given["id"] for _, given in found.tags if "id" in given]
    assert len(ids) == len(set(ids))
    targets = {str(given["href"])[1:] for tag, given in found.tags if tag == "a"}
    assert targets <= set(ids)
