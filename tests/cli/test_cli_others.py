"""`resolver evaluate`, `serve` and `demo`."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from .conftest import RESOLVER, Invoke

GOLD = """\
entity_id,name
1,Mansur Movlaev
1,Мансур Мовлаев
1,Mansur Mowlajew
2,Ramzan Kadyrov
2,Рамзан Кадыров
"""


def test_evaluate_prints_a_table(invoke: Invoke) -> None:
    result = invoke("evaluate", "-", input=GOLD)
    assert result.exit_code == 0
    for measure in ("top1", "precision", "recall", "pairwise_f1", "bcubed_f1"):
        assert any(line.startswith(measure) for line in result.stdout.splitlines())


def test_evaluate_prints_json(invoke: Invoke) -> None:
    measures = json.loads(invoke("evaluate", "-", "--json", input=GOLD).stdout)
    assert measures["names"] == 5
    assert measures["top1"] == measures["bcubed_f1"] == 1.0


def test_evaluate_uses_the_names_marked_primary_as_the_archive(invoke: Invoke) -> None:
    rows = "entity_id,name,primary\n1,Mansur Movlaev,1\n1,Мансур Мовлаев,1\n1,Movlaev,0\n"
    measures = json.loads(invoke("evaluate", "-", "--json", input=rows).stdout)
    assert measures["queries"] == 1


def test_evaluate_names_bad_rows(invoke: Invoke) -> None:
    result = invoke("evaluate", "-", input=GOLD + "3,\n,Adam\n")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "row 7: the name is empty or has no letters",
        "row 8: the entity_id is empty",
        "2 rows of 7 failed",
    ]


@pytest.mark.parametrize("content", ["name\nAdam\n", "entity_id,name\n", "entity_id,name\n1,\n"])
def test_evaluate_refuses_a_file_without_entities(invoke: Invoke, content: str) -> None:
    result = invoke("evaluate", "-", input=content)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1].startswith("resolver: standard input has no ")


def test_serve_refuses_a_port_in_use_in_one_line(invoke: Invoke) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = invoke("serve", "--port", str(port))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"resolver: port {port} on 127.0.0.1 is in use by another program; choose one with --port\n"
    )
    assert list(Path().iterdir()) == []


def test_serve_refuses_an_address_it_cannot_have(invoke: Invoke) -> None:
    assert invoke("keys", "create", "--role", "reader").exit_code == 0
    result = invoke("serve", "--host", "203.0.113.9")
    assert result.exit_code == 2
    assert result.stderr.startswith("resolver: cannot listen on port 8000 on 203.0.113.9: ")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_serve_answers_until_interrupted_and_ends_with_0(
    tmp_path: Path, sent: signal.Signals
) -> None:
    with subprocess.Popen(
        [RESOLVER, "serve", "--port", "0"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "RESOLVER_PURE": "1"},
    ) as process:
        assert process.stderr is not None
        assert process.stdout is not None
        said = process.stderr.readline()
        assert "in plain Python, since RESOLVER_PURE is set" in said
        where = said.split()[2]
        deadline = time.monotonic() + 20
        with urlopen(f"{where}/healthz", timeout=deadline - time.monotonic()) as answer:
            assert answer.status == 200
        process.send_signal(sent)
        assert process.wait(20) == 0
        *logs, last = process.stderr.read().splitlines()
        assert last == "stopped; everything acknowledged is kept"
        assert all(json.loads(line)["operation"] == "getHealth" for line in logs)
        assert process.stdout.read() == ""


def test_demo_prints_entities_reasons_and_what_is_to_decide(invoke: Invoke) -> None:
    rows = "name,kind\nMansur Movlaev,person\nМансур Мовлаев,person\nAdat,org\n1ADAT,org\n"
    result = invoke("demo", "-", input=rows)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "4 mentions in 4 spellings from standard input"
    assert "People: 1" in lines
    assert "Organizations: 2" in lines
    assert lines[lines.index("Put together: 1") + 1].endswith("Mansur Movlaev = Мансур Мовлаев")
    assert lines[lines.index("For a person to decide: 1") + 1].endswith("1ADAT = Adat?")
    assert lines[-1].endswith("4 mentions, 3 entities, 1 suggestion")


def test_demo_names_bad_rows(invoke: Invoke) -> None:
    result = invoke("demo", "-", input="name,id\n,1\nAdam,2\n")
    assert result.exit_code == 1
    assert result.stderr.startswith("row 2 (id 1): ")


def test_demo_keeps_an_entity_of_many_spellings_within_the_line(invoke: Invoke) -> None:
    spellings = ["Movlaev", "Movlayev", "Mowlajew", "Movlaïev", "Мовлаев", "Mowłajew", "Movlaiev"]
    result = invoke("demo", "-", input="name\n" + "".join(f"{name}\n" for name in spellings))
    table = result.stdout.split("Put together")[0]
    assert all(len(line) <= 100 for line in table.splitlines())
    assert all(f"{name} (1)" in table for name in spellings)
