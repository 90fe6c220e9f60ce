"""What the journeys set out from: a question one voice short, and proposals at a fork.

`python -m tests.browser.journey lay` is run beside the server with its settings; `minutes` lets some pass.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent.parent
SHOTS = ROOT / "tests" / "shots"
ASKED = "별빛내린천 산책길의 밤을 어떻게 밝힐까요?"
BENCH = "굴참나무길 오르막에 쉬어 갈 긴 의자를 놓아 주세요"
SUBWAY, LAMP = "새벽 첫 지하철을 십 분 일찍 열어 주세요", "우리 집 앞 보안등이 꺼졌습니다"
ACCEPTED, REFERENCE = "하천 징검다리에 물높이 표시판을 세워 주세요", "빗물 저금통을 골목마다 두면 좋겠습니다"
# Who walks: fresh neighbours that no other test has used, the child and the guardian, and the offices.
WALKERS = [f"walker{n:04}" for n in range(1, 13)]
CHILD, GUARDIAN, SIBLING = "walking-child", "walking-guardian", "walking-sibling"
GUARDIAN_NAME, GUARDIAN_BORN = "한가람", date(1981, 5, 4)
# Eleven at most, whenever this is run.
CHILD_BORN = date.today().replace(day=1) - timedelta(days=11 * 365)
OFFICES = ("officer", "head", "director", "mayor", "adviser", "moderator", "auditor", "traffic-officer")


@dataclass
class Road:
    """Where everything lies, and the keys of those who walk."""

    url: str
    data: Path
    question: str
    proposals: dict[str, int]
    drafts: dict[str, str]
    survey: str
    sessions: dict[str, str]

    def seat(self, page: Page, login: str) -> Page:
        """This page is theirs from now on; the door itself is tried elsewhere."""
        page.context.add_cookies([{"name": "sessionid", "value": self.sessions[login], "url": self.url}])
        return page

    def proposal(self, title: str) -> str:
        """Where that proposal is."""
        return f"/proposals/{self.proposals[title]}/"

    def let_minutes_pass(self) -> None:
        """What is due has been done, and the mails have left."""
        run(self.url, self.data, "minutes")

    def mail_to(self, login: str) -> list[str]:
        """The plain words of what went to that address, oldest first."""
        told = [path.read_bytes() for path in sorted((self.data / "outbox").glob("*.log"))]
        # The mails of one round lie in one file, a line of dashes after each.
        mails = [mail.lstrip() for file in told for mail in file.split(b"-" * 79)]
        ours = [mail for mail in mails if f"\nTo: {login}@gwanak.example\n".encode() in mail]
        read = [message_from_bytes(mail, policy=policy.default).get_body(("plain",)) for mail in ours]
        return [part.get_content() for part in read if part]


def lay_road(url: str, data: Path) -> Road:
    """Lay everything in the demo at that address, and let everybody in."""
    return Road(url, data, **json.loads(run(url, data, "lay").splitlines()[-1]))


def run(url: str, data: Path, *deed: str, module: str = "journey") -> str:
    """Something done beside the server, with its settings; what it printed."""
    outside = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
    own = {name: value for name, value in os.environ.items() if name not in outside}
    here = {"DEMO": "1", "DATA_DIR": str(data), "BASE_URL": url, "SECRET_KEY": (data / "secret").read_text()}
    done = subprocess.run(
        [sys.executable, "-m", f"tests.browser.{module}", *deed],
        cwd=ROOT, env=own | here, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def lay() -> dict[str, Any]:
    """The question, the proposals, and the people."""
    from django.utils import timezone

    from cms.demo.people import open_account, settle_residents
    from tests.browser.hall import let_in

    at = timezone.now()
    walkers = settle_residents("walker", len(WALKERS), at)
    raise_child(at)
    question = ask(at)
    officials = {login: open_account(login) for login in OFFICES}
    proposals = propose(at, walkers, officials)
    return {
        "question": question.get_absolute_url(),
        "proposals": proposals,
        "drafts": begin(at, walkers),
        "survey": lay_questions(at),
        "sessions": {login: let_in(login) for login in (*WALKERS, *OFFICES, CHILD, GUARDIAN, SIBLING)},
    }


def raise_child(at) -> None:
    """Somebody whose age nobody knows yet, and a grown-up whom the provider knows."""
    from cms.actions import verify_person
    from cms.demo.people import open_account
    from district.identity import Identity
    from district.models import Neighborhood

    open_account(CHILD, nickname="낙성대 다람쥐")
    open_account(SIBLING, nickname="다람쥐 동생")
    guardian = open_account(GUARDIAN, nickname="다람쥐네")
    identity = Identity(
        name=GUARDIAN_NAME, ci=f"development:{GUARDIAN_NAME}:{GUARDIAN_BORN:%Y%m%d}", birth=GUARDIAN_BORN,
        neighborhood=Neighborhood.objects.first(), basis="residence",
    )  # fmt: skip
    if not guardian.is_verified:
        verify_person(guardian, identity=identity, at=at)


def ask(at):
    """A question of the water department to which ninety-nine neighbours have spoken."""
    from django.db import transaction

    from cms.demo.facts import facts
    from cms.demo.people import open_account
    from cms.demo.questions import Conversation, Town
    from cms.models import QuestionIndexPage
    from deliberation.actions import post_comment
    from deliberation.models import Question
    from district.models import Person

    index = QuestionIndexPage.objects.get(slug="questions")
    plan = {
        "key": "journey-lights", "title": ASKED, "kind": "general", "topic": "하천", "department": "water",
        "opens": -2, "closes": 9, "purpose": "물새도 쉬고 사람도 안심하는 밝기를 찾으려고 여쭙니다.",
        "background": "지난겨울에 산책길 조명을 조사했습니다.", "facts": [["산책길", "3.2 km"]],
        "tags": ["안전"],
    }  # fmt: skip
    town = Town(index, facts("questions"), {"editor": open_account("editor")}, [], at)
    page = Conversation(town, plan).publish()
    thread = Question.objects.select_related("thread").get(pk=page.question_id).thread
    neighbours = Person.objects.filter(email__startswith="neighbor").order_by("email")[:99]
    with transaction.atomic():  # one commit for all
        for n, neighbour in enumerate(neighbours):
            said_at = at - timedelta(hours=3) + timedelta(minutes=n)
            post_comment(
                thread, by=neighbour, body=f"발밑을 비추면 좋겠습니다. {n + 1}번째 집에서 씁니다.", at=said_at
            )
    question = Question.objects.visible_to(None).get(pk=page.question_id)
    assert (question.thread.voices, question.mayor_called_at) == (99, None)
    return question


def propose(at, walkers, officials) -> dict[str, int]:
    """One to join, one for another office, one that is a complaint, and two that wait for their head."""
    from django.db import transaction

    from deliberation.actions import support_proposal
    from deliberation.models import Proposal
    from referrals import actions as referrals
    from referrals.models import Referral

    verdicts = {
        ACCEPTED: {"outcome": "accepted", "planned_on": at.date() + timedelta(days=90)},
        REFERENCE: {"outcome": "reference"},
    }
    with transaction.atomic():
        made = {
            BENCH: published(walkers[11], BENCH, "water", at),
            SUBWAY: published(walkers[10], SUBWAY, "traffic", at),
            LAMP: published(walkers[9], LAMP, "traffic", at),
        }
        for title, verdict in verdicts.items():
            made[title] = published(walkers[11], title, "water", at)
            for neighbour in walkers[:5]:
                support_proposal(made[title], by=neighbour, at=at)
            referral = Referral.objects.get(pk=Proposal.objects.get(pk=made[title].pk).referral_id)
            reply = referrals.write_reply(
                referral, by=officials["officer"], at=at, words="현장을 살피고 드리는 답변입니다.", **verdict
            )
            referrals.submit(reply, by=officials["officer"], at=at)
    return {title: proposal.pk for title, proposal in made.items()}


def published(author, title, category, at):
    """A proposal of theirs, put before the neighbours a day ago."""
    from deliberation.actions import begin_proposal, publish_proposal
    from deliberation.models.consenting import consent_on
    from district.calendar import day

    before = at - timedelta(days=1)
    draft = begin_proposal(
        by=author, at=before, title=title, category=category, body=f"{title}. 이웃이 함께 씁니다."
    )
    return publish_proposal(draft, consent=consent_on(day(before)).pk, by=author, at=before)


def begin(at, walkers) -> dict[str, str]:
    """Where somebody is still writing, where a neighbour is invited, and what a guardian was sent."""
    from cms.demo.people import open_account
    from cms.guarding import ask_guardian
    from deliberation.actions import begin_proposal, invite_share
    from district.guardians import token_of

    words = {
        "title": "골목 들머리에 작은 화단을 놓아 주세요",
        "body": "빈 화분이 많습니다.",
        "category": "water",
    }
    draft = begin_proposal(by=walkers[11], at=at, **words)
    share = invite_share(draft, label="옆집", percent=40, by=walkers[11], at=at)
    asked = ask_guardian(open_account(SIBLING), at=at)
    return {
        "draft": f"/proposals/drafts/{draft.key}/",
        "invited": f"/proposals/invited/{share.key}/",
        "guardian": f"/guardian/{token_of(asked)}/",
    }


def lay_questions(at) -> str:
    """A survey with every kind of item."""
    from surveys.actions import Choice, Draft, lay_survey

    offered = [Choice(key=uuid4(), text=text) for text in ("낮은 등", "높은 등", "지금대로")]
    survey = lay_survey(
        uuid4(), by=None, at=at, title="산책길 조명 설문", intro="2분이면 됩니다.", opens_at=at,
        closes_at=at + timedelta(days=7), url="", items=[
            Draft(key=uuid4(), kind="single", text="어떤 등이 좋습니까?", required=True, options=offered),
            Draft(
                key=uuid4(), kind="multiple", text="언제 걸으십니까?", most=2,
                options=[Choice(key=uuid4(), text=text) for text in ("새벽", "낮", "밤")],
            ),
            Draft(key=uuid4(), kind="scale", text="얼마나 밝습니까?", low="어둡다", high="밝다", steps=5),
            Draft(key=uuid4(), kind="free", text="덧붙이실 말씀", hint="1,000자까지"),
        ],
    )  # fmt: skip
    return f"/surveys/{survey.pk}/"


def minutes() -> None:
    """Two ticks of the machine's timer, and the mails that waited for company have left by the worker."""
    from django.core.management import call_command
    from django.utils import timezone

    from letters import delivery

    for _ in range(2):
        call_command("tick")
    delivery.spread_all(timezone.now())
    later = timezone.now() + timedelta(minutes=15)
    with delivery.Line() as line:
        while delivery.carry_next(line, lambda: later):
            pass


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    deeds: dict[str, Callable[[], Any]] = {"lay": lay, "minutes": minutes}
    print(json.dumps(deeds[sys.argv[1]]()))
