"""공감 and the two latches: people are counted, each once, and what they brought about stays."""

from datetime import timedelta
from uuid import uuid4

import pytest

from deliberation import actions
from deliberation.models import Endorsement, ParticipationPolicy, Proposal
from district.models import Department
from letters.models import Letter
from realtime.models import Event
from referrals import actions as referrals
from referrals.models import Clock, Referral
from search.find import find
from tests.cast import NOON
from tests.deliberation.proposers import agreed, fresh, published, refused, written
from tests.deliberation.test_statements import statements

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(hours=1)


def names(proposal):
    room = Event.objects.filter(room__kind="thread", room__key=str(proposal.thread_id))
    return list(room.order_by("seq").values_list("name", flat=True))


def answered(proposal, outcome, officer, at, **how):
    """The department answers, through the hands of its chain."""
    proposal.referral.chain.roles = ["officer", "head"]
    proposal.referral.chain.save()
    reply = referrals.write_reply(
        proposal.referral, by=officer["officer"], at=at, words="답변입니다.", outcome=outcome, **how
    )
    referrals.submit(reply, by=officer["officer"], at=at)
    referrals.approve(reply, by=officer["head"], at=at)
    return fresh(proposal)


@pytest.fixture
def roads(proposal):
    """Those who answer for the roads."""
    from tests.cast import in_office

    department = Department.objects.get(name="도로과")
    return {
        "officer": in_office("road-officer", "officer", "도로팀 주무관", department),
        "head": in_office("road-head", "head", "도로과장", department),
    }


def test_agreeing_twice_is_agreeing_once_and_may_be_taken_back(proposal, neighbour):
    for _ in range(2):
        actions.support_proposal(proposal, by=neighbour, at=NOON)
    assert (fresh(proposal).supports, Endorsement.objects.count()) == (1, 1)
    for _ in range(2):
        actions.unsupport_proposal(proposal, by=neighbour, at=SOON)
    assert fresh(proposal).supports == 0
    actions.support_proposal(proposal, by=neighbour, at=SOON)
    assert (fresh(proposal).supports, fresh(proposal).recount()) == (1, {})
    told = ["proposal.supported", "proposal.unsupported", "proposal.supported"]
    assert names(proposal) == ["proposal.published", *told]


def test_whoever_is_not_verified_proposes_or_works_for_the_district_does_not_agree(
    consent, proposal, resident, neighbour, unverified, officer, moderator
):
    draft = written(resident)
    share = actions.invite_share(draft, label="이웃", percent=30, by=resident, at=NOON)
    actions.accept_share(share, consent=consent.pk, by=neighbour, at=NOON)
    together = actions.publish_proposal(draft, consent=consent.pk, by=resident, at=NOON)
    for person, code in ((unverified, "verification_needed"), (moderator, "verification_needed")):
        assert refused(actions.support_proposal, proposal=proposal, by=person, at=NOON) == code
    officer.level = neighbour.level
    officer.save()
    for whose, person, code in (
        (proposal, officer, "office_no_support"),
        (together, resident, "own_proposal"),
        (together, neighbour, "own_proposal"),
    ):
        assert refused(actions.support_proposal, proposal=whose, by=person, at=NOON) == code
        assert not Endorsement.may_be_given(whose, person, NOON)
    assert actions.support_proposal(proposal, by=neighbour, at=NOON).supports == 1


def test_a_blocked_neighbour_neither_agrees_nor_takes_it_back(proposal, neighbour):
    neighbour.blocked_until = SOON
    neighbour.save()
    for act in (actions.support_proposal, actions.unsupport_proposal):
        assert refused(act, proposal=proposal, by=neighbour, at=NOON) == "blocked"
    assert actions.support_proposal(proposal, by=neighbour, at=SOON).supports == 1


def test_the_fifth_neighbour_opens_the_review_once_and_for_good(proposal, policy, residents):
    people = residents(7)
    proposal = agreed(proposal, people[:4])
    assert (proposal.review_called_at, proposal.referral) == (None, None)
    proposal = agreed(proposal, people[4:5], SOON)
    assert (proposal.review_called_at, proposal.status(SOON)) == (SOON, "review")
    assert names(proposal)[-3:] == ["proposal.supported", "review.called", "referral.made"]
    [call] = Event.objects.filter(name="review.called")
    assert call.facts == {"supports": 5, "policy": policy.pk}
    agreed(proposal, people[5:], SOON)
    assert Event.objects.filter(name="review.called").count() == 1
    assert fresh(proposal).supports == 7
    assert Referral.objects.count() == 1


