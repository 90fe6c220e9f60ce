"""What two officers do to one pledge in the same moment, on the database that a real district uses."""

from datetime import date

import pytest

from pledges.actions.amending import enact_amendment
from pledges.actions.closing import approve_closing, submit_closing, write_closing
from pledges.actions.entering import withdraw_entry
from pledges.actions.laying import discard_pledge, lay_pledge, publish_pledge, replan
from pledges.actions.measuring import add_measure
from pledges.models import Amendment, Closing, ClosingStep, Measure, Pledge, ProgressEntry
from realtime.models import Event
from tests.cast import NOON, in_office
from tests.committees.test_races import afresh, at_once, outcomes
from tests.pledges.acts import (
    DAY,
    SHOWN,
    bound,
    did,
    plan,
    promised,
    proposed,
    sent,
    settled,
    spent,
)

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


@pytest.fixture
def told(form, status, autonomy, rule):
    return plan(form, status, autonomy)


@pytest.fixture
def promise(ninth, told):
    return promised(ninth, told, at=NOON - 100 * DAY)


@pytest.fixture
def leader(autonomy):
    return in_office("leader", "head", "자치행정과장", autonomy)


@pytest.fixture
def colleague(autonomy):
    return in_office("colleague", "officer", "자치행정팀 주무관", autonomy)


def check_the_books():
    """No number of the ledger was left out, and every event has its row."""
    events = list(Event.objects.filter(room__kind="ledger", room__key="pledges").order_by("seq"))
    assert [each.seq for each in events] == list(range(1, len(events) + 1))
    assert all(each.row is not None for each in events)


def test_of_two_officers_who_close_one_quarter_one_does_and_the_other_is_told(
    promise, reporter, colleague, leader
):
    said = {"year": 2026, "quarter": 3, "at": NOON}
    acts = [
        lambda by=by: write_closing(promise, words=f"{by.pk}이 썼습니다.", by=afresh(by), **said)
        for by in (reporter, colleague)
    ]
    assert outcomes(at_once(acts)) == (1, {"closing_exists"})
    closing = Closing.objects.get()
    assert closing.words == f"{closing.written_by_id}이 썼습니다."
    acts = [lambda by=by: submit_closing(closing, by=afresh(by), at=NOON) for by in (reporter, colleague) * 2]
    assert outcomes(at_once(acts)) == (1, {"closing_in_approval"})
    assert ClosingStep.objects.count() == 2
    deputy = in_office("deputy", "head", "자치행정과장 직무대리", promise.department)
    acts = [lambda by=by: approve_closing(closing, by=afresh(by), at=NOON) for by in (leader, deputy) * 2]
    assert outcomes(at_once(acts)) == (1, {"closing_approved"})
    closing.refresh_from_db()
    assert (closing.state, closing.figures["on"]) == ("approved", "2026-09-30")
    assert ClosingStep.objects.filter(decided_at=None).count() == 0
    assert Event.objects.filter(name="closing.approved").count() == 1
    check_the_books()


def test_an_entry_and_a_closing_of_its_quarter_come_one_after_the_other(promise, reporter, leader):
    indicator = promise.indicators.get(no=1)
    figure = {"count": 9, "indicator": indicator, "evidence": SHOWN, "when": "2026. 9. 3."}
    for again in range(3):
        closing = write_closing(
            promise, year=2026, quarter=3, words="계획대로", by=reporter, at=NOON, seen=None
        )
        came = at_once(
            [
                lambda closing=closing: submit_closing(closing, by=afresh(reporter), at=NOON),
                lambda: did(promise, by=afresh(reporter), **figure),
                lambda: spent(promise, by=afresh(reporter), spent_on=date(2026, 9, 3)),
            ]
        )
        done, codes = outcomes(came)
        assert (1 <= done <= 3, codes <= {"closing_in_approval"}) == (True, True)
        if again < 2:
            Closing.objects.filter(pk=closing.pk).update(submitted_at=None)
            ClosingStep.objects.all().delete()
    counted = sum(each.count for each in ProgressEntry.objects.filter(count__isnull=False))
    came = at_once(
        [
            lambda: approve_closing(closing, by=afresh(leader), at=NOON),
            lambda: did(promise, by=afresh(reporter), **figure),
        ]
    )
    done, codes = outcomes(came)
    assert (done, codes <= {"closing_in_approval", "quarter_closed"}) == (1, True)
    closing.refresh_from_db()
    # What was approved is what stood there, and nothing came in beside it.
    assert closing.figures["indicators"][0]["actual"] == str(int(counted))
    check_the_books()


def test_entries_at_once_have_a_number_each(promise, reporter, colleague):
    acts = [
        lambda n=n, by=by: did(promise, by=afresh(by), title=f"{n}번째 면담")
        for n, by in enumerate([reporter, colleague] * 4)
    ]
    assert outcomes(at_once(acts)) == (8, set())
    assert list(ProgressEntry.objects.order_by("no").values_list("no", flat=True)) == list(range(1, 9))
    check_the_books()


