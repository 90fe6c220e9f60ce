"""The door through which programs bring in bodies of another house: files in, a report out."""

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from committees.actions.importing import Report, check_may_import, import_bodies
from committees.exchange.reading import read
from committees.exchange.writing import popolo_of, table_of
from committees.models import Origin
from district.refusals import not_found
from district.schema import problems
from district.visitors import kept_from_others, signed_in


class ImportSerializer(serializers.Serializer[Any]):
    """Popolo or tables of one source, and the days that they leave out."""

    rosters = serializers.ListField(child=serializers.FileField(), allow_empty=False, max_length=10)
    source = serializers.CharField(max_length=50)  # type: ignore[assignment]
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
    dry_run = serializers.BooleanField(default=False)


class ImportProblemSerializer(serializers.Serializer[Any]):
    """A line that cannot come in, and why."""

    line = serializers.IntegerField()
    code = serializers.CharField()
    sentence = serializers.CharField()


class ImportReportSerializer(serializers.Serializer[Any]):
    """What came in, or would."""

    dry_run = serializers.BooleanField()
    bodies = serializers.IntegerField()
    people = serializers.IntegerField()
    memberships = serializers.IntegerField()
    offices = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    held_no_day = serializers.ListField(child=serializers.IntegerField())
    problems = ImportProblemSerializer(many=True)


class Imports(APIView):
    """들여오기. The administrator's; the same file a second time changes nothing."""

    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="bodies_import",
        request={"multipart/form-data": ImportSerializer},
        responses={200: ImportReportSerializer, **problems(400, 403, 413, 422)},
    )
    def post(self, request: Request) -> Response:
        """Try it with `dry_run`; without it, one wrong line lets nothing in."""
        by, at = signed_in(request), timezone.now()
        check_may_import(by, at)
        shape = ImportSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        bundle = read([(upload.name, upload.read()) for upload in said.pop("rosters")])
        report = import_bodies(bundle, by=by, at=at, **said)
        return kept_from_others(Response(report_row(report, dry_run=said["dry_run"])))


class ImportedSource(APIView):
    """내보내기. A source as it came in, with what has happened here since; the administrator's too."""

    @extend_schema(
        operation_id="bodies_export",
        responses={200: OpenApiTypes.OBJECT, **problems(403, 404)},
    )
    def get(self, request: Request, source: str) -> Response:
        """Popolo for what came as Popolo; of a table its heads and its lines."""
        check_may_import(signed_in(request), timezone.now())
        if not Origin.objects.filter(source=source).exists():
            raise not_found()
        heads, lines = table_of(source)
        as_table = {"heads": heads, "lines": list(lines)}
        came_as_popolo = Origin.objects.filter(source=source, noun="person").exclude(told={}).exists()
        return kept_from_others(Response(popolo_of(source) if came_as_popolo else as_table))


def report_row(report: Report, *, dry_run: bool) -> dict[str, Any]:
    """As a program reads it; the lines that held no day by their numbers."""
    counted = ("bodies", "people", "memberships", "offices", "unchanged")
    return {
        "dry_run": dry_run,
        **{name: getattr(report, name) for name in counted},
        "held_no_day": [stay.line for stay in report.held_no_day],
        "problems": [
            {"line": each.line, "code": each.code, "sentence": each.sentence} for each in report.problems
        ],
    }
