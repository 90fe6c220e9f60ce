"""Surveys, answers and results as the API gives them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from surveys.models import Item, Survey

ANSWER = {
    "oneOf": [
        {"type": "string", "description": "하나 고르기: 보기의 key. 글로 답하기: 글"},
        {"type": "array", "items": {"type": "string", "format": "uuid"}, "description": "여럿 고르기"},
        {"type": "integer", "description": "정도"},
        {"type": "null", "description": "답하지 않음"},
    ]
}


@extend_schema_field({"type": "object", "additionalProperties": ANSWER})
class AnswersField(serializers.JSONField):
    """Answers by the key of their item."""


class SurveyOptionSerializer(serializers.Serializer[Any]):
    """One answer that is offered."""

    key = serializers.UUIDField()
    text = serializers.CharField()


class SurveyItemSerializer(serializers.Serializer[Any]):
    """The shape of `rows.item_row`."""

    key = serializers.UUIDField()
    kind = serializers.ChoiceField(Item.Kind.choices)
    text = serializers.CharField()
    hint = serializers.CharField(allow_blank=True)
    required = serializers.BooleanField()  # type: ignore[assignment]
    most = serializers.IntegerField(allow_null=True, help_text="여럿 고르기에서 고를 수 있는 수")
    low = serializers.CharField(allow_blank=True, help_text="1의 뜻")
    high = serializers.CharField(allow_blank=True, help_text="가장 큰 수의 뜻")
    steps = serializers.IntegerField(allow_null=True, help_text="정도: 1부터 이 수까지")
    options = SurveyOptionSerializer(many=True)


class SurveySerializer(serializers.Serializer[Any]):
    """The shape of `rows.survey_row`."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    intro = serializers.CharField(allow_blank=True)
    department = serializers.CharField(allow_null=True)
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    status = serializers.ChoiceField(Survey.Status.choices)
    shown = serializers.ChoiceField(Survey.Shown.choices, help_text="결과를 언제 보이는지")
    panel = serializers.ChoiceField(Survey.Panel.choices, help_text="누구에게 여쭙는지")
    dongs = serializers.ListField(child=serializers.CharField())
    url = serializers.CharField()
    responses = serializers.IntegerField(help_text="답한 사람")
    items = SurveyItemSerializer(many=True)


class SurveyAnswersSerializer(serializers.Serializer[Any]):
    """What is answered; the header Idempotency-Key may carry the number instead."""

    ref = serializers.UUIDField(required=False)
    answers = AnswersField()


class SurveyResponseSerializer(serializers.Serializer[Any]):
    """The shape of `rows.response_row`."""

    survey = serializers.IntegerField()
    at = serializers.DateTimeField()
    amended_at = serializers.DateTimeField(allow_null=True)
    counted = serializers.BooleanField(help_text="직위로 답하면 주민의 수에 세지 않습니다")
    answers = AnswersField()


class SurveyResponseDoneSerializer(SurveyResponseSerializer):
    """A response after an act; `seq` is 0 where the same was answered before."""

    seq = serializers.IntegerField()


class SurveyShareSerializer(serializers.Serializer[Any]):
    """How many chose it, and the share among those who answered the item."""

    key = serializers.CharField()
    text = serializers.CharField()
    count = serializers.IntegerField()
    share = serializers.FloatField()


class SurveyOptionResultSerializer(SurveyShareSerializer):
    """One answer that is or was offered."""

    retired = serializers.BooleanField()


class SurveyStepResultSerializer(SurveyShareSerializer):
    """One step of a scale."""

    number = serializers.IntegerField()


class SurveyItemResultSerializer(serializers.Serializer[Any]):
    """One item's counts; of words only how many people wrote some."""

    key = serializers.UUIDField()
    kind = serializers.ChoiceField(Item.Kind.choices)
    text = serializers.CharField()
    retired = serializers.BooleanField()
    answered = serializers.IntegerField()
    low = serializers.CharField(allow_blank=True)
    high = serializers.CharField(allow_blank=True)
    mean = serializers.FloatField(allow_null=True)
    options = SurveyOptionResultSerializer(many=True)
    steps = SurveyStepResultSerializer(many=True)


class SurveyResultsSerializer(serializers.Serializer[Any]):
    """The shape of `counting.results`."""

    survey = serializers.IntegerField()
    responses = serializers.IntegerField(help_text="답한 주민")
    offices = serializers.IntegerField(help_text="직위로 답하여 세지 않은 응답")
    asked = serializers.IntegerField(allow_null=True, help_text="이름을 정해 여쭌 사람의 수")
    percent = serializers.FloatField(allow_null=True, help_text="여쭌 사람 가운데 답한 사람의 비율")
    items = SurveyItemResultSerializer(many=True)


class SurveyRateSerializer(serializers.Serializer[Any]):
    """How many were asked, how many answered."""

    asked = serializers.IntegerField()
    answered = serializers.IntegerField()
    percent = serializers.FloatField(allow_null=True)


class SurveyGroupSerializer(SurveyRateSerializer):
    """One group of those asked by name."""

    group = serializers.CharField(allow_blank=True)
    items = SurveyItemResultSerializer(
        many=True, allow_null=True, help_text="마감한 뒤에, 다섯 분 이상 답한 모둠만"
    )


class SurveyMemberSerializer(serializers.Serializer[Any]):
    """Somebody who was asked by name."""

    name = serializers.CharField()
    group = serializers.CharField(allow_blank=True)
    answered = serializers.BooleanField(help_text="답했는지만 알립니다. 무엇을 언제 답했는지는 아닙니다")


class SurveyPanelSerializer(SurveyRateSerializer):
    """The shape of `rows.panel_row`."""

    survey = serializers.IntegerField()
    words = serializers.CharField(help_text="127명 중 73명 (57.5%)")
    groups = SurveyGroupSerializer(many=True)
    people = SurveyMemberSerializer(many=True)


class SurveyRemindedSerializer(serializers.Serializer[Any]):
    """Whether the letters were written."""

    survey = serializers.IntegerField()
    seq = serializers.IntegerField()
