"""The door for programs: what everybody may read, the same for everybody, and the inside for members."""
# ruff: noqa: A002 (the address calls it id)

from dataclasses import asdict
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from committees import serializers as shapes
from committees.counting import rule_in
from committees.models import AgendaItem, Body, Meeting, Resolution
from committees.quorum import needed
from committees.rights import enter
from committees.roster import head_counts, officers, roster
from committees.rows import inside_of, meeting_row, resolution_row, snapshot_of
from committees.serializers.detail import InsideSerializer, MeetingDetailSerializer
from committees.speakers import body_at, meeting_at, resolution_at
from district.dates import day
from district.paging import page_of
from district.schema import PAGING, ROW, UNCHANGED, Reading, page_schema, problems
from district.visitors import kept_from_others, person_of, signed_in
from letters.offers import offer
from realtime.models import Mark, Room


class Bodies(Reading):
    """기구. Who advises or decides, and what is a part of what."""

    @extend_schema(
        operation_id="bodies_list",
        parameters=PAGING,
        responses={200: page_schema(shapes.BodySerializer), **UNCHANGED, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """Bodies and their parts, newest first."""
        page = page_of(Body.objects.visible_to(person_of(request)), request.query_params)
        rows = shapes.BodySerializer(page.rows, many=True)
        return Response({"results": rows.data, **page.links(request)})


class BodyDetail(Reading):
    """One body as it stands today."""

    @extend_schema(
        operation_id="bodies_read",
        parameters=[ROW],
        responses={200: shapes.BodyDetailSerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Its officers, its seats, its parts, and the rule in force."""
        body, today = body_at(id, person_of(request)), day(timezone.now())
        counts = head_counts([body], today)[body.pk]
        rule = rule_in(body, today.year, today)
        return Response(
            {
                **shapes.BodySerializer(body).data,
                "officers": shapes.OfficerSerializer(officers([body], today), many=True).data,
                "counts": asdict(counts),
                "quorum_needed": needed(rule.quorum, counts.sitting) if rule and counts.sitting else None,
                "rule": shapes.RuleSerializer(rule).data if rule else None,
                "parts": shapes.RowNameSerializer(body.parts.all(), many=True).data,
                "follow": offer_of(body),
            }
        )


class BodyMembers(Reading):
    """Who sits there today."""

    @extend_schema(
        operation_id="bodies_members",
        parameters=[ROW],
        responses={200: shapes.MembersSerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """All of them by the names they agreed to; an official by the post."""
        body, today = body_at(id, person_of(request)), day(timezone.now())
        members = shapes.MemberSerializer(roster([body], today), many=True)
        return Response({"on": today.isoformat(), "results": members.data})


class Meetings(Reading):
    """회의."""

    @extend_schema(
        operation_id="meetings_list",
        parameters=[shapes.MeetingsAsked, *PAGING],
        responses={200: page_schema(shapes.MeetingSerializer), **UNCHANGED, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """Meetings, newest first."""
        asked = asked_of(request, shapes.MeetingsAsked)
        floor = Prefetch("items", AgendaItem.objects.filter(state=AgendaItem.State.ON_FLOOR))
        meetings = Meeting.objects.visible_to(person_of(request)).prefetch_related(floor)
        if "body" in asked:
            meetings = meetings.of(asked["body"])
        if "year" in asked:
            meetings = meetings.filter(round__year=asked["year"])
        if "state" in asked:
            meetings = meetings.filter(state=asked["state"])
        page = page_of(meetings, request.query_params)
        return Response({"results": [meeting_row(each) for each in page.rows], **page.links(request)})


class MeetingDetail(Reading):
    """One meeting with its agenda."""

    @extend_schema(
        operation_id="meetings_read",
        parameters=[ROW],
        responses={200: MeetingDetailSerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """The meeting as everybody may see it: of a closed item its number alone."""
        meeting = meeting_at(id, person_of(request))
        heard = heard_in(meeting)
        # Who came is a list of its own: a plenary has hundreds.
        told = {name: rows for name, rows in snapshot_of(meeting).items() if name != "attendances"}
        return Response({**told.pop("meeting"), **told, **offers_of(meeting), **heard._asdict()})


class MeetingInside(APIView):
    """What a meeting keeps to itself."""

    @extend_schema(
        operation_id="meetings_inside",
        parameters=[ROW],
        responses={200: InsideSerializer, **problems(403, 404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """The words and papers of closed items; to those who do not sit in it, it is not there."""
        meeting = meeting_at(id, person_of(request))
        enter(meeting, signed_in(request), purpose="meetings_inside", at=timezone.now())
        return kept_from_others(Response(inside_of(meeting)))


class Resolutions(Reading):
    """의결."""

    @extend_schema(
        operation_id="resolutions_list",
        parameters=[shapes.ResolutionsAsked, *PAGING],
        responses={200: page_schema(shapes.ResolutionSerializer), **UNCHANGED, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """What was decided, newest first."""
        asked = asked_of(request, shapes.ResolutionsAsked)
        resolutions = Resolution.objects.visible_to(person_of(request))
        if "body" in asked:
            resolutions = resolutions.of(asked["body"])
        if "year" in asked:
            resolutions = resolutions.filter(year=asked["year"])
        page = page_of(resolutions, request.query_params)
        return Response({"results": [resolution_row(each) for each in page.rows], **page.links(request)})


class ResolutionDetail(Reading):
    """One resolution."""

    @extend_schema(
        operation_id="resolutions_read",
        parameters=[ROW],
        responses={200: shapes.ResolutionSerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Its number, its words, by how many, and what became of it."""
        return Response(resolution_row(resolution_at(id, person_of(request))))


def offer_of(body: Body) -> str:
    """Hear of it, or of the body that it is a part of."""
    return offer(body.topic, body.convener.name, body.convener.address)


def offers_of(meeting: Meeting) -> dict[str, Any]:
    """Hear of this one meeting, or of one item of it."""
    items = meeting.items.standing()
    rows = [
        {"item": item.pk, "offer": offer(item.topic, f"{item.label} {item.shown_title}", meeting.address)}
        for item in items
    ]
    return {"follow": offer(meeting.topic, meeting.title, meeting.address), "item_follows": rows}


def asked_of(request: Request, shape: type[Serializer[Any]]) -> dict[str, Any]:
    """How the list was narrowed, or a problem that names what cannot be understood."""
    asked = shape(data=request.query_params.dict())
    asked.is_valid(raise_exception=True)
    return asked.validated_data


def heard_in(meeting: Meeting) -> Mark:
    """How far its room has come: asked before the rows are read, or an event between would be lost."""
    return Room.objects.seq_of(*meeting.room)
