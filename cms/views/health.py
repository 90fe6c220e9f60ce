"""Whether the house stands, and whether it may be let in to."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.watching import parts

NEEDED = {"database"}
"""Without the rest the house goes on, more slowly; docs/watching.md says how."""


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether this process may be sent readers; what else is amiss is said by name."""
    said = parts(timezone.now())
    # The processes share one Valkey and one worker: for either, the balancer would close the whole house.
    ready = all(said[name] == "ok" for name in NEEDED)
    return JsonResponse(said, status=200 if ready else 503)
