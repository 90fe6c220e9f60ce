"""What may be done with a pledge by programs: the verbs of the desk, told in JSON."""
# ruff: noqa: A002 (the address calls it id)

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from committees.serializers import ActSerializer, SeqSerializer
from district.dates import day
from district.intake import whole
from district.refusals import not_found
from district.schema import KEY, REFUSED, ROW, WHOLE
from district.visitors import kept_from_others, signed_in
from pledges.actions import entering, laying, measuring
from pledges.detail_rows import entry_row, spending_entry_row
from pledges.finding import WITH, entry_at, spending_at
from pledges.models import Milestone, Pledge
from pledges.serializers import asking, done, saying
from pledges.views.api import CODE, PledgeDetail, PledgeEntries, Pledges, PledgeSpendings, pledge_at, row_of
from pledges.views.verbs import act
from realtime.acts import ref_of, said_in

ORDER = OpenApiParameter("order", WHOLE, OpenApiParameter.PATH, description="추진일정의 순서")
PLEDGE = {200: done.PledgeDoneSerializer, **REFUSED}
ENTRY = {200: done.EntryDoneSerializer, **REFUSED}


def said(request: Request, shape: type[Serializer[Any]], pledge: Pledge | None = None) -> dict[str, Any]:
    """What was told, each field as its form has it; the act's number goes its own way."""
    asked = shape(data=said_in(request), context={"pledge": pledge, "request": request})
    asked.is_valid(raise_exception=True)
    return {name: value for name, value in asked.validated_data.items() if name != "ref"}


def done_with(row: dict[str, Any], seq: int, status: int = 200) -> Response:
    """The row as it is now and the number of the act, for whoever did it."""
    return kept_from_others(Response(row | {"seq": seq}, status=status))


def pledge_done(pledge: Pledge, seq: int, status: int = 200) -> Response:
    """The pledge with its figures of today."""
    now = Pledge.objects.select_related(*WITH)
    return done_with(row_of(now.get(pk=pledge.pk), None, day(timezone.now())), seq, status)


def changed(
    request: Request, code: str, verb: str, action: Callable[..., Model], shape: type[Serializer[Any]]
) -> Response:
    """Do one thing with one pledge."""
    signed_in(request)
    pledge = pledge_at(request, code)
    told = said(request, shape, pledge)
    _row, seq = act(request._request, ref_of(request), verb, action, pledge, **told)
    return pledge_done(pledge, seq)


