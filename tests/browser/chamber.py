"""What the live meeting of J2 sets out from: a 분과 of ten that has met once this year.

`python -m tests.browser.chamber lay` is run beside the server with its settings.
"""

import hmac
import json
import os
import sys
import time
from base64 import b32decode
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.journey import run

COUNCIL, PART = "골목협의회", "골목 분과"
KEEPER, RESIDENT, EDITOR, REVIEWER = "chamber-keeper", "resident0004", "editor", "reviewer"
# Ten sit: who chairs, two with a telephone, three who answer on paper, one who comes late, three at home.
MEMBERS = [f"chamber{n:04}" for n in range(1, 11)]
CHAIR, ANN, BEN = MEMBERS[:3]
ON_PAPER, LATE = MEMBERS[3:6], MEMBERS[6]
SECRETS = {CHAIR: "JBSWY3DPEHPK3PXP", KEEPER: "KRSXG5CTMVRXEZLU"}
"""What their authenticator apps keep; invented like themselves."""
TITLE = "골목 분과 제2차 분과회의"
REPORT, SECOND_REPORT = "골목 쉼터 이용 현황 보고", "지난 의결사항 처리결과 보고"
DECISION, CLOSED, ELECTION = "골목 쉼터 운영계획(안)", "쉼터 임차료 협의", "간사위원 선출"
GROUND = "공공기관의 정보공개에 관한 법률 제9조제1항제7호"
RENT = "건물주가 부른 임차료와 우리 쪽 한도를 견줍니다."
MOTION = "골목 쉼터를 평일 저녁 일곱 시까지 여는 운영계획(안)을 의결할 것을 동의합니다."
AMENDMENT = "‘일곱 시’를 ‘아홉 시’로 고칠 것을 동의합니다."
GIST = "퇴근한 이웃도 쉬어 갈 수 있게 늦게까지 열면 좋겠습니다."
INSIDE_GIST = "한도를 월 백이십만 원으로 하자는 말씀이 있었습니다."
BETTER = "퇴근한 이웃과 학생도 쉬어 갈 수 있게 늦게까지 열면 좋겠습니다."
LINE = "출석 6 · 찬성 4 · 반대 1 · 기권 1 → 가결: 출석 과반수 4 필요"
NINE = (
    "회의의 명칭",
    "개최 기관",
    "일시 및 장소",
    "참석자",
    "진행 순서",
    "상정 안건",
    "발언 요지",
    "결정 사항",
    "표결 내용",
)


@dataclass
class Chamber:
    """Where it lies, how its people are called, and their keys."""

    url: str
    data: Path
    page: int
    plenary: int
    names: dict[str, str]
    sessions: dict[str, str]

    def seat(self, page: Page, login: str) -> Page:
        """This page is theirs from now on."""
        page.context.add_cookies([{"name": "sessionid", "value": self.sessions[login], "url": self.url}])
        return page

    def code(self, login: str) -> str:
        """The six digits that their app shows now (RFC 6238)."""
        key, moment = b32decode(SECRETS[login]), int(time.time()) // 30
        told = hmac.digest(key, moment.to_bytes(8, "big"), "sha1")
        at = told[-1] & 15
        return f"{(int.from_bytes(told[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


@dataclass
class Sitting:
    """Everybody at one meeting: five browsers, and the wall of the hall, which is the secretary's as well."""

    chamber: Chamber
    place: str
    chair: Page
    keeper: Page
    ann: Page
    ben: Page
    gallery: Page
    wall: Page

    @property
    def pages(self) -> list[Page]:
        return [self.chair, self.keeper, self.ann, self.ben, self.gallery, self.wall]

    def counts(self, sentence: str) -> None:
        """The same count on every page."""
        for page in self.pages:
            expect(page.locator("[data-quorum]").first).to_have_text(sentence)

    def on_floor(self, title: str) -> None:
        """The same item on every page."""
        for page in (self.ann, self.ben, self.gallery, self.wall, self.keeper):
            place = page.locator("#current [data-field=title], [data-current] [data-field=title]").first
            expect(place).to_have_text(title)
        expect(self.chair.locator("#chair-item h2")).to_have_text(title)

    def name(self, login: str) -> str:
        """As they are called."""
        return self.chamber.names[login]

    def take_up(self, label: str) -> None:
        """The chair goes on."""
        tap(self.chair, "#acts", f"{label} 상정")


def tap(page: Page, place: str, words: str) -> None:
    """Press it there, once what has just changed under the hand takes a press again."""
    button = page.locator(place).get_by_role("button", name=words)
    expect(button).to_be_visible()
    expect(page.locator(place)).not_to_have_attribute("aria-busy", "true")
    button.click()


