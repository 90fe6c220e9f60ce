"""The door at which clients search."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from district.paging import Page
from district.schema import problems
from district.visitors import person_of
from search.models import Entry
from search.results import results
from search.serializers import QuestionAsked, ResultsSerializer


class Search(APIView):
    """통합검색. Everything the district lets people find, best first."""

    @extend_schema(
        operation_id="search",
        parameters=[QuestionAsked, OpenApiParameter("cursor", str, description="이어 볼 자리")],
        responses={200: ResultsSerializer, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """Answer one question, a page at a time."""
        asked = QuestionAsked(data=request.query_params)
        asked.is_valid(raise_exception=True)
        facets = dict(asked.validated_data)
        answer = results(
            facets.pop("q"),
            person_of(request),
            cursor=request.query_params.get("cursor"),
            size=facets.pop("limit"),
            tags=facets.pop("tag"),
            **facets,
        )
        ways = Page[Entry]([], answer.next, answer.previous).links(request)
        return Response(ResultsSerializer(answer).data | ways)
