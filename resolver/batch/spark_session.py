"""A Spark session for one run: started where none is running, silent, and ended afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path

from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession

from resolver.batch.engine import Engine
from resolver.batch.folder import Folder, LocalFolder
from resolver.batch.run import Progress
from resolver.batch.spark import SparkEngine
from resolver.batch.spark_files import HadoopFolder
from resolver.errors import BadInput

_ALWAYS = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "4000",
    "spark.driver.maxResultSize": "0",  # what settles components is one of the results
    "spark.ui.showConsoleProgress": "false",
}
_HERE = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}
_PARTS_PER_CORE = 4


class Spark:
    """Spark under a master; `master` None: the one of spark-submit, else this machine.

    A session that is running already is used, and stays. Spark's own messages go to a file:
    those of a run that fails are told where they are.
    """

    def __init__(self, master: str | None = None, conf: Mapping[str, str] | None = None) -> None:
        self._master = master
        self._conf = dict(conf or {})
        self._scratch: Path | None = None
        self._session: SparkSession | None = None

    def folder(self, uri: str) -> Folder:
        """A work folder: a path, or a URI of any file system that Spark knows."""
        if "://" not in uri:
            return LocalFolder(Path(uri))
        return HadoopFolder(self.session(), uri)

    def start(self, folder: Folder, progress: Progress) -> Engine:
        """The engine over a work folder."""
        spill = folder.path / "spilled" if isinstance(folder, LocalFolder) else None
        if spill is not None:
            shutil.rmtree(spill, ignore_errors=True)
        return SparkEngine(self.session(spill), folder, progress=progress)

    def close(self) -> None:
        """End the session if it was begun here."""
        if self._session is not None:
            self._session.stop()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def session(self, spill: Path | None = None) -> SparkSession:
        """The session, started when it is first asked for; `spill` is where it may fill a disk."""
        running = self._session or SparkSession.getActiveSession()
        if running is not None:
            return running
        self._scratch = Path(tempfile.mkdtemp(prefix="resolver-spark-"))
        log = self._scratch / "spark.log"
        conf = SparkConf()
        for key, value in self._settings(spill).items():
            conf.set(key, value)
        on_interrupt = signal.getsignal(signal.SIGINT)
        try:
            with log.open("wb") as stderr:
                gateway = launch_gateway(conf, {"stderr": stderr})  # type: ignore[no-untyped-call]
            self._session = SparkSession(SparkContext(gateway=gateway, conf=conf))
        except (PySparkException, OSError) as error:
            said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            why = next((line for line in said if "xception" in line or "rror" in line), str(error))
            raise BadInput(f"Spark could not be started: {why[:300]}") from error
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, on_interrupt)  # Spark has put its own in its place
        return self._session

    def _settings(self, spill: Path | None) -> dict[str, str]:
        """Ours, then what was asked for. Python on the machines of a cluster is whatever
        PYSPARK_PYTHON says; on this one it is the one that runs."""
        assert self._scratch is not None
        submitted = "PYSPARK_GATEWAY_PORT" in os.environ
        settings = {**_ALWAYS, "spark.sql.warehouse.dir": str(self._scratch / "warehouse")}
        master = self._master or ("" if submitted else "local[*]")
        if master:
            settings["spark.master"] = master
        if master.startswith("local"):
            os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
            cores = _cores(master)
            settings |= _HERE | {"spark.sql.shuffle.partitions": str(_PARTS_PER_CORE * cores)}
            if spill is not None:
                settings["spark.local.dir"] = str(spill)
        else:
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        if not submitted:
            settings["spark.app.name"] = "resolver dedupe"
        return settings | self._conf


def _cores(master: str) -> int:
    """Of local, local[4], local[*], local[4,2]."""
    number = master.partition("[")[2].partition("]")[0].partition(",")[0]
    if number.isdecimal():
        return int(number)
    return len(os.sched_getaffinity(0)) if number else 1