class PledgeMaking(Pledges):
    """공약을 적기."""

    @extend_schema(
        operation_id="pledges_lay",
        parameters=[KEY],
        request=saying.NewPledgeSerializer,
        responses={201: done.PledgeDoneSerializer, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Lay a pledge as a draft: its card, its plan, its indicators."""
        signed_in(request)
        told = said(request, saying.NewPledgeSerializer)
        administration = told.pop("administration")
        row, seq = act(
            request._request, ref_of(request), "pledge.lay", laying.lay_pledge, administration, **told
        )
        return pledge_done(row, seq, 201)


class PledgePlan(PledgeDetail):
    """계획을 고치기."""

    @extend_schema(
        operation_id="pledges_replan",
        parameters=[CODE, asking.PledgeAsked, KEY],
        request=saying.ReplanSerializer,
        responses=PLEDGE,
    )
    def put(self, request: Request, code: str) -> Response:
        """Plan it otherwise while it is a draft; what is not said stays."""
        return changed(request, code, "pledge.replan", laying.replan, saying.ReplanSerializer)


class PledgePublication(APIView):
    """게시."""

    @extend_schema(
        operation_id="pledges_publish",
        parameters=[CODE, asking.PledgeAsked, KEY],
        request=ActSerializer,
        responses=PLEDGE,
    )
    def post(self, request: Request, code: str) -> Response:
        """Promise it in public: from then on the plan changes by amendment alone."""
        return changed(request, code, "pledge.publish", laying.publish_pledge, ActSerializer)


class PledgeDiscard(APIView):
    """초안을 지우기."""

    @extend_schema(
        operation_id="pledges_discard",
        parameters=[CODE, asking.PledgeAsked, KEY],
        request=ActSerializer,
        responses={200: SeqSerializer, **REFUSED},
    )
    def post(self, request: Request, code: str) -> Response:
        """Throw a draft away; its number is free again."""
        signed_in(request)
        pledge = pledge_at(request, code)
        said(request, ActSerializer, pledge)
        _row, seq = act(request._request, ref_of(request), "pledge.discard", laying.discard_pledge, pledge)
        return done_with({}, seq)


class PledgeStatus(APIView):
    """추진상황."""

    @extend_schema(
        operation_id="pledges_restate",
        parameters=[CODE, asking.PledgeAsked, KEY],
        request=saying.RestatingSerializer,
        responses=PLEDGE,
    )
    def post(self, request: Request, code: str) -> Response:
        """Say how it stands."""
        return changed(request, code, "pledge.restate", laying.restate, saying.RestatingSerializer)


class PledgeDoings(PledgeEntries):
    """추진실적."""

    @extend_schema(
        operation_id="pledges_enter",
        parameters=[CODE, asking.PledgeAsked, KEY],
        request=saying.NewEntrySerializer,
        responses={201: done.EntryDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, code: str) -> Response:
        """Enter what was done, when, and what shows it; a figure without evidence is refused."""
        signed_in(request)
        pledge = pledge_at(request, code)
        told = said(request, saying.NewEntrySerializer, pledge)
        row, seq = act(request._request, ref_of(request), "entry.add", entering.add_entry, pledge, **told)
        return done_with(entry_row(row), seq, 201)


class PledgeSpending(PledgeSpendings):
    """집행액."""

    @extend_schema(
        operation_id="pledges_spend",
        parameters=[CODE, asking.PledgeAsked, KEY],
        request=saying.NewSpendingSerializer,
        responses={201: done.SpendingDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, code: str) -> Response:
        """Enter what was spent of whose money, with what shows it."""
        signed_in(request)
        pledge = pledge_at(request, code)
        told = said(request, saying.NewSpendingSerializer, pledge)
        row, seq = act(
            request._request, ref_of(request), "spending.add", entering.add_spending, pledge, **told
        )
        return done_with(spending_entry_row(row), seq, 201)


class PledgeMilestone(APIView):
    """추진일정을 마치기."""

    @extend_schema(
        operation_id="pledges_finish_milestone",
        parameters=[CODE, ORDER, asking.PledgeAsked, KEY],
        request=saying.FinishingSerializer,
        responses=PLEDGE,
    )
    def post(self, request: Request, code: str, order: int) -> Response:
        """Say on which day a step of the plan was done."""
        signed_in(request)
        pledge = pledge_at(request, code)
        told = said(request, saying.FinishingSerializer)
        rows = Milestone.objects.select_related("pledge")
        step = rows.filter(pledge=pledge, order=whole(order)).first()
        if step is None:
            raise not_found()
        _row, seq = act(
            request._request, ref_of(request), "milestone.finish", entering.finish_milestone, step, **told
        )
        return pledge_done(pledge, seq)


class PledgeMeasures(APIView):
    """실적을 세는 법."""

    @extend_schema(
        operation_id="pledges_add_measure",
        parameters=[CODE, asking.PledgeAsked, KEY],
        request=saying.NewMeasureSerializer,
        responses=PLEDGE,
    )
    def post(self, request: Request, code: str) -> Response:
        """Lay one more way to count beside those that stand."""
        signed_in(request)
        pledge = pledge_at(request, code)
        told = said(request, saying.NewMeasureSerializer, pledge)
        indicator = told.pop("indicator")
        _row, seq = act(
            request._request, ref_of(request), "measure.add", measuring.add_measure, indicator, **told
        )
        return pledge_done(pledge, seq)


class PledgeBasis(APIView):
    """실적의 근거."""

    @extend_schema(
        operation_id="pledges_take_measure",
        parameters=[CODE, asking.PledgeAsked, KEY],
        request=saying.TakingSerializer,
        responses=PLEDGE,
    )
    def post(self, request: Request, code: str) -> Response:
        """Let an indicator stand on another of its measures, from a day on and for a reason."""
        signed_in(request)
        pledge = pledge_at(request, code)
        told = said(request, saying.TakingSerializer, pledge)
        indicator = told["measure"].indicator
        _row, seq = act(
            request._request, ref_of(request), "basis.take", measuring.take_measure, indicator, **told
        )
        return pledge_done(pledge, seq)


class EntryWithdrawal(APIView):
    """추진실적을 거두기."""

    @extend_schema(
        operation_id="pledge_entries_withdraw",
        parameters=[ROW, KEY],
        request=saying.WithdrawingSerializer,
        responses=ENTRY,
    )
    def post(self, request: Request, id: int) -> Response:
        """Take back what was entered, and say why; it counts nowhere from then on."""
        entry = entry_at(id, signed_in(request), timezone.now())
        told = said(request, saying.WithdrawingSerializer)
        row, seq = act(
            request._request, ref_of(request), "entry.withdraw", entering.withdraw_entry, entry, **told
        )
        return done_with(entry_row(row), seq)


class SpendingWithdrawal(APIView):
    """집행액을 거두기."""

    @extend_schema(
        operation_id="pledge_spendings_withdraw",
        parameters=[ROW, KEY],
        request=saying.WithdrawingSerializer,
        responses={200: done.SpendingDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Take back what was entered, and say why."""
        spending = spending_at(id, signed_in(request), timezone.now())
        told = said(request, saying.WithdrawingSerializer)
        row, seq = act(
            request._request,
            ref_of(request),
            "spending.withdraw",
            entering.withdraw_spending,
            spending,
            **told,
        )
        return done_with(spending_entry_row(row), seq)
