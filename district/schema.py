"""What the API says of itself in the same words for every operation."""

from typing import Any

from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema_serializer,
    inline_serializer,
)
from rest_framework import serializers
from rest_framework.views import APIView

from district.intake import MAX_INTEGER

PROBLEM = "application/problem+json"
MEANING = {
    400: "읽을 수 없는 내용입니다.",
    403: "하실 수 없는 일입니다.",
    404: "없거나 볼 수 없습니다.",
    406: "그 형식으로는 답할 수 없습니다.",
    409: "지금 상태로는 할 수 없습니다.",
    413: "너무 큽니다.",
    415: "그 형식은 받지 않습니다.",
    422: "내용에 고칠 곳이 있습니다.",
    429: "너무 빠릅니다.",
    503: "지금은 할 수 없습니다. 잠시 뒤에 다시 해 주세요.",
}


class ErrorSerializer(serializers.Serializer[Any]):
    """One field that has to be mended."""

    field = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


@extend_schema_serializer(component_name="Problem")
class ProblemSerializer(serializers.Serializer[Any]):
    """How the API says no (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    errors = ErrorSerializer(many=True)  # type: ignore[assignment]


def problems(*refused: int) -> dict[Any, Any]:
    """Every status by which an operation may say no, so that no client meets one it was not told of."""
    return {
        (code, PROBLEM): OpenApiResponse(ProblemSerializer, description=MEANING[code])
        for code in sorted({406, *refused})
    }


def page_schema(row: type[serializers.BaseSerializer[Any]], **more: Any) -> Any:
    """One page of a list of such rows."""
    name = row.__name__.removesuffix("Serializer")
    ways = {way: serializers.URLField(allow_null=True) for way in ("next", "previous")}
    return inline_serializer(f"{name}Page", {"results": row(many=True), **ways, **more})


WHOLE = {"type": "integer", "format": "int64", "minimum": 1, "maximum": MAX_INTEGER}
"""A row's number."""
ROW = OpenApiParameter("id", WHOLE, OpenApiParameter.PATH)
"""The row in the address."""
KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "format": "uuid"},
    OpenApiParameter.HEADER,
    description="요청 번호. 본문의 `ref`와 같은 것이며, 둘 가운데 하나는 있어야 합니다.",
)
"""The act's number, by which it is done once."""
PAGING = [
    OpenApiParameter("cursor", {"type": "string", "maxLength": 200}, description="이어 볼 자리"),
    OpenApiParameter("around", WHOLE, description="이 번호의 둘레"),
    OpenApiParameter("from", {"type": "string", "enum": ["end"]}, description="가장 오래된 쪽부터"),
    OpenApiParameter(
        "limit", {"type": "integer", "minimum": 1, "maximum": 100}, description="한 쪽에 담을 수"
    ),
]
UNCHANGED = {304: OpenApiResponse(description="그동안 바뀌지 않았습니다.")}
"""What a reading may also answer."""
REFUSED = problems(400, 403, 404, 409, 413, 415, 422, 429)
"""How an act may be refused."""


@method_decorator(conditional_page, name="dispatch")
class Reading(APIView):
    """What may be asked for again and found unchanged."""
