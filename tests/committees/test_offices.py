"""임원: chairs, co-chairs and those who stand in; by consent, by counted hands, or for want of a chair."""

from datetime import timedelta

import pytest

from committees.actions import meetings, offices, seating
from committees.models import Attendance, BodyRule, Office, Seat
from committees.roster import officers
from realtime.models import Event
from tests.cast import APPOINTED, BEGINNING, NOON, TERM_END, laid
from tests.committees.acts import begin, code_of_refusal, gather, items_of, seat_of

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
DAY = timedelta(days=1)


def elect(body, kind="chair", **more):
    return offices.elect(body, kind, **{"by": None, "at": NOON, "start": TODAY} | more)


def of(person, body):
    return person.memberships.get(seat__body=body)


def written():
    return Office.objects.count(), Event.objects.count()


@pytest.fixture
def sitting(meeting, secretary, members):
    """Seven of the ten are there."""
    return begin(meeting, secretary, members[:7])


@pytest.fixture
def post(mayor):
    return mayor.postings.get().post


class TestChairs:
    def test_there_are_as_many_chairs_as_the_rule_says(self, council, members):
        elect(council, membership=of(members[0], council))
        before = written()
        other = {"membership": of(members[1], council)}
        assert code_of_refusal(elect, council, **other) == ("chairs_full", 409)
        assert written() == before
        council.rules.update(chairs=3)
        assert elect(council, **other).pk

    def test_the_next_chair_comes_when_the_last_has_gone(self, council, members):
        first = elect(council, membership=of(members[0], council))
        offices.end_office(first, on=TODAY, by=None, at=NOON)
        next_one = {"membership": of(members[1], council)}
        assert code_of_refusal(elect, council, **next_one) == ("chairs_full", 409)
        assert elect(council, start=TODAY + DAY, **next_one).pk

    def test_a_chair_whose_term_is_over_takes_nobodys_place(self, council, members):
        elect(council, membership=of(members[0], council))
        seating.end_membership(of(members[0], council), on=TODAY, reason="died", by=None, at=NOON)
        assert elect(council, membership=of(members[1], council), start=TODAY + DAY).pk

    def test_two_who_share_the_chair_are_an_official_and_a_member(self, council, members, post):
        council.rules.update(chairs=2)
        elect(council, membership=of(members[0], council), title="공동위원장")
        other = {"membership": of(members[1], council)}
        assert code_of_refusal(elect, council, **other) == ("co_chairs_unlike", 409)
        assert elect(council, post=post, title="공동위원장").is_ex_officio
        assert code_of_refusal(elect, council, **other) == ("chairs_full", 409)
        assert [each.label for each in officers([council], TODAY)] == ["공동위원장", "공동위원장"]

    def test_a_part_has_one_chair_whatever_its_whole_has(self, council, part, members):
        council.rules.update(chairs=2)
        elect(part, membership=of(members[1], part))
        assert code_of_refusal(elect, part, membership=of(members[2], part)) == ("chairs_full", 409)

    def test_somebody_stands_in_for_somebody(self, council, members):
        vice = {"kind": "vice_chair", "membership": of(members[1], council)}
        assert code_of_refusal(elect, council, **vice) == ("chair_first", 409)
        elect(council, membership=of(members[0], council))
        assert elect(council, **vice).kind == "vice_chair"

    @pytest.mark.parametrize("kind", ["", "king", "co_chair", "위원장"])
    def test_an_office_that_there_is_not_is_nobodys(self, council, members, kind):
        before = written()
        said = {"kind": kind, "membership": of(members[0], council)}
        assert code_of_refusal(elect, council, **said) == ("unknown_office", 422)
        assert written() == before


