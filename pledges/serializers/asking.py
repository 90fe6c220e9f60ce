"""How a list of pledges is narrowed, and what an act is told."""

from typing import Any

from rest_framework import serializers

from district.intake import MAX_INTEGER
from pledges.models import ProgressEntry

WHOLE: dict[str, Any] = {"min_value": 1, "max_value": MAX_INTEGER}


class PledgesAsked(serializers.Serializer[Any]):
    """How the list is narrowed."""

    administration = serializers.IntegerField(required=False, **WHOLE, help_text="민선 기수의 번호")
    department = serializers.IntegerField(required=False, **WHOLE, help_text="부서의 번호")
    status = serializers.CharField(required=False, max_length=20, help_text="추진상황의 코드나 뜻")
    tag = serializers.CharField(required=False, max_length=100, help_text="주제어")
    on = serializers.DateField(required=False, help_text="기준일. 없으면 공약마다의 기준일")
    drafts = serializers.BooleanField(
        required=False, default=False, help_text="맡은 부서와 감사 담당에게 게시하지 않은 공약도"
    )


class PledgeAsked(serializers.Serializer[Any]):
    """Which pledge of that code, and as of which day."""

    administration = serializers.IntegerField(required=False, **WHOLE, help_text="민선 기수의 번호")
    on = serializers.DateField(required=False, help_text="기준일")


class EntriesAsked(PledgeAsked):
    """How the log is narrowed."""

    kind = serializers.ChoiceField(ProgressEntry.Kind.choices, required=False)
    indicator = serializers.IntegerField(required=False, **WHOLE, help_text="확인지표의 번호(no)")


class ClosingsAsked(serializers.Serializer[Any]):
    """How closings are narrowed."""

    year = serializers.IntegerField(required=False, min_value=1, max_value=9999)
    quarter = serializers.IntegerField(required=False, min_value=0, max_value=4)
    department = serializers.IntegerField(required=False, **WHOLE)
    code = serializers.CharField(required=False, max_length=20)


class EvaluationAsked(serializers.Serializer[Any]):
    """Of which administration and which year."""

    administration = serializers.IntegerField(required=False, **WHOLE, help_text="민선 기수의 번호")
    year = serializers.IntegerField(required=False, min_value=1900, max_value=9999)
