"""What a vote costs the database: the same with ten electors and with three hundred."""

from uuid import uuid4

import pytest

from committees.actions.meetings import take_up
from committees.actions.voting import call_ballot, cast, close_vote, open_vote
from committees.models import Vote
from committees.popolo_votes import vote_events
from committees.vote_rows import vote_row
from tests.cast import NOON, laid
from tests.committees.acts import begin, items_of, seats_in
from tests.committees.test_statements import crowd
from tests.deliberation.test_statements import statements

pytestmark = pytest.mark.django_db
# A ballot: its savepoint, the vote, the elector, recusals, what there was, the answer, the count, its event.
MOST_A_BALLOT = 16


def afresh(row):
    return type(row)._default_manager.get(pk=row.pk)


class Votes:
    """Two votes of one meeting, by name and in secret, each act with what it cost."""

    def __init__(self, council, secretary, people, ordinal):
        held = begin(laid(council, ordinal=ordinal), secretary, people)
        self.item = take_up(items_of(held)[1], by=secretary, at=NOON)
        self.secretary, self.people, self.seats, self.costs = secretary, people, seats_in(held), {}
        for method in ("roll_call", "secret"):
            self.hold(method)
        self.count("open data", vote_events)

    def count(self, name, act, *args, **said):
        self.costs[name], told = statements(lambda: act(*args, **said))
        assert self.costs[name] <= (MOST_A_BALLOT if name.startswith("ballot") else 60), told

    def hold(self, method):
        by = afresh(self.secretary)
        self.count(f"open {method}", open_vote, afresh(self.item), method=method, by=by, at=NOON)
        vote = Vote.objects.running().get()
        first, *rest, last = self.people
        said = {"choice": "yes", "at": NOON}
        self.count(f"ballot {method}", cast, vote, by=first, ref=uuid4(), **said)
        for person in rest:
            cast(vote, by=person, **said)
        self.count(f"ballot {method}, the last", cast, vote, by=last, ref=uuid4(), **said)
        if method == "roll_call":
            self.count("ballot corrected", cast, vote, by=last, choice="no", at=NOON)
            vote.ballots.filter(elector__person=rest[0]).update(way="called")
            seat = self.seats[rest[0].pk]
            self.count("called", call_ballot, vote, seat=seat, choice="no", by=afresh(by), at=NOON)
        self.count(f"close {method}", close_vote, afresh(vote), by=afresh(by), at=NOON)
        self.count(f"row {method}", vote_row, vote)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("more", [20, pytest.param(290, marks=pytest.mark.long)])
def test_no_act_of_a_vote_costs_more_with_more_electors(council, members, secretary, residents, more):
    Votes(council, secretary, members, 2)  # content types are read once in a process's life
    ten = Votes(council, secretary, members, 3).costs
    people = residents(more)
    crowd(council, people)
    many = Votes(council, secretary, [*members, *people], 4).costs
    assert many == ten
    for method in ("roll_call", "secret"):
        assert many[f"ballot {method}"] == many[f"ballot {method}, the last"]