class TestChoosing:
    def test_by_the_consent_of_those_present(self, council, sitting, members):
        office = elect(council, membership=of(members[0], council), meeting=sitting, method="consent")
        assert (office.meeting, office.method, office.yes) == (sitting, "consent", None)

    def test_by_hands_of_more_than_half_of_them(self, council, sitting, members):
        hands = {"meeting": sitting, "method": "hands", "yes": 4, "no": 2, "abstain": 1}
        office = elect(council, membership=of(members[0], council), **hands)
        assert (office.yes, office.no, office.abstain) == (4, 2, 1)

    @pytest.mark.parametrize(
        ("hands", "refusal"),
        [
            ((3, 2, 0), ("not_carried", 409)),
            ((3, 0, 0), ("not_carried", 409)),
            ((4, 3, 1), ("too_many_hands", 409)),
            ((8, 0, 0), ("too_many_hands", 409)),
            ((None, 0, 0), ("hands_not_counted", 422)),
            ((-1, 0, 0), ("hands_not_counted", 422)),
            (("4", 0, 0), ("hands_not_counted", 422)),
            ((True, 0, 0), ("hands_not_counted", 422)),
        ],
    )
    def test_hands_that_do_not_carry_it_elect_nobody(self, council, sitting, members, hands, refusal):
        before = written()
        said = dict(zip(("yes", "no", "abstain"), hands, strict=True))
        chosen = {"membership": of(members[0], council), "meeting": sitting, "method": "hands"}
        assert code_of_refusal(elect, council, **chosen, **said) == refusal
        assert written() == before

    def test_it_is_known_where_and_how(self, council, part, meeting, secretary, members):
        chosen = {"membership": of(members[1], council)}
        assert code_of_refusal(elect, council, **chosen, method="consent") == ("meeting_needed", 422)
        told = chosen | {"meeting": meeting, "method": "consent"}
        assert code_of_refusal(elect, council, **told) == ("meeting_not_in_session", 409)
        begin(meeting, secretary, members[:7])
        meeting.refresh_from_db()
        assert code_of_refusal(elect, council, **told | {"method": "lot"}) == ("unknown_choice", 422)
        early = told | {"start": TODAY - DAY}
        assert code_of_refusal(elect, council, **early) == ("wrong_meeting", 422)
        assert elect(council, **told).pk
        # A part may choose its own where the whole meets.
        assert elect(part, membership=of(members[1], part), meeting=meeting, method="consent").pk

    def test_not_in_a_meeting_of_others(self, council, sitting, members):
        other = council.__class__.objects.create(kind_id="panel", name="정책자문단", slug="panel")
        BodyRule.objects.create(body=other, valid_from=BEGINNING, source="조례")
        seat = other.seats.create(number=1, opened_on=BEGINNING)
        there = seat.memberships.create(person=members[0], name="이름", start=APPOINTED, end=TERM_END)
        said = {"membership": there, "meeting": sitting, "method": "consent"}
        assert code_of_refusal(elect, other, **said) == ("wrong_meeting", 422)

    def test_whoever_was_just_chosen_runs_the_meeting(self, council, sitting, members):
        said = {"by": members[0], "at": NOON}
        item = items_of(sitting)[0]
        assert code_of_refusal(meetings.take_up, item, **said) == ("not_running", 403)
        office = elect(council, membership=of(members[0], council), meeting=sitting, method="consent")
        assert meetings.take_up(item, **said).state == "on_floor"
        offices.end_office(office, on=TODAY, by=None, at=NOON)
        assert meetings.finish(item, **said).state == "done"  # the last day is a day in office


