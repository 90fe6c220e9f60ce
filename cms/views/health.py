"""Whether the house stands, and whether it may be let in to."""

from collections.abc import Callable
from datetime import timedelta

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

LONGEST_WAIT = timedelta(minutes=10)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """What this process stands on answers, too; said by name, without details for strangers."""
    checks: dict[str, Callable[[], None]] = {"database": _database, "cache": _cache, "worker": _worker}
    said = {name: _outcome(check) for name, check in checks.items()}
    ready = all(outcome == "ok" for outcome in said.values())
    return JsonResponse(said, status=200 if ready else 503)


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


def _worker() -> None:
    late = timezone.now() - LONGEST_WAIT
    if DBTaskResult.objects.ready().filter(enqueued_at__lt=late).exists():
        raise RuntimeError
