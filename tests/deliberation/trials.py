"""What docs/roles.md says of proposals, tried by everybody."""

from deliberation import actions
from district.models import Consent
from district.visitors import speaker
from tests.cast import NOON
from tests.deliberation.proposers import laid_ground, published, written


def proposed(world):
    """What the author proposes."""
    laid_ground(world.thread.subject.policy, world.department)
    return published(world.cast["author"])


def publish(person, world):
    laid_ground(world.thread.subject.policy, world.department)
    consent = Consent.objects.get(kind="proposal")
    by = speaker(person)
    actions.publish_proposal(written(by), consent=consent.pk, by=by, at=NOON)
    return "✓"


def agree(person, world):
    actions.support_proposal(proposed(world), by=speaker(person), at=NOON)
    return "✓"


def withdraw(person, world):
    actions.veil_proposal(proposal := proposed(world), by=speaker(person), at=NOON)
    actions.withdraw_proposal(proposal, by=person, at=NOON)
    return "✓"


def transfer(person, world):
    first, by = proposed(world), speaker(person)
    second = published(world.cast["member"], title="같은 것")
    actions.merge_proposals(second, into=first, by=by, at=NOON)
    actions.transfer_proposal(first, to="서울특별시", reason="시의 일입니다.", by=by, at=NOON)
    return "✓"


def call_complaint(person, world):
    actions.turn_into_case(proposed(world), by=speaker(person), at=NOON)
    return "✓"
