"""The door for programs to forums and their sessions; the words spoken there are a thread's."""
# ruff: noqa: A002 (the address calls it id)

from collections.abc import Callable

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from deliberation import actions
from deliberation import serializers as shapes
from deliberation.models import Forum, Session
from deliberation.rows import comment_row
from deliberation.speakers import forum_at, pinned_in, session_at
from deliberation.views.api import heard_in
from district.paging import page_of
from district.schema import KEY, PAGING, REFUSED, ROW, UNCHANGED, Reading, page_schema, problems
from district.visitors import person_of
from realtime.acts import enact, ref_of
from realtime.models import Mark

KEPT = {200: shapes.SessionDoneSerializer, **REFUSED}


class Forums(Reading):
    """공론장. Where residents and members talk in the same hour."""

    @extend_schema(
        operation_id="forums_list",
        parameters=PAGING,
        responses={200: page_schema(shapes.ForumSerializer), **UNCHANGED, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """Forums with their sessions, newest first."""
        page = page_of(Forum.objects.visible_to(person_of(request)), request.query_params)
        rows = shapes.ForumSerializer(page.rows, many=True)
        return Response({"results": rows.data, **page.links(request)})


class ForumDetail(Reading):
    """One forum with its words."""

    @extend_schema(
        operation_id="forums_read",
        parameters=[ROW],
        responses={200: shapes.ForumDetailSerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Why it is held, its sessions, and what came of it."""
        return Response(shapes.ForumDetailSerializer(forum_at(id, person_of(request))).data)


class SessionDetail(Reading):
    """One evening."""

    @extend_schema(
        operation_id="sessions_read",
        parameters=[ROW],
        responses={200: shapes.SessionDetailSerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """When it is held, who keeps it, and which word stands above the others."""
        thread = session_at(id, person_of(request)).thread
        heard = heard_in(thread) if thread else Mark(0, "")
        session = session_at(id, person_of(request))
        above = pinned_in(session.thread)
        row = shapes.SessionSerializer(session).data | {"forum": session.forum_id}
        return Response(row | {"pinned": comment_row(above) if above else None, **heard._asdict()})


class SessionOpening(APIView):
    """The facilitator's work."""

    @extend_schema(
        operation_id="sessions_open", parameters=[ROW, KEY], request=shapes.RefSerializer, responses=KEPT
    )
    def post(self, request: Request, id: int) -> Response:
        """The evening begins: from now on words are taken."""
        return kept(request, id, "session.open", actions.open_session)


class SessionClosing(APIView):
    """The facilitator's work."""

    @extend_schema(
        operation_id="sessions_close", parameters=[ROW, KEY], request=shapes.RefSerializer, responses=KEPT
    )
    def post(self, request: Request, id: int) -> Response:
        """The evening ends: what was said stays, and nothing is added."""
        return kept(request, id, "session.close", actions.close_session)


def kept(request: Request, id: int, verb: str, action: Callable[..., Session]) -> Response:
    """Open or close a session, and answer with the session as it is now."""
    asked = session_at(id, person_of(request))
    at = timezone.now()
    session, seq = enact(
        request._request,
        ref_of(request),
        verb,
        room=asked.check_has_talk().room,
        arguments={},
        act=lambda by, ref: action(asked, by=by, at=at, ref=ref),
    )
    return Response(shapes.SessionSerializer(session).data | {"seq": seq})
