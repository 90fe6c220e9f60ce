"""Calls and applications, as the API gives and takes them."""

from typing import Any

from rest_framework import serializers

from committees.actions.choosing import genders_of
from committees.models import Application, Body, Call, Certificate, Gender, Term
from committees.serializers import ActSerializer, RowNameSerializer, SeqSerializer
from district.dates import moment
from district.intake import MAX_INTEGER
from district.models import Neighborhood

WHOLE: dict[str, Any] = {"min_value": 1, "max_value": MAX_INTEGER}


class CallSerializer(serializers.Serializer[Any]):
    """The shape of `call_row`."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    body = RowNameSerializer()
    term = serializers.IntegerField(allow_null=True)
    stage = serializers.ChoiceField(Call.Stage.choices)
    stage_label = serializers.CharField()
    words = serializers.CharField(allow_blank=True)
    places = serializers.IntegerField()
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    starts_on = serializers.DateField()
    url = serializers.CharField()


class CallDoneSerializer(CallSerializer, SeqSerializer):
    """A call after an act."""


def call_row(call: Call, at: Any) -> dict[str, Any]:
    """A call as everybody reads it, once it is published."""
    stage = Call.Stage(call.stage(at))
    return {
        "id": call.pk,
        "title": call.title,
        "body": {"id": call.body_id, "name": call.body.name},
        "term": call.term.number if call.term else None,
        "stage": stage.value,
        "stage_label": str(stage.label),
        "words": call.words,
        "places": call.places,
        "opens_at": moment(call.opens_at),
        "closes_at": moment(call.closes_at),
        "starts_on": call.starts_on.isoformat(),
        "url": call.get_absolute_url(),
    }


class ApplicationSerializer(serializers.Serializer[Any]):
    """The shape of `application_row`: for the desk alone, and each reading is written down."""

    id = serializers.IntegerField()
    call = serializers.IntegerField()
    origin = serializers.ChoiceField(Application.Origin.choices)
    state = serializers.ChoiceField(Application.State.choices)
    state_label = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    gender = serializers.ChoiceField(Gender.choices, allow_blank=True)
    birth_year = serializers.IntegerField(allow_null=True)
    neighborhood = serializers.CharField(allow_blank=True)
    affiliation = serializers.CharField(allow_blank=True)
    wishes = RowNameSerializer(many=True)
    part = RowNameSerializer(allow_null=True)
    membership = serializers.IntegerField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)


class ApplicationDoneSerializer(ApplicationSerializer, SeqSerializer):
    """An application after an act."""


def application_rows(rows: list[Application]) -> list[dict[str, Any]]:
    """Many, with one look at what the district knows of their people."""
    genders = genders_of(rows)
    return [application_row(each, genders[each.pk]) for each in rows]


def application_row(row: Application, gender: str | None = None) -> dict[str, Any]:
    """One applicant as the desk lists them, without motive and career."""
    return {
        "id": row.pk,
        "call": row.call_id,
        "origin": row.origin,
        "state": row.state,
        "state_label": str(Application.State(row.state).label),
        "name": row.name,
        "gender": genders_of([row])[row.pk] if gender is None else gender,
        "birth_year": row.birth_year,
        "neighborhood": row.neighborhood.name if row.neighborhood else "",
        "affiliation": row.affiliation,
        "wishes": [{"id": wish.body_id, "name": wish.body.name} for wish in row.wishes.all()],
        "part": {"id": row.part.pk, "name": row.part.name} if row.part else None,
        "membership": row.membership_id,
        "submitted_at": moment(row.submitted_at),
    }


class CertificateSerializer(serializers.ModelSerializer[Certificate]):
    """A certificate by its number."""

    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    name = serializers.CharField(source="membership.name", read_only=True)
    seat = serializers.IntegerField(source="membership.seat.number", read_only=True)

    class Meta:
        model = Certificate
        fields = ["id", "label", "name", "seat", "issued_on", "issuer"]


class CertificatesSerializer(serializers.Serializer[Any]):
    """All of a call, by number."""

    results = CertificateSerializer(many=True)


class Moment(serializers.DateTimeField):
    """A moment that the calendar has, in this district as well."""

    def enforce_timezone(self, value: Any) -> Any:
        try:
            return super().enforce_timezone(value)
        except OverflowError:
            self.fail("invalid", format="ISO 8601")


class PlanSerializer(ActSerializer):
    """위촉 계획."""

    title = serializers.CharField(max_length=200)
    places = serializers.IntegerField(min_value=1, max_value=500)
    opens_at = Moment()
    closes_at = Moment()
    starts_on = serializers.DateField()
    words = serializers.CharField(required=False, allow_blank=True, default="")
    term = serializers.PrimaryKeyRelatedField(
        queryset=Term.objects.all(), required=False, allow_null=True, default=None
    )


class NewPlanSerializer(PlanSerializer):
    """Of which body."""

    body = serializers.PrimaryKeyRelatedField(queryset=Body.objects.all())


class PaperFormSerializer(ActSerializer):
    """Somebody who came on paper, or whom somebody named."""

    origin = serializers.ChoiceField([Application.Origin.PAPER.value, Application.Origin.NAMED.value])
    name = serializers.CharField(max_length=40)
    gender = serializers.ChoiceField(Gender.choices, required=False, allow_blank=True, default="")
    birth_year = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1900, max_value=2100
    )
    neighborhood = serializers.PrimaryKeyRelatedField(
        queryset=Neighborhood.objects.all(), required=False, allow_null=True, default=None
    )
    affiliation = serializers.CharField(required=False, allow_blank=True, default="", max_length=80)
    phone = serializers.CharField(required=False, allow_blank=True, default="", max_length=20)
    career = serializers.CharField(required=False, allow_blank=True, default="")
    motive = serializers.CharField(required=False, allow_blank=True, default="")
    named_by = serializers.CharField(required=False, allow_blank=True, default="", max_length=120)
    wishes = serializers.PrimaryKeyRelatedField(
        queryset=Body.objects.exclude(parent=None), many=True, required=False, default=[]
    )


class ChoiceSerializer(ActSerializer):
    """Whom, and to what."""

    applications = serializers.ListField(
        child=serializers.IntegerField(**WHOLE), min_length=1, max_length=500
    )
    state = serializers.ChoiceField(
        [
            Application.State.APPLIED.value,
            Application.State.SELECTED.value,
            Application.State.RESERVE.value,
            Application.State.DECLINED.value,
        ]
    )


class PartGivenSerializer(ActSerializer):
    """Into which part; into none, where it is null."""

    part = serializers.PrimaryKeyRelatedField(queryset=Body.objects.exclude(parent=None), allow_null=True)


class FileAskedSerializer(ActSerializer):
    """As what the certificates are wanted; without it, as rows."""

    form = serializers.ChoiceField(["hwpx", "pdf"], required=False)
