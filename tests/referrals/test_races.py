"""Two who answer, approve or hand over in the same moment, on the database that a real town hall uses."""

import pytest

from letters.models import Dispatch, Letter
from realtime.models import Event
from referrals import actions
from referrals.models import Handover, Pause, Progress, Referral, Reply, Step
from tests.cast import NOON, in_office
from tests.deliberation.test_races import afresh as person_afresh
from tests.deliberation.test_races import at_once
from tests.referrals.acts import later, names
from tests.referrals.conftest import ANSWER, REFUSAL

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


def codes(came):
    return [each for each in came if isinstance(each, str)]


@pytest.fixture
def officers(department):
    return [in_office(f"officer{n}", "officer", f"주무관 {n}", department) for n in range(6)]


@pytest.fixture
def submitted(referral, officer, head, director):
    draft = actions.write_reply(referral, by=officer, at=NOON, **ANSWER)
    actions.submit(draft, by=officer, at=NOON)
    return draft


def seqs():
    return list(
        Event.objects.filter(room__kind="ledger", room__key="referrals")
        .order_by("id")
        .values_list("seq", flat=True)
    )


def test_of_officers_who_write_at_once_one_answers(referral, officers):
    def writing(person):
        return lambda: actions.write_reply(
            referral, by=person_afresh(person), at=NOON, **ANSWER | {"words": f"{person.pk}의 답변입니다."}
        )

    came = at_once([writing(person) for person in officers])
    assert codes(came) == ["held_by_other"] * 5
    reply, held = Reply.objects.get(), Referral.objects.get()
    assert reply.written_by == held.holder
    assert reply.words == f"{held.holder_id}의 답변입니다."
    assert names(referral) == ["referral.made", "referral.claimed", "referral.drafted"]
    assert sorted(seqs()) == list(range(1, len(seqs()) + 1))


def test_of_officers_who_take_it_on_at_once_one_has_it(referral, officers):
    came = at_once(
        [lambda p=person: actions.claim(referral, by=person_afresh(p), at=NOON) for person in officers]
    )
    assert codes(came) == ["held_by_other"] * 5
    assert names(referral).count("referral.claimed") == 1


def test_an_answer_that_is_sent_up_many_times_at_once_goes_up_once(referral, officer, head):
    draft = actions.write_reply(referral, by=officer, at=NOON, **ANSWER)
    came = at_once([lambda: actions.submit(draft, by=person_afresh(officer), at=NOON)] * 5)
    assert codes(came) == ["in_approval"] * 4
    assert Step.objects.count() == 3
    assert Letter.objects.on_screen().filter(dispatch__title__startswith="결재할").count() == 1


def test_of_two_heads_who_approve_at_once_one_does(submitted, head, department, director):
    second = in_office("second", "head", "기획예산과장 직무대리", department)
    came = at_once([
        lambda p=p: actions.approve(submitted, by=person_afresh(p), at=NOON) for p in (head, second) * 3
    ])  # fmt: skip
    assert codes(came) == ["step_decided"] * 5
    assert Step.objects.filter(decided_at__isnull=False).count() == 2


def test_the_last_hand_publishes_once_however_often_it_presses(referral, submitted, head, director):
    actions.approve(submitted, by=head, at=NOON)
    came = at_once([lambda: actions.approve(submitted, by=person_afresh(director), at=NOON)] * 6)
    assert codes(came) == ["already_answered"] * 5
    assert names(referral).count("referral.answered") == 1
    assert Referral.objects.get().reply == submitted


def test_approving_and_sending_back_at_once_one_of_them_counts(
    referral, submitted, head, department, director
):
    second = in_office("second", "head", "기획예산과장 직무대리", department)
    came = at_once([
        lambda: actions.approve(submitted, by=person_afresh(head), at=NOON),
        lambda: actions.send_back(submitted, note="다시 써 주세요.", by=person_afresh(second), at=NOON),
    ])  # fmt: skip
    assert len(codes(came)) == 1
    assert codes(came)[0] in {"step_decided", "not_submitted"}
    assert Reply.objects.in_hand().count() == 1
    assert Step.objects.filter(ordinal=2, decided_at__isnull=False).count() == 1


