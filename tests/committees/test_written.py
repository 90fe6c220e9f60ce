"""서면심의: only where the rule allows it, with a reason and a day, without a hall, open until that day."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from committees.actions import clock, meetings, voting
from committees.actions.written import all_answered, check_may_adjourn, check_may_close
from committees.calendars import event_of
from committees.models import Elector, Meeting, Vote
from committees.rooms import MeetingRoom
from letters.models import Dispatch, Letter
from realtime.kinds import Context
from tests.cast import AGENDA, NOON, Draft, laid
from tests.committees.acts import code_of_refusal, items_of, seat_of
from tests.committees.doors import act, api, problem
from tests.committees.test_agenda import again, events

pytestmark = pytest.mark.django_db
DAY = NOON + timedelta(days=3)
WRITTEN = {"mode": "written", "closes_at": DAY, "written_reason": "급히 정할 일이 있음", "place": ""}
ONE = [Draft(key=AGENDA[1].key, kind="decide", title="협치과제 실행계획")]


@pytest.fixture
def allowed(council):
    council.rules.update(written_allowed=True)
    return council


@pytest.fixture
def written(allowed, members):
    """A matter that the ten members answer in writing within three days."""
    return laid(allowed, items=ONE, **WRITTEN)


@pytest.fixture
def begun(written, secretary):
    return meetings.call_to_order(written, by=secretary, at=NOON)


def put(item, secretary, answers=0):
    """The question to all ten, by plain rows, of whom so many have answered."""
    return Vote.objects.create(
        item=item, number=1, method="roll_call", subject="원안", majority="majority", majority_of="roster",
        tie="fails", sitting=10, present=10, asked=10, cast=answers, opened_at=NOON, opened_by=secretary,
    )  # fmt: skip


def test_it_is_called_only_where_the_rule_of_the_day_allows_it(council, members):
    assert code_of_refusal(laid, council, **WRITTEN) == ("written_not_allowed", 409)
    council.rules.update(written_allowed=True)
    assert laid(council, **WRITTEN).is_written


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"written_reason": " "}, "written_reason_needed"),
        ({"closes_at": None}, "written_day_needed"),
        ({"closes_at": NOON}, "written_day_needed"),
    ],
)
def test_it_has_a_reason_and_a_day_after_its_beginning(allowed, members, facts, code):
    assert code_of_refusal(laid, allowed, **WRITTEN | facts) == (code, 422)
    assert Meeting.objects.count() == 0


def test_a_meeting_in_a_hall_keeps_neither_day_nor_reason(allowed, members):
    held = laid(allowed, **WRITTEN | {"mode": "hybrid"})
    assert (held.closes_at, held.written_reason) == (None, "")
    again(held, **WRITTEN)
    held.refresh_from_db()
    assert (held.is_written, held.closes_at) == (True, DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=held.pk).update(closes_at=None)


def test_its_notice_says_until_when_and_why(written):
    lines = Dispatch.objects.get().words.splitlines()
    assert lines[1:3] == [
        "서면심의 · 답하실 때까지: 2026. 11. 27.(금) 12:00", "서면으로 하는 까닭: 급히 정할 일이 있음",
    ]  # fmt: skip


def test_it_is_opened_without_a_quorum_and_its_members_are_written_to(written, secretary, chair, member):
    for at in (NOON - timedelta(seconds=1), DAY):
        refused = code_of_refusal(meetings.call_to_order, written, by=secretary, at=at)
        assert refused == ("written_not_now", 409)
    assert code_of_refusal(meetings.call_to_order, written, by=member, at=NOON) == ("not_running", 403)
    held = meetings.call_to_order(written, by=chair, at=NOON)
    assert (held.state, held.called_at) == ("in_session", NOON)
    told = Dispatch.objects.get(about=f"meeting/{written.pk}/begun")
    assert told.title == "협치회의 제2차 전체회의 서면심의 시작"
    assert Letter.objects.filter(dispatch=told, road="screen").count() == 10


def test_nobody_comes_speaks_or_rests_in_it(begun, secretary, members):
    item = items_of(begun)[0]
    by = {"by": secretary, "at": NOON}
    seat = seat_of(begun, members[0])
    for refused in (
        code_of_refusal(meetings.recess, begun, **by),
        code_of_refusal(meetings.take_up, item, **by),
        code_of_refusal(meetings.check_in, begun, by=members[0], at=NOON),
        code_of_refusal(meetings.take_roll, begun, seat=seat, mode="in_person", **by),
    ):
        assert refused == ("written_no_debate", 409)


def test_what_members_answer_is_not_changed_under_them(begun):
    other = [Draft(key=ONE[0].key, kind="decide", title="다른 것")]
    for items in (other, [*ONE, Draft(key=uuid4(), kind="decide", title="더")], AGENDA[:1]):
        assert code_of_refusal(again, begun, items=items, **WRITTEN) == ("item_underway", 409)
    sooner = WRITTEN | {"closes_at": DAY - timedelta(hours=1)}
    assert code_of_refusal(again, begun, items=ONE, **sooner) == ("meeting_underway", 409)
    assert code_of_refusal(again, begun, items=ONE, place="", mode="hybrid") == ("meeting_underway", 409)
    again(begun, items=ONE, **WRITTEN | {"closes_at": DAY + timedelta(days=1)})
    begun.refresh_from_db()
    assert begun.closes_at == DAY + timedelta(days=1)


def test_it_ends_on_its_day_or_when_all_have_answered(begun, secretary):
    [item] = items_of(begun)
    assert code_of_refusal(meetings.adjourn, begun, by=secretary, at=NOON) == ("written_still_open", 409)
    vote = put(item, secretary, answers=9)
    assert all_answered(begun) is False
    assert code_of_refusal(check_may_close, vote, begun, NOON) == ("written_still_open", 409)
    assert code_of_refusal(check_may_close, vote, begun, DAY) is None
    Vote.objects.update(cast=10, state="closed", closed_at=NOON, result="carried", yes=10, no=0, abstain=0)
    vote.refresh_from_db()
    assert code_of_refusal(check_may_close, vote, begun, NOON) is None
    assert (all_answered(begun), code_of_refusal(check_may_adjourn, begun, NOON)) == (True, None)
    held = meetings.adjourn(begun, by=secretary, at=NOON + timedelta(hours=1))
    item.refresh_from_db()
    assert (held.state, item.state, item.taken_up_at) == ("adjourned", "done", NOON)
    assert item.finished_at == NOON + timedelta(hours=1)
    assert events(held)[-1] == "meeting.adjourned"


def test_on_its_day_it_ends_whoever_was_silent(begun, secretary):
    assert meetings.adjourn(begun, by=secretary, at=DAY).state == "adjourned"
    assert not Elector.objects.exists()


@pytest.mark.parametrize("method", ["roll_call", "secret"])
def test_the_clock_counts_what_came_in_by_its_day(begun, secretary, members, method):
    vote = voting.open_vote(items_of(begun)[0], method=method, by=secretary, at=NOON)
    for person in members[:7]:
        voting.cast(vote, choice="yes", by=person, at=NOON)
    clock.close_written(DAY - timedelta(seconds=1))
    vote.refresh_from_db()
    assert vote.state == "open"
    clock.close_written(DAY)
    clock.close_written(DAY + timedelta(minutes=1))
    vote.refresh_from_db()
    assert (vote.state, vote.result, vote.yes, vote.closed_at) == ("closed", "carried", 7, DAY)
    assert events(begun).count("vote.closed") == 1


def test_a_tie_that_the_chair_decides_waits_for_the_chair(allowed, begun, secretary, members):
    allowed.rules.update(tie="chair")
    vote = voting.open_vote(items_of(begun)[0], method="roll_call", by=secretary, at=NOON)
    clock.close_written(DAY)
    vote.refresh_from_db()
    assert vote.state == "open"
    assert voting.close_vote(vote, by=secretary, at=DAY).result == "rejected"


def test_a_void_vote_is_no_answer(begun, secretary):
    vote = put(items_of(begun)[0], secretary, answers=10)
    Vote.objects.filter(pk=vote.pk).update(state="void", closed_at=NOON)
    assert all_answered(begun) is False


def test_a_calendar_keeps_the_days_in_which_it_is_answered(written):
    entry = event_of(Meeting.objects.visible_to(None).get(), str)
    assert (entry.start, entry.end) == (NOON, DAY)
    assert "서면" in str(entry["location"])


# the doors


@pytest.fixture
def asking(allowed, members, chair, secretary, now):
    """The same, begun by the clock of the doors."""
    council = allowed
    facts = WRITTEN | {"closes_at": now + timedelta(days=3), "starts_at": now - timedelta(minutes=1)}
    return laid(council, items=ONE, at=now - timedelta(days=8), **facts)


def test_the_api_opens_it_and_says_until_when(visit, asking, secretary, member):
    assert problem(act(visit(member), api(asking, "call"))) == ("not_running", 403)
    told = act(visit(secretary), api(asking, "call")).json()
    assert (told["state"], told["mode"]) == ("in_session", "written")
    row = visit().get(api(asking)).json()
    assert row["written_reason"] == "급히 정할 일이 있음"
    assert row["closes_at"] is not None
    assert problem(act(visit(secretary), api(asking, "recess"))) == ("written_no_debate", 409)
    assert problem(act(visit(member), api(asking, "attendances"))) == ("written_no_debate", 409)
    assert problem(act(visit(secretary), api(asking, "adjourn"))) == ("written_still_open", 409)


def test_nobody_answers_whether_they_come_to_what_nobody_comes_to(visit, asking, member):
    assert problem(act(visit(member), api(asking, "rsvps"), answer="absent")) == ("written_no_debate", 409)


def test_the_room_opens_it_by_the_same_verb(asking, secretary, now):
    held = MeetingRoom().commands["meeting.call"](asking.room, secretary, {}, Context(now, None))
    assert (held.state, held.is_written) == ("in_session", True)
