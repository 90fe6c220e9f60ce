"""What is reported is taken on, decided by a moderator, and put right where it was decided wrongly."""

from datetime import timedelta

import pytest

from deliberation import actions
from deliberation.models import Docket, HouseRule, Report
from deliberation.tasks import score_docket
from letters.models import Letter
from realtime.models import Event
from search.models import Entry
from tests.cast import NOON
from tests.deliberation.order import again, colleague, hide, numbers, refused, report

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=31)


def test_the_first_report_opens_one_docket_and_each_person_says_it_once(comment, neighbour, residents):
    (other,) = residents(1)
    report(comment, neighbour, words="이름을 불렀습니다.")
    report(comment, other, rule="privacy")
    docket = Docket.objects.get()
    assert (docket.reported, docket.opened_at, docket.decided_at) == (2, NOON, None)
    assert refused(report, comment, neighbour) == ("already_reported", 409)
    assert {(each.by, each.rule.code) for each in Report.objects.all()} == {
        (neighbour, "abuse"),
        (other, "privacy"),
    }


def test_nobody_reports_without_being_known_nor_their_own_words_nor_on_no_rule(
    comment, resident, unverified, neighbour, moderator
):
    assert refused(report, comment, unverified) == ("verification_needed", 403)
    assert refused(report, comment, resident) == ("own_words", 409)
    assert refused(report, comment, neighbour, rule="") == ("ground_needed", 422)
    assert refused(report, comment, neighbour, rule="measure") == ("unknown_ground", 422)
    assert refused(report, comment, neighbour, rule="nothing") == ("unknown_ground", 422)
    assert refused(report, comment, neighbour, words="말" * 501) == ("too_long", 422)
    hide(comment, moderator)
    assert refused(report, comment, neighbour) == ("comment_gone", 409)
    assert not Report.objects.exists()


def test_who_reported_stands_in_the_ledger_and_in_no_room_of_the_public(comment, neighbour):
    report(comment, neighbour)
    event = Event.objects.latest("id")
    assert (event.name, str(event.room), event.actor) == (
        "comment.reported",
        "ledger/deliberation",
        neighbour,
    )


def test_a_rule_that_is_retired_is_offered_no_more_and_still_says_why(comment, neighbour, moderator):
    hide(comment, moderator, "spam")
    HouseRule.objects.filter(code="spam").update(retired_on=NOON.date())
    comment.refresh_from_db()
    assert comment.ground_label == "광고·도배"
    assert not HouseRule.objects.for_reports(NOON).filter(code="spam").exists()
    assert HouseRule.objects.for_reports(NOON - timedelta(days=1)).filter(code="spam").exists()


def test_drawing_a_ground_costs_no_query_once_it_is_known(comment, moderator, django_assert_num_queries):
    hidden = hide(comment, moderator, "privacy")
    assert hidden.ground_label == "개인정보"
    with django_assert_num_queries(0):
        assert hidden.ground_label == "개인정보"


def test_one_moderator_takes_it_on_and_another_waits_until_it_is_given_back_or_forgotten(
    comment, neighbour, moderator
):
    report(comment, neighbour)
    other = colleague()
    actions.claim_words(comment, by=moderator, at=NOON)
    assert refused(actions.claim_words, comment, by=other, at=NOON) == ("claimed_by_other", 409)
    assert refused(actions.keep_words, comment, by=other, at=NOON) == ("claimed_by_other", 409)
    assert refused(hide, comment, other) == ("claimed_by_other", 409)
    assert refused(actions.release_words, comment, by=other, at=NOON) == ("claimed_by_other", 409)
    actions.release_words(comment, by=moderator, at=NOON)
    assert refused(actions.release_words, comment, by=moderator, at=NOON) == ("not_claimed", 409)
    actions.claim_words(comment, by=other, at=NOON)
    assert refused(actions.claim_words, comment, by=moderator, at=LATER - timedelta(minutes=1)) == (
        "claimed_by_other", 409,
    )  # fmt: skip
    actions.claim_words(comment, by=moderator, at=LATER)
    assert Docket.objects.get().claimed_by == moderator


def test_taking_on_twice_is_taking_on_once(comment, neighbour, moderator):
    report(comment, neighbour)
    actions.claim_words(comment, by=moderator, at=NOON)
    actions.claim_words(comment, by=moderator, at=NOON)
    assert Event.objects.filter(name="docket.claimed").count() == 1


def test_what_is_kept_stays_and_a_new_report_opens_a_new_docket(comment, neighbour, residents, moderator):
    assert refused(actions.keep_words, comment, by=moderator, at=NOON) == ("nothing_reported", 409)
    assert refused(actions.claim_words, comment, by=moderator, at=NOON) == ("nothing_reported", 409)
    report(comment, neighbour)
    actions.keep_words(comment, by=moderator, at=NOON)
    docket = Docket.objects.get()
    assert (docket.decision, docket.decided_by, docket.rule) == ("kept", moderator, None)
    comment.refresh_from_db()
    assert not comment.is_hidden
    report(comment, *residents(1))
    assert Docket.objects.filter(decided_at=None).count() == 1


