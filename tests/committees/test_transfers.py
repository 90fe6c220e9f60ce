"""인사발령: one order for many posts; with a post go its seat and its office, and history stays."""

from datetime import date, timedelta

import pytest

from committees.actions import meetings, transfers
from committees.count import quorum_of
from committees.models import Seat
from committees.roster import officers, roster
from district.models import Posting
from realtime.models import Event, Room
from realtime.tickets import stamp_of
from tests.cast import BEGINNING, NOON, account, in_office
from tests.committees.acts import begin, code_of_refusal, seat_of

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
DAY = timedelta(days=1)
NEXT = date(2027, 1, 1)


def transfer(moves, on=NEXT, by=None, **more):
    return transfers.transfer(moves, on=on, by=by, **{"order_no": "인사-2026-12", "at": NOON} | more)


def post_of(person):
    return person.postings.order_by("start").first().post


def written():
    return list(Posting.objects.order_by("pk").values()), Event.objects.count()


@pytest.fixture
def director_seat(council, director):
    return Seat.objects.create(
        body=council, number=11, basis="ex_officio", post=post_of(director), opened_on=BEGINNING
    )


@pytest.fixture
def newcomer():
    return account("newcomer", nickname="")


def test_the_seat_changes_hands_with_the_post_and_history_stays(
    council, director_seat, director, newcomer, administrator
):
    before = {on: roster([council], on) for on in (TODAY, NEXT - DAY)}
    [posting] = transfer([(post_of(director), newcomer)], by=administrator)
    assert (posting.person, posting.start, posting.order_no) == (newcomer, NEXT, "인사-2026-12")
    assert director.postings.get().end == NEXT - DAY
    for on, members in before.items():
        assert roster([council], on) == members
    assert [member.person_id for member in roster([council], NEXT)] == [newcomer.pk]
    event = Event.objects.get(name="post.transferred")
    assert (event.room.key, event.actor) == ("district", administrator)
    assert event.facts == {"post": posting.post_id, "on": "2027-01-01"}


def test_one_order_moves_many_and_two_may_change_places(director, head, newcomer):
    posts = post_of(director), post_of(head)
    third = in_office("third", "officer", "팀장")
    done = transfer([(posts[0], head), (posts[1], director), (post_of(third), None)])
    assert [posting.person for posting in done] == [head, director, third]
    assert Event.objects.filter(name="post.transferred").count() == 3
    assert [post.title for post in head.__class__.objects.get(pk=head.pk).offices_on(NEXT)] == [
        posts[0].title
    ]
    assert third.__class__.objects.get(pk=third.pk).offices_on(NEXT) == []
    assert third.postings.get().end == NEXT - DAY


def test_all_of_an_order_or_nothing(director, head, newcomer):
    transfer([(post_of(head), newcomer)])
    before = written()
    moves = [(post_of(director), newcomer), (post_of(head), director)]
    assert code_of_refusal(transfer, moves) == ("posting_overlaps", 409)
    assert written() == before


def test_what_may_not_be_is_refused_and_nothing_is_written(director, newcomer, resident):
    post = post_of(director)
    resident.leave(NOON)
    before = written()
    for moves, on, refusal in [
        ([(post, newcomer)], BEGINNING, "posting_overlaps"),
        ([(post, newcomer)], BEGINNING - DAY, "posting_overlaps"),
        ([(post, director)], NEXT, "post_held"),
        ([(post, resident)], NEXT, "account_closed"),
        ([(post, newcomer), (post, None)], NEXT, "bad_order"),
        ([], NEXT, "bad_order"),
    ]:
        found = code_of_refusal(transfer, moves, on)
        assert found == (refusal, 422 if refusal == "bad_order" else 409), refusal
    assert code_of_refusal(transfer, [(post, newcomer)], order_no=" ") == ("empty_words", 422)
    assert written() == before
    transfer([(post, None)])
    assert code_of_refusal(transfer, [(post, None)], NEXT + DAY) == ("post_vacant", 409)


def test_an_order_for_the_past_is_written_into_it(director, newcomer, council, director_seat):
    transfer([(post_of(director), newcomer)], on=BEGINNING + DAY)
    assert [member.person_id for member in roster([council], TODAY)] == [newcomer.pk]
    assert [member.person_id for member in roster([council], BEGINNING)] == [director.pk]


@pytest.mark.parametrize("who", ["officer", "head", "mayor", "auditor", "resident"])
def test_only_the_administrator_transfers(who, director, newcomer, administrator, request):
    moves = [(post_of(director), newcomer)]
    by = request.getfixturevalue(who)
    assert code_of_refusal(transfer, moves, by=by) == ("not_administrator", 403)
    assert transfer(moves, by=administrator)


class TestInTheMiddleOfAMeeting:
    @pytest.fixture
    def sitting(self, meeting, director_seat, secretary, director, members):
        """Six are there of eleven, the director among them: just enough."""
        return begin(meeting, secretary, [director, *members[:5]])

    def test_from_that_day_the_newer_hand_sits(self, sitting, director, newcomer, secretary):
        told = quorum_of(sitting)
        assert (told.sitting, told.present, told.needed, told.met) == (11, 6, 6, True)
        transfer([(post_of(director), newcomer)], on=TODAY)
        told = quorum_of(sitting)
        assert (told.sitting, told.present, told.met) == (11, 5, False)
        late = {"seat": director_seat_of(sitting, newcomer), "mode": "in_person", "by": secretary}
        meetings.take_roll(sitting, **late, at=NOON)
        told = quorum_of(sitting)
        assert (told.sitting, told.present, told.met) == (11, 6, True)

    def test_whoever_was_there_speaks_no_more(self, sitting, director, newcomer, secretary):
        closed = sitting.items.get(order=3)
        meetings.post_remark(closed, by=director, body="살펴봅시다.", at=NOON)
        transfer([(post_of(director), newcomer)], on=TODAY)
        said = {"body": "하나 더", "at": NOON}
        assert code_of_refusal(meetings.post_remark, closed, by=director, **said) == ("not_a_member", 403)
        assert meetings.post_remark(closed, by=newcomer, **said).pk

    def test_an_order_for_tomorrow_changes_nothing_today(self, sitting, director, newcomer):
        transfer([(post_of(director), newcomer)], on=TODAY + DAY)
        assert (quorum_of(sitting).present, quorum_of(sitting).met) == (6, True)

    def test_their_tickets_are_shown_again(self, sitting, director, newcomer):
        stamps = stamp_of(director), stamp_of(newcomer)
        opened = {room: reopened(room) for room in (sitting.room, sitting.floor_room)}
        transfer([(post_of(director), newcomer)], on=TODAY)
        for person, stamp in zip((director, newcomer), stamps, strict=True):
            assert stamp_of(type(person).objects.get(pk=person.pk)) != stamp
        for room, times in opened.items():
            assert reopened(room) == times + 1

    def test_the_papers_are_kept_by_whoever_has_the_post(self, sitting, secretary, newcomer, council):
        transfer([(post_of(secretary), newcomer)], on=TODAY)
        assert [officer.person_id for officer in officers([council], TODAY)] == [newcomer.pk]
        assert code_of_refusal(meetings.recess, sitting, by=secretary, at=NOON) == ("not_running", 403)
        assert meetings.recess(sitting, by=newcomer, at=NOON).state == "recessed"


def director_seat_of(meeting, person):
    return seat_of(meeting, person)


def reopened(room):
    """How often those in it had to show their ticket; a room nobody spoke in is made for the count."""
    return Room.objects.get_or_create(kind=room.kind, key=room.key)[0].reopened
