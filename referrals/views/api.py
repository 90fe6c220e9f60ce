"""The door for programs: the inbox of whoever works there, and what everybody may know of one referral."""
# ruff: noqa: A002 (the address calls it id)

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from district.paging import page_of
from district.schema import KEY, PAGING, REFUSED, UNCHANGED, Reading, page_schema, problems
from district.visitors import kept_from_others, person_of, signed_in
from realtime.acts import ref_of, said_in
from referrals import inbox
from referrals import serializers as shapes
from referrals.models import Referral
from referrals.places import by_place
from referrals.rights import check_staff
from referrals.rows import inbox_rows, inside_row, papers_of, referral_row, version_row
from referrals.speakers import inside_at, referral_at
from referrals.views import verbs

ROW = OpenApiParameter("id", {"type": "string", "format": "uuid"}, OpenApiParameter.PATH)
CURSOR = [parameter for parameter in PAGING if parameter.name == "cursor"]


class Referrals(APIView):
    """접수함. What waits for an answer of my department, by due day."""

    @extend_schema(
        operation_id="referrals_list",
        parameters=[shapes.InboxAsked, *CURSOR],
        responses={200: page_schema(shapes.ReferralInboxSerializer), **problems(403, 422)},
    )
    def get(self, request: Request) -> Response:
        """The first due first; what was answered or has ended, the newest first."""
        person, at = signed_in(request), timezone.now()
        check_staff(person, at)
        said = shapes.InboxAsked(data=request.query_params)
        said.is_valid(raise_exception=True)
        asked = inbox.Asked(**said.validated_data)
        if asked.is_closed:
            page = page_of(inbox.rows_of(person, asked, at).with_file(), request.query_params)
            rows, links = inbox_rows(page.rows, at), page.links(request)
        else:
            shown = inbox.slice_of(inbox.waiting(person, asked, at), request.query_params.get("cursor"))
            rows = inbox_rows(by_place(shown.places), at)
            links = {way: _address(request, getattr(shown, way)) for way in ("next", "previous")}
        return kept_from_others(Response({"results": rows, **links}))


