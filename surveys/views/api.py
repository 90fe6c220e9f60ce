"""The door for programs: what is asked, what I answered, and what came of it."""
# ruff: noqa: A002 (the address calls it id)

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from district.paging import page_of
from district.refusals import not_found
from district.schema import KEY, PAGING, REFUSED, ROW, UNCHANGED, Reading, page_schema, problems
from district.visitors import kept_from_others, person_of, signed_in
from realtime.acts import ref_of, said_in
from surveys import serializers as shapes
from surveys.counting import results
from surveys.desk import panel_inside, survey_inside
from surveys.models import Survey
from surveys.rows import panel_row, response_row, survey_row
from surveys.speakers import survey_at
from surveys.views import verbs


class Surveys(Reading):
    """설문. What the district asks with given answers."""

    @extend_schema(
        operation_id="surveys_list",
        summary="설문",
        parameters=PAGING,
        responses={200: page_schema(shapes.SurveySerializer), **UNCHANGED, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """Surveys, newest first; those that ask by name only to those whom they ask."""
        at = timezone.now()
        asked = Survey.objects.visible_to(person_of(request))
        page = page_of(asked.prefetch_related("items__options", "dongs"), request.query_params)
        rows = [survey_row(survey, at) for survey in page.rows]
        return Response({"results": rows, **page.links(request)})


class SurveyDetail(Reading):
    """One survey with its items."""

    @extend_schema(
        operation_id="surveys_read",
        summary="설문 하나",
        parameters=[ROW],
        responses={200: shapes.SurveySerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """What is asked, of whom and until when."""
        return Response(survey_row(survey_at(id, person_of(request)), timezone.now()))


class SurveyResponse(APIView):
    """응답. What I answered."""

    @extend_schema(
        operation_id="surveys_response",
        summary="내 응답",
        parameters=[ROW],
        responses={200: shapes.SurveyResponseSerializer, **problems(403, 404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Mine; before I have answered there is none."""
        person = signed_in(request)
        mine = survey_at(id, person).responses.filter(person=person).first()
        if mine is None:
            raise not_found()
        return kept_from_others(Response(response_row(mine)))

    @extend_schema(
        operation_id="surveys_answer",
        summary="답하기, 고쳐 답하기",
        parameters=[ROW, KEY],
        request=shapes.SurveyAnswersSerializer,
        responses={200: shapes.SurveyResponseDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Answer; until the deadline the same address takes the answers anew."""
        survey = survey_at(id, person_of(request))
        told = said_in(request).get("answers")
        response, seq = verbs.answer(request._request, ref_of(request), survey, told)
        return kept_from_others(Response(response_row(response) | {"seq": seq}))


class SurveyResults(APIView):
    """결과. How many chose what."""

    @extend_schema(
        operation_id="surveys_results",
        summary="설문 결과",
        parameters=[ROW],
        responses={200: shapes.SurveyResultsSerializer, **problems(403, 404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Counts of people, as soon as the editor's choice opens them to whoever asks."""
        person = person_of(request)
        survey = survey_at(id, person)
        survey.check_may_see_results(person, timezone.now())
        return kept_from_others(Response(results(survey)))


class SurveyPanel(APIView):
    """대상자. Who was asked by name, and whether they answered."""

    @extend_schema(
        operation_id="surveys_panel",
        summary="대상자와 회수율",
        parameters=[ROW],
        responses={200: shapes.SurveyPanelSerializer, **problems(403, 404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """For the department that asks and the auditor; each look is kept in the file of accesses."""
        at = timezone.now()
        return kept_from_others(Response(panel_row(panel_inside(id, signed_in(request), at), at)))

    @extend_schema(
        operation_id="surveys_remind",
        summary="답하지 않은 분께 알리기",
        parameters=[ROW, KEY],
        request=None,
        responses={200: shapes.SurveyRemindedSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """A letter to whoever has not answered, once a day."""
        survey = survey_inside(id, signed_in(request), timezone.now())
        told, seq = verbs.remind(request._request, ref_of(request), survey)
        return kept_from_others(Response({"survey": told.pk, "seq": seq}))
