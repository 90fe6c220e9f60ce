"""The district's rows as the API gives them."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from district.dates import day, local
from district.models import Administration, Consent, Department, Neighborhood, Person, Post, Tag


class DepartmentSerializer(serializers.ModelSerializer[Department]):
    class Meta:
        model = Department
        fields = ["id", "name", "code", "parent"]


class PostSerializer(serializers.ModelSerializer[Post]):
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]

    class Meta:
        model = Post
        fields = ["id", "role", "title", "department", "label"]


class NeighborhoodSerializer(serializers.ModelSerializer[Neighborhood]):
    class Meta:
        model = Neighborhood
        fields = ["id", "name", "code"]


class AdministrationSerializer(serializers.ModelSerializer[Administration]):
    class Meta:
        model = Administration
        fields = ["id", "name", "start", "end"]


class TagSerializer(serializers.ModelSerializer[Tag]):
    # The field's own pattern is ASCII to a JSON Schema, and our slugs are Korean.
    slug = serializers.CharField(read_only=True)

    class Meta:
        model = Tag
        fields = ["id", "name", "slug", "retired_at", "merged_into"]


class ConsentSerializer(serializers.ModelSerializer[Consent]):
    class Meta:
        model = Consent
        fields = ["id", "kind", "version", "title", "url", "in_force_from", "sha256", "required"]


class NicknameSerializer(serializers.Serializer[Any]):
    """What a person may change about how the neighbours see them."""

    nickname = serializers.CharField(allow_blank=True, trim_whitespace=False)


class MeSerializer(serializers.Serializer[Person]):
    """What the house knows about whoever asks, and shows to nobody else."""

    name = serializers.CharField(source="public_name")
    nickname = serializers.CharField()
    email = serializers.EmailField()
    level = serializers.IntegerField()
    level_label = serializers.CharField(source="get_level_display")
    verified_at = serializers.SerializerMethodField()
    dong = serializers.CharField(source="neighborhood.name", default="")
    office = serializers.SerializerMethodField()

    def get_verified_at(self, person: Person) -> datetime | None:
        return person.verified_at and local(person.verified_at)

    def get_office(self, person: Person) -> str | None:
        post = person.post_on(day(self.context["at"]))
        return post.label if post else None
