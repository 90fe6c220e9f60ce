"""Forums and their sessions as the API gives them."""

from typing import Any

from rest_framework import serializers

from deliberation.models import Forum, Session
from deliberation.serializers.talk import CommentSerializer


class NamedSerializer(serializers.Serializer[Any]):
    """The body whose members are shown with their badge."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class SessionSerializer(serializers.ModelSerializer[Session]):
    """One evening of a forum, in a list."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    status = serializers.ChoiceField(Session.Status.choices, read_only=True)
    facilitator = serializers.CharField(source="facilitator.label", default=None, allow_null=True)
    thread = serializers.IntegerField(source="thread_id", allow_null=True, read_only=True)

    class Meta:
        model = Session
        fields = [
            "id",
            "url",
            "ordinal",
            "title",
            "area",
            "place",
            "status",
            "starts_at",
            "ends_at",
            "opened_at",
            "closed_at",
            "facilitator",
            "thread",
        ]


class SessionDoneSerializer(SessionSerializer):
    """A session after an act, with the number of the act's event."""

    seq = serializers.IntegerField()

    class Meta(SessionSerializer.Meta):
        fields = [*SessionSerializer.Meta.fields, "seq"]


class SessionDetailSerializer(SessionSerializer):
    """An evening with the word that stands above; from `seq` on, its thread's room tells the rest."""

    forum = serializers.IntegerField(source="forum_id", read_only=True)
    pinned = CommentSerializer(allow_null=True)
    seq = serializers.IntegerField()
    epoch = serializers.CharField(allow_blank=True)

    class Meta(SessionSerializer.Meta):
        fields = [*SessionSerializer.Meta.fields, "forum", "pinned", "seq", "epoch"]


class ForumSerializer(serializers.ModelSerializer[Forum]):
    """A forum in a list, with its sessions."""

    slug = serializers.CharField(read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)
    status = serializers.ChoiceField(Session.Status.choices, read_only=True)
    body = NamedSerializer(read_only=True, allow_null=True)
    sessions = SessionSerializer(many=True, read_only=True)

    class Meta:
        model = Forum
        fields = ["id", "slug", "url", "title", "status", "body", "printed_when", "published_at", "sessions"]


class ForumDetailSerializer(ForumSerializer):
    """A forum with its words, and the figures that were printed of it."""

    class Meta(ForumSerializer.Meta):
        fields = [
            *ForumSerializer.Meta.fields,
            "purpose",
            "outcome",
            "printed_attendances",
            "printed_people",
            "printed_issues",
            "printed_core_issues",
            "source",
        ]
