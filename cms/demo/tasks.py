"""지정과제 and 정책제안 of the demo: what the paper counts, and what members are at work on."""

from datetime import date, datetime, timedelta
from itertools import cycle
from typing import Any

from django.db import transaction

from cms.demo.answers import answer, holder
from cms.demo.bodies import morning
from cms.demo.facts import address, facts
from committees.actions import assignments, recommending
from committees.actions.assignments import StepTold
from committees.models import AgendaItem, Assignment, Body, Membership, Recommendation
from district.dates import day
from district.models import Department, Person
from district.models.offices import Role
from referrals import actions as referrals
from referrals.models import Referral
from surveys import actions as surveys
from surveys.models import Item, Survey

DAY = timedelta(days=1)


def give_tasks(at: datetime) -> None:
    """The tasks and recommendations of the paper once, and always a task that is being answered."""
    told = facts("tasks")
    bodies = {body.slug: body for body in Body.objects.all()}
    with transaction.atomic():
        copy_past(told, bodies)
        for row in sorted(told["recommendations"], key=lambda row: -row["ago"]):
            if not Recommendation.objects.filter(title=row["title"]).exists():
                recommend(row, bodies, at)
        keep_a_task(told["living"], bodies, at)


def copy_past(told: dict[str, Any], bodies: dict[str, Body]) -> None:
    """As many as are printed; whoever builds again finds them."""
    panel = bodies[told["past_tasks"]["body"]]
    for row in told["past_tasks"]["rows"]:
        source = f"{told['paper']} 연번 {row['no']}"
        if not Assignment.objects.filter(body=panel, source=source).exists():
            due = date.fromisoformat(row["due"])
            assignments.record_assignment(
                panel,
                title=row["title"],
                brief=row["brief"],
                printed_when=row["when"],
                starts_on=date.fromisoformat(row["starts"]),
                due_on=due,
                asked=row["asked"],
                answered=row["answered"],
                source=source,
                by=None,
                at=morning(due),
            )
    counted = told["counted"]
    if not Recommendation.objects.filter(source=told["paper"]).exists():
        for row in counted["rows"]:
            copy_counted(row, counted, bodies[row["body"]], told["paper"])


def copy_counted(row: dict[str, Any], counted: dict[str, Any], body: Body, paper: str) -> None:
    """One row for each that the paper counts; what it does not print stays unsaid."""
    at, first = morning(date.fromisoformat(counted["last"])), row.get("first", 1)
    for n in range(first, first + row["count"]):
        recommending.record_recommendation(
            body,
            title=row["title"].format(n=n),
            text=counted["text"],
            proposed_at=at,
            printed_when=row["when"],
            result=counted["result"],
            source=paper,
            by=None,
            at=at,
        )


def recommend(row: dict[str, Any], bodies: dict[str, Body], at: datetime) -> None:
    """Asked by a member on its day, handed over, and as far along its road as the file says."""
    body, began = bodies[row["body"]], at - row["ago"] * DAY
    member = Person.objects.get(email=address(f"member{row['member']:04}"))
    if not Membership.objects.sitting(day(began)).filter(person=member, seat__body=body).exists():
        return  # the first weeks of a new term: nobody had asked for anything yet
    made = recommending.recommend(
        body,
        title=row["title"],
        text=row["text"],
        item=advised_on(body.convener) if row.get("item") else None,
        by=member,
        at=began,
    )
    if "to" not in row:
        return
    recommending.hand_over(
        made,
        department=Department.objects.get(code=row["to"]),
        by=holder(keeper_of(body), Role.OFFICER),
        at=began + DAY,
    )
    referral = Referral.objects.get(recommendation=made)
    for step in row.get("road", []):
        tread(referral, step, began + step["on"] * DAY)


def keeper_of(body: Body) -> Department:
    """The department that keeps it."""
    return Department.objects.get(bodies=body.convener)


def advised_on(body: Body) -> AgendaItem | None:
    """What the members were asked for advice on in the meeting that was held."""
    items = AgendaItem.objects.filter(meeting__round__convener=body, kind=AgendaItem.Kind.ADVISE)
    return items.filter(meeting__source="", state=AgendaItem.State.DONE).first()


def tread(referral: Referral, step: dict[str, Any], at: datetime) -> None:
    """One step of what the department did."""
    if step["do"] == "answer":
        answer(referral, step, at)
        return
    kind = {"start": "started", "finish": "finished"}[step["do"]]
    officer = holder(referral.department, Role.OFFICER)
    referrals.report_progress(referral, kind=kind, on=day(at), words=step["words"], by=officer, at=at)


def keep_a_task(told: dict[str, Any], bodies: dict[str, Body], at: datetime) -> None:
    """The one that runs is left; when it is over, the next of the file follows it."""
    body = bodies[told["body"]]
    given = Assignment.objects.filter(body=body, title__in=told["titles"])
    if given.filter(due_on__gte=day(at)).exists():
        return
    began = at - told["began_days_ago"] * DAY
    starts = day(began)
    if not Membership.objects.sitting(starts).filter(seat__body=body).exists():
        return
    giver = Person.objects.get(email=address(told["giver"]))
    assignment = assignments.plan_assignment(
        body,
        title=told["titles"][given.count() % len(told["titles"])],
        brief=told["brief"],
        starts_on=starts,
        due_on=starts + told["days"] * DAY,
        steps=[
            StepTold(row["kind"], row["title"], starts + row["due"] * DAY, row["words"], row.get("asked", []))
            for row in told["steps"]
        ],
        by=giver,
        at=began,
    )
    assignments.give_assignment(assignment, by=giver, at=began)
    step = assignment.steps.exclude(survey=None).select_related("survey").get()
    if step.survey is not None:
        hear(step.survey, told, bodies, began)


def hear(survey: Survey, told: dict[str, Any], bodies: dict[str, Body], began: datetime) -> None:
    """Half of them have answered, more of one 분과 than of another."""
    items, words = list(survey.items.order_by("pk").prefetch_related("options")), cycle(told["words"])
    n = 0
    for slug, count in told["answered"].items():
        seated = Membership.objects.sitting(day(began)).filter(seat__body=bodies[slug])
        for each in seated.order_by("seat__number").select_related("person")[:count]:
            n += 1
            answers = {str(item.key): said(item, n, next(words)) for item in items}
            surveys.answer_survey(
                survey, by=each.person, answers=answers, at=began + timedelta(hours=9 * n), ref=None
            )


def said(item: Item, n: int, words: str) -> Any:
    """What the n-th of them answers to it."""
    options = list(item.options.all())
    if options:
        return str(options[n * n % len(options)].key)
    return n * 3 % 5 + 1 if item.kind == Item.Kind.SCALE else words
