"""지원자. The list of a call as its department reads it, each with what the choice needs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Application, Call, Gender, MemberSheet, Membership
from committees.views.turnover.verbs import appointed
from district import access
from district.models import Person

SORTS = {
    "received": (gettext_lazy("접수 차례"), lambda row: row.application.pk),
    "name": (gettext_lazy("이름"), lambda row: (row.name, row.application.pk)),
    "age": (gettext_lazy("나이"), lambda row: (-(row.birth_year or 0), row.application.pk)),
    "gender": (gettext_lazy("성별"), lambda row: (row.gender, row.name)),
    "dong": (gettext_lazy("동"), lambda row: (row.dong, row.name)),
    "bodies": (gettext_lazy("다른 기구"), lambda row: (-row.others, row.name)),
    "state": (
        gettext_lazy("상태"),
        lambda row: (list(Application.State).index(row.application.state), row.name),
    ),
}
FILTERS = ("state", "origin", "gender", "dong", "wish", "q")


@dataclass(frozen=True, slots=True)
class Row:
    """One applicant with what the choice needs; motive and career are opened one by one."""

    application: Application
    gender: str
    birth_year: int | None
    dong: str
    wishes: tuple[str, ...]
    wished: tuple[int, ...]
    others: int
    many: bool
    on: date

    @property
    def name(self) -> str:
        """As the application says it; one that was taken back or purged says nothing any more."""
        seated = self.application.membership
        return self.application.name or (seated.name if seated else _("취하한 지원"))

    @property
    def gender_label(self) -> str:
        """남, 여, or nothing that is known."""
        return str(Gender(self.gender).label) if self.gender else ""

    @property
    def age(self) -> int | None:
        """By the year, as the district counts the young."""
        return self.on.year - self.birth_year if self.birth_year else None

    @property
    def decade(self) -> int | None:
        """30, of somebody of thirty-four."""
        return self.age // 10 * 10 if self.age is not None else None

    @property
    def choosable(self) -> bool:
        """Whether anything may still be said of it."""
        return self.application.state in Application.CHOOSABLE


def read(call: Call, person: Person, at: datetime, purpose: str = "applications_list") -> None:
    """Write down that this person reads who applied; nothing, where nobody did."""
    if call.applications.exists():
        access.read(person, call, purpose=purpose, at=at)


def rows_of(call: Call) -> list[Row]:
    """All of them, with four statements however many they are."""
    applications = list(
        call.applications.select_related("person__neighborhood", "neighborhood", "part", "membership")
        .prefetch_related("wishes__body")
        .order_by("pk")
    )
    people = [each.person_id for each in applications if each.person_id]
    sheets = {each.person_id: each for each in MemberSheet.objects.filter(person__in=people)}
    others = others_of(call, people)
    many = call.body.rule_on(call.starts_on).many_bodies
    return [
        _row(call, each, sheets.get(each.person_id or 0), others[each.person_id], many)
        for each in applications
    ]


def _row(call: Call, each: Application, sheet: MemberSheet | None, others: int, many: int) -> Row:
    dong = each.neighborhood or (each.person.neighborhood if each.person else None)
    wishes = list(each.wishes.all())
    return Row(
        application=each,
        gender=each.gender or (sheet.gender if sheet else ""),
        birth_year=each.birth_year or (sheet.birth_year if sheet else None),
        dong=dong.name if dong else "",
        wishes=tuple(wish.body.name for wish in wishes),
        wished=tuple(wish.body_id for wish in wishes),
        others=others,
        # With this one they would sit in so many.
        many=others + 1 >= many,
        on=call.starts_on,
    )


def others_of(call: Call, people: Iterable[int]) -> Counter[int | None]:
    """In how many other bodies each of them sits on the call's day."""
    seated = Membership.objects.sitting(call.starts_on).filter(
        ~Q(seat__body=call.body), person__in=list(people), seat__body__parent=None
    )
    pairs = seated.values_list("person", "seat__body").distinct()
    return Counter(person for person, _body in pairs)


def asked_in(given: QueryDict) -> dict[str, str]:
    """How the list is narrowed and sorted, as the address says it."""
    told = {name: given.get(name, "").replace("\0", "")[:60] for name in FILTERS}
    return {name: value for name, value in told.items() if value}


def narrowed(rows: list[Row], asked: dict[str, str], sort: str) -> list[Row]:
    """Those that were asked for, in the order that was."""
    kept = [row for row in rows if all(_fits(row, name, value) for name, value in asked.items())]
    _label, key = SORTS.get(sort, SORTS["received"])
    return sorted(kept, key=key)


def _fits(row: Row, name: str, value: str) -> bool:
    if name == "q":
        return value in f"{row.name} {row.application.affiliation}"
    told: dict[str, Any] = {
        "state": row.application.state,
        "origin": row.application.origin,
        "gender": row.gender or "?",
        "dong": row.dong,
    }
    if name == "wish":
        return value in [str(body) for body in row.wished]
    return bool(told[name] == value)


def figures(call: Call, rows: list[Row]) -> dict[str, Any]:
    """자리 27 · 선정 25 · 예비 4, and who they would be together with those who stay."""
    states = Counter(row.application.state for row in rows)
    chosen = [row for row in rows if row.application.state in _CHOSEN]
    rule = call.body.rule_on(call.starts_on)
    ages = [row.age for row in chosen if row.age is not None]
    dongs = Counter(row.dong for row in chosen if row.dong)
    return {
        "places": call.places,
        "selected": sum(states[state] for state in _CHOSEN),
        "reserve": states[Application.State.RESERVE],
        "undecided": states[Application.State.APPLIED],
        "asked": states[Application.State.ASKED],
        "applied": sum(states[state] for state in _PLAYING),
        "youth": sum(age <= rule.youth_until for age in ages),
        "youth_until": rule.youth_until,
        "aged": len(ages),
        "dongs": sorted(dongs.items(), key=lambda pair: (-pair[1], pair[0])),
        "many": [row for row in chosen if row.many],
        "many_bodies": rule.many_bodies,
        "appointed": appointed(call) if call.appointed_at else [],
    }


_CHOSEN = {Application.State.SELECTED, Application.State.APPOINTED}
_PLAYING = set(Application.State) - {Application.State.ASKED, Application.State.WITHDRAWN}
