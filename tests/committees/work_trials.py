"""Who may give members a task, who reads who has answered, who proposes and who hands over; docs/roles.md."""

from committees.actions import assignments, recommending
from committees.views.tasks_verbs import panels_of
from district.models import AccessRecord
from district.refusals import Refusal
from district.visitors import speaker
from tests.cast import NOON
from tests.committees.tasks import TOLD, given, steps

WORDS = {"title": "골목길 조명", "text": "등을 바꿔 주세요."}


def give_task(person, world):
    body = world.meeting.round.convener
    by = speaker(person)
    task = assignments.plan_assignment(body, by=by, at=NOON, **TOLD, steps=steps())
    assignments.give_assignment(task, by=by, at=NOON)
    assignments.remind_assignment(task, by=by, at=NOON)
    return "✓"


def read_answered(person, world):
    task = given(world.meeting.round.convener)
    try:
        panels_of(task, speaker(person), NOON)
    except Refusal as refusal:
        return "" if refusal.status in {403, 404} else refusal.code
    return "logged" if AccessRecord.objects.filter(person=person).exists() else "✓"


def propose(person, world):
    recommending.recommend(world.meeting.round.convener, **WORDS, by=speaker(person), at=NOON)
    return "✓"


def hand_over(person, world):
    body = world.meeting.round.convener
    row = recommending.recommend(body, **WORDS, by=world.cast["member"], at=NOON)
    recommending.hand_over(row, department=body.department, by=speaker(person), at=NOON)
    return "✓"


WORK = {
    "give the members of a body a task (지정과제), remind them, report": give_task,
    "read who has answered a task": read_answered,
    "propose to the district as a member (정책제안)": propose,
    "hand a member's recommendation to a department": hand_over,
}
