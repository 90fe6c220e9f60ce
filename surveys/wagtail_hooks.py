"""Surveys at the staff desk: what came in is read by those who asked, and taken away with a trace."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from district.refusals import Refusal
from district.visitors import signed_in
from papers import sheet
from realtime.acts import ref_in
from surveys.counting import recount, results
from surveys.desk import (
    SurveysPolicy,
    free_words,
    panel_inside,
    survey_inside,
    surveys_read_by,
    take_answers,
)
from surveys.models import Survey
from surveys.panel import rate_in_words
from surveys.rows import panel_row
from surveys.views import verbs

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
        at = timezone.now()
        seen = survey.may_see_results(signed_in(self.request), at)
        return super().get_context_data(**kwargs) | {
            "survey": survey,
            "status_label": Survey.Status(survey.status(at)).label,
            "rate": rate_in_words(survey.responses_counted, survey.people_asked),
            "results": results(survey) if seen else None,
            "written": free_words(survey)[:NEWEST] if seen else None,
            "differs": recount(survey) if "recount" in self.request.GET else None,
        }


class SurveyRows(ModelViewSet):
    """설문. Laid by pages, answered by residents, changed by nobody here."""

    model, icon = Survey, "form"
    menu_label = gettext_lazy("설문")
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
        Column("department", label=gettext_lazy("맡은 부서")),
        Column("opens_at", label=gettext_lazy("여는 때")),
        Column("closes_at", label=gettext_lazy("마감하는 때")),
        Column("responses_counted", label=gettext_lazy("답한 사람")),
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
    try:
        columns, rows = take_answers(survey, by=person, at=at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("surveys:inspect", pk)
    return sheet.answer(request, f"survey-{survey.pk}", columns, rows, asked)


class SurveyPeople(WagtailAdminTemplateMixin, TemplateView):
    """Who was asked by name and whether they answered; a press writes to those who have not."""

    template_name = "surveys/people.html"
    header_icon = "form"
    page_title = gettext_lazy("대상자")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        survey = {"url": reverse("surveys:inspect", args=[self.kwargs["pk"]]), "label": gettext_lazy("설문")}
        return [*self.breadcrumbs_items, survey, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, at = signed_in(self.request), timezone.now()
        survey = panel_inside(self.kwargs["pk"], person, at)
        told = {"panel": panel_row(survey, at), "may_remind": survey.may_remind(person, at)}
        return super().get_context_data(**kwargs) | {"survey": survey} | told

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Remind."""
        survey = survey_inside(pk, signed_in(request), timezone.now())
        try:
            verbs.remind(request, ref_in(request), survey)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("답하지 않은 분들께 알렸습니다."))
        return redirect("desk-survey-people", pk)


@hooks.register("register_admin_urls")
def files() -> list[URLPattern]:
    """Beside the list."""
    return [
        path("surveys/<int:pk>/answers/", answers_file, name="desk-survey-answers"),
        path("surveys/<int:pk>/people/", never_cache(SurveyPeople.as_view()), name="desk-survey-people"),
    ]
