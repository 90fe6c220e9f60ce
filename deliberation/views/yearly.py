"""The table of a year's proposals, for people and as open data."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deliberation.yearly import years
from district.refusals import Refusal


@require_safe
def yearly(request: HttpRequest) -> HttpResponse:
    """제안 처리현황 by year; `?until=2023-12-18` ends it on a day, as a printed sheet does."""
    until = _until(request.GET.get("until", ""))
    return render(request, "deliberation/proposal_years.html", {"years": years(until=until), "until": until})


def _until(asked: str) -> date | None:
    if not asked:
        return None
    try:
        return date.fromisoformat(asked)
    except ValueError:
        raise Refusal("bad_date", _("날짜를 2026-11-21처럼 적어 주세요."), status=422) from None
