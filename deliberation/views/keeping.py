"""The door for programs to what keeps a talk in order: pins, pauses, and how far one has read."""
# ruff: noqa: A002 (the address calls it id)

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from deliberation import actions
from deliberation import serializers as shapes
from deliberation.models import Comment, ReadMark, Thread
from deliberation.rows import tally_row, thread_row
from deliberation.speakers import talk_at, thread_at
from deliberation.views.api import ACTED, acted, heard_in
from district.dates import moment
from district.schema import KEY, REFUSED, ROW, problems
from district.visitors import kept_from_others, person_of, speaker
from realtime.acts import enact, ref_of, said_in

MOST_FRESH = 100


class CommentPin(APIView):
    """The work of whoever keeps the talk."""

    @extend_schema(
        operation_id="comments_pin", parameters=[ROW, KEY], request=shapes.RefSerializer, responses=ACTED
    )
    def post(self, request: Request, id: int) -> Response:
        """Put it above; the one that stood there gives way."""
        return acted(request, id, "comment.pin", actions.pin_comment)

    @extend_schema(operation_id="comments_unpin", parameters=[ROW, KEY], request=None, responses=ACTED)
    def delete(self, request: Request, id: int) -> Response:
        """Take it down again; what stands above in its stead stays."""
        return acted(request, id, "comment.unpin", taken_down)


def taken_down(comment: Comment, **told: Any) -> Comment:
    """This comment, no longer above the others."""
    comment.seq = actions.unpin_comment(comment.thread, comment=comment.pk, **told).seq
    return comment


class ThreadPause(APIView):
    """How long everybody rests between two words."""

    @extend_schema(
        operation_id="threads_slow",
        parameters=[ROW, KEY],
        request=shapes.PauseSerializer,
        responses={200: shapes.ThreadSerializer, **REFUSED},
    )
    def put(self, request: Request, id: int) -> Response:
        """Ask everybody to take their time; 0 lets them speak as they like."""
        asked, at = thread_at(id, person_of(request)), timezone.now()
        said = {"seconds": said_in(request).get("seconds")}
        enact(
            request._request,
            ref_of(request),
            "thread.slow",
            room=asked.room,
            arguments=said,
            act=lambda by, ref: actions.slow_thread(asked, by=by, at=at, ref=ref, **said),
        )
        heard = heard_in(asked)
        thread = thread_at(id, person_of(request))
        return Response(
            thread_row(thread) | tally_row(thread) | {"status": thread.status(at)} | heard._asdict()
        )


class ThreadReadMark(APIView):
    """읽은 자리. How far one has read oneself; nobody else is told."""

    @extend_schema(
        operation_id="threads_read_mark",
        parameters=[ROW],
        responses={200: shapes.ReadMarkSerializer, **problems(403, 404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Where this reader stopped, and how much was said since."""
        thread, person = talk_at(id, person_of(request)), speaker(person_of(request))
        mark = ReadMark.objects.filter(thread=thread, person=person).first()
        return kept_from_others(Response(mark_row(thread, mark)))

    @extend_schema(
        operation_id="threads_mark_read",
        parameters=[ROW],
        request=shapes.ReadSerializer,
        responses={200: shapes.ReadMarkSerializer, **problems(403, 404)},
    )
    def put(self, request: Request, id: int) -> Response:
        """Remember how far; it never goes back."""
        thread, person = talk_at(id, person_of(request)), speaker(person_of(request))
        comment = said_in(request).get("comment")
        mark = actions.mark_read(thread, by=person, comment=comment, at=timezone.now())
        return kept_from_others(Response(mark_row(thread, mark)))


def mark_row(thread: Thread, mark: ReadMark | None) -> dict[str, Any]:
    """A reader's own place."""
    if mark is None:
        return {"comment": None, "at": None, "fresh": 0}
    since = thread.comments.filter(parent=None, pk__gt=mark.comment_id).order_by()
    return {"comment": mark.comment_id, "at": moment(mark.at), "fresh": since[:MOST_FRESH].count()}
