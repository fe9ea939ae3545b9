"""What an operator sees: a log line and a measurement for each request, without names.

Neither holds an address, since those hold ids and searches: the operation says enough.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_requests = logging.getLogger("resolver.requests")

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_DROPPED = 499
"""The status of a request whose client left before the answer, as proxies write it."""

Count = Callable[[], Iterable[tuple[str, float]]]
"""Labels with numbers, taken when somebody looks."""


class Measured:
    """Logs and measures every request, with the id of the key that it came with."""

    def __init__(self, app: ASGIApp, registry: CollectorRegistry) -> None:
        self.app = app
        self.requests = Counter(
            "resolver_requests",
            "Requests by operation and status.",
            ("operation", "status"),
            registry=registry,
        )
        self.seconds = Histogram(
            "resolver_request_seconds",
            "Time to answer, by operation.",
            ("operation",),
            buckets=_BUCKETS,
            registry=registry,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.perf_counter(), _DROPPED

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_noting)
        except Exception:
            status = 500
            raise
        finally:
            self._note(scope, status, time.perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        operation = getattr(scope.get("route"), "operation_id", None) or "none"
        self.requests.labels(operation, str(status)).inc()
        self.seconds.labels(operation).observe(seconds)
        _requests.info(
            "request",
            extra={
                "request_id": scope.get("request_id"),
                "key": scope.get("key_id"),
                "method": scope["method"] if scope["method"] in _METHODS else "other",
                "operation": operation,
                "status": status,
                "ms": round(seconds * 1000, 2),
            },
        )


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Counts(Collector):
    """Numbers that something else keeps, under one name with one label."""

    def __init__(
        self, name: str, text: str, label: str, count: Count, *, rising: bool = True
    ) -> None:
        self._family = CounterMetricFamily if rising else GaugeMetricFamily
        self._what = (name, text, label)
        self._count = count

    def collect(self) -> Iterable[CounterMetricFamily | GaugeMetricFamily]:
        name, text, label = self._what
        family = self._family(name, text, labels=(label,))
        for value, number in self._count():
            family.add_metric((value,), number)
        yield family


class JsonLines(logging.Formatter):
    """Log records as JSON, one a line. Of an error only its type and where it was raised:
    messages of other people's code may quote what it was given."""

    MEMBERS = ("request_id", "key", "method", "operation", "status", "ms")

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        row: dict[str, object] = {"at": at, "level": record.levelname.lower()}
        row |= {"logger": record.name, "message": record.msg if record.exc_info else _said(record)}
        for member in self.MEMBERS:
            if (value := getattr(record, member, None)) is not None:
                row[member] = value
        if record.exc_info and record.exc_info[0]:
            row["error"] = record.exc_info[0].__name__
            row["where"] = _frames(record)
        return json.dumps(row, ensure_ascii=False)


def _said(record: logging.LogRecord) -> str:
    return record.getMessage().partition("\n")[0]


def _frames(record: logging.LogRecord) -> list[str]:
    found = []
    trace = record.exc_info[2] if record.exc_info else None
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return found[-8:]