@pytest.mark.parametrize("act", ["claim_words", "release_words", "keep_words", "restore_words"])
@pytest.mark.parametrize("who", ["resident", "neighbour", "officer", "auditor", "administrator"])
def test_nobody_but_a_moderator_keeps_order(request, comment, neighbour, act, who):
    report(comment, neighbour)
    person = request.getfixturevalue(who)
    assert refused(getattr(actions, act), comment, by=person, at=NOON) == ("not_moderator", 403)


def test_hiding_decides_what_waits_and_tells_the_author_how_to_object(
    comment, neighbour, resident, moderator
):
    report(comment, neighbour)
    hide(comment, moderator, "privacy")
    docket = Docket.objects.get()
    assert (docket.decision, docket.rule.code, docket.decided_by) == ("hidden", "privacy", moderator)
    letter = Letter.objects.on_screen().get(person=resident)
    assert letter.dispatch.url == f"/comments/{comment.pk}/ground/"
    assert "개인정보" in letter.dispatch.words
    assert comment.body not in letter.dispatch.words


def test_what_nobody_reported_is_written_down_when_it_is_hidden(comment, moderator):
    hide(comment, moderator)
    assert Docket.objects.values_list("decision", "reported").get() == ("hidden", 0)


def test_a_temporary_measure_is_no_ground_a_moderator_chooses(comment, moderator):
    assert refused(hide, comment, moderator, "measure") == ("unknown_ground", 422)
    assert refused(hide, comment, moderator, "") == ("ground_needed", 422)


def test_what_is_restored_counts_again_and_is_found_again(thread, comment, neighbour, moderator):
    actions.support_comment(comment, by=neighbour, at=NOON)
    hide(comment, moderator)
    assert numbers(thread) == (0, 0)
    assert not Entry.objects.of(comment).exclude(audience="none").exists()
    back = actions.restore_words(comment, by=moderator, at=NOON)
    assert numbers(thread) == (1, 1)
    assert (back.state, back.hidden_ground, back.hidden_at, back.hidden_by) == ("standing", "", None, None)
    assert back.reactions == 1
    assert Entry.objects.of(comment).get().audience == "public"
    assert Event.objects.latest("id").name == "comment.restored"
    assert refused(actions.restore_words, comment, by=moderator, at=NOON) == ("not_hidden", 409)


def test_restoring_moves_no_latch(question, residents, moderator):
    question.policy.voices_needed = 3
    question.policy.save()
    first, second, third = (
        actions.post_comment(question.thread, by=person, body="말", at=NOON) for person in residents(3)
    )
    question.refresh_from_db()
    called = question.mayor_called_at
    assert called == NOON
    for each in (first, second, third):
        hide(each, moderator)
    actions.restore_words(first, by=moderator, at=LATER)
    question.refresh_from_db()
    assert question.mayor_called_at == called
    assert Event.objects.filter(name="mayor.called").count() == 1


def test_restoring_the_last_voice_calls_nobody(question, residents, moderator):
    people = residents(2)
    first = actions.post_comment(question.thread, by=people[0], body="말", at=NOON)
    hide(first, moderator)
    actions.post_comment(question.thread, by=people[1], body="말", at=NOON)
    question.policy.voices_needed = 2
    question.policy.save()
    actions.restore_words(first, by=moderator, at=NOON)
    question.refresh_from_db()
    assert (question.thread.voices, question.mayor_called_at) == (2, None)


def test_what_its_author_took_back_is_not_restored_by_anybody(comment, resident, moderator):
    actions.withdraw_comment(comment, by=resident, at=NOON)
    assert refused(actions.restore_words, comment, by=moderator, at=NOON) == ("not_hidden", 409)


def test_what_its_author_took_back_waits_in_no_queue(comment, resident, neighbour):
    report(comment, neighbour)
    assert Docket.objects.waiting().count() == 1
    actions.withdraw_comment(comment, by=resident, at=NOON)
    assert Docket.objects.waiting().count() == 0


def test_the_scorer_sorts_the_queue_and_hides_nothing(thread, resident, neighbour):
    calm = actions.post_comment(thread, by=resident, body="가로등을 더 놓아 주세요.", at=NOON)
    rude = actions.post_comment(thread, by=resident, body="씨1발 병신 같은 소리", at=NOON)
    for each in (calm, rude):
        report(each, neighbour)
    for docket in Docket.objects.all():
        score_docket.call(docket.pk)
    assert [docket.comment for docket in Docket.objects.waiting()] == [rude, calm]
    rude.refresh_from_db()
    assert not rude.is_hidden


def test_posting_costs_no_statement_for_keeping_order(thread, resident, django_assert_max_num_queries):
    person = again(resident)
    actions.post_comment(thread, by=person, body="말", at=NOON)
    with django_assert_max_num_queries(12):  # with the savepoints of the test's own transaction
        actions.post_comment(thread, by=person, body="말", at=NOON)
