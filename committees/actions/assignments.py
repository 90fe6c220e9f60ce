"""지정과제: a matter is given to the members of a body, they answer until a day, and it is reported."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, TypedDict, Unpack
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from committees.actions.floors import LEDGER, office_of
from committees.models import Assignment, AssignmentStep, Body, BodyKind, Seat
from committees.participation import rates
from committees.rights import check_gives_tasks
from district.calendar import add_working_days
from district.dates import day, official
from district.intake import clean_name, clean_words
from district.models import Person
from district.refusals import Refusal
from letters.actions import tell
from letters.models import Dispatch
from realtime.publish import publish
from surveys import actions as surveys
from surveys.actions.laying import Choice, Draft
from surveys.panel import not_answered

LONGEST_BRIEF = LONGEST_REPORT = 10_000
MOST_STEPS = 10
WARNED_BEFORE = 3
"""Working days before the last day on which those who have not answered hear of it."""


@dataclass(frozen=True, slots=True)
class StepTold:
    """One step as its secretary draws it up; `asked` are the questions of a survey, each with its options."""

    kind: str
    title: str
    due_on: date
    words: str = ""
    asked: Sequence[dict[str, Any]] = field(default_factory=list)


class Told(TypedDict):
    """What is said of a task before it is given."""

    title: str
    brief: str
    starts_on: date
    due_on: date
    steps: Sequence[StepTold]


@transaction.atomic
def plan_assignment(
    body: Body, *, by: Person | None, at: datetime, ref: UUID | None = None, **told: Unpack[Told]
) -> Assignment:
    """Draw up a task; nobody hears of it yet."""
    check_gives_tasks(body, by, day(at))
    body.check_stands(day(at))
    assignment = Assignment(body=body)
    _write(assignment, told)
    publish(
        LEDGER,
        "assignment.planned",
        assignment,
        by=by,
        at=at,
        ref=ref,
        office=office_of(by, at),
        facts={"body": body.pk},
    )
    return assignment


@transaction.atomic
def change_assignment(
    assignment: Assignment,
    *,
    by: Person | None,
    at: datetime,
    ref: UUID | None = None,
    **told: Unpack[Told],
) -> Assignment:
    """Draw it up otherwise, as long as nobody is at work on it."""
    assignment = _held(assignment, by, at)
    assignment.check_draft()
    _write(assignment, told)
    facts = {"body": assignment.body_id}
    publish(
        LEDGER, "assignment.changed", assignment, by=by, at=at, ref=ref, office=office_of(by, at), facts=facts
    )
    return assignment


def _held(assignment: Assignment, by: Person | None, at: datetime) -> Assignment:
    """Under its lock, in the hands of whoever may give it."""
    assignment = Assignment.objects.locked().select_related("body__parent").get(pk=assignment.pk)
    check_gives_tasks(assignment.body, by, day(at))
    return assignment


def _write(assignment: Assignment, told: Told) -> None:
    assignment.title = clean_name(told["title"], 200)
    assignment.brief = _words(told["brief"])
    assignment.starts_on, assignment.due_on = told["starts_on"], told["due_on"]
    assignment.check_days()
    if not 1 <= len(told["steps"]) <= MOST_STEPS:
        raise Refusal("steps_needed", _("단계는 1개에서 %d개까지입니다.") % MOST_STEPS, status=422)
    assignment.save()
    assignment.steps.all().delete()
    for order, each in enumerate(told["steps"], 1):
        step = AssignmentStep(assignment=assignment, order=order, kind=each.kind, due_on=each.due_on)
        step.title, step.words = clean_name(each.title, 120), _words(each.words)
        step.asked = _keyed(each.asked)
        step.check_told()
        for draft in drafts_of(step):
            draft.words(), draft.choices()
        step.save(force_insert=True)


def _words(text: str) -> str:
    return clean_words(text, LONGEST_BRIEF) if text.strip() else ""


def _keyed(asked: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each question and each option with the key by which its answers will find it."""
    return [
        {
            **{name: row[name] for name in PLAIN if row.get(name) not in (None, "")},
            "key": str(uuid4()),
            "options": [{"key": str(uuid4()), "text": text} for text in row.get("options") or ()],
        }
        for row in asked
    ]


PLAIN = ("kind", "text", "hint", "required", "most", "low", "high", "steps")


