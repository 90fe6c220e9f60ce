"""지정과제 and 정책제안 as the API takes and gives them."""

from typing import Any

from rest_framework import serializers

from committees.models import AgendaItem, Assignment, AssignmentStep, Recommendation
from district.models import Department
from referrals.serializers import ReferralSerializer
from surveys.models import Item
from surveys.serializers import SurveyRateSerializer


class BodyNamedSerializer(serializers.Serializer[Any]):
    """Whose it is."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    url = serializers.CharField()


class TaskRateSerializer(SurveyRateSerializer):
    """How many were asked on the day it was given, and how many took part."""

    words = serializers.CharField(help_text="127명 중 73명 (57.5%)")


class TaskStepSerializer(serializers.Serializer[Any]):
    """One step; the questions of a survey stand in the survey itself, for those who were asked."""

    order = serializers.IntegerField()
    kind = serializers.ChoiceField(AssignmentStep.Kind.choices)
    title = serializers.CharField()
    words = serializers.CharField(allow_blank=True)
    due_on = serializers.DateField()
    survey = serializers.IntegerField(allow_null=True, help_text="설문의 번호")


class AssignmentSerializer(serializers.Serializer[Any]):
    """The shape of `work_rows.assignment_rows`."""

    id = serializers.IntegerField()
    body = BodyNamedSerializer()
    title = serializers.CharField()
    brief = serializers.CharField(allow_blank=True)
    stage = serializers.ChoiceField(Assignment.Stage.choices)
    stage_label = serializers.CharField()
    starts_on = serializers.DateField()
    due_on = serializers.DateField()
    printed_when = serializers.CharField(allow_blank=True)
    given_at = serializers.DateTimeField(allow_null=True)
    reported_at = serializers.DateTimeField(allow_null=True)
    rate = TaskRateSerializer()
    source = serializers.CharField(allow_blank=True, help_text="이 누리집보다 앞선 과제의 근거")  # type: ignore[assignment]
    url = serializers.CharField()


class AssignmentDetailSerializer(AssignmentSerializer):
    """One task with its steps and what came of it."""

    steps = TaskStepSerializer(many=True)
    report = serializers.CharField(allow_blank=True)


class AssignmentDoneSerializer(AssignmentDetailSerializer):
    """A task after an act."""

    seq = serializers.IntegerField()


class AssignmentsAsked(serializers.Serializer[Any]):
    """How the list is narrowed."""

    body = serializers.IntegerField(required=False, min_value=1, help_text="기구의 번호")
    stage = serializers.ChoiceField(Assignment.Stage.choices, required=False)


class NewTaskItemSerializer(serializers.Serializer[Any]):
    """One question, as it is drawn up."""

    kind = serializers.ChoiceField(Item.Kind.choices)
    text = serializers.CharField(max_length=300)
    hint = serializers.CharField(required=False, allow_blank=True, max_length=300)
    required = serializers.BooleanField(required=False, default=False)  # type: ignore[assignment]
    most = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=30)
    low = serializers.CharField(required=False, allow_blank=True, max_length=40)
    high = serializers.CharField(required=False, allow_blank=True, max_length=40)
    steps = serializers.IntegerField(required=False, allow_null=True, min_value=2, max_value=11)
    options = serializers.ListField(
        child=serializers.CharField(max_length=200), required=False, max_length=30
    )


class NewTaskStepSerializer(serializers.Serializer[Any]):
    """One step, as it is drawn up."""

    kind = serializers.CharField(max_length=8, help_text="visit, survey, opinion, report")
    title = serializers.CharField(max_length=120)
    words = serializers.CharField(required=False, allow_blank=True, default="", trim_whitespace=False)
    due_on = serializers.DateField()
    asked = NewTaskItemSerializer(many=True, required=False, default=list)


class NewAssignmentSerializer(serializers.Serializer[Any]):
    """A task, as it is drawn up; the header Idempotency-Key may carry the number instead."""

    ref = serializers.UUIDField(required=False)
    title = serializers.CharField(max_length=200)
    brief = serializers.CharField(required=False, allow_blank=True, default="", trim_whitespace=False)
    starts_on = serializers.DateField()
    due_on = serializers.DateField()
    steps = NewTaskStepSerializer(many=True)


class AssignmentReportSerializer(serializers.Serializer[Any]):
    """What came of it."""

    ref = serializers.UUIDField(required=False)
    words = serializers.CharField(trim_whitespace=False)


class TaskPersonSerializer(serializers.Serializer[Any]):
    """Somebody who was asked."""

    name = serializers.CharField()
    group = serializers.CharField(allow_blank=True, help_text="분과")
    answered = serializers.BooleanField(help_text="답했는지만 알립니다. 무엇을 언제 답했는지는 아닙니다")


class TaskGroupSerializer(SurveyRateSerializer):
    """One 분과."""

    group = serializers.CharField(allow_blank=True)


class TaskPanelSerializer(serializers.Serializer[Any]):
    """Who was asked in one step."""

    order = serializers.IntegerField()
    survey = serializers.IntegerField()
    groups = TaskGroupSerializer(many=True)
    people = TaskPersonSerializer(many=True)


class TaskPanelsSerializer(serializers.Serializer[Any]):
    """Who has answered, step by step."""

    results = TaskPanelSerializer(many=True)


class RecommenderSerializer(serializers.Serializer[Any]):
    """As whom a member spoke on that day."""

    name = serializers.CharField(allow_blank=True)
    badge = serializers.CharField(allow_blank=True)


class RecommendationSerializer(serializers.Serializer[Any]):
    """The shape of `work_rows.recommendation_row`."""

    id = serializers.IntegerField()
    body = BodyNamedSerializer()
    part = serializers.CharField(allow_null=True, help_text="분과")
    year = serializers.IntegerField()
    number = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    title = serializers.CharField()
    text = serializers.CharField()
    author = RecommenderSerializer()
    state = serializers.ChoiceField(Recommendation.State.choices)
    state_label = serializers.CharField()
    result = serializers.CharField(allow_blank=True, help_text="처리결과")
    department = serializers.CharField(allow_null=True)
    item = serializers.IntegerField(allow_null=True, help_text="다룬 안건의 번호")
    proposed_at = serializers.DateTimeField()
    printed_when = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    url = serializers.CharField()


class RecommendationDetailSerializer(RecommendationSerializer):
    """One of them with its course and its answer."""

    referral = ReferralSerializer(allow_null=True)


class RecommendationDoneSerializer(RecommendationSerializer):
    """A recommendation after an act."""

    seq = serializers.IntegerField()


class RecommendationsAsked(serializers.Serializer[Any]):
    """How the list is narrowed."""

    body = serializers.IntegerField(required=False, min_value=1, help_text="기구의 번호")
    state = serializers.ChoiceField(Recommendation.State.choices, required=False)
    year = serializers.IntegerField(required=False, min_value=1, max_value=9999)


class NewRecommendationSerializer(serializers.Serializer[Any]):
    """What a member asks of the district; the header Idempotency-Key may carry the number instead."""

    ref = serializers.UUIDField(required=False)
    title = serializers.CharField(trim_whitespace=False)
    text = serializers.CharField(trim_whitespace=False)
    item = serializers.PrimaryKeyRelatedField(
        queryset=AgendaItem.objects.select_related("meeting__round"), required=False, allow_null=True
    )


class ReferringSerializer(serializers.Serializer[Any]):
    """To whom it is handed."""

    ref = serializers.UUIDField(required=False)
    department = serializers.PrimaryKeyRelatedField(queryset=Department.objects.all())
