"""The door for programs: pledges with every figure of theirs, the same for everybody, on any day."""
# ruff: noqa: A002 (the address calls it id)

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from committees.asking import day_asked as day_written
from committees.speakers import found
from district.dates import day
from district.paging import page_of
from district.refusals import Refusal
from district.schema import PAGING, ROW, UNCHANGED, Reading, page_schema, problems
from district.visitors import kept_from_others, person_of
from pledges import book, days, differences, figures
from pledges import serializers as shapes
from pledges.book import PledgeReading
from pledges.detail_rows import (
    amendment_row,
    closing_row,
    detail_row,
    entry_row,
    piece_row,
    spending_entry_row,
    with_lines,
)
from pledges.evidence import evidence
from pledges.finding import closings_inside, pledge_of, pledges_inside, reads_inside
from pledges.models import Measure, Pledge, ProgressEntry, Spending, Status
from pledges.models.pledge import PledgeQuerySet
from pledges.rows import heads, measure_row
from pledges.serializers import asking

CODE = OpenApiParameter(
    "code", {"type": "string", "maxLength": 20}, OpenApiParameter.PATH, description="관리번호. 예: 6-1-1"
)
MOST_PIECES = 500
"""Of more the answer says how many it leaves out."""


class Pledges(Reading):
    """공약."""

    @extend_schema(
        operation_id="pledges_list",
        parameters=[asking.PledgesAsked, *PAGING],
        responses={200: page_schema(shapes.PledgeSerializer), **UNCHANGED, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """Pledges, the last laid first, each with its rates, its money and its next milestone."""
        said, asked = on_asked(request), narrowing(request, asking.PledgesAsked)
        person, at = person_of(request), timezone.now()
        inside = asked.pop("drafts") and person is not None
        rows = pledges_inside(person, at) if inside else Pledge.objects.visible_to(None)
        page = page_of(narrowed(rows, asked).prefetch_related("tags"), request.query_params)  # type: ignore[misc]
        readings = read_on(page.rows, said, day(at))
        answer = Response({"results": heads(readings), **page.links(request)})
        return kept_from_others(answer) if inside else answer


class PledgeDetail(Reading):
    """One pledge."""

    @extend_schema(
        operation_id="pledges_read",
        parameters=[CODE, asking.PledgeAsked],
        responses={200: shapes.PledgeDetailSerializer, **UNCHANGED, **problems(404, 422)},
    )
    def get(self, request: Request, code: str) -> Response:
        """Its figures on that day with their formulas, what the paper prints, its plan and its changes."""
        pledge = pledge_at(request, code)
        return guarded(pledge, Response(row_of(pledge, on_asked(request), day(timezone.now()))))


class PledgeEntries(Reading):
    """추진실적."""

    @extend_schema(
        operation_id="pledges_entries",
        parameters=[CODE, asking.EntriesAsked, *PAGING],
        responses={200: page_schema(shapes.EntrySerializer), **UNCHANGED, **problems(404, 422)},
    )
    def get(self, request: Request, code: str) -> Response:
        """What was done until that day, the last entered first; what was taken back is not there."""
        said, asked = on_asked(request), narrowing(request, asking.EntriesAsked)
        pledge = pledge_at(request, code)
        rows = ProgressEntry.objects.standing().filter(pledge=pledge)
        rows = rows.select_related("indicator", "milestone")
        if said:
            rows = rows.filter(ends_on__lte=day_written(said, day(timezone.now())))
        if "kind" in asked:
            rows = rows.filter(kind=asked["kind"])
        if "indicator" in asked:
            rows = rows.filter(indicator__no=asked["indicator"])
        page = page_of(rows, request.query_params)
        told = {"results": [entry_row(each) for each in page.rows], **page.links(request)}
        return guarded(pledge, Response(told))


class PledgeSpendings(Reading):
    """집행액."""

    @extend_schema(
        operation_id="pledges_spendings",
        parameters=[CODE, asking.PledgeAsked, *PAGING],
        responses={200: page_schema(shapes.SpendingEntrySerializer), **UNCHANGED, **problems(404, 422)},
    )
    def get(self, request: Request, code: str) -> Response:
        """What was spent, as it was entered, the last first, with what shows it."""
        pledge, said = pledge_at(request, code), on_asked(request)
        rows = Spending.objects.standing().filter(pledge=pledge)
        if said:
            rows = rows.filter(spent_on__lte=day_written(said, day(timezone.now())))
        page = page_of(rows, request.query_params)
        told = {"results": [spending_entry_row(each) for each in page.rows], **page.links(request)}
        return guarded(pledge, Response(told))


class PledgeAmendments(Reading):
    """변경."""

    @extend_schema(
        operation_id="pledges_amendments",
        parameters=[CODE, asking.PledgeAsked, *PAGING],
        responses={200: page_schema(shapes.AmendmentSerializer), **UNCHANGED, **problems(404, 422)},
    )
    def get(self, request: Request, code: str) -> Response:
        """What was changed or is before a committee; those who draw it up read their draft with it."""
        pledge, person = pledge_at(request, code), person_of(request)
        inside = reads_inside(pledge, person, timezone.now())
        rows = pledge.amendments.all() if inside else pledge.amendments.visible_to(person)  # type: ignore[attr-defined]
        page = page_of(with_lines(rows), request.query_params)
        told = {"results": [amendment_row(each) for each in page.rows], **page.links(request)}
        return kept_from_others(Response(told)) if inside else Response(told)


class MeasureEvidence(Reading):
    """실적의 근거."""

    @extend_schema(
        operation_id="pledges_measure",
        parameters=[CODE, ROW, asking.PledgeAsked],
        responses={200: shapes.MeasureEvidenceSerializer, **UNCHANGED, **problems(404, 422)},
    )
    def get(self, request: Request, code: str, id: int) -> Response:
        """What was counted until that day, the very rows, newest last."""
        pledge, said = pledge_at(request, code), on_asked(request)
        measure = found(Measure.objects.select_related("indicator", "body"), id, indicator__pledge=pledge)
        (reading,) = read_on([pledge], said, day(timezone.now()))
        counts = (each for told in reading.indicators for each in told.counts)
        counted = next(each for each in counts if each.measure.pk == measure.pk)
        pieces = list(evidence(measure, reading.on))
        answer = {
            "indicator": measure.indicator.no,
            "on": reading.on.isoformat(),
            "measure": measure_row(counted),
            "more": max(len(pieces) - MOST_PIECES, 0),
            "results": [piece_row(each) for each in pieces[-MOST_PIECES:]],
        }
        return guarded(pledge, Response(answer))


class PledgeClosings(Reading):
    """마감."""

    @extend_schema(
        operation_id="pledge_closings_list",
        parameters=[asking.ClosingsAsked, *PAGING],
        responses={200: page_schema(shapes.PledgeClosingSerializer), **UNCHANGED, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """What departments reported; those through whose hands it goes read it before its approval too."""
        asked, person = narrowing(request, asking.ClosingsAsked), person_of(request)
        rows = closings_inside(person, timezone.now()).select_related("pledge__administration")
        names = {"department": "pledge__department", "code": "pledge__code"}
        rows = rows.filter(**{names.get(name, name): value for name, value in asked.items()})
        page = page_of(rows, request.query_params)
        answer = Response({"results": [closing_row(each) for each in page.rows], **page.links(request)})
        return kept_from_others(answer) if person else answer


def on_asked(request: Request) -> str | None:
    """The day as it was written; refuse what no calendar has before anything else is looked at."""
    said = request.query_params.get("on")
    day_written(said, day(timezone.now()))
    return said


def narrowing(request: Request, shape: type[Serializer[Any]]) -> dict[str, Any]:
    """How the list was narrowed, but for the day: `on_asked` has refused what is none."""
    on_asked(request)
    told = request.query_params.dict()
    asked = shape(data={name: value for name, value in told.items() if name != "on"})
    asked.is_valid(raise_exception=True)
    return asked.validated_data


def narrowed(rows: PledgeQuerySet, asked: dict[str, Any]) -> PledgeQuerySet:
    """The pledges that were asked for; a status by the code of its form or by what it means in any."""
    if "administration" in asked:
        rows = rows.filter(administration=asked["administration"])
    if "department" in asked:
        rows = rows.filter(department=asked["department"])
    if "status" in asked:
        means = asked["status"] in Status.Meaning.values
        rows = rows.filter(**{"status__meaning" if means else "status__code": asked["status"]})
    if "tag" in asked:
        rows = rows.filter(tags__name=asked["tag"])
    return rows


def pledge_at(request: Request, code: str) -> Pledge:
    """The pledge of that code; a draft for those who plan, report or audit it."""
    asked, at = narrowing(request, asking.PledgeAsked), timezone.now()
    on, person = day_written(on_asked(request), day(at)), person_of(request)
    named = (code, asked.get("administration"), on)
    try:
        return pledge_of(*named)
    except Refusal:
        if person is None:
            raise
    return pledge_of(*named, pledges_inside(person, at))


def read_on(pledges: Sequence[Pledge], said: str | None, today: date) -> list[PledgeReading]:
    """Each on its own day: the one asked for, within its administration, else that of its figures."""
    on = {each.pk: days.day_asked(each, said, today) for each in pledges}
    return book.read(pledges, on, quarters=False)


def row_of(pledge: Pledge, said: str | None, today: date) -> dict[str, Any]:
    """One pledge with everything."""
    readings = book.read([pledge], days.day_asked(pledge, said, today))
    told, printed = figures.figures_of(readings), differences.differences_of(readings)
    return detail_row(readings[0], told[pledge.pk], printed[pledge.pk])


def guarded(pledge: Pledge, answer: Response) -> Response:
    """What is not published yet was made for one reader."""
    return kept_from_others(answer) if pledge.published_at is None else answer
