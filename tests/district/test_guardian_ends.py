"""A word that ends in the very moment in which it is given, read by a clock that was read before."""

from datetime import timedelta

import pytest

from cms import guarding
from cms.actions import leave_house
from district.models import GuardianConsent
from tests.cast import NOON
from tests.district.test_guardians import agree, asked, child, guardian, proof, text

__all__ = ["asked", "child", "guardian", "proof", "text"]
pytestmark = pytest.mark.django_db
BEFORE = NOON - timedelta(seconds=1)


@pytest.fixture
def given(child, asked, guardian, proof):
    return agree(asked, guardian, proof)


def test_a_child_that_leaves_in_the_moment_of_the_word_leaves(given, child):
    leave_house(child, at=BEFORE)
    kept = GuardianConsent.objects.get()
    assert (kept.agreed_at, kept.ended_at, kept.child_mark) == (NOON, NOON, "")


def test_a_word_taken_back_in_the_moment_in_which_it_was_given_is_taken_back(given, guardian):
    guarding.withdraw_for_child(given, by=guardian, at=BEFORE)
    assert GuardianConsent.objects.get().ended_at == NOON


def test_the_last_of_two_words_stands_whichever_clock_was_read_first(given, child, guardian, proof):
    agree(guarding.ask_guardian(child, at=BEFORE), guardian, proof, at=BEFORE)
    first, second = GuardianConsent.objects.order_by("id")
    assert (first.ended_at, second.ended_at) == (NOON, None)
