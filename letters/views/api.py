"""The door for programs: nobody's letters but one's own."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from district.paging import page_of
from district.schema import KEY, PAGING, REFUSED, page_schema, problems
from district.visitors import kept_from_others, person_of, signed_in
from letters import serializers as shapes
from letters.models import Follow, Letter
from letters.rows import follow_row, letter_row
from letters.speakers import follow_at, letter_at
from letters.views import verbs
from realtime.acts import ref_of, said_in

MINE = OpenApiParameter("key", {"type": "string", "format": "uuid"}, OpenApiParameter.PATH)
UNREAD = {"unread": serializers.IntegerField(min_value=0)}


class Letters(APIView):
    """알림. What I was told."""

    @extend_schema(
        operation_id="letters_list",
        summary="내 알림",
        parameters=[shapes.LettersAsked, *PAGING],
        responses={200: page_schema(shapes.LetterSerializer, **UNREAD), **problems(403, 422)},
    )
    def get(self, request: Request) -> Response:
        """Mine, newest first; `unread` counts all that I have not opened, whatever is asked for."""
        mine = Letter.objects.visible_to(signed_in(request)).on_screen()
        asked = shapes.LettersAsked(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        wanted = mine.unread() if asked.validated_data.get("unread") else mine
        page = page_of(wanted, request.query_params)
        rows = [letter_row(letter) for letter in page.rows]
        count = {"unread": mine.unread().count()}
        return kept_from_others(Response({"results": rows, **page.links(request), **count}))


class LetterDetail(APIView):
    """One letter."""

    @extend_schema(
        operation_id="letters_get",
        summary="알림 하나",
        parameters=[MINE],
        responses={200: shapes.LetterSerializer, **problems(404)},
    )
    def get(self, request: Request, key: UUID) -> Response:
        """Looking by a program does not open it."""
        return kept_from_others(Response(letter_row(letter_at(key, person_of(request)))))


class LetterReading(APIView):
    """열기."""

    @extend_schema(
        operation_id="letters_read",
        summary="알림을 열었음",
        parameters=[MINE, KEY],
        request=shapes.LetterRefSerializer,
        responses={200: shapes.LetterDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, key: UUID) -> Response:
        """I opened it; the bell of all my devices hears it."""
        mine = letter_at(key, person_of(request))
        letter, seq = verbs.read(request._request, ref_of(request), mine)
        return kept_from_others(Response(letter_row(letter) | {"seq": seq}))


class LetterReceipt(APIView):
    """받음 확인."""

    @extend_schema(
        operation_id="letters_confirm",
        summary="알림을 받았다고 확인",
        parameters=[MINE, KEY],
        request=shapes.LetterRefSerializer,
        responses={200: shapes.LetterDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, key: UUID) -> Response:
        """I say that it came; saying it twice is saying it once."""
        mine = letter_at(key, person_of(request))
        letter, seq = verbs.confirm(request._request, ref_of(request), mine)
        return kept_from_others(Response(letter_row(letter) | {"seq": seq}))


class Follows(APIView):
    """소식 받기. What I wish to hear of."""

    @extend_schema(
        operation_id="follows_list",
        summary="내가 받기로 한 소식",
        parameters=PAGING,
        responses={200: page_schema(shapes.FollowSerializer), **problems(403, 422)},
    )
    def get(self, request: Request) -> Response:
        """Mine that stand, newest first."""
        mine = Follow.objects.visible_to(signed_in(request)).standing()
        page = page_of(mine, request.query_params)
        rows = [follow_row(follow) for follow in page.rows]
        return kept_from_others(Response({"results": rows, **page.links(request)}))

    @extend_schema(
        operation_id="follows_begin",
        summary="소식 받기",
        parameters=[KEY],
        request=shapes.NewFollowSerializer,
        responses={201: shapes.FollowDoneSerializer, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Hear of what a page or a row offered; wishing twice is wishing once."""
        signed_in(request)
        wish, seq = verbs.follow(request._request, ref_of(request), said_in(request).get("offer"))
        return kept_from_others(Response(follow_row(wish) | {"seq": seq}, status=201))


class FollowDetail(APIView):
    """One wish."""

    @extend_schema(
        operation_id="follows_choose",
        summary="받는 방법 고르기",
        parameters=[MINE, KEY],
        request=shapes.FollowChoiceSerializer,
        responses={200: shapes.FollowDoneSerializer, **REFUSED},
    )
    def patch(self, request: Request, key: UUID) -> Response:
        """By which roads and how often I hear of it; null and empty: as of everything else."""
        wish = follow_at(key, person_of(request))
        asked = shapes.FollowChoiceSerializer(data=said_in(request))
        asked.is_valid(raise_exception=True)
        how = asked.validated_data
        chosen, seq = verbs.choose(request._request, ref_of(request), wish, how["roads"], how["pace"])
        return kept_from_others(Response(follow_row(chosen) | {"seq": seq}))

    @extend_schema(
        operation_id="follows_end",
        summary="소식 그만 받기",
        parameters=[MINE, KEY],
        request=None,
        responses={200: shapes.FollowDoneSerializer, **REFUSED},
    )
    def delete(self, request: Request, key: UUID) -> Response:
        """No more of it; the row stays, with the time at which it ended."""
        wish = follow_at(key, person_of(request))
        ended, seq = verbs.unfollow(request._request, ref_of(request), wish)
        return kept_from_others(Response(follow_row(ended) | {"seq": seq}))
