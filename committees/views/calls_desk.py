"""The door through which programs fill seats: calls for everybody, the rest for whoever keeps them."""
# ruff: noqa: A002 (the address calls it id)

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from committees.desk import bodies_read_by
from committees.models import Application, Call
from committees.serializers import calls as shapes
from committees.speakers import found
from committees.views.turnover import applicants, files, verbs
from committees.views.turnover.showing import call_at
from district.paging import page_of
from district.schema import KEY, PAGING, REFUSED, ROW, page_schema, problems
from district.visitors import kept_from_others, person_of, signed_in
from realtime.acts import ref_of, said_in


def calls_for(request: Request) -> QuerySet[Call]:
    """What everybody may read, and to whoever keeps or audits a body what is still drawn up."""
    calls = Call.objects.select_related("body", "term")
    person = person_of(request)
    published = calls.exclude(published_at=None)
    return published | calls.filter(body__in=bodies_read_by(person)) if person else published


def told(shape: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """What was said, in the shape it must have; its number is taken elsewhere."""
    asked = shape(data=said_in(request))
    asked.is_valid(raise_exception=True)
    return {name: value for name, value in asked.validated_data.items() if name != "ref"}


def done(call: Call, seq: int, status: int = 200) -> Response:
    """The call as it is now."""
    fresh = Call.objects.select_related("body", "term").get(pk=call.pk)
    row = shapes.call_row(fresh, timezone.now()) | {"seq": seq}
    return kept_from_others(Response(row, status=status))


class Calls(APIView):
    """위촉 계획."""

    @extend_schema(
        operation_id="calls_list",
        parameters=PAGING,
        responses={200: page_schema(shapes.CallSerializer), **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """Calls that were published; the keeper's own drafts with them."""
        at, page = timezone.now(), page_of(calls_for(request), request.query_params)
        rows = {"results": [shapes.call_row(call, at) for call in page.rows], **page.links(request)}
        return kept_from_others(Response(rows))

    @extend_schema(
        operation_id="calls_plan",
        parameters=[KEY],
        request=shapes.NewPlanSerializer,
        responses={201: shapes.CallDoneSerializer, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Draw one up."""
        said = told(shapes.NewPlanSerializer, request)
        body = said.pop("body")
        call, seq = verbs.plan(request._request, ref_of(request), body, said)
        return done(call, seq, 201)


class CallDetail(APIView):
    """One call."""

    @extend_schema(
        operation_id="calls_read",
        parameters=[ROW],
        responses={200: shapes.CallSerializer, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """As everybody reads it."""
        row = shapes.call_row(found(calls_for(request), id), timezone.now())
        return kept_from_others(Response(row))

    @extend_schema(
        operation_id="calls_change",
        parameters=[ROW, KEY],
        request=shapes.PlanSerializer,
        responses={200: shapes.CallDoneSerializer, **REFUSED},
    )
    def put(self, request: Request, id: int) -> Response:
        """Mend the plan, whole."""
        call = call_at(id, signed_in(request))
        call, seq = verbs.change(
            request._request, ref_of(request), call, told(shapes.PlanSerializer, request)
        )
        return done(call, seq)


class Applications(APIView):
    """지원자. Read at the desk, and each reading leaves a line."""

    @extend_schema(
        operation_id="call_applications_list",
        parameters=[ROW, *PAGING],
        responses={200: page_schema(shapes.ApplicationSerializer), **problems(403, 404, 422)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Who applied, newest first, without motive and career."""
        person = signed_in(request)
        call = call_at(id, person)
        applicants.read(call, person, timezone.now(), purpose="applications_api")
        rows = call.applications.select_related("neighborhood", "part").prefetch_related("wishes__body")
        page = page_of(rows, request.query_params)
        listed = {"results": shapes.application_rows(page.rows), **page.links(request)}
        return kept_from_others(Response(listed))


class Papers(APIView):
    """서면 접수와 추천."""

    @extend_schema(
        operation_id="call_papers_post",
        parameters=[ROW, KEY],
        request=shapes.PaperFormSerializer,
        responses={201: shapes.ApplicationDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Write down what came on paper."""
        call = call_at(id, signed_in(request))
        row, seq = verbs.take_in(
            request._request, ref_of(request), call, told(shapes.PaperFormSerializer, request)
        )
        return kept_from_others(Response(shapes.application_row(row) | {"seq": seq}, status=201))


def ran(request: Request, id: int, verb: str) -> Response:
    """Do one thing to a whole call."""
    call = call_at(id, signed_in(request))
    call, seq = verbs.run(request._request, ref_of(request), call, verb)
    return done(call, seq)


def running(operation: str) -> Any:
    """What the schema says of such an act."""
    return extend_schema(
        operation_id=operation,
        parameters=[ROW, KEY],
        request=shapes.ActSerializer,
        responses={200: shapes.CallDoneSerializer, **REFUSED},
    )


class Publish(APIView):
    """공고."""

    @running("calls_publish")
    def post(self, request: Request, id: int) -> Response:
        """Let everybody read of it."""
        return ran(request, id, "publish")


class AskRenewals(APIView):
    """연임 조사."""

    @running("calls_ask_renewals")
    def post(self, request: Request, id: int) -> Response:
        """Ask whoever may stay."""
        return ran(request, id, "ask_renewals")


class Parts(APIView):
    """분과 배정."""

    @running("calls_assign_parts")
    def post(self, request: Request, id: int) -> Response:
        """Share everybody out over the parts."""
        return ran(request, id, "assign")


class Decide(APIView):
    """선정 확정."""

    @running("calls_decide")
    def post(self, request: Request, id: int) -> Response:
        """Announce who was chosen; everybody is told once."""
        return ran(request, id, "decide")


class Appoint(APIView):
    """위촉."""

    @running("calls_appoint")
    def post(self, request: Request, id: int) -> Response:
        """Give all seats at once, or none."""
        return ran(request, id, "appoint")


class Choose(APIView):
    """선정, 예비, 미선정."""

    @extend_schema(
        operation_id="calls_choose",
        parameters=[ROW, KEY],
        request=shapes.ChoiceSerializer,
        responses={200: shapes.CallDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """The same of all that are named, or of none."""
        call, said = call_at(id, signed_in(request)), told(shapes.ChoiceSerializer, request)
        call, seq = verbs.choose_many(
            request._request, ref_of(request), call, said["applications"], said["state"]
        )
        return done(call, seq)


class Certificates(APIView):
    """위촉장."""

    @extend_schema(
        operation_id="calls_certify",
        parameters=[ROW, KEY],
        request=shapes.FileAskedSerializer,
        responses={
            200: shapes.CertificatesSerializer,
            (200, "application/pdf"): OpenApiTypes.BINARY,
            (200, "application/hwp+zip"): OpenApiTypes.BINARY,
            **REFUSED,
        },
    )
    def post(self, request: Request, id: int) -> HttpResponseBase:
        """Number those that have none yet; all of them as rows, or in one file."""
        call, said = call_at(id, signed_in(request)), told(shapes.FileAskedSerializer, request)
        rows = verbs.certify(request._request, ref_of(request), call)
        if "form" in said:
            return files.file_of(call, rows, said["form"])
        return kept_from_others(Response({"results": shapes.CertificateSerializer(rows, many=True).data}))


def application_for(request: Request, id: int) -> Application:
    """One for a body that this person keeps or audits."""
    rows = Application.objects.filter(call__body__in=bodies_read_by(signed_in(request)))
    return found(rows.select_related("call__body", "part", "neighborhood"), id)


class ApplicationPart(APIView):
    """분과, by hand."""

    @extend_schema(
        operation_id="applications_part",
        parameters=[ROW, KEY],
        request=shapes.PartGivenSerializer,
        responses={200: shapes.ApplicationDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Into another part, or into none."""
        row, said = application_for(request, id), told(shapes.PartGivenSerializer, request)
        row, seq = verbs.give_part(request._request, ref_of(request), row, said["part"])
        return kept_from_others(Response(shapes.application_row(row) | {"seq": seq}))


class CallUp(APIView):
    """예비에서 선정으로."""

    @extend_schema(
        operation_id="applications_call_up",
        parameters=[ROW, KEY],
        request=shapes.ActSerializer,
        responses={200: shapes.ApplicationDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Let somebody in reserve come forward after the decision."""
        row, seq = verbs.call_up(request._request, ref_of(request), application_for(request, id))
        return kept_from_others(Response(shapes.application_row(row) | {"seq": seq}))
