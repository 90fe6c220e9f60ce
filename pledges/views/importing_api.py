"""The door through which programs bring in pledges: one file in, a report out."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from district.models import Administration, Department
from district.schema import problems
from district.visitors import kept_from_others, signed_in
from pledges.actions.importing import Report, check_may_import, import_pledges
from pledges.exchange.reading import read
from pledges.models import CardForm
from pledges.serializers.saying import one
from realtime.door import address_of, pace

COUNTED = ("entries", "spendings", "cells", "withheld")
LISTED = ("laid", "changed", "unchanged", "published", "notes", "unread")


class PledgeImportSerializer(serializers.Serializer[Any]):
    """Cards as JSON, or a list as CSV or xlsx; the form and the department of what does not name its own."""

    file = serializers.FileField()
    administration = serializers.PrimaryKeyRelatedField(queryset=Administration.objects.all())
    form = serializers.CharField(required=False, max_length=20, help_text="서식의 코드")
    department = serializers.PrimaryKeyRelatedField(queryset=Department.objects.all(), required=False)
    publish = serializers.BooleanField(default=False)
    dry_run = serializers.BooleanField(default=False)

    def validate_form(self, code: str) -> CardForm:
        """The last form of that code."""
        return one("form", CardForm.objects.filter(code=code).order_by("-valid_from"))


class PledgeImportProblemSerializer(serializers.Serializer[Any]):
    """What cannot come in, and why."""

    line = serializers.IntegerField()
    pledge = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    sentence = serializers.CharField()


class PledgeImportReportSerializer(serializers.Serializer[Any]):
    """What came in, or would."""

    dry_run = serializers.BooleanField()
    laid = serializers.ListField(child=serializers.CharField(), help_text="새로 넣은 관리번호")
    changed = serializers.ListField(child=serializers.CharField())
    unchanged = serializers.ListField(child=serializers.CharField())
    published = serializers.ListField(child=serializers.CharField())
    entries = serializers.IntegerField()
    spendings = serializers.IntegerField()
    cells = serializers.IntegerField(help_text="현황표의 줄, 계산값, 인쇄본의 칸")
    withheld = serializers.IntegerField(help_text="넣지 않은 이름과 전화번호")
    notes = serializers.ListField(child=serializers.CharField())
    unread = serializers.ListField(child=serializers.CharField(), help_text="읽지 않는 칸")
    problems = PledgeImportProblemSerializer(many=True)


class Imports(APIView):
    """들여오기. The keeper's; the same file a second time changes nothing."""

    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="pledges_import",
        request={"multipart/form-data": PledgeImportSerializer},
        responses={200: PledgeImportReportSerializer, **problems(400, 403, 409, 413, 415, 422, 429)},
    )
    def post(self, request: Request) -> Response:
        """Try it with `dry_run`; without it, one thing that is wrong lets nothing in."""
        by, at = signed_in(request), timezone.now()
        check_may_import(by, at)
        pace(by, address_of(request._request))
        shape = PledgeImportSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        upload = said.pop("file")
        told = read(upload.name, upload.read())
        report = import_pledges(told, said.pop("administration"), by=by, at=at, **said)
        return kept_from_others(Response(report_row(report, dry_run=said["dry_run"])))


def report_row(report: Report, *, dry_run: bool) -> dict[str, Any]:
    """As a program reads it."""
    return {
        "dry_run": dry_run,
        **{name: [str(each) for each in getattr(report, name)] for name in LISTED},
        **{name: getattr(report, name) for name in COUNTED},
        "problems": [
            {"line": each.line, "pledge": each.pledge, "code": each.code, "sentence": each.sentence}
            for each in report.problems
        ],
    }
