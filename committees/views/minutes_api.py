"""Minutes at the door for programs: each view parses, calls one verb, gives the row."""
# ruff: noqa: A002 (the address calls it id)

from typing import Any

from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from committees.minutes_rows import correction_row, minutes_row
from committees.models import Correction, Minutes
from committees.rights import enter
from committees.serializers import ActSerializer
from committees.serializers import minutes as shapes
from committees.speakers import found, meeting_at
from committees.views import minutes_files as files
from committees.views import minutes_verbs as verbs
from district.models import Person
from district.paging import page_of
from district.schema import KEY, PAGING, REFUSED, ROW, UNCHANGED, Reading, page_schema, problems
from district.visitors import kept_from_others, person_of, signed_in
from realtime.acts import ref_of, said_in

FORM = OpenApiParameter("form", {"type": "string", "enum": [*files.FORMS]}, OpenApiParameter.PATH)
PREVIEW = OpenApiParameter(
    "as",
    {"type": "string", "enum": [files.PUBLIC]},
    description="안에서 볼 수 있는 사람이 공개될 글을 봅니다.",
)


def minutes_at(key: Any, person: Person | None) -> Minutes:
    """The minutes of that number; what is not published yet is there for those inside alone."""
    rows = Minutes.objects.select_related("meeting__round__convener__department")
    row = found(rows.prefetch_related("meeting__bodies"), key)
    files.check_there(row, person, timezone.now())
    return row


def correction_at(key: Any, person: Person | None) -> Correction:
    """A member's wish, for those inside."""
    correction = found(Correction.objects.select_related("minutes"), key)
    correction.minutes = minutes_at(correction.minutes_id, person)
    enter(correction.minutes.meeting, person, purpose="correction", at=timezone.now())
    return correction


def done(minutes: Minutes, seq: int, status: int = 200) -> Response:
    """The edition that counts after the act, whole: whoever acted is inside."""
    row = Minutes.objects.get(pk=minutes.pk)
    text = row.text
    text.minutes, row.meeting = row, minutes.meeting
    return kept_from_others(Response(minutes_row(text, inside=True) | {"seq": seq}, status=status))


def acting(operation: str, request: Any = ActSerializer, answer: Any = shapes.MinutesDoneSerializer) -> Any:
    """What the schema says of such an act."""
    return extend_schema(
        operation_id=operation, parameters=[ROW, KEY], request=request, responses={200: answer, **REFUSED}
    )


