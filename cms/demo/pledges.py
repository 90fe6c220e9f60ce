"""공약 of the demo: the printed sheets of 민선8기, and an example of how 민선9기 may carry them on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import transaction

from cms.demo.answers import holder
from cms.demo.facts import facts
from cms.demo.meetings import on_the_clock
from committees.models import AgendaItem, Body
from deliberation.actions import post_comment
from deliberation.models import Comment, Thread
from district.calendar import add_working_days, day
from district.models import Administration, Department, Person
from district.models.offices import Role
from pledges.actions import amending, closing, entering, laying
from pledges.actions.importing import import_pledges
from pledges.exchange.facts import read_facts
from pledges.models import CardForm, Closing, Pledge, PledgeRule, Target
from pledges.quarters import last_over, quarter_end
from pledges.rights import hands
from pledges.when import parse

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PROMISED, UNTIL = "2022-12-30", "2023-12-31"
"""When the plans of 민선8기 were made public in the demo, and the day of which their sheets tell."""
DAYS_TO_LAY, DAYS_TO_WRITE = 10, 4
"""So many working days later a sheet came into the house, and the closing of a quarter is written."""


def keep_pledges(at: datetime, neighbours: list[Person]) -> None:
    """The rule, the sheets and the example once; quarters are closed as they pass."""
    told = facts("pledges/ninth")
    lay_rule(told["rule"])
    copy_sheets("gwanak", at)
    administration = Administration.objects.get(name=told["administration"])
    if not date.fromisoformat(told["published"]) < day(at) <= administration.end:
        return  # an example of what has not begun, or is over, would be no promise
    with transaction.atomic():
        promises = [Promise(plan, told, administration, at) for plan in told["pledges"]]
        lay_all(promises)
        for promise in promises:
            promise.go_on(neighbours)


def lay_rule(row: dict[str, Any]) -> None:
    """Which department keeps pledges, and by when a quarter is reported."""
    keeper = Department.objects.get(code=row["keeper"])
    PledgeRule.objects.get_or_create(valid_from=row["valid_from"], defaults=row | {"keeper": keeper})


def copy_sheets(name: str, at: datetime) -> None:
    """The printed sheets of a district, once: laid in the house some days after that of which they tell."""
    told = facts(f"pledges/{name}")
    administration = Administration.objects.get(name=told["administration"])
    if not Pledge.objects.filter(administration=administration).exists():
        told_until = date.fromisoformat(told.get("as_of", UNTIL))
        came = min(at, on_the_clock(add_working_days(told_until, DAYS_TO_LAY), "10:00"))
        promised = on_the_clock(date.fromisoformat(PROMISED), "10:00")
        import_pledges(
            read_facts(told), administration, by=None, at=came, publish=True, published_at=promised
        )


def lay_all(promises: list["Promise"]) -> None:
    """A family is published when its shares are whole: all are laid first."""
    new = [promise for promise in promises if promise.found is None]
    laid = [promise.lay() for promise in new]
    for pledge, promise in zip(laid, new, strict=True):
        laying.publish_pledge(pledge, by=None, at=promise.published)


@dataclass(frozen=True)
class Promise:
    """One pledge of the example, as far as its time has come."""

    plan: dict[str, Any]
    told: dict[str, Any]
    administration: Administration
    at: datetime

    @property
    def found(self) -> Pledge | None:
        return Pledge.objects.filter(administration=self.administration, code=self.plan["code"]).first()

    @cached_property
    def department(self) -> Department:
        return Department.objects.get(code=self.plan["department"])

    @cached_property
    def officer(self) -> Person:
        """Who enters its figures and writes its closings."""
        return holder(self.department, Role.OFFICER)

    @property
    def published(self) -> datetime:
        return on_the_clock(date.fromisoformat(self.told["published"]), "10:00")

    def lay(self) -> Pledge:
        """The plan, which says of itself that it is an example."""
        plan, form = self.plan, CardForm.objects.filter(code="gwanak").latest("valid_from")
        above = Pledge.objects.filter(administration=self.administration, code=plan.get("parent", ""))
        return laying.lay_pledge(
            self.administration,
            code=plan["code"],
            title=plan["title"],
            parent=above.first(),
            share=plan["share"],
            form=form,
            status=form.statuses.get(code=plan["status"]),
            department=self.department,
            header=plan["header"],
            summary=self.told["example"],
            source=self.told["source"][:300],
            tags=plan["tags"],
            indicators=[self.indicator(row) for row in plan["indicators"]],
            budget=[(fund, "year", year, amount) for fund, year, amount in plan["budget"]],
            milestones=[
                (title, date.fromisoformat(starts), date.fromisoformat(ends))
                for title, starts, ends in plan["milestones"]
            ],
            charges=[(label, Department.objects.get(code=code)) for label, code in plan["charges"]],
            passages=[tuple(row) for row in plan["passages"]],
            by=None,
            at=self.published,
        )

    def indicator(self, row: dict[str, Any]) -> dict[str, Any]:
        """With its targets, and what counts it: the house itself wherever it can."""
        measure = dict(row["measure"])
        if "body" in measure:
            measure["body"] = Body.objects.get(slug=measure["body"])
        years = [(int(year), 0, value) for year, value in row["years"].items()]
        parts = [
            (int(year), int(quarter), value)
            for year, told in row["quarters"].items()
            for quarter, value in told.items()
        ]
        named = {name: row[name] for name in ("no", "name", "metric", "unit", "weight")}
        return named | {"targets": years + parts, "measures": [measure]}

    def go_on(self, neighbours: list[Person]) -> None:
        """What was done, spent, changed, said and closed since; each of it once."""
        pledge = self.found
        if pledge is None or pledge.published_at is None:
            return
        self.enter(pledge)
        self.spend(pledge)
        if pledge.thread is not None and not pledge.thread.comments.exists():
            self.talk(pledge.thread, neighbours)
        if "amendment" in self.plan and not pledge.amendments.exists():
            self.amend(pledge, self.plan["amendment"])
        for year, quarter in self.quarters_over():
            self.close(pledge, year, quarter)

    def enter(self, pledge: Pledge) -> None:
        """추진실적, each on the morning after it, with what shows it."""
        for row in self.plan["entries"]:
            when = parse(row["when"])
            at = self.morning_after(when.ends_on)
            if at > self.at or pledge.entries.filter(title=row["title"], starts_on=when.starts_on).exists():
                continue
            words = ("title", "text", "kind", "channel", "count", "evidence")
            entry = entering.add_entry(
                pledge,
                when=when,
                **{name: row[name] for name in words if name in row},
                indicator=pledge.indicators.filter(no=row.get("indicator")).first(),
                milestone=pledge.milestones.filter(order=row.get("milestone")).first(),
                by=self.officer,
                at=at,
            )
            if row.get("finishes") and entry.milestone is not None:
                entering.finish_milestone(entry.milestone, on=entry.ends_on, by=self.officer, at=at)

    def spend(self, pledge: Pledge) -> None:
        """집행액 up to a day."""
        for fund, told, amount, evidence in self.plan["spending"]:
            on = date.fromisoformat(told)
            at = self.morning_after(on)
            if at <= self.at and not pledge.spendings.filter(fund=fund, spent_on=on).exists():
                entering.add_spending(
                    pledge, fund=fund, spent_on=on, amount=amount, evidence=evidence, by=self.officer, at=at
                )

    @staticmethod
    def morning_after(on: date) -> datetime:
        """When somebody is at the desk again."""
        return on_the_clock(add_working_days(on, 1), "09:30")

    def talk(self, thread: Thread, neighbours: list[Person]) -> None:
        """Neighbours ask, and the department answers in its own name."""
        said: list[Comment] = []
        for row in self.plan.get("talk", []):
            at = self.published + row["after_days"] * DAY + 9 * HOUR
            if at > self.at:
                return
            office = Department.objects.filter(code=row.get("office", "")).first()
            by = holder(office, Role.OFFICER) if office else neighbours[row["who"]]
            above = said[row["answers"]].pk if "answers" in row else None
            said.append(post_comment(thread, by=by, body=row["words"], at=at, parent=above))

    def amend(self, pledge: Pledge, plan: dict[str, Any]) -> None:
        """변경: proposed, heard by the committee as a report, and in force some days later."""
        heard = AgendaItem.objects.filter(
            meeting__bodies__slug=plan["body"], meeting__source="", kind="report", state="done"
        ).select_related("meeting")
        item = heard.filter(title__contains=plan["item"]).first() or heard.order_by("pk").first()
        if item is None or item.meeting.adjourned_at is None:
            return
        ended, keeper = item.meeting.adjourned_at, holder(self.keeper, Role.OFFICER)
        proposed = ended - plan["proposed_days_before"] * DAY
        enacted = ended + plan["enacted_days_after"] * DAY
        more = self.more(pledge, plan, day(ended).year)
        if proposed < self.published or enacted > self.at or not more["targets"]:
            return
        made = amending.propose_amendment(pledge, reason=plan["reason"], **more, by=keeper, at=proposed)
        made = amending.bind_amendment(made, item=item, by=keeper, at=ended + DAY)
        amending.enact_amendment(made, effective_on=day(enacted), by=keeper, at=enacted)

    @property
    def keeper(self) -> Department:
        return PledgeRule.objects.on(day(self.at)).keeper

    def more(self, pledge: Pledge, plan: dict[str, Any], year: int) -> dict[str, Any]:
        """What is promised more for each whole year that is still to come."""
        target, money = plan["target"], plan["money"]
        years = {"year__gt": year, "year__lt": self.administration.end.year}
        targets = Target.objects.filter(
            indicator__pledge=pledge, indicator__no=target["no"], quarter=0, **years
        )
        lines = pledge.budget_lines.filter(fund=money["fund"], span="year", **years)
        return {
            "targets": [(target["no"], row.year, 0, (row.value or 0) + target["more"]) for row in targets],
            "budget": [(row.fund, row.span, row.year, row.amount + money["more"]) for row in lines],
        }

    def quarters_over(self) -> Iterator[tuple[int, int]]:
        """Each quarter of the administration that has passed, oldest first."""
        year, quarter = self.administration.start.year, (self.administration.start.month + 2) // 3
        while quarter_end(year, quarter) < day(self.at):
            yield year, quarter
            year, quarter = (year, quarter + 1) if quarter < 4 else (year + 1, 1)

    def close(self, pledge: Pledge, year: int, quarter: int) -> None:
        """마감: all that have passed, but for the last one what the file says of it."""
        last = self.plan["last"] if (year, quarter) == last_over(day(self.at)) else "closed"
        at = on_the_clock(add_working_days(quarter_end(year, quarter), DAYS_TO_WRITE), "10:00")
        if last == "overdue" or at + DAY > self.at:
            return
        made = pledge.closings.filter(year=year, quarter=quarter).first()
        if made is None:
            first = quarter_end(year, quarter) < self.administration.start + 92 * DAY
            words = self.plan["closing"] if first else self.told["closing"]
            made = closing.write_closing(pledge, year=year, quarter=quarter, **words, by=self.officer, at=at)
            made = closing.submit_closing(made, by=self.officer, at=at + HOUR)
        if last == "closed":
            self.approve(made, at + 2 * HOUR)

    def approve(self, made: Closing, at: datetime) -> None:
        """Through the hands that are left."""
        while (step := hands(made)) is not None:
            closing.approve_closing(made, by=holder(self.department, step.role), at=at)
            at += HOUR
