"""A quarter is closed once, by its department, through all hands; what was approved stays as it was."""

from datetime import date, timedelta

import pytest

from letters.models import Dispatch
from pledges.actions.closing import approve_closing, return_closing, submit_closing, write_closing
from pledges.actions.entering import withdraw_entry
from pledges.book import read
from pledges.models import Closing, Pledge
from pledges.rights import closings_awaiting, hands
from realtime.models import Event
from referrals.models import Chain
from tests.cast import NOON, in_office
from tests.pledges.acts import DAY, SHOWN, closed, did, plan, promised, refused, sent

pytestmark = pytest.mark.django_db
WORDS = "분기 목표를 채웠습니다."
TARGETS = [(2026, 0, 12), (2026, 3, 6), (2026, 4, 6)]


@pytest.fixture
def told(form, status, autonomy, rule):
    named = {"no": 1, "name": "열린구청장실", "unit": "회", "weight": 100, "targets": TARGETS}
    return plan(form, status, autonomy, indicators=[named])


@pytest.fixture
def promise(ninth, told):
    return promised(ninth, told, at=NOON - 100 * DAY)


@pytest.fixture
def leader(autonomy):
    return in_office("leader", "head", "자치행정과장", autonomy)


def written(pledge, by, year=2026, quarter=3, at=NOON, **said):
    return write_closing(pledge, year=year, quarter=quarter, by=by, at=at, **{"words": WORDS} | said)


def names():
    return [each.name for each in Event.objects.filter(name__startswith="closing.").order_by("seq")]


def test_a_quarter_goes_through_all_hands_and_its_figures_stay(promise, reporter, leader):
    entry = did(
        promise, when="2026. 9. 3.", count="4.5", indicator=promise.indicators.get(), evidence=SHOWN
    )  # fmt: skip
    closing = closed(promise, reporter, leader)
    assert closing.state == "approved"
    assert closing.figures == {
        "on": "2026-09-30", "rate": "37.5", "share_rate": "37.5",
        "indicators": [{"no": 1, "target": "12", "actual": "4.5", "rate": "37.5"}],
    }  # fmt: skip
    steps = closing.steps.values_list("turn", "ordinal", "by", "verdict", "office")
    assert list(steps) == [
        (1, 1, reporter.pk, "approved", "지역협치팀 주무관"),
        (1, 2, leader.pk, "approved", "자치행정과장"),
    ]  # fmt: skip
    assert Pledge.objects.get(pk=promise.pk).reported_on == date(2026, 9, 30)
    assert names() == ["closing.written", "closing.submitted", "closing.approved"]
    withdraw_entry(entry, reason="없던 일", by=None, at=NOON)
    assert Closing.objects.visible_to(None).get().figures["rate"] == "37.5"
    assert read([promise], date(2026, 9, 30))[0].subtotal.shown == "0.0"


def test_figures_that_are_none_are_frozen_as_none(ninth, told, reporter, leader):
    bare = [{"no": 1, "name": "면담", "unit": "회"}]
    promise = promised(ninth, told | {"code": "6-2", "indicators": bare}, at=NOON - 100 * DAY)
    figures = closed(promise, reporter, leader).figures
    assert (figures["rate"], figures["indicators"][0]["target"]) == (None, None)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("quarter_not_over", {"quarter": 4}),
        ("quarter_not_over", {"quarter": 0}),
        ("quarter_not_over", {"at": NOON.replace(month=9, day=30)}),
        ("bad_quarter", {"quarter": 5}),
        ("bad_quarter", {"quarter": "3"}),
        ("bad_quarter", {"quarter": None}),
        ("bad_quarter", {"quarter": True}),
        ("outside_administration", {"quarter": 2}),
        ("outside_administration", {"year": 2025}),
        ("outside_administration", {"year": "2026"}),
        ("outside_administration", {"year": 10**30}),
        ("too_long", {"words": "가" * 5_001}),
        ("bad_text", {"problems": 7}),
    ],
)
def test_only_a_time_that_is_over_is_closed(promise, reporter, code, said):
    refused(code, written, promise, reporter, **said)


