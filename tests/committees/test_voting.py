"""A question is put, each answers once, and what came of it follows from the rule."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from committees.actions import meetings
from committees.actions.agenda import cancel_meeting
from committees.actions.recusing import record as recuse
from committees.actions.resolutions import record_resolution, resolve_vote
from committees.actions.voting import call_ballot, cast, cast_ballot, close_vote, open_vote, void_vote
from committees.models import Attendance, Ballot, Elector, Membership, Recusal, Vote
from committees.vote_rows import vote_row
from realtime.models import Event
from tests.cast import NOON
from tests.committees.acts import arrive, code_of_refusal, items_of, seat_of
from tests.committees.vote_stands import LATER, answered, closed, events_of, on_floor, put, ruled

pytestmark = pytest.mark.django_db
FOR_ALL = ["yes"] * 6


@pytest.fixture
def there(members):
    """The six of ten who have come."""
    return members[:6]


@pytest.fixture
def item(meeting, secretary, there):
    return on_floor(meeting, secretary, there)


@pytest.fixture
def vote(item, secretary):
    return put(item, secretary)


def refused(act, *args, **said):
    """The code alone, with nothing written."""
    before = Event.objects.count(), Ballot.objects.count(), Vote.objects.count()
    code = code_of_refusal(act, *args, **{"at": NOON} | said)
    assert (Event.objects.count(), Ballot.objects.count(), Vote.objects.count()) == before
    return code and code[0]


def test_a_roll_call_freezes_its_rule_and_its_roll_and_counts_each_name(vote, there, secretary, council):
    assert [elector.name for elector in vote.electors.all()] == [person.name for person in there]
    assert (vote.sitting, vote.present, vote.asked, vote.majority, vote.number) == (10, 6, 6, "majority", 1)
    ruled(council, majority="two_thirds", tie="chair", ballots_changeable=False)
    Attendance.objects.filter(person__in=there[:3]).update(left_at=NOON)
    answered(vote, there, ["yes", "yes", "yes", "yes", "no", "abstain"])
    row = vote_row(closed(vote, secretary))
    assert row["line"] == "출석 6 · 찬성 4 · 반대 1 · 기권 1 → 가결: 출석 과반수 4 필요"
    assert [(each["name"], each["choice_label"]) for each in row["roll"]][-2:] == [
        ("박시우", "반대"), ("서지안", "기권"),
    ]  # fmt: skip
    assert events_of(vote.item.meeting)[-8:] == ["vote.opened", *["ballot.cast"] * 6, "vote.closed"]


@pytest.mark.parametrize(
    ("said", "result", "line"),
    [
        ({"method": "consent"}, "carried", "출석 6 · 이의 없음 → 가결"),
        (
            {"method": "hands", "yes": 3, "no": 2, "abstain": 1},
            "rejected",
            "출석 6 · 찬성 3 · 반대 2 · 기권 1 → 부결: 출석 과반수 4 필요",
        ),
        (
            {"method": "hands", "yes": 4, "no": 1, "abstain": 0},
            "carried",
            "출석 6 · 찬성 4 · 반대 1 · 기권 0 · 불참 1 → 가결: 출석 과반수 4 필요",
        ),
    ],
)
def test_consent_and_hands_are_decided_in_the_moment_they_are_put(item, secretary, said, result, line):
    vote = put(item, secretary, **said)
    assert (vote.state, vote.result, vote_row(vote)["line"]) == ("closed", result, line)
    assert events_of(item.meeting)[-1] == "vote.closed"


def test_what_makes_no_sense_is_refused(item, vote, secretary, there):
    assert refused(close_vote, vote, by=there[2]) == "not_running"
    for choice in ("maybe", "", None, 1, ["yes"], {}):
        assert refused(cast_ballot, vote, choice=choice, by=there[0]) == "unknown_choice"
    closed(vote, secretary)
    for said, code in [
        ({"method": "shout"}, "unknown_method"),
        ({"method": ["consent"]}, "unknown_method"),
        ({"method": "hands", "yes": 7, "no": 0, "abstain": 0}, "too_many_hands"),
        ({"method": "hands", "yes": True, "no": 0, "abstain": 0}, "hands_not_counted"),
        ({"method": "hands", "yes": 1, "no": -1, "abstain": 0}, "hands_not_counted"),
        ({"method": "hands"}, "hands_not_counted"),
        ({"method": "consent", "subject": "가" * 301}, "too_long"),
        ({"method": "consent", "subject": 5}, "bad_text"),
    ]:
        assert refused(open_vote, item, by=secretary, **said) == code, said


def test_only_chair_and_secretary_put_and_close(item, there, chair, secretary, resident):
    for other in (there[1], resident):
        assert refused(open_vote, item, method="consent", by=other) == "not_running"
    vote = put(item, chair)
    assert refused(void_vote, vote, reason="잘못 물었습니다.", by=there[1]) == "not_running"
    assert closed(vote, secretary).state == "closed"


def test_nothing_is_put_without_a_quorum_and_the_same_is_with_one(item, secretary, there):
    gone = Attendance.objects.get(person=there[5])
    meetings.end_attendance(gone, by=secretary, at=NOON)
    for method in ("consent", "roll_call", "secret"):
        assert refused(open_vote, item, method=method, by=secretary) == "no_quorum"
    arrive(item.meeting, secretary, [there[5]], at=NOON)
    assert put(item, secretary, method="consent").result == "carried"


def test_only_what_is_on_the_floor_of_a_meeting_in_session_is_put(item, secretary):
    report, _, closed_item = items_of(item.meeting)
    assert refused(open_vote, closed_item, method="consent", by=secretary) == "item_not_on_floor"
    meetings.take_up(report, by=secretary, at=NOON)
    assert refused(open_vote, report, method="consent", by=secretary) == "item_not_decided"
    meetings.recess(item.meeting, by=secretary, at=NOON)
    assert refused(open_vote, report, method="consent", by=secretary) == "meeting_not_in_session"


def test_who_was_not_asked_does_not_vote_and_who_was_does_once(vote, there, members, resident, secretary):
    for other in (members[6], resident, secretary):  # not there, no seat, keeps the papers
        assert refused(cast_ballot, vote, choice="yes", by=other) == "not_an_elector"
    cast_ballot(vote, choice="yes", by=there[0], at=NOON)
    vote.refresh_from_db()
    assert (vote.cast, vote.yes) == (1, 1)


def test_who_comes_after_the_opening_waits_for_the_next_vote(vote, members, secretary):
    arrive(vote.item.meeting, secretary, [members[6]], at=NOON)
    assert refused(cast_ballot, vote, choice="yes", by=members[6]) == "not_an_elector"
    closed(vote, secretary)
    vote = put(vote.item, secretary)
    assert cast_ballot(vote, choice="no", by=members[6], at=NOON).choice == "no"


def test_a_person_past_the_term_is_neither_counted_nor_asked(meeting, secretary, members, there):
    Membership.objects.filter(person=there[0]).update(end=NOON.date() - timedelta(days=1))
    Membership.objects.filter(person=there[1]).update(end=NOON.date())
    item = on_floor(meeting, secretary, members[1:7])
    Attendance.objects.create(meeting=meeting, person=there[0], seat_id=1, arrived_at=NOON)
    vote = put(item, secretary)
    assert (vote.sitting, vote.present, vote.asked) == (9, 6, 6)
    assert refused(cast_ballot, vote, choice="yes", by=there[0]) == "not_an_elector"
    assert cast_ballot(vote, choice="yes", by=there[1], at=NOON).choice == "yes"


def test_who_keeps_out_does_not_vote(item, there, secretary):
    recusal = recuse(item, kind="self", reason="제 땅입니다.", by=there[0], at=NOON)
    vote = put(item, secretary)
    assert refused(cast_ballot, vote, choice="yes", by=there[0]) == "not_an_elector"
    assert (vote.sitting, vote.present, vote.asked) == (9, 5, 5)
    # Should a recusal come in beside every lock, the ballot is refused all the same.
    Recusal.objects.filter(pk=recusal.pk).update(person=there[1])
    assert refused(cast_ballot, vote, choice="yes", by=there[1]) == "recused"
    assert cast_ballot(vote, choice="yes", by=there[2], at=NOON).choice == "yes"


def test_a_late_ballot_counts_for_nothing(vote, there, secretary):
    answered(vote, there, ["yes"] * 3)
    closed(vote, secretary)
    # Whatever its clock said: it came after the close.
    assert (
        refused(cast_ballot, vote, choice="yes", by=there[3], at=NOON - timedelta(hours=1)) == "vote_closed"
    )
    assert refused(cast_ballot, vote, choice="no", by=there[0]) == "vote_closed"
    assert refused(call_ballot, vote, seat=1, choice="yes", by=secretary) == "vote_closed"
    assert refused(close_vote, vote, by=secretary) == "vote_closed"
    vote.refresh_from_db()
    assert (vote.yes, vote.result, vote.absent) == (3, "rejected", 3)


def test_a_named_ballot_is_corrected_until_the_close_where_the_rule_is_so(
    vote, item, there, secretary, council
):
    first = cast_ballot(vote, choice="yes", by=there[0], at=NOON)
    second = cast_ballot(vote, choice="no", by=there[0], at=LATER)
    assert (first.pk, second.choice, second.changed_at) == (second.pk, "no", LATER)
    vote.refresh_from_db()
    assert (vote.cast, vote.yes, vote.no) == (1, 0, 1)
    assert events_of(item.meeting)[-2:] == ["ballot.cast", "ballot.changed"]
    closed(vote, secretary)
    ruled(council, ballots_changeable=False)
    vote = put(item, secretary)
    cast_ballot(vote, choice="yes", by=there[0], at=NOON)
    for choice in ("no", "yes"):
        assert refused(cast_ballot, vote, choice=choice, by=there[0]) == "already_cast"
    assert vote.ballots.get().choice == "yes"


def test_the_secretary_calls_the_names_and_overwrites_nobodys_own_ballot(
    vote, there, secretary, chair, members
):
    seats = [seat_of(vote.item.meeting, person) for person in members]
    for other in (there[1], chair):
        assert refused(call_ballot, vote, seat=seats[0], choice="yes", by=other) == "not_secretary"
    called = call_ballot(vote, seat=seats[0], choice="yes", by=secretary, at=NOON)
    assert (called.way, called.entered_by, called.elector.person) == ("called", secretary, there[0])
    assert call_ballot(vote, seat=seats[0], choice="no", by=secretary, at=NOON).choice == "no"
    assert cast_ballot(vote, choice="abstain", by=there[0], at=NOON).way == "own"
    assert refused(call_ballot, vote, seat=seats[0], choice="yes", by=secretary) == "already_cast"
    for seat in (seats[6], 10**9, 2**63, "1", None, True, [1], {}):
        assert refused(call_ballot, vote, seat=seat, choice="yes", by=secretary) == "not_an_elector"


def test_nobody_answers_for_another_in_secret_or_one_by_one_where_hands_were_counted(item, secretary, there):
    vote = put(item, secretary, method="secret")
    seat = seat_of(item.meeting, there[0])
    assert refused(call_ballot, vote, seat=seat, choice="yes", by=secretary) == "own_hand_only"
    assert refused(cast_ballot, vote, choice="yes", by=there[0]) == "own_hand_only"
    cast(vote, choice="yes", by=there[0], at=NOON)
    assert (Ballot.objects.count(), vote.envelopes.count()) == (0, 1)
    assert closed(vote, secretary).yes == 1


def test_a_secret_question_is_counted_at_its_close_and_not_before(item, secretary, there):
    vote = put(item, secretary, method="secret")
    answered(vote, there, ["yes", "yes", "yes", "yes", "no", "abstain"])
    vote.refresh_from_db()
    assert (vote.cast, vote.yes, vote.no, vote.abstain) == (6, None, None, None)
    assert refused(cast, vote, choice="no", by=there[0]) == "already_cast"
    vote = closed(vote, secretary)
    assert vote_row(vote)["line"] == "출석 6 · 찬성 4 · 반대 1 · 기권 1 → 가결: 출석 과반수 4 필요"
    assert vote_row(vote)["roll"] == []


def test_a_tie_fails_or_is_the_chairs_to_decide(item, secretary, there, council):
    three = ["yes"] * 3 + ["no"] * 3
    vote = put(item, secretary)
    answered(vote, there, three)
    assert closed(vote, secretary, casting="yes").result == "rejected"
    ruled(council, tie="chair")
    for method in ("roll_call", "secret"):
        for casting, result in (("yes", "carried"), ("no", "rejected")):
            vote = put(item, secretary, method=method)
            answered(vote, there, three)
            for nothing in ("", None, "perhaps", ["yes"]):
                assert refused(close_vote, vote, by=secretary, casting=nothing) == "casting_needed"
            assert closed(vote, secretary, casting=casting).result == result
    hands = {"method": "hands", "yes": 3, "no": 3, "abstain": 0}
    assert refused(open_vote, item, by=secretary, **hands) == "casting_needed"
    assert put(item, secretary, casting="yes", **hands).casting == "yes"
    # Short by abstentions and not by a tie: nobody asks the chair.
    assert put(item, secretary, **hands | {"no": 2, "abstain": 1}, casting="yes").result == "rejected"


def test_while_a_vote_runs_the_meeting_stays_where_it_is(vote, item, secretary, chair, members):
    report, *_ = items_of(item.meeting)
    for act, row in [
        (meetings.recess, item.meeting), (meetings.adjourn, item.meeting), (meetings.take_up, report),
        (meetings.finish, item),
    ]:  # fmt: skip
        assert refused(act, row, by=chair) == "vote_open"
    assert refused(open_vote, item, method="consent", by=secretary) == "vote_open"
    said = {"form": "adopted", "method": "unanimous", "text": "원안대로 한다."}
    assert refused(record_resolution, item, by=secretary, **said) == "vote_open"
    assert refused(cancel_meeting, item.meeting, reason="태풍", by=secretary) == "meeting_underway"
    closed(vote, secretary)
    meetings.finish(item, by=chair, at=NOON)
    assert meetings.adjourn(item.meeting, by=chair, at=LATER).state == "adjourned"


def test_a_vote_put_wrongly_is_void_counts_for_nothing_and_may_be_put_again(vote, item, there, secretary):
    answered(vote, there, FOR_ALL)
    assert refused(void_vote, vote, reason="", by=secretary) == "empty_words"
    gone = void_vote(vote, reason="안건을 잘못 읽었습니다.", by=secretary, at=NOON)
    assert (gone.state, gone.result, vote_row(gone)["line"]) == ("void", "", "")
    assert refused(cast_ballot, vote, choice="no", by=there[0]) == "vote_closed"
    assert refused(void_vote, vote, reason="또", by=secretary) == "vote_closed"
    assert refused(resolve_vote, vote, text="원안대로 한다.", by=secretary) == "vote_not_resolving"
    assert put(item, secretary).number == 2


def test_of_a_vote_on_a_closed_item_the_public_learns_that_there_was_one(meeting, secretary, there):
    item = on_floor(meeting, secretary, there, number=2)
    vote = put(item, secretary)
    answered(vote, there, FOR_ALL)
    vote = closed(vote, secretary)
    row, inside = vote_row(vote), vote_row(vote, inside=True)
    assert (row["result"], row["subject"], row["yes"], row["line"], row["roll"]) == (
        "carried",
        "",
        None,
        "",
        [],
    )
    assert (inside["yes"], len(inside["roll"])) == (6, 6)


def test_the_table_itself_keeps_two_ballots_of_one_name_and_counts_that_exceed_it_out(vote, item, there):
    elector = Elector.objects.get(vote=vote, person=there[0])
    ballot = {"vote": vote, "elector": elector, "choice": "yes", "cast_at": NOON, "entered_by": there[0]}
    Ballot.objects.create(**ballot)
    twin = {name: getattr(vote, name) for name in ("method", "majority", "majority_of", "tie", "asked")}
    twin |= {"item": item, "number": 2, "sitting": 10, "present": 6, "opened_at": NOON, "opened_by": there[0]}
    for wrong in (
        lambda: Ballot.objects.create(**ballot),
        lambda: Ballot.objects.filter(vote=vote).update(choice="maybe"),
        lambda: Elector.objects.create(vote=vote, person=there[0], seat=elector.seat, name="둘", order=9),
        lambda: Vote.objects.filter(pk=vote.pk).update(cast=7),
        lambda: Vote.objects.filter(pk=vote.pk).update(yes=5, no=2),
        lambda: Vote.objects.filter(pk=vote.pk).update(result="carried"),
        lambda: Vote.objects.filter(pk=vote.pk).update(casting="perhaps"),
        lambda: Vote.objects.create(**twin),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
