"""정책제안 for programs: what members ask of the district, and what became of it."""
# ruff: noqa: A002 (the address calls it id)

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from committees.models import Recommendation
from committees.serializers import work as shapes
from committees.speakers import body_at
from committees.views import recommendations_verbs as verbs
from committees.views.api import asked_of
from committees.views.seats import said
from committees.work_rows import recommendation_row, referral_of
from district.paging import page_of
from district.schema import KEY, PAGING, REFUSED, ROW, UNCHANGED, page_schema, problems
from district.visitors import kept_from_others, person_of, signed_in
from realtime.acts import ref_of

DONE = {200: shapes.RecommendationDoneSerializer, **REFUSED}


class Recommendations(APIView):
    """정책제안."""

    @extend_schema(
        operation_id="recommendations_list",
        parameters=[shapes.RecommendationsAsked, *PAGING],
        responses={200: page_schema(shapes.RecommendationSerializer), **UNCHANGED, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """What members asked of the district, the last first."""
        rows = narrowed(Recommendation.objects.visible_to(None), request)
        page = page_of(rows, request.query_params)
        results = [recommendation_row(row) for row in page.rows]
        return Response({"results": results, **page.links(request)})


def narrowed(rows: QuerySet[Recommendation], request: Request) -> QuerySet[Recommendation]:
    """Those that were asked for."""
    asked = asked_of(request, shapes.RecommendationsAsked)
    if "state" in asked:
        rows = rows.in_state(asked["state"])  # type: ignore[attr-defined]
    return rows.filter(**{name: asked[name] for name in ("body", "year") if name in asked})


class BodyRecommendations(APIView):
    """정책제안 하기."""

    @extend_schema(
        operation_id="bodies_recommend",
        parameters=[ROW, KEY],
        request=shapes.NewRecommendationSerializer,
        responses={201: shapes.RecommendationDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """A member's own word; who does not sit here is refused."""
        body, asked = body_at(id, signed_in(request)), said(request, shapes.NewRecommendationSerializer)
        words = {"title": asked["title"], "text": asked["text"], "item": asked.get("item")}
        made, seq = verbs.recommend(request._request, ref_of(request), body, **words)
        return done(request, made, seq, 201)


class RecommendationDetail(APIView):
    """One recommendation."""

    @extend_schema(
        operation_id="recommendations_read",
        parameters=[ROW],
        responses={200: shapes.RecommendationDetailSerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """What was asked, who has it until when, and what was answered."""
        person = person_of(request)
        asked = verbs.recommendation_at(id, person)
        answer = Response(recommendation_row(asked) | {"referral": referral_of(asked)})
        return kept_from_others(answer) if person else answer


class RecommendationReferral(APIView):
    """부서에 맡기기."""

    @extend_schema(
        operation_id="recommendations_refer",
        parameters=[ROW, KEY],
        request=shapes.ReferringSerializer,
        responses=DONE,
    )
    def post(self, request: Request, id: int) -> Response:
        """The department of the body hands it to whoever must say what becomes of it."""
        asked = verbs.recommendation_at(id, signed_in(request))
        department = said(request, shapes.ReferringSerializer)["department"]
        row, seq = verbs.refer(request._request, ref_of(request), asked, department)
        return done(request, row, seq)


class RecommendationWithdrawal(APIView):
    """취하."""

    @extend_schema(
        operation_id="recommendations_withdraw", parameters=[ROW, KEY], request=None, responses=DONE
    )
    def post(self, request: Request, id: int) -> Response:
        """Its author takes it back, before a department has it."""
        asked = verbs.recommendation_at(id, signed_in(request))
        row, seq = verbs.withdraw(request._request, ref_of(request), asked)
        return done(request, row, seq)


def done(request: Request, row: Recommendation, seq: int, status: int = 200) -> Response:
    """The recommendation as it is now, and the number of the act."""
    person = signed_in(request)
    now = verbs.recommendation_at(row.pk, person)
    return kept_from_others(Response(recommendation_row(now) | {"seq": seq}, status=status))