def test_a_quarter_is_over_on_the_day_after_and_so_is_a_year(promise, reporter):
    assert written(promise, reporter, at=NOON.replace(month=10, day=1)).label == "2026. 3/4"
    assert written(promise, reporter, quarter=0, at=NOON.replace(year=2027, month=1, day=1)).quarter == 0


def test_an_administration_that_ends_within_a_year_ends_its_year(eighth, told, reporter, leader):
    promise = promised(eighth, told | {"indicators": [], "budget": []}, at=NOON - 200 * DAY)
    closing = closed(promise, reporter, leader, year=2026, quarter=0)
    assert closing.figures["on"] == "2026-06-30"
    refused("outside_administration", written, promise, reporter, quarter=3)


def test_a_draft_is_written_again_by_its_writer_and_by_nobody_unread(promise, reporter, officer, autonomy):
    colleague = in_office("colleague", "officer", "자치행정팀 주무관", autonomy)
    first = written(promise, reporter)
    second = written(promise, reporter, problems="일손이 모자랍니다.", at=NOON + timedelta(minutes=1))
    assert (first.pk, second.problems) == (second.pk, "일손이 모자랍니다.")
    for by in (colleague, officer):
        refused("closing_exists", written, promise, by)
        refused("closing_exists", written, promise, by, seen=first.written_at)
    third = written(promise, colleague, seen=second.written_at, remedies="한 사람 더")
    assert (third.pk, third.written_by, Closing.objects.count()) == (first.pk, colleague, 1)


def test_only_those_who_work_on_it_write_and_only_the_first_hand_sends_it_up(
    promise, reporter, leader, officer, resident, auditor
):
    for by in (resident, auditor):
        refused("not_pledge_department", written, promise, by)
    closing = written(promise, leader)
    for by in (leader, officer, resident, auditor):
        refused("not_closing_writer", submit_closing, closing, by=by, at=NOON)
    refused("not_closing_writer", submit_closing, closing, by=None, at=NOON)
    assert submit_closing(closing, by=reporter, at=NOON).state == "in_approval"


def test_an_officer_with_a_hand_in_it_sends_it_up_and_the_head_of_its_department_approves(
    ninth, told, autonomy, leader
):
    other = type(autonomy).objects.create(name="홍보과", code="A08")
    helper, chief = (
        in_office("helper", "officer", "홍보과 주무관", other),
        in_office("chief", "head", "홍보과장", other),
    )
    charges = [{"label": "홍보과장", "department": other}]
    promise = promised(ninth, told | {"charges": charges}, at=NOON - 100 * DAY)
    closing = sent(promise, helper)
    refused("not_approver", approve_closing, closing, by=chief, at=NOON)
    assert approve_closing(closing, by=leader, at=NOON).state == "approved"


def test_without_a_word_nothing_is_sent_up(promise, reporter):
    closing = written(promise, reporter, words=" ")
    refused("empty_words", submit_closing, closing, by=reporter, at=NOON)


def test_each_hand_in_its_turn_and_once(promise, reporter, leader, officer, head, director):
    closing = written(promise, reporter)
    refused("closing_not_submitted", approve_closing, closing, by=leader, at=NOON)
    refused("closing_not_submitted", return_closing, closing, note="다시", by=leader, at=NOON)
    submit_closing(closing, by=reporter, at=NOON)
    for by in (reporter, officer, head, director):
        refused("not_approver", approve_closing, closing, by=by, at=NOON)
        refused("not_approver", return_closing, closing, note="다시", by=by, at=NOON)
    refused("closing_in_approval", submit_closing, closing, by=reporter, at=NOON)
    refused("closing_in_approval", written, promise, reporter)
    approve_closing(closing, by=leader, at=NOON, note="수고하셨습니다.")
    for act, said in [(approve_closing, {}), (return_closing, {"note": "다시"})]:
        refused("closing_approved", act, closing, by=leader, at=NOON, **said)
    refused("closing_approved", submit_closing, closing, by=reporter, at=NOON)
    refused("closing_approved", written, promise, reporter)


