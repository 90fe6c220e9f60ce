"""What an answer is written with, for programs: the lists it chooses from, phrases, and its papers."""
# ruff: noqa: A002 (the address calls it id)

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from district.dates import day
from district.paging import page_of
from district.schema import KEY, PAGING, REFUSED, UNCHANGED, Reading, page_schema, problems
from district.visitors import kept_from_others, signed_in
from papers.models import Attachment
from realtime.acts import ref_of
from referrals import serializers as shapes
from referrals.models import Ground, Outcome, Phrase
from referrals.reach import answers_for
from referrals.rights import check_staff
from referrals.rows import paper_row
from referrals.speakers import inside_at
from referrals.views import verbs
from referrals.views.api import ROW, asked_of, parsed


def listed(request: Request, rows: Any, shape: Any) -> Response:
    """The rows in force on the day that was asked for, or today."""
    said = shapes.RulesAsked(data=request.query_params.dict())
    said.is_valid(raise_exception=True)
    found = rows.objects.in_force(said.validated_data.get("on") or day(timezone.now()))
    return Response({"results": shape(found, many=True).data})


class Outcomes(Reading):
    """검토 결과."""

    @extend_schema(
        operation_id="referral_outcomes_list",
        parameters=[shapes.RulesAsked],
        responses={200: shapes.ReferralOutcomesSerializer, **UNCHANGED, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """How an answer may end."""
        return listed(request, Outcome, shapes.ReferralOutcomeSerializer)


class Grounds(Reading):
    """불채택 까닭."""

    @extend_schema(
        operation_id="referral_grounds_list",
        parameters=[shapes.RulesAsked],
        responses={200: shapes.ReferralGroundsSerializer, **UNCHANGED, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """On which grounds a proposal may be refused."""
        return listed(request, Ground, shapes.ReferralGroundSerializer)


class Phrases(APIView):
    """답변 틀."""

    @extend_schema(
        operation_id="referral_phrases_list",
        parameters=PAGING,
        responses={200: page_schema(shapes.ReferralPhraseSerializer), **problems(403, 422)},
    )
    def get(self, request: Request) -> Response:
        """Those of my departments, and the house's."""
        person, at = signed_in(request), timezone.now()
        check_staff(person, at)
        mine = Phrase.objects.filter(Q(department__in=answers_for(person, at)) | Q(department=None))
        page = page_of(mine, request.query_params)
        shown = shapes.ReferralPhraseSerializer(page.rows, many=True)
        return kept_from_others(Response({"results": shown.data, **page.links(request)}))


class DraftPapers(APIView):
    """첨부. The papers of the answer that is being written."""

    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="referral_papers_list",
        parameters=[ROW],
        responses={200: shapes.DraftPapersSerializer, **problems(403, 404)},
    )
    def get(self, request: Request, id: UUID) -> Response:
        """For those whose work it is."""
        referral = inside_at(id, signed_in(request), timezone.now())
        laid = Attachment.objects.of(referral.draft) if referral.draft else Attachment.objects.none()
        return kept_from_others(Response({"results": [draft_paper_row(paper) for paper in laid]}))

    @extend_schema(
        operation_id="referral_papers_lay",
        parameters=[ROW, KEY],
        request={"multipart/form-data": shapes.NewDraftPaperSerializer},
        responses={201: shapes.DraftPaperSerializer, **REFUSED},
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Lay one; it is handed out with the answer."""
        referral, said = asked_of(request, id), parsed(request, shapes.NewDraftPaperSerializer)
        laid = verbs.lay_paper(request._request, ref_of(request), referral, said["paper"])
        return kept_from_others(Response(draft_paper_row(laid), status=201))


class DraftPaper(APIView):
    """One of them."""

    @extend_schema(
        operation_id="referral_papers_take",
        parameters=[ROW, KEY],
        request=None,
        responses={204: None, **REFUSED},
    )
    def delete(self, request: Request, id: UUID, key: UUID) -> Response:
        """Take it off again."""
        verbs.take_paper(request._request, ref_of(request), asked_of(request, id), key)
        return Response(status=204)


def draft_paper_row(paper: Attachment) -> dict[str, Any]:
    """The paper with its key."""
    return {"key": str(paper.key), **paper_row(paper)}
