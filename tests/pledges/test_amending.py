"""A promise changes with a reason, before a committee, and from a day on; never backwards."""

from datetime import date

import pytest

from committees.actions.agenda import cancel_meeting
from committees.actions.introducing import withdraw_item
from committees.models import AgendaItem, Meeting
from letters.actions import follow
from letters.models import Dispatch
from pledges.actions.amending import (
    bind_amendment,
    drop_amendment,
    enact_amendment,
    introduce_amendment,
    propose_amendment,
)
from pledges.models import Amendment
from realtime.models import Event
from tests.cast import NOON, in_office
from tests.pledges.acts import DAY, bound, closed, plan, promised, proposed, refused, settled

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def told(form, status, autonomy, rule):
    return plan(form, status, autonomy)


@pytest.fixture
def promise(ninth, told):
    return promised(ninth, told, at=NOON - 100 * DAY)


@pytest.fixture
def draft(promise):
    return proposed(promise)


def enacted(amendment, by=None, on=TODAY, at=NOON):
    return enact_amendment(amendment, effective_on=on, by=by, at=at)


def introduced(amendment, meeting, by=None, kind="decide", **said):
    return introduce_amendment(amendment, meeting=meeting, kind=kind, by=by, at=NOON - DAY, **said)


def test_a_change_says_why_and_stands_beside_the_plan(promise, officer):
    amendment = proposed(promise, by=officer, budget=[("district", "year", 2027, 1800)])
    target = amendment.targets.get()
    assert (amendment.number, amendment.state, target.value) == (1, "draft", 6)
    assert amendment.budget_lines.get().amount == 1800
    assert promise.indicators.get(no=1).targets.get(year=2028, amendment=None).value == 7.5
    assert not Amendment.objects.visible_to(None).exists()
    assert Event.objects.get(name="amendment.proposed").facts == {"pledge": promise.pk, "number": 1}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("empty_words", {"reason": ""}),
        ("too_long", {"reason": "가" * 2_001}),
        ("amendment_empty", {"targets": []}),
        ("amendment_empty", {"targets": [], "budget": [("district", "year", 2027, None)]}),
        ("bad_plan", {"targets": 7}),
        ("unknown_choice", {"targets": [(3, 2028, 0, 6)]}),
        ("unknown_choice", {"targets": [("1", 2028, 0, 6)]}),
        ("target_below_nought", {"targets": [(1, 2028, 0, -6)]}),
        ("bad_amount", {"targets": [(1, 2028, 0, "NaN")]}),
        ("outside_administration", {"targets": [(1, 2031, 0, 6)]}),
        ("bad_plan", {"targets": [(1, 2028, 0, 6), (1, 2028, None, 7)]}),
        ("amount_below_nought", {"budget": [("district", "year", 2028, "-1")]}),
        ("bad_plan", {"budget": [("city", "year", 2028, 1), ("city", "year", 2028, 2)]}),
    ],
)
def test_a_change_that_is_none_is_refused_and_nothing_is_written(promise, code, said):
    refused(code, proposed, promise, **said)


def test_the_quarters_of_a_changed_year_stay_whole(promise):
    refused("quarters_not_whole", proposed, promise, targets=[(1, 2027, 0, 35)])
    refused("quarters_not_whole", proposed, promise, targets=[(1, 2027, 4, 8)])
    refused("quarters_not_whole", proposed, promise, targets=[(1, 2028, 1, 2)])
    both = proposed(promise, targets=[(1, 2027, 0, 35), {"no": 1, "year": 2027, "quarter": 4, "value": 8}])
    assert both.targets.count() == 2


def test_only_the_keeper_changes_a_promise(promise, draft, reporter, meeting, council):
    for act, row, said in [
        (propose_amendment, promise, {"reason": "까닭", "targets": [(1, 2028, 0, 6)]}),
        (introduce_amendment, draft, {"meeting": meeting, "kind": "decide"}),
        (bind_amendment, draft, {"item": meeting.items.first()}),
        (enact_amendment, draft, {"effective_on": TODAY}),
        (drop_amendment, draft, {}),
    ]:
        refused("not_pledge_keeper", act, row, by=reporter, at=NOON, **said)


def test_a_draft_changes_by_its_plan(ninth, told):
    from pledges.actions.laying import lay_pledge

    pledge = lay_pledge(ninth, **told | {"code": "6-2"}, by=None, at=NOON)
    refused("pledge_not_published", proposed, pledge)


def test_one_change_at_a_time(promise, draft, officer):
    refused("amendment_in_hand", proposed, promise, by=officer)
    drop_amendment(draft, by=officer, at=NOON)
    assert (proposed(promise).number, draft.__class__.objects.get(pk=draft.pk).state) == (2, "dropped")


