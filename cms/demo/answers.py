"""Answers of the demo, written and approved by whoever holds the offices of a department."""

from datetime import datetime, timedelta
from typing import Any

from district.models import Department, Person
from district.models.offices import Role
from referrals import actions as referrals
from referrals.models import Referral, Reply


def holder(department: Department, role: str) -> Person:
    """Who holds that office there; a director's is the bureau above it, and there is one mayor."""
    offices = {Role.DIRECTOR: department.parent, Role.MAYOR: None}
    held = {"postings__post__role": role, "postings__post__department": offices.get(Role(role), department)}
    people = Person.objects.filter(**held, postings__end=None)
    return people.order_by("postings__id")[0]


def draft(referral: Referral, told: dict[str, Any], at: datetime) -> Reply:
    """Written by the officer and handed up; the head has it now."""
    officer = holder(referral.department, Role.OFFICER)
    reply = referrals.write_reply(
        referral,
        by=officer,
        at=at,
        words=told["words"],
        outcome=told.get("outcome", ""),
        ground=told.get("ground", ""),
        reason=told.get("reason", ""),
        planned_on=at.date() + timedelta(days=told["planned"]) if "planned" in told else None,
        video_url=told.get("video", ""),
    )
    referrals.submit(reply, by=officer, at=at)
    return reply


def answer(referral: Referral, told: dict[str, Any], at: datetime) -> None:
    """Written, approved by each hand of the chain in turn, and published by the last."""
    reply = draft(referral, told, at)
    for hours, role in enumerate(referral.chain.roles[1:], 1):
        referrals.approve(reply, by=holder(referral.department, role), at=at + timedelta(hours=hours))
