"""Motions and challenges are put in their turn, and what was decided is written down with its numbers."""

import pytest
from django.db import transaction

from committees.actions import meetings
from committees.actions.recusing import record as recuse
from committees.actions.resolutions import record_resolution, resolve_vote
from committees.actions.voting import cast_ballot, open_vote, void_vote
from committees.models import Attendance, Ballot, Resolution, Vote
from committees.vote_rows import vote_row
from district.refusals import Refusal
from realtime.models import Event
from tests.cast import NOON
from tests.committees.acts import code_of_refusal, seat_of
from tests.committees.vote_stands import LATER, answered, closed, moved, on_floor, put, ruled

pytestmark = pytest.mark.django_db
FOR_ALL = ["yes"] * 6


@pytest.fixture
def there(members):
    """The six of ten who have come."""
    return members[:6]


@pytest.fixture
def item(meeting, secretary, there):
    return on_floor(meeting, secretary, there)


def refused(act, *args, **said):
    """The code alone, with nothing written."""
    before = Event.objects.count(), Ballot.objects.count(), Vote.objects.count()
    code = code_of_refusal(act, *args, **{"at": NOON} | said)
    assert (Event.objects.count(), Ballot.objects.count(), Vote.objects.count()) == before
    return code and code[0]


def test_what_comes_first_is_put_first_and_carries_its_motion(item, members, secretary):
    main = moved(item, members)
    change = moved(item, members, "둘째 줄을 지운다.", kind="amendment", amends=main)
    assert refused(open_vote, item, method="consent", motion=main, by=secretary) == "other_motion_first"
    assert refused(open_vote, item, method="consent", by=secretary) == "other_motion_first"
    said = {"form": "adopted", "method": "unanimous", "text": "원안대로 한다."}
    assert refused(record_resolution, item, by=secretary, **said) == "other_motion_first"
    put(item, secretary, method="consent", motion=change)
    vote = put(item, secretary, method="hands", yes=2, no=3, abstain=1, motion=main)
    assert vote.subject == "원안대로 의결한다. (수정동의 2 반영)"
    states = dict(item.motions.values_list("number", "state"))
    assert (vote.result, states) == ("rejected", {1: "rejected", 2: "carried"})
    assert refused(open_vote, item, method="consent", motion=main, by=secretary) == "motion_over"


def test_an_unseconded_motion_is_not_put(item, members, secretary, council):
    ruled(council, seconds_needed=2)
    motion = moved(item, members)
    assert refused(open_vote, item, method="consent", motion=motion, by=secretary) == "not_seconded"
    motion.seconds.all().delete()
    ruled(council, seconds_needed=0)
    motion.state = "debated"
    motion.save()
    assert put(item, secretary, method="consent", motion=motion).result == "carried"


def test_a_motion_of_a_void_vote_may_be_put_again(item, members, secretary):
    motion = moved(item, members)
    vote = put(item, secretary, motion=motion)
    void_vote(vote, reason="다시 읽겠습니다.", by=secretary, at=NOON)
    motion.refresh_from_db()
    assert motion.state == "debated"
    assert closed(put(item, secretary, motion=motion), secretary).result == "rejected"
    motion.refresh_from_db()
    assert (motion.state, motion.ended_at) == ("rejected", LATER)


def test_a_challenge_is_decided_without_the_member_whom_it_concerns(item, there, secretary):
    seat = seat_of(item.meeting, there[0])
    asked = {"kind": "challenge", "seat": seat, "reason": "가족의 일입니다.", "by": there[1], "at": NOON}
    for choices, state in ((["no"] * 5, "declined"), (["yes"] * 5, "in_force")):
        recusal = recuse(item, **asked)
        vote = put(item, secretary, recusal=recusal)
        assert vote.subject == f"{there[0].name} 위원 기피 신청"
        assert (vote.sitting, vote.present, vote.asked) == (9, 5, 5)
        assert refused(cast_ballot, vote, choice="no", by=there[0]) == "not_an_elector"
        answered(vote, there[1:], choices)
        closed(vote, secretary)
        recusal.refresh_from_db()
        assert recusal.state == state
        assert refused(open_vote, item, method="consent", recusal=recusal, by=secretary) == "recusal_over"
    assert put(item, secretary).asked == 5


def test_a_challenge_and_a_motion_are_two_questions(item, there, members, secretary):
    motion = moved(item, members)
    seat = seat_of(item.meeting, there[0])
    challenge = {"kind": "challenge", "seat": seat, "reason": "가족의 일입니다.", "by": there[1], "at": NOON}
    said = {"method": "consent", "motion": motion, "recusal": recuse(item, **challenge)}
    assert refused(open_vote, item, by=secretary, **said) == "one_question"


def test_a_resolution_has_the_very_numbers_of_its_vote(item, there, secretary):
    vote = put(item, secretary)
    answered(vote, there, ["yes", "yes", "yes", "yes", "no"])
    assert refused(resolve_vote, vote, text="말", by=secretary) == "vote_open"
    vote = closed(vote, secretary)
    Attendance.objects.all().update(left_at=NOON)  # who goes afterwards changes nothing
    resolution = resolve_vote(vote, text="원안대로 한다.", by=secretary, at=LATER)
    assert resolution.line == "재적 10 · 출석 6 → 출석의 과반수 4 → 찬성 4 ≥ 4 → 원안가결"
    assert (resolution.vote, resolution.method, resolution.decided_at) == (vote, "roll_call", vote.closed_at)
    event = Event.objects.order_by("pk").last()
    assert (event.name, event.facts) == ("resolution.recorded", {"items": [item.pk], "votes": [vote.pk]})
    assert refused(resolve_vote, vote, text="또", by=secretary) == "already_resolved"
    assert refused(open_vote, item, method="consent", by=secretary) == "already_resolved"


