"""How proposals come into being in tests: through the actions, as in the house."""

from datetime import date

import pytest

from deliberation import actions
from deliberation.models import Category, Proposal
from district.models import Consent, Department
from district.refusals import Refusal
from tests.cast import NOON

TITLE, BODY = "골목길 조명 바꾸기", "낙성대 뒷골목의 조명을 바꿉시다."


def laid_ground(policy, department):
    """The text one agrees to, a category of a department, and who keeps participation."""
    policy.department = department
    policy.save()
    consent, _ = Consent.objects.get_or_create(
        kind="proposal", version="1", defaults={"title": "제안 동의", "in_force_from": date(2022, 7, 1)}
    )
    roads, _ = Department.objects.get_or_create(name="도로과", defaults={"code": "R01"})
    Category.objects.get_or_create(
        code="roads", defaults={"label": "도로·교통", "department": roads, "source": "시험"}
    )
    return consent


def written(by, at=NOON, **words):
    """A draft that could be published."""
    words = {"title": TITLE, "body": BODY, "category": "roads", **words}
    return actions.begin_proposal(by=by, at=at, **words)


def published(by, at=NOON, **words):
    """A proposal that was put before the neighbours."""
    consent = Consent.objects.get(kind="proposal", version="1")
    return actions.publish_proposal(written(by, at, **words), consent=consent.pk, by=by, at=at)


def agreed(proposal, people, at=NOON):
    """So many neighbours agree, one after the other."""
    for person in people:
        actions.support_proposal(proposal, by=person, at=at)
    return fresh(proposal)


def fresh(proposal):
    return Proposal.objects.with_file().get(pk=proposal.pk)


def refused(act, **how):
    """The code of the refusal with which an act ends."""
    with pytest.raises(Refusal) as no:
        act(**how)
    return no.value.code
