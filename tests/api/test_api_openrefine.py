"""A real OpenRefine, driven over its own HTTP API, reconciles against a real server."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

import pytest

from resolver.access import Role
from resolver.mention import Mention
from resolver.service import Service
from resolver.store.sqlite import SqliteStore
from resolver.store.sqlite_keys import SqliteKeys

PATIENCE_SECONDS = 120
OPENREFINE = Path("/usr/share/openrefine/refine")
CELLS = ["Mowlajew Mansur", "Мансур Мовлаев", "Gulnara Bazhkenovaa", "", "=HYPERLINK(1)\u202e"]
PER_MINUTE = 60
ENGINE = '{"facets":[],"mode":"row-based"}'


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(URLError, ConnectionError, TimeoutError), urlopen(url, timeout=5):
            return
        time.sleep(0.2)
    pytest.fail(f"nothing answers at {url}")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def openrefine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running OpenRefine."""
    apt = shutil.which("apt-get")
    if not OPENREFINE.exists() and apt and os.geteuid() == 0:
        command = [apt, "install", "-y", "--no-install-recommends", "openrefine"]
        subprocess.run(command, check=False, capture_output=True, timeout=600)
    if not OPENREFINE.exists():
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("openrefine is not installed and could not be: apt-get install openrefine")
    port, data = free_port(), tmp_path_factory.mktemp("openrefine")
    process = subprocess.Popen(
        [str(OPENREFINE), "-p", str(port), "-d", str(data), "-x", "refine.headless=true"],
        cwd=OPENREFINE.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(f"{url}/command/core/get-version", process)
        yield url
    finally:
        os.killpg(process.pid, 15)
        process.wait(30)


@pytest.fixture
def service_url(tmp_path: Path) -> Iterator[str]:
    """The reconciliation service of a running server, with a reader's key in its address."""
    db = tmp_path / "names.db"
    with SqliteStore(db) as store, SqliteKeys(db) as keys:
        service = Service(store)
        service.record(Mention("Мансур Мовлаев", country="RU"), "movlaev")
        service.record(Mention("Gulnara Bazhkenova", country="KZ"), "bazhkenova")
        key = keys.create(Role.READER, "OpenRefine").text
    log = tmp_path / "server.log"
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-c", "from resolver.cli.main import main; main()", "serve", "--db",
             str(db), "--port", "0", "--rate-limit", str(PER_MINUTE)],
            stderr=stderr,
        )  # fmt: skip
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not (told := re.search(r"http://127\.0\.0\.1:\d+", log.read_text("utf-8"))):
            assert time.monotonic() < deadline, log.read_text("utf-8")
            time.sleep(0.1)
        yield f"{told[0]}/reconcile?api_key={key}"
        assert key not in log.read_text("utf-8")
    finally:
        process.terminate()
        process.wait(30)


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


