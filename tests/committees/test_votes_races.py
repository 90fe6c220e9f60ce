"""What many do to one vote in the same moment, on the database that a real town hall uses."""

import pytest

from committees.actions import voting
from committees.actions.electing import open_run_off
from committees.actions.meetings import adjourn, recess, take_up
from committees.models import Ballot, Membership, Office, Seat, Vote
from tests.cast import APPOINTED, NOON, TERM_END, laid
from tests.committees.acts import begin, items_of
from tests.committees.test_elections import answered, opened
from tests.committees.test_races import afresh, check_the_books, outcomes
from tests.committees.vote_stands import closed, on_floor, put
from tests.deliberation.test_races import at_once

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


@pytest.fixture
def crowd(council, residents):
    """Forty members, all there."""
    people = residents(40)
    Seat.objects.filter(body=council).delete()
    seats = Seat.objects.bulk_create(Seat(body=council, number=n, opened_on=APPOINTED) for n in range(40))
    Membership.objects.bulk_create(
        Membership(seat=seat, person=person, name=f"위원{n:02}", start=APPOINTED, end=TERM_END)
        for n, (seat, person) in enumerate(zip(seats, people, strict=True))
    )
    return people


@pytest.fixture
def item(crowd, council, secretary):
    held = begin(laid(council), secretary, crowd)
    return take_up(items_of(held)[1], by=secretary, at=NOON)


def check_the_count(vote):
    """What the vote says is what its ballots say, and nobody is there twice."""
    vote.refresh_from_db()
    told = list(vote.ballots.values_list("choice", flat=True))
    assert vote.cast == len(told) == vote.ballots.values("elector").distinct().count()
    assert [vote.yes, vote.no, vote.abstain] == [told.count(side) for side in ("yes", "no", "abstain")]
    check_the_books(vote.item.meeting)


def test_each_ballot_is_before_the_close_and_counted_or_after_it_and_refused(item, crowd, secretary):
    vote = put(item, secretary)
    acts = [lambda by=by: voting.cast_ballot(vote, choice="yes", by=by, at=NOON) for by in crowd]
    acts.insert(20, lambda: voting.close_vote(vote, by=afresh(secretary), at=NOON))
    done, codes = outcomes(at_once(acts))
    assert codes <= {"vote_closed"}
    check_the_count(vote)
    assert (vote.state, vote.yes, Ballot.objects.count()) == ("closed", done - 1, done - 1)
    assert vote.result == ("carried" if vote.yes >= 21 else "rejected")


def test_a_secret_ballot_is_before_the_close_and_counted_or_after_it_and_refused(item, crowd, secretary):
    vote = put(item, secretary, method="secret")
    acts = [lambda by=by: voting.cast(vote, choice="no", by=by, at=NOON) for by in crowd]
    acts.insert(20, lambda: voting.close_vote(vote, by=afresh(secretary), at=NOON))
    done, codes = outcomes(at_once(acts))
    assert codes <= {"vote_closed"}
    vote.refresh_from_db()
    assert (vote.state, vote.no, vote.cast) == ("closed", done - 1, done - 1)
    assert vote.secret_ballots.count() == vote.receipts.count() == vote.envelopes.count() == done - 1


def test_of_two_who_close_or_open_one_does_and_the_other_is_told(item, chair_of, secretary):
    acts = [
        lambda by=by: voting.open_vote(item, method="roll_call", by=afresh(by), at=NOON)
        for by in (secretary, chair_of) * 3
    ]
    assert outcomes(at_once(acts)) == (1, {"vote_open"})
    vote = Vote.objects.get()
    acts = [lambda by=by: voting.close_vote(vote, by=afresh(by), at=NOON) for by in (secretary, chair_of) * 3]
    assert outcomes(at_once(acts)) == (1, {"vote_closed"})
    assert Vote.objects.get().result == "rejected"
    check_the_books(item.meeting)


@pytest.fixture
def chair_of(council, crowd):
    membership = Membership.objects.get(seat__body=council, person=crowd[0])
    Office.objects.create(body=council, kind="chair", membership=membership, start=APPOINTED)
    return crowd[0]


def test_a_correction_at_the_close_counts_one_way_or_the_other(item, crowd, secretary):
    vote = put(item, secretary)
    for person in crowd[:20]:
        voting.cast_ballot(vote, choice="yes", by=person, at=NOON)
    acts = [lambda by=by: voting.cast_ballot(vote, choice="no", by=by, at=NOON) for by in crowd[:20]]
    acts.insert(10, lambda: voting.close_vote(vote, by=afresh(secretary), at=NOON))
    done, codes = outcomes(at_once(acts))
    assert codes <= {"vote_closed"}
    check_the_count(vote)
    assert (vote.cast, vote.no) == (20, done - 1)


def test_one_member_on_two_telephones_and_called_at_once_is_counted_once(item, crowd, secretary):
    vote = put(item, secretary)
    seat = vote.electors.get(person=crowd[0]).seat_id
    acts = [
        lambda choice=choice: voting.cast_ballot(vote, choice=choice, by=afresh(crowd[0]), at=NOON)
        for choice in ("yes", "no", "abstain") * 3
    ]
    acts += [
        lambda: voting.call_ballot(vote, seat=seat, choice="yes", by=afresh(secretary), at=NOON)
        for _ in range(3)
    ]
    assert outcomes(at_once(acts))[1] <= {"already_cast"}
    check_the_count(vote)
    assert vote.cast == 1


def test_a_vote_is_opened_before_the_recess_or_not_at_all(item, secretary, chair_of):
    acts = [
        lambda: voting.open_vote(item, method="roll_call", by=afresh(secretary), at=NOON),
        lambda: recess(item.meeting, by=afresh(chair_of), at=NOON),
        lambda: adjourn(item.meeting, by=afresh(chair_of), at=NOON),
    ]
    _, codes = outcomes(at_once(acts))
    assert codes <= {"vote_open", "meeting_not_in_session", "item_not_on_floor"}
    item.meeting.refresh_from_db()
    assert (Vote.objects.running().count() == 1) == (item.meeting.state == "in_session")


def test_a_run_off_is_opened_once(meeting, members, secretary):
    item = on_floor(meeting, secretary, members[:9])
    vote = opened(item, secretary)
    answered(vote, members[:9], [[1]] * 4 + [[3]] * 3 + [[2]] * 2)
    vote = closed(vote, secretary)
    acts = [lambda: open_run_off(vote, by=afresh(secretary), at=NOON)] * 4
    assert outcomes(at_once(acts)) == (1, {"vote_open"})
    assert Vote.objects.filter(runs_off=vote).count() == 1
