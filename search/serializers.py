"""What can be asked of the index, and how it answers."""

from typing import Any

from rest_framework import serializers

from search.entries import kinds
from search.ko import QUESTION_READ


class QuestionAsked(serializers.Serializer[Any]):
    """The words and the facets of one search."""

    q = serializers.CharField(max_length=QUESTION_READ, allow_blank=True, default="", help_text="찾을 말")
    kind = serializers.CharField(max_length=40, allow_blank=True, default="", help_text="기록의 종류")
    tag = serializers.ListField(
        child=serializers.CharField(max_length=100),
        max_length=10,
        default=list,
        help_text="모두 붙어 있어야 할 태그",
    )
    dong = serializers.CharField(max_length=50, allow_blank=True, default="", help_text="동")
    department = serializers.CharField(max_length=100, allow_blank=True, default="", help_text="부서")
    since = serializers.DateField(default=None, help_text="이 날부터")
    until = serializers.DateField(default=None, help_text="이 날까지")
    limit = serializers.IntegerField(min_value=1, max_value=100, default=20, help_text="한 쪽에 담을 수")


class HitSerializer(serializers.Serializer[Any]):
    """One answer."""

    kind = serializers.CharField(source="entry.kind")
    kind_label = serializers.CharField()
    title = serializers.CharField(source="entry.title")
    excerpt = serializers.CharField()
    url = serializers.CharField(source="entry.url")
    on = serializers.DateField(source="entry.on")
    state = serializers.CharField(source="entry.state")
    department = serializers.CharField(source="entry.department")
    dong = serializers.CharField(source="entry.dong")
    tags = serializers.ListField(child=serializers.CharField(), source="entry.tags")


class ResultsSerializer(serializers.Serializer[Any]):
    """One page of answers; `total` counts no further than a thousand."""

    results = HitSerializer(many=True, source="hits")
    total = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    kinds = serializers.SerializerMethodField()

    def get_kinds(self, _results: Any) -> list[dict[str, str]]:
        """What the answers could be narrowed to."""
        return [{"kind": kind.name, "label": str(kind.label)} for kind in kinds.values()]
