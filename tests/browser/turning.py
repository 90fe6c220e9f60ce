"""What the turnover of J7 sets out from: a council of 9 + 27 whose members' term has just ended.

`python -m tests.browser.turning lay` is run beside the server with its settings; `gather` opens the ceremony.
"""

import json
import os
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.journey import run

CLERK, CHAIR_BY_POST, NEW_HAND = "turnover-clerk", "turnover-post-1", "turnover-new-hand"
RESIDENT, STAYS, ADMIN = "turnover-resident", "turnover-stays", "admin"
TWICE_SEATED = "member0005"
COUNCIL, SOON = "관악구 마을협의회", "관악구 걷기협의회"
PARTS = ("골목 분과", "돌봄 분과", "배움 분과")
HELD_POST = "마을협의회 당연직 2"
PAPER_MEN, PAPER_WOMEN = 17, 9


@dataclass
class Council:
    """Where it lies, and the keys of those who walk."""

    url: str
    data: Path
    call: int
    body: int
    soon: int
    sessions: dict[str, str]

    def seat(self, page: Page, login: str) -> Page:
        """This page is theirs from now on."""
        page.context.add_cookies([{"name": "sessionid", "value": self.sessions[login], "url": self.url}])
        return page

    def gather(self) -> dict[str, Any]:
        """The ceremony is published and opened: its number, and how many are there."""
        told = run(self.url, self.data, "gather", str(self.call), module="turning")
        return json.loads(told.splitlines()[-1])

    def close(self) -> None:
        """The days that were announced are over."""
        run(self.url, self.data, "close", str(self.call), module="turning")


def lay_council(url: str, data: Path) -> Council:
    """Lay it in the demo at that address, and let everybody in."""
    return Council(url, data, **json.loads(run(url, data, "lay", module="turning").splitlines()[-1]))


def lay() -> dict[str, Any]:
    """The council and its call; a smaller one whose term ends in ninety days."""
    from django.db import transaction
    from django.utils import timezone

    from cms import newsroom
    from cms.demo.bodies import name_of
    from cms.demo.people import settle_residents
    from tests.browser.hall import let_in

    at = timezone.now()
    with transaction.atomic():
        people = settle_residents("turnover-old", 27, at, named=lambda n: name_of(n + 330))
        settle_residents(RESIDENT, 1, at, named=lambda n: name_of(n + 360))
        body = stand("turnover-council", COUNCIL, at)
        seat_before(body, people, at, ended=3)
        call = plan(body, at)
        soon = stand("turnover-soon", SOON, at, offices=0, seats=5, parts=())
        seat_before(soon, people[:5], at, ended=-90, twice=2)
        newsroom.due(at)
    return {
        "call": call.pk,
        "body": body.pk,
        "soon": soon.pk,
        "sessions": {
            CLERK: let_in(CLERK), ADMIN: let_in(ADMIN), RESIDENT: let_in(f"{RESIDENT}0001"),
            STAYS: let_in("turnover-old0015"),
        },
    }  # fmt: skip


def stand(slug, name, at, *, offices=9, seats=27, parts=PARTS):
    """A body of the planning department: posts, places, parts, its page, and a clerk who keeps its papers."""
    from cms.demo.pages import lay as lay_page
    from cms.demo.people import open_accounts
    from cms.models import BodyIndexPage, BodyPage
    from committees.models import Body, BodyRule, Office, Seat
    from district.dates import day
    from district.models import Department, Post, Posting

    since = day(at) - timedelta(days=5 * 366)
    department = Department.objects.get(code="planning")
    body = Body.objects.create(
        kind_id="council",
        name=name,
        short_name=name.removeprefix("관악구 "),
        slug=slug,
        department=department,
    )
    BodyRule.objects.create(
        body=body, valid_from=since, gender_ceiling=60, renewals_allowed=1, chairs=2, source="시험용 운영세칙"
    )
    for order, part in enumerate(parts):
        Body.objects.create(
            parent=body, kind_id="subcommittee", name=part, slug=f"{slug}-{order}", order=order
        )
    hands = open_accounts(
        {f"turnover-post-{n}": "" for n in range(1, offices + 1)} | {CLERK: "", NEW_HAND: ""}
    )
    for n in range(1, offices + 1):
        post = Post.objects.create(role="director", title=f"{body.short_name} 당연직 {n}")
        Posting.objects.create(post=post, person=hands[f"turnover-post-{n}"], start=since)
        Seat.objects.create(body=body, number=n, basis="ex_officio", post=post, opened_on=since)
        if n == 1:
            Office.objects.create(body=body, kind="chair", title="공동위원장", post=post, start=since)
    Seat.objects.bulk_create(
        Seat(body=body, number=offices + n, opened_on=since) for n in range(1, seats + 1)
    )
    keeper, _made = Post.objects.get_or_create(role="officer", title="위촉 담당", department=department)
    Posting.objects.get_or_create(post=keeper, person=hands[CLERK], defaults={"start": since})
    Office.objects.create(body=body, kind="secretary", post=keeper, start=since)
    lay_page(BodyIndexPage.objects.get(slug="committees"), BodyPage, slug, title=body.short_name, body=body)
    return body


