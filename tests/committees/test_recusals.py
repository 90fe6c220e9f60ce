"""제척·기피·회피: who keeps out of one item, and how many it takes while they do."""

from datetime import timedelta

import pytest

from committees.actions import electing, meetings, recusing, speaking, voting
from committees.actions.resolutions import record_resolution
from committees.count import quorum_of
from committees.models import BodyRule, Meeting, Recusal
from committees.rooms import MeetingRoom
from committees.roster import Member
from committees.rows import inside_of, snapshot_of
from realtime.models import Event
from tests.cast import NOON, laid
from tests.committees.acts import LATER, begin, code_of_refusal, drawn, items_of, seat_of

pytestmark = pytest.mark.django_db


def recuse(item, by, kind="self", reason="배우자가 지원한 단체", at=NOON, **said):
    return recusing.record(item, kind=kind, reason=reason, by=by, at=at, **said)


def numbers(held, item=None):
    quorum = quorum_of(Meeting.objects.get(pk=held.pk), item=item)
    return quorum.sitting, quorum.present, quorum.needed, quorum.carries, quorum.recused


def test_a_member_keeps_out_by_their_own_word_and_by_nobody_elses(item, members, secretary, resident, chair):
    assert code_of_refusal(recuse, item, resident) == ("not_a_member", 403)
    assert code_of_refusal(recuse, item, secretary) == ("not_a_member", 403)
    seat = seat_of(item.meeting, members[3])
    for person in (chair, members[4]):
        assert code_of_refusal(recuse, item, person, seat=seat) == ("not_secretary", 403)
    recusal = recuse(item, members[3])
    assert (recusal.state, recusal.name, recusal.asked_by) == ("in_force", "문예진", members[3])
    for kind, by in (("self", members[3]), ("statutory", secretary), ("challenge", members[4])):
        said = {} if kind == "self" else {"seat": seat}
        assert code_of_refusal(recuse, item, by, kind, **said) == ("already_recused", 409)
    written = recuse(item, secretary, seat=seat_of(item.meeting, members[4]))
    assert (written.person, written.asked_by) == (members[4], secretary)


def test_whom_the_law_keeps_out_the_chair_or_the_secretary_writes_down(item, members, chair, secretary):
    seats = [seat_of(item.meeting, person) for person in members]
    refused = code_of_refusal(recuse, item, members[4], "statutory", seat=seats[3])
    assert refused == ("not_running", 403)
    for seat in (None, 10**6, "3", []):
        assert code_of_refusal(recuse, item, chair, "statutory", seat=seat) == ("seat_empty", 422)
    assert recuse(item, chair, "statutory", seat=seats[3]).state == "in_force"
    assert recuse(item, secretary, "statutory", seat=seats[4]).state == "in_force"
    for kind in ("song", None, 5, []):
        assert code_of_refusal(recuse, item, chair, kind, seat=seats[5]) == ("unknown_recusal", 422)
    refused = code_of_refusal(recuse, item, chair, "statutory", " ", seat=seats[5])
    assert refused == ("empty_words", 422)
    assert Recusal.objects.count() == 2


def test_a_challenge_is_about_another_and_waits_for_the_body(item, members, chair, secretary):
    seats = [seat_of(item.meeting, person) for person in members]
    own = code_of_refusal(recuse, item, members[3], "challenge", seat=seats[3])
    assert own == ("challenge_oneself", 409)
    refused = code_of_refusal(recuse, item, secretary, "challenge", seat=seats[3])
    assert refused == ("not_a_member", 403)
    asked = recuse(item, members[2], "challenge", seat=seats[3])
    assert (asked.state, asked.person, numbers(item.meeting)) == ("pending", members[3], (10, 8, 6, 5, 0))
    assert speaking.ask_turn(item, by=members[3], at=NOON).state == "waiting"
    recuse(item, members[5])
    refused = code_of_refusal(recuse, item, members[5], "challenge", seat=seats[4])
    assert refused == ("recused", 403)


def test_who_decides_is_decided_before_anything_else_of_the_item(item, members, chair, secretary):
    asked = recuse(item, members[2], "challenge", seat=seat_of(item.meeting, members[3]))
    later = {"at": LATER}
    first = ("challenge_first", 409)
    assert code_of_refusal(voting.open_vote, item, method="consent", by=chair, **later) == first
    said = {"form": "adopted", "method": "unanimous", "text": "원안대로 한다."}
    assert code_of_refusal(record_resolution, item, by=secretary, **said, **later) == first
    candidates = {"subject": "간사위원", "candidates": [{"name": "이가온"}]}
    assert code_of_refusal(electing.open_election, item, by=chair, **candidates, **later) == first
    voting.open_vote(item, method="hands", recusal=asked, yes=1, no=5, abstain=0, by=chair, **later)
    assert voting.open_vote(item, method="consent", by=chair, **later).result == "carried"