def lay_chamber(url: str, data: Path) -> Chamber:
    """Lay it in the demo at that address, and let everybody in."""
    return Chamber(url, data, **json.loads(run(url, data, "lay", module="chamber").splitlines()[-1]))


def lay() -> dict[str, Any]:
    """The council with its 분과, who sits and who keeps its papers; it has met once."""
    from allauth.mfa.totp.internal.auth import TOTP
    from django.db import transaction
    from django.utils import timezone

    from cms.demo.bodies import name_of
    from cms.demo.people import open_account, settle_residents
    from tests.browser.hall import let_in

    at = timezone.now()
    with transaction.atomic():
        people = settle_residents("chamber", len(MEMBERS), at, named=lambda n: name_of(n + 380))
        body, part = stand(at)
        seat(body, part, people, at)
        meet_once(body, part, at)
        for login, secret in SECRETS.items():
            TOTP.activate(open_account(login), secret)
        page = show(body)
        plenary = gather(body, at)
    logins = [*MEMBERS, KEEPER, RESIDENT, EDITOR, REVIEWER]
    return {
        "page": page.pk,
        "plenary": plenary.pk,
        "names": {login: person.name for login, person in zip(MEMBERS, people, strict=True)},
        "sessions": {login: let_in(login) for login in logins},
    }


def stand(at):
    """A council, its rules, and one part of it."""
    from committees.models import Body, BodyRule
    from district.dates import day
    from district.models import Department

    since = day(at) - timedelta(days=400)
    body = Body.objects.create(
        kind_id="council", name=f"관악구 {COUNCIL}", short_name=COUNCIL, slug="chamber",
        department=Department.objects.get(code="autonomy"),
    )  # fmt: skip
    BodyRule.objects.create(body=body, valid_from=since, remote_allowed=True, source="시험용 운영세칙")
    part = Body.objects.create(parent=body, kind_id="subcommittee", name=PART, slug="chamber-alleys")
    return body, part


def seat(body, part, people, at):
    """All sit in both; one chairs the part, and an official keeps the papers."""
    from cms.demo.people import open_account
    from committees.models import Membership, Office, Seat
    from district.dates import day
    from district.models import Post, Posting

    since, until = day(at) - timedelta(days=300), day(at) + timedelta(days=400)
    for each in (body, part):
        for n, person in enumerate(people, 1):
            place = Seat.objects.create(body=each, number=n, opened_on=since)
            held = Membership.objects.create(
                seat=place, person=person, name=person.name, start=since, end=until
            )
            if n == 1:
                Office.objects.create(body=each, kind="chair", membership=held, start=since)
    post = Post.objects.create(role="officer", title="골목협의회 간사", department=body.department)
    Posting.objects.create(post=post, person=open_account(KEEPER), start=since)
    Office.objects.create(body=body, kind="secretary", post=post, start=since)


def meet_once(body, part, at):
    """The first 분과회의 of the year, as a printed page has it."""
    from committees.actions.agenda import record_past
    from district.dates import day

    record_past(
        convener=body, kind="subcommittee", year=day(at).year, ordinal=1, bodies=[part],
        starts_at=at - timedelta(days=1), printed_when="올해", items=[], source="시험용 기록", by=None, at=at,
    )  # fmt: skip


def gather(body, at):
    """A plenary meeting that begins in ten minutes, to which six have come: a report and a decision."""
    from cms.demo.people import open_account
    from committees.actions import agenda, meetings
    from committees.models import Seat

    items = [
        agenda.Draft(key=uuid4(), kind="report", title=REPORT, text="쉼터마다 몇 분이 쓰셨는지 보고합니다."),
        agenda.Draft(key=uuid4(), kind="decide", title=DECISION, text="여는 때와 맡을 사람을 정합니다."),
    ]
    meeting = agenda.lay_agenda(
        None, convener=body, kind="plenary", ordinal=1, bodies=[body], starts_at=at + timedelta(minutes=10),
        place="구청 8층 대강당", mode="hybrid", items=items, url="", by=None, at=at,
    )  # fmt: skip
    for place in Seat.objects.filter(body=body).order_by("number")[:6]:
        meetings.take_roll(meeting, seat=place.pk, mode="in_person", by=open_account(KEEPER), at=at)
    return meeting


def show(body):
    """Its page, below which agendas are written."""
    from cms.demo.pages import lay as lay_page
    from cms.models import BodyIndexPage, BodyPage

    index = BodyIndexPage.objects.get(slug="committees")
    return lay_page(index, BodyPage, "chamber", title=body.called, body=body)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    print(json.dumps({"lay": lay}[sys.argv[1]]()))
