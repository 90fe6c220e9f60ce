"""One's own seats and applications, as the API gives and takes them: for their owner alone."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from committees.models import Application, AssignmentStep, Body, Gender, Office, Recommendation
from committees.serializers import ActSerializer, RowNameSerializer, SeqSerializer
from committees.views.calls import shown_state
from committees.views.mine import may_answer
from district.dates import moment


class OwnApplicationSerializer(serializers.Serializer[Any]):
    """The shape of `own_row`."""

    key = serializers.UUIDField()
    call = RowNameSerializer()
    body = RowNameSerializer()
    origin = serializers.ChoiceField(Application.Origin.choices)
    state = serializers.ChoiceField(Application.State.choices)
    may_answer = serializers.BooleanField()
    motive = serializers.CharField(allow_blank=True)
    career = serializers.CharField(allow_blank=True)
    affiliation = serializers.CharField(allow_blank=True)
    gender = serializers.ChoiceField(Gender.choices, allow_blank=True)
    birth_year = serializers.IntegerField(allow_null=True)
    wishes = RowNameSerializer(many=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    purged_at = serializers.DateTimeField(allow_null=True)
    url = serializers.CharField()


class OwnApplicationDoneSerializer(OwnApplicationSerializer, SeqSerializer):
    """The same after an act."""


def own_row(row: Application, at: datetime) -> dict[str, Any]:
    """One's own; who is chosen is not told before it is decided, and the number is never given back."""
    return {
        "key": str(row.key),
        "call": {"id": row.call_id, "name": row.call.title},
        "body": {"id": row.call.body_id, "name": row.call.body.name},
        "origin": row.origin,
        "state": shown_state(row),
        "may_answer": may_answer(row, at),
        "motive": row.motive,
        "career": row.career,
        "affiliation": row.affiliation,
        "gender": row.gender,
        "birth_year": row.birth_year,
        "wishes": [{"id": wish.body_id, "name": wish.body.name} for wish in row.wishes.all()],
        "submitted_at": moment(row.submitted_at),
        "purged_at": moment(row.purged_at),
        "url": f"/applications/{row.key}/",
    }


class ApplySerializer(ActSerializer):
    """지원서. The consent is the number of the text that was read."""

    motive = serializers.CharField()
    consent = serializers.IntegerField(min_value=1)
    career = serializers.CharField(required=False, allow_blank=True, default="")
    affiliation = serializers.CharField(required=False, allow_blank=True, default="")
    gender = serializers.ChoiceField(Gender.choices, required=False, allow_blank=True, default="")
    birth_year = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1900, max_value=2100
    )
    phone = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)
    wishes = serializers.PrimaryKeyRelatedField(
        queryset=Body.objects.exclude(parent=None), many=True, required=False, default=[]
    )


class StaySerializer(ActSerializer):
    """이어서 맡을지, and in which parts."""

    stays = serializers.BooleanField()
    wishes = serializers.PrimaryKeyRelatedField(
        queryset=Body.objects.exclude(parent=None), many=True, required=False, allow_null=True, default=None
    )


class SeatRowSerializer(serializers.Serializer[Any]):
    """One seat of mine."""

    body = RowNameSerializer()
    seat = serializers.IntegerField()
    membership = serializers.IntegerField(allow_null=True)
    basis = serializers.CharField()
    badge = serializers.CharField()
    start = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    days_left = serializers.IntegerField(allow_null=True)
    meetings = serializers.IntegerField()
    attended = serializers.IntegerField()
    certificate = serializers.CharField(allow_null=True)


class HeldOfficeSerializer(serializers.Serializer[Any]):
    """One office of mine."""

    body = RowNameSerializer()
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    start = serializers.DateField()


class TaskSerializer(serializers.Serializer[Any]):
    """A task that waits for my answer."""

    assignment = serializers.IntegerField()
    title = serializers.CharField()
    step = serializers.CharField()
    body = RowNameSerializer()
    due_on = serializers.DateField()
    url = serializers.CharField()


class RecommendedSerializer(serializers.Serializer[Any]):
    """What I asked of the district."""

    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    title = serializers.CharField()
    state = serializers.CharField()
    url = serializers.CharField()


class MySeatsSerializer(serializers.Serializer[Any]):
    """나의 위원회."""

    seats = SeatRowSerializer(many=True)
    offices = HeldOfficeSerializer(many=True)
    tasks = TaskSerializer(many=True)
    recommendations = RecommendedSerializer(many=True)
    asked = OwnApplicationSerializer(many=True)


def named(body: Body) -> dict[str, Any]:
    """A body by its number and its name."""
    return {"id": body.pk, "name": body.name}


def seat_row(row: dict[str, Any]) -> dict[str, Any]:
    """A seat as its page shows it."""
    membership, paper = row["membership"], row["certificate"]
    return {
        "body": named(row["body"]),
        "seat": row["seat"].number,
        "membership": membership.pk if membership else None,
        "basis": row["seat"].basis,
        "badge": str(row["badge"]),
        "start": membership.start.isoformat() if membership else None,
        "until": row["until"].isoformat() if row["until"] else None,
        "days_left": row["left"],
        "meetings": row["came"].held,
        "attended": row["came"].came,
        "certificate": paper.label if paper else None,
    }


def office_row(office: Office) -> dict[str, Any]:
    """An office as its page shows it."""
    return {
        "body": named(office.body),
        "kind": office.kind,
        "label": office.label,
        "start": office.start.isoformat(),
    }


def task_row(step: AssignmentStep) -> dict[str, Any]:
    """A task as its page shows it."""
    return {
        "assignment": step.assignment_id,
        "title": step.assignment.title,
        "step": step.title,
        "body": named(step.assignment.body),
        "due_on": step.due_on.isoformat(),
        "url": step.assignment.get_absolute_url(),
    }


def recommended_row(row: Recommendation) -> dict[str, Any]:
    """A recommendation by its number."""
    return {
        "id": row.pk,
        "label": row.label,
        "title": row.title,
        "state": row.state,
        "url": row.get_absolute_url(),
    }
