"""나의 위원회, and what everybody may read of a member: seats, offices, attendance, what they asked for."""

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from committees.actions.news import first_of
from committees.documents.certificates import certificate_of
from committees.models import (
    Application,
    AssignmentStep,
    Body,
    Certificate,
    Membership,
    Office,
    Recommendation,
    Seat,
)
from committees.presence import Came, Span, came
from committees.speakers import found
from committees.views.calls import shown_state
from committees.views.profile import duties_context
from committees.views.site import drawn, sign_in
from district.dates import day
from district.models import Person
from district.visitors import person_of, signed_in
from papers.handing import hand_out
from surveys.models import PanelMember, Response

NEWEST = 20


@require_safe
def seats(request: HttpRequest) -> HttpResponse:
    """My seats and what they ask of me, my applications, my meetings."""
    if person_of(request) is None:
        return sign_in(request.get_full_path())
    return drawn(request, "committees/mine.html", seats_context(request, timezone.now()))


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """The old address."""
    return redirect("my-seats")


def seats_context(request: HttpRequest, at: datetime) -> dict[str, Any]:
    """Everything of it: the duties as they stood before, each seat with its days, its counts, its paper."""
    person, told = signed_in(request), duties_context(request, at)
    applications = applications_of(person)
    return told | {
        "seats": with_days(person, told["memberships"], day(at)),
        "asked": [each for each in applications if may_answer(each, at)],
        "applications": [{"row": each, "state": shown_state(each)} for each in applications[:NEWEST]],
        "tasks": tasks_of(person, at),
        "recommendations": list(asked_for(person)[:NEWEST]),
    }


def with_days(person: Person, rows: list[dict[str, Any]], today: date) -> list[dict[str, Any]]:
    """Each seat with how long it is held still, how often one came, and the certificate that was handed."""
    posted = dict(person.postings.values_list("post", "start"))
    spans = [span_of(person, row["seat"], row["membership"], posted) for row in rows]
    mine = Certificate.objects.filter(membership__person=person)
    papers = {paper.membership_id: paper for paper in mine}
    return [
        row
        | {
            "left": (row["until"] - today).days if row["until"] else None,
            "came": counted,
            "certificate": papers.get(row["membership"].pk) if row["membership"] else None,
        }
        for row, counted in zip(rows, came(spans), strict=True)
    ]


def span_of(person: Person, seat: Seat, membership: Membership | None, posted: dict[int, date]) -> Span:
    """From the appointment to its last day; of an official, since the post is theirs."""
    if membership is not None:
        return Span(seat.body_id, person.pk, membership.start, membership.last_day)
    return Span(seat.body_id, person.pk, posted.get(seat.post_id or 0, seat.opened_on), None)


def applications_of(person: Person) -> list[Application]:
    """One's own, the newest first."""
    rows = Application.objects.visible_to(person).select_related("call__body", "renews")
    return list(rows.prefetch_related("wishes__body").order_by("-pk"))


def may_answer(application: Application, at: datetime) -> bool:
    """Whether somebody was asked to stay, and has not said yet."""
    call = application.call
    waits = application.state == Application.State.ASKED
    return waits and call.decided_at is None and at < call.closes_at


def tasks_of(person: Person, at: datetime) -> list[AssignmentStep]:
    """지정과제 that wait for this member's answer, the first to close at the top."""
    answered = Response.objects.filter(survey=OuterRef("survey"), person=person)
    asked = PanelMember.objects.filter(survey=OuterRef("survey"), person=person)
    steps = AssignmentStep.objects.filter(
        Exists(asked), ~Exists(answered), survey__opens_at__lte=at, survey__closes_at__gt=at,
        assignment__reported_at=None,
    )  # fmt: skip
    return list(steps.select_related("assignment__body", "survey").order_by("survey__closes_at"))


def asked_for(person: Person) -> QuerySet[Recommendation]:
    """정책제안 of this person that stand."""
    return Recommendation.objects.visible_to(None).filter(author=person)


@require_safe
def certificate(request: HttpRequest, id: int, form: str) -> HttpResponse:  # noqa: A002
    """My own 위촉장 as a file; another's is not there."""
    if person_of(request) is None:
        return sign_in(request.get_full_path())
    mine = Certificate.objects.filter(membership__person=signed_in(request))
    return hand_out(certificate_of(found(mine.select_related("membership", "body"), id)), form)


@require_safe
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """A member as everybody may know them: by consent, in this body alone, and never why they left."""
    asked = found(Membership.objects.visible_to(person_of(request)), pk)
    whole = of_whole(asked)
    if whole.pk != asked.pk:
        return redirect("member", pk=whole.pk)
    page = render(request, "committees/member.html", member_context(asked, timezone.now()))
    patch_cache_control(page, private=True, no_cache=True)
    return page


def of_whole(membership: Membership) -> Membership:
    """Whoever works in a part sits in the whole: one page for both."""
    parent = membership.seat.body.parent
    if parent is None:
        return membership
    sat = Membership.objects.running(membership.start, membership.last_day)
    mine = sat.filter(seat__body=parent, person=membership.person_id).select_related("seat__body")
    return mine.order_by("-start").first() or membership


def member_context(membership: Membership, at: datetime) -> dict[str, Any]:
    """Body, terms, parts, offices, attendance, recommendations."""
    body, person, today = membership.seat.body, membership.person, day(at)
    family = [body.pk, *body.parts.values_list("pk", flat=True)]
    terms = list(person.memberships.filter(seat__body=body).select_related("term").order_by("-start"))
    return {
        "membership": membership,
        "body": body,
        "sits": membership.start <= today <= membership.last_day,
        "terms": terms,
        "parts": parts_of(person, body, today),
        "offices": [{"office": each, "end": end_of(each, today)} for each in offices_of(person, family)],
        "came": total(terms, body),
        "recommendations": list(asked_for(person).filter(body=body)[:NEWEST]),
        "topic": f"member/{first_of(membership).pk}",
    }


def parts_of(person: Person, body: Body, today: date) -> list[Membership]:
    """The 분과 in which they work today."""
    mine = Membership.objects.sitting(today).filter(seat__body__parent=body, person=person)
    return list(mine.select_related("seat__body").order_by("seat__body__order", "seat__body"))


def offices_of(person: Person, family: list[int]) -> list[Office]:
    """Every office in this body and its parts, the newest first."""
    held = Office.objects.filter(body__in=family, membership__person=person)
    return list(held.select_related("body", "membership").order_by("-start", "-pk"))


def end_of(office: Office, today: date) -> date | None:
    """An office ends with its seat at the latest; one that is held still has no last day yet."""
    last = [office.end, office.membership.last_day if office.membership else None]
    end = min((each for each in last if each is not None), default=None)
    return end if end is not None and end < today else None


def total(terms: list[Membership], body: Body) -> Came:
    """Over all terms in this body."""
    spans = [Span(body.pk, each.person_id, each.start, each.last_day) for each in terms]
    counts = came(spans)
    return Came(sum(each.held for each in counts), sum(each.came for each in counts))
