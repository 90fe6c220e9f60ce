"""Proposals for programs: the list, one of them, and what may be done with it."""
# ruff: noqa: A002 (the address calls it id)

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from deliberation.models import Category, Proposal
from deliberation.proposal_course import stations
from deliberation.rows import answers_row
from deliberation.serializers import proposals as shapes
from deliberation.serializers.talk import RefSerializer
from deliberation.similar import similar
from deliberation.speakers import proposal_at
from deliberation.views.proposing import papers_in, press
from district.calendar import day
from district.intake import BoundedJSONParser
from district.paging import Page, page_of
from district.schema import KEY, PAGING, REFUSED, ROW, UNCHANGED, Reading, page_schema, problems
from district.visitors import person_of
from realtime.acts import ref_of, said_in
from search.find import find

DONE = {200: shapes.ProposalDoneSerializer, **REFUSED}
MOST_FOUND = 1_000
# A place in the list by 공감 is one whole number: how many agree, and among equals which is newer.
BY_SUPPORTS = F("supports") * 2**40 + F("thread_id")


class Proposals(APIView):
    """제안하기. What residents propose."""

    @extend_schema(
        operation_id="proposals_list",
        parameters=[shapes.ProposalsAsked, *PAGING],
        responses={200: page_schema(shapes.ProposalSerializer), **UNCHANGED, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """Published proposals, newest first or by 공감."""
        at = timezone.now()
        asked = shapes.ProposalsAsked(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        page = page_asked(narrowed(request, asked.validated_data, at), asked.validated_data, request)
        rows = shapes.ProposalSerializer(page.rows, many=True, context={"at": at})
        return Response({"results": rows.data, **page.links(request)})

    @extend_schema(
        operation_id="proposals_begin",
        parameters=[KEY],
        request=shapes.DraftWordsSerializer,
        responses={201: shapes.DraftDoneSerializer, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Begin a draft; it is published by a call of its own."""
        draft, seq = press(request._request, ref_of(request), "proposal.begin", None, **words_in(request))
        return Response(shapes.DraftSerializer(draft).data | {"seq": seq}, status=201)


WORDS = ("title", "body", "category", "neighborhood", "place", "tags")


def words_in(request: Request) -> dict[str, Any]:
    """The words that were sent; what is left out stays as it was."""
    said = said_in(request)
    return {name: said[name] for name in WORDS if name in said}


def narrowed(request: Request, asked: dict[str, Any], at: datetime) -> QuerySet[Proposal]:
    """The proposals that were asked for."""
    person = person_of(request)
    proposals = Proposal.objects.visible_to(person).published().prefetch_related("tags")  # type: ignore[misc]
    if "status" in asked:
        proposals = proposals.in_status(asked["status"], at)
    for name, column in {"category": "category__code", "dong": "neighborhood", "tag": "tags__name"}.items():
        if name in asked:
            # What is not shown of a veiled one is not to be found out by asking, either.
            proposals = proposals.filter(**{column: asked[name]}, veiled_at=None)
    if "q" in asked:
        found = find(asked["q"], person, kind="proposal").values_list("object_id", flat=True)
        proposals = proposals.filter(pk__in=[int(number) for number in found[:MOST_FOUND]])
    return proposals


def page_asked(proposals: QuerySet[Proposal], asked: dict[str, Any], request: Request) -> Page[Proposal]:
    """One page in the order that was asked for."""
    if asked.get("order") == "supports":
        ranked = proposals.annotate(by_supports=BY_SUPPORTS)
        return page_of(ranked, request.query_params, field="by_supports")
    # A draft of Monday that is published on Friday is Friday's: its talk begins with it.
    return page_of(proposals, request.query_params, field="thread_id")


class ProposalDetail(Reading):
    """One proposal."""

    @extend_schema(
        operation_id="proposals_read",
        parameters=[ROW],
        responses={200: shapes.ProposalWholeSerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Its words, who agrees, who owes it an answer, and its way so far."""
        proposal = proposal_at(id, person_of(request))
        at = timezone.now()
        shown = shapes.ProposalDetailSerializer(proposal, context={"at": at}).data
        return Response({**shown, **answers_row(proposal), "timeline": course(proposal, at)})

    @extend_schema(
        operation_id="proposals_amend",
        parameters=[ROW, KEY],
        request=shapes.DraftWordsSerializer,
        responses=DONE,
    )
    def patch(self, request: Request, id: int) -> Response:
        """File it elsewhere; its title and words are fixed."""
        return acted(request, id, "proposal.amend", **words_in(request))


class ProposalTimeline(Reading):
    """The way of one proposal."""

    @extend_schema(
        operation_id="proposals_timeline",
        parameters=[ROW],
        responses={200: shapes.TimelineSerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Every step, those to come as well."""
        return Response({"results": course(proposal_at(id, person_of(request)), timezone.now())})


def course(proposal: Proposal, at: datetime) -> list[dict[str, Any]]:
    """The same steps as its page shows."""
    return [station.row() for station in stations(proposal, at)]


class SimilarProposals(Reading):
    """What was proposed before."""

    @extend_schema(
        operation_id="proposals_similar",
        parameters=[shapes.SimilarAsked],
        responses={200: shapes.SimilarSerializer, **UNCHANGED, **problems(404, 422)},
    )
    def get(self, request: Request) -> Response:
        """Proposals that speak of the same, the likeliest first."""
        asked = shapes.SimilarAsked(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        words, person = asked.validated_data, person_of(request)
        besides = proposal_at(words["besides"], person) if "besides" in words else None
        found = similar(words["title"], words["body"], person, besides=besides)
        rows = shapes.ProposalSerializer(found, many=True, context={"at": timezone.now()})
        return Response({"results": rows.data})


class Categories(Reading):
    """제안 분야. Under what proposals are filed."""

    @extend_schema(
        operation_id="proposal_categories_list",
        parameters=PAGING,
        responses={200: page_schema(shapes.CategorySerializer), **UNCHANGED, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """Those in use today."""
        in_use = Category.objects.in_use(day(timezone.now())).select_related("department")
        page = page_of(in_use, request.query_params)
        rows = shapes.CategorySerializer(page.rows, many=True)
        return Response({"results": rows.data, **page.links(request)})


class ProposalSupport(APIView):
    """공감."""

    @extend_schema(
        operation_id="proposals_support",
        parameters=[ROW, KEY],
        request=RefSerializer,
        responses=DONE,
    )
    def put(self, request: Request, id: int) -> Response:
        """Agree; agreeing twice is agreeing once."""
        return acted(request, id, "proposal.support")

    @extend_schema(operation_id="proposals_unsupport", parameters=[ROW, KEY], request=None, responses=DONE)
    def delete(self, request: Request, id: int) -> Response:
        """Agree no longer, before the review is called."""
        return acted(request, id, "proposal.unsupport")


class ProposalWithdrawal(APIView):
    """취하."""

    @extend_schema(
        operation_id="proposals_withdraw",
        parameters=[ROW, KEY],
        request=shapes.ReasonSerializer,
        responses=DONE,
    )
    def post(self, request: Request, id: int) -> Response:
        """Its author takes it back, as long as it is not answered."""
        return acted(request, id, "proposal.withdraw", **asked_in(request, "reason"))


class ProposalTransfer(APIView):
    """이송."""

    @extend_schema(
        operation_id="proposals_transfer",
        parameters=[ROW, KEY],
        request=shapes.TransferSerializer,
        responses=DONE,
    )
    def post(self, request: Request, id: int) -> Response:
        """The office in charge hands it to another agency, with the reason."""
        return acted(request, id, "proposal.transfer", **asked_in(request, "to", "reason"))


class ProposalCivil(APIView):
    """이것은 민원입니다."""

    @extend_schema(
        operation_id="proposals_civil",
        parameters=[ROW, KEY],
        request=shapes.ReasonSerializer,
        responses=DONE,
    )
    def post(self, request: Request, id: int) -> Response:
        """Its author or the office in charge lets it be answered as a complaint."""
        return acted(request, id, "proposal.civil", **asked_in(request, "reason"))


class ProposalMerging(APIView):
    """합치기."""

    @extend_schema(
        operation_id="proposals_merge",
        parameters=[ROW, KEY],
        request=shapes.MergingSerializer,
        responses=DONE,
    )
    def post(self, request: Request, id: int) -> Response:
        """The office in charge puts a duplicate into the one received first."""
        return acted(request, id, "proposal.merge", **asked_in(request, "into", "reason"))


class ProposalVeil(APIView):
    """내용 가림."""

    @extend_schema(
        operation_id="proposals_veil",
        parameters=[ROW, KEY],
        request=RefSerializer,
        responses=DONE,
    )
    def post(self, request: Request, id: int) -> Response:
        """On its author's wish only title and result stay public."""
        return acted(request, id, "proposal.veil")


class ProposalReconsideration(APIView):
    """재심사."""

    @extend_schema(
        operation_id="proposals_reconsider",
        parameters=[ROW, KEY],
        request=shapes.ReconsideringSerializer,
        responses=DONE,
    )
    def post(self, request: Request, id: int) -> Response:
        """Its author asks once more, within the time that is given."""
        return acted(request, id, "proposal.reconsider", **asked_in(request, "words"))


class ProposalSupplement(APIView):
    """보완."""

    parser_classes = [BoundedJSONParser, MultiPartParser]

    @extend_schema(
        operation_id="proposals_supply",
        parameters=[ROW, KEY],
        request={
            "application/json": shapes.SupplyingSerializer,
            "multipart/form-data": shapes.SupplyingSerializer,
        },
        responses=DONE,
    )
    def post(self, request: Request, id: int) -> Response:
        """One of those who propose it brings what the office asked for; its clock runs again."""
        words = said_in(request).get("words", "")
        papers = papers_in(request._request, proposal_at(id, person_of(request)))
        return acted(request, id, "proposal.supply", words=words, papers=papers)


def asked_in(request: Request, *names: str) -> dict[str, Any]:
    """What the body says under these names."""
    said = said_in(request)
    return {name: said[name] for name in names if name in said}


def acted(request: Request, id: int, verb: str, **said: Any) -> Response:
    """Do one thing with one proposal, and answer with the proposal as it is now."""
    asked = proposal_at(id, person_of(request))
    _row, seq = press(request._request, ref_of(request), verb, asked, **said)
    now = proposal_at(asked.pk, person_of(request))
    shown = shapes.ProposalSerializer(now, context={"at": timezone.now()}).data
    return Response({**shown, "seq": seq})