def test_an_entry_is_taken_back_once(promise, reporter, colleague):
    entry = did(promise, by=reporter)
    acts = [
        lambda by=by: withdraw_entry(entry, reason="두 번 적음", by=afresh(by), at=NOON)
        for by in (reporter, colleague) * 2
    ]
    assert outcomes(at_once(acts)) == (1, {"entry_withdrawn"})
    check_the_books()


def test_of_two_amendments_at_once_one_is_in_hand_and_is_enacted_once(
    promise, officer, head, meeting, secretary, members
):
    acts = [
        lambda by=by, value=value: proposed(promise, by=afresh(by), targets=[(1, 2028, 0, value)])
        for by, value in [(officer, 6), (head, 5), (officer, 4)]
    ]
    assert outcomes(at_once(acts)) == (1, {"amendment_in_hand"})
    amendment = Amendment.objects.get()
    assert (amendment.number, amendment.targets.count()) == (1, 1)
    bound(amendment, settled(meeting, 0, secretary))
    acts = [
        lambda by=by: enact_amendment(amendment, effective_on=NOON.date(), by=afresh(by), at=NOON)
        for by in (officer, head) * 2
    ]
    assert outcomes(at_once(acts)) == (1, {"amendment_enacted"})
    assert Event.objects.filter(name="amendment.enacted").count() == 1
    check_the_books()


def test_a_code_is_given_once_and_a_promise_goes_out_once(ninth, told, officer, head):
    acts = [lambda by=by: lay_pledge(ninth, **told, by=afresh(by), at=NOON) for by in (officer, head) * 2]
    assert outcomes(at_once(acts)) == (1, {"pledge_code_taken"})
    pledge = Pledge.objects.get()
    other = lay_pledge(ninth, **told | {"code": "6-2"}, by=None, at=NOON)
    acts = [
        lambda: replan(pledge, code="6-3", by=afresh(officer), at=NOON),
        lambda: replan(other, code="6-3", by=afresh(head), at=NOON),
    ]
    assert outcomes(at_once(acts)) == (1, {"pledge_code_taken"})
    acts = [
        lambda: publish_pledge(pledge, by=afresh(officer), at=NOON),
        lambda: publish_pledge(pledge, by=afresh(head), at=NOON),
        lambda: replan(pledge, title="늦은 제목", by=afresh(officer), at=NOON),
    ]
    done, codes = outcomes(at_once(acts))
    assert (1 <= done <= 2, codes) == (True, {"pledge_published"})
    pledge.refresh_from_db()
    assert pledge.thread is not None
    assert Event.objects.filter(name="pledge.published").count() == 1
    assert Measure.objects.count() == 2
    check_the_books()


def test_a_draft_is_thrown_away_once_or_published_and_never_both(ninth, told, officer, head):
    for n in range(1, 5):
        draft = lay_pledge(ninth, **told | {"code": f"6-{n}"}, by=None, at=NOON)
        acts = [
            lambda draft=draft: discard_pledge(draft, by=afresh(officer), at=NOON),
            lambda draft=draft: discard_pledge(draft, by=afresh(head), at=NOON),
            lambda draft=draft: publish_pledge(draft, by=afresh(head), at=NOON),
        ]
        done, codes = outcomes(at_once(acts))
        assert (done, codes) in [(1, {"not_found"}), (1, {"pledge_published"})]
        kept = Pledge.objects.filter(pk=draft.pk, published_at__isnull=False).count()
        assert kept == Event.objects.filter(name="pledge.published", row_id=str(draft.pk)).count()
        assert kept + Event.objects.filter(name="pledge.discarded", row_id=str(draft.pk)).count() == 1


def test_nobody_lays_a_part_of_what_is_thrown_away_in_that_moment(ninth, told, officer, head):
    for n in range(1, 7):
        whole = lay_pledge(ninth, **told | {"code": f"6-{n}"}, by=None, at=NOON)
        part = told | {"code": f"7-{n}", "parent": whole}
        acts = [
            lambda part=part: lay_pledge(ninth, **part, by=afresh(head), at=NOON),
            lambda whole=whole: discard_pledge(whole, by=afresh(officer), at=NOON),
        ]
        assert outcomes(at_once(acts)) in [(1, {"unknown_choice"}), (1, {"pledge_has_parts"})]


def test_the_same_way_to_count_is_added_once(promise, officer, head, council):
    indicator = promise.indicators.get(no=1)
    acts = [
        lambda by=by: add_measure(indicator, kind="meetings", body=council, by=afresh(by), at=NOON)
        for by in (officer, head) * 2
    ]
    assert outcomes(at_once(acts)) == (1, {"measure_exists"})
    check_the_books()


def test_a_closing_sent_up_twice_at_once_has_one_set_of_hands(promise, reporter, colleague, leader):
    closing = sent(promise, reporter)
    acts = [lambda: submit_closing(closing, by=afresh(colleague), at=NOON)] * 3
    assert outcomes(at_once(acts)) == (0, {"closing_in_approval"})
    assert closing.steps.filter(decided_at=None).count() == 1
    assert approve_closing(closing, by=leader, at=NOON).state == "approved"
