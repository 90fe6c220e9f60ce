"""Threads and comments as the API gives them."""

from typing import Any

from rest_framework import serializers

from deliberation.models import Comment, CommentVersion, Session, Thread
from deliberation.models.comment import LONGEST_COMMENT, LONGEST_QUOTE
from deliberation.models.thread import LONGEST_PAUSE
from deliberation.ranking import ORDERS


class AuthorSerializer(serializers.Serializer[Any]):
    """Who is read beside the words; never who it is."""

    name = serializers.CharField()
    badge = serializers.CharField(allow_null=True)


class QuoteSerializer(serializers.Serializer[Any]):
    """The words a comment answers to; of hidden ones only their place."""

    id = serializers.IntegerField()
    author = AuthorSerializer()
    body = serializers.CharField(allow_blank=True, max_length=LONGEST_QUOTE)
    hidden = serializers.BooleanField()


class CommentSerializer(serializers.Serializer[Any]):
    """The shape of `rows.comment_row`; drawn there, for rooms and API alike."""

    id = serializers.IntegerField()
    author = AuthorSerializer()
    dong = serializers.CharField(allow_null=True)
    office = serializers.BooleanField()
    body = serializers.CharField(allow_blank=True)
    parent = serializers.IntegerField(allow_null=True)  # type: ignore[assignment]
    posted_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    reactions = serializers.IntegerField()
    hidden = serializers.BooleanField()
    ground = serializers.CharField(allow_null=True, help_text="운영 원칙의 코드나 withdrawn")

    stance = serializers.ChoiceField(Comment.Stance.choices, allow_blank=True)
    quote = QuoteSerializer(allow_null=True)


class CommentDetailSerializer(CommentSerializer):
    """A comment by itself."""

    thread = serializers.IntegerField()


class CommentDoneSerializer(CommentSerializer):
    """A comment after an act, with the number of the act's event."""

    seq = serializers.IntegerField()


class CommentPageSerializer(serializers.Serializer[Any]):
    """One page of a thread; from `seq` on, the room tells the rest."""

    results = CommentSerializer(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    seq = serializers.IntegerField()
    epoch = serializers.CharField(allow_blank=True)
    order = serializers.ChoiceField(ORDERS)
    ranked_at = serializers.DateTimeField(allow_null=True)
    camps = serializers.IntegerField(allow_null=True)


class OrderSerializer(serializers.Serializer[Any]):
    """In which order the talk is asked for."""

    order = serializers.ChoiceField(ORDERS, required=False)


class ReadMarkSerializer(serializers.Serializer[Any]):
    """How far somebody has read, and how many were said since; counted up to a hundred."""

    comment = serializers.IntegerField(allow_null=True)
    at = serializers.DateTimeField(allow_null=True)
    fresh = serializers.IntegerField()


class ReadSerializer(serializers.Serializer[Any]):
    """Up to which comment."""

    comment = serializers.IntegerField()


class VersionSerializer(serializers.ModelSerializer[CommentVersion]):
    """What stood there until it was mended."""

    class Meta:
        model = CommentVersion
        fields = ["id", "body", "replaced_at"]


class VersionsSerializer(serializers.Serializer[Any]):
    """All of them, oldest first."""

    results = VersionSerializer(many=True)


class RefSerializer(serializers.Serializer[Any]):
    """The number a client gives its act; the header Idempotency-Key may carry it instead."""

    ref = serializers.UUIDField(required=False)


class WordsSerializer(RefSerializer):
    """Words to be said."""

    body = serializers.CharField(max_length=LONGEST_COMMENT)


class NewCommentSerializer(WordsSerializer):
    """Words to be said, perhaps in reply, perhaps for or against, perhaps with another's words above them."""

    parent = serializers.IntegerField(required=False, allow_null=True)  # type: ignore[assignment]
    stance = serializers.ChoiceField(Comment.Stance.choices, required=False, allow_blank=True)
    quote = serializers.IntegerField(required=False, allow_null=True)


class HidingSerializer(RefSerializer):
    """Why words are hidden."""

    ground = serializers.CharField(max_length=12, help_text="운영 원칙의 코드")


class EveningSerializer(serializers.Serializer[Any]):
    """The session of a forum whose talk a thread is."""

    id = serializers.IntegerField()
    ordinal = serializers.IntegerField()
    title = serializers.CharField()
    status = serializers.ChoiceField(Session.Status.choices)
    opened_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)


class AboveSerializer(serializers.Serializer[Any]):
    """What is talked about where it is neither asked nor proposed."""

    title = serializers.CharField()
    url = serializers.CharField()


class StancesSerializer(serializers.Serializer[Any]):
    """How many people stand where, each by their newest standing word."""

    pro = serializers.IntegerField()
    con = serializers.IntegerField()
    curious = serializers.IntegerField()


class PauseSerializer(RefSerializer):
    """How long everybody rests between two words; 0 is no pause."""

    seconds = serializers.IntegerField(min_value=0, max_value=LONGEST_PAUSE)


class ThreadSerializer(serializers.Serializer[Any]):
    """What stands above the words, with the running numbers."""

    id = serializers.IntegerField()
    question = serializers.IntegerField(allow_null=True)
    proposal = serializers.IntegerField(allow_null=True)
    status = serializers.ChoiceField(Thread.Told.choices)
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    session = EveningSerializer(allow_null=True)
    above = AboveSerializer(allow_null=True)
    pinned = serializers.IntegerField(allow_null=True)
    slow_seconds = serializers.IntegerField()
    voices = serializers.IntegerField()
    voices_needed = serializers.IntegerField(allow_null=True)
    comments = serializers.IntegerField()
    stances = StancesSerializer()
    mayor_called_at = serializers.DateTimeField(allow_null=True)
    answer_due = serializers.DateField(allow_null=True)
    seq = serializers.IntegerField()
    epoch = serializers.CharField(allow_blank=True)
