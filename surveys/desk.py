"""Who reads at the staff desk what came in, and how it is taken away: with a line in the file of accesses."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.permission_policies import ModelPermissionPolicy

from district import access
from district.dates import day
from district.models import Person
from district.models.offices import Role
from district.refusals import not_found
from papers.sheet import Column
from surveys.models import Answer, Item, Response, Survey
from surveys.models.survey import ASKING


def surveys_read_by(person: Person, at: datetime) -> QuerySet[Survey]:
    """Those of one's own department; all of them for the auditor."""
    offices = person.offices_on(day(at)) if person.is_active else []
    if any(post.role == Role.AUDITOR for post in offices):
        return Survey.objects.all()
    own = [post.department_id for post in offices if post.role in ASKING and post.department_id]
    return Survey.objects.filter(department__in=own)


class SurveysPolicy(ModelPermissionPolicy):
    """Read by the department that asks, changed nowhere: a survey is its page's."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action != "view" or not isinstance(user, Person):
            return False
        offices = user.offices_on(day(timezone.now()))
        return user.is_active and any(post.role in ASKING | {Role.AUDITOR} for post in offices)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action) and instance.reads_inside(user, timezone.now())

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)


def survey_inside(pk: int, person: Person, at: datetime) -> Survey:
    """The survey, if this person may read what came in; for others it is not there."""
    survey = Survey.objects.select_related("department").filter(pk=pk).first()
    if survey is None or not survey.reads_inside(person, at):
        raise not_found()
    return survey


def take_answers(survey: Survey, *, by: Person, at: datetime) -> tuple[list[Column], Iterator[list[Any]]]:
    """Every response as a row, without a name; who took them stands in the file before they leave."""
    survey.check_may_see_results(by, at)
    access.read(by, survey, purpose=_("설문 응답 내려받기"), at=at)
    items = list(survey.items.order_by("ordinal", "id"))
    # Of those who were asked by name a moment or a 동 would be a name.
    whose = [Column("at", _("답한 때")), Column("dong", _("동")), Column("office", _("직위"))]
    columns = [
        Column("response", _("응답")),
        *([] if survey.is_by_name else whose),
        *(Column(f"item_{n}", item.text) for n, item in enumerate(items, 1)),
    ]
    return columns, _rows(survey, items)


def _rows(survey: Survey, items: list[Item]) -> Iterator[list[Any]]:
    given = Prefetch("answers", Answer.objects.select_related("option").order_by("item_id", "id"))
    responses = survey.responses.select_related("person__neighborhood").prefetch_related(given)
    # Who answered when is known of those asked by name: in the order of their coming each would be known.
    in_order = responses.order_by("?" if survey.is_by_name else "id")
    # Numbered here from one: a number of the table would join two files, and the file a person.
    for number, response in enumerate(in_order, 1):
        yield [
            number,
            *([] if survey.is_by_name else _whose(response)),
            *(_cell(item, response) for item in items),
        ]


def _whose(response: Response) -> list[Any]:
    dong = response.person.neighborhood
    return [response.amended_at or response.at, dong.name if dong else "", response.office]


def _cell(item: Item, response: Response) -> Any:
    mine = [answer for answer in response.answers.all() if answer.item_id == item.pk]
    if item.kind == Item.Kind.MULTIPLE:
        return [answer.option.text for answer in mine if answer.option]
    if not mine:
        return None
    [answer] = mine
    return answer.option.text if answer.option else answer.words if answer.number is None else answer.number


def free_words(survey: Survey) -> QuerySet[Answer]:
    """What was written, newest first: read at the desk, and nowhere in public."""
    written = Answer.objects.filter(item__survey=survey).filter(~Q(words="") | Q(blanked_at__isnull=False))
    order = ("item__ordinal", "words") if survey.is_by_name else ("-id",)
    return written.select_related("item", "response").order_by(*order)


def panel_inside(pk: int, person: Person, at: datetime) -> Survey:
    """A survey of people asked by name, for whoever may know who has answered; that they looked is kept."""
    survey = survey_inside(pk, person, at)
    if not survey.is_by_name:
        raise not_found()
    access.read(person, survey, purpose=_("설문에 누가 답했는지 보기"), at=at)
    return survey
