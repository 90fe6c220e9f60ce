"""What moderators, authors and the clock do in the same moment, on a real town hall's database."""

from datetime import timedelta

import pytest

from deliberation import actions
from deliberation.models import Blanking, Comment, Docket, Measure, Report
from realtime.models import Event
from tests.cast import NOON
from tests.deliberation.order import colleague, hide
from tests.deliberation.test_races import afresh, at_once, check_the_books, say

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


def done(came):
    return [each for each in came if isinstance(each, Comment)]


def codes(came):
    return {each for each in came if isinstance(each, str)}


def test_of_two_moderators_who_reach_for_it_at_once_one_gets_it(thread, comment, neighbour, moderator):
    other = colleague()
    actions.report_words(comment, by=neighbour, rule="abuse", at=NOON)
    for _ in range(5):
        acts = [
            lambda who=who: actions.claim_words(comment, by=afresh(who), at=NOON)
            for who in (moderator, other)
        ]
        came = at_once(acts)
        assert (len(done(came)), codes(came)) == (1, {"claimed_by_other"})
        holder = Docket.objects.get().claimed_by
        actions.release_words(comment, by=afresh(holder), at=NOON)


def test_thirty_reports_at_once_open_one_docket(thread, comment, residents):
    people = residents(30)
    report = actions.report_words
    came = at_once([lambda p=p: report(comment, by=p, rule="spam", at=NOON) for p in [*people, *people[:10]]])
    assert codes(came) == {"already_reported"}
    assert Docket.objects.get().reported == Report.objects.count() == 30


def test_of_two_decisions_at_once_one_holds(thread, residents, neighbour, moderator):
    other = colleague()
    for person in residents(5):
        said = say(thread, person)
        actions.report_words(said, by=neighbour, rule="spam", at=NOON)
        came = at_once(
            [
                lambda said=said: hide(said, afresh(moderator), "spam"),
                lambda said=said: actions.keep_words(said, by=afresh(other), at=NOON),
                lambda said=said: hide(said, afresh(other), "abuse"),
            ]
        )
        assert codes(came) <= {"comment_gone", "nothing_reported"}
        assert Docket.objects.filter(comment=said, reported__gt=0).exclude(decision="").count() == 1
        assert Event.objects.filter(name="comment.hidden", row_id=str(said.pk)).count() == 1
    check_the_books(thread)


def test_hiding_while_it_is_restored_leaves_books_that_add_up(thread, comment, moderator):
    other = colleague()
    hide(comment, moderator)
    for _ in range(8):
        at_once(
            [
                lambda: actions.restore_words(comment, by=afresh(moderator), at=NOON),
                lambda: hide(comment, afresh(other)),
                lambda: actions.restore_words(comment, by=afresh(other), at=NOON),
            ]
        )
        check_the_books(thread)
    names = Event.objects.filter(row_id=str(comment.pk), name__in=["comment.hidden", "comment.restored"])
    acts = list(names.order_by("seq").values_list("name", flat=True))
    assert acts == ["comment.hidden", "comment.restored"] * (len(acts) // 2) + ["comment.hidden"] * (
        len(acts) % 2
    )
    comment.refresh_from_db()
    assert comment.is_hidden == (acts[-1] == "comment.hidden")


def test_words_are_asked_to_be_destroyed_once_and_destroyed_once(thread, comment, moderator):
    other = colleague()
    third = [lambda who=who: actions.ask_blanking(
        comment, by=afresh(who), rule="privacy", reason="번호", at=NOON
    ) for who in (moderator, other)]  # fmt: skip
    came = at_once(third)
    assert (len(done(came)), codes(came)) == (1, {"blanking_waits"})
    confirm = actions.confirm_blanking
    came = at_once(
        [lambda who=who: confirm(comment, by=afresh(who), at=NOON) for who in (moderator, other) * 3]
    )
    assert len(done(came)) == 1
    assert codes(came) <= {"second_person_needed", "no_blanking_asked"}
    asked = Blanking.objects.get()
    assert asked.confirmed_by_id not in {None, asked.asked_by_id}
    assert Event.objects.filter(name="comment.blanked").count() == 1
    check_the_books(thread)
    assert (thread.voices, thread.standing_comments) == (0, 0)


def test_an_appeal_is_decided_once(thread, comment, resident, moderator):
    hide(comment, moderator)
    judges = [colleague()]
    actions.appeal_hiding(comment, by=resident, words="아닙니다", at=NOON)
    decide = actions.decide_appeal
    acts = [
        lambda outcome=outcome: decide(comment, by=afresh(judges[0]), outcome=outcome, at=NOON)
        for outcome in ("restored", "upheld", "restored")
    ]
    came = at_once(acts)
    assert (len(done(came)), codes(came)) == (1, {"no_appeal"})
    check_the_books(thread)


def test_the_clock_and_a_moderator_end_a_measure_once(thread, comment, neighbour, moderator):
    end = NOON + timedelta(days=3)
    actions.request_measure(comment, by=neighbour, words="제 이름", at=NOON)
    actions.take_measure(comment, by=moderator, until=end, at=NOON)
    by_hand = {"by": afresh(moderator), "outcome": "restored", "at": end}
    came = at_once(
        [
            lambda: actions.due(end),
            lambda: actions.due(end),
            lambda: actions.decide_measure(comment, **by_hand),
        ]
    )
    assert codes(came) <= {"no_measure"}
    assert Measure.objects.get().outcome in {"expired", "restored"}
    assert Event.objects.filter(name="comment.restored").count() == 1
    check_the_books(thread)
    assert (thread.voices, thread.standing_comments) == (1, 1)


def test_everything_about_one_comment_at_once_ends_and_adds_up(thread, residents, neighbour, moderator):
    people, other = residents(4), colleague()
    said = [say(thread, person) for person in people]
    for each in said:
        actions.report_words(each, by=neighbour, rule="abuse", at=NOON)
    acts = []
    for each, person in zip(said, people, strict=True):
        acts += [
            lambda each=each: hide(each, afresh(moderator)),
            lambda each=each: actions.keep_words(each, by=afresh(other), at=NOON),
            lambda each=each, person=person: actions.withdraw_comment(each, by=person, at=NOON),
            lambda each=each: actions.restore_words(each, by=afresh(other), at=NOON),
            lambda each=each: actions.support_comment(each, by=neighbour, at=NOON),
            lambda person=person: say(thread, person),
            lambda each=each: actions.ask_blanking(
                each, by=afresh(moderator), rule="privacy", reason="번호", at=NOON
            ),
        ]
    came = at_once(acts)
    known = {
        "comment_gone", "already_withdrawn", "nothing_reported", "not_hidden", "claimed_by_other",
        "blanking_waits",
    }  # fmt: skip
    assert codes(came) <= known
    check_the_books(thread)
