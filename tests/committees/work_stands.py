"""A task and a recommendation in every state, with the acts that the desk and members know."""

from datetime import timedelta
from functools import partial

from django.urls import reverse

from committees.actions import assignments, recommending
from committees.models import Assignment, Recommendation
from committees.views.recommendations_verbs import recommendation_at
from committees.views.tasks_verbs import assignment_at
from district.visitors import speaker
from referrals.actions import approve, submit, write_reply
from tests.cast import NOON
from tests.committees.tasks import TOLD, given, planned, steps
from tests.referrals.conftest import ANSWER
from tests.states import Deed

DAY = timedelta(days=1)
TASKING = frozenset({"secretary", "facilitator", "officer", "head", "admin", "auditor"})
SAID = {
    "title": "고친 과제", "brief": "", "starts_on": TOLD["starts_on"].isoformat(),
    "due_on": TOLD["due_on"].isoformat(),
    "steps": [{"kind": "visit", "title": "현장", "due_on": TOLD["due_on"].isoformat()}],
}  # fmt: skip
FORM = {
    "title": "고친 과제", "brief": "", "starts_on": SAID["starts_on"], "due_on": SAID["due_on"], "steps": "1",
    "s1-kind": "visit", "s1-title": "현장", "s1-due_on": SAID["due_on"], "s1-words": "", "s1-items": "0",
}  # fmt: skip
WORDS = "골목이 어둡습니다."


class Tasks:
    """One of the council's tasks."""

    def __init__(self, body):
        self.body = body

    def states(self):
        return {name: partial(self.stand, name) for name in Assignment.Stage.values}

    def stand(self, name):
        task = {"draft": planned, "running": given}.get(name, self.past)(self.body)
        if name == "reported":
            assignments.report_assignment(task, words=WORDS, by=None, at=NOON)
        task = Assignment.objects.get(pk=task.pk)
        assert task.stage(NOON.date()) == name
        return task

    def past(self, body):
        """Given three weeks ago, and over."""
        early = [step.__class__(step.kind, step.title, TOLD["starts_on"] - DAY) for step in steps()[::2]]
        days = {"starts_on": TOLD["starts_on"] - 20 * DAY, "due_on": TOLD["starts_on"] - DAY}
        return given(body, at=NOON - 20 * DAY, steps=early, **days)

    def deeds(self):
        def act(verb, **said):
            def done(task, person):
                verb(assignment_at(task.pk, speaker(person), NOON), by=person, at=NOON, **said)

            return done

        def api(ending, **said):
            return lambda task: ("post", f"/api/v1/assignments/{task.pk}/{ending}/", said)

        def form(press, **said):
            return lambda task: (reverse("desk-assignment", args=[task.pk]), {"do": press, **said})

        told = TOLD | {"steps": steps()}
        return {
            "change": Deed(
                act(assignments.change_assignment, **told),
                lambda task: ("put", f"/api/v1/assignments/{task.pk}/", SAID),
                form=form("save", **FORM),
                inside=TASKING,
            ),
            "give": Deed(act(assignments.give_assignment), api("give"), form=form("give"), inside=TASKING),
            "remind": Deed(
                act(assignments.remind_assignment), api("remind"), form=form("remind"), inside=TASKING
            ),
            "report": Deed(
                act(assignments.report_assignment, words=WORDS),
                api("report", words=WORDS),
                form=form("report", words=WORDS),
                inside=TASKING,
            ),
        }


class Recommendations:
    """One of a member's recommendations."""

    def __init__(self, cast, body, department):
        self.cast, self.body, self.department = cast, body, department

    def states(self):
        return {name: partial(self.stand, name) for name in ("proposed", "referred", "answered", "withdrawn")}

    def stand(self, name):
        said = {"title": "골목길 조명", "text": "등을 바꿔 주세요."}
        row = recommending.recommend(self.body, **said, by=self.cast["member"], at=NOON)
        if name == "withdrawn":
            recommending.withdraw_recommendation(row, by=self.cast["member"], at=NOON)
        elif name != "proposed":
            row = recommending.hand_over(row, department=self.department, by=None, at=NOON)
        if name == "answered":
            reply = write_reply(row.referral, by=self.cast["officer"], at=NOON, **ANSWER)
            submit(reply, by=self.cast["officer"], at=NOON)
            approve(reply, by=self.cast["head"], at=NOON)
            approve(reply, by=self.cast["director"], at=NOON)
        row = Recommendation.objects.get(pk=row.pk)
        assert row.state == name
        return row

    def deeds(self):
        def refer(row, person):
            seen = recommendation_at(row.pk, speaker(person))
            recommending.hand_over(seen, department=self.department, by=person, at=NOON)

        def withdraw(row, person):
            seen = recommendation_at(row.pk, speaker(person))
            recommending.withdraw_recommendation(seen, by=person, at=NOON)

        def at(row, ending, **said):
            return "post", f"/api/v1/recommendations/{row.pk}/{ending}/", said

        return {
            "hand over": Deed(
                refer,
                lambda row: at(row, "refer", department=self.department.pk),
                form=lambda row: (
                    reverse("desk-recommendations"),
                    {"recommendation": row.pk, "department": self.department.pk},
                ),
                inside=TASKING,
            ),
            "take back": Deed(
                withdraw,
                lambda row: at(row, "withdraw"),
                form=lambda row: (reverse("recommendation-withdraw", args=[row.pk]), {}),
            ),
        }
