"""What J9 sets out from: a pledge of a department of its own, with a council whose meetings it counts.

`python -m tests.browser.promising lay` is run beside the server with its settings.
"""

import json
import os
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page

from tests.browser.journey import run

OFFICER, HEAD, SECRETARY, KEEPER = "promise-officer", "promise-head", "promise-secretary", "planning-officer"
CODE, TITLE, DEPARTMENT, COUNCIL = "7-1", "저녁이 있는 책방", "책방지원과", "책방협의회"
EVENINGS, MEETINGS, STEP = "책 권하는 저녁", "책방협의회 운영", "겨울 책방 열기"
HEARD = "공약 7-1 「저녁이 있는 책방」 목표 변경 보고"
SOURCE = "시험용 공약"


@dataclass
class Promise:
    """Where it lies, which quarter is over, and the keys of those who walk."""

    url: str
    data: Path
    pledge: int
    address: str
    meeting: int
    year: int
    over: list[int] | None
    sessions: dict[str, str]

    def seat(self, page: Page, login: str) -> Page:
        """This page is theirs from now on."""
        page.context.add_cookies([{"name": "sessionid", "value": self.sessions[login], "url": self.url}])
        return page

    def desk(self, part: str = "") -> str:
        """That part of the pledge at the staff desk."""
        return f"/desk/pledges/{self.pledge}/{part}"


def lay_promise(url: str, data: Path) -> Promise:
    """Lay it in the demo at that address, and let everybody in."""
    return Promise(url, data, **json.loads(run(url, data, "lay", module="promising").splitlines()[-1]))


def lay() -> dict[str, Any]:
    """The department, the council that heard of a change and sits again, and the pledge."""
    from django.db import transaction
    from django.utils import timezone

    from tests.browser.hall import let_in

    at = timezone.now()
    with transaction.atomic():
        department = staffed(at)
        council = seated(department, at)
        hear(council, at)
        meeting = sit(council, at)
        pledge, over = promised(department, council, at)
    return {
        "pledge": pledge.pk,
        "address": pledge.get_absolute_url(),
        "meeting": meeting.pk,
        "year": timezone.localdate(at).year,
        "over": over,
        "sessions": {login: let_in(login) for login in (OFFICER, HEAD, SECRETARY, KEEPER)},
    }


def staffed(at):
    """A department with somebody who enters and somebody who signs."""
    from cms.demo.people import open_account
    from district.dates import day
    from district.models import Department, Post, Posting

    department = Department.objects.create(code="promise", name=DEPARTMENT, order=900)
    for login, role, title in ((OFFICER, "officer", "책방 담당"), (HEAD, "head", "책방지원과장")):
        post = Post.objects.create(role=role, title=title, department=department)
        Posting.objects.create(post=post, person=open_account(login), start=day(at) - timedelta(days=400))
    return department


def seated(department, at):
    """Three seats taken, and an official who keeps the papers."""
    from cms.demo.people import open_accounts
    from committees.models import Body, BodyRule, Membership, Office, Seat
    from district.dates import day
    from district.models import Post, Posting

    since, until = day(at) - timedelta(days=300), day(at) + timedelta(days=400)
    council = Body.objects.create(
        kind_id="council", name=COUNCIL, short_name=COUNCIL, slug="promise", department=department
    )
    BodyRule.objects.create(
        body=council, valid_from=since, remote_allowed=True, counting_unit="round", source=SOURCE
    )
    names = {"promise-ann": "가온빛", "promise-ben": "나래울", "promise-cho": "다온별"}
    for n, (login, person) in enumerate(open_accounts(names).items(), 1):
        seat = Seat.objects.create(body=council, number=n, opened_on=since)
        Membership.objects.create(seat=seat, person=person, name=names[login], start=since, end=until)
    post = Post.objects.create(role="officer", title="책방협의회 간사", department=department)
    Posting.objects.create(
        post=post, person=open_accounts({SECRETARY: "책방협의회 간사"})[SECRETARY], start=since
    )
    Office.objects.create(body=council, kind="secretary", post=post, start=since)
    return council


