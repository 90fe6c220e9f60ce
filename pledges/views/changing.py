"""What may be done with amendments and closings by programs."""
# ruff: noqa: A002 (the address calls it id)

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from committees.serializers import ActSerializer
from district.schema import KEY, REFUSED, ROW
from district.visitors import signed_in
from pledges.actions import amending, closing
from pledges.detail_rows import amendment_row, closing_row, with_lines
from pledges.finding import amendment_at, closing_at
from pledges.models import Amendment, Closing
from pledges.serializers import asking, done, saying
from pledges.views.acting import done_with, said
from pledges.views.api import CODE, PledgeAmendments, pledge_at
from pledges.views.verbs import act
from realtime.acts import ref_of

AMENDMENT = {200: done.AmendmentDoneSerializer, **REFUSED}
CLOSING = {200: done.PledgeClosingDoneSerializer, **REFUSED}
AMENDING: dict[str, Callable[..., Amendment]] = {
    "introduce": amending.introduce_amendment,
    "bind": amending.bind_amendment,
    "enact": amending.enact_amendment,
    "drop": amending.drop_amendment,
}
CLOSES: dict[str, Callable[..., Closing]] = {
    "submit": closing.submit_closing,
    "approve": closing.approve_closing,
    "return": closing.return_closing,
}


class PledgeChanges(PledgeAmendments):
    """변경."""

    @extend_schema(
        operation_id="pledges_propose_amendment",
        parameters=[CODE, asking.PledgeAsked, KEY],
        request=saying.NewAmendmentSerializer,
        responses={201: done.AmendmentDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, code: str) -> Response:
        """Draw up other targets or other money, with the reason."""
        signed_in(request)
        pledge = pledge_at(request, code)
        told = said(request, saying.NewAmendmentSerializer, pledge)
        row, seq = act(
            request._request, ref_of(request), "amendment.propose", amending.propose_amendment, pledge, **told
        )
        return amendment_done(row, seq, 201)


class AmendmentIntroduction(APIView):
    """안건으로 올리기."""

    @extend_schema(
        operation_id="pledge_amendments_introduce",
        parameters=[ROW, KEY],
        request=saying.IntroducingSerializer,
        responses=AMENDMENT,
    )
    def post(self, request: Request, id: int) -> Response:
        """Put it before the members of a committee; from then on it is public."""
        return amended(request, id, "introduce", saying.IntroducingSerializer)


class AmendmentBinding(APIView):
    """있는 안건에 잇기."""

    @extend_schema(
        operation_id="pledge_amendments_bind",
        parameters=[ROW, KEY],
        request=saying.BindingSerializer,
        responses=AMENDMENT,
    )
    def post(self, request: Request, id: int) -> Response:
        """Say which item of a committee decides it, or hears of it."""
        return amended(request, id, "bind", saying.BindingSerializer)


class AmendmentEnactment(APIView):
    """시행."""

    @extend_schema(
        operation_id="pledge_amendments_enact",
        parameters=[ROW, KEY],
        request=saying.EnactingSerializer,
        responses=AMENDMENT,
    )
    def post(self, request: Request, id: int) -> Response:
        """Let it hold from a day on, once the committee has decided it or heard of it."""
        return amended(request, id, "enact", saying.EnactingSerializer)


class AmendmentDropping(APIView):
    """변경을 거두기."""

    @extend_schema(
        operation_id="pledge_amendments_drop",
        parameters=[ROW, KEY],
        request=ActSerializer,
        responses=AMENDMENT,
    )
    def post(self, request: Request, id: int) -> Response:
        """Let it go."""
        return amended(request, id, "drop", ActSerializer)


class PledgeReport(APIView):
    """마감을 쓰기."""

    @extend_schema(
        operation_id="pledges_write_closing",
        parameters=[CODE, asking.PledgeAsked, KEY],
        request=saying.NewClosingSerializer,
        responses=CLOSING,
    )
    def post(self, request: Request, code: str) -> Response:
        """Report of a quarter or a year that is over; said again, the draft is written anew."""
        signed_in(request)
        pledge = pledge_at(request, code)
        told = said(request, saying.NewClosingSerializer)
        row, seq = act(
            request._request, ref_of(request), "closing.write", closing.write_closing, pledge, **told
        )
        return closing_done(row, seq)


class ClosingSubmission(APIView):
    """결재 올리기."""

    @extend_schema(
        operation_id="pledge_closings_submit",
        parameters=[ROW, KEY],
        request=ActSerializer,
        responses=CLOSING,
    )
    def post(self, request: Request, id: int) -> Response:
        """Hand it to the next of the chain."""
        return closed(request, id, "submit", ActSerializer)


class ClosingApproval(APIView):
    """결재."""

    @extend_schema(
        operation_id="pledge_closings_approve",
        parameters=[ROW, KEY],
        request=saying.NotedSerializer,
        responses=CLOSING,
    )
    def post(self, request: Request, id: int) -> Response:
        """Approve it when it is one's turn; with the last hand the figures are frozen."""
        return closed(request, id, "approve", saying.NotedSerializer)


class ClosingReturn(APIView):
    """돌려보내기."""

    @extend_schema(
        operation_id="pledge_closings_return",
        parameters=[ROW, KEY],
        request=saying.ReturningSerializer,
        responses=CLOSING,
    )
    def post(self, request: Request, id: int) -> Response:
        """Send it back to whoever wrote it, and say why."""
        return closed(request, id, "return", saying.ReturningSerializer)


def amended(request: Request, id: int, verb: str, shape: type[Serializer[Any]]) -> Response:
    """Do one thing with one amendment."""
    amendment = amendment_at(id, signed_in(request), timezone.now())
    told = said(request, shape)
    row, seq = act(request._request, ref_of(request), f"amendment.{verb}", AMENDING[verb], amendment, **told)
    return amendment_done(row, seq)


def amendment_done(row: Model, seq: int, status: int = 200) -> Response:
    """The amendment as it is now, with its lines."""
    now = with_lines(Amendment.objects.filter(pk=row.pk)).get()
    return done_with(amendment_row(now), seq, status)


def closed(request: Request, id: int, verb: str, shape: type[Serializer[Any]]) -> Response:
    """Do one thing with one closing."""
    report = closing_at(id, signed_in(request), timezone.now())
    told = said(request, shape)
    row, seq = act(request._request, ref_of(request), f"closing.{verb}", CLOSES[verb], report, **told)
    return closing_done(row, seq)


def closing_done(row: Model, seq: int) -> Response:
    """The closing as it is now."""
    now = Closing.objects.select_related("pledge__administration").get(pk=row.pk)
    return done_with(closing_row(now), seq)