def test_a_longer_chain_goes_on_to_the_bureau_above(promise, reporter, leader, autonomy, council):
    Chain.objects.filter(kind="pledge").update(roles=["officer", "head", "director", "mayor"])
    bureau = type(autonomy).objects.create(name="행정국", code="B01")
    type(autonomy).objects.filter(pk=autonomy.pk).update(parent=bureau)
    above, mayor = in_office("above", "director", "행정국장", bureau), in_office("mayor2", "mayor", "구청장")
    closing = sent(promise, reporter)
    for by, told in [(leader, "closing.passed"), (above, "closing.passed"), (mayor, "closing.approved")]:
        assert list(closings_awaiting(by, NOON)) == [closing]
        closing = approve_closing(closing, by=by, at=NOON)
        assert not closings_awaiting(by, NOON).exists()
        assert names()[-1] == told
    assert (closing.state, hands(closing)) == ("approved", None)


def test_without_a_chain_nothing_is_sent_up(promise, reporter):
    closing = written(promise, reporter)
    Chain.objects.all().delete()
    refused("no_chain", submit_closing, closing, by=reporter, at=NOON)


def test_what_comes_back_is_written_and_sent_up_anew(promise, reporter, leader):
    Chain.objects.filter(kind="pledge").update(roles=["officer", "head", "mayor"])
    closing = sent(promise, reporter)
    assert closing.steps.count() == 3
    refused("empty_words", return_closing, closing, note=" ", by=leader, at=NOON)
    return_closing(closing, note="숫자를 다시 보아 주세요.", by=leader, at=NOON)
    assert (closing.__class__.objects.get().state, closing.steps.count()) == ("drafting", 2)
    assert not closings_awaiting(leader, NOON).exists()
    assert did(promise, by=reporter, when="2026. 9. 3.").no == 1
    Chain.objects.filter(kind="pledge").update(roles=["officer", "head"])
    again = closed(promise, reporter, leader, at=NOON + timedelta(hours=1))
    assert list(again.steps.values_list("turn", "verdict")) == [
        (1, "approved"), (1, "returned"), (2, "approved"), (2, "approved"),
    ]  # fmt: skip


def test_the_next_hand_is_told_and_so_is_the_writer_of_what_comes_back(promise, reporter, leader):
    closing = sent(promise, reporter)
    turn = Dispatch.objects.get()
    assert (turn.title, set(turn.letters.values_list("person", flat=True))) == (
        "결재할 공약 마감이 있습니다: 6-1 2026. 3/4", {leader.pk},
    )  # fmt: skip
    return_closing(closing, note="다시", by=leader, at=NOON)
    back = Dispatch.objects.exclude(pk=turn.pk).get()
    assert (back.words, set(back.letters.values_list("person", flat=True))) == ("다시", {reporter.pk})


def test_an_office_that_was_left_decides_nothing(promise, reporter, leader):
    closing = sent(promise, reporter)
    leader.postings.update(end=NOON.date() - DAY)
    gone = type(leader).objects.get(pk=leader.pk)
    refused("not_approver", approve_closing, closing, by=gone, at=NOON)
    assert not closings_awaiting(gone, NOON).exists()


def test_an_earlier_quarter_closed_late_moves_no_day_back(ninth, told, reporter, leader):
    promise = promised(ninth, told, at=NOON - 100 * DAY)
    january = NOON.replace(year=2027, month=1, day=20)
    closed(promise, reporter, leader, quarter=4, at=january)
    closed(promise, reporter, leader, quarter=3, at=january)
    assert Pledge.objects.get(pk=promise.pk).reported_on == date(2026, 12, 31)
