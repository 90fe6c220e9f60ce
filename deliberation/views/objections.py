"""What residents may do about words: report them, object to their hiding, ask for a temporary measure."""
# ruff: noqa: A002 (the address calls it id)

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from deliberation import cases, transparency
from deliberation.models import Comment, HouseRule, Measure
from deliberation.models.remedies import LONGEST_MEASURE
from deliberation.speakers import comment_at
from deliberation.views import deeds
from deliberation.views.site import on_the_way, page_of_thread, place_of, sign_in
from district.calendar import day
from district.refusals import Refusal
from district.visitors import person_of
from papers import sheet
from realtime.acts import ref_in

DONE = {
    "report": _("신고를 받았습니다. 운영 담당이 살펴봅니다."),
    "request_measure": _("신청을 받았습니다. 결과를 알림으로 알려 드립니다."),
    "appeal": _("이의를 받았습니다. 가린 분이 아닌 다른 담당이 살펴봅니다."),
    "object": _("이의를 받았습니다. 신청한 분에게도 알립니다."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, id: int) -> HttpResponse:
    """Tell the moderators that words are against a rule of the house."""
    rules = HouseRule.objects.for_reports(timezone.now())
    return asked(request, id, "report", "deliberation/report.html", {"rules": rules})


@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: HttpRequest, id: int) -> HttpResponse:
    """Ask that words be hidden for a while because one is harmed by them."""
    return asked(request, id, "request_measure", "deliberation/measure.html", {"days": LONGEST_MEASURE.days})


@require_http_methods(["GET", "HEAD", "POST"])
def ground(request: HttpRequest, id: int) -> HttpResponse:
    """Why a comment is not shown; its author objects here."""
    comment, person = comment_at(id, person_of(request)), person_of(request)
    if not comment.is_hidden:
        return redirect(place_of(comment))
    taken = comment.measures.filter(decided_at=None).exclude(hidden_at=None).first()
    verb = "object" if taken else "appeal"
    if request.method == "POST":
        return pressed(request, comment, verb, "deliberation/ground.html", of_ground(comment, person, taken))
    return shown(request, comment, "deliberation/ground.html", of_ground(comment, person, taken))


def of_ground(comment: Comment, person: Any, taken: Measure | None) -> dict[str, Any]:
    """What everybody may know, and whether this reader may object."""
    mine = person is not None and person.pk == comment.author_id
    hidden = comment.state == Comment.State.HIDDEN
    # What its author took back was hidden by nobody, at no time.
    open_to_me = hidden and (
        taken.objected_at is None if taken else not comment.appeals.filter(at__gte=comment.hidden_at).exists()
    )
    return {
        "row": cases.ground_row(comment),
        "measure": taken,
        "appeal": comment.appeals.first(),
        "mine": mine,
        "may_object": mine and open_to_me,
        "signed_out": person is None,
    }


def asked(request: HttpRequest, id: int, verb: str, template: str, context: dict[str, Any]) -> HttpResponse:
    """The form, and what was sent with it."""
    comment = comment_at(id, person_of(request))
    if request.method == "POST":
        return pressed(request, comment, verb, template, context)
    if person_of(request) is None:
        return sign_in(request.path)
    return shown(request, comment, template, context)


def pressed(
    request: HttpRequest, comment: Comment, verb: str, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Do it, and go back to the words; or say in the form what has to be mended."""
    try:
        deeds.do(request, ref_in(request), verb, comment, request.POST)
    except Refusal as refusal:
        elsewhere = on_the_way(refusal, request.path)
        return elsewhere or shown(request, comment, template, context, refusal=refusal)
    messages.success(request, DONE[verb])
    return redirect(f"/comments/{comment.pk}/ground/" if comment.is_hidden else place_of(comment))


def shown(
    request: HttpRequest,
    comment: Comment,
    template: str,
    context: dict[str, Any],
    *,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """One comment and what may be said about it; of hidden words only the place."""
    thread = comment.thread
    told = context | {
        "comment": comment,
        "title": thread.title,
        "back": page_of_thread(thread),
        "said": request.POST,
        "error": str(refusal) if refusal else None,
    }
    return render(request, template, told, status=refusal.status if refusal else 200)


@require_safe
def transparency_page(request: HttpRequest) -> HttpResponse:
    """운영 현황. How order was kept here, for everybody to recount."""
    at = timezone.now()
    year = transparency.year_of(request.GET.get("year"), at)
    context = {
        "told": transparency.figures(year, at),
        "years": transparency.years(at),
        "rules": HouseRule.objects.on(day(at)),
        "columns": transparency.COLUMNS,
    }
    return render(request, "deliberation/transparency.html", context)


@require_safe
def transparency_sheet(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """The months of one year as open data."""
    year = transparency.year_of(request.GET.get("year"), timezone.now())
    columns = [sheet.Column("year", _("해")), *(sheet.Column(*each) for each in transparency.COLUMNS)]
    rows = [[year, *month.values()] for month in transparency.months(year)]
    lines = sheet.csv_lines(columns, rows) if ending == "csv" else sheet.json_lines(columns, rows)
    kind = "text/csv; charset=utf-8" if ending == "csv" else "application/json"
    disposition = f'attachment; filename="transparency-{year}.{ending}"'
    return StreamingHttpResponse(lines, content_type=kind, headers={"Content-Disposition": disposition})
