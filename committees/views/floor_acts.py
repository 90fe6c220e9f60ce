"""The door through which programs speak and move in a meeting: parse, call one verb, give the row."""
# ruff: noqa: A002 (the address calls it id)

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from committees.floor_rows import gist_row, motion_rows, observer_row, recusal_row, turn_row
from committees.floor_speakers import gist_at, motion_at, observer_at, recusal_at, turn_at
from committees.models import AgendaItem, Gist, Motion, Recusal, SpeakingTurn
from committees.rows import item_row
from committees.serializers import ActSerializer, ItemDoneSerializer
from committees.serializers import floor as shapes
from committees.speakers import item_at, meeting_at
from committees.views import floor_verbs as verbs
from district.paging import page_of
from district.refusals import Refusal
from district.schema import KEY, PAGING, REFUSED, ROW, UNCHANGED, Reading, page_schema, problems
from district.visitors import person_of
from realtime.acts import ref_of, said_in


def listing(operation: str, shape: Any) -> Any:
    """What the schema says of such a list."""
    answers = {200: page_schema(shape), **UNCHANGED, **problems(404, 422)}
    return extend_schema(operation_id=operation, parameters=[ROW, *PAGING], responses=answers)


def acting(operation: str, done: Any, asked: Any = ActSerializer, status: int = 200) -> Any:
    """What the schema says of such an act."""
    answers = {status: done, **REFUSED}
    return extend_schema(operation_id=operation, parameters=[ROW, KEY], request=asked, responses=answers)


def told(request: Request, *names: str) -> dict[str, Any]:
    """What the body says under these names."""
    said = said_in(request)
    return {name: said.get(name) for name in names}


class Turns(Reading):
    """발언. Who asked for the floor, who has it, and who had it."""

    @listing("turns_list", shapes.TurnSerializer)
    def get(self, request: Request, id: int) -> Response:
        """Of one item, newest first; of an item that is not open without names."""
        item = item_at(id, person_of(request))
        page = page_of(item.turns.select_related("item"), request.query_params)
        return Response({"results": [turn_row(each) for each in page.rows], **page.links(request)})

    @acting("turns_post", shapes.TurnDoneSerializer, shapes.NewTurnSerializer, 201)
    def post(self, request: Request, id: int) -> Response:
        """Ask for the floor; or, with `seat` or `name`, put somebody on the list as the secretary."""
        item, ref = item_at(id, person_of(request)), ref_of(request)
        said = told(request, "kind", "seat", "name", "badge")
        if said["seat"] is None and not said["name"]:
            turn, seq = verbs.ask_turn(request._request, ref, item, said["kind"])
        else:
            turn, seq = verbs.add_turn(request._request, ref, item, said)
        return Response(shown_turn(turn) | {"seq": seq}, status=201)


def shown_turn(turn: SpeakingTurn) -> dict[str, Any]:
    """A turn as it stands now."""
    return turn_row(SpeakingTurn.objects.visible_to(None).get(pk=turn.pk))


def turned(request: Request, id: int, verb: str) -> Response:
    """Do one thing to a turn, and answer with the turn as it is now."""
    asked = turn_at(id, person_of(request))
    turn, seq = verbs.turn(request._request, ref_of(request), asked, verb)
    return Response(shown_turn(turn) | {"seq": seq})


class TurnBegun(APIView):
    """발언 시작."""

    @acting("turns_begin", shapes.TurnDoneSerializer)
    def post(self, request: Request, id: int) -> Response:
        """Give the floor; a point of order goes first, and whoever had the floor has ended."""
        return turned(request, id, "begin")


class TurnEnded(APIView):
    """발언 마침."""

    @acting("turns_end", shapes.TurnDoneSerializer)
    def post(self, request: Request, id: int) -> Response:
        """Take the floor back."""
        return turned(request, id, "end")


class TurnWithdrawn(APIView):
    """발언 신청 거둠."""

    @acting("turns_withdraw", shapes.TurnDoneSerializer)
    def post(self, request: Request, id: int) -> Response:
        """Wait no longer."""
        return turned(request, id, "withdraw")


