"""The report of an archive as a browser shows it from a file: accessible, narrow, by itself."""

from __future__ import annotations

import csv

import pytest
from benchmarks.archive import mentions

from browser.people import HOSTILE
from browser.rig import Window, Windows
from resolver.cli.main import cli

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a report that has something of everything."""
    folder = tmp_path_factory.mktemp("report")
    archive, page = folder / "<b>архив.csv", folder / "report.html"
    names = [mention.name for mention in mentions(400, 4, mixed=True)]
    with archive.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["name"])
        writer.writerows([name] for name in [*names, *HOSTILE, *HOSTILE, ""])
    out = str(folder / "out.csv")
    command = ["dedupe", str(archive), "--engine", "duckdb", "--workers", "1", "-o", out]
    with pytest.raises(SystemExit) as ended:
        cli([*command, "--report", str(page)], prog_name="resolver")
    assert ended.value.code == 1  # some rows have no usable name
    return page.as_uri()


def everything(window: Window) -> None:
    """Nothing is folded any more."""
    window.page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_a_report_is_accessible_and_fits_any_window(
    report: str, windows: Windows, width: int, dark: bool
) -> None:
    """Windows complain of what a page asks for from elsewhere, and of any script."""
    window = windows.open(report, dark=dark, width=width)
    page = window.go("")
    assert page.locator("h1").inner_text() == "Deduplication of <b>архив.csv"
    assert not window.scrolls_sideways()
    assert window.small_targets() == []
    everything(window)
    assert window.axe() == []
    assert not window.scrolls_sideways()
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(18, 22, 27)" if dark else "rgb(255, 255, 255)")


def test_a_report_is_the_same_without_scripts_and_hostile_names_stay_inert(
    report: str, windows: Windows
) -> None:
    window = windows.open(report, script=False, width=375)
    page = window.go("")
    assert page.title() == "Deduplication of <b>архив.csv"
    assert page.locator("script, img, iframe, link, main form").count() == 0
    assert page.locator("[onerror], [onmouseover]").count() == 0
    assert page.locator("svg[role=img]").count() >= 5
    for link in page.locator("nav a").all():
        link.click()
        assert page.url.startswith(report + "#")


def test_labels_of_a_drawing_stay_on_its_paper(report: str, windows: Windows) -> None:
    page = windows.open(report).go("")
    outside = page.evaluate(
        """() => [...document.querySelectorAll('.graph svg[role=img]')].flatMap((svg) => {
          const box = svg.getBoundingClientRect();
          return [...svg.querySelectorAll('text')].map((one) => one.getBoundingClientRect())
            .filter((own) => own.left < box.left - 8 || own.right > box.right + 8); }).length"""
    )
    assert outside == 0
