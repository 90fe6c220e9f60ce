"""Surveys at the staff desk: what came in is read by those who asked, and taken away with a trace."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from district.visitors import signed_in
from papers import sheet
from surveys.counting import results
from surveys.desk import SurveysPolicy, free_words, survey_inside, surveys_read_by, take_answers
from surveys.models import Survey

NEWEST = 200
FORMS = {"csv": {}, "cp949": {"enc": "cp949"}, "xlsx": {"format": "xlsx"}}

register_permission_policy(Survey, SurveysPolicy(Survey))


class SurveyIndex(generic.IndexView):
    """The surveys of one's own department."""

    def get_base_queryset(self) -> QuerySet[Survey]:
        return surveys_read_by(signed_in(self.request), timezone.now()).select_related("department")


class SurveyInside(generic.InspectView):
    """One survey: its counts, also before the public sees them, and the words that were written."""

    template_name = "surveys/desk.html"

    def get_object(self, queryset: QuerySet[Survey] | None = None) -> Survey:
        return survey_inside(int(self.kwargs["pk"]), signed_in(self.request), timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        survey: Survey = self.object
        return super().get_context_data(**kwargs) | {
            "survey": survey,
            "status_label": Survey.Status(survey.status(timezone.now())).label,
            "results": results(survey),
            "written": free_words(survey)[:NEWEST],
        }


class SurveyRows(ModelViewSet):
    """설문. Laid by pages, answered by residents, changed by nobody here."""

    model, icon = Survey, "form"
    menu_label = _("설문")
    menu_order = 260
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = SurveyIndex
    inspect_view_class = SurveyInside
    search_backend_name = None
    search_fields = ("title",)
    list_filter = ("panel", "shown")
    form_fields: list[str] = []
    list_display = (
        "title",
        Column("department", label=_("맡은 부서")),
        Column("opens_at", label=_("여는 때")),
        Column("closes_at", label=_("마감하는 때")),
        Column("responses_counted", label=_("답한 사람")),
    )
    ordering = "-id"


@hooks.register("register_admin_viewset")
def surveys() -> SurveyRows:
    return SurveyRows("surveys")


@never_cache
@require_POST
def answers_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The responses as a table; who took it, and when, is written down before it leaves."""
    person, at = signed_in(request), timezone.now()
    survey, asked = survey_inside(pk, person, at), FORMS.get(request.POST.get("form", "csv"))
    if asked is None:
        return redirect("surveys:inspect", pk)
    columns, rows = take_answers(survey, by=person, at=at)
    return sheet.answer(request, f"survey-{survey.pk}", columns, rows, asked)


@hooks.register("register_admin_urls")
def files() -> list[URLPattern]:
    """Beside the list."""
    return [path("surveys/<int:pk>/answers/", answers_file, name="desk-survey-answers")]
