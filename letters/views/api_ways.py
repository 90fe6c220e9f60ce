"""The door for programs: by which roads and how often I am told."""

from collections.abc import Callable, Sequence
from typing import Any, cast
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from district.models import Person
from district.schema import KEY, REFUSED, problems
from district.visitors import kept_from_others, person_of, signed_in
from letters import serializers as shapes
from letters.rows import ways_row
from letters.speakers import browser_at
from letters.views import verbs
from letters.views.api import MINE
from realtime.acts import ref_of, said_in


def answered(person: Person, seq: int, status: int = 200) -> Response:
    """All my choices as they stand after the act."""
    # Read anew: the person of the session still holds the habit of before.
    standing = Person.objects.select_related("habit").get(pk=person.pk)
    return kept_from_others(Response(ways_row(standing, timezone.now()) | {"seq": seq}, status=status))


def act(
    name: str,
    summary: str,
    sent: type[Serializer[Any]] | None = None,
    *,
    status: int = 200,
    of: Sequence[OpenApiParameter] = (),
) -> Callable[[Any], Any]:
    """How the acts on my choices are described: they differ in what is sent, and answer alike."""
    return extend_schema(
        operation_id=f"letters_{name}",
        summary=summary,
        parameters=[*of, KEY],
        request=sent,
        responses={status: shapes.WaysDoneSerializer, **REFUSED},
    )


def read_as(shape: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """What was sent, in its shape."""
    sent = shape(data=said_in(request))
    sent.is_valid(raise_exception=True)
    return cast(dict[str, Any], sent.validated_data)


class Ways(APIView):
    """받는 방법."""

    @extend_schema(
        operation_id="letters_ways",
        summary="받는 방법",
        responses={200: shapes.WaysSerializer, **problems(403)},
    )
    def get(self, request: Request) -> Response:
        """How I am told, and what I may choose."""
        return kept_from_others(Response(ways_row(signed_in(request), timezone.now())))

    @act("prefer", "받는 방법 고르기", shapes.HabitSerializer)
    def patch(self, request: Request) -> Response:
        """How I am told of whatever I chose nothing else for."""
        person = signed_in(request)
        how = read_as(shapes.HabitSerializer, request)
        return answered(person, verbs.prefer(request._request, ref_of(request), how["roads"], how["pace"])[1])


class Browsers(APIView):
    """브라우저 알림."""

    @act("browser_add", "이 브라우저로 받기", shapes.NewBrowserSerializer, status=201)
    def post(self, request: Request) -> Response:
        """This browser lets itself be woken for me."""
        person, said = signed_in(request), said_in(request)
        name = said["name"] if isinstance(said.get("name"), str) else ""
        _browser, seq = verbs.add_browser(request._request, ref_of(request), said, name)
        return answered(person, seq, 201)


class BrowserDetail(APIView):
    """One browser."""

    @act("browser_drop", "이 브라우저로 그만 받기", of=[MINE])
    def delete(self, request: Request, key: UUID) -> Response:
        """It wakes no more."""
        browser = browser_at(key, person_of(request))
        _ended, seq = verbs.drop_browser(request._request, ref_of(request), browser)
        return answered(signed_in(request), seq)


class Number(APIView):
    """휴대전화."""

    @act("number_claim", "휴대전화 번호 적기", shapes.NewNumberSerializer, status=201)
    def post(self, request: Request) -> Response:
        """A code goes to it; nothing else does before the code comes back."""
        person = signed_in(request)
        number = read_as(shapes.NewNumberSerializer, request)["number"]
        return answered(person, verbs.claim_number(request._request, ref_of(request), number)[1], 201)

    @act("number_drop", "휴대전화 번호 지우기")
    def delete(self, request: Request) -> Response:
        """Nobody keeps it."""
        person = signed_in(request)
        return answered(person, verbs.drop_number(request._request, ref_of(request))[1])


class NumberProof(APIView):
    """인증번호."""

    @act("number_prove", "인증번호 적기", shapes.CodeSerializer)
    def post(self, request: Request) -> Response:
        """The number is mine: I read what came to it."""
        person = signed_in(request)
        code = read_as(shapes.CodeSerializer, request)["code"]
        return answered(person, verbs.prove_number(request._request, ref_of(request), code)[1])