def drafts_of(step: AssignmentStep) -> list[Draft]:
    """The questions of a step as the surveys take them."""
    return [
        Draft(
            key=UUID(row["key"]),
            options=[Choice(UUID(option["key"]), option["text"]) for option in row["options"]],
            **{"kind": "", "text": ""} | {name: row[name] for name in PLAIN if name in row},
        )
        for row in step.asked
    ]


@transaction.atomic
def give_assignment(
    assignment: Assignment, *, by: Person | None, at: datetime, ref: UUID | None = None
) -> Assignment:
    """Put it to whoever sits on this day, each in their 분과, and tell them until when."""
    assignment = _held(assignment, by, at)
    assignment.check_draft()
    assignment.check_ahead(day(at))
    groups = panel_of(assignment.body, day(at))
    if not groups:
        raise Refusal("nobody_sits", _("오늘 이 기구에 위원이 없습니다."), status=409)
    for step in assignment.steps.filter(kind=AssignmentStep.Kind.SURVEY):
        step.assignment = assignment
        _ask(step, groups, by, at)
    assignment.given_at = at
    assignment.save(update_fields=["given_at"])
    _tell(assignment, "given", groups, at=at)
    facts = {"body": assignment.body_id, "asked": len(groups)}
    publish(
        LEDGER, "assignment.given", assignment, by=by, at=at, ref=ref, office=office_of(by, at), facts=facts
    )
    return assignment


def panel_of(body: Body, on: date) -> dict[int, str]:
    """Everybody who sits there on that day, by person, with the 분과 in which they work."""
    parts = {
        part.pk: part.called for part in body.parts.standing(on) if part.kind_id == BodyKind.SUBCOMMITTEE
    }
    inside = Seat.objects.occupied(on).filter(body__in=parts)
    working = {seat.holder: parts[seat.body_id] for seat in inside}
    sitting = Seat.objects.occupied(on).filter(body=body)
    return {seat.holder: working.get(seat.holder, "") for seat in sitting if seat.holder is not None}


def _ask(step: AssignmentStep, groups: dict[int, str], by: Person | None, at: datetime) -> None:
    task = step.assignment
    step.survey = surveys.lay_survey(
        step.key,
        by=by,
        at=at,
        title=f"{task.title[:120]}: {step.title[:76]}",
        intro=step.words[:5_000],
        opens_at=max(at, _morning(task.starts_on)),
        closes_at=_morning(step.due_on + timedelta(days=1)),
        items=drafts_of(step),
        panel="named",
        people=list(Person.objects.filter(pk__in=groups)),
        groups=groups,
        department=task.body.convener.department,
    )
    step.save(update_fields=["survey"])


def _morning(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min), timezone.get_default_timezone())


@transaction.atomic
def remind_assignment(
    assignment: Assignment, *, by: Person | None, at: datetime, ref: UUID | None = None
) -> Assignment:
    """A letter to whoever has not answered a step that is open, once a day."""
    assignment = _held(assignment, by, at)
    assignment.check_given()
    waiting = waiting_for(assignment, at)
    if not waiting:
        raise Refusal("all_answered", _("답하지 않은 분이 없습니다."), status=409)
    about = f"remind/{day(at)}"
    if _told(assignment, about):
        raise Refusal("reminded_today", _("오늘은 이미 알렸습니다. 내일 다시 알리실 수 있습니다."), 409)
    _tell(assignment, about, waiting, at=at)
    facts = {"body": assignment.body_id, "people": len(waiting)}
    publish(
        LEDGER,
        "assignment.reminded",
        assignment,
        by=by,
        at=at,
        ref=ref,
        office=office_of(by, at),
        facts=facts,
    )
    return assignment


def waiting_for(assignment: Assignment, at: datetime) -> set[int]:
    """Those who owe an answer to a step that is open at that moment."""
    steps = assignment.steps.exclude(survey=None).select_related("survey")
    return {pk for step in steps for pk in _waiting(step, assignment, at)}


def _waiting(step: AssignmentStep, assignment: Assignment, at: datetime) -> set[int]:
    """Whoever left the body was asked and stays counted, but is bothered no more."""
    if step.survey is None or step.survey.status(at) != "open":
        return set()
    asked = not_answered(step.survey).values_list("person", flat=True)
    return set(asked) & panel_of(assignment.body, day(at)).keys()


