"""The door for programs to seats, offices, terms and the balance of a body."""
# ruff: noqa: A002 (the address calls it id)

from datetime import date
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from committees.actions import sheets
from committees.actions.seating import account_of
from committees.balance import ending, gauge, many_bodies, spread
from committees.documents.paper import FEWEST
from committees.models import Body, BodyKind, EndGround, Membership, Office, Term
from committees.rows import meeting_row
from committees.serializers import MeetingDoneSerializer
from committees.serializers import seats as shapes
from committees.speakers import body_at, found, meeting_at
from committees.views import seat_verbs as verbs
from committees.views.api import asked_of
from district.dates import day
from district.models import Person
from district.models.offices import Role
from district.paging import page_of
from district.refusals import not_found
from district.schema import KEY, PAGING, REFUSED, ROW, UNCHANGED, Reading, page_schema, problems
from district.visitors import kept_from_others, person_of, signed_in
from realtime.acts import ref_of, said_in

WARNED_DAYS = 90


def said(request: Request, shape: type[Serializer[Any]]) -> dict[str, Any]:
    """What was asked, each field as the form has it; the act's number goes its own way."""
    asked = shape(data=said_in(request))
    asked.is_valid(raise_exception=True)
    return {name: value for name, value in asked.validated_data.items() if name != "ref"}


class BodyKinds(Reading):
    """기구의 갈래."""

    @extend_schema(
        operation_id="body_kinds_list", responses={200: shapes.BodyKindsSerializer, **UNCHANGED, **problems()}
    )
    def get(self, request: Request) -> Response:
        """What sorts of bodies this district has."""
        return Response({"results": shapes.BodyKindSerializer(BodyKind.objects.all(), many=True).data})


class EndGrounds(Reading):
    """해촉·종료 사유."""

    @extend_schema(
        operation_id="end_grounds_list",
        responses={200: shapes.EndGroundsSerializer, **UNCHANGED, **problems()},
    )
    def get(self, request: Request) -> Response:
        """On what grounds a seat is left today."""
        rows = EndGround.objects.on(day(timezone.now()))
        return Response({"results": shapes.EndGroundSerializer(rows, many=True).data})


