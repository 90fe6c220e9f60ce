"""The evaluation of a year as the API gives it."""

from typing import Any

from rest_framework import serializers

from pledges.evaluation import Evaluation, Field
from pledges.rates import Sum
from pledges.rows import shown_or_none
from pledges.serializers.figures import EXACT, PledgeAdministrationSerializer, told

CODES = ["fulfilled", "reached", "heard", "online", "agreed"]


class EvaluationLineSerializer(serializers.Serializer[Any]):
    """A part of a field."""

    label = serializers.CharField()  # type: ignore[assignment]
    value = told("보이는 값")
    exact = told(EXACT)
    unit = serializers.CharField()
    words = serializers.CharField(allow_blank=True)


class EvaluationFieldSerializer(serializers.Serializer[Any]):
    """One of the five fields, with how it is reckoned."""

    code = serializers.ChoiceField(CODES)
    label = serializers.CharField()  # type: ignore[assignment]
    value = told("보이는 값")
    exact = told(EXACT)
    unit = serializers.CharField()
    passed = serializers.BooleanField(allow_null=True, help_text="일치도에만 있습니다")
    formula = serializers.CharField()
    words = serializers.CharField(allow_blank=True)
    lines = EvaluationLineSerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())


class EvaluatedPledgeSerializer(serializers.Serializer[Any]):
    """What one pledge brings into them."""

    code = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField()
    status = serializers.CharField()
    fulfilled = serializers.BooleanField()
    aims = serializers.IntegerField(help_text="그해에 목표가 있는 확인지표")
    reached = serializers.IntegerField()
    heard = serializers.IntegerField(help_text="주민 참여(소통) 실적")
    voices = serializers.IntegerField(help_text="의견을 낸 사람")
    asked = serializers.IntegerField()
    answered = serializers.IntegerField()
    evidenced = serializers.BooleanField()
    updated = serializers.BooleanField()
    differing = serializers.ListField(child=serializers.CharField())


class EvaluationSerializer(serializers.Serializer[Any]):
    """공약 이행 평가."""

    administration = PledgeAdministrationSerializer()
    year = serializers.IntegerField()
    on = serializers.DateField()
    pledges = EvaluatedPledgeSerializer(many=True)

    def get_fields(self) -> dict[str, Any]:
        # `fields` is a word of the framework's own.
        fields = super().get_fields()
        return fields | {"fields": EvaluationFieldSerializer(many=True)}


def evaluation_row(evaluation: Evaluation) -> dict[str, Any]:
    """The five fields and the pledges from which they come; drafts are nobody's to read."""
    administration = evaluation.administration
    return {
        "administration": {"id": administration.pk, "name": administration.name},
        "year": evaluation.year,
        "on": evaluation.on.isoformat(),
        "fields": [field_row(each) for each in evaluation.fields],
        "pledges": [
            {
                "code": row.pledge.code,
                "title": row.pledge.title,
                "url": row.pledge.get_absolute_url(),
                "status": row.pledge.status.label,
                "fulfilled": row.fulfilled,
                "aims": len(row.aims),
                "reached": sum(aim.reached for aim in row.aims),
                "heard": sum(row.heard.values()),
                "voices": row.voices,
                "asked": row.asked,
                "answered": row.answered,
                "evidenced": row.evidenced,
                "updated": row.updated,
                "differing": list(row.differing),
            }
            for row in evaluation.rows
            if row.published
        ],
    }


def field_row(field: Field) -> dict[str, Any]:
    """One field."""
    return {
        "code": field.code,
        "label": field.label,
        **figure_row(field.sum),
        "passed": field.passed,
        "formula": field.formula,
        "lines": [{"label": line.label, **figure_row(line.sum)} for line in field.lines],
        "notes": list(field.notes),
    }


def figure_row(told: Sum) -> dict[str, Any]:
    """A figure as it is shown, exactly, and how it comes about."""
    return {
        "value": shown_or_none(told),
        "exact": None if told.value is None else str(told.value),
        "unit": told.unit,
        "words": told.words,
    }