class SpeakersList(APIView):
    """발언 신청의 마감."""

    @acting("turns_close_list", ItemDoneSerializer, shapes.SpeakersListSerializer)
    def post(self, request: Request, id: int) -> Response:
        """Take no more names, or take them again; those who wait are heard."""
        item, closed = item_at(id, person_of(request)), said_in(request).get("closed")
        if type(closed) is not bool:
            raise Refusal("unknown_choice", _("고르신 것이 목록에 없습니다."), 422)
        item, seq = verbs.turn_list(request._request, ref_of(request), item, closed)
        return Response(item_row(item_at(item.pk, None)) | {"seq": seq})


class Gists(Reading):
    """발언 요지. What was said, as the secretary typed it."""

    @listing("gists_list", shapes.GistSerializer)
    def get(self, request: Request, id: int) -> Response:
        """Of one item, newest first; of an item that is not open without words."""
        item = item_at(id, person_of(request))
        page = page_of(item.gists.select_related("item"), request.query_params)
        return Response({"results": [gist_row(each) for each in page.rows], **page.links(request)})

    @acting("gists_post", shapes.GistDoneSerializer, shapes.NewGistSerializer, 201)
    def post(self, request: Request, id: int) -> Response:
        """Type a line: heard at once by everybody, of an item that is not open by those inside."""
        person, turn = person_of(request), said_in(request).get("turn")
        item = item_at(id, person)
        spoken = None if turn is None else turn_at(turn, person, item=item)
        said = told(request, "words", "name", "badge")
        gist, seq = verbs.type_gist(request._request, ref_of(request), item, spoken, said)
        return Response(shown_gist(gist) | {"seq": seq}, status=201)


def shown_gist(gist: Gist) -> dict[str, Any]:
    """A line as it stands now."""
    return gist_row(Gist.objects.visible_to(None).get(pk=gist.pk))


class GistMended(APIView):
    """발언 요지의 고침."""

    @acting("gists_change", shapes.GistDoneSerializer, shapes.MendedGistSerializer)
    def patch(self, request: Request, id: int) -> Response:
        """Mend a line, until the minutes are laid before the members."""
        asked, words = gist_at(id, person_of(request)), said_in(request).get("words")
        gist, seq = verbs.change_gist(request._request, ref_of(request), asked, words)
        return Response(shown_gist(gist) | {"seq": seq})


class Motions(Reading):
    """동의. What members put before the meeting."""

    @listing("motions_list", shapes.MotionSerializer)
    def get(self, request: Request, id: int) -> Response:
        """Of one item, newest first; of an item that is not open without words and names."""
        item = item_at(id, person_of(request))
        page, rows = page_of(item.motions.all(), request.query_params), rows_of(item)
        return Response({"results": [rows[each.pk] for each in page.rows], **page.links(request)})

    @acting("motions_post", shapes.MotionDoneSerializer, shapes.NewMotionSerializer, 201)
    def post(self, request: Request, id: int) -> Response:
        """Move; an amendment names in `amends` what it amends."""
        person, amends = person_of(request), said_in(request).get("amends")
        item = item_at(id, person)
        amended = None if amends is None else motion_at(amends, person, item=item)
        said = told(request, "kind", "text", "seat")
        motion, seq = verbs.move(request._request, ref_of(request), item, amended, said)
        return Response(shown_motion(motion) | {"seq": seq}, status=201)


def rows_of(item: AgendaItem) -> dict[int, dict[str, Any]]:
    """All motions of an item: which comes next, no one of them knows alone."""
    motions = item.motions.select_related("item").prefetch_related("seconds")
    return {row["id"]: row for row in motion_rows(motions)}


def shown_motion(motion: Motion) -> dict[str, Any]:
    """A motion as it stands now."""
    return rows_of(motion.item)[motion.pk]