def test_the_category_says_which_department_and_the_clock_says_when(proposal, residents):
    proposal = agreed(proposal, residents(5))
    referral = proposal.referral
    assert (referral.department.name, referral.kind, referral.topic) == ("도로과", "proposal", proposal.topic)
    assert referral.due().isoformat() == "2026-12-24"
    entry = find("조명", None, kind="proposal").get()
    assert (entry.state, entry.department) == ("review", "도로과")
    assert referral.entry_id == entry.pk


def test_words_are_taken_until_the_answer_is_due(proposal, policy, residents):
    policy.collect_days = 7
    policy.save()
    proposal = published(proposal.author)
    assert proposal.thread.closes_at == NOON + timedelta(days=7)
    proposal = agreed(proposal, residents(5))
    assert proposal.thread.closes_at.isoformat() == "2026-12-24T15:00:00+00:00"
    assert proposal.thread.status(NOON + timedelta(days=20)) == "open"


def test_after_the_latch_neighbours_still_agree_and_nobody_takes_it_from_under_the_review(
    proposal, residents, neighbour
):
    people = residents(5)
    proposal = agreed(proposal, people)
    assert refused(actions.unsupport_proposal, proposal=proposal, by=people[0], at=SOON) == "support_over"
    later = proposal.collects_until + timedelta(days=1)
    assert Endorsement.may_be_given(proposal, neighbour, later)
    assert actions.support_proposal(proposal, by=neighbour, at=later).supports == 6


def test_a_proposal_keeps_the_threshold_of_its_day(proposal, residents):
    ParticipationPolicy.objects.create(
        valid_from=(NOON + timedelta(days=1)).date(), supports_needed=2, voices_needed=100, source="새 계획"
    )
    people = residents(5)
    later = NOON + timedelta(days=2)
    assert agreed(proposal, people[:4], later).review_called_at is None
    new = published(proposal.author, later)
    assert agreed(new, people[:2], later).review_called_at == later


def test_without_a_department_nothing_is_lost_and_tick_refers_it_later(
    proposal, policy, residents, department
):
    policy.department = None
    policy.save()
    proposal.category.department = None
    proposal.category.save()
    proposal = agreed(proposal, residents(5))
    assert (proposal.stage, proposal.referral) == ("review", None)
    actions.due(SOON)
    assert fresh(proposal).referral is None
    policy.department = department
    policy.save()
    for _ in range(2):
        actions.due(SOON)
    assert fresh(proposal).referral.department == department
    assert Referral.objects.count() == 1


def test_a_missing_clock_costs_nobodys_word(proposal, residents):
    Clock.objects.filter(code="proposal").delete()
    proposal = agreed(proposal, residents(5))
    assert (proposal.supports, proposal.stage, proposal.referral) == (5, "review", None)


def test_the_hundredth_commenter_calls_the_mayor_and_his_office_has_a_task(proposal, policy, residents):
    policy.voices_needed = 3
    policy.save()
    people = residents(4)
    for person in (*people[:2], people[0], proposal.author):
        actions.post_comment(proposal.thread, by=person, body="말", at=NOON)
    assert fresh(proposal).mayor_called_at is None
    actions.post_comment(proposal.thread, by=people[2], body="말", at=SOON, ref=uuid4())
    proposal = fresh(proposal)
    assert (proposal.mayor_called_at, proposal.answer_due.isoformat()) == (SOON, "2026-12-15")
    assert proposal.status(SOON) == "mayor_due"
    assert names(proposal)[-3:] == ["comment.posted", "mayor.called", "referral.made"]
    assert (proposal.mayor_referral.level, proposal.mayor_referral.kind) == ("mayor", "mayor")
    assert proposal.mayor_referral.due() == proposal.answer_due
    actions.post_comment(proposal.thread, by=people[3], body="말", at=SOON)
    assert Event.objects.filter(name="mayor.called").count() == 1
    assert find("조명", None, kind="proposal").get().state == "mayor_due"


def test_a_question_calls_the_mayor_in_the_same_way(question, policy, residents):
    policy.voices_needed = 2
    policy.save()
    for person in residents(2):
        actions.post_comment(question.thread, by=person, body="말", at=NOON)
    question.refresh_from_db()
    assert question.mayor_called_at == NOON
    assert question.mayor_referral.topic == question.letter_topic
    assert question.mayor_referral.department == question.department


