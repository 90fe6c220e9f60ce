"""The district's doors of the API."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from district.models import Administration, Consent, Department, Neighborhood, Person, Post, Tag
from district.paging import page_of
from district.schema import PAGING, page_schema, problems
from district.serializers import (
    AdministrationSerializer,
    ConsentSerializer,
    DepartmentSerializer,
    MeSerializer,
    NeighborhoodSerializer,
    PostSerializer,
    TagSerializer,
)
from district.visitors import kept_from_others, signed_in


class Listing(APIView):
    """A public list of the district's own rows."""

    rows: ClassVar[QuerySet[Any]]
    serializer: ClassVar[type[BaseSerializer[Any]]]

    def get(self, request: Request) -> Response:
        page = page_of(self.rows.all(), request.query_params)
        return Response({"results": self.serializer(page.rows, many=True).data, **page.links(request)})


def described(serializer: type[BaseSerializer[Any]]) -> Any:
    """What the schema says of such a list."""
    return extend_schema(parameters=PAGING, responses={200: page_schema(serializer), **problems(422)})


@described(DepartmentSerializer)
class Departments(Listing):
    rows, serializer = Department.objects.all(), DepartmentSerializer


@described(PostSerializer)
class Posts(Listing):
    rows, serializer = Post.objects.select_related("department"), PostSerializer


@described(NeighborhoodSerializer)
class Neighborhoods(Listing):
    rows, serializer = Neighborhood.objects.all(), NeighborhoodSerializer


@described(AdministrationSerializer)
class Administrations(Listing):
    rows, serializer = Administration.objects.all(), AdministrationSerializer


@described(TagSerializer)
class Tags(Listing):
    rows, serializer = Tag.objects.all(), TagSerializer


@described(ConsentSerializer)
class Consents(Listing):
    rows, serializer = Consent.objects.all(), ConsentSerializer


class Me(APIView):
    """Whoever asks."""

    @extend_schema(responses={200: MeSerializer, **problems(403)})
    def get(self, request: Request) -> Response:
        return self.told(signed_in(request))

    def told(self, person: Person) -> Response:
        """What the house knows of a person, for nobody's eyes but that person's."""
        return kept_from_others(Response(MeSerializer(person, context={"at": timezone.now()}).data))