class TestActing:
    def act(self, meeting, person, by, **more):
        seat = seat_of(meeting, person)
        said = {"seat": seat, "reason": "위원장 해외 출장", "at": NOON} | more
        return offices.act_as_chair(meeting, by=by, **said)

    @pytest.fixture
    def vice(self, council, chair, members):
        elect(council, "vice_chair", membership=of(members[1], council), start=APPOINTED)
        return members[1]

    def test_the_vice_chair_leads_when_no_chair_has_come(self, meeting, vice, members, secretary):
        gather(meeting, members[1:8])
        before = Event.objects.count()
        led = self.act(meeting, vice, secretary)
        assert (led.acting_chair, led.acting_reason) == (vice, "위원장 해외 출장")
        assert Event.objects.get(name="meeting.led").room.kind == "meeting"
        assert Event.objects.count() == before + 1
        assert led.offices_of(vice) == {"chair", "vice_chair"}

    def test_before_all_others_and_the_others_only_by_agreement(self, meeting, vice, members, secretary):
        gather(meeting, members[2:9])
        other = members[4]
        assert code_of_refusal(self.act, meeting, other, secretary) == ("agreement_needed", 422)
        assert code_of_refusal(meetings.call_to_order, meeting, by=other, at=NOON) == ("not_running", 403)
        assert self.act(meeting, other, secretary, agreed=True).acting_chair == other
        assert meetings.call_to_order(meeting, by=other, at=NOON).state == "in_session"
        gather(meeting, [vice])
        refusal = code_of_refusal(self.act, meeting, other, secretary, agreed=True)
        assert refusal == ("vice_chair_first", 409)

    def test_not_while_the_chair_is_there(self, meeting, chair, vice, members, secretary):
        gather(meeting, members[:8])
        assert code_of_refusal(self.act, meeting, vice, secretary) == ("chair_present", 409)
        Attendance.objects.filter(person=chair).update(left_at=NOON)
        assert self.act(meeting, vice, secretary).acting_chair == vice

    def test_when_the_chair_comes_the_chair_leads(self, meeting, chair, vice, members, secretary):
        gather(meeting, members[2:8])
        stands_in = members[4]
        self.act(meeting, stands_in, secretary, agreed=True)
        meetings.take_roll(meeting, seat=seat_of(meeting, chair), mode="in_person", by=secretary, at=NOON)
        meeting.refresh_from_db()
        assert (meeting.acting_chair, meeting.acting_reason) == (None, "")
        said = {"by": stands_in, "at": NOON}
        assert code_of_refusal(meetings.call_to_order, meeting, **said) == ("not_running", 403)
        assert meetings.call_to_order(meeting, by=chair, at=NOON).state == "in_session"

    def test_it_ends_with_the_meeting(self, meeting, vice, members, secretary):
        gather(meeting, members[1:8])
        self.act(meeting, vice, secretary)
        meetings.call_to_order(meeting, by=vice, at=NOON)
        held = meetings.adjourn(meeting, by=vice, at=NOON)
        assert "chair" not in held.offices_of(vice)
        assert code_of_refusal(self.act, held, vice, secretary) == ("meeting_over", 409)
        assert laid(meeting.round.convener, ordinal=9).offices_of(vice) == {"vice_chair"}

    def test_somebody_who_is_there_with_a_reason_by_the_secretary(self, meeting, vice, members, secretary):
        gather(meeting, members[2:9])
        before = Event.objects.count()
        for by in (vice, members[3]):
            assert code_of_refusal(self.act, meeting, members[3], by) == ("not_secretary", 403)
        assert code_of_refusal(self.act, meeting, vice, secretary) == ("acting_not_present", 422)
        for seat in (None, "1", 10**9, True):
            refusal = code_of_refusal(self.act, meeting, vice, secretary, seat=seat)
            assert refusal == ("acting_not_present", 422)
        refusal = code_of_refusal(self.act, meeting, members[3], secretary, agreed=True, reason=" ")
        assert refusal == ("empty_words", 422)
        assert Event.objects.count() == before
        meeting.refresh_from_db()
        assert meeting.acting_chair is None


def test_an_honour_is_no_gavel(council, meeting, members):
    elect(council, "other", membership=of(members[5], council), title="고문", start=APPOINTED)
    gather(meeting, members[:7])
    said = {"by": members[5], "at": NOON}
    assert code_of_refusal(meetings.call_to_order, meeting, **said) == ("not_running", 403)


def test_a_seat_that_an_office_holds_needs_no_choice(council, post):
    Seat.objects.create(body=council, number=11, basis="ex_officio", post=post, opened_on=BEGINNING)
    assert elect(council, post=post).name == "구청장"
