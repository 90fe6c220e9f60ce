"""A council that can be asked: its members in two 분과, a task of one survey, and those who answer it."""

from datetime import date, timedelta
from uuid import uuid4

from committees.actions import assignments
from committees.actions.assignments import StepTold
from committees.models import Assignment, Body, Membership, Seat
from surveys.actions import answer_survey
from tests.cast import APPOINTED, BEGINNING, NOON, TERM_END, seated, several

DAY = timedelta(days=1)
TODAY = date(2026, 11, 24)
ASKED = [
    {"kind": "single", "text": "어느 길이 가장 어둡습니까?", "options": ["큰길", "골목"], "required": True},
    {"kind": "free", "text": "더 하실 말씀"},
]
TOLD = {
    "title": "골목길 조명 살피기",
    "brief": "사는 곳 가까운 길을 걸어 보고 답해 주세요.",
    "starts_on": TODAY,
    "due_on": TODAY + 14 * DAY,
}


def steps():
    return [
        StepTold("visit", "현장체험", TODAY + 7 * DAY, "밤 8시 뒤에 걸어 보세요."),
        StepTold("survey", "설문", TODAY + 10 * DAY, "", ASKED),
        StepTold("opinion", "의견 정리", TODAY + 14 * DAY),
    ]


def planned(body, **changed):
    """A task that nobody has been given yet."""
    told = {**TOLD, "steps": steps(), **changed}
    return assignments.plan_assignment(body, by=None, at=NOON, **told)


def given(body, at=NOON, **changed):
    """A task that everybody who sits there has."""
    return assignments.give_assignment(planned(body, **changed), by=None, at=at)


def survey_of(task):
    return task.steps.exclude(survey=None).get().survey


def answer(task, people, option=0, at=NOON):
    """Each of them chooses that option."""
    survey = survey_of(task)
    item = survey.items.first()
    chosen = str(item.options.order_by("ordinal")[option].key)
    for person in people:
        answer_survey(survey, by=person, answers={str(item.key): chosen}, at=at, ref=uuid4())


def large(body, dong, people):
    """So many residents with a seat of this body."""
    rows = several(dong, {f"panel{n}": {"name": f"위원{n:03}"} for n in range(people)})
    last = body.seats.order_by("-number").first()
    first = (last.number if last else 0) + 1
    Seat.objects.bulk_create(Seat(body=body, number=first + n, opened_on=BEGINNING) for n in range(people))
    body.seats.filter(number__lt=first).update(closed_on=TODAY - DAY)
    members = list(body.seats.filter(number__gte=first).order_by("number"))
    place(members, rows)
    return rows


def place(seats, people):
    """Each of them into one of these seats."""
    Membership.objects.bulk_create(
        Membership(seat=seat, person=person, name=person.name, start=APPOINTED, end=TERM_END)
        for seat, person in zip(seats, people, strict=True)
    )


def part_of(body, name, people):
    """A 분과 of these members."""
    part = Body.objects.create(
        parent=body, kind_id="subcommittee", name=name, slug=f"part-{body.parts.count()}",
        department=body.department,
    )  # fmt: skip
    Seat.objects.bulk_create(Seat(body=part, number=n + 1, opened_on=BEGINNING) for n in range(len(people)))
    seated(part, people)
    return part


def afresh(task):
    return Assignment.objects.get(pk=task.pk)
