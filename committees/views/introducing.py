"""안건 올리기. An item by a press or by a program, and what became of what was decided before."""
# ruff: noqa: A002 (the address calls it id)

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from committees import serializers as shapes
from committees.follow_up import past_order_rows
from committees.models import AgendaItem
from committees.rows import item_row
from committees.serializers import agenda as agenda_shapes
from committees.speakers import item_at, meeting_at
from committees.views import agenda_verbs as verbs
from committees.views import site
from committees.views.presses import place, pressed
from district.schema import KEY, REFUSED, ROW, UNCHANGED, Reading, problems
from district.visitors import person_of
from realtime.acts import ref_in, ref_of, said_in


class Items(APIView):
    """안건. One more matter before the members of a meeting."""

    @extend_schema(
        operation_id="agenda_items_introduce",
        parameters=[ROW, KEY],
        request=agenda_shapes.NewItemSerializer,
        responses={201: shapes.ItemDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """By the secretary or the body's department; its members are told, with the reason."""
        told = {name: said_in(request).get(name) for name in verbs.WORDS}
        meeting = meeting_at(id, person_of(request))
        item, seq = verbs.introduce(request._request, ref_of(request), meeting, told)
        return _done(request, item, seq, 201)


class ItemWithdrawal(APIView):
    """An introduced item goes off again."""

    @extend_schema(
        operation_id="agenda_items_withdraw",
        parameters=[ROW, KEY],
        request=agenda_shapes.AgendaReasonSerializer,
        responses={200: shapes.ItemDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Before the meeting is called to order; what its page says is taken off by the page."""
        asked, reason = item_at(id, person_of(request)), said_in(request).get("reason")
        item, seq = verbs.withdraw(request._request, ref_of(request), asked, reason)
        return _done(request, item, seq, 200)


class PastOrders(Reading):
    """지난 의결사항 처리결과."""

    @extend_schema(
        operation_id="past_orders_list",
        parameters=[ROW],
        responses={200: agenda_shapes.PastOrdersSerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """What earlier resolutions asked for: still owed, or reported since the body last met."""
        return Response({"results": past_order_rows(meeting_at(id, person_of(request)))})

    @extend_schema(
        operation_id="past_orders_introduce",
        parameters=[ROW, KEY],
        request=agenda_shapes.AgendaReasonSerializer,
        responses={201: shapes.ItemDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Put it on the agenda as one item to be heard."""
        meeting, reason = meeting_at(id, person_of(request)), said_in(request).get("reason")
        item, seq = verbs.introduce_past_orders(request._request, ref_of(request), meeting, reason)
        return _done(request, item, seq, 201)


def _done(request: Request, item: AgendaItem, seq: int, status: int) -> Response:
    return Response(item_row(item_at(item.pk, person_of(request))) | {"seq": seq}, status=status)


@require_POST
def introduce(request: HttpRequest, pk: int) -> HttpResponse:
    """A free item, from the console."""
    meeting = meeting_at(pk, person_of(request))
    told = {name: request.POST.get(name) for name in verbs.WORDS}
    verb = partial(verbs.introduce, request, ref_in(request), meeting, told)
    to, again = place(request, meeting, "console"), partial(site.at_console, request, meeting)
    return pressed(request, verb, _("안건을 올리고 위원들께 알렸습니다."), to, again=again)


@require_POST
def withdraw(request: HttpRequest, pk: int, id: int) -> HttpResponse:
    """Take it off again."""
    item = item_at(id, person_of(request), meeting=pk)
    verb = partial(verbs.withdraw, request, ref_in(request), item, request.POST.get("reason"))
    to = place(request, item.meeting, "console")
    return pressed(request, verb, _("안건을 빼고 위원들께 알렸습니다."), to)


@require_POST
def past_orders(request: HttpRequest, pk: int) -> HttpResponse:
    """지난 의결사항 처리결과, in one press."""
    meeting = meeting_at(pk, person_of(request))
    verb = partial(verbs.introduce_past_orders, request, ref_in(request), meeting, request.POST.get("reason"))
    to = place(request, meeting, "console")
    return pressed(request, verb, _("지난 의결사항 처리결과를 안건으로 올렸습니다."), to)