def test_what_is_taken_back_and_approved_at_once_is_one_of_the_two(
    referral, submitted, officer, head, director
):
    came = at_once([
        lambda: actions.recall(referral, by=person_afresh(officer), at=NOON),
        lambda: actions.approve(submitted, by=person_afresh(head), at=NOON),
    ])  # fmt: skip
    assert codes(came) in (["step_decided"], ["not_submitted"])
    recalled = codes(came) == ["not_submitted"]
    assert names(referral)[-1] == ("referral.recalled" if recalled else "referral.approved")
    assert Step.objects.filter(decided_at__isnull=False).count() == (1 if recalled else 2)
    assert Reply.objects.count() == (2 if recalled else 1)
    assert Reply.objects.in_hand().count() == 1


def test_an_answer_is_taken_back_once_however_often_it_is_pressed(referral, submitted, officer):
    came = at_once([lambda: actions.recall(referral, by=person_afresh(officer), at=NOON)] * 5)
    assert codes(came) == ["not_submitted"] * 4
    assert Reply.objects.count() == 2


def test_nothing_is_answered_and_ended_in_one_moment(referral, submitted, head, director):
    actions.approve(submitted, by=head, at=NOON)
    came = at_once([
        lambda: actions.approve(submitted, by=person_afresh(director), at=NOON),
        lambda: actions.end(referral, ground="withdrawn", by=None, at=NOON),
    ])  # fmt: skip
    held = Referral.objects.get()
    assert (held.answered_at is None) != (held.ended_at is None)
    assert codes(came) in (["already_answered"], ["referral_ended"])


def test_what_is_handed_over_twice_at_once_leaves_once(referral, officer, head, elsewhere):
    came = at_once([
        lambda p=p: actions.reroute(referral, to=elsewhere, reason="치수과 일", by=person_afresh(p), at=NOON)
        for p in (officer, head)
    ])  # fmt: skip
    assert codes(came) == ["not_its_office"]
    assert Handover.objects.count() == 1


def test_a_clock_is_stopped_once_and_goes_on_once(referral, officer, head):
    asked = {"kind": "inquiry", "reason": "의견을 묻습니다.", "at": NOON}
    came = at_once(
        [lambda p=p: actions.pause(referral, by=person_afresh(p), **asked) for p in (officer, head) * 2]
    )
    assert codes(came) == ["already_paused"] * 3
    came = at_once(
        [lambda p=p: actions.resume(referral, by=person_afresh(p), at=NOON) for p in (officer, head) * 2]
    )
    assert codes(came) == ["not_paused"] * 3
    assert Pause.objects.count() == 1


def test_a_step_of_the_deed_is_written_down_once(ask, answer, officer, head):
    first = answer(ask())
    today = NOON.date()
    came = at_once([
        lambda p=p: actions.report_progress(first, kind="started", on=today, by=person_afresh(p), at=NOON)
        for p in (officer, head) * 2
    ])  # fmt: skip
    assert codes(came) == ["progress_over"] * 3
    assert Progress.objects.count() == 1


def test_a_refusal_is_asked_again_once(ask, answer, resident):
    first = answer(ask(), **REFUSAL)
    came = at_once([
        lambda: actions.ask_again(first, by=person_afresh(resident), words="다시 보아 주세요.", at=later(1))
    ] * 5)  # fmt: skip
    assert codes(came) == ["asked_again"] * 4
    assert Referral.objects.count() == 2


def test_two_ticks_at_once_tell_once(ask, officer, head):
    for n in range(5):
        ask(title=str(n))
    on = NOON.replace(month=12, day=28)
    at_once([lambda: actions.due(on)] * 4)
    assert Dispatch.objects.filter(about__contains="/late/").count() == 5
    letters = Letter.objects.on_screen().filter(dispatch__about__contains="/late/")
    assert letters.count() == 10