def test_a_change_without_an_item_is_refused(draft, officer):
    refused("item_missing", enacted, draft, by=officer)


def test_a_change_comes_before_a_committee_in_open_words(draft, meeting, secretary):
    amendment = introduced(draft, meeting, reason="급함")
    item = amendment.item
    assert (item.kind, item.title, item.disclosure) == ("decide", "공약 6-1 변경 1", "open")
    assert item.source_url == f"{draft.pledge.get_absolute_url()}#amendment-1"
    assert item.text.splitlines()[-1] == "1. 열린구청장실 2028년 목표: 7.5 → 6 회"
    assert (amendment.state, Amendment.objects.visible_to(None).get()) == ("before_body", amendment)
    refused("item_undecided", enacted, amendment)
    refused("amendment_before_body", introduced, amendment, meeting)
    refused("amendment_before_body", bound, amendment, meeting.items.first())


def test_who_may_put_it_on_that_agenda_is_the_committee_s_own_rule(draft, meeting, council, officer):
    other = type(council.department).objects.create(name="청소행정과", code="A09")
    type(council).objects.filter(pk=council.pk).update(department=other)
    refused("not_introducing", introduced, draft, meeting, by=officer, reason="급함")
    assert bound(draft, meeting.items.get(number=1, kind="decide"), by=officer).state == "before_body"


@pytest.mark.parametrize(
    ("code", "said"), [("unknown_choice", {"kind": "whisper"}), ("reason_needed", {"reason": ""})]
)
def test_the_agenda_refuses_as_it_does_everywhere(draft, meeting, code, said):
    Meeting.objects.filter(pk=meeting.pk).update(noticed_at=NOON - 10 * DAY)
    refused(code, introduced, draft, meeting, **{"reason": "급함"} | said)
    refused("unknown_choice", introduce_amendment, draft, meeting=7, kind="decide", by=None, at=NOON)


@pytest.mark.parametrize(("number", "ended"), [(0, ""), (1, "adopted"), (1, "amended")])
def test_what_was_heard_or_decided_is_enacted(
    draft, meeting, begun, secretary, number, ended, officer, resident
):
    follow(resident, topic=draft.pledge.topic, title="6-1", url="/", at=NOON)
    item = settled(begun, number, secretary, ended)
    amendment = enacted(bound(draft, item), by=officer)
    assert (amendment.state, amendment.effective_on, amendment.enacted_by) == ("enacted", TODAY, officer)
    assert Event.objects.get(name="amendment.enacted").facts["on"] == "2026-11-24"
    told = Dispatch.objects.get(topic=draft.pledge.topic)
    assert told.words == "2026. 11. 24.(화)부터 시행합니다.\n면담을 신청하는 분이 줄었습니다."
    for act, said in [(enacted, {}), (bound, {"item": item})]:
        refused("amendment_enacted", act, amendment, **said)
    refused("amendment_enacted", drop_amendment, amendment, by=None, at=NOON)


@pytest.mark.parametrize("ended", ["rejected", "deferred", "discarded"])
def test_what_was_not_carried_changes_nothing_and_may_come_again(draft, begun, secretary, ended):
    item = settled(begun, 1, secretary, ended)
    refused("item_undecided", bound, draft, item)
    Amendment.objects.filter(pk=draft.pk).update(item=item)
    refused("item_undecided", enacted, draft)
    assert bound(draft, settled(begun, 0, secretary)).item.kind == "report"


def test_what_is_pending_or_taken_off_decides_nothing(draft, meeting, secretary):
    pending = meeting.items.get(order=2)
    bound(draft, pending)
    refused("item_undecided", enacted, draft)
    AgendaItem.objects.filter(pk=pending.pk).update(withdrawn_at=NOON)
    refused("item_undecided", enacted, draft)
    refused("item_undecided", bound, draft, pending)
    introduced(draft, meeting, reason="다시")
    withdraw_item(Amendment.objects.get().item, reason="뺌", by=secretary, at=NOON - DAY)
    cancel_meeting(meeting, reason="태풍", by=secretary, at=NOON - DAY)
    refused("item_undecided", bound, draft, meeting.items.get(order=1))
    refused("item_undecided", enacted, draft)
    assert drop_amendment(draft, by=None, at=NOON).state == "dropped"


def test_an_item_that_its_meeting_left_undecided_lets_it_go(draft, meeting, secretary):
    bound(draft, meeting.items.get(order=2))
    refused("amendment_before_body", bound, draft, meeting.items.get(order=1))
    Meeting.objects.filter(pk=meeting.pk).update(state="adjourned", called_at=NOON, adjourned_at=NOON)
    refused("item_undecided", enacted, draft)
    AgendaItem.objects.filter(order=1).update(state="done", taken_up_at=NOON, finished_at=NOON)
    assert enacted(bound(draft, meeting.items.get(order=1))).state == "enacted"


