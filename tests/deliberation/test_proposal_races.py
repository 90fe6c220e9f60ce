"""What many do to proposals in the same moment, on the database that a real town hall uses."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from deliberation import actions
from deliberation.models import Comment, Endorsement, Proposal
from district.models import Person
from district.refusals import Refusal
from realtime.door import mark, once
from realtime.models import Event
from referrals import actions as referrals
from referrals.models import Referral
from tests.cast import NOON, in_office, verified
from tests.deliberation.proposers import agreed, fresh, published, written
from tests.deliberation.test_races import afresh, at_once, check_the_books, say

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]
SOON = NOON + timedelta(hours=1)


def agree(proposal, person, at=NOON):
    return actions.support_proposal(proposal, by=person, at=at, ref=uuid4())


def take_back(proposal, person):
    return actions.unsupport_proposal(proposal, by=person, at=NOON, ref=uuid4())


def check_all(*proposals):
    """Nobody lost, nobody doubled, in the counters as in the rooms."""
    for row in map(fresh, proposals):
        assert row.recount() == {}
        check_the_books(row.thread)


def calls(name, proposal):
    return Event.objects.filter(name=name, room__key=str(proposal.thread_id)).count()


def test_fifty_neighbours_agreeing_at_once_open_the_review_exactly_once(proposal, residents):
    people = residents(50)
    came = at_once([lambda person=person: agree(proposal, person) for person in people])
    assert all(isinstance(row, Proposal) for row in came)
    row = fresh(proposal)
    assert (row.supports, row.review_called_at, row.status(NOON)) == (50, NOON, "review")
    assert calls("review.called", row) == 1
    assert Event.objects.get(name="review.called").facts["supports"] == 5
    assert Referral.objects.filter(topic=row.topic).count() == 1
    before = Event.objects.get(name="review.called")
    assert Event.objects.filter(room=before.room, name="proposal.supported", seq__lt=before.seq).count() == 5
    check_all(row)


def test_agreeing_and_taking_it_back_at_once_leaves_what_the_rows_say(proposal, policy, residents):
    policy.supports_needed = 1_000
    policy.save()
    people = residents(10)
    for person in people[:5]:
        agree(proposal, person)
    acts = [lambda person=person: agree(proposal, person) for person in people for _ in range(2)]
    acts += [lambda person=person: take_back(proposal, person) for person in people for _ in range(2)]
    came = at_once(acts)
    assert not [row for row in came if isinstance(row, str)]
    standing = Endorsement.objects.filter(proposal=proposal, withdrawn_at=None).count()
    assert fresh(proposal).supports == standing
    assert Endorsement.objects.filter(proposal=proposal).count() == 10
    check_all(proposal)


def test_the_fifth_agrees_while_others_take_it_back(proposal, residents):
    people = residents(9)
    for person in people[:4]:
        agree(proposal, person)
    acts = [lambda person=person: agree(proposal, person) for person in people[4:]]
    acts += [lambda person=person: take_back(proposal, person) for person in people[:4]]
    came = at_once(acts)
    assert {row for row in came if isinstance(row, str)} <= {"support_over"}
    row = fresh(proposal)
    over = came.count("support_over")
    assert row.supports == 5 + over
    assert calls("review.called", row) == 1
    check_all(row)


def test_the_same_press_sent_ten_times_is_one(proposal, neighbour):
    ref = uuid4()

    def press():
        sealed = mark(ref, "proposal.support", proposal.room, {})
        person = afresh(neighbour)
        return once(
            person, sealed, lambda: actions.support_proposal(proposal, by=person, at=NOON, ref=sealed)
        ).seq

    assert len(set(at_once([press] * 10))) == 1
    assert fresh(proposal).supports == 1
    check_all(proposal)


def test_the_hundredth_commenter_of_a_proposal_calls_the_mayor_exactly_once(proposal, residents):
    people = residents(110)
    for person in people[:80]:
        say(proposal.thread, person)
    acts = [lambda person=person: say(proposal.thread, person) for person in people[80:]]
    acts += [lambda person=person: agree(proposal, person) for person in people[:10]]
    came = at_once(acts)
    assert sum(isinstance(row, Comment) for row in came) == 30
    row = fresh(proposal)
    assert (row.mayor_called_at, row.thread.voices, row.supports) == (NOON, 110, 10)
    for name in ("mayor.called", "review.called"):
        assert calls(name, row) == 1
    assert sorted(each.level for each in Referral.objects.filter(topic=row.topic)) == ["department", "mayor"]
    assert (row.referral.level, row.mayor_referral.level) == ("department", "mayor")
    check_all(row)


def test_merging_while_people_speak_and_agree(proposal, dong, residents, officer):
    writer = verified("writer", dong, nickname="나중사람")
    duplicate = published(writer, SOON, title="골목 조명을 밝게")
    people = residents(24)
    agreed(proposal, people[:2], SOON)
    agreed(duplicate, people[1:3], SOON)
    said = [say_at(duplicate, person) for person in people[:8]]
    speaks, agrees = partial(partial, say_at), partial(partial, agree)
    merge = partial(actions.merge_proposals, duplicate, into=proposal, at=SOON)
    acts = [
        *(lambda: merge(by=afresh(officer)) for _ in range(2)),
        *(speaks(duplicate, person) for person in people[8:14]),
        *(speaks(proposal, person) for person in people[10:16]),
        *(agrees(duplicate, person, SOON) for person in people[16:20]),
        *(agrees(proposal, person, SOON) for person in people[18:24]),
        *(partial(actions.support_comment, word, by=people[20], at=SOON, ref=uuid4()) for word in said[:4]),
        *(partial(actions.withdraw_comment, word, by=word.author, at=SOON, ref=uuid4()) for word in said[:4]),
    ]
    told = {row for row in at_once(acts) if isinstance(row, str)}
    assert told <= {"proposal_ended", "thread_closed", "comment_gone"}
    check_merged(fresh(duplicate), fresh(proposal))


def check_merged(source, target):
    """All that was said and wanted is with the earlier one, once."""
    assert (source.end, source.merged_into) == ("merged", target)
    assert calls("proposal.merged", source) == calls("proposal.absorbed", target) == 1
    assert source.thread.standing_comments == 0
    assert Comment.objects.filter(thread=source.thread).count() == 0
    wanted = set(Endorsement.objects.filter(withdrawn_at=None).values_list("person", flat=True))
    assert target.supports == len(wanted - {target.author_id}) >= 5
    assert calls("review.called", target) == 1
    check_all(source, target)


def say_at(proposal, person):
    return actions.post_comment(proposal.thread, by=person, body="가로등이 필요합니다.", at=SOON, ref=uuid4())


def test_two_offices_merge_three_crosswise_and_nothing_waits_for_ever(proposal, dong, residents, officer):
    writers = [verified(f"writer{n}", dong, nickname=f"이웃{n}") for n in range(2)]
    second, third = (published(writer, NOON + timedelta(minutes=n + 1)) for n, writer in enumerate(writers))
    people = residents(9)
    for n, one in enumerate((proposal, second, third)):
        agreed(one, people[3 * n : 3 * n + 3], SOON)
    pairs = [(second, proposal), (third, second), (third, proposal)]
    came = at_once(
        [
            lambda pair=pair: actions.merge_proposals(pair[0], into=pair[1], by=afresh(officer), at=SOON)
            for pair in pairs
        ]
    )
    assert {row for row in came if isinstance(row, str)} <= {"proposal_ended"}
    rows = [fresh(one) for one in (proposal, second, third)]
    assert rows[1].end == rows[2].end == "merged"
    check_all(*rows)


def test_an_officer_works_while_neighbours_and_its_author_press(proposal, residents, resident, officer):
    department = proposal.category.department
    clerk = in_office("clerk", "officer", "도로팀 주무관", department)
    people = residents(12)
    row = agreed(proposal, people[:5])
    referral = row.referral

    def answer():
        return referrals.write_reply(
            referral, by=afresh(clerk), at=SOON, words="검토하고 있습니다.", outcome="reference"
        )

    acts = [lambda: referrals.claim(referral, by=afresh(clerk), at=SOON), answer] * 2
    acts += [lambda person=person: agree(proposal, person, SOON) for person in people[5:]]
    acts += [lambda person=person: say_at(proposal, person) for person in people]
    acts += [
        lambda: actions.withdraw_proposal(proposal, by=afresh(resident), at=SOON),
        lambda: actions.transfer_proposal(
            proposal, to="서울특별시", reason="시의 일", by=afresh(officer), at=SOON
        ),
        lambda: actions.turn_into_case(proposal, by=afresh(resident), at=SOON),
    ]
    came = at_once(acts)
    known = {"proposal_ended", "thread_closed", "referral_ended", "held_by_other"}
    assert {row for row in came if isinstance(row, str)} <= known
    row = fresh(proposal)
    assert row.end in {"withdrawn", "transferred", "civil"}
    ends = ("proposal.withdrawn", "proposal.transferred", "proposal.reclassified")
    assert Event.objects.filter(name__in=ends).count() == 1
    referral.refresh_from_db()
    assert referral.ended_at == SOON
    check_all(row)


def test_a_draft_saved_joined_and_published_at_once_is_published_whole(
    consent, resident, neighbour, residents
):
    draft = written(resident)
    share = actions.invite_share(draft, label="이웃", percent=30, by=resident, at=NOON)

    def publish():
        return actions.publish_proposal(draft, consent=consent.pk, by=afresh(resident), at=SOON)

    acts = [publish, publish, lambda: actions.accept_share(share, consent=consent.pk, by=neighbour, at=SOON)]
    acts += [
        lambda n=n: actions.save_proposal(draft, by=afresh(resident), at=SOON, body=f"글 {n}")
        for n in range(4)
    ]
    acts += [lambda: actions.invite_share(draft, label="또", percent=60, by=afresh(resident), at=SOON)]
    came = at_once(acts)
    assert {row for row in came if isinstance(row, str)} <= {"already_published", "shares_open"}
    row = fresh(draft)
    if row.published_at:
        assert Event.objects.filter(name="proposal.published").count() == 1
        assert not row.shares.standing().filter(person=None).exists()
    assert sum(percent for _who, percent, _main in row.proposers()) == 100


def test_the_last_draft_is_begun_once(consent, resident, monkeypatch):
    monkeypatch.setattr("deliberation.actions.drafting.MOST_DRAFTS", 3)
    came = at_once([lambda: written(Person.objects.get(pk=resident.pk)) for _ in range(8)])
    assert came.count("too_many_drafts") == 5
    assert Proposal.objects.filter(author=resident).count() == 3


def test_a_refusal_leaves_nothing_behind(proposal, resident):
    before = Event.objects.count()
    with pytest.raises(Refusal):
        agree(proposal, resident)
    assert Event.objects.count() == before
    assert not Endorsement.objects.exists()
