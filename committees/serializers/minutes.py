"""Minutes, as the API gives and takes them; the rows are drawn in `minutes_rows`."""

from typing import Any

from rest_framework import serializers

from committees.models import Correction, Minutes, Office
from committees.serializers import ActSerializer, RowNameSerializer, SeqSerializer
from district.intake import MAX_INTEGER


class MinutesLineSerializer(serializers.Serializer[Any]):
    """One line; `line` is the number by which those inside correct it."""

    line = serializers.IntegerField()
    words = serializers.CharField()
    item = serializers.IntegerField(allow_null=True)
    head = serializers.BooleanField()
    closed = serializers.BooleanField()


class MinutesFieldSerializer(serializers.Serializer[Any]):
    """One of the nine fields that the law names."""

    name = serializers.ChoiceField(Minutes.Field.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    title = serializers.CharField()
    lines = MinutesLineSerializer(many=True)


class SignatureSerializer(serializers.Serializer[Any]):
    """Who stands for these words."""

    office = serializers.ChoiceField(Office.Kind.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    name = serializers.CharField()
    sha256 = serializers.CharField()
    factor = serializers.CharField()
    at = serializers.DateTimeField()
    voided_at = serializers.DateTimeField(allow_null=True)


class MinutesSerializer(serializers.Serializer[Any]):
    """One edition of the minutes of a meeting; a draft has no number yet."""

    id = serializers.IntegerField(allow_null=True)
    meeting = RowNameSerializer()
    state = serializers.ChoiceField(Minutes.State.choices)
    state_label = serializers.CharField()
    edition = serializers.IntegerField()
    at = serializers.DateTimeField()
    sha256 = serializers.CharField(allow_blank=True)
    corrections_until = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    inside = serializers.BooleanField()
    fields = MinutesFieldSerializer(many=True)  # type: ignore[assignment]
    empty = serializers.ListField(child=serializers.CharField())
    signatures = SignatureSerializer(many=True)
    url = serializers.CharField()


class MinutesDoneSerializer(MinutesSerializer, SeqSerializer):
    """The minutes after an act."""


class MinutesChangeSerializer(serializers.Serializer[Any]):
    """Other words for a line (none strikes it), or, without `line`, words to add."""

    field = serializers.ChoiceField(Minutes.Field.choices)
    line = serializers.IntegerField(required=False, min_value=0, max_value=32767)
    item = serializers.IntegerField(required=False, min_value=1, max_value=MAX_INTEGER)
    words = serializers.CharField(allow_blank=True)


class MinutesAmendmentSerializer(ActSerializer):
    """What the secretary mends, and why."""

    edition = serializers.IntegerField(min_value=1, max_value=32767)
    changes = MinutesChangeSerializer(many=True)
    reason = serializers.CharField(max_length=300)


class NewCorrectionSerializer(ActSerializer):
    """Which line of which edition should say what."""

    edition = serializers.IntegerField(min_value=1, max_value=32767)
    field = serializers.ChoiceField(Minutes.Field.choices)
    line = serializers.IntegerField(min_value=0, max_value=32767)
    words = serializers.CharField()
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300)


class CorrectionSerializer(serializers.Serializer[Any]):
    """What a member wants a line to say."""

    id = serializers.IntegerField()
    minutes = serializers.IntegerField()
    field = serializers.ChoiceField(Minutes.Field.choices)
    field_label = serializers.CharField()
    line = serializers.IntegerField()
    edition = serializers.IntegerField()
    name = serializers.CharField()
    was = serializers.CharField()
    words = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(Correction.State.choices)
    state_label = serializers.CharField()
    answer = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class CorrectionDoneSerializer(CorrectionSerializer, SeqSerializer):
    """The same after an act."""


class CorrectionAnswerSerializer(ActSerializer):
    """Whether it is taken; if not, why."""

    taken = serializers.BooleanField()
    answer = serializers.CharField(required=False, allow_blank=True, max_length=300)


class SigningSerializer(ActSerializer):
    """The fingerprint of the words that were read, and the code that the app shows now."""

    sha256 = serializers.CharField(max_length=64)
    code = serializers.CharField(required=False, allow_blank=True, max_length=20)
