"""지정과제 at the desk: drawn up, given, asked after, and reported; complete without JavaScript."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from committees.actions.assignments import waiting_for
from committees.documents.tasks import note_of, report_of
from committees.models import Assignment
from committees.participation import rates
from committees.rights import gives_tasks, tasked_by
from committees.views import tasks_verbs as verbs
from committees.views.tasks_forms import NewTaskForm, Sheet, TaskForm, blank_step, head_of, steps_of
from district.dates import day
from district.models import Person
from district.models.offices import Role
from district.refusals import Refusal, not_found
from district.visitors import person_of, signed_in
from papers.handing import hand_out
from realtime.acts import ref_in
from surveys.panel import groups, rate_in_words

USUAL_DAYS = 14
DONE = {
    "give": _("위원들께 과제를 드렸습니다."),
    "remind": _("답하지 않은 분들께 알렸습니다."),
    "report": _("의견 정리를 공개했습니다."),
    "save": _("과제를 저장했습니다."),
}


def may_enter(person: Person) -> bool:
    """Whether the menu is there: for whoever gives tasks to somebody, and for the auditor."""
    today = day(timezone.now())
    return tasked_by(person, today).exists() or person.holds(Role.AUDITOR, today)


class Desk(WagtailAdminTemplateMixin, TemplateView):
    """A page of the desk on tasks; for whoever gives none it is not there."""

    header_icon = "list-ul"
    page_title: Any = _("지정과제")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_enter(signed_in(request)):
            raise not_found()
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        whole = {"url": reverse("desk-assignments"), "label": _("지정과제")}
        return [*self.breadcrumbs_items, whole, {"url": "", "label": self.page_title}]


class Tasks(Desk):
    """All of them, by where they stand."""

    template_name = "committees/tasks/desk_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, at = signed_in(self.request), timezone.now()
        mine = verbs.assignments_for(person, at)
        if not person.holds(Role.AUDITOR, day(at)):
            mine = mine.filter(body__in=tasked_by(person, day(at)))
        tasks = list(mine)
        told = rates(tasks)
        stages = [
            {
                "label": stage.label,
                "tasks": [(each, told[each.pk]) for each in tasks if each.stage(day(at)) == stage],
            }
            for stage in Assignment.Stage
        ]
        bodies = tasked_by(person, day(at))
        return super().get_context_data(**kwargs) | {"stages": stages, "gives": bodies.exists()}


class NewTask(Desk):
    """A new one: its days, its steps, its questions."""

    template_name = "committees/tasks/desk_edit.html"
    page_title = _("새 지정과제")
    sheet: Sheet | None = None
    refused: Refusal | None = None

    def head(self, data: Any = None) -> NewTaskForm:
        """The head of the form; a survey of two weeks stands in it until somebody says otherwise."""
        today = day(timezone.now())
        usual = {"starts_on": today, "due_on": today + timedelta(days=USUAL_DAYS)}
        return NewTaskForm(data, bodies=tasked_by(signed_in(self.request), today), initial=usual)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        head = self.head()
        sheet = self.sheet or Sheet.drawn(head, [blank_step(head.initial["due_on"])])
        return super().get_context_data(**kwargs) | {"sheet": sheet, "refused": self.refused}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add, drop, or save."""
        press = request.POST.get("do", "save")
        self.sheet = Sheet.sent(request.POST, self.head(request.POST))
        if press != "save":
            return turned(self, press)
        if not self.sheet.is_valid():
            return again(self, 422)
        try:
            task, _seq = verbs.plan(
                request, ref_in(request), self.sheet.head.cleaned_data["body"], self.sheet.said()
            )
        except Refusal as refusal:
            self.refused = refusal
            return again(self, refusal.status)
        messages.success(request, str(DONE["save"]))
        return redirect("desk-assignment", task.pk)


def turned(view: Any, press: str) -> HttpResponse:
    """The form with one more or one fewer, and the place where it is."""
    values = {name: view.sheet.head[name].value() for name in view.sheet.head.fields}
    head = view.head()
    head.initial |= values
    view.sheet, anchor = view.sheet.turned(press, head)
    context = view.get_context_data(**view.kwargs) | {"focus": anchor}
    answer: HttpResponse = view.render_to_response(context)
    return answer


