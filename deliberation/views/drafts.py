"""Drafts of proposals for programs: one's own, and the parts that are offered by a link."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from deliberation.models import Proposal
from deliberation.models.consenting import consent_on
from deliberation.serializers import proposals as shapes
from deliberation.serializers.talk import RefSerializer
from deliberation.speakers import draft_at, share_at
from deliberation.views.proposals import asked_in, words_in
from deliberation.views.proposing import press
from district.calendar import day
from district.refusals import Refusal
from district.schema import KEY, REFUSED, problems
from district.visitors import kept_from_others, person_of, signed_in
from realtime.acts import ref_of, said_in

DRAFT = OpenApiParameter("key", {"type": "string", "format": "uuid"}, OpenApiParameter.PATH)
SAVED = {200: shapes.DraftDoneSerializer, **REFUSED}
PARTED = {200: shapes.PartDoneSerializer, **REFUSED}
MOST_MINE = 100


class MyProposals(APIView):
    """내 제안."""

    @extend_schema(operation_id="proposals_mine", responses={200: shapes.MineSerializer, **problems(403)})
    def get(self, request: Request) -> Response:
        """What I write, and what I have put before the public or joined, newest first."""
        person = signed_in(request)
        mine = Proposal.objects.with_file().prefetch_related("tags", "shares__person")  # type: ignore[misc]
        own = mine.filter(author=person) | mine.filter(mine.joined_by(person))
        rows = list(own.order_by("-id")[:MOST_MINE])
        drafts = shapes.DraftSerializer([row for row in rows if row.published_at is None], many=True)
        published = [row for row in rows if row.published_at is not None]
        shown = shapes.ProposalSerializer(published, many=True, context={"at": timezone.now()})
        return kept_from_others(Response({"drafts": drafts.data, "proposals": shown.data}))


class Draft(APIView):
    """A draft of one's own."""

    @extend_schema(
        operation_id="proposal_drafts_read",
        parameters=[DRAFT],
        responses={200: shapes.DraftSerializer, **problems(404)},
    )
    def get(self, request: Request, key: UUID) -> Response:
        """For its author, and for those who joined it."""
        return kept_from_others(Response(shapes.DraftSerializer(draft_at(key, person_of(request))).data))

    @extend_schema(
        operation_id="proposal_drafts_save",
        parameters=[DRAFT, KEY],
        request=shapes.DraftSavingSerializer,
        responses=SAVED,
    )
    def patch(self, request: Request, key: UUID) -> Response:
        """Save what was written so far; with `saved_at`, only over what this tab has read."""
        draft, words = draft_at(key, person_of(request)), words_in(request)
        if (told := said_in(request).get("saved_at")) is not None:
            words["saved_at"] = _moment(told)
        saved, seq = press(request._request, ref_of(request), "proposal.save", draft, **words)
        return kept_from_others(Response({**shapes.DraftSerializer(saved).data, "seq": seq}))

    @extend_schema(
        operation_id="proposal_drafts_discard",
        parameters=[DRAFT, KEY],
        request=None,
        responses={204: None, **REFUSED},
    )
    def delete(self, request: Request, key: UUID) -> Response:
        """Throw it away."""
        draft = draft_at(key, person_of(request))
        press(request._request, ref_of(request), "proposal.discard", draft)
        return Response(status=204)


def _moment(told: Any) -> Any:
    """The time of the tab's reading; what is none was read never."""
    try:
        at = parse_datetime(told) if isinstance(told, str) else None
    except ValueError:
        at = None
    if at is None or timezone.is_naive(at):
        errors = [{"field": "saved_at", "code": "invalid", "detail": "ISO 8601"}]
        raise Refusal("invalid", _("적어 주신 내용을 다시 살펴 주세요."), 422, errors=errors)
    return at


class DraftPublication(APIView):
    """Putting it before the public."""

    @extend_schema(
        operation_id="proposal_drafts_publish",
        parameters=[DRAFT, KEY],
        request=shapes.AgreeingSerializer,
        responses={201: shapes.ProposalDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, key: UUID) -> Response:
        """From now on its words are fixed, and neighbours may agree."""
        draft, consent = draft_at(key, person_of(request)), said_in(request).get("consent")
        row, seq = press(request._request, ref_of(request), "proposal.publish", draft, consent=consent)
        published = Proposal.objects.with_file().get(pk=row.pk)
        shown = shapes.ProposalSerializer(published, context={"at": timezone.now()}).data
        return Response({**shown, "seq": seq}, status=201)


class DraftShares(APIView):
    """공동제안."""

    @extend_schema(
        operation_id="proposal_shares_invite",
        parameters=[DRAFT, KEY],
        request=shapes.InvitingSerializer,
        responses={201: shapes.PartDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, key: UUID) -> Response:
        """Offer somebody a part, by a link that its author hands on."""
        draft = draft_at(key, person_of(request))
        said = {"label": "", "percent": None, **asked_in(request, "label", "percent")}
        share, seq = press(request._request, ref_of(request), "share.invite", draft, **said)
        return kept_from_others(Response({**shapes.PartSerializer(share).data, "seq": seq}, status=201))


class Offer(APIView):
    """The link to a part."""

    @extend_schema(
        operation_id="proposal_shares_read",
        parameters=[DRAFT],
        responses={200: shapes.OfferSerializer, **problems(403, 404)},
    )
    def get(self, request: Request, key: UUID) -> Response:
        """What is proposed, by whom, with which part; for whoever has the link and an account."""
        signed_in(request)
        share = share_at(key)
        share.check_standing()
        try:
            consent = consent_on(day(timezone.now())).pk
        except Refusal:
            consent = None
        return kept_from_others(
            Response({**shapes.PartSerializer(share).data, **offered(share), "consent": consent})
        )

    @extend_schema(
        operation_id="proposal_shares_drop",
        parameters=[DRAFT, KEY],
        request=None,
        responses=PARTED,
    )
    def delete(self, request: Request, key: UUID) -> Response:
        """The draft's author takes the offer back."""
        return parted(request, key, "share.drop")


def offered(share: Any) -> dict[str, str]:
    """What somebody is asked to join."""
    draft = share.proposal
    body = draft.shown_body
    return {"title": draft.title, "body": body, "author": draft.author.masked_name}


class OfferAcceptance(APIView):
    """Yes."""

    @extend_schema(
        operation_id="proposal_shares_accept",
        parameters=[DRAFT, KEY],
        request=shapes.AgreeingSerializer,
        responses=PARTED,
    )
    def post(self, request: Request, key: UUID) -> Response:
        """Take the part on, knowing what one agrees to."""
        return parted(request, key, "share.accept", consent=said_in(request).get("consent"))


class OfferDeclining(APIView):
    """No, or no longer."""

    @extend_schema(
        operation_id="proposal_shares_decline",
        parameters=[DRAFT, KEY],
        request=RefSerializer,
        responses=PARTED,
    )
    def post(self, request: Request, key: UUID) -> Response:
        """Leave it to the author."""
        return parted(request, key, "share.decline")


def parted(request: Request, key: UUID, verb: str, **said: Any) -> Response:
    """Do one thing with one part, and answer with it."""
    share, seq = press(request._request, ref_of(request), verb, share_at(key), **said)
    return kept_from_others(Response({**shapes.PartSerializer(share).data, "seq": seq}))
