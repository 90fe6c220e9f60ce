"""Two that ask for the same become one: everybody is counted once, and nothing that was said is lost."""

from datetime import timedelta

import pytest

from deliberation import actions
from deliberation.models import Comment, Endorsement, Voice
from deliberation.rooms import ThreadRoom
from letters.models import Letter
from realtime.models import Event, Room
from referrals.models import Referral
from search.find import find
from tests.cast import NOON, verified
from tests.deliberation.proposers import agreed, fresh, published, refused
from tests.deliberation.test_proposal_supports import answered, roads

__all__ = ["roads"]
pytestmark = pytest.mark.django_db
SOON, LATER = NOON + timedelta(hours=1), NOON + timedelta(hours=2)


@pytest.fixture
def writer(dong):
    """Who proposes the same a little later."""
    return verified("writer", dong, nickname="나중사람")


@pytest.fixture
def duplicate(proposal, writer):
    return published(writer, SOON, title="골목 조명을 밝게", body="같은 이야기입니다.")


def merged(duplicate, into, by, at=LATER, **how):
    actions.merge_proposals(duplicate, into=into, by=by, at=at, **how)
    return fresh(duplicate), fresh(into)


def checked(*proposals):
    """Every counter is what its rows say."""
    for proposal in proposals:
        assert proposal.recount() == {}
        assert proposal.thread.recount() == {}


def test_the_first_received_goes_on_with_everybody_who_wanted_either(proposal, duplicate, residents, officer):
    people = residents(6)
    agreed(proposal, people[:2], SOON)
    agreed(duplicate, people[1:4], SOON)
    source, target = merged(duplicate, proposal, officer, reason="같은 골목입니다.")
    assert (source.end, source.merged_into, source.end_reason) == ("merged", target, "같은 골목입니다.")
    assert target.supports == 4
    came = Endorsement.objects.filter(proposal=target, came_with=source)
    assert {row.person for row in came} == set(people[2:4])
    checked(source, target)
    assert target.review_called_at is None
    assert agreed(target, people[4:5], LATER).review_called_at == LATER


def test_a_duplicate_goes_into_the_earlier_and_only_by_the_office(
    proposal, duplicate, officer, resident, writer
):
    how = {"at": LATER}
    assert refused(actions.merge_proposals, proposal=proposal, into=duplicate, by=officer, **how) == (
        "not_the_earlier"
    )
    assert refused(actions.merge_proposals, proposal=duplicate, into=duplicate, by=officer, **how) == (
        "not_the_earlier"
    )
    for person in (resident, writer):
        assert refused(actions.merge_proposals, proposal=duplicate, into=proposal, by=person, **how) == (
            "not_in_charge"
        )
    merged(duplicate, proposal, officer)
    assert refused(actions.merge_proposals, proposal=duplicate, into=proposal, by=officer, **how) == (
        "proposal_ended"
    )


def test_nothing_goes_into_what_has_ended_nor_out_of_what_is_answered(
    proposal, duplicate, resident, residents, officer, roads
):
    answered(agreed(duplicate, residents(5), SOON), "reference", roads, SOON)
    assert refused(actions.merge_proposals, proposal=duplicate, into=proposal, by=officer, at=LATER) == (
        "already_reviewed"
    )
    actions.withdraw_proposal(proposal, by=resident, at=SOON)
    third = published(resident, LATER)
    assert refused(actions.merge_proposals, proposal=third, into=proposal, by=officer, at=LATER) == (
        "proposal_ended"
    )


def test_whoever_proposes_the_one_is_not_counted_for_the_other(
    proposal, duplicate, resident, officer, neighbour
):
    agreed(duplicate, [resident, neighbour], SOON)
    actions.post_comment(duplicate.thread, by=resident, body="저도 그렇습니다.", at=SOON)
    source, target = merged(duplicate, proposal, officer)
    assert target.supports == 1
    assert target.thread.voices == 0
    checked(source, target)


def test_who_took_it_back_later_than_they_gave_it_does_not_come_with_it(
    proposal, duplicate, residents, officer
):
    first, second = residents(2)
    agreed(proposal, [first, second], SOON)
    actions.unsupport_proposal(proposal, by=first, at=SOON + timedelta(minutes=1))
    agreed(duplicate, [first], SOON + timedelta(minutes=2))
    agreed(duplicate, [second], SOON)
    actions.unsupport_proposal(proposal, by=second, at=SOON + timedelta(minutes=3))
    source, target = merged(duplicate, proposal, officer)
    standing = Endorsement.objects.filter(proposal=target, withdrawn_at=None)
    assert [row.person for row in standing] == [first]
    checked(source, target)


