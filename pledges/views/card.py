"""공약 관리카드 for people: to read as it is printed, and to take along as a file."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from district.dates import day
from district.visitors import kept_from_others, person_of
from papers import sheet
from papers.document import Document
from papers.handing import hand_out
from pledges.days import day_asked
from pledges.documents.card import card_of
from pledges.documents.flat import COLUMNS, rows
from pledges.finding import pledge_of, pledges_inside
from pledges.models import Pledge
from realtime.door import address_of, pace

CSV = "csv"
FORMS = (
    {"name": "hwpx", "label": "HWPX"},
    {"name": "pdf", "label": "PDF"},
    {"name": "xlsx", "label": "XLSX"},
    {"name": CSV, "label": "CSV"},
    {"name": CSV, "label": "CSV(cp949)", "enc": "cp949"},
)


@require_safe
def card(request: HttpRequest, administration: int, code: str) -> HttpResponse:
    """The form on a page of the site, which prints as the form."""
    at = timezone.now()
    pledge = asked(request, administration, code, at)
    document = _drawn(request, pledge, at)
    context = {
        "pledge": pledge,
        "document": document,
        "on": _day(request, pledge, at),
        "asked_on": request.GET.get("on", ""),
        "forms": FORMS,
    }
    answer = render(request, "pledges/card.html", context)
    return answer if pledge.published_at else kept_from_others(answer)


@require_safe
def paper(request: HttpRequest, administration: int, code: str, form: str) -> HttpResponseBase:
    """The form as HWPX, PDF or workbook, or cell by cell as CSV."""
    at = timezone.now()
    pledge = asked(request, administration, code, at)
    # Laying out pages is work: nobody orders a hundred of them at once.
    pace(person_of(request), address_of(request))
    document = _drawn(request, pledge, at)
    if form != CSV:
        return hand_out(document, form)
    wanted = {"format": CSV, "enc": request.GET.get("enc", "")}
    answer = sheet.answer(request, document.title, COLUMNS, rows(document), wanted)
    return answer if pledge.published_at else kept_from_others(answer)


def asked(request: HttpRequest, administration: int, code: str, at: datetime) -> Pledge:
    """The pledge of that code, a draft for those alone who work on it."""
    return pledge_of(code, administration, day(at), pledges_inside(person_of(request), at))


def _day(request: HttpRequest, pledge: Pledge, at: datetime) -> date:
    return day_asked(pledge, request.GET.get("on"), day(at))


def _drawn(request: HttpRequest, pledge: Pledge, at: datetime) -> Document:
    return card_of(pledge, _day(request, pledge, at), at)