@pytest.mark.parametrize(("carried", "state"), [(True, "in_force"), (False, "declined")])
def test_once_the_body_has_decided_a_challenge_holds_or_does_not(item, members, chair, carried, state):
    asked = recuse(item, members[2], "challenge", seat=seat_of(item.meeting, members[3]))
    turn = speaking.ask_turn(item, by=members[3], at=NOON)
    ended = recusing.settle_challenge(asked, carried=carried, at=LATER)
    asked.refresh_from_db()
    turn.refresh_from_db()
    assert (asked.state, asked.ended_at) == (state, LATER)
    assert (ended, turn.state) == (([turn.pk], "withdrawn") if carried else ([], "waiting"))
    assert numbers(item.meeting)[:2] == ((9, 7) if carried else (10, 8))
    over = ("recusal_over", 409)
    assert code_of_refusal(recusing.withdraw, asked, by=members[2], at=LATER) == over


def test_a_challenge_is_its_askers_and_what_was_written_down_is_taken_back_by_the_chair(
    item, members, chair, secretary
):
    seats = [seat_of(item.meeting, person) for person in members]
    asked = recuse(item, members[2], "challenge", seat=seats[3])
    for person in (chair, secretary, members[3]):
        refused = code_of_refusal(recusing.withdraw, asked, by=person, at=LATER)
        assert refused == ("not_asker", 403)
    assert recusing.withdraw(asked, by=members[2], at=LATER).ended_at == LATER
    law = recuse(item, secretary, "statutory", seat=seats[3])
    refused = code_of_refusal(recusing.withdraw, law, by=members[3], at=LATER)
    assert refused == ("not_running", 403)
    assert recusing.withdraw(law, by=chair, at=LATER).state == "withdrawn"
    assert code_of_refusal(recusing.withdraw, law, by=chair, at=LATER) == ("recusal_over", 409)
    own = recuse(item, members[3])
    assert recusing.withdraw(own, by=members[3], at=LATER).state == "withdrawn"
    assert speaking.ask_turn(item, by=members[3], at=LATER).state == "waiting"


# By the rule: 재적, 출석, 의사정족수, 과반수, 빠진 위원 of ten members with eight there.
COUNTED = {
    "those there, left out": (False, [1, 2], (8, 6, 5, 4, 2)),
    "those there, counted": (True, [1, 2], (10, 8, 6, 5, 2)),
    "those away, left out": (False, [8, 9], (8, 8, 5, 5, 2)),
    "those away, counted": (True, [8, 9], (10, 8, 6, 5, 2)),
    "of each one, left out": (False, [1, 9], (8, 7, 5, 4, 2)),
    "nobody": (False, [], (10, 8, 6, 5, 0)),
}


@pytest.mark.parametrize(("counted", "out", "expected"), COUNTED.values(), ids=COUNTED)
def test_whoever_keeps_out_counts_as_the_rule_says(item, members, counted, out, expected):
    BodyRule.objects.update(recusals_counted=counted)
    for n in out:
        recuse(item, members[n])
    assert numbers(item.meeting) == numbers(item.meeting, item) == expected


@pytest.mark.parametrize("counted", [False, True])
@pytest.mark.parametrize("sitting", [3, 10, 36, 127])
def test_quorum_with_recusals_against_a_count_of_heads(council, members, secretary, sitting, counted):
    """Of any number there and out, by plain sets of names: a half of those who count, and one more."""
    held = Meeting.objects.get(pk=begun(council, secretary, members).pk)
    BodyRule.objects.update(recusals_counted=counted)
    facts = {"body_id": 1, "basis": "", "affiliation": "", "offices": (), "start": None, "end": None}
    heads = [
        Member(person_id=person, seat_id=person, name="", **facts)
        for person in [*(each.pk for each in members), *range(10_000, 10_000 + sitting)][:sitting]
    ]
    item = items_of(held)[1]
    for n in range(min(sitting, 4)):
        recuse(item, members[n])
        out = {person.pk for person in members[: n + 1]}
        there = set(held.attendances.values_list("person", flat=True))
        asked = {head.person_id for head in heads} - (set() if counted else out)
        quorum = quorum_of(held, heads, item)
        assert (quorum.sitting, quorum.present, quorum.recused) == (len(asked), len(asked & there), n + 1)
        assert quorum.needed - 1 <= len(asked) / 2 < quorum.needed


def begun(council, secretary, members):
    return begin(laid(council), secretary, members[:8])


