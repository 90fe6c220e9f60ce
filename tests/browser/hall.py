"""A hall in the running demo: a small council with its meetings, laid by the actions from beside the server.

`python -m tests.browser.hall` is run with the demo's own settings; it prints the meetings and open sessions.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent.parent
SECRETARY, MEMBERS = "hall-secretary", ("hall-ann", "hall-ben", "hall-cho")
OFFICIALS, RESIDENTS = ("moderator", "facilitator"), ("resident0009", "resident0010")
# Those of the demo itself: whoever a test brings along.
OTHERS = ("member0001", *(f"resident{n:04}" for n in range(1, 9)))
# They sign out again: their sessions are nobody else's.
PARTING = {"parting-member": MEMBERS[1], "parting-resident": RESIDENTS[1]}
NAMES = ("가온누리", "나래솔", "다솜이")
CLOSED_TITLE, CLOSED_TEXT = "별빛내린천 부지 매입 협의", "호암로 부지의 값을 정합니다."
MEETINGS = ("evening", "papers", "looked_at", "voting")


@dataclass
class Hall:
    """The meetings' numbers by name, and who has come in already: the door itself is tried elsewhere."""

    url: str
    meetings: dict[str, int]
    sessions: dict[str, str]

    def place(self, name: str) -> str:
        """Where that meeting is."""
        return f"/meetings/{self.meetings[name]}/"

    def seat(self, page: Page, login: str) -> Page:
        """This page is theirs from now on."""
        page.context.add_cookies([{"name": "sessionid", "value": self.sessions[login], "url": self.url}])
        return page


def open_hall(url: str, data: Path) -> Hall:
    """Lay the meetings in the demo at that address, and let everybody in."""
    secret = (data / "secret").read_text()
    outside = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
    own = {name: value for name, value in os.environ.items() if name not in outside}
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.hall"],
        cwd=ROOT,
        env=own | {"DEMO": "1", "DATA_DIR": str(data), "BASE_URL": url, "SECRET_KEY": secret},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return Hall(url, **json.loads(done.stdout.splitlines()[-1]))


def lay() -> dict[str, Any]:
    """The council, its three members, its secretary, and meetings that begin in ten minutes."""
    from django.utils import timezone

    from committees.actions.agenda import lay_agenda
    from district.dates import day

    at = timezone.now()
    council = seat_everybody(day(at))
    laid = {
        name: lay_agenda(
            None, convener=council, kind="plenary", ordinal=n, bodies=[council], place="구청 8층 대강당",
            starts_at=at + timedelta(minutes=10), mode="hybrid", items=agenda(), url="", by=None, at=at,
        )
        for n, name in enumerate(MEETINGS, start=1)
    }  # fmt: skip
    open_one(laid["looked_at"], at)
    open_one(laid["voting"], at)
    put_one(laid["voting"].items.get(order=2), at)
    return {
        "meetings": {name: meeting.pk for name, meeting in laid.items()},
        "sessions": {login: let_in(login) for login in (SECRETARY, *MEMBERS, *OFFICIALS, *RESIDENTS, *OTHERS)}
        | {name: let_in(login) for name, login in PARTING.items()},
    }


def let_in(login):
    """The key of a session of theirs."""
    from django.test import Client

    from cms.demo.people import open_account

    client = Client()
    client.force_login(open_account(login), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.session.session_key


def open_one(meeting, at):
    """Two of the three are there, and the decision is on the floor."""
    from cms.demo.people import open_account
    from committees.actions import meetings

    secretary = open_account(SECRETARY)
    for login in MEMBERS[:2]:
        meetings.check_in(meeting, by=open_account(login), at=at)
    meetings.call_to_order(meeting, by=secretary, at=at)
    meetings.take_up(meeting.items.get(order=2), by=secretary, at=at)


def put_one(item, at):
    """Something was moved and is voted by names: one has answered, one keeps silent."""
    from cms.demo.people import open_account
    from committees.actions import motions, speaking, voting

    secretary, ann, ben = (open_account(login) for login in (SECRETARY, *MEMBERS[:2]))
    speaking.type_gist(item, words="세 과제를 한꺼번에 정하자는 말씀.", name=NAMES[0], by=secretary, at=at)
    motion = motions.move(
        item, kind="main", text="실행계획서(안)을 원안대로 의결할 것을 동의합니다.", by=ann, at=at
    )
    motions.second(motion, by=ben, at=at)
    vote = voting.open_vote(item, method="roll_call", motion=motion, by=secretary, at=at)
    voting.cast(vote, choice="yes", by=ann, at=at)


def seat_everybody(today):
    """Three seats taken, one of them by the chair, and an official who keeps the papers."""
    from cms.demo.people import open_account
    from committees.models import Body, BodyRule, Membership, Office, Seat
    from district.models import Department, Post, Posting

    since, until = today - timedelta(days=30), today + timedelta(days=600)
    department = Department.objects.first()
    council = Body.objects.create(
        kind_id="council", name="시험 협의회", short_name="협의회", slug="hall", department=department
    )
    BodyRule.objects.create(body=council, valid_from=since, remote_allowed=True, source="협의회 운영세칙")
    for n, (login, name) in enumerate(zip(MEMBERS, NAMES, strict=True), start=1):
        seat = Seat.objects.create(body=council, number=n, opened_on=since)
        Membership.objects.create(seat=seat, person=open_account(login), name=name, start=since, end=until)
    post = Post.objects.create(role="officer", title="협의회 간사", department=department)
    Posting.objects.create(post=post, person=open_account(SECRETARY), start=since)
    Office.objects.create(body=council, kind="secretary", post=post, start=since)
    return council


def agenda():
    """A report, a decision, and what the gallery learns by its number alone."""
    from committees.actions.agenda import Draft

    return [
        Draft(key=uuid4(), kind="report", title="상반기 협치과제 점검", text="아홉 건이 늦지 않았습니다."),
        Draft(key=uuid4(), kind="decide", title="2027년 실행계획서(안)", text="세 과제의 예산을 정합니다."),
        Draft(
            key=uuid4(), kind="decide", title=CLOSED_TITLE, text=CLOSED_TEXT, disclosure="closed",
            ground="정보공개법 제9조제1항제5호",
        ),
    ]  # fmt: skip


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    print(json.dumps(lay()))
