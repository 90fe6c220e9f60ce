"""Questions in every state, one of them a single voice short of the mayor's answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import cycle
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from cms.demo.answers import answer
from cms.models import QuestionIndexPage, QuestionPage
from deliberation.actions import post_comment, support_comment, withdraw_comment
from deliberation.actions.clock import due
from deliberation.models import Comment, Question, Thread
from district.calendar import day
from district.models import Department, Person
from surveys.actions import answer_survey
from surveys.models import Item, Survey

# Enough invented neighbours for the fullest question of the file.
NEIGHBOURS = 120
STANCES = ("pro", "", "con", "pro", "curious", "pro", "", "con")


@dataclass(frozen=True)
class Town:
    """Who asks and who answers in the demo."""

    index: QuestionIndexPage
    facts: dict[str, Any]
    officers: dict[str, Person]
    neighbours: list[Person]
    at: datetime

    def ask_all(self) -> None:
        """Every question of the file once, and always one that waits for its hundredth voice."""
        for plan in sorted(self.facts["questions"], key=lambda plan: plan["opens"]):
            if not QuestionPage.objects.child_of(self.index).filter(slug=plan["key"]).exists():
                Conversation(self, plan).hold()
        if not waiting_for_one(self.at).exists() and not self.asked_today():
            self.ask_again()

    def asked_today(self) -> bool:
        """Whether the day has had its question: a second run on one day changes nothing."""
        return Question.objects.filter(published_at__date=day(self.at)).exists()

    def ask_again(self) -> None:
        """The last one was used up or has ended: the next of the series follows it, no latch is undone."""
        asked = QuestionPage.objects.child_of(self.index).filter(slug__startswith="next-").count()
        living = next(plan for plan in self.facts["questions"] if plan.get("living"))
        series = self.facts["series"]
        fresh = {"key": f"next-{asked + 1}", "title": series["titles"][asked % len(series["titles"])]}
        Conversation(self, living | series["plan"] | fresh).hold()


def filled(item: Item, n: int) -> Any:
    """What the nth neighbour answers; no two in a row the same."""
    options = [str(option.key) for option in item.options.all()]
    if item.kind == Item.Kind.SCALE:
        return 1 + (n * 7 + n // 3) % (item.steps or 5)
    if item.kind == Item.Kind.MULTIPLE:
        return sorted({options[n % len(options)], options[n * 3 % len(options)]})
    return options[n * n % 5 % len(options)]


def waiting_for_one(at: datetime) -> QuerySet[Question]:
    """Open questions that are one voice short."""
    short = F("policy__voices_needed") - 1
    return Question.objects.in_status("open", at).filter(mayor_called_at=None, thread__voices=short)


class Conversation:
    """One question of the demo, from its page to its last word, through the actions."""

    def __init__(self, town: Town, plan: dict[str, Any]) -> None:
        self.town, self.plan, self.at = town, plan, town.at
        morning = datetime.combine(day(town.at), time(9), timezone.get_current_timezone())
        self.opens_at = morning + timedelta(days=plan["opens"])
        self.closes_at = morning.replace(hour=18) + timedelta(days=plan["closes"])

    def hold(self) -> None:
        """Ask, let the neighbours answer, and conclude where the file says so."""
        page = self.publish()
        question = Question.objects.select_related("thread", "survey").get(pk=page.question_id)
        comments = self.speak(question.thread)
        self.support(comments)
        if question.survey is not None:
            self.fill_in(question.survey)
        if self.closes_at < self.at:
            due(self.closes_at + timedelta(minutes=1))
        if self.plan.get("result"):
            self.be_answered(question)
            self.conclude(page)

    def fill_in(self, survey: Survey) -> None:
        """Neighbours answer the structured questions, each a little differently."""
        items = list(survey.items.standing().prefetch_related("options"))
        for n, person in enumerate(self.town.neighbours[: self.plan["answered"]]):
            answers = {str(item.key): filled(item, n) for item in items if item.kind != "free"}
            answer_survey(survey, by=person, answers=answers, at=self.opens_at + timedelta(hours=n), ref=None)

    def be_answered(self, question: Question) -> None:
        """The department answers what it was handed with the last word, and so does the mayor."""
        question.refresh_from_db()
        for referral, told in (
            (question.referral, self.plan["reply"]),
            (question.mayor_referral, self.plan["mayor"]),
        ):
            if referral is not None:
                answer(referral, told, self.closes_at + timedelta(days=told["on"]))

    def conclude(self, page: QuestionPage) -> None:
        """The editor sums up, and says of each opinion what became of it."""
        page.closing, page.result = self.plan["closing"], self.plan["result"]
        page.reflections = [
            {"type": "reflection", "value": row | {"department": str(page.department_id)}}
            for row in self.plan["reflections"]
        ]
        page.save_revision(user=self.town.officers["editor"]).publish()

    def publish(self) -> QuestionPage:
        """The page an editor writes; the seam makes the record of it."""
        page = QuestionPage(
            title=self.plan["title"],
            slug=self.plan["key"],
            kind=self.plan["kind"],
            topic=self.plan["topic"],
            department=Department.objects.get(code=self.plan["department"]),
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            purpose=self.plan["purpose"],
            background=self.plan["background"],
            facts=[
                {"type": "fact", "value": {"label": label, "value": value}}
                for label, value in self.plan["facts"]
            ],
            survey_items=self.plan.get("survey", []),
        )
        page.tags.add(*self.plan["tags"])
        page.live = False
        self.town.index.add_child(instance=page)
        if self.opens_at < self.at:
            # Asked on its day: what is written down after its end was never open here.
            page.question = page.hand_over(by=self.town.officers["editor"], at=self.opens_at)["question"]
            page.save(update_fields=["question"])
        page.save_revision(user=self.town.officers["editor"]).publish()
        return QuestionPage.objects.get(pk=page.pk)

    def speak(self, thread: Thread) -> list[Comment]:
        """Each voice once, some of them again, spread over the days since the opening."""
        voices, extra = self.plan["voices"], self.plan["extra"]
        turns = [*self.town.neighbours[:voices], *self.town.neighbours[:extra]]
        until = min(self.at, self.closes_at) - timedelta(minutes=3)
        step = (until - self.opens_at) / (len(turns) + 3)
        words, replies = self.words(), cycle(self.town.facts["replies"])
        comments: list[Comment] = []
        for n, person in enumerate(turns):
            parent = self.answered_by(n, comments)
            body = next(replies) if parent else next(words)
            said_at = self.opens_at + step * (n + 1)
            stance = "" if parent else STANCES[n % len(STANCES)]
            comments.append(
                post_comment(thread, by=person, body=body, at=said_at, parent=parent, stance=stance)
            )
            if n == len(turns) // 2 and extra:
                self.regret(thread, person, said_at)
        if official := self.town.facts["official"].get(self.plan["key"]):
            last = next(one for one in reversed(comments[:-2]) if not one.parent_id)
            at = comments[-1].posted_at + step
            post_comment(thread, by=self.town.officers["officer"], body=official, at=at, parent=last.pk)
        return comments

    def answered_by(self, n: int, comments: list[Comment]) -> int | None:
        """Every fifth of the second round answers somebody who spoke lately."""
        if n < self.plan["voices"] or n % 5:
            return None
        return next(one.pk for one in reversed(comments[: -n % 7 - 7]) if not one.parent_id)

    def regret(self, thread: Thread, person: Person, at: datetime) -> None:
        """Somebody thinks better of what they wrote; its place stays."""
        again = post_comment(thread, by=person, body=self.town.facts["regretted"], at=at)
        withdraw_comment(again, by=person, at=at)

    def words(self) -> Iterator[str]:
        """Sentences that differ: an opener, a point and a closer in turning order."""
        points, openers, closers = (
            self.plan["points"],
            self.town.facts["openers"],
            self.town.facts["closers"],
        )
        for n in range(10_000):
            parts = (openers[n * 5 % len(openers)], points[n % len(points)], closers[n * 7 % len(closers)])
            yield " ".join(part for part in parts if part)

    def support(self, comments: list[Comment]) -> None:
        """Neighbours agree with some of it, most with what came early."""
        until = min(self.at, self.closes_at) - timedelta(minutes=1)
        fresh = [comment for comment in comments if not comment.parent_id]
        for n in range(self.plan["supports"]):
            comment = fresh[-1 - (n * n % 29) % min(len(fresh), 17)]
            support_comment(comment, by=self.town.neighbours[(n * 13 + 5) % NEIGHBOURS], at=until)