def test_the_quorum_in_sight_is_that_of_the_item_on_the_floor(hall, item, members, secretary):
    report = items_of(hall)[0]
    recuse(item, members[1])
    recuse(report, members[2])
    recuse(report, members[3])
    assert numbers(hall) == (9, 7, 5, 4, 1)
    assert MeetingRoom().tally(str(hall.pk))["sentence"] == (
        "재적 9 · 출석 7 · 의사정족수 5 충족 · 제척·기피·회피 1"
    )
    meetings.take_up(report, by=secretary, at=LATER)
    assert numbers(hall) == (8, 6, 5, 4, 2)
    meetings.finish(report, by=secretary, at=LATER)
    assert numbers(hall) == (10, 8, 6, 5, 0)
    assert numbers(hall, item) == (9, 7, 5, 4, 1)
    meetings.adjourn(hall, by=secretary, at=LATER)
    assert numbers(hall) == (10, 8, 6, 5, 0)


def test_too_few_for_an_item_decide_nothing_and_do_not_go_on(hall, item, members, secretary):
    for person in members[:4]:
        recuse(item, person)
    assert numbers(hall) == (6, 4, 4, 3, 4)
    there = hall.attendances.get(person=members[7])
    meetings.end_attendance(there, by=members[7], at=LATER)
    assert MeetingRoom().tally(str(hall.pk))["met"] is False
    said = {"form": "adopted", "method": "unanimous", "text": "그대로", "by": secretary, "at": LATER}
    assert code_of_refusal(record_resolution, item, **said) == ("no_quorum", 409)
    meetings.recess(hall, by=secretary, at=LATER)
    assert code_of_refusal(meetings.resume, hall, by=secretary, at=LATER) == ("no_quorum", 409)
    recusing.withdraw(Recusal.objects.get(person=members[4 - 1]), by=members[3], at=LATER)
    assert meetings.resume(hall, by=secretary, at=LATER).state == "in_session"


def test_who_keeps_out_is_settled_before_the_item_is_decided(hall, item, members, secretary, voting):
    waiting = recuse(items_of(hall)[0], members[1])
    own = recuse(item, members[1])
    vote = voting(item)
    assert code_of_refusal(recuse, item, members[2]) == ("vote_open", 409)
    assert code_of_refusal(recusing.withdraw, own, by=members[1], at=LATER) == ("vote_open", 409)
    vote.state, vote.closed_at = "closed", LATER
    vote.save()
    recuse(item, members[2])
    said = {"form": "adopted", "method": "unanimous", "text": "그대로", "by": secretary, "at": LATER}
    record_resolution(item, **said)
    assert code_of_refusal(recuse, item, members[3]) == ("already_resolved", 409)
    assert code_of_refusal(recusing.withdraw, own, by=members[1], at=LATER) == ("already_resolved", 409)
    meetings.adjourn(hall, by=secretary, at=LATER)
    assert code_of_refusal(recusing.withdraw, waiting, by=members[1], at=LATER) == ("meeting_over", 409)


def test_why_somebody_keeps_out_is_nobodys_business_and_of_a_closed_item_who(hall, item, members, secretary):
    recuse(item, members[1], reason="배우자의 회사")
    recuse(items_of(hall)[2], members[2], reason="친족의 땅")
    told = snapshot_of(hall)["recusals"]
    assert [(row["name"], row["kind_label"], row["reason"]) for row in told] == [
        ("김도연", "회피", ""), ("", "회피", ""),
    ]  # fmt: skip
    frames = str(drawn(MeetingRoom(), hall.room))
    assert ("배우자의 회사" in frames, "친족의 땅" in frames) == (False, False)
    inside = [(row["name"], row["reason"]) for row in inside_of(hall)["recusals"]]
    assert inside == [("김도연", "배우자의 회사"), ("나은서", "친족의 땅")]


def test_nobody_past_the_term_keeps_out_or_challenges(item, members):
    members[3].memberships.update(end=NOON.date() - timedelta(days=1))
    assert code_of_refusal(recuse, item, members[3]) == ("not_a_member", 403)
    seat = members[3].memberships.get().seat_id
    assert code_of_refusal(recuse, item, members[2], "challenge", seat=seat) == ("seat_empty", 422)


def test_a_recusal_hides_with_its_item(hall, item, members):
    """An item may be closed before it is taken up, after somebody was named in the open."""
    recuse(items_of(hall)[0], members[1])
    [(name, data)] = drawn(MeetingRoom(), hall.room)[-1:]
    assert name == "recusal.recorded"
    assert MeetingRoom().beside(data) == [f"committees.agendaitem/{items_of(hall)[0].pk}"]
    assert Event.objects.get(name="recusal.recorded").facts == {"turns": []}


def test_a_chair_who_keeps_out_does_not_break_the_tie(item, members, chair, secretary):
    BodyRule.objects.update(tie="chair")
    recuse(item, chair)
    hands = {"method": "hands", "yes": 3, "no": 3, "abstain": 1, "casting": "yes", "at": LATER}
    assert code_of_refusal(voting.open_vote, item, by=chair, **hands) == ("recused", 403)
    vote = voting.open_vote(item, by=secretary, **hands)
    assert (vote.casting, vote.result) == ("yes", "carried")
