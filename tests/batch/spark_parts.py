"""Java for Spark, installed where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest


def java() -> None:
    """Where there is no Java and none can be installed, the test is skipped; in CI it fails."""
    apt = shutil.which("apt-get")
    if shutil.which("java") is None and apt and os.geteuid() == 0:
        package = ["install", "-y", "--no-install-recommends", "default-jre-headless"]
        for command in (["update"], package):
            subprocess.run([apt, *command], check=False, capture_output=True, timeout=600)
    if shutil.which("java") is None:
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("Java is not installed and could not be: apt-get install default-jre-headless")


# What makes many small jobs cheap, and large ones slow.
QUICK = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.default.parallelism": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "2",
}
