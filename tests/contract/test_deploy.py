"""What `deploy/` says: files that can be read, and the same processes started by hand."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any

import pytest
import yaml

from resolver.access import Role
from resolver.cli.settings import SETTINGS
from resolver.store.postgres import PostgresStore
from resolver.store.postgres_keys import PostgresKeys

from .postgres_server import postgres
from .replica import Answer, Replica, call

DEPLOY = Path(__file__).parents[2] / "deploy"


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def test_every_setting_of_the_compose_file_is_one_of_ours(compose: Any) -> None:
    known = {name: setting for setting in SETTINGS.values() for name in setting.variables}
    for name in ("replica-1", "replica-2"):
        said = compose["services"][name]["environment"]
        ours = {variable: value for variable, value in said.items() if variable != "PGPASSWORD"}
        assert len(ours) == 7
        for variable, value in ours.items():
            known[variable].type.convert(value, None, None)
        assert known["RESOLVER_GRACE"].type.convert(said["RESOLVER_GRACE"], None, None) < int(
            compose["services"][name]["stop_grace_period"].removesuffix("s")
        )


def test_every_file_and_name_that_the_compose_file_needs_is_there(compose: Any) -> None:
    services = compose["services"]
    for service in services.values():
        for needed in service.get("depends_on", ()):
            assert needed in services
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            if source.startswith("./"):
                made_by_hand = source.removeprefix("./") in (DEPLOY / "README.md").read_text()
                assert (DEPLOY / source).exists() or made_by_hand
            else:
                assert source in compose["volumes"]
        for secret in service.get("secrets", ()):
            assert secret in compose["secrets"]
    build = services["replica-1"]["build"]
    dockerfile = DEPLOY / build["context"] / build["dockerfile"]
    for line in dockerfile.read_text(encoding="utf-8").splitlines():
        if line.startswith("COPY ") and "--from=" not in line:
            for copied in line.split()[1:-1]:
                assert (DEPLOY / build["context"] / copied).exists()


def test_prometheus_reads_every_replica_with_the_key_it_was_given(compose: Any) -> None:
    found = yaml.safe_load((DEPLOY / "prometheus.yml").read_text(encoding="utf-8"))
    (job,) = found["scrape_configs"]
    assert job["metrics_path"] == "/metrics"
    (secret,) = compose["services"]["prometheus"]["secrets"]
    assert job["authorization"]["credentials_file"] == f"/run/secrets/{secret}"
    targets = {target for config in job["static_configs"] for target in config["targets"]}
    port = compose["services"]["replica-1"]["environment"]["RESOLVER_PORT"]
    replicas = {name for name in compose["services"] if name.startswith("replica")}
    assert targets == {f"{name}:{port}" for name in replicas}
    proxied = set(re.findall(r"server (\S+:\d+) ", (DEPLOY / "nginx.conf").read_text()))
    assert proxied == targets


@pytest.fixture(scope="module")
def nginx() -> str:
    """The command; installed where that can be done."""
    if shutil.which("nginx") is None and shutil.which("apt-get") and os.getuid() == 0:
        quiet: dict[str, Any] = {"check": False, "capture_output": True, "timeout": 120}
        subprocess.run(["apt-get", "update"], **quiet)
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", "nginx-light"],
                       **quiet)  # fmt: skip
    found = shutil.which("nginx")
    if found is None or shutil.which("openssl") is None:
        assert not os.environ.get("CI"), "nginx and openssl are needed"
        pytest.skip("no nginx or openssl here, and no way to install them")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Proxy:
    """nginx with the file of `deploy/`, but for addresses that containers have."""

    def __init__(self, nginx: str, folder: Path, replicas: list[Replica]) -> None:
        self.port, plain = free_port(), free_port()
        tls = folder / "tls"
        tls.mkdir()
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
             "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
             str(tls / "key.pem"), "-out", str(tls / "certificate.pem")],
            check=True, capture_output=True,
        )  # fmt: skip
        self.context = ssl.create_default_context(cafile=str(tls / "certificate.pem"))
        text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        for old, new in (
            ("/etc/nginx/tls", str(tls)),
            ("/tmp/nginx.pid", str(folder / "nginx.pid")),
            ("listen 80;", f"listen 127.0.0.1:{plain};"),
            ("listen 443 ssl;", f"listen 127.0.0.1:{self.port} ssl;"),
            *(
                (f"replica-{number}:8000", f"127.0.0.1:{replica.address[1]}")
                for number, replica in enumerate(replicas, start=1)
            ),
        ):
            assert old in text
            text = text.replace(old, new)
        config = folder / "nginx.conf"
        config.write_text(text, encoding="utf-8")
        command = [nginx, "-e", str(folder / "log"), "-c", str(config)]
        subprocess.run([*command, "-t"], check=True, capture_output=True)
        self.process = subprocess.Popen([*command, "-g", "daemon off;"], stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError((folder / "log").read_text())

    def call(self, method: str, path: str, body: object, key: str) -> Answer:
        connection = HTTPSConnection("127.0.0.1", self.port, context=self.context, timeout=30)
        try:
            return call(connection, method, path, body, {"Authorization": f"Bearer {key}"})
        finally:
            connection.close()

    def browse(
        self, method: str, path: str, form: str, cookies: dict[str, str]
    ) -> tuple[int, list[str]]:
        """The status of a page, and the cookies that it sets; they are kept in `cookies`."""
        connection = HTTPSConnection("127.0.0.1", self.port, context=self.context, timeout=30)
        connection.request(
            method,
            path,
            form or None,
            {
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept": "text/html",
                "Origin": f"https://127.0.0.1:{self.port}",
                "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            },
        )
        answer = connection.getresponse()
        answer.read()
        connection.close()
        told = answer.headers.get_all("Set-Cookie") or []
        for cookie in told:
            name, _, value = cookie.partition(";")[0].partition("=")
            cookies[name] = value
        return answer.status, told

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture
def running(nginx: str, tmp_path: Path) -> Iterator[tuple[Proxy, list[Replica], dict[Role, str]]]:
    """A proxy, the replicas behind it, and a key of each role."""
    url = postgres().schema()
    PostgresStore(url).close()
    with PostgresKeys(url) as kept:
        keys = {role: kept.create(role, "a test").text for role in Role}
    replicas = [Replica(url) for _ in range(2)]
    for replica in replicas:
        replica.wait()
    proxy = Proxy(nginx, tmp_path, replicas)
    yield proxy, replicas, keys
    proxy.stop()
    for replica in replicas:
        replica.stop()


def counts_questions(replica: Replica, key: str) -> bool:
    """Whether it tells, as Prometheus asks it, past the proxy, of a name that it has resolved."""
    told = replica.call("GET", "/metrics", headers={"Authorization": f"Bearer {key}"})
    assert told.status == 200
    return re.search(r'resolver_requests\w*{[^}]*operation="resolve', told.body) is not None


def test_the_processes_of_the_compose_file_answer_through_the_proxy_also_when_one_dies(
    running: tuple[Proxy, list[Replica], dict[Role, str]],
) -> None:
    proxy, replicas, keys = running
    recorded = proxy.call("POST", "/v1/mentions", {"name": "Мансур Мовлаев"}, keys[Role.WRITER])
    assert recorded.status == 201
    asked = {"name": "Mansur Mowlajew"}
    assert proxy.call("POST", "/v1/resolve", asked, "nonsense").status == 401
    # The proxy draws lots for who answers, so a few questions may all go to one of them.
    for _ in range(100):
        found = proxy.call("POST", "/v1/resolve", asked, keys[Role.READER])
        assert found.body["entity"]["id"] == recorded.body["entity"]["id"]
        if all(counts_questions(replica, keys[Role.READER]) for replica in replicas):
            break
    else:
        raise AssertionError("one of the replicas is never asked")
    assert proxy.call("GET", "/metrics", None, keys[Role.READER]).status == 404

    # A browser that signs in stays signed in, whatever else the proxy sends where.
    cookies: dict[str, str] = {}
    assert proxy.browse("GET", "/signin", "", cookies)[0] == 200
    signed, told = proxy.browse("POST", "/signin", f"key={keys[Role.CLERK]}&next=/", cookies)
    assert signed == 303
    assert all("secure" in cookie.lower() for cookie in told)
    seen = {proxy.browse("GET", "/review", "", cookies)[0] for _ in range(8)}
    assert len(seen) == 1
    assert seen < {200, 204, 303}
    assert proxy.browse("GET", "/review", "", {})[0] not in seen

    replicas[0].kill()
    statuses = {
        proxy.call("POST", "/v1/resolve", asked, keys[Role.READER]).status for _ in range(12)
    }
    assert statuses == {200}
