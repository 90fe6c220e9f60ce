"""Proposals in every state, one of them a single supporter short of a department's review."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import Q

from cms.demo.answers import answer, draft, holder
from cms.demo.facts import facts
from deliberation.actions import (
    ask_reconsideration,
    begin_proposal,
    merge_proposals,
    post_comment,
    publish_proposal,
    support_proposal,
    transfer_proposal,
    turn_into_case,
    withdraw_proposal,
)
from deliberation.models import Category, Proposal, Thread
from deliberation.models.consenting import consent_on
from district.calendar import day
from district.models import Department, Neighborhood, Person
from district.models.offices import Role
from referrals import actions as referrals
from referrals.models import Referral


def propose_all(at: datetime, neighbours: list[Person], writer: Person) -> None:
    """Every proposal of the file once, and always one that waits for its fifth supporter."""
    told = facts("proposals")
    town = Town(told, neighbours, at)
    for plan in sorted(told["proposals"], key=lambda plan: -plan["ago"]):
        town.propose(plan, plan["title"])
    if not Proposal.objects.filter(author=writer).exists():
        begin_proposal(by=writer, at=at, **told["draft"])
    waiting = Proposal.objects.in_status("collecting", at).filter(supports=4, collects_until__gt=at)
    if not waiting.exists():
        town.propose_again()


class Town:
    """Who proposes, agrees, speaks and answers in the demo."""

    def __init__(self, told: dict[str, Any], neighbours: list[Person], at: datetime) -> None:
        self.told, self.neighbours, self.at = told, neighbours, at
        self.dongs = {dong.name: dong.pk for dong in Neighborhood.objects.all()}
        self.made: dict[str, Proposal] = {}

    def propose_again(self) -> None:
        """The last one was used up or is over: the next title of the series follows it, once a day."""
        living = self.told["living"]
        titles = living["titles"]
        used = Proposal.objects.filter(Q(title__in=titles) | Q(kept__title__in=titles))
        if not used.filter(saved_at__date=day(self.at - timedelta(days=living["ago"]))).exists():
            self.propose(living, titles[used.count() % len(titles)], anew=True)

    def propose(self, plan: dict[str, Any], title: str, *, anew: bool = False) -> None:
        """Published on its day, agreed with, talked about, and as far along its road as the file says."""
        # Of a hidden one the title lies with the words that are kept.
        known = Proposal.objects.filter(Q(title=title) | Q(kept__title=title)).first()
        if known is not None and not anew:
            self.made[plan["key"]] = known
            return
        began = self.at - timedelta(days=plan["ago"])
        author = self.neighbours[plan["author"]]
        draft = begin_proposal(
            by=author,
            at=began,
            title=title,
            body=plan["body"],
            category=plan["category"],
            neighborhood=self.dongs[plan["dong"]],
            place=plan["place"],
        )
        consent = consent_on(day(began)).pk
        proposal = publish_proposal(draft, consent=consent, by=author, at=began)
        self.made[plan.get("key", title)] = proposal
        self.echo(proposal, plan, began)
        for step in plan.get("road", []):
            Road(self, Proposal.objects.get(pk=proposal.pk), step, began).go()

    def echo(self, proposal: Proposal, plan: dict[str, Any], began: datetime) -> None:
        """Neighbours agree and speak, in turn, within the first days."""
        others = [each for n, each in enumerate(self.neighbours) if n != plan["author"]]
        step = timedelta(hours=1) if plan["ago"] < 10 else timedelta(hours=3)
        for n, neighbour in enumerate(others[: plan["supports"]], 1):
            support_proposal(proposal, by=neighbour, at=began + step * n)
        words, stances, thread = (
            self.told["words"],
            self.told["stances"],
            Thread.objects.get(proposal=proposal),
        )
        for n, neighbour in enumerate(others[: plan["voices"]], 1):
            post_comment(
                thread,
                by=neighbour,
                body=words[n % len(words)],
                stance=stances[n % len(stances)],
                at=began + step / 3 * n + timedelta(minutes=7),
            )


class Road:
    """One step of what became of a proposal, taken by whoever may take it."""

    def __init__(self, town: Town, proposal: Proposal, step: dict[str, Any], began: datetime) -> None:
        self.town, self.proposal, self.step = town, proposal, step
        self.at = began + timedelta(days=step["on"])

    def go(self) -> None:
        """The verb of the file."""
        getattr(self, self.step["do"])()

    @property
    def referral(self) -> Referral:
        """What its department owes."""
        return Referral.objects.get(pk=cast(int, self.proposal.referral_id))

    @property
    def officer(self) -> Person:
        """Who works at it in the department it was filed under."""
        filed = Category.objects.get(proposals=self.proposal)
        return holder(Department.objects.get(pk=cast(int, filed.department_id)), Role.OFFICER)

    def draft(self) -> None:
        """Drafted and handed up; the head has it now."""
        draft(self.referral, self.step, self.at)

    def answer(self) -> None:
        """Drafted, approved twice, published."""
        answer(self.referral, self.step, self.at)

    def start(self) -> None:
        """실시."""
        self.progress("started")

    def finish(self) -> None:
        """완료."""
        self.progress("finished")

    def progress(self, kind: str) -> None:
        """What the department reports of it."""
        referrals.report_progress(
            self.referral,
            kind=kind,
            on=self.at.date(),
            words=self.step["words"],
            by=self.officer,
            at=self.at,
        )

    def again(self) -> None:
        """Its author asks for another look."""
        ask_reconsideration(self.proposal, words=self.step["words"], by=self.proposal.author, at=self.at)

    def withdraw(self) -> None:
        """Its author takes it back."""
        withdraw_proposal(self.proposal, reason=self.step["reason"], by=self.proposal.author, at=self.at)

    def transfer(self) -> None:
        """It is another office's."""
        transfer_proposal(
            self.proposal,
            to=self.step["to"],
            reason=self.step["reason"],
            by=self.officer,
            at=self.at,
        )

    def civil(self) -> None:
        """It is a complaint, and answered as one."""
        turn_into_case(self.proposal, reason=self.step["reason"], by=self.officer, at=self.at)

    def merge(self) -> None:
        """It says what another had said before."""
        into = Proposal.objects.get(pk=self.town.made[self.step["into"]].pk)
        merge_proposals(self.proposal, into=into, reason=self.step["reason"], by=self.officer, at=self.at)
