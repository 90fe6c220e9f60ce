"""What an operator asks of the house beside its rooms: how it answers, and what waits for the worker."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import perf_counter
from typing import NamedTuple

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django_tasks_db.models import DBTaskResult
from prometheus_client import REGISTRY, Counter, Gauge, Histogram, disable_created_metrics

from letters.stock import letters_at
from realtime import hub, layer
from realtime.metrics import LiveLayer

LONGEST_WAIT = timedelta(minutes=10)
"""A task that waits longer says that no worker runs, or that it drowns."""
COUNTED = 1000
"""Where counting what waits ends: more is only more of the same."""
DOORS = ("api", "desk", "accounts", "static", "media", "files", "documents")
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

disable_created_metrics()  # a second series beside each, for nothing: the process says since when it counts
ANSWERS = Counter("cheong_http_requests_total", "Requests answered", ["door", "status"])
SECONDS = Histogram("cheong_http_seconds", "From the request to its answer", ["door"], buckets=BOUNDS)
WAITING = Gauge("cheong_worker_waiting", f"Tasks that are due, counted up to {COUNTED}")
OLDEST = Gauge("cheong_worker_oldest_seconds", "How long the oldest of them has been due")
LETTERS = Gauge("cheong_letters_waiting", f"Letters whose hour has come, counted up to {COUNTED}", ["road"])
DOUBTS = Gauge("cheong_letters_doubt", "Letters of which nobody knows whether they went")
PARTS = Gauge("cheong_part_up", "Whether what this process stands on answers", ["part"])


def rooms_here() -> int:
    """How many rooms have readers in this process; asked from another thread than the hub's, so of copies."""
    halls = [hall for ours in list(hub.hubs.values()) for hall in list(ours.halls.values())]
    return sum(bool(hall.members) for hall in halls)


REGISTRY.register(LiveLayer(rooms_here))


class Counted:
    """Count every answer: which door, which status, how long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        response = self.get_response(request)
        door = door_of(request.path)
        ANSWERS.labels(door, response.status_code).inc()
        SECONDS.labels(door).observe(perf_counter() - began)
        return response


def door_of(path: str) -> str:
    """Which of a few doors; an address of its own for each number would fill the operator's store."""
    first = path[1:].partition("/")[0]
    return first if first in DOORS else "pages"


class Queue(NamedTuple):
    """What waits for the worker, and for how long the oldest of it."""

    waiting: int
    oldest: timedelta


def queue_at(at: datetime) -> Queue:
    """One look at the head of the queue, in the worker's own order."""
    due = list(DBTaskResult.objects.ready().values_list("enqueued_at", "run_after")[:COUNTED])
    # What was put off until an hour waits since that hour; what never was carries the end of time.
    since = [run_after if enqueued < run_after <= at else enqueued for enqueued, run_after in due]
    return Queue(len(due), max(at - min(since, default=at), timedelta(0)))


def take_stock(at: datetime) -> None:
    """Set what is looked up at the moment of asking; what cannot be known now is no number."""
    for name, outcome in parts(at).items():
        PARTS.labels(name).set(outcome == "ok")
    try:
        waiting, oldest = queue_at(at)
        WAITING.set(waiting)
        OLDEST.set(oldest.total_seconds())
        waiting_letters, doubts = letters_at(at, COUNTED)
        for road, count in waiting_letters.items():
            LETTERS.labels(road).set(count)
        DOUBTS.set(doubts)
    except DatabaseError:
        WAITING.set(float("nan"))
        OLDEST.set(float("nan"))


def parts(at: datetime) -> dict[str, str]:
    """What this process stands on, by name: ok or failed, without details for strangers."""
    checks: dict[str, Callable[[], None]] = {
        "database": _database,
        "cache": _cache,
        "layer": _layer,
        "worker": lambda: _worker(at),
    }
    return {name: _outcome(check) for name, check in checks.items()}


def _outcome(check: Callable[[], None]) -> str:
    try:
        check()
    except Exception:
        return "failed"
    return "ok"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache() -> None:
    cache.set("readyz", "1", 5)
    if cache.get("readyz") != "1":
        raise RuntimeError


def _layer() -> None:
    carrier = layer.current()
    if isinstance(carrier, layer.ValkeyLayer):
        carrier.client.ping()  # waits a second at most, as publishing does


def _worker(at: datetime) -> None:
    if queue_at(at).oldest > LONGEST_WAIT:
        raise RuntimeError
