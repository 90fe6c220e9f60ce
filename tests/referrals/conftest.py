"""Offices that owe an answer, and what they are asked."""

from datetime import timedelta

import pytest

from district.models import Department
from referrals.actions import approve, refer, submit, write_reply
from referrals.models import Referral
from tests.cast import NOON, in_office

ANSWER = {
    "words": "내년 예산에 담겠습니다.",
    "outcome": "accepted",
    "planned_on": NOON.date() + timedelta(days=90),
}
REFUSAL = {
    "words": "검토한 결과를 알려 드립니다.",
    "outcome": "rejected",
    "ground": "underway",
    "reason": "이미 하고 있는 일입니다.",
}


@pytest.fixture
def elsewhere(db):
    """Another department, under another 국."""
    return Department.objects.create(name="치수과", code="C07")


@pytest.fixture
def stranger(elsewhere):
    """An officer of that department."""
    return in_office("stranger", "officer", "치수팀 주무관", elsewhere)


@pytest.fixture
def colleague(department):
    """A second officer of the department that is asked."""
    return in_office("colleague", "officer", "예산팀 주무관", department)


@pytest.fixture
def adviser(db):
    return in_office("adviser", "adviser", "정책보좌관")


@pytest.fixture
def ask(department):
    """Ask the department something: ask(), ask(kind="question", at=…)."""

    def asked(**facts):
        told = {
            "kind": "proposal", "label": "제안", "title": "골목길 조명 바꾸기", "url": "/proposals/12/",
            "department": department, "by": None, "at": NOON,
        }  # fmt: skip
        return refer(**told | facts)

    return asked


@pytest.fixture
def referral(ask):
    return ask()


@pytest.fixture
def answer(officer, head, director, mayor):
    """Let it go through all hands: answer(referral, **ANSWER)."""

    def answered(referral, at=NOON, **said):
        draft = write_reply(referral, by=officer, at=at, **said or ANSWER)
        submit(draft, by=officer, at=at)
        for hand in (head, director, mayor)[: len(referral.chain.roles) - 1]:
            approve(draft, by=hand, at=at)
        return Referral.objects.with_file().get(pk=referral.pk)

    return answered