class Memberships(Reading):
    """위촉."""

    @extend_schema(
        operation_id="bodies_memberships",
        parameters=[ROW, shapes.MembershipsAsked, *PAGING],
        responses={200: page_schema(shapes.MembershipSerializer), **UNCHANGED, **problems(404, 422)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Who was appointed here, newest first; with `on`, those in office on that day."""
        person = person_of(request)
        asked = asked_of(request, shapes.MembershipsAsked)
        rows = Membership.objects.visible_to(person).filter(seat__body=body_at(id, person))
        if "on" in asked:
            rows = rows.sitting(asked["on"])
        page = page_of(rows, request.query_params)
        results = shapes.MembershipSerializer(page.rows, many=True).data
        return Response({"results": results, **page.links(request)})

    @extend_schema(
        operation_id="bodies_appoint",
        parameters=[ROW, KEY],
        request=shapes.NewMembershipSerializer,
        responses={201: shapes.MembershipDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Appoint: an account by its address, or somebody without one by the name alone."""
        signed_in(request)
        body, asked = body_at(id, person_of(request)), said(request, shapes.NewMembershipSerializer)
        if asked["seat"].body_id != body.pk:
            raise not_found()
        asked = {"email": "", **asked}
        membership, seq = verbs.appoint(request._request, ref_of(request), body, asked)
        return done(shapes.MembershipSerializer(membership).data, seq, 201)


class MembershipEnd(APIView):
    """해촉·사임."""

    @extend_schema(
        operation_id="memberships_end",
        parameters=[ROW, KEY],
        request=shapes.EndMembershipSerializer,
        responses={200: shapes.MembershipDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Let somebody go before the term is over, on a ground of law."""
        membership = membership_at(id, signed_in(request))
        asked = said(request, shapes.EndMembershipSerializer)
        ended, seq = verbs.end_membership(request._request, ref_of(request), membership, asked)
        return done(shapes.MembershipSerializer(ended).data, seq)


class MembershipSheet(APIView):
    """인적사항."""

    @extend_schema(
        operation_id="memberships_sheet",
        parameters=[ROW],
        responses={200: shapes.SheetSerializer, **problems(403, 404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Read it; a line of the reading stays."""
        person = signed_in(request)
        membership = membership_at(id, person)
        facts = sheets.read_sheet(
            membership.person,
            body=membership.seat.body,
            by=person,
            at=timezone.now(),
            purpose="memberships_sheet",
        )
        return kept_from_others(Response(shapes.SheetSerializer(facts).data))

    @extend_schema(
        operation_id="memberships_write_sheet",
        parameters=[ROW, KEY],
        request=shapes.NewSheetSerializer,
        responses={200: shapes.SheetDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Write down what the member declared; what is left out stays."""
        membership = membership_at(id, signed_in(request))
        asked = said(request, shapes.NewSheetSerializer)
        sheet, seq = verbs.write_sheet(request._request, ref_of(request), membership, asked)
        return kept_from_others(done({"changed_at": sheet.changed_at}, seq))


class Offices(Reading):
    """임원."""

    @extend_schema(
        operation_id="bodies_offices",
        parameters=[ROW, *PAGING],
        responses={200: page_schema(shapes.OfficeHeldSerializer), **UNCHANGED, **problems(404, 422)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Who leads and led, newest first."""
        body = body_at(id, person_of(request))
        page = page_of(body.offices.select_related("membership", "post"), request.query_params)
        results = shapes.OfficeHeldSerializer(page.rows, many=True).data
        return Response({"results": results, **page.links(request)})

    @extend_schema(
        operation_id="bodies_elect",
        parameters=[ROW, KEY],
        request=shapes.NewOfficeSerializer,
        responses={201: shapes.OfficeDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Write down who leads, and how they were chosen."""
        body = body_at(id, signed_in(request))
        asked = said(request, shapes.NewOfficeSerializer)
        office, seq = verbs.elect(request._request, ref_of(request), body, asked)
        return done(shapes.OfficeHeldSerializer(office).data, seq, 201)


class OfficeEnd(APIView):
    """임원직의 끝."""

    @extend_schema(
        operation_id="offices_end",
        parameters=[ROW, KEY],
        request=shapes.EndOfficeSerializer,
        responses={200: shapes.OfficeDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """The last day in it; the seat stays."""
        signed_in(request)
        office = found(Office.objects.select_related("body__parent", "membership", "post"), id)
        on = said(request, shapes.EndOfficeSerializer)["on"]
        ended, seq = verbs.end_office(request._request, ref_of(request), office, on)
        return done(shapes.OfficeHeldSerializer(ended).data, seq)


class Terms(Reading):
    """제n기."""

    @extend_schema(
        operation_id="bodies_terms",
        parameters=[ROW, *PAGING],
        responses={200: page_schema(shapes.TermSerializer), **UNCHANGED, **problems(404, 422)},
    )
    def get(self, request: Request, id: int) -> Response:
        """For which years it was formed, newest first."""
        body = body_at(id, person_of(request))
        page = page_of(Term.objects.filter(body=body), request.query_params)
        return Response({"results": shapes.TermSerializer(page.rows, many=True).data, **page.links(request)})

    @extend_schema(
        operation_id="bodies_lay_term",
        parameters=[ROW, KEY],
        request=shapes.NewTermSerializer,
        responses={201: shapes.TermDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Begin the next one, the day after the last has ended."""
        body = body_at(id, signed_in(request))
        term, seq = verbs.lay_term(
            request._request, ref_of(request), body, said(request, shapes.NewTermSerializer)
        )
        return done(shapes.TermSerializer(term).data, seq, 201)


class Balance(APIView):
    """구성의 균형."""

    @extend_schema(
        operation_id="bodies_balance",
        parameters=[ROW, shapes.BalanceAsked],
        responses={200: shapes.BalanceSerializer, **problems(404, 422)},
    )
    def get(self, request: Request, id: int) -> Response:
        """위촉직 by sex for everybody; other days, ages, 동, names and last days for its department alone."""
        person, today = person_of(request), day(timezone.now())
        body = body_at(id, person)
        on = asked_of(request, shapes.BalanceAsked).get("on", today)
        kept = kept_of(body, person, on, today)
        # Two days beside each other would tell the sex of whoever came between them.
        on = on if kept else today
        measured = gauge(body, on)
        shown = kept is not None or (body.parent_id is None and measured.known >= FEWEST)
        told = {"on": on, "gauge": measured if shown else None, "kept": kept}
        answer = Response(shapes.BalanceSerializer(told).data)
        return kept_from_others(answer) if kept else answer


class Exemptions(APIView):
    """성별 비율의 예외."""

    @extend_schema(
        operation_id="bodies_exempt",
        parameters=[ROW, KEY],
        request=shapes.NewExemptionSerializer,
        responses={201: shapes.ExemptionDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Write down who let the body pass the ceiling, and until when."""
        body = body_at(id, signed_in(request))
        asked = said(request, shapes.NewExemptionSerializer)
        exemption, seq = verbs.grant_exemption(request._request, ref_of(request), body, asked)
        return kept_from_others(done(shapes.ExemptionSerializer(exemption).data, seq, 201))


class Transfers(APIView):
    """인사발령."""

    @extend_schema(
        operation_id="transfers_post",
        parameters=[KEY],
        request=shapes.NewTransferSerializer,
        responses={201: shapes.TransferDoneSerializer, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        """One order for several posts: all of it from that day, or nothing."""
        signed_in(request)
        asked = said(request, shapes.NewTransferSerializer)
        moves = [
            (move["post"], account_of(move["email"]) if move["email"].strip() else None)
            for move in asked["moves"]
        ]
        on, order_no = asked["on"], asked["order_no"]
        _first, seq = verbs.transfer(request._request, ref_of(request), moves, on, order_no)
        posts = [{"pk": post.pk, "title": post.title, "held": held is not None} for post, held in moves]
        told = {"order_no": order_no, "on": on, "posts": posts, "seq": seq}
        return kept_from_others(Response(shapes.TransferDoneSerializer(told).data, status=201))


class ActingChair(APIView):
    """직무대행."""

    @extend_schema(
        operation_id="meetings_acting_chair",
        parameters=[ROW, KEY],
        request=shapes.ActingChairSerializer,
        responses={200: MeetingDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """No chair has come: let a vice chair, or whom those present agree on, lead this meeting."""
        person = signed_in(request)
        meeting, asked = meeting_at(id, person), said(request, shapes.ActingChairSerializer)
        led, seq = verbs.act_as_chair(request._request, ref_of(request), meeting, asked)
        return Response(meeting_row(meeting_at(led.pk, person)) | {"seq": seq})


def membership_at(key: Any, person: Person) -> Membership:
    """The appointment of that number."""
    return found(Membership.objects.visible_to(person).select_related("person"), key)


def kept_of(body: Body, person: Person | None, on: date, today: date) -> dict[str, Any] | None:
    """What only whoever keeps the body, and the audit, read of its balance."""
    if person is None or not (body.is_kept_by(person, today) or person.holds(Role.AUDITOR, today)):
        return None
    return {
        "spread": spread(body, on),
        "many_bodies": many_bodies([body], on),
        "ending": ending([body], on, WARNED_DAYS),
        "exemption": body.gender_exemptions.on(on).first(),
    }


def done(row: dict[str, Any], seq: int, status: int = 200) -> Response:
    """The row as it stands now, and the number of the act."""
    return Response({**row, "seq": seq}, status=status)