def test_whoever_proposed_is_told_of_the_review_and_nobody_twice(proposal, resident, residents):
    agreed(proposal, residents(5))
    actions.due(SOON)
    told = Letter.objects.filter(dispatch__about=f"proposal/{proposal.pk}/review", road="screen")
    assert [letter.person for letter in told] == [resident]


def test_an_answer_ends_agreeing_and_withdrawing(proposal, residents, neighbour, resident, roads):
    proposal = answered(agreed(proposal, residents(5)), "reference", roads, SOON)
    assert proposal.status(SOON) == "reviewed"
    later = SOON + timedelta(hours=1)
    for act, by in (
        (actions.support_proposal, neighbour),
        (actions.withdraw_proposal, resident),
        (actions.turn_into_case, resident),
    ):
        assert refused(act, proposal=proposal, by=by, at=later) == "already_reviewed"
    to = {"to": "서울특별시", "reason": "시의 일"}
    assert refused(actions.transfer_proposal, proposal=proposal, by=roads["head"], at=later, **to) == (
        "already_reviewed"
    )


def test_its_author_asks_once_more_within_fifteen_days_of_a_refusal(
    proposal, residents, resident, neighbour, roads
):
    proposal = agreed(proposal, residents(5))
    how = {"words": "다시 살펴 주세요.", "by": resident}
    assert refused(actions.ask_reconsideration, proposal=proposal, at=SOON, **how) == "not_answered"
    proposal = answered(proposal, "rejected", roads, SOON, ground="impracticable", reason="예산이 없습니다.")
    until = proposal.reconsider_until
    assert (until - SOON.date()).days >= 15
    how["proposal"] = proposal
    late = SOON + timedelta(days=(until - SOON.date()).days + 1)
    assert refused(actions.ask_reconsideration, at=late, **how) == "window_over"
    assert refused(actions.ask_reconsideration, at=SOON, **how | {"by": neighbour}) == "not_author"
    assert refused(actions.ask_reconsideration, at=SOON, **how | {"words": " "}) == "empty_words"
    ref = uuid4()
    again = actions.ask_reconsideration(at=SOON + timedelta(days=15), ref=ref, **how)
    assert Event.objects.get(ref=ref).seq == again.seq
    assert again.status(SOON) == "review"
    assert Proposal.objects.in_status("review", SOON).get() == again
    assert refused(actions.ask_reconsideration, at=SOON, **how) == "asked_again"


@pytest.mark.parametrize(
    "status", ["collecting", "lapsed", "review", "reviewed", "mayor_due", "underway", "done", "withdrawn"]
)
def test_the_list_and_the_row_agree_where_a_proposal_stands(
    proposal, policy, residents, resident, roads, status
):
    policy.voices_needed = 1
    policy.save()
    people, at = residents(5), SOON
    if status == "lapsed":
        at = proposal.collects_until
    if status in {"review", "reviewed", "underway", "done"}:
        proposal = agreed(proposal, people)
    if status in {"reviewed", "underway", "done"}:
        proposal = answered(proposal, "accepted", roads, SOON, planned_on=SOON.date() + timedelta(days=30))
    for kind in {"underway": ["started"], "done": ["started", "finished"]}.get(status, []):
        referrals.report_progress(
            proposal.referral, kind=kind, on=SOON.date(), words="했습니다.", by=roads["officer"], at=SOON
        )
    if status == "mayor_due":
        actions.post_comment(proposal.thread, by=people[0], body="말", at=SOON)
    if status == "withdrawn":
        actions.withdraw_proposal(proposal, by=resident, at=SOON)
    proposal = fresh(proposal)
    assert proposal.status(at) == status
    standing = {each: set(Proposal.objects.in_status(each, at)) for each in Proposal.Status.values}
    assert [each for each, rows in standing.items() if proposal in rows] == [status]


@pytest.mark.django_db(transaction=True)
def test_agreeing_costs_the_same_however_many_agreed(proposal, policy, residents):
    policy.supports_needed = 1_000
    policy.save()
    people = residents(62)
    costs = []
    for at, person in enumerate(people):
        count, told = statements(lambda person=person: actions.support_proposal(proposal, by=person, at=NOON))
        if at in {1, 60}:
            costs.append(count)
    assert costs[0] == costs[1], told
    assert costs[0] <= 12, told
