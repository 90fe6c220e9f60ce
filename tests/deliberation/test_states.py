"""docs/states.md, walked: questions, proposals and comments in every state, by everybody, at every door."""

import pytest

from tests.deliberation import comment_stands, proposal_stands, question_stands
from tests.deliberation.order import colleague
from tests.deliberation.proposers import laid_ground
from tests.states import WHOLE, walk

pytestmark = [pytest.mark.django_db, WHOLE]


@pytest.fixture
def moderated(town, thread):
    """Two keep order: what one has decided, the other looks at again."""
    town.cast = {**town.cast, "colleague": colleague()}
    return comment_stands.Stands(town.cast, thread)


@pytest.fixture
def proposed(town, policy, department):
    """The same over what somebody proposes."""
    town.cast = {**town.cast, "colleague": colleague()}
    laid_ground(policy, department)
    return comment_stands.OfProposals(town.cast, None)


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_proposal_goes_no_way_that_the_page_does_not_know(town, department, policy, residents):
    stands = proposal_stands.Stands(town.cast, department, policy, residents(5))
    walk(town, "proposal", stands.states(), stands.deeds())


def test_a_question_goes_no_way_that_the_page_does_not_know(town, department, policy):
    stands = question_stands.Stands(town.cast, department, policy)
    walk(town, "question", stands.states(), stands.deeds())


def test_a_comment_goes_no_way_that_the_page_does_not_know(town, moderated):
    walk(town, "comment", moderated.states(), moderated.words())


def test_the_words_of_a_proposal_go_no_way_that_the_page_does_not_know(town, proposed):
    walk(town, "words of a proposal", proposed.states(), proposed.words())


def test_order_is_kept_over_proposals_in_no_way_that_the_page_does_not_know(town, proposed):
    walk(town, "words of a proposal under moderation", proposed.states(), proposed.order())


def test_order_is_kept_in_no_way_that_the_page_does_not_know(town, moderated):
    walk(town, "comment under moderation", moderated.states(), moderated.order())
