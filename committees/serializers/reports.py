"""Reports of bodies, as the API gives them."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from committees.documents.reports import REPORTS
from district.intake import MAX_INTEGER
from papers.document import Document, Table, text

NAME = OpenApiParameter("name", {"type": "string", "enum": [*REPORTS]}, OpenApiParameter.PATH)
"""Which report."""


class ReportAsked(serializers.Serializer[Any]):
    """Of which body, and as of which day."""

    body = serializers.IntegerField(
        required=False, min_value=1, max_value=MAX_INTEGER, help_text="기구와 그 분과. 없으면 모든 기구"
    )
    on = serializers.DateField(required=False, help_text="기준일. 없으면 오늘")


class BodyReportTableSerializer(serializers.Serializer[Any]):
    """One table: its columns by their labels, its rows as they are printed."""

    caption = serializers.CharField(allow_blank=True)
    unit = serializers.CharField(allow_blank=True)
    columns = serializers.ListField(child=serializers.CharField(allow_blank=True))
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField(allow_blank=True)))
    total = serializers.ListField(child=serializers.CharField(allow_blank=True))


class BodyReportSerializer(serializers.Serializer[Any]):
    """A report: its words in reading order, and its tables for programs."""

    name = serializers.ChoiceField([*REPORTS])
    title = serializers.CharField()
    on = serializers.DateField()
    text = serializers.CharField()
    tables = BodyReportTableSerializer(many=True)


def report_row(name: str, document: Document, on: Any) -> dict[str, Any]:
    """The shape of a report."""
    tables = [table_row(block) for block in document.blocks if isinstance(block, Table)]
    return {"name": name, "title": document.title, "on": on, "text": text(document), "tables": tables}


def table_row(table: Table) -> dict[str, Any]:
    """A table without its form: what spans several columns stands once, and the rest is empty."""
    total = [words for cell in table.total for words in [cell.words, *[""] * (cell.columns - 1)]]
    return {
        "caption": table.caption,
        "unit": table.unit,
        "columns": [column.label for column in table.columns],
        "rows": [[cell.words for cell in row] for row in table.rows],
        "total": total,
    }
