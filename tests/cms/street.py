"""The house behind a real Daphne, with views that stay, that break, and that leave things lying about.

python -m daphne … tests.cms.street:application
"""

import os
import threading
import time

from asgiref.sync import sync_to_async

from cms import asgi
from tests.realtime.wire import leash

leash.hold()

from django.db import connection  # noqa: E402  (the house is set up by now)
from django.http import HttpRequest, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import translation  # noqa: E402
from django.utils.translation import gettext  # noqa: E402

from cms.urls import urlpatterns  # noqa: E402
from district.models import Person  # noqa: E402
from realtime.hub import tidily  # noqa: E402
from tests.realtime.faults import people  # noqa: E402

PAGES = asgi.application.application_mapping["http"]
GO_ON = threading.Event()
HERE = {"inside": 0, "staying": 0}


def who(request: HttpRequest) -> JsonResponse:
    """Who asks and in which language, at the beginning and at the end of a while in between."""
    before = [request.user.pk, gettext("의견")]
    time.sleep(0.004)
    after = [Person.objects.get(pk=request.user.pk).pk, gettext("의견")]
    translation.activate("fr" if translation.get_language() == "ko" else "ko")  # and left so
    return JsonResponse({"before": before, "after": after, "thread": threading.get_ident()})


def stay(request: HttpRequest) -> JsonResponse:
    """With a connection in hand, until somebody says `go_on`."""
    Person.objects.exists()
    HERE["staying"] += 1
    GO_ON.wait(30)
    HERE["staying"] -= 1
    return JsonResponse({"thread": threading.get_ident()})


def broken(request: HttpRequest) -> JsonResponse:
    """With a connection in hand."""
    Person.objects.exists()
    raise RuntimeError("as it was meant to")


urlpatterns[:0] = [path("street/who", who), path("street/stay", stay), path("api/street/broken", broken)]


async def state() -> dict:
    """Requests that are not over, threads, and connections to the database."""
    return HERE | {
        "free": len(PAGES.free),
        "threads": sum(thread.name.startswith("ThreadPool") for thread in threading.enumerate()),
        "files": sum(".sqlite3" in place_of(number) for number in os.listdir("/proc/self/fd")),
        "out": out_of_pool(),
    }


def place_of(number: str) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{number}")
    except OSError:
        return ""


def out_of_pool() -> int:
    """Connections that somebody has, of those that PostgreSQL's pool gave out."""
    if connection.vendor == "sqlite":
        return 0
    stats = connection.pool.get_stats()
    return stats["pool_size"] - stats["pool_available"]


async def settle(count: str) -> dict:
    """Residents with a token each, and threads in which they speak."""
    return await sync_to_async(tidily)(people.settle, int(count))


async def hold() -> None:
    """Whoever comes to stay, stays."""
    GO_ON.clear()


async def go_on() -> None:
    """Whoever stayed goes."""
    GO_ON.set()


DOORS = {"state": state, "settle": settle, "hold": hold, "go_on": go_on}


async def application(scope: dict, receive, send) -> None:
    """What tests ask is answered beside the house, without a thread."""
    name = scope.get("path", "").removeprefix("/side/").split("/")[0]
    if scope.get("path", "").startswith("/side/") and name in DOORS:
        return await leash.side_door(DOORS, scope["path"].removeprefix("/side"), receive, send)
    HERE["inside"] += 1
    try:
        await asgi.application(scope, receive, send)
    finally:
        HERE["inside"] -= 1