def gather(council, ordinal, starts_at, *items):
    """A meeting to which two of the three have come."""
    from cms.demo.people import open_account
    from committees.actions import agenda, meetings
    from committees.models import Seat

    drafts = [agenda.Draft(key=uuid4(), kind=kind, title=title, text="") for kind, title in items]
    meeting = agenda.lay_agenda(
        None, convener=council, kind="plenary", ordinal=ordinal, bodies=[council], starts_at=starts_at,
        place="구청 8층 대강당", mode="hybrid", items=drafts, url="", by=None,
        at=starts_at - timedelta(hours=1),
    )  # fmt: skip
    keeper = open_account(SECRETARY)
    for seat in Seat.objects.filter(body=council).order_by("number")[:2]:
        meetings.take_roll(meeting, seat=seat.pk, mode="in_person", by=keeper, at=starts_at)
    meetings.call_to_order(meeting, by=keeper, at=starts_at)
    return meeting, keeper


def hear(council, at):
    """Two hours ago the council heard of a change of its target."""
    from committees.actions import meetings

    began = at - timedelta(hours=2)
    meeting, keeper = gather(council, 1, began, ("report", HEARD))
    meetings.take_up(meeting.items.get(), by=keeper, at=began + timedelta(minutes=5))
    meetings.adjourn(meeting, by=keeper, at=began + timedelta(minutes=30))


def sit(council, at):
    """It sits again now, with all of its agenda behind it."""
    from committees.actions import meetings

    meeting, keeper = gather(council, 2, at - timedelta(minutes=20), ("report", "겨울 책방 준비 보고"))
    meetings.take_up(meeting.items.get(), by=keeper, at=at - timedelta(minutes=15))
    return meeting


def promised(department, council, at):
    """The pledge as it was published sixty days ago, with what was entered of the quarter that is over."""
    from cms.demo.people import open_account
    from district.dates import day
    from district.models import Administration
    from pledges.actions import entering, laying
    from pledges.models import CardForm
    from pledges.quarters import last_over, quarter_end
    from pledges.when import span_days

    today = day(at)
    administration = Administration.objects.get(start__lte=today, end__gte=today)
    form, year = CardForm.objects.filter(code="gwanak").latest("valid_from"), today.year
    pledge = laying.lay_pledge(
        administration, code=CODE, title=TITLE, form=form, status=form.statuses.get(code="normal"),
        department=department, source=SOURCE, summary="동네 책방이 저녁에도 문을 엽니다.",
        indicators=[
            {
                "no": 1, "name": EVENINGS, "metric": "개최 횟수", "unit": "회", "weight": 60,
                "targets": [(year, 0, 10), (year, (today.month + 2) // 3, 10)],
                "measures": [{"kind": "log"}],
            },
            {
                "no": 2, "name": MEETINGS, "metric": "개최 횟수", "unit": "회", "weight": 40,
                "targets": [(year, 0, 4)], "measures": [{"kind": "meetings", "body": council}],
            },
        ],
        budget=[("district", "year", year, 10)],
        milestones=[(STEP, date(year, 1, 1), date(year, 12, 31))],
        by=None, at=at - timedelta(days=60),
    )  # fmt: skip
    laying.publish_pledge(pledge, by=None, at=at - timedelta(days=60))
    over = last_over(today)
    if quarter_end(*over) < administration.start:
        return pledge, None  # the first quarter of an administration: nothing is over yet
    entering.add_entry(
        pledge, when=f"{over[0]}. {span_days(*over)[1].month}.", title="가을 책 권하는 저녁",
        indicator=pledge.indicators.get(no=1), count=3, evidence="운영일지(시험용)",
        by=open_account(OFFICER), at=at,
    )  # fmt: skip
    return pledge, list(over)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    print(json.dumps({"lay": lay}[sys.argv[1]]()))