def test_a_closed_item_is_no_ground_for_a_public_change(draft, begun, secretary):
    refused("item_not_open", bound, draft, begun.items.get(order=3))
    heard = bound(draft, settled(begun, 0, secretary))
    AgendaItem.objects.filter(pk=heard.item_id).update(disclosure="closed", closed_ground="정보공개법")
    refused("item_not_open", enacted, heard)


def test_what_is_closed_after_it_was_introduced_is_nobodys_news(draft, meeting, secretary):
    waiting = Amendment.objects.visible_to(None).filter(pk=introduced(draft, meeting, reason="급함").pk)
    assert waiting.exists()
    AgendaItem.objects.filter(amendments=draft).update(disclosure="closed", closed_ground="정보공개법")
    assert not waiting.exists()


def test_what_holds_stays_in_public_whatever_its_agenda_becomes(draft, begun, secretary):
    held = enacted(bound(draft, settled(begun, 0, secretary)))
    AgendaItem.objects.filter(pk=held.item_id).update(disclosure="closed", closed_ground="정보공개법")
    assert Amendment.objects.visible_to(None).get() == held


def test_a_change_is_of_the_days_of_its_own_administration(eighth, told, begun, secretary):
    targets = [{"no": 1, "name": "면담", "unit": "회", "weight": 100, "targets": [(2025, 0, 3)]}]
    past = promised(eighth, told | {"indicators": targets, "budget": []})
    draft = proposed(past, targets=[(1, 2025, 0, 2)])
    refused("outside_administration", bound, draft, settled(begun, 0, secretary))


@pytest.mark.parametrize(
    ("code", "on"),
    [
        ("effective_too_early", date(2026, 11, 23)),
        ("effective_too_early", date(2026, 7, 1)),
        ("outside_administration", date(2026, 6, 30)),
        ("outside_administration", date(2030, 7, 1)),
        ("bad_date", "2026-11-24"),
        ("bad_date", NOON),
        ("bad_date", None),
    ],
)
def test_no_promise_is_rewritten_backwards(draft, begun, secretary, code, on):
    amendment = bound(draft, settled(begun, 0, secretary))
    refused(code, enacted, amendment, on=on)
    assert enacted(amendment, on=date(2027, 1, 1)).effective_on == date(2027, 1, 1)


def test_a_change_holds_no_earlier_than_the_one_before_it(promise, draft, begun, secretary):
    heard = settled(begun, 0, secretary)
    enacted(bound(draft, heard), on=date(2027, 1, 1))
    second = bound(proposed(promise, targets=[(1, 2028, 0, 5)]), heard)
    refused("effective_too_early", enacted, second, on=date(2026, 12, 31))
    assert enacted(second, on=date(2027, 1, 1)).number == 2


def test_a_second_change_is_weighed_against_the_first(promise, draft, begun, secretary):
    heard = settled(begun, 0, secretary)
    enacted(bound(draft, heard))
    changed = [(1, 2028, 0, 8), *((1, 2028, n, 2) for n in (1, 2, 3, 4))]
    enacted(bound(proposed(promise, targets=changed), heard))
    refused("quarters_not_whole", proposed, promise, targets=[(1, 2028, 0, 7)])
    third = proposed(promise, targets=[(1, 2028, 0, 7), (1, 2028, 4, 1)])
    begun.refresh_from_db()
    assert [str(each.value) for each in third.targets.all()] == ["7.00", "1.00"]


def test_figures_that_were_approved_are_changed_by_nobody(
    promise, draft, begun, secretary, reporter, autonomy
):
    leader = in_office("leader", "head", "자치행정과장", autonomy)
    amendment = bound(draft, settled(begun, 0, secretary))
    january = NOON.replace(year=2027, month=1, day=20)
    closed(promise, reporter, leader, quarter=4, at=january)
    refused("quarter_closed", enacted, amendment, on=date(2026, 12, 31), at=january)
    assert enacted(amendment, on=date(2027, 1, 1), at=january).state == "enacted"


def test_what_was_dropped_is_dropped(draft, meeting):
    drop_amendment(draft, by=None, at=NOON)
    refused("amendment_dropped", drop_amendment, draft, by=None, at=NOON)
    refused("amendment_dropped", introduced, draft, meeting)
    refused("amendment_dropped", bound, draft, meeting.items.first())
    refused("amendment_dropped", enacted, draft)


@pytest.fixture
def begun(meeting, secretary, members):
    from tests.committees.acts import begin

    return begin(meeting, secretary, members)
