"""위원회 보고서 at three doors: a page, a file that prints, and rows for programs."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from committees.asking import day_asked
from committees.desk import bodies_read_by
from committees.documents.paper import Asked
from committees.documents.reports import REPORTS, Report
from committees.models import Body
from committees.models.body import BodyQuerySet
from committees.serializers.reports import NAME, BodyReportSerializer, ReportAsked, report_row
from committees.speakers import body_at
from committees.views.site import sign_in
from district.dates import day
from district.models import Person
from district.refusals import Refusal, not_found
from district.schema import UNCHANGED, Reading, problems
from district.visitors import kept_from_others, person_of, speaker
from papers.document import Document, Table
from papers.handing import hand_out
from realtime.door import address_of, pace

MOST_PRINTED = 600
"""Rows of a PDF: of more the machine would think for half a minute."""


class Wanted(NamedTuple):
    """Which report, of which body if one was named, as of which day, and the paper if it can be drawn."""

    report: Report
    body: Body | None
    on: date
    document: Document | None


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Which reports there are, and of whom."""
    return render(request, "committees/reports/index.html", {"reports": seen_by(person_of(request))})


@require_safe
def report(request: HttpRequest, name: str) -> HttpResponse:
    """One report, to read or to print."""
    person = person_of(request)
    if report_at(name).closed and person is None:
        return sign_in(request.get_full_path())
    wanted = wanted_of(report_at(name), request.GET, person, timezone.now())
    if "as" in request.GET:
        answer = handed(request, wanted.document, request.GET["as"])
    else:
        context = {**wanted._asdict(), "choices": choices(wanted, person), "reports": seen_by(person)}
        answer = render(request, "committees/reports/page.html", context)
    return kept_from_others(answer) if wanted.report.closed else answer


class BodyReport(Reading):
    """위원회 보고서."""

    @extend_schema(
        operation_id="reports_bodies",
        parameters=[NAME, ReportAsked],
        responses={200: BodyReportSerializer, **UNCHANGED, **problems(403, 404, 422)},
    )
    def get(self, request: Request, name: str) -> Response:
        """What the district prints of its bodies; the balance of the sexes for those who keep them."""
        wanted = wanted_of(report_at(name), request.query_params, person_of(request), timezone.now())
        if wanted.document is None:
            raise body_needed()
        told = report_row(wanted.report.name, wanted.document, wanted.on)
        answer = Response(BodyReportSerializer(told).data)
        return kept_from_others(answer) if wanted.report.closed else answer


def wanted_of(asked_for: Report, said: Mapping[str, str], person: Person | None, at: datetime) -> Wanted:
    """The report as it was asked for, at whichever door."""
    on = day_asked(said.get("on"), day(at))
    seen = bodies_seen(asked_for, person)
    body = body_at(said["body"], person) if said.get("body") else None
    if body is not None and not seen.filter(pk=body.pk).exists():
        raise not_found()
    if body is None and asked_for.of_one:
        return Wanted(asked_for, None, on, None)
    bodies = family_of(body, seen, on) if body else list(seen.convening().there(on))
    return Wanted(asked_for, body, on, asked_for.document(Asked(bodies, on, at)))


def family_of(body: Body, seen: BodyQuerySet, on: date) -> list[Body]:
    """The body that was named, and its parts of that day."""
    return [body, *seen.filter(parent=body).there(on)]


def bodies_seen(asked_for: Report, person: Person | None) -> BodyQuerySet:
    """All of them; where the desk alone reads, those that this person's office keeps."""
    seen = Body.objects.visible_to(person).select_related("parent__department")
    if not asked_for.closed:
        return seen
    seen = seen.filter(pk__in=bodies_read_by(speaker(person)).values("pk"))
    if not seen.exists():
        raise Refusal("report_closed", _("기구를 맡은 부서와 감사 담당만 보는 현황입니다."), status=403)
    return seen


def seen_by(person: Person | None) -> list[Report]:
    """The reports that this reader may ask for."""
    reads_all = person is not None and bodies_read_by(person).exists()
    return [each for each in REPORTS.values() if reads_all or not each.closed]


def choices(wanted: Wanted, person: Person | None) -> list[tuple[str, list[Body]]]:
    """The bodies to choose from, by their kind; a part that was named stands last."""
    seen = bodies_seen(wanted.report, person).convening().there(wanted.on)
    bodies = sorted(seen, key=lambda body: (body.kind.order, body.kind.label))
    found = [(kind, list(group)) for kind, group in groupby(bodies, key=lambda body: body.kind.label)]
    if wanted.body is not None and wanted.body not in bodies:
        found.append((wanted.body.kind.label, [wanted.body]))
    return found


def report_at(name: str) -> Report:
    """The report of that name."""
    if name not in REPORTS:
        raise not_found()
    return REPORTS[name]


def handed(request: HttpRequest, document: Document | None, form: str) -> HttpResponse:
    """As a file; a long paper is not laid out in pages while somebody waits."""
    if document is None:
        raise body_needed()
    rows = sum(len(block.rows) for block in document.blocks if isinstance(block, Table))
    if form == "pdf" and rows > MOST_PRINTED:
        sentence = _("%(rows)d줄은 PDF로 만들기에 너무 깁니다. 기구를 고르거나 HWPX나 XLSX로 받아 주세요.")
        raise Refusal("paper_too_long", sentence % {"rows": rows}, status=422)
    # Laying out pages is work: nobody orders a hundred of them at once.
    pace(person_of(request), address_of(request))
    return hand_out(document, form)


def body_needed() -> Refusal:
    """Of all bodies at once it would be a book."""
    return Refusal("body_needed", _("위촉 이력은 기구를 하나 골라 주세요."), status=422)