@transaction.atomic
def report_assignment(
    assignment: Assignment, *, words: str, by: Person | None, at: datetime, ref: UUID | None = None
) -> Assignment:
    """Say in public what came of it; what was answered is counted, never told by name."""
    assignment = _held(assignment, by, at)
    assignment.check_given()
    assignment.check_unreported()
    assignment.check_over(day(at))
    assignment.report, assignment.reported_at = clean_words(words, LONGEST_REPORT), at
    assignment.save(update_fields=["report", "reported_at"])
    sitting = panel_of(assignment.body, day(at))
    _tell(assignment, "report", sitting, at=at, topic=assignment.body.topic)
    facts = {"body": assignment.body_id}
    publish(
        LEDGER,
        "assignment.reported",
        assignment,
        by=by,
        at=at,
        ref=ref,
        office=office_of(by, at),
        facts=facts,
    )
    return assignment


@transaction.atomic
def record_assignment(
    body: Body,
    *,
    title: str,
    brief: str,
    starts_on: date,
    due_on: date,
    printed_when: str,
    asked: int,
    answered: int,
    source: str,
    by: Person | None,
    at: datetime,
    ref: UUID | None = None,
) -> Assignment:
    """A task from before this house, with the numbers that its log prints."""
    check_gives_tasks(body, by, day(at))
    task = Assignment(body=body, starts_on=starts_on, due_on=due_on, given_at=_morning(starts_on))
    task.title, task.brief = clean_name(title, 200), _words(brief)
    task.printed_when, task.source = printed_when[:40], clean_name(source, 200)
    task.printed_asked, task.printed_answered = asked, answered
    task.check_days()
    task.check_printed()
    task.save(force_insert=True)
    publish(
        LEDGER,
        "assignment.recorded",
        task,
        by=by,
        at=at,
        ref=ref,
        office=office_of(by, at),
        facts={"body": body.pk},
    )
    return task


def due(at: datetime) -> None:
    """Some working days before a step closes: whoever has not answered hears of it once."""
    until = add_working_days(day(at), WARNED_BEFORE)
    running = AssignmentStep.objects.exclude(survey=None).filter(
        assignment__given_at__isnull=False, due_on__gte=day(at), due_on__lte=until
    )
    for step in running.select_related("assignment__body__parent", "survey"):
        task, about = step.assignment, f"soon/{step.order}"
        late = task.given_at is None or add_working_days(day(task.given_at), WARNED_BEFORE) >= step.due_on
        # Given so late, the letter that gave it has said so already.
        if not late and not _told(task, about):
            _tell(task, about, _waiting(step, task, at), at=at, until=step.due_on)


def _told(assignment: Assignment, about: str) -> bool:
    return Dispatch.objects.filter(about=f"assignment/{assignment.pk}/{about}").exists()


def _tell(
    assignment: Assignment,
    about: str,
    people: Iterable[int],
    *,
    at: datetime,
    topic: str = "",
    until: date | None = None,
) -> None:
    """Once for each thing, in the district's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        title, words = _sentences(assignment, about.split("/", maxsplit=1)[0], until or assignment.due_on)
        tell(
            f"assignment/{assignment.pk}/{about}",
            title=title % {"title": assignment.title},
            words=words,
            url=assignment.get_absolute_url(),
            people=list(people),
            topic=topic,
            at=at,
        )


def _sentences(assignment: Assignment, what: str, until: date) -> tuple[str, str]:
    """What a member reads: what is asked, and until when."""
    body, last = assignment.body.called, official(until)
    asked = _("%(until)s까지 답하실 수 있습니다.") % {"until": last}
    given = _("%(body)s 위원께 드리는 과제입니다. 마감은 %(until)s입니다.") % {"body": body, "until": last}
    told = {
        "given": (_("지정과제를 드립니다: %(title)s"), given),
        "remind": (_("지정과제에 답해 주세요: %(title)s"), asked),
        "soon": (_("지정과제 마감이 다가옵니다: %(title)s"), asked),
    }
    if what in told:
        return told[what]
    rate = _("참여: %(rate)s") % {"rate": rates([assignment])[assignment.pk].words}
    return _("지정과제의 결과를 정리했습니다: %(title)s"), rate