def _address(request: Request, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request._request.GET.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


class ReferralDetail(Reading):
    """One referral, as everybody may know it."""

    @extend_schema(
        operation_id="referrals_read",
        parameters=[ROW],
        responses={200: shapes.ReferralSerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Who has it, since when, until when; and the answer, once there is one."""
        return Response(referral_row(referral_at(id, person_of(request), timezone.now())))


class ReferralInside(APIView):
    """The file of one referral."""

    @extend_schema(
        operation_id="referrals_inside",
        parameters=[ROW],
        responses={200: shapes.ReferralFileSerializer, **problems(403, 404)},
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Drafts, hands and notes, for those whose work it is."""
        person, at = signed_in(request), timezone.now()
        return kept_from_others(Response(inside_row(inside_at(id, person, at), person, at)))


def asked_of(request: Request, id: UUID) -> Referral:
    """The referral that is spoken of."""
    return referral_at(id, person_of(request), timezone.now())


def parsed(request: Request, shape: Any) -> dict[str, Any]:
    """What the body says, in its own kinds of value; the action weighs it."""
    said = shape(data=said_in(request))
    said.is_valid(raise_exception=True)
    return {name: value for name, value in said.validated_data.items() if name != "ref"}


def done(referral: Referral, seq: int) -> Response:
    """The referral as it stands after the act."""
    fresh = Referral.objects.with_file().get(pk=referral.pk)
    return Response(referral_row(fresh) | {"seq": seq})


def acting(operation: str, shape: Any = shapes.ReferralActSerializer, answer: Any = None) -> Any:
    """What the schema says of an act."""
    return extend_schema(
        operation_id=operation,
        parameters=[ROW, KEY],
        request=shape,
        responses={200: answer or shapes.ReferralDoneSerializer, **REFUSED},
    )


class Claim(APIView):
    """맡기."""

    @acting("referrals_claim")
    def post(self, request: Request, id: UUID) -> Response:
        """Take it on."""
        return done(*verbs.simply(request._request, ref_of(request), asked_of(request, id), "claim"))


class Release(APIView):
    """내려놓기."""

    @acting("referrals_release")
    def post(self, request: Request, id: UUID) -> Response:
        """Lay it back for a colleague."""
        return done(*verbs.simply(request._request, ref_of(request), asked_of(request, id), "release"))


class Reroute(APIView):
    """재배정."""

    @acting("referrals_reroute", shapes.ReferralRerouteSerializer)
    def post(self, request: Request, id: UUID) -> Response:
        """Hand it over to another department; its clock goes on."""
        referral, said = asked_of(request, id), parsed(request, shapes.ReferralRerouteSerializer)
        to, reason = said["department"], said["reason"]
        return done(*verbs.reroute(request._request, ref_of(request), referral, to, reason))


class PauseClock(APIView):
    """기한 멈춤."""

    @acting("referrals_pause", shapes.ReferralPauseSerializer)
    def post(self, request: Request, id: UUID) -> Response:
        """Ask the proposer to complete it, or other offices what they know."""
        referral, said = asked_of(request, id), parsed(request, shapes.ReferralPauseSerializer)
        return done(*verbs.pause(request._request, ref_of(request), referral, said))


class Resume(APIView):
    """기한 잇기."""

    @acting("referrals_resume")
    def post(self, request: Request, id: UUID) -> Response:
        """Let the clock run again."""
        return done(*verbs.simply(request._request, ref_of(request), asked_of(request, id), "resume"))


class Draft(APIView):
    """답변 쓰기."""

    @acting("referrals_reply", shapes.NewReplySerializer, shapes.ReplyVersionSerializer)
    def post(self, request: Request, id: UUID) -> Response:
        """Write the draft; whoever begins has taken it on."""
        referral, said = asked_of(request, id), parsed(request, shapes.NewReplySerializer)
        draft = verbs.write_reply(request._request, ref_of(request), referral, said)
        papers = papers_of([draft]).get(str(draft.pk), [])
        return kept_from_others(Response(version_row(draft, papers)))


class Submit(APIView):
    """올리기."""

    @acting("referrals_submit", shapes.ReplySubmissionSerializer)
    def post(self, request: Request, id: UUID) -> Response:
        """Give the draft to the next hand."""
        referral, said = asked_of(request, id), parsed(request, shapes.ReplySubmissionSerializer)
        return done(*verbs.submit(request._request, ref_of(request), referral, said["version"]))


class Recall(APIView):
    """회수."""

    @acting("referrals_recall")
    def post(self, request: Request, id: UUID) -> Response:
        """Take back what was sent up, as long as the next hand has not decided."""
        return done(*verbs.simply(request._request, ref_of(request), asked_of(request, id), "recall"))


class Decide(APIView):
    """결재와 돌려보내기."""

    verb = "approve"

    def post(self, request: Request, id: UUID) -> Response:
        """Decide about the version one has read."""
        referral, said = asked_of(request, id), parsed(request, shapes.ReplyDecisionSerializer)
        return done(*verbs.decide(request._request, ref_of(request), referral, self.verb, said))


class Approve(Decide):
    """결재."""

    @acting("referrals_approve", shapes.ReplyDecisionSerializer)
    def post(self, request: Request, id: UUID) -> Response:
        """Give it on; the last hand publishes."""
        return super().post(request, id)


class SendBack(Decide):
    """돌려보내기."""

    verb = "return"

    @acting("referrals_return", shapes.ReplyDecisionSerializer)
    def post(self, request: Request, id: UUID) -> Response:
        """Give it back to whoever wrote it, with the reason."""
        return super().post(request, id)


class ReportProgress(APIView):
    """이행."""

    @acting("referrals_progress", shapes.NewReferralProgressSerializer)
    def post(self, request: Request, id: UUID) -> Response:
        """Say that it is late, has begun, or is done."""
        referral, said = asked_of(request, id), parsed(request, shapes.NewReferralProgressSerializer)
        return done(*verbs.report_progress(request._request, ref_of(request), referral, said))
