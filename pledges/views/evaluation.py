"""공약 이행 평가 at three doors: a page, a file that prints or counts again, and rows for programs."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from committees.views.api import asked_of
from district.dates import day
from district.intake import whole
from district.models import Administration
from district.refusals import Refusal, problem_response
from district.schema import UNCHANGED, Reading, problems
from district.visitors import person_of
from papers.handing import hand_out
from papers.sheet import Column, answer
from pledges.documents.evaluation import evaluation_paper
from pledges.evaluating import administration_asked, evaluate, year_asked, years_of
from pledges.evaluation import Evaluation, lines_of
from pledges.serializers import asking
from pledges.serializers.evaluation import EvaluationSerializer, evaluation_row
from realtime.door import address_of, pace

LINES = (
    Column("code", _("코드"), _("분야의 코드")),
    Column("field", _("분야"), _("완료율, 목표달성도, 주민소통, 웹소통, 일치도")),
    Column("part", _("구분"), _("분야의 전체이면 빈칸")),
    Column("value", _("값"), _("보이는 값. 없으면 -")),
    Column("unit", _("단위"), _("%, 건, 명")),
    Column("words", _("셈"), _("그 값이 나온 식")),
)


class Form(NamedTuple):
    """A way to have it as a file."""

    name: str
    label: str
    enc: str = ""


FORMS = (
    Form("hwpx", "HWPX"),
    Form("pdf", "PDF"),
    Form("xlsx", "XLSX"),
    Form("csv", "CSV"),
    Form("csv", "CSV cp949", "cp949"),
)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The five fields of a year, to read or to print."""
    at = timezone.now()
    told = wanted(request.GET)
    promised = Administration.objects.filter(pledges__published_at__isnull=False).distinct()
    context = {
        "told": told,
        "document": evaluation_paper(told, at),
        "administrations": promised,
        "years": years_of(told.administration, day(at)),
        "forms": FORMS,
    }
    return render(request, "pledges/evaluation.html", context)


@require_safe
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same as HWPX, PDF or xlsx; as CSV line by line."""
    try:
        told = wanted(request.GET)
        if form == "csv":
            asked = {"format": "csv", "enc": request.GET.get("enc", "")}
            return answer(request, f"evaluation-{told.year}", LINES, lines_of(told), asked)
        # Laying out pages is work: nobody orders a hundred of them at once.
        pace(person_of(request), address_of(request))
        return hand_out(evaluation_paper(told, timezone.now()), form)
    except Refusal as refusal:
        return problem_response(refusal)


class PledgeEvaluation(Reading):
    """공약 이행 평가."""

    @extend_schema(
        operation_id="pledges_evaluation",
        parameters=[asking.EvaluationAsked],
        responses={200: EvaluationSerializer, **UNCHANGED, **problems(404, 422)},
    )
    def get(self, request: Request) -> Response:
        """The five fields of the manifesto headquarters for a year, each with its formula."""
        return Response(evaluation_row(told_of(asked_of(request, asking.EvaluationAsked))))


def wanted(said: Mapping[str, str]) -> Evaluation:
    """What a reader chose in the form of the page; in the district's own language, as the paper is."""
    asked = {name: whole(said[name]) for name in ("administration", "year") if said.get(name)}
    chosen = chosen_of(asked)
    with translation.override(settings.LANGUAGE_CODE):
        return evaluate(*chosen)


def told_of(asked: Mapping[str, Any]) -> Evaluation:
    """The evaluation that was asked for, or the one of the day."""
    return evaluate(*chosen_of(asked))


def chosen_of(asked: Mapping[str, Any]) -> tuple[Administration, int, date]:
    """Whose evaluation, of which year, on what day."""
    today = day(timezone.now())
    administration = administration_asked(asked.get("administration"), today)
    return administration, year_asked(administration, asked.get("year"), today), today
