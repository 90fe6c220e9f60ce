"""참석 회신. How many mean to come, for those who meet; who, for the secretary alone."""

from collections import Counter
from typing import Any

from committees.models import Meeting, Rsvp
from committees.rights import Rights
from committees.roster import Member, roster
from district.dates import moment
from district.models import Person
from district.refusals import Refusal

SILENT = "silent"


def counts_of(meeting: Meeting, members: list[Member] | None = None) -> dict[str, int]:
    """By answer, and how many have not answered; whoever sits no more is not counted."""
    members = roster(meeting.bodies.all(), meeting.day) if members is None else members
    seated = {member.person_id for member in members}
    answers = dict(meeting.rsvps.filter(person__in=seated).values_list("person", "answer"))
    told = Counter(answers.values())
    return {**{answer: told[answer] for answer in Rsvp.Answer.values}, SILENT: len(seated) - len(answers)}


def reply_row(rsvp: Rsvp, member: Member | None = None) -> dict[str, Any]:
    """One member's answer, for themselves and for the secretary."""
    return {
        "id": rsvp.pk,
        "seat": rsvp.seat_id,
        "name": member.name if member else "",
        "answer": rsvp.answer,
        "answer_label": rsvp.get_answer_display(),
        "note": rsvp.note,
        "at": moment(rsvp.at),
    }


def reply_rows(meeting: Meeting, members: list[Member] | None = None) -> list[dict[str, Any]]:
    """All of them by name, in the order of the roster."""
    members = roster(meeting.bodies.all(), meeting.day) if members is None else members
    answered = {rsvp.person_id: rsvp for rsvp in meeting.rsvps.all()}
    return [
        reply_row(answered[member.person_id], member) for member in members if member.person_id in answered
    ]


def replies_of(meeting: Meeting, person: Person | None, rights: Rights) -> dict[str, Any]:
    """What a page of the members shows of it."""
    members = roster(meeting.bodies.all(), meeting.day)
    mine = meeting.rsvps.filter(person=person).first() if rights.member is not None else None
    counts = counts_of(meeting, members)
    labels = {**dict(Rsvp.Answer.choices), SILENT: None}
    return {
        "counts": counts,
        "counted": [(labels[answer], number) for answer, number in counts.items() if labels[answer]],
        "silent": counts[SILENT],
        "mine": reply_row(mine, rights.member) if mine is not None else None,
        "names": reply_rows(meeting, members) if rights.keeps else [],
        "answers": answers_to(meeting),
        "may_send": rights.member is not None and _takes_replies(meeting),
    }


def answers_to(meeting: Meeting) -> list[tuple[str, Any]]:
    """What can be answered: by the line only where there is one."""
    lines = meeting.mode in meeting.ON_LINE and meeting.rule.remote_allowed if not meeting.source else False
    return [choice for choice in Rsvp.Answer.choices if lines or choice[0] != Rsvp.Answer.REMOTE]


def _takes_replies(meeting: Meeting) -> bool:
    try:
        meeting.check_takes_replies()
    except Refusal:
        return False
    return True
