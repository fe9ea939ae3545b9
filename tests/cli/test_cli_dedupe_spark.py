"""`resolver dedupe --engine spark`: what is refused before anything is started."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.cli import dedupe_engines

from .conftest import Invoke

SPARK = ("--engine", "spark")


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--master", "yarn"], "--master needs --engine spark"),
        (["--engine", "duckdb", "--conf", "spark.a=b"], "--conf needs --engine spark"),
        (["--engine", "memory", "--memory-limit", "1GB"], "--memory-limit needs --engine duckdb"),
        ([*SPARK, "--memory-limit", "1GB"], "say --conf spark.driver.memory=4g"),
        ([*SPARK, "--workers", "2"], "say --master 'local[4]'"),
        ([*SPARK, "--conf", "memory"], "--conf is KEY=VALUE"),
        ([*SPARK, "--master", "sc://somewhere"], "not Spark Connect"),
        (["--engine", "duckdb", "--work", "hdfs://a/b"], "needs --engine spark"),
    ],
)
def test_an_option_of_another_engine_is_refused_with_advice(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, args: list[str], says: str
) -> None:
    monkeypatch.setattr(dedupe_engines, "_java", lambda: "/usr/bin/java")
    Path("in.csv").write_text("name\nAdam\n")
    done = invoke("dedupe", "in.csv", *args, "-o", "out.csv")
    assert done.exit_code == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in Path().iterdir()] == ["in.csv"]


def test_without_java_it_says_what_to_install(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(Path().absolute()))
    done = invoke("dedupe", "in.csv", *SPARK, "-o", "out.csv")
    assert done.exit_code == 2
    assert "apt-get install default-jre-headless" in done.stderr


def test_without_the_extra_it_says_what_to_install(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = {"pyspark"}
    monkeypatch.setattr(dedupe_engines, "find_spec", lambda part: None if part in missing else part)
    done = invoke("dedupe", "in.csv", *SPARK, "-o", "out.csv")
    assert done.exit_code == 2
    assert "pip install 'name-resolver[spark]'" in done.stderr
