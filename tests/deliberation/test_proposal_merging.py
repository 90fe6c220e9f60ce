"""Two that ask for the same become one: everybody is counted once, and nothing that was said is lost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deliberation import actions
from deliberation.models import Comment, Endorsement, Share, Voice
from deliberation.ranking import ranked_page
from deliberation.rooms import ThreadRoom
from letters import actions as letters
from letters import delivery
from letters.models import Follow, Letter
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


def following(proposal, person, at=SOON):
    return letters.follow(
        person, topic=proposal.letter_topic, title=proposal.title, url=proposal.get_absolute_url(), at=at
    )


def topics(person):
    return [wish.topic for wish in Follow.objects.standing().filter(person=person)]


def test_who_followed_the_duplicate_follows_the_one_as_they_chose_and_nobody_twice(
    proposal, duplicate, residents, officer
):
    weekly, both, stopped = residents(3)
    letters.choose(following(duplicate, weekly), roads=["email"], pace="weekly", at=SOON)
    for person in (both, stopped):
        following(duplicate, person)
        wish = following(proposal, person)
    letters.unfollow(wish, at=SOON)
    source, target = merged(duplicate, proposal, officer)
    [moved] = Follow.objects.standing().filter(person=weekly)
    assert (moved.topic, moved.title, moved.url) == (
        target.letter_topic,
        target.title,
        f"/proposals/{target.pk}/",
    )
    assert (moved.roads, moved.pace, moved.since) == (["email"], "weekly", SOON)
    assert (topics(both), topics(stopped)) == ([target.letter_topic], [])
    delivery.spread_all(LATER)
    told = Letter.objects.filter(dispatch__about=f"proposal/{source.pk}/merged")
    assert {letter.person for letter in told} >= {weekly, both, stopped}
    letters.tell("news/1", title="소식", url="/", topic=target.letter_topic, at=LATER)
    delivery.spread_all(LATER)
    news = Letter.objects.filter(dispatch__about="news/1")
    assert {letter.person for letter in news} == {weekly, both}
    assert news.filter(person=both, road="screen").count() == 1


def test_whoever_stopped_letters_of_the_duplicate_is_not_begun_with_anew(
    proposal, duplicate, residents, officer
):
    stopped, known, speaker = residents(3)
    agreed(duplicate, [stopped, known, speaker], SOON)
    agreed(proposal, [known], SOON)
    for person in (stopped, known):
        letters.stop(person.pk, [duplicate.letter_topic], at=SOON)
    _source, target = merged(duplicate, proposal, officer)
    letters.tell(
        "news/2", title="답", url="/", topic=target.letter_topic, at=LATER,
        people=target.people_to_tell(), because="참여하신 제안",
    )  # fmt: skip
    told = {letter.person for letter in Letter.objects.filter(dispatch__about="news/2")}
    assert stopped not in told
    assert {known, speaker} <= told


def test_what_was_told_before_went_to_those_who_followed_then(proposal, duplicate, neighbour, officer):
    following(duplicate, neighbour, at=NOON)
    letters.tell("early/1", title="먼저 온 소식", url="/", topic=proposal.letter_topic, at=SOON)
    letters.tell("early/2", title="먼저 온 소식", url="/", topic=duplicate.letter_topic, at=SOON)
    merged(duplicate, proposal, officer)
    delivery.spread_all(LATER)
    told = Letter.objects.filter(person=neighbour, dispatch__about__startswith="early/", road="screen")
    assert [letter.dispatch.about for letter in told] == ["early/2"]


def test_everybody_who_proposed_what_was_merged_hears_the_answer_also_by_way_of_another(
    proposal, duplicate, writer, residents, officer
):
    author, partner = residents(2)
    third = published(author, LATER, title="골목 조명 셋")
    Share.objects.create(proposal=third, person=partner, percent=30, accepted_at=LATER)
    merged(third, duplicate, officer, LATER)
    _source, target = merged(duplicate, proposal, officer, LATER)
    assert {writer, author, partner, target.author} <= set(target.people_to_tell())


def test_merging_takes_as_many_statements_for_twenty_who_spoke_in_both_as_for_two(
    proposal, writer, residents, officer
):
    crowd = residents(22)

    def cost(people, at):
        late = published(writer, at, title=f"골목 조명 {at}")
        for person in people:
            for thread in (proposal.thread, late.thread):
                actions.post_comment(thread, by=person, body="말", at=at, stance="pro")
        with CaptureQueriesContext(connection) as seen:
            actions.merge_proposals(fresh(late), into=fresh(proposal), by=officer, at=at)
        checked(fresh(late), fresh(proposal))
        return len(seen)

    cost(crowd[:1], SOON)  # what is read once in a process's life
    assert cost(crowd[2:], LATER) - cost(crowd[:2], LATER + timedelta(minutes=1)) <= 1


def test_a_frozen_order_of_the_duplicate_shows_nothing_that_was_carried_over(
    proposal, duplicate, residents, officer
):
    for person in residents(3):
        actions.post_comment(duplicate.thread, by=person, body="말", at=SOON)
    before = ranked_page(duplicate.thread, {"order": "agreed"}, None, LATER)
    assert len(before.rows) == 3
    source, target = merged(duplicate, proposal, officer)
    again = ranked_page(source.thread, {"order": "agreed"}, None, LATER)
    assert (again.ranked_at, again.rows) == (before.ranked_at, [])
    assert len(ranked_page(target.thread, {"order": "agreed"}, None, LATER).rows) == 3
