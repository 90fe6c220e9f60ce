"""What is said and moved in a meeting, as the API gives and takes it; the rows are drawn in `floor_rows`."""

from typing import Any

from rest_framework import serializers

from committees.models import Motion, Recusal, SpeakingTurn
from committees.models.motion import LONGEST_MOTION
from committees.models.speaking import LONGEST_GIST
from committees.serializers import ActSerializer, SeqSerializer
from district.intake import MAX_INTEGER


def number() -> serializers.IntegerField:
    """A row's number, where one is named."""
    return serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=MAX_INTEGER)


class TurnSerializer(serializers.Serializer[Any]):
    """The shape of `floor_rows.turn_row`; of an item that is not open without a name."""

    id = serializers.IntegerField()
    item = serializers.IntegerField()
    seat = serializers.IntegerField(allow_null=True)
    name = serializers.CharField(allow_blank=True)
    badge = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(SpeakingTurn.Kind.choices)
    kind_label = serializers.CharField()
    state = serializers.ChoiceField(SpeakingTurn.State.choices)
    state_label = serializers.CharField()
    seconds = serializers.IntegerField(allow_null=True)
    asked_at = serializers.DateTimeField()
    began_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)


class GistSerializer(serializers.Serializer[Any]):
    """The shape of `floor_rows.gist_row`."""

    id = serializers.IntegerField()
    item = serializers.IntegerField()
    turn = serializers.IntegerField(allow_null=True)
    name = serializers.CharField(allow_blank=True)
    badge = serializers.CharField(allow_blank=True)
    words = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField(allow_null=True)


class SecondedBySerializer(serializers.Serializer[Any]):
    """Who wants it talked about."""

    name = serializers.CharField()


class MotionSerializer(serializers.Serializer[Any]):
    """The shape of `floor_rows.motion_rows`; `next` is what must be dealt with before the others."""

    id = serializers.IntegerField()
    item = serializers.IntegerField()
    number = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.ChoiceField(Motion.Kind.choices)
    kind_label = serializers.CharField()
    amends = serializers.IntegerField(allow_null=True)
    seat = serializers.IntegerField(allow_null=True)
    name = serializers.CharField(allow_blank=True)
    badge = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(Motion.State.choices)
    state_label = serializers.CharField()
    seconds = SecondedBySerializer(many=True)
    seconds_needed = serializers.IntegerField()
    moved_at = serializers.DateTimeField()
    seconded_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    next = serializers.BooleanField()


class RecusalSerializer(serializers.Serializer[Any]):
    """The shape of `floor_rows.recusal_row`; why is for those inside."""

    id = serializers.IntegerField()
    item = serializers.IntegerField()
    seat = serializers.IntegerField(allow_null=True)
    name = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(Recusal.Kind.choices)
    kind_label = serializers.CharField()
    state = serializers.ChoiceField(Recusal.State.choices)
    state_label = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)


class ObserverSerializer(serializers.Serializer[Any]):
    """The shape of `floor_rows.observer_row`."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    office = serializers.CharField(allow_blank=True)
    gone = serializers.BooleanField()


class TurnDoneSerializer(TurnSerializer, SeqSerializer):
    """A turn after an act."""


class GistDoneSerializer(GistSerializer, SeqSerializer):
    """A line after an act."""


class MotionDoneSerializer(MotionSerializer, SeqSerializer):
    """A motion after an act."""


class RecusalDoneSerializer(RecusalSerializer, SeqSerializer):
    """A recusal after an act."""


class ObserverDoneSerializer(ObserverSerializer, SeqSerializer):
    """An observer after an act."""


class NewTurnSerializer(ActSerializer):
    """Asking oneself; or, with `seat` or `name`, as the secretary."""

    kind = serializers.ChoiceField(SpeakingTurn.Kind.choices, required=False)
    seat = number()
    name = serializers.CharField(required=False, max_length=60)
    badge = serializers.CharField(required=False, allow_blank=True, max_length=120)


class SpeakersListSerializer(ActSerializer):
    """Whether names are taken."""

    closed = serializers.BooleanField()


class NewGistSerializer(ActSerializer):
    """A line of what is said, in whose turn, or by whom."""

    words = serializers.CharField(max_length=LONGEST_GIST)
    turn = number()
    name = serializers.CharField(required=False, allow_blank=True, max_length=60)
    badge = serializers.CharField(required=False, allow_blank=True, max_length=120)


class MendedGistSerializer(ActSerializer):
    """A line as it should have read."""

    words = serializers.CharField(max_length=LONGEST_GIST)


class NewMotionSerializer(ActSerializer):
    """What is moved; an amendment says what it amends, and the secretary for which seat it is written."""

    kind = serializers.ChoiceField(Motion.Kind.choices)
    text = serializers.CharField(max_length=LONGEST_MOTION)
    amends = number()
    seat = number()


class NewSecondSerializer(ActSerializer):
    """Seconding oneself; or, with `seat`, as the secretary."""

    seat = number()


class NewRecusalSerializer(ActSerializer):
    """Why, and of whom if it is not oneself."""

    kind = serializers.ChoiceField(Recusal.Kind.choices)
    reason = serializers.CharField(max_length=300)
    seat = number()


class NewObserverSerializer(ActSerializer):
    """Who is there without a seat."""

    name = serializers.CharField(max_length=60)
    office = serializers.CharField(required=False, allow_blank=True, max_length=120)
