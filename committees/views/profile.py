"""What the page of a body shows, and what somebody's own seats ask of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from committees.asking import day_asked
from committees.counting import held_in, rule_in
from committees.models import (
    AgendaItem,
    Assignment,
    Body,
    BodyKind,
    Meeting,
    Membership,
    Office,
    Recommendation,
    Resolution,
    Seat,
)
from committees.models.meeting import MeetingQuerySet
from committees.models.resolution import ResolutionQuerySet
from committees.roster import HeadCount, Officer, head_counts, officers, seats_of
from committees.rows import resolution_row
from committees.views.ground import ground, seated_on
from committees.views.showing import doors_shut
from committees.views.tasks import tasks_of
from district.dates import day, local, official
from district.models import Person
from district.visitors import person_of, signed_in
from letters.models import Letter

NEWEST = 10
NEXT = 6
"""Meetings that stand on the first tab; the others on their own."""
TABS = ("about", "members", "meetings", "resolutions", "tasks", "terms")


def body_context(body: Body, request: HttpRequest, at: datetime) -> dict[str, Any]:
    """A body as everybody may know it: what stands above its tabs, and the one that is open."""
    today, tab = day(at), request.GET.get("tab")
    tab = tab if tab in TABS else TABS[0]
    on = day_asked(request.GET.get("on"), today)
    parts = list(body.parts.standing(today)) if tab == "about" else []
    counts = head_counts([body, *parts], today)
    terms = list(body.terms.annotate(people=Count("memberships__person", distinct=True)))
    years = years_of(body, request.GET.get("year", ""), today)
    return {
        "body": body,
        "counts": counts[body.pk],
        "terms": [{"term": term, "memberships": term.people} for term in terms],
        "term": next((term for term in terms if term.start <= today <= term.end), None),
        "resolutions_total": decided_by(body).count(),
        "asked_total": asked_in(body),
        "today": today,
        "on": on,
        "topic": body.topic,
        "calendar_url": reverse("calendar", args=[body.slug]),
        "tab": tab,
        **years,
        **opened(tab, body, at, parts=parts, counts=counts, year=years["year"]),
        **inside(tab, body, request, at, on),
    }


def inside(tab: str, body: Body, request: HttpRequest, at: datetime, on: date) -> dict[str, Any]:
    """What the open tab says of a day that was asked for, or to this reader alone."""
    if tab == "members":
        members = seated_on(body, on)
        appointed = sum(member.basis == Seat.Basis.APPOINTED for member in members)
        return {"members": members, "appointed_on": appointed, "ex_officio_on": len(members) - appointed}
    return tasks_of(body, person_of(request), at) if tab == "tasks" else {}


def asked_in(body: Body) -> int:
    """지정과제 and 정책제안 together."""
    given = Assignment.objects.visible_to(None).filter(body=body).order_by()
    made = Recommendation.objects.visible_to(None).filter(body=body).order_by()
    return given.values("pk").union(made.values("pk"), all=True).count()


def opened(
    tab: str, body: Body, at: datetime, *, parts: list[Body], counts: dict[int, HeadCount], year: int
) -> dict[str, Any]:
    """What the open tab says; of the others the page has only the links."""
    today = day(at)
    if tab == "about":
        return about(body, parts, counts, at) | meetings_in(body, year, today, NEXT)
    if tab == "meetings":
        return meetings_in(body, year, today)
    if tab == "resolutions":
        return {"resolutions": [resolution_row(each) for each in decided_by(body)[:NEWEST]]}
    return {}


def about(body: Body, parts: list[Body], counts: dict[int, HeadCount], at: datetime) -> dict[str, Any]:
    """한눈에. Its seats, who leads it, and its parts."""
    today = day(at)
    # Whoever plans or steers sits in a 분과 as well: only those add up to the whole.
    divisions = [part for part in parts if part.kind_id == BodyKind.SUBCOMMITTEE]
    leaders = officers([body, *parts], today)
    own = [leader for leader in leaders if leader.body_id == body.pk]
    return {
        "seats": seats_of(body, today, own),
        "parts": part_rows(divisions, counts, leaders, at),
        "parts_total": total([counts[part.pk] for part in divisions], counts[body.pk]),
        "organs": part_rows([part for part in parts if part not in divisions], counts, leaders, at),
        **ground(body, counts[body.pk].sitting, at, today),
    }


def decided_by(body: Body) -> ResolutionQuerySet:
    """What it decided, the last first."""
    return Resolution.objects.visible_to(None).of(body)


def part_rows(
    parts: list[Body], counts: dict[int, HeadCount], leaders: list[Officer], at: datetime
) -> list[dict[str, Any]]:
    """분과: who leads each, how many sit in it, and when it meets next."""
    ahead = ahead_of(parts, at)
    return [
        {
            "body": part,
            "chair": leader_of(part, Office.Kind.CHAIR, leaders),
            "secretary": leader_of(part, Office.Kind.SECRETARY, leaders),
            "sitting": counts[part.pk].sitting,
            "ex_officio": counts[part.pk].ex_officio,
            "appointed": counts[part.pk].appointed,
            "vacant": counts[part.pk].vacant,
            "next": ahead.get(part.pk),
        }
        for part in parts
    ]


def leader_of(body: Body, kind: str, leaders: list[Officer]) -> Officer | None:
    """Who holds that office there."""
    return next((each for each in leaders if each.body_id == body.pk and each.kind == kind), None)


def ahead_of(bodies: list[Body], at: datetime) -> dict[int, Meeting]:
    """The next meeting of each."""
    scheduled = Meeting.objects.visible_to(None).filter(
        state=Meeting.State.SCHEDULED, starts_at__gte=at, bodies__in=bodies
    )
    ahead: dict[int, Meeting] = {}
    for meeting in scheduled.distinct().order_by("starts_at", "id"):
        for body in meeting.bodies.all():
            ahead.setdefault(body.pk, meeting)
    return ahead


def total(parts: list[HeadCount], whole: HeadCount) -> dict[str, Any]:
    """The last line of the table of parts; where some sit in none, the sum that says so."""
    summed = {name: sum(getattr(part, name) for part in parts) for name in asdict(whole)}
    without = whole.sitting - summed["sitting"]
    said = {"parts": summed["sitting"], "whole": whole.sitting, "without": without}
    line = _("%(parts)d = %(whole)d − 분과에 없는 위원 %(without)d") % said if parts and without > 0 else ""
    return {**summed, "line": line}


def meetings_of(body: Body) -> MeetingQuerySet:
    """Those that everybody may know of."""
    return Meeting.objects.visible_to(None).of(body)


def years_of(body: Body, asked: str, today: date) -> dict[str, Any]:
    """The years in which it met, the one that is looked at, and how often it met in that."""
    met = Counter(each for each, _pk in meetings_of(body).order_by().values_list("round__year", "pk"))
    years = sorted(met)[::-1]
    year = next((each for each in years if str(each) == asked), years[0] if years else today.year)
    return {"years": years, "year": year, "meetings_total": met[year]}


def meetings_in(body: Body, year: int, today: date, most: int | None = None) -> dict[str, Any]:
    """The meetings of one year, newest first, and how many that makes by its own rule."""
    rows = (
        meetings_of(body)
        .filter(round__year=year)
        .prefetch_related("items__resolution")
        .order_by("-starts_at", "-id")[:most]
    )
    return {
        "meetings": [meeting_line(meeting, past_and_ahead(meeting)) for meeting in rows],
        "counted": held_in(body, year, rule_in(body, year, today)),
    }


def meeting_line(meeting: Meeting, said: Iterable[str]) -> dict[str, Any]:
    """One meeting in a list, and what its line says."""
    return {
        "meeting": meeting,
        "title": meeting.title,
        "line": " · ".join(filter(None, said)),
        "url": meeting.address,
        "on": day(meeting.starts_at),
        "when": meeting.printed_when or official(day(meeting.starts_at)),
    }


def past_and_ahead(meeting: Meeting) -> Iterable[str]:
    """예정 · 14:00 · 안건 5건; of one that was held, what it decided."""
    forms = Counter(item.resolution.form for item in standing(meeting) if hasattr(item, "resolution"))
    yield str(meeting.get_state_display())
    yield clock_of(meeting)
    yield items_in(meeting)
    yield from (f"{form.label} {forms[form]}" for form in Resolution.Form if forms[form])


def clock_of(meeting: Meeting) -> str:
    """The hour, where it is known."""
    return "" if meeting.printed_when else f"{local(meeting.starts_at):%H:%M}"


def items_in(meeting: Meeting) -> str:
    """How much there is to deal with."""
    n = len(standing(meeting))
    return _("안건 %(n)d건") % {"n": n} if n else ""


def standing(meeting: Meeting) -> list[AgendaItem]:
    """Its items without those that were taken off; read with the list."""
    return [item for item in meeting.items.all() if item.withdrawn_at is None]


def duties_context(request: HttpRequest, at: datetime) -> dict[str, Any]:
    """My seats, my offices, and the meetings that wait for me."""
    person, today = signed_in(request), day(at)
    offices = list(Office.objects.occupied(today).held_by(person).select_related("body__parent"))
    seats = list(Seat.objects.occupied(today).held_by(person).select_related("body__parent", "post"))
    return {
        "memberships": [duty(seat, offices) for seat in seats],
        "offices": offices,
        "ahead": ahead_for(person, seats, offices, at),
    }


def duty(seat: Seat, offices: list[Office]) -> dict[str, Any]:
    """One seat of mine: as whom, and until when; an official sits as long as the post is theirs."""
    membership: Membership | None = next(iter(seat.memberships.all()), None) if seat.post is None else None
    labels = [office.label for office in offices if office.body_id == seat.body_id]
    return {
        "membership": membership,
        "seat": seat,
        "body": seat.body,
        "badge": "·".join(labels) or seat.get_basis_display(),
        "until": membership.last_day if membership else None,
    }


def ahead_for(person: Person, seats: list[Seat], offices: list[Office], at: datetime) -> list[dict[str, Any]]:
    """Meetings of my bodies that are not over, the next one first, with my letter about each."""
    mine = {seat.body_id for seat in seats} | {office.body_id for office in offices}
    led = {office.body_id for office in offices}
    meetings = Meeting.objects.visible_to(person).not_over()
    asked = meetings.filter(Q(bodies__in=mine) | Q(round__convener__in=led)).distinct()
    rows = list(asked.order_by("starts_at", "id")[:50])
    letters = newest_letters(person, rows)
    return [
        {
            "meeting": meeting,
            "title": meeting.title,
            "state": meeting.state,
            "state_label": meeting.get_state_display(),
            "letter": letter,
            "confirmed": letter is not None and letter.received_at is not None,
            "floor_url": "" if doors_shut(meeting, at) else reverse("meeting-floor", args=[meeting.pk]),
        }
        for meeting in rows
        for letter in [letters.get(meeting.pk)]
    ]


def newest_letters(person: Person, meetings: list[Meeting]) -> dict[int, Letter]:
    """The notice of each as it stands now: an older edition has been overtaken."""
    about = {f"meeting/{meeting.pk}/notice/{meeting.edition}": meeting.pk for meeting in meetings}
    letters = Letter.objects.visible_to(person).on_screen().filter(dispatch__about__in=about)
    return {about[letter.dispatch.about]: letter for letter in letters}
