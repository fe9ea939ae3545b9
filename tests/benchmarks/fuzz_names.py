"""Names that a coverage-guided fuzzer makes up: no exception, and none over 50 ms.

    pip install -c constraints.txt 'name-resolver[fuzz]'
    python -m tests.benchmarks.fuzz_names --seconds 300 [--corpus FOLDER]

atheris watches which lines of the library a name reaches, and changes those that reach new
ones; it begins with the names of `hostile`. What it finds slow is timed again in a process
of its own, in which nothing is watched and every cache is empty: only what is over the limit
there counts. Ends with 1 after an exception or a slow name, which stay in the corpus folder.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import thread_time

from resolver.compare import compare
from resolver.errors import BadInput, BadName
from resolver.keys import keys_of
from resolver.mention import Kind
from resolver.names import analyze
from resolver.original import originals
from resolver.romanize import romanize_all
from resolver.text import clean
from resolver.variants import variants

from . import caches
from .hostile import LIMIT_MS, names

KINDS = tuple(Kind)
LONGEST = 2_100
"""Bytes: more than the longest name has, so that the refusal is tried as well."""


def text_of(data: bytes) -> tuple[Kind, str]:
    """The first byte says what kind of name the others are; wrong UTF-8 becomes halves of
    surrogate pairs."""
    kind = KINDS[data[0] % len(KINDS)] if data else Kind.PERSON
    return kind, data[1:].decode("utf-8", "surrogateescape")


def data_of(kind: Kind, text: str) -> bytes:
    return bytes([KINDS.index(kind)]) + text.encode("utf-8", "surrogateescape")


def steps(kind: Kind, text: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """Everything that an address does with a name."""
    yield "analyze", partial(analyze, text, kind)
    name, plain = analyze(text, kind), analyze("Мансур Мовлаев", kind)
    yield "keys", partial(keys_of, name)
    yield "compare", partial(compare, name, plain)
    turned = " ".join(reversed(text.split()))
    yield "compare with itself turned", partial(compare, name, analyze(turned, kind))
    plainer = clean(text).text
    yield "romanize", lambda: list(romanize_all(plainer, None))
    yield "original", partial(originals, plainer, None, 10)
    yield "variants", partial(variants, plainer, 50, None)


def slowest(kind: Kind, text: str) -> tuple[float, str]:
    """CPU ms and name of the dearest step; a name that is refused ends there."""
    worst = (0.0, "")
    try:
        for step, call in steps(kind, text):
            start = thread_time()
            call()
            worst = max(worst, ((thread_time() - start) * 1000, step))
    except (BadName, BadInput):
        pass
    return worst


def again(kind: Kind, text: str) -> tuple[float, str]:
    """The same with empty caches; the least of three times where it may be too much."""
    least = (LIMIT_MS * 1000, "")
    for _ in range(3):
        caches.clear(caches.bounded())
        least = min(least, slowest(kind, text))
        if least[0] < LIMIT_MS / 2:
            break
    return least


def hunt(corpus: Path, slow: Path, seconds: int) -> None:
    """Never comes back: the fuzzer ends the process."""
    import atheris

    for kind in KINDS:
        # Tables are read at their first use, which is no name's fault.
        for ordinary in ("Ыхтобруг, О", "Мансур Мовлаев", "Mansur Mowlajew"):
            slowest(kind, ordinary)
        for label, text in names().items():
            at = corpus / re.sub(r"\W+", "-", f"{kind} {label}")
            at.write_bytes(data_of(kind, text))

    def one(data: bytes) -> None:
        kind, text = text_of(data)
        if slowest(kind, text)[0] > LIMIT_MS:
            (slow / f"{abs(hash(data)):x}").write_bytes(data)

    atheris.instrument_all()
    atheris.Setup(
        [sys.argv[0], str(corpus), f"-max_total_time={seconds}", f"-max_len={LONGEST}",
         f"-artifact_prefix={corpus}/crash-", "-timeout=60", "-rss_limit_mb=4096",
         "-print_final_stats=1", "-verbosity=0"],
        one,
    )  # fmt: skip
    atheris.Fuzz()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--corpus", type=Path, help="kept from run to run")
    parser.add_argument("--hunt", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="resolver-names-") as scratch:
        corpus = given.corpus or Path(scratch) / "corpus"
        corpus.mkdir(parents=True, exist_ok=True)
        if given.hunt is not None:
            hunt(corpus, given.hunt, given.seconds)
        slow = Path(scratch) / "slow"
        slow.mkdir()
        hunted = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.fuzz_names", "--hunt", str(slow),
             "--corpus", str(corpus), "--seconds", str(given.seconds)],
            stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
        sent = re.search(r"number_of_executed_units: (\d+)", hunted.stderr)
        if hunted.returncode or sent is None:
            sys.exit(hunted.stderr[-4000:])
        found = [(*again(*text_of(each.read_bytes())), each) for each in slow.iterdir()]
        found.sort(reverse=True)
        over = [each for each in found if each[0] > LIMIT_MS]
        print(f"{int(sent[1]):,} names, no exception; {len(found)} slow while watched, "
              f"{len(over)} over {LIMIT_MS:.0f} ms")  # fmt: skip
        for ms, step, path in found[:10]:
            kept = corpus / f"slow-{path.name}"
            kept.write_bytes(path.read_bytes())
            print(f"  {ms:.0f} ms: {step} of {text_of(path.read_bytes())!r:.120}")
        sys.exit(1 if over else 0)


if __name__ == "__main__":
    main()
