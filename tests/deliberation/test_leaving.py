"""Whoever leaves takes along what was never said, and does not count twice by coming again."""

from datetime import timedelta

import pytest

from cms.actions import due, leave_house
from cms.mydata import gather
from deliberation import actions
from deliberation.models import Proposal
from tests.cast import NOON
from tests.deliberation.proposers import fresh, written

LATER, LONG_AFTER = NOON + timedelta(minutes=1), NOON + timedelta(days=400)


def is_kept(person, at):
    """Whether the district still knows this human being from others once the clock has struck."""
    due(at)
    person.refresh_from_db()
    return person.ci_hash is not None


def test_who_agreed_is_known_as_long_as_the_proposal_counts(proposal, neighbour):
    actions.support_proposal(proposal, by=neighbour, at=NOON)
    leave_house(neighbour, at=NOON)
    assert is_kept(neighbour, LATER)
    assert not is_kept(neighbour, LONG_AFTER)


def test_who_proposed_is_known_as_long_as_neighbours_may_agree(proposal, resident):
    leave_house(resident, at=NOON)
    assert is_kept(resident, LATER)


def test_who_took_it_back_in_time_is_let_go(proposal, neighbour):
    actions.support_proposal(proposal, by=neighbour, at=NOON)
    actions.unsupport_proposal(proposal, by=neighbour, at=NOON)
    leave_house(neighbour, at=NOON)
    assert not is_kept(neighbour, LATER)


def test_nobody_walks_out_of_a_block(neighbour):
    neighbour.blocked_until = NOON + timedelta(days=7)
    neighbour.save()
    leave_house(neighbour, at=NOON)
    assert is_kept(neighbour, LATER)
    assert not is_kept(neighbour, NOON + timedelta(days=8))


def test_a_draft_goes_with_its_author_and_a_proposal_stays(proposal, resident):
    draft = written(resident, tags=["골목"])
    actions.invite_share(draft, label="이웃", percent=20, by=resident, at=NOON)
    leave_house(resident, at=NOON)
    assert list(Proposal.objects.filter(author=resident)) == [fresh(proposal)]


def test_my_data_hold_my_drafts_my_proposals_and_with_what_i_agreed(proposal, resident, neighbour):
    written(resident)
    actions.support_proposal(proposal, by=neighbour, at=NOON)
    mine, theirs = gather(resident, NOON), gather(neighbour, NOON)
    assert [(row["id"], row["percent"]) for row in mine["proposals"]] == [(proposal.pk, 100), (None, 100)]
    assert theirs["proposals_supported"] == [{"proposal": proposal.pk}]


@pytest.mark.parametrize("joined", [True, False])
def test_only_who_still_proposes_is_not_counted_among_the_voices(consent, resident, residents, joined):
    leaver, stayer = residents(2)
    draft = written(resident)
    for person, percent in ((leaver, 20), (stayer, 30)):
        share = actions.invite_share(draft, label="이웃", percent=percent, by=resident, at=NOON)
        actions.accept_share(share, consent=consent.pk, by=person, at=NOON)
        if person == leaver and not joined:
            actions.decline_share(share, by=person, at=NOON)
    proposal = actions.publish_proposal(draft, consent=consent.pk, by=resident, at=NOON)
    said = actions.post_comment(proposal.thread, by=leaver, body="함께해요.", at=NOON)
    assert said.counted is not joined