def test_what_was_said_is_said_there_and_who_spoke_in_both_is_one_voice(
    proposal, duplicate, residents, officer
):
    both, one, other = residents(3)
    here, there = proposal.thread, duplicate.thread
    for thread, person, stance in (
        (here, both, "pro"), (here, one, "pro"), (there, both, "con"), (there, other, ""), (there, both, "")
    ):  # fmt: skip
        actions.post_comment(thread, by=person, body="말", at=SOON, stance=stance)
    reply = actions.post_comment(there, by=one, body="답", at=SOON, parent=there.comments.earliest("id").pk)
    source, target = merged(duplicate, proposal, officer)
    assert (target.thread.standing_comments, target.thread.voices) == (6, 3)
    assert (source.thread.standing_comments, source.thread.voices) == (0, 0)
    assert (target.thread.pros, target.thread.cons) == (1, 1)
    assert Comment.objects.get(pk=reply.pk).thread == target.thread
    assert Voice.objects.get(thread=target.thread, person=both).standing == 3
    checked(source, target)
    actions.withdraw_comment(reply, by=one, at=LATER)
    checked(fresh(target))


def test_both_together_open_the_review_once(proposal, duplicate, residents, officer, resident):
    people = residents(6)
    agreed(proposal, people[:3], SOON)
    agreed(duplicate, people[2:5], SOON)
    _source, target = merged(duplicate, proposal, officer)
    assert (target.supports, target.review_called_at) == (5, LATER)
    [call] = Event.objects.filter(name="review.called")
    assert call.room.key == str(target.thread_id)
    assert target.referral.department.name == "도로과"


def test_the_mayors_call_follows_from_both_and_stays_where_one_had_it(
    proposal, duplicate, policy, residents, officer
):
    policy.voices_needed = 4
    policy.save()
    people = residents(5)
    for thread, person in zip([proposal.thread] * 3 + [duplicate.thread] * 2, people, strict=True):
        actions.post_comment(thread, by=person, body="말", at=SOON)
    _source, target = merged(duplicate, proposal, officer)
    assert target.mayor_called_at == LATER
    assert target.mayor_referral.level == "mayor"
    assert Event.objects.filter(name="mayor.called").count() == 1


def test_a_latch_that_one_had_is_not_lost_by_counting_people_once(
    proposal, duplicate, resident, residents, officer
):
    agreed(duplicate, [resident, *residents(4)], SOON)
    source, target = merged(duplicate, proposal, officer)
    assert target.supports == 4
    assert target.review_called_at == LATER
    assert Referral.objects.get(topic=source.topic).ended_ground == "merged"
    assert target.referral.is_standing
    assert Event.objects.filter(name="referral.made", room__key=str(target.thread_id)).count() == 1


def test_a_lapsed_one_comes_to_life_with_a_duplicate_that_still_collects(
    proposal, writer, residents, officer
):
    people = residents(5)
    agreed(proposal, people[:3])
    end = proposal.collects_until
    late = published(writer, end - timedelta(days=1), title="조명 다시")
    agreed(late, people[3:], end - timedelta(days=1))
    actions.due(end)
    assert proposal.status(end) == "lapsed"
    _source, target = merged(late, proposal, officer, end + timedelta(hours=1))
    assert target.status(end + timedelta(hours=1)) == "review"
    assert target.thread.status(end + timedelta(hours=1)) == "open"
    assert Event.objects.filter(name="thread.opened", room__key=str(target.thread_id)).exists()


def test_whoever_is_in_either_room_looks_at_it_anew(proposal, duplicate, neighbour, officer):
    actions.post_comment(duplicate.thread, by=neighbour, body="옮겨질 말", at=SOON)
    before = {room.key: room.epoch for room in Room.objects.filter(kind="thread")}
    source, target = merged(duplicate, proposal, officer)
    after = {room.key: room.epoch for room in Room.objects.filter(kind="thread")}
    for one in (source, target):
        assert before[str(one.thread_id)] != after[str(one.thread_id)]
    there, here = (ThreadRoom().snapshot(str(one.thread_id)) for one in (source, target))
    assert (there["comments"], there["subject"]["merged_into"]) == ([], target.pk)
    assert [row["body"] for row in here["comments"]] == ["옮겨질 말"]


def test_everybody_who_wanted_the_duplicate_is_told_where_it_goes_on(
    proposal, duplicate, writer, neighbour, residents, officer
):
    agreed(duplicate, [neighbour], SOON)
    [speaker] = residents(1)
    actions.post_comment(duplicate.thread, by=speaker, body="말", at=SOON)
    source, _target = merged(duplicate, proposal, officer)
    told = Letter.objects.filter(dispatch__about=f"proposal/{source.pk}/merged", road="screen")
    assert {letter.person for letter in told} == {writer, neighbour, speaker}
    assert find("골목", None, kind="proposal").filter(state="merged").count() == 1


def test_an_act_on_a_comment_that_was_carried_over_is_counted_where_it_stands(
    proposal, duplicate, residents, officer
):
    speaker, friend = residents(2)
    stale = actions.post_comment(duplicate.thread, by=speaker, body="말", at=SOON)
    source, target = merged(duplicate, proposal, officer)
    assert stale.thread_id == source.thread_id
    actions.support_comment(stale, by=friend, at=LATER)
    actions.withdraw_comment(stale, by=speaker, at=LATER)
    assert fresh(target).thread.standing_comments == 0
    checked(fresh(source), fresh(target))
