"""The rooms over plain HTTP: a ticket to come in, the room as it is, and its events for who has no socket."""

from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from district.refusals import Refusal, problem_response
from district.schema import problems
from district.visitors import person_of
from realtime import streams, tickets
from realtime.kinds import room_at
from realtime.models import Room

EVENT_STREAM = "text/event-stream"

TICKET = inline_serializer(
    "Ticket",
    {
        "ticket": serializers.CharField(),
        "expires_at": serializers.DateTimeField(),
        "seq": serializers.IntegerField(min_value=0),
        "epoch": serializers.UUIDField(),
        "rights": serializers.ListField(child=serializers.CharField()),
    },
)
SNAPSHOT = inline_serializer(
    "RoomSnapshot",
    {
        "room": serializers.CharField(),
        "epoch": serializers.UUIDField(),
        "seq": serializers.IntegerField(min_value=0),
    },
)


class NewTicket(APIView):
    """Let whoever asks into one room for a minute."""

    @extend_schema(
        operation_id="rooms_ticket",
        summary="방의 입장권",
        request=None,
        responses={200: TICKET, **problems(403, 404)},
    )
    def post(self, request: Request, kind: str, key: str) -> Response:
        ticket = tickets.issue(request, kind, key, timezone.now())
        return Response(ticket, headers={"Cache-Control": "no-store"})


class Snapshot(APIView):
    """The room as it is, for who comes in late."""

    @extend_schema(
        operation_id="rooms_snapshot",
        summary="방의 지금 모습",
        description="`room`, `epoch`, `seq`에 더하여 방의 종류에 따른 내용이 함께 옵니다.",
        responses={200: SNAPSHOT, **problems(403, 404)},
    )
    def get(self, request: Request, kind: str, key: str) -> Response:
        address, rooms = room_at(kind, key)
        person = person_of(request)
        rooms.enter(key, person, timezone.now())
        # Before the rows: what is said in between comes again as a frame, and is never missed.
        mark = Room.objects.seq_of(kind, key)
        shown: dict[str, Any] = rooms.snapshot(key, person)
        # Never from a cache: the stream goes on after a number that an older answer has not reached.
        headers = {"Cache-Control": "no-store"}
        return Response(
            {"room": str(address), "epoch": mark.epoch, "seq": mark.seq, **shown}, headers=headers
        )


@csrf_exempt
async def events(request: HttpRequest, kind: str, key: str) -> HttpResponseBase:
    """The room's frames for who has no socket: since a number, or as they come."""
    # Not by DRF: its negotiation answers 406 to an event stream.
    try:
        if request.method not in {"GET", "HEAD"}:
            raise Refusal("method_not_allowed", _("이 주소에서는 그 일을 할 수 없습니다."), 405)
        streaming = EVENT_STREAM in request.headers.get("Accept", "") and request.method == "GET"
        if streaming:
            streams.check_room_for_one_more()
        look = sync_to_async(streams.look)
        wish, body = await look(request, kind, key, timezone.now(), streaming=streaming)
    except Refusal as refusal:
        return problem_response(refusal)
    answer: HttpResponseBase
    if streaming:
        answer = StreamingHttpResponse(streams.Stream(wish), content_type=EVENT_STREAM)
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Accel-Buffering"] = "no"  # or nginx keeps the words until the stream ends
    else:
        answer = HttpResponse(body, content_type="application/json")
        answer.headers["Cache-Control"] = "public, max-age=1" if wish.public else "private, no-store"
    patch_vary_headers(answer, ["Accept"])
    return answer
