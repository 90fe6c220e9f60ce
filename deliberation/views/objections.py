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
from deliberation.models import Comment, HouseRule, Measure, Proposal
from deliberation.models.about import Target, is_author, noun_of
from deliberation.models.remedies import LONGEST_MEASURE
from deliberation.speakers import target_at
from deliberation.views import deeds
from deliberation.views.site import on_the_way, sign_in
from deliberation.views.site import place_of as place_of_comment
from district.calendar import day
from district.models import Person
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
def report(request: HttpRequest, id: int, noun: str) -> HttpResponse:
    """Tell the moderators that words are against a rule of the house."""
    rules = HouseRule.objects.for_reports(timezone.now())
    return asked(request, noun, id, "report", {"rules": rules})


@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: HttpRequest, id: int, noun: str) -> HttpResponse:
    """Ask that words be hidden for a while because one is harmed by them."""
    return asked(request, noun, id, "request_measure", {"days": LONGEST_MEASURE.days})


@require_http_methods(["GET", "HEAD", "POST"])
def ground(request: HttpRequest, id: int, noun: str) -> HttpResponse:
    """Why words are not shown; their author objects here."""
    person = person_of(request)
    target = target_at(noun, id, person)
    if not target.is_hidden:
        return redirect(place_of(target))
    taken = target.measures.filter(decided_at=None).exclude(hidden_at=None).first()
    verb, context = ("object" if taken else "appeal"), of_ground(target, person, taken)
    if request.method == "POST":
        return pressed(request, target, verb, context)
    return shown(request, target, verb, context)


PAGES = (("report", report, "report"), ("ground", ground, "ground"), ("measure", measure, "measure"))
"""Below the address of a comment or a proposal."""
TEMPLATES = {
    "report": "deliberation/report.html",
    "request_measure": "deliberation/measure.html",
    "appeal": "deliberation/ground.html",
    "object": "deliberation/ground.html",
}


def of_ground(target: Target, person: Person | None, taken: Measure | None) -> dict[str, Any]:
    """What everybody may know, and whether this reader may object."""
    mine, hidden = is_author(target, person), target.state == Comment.State.HIDDEN
    # What its author took back was hidden by nobody, at no time.
    open_to_me = hidden and (
        taken.objected_at is None if taken else not target.appeals.filter(at__gte=target.hidden_at).exists()
    )
    return {
        "row": cases.ground_row(target),
        "measure": taken,
        "appeal": target.appeals.first(),
        "mine": mine,
        "own": cases.said_in(target) if mine and hidden else None,
        "may_object": mine and open_to_me,
        "signed_out": person is None,
    }


def asked(request: HttpRequest, noun: str, id: int, verb: str, context: dict[str, Any]) -> HttpResponse:
    """The form, and what was sent with it."""
    target = target_at(noun, id, person_of(request))
    if request.method == "POST":
        return pressed(request, target, verb, context)
    if person_of(request) is None:
        return sign_in(request.path)
    return shown(request, target, verb, context)


def pressed(request: HttpRequest, target: Target, verb: str, context: dict[str, Any]) -> HttpResponse:
    """Do it, and go back to the words; or say in the form what has to be mended."""
    try:
        deeds.do(request, ref_in(request), verb, target, request.POST)
    except Refusal as refusal:
        return on_the_way(refusal, request.path) or shown(request, target, verb, context, refusal=refusal)
    messages.success(request, DONE[verb])
    return redirect(f"{target.get_absolute_url()}ground/" if target.is_hidden else place_of(target))


def is_veiled(target: Target) -> bool:
    """Whether its author wished the words to be closed."""
    return isinstance(target, Proposal) and target.veiled_at is not None


def place_of(target: Target) -> str:
    """Where the words stand among the others."""
    return target.get_absolute_url() if isinstance(target, Proposal) else place_of_comment(target)


def shown(
    request: HttpRequest,
    target: Target,
    verb: str,
    context: dict[str, Any],
    *,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The words and what may be said about them; of hidden ones only the place."""
    told = context | {
        "target": target,
        "noun": noun_of(target),
        "words": None if target.is_hidden or is_veiled(target) else cases.said_in(target),
        "title": target.title if isinstance(target, Proposal) else target.thread.title,
        "back": place_of(target),
        "said": request.POST,
        "error": str(refusal) if refusal else None,
    }
    return render(request, TEMPLATES[verb], told, status=refusal.status if refusal else 200)


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
