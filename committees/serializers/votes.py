"""Votes and ballots, as the API gives and takes them; the rows are drawn in `vote_rows`."""

from typing import Any

from rest_framework import serializers

from committees.models import Ballot, BodyRule, Resolution, Vote
from committees.models.resolution import LONGEST_RESOLUTION
from committees.models.vote import LONGEST_SUBJECT
from committees.quorum import Base, Share
from committees.serializers import MOST_HANDS, ActSerializer, SeqSerializer
from district.intake import MAX_INTEGER

SIDES = ["yes", "no"]


def hands() -> serializers.IntegerField:
    """A number of hands, where they were counted."""
    return serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=MOST_HANDS)


def number(**facts: Any) -> serializers.IntegerField:
    """A row's number."""
    return serializers.IntegerField(min_value=1, max_value=MAX_INTEGER, **facts)


class VoteCandidateSerializer(serializers.Serializer[Any]):
    """A candidate; how many votes is known after the close."""

    order = serializers.IntegerField()
    name = serializers.CharField()
    votes = serializers.IntegerField(allow_null=True)
    elected = serializers.BooleanField()


class CalledSerializer(serializers.Serializer[Any]):
    """One name of a roll call; without a choice as long as nobody has answered."""

    seat = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()
    badge = serializers.CharField(allow_blank=True)
    choice = serializers.CharField(allow_blank=True)
    choice_label = serializers.CharField(allow_blank=True)


class VoteSerializer(serializers.Serializer[Any]):
    """The shape of `vote_rows.vote_row`; of an item that is not open without words, names and counts."""

    id = serializers.IntegerField()
    item = serializers.IntegerField()
    motion = serializers.IntegerField(allow_null=True)
    recusal = serializers.IntegerField(allow_null=True)
    number = serializers.IntegerField()
    kind = serializers.ChoiceField(Vote.Kind.choices)
    kind_label = serializers.CharField()
    method = serializers.ChoiceField(Vote.Method.choices)
    method_label = serializers.CharField()
    subject = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(Vote.State.choices)
    state_label = serializers.CharField()
    result = serializers.ChoiceField(Vote.Result.choices, allow_blank=True)
    result_label = serializers.CharField(allow_blank=True)
    majority = serializers.ChoiceField(Share.choices)
    majority_label = serializers.CharField()
    majority_of = serializers.ChoiceField(Base.choices)
    tie = serializers.ChoiceField(BodyRule.Tie.choices)
    changeable = serializers.BooleanField()
    sitting = serializers.IntegerField()
    present = serializers.IntegerField()
    asked = serializers.IntegerField()
    cast = serializers.IntegerField()
    absent = serializers.IntegerField()
    yes = serializers.IntegerField(allow_null=True)
    no = serializers.IntegerField(allow_null=True)
    abstain = serializers.IntegerField(allow_null=True)
    needed = serializers.IntegerField(allow_null=True)
    casting = serializers.ChoiceField(SIDES, allow_blank=True)
    seats = serializers.IntegerField()
    runs_off = serializers.IntegerField(allow_null=True)
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    void_reason = serializers.CharField(allow_blank=True)
    line = serializers.CharField(allow_blank=True)
    warning = serializers.CharField(allow_blank=True)
    candidates = VoteCandidateSerializer(many=True)
    roll = CalledSerializer(many=True)
    resolution = serializers.IntegerField(allow_null=True)
    draft_text = serializers.CharField(allow_blank=True)


class VoteDoneSerializer(VoteSerializer, SeqSerializer):
    """A vote after an act."""


class VoteCountSerializer(serializers.Serializer[Any]):
    """How far it is; of a secret vote only how many have voted."""

    id = serializers.IntegerField()
    cast = serializers.IntegerField()
    asked = serializers.IntegerField()
    yes = serializers.IntegerField(allow_null=True)
    no = serializers.IntegerField(allow_null=True)
    abstain = serializers.IntegerField(allow_null=True)


class RollSerializer(serializers.Serializer[Any]):
    """Who was asked and how each answered; nobody of a secret vote, or of an item that is not open."""

    results = CalledSerializer(many=True)
    count = VoteCountSerializer()


class BallotDoneSerializer(SeqSerializer):
    """One's own ballot: named with its choice; a secret one with its receipt, once, and never the choice."""

    vote = serializers.IntegerField()
    seat = serializers.IntegerField(required=False)
    choice = serializers.ChoiceField(Ballot.Choice.choices, required=False)
    choice_label = serializers.CharField(required=False)
    at = serializers.DateTimeField(required=False)
    receipt = serializers.CharField(required=False, allow_blank=True)


class InclusionSerializer(serializers.Serializer[Any]):
    """Whether a ballot with this receipt was counted."""

    vote = serializers.IntegerField()
    counted = serializers.BooleanField()


class ReceiptAsked(serializers.Serializer[Any]):
    """The number that was shown after voting."""

    receipt = serializers.CharField(max_length=64, help_text="투표한 뒤에 받은 확인 번호")


class NewVoteSerializer(ActSerializer):
    """What is put, and how; hands only where they were counted."""

    method = serializers.ChoiceField(Vote.Method.choices)
    motion = number(required=False, allow_null=True)
    recusal = number(required=False, allow_null=True)
    subject = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_SUBJECT)
    yes, no, abstain = hands(), hands(), hands()
    casting = serializers.ChoiceField(SIDES, required=False, allow_blank=True)


class StandingSerializer(serializers.Serializer[Any]):
    """A candidate: a member by the seat, anybody else by the name."""

    seat = number(required=False)
    name = serializers.CharField(required=False, max_length=60)


class NewElectionSerializer(ActSerializer):
    """How many are to be chosen, and among whom."""

    subject = serializers.CharField(max_length=LONGEST_SUBJECT)
    candidates = StandingSerializer(many=True)
    seats = serializers.IntegerField(required=False, min_value=1, max_value=40)


class NewBallotSerializer(ActSerializer):
    """A choice; in an election the numbers of the candidates, or `abstain`."""

    choice = serializers.ChoiceField(Ballot.Choice.choices, required=False)
    choices = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=40), required=False)


class NewCallSerializer(ActSerializer):
    """What the member at this seat said when called."""

    seat = number()
    choice = serializers.ChoiceField(Ballot.Choice.choices)


class ClosingSerializer(ActSerializer):
    """The chair's word, where the numbers are even and the rule asks for it."""

    casting = serializers.ChoiceField(SIDES, required=False, allow_blank=True)


class VoidingSerializer(ActSerializer):
    """Why nothing of it counts."""

    reason = serializers.CharField(max_length=300)


class VoteResolutionSerializer(ActSerializer):
    """What was decided; the form only where more than one fits."""

    text = serializers.CharField(max_length=LONGEST_RESOLUTION)
    form = serializers.ChoiceField(Resolution.Form.choices, required=False, allow_blank=True)