class MotionSeconded(APIView):
    """재청."""

    @acting("motions_second", shapes.MotionDoneSerializer, shapes.NewSecondSerializer)
    def post(self, request: Request, id: int) -> Response:
        """Want it talked about, too."""
        asked, seat = motion_at(id, person_of(request)), said_in(request).get("seat")
        motion, seq = verbs.second(request._request, ref_of(request), asked, seat)
        return Response(shown_motion(motion) | {"seq": seq})


def moved(request: Request, id: int, verb: str) -> Response:
    """Do one thing to a motion, and answer with the motion as it is now."""
    asked = motion_at(id, person_of(request))
    motion, seq = verbs.motion(request._request, ref_of(request), asked, verb)
    return Response(shown_motion(motion) | {"seq": seq})


class MotionWithdrawn(APIView):
    """철회."""

    @acting("motions_withdraw", shapes.MotionDoneSerializer)
    def post(self, request: Request, id: int) -> Response:
        """Take it back before it is put; what would have mended it goes with it."""
        return moved(request, id, "withdraw")


class MotionLapsed(APIView):
    """폐기."""

    @acting("motions_lapse", shapes.MotionDoneSerializer)
    def post(self, request: Request, id: int) -> Response:
        """Let it go for want of a second."""
        return moved(request, id, "lapse")


class Recusals(Reading):
    """제척·기피·회피."""

    @listing("recusals_list", shapes.RecusalSerializer)
    def get(self, request: Request, id: int) -> Response:
        """Who keeps out of one item, newest first; never why."""
        item = item_at(id, person_of(request))
        page = page_of(item.recusals.select_related("item"), request.query_params)
        return Response({"results": [recusal_row(each) for each in page.rows], **page.links(request)})

    @acting("recusals_post", shapes.RecusalDoneSerializer, shapes.NewRecusalSerializer, 201)
    def post(self, request: Request, id: int) -> Response:
        """Keep out oneself, ask that a member be kept out, or write down whom the law keeps out."""
        item, said = item_at(id, person_of(request)), told(request, "kind", "reason", "seat")
        recusal, seq = verbs.record_recusal(request._request, ref_of(request), item, said)
        return Response(shown_recusal(recusal) | {"seq": seq}, status=201)


def shown_recusal(recusal: Recusal) -> dict[str, Any]:
    """A recusal as it stands now."""
    return recusal_row(Recusal.objects.visible_to(None).get(pk=recusal.pk))


class RecusalWithdrawn(APIView):
    """제척·기피·회피의 거둠."""

    @acting("recusals_withdraw", shapes.RecusalDoneSerializer)
    def post(self, request: Request, id: int) -> Response:
        """Take it back before the item is decided."""
        asked = recusal_at(id, person_of(request))
        recusal, seq = verbs.withdraw_recusal(request._request, ref_of(request), asked)
        return Response(shown_recusal(recusal) | {"seq": seq})


class Observers(Reading):
    """배석자. Who is there without a seat."""

    @listing("observers_list", shapes.ObserverSerializer)
    def get(self, request: Request, id: int) -> Response:
        """Newest first."""
        meeting = meeting_at(id, person_of(request))
        page = page_of(meeting.observers.all(), request.query_params)
        return Response({"results": [observer_row(each) for each in page.rows], **page.links(request)})

    @acting("observers_post", shapes.ObserverDoneSerializer, shapes.NewObserverSerializer, 201)
    def post(self, request: Request, id: int) -> Response:
        """Write down that somebody is there."""
        meeting, said = meeting_at(id, person_of(request)), told(request, "name", "office")
        observer, seq = verbs.record_observer(request._request, ref_of(request), meeting, said)
        return Response(observer_row(observer) | {"seq": seq}, status=201)


class ObserverRemoved(APIView):
    """배석자를 뺌."""

    @acting("observers_remove", shapes.ObserverDoneSerializer)
    def post(self, request: Request, id: int) -> Response:
        """Leave out whoever was not there."""
        asked = observer_at(id, person_of(request))
        observer, seq = verbs.remove_observer(request._request, ref_of(request), asked)
        return Response(observer_row(observer) | {"seq": seq})