def again(view: Any, status: int) -> HttpResponse:
    """The page once more, with what has to be mended."""
    answer: HttpResponse = view.render_to_response(view.get_context_data(**view.kwargs), status=status)
    return answer


class Task(Desk):
    """One task: drawn up until it is given; then its rate, its 분과, and its report."""

    template_name = "committees/tasks/desk_task.html"
    sheet: Sheet | None = None
    refused: Refusal | None = None

    @property
    def task(self) -> Assignment:
        """The task, if this person may read inside."""
        person, at = signed_in(self.request), timezone.now()
        task = verbs.assignment_at(self.kwargs["pk"], person, at)
        if not verbs.reads_inside(task, person, at):
            raise not_found()
        return task

    def head(self, data: Any = None) -> TaskForm:
        """The head of the form."""
        return TaskForm(data) if data is not None else head_of(self.task)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        task, at = self.task, timezone.now()
        gives = gives_tasks(task.body, signed_in(self.request), day(at))
        stage = task.stage(day(at))
        editable = gives and stage == Assignment.Stage.DRAFT
        return super().get_context_data(**kwargs) | {
            "task": task,
            "stage": stage,
            "stage_label": Assignment.Stage(stage).label,
            "gives": gives,
            "rate": rates([task])[task.pk],
            "note": note_of(task),
            "sheet": (self.sheet or Sheet.drawn(head_of(task), steps_of(task))) if editable else None,
            "steps": steps_told(task),
            "may_remind": gives and bool(waiting_for(task, at)),
            "may_report": gives and stage == Assignment.Stage.CLOSED and not task.source,
            "said": self.request.POST.get("words", ""),
            "refused": self.refused,
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add, drop, save, give, remind, report."""
        press, task = request.POST.get("do", "save"), self.task
        acts: dict[str, Callable[[], Any]] = {
            "give": lambda: verbs.act(request, ref_in(request), task, "give"),
            "remind": lambda: verbs.act(request, ref_in(request), task, "remind"),
            "report": lambda: verbs.report(request, ref_in(request), task, request.POST.get("words", "")),
            "save": lambda: verbs.change(request, ref_in(request), task, self.sheet.said()),  # type: ignore[union-attr]
        }
        if press not in {"give", "remind", "report"}:
            self.sheet = Sheet.sent(request.POST, self.head(request.POST))
        if press not in acts:
            return turned(self, press)
        if press == "save" and not self.sheet.is_valid():  # type: ignore[union-attr]
            return again(self, 422)
        try:
            acts[press]()
        except Refusal as refusal:
            self.refused = refusal
            return again(self, refusal.status)
        messages.success(request, str(DONE[press]))
        return redirect("desk-assignment", pk)


def steps_told(task: Assignment) -> list[dict[str, Any]]:
    """Each step, of a survey with how many of each 분과 answered."""
    return [
        {
            "step": step,
            "rate": rate_in_words(step.survey.responses_counted, step.survey.people_asked),
            "groups": groups(step.survey),
        }
        if step.survey is not None
        else {"step": step}
        for step in task.steps.select_related("survey")
    ]


class People(Desk):
    """Who was asked and who has not answered; that somebody looked is kept."""

    template_name = "committees/tasks/desk_people.html"
    page_title = _("대상자")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, at = signed_in(self.request), timezone.now()
        task = verbs.assignment_at(self.kwargs["pk"], person, at)
        panels = verbs.panels_of(task, person, at)
        return super().get_context_data(**kwargs) | {"task": task, "panels": panels}


@require_safe
def report_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The report in print, for whoever reads inside: counts alone, so no reading is written down."""
    person, at = signed_in(request), timezone.now()
    task = verbs.assignment_at(pk, person, at)
    if not verbs.reads_inside(task, person, at):
        raise not_found()
    return hand_out(report_of(task, at), form)


class TaskMenuItem(MenuItem):
    """Only whoever gives tasks, and the audit, see it."""

    def __init__(self) -> None:
        super().__init__(_("지정과제"), reverse_lazy("desk-assignments"), icon_name="list-ul", order=352)

    def is_shown(self, request: HttpRequest) -> bool:
        person = person_of(request)
        return person is not None and may_enter(person)
