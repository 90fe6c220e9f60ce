"""The numbers of this process, for whoever keeps watch over the house."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from cms.watching import take_stock
from district.refusals import Refusal, not_found, problem_response


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything counted here, as Prometheus reads it."""
    try:
        check_may_read(request)
    except Refusal as refusal:
        answer = problem_response(refusal)
        if refusal.status == 401:
            answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    take_stock(timezone.now())
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def check_may_read(request: HttpRequest) -> None:
    """Refuse whoever does not bring the token; where the house has none, there is nothing here."""
    if not settings.METRICS_TOKEN:
        raise not_found()
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not constant_time_compare(given.strip(), settings.METRICS_TOKEN):
        raise Refusal("token_needed", _("지표는 토큰이 있어야 읽을 수 있습니다."), 401)