def seat_before(body, people, at, *, ended, twice=14):
    """Members of one term, some of them of the one before it too; every other a woman."""
    from committees.models import MemberSheet, Membership
    from district.dates import day

    last = day(at) - timedelta(days=ended)
    start = (last + timedelta(days=1)).replace(year=last.year - 2)
    before = start - timedelta(days=1)
    seats = list(body.seats.filter(basis="appointed").order_by("number"))
    rows = [
        Membership(seat=seat, person=each, name=each.name, start=start, end=last, renewal_no=int(n < twice))
        for n, (seat, each) in enumerate(zip(seats, people, strict=True))
    ] + [
        Membership(
            seat=seat, person=each, name=each.name, start=before.replace(year=before.year - 2), end=before
        )
        for seat, each in zip(seats[:twice], people, strict=False)
    ]
    Membership.objects.bulk_create(rows)
    known = set(MemberSheet.objects.filter(person__in=people).values_list("person", flat=True))
    MemberSheet.objects.bulk_create(
        MemberSheet(person=each, gender="mf"[n % 2], birth_year=1970 + n, changed_at=at)
        for n, each in enumerate(people)
        if each.pk not in known
    )


def plan(body, at):
    """The plan of a clerk, with what came on paper before the call was opened."""
    from cms.demo.people import open_account
    from committees.actions import calls
    from district.dates import day

    clerk, today = open_account(CLERK), day(at)
    call = calls.plan_call(
        body, title="제3기 마을협의회 위원 위촉", words="함께 마을 일을 의논할 주민을 모십니다.", places=27,
        opens_at=at - timedelta(days=10), closes_at=at + timedelta(hours=3),
        starts_on=today - timedelta(days=2), by=clerk, at=at - timedelta(days=11),
    )  # fmt: skip
    parts = list(body.parts.order_by("order"))
    for n in range(PAPER_MEN + PAPER_WOMEN):
        man = n < PAPER_MEN
        calls.add_application(
            call, name=f"{'남' if man else '여'}지원{n + 1:02}", gender="m" if man else "f",
            birth_year=1975 + n, wishes=[parts[n % 3], parts[(n + 1) % 3]],
            motive="마을 일을 함께 하겠습니다.", by=clerk, at=at - timedelta(days=9),
        )  # fmt: skip
    return call


def close(call: int) -> dict[str, Any]:
    """Three hours go by."""
    from django.utils import timezone

    from committees.models import Call

    return {"closed": Call.objects.filter(pk=call).update(closes_at=timezone.now())}


def gather(call: int) -> dict[str, Any]:
    """An editor publishes what was drafted; two of three members come, and the clerk opens the meeting."""
    from django.utils import timezone

    from cms.demo.people import open_account
    from cms.models import AgendaPage, BodyPage
    from committees.actions import meetings
    from committees.models import Call, Meeting
    from committees.roster import roster

    body = Call.objects.get(pk=call).body
    [page] = AgendaPage.objects.child_of(BodyPage.objects.get(body=body))
    page.get_latest_revision().publish()
    meeting = Meeting.objects.visible_to(None).get(pk=AgendaPage.objects.get(pk=page.pk).meeting_id)
    clerk, at = open_account(CLERK), timezone.now()
    coming = roster([body], meeting.day)[:24]
    for member in coming:
        meetings.take_roll(meeting, seat=member.seat_id, mode="in_person", by=clerk, at=at)
    meetings.call_to_order(meeting, by=clerk, at=at)
    return {"meeting": meeting.pk, "present": len(coming)}


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    DEEDS = {"close": close, "gather": gather}
    print(json.dumps(lay() if sys.argv[1] == "lay" else DEEDS[sys.argv[1]](int(sys.argv[2]))))
