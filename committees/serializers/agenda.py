"""Items that are introduced, replies and what became of resolutions, as the API gives and takes them."""

from typing import Any

from rest_framework import serializers

from committees.actions.notices import LONGEST_REASON
from committees.actions.rsvps import LONGEST_NOTE
from committees.models import AgendaItem, Rsvp
from committees.models.agenda import LONGEST_TEXT
from committees.serializers import ActSerializer, OrderSerializer, SeqSerializer


class NewItemSerializer(ActSerializer):
    """One more matter before the members; after the notice with the reason that they are told."""

    title = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(AgendaItem.Kind.choices)
    text = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_TEXT)
    disclosure = serializers.ChoiceField(AgendaItem.Disclosure.choices, required=False)
    ground = serializers.CharField(required=False, allow_blank=True, max_length=200)
    source_label = serializers.CharField(required=False, allow_blank=True, max_length=120)
    source_url = serializers.CharField(required=False, allow_blank=True, max_length=500)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_REASON)


class AgendaReasonSerializer(ActSerializer):
    """Why members find another agenda than they were told."""

    reason = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_REASON)


class ReplySerializer(serializers.Serializer[Any]):
    """The shape of `replies.reply_row`."""

    id = serializers.IntegerField()
    seat = serializers.IntegerField()
    name = serializers.CharField(allow_blank=True)
    answer = serializers.ChoiceField(Rsvp.Answer.choices)
    answer_label = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()


class ReplyCountsSerializer(serializers.Serializer[Any]):
    """How many said what, and how many nothing yet."""

    in_person = serializers.IntegerField()
    remote = serializers.IntegerField()
    absent = serializers.IntegerField()
    silent = serializers.IntegerField()


class RepliesSerializer(serializers.Serializer[Any]):
    """For members the counts and their own answer; `results` by name for the secretary alone."""

    counts = ReplyCountsSerializer()
    mine = ReplySerializer(allow_null=True)
    results = ReplySerializer(many=True)


class NewRsvpSerializer(ActSerializer):
    """Whether one means to come."""

    answer = serializers.ChoiceField(Rsvp.Answer.choices)
    note = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_NOTE)


class ReplyDoneSerializer(ReplySerializer, SeqSerializer):
    """A reply after it was sent."""


class OrderedBySerializer(serializers.Serializer[Any]):
    """The resolution that asked for it."""

    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    title = serializers.CharField(allow_blank=True)
    url = serializers.CharField()


class PastOrderSerializer(OrderSerializer):
    """The shape of `follow_up.row_of`."""

    resolution = OrderedBySerializer()


class PastOrdersSerializer(serializers.Serializer[Any]):
    """What was asked by earlier resolutions, and what became of it."""

    results = PastOrderSerializer(many=True)
