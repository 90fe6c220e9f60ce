"""What a pledge sheet prints of 정책참여, copied as past rows: the printed counts come out of them."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.demo.facts import facts
from cms.demo.people import invented_name
from cms.models import QuestionIndexPage, QuestionPage
from deliberation.actions import amend_question, begin_proposal, open_question, publish_proposal
from deliberation.actions.archive import PastProposal, record_past_proposals
from deliberation.actions.supports import support_proposal
from deliberation.models import Category, Proposal, Question, QuestionTarget
from district.identity import ci_hash
from district.models import Consent, Department, Level, Neighborhood, Person, Post, Posting
from referrals import actions as referrals
from referrals.models import Outcome, Referral

FORMER = 60
OPEN_FOR, CONCLUDED_AFTER = timedelta(days=21), timedelta(days=40)
OFFICES = (("officer", "치수과 담당"), ("head", "치수과장"), ("director", "안전교통국장"))
REVIEWED_FROM = date(2022, 9, 1)
"""The first day on which a proposal of the file gets as far as a department: five suffice since 2022. 7."""


@transaction.atomic
def remember(index: QuestionIndexPage, editor: Person) -> None:
    """Once: whoever builds again finds what was copied."""
    told = facts("history")
    for year, quarter, count in told["targets"]:
        QuestionTarget.objects.get_or_create(
            year=year, quarter=quarter, defaults={"count": count, "source": told["paper"]}
        )
    for n, row in enumerate(told["questions"], 1):
        if not QuestionPage.objects.child_of(index).filter(slug=f"paper-{n:02}").exists():
            ask(index, editor, told, f"paper-{n:02}", row)
    if not Proposal.objects.filter(published_at__year__lt=2024).exists():
        Archive(told["proposals"], told["paper"]).copy()


def ask(index: QuestionIndexPage, editor: Person, told: dict[str, Any], slug: str, row: list[str]) -> None:
    """The record of its day, and a page that tells the same."""
    on, kind, code, title = row
    opens_at = morning(date.fromisoformat(on))
    words = {
        "title": title,
        "slug": slug,
        "kind": kind,
        "department": Department.objects.get(code=code),
        "purpose": told["note"],
        "opens_at": opens_at,
        "closes_at": opens_at + OPEN_FOR,
    }
    question = open_question(**words, by=None, at=opens_at)
    amend_question(question, result=told["result"], by=None, at=opens_at + CONCLUDED_AFTER)
    page = QuestionPage(**words, result=told["result"], question=Question.objects.get(pk=question.pk))
    index.add_child(instance=page)
    page.save_revision(user=editor).publish()


class Archive:
    """The proposals of the years before this house stood: as many as are printed, most without an echo."""

    def __init__(self, told: dict[str, Any], paper: str) -> None:
        self.told, self.paper = told, paper
        self.dongs = list(Neighborhood.objects.all())
        filed = Category.objects.exclude(department=None).select_related("department")
        self.filed = {each.department.code: each for each in filed if each.department}
        self.consent = Consent.objects.get_or_create(
            kind=Consent.Kind.PROPOSAL,
            version=told["first"],
            defaults={"title": "제안에 관한 개인정보 수집·이용·제공", "in_force_from": told["first"]},
        )[0]
        self.people = former_residents(self.dongs)
        self.officers = [predecessor(role, title) for role, title in OFFICES]

    def copy(self) -> None:
        """Those that were answered go the whole way again, the others stand as lines of the book."""
        answers = iter(["accepted"] * self.told["accepted"] + ["reference"] * self.told["reference"])
        lines = []
        for n, (at, code, title) in enumerate(self.plans()):
            answer = next(answers, "") if code == "water" and at.date() >= REVIEWED_FROM else ""
            if answer:
                self.answer(self.propose(n, at, code, title), answer, at + timedelta(days=20))
            else:
                author = self.people[n * 7 % FORMER]
                lines.append(PastProposal(title, self.told["body"], self.filed[code], author, at))
        record_past_proposals(lines, source=self.paper, at=morning(date.fromisoformat(self.told["last"])))

    def plans(self) -> Iterator[tuple[datetime, str, str]]:
        """When, to which department, and under which title: each matter in each 동 once."""
        first, last = date.fromisoformat(self.told["first"]), date.fromisoformat(self.told["last"])
        total, matters = self.told["total"], self.told["matters"]
        for n in range(total):
            code, matter = matters[n % len(matters)]
            dong = self.dongs[(n // len(matters) + n) % len(self.dongs)]
            on = first + timedelta(days=n * (last - first).days // (total - 1))
            yield morning(on) + timedelta(minutes=n % 300), code, f"{dong.name}, {matter}"

    def propose(self, n: int, at: datetime, code: str, title: str) -> Proposal:
        """Published on its day; five neighbours agreed."""
        author, *others = (self.people[(n * 7 + k) % FORMER] for k in range(6))
        words = {"title": title, "body": self.told["body"], "category": self.filed[code].code}
        draft = begin_proposal(by=author, at=at, **words)
        proposal = publish_proposal(draft, consent=self.consent.pk, by=author, at=at)
        for k, neighbour in enumerate(others, 1):
            support_proposal(proposal, by=neighbour, at=at + timedelta(days=k))
        return proposal

    def answer(self, proposal: Proposal, outcome: str, at: datetime) -> None:
        """Drafted, approved twice and published within its month."""
        officer, *hands = self.officers
        [referral] = Referral.objects.filter(topic=proposal.letter_topic)
        planned = at.date() + timedelta(days=180)
        reply = referrals.write_reply(
            referral,
            by=officer,
            at=at,
            words=self.told[f"{outcome}_words"],
            outcome=outcome,
            planned_on=planned if Outcome.objects.get(code=outcome).needs_date else None,
        )
        referrals.submit(reply, by=officer, at=at)
        for hours, hand in enumerate(hands, 1):
            referrals.approve(reply, by=hand, at=at + timedelta(hours=hours))


def former_residents(dongs: list[Neighborhood]) -> list[Person]:
    """People of those years; they have no address, so that no letter of then is sent now."""
    Person.objects.bulk_create(
        Person(
            name=invented_name(n + 500),
            level=Level.L3,
            level_basis="residence",
            verified_at=morning(date(2019, 7, 1)),
            ci_hash=ci_hash(f"demo:former{n}"),
            neighborhood=dongs[n % len(dongs)],
        )
        for n in range(FORMER)
    )
    return list(Person.objects.filter(ci_hash__in=[ci_hash(f"demo:former{n}") for n in range(FORMER)]))


def predecessor(role: str, title: str) -> Person:
    """Who held the office before whoever holds it now."""
    person = Person.objects.create(nickname=f"전 {title}")
    post = Post.objects.get(role=role, title=title)
    Posting.objects.create(post=post, person=person, start=date(2019, 7, 1), end=date(2026, 6, 30))
    return person


def morning(on: date) -> datetime:
    """Nine o'clock there."""
    return datetime.combine(on, time(9), timezone.get_default_timezone())