class MeetingMinutes(Reading):
    """회의록."""

    @extend_schema(
        operation_id="minutes_read",
        parameters=[ROW, PREVIEW],
        responses={200: shapes.MinutesSerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """For everybody once published, without what is closed; before that for those inside."""
        person = person_of(request)
        asked = request.query_params.get("as", "")
        text, inside = files.read_by(meeting_at(id, person), person, timezone.now(), asked=asked)
        answer = Response(minutes_row(text, inside=inside))
        return answer if person is None else kept_from_others(answer)

    @extend_schema(
        operation_id="minutes_lay",
        parameters=[ROW, KEY],
        request=ActSerializer,
        responses={201: shapes.MinutesDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Freeze it and ask the members whether it is so."""
        meeting = meeting_at(id, person_of(request))
        minutes, seq = verbs.lay(request._request, ref_of(request), meeting)
        return done(minutes, seq, 201)


class MinutesAmendment(APIView):
    """고침."""

    @acting("minutes_amend", shapes.MinutesAmendmentSerializer)
    def post(self, request: Request, id: int) -> Response:
        """A new edition; whoever signed the one before signs again."""
        minutes, said = minutes_at(id, person_of(request)), said_in(request)
        asked = {"edition": said.get("edition"), "changes": said.get("changes")}
        asked["reason"] = said.get("reason", "")
        return done(*verbs.amend(request._request, ref_of(request), minutes, asked))


class Corrections(APIView):
    """정정 요구."""

    @extend_schema(
        operation_id="corrections_list",
        parameters=[ROW, *PAGING],
        responses={200: page_schema(shapes.CorrectionSerializer), **problems(403, 404, 422)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Newest first, for those inside."""
        person = signed_in(request)
        minutes = minutes_at(id, person)
        enter(minutes.meeting, person, purpose="corrections", at=timezone.now())
        page = page_of(minutes.corrections.all(), request.query_params)
        rows = {"results": [correction_row(each) for each in page.rows], **page.links(request)}
        return kept_from_others(Response(rows))

    @extend_schema(
        operation_id="corrections_ask",
        parameters=[ROW, KEY],
        request=shapes.NewCorrectionSerializer,
        responses={201: shapes.CorrectionDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """A member says what a line should say instead."""
        minutes, told = minutes_at(id, person_of(request)), said_in(request)
        said = {name: told.get(name) for name in ("edition", "field", "line", "words")}
        said["reason"] = told.get("reason", "")
        correction, seq = verbs.correct(request._request, ref_of(request), minutes, said)
        return answered(correction, seq, 201)


def answered(correction: Correction, seq: int, status: int = 200) -> Response:
    """The wish as it stands now."""
    return kept_from_others(Response(correction_row(correction) | {"seq": seq}, status=status))


class CorrectionWithdrawal(APIView):
    """정정 요구 거두기."""

    @acting("corrections_withdraw", answer=shapes.CorrectionDoneSerializer)
    def post(self, request: Request, id: int) -> Response:
        """By whoever asked, while nobody has answered."""
        correction = correction_at(id, person_of(request))
        return answered(*verbs.withdraw(request._request, ref_of(request), correction))


class CorrectionAnswer(APIView):
    """정정 요구에 답하기."""

    @acting("corrections_answer", shapes.CorrectionAnswerSerializer, shapes.CorrectionDoneSerializer)
    def post(self, request: Request, id: int) -> Response:
        """Taken into the next edition, or not, and why."""
        correction, said = correction_at(id, person_of(request)), said_in(request)
        taken, words = said.get("taken"), said.get("answer", "")
        return answered(*verbs.answer(request._request, ref_of(request), correction, taken, words))


class MinutesClosing(APIView):
    """정정 기간 마치기."""

    @acting("minutes_close")
    def post(self, request: Request, id: int) -> Response:
        """Once everybody is answered."""
        minutes = minutes_at(id, person_of(request))
        return done(*verbs.close(request._request, ref_of(request), minutes))


class MinutesSigning(APIView):
    """서명."""

    @acting("minutes_sign", shapes.SigningSerializer)
    def post(self, request: Request, id: int) -> Response:
        """As chair or secretary, with a second factor of this moment."""
        minutes, said = minutes_at(id, person_of(request)), said_in(request)
        sha256, code = said.get("sha256", ""), said.get("code", "")
        return done(*verbs.sign(request._request, ref_of(request), minutes, sha256, code))


class MinutesPublication(APIView):
    """공개."""

    @acting("minutes_publish")
    def post(self, request: Request, id: int) -> Response:
        """Complete and signed by both."""
        minutes = minutes_at(id, person_of(request))
        return done(*verbs.make_public(request._request, ref_of(request), minutes))


class MinutesPaper(APIView):
    """회의록 파일."""

    @extend_schema(
        operation_id="minutes_paper",
        parameters=[ROW, FORM, PREVIEW],
        responses={
            (200, "application/pdf"): OpenApiTypes.BINARY,
            (200, "application/hwp+zip"): OpenApiTypes.BINARY,
            **problems(404, 429),
        },
    )
    def get(self, request: Request, id: int, form: str) -> HttpResponseBase:
        """The very words of the page."""
        person = person_of(request)
        meeting = minutes_at(id, person).meeting
        return files.paper(request._request, meeting, person, form, timezone.now())


class MinutesExport(APIView):
    """기록관리 묶음."""

    @extend_schema(
        operation_id="minutes_export",
        parameters=[ROW],
        responses={(200, "application/zip"): OpenApiTypes.BINARY, **problems(403, 404)},
    )
    def get(self, request: Request, id: int) -> HttpResponseBase:
        """HWPX, PDF, the nine fields with their signatures, and the fingerprint of each."""
        person = person_of(request)
        return files.export(minutes_at(id, person), person, timezone.now())