def test_the_secretary_writes_it_down_also_after_the_item(item, there, secretary, chair):
    vote = put(item, secretary, method="consent")
    meetings.adjourn(item.meeting, by=chair, at=LATER)
    assert refused(resolve_vote, vote, text="원안대로 한다.", by=chair) == "not_secretary"
    assert resolve_vote(vote, text="원안대로 한다.", by=secretary, at=LATER).form == "adopted"


@pytest.mark.parametrize(
    ("kind", "hands", "fitting"),
    [
        ("main", (4, 0, 0), {None: "adopted", "adopted": "adopted", "amended": "amended"}),
        ("main", (3, 3, 0), {None: "rejected", "rejected": "rejected"}),
        ("procedural", (6, 0, 0), {"deferred": "deferred", "discarded": "discarded"}),
        ("procedural", (1, 5, 0), {}),
    ],
)
def test_the_form_agrees_with_what_was_voted(item, members, secretary, kind, hands, fitting):
    motion = moved(item, members, kind=kind)
    yes, no, abstain = hands
    vote = put(item, secretary, method="hands", motion=motion, yes=yes, no=no, abstain=abstain)
    for form in [None, *Resolution.Form.values, "tied", ["adopted"]]:
        unfit = "result_disagrees" if form in Resolution.Form.values else "unknown_form"
        if kind == "procedural" and yes < no:
            unfit = "vote_not_resolving"
        known = None if isinstance(form, list) else fitting.get(form)
        assert undone(resolve_vote, vote, text="그대로 한다.", form=form, by=secretary, at=NOON) == (
            known or unfit
        ), form


def undone(act, *args, **said):
    """The form that it would have, or the code of its refusal; nothing of it stays."""
    try:
        with transaction.atomic():
            form = act(*args, **said).form
            transaction.set_rollback(True)
    except Refusal as refusal:
        return refusal.code
    return form


def test_an_adopted_amendment_makes_it_an_amended_resolution(item, members, secretary):
    main = moved(item, members)
    change = moved(item, members, "둘째 줄을 지운다.", kind="amendment", amends=main)
    voted = put(item, secretary, method="consent", motion=change)
    assert refused(resolve_vote, voted, text="말", by=secretary) == "vote_not_resolving"
    vote = put(item, secretary, method="consent", motion=main)
    assert vote_row(vote)["draft_text"] == "원안대로 의결한다.\n수정: 둘째 줄을 지운다."
    assert refused(resolve_vote, vote, text="말", form="adopted", by=secretary) == "result_disagrees"
    assert resolve_vote(vote, text="고쳐서 한다.", by=secretary, at=NOON).form == "amended"


def test_by_consent_an_item_may_be_put_off_and_by_hands_it_takes_a_motion(item, secretary):
    by_hands = put(item, secretary, method="hands", yes=6, no=0, abstain=0)
    assert refused(resolve_vote, by_hands, text="말", form="deferred", by=secretary) == "result_disagrees"
    vote = put(item, secretary, method="consent", subject="다음 회의로 미룸")
    assert resolve_vote(vote, text="미룬다.", form="deferred", by=secretary, at=NOON).form == "deferred"


def test_every_resolution_by_consent_or_hands_has_its_vote(item, secretary, council):
    ruled(council, tie="chair")
    said = {"text": "원안대로 한다.", "by": secretary, "at": NOON}
    for told, result, casting in [
        ({"form": "adopted", "method": "unanimous"}, "carried", ""),
        ({"form": "rejected", "method": "unanimous"}, "rejected", ""),
        ({"form": "deferred", "method": "unanimous"}, "carried", ""),
        ({"form": "adopted", "method": "hands", "yes": 4, "no": 2, "abstain": 0}, "carried", ""),
        ({"form": "adopted", "method": "hands", "yes": 3, "no": 3, "abstain": 0}, "carried", "yes"),
        ({"form": "rejected", "method": "hands", "yes": 3, "no": 3, "abstain": 0}, "rejected", "no"),
    ]:
        resolution = record_resolution(item, **said, **told)
        vote = resolution.vote
        assert (vote.state, vote.result, vote.casting) == ("closed", result, casting), told
        assert (vote.yes, vote.needed) == (resolution.yes, resolution.needed)
        resolution.delete()


def test_what_was_put_again_is_written_down_by_its_last_word(item, members, secretary):
    first = put(item, secretary, method="hands", yes=2, no=3, abstain=1, motion=moved(item, members))
    second = put(item, secretary, method="hands", yes=5, no=1, abstain=0, motion=moved(item, members))
    assert refused(resolve_vote, first, text="하지 않는다.", by=secretary) == "vote_not_resolving"
    assert resolve_vote(second, text="한다.", by=secretary, at=LATER).form == "adopted"
