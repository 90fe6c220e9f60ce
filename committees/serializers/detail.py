"""A meeting in full, as the API gives it: its agenda, its floor and its votes."""

from typing import Any

from rest_framework import serializers

from committees.serializers import (
    HeardSerializer,
    ItemSerializer,
    MeetingSerializer,
    QuorumSerializer,
    ResolutionSerializer,
)
from committees.serializers.floor import (
    GistSerializer,
    MotionSerializer,
    ObserverSerializer,
    RecusalSerializer,
    TurnSerializer,
)
from committees.serializers.votes import VoteCountSerializer, VoteSerializer


class ProceedingsSerializer(serializers.Serializer[Any]):
    """What a meeting dealt with, what was said and moved, and how it was decided."""

    items = ItemSerializer(many=True)
    resolutions = ResolutionSerializer(many=True)
    turns = TurnSerializer(many=True)
    gists = GistSerializer(many=True)
    motions = MotionSerializer(many=True)
    recusals = RecusalSerializer(many=True)
    votes = VoteSerializer(many=True)


class RunningSerializer(QuorumSerializer):
    """The quorum, and how far each vote is that runs."""

    votes = VoteCountSerializer(many=True)


class ItemFollowSerializer(serializers.Serializer[Any]):
    """How to hear of one item."""

    item = serializers.IntegerField()
    offer = serializers.CharField()


class MeetingDetailSerializer(MeetingSerializer, ProceedingsSerializer, HeardSerializer):
    """A meeting with its agenda, what it decided, and how many are there."""

    observers = ObserverSerializer(many=True)
    tally = RunningSerializer()
    follow = serializers.CharField(help_text="소식을 받으려면 `/api/v1/follows/`에 `offer`로 보냅니다.")
    item_follows = ItemFollowSerializer(many=True)


class InsideSerializer(ProceedingsSerializer):
    """The words of what is not open, for those who sit in it."""
