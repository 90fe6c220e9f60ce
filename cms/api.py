"""The root of the API, its description, and its way of saying no."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cms import actions
from district import views as district
from district.refusals import not_found, problem_response
from district.schema import problems
from district.serializers import MeSerializer, NicknameSerializer
from district.visitors import signed_in

HERE = "/api/v1/"
LISTS = (
    "questions", "proposals", "forums", "bodies", "meetings", "resolutions", "participation-policies",
    "departments", "posts", "neighborhoods", "administrations", "tags", "consents", "search", "me",
    "letters", "follows",
    "house-rules", "transparency", "dockets", "appeals", "measures", "blankings", "blocks",
    "pledges", "pledge-closings", "referrals", "surveys", "schema",
)  # fmt: skip


class RootSerializer(serializers.Serializer):
    """The addresses of what can be had here."""

    name = serializers.CharField()
    links = serializers.DictField(child=serializers.CharField())


class Root(APIView):
    """Where a client begins."""

    @extend_schema(operation_id="root", responses={200: RootSerializer, **problems()})
    def get(self, request: Request) -> Response:
        """What can be had here."""
        links = {name: request.build_absolute_uri(f"{HERE}{name}/") for name in LISTS}
        links["pages"] = request.build_absolute_uri("/api/cms/pages/")
        return Response({"name": "Cheong", "links": links})


class Me(district.Me):
    """Whoever asks, and what that person is called."""

    @extend_schema(
        request=NicknameSerializer, responses={200: MeSerializer, **problems(400, 403, 413, 415, 422)}
    )
    def patch(self, request: Request) -> Response:
        """Choose another nickname, also beside what was said before."""
        person = signed_in(request)
        asked = NicknameSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        nickname = asked.validated_data["nickname"]
        return self.told(actions.rename_person(person, nickname=nickname, at=timezone.now()))


class Schema(SpectacularAPIView):
    """The description of the API, as OpenAPI 3.1."""


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """A wrong address inside the API is answered to a machine."""
    return problem_response(not_found())


def ours_only(endpoints: list[Any], **kwargs: Any) -> list[Any]:
    """Leave Wagtail's and allauth's own APIs to their own descriptions."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(HERE)]
