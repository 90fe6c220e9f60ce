"""Letters and wishes as the API gives them."""

from typing import Any

from rest_framework import serializers

from letters.models import Pace, Road


class LettersAsked(serializers.Serializer[Any]):
    """Which letters are asked for."""

    unread = serializers.BooleanField(required=False, help_text="아직 열지 않은 것만")


class LetterSerializer(serializers.Serializer[Any]):
    """The shape of `rows.letter_row`."""

    key = serializers.UUIDField()
    title = serializers.CharField()
    words = serializers.CharField(allow_blank=True)
    url = serializers.CharField()
    topic = serializers.CharField(allow_blank=True, help_text="`body/3`처럼 무엇에 관한 것인지")
    noun = serializers.CharField(
        allow_blank=True, help_text="같은 주제에서 이 이름이 같은 것은 한 줄로 셀 수 있습니다: 댓글 12개"
    )
    reason = serializers.CharField(help_text="왜 받았는지: 받기로 한 소식의 이름, 참여한 일, 또는 맡은 일")
    at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
    needs_receipt = serializers.BooleanField(help_text="받으셨다는 확인을 기다리는지")
    received_at = serializers.DateTimeField(allow_null=True)


class LetterDoneSerializer(LetterSerializer):
    """A letter after an act; `seq` is 0 where nothing was left to do."""

    seq = serializers.IntegerField()


class FollowSerializer(serializers.Serializer[Any]):
    """The shape of `rows.follow_row`."""

    key = serializers.UUIDField()
    topic = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField()
    roads = serializers.ListField(
        child=serializers.ChoiceField(Road.choices), allow_null=True, help_text="null이면 기본대로"
    )
    pace = serializers.ChoiceField(Pace.choices, allow_blank=True, help_text="비어 있으면 기본대로")
    since = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class FollowDoneSerializer(FollowSerializer):
    """A wish after an act; `seq` is 0 where nothing was left to do."""

    seq = serializers.IntegerField()


class LetterRefSerializer(serializers.Serializer[Any]):
    """The number a client gives its act; the header Idempotency-Key may carry it instead."""

    ref = serializers.UUIDField(required=False)


class NewFollowSerializer(LetterRefSerializer):
    """What a page or a row of the API offered to be followed."""

    offer = serializers.CharField(help_text="따를 수 있는 것의 `follow` 값 그대로")


class FollowChoiceSerializer(LetterRefSerializer):
    """How one wish is to be told."""

    roads = serializers.ListField(
        child=serializers.ChoiceField(Road.choices), allow_null=True, max_length=4, default=None
    )
    pace = serializers.ChoiceField(Pace.choices, allow_blank=True, default="")


class HabitSerializer(LetterRefSerializer):
    """How everything else is to be told."""

    roads = serializers.ListField(child=serializers.ChoiceField(Road.choices), max_length=4)
    pace = serializers.ChoiceField(Pace.choices)


class ChoiceRow(serializers.Serializer[Any]):
    """Something that may be chosen."""

    code = serializers.CharField()
    name = serializers.CharField()


class RoadRow(ChoiceRow):
    """A road that may be chosen."""

    ready = serializers.BooleanField(help_text="받을 기기나 번호가 이미 있는지")


class BrowserSerializer(serializers.Serializer[Any]):
    """The shape of `rows.browser_row`."""

    key = serializers.UUIDField()
    name = serializers.CharField(allow_blank=True)
    since = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class PhoneSerializer(serializers.Serializer[Any]):
    """The shape of `rows.phone_row`."""

    number = serializers.CharField(allow_blank=True, help_text="가린 번호: 010-****-5678")
    claimed_at = serializers.DateTimeField()
    proved_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)


class WaysSerializer(serializers.Serializer[Any]):
    """The shape of `rows.ways_row`."""

    roads = serializers.ListField(child=serializers.ChoiceField(Road.choices))
    pace = serializers.ChoiceField(Pace.choices)
    offered = RoadRow(many=True, help_text="지금 고를 수 있는 방법")
    paces = ChoiceRow(many=True)
    browsers = BrowserSerializer(many=True)
    number = PhoneSerializer(allow_null=True)
    claimed = PhoneSerializer(allow_null=True, help_text="인증번호를 기다리는 번호")
    push_key = serializers.CharField(
        allow_blank=True, help_text="PushManager.subscribe의 applicationServerKey"
    )


class WaysDoneSerializer(WaysSerializer):
    """The same after an act; `seq` is 0 where nothing was left to do."""

    seq = serializers.IntegerField()


class BrowserKeysSerializer(serializers.Serializer[Any]):
    """The two keys of a subscription."""

    p256dh = serializers.CharField(max_length=100)
    auth = serializers.CharField(max_length=40)


class NewBrowserSerializer(LetterRefSerializer):
    """`PushSubscription.toJSON()`, and what its owner calls the browser."""

    endpoint = serializers.CharField(max_length=1000)
    keys = BrowserKeysSerializer()
    name = serializers.CharField(max_length=60, required=False, allow_blank=True)


class NewNumberSerializer(LetterRefSerializer):
    """A number that somebody says is theirs."""

    number = serializers.CharField(max_length=40)


class CodeSerializer(LetterRefSerializer):
    """The code that came to it."""

    code = serializers.CharField(max_length=12)