class Refine:
    """The few commands of OpenRefine that the tests give."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.project = ""

    def get(self, command: str, **fields: str) -> Any:
        query = urlencode({"project": self.project, **fields})
        with urlopen(f"{self.url}/command/core/{command}?{query}", timeout=60) as answer:
            return json.load(answer)

    def post(self, command: str, **fields: str) -> Any:
        token = self.get("get-csrf-token")["token"]
        query = urlencode({"project": self.project, "csrf_token": token})
        body = urlencode(fields).encode()
        address = f"{self.url}/command/core/{command}?{query}"
        with urlopen(Request(address, data=body), timeout=60) as answer:
            return json.load(answer)

    def create(self, cells: list[str]) -> None:
        """A project with one column, `name`; an empty cell keeps its row."""
        text = "row\tname\n" + "".join(f"{n}\t{cell}\n" for n, cell in enumerate(cells))
        token = self.get("get-csrf-token")["token"]
        edge = "edge-of-a-part"
        options = json.dumps({"separator": "\t", "processQuotes": False, "encoding": "UTF-8"})
        fields = {"project-name": "test", "format": "text/line-based/*sv", "options": options}
        parts = "".join(
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        parts += (
            f'--{edge}\r\nContent-Disposition: form-data; name="project-file"; '
            f'filename="names.tsv"\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--{edge}--\r\n'
        )
        request = Request(
            f"{self.url}/command/core/create-project-from-upload?"
            + urlencode({"csrf_token": token, "options": options}),
            data=parts.encode(),
            headers={"Content-Type": f"multipart/form-data; boundary={edge}"},
        )
        with suppress(URLError):
            build_opener(_Stay()).open(request, timeout=60)
        found = self.get("get-all-project-metadata")["projects"]
        self.project = max(found, key=lambda key: found[key]["created"])

    def finish(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.get("get-processes")["processes"]:
            assert time.monotonic() < deadline
            time.sleep(0.2)

    def rows(self) -> list[list[dict[str, Any]]]:
        """The cells of each row; `recon` holds what is known of a reconciled one."""
        found = self.post("get-rows", start="0", limit="50", engine=ENGINE)
        pool = found["pool"]["recons"]
        return [
            [
                {**(cell or {}), "recon": pool.get(str((cell or {}).get("r")))}
                for cell in row["cells"]
            ]
            for row in found["rows"]
        ]


def reconcile(refine: Refine, service_url: str) -> None:
    config = {
        "mode": "standard-service",
        "service": service_url,
        "identifierSpace": "x",
        "schemaSpace": "y",
        "type": {"id": "person", "name": "Person"},
        "autoMatch": True,
        "columnDetails": [],
        "limit": 0,
    }
    answer = refine.post("reconcile", columnName="name", config=json.dumps(config), engine=ENGINE)
    assert answer["code"] in {"ok", "pending"}
    refine.finish()


def judgements(refine: Refine) -> list[tuple[str, str] | None]:
    """Judgement and id of the best candidate of each cell of `name`."""
    found: list[tuple[str, str] | None] = []
    for row in refine.rows():
        recon = row[1]["recon"] if len(row) > 1 else None
        if recon is None:
            found.append(None)
            continue
        candidates = [recon["m"]] if recon.get("m") else recon.get("c", [])
        found.append((recon["j"], candidates[0]["id"] if candidates else ""))
    return found


def test_openrefine_guesses_reconciles_extends_and_outlives_a_429(
    openrefine: str, service_url: str
) -> None:
    refine = Refine(openrefine)
    refine.create(CELLS)
    assert len(refine.rows()) == len(CELLS)

    guessed = refine.post("guess-types-of-column", columnName="name", service=service_url)
    assert guessed["types"][0]["id"] == "person"

    spend_the_minute(service_url)
    reconcile(refine, service_url)
    first, second, typo, empty, hostile = judgements(refine)
    assert first == second == ("matched", "movlaev")
    assert typo is not None
    assert typo[1] == "bazhkenova"
    assert empty is None
    assert hostile == ("none", "")

    answer = refine.post(
        "extend-data",
        engine=ENGINE,
        baseColumnName="name",
        endpoint=service_url,
        identifierSpace="x",
        schemaSpace="y",
        columnInsertIndex="2",
        extension=json.dumps({"properties": [{"id": "country", "name": "Country"}]}),
    )
    assert answer["code"] in {"ok", "pending"}
    refine.finish()
    assert [row[-1]["v"] for row in refine.rows()[:2]] == ["RU", "RU"]


def spend_the_minute(service_url: str) -> None:
    """Use up what the key may ask, so that OpenRefine is turned away at first."""
    address = service_url.replace("/reconcile?", "/reconcile/suggest/type?")
    refused = 0
    for _ in range(PER_MINUTE * 2):
        try:
            urlopen(address, timeout=10).close()
        except HTTPError as error:
            refused += error.code == 429
            error.close()
        if refused == 3:
            return
    pytest.fail("the key was never turned away")
