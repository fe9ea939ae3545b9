"""Spark as a cluster has it, against DuckDB: the same archive, and the same bytes?

python -m tests.benchmarks.cluster [--mentions 3000] [--workers 2]

A standalone master and workers, each a process of its own with an executor of its own, on
loopback: what is started by `--engine spark` reaches them over the network, as on machines of
their own. Only the distances are missing. Ends with 1 where the outputs differ.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from .archive import mentions, write

STARTED_SECONDS = 60.0
_CLASSES = "org.apache.spark.deploy"
_RESOLVER = "from resolver.cli.main import cli; cli()"


def _environment() -> dict[str, str]:
    found = find_spec("pyspark")
    if found is None or not found.submodule_search_locations:
        sys.exit("PySpark is not installed: pip install 'name-resolver[spark]'")
    return os.environ | {
        "SPARK_HOME": found.submodule_search_locations[0],
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
    }


@contextmanager
def _running(folder: Path, name: str, said: str, *arguments: str) -> Iterator[str]:
    """A process of the cluster; what it said of itself once it was ready."""
    environment, log = _environment(), folder / f"{name}.log"
    command = [f"{environment['SPARK_HOME']}/bin/spark-class", *arguments]
    with log.open("wb") as written:
        process = subprocess.Popen(command, env=environment, stdout=written, stderr=written)
    try:
        until = time.monotonic() + STARTED_SECONDS
        while (told := re.search(said, log.read_text("utf-8"))) is None:
            if process.poll() is not None or time.monotonic() > until:
                sys.exit(f"the {name} did not start:\n{log.read_text('utf-8')[-2000:]}")
            time.sleep(0.2)
        yield told.group(1)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """The address of a master with so many workers of one core."""
    with ExitStack() as stack:
        master = stack.enter_context(
            _running(
                folder, "master", r"Starting Spark master at (\S+)", f"{_CLASSES}.master.Master",
                "--host", "127.0.0.1", "--port", "0", "--webui-port", "0",
            )
        )  # fmt: skip
        for number in range(workers):
            stack.enter_context(
                _running(
                    folder, f"worker{number}", r"(Successfully registered)",
                    f"{_CLASSES}.worker.Worker", "--host", "127.0.0.1", "--cores", "1",
                    "--memory", "1g", "--webui-port", "0",
                    "--work-dir", str(folder / f"worker{number}"), master,
                )
            )  # fmt: skip
        yield master


def _deduplicated(archive: Path, output: Path, *options: str) -> float:
    begun = time.monotonic()
    command = [sys.executable, "-c", _RESOLVER, "dedupe", str(archive), "-o", str(output)]
    subprocess.run([*command, *options], env=_environment(), check=True)
    return time.monotonic() - begun


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mentions", type=int, default=3_000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with TemporaryDirectory() as made:
        folder = Path(made)
        archive = folder / "archive.csv"
        write(archive, mentions(options.mentions, 5, mixed=True))
        alone = _deduplicated(archive, folder / "duckdb.csv", "--engine", "duckdb")
        with cluster(folder, options.workers) as master:
            settings = ("--conf", f"spark.sql.shuffle.partitions={2 * options.workers}")
            work = ("--work", str(folder / "work"))
            spread = _deduplicated(
                archive, folder / "spark.csv", "--engine", "spark", "--master", master,
                *work, *settings,
            )  # fmt: skip
            executors = len(list(folder.glob("worker*/app-*/*")))
        same = (folder / "duckdb.csv").read_bytes() == (folder / "spark.csv").read_bytes()
    print(f"executors {executors}, seconds {spread:.0f} (DuckDB {alone:.0f})")
    print("identical" if same else "DIFFERENT")
    sys.exit(0 if same and executors >= options.workers else 1)


if __name__ == "__main__":
    main()
