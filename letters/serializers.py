"""Letters and wishes as the API gives them."""

from typing import Any

from rest_framework import serializers


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
    reason = serializers.CharField(help_text="왜 받았는지: 받기로 한 소식의 이름, 또는 맡은 일")
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
