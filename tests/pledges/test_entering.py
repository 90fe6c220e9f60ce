"""What was done and spent is entered once, with what shows it, by those who did it, in a time still open."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from letters.actions import follow
from letters.models import Dispatch
from papers.contents import Paper
from papers.models import Attachment
from pledges.actions.entering import (
    add_entry,
    add_spending,
    finish_milestone,
    withdraw_entry,
    withdraw_spending,
)
from pledges.happened import counting_entries
from pledges.models import Pledge, ProgressEntry, Spending
from pledges.when import When
from realtime.models import Event
from tests.cast import NOON, in_office
from tests.pledges.acts import DAY, SHOWN, closed, did, plan, promised, refused, sent, spent

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(form, status, autonomy, rule):
    return plan(form, status, autonomy)


@pytest.fixture
def promise(ninth, told):
    return promised(ninth, told, at=NOON - 100 * DAY)


@pytest.fixture
def leader(autonomy):
    return in_office("leader", "head", "자치행정과장", autonomy)


def first(pledge):
    return pledge.indicators.get(no=1)


def test_an_entry_says_when_what_and_how_much_and_who_wrote_it(promise, reporter):
    entry = did(
        promise, by=reporter, when="2026. 11. 1. ~ 2026. 11. 22.", text="스물두 번", count="22",
        indicator=first(promise), evidence=SHOWN, channel="briefing", note="중식 제외",
        milestone=promise.milestones.get(),
    )  # fmt: skip
    entry.refresh_from_db()
    assert (entry.no, entry.starts_on, entry.ends_on, entry.precision) == (
        1, date(2026, 11, 1), date(2026, 11, 22), "range",
    )  # fmt: skip
    assert (entry.count, entry.evidence, entry.entered_by) == (22, SHOWN, reporter)
    assert did(promise).no == 2
    assert did(promise, kind="participation").no == 1
    event = Event.objects.filter(name="entry.added").first()
    assert (event.actor, event.facts) == (reporter, {"pledge": promise.pk})


@pytest.mark.parametrize("shows", [{}, {"evidence": ""}, {"evidence": "  "}, {"evidence": None}])
def test_a_figure_without_evidence_cannot_be_saved(promise, reporter, shows):
    refused("evidence_needed", did, promise, by=reporter, count=3, indicator=first(promise), **shows)
    money = {"fund": "district", "spent_on": date(2026, 11, 20), "amount": 3, "by": reporter, "at": NOON}
    refused("evidence_needed", add_spending, promise, **money | {"evidence": ""} | shows)
    assert did(promise, by=reporter, count=3, indicator=first(promise), evidence=SHOWN).count == 3


def test_the_database_itself_keeps_no_figure_without_evidence(promise):
    from django.db import IntegrityError, transaction

    entry = did(promise, indicator=first(promise))
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressEntry.objects.filter(pk=entry.pk).update(count=3)


def test_where_the_source_is_named_it_is_the_evidence(promise):
    entry = did(promise, count=3, indicator=first(promise), source="공약 관리카드")
    assert entry.evidence == "공약 관리카드"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("bad_partial_date", {"when": ""}),
        ("bad_partial_date", {"when": "8."}),
        ("bad_partial_date", {"when": "어제"}),
        ("bad_partial_date", {"when": None}),
        ("bad_partial_date", {"when": "2026. 13."}),
        ("date_ahead", {"when": "2026. 11. 25."}),
        ("date_ahead", {"when": "2027."}),
        ("outside_administration", {"when": "2026. 6. 30."}),
        ("outside_administration", {"when": "2030. 7. 1.", "at": NOON.replace(year=2031)}),
        ("empty_words", {"title": ""}),
        ("too_long", {"text": "가" * 10_001}),
        ("unknown_choice", {"kind": "rumour"}),
        ("unknown_choice", {"channel": "whisper"}),
        ("unknown_choice", {"indicator": 1}),
        ("indicator_needed", {"count": 3, "evidence": SHOWN}),
        ("too_long", {"evidence": "가" * 301}),
    ],
)
def test_an_entry_that_says_nothing_or_too_much_is_refused(promise, reporter, code, said):
    refused(code, did, promise, by=reporter, **said)


@pytest.mark.parametrize(
    ("code", "amount"),
    [
        ("amount_below_nought", -1),
        ("amount_below_nought", "-0.01"),
        ("amount_below_nought", Decimal("-0.01")),
        ("bad_amount", "1.234"),
        ("bad_amount", "삼"),
        ("bad_amount", "３"),
        ("bad_amount", "1e3"),
        ("bad_amount", " "),
        ("bad_amount", "1,00"),
        ("bad_amount", True),
        ("bad_amount", [3]),
        ("bad_amount", 10**9 + 1),
        ("bad_amount", 10**400),
        ("bad_amount", 1e300),
        ("bad_amount", float("nan")),
        ("bad_amount", Decimal("Infinity")),
        ("bad_amount", Decimal("sNaN")),
        ("bad_amount", Decimal("1e-999999")),
    ],
)
def test_an_amount_is_a_number_or_nothing(promise, reporter, code, amount):
    refused(code, spent, promise, by=reporter, amount=amount)
    refused(code, did, promise, by=reporter, count=amount, indicator=first(promise), evidence=SHOWN)


@pytest.mark.parametrize("amount", [0, "0", "1,234,567.89", 10**9, 7.5, Decimal("0.01"), "-0"])
def test_what_is_a_number_is_kept_exactly(promise, amount):
    row = spent(promise, amount=amount)
    row.refresh_from_db()
    assert row.amount == Decimal(str(amount).replace(",", ""))
    assert not row.amount.is_signed()


def test_a_day_as_an_import_reads_it_is_taken_as_it_is(promise):
    entry = did(promise, when=When(date(2026, 7, 1), date(2026, 9, 30), "quarter"), printed_when="")
    assert (entry.precision, entry.printed_when) == ("quarter", "")


def test_only_those_who_work_on_a_pledge_write_its_doings(promise, reporter, officer, resident, council):
    cleaning = type(council.department).objects.create(name="청소행정과", code="A09")
    stranger = in_office("stranger", "officer", "청소행정과 주무관", cleaning)
    for person in (stranger, resident):
        refused("not_pledge_department", did, promise, by=person)
        refused("not_pledge_department", spent, promise, by=person)
    assert did(promise, by=reporter).entered_by == reporter
    assert spent(promise, by=officer).entered_by == officer  # whoever keeps all pledges


def test_whoever_has_a_hand_in_it_writes_too(ninth, told, autonomy, department, council):
    other = type(autonomy).objects.create(name="홍보과", code="A08")
    told["charges"] = [{"label": "홍보과장", "department": other}]
    helper = in_office("helper", "officer", "홍보과 주무관", other)
    promise = promised(ninth, told, at=NOON - DAY)
    assert did(promise, by=helper).entered_by == helper


def test_rows_of_another_pledge_are_not_written_to(promise, ninth, told):
    other = promised(ninth, told | {"code": "6-2"})
    refused("unknown_choice", did, promise, indicator=first(other), count=1, evidence=SHOWN)
    refused("unknown_choice", did, promise, milestone=other.milestones.get())
    refused("unknown_choice", did, promise, same_as=did(other))


def test_an_entry_tells_the_same_as_one_that_stands(promise):
    entry = did(promise)
    assert did(promise, same_as=entry).same_as == entry
    withdraw_entry(entry, reason="잘못 적음", by=None, at=NOON)
    refused("entry_withdrawn", did, promise, same_as=entry)


def test_an_echo_of_an_echo_is_never_counted_beside_the_first(promise):
    told = {"indicator": first(promise), "count": 1, "evidence": SHOWN}
    whole = did(promise, **told)
    echo = did(promise, **told, same_as=whole)
    again = did(promise, **told, same_as=echo)
    assert again.same_as == whole
    withdraw_entry(echo, reason="두 번 적음", by=None, at=NOON)
    assert list(counting_entries()) == [whole]


def test_what_is_taken_back_stays_with_its_reason_and_its_number(promise, reporter):
    entry, money = did(promise, by=reporter), spent(promise, by=reporter)
    refused("empty_words", withdraw_entry, entry, reason=" ", by=reporter, at=NOON)
    withdraw_entry(entry, reason="두 번 적음", by=reporter, at=NOON)
    withdraw_spending(money, reason="금액이 틀림", by=reporter, at=NOON)
    refused("entry_withdrawn", withdraw_entry, entry, reason="또", by=reporter, at=NOON)
    refused("entry_withdrawn", withdraw_spending, money, reason="또", by=reporter, at=NOON)
    assert (ProgressEntry.objects.get().withdrawn_reason, Spending.objects.get().withdrawn_at) == (
        "두 번 적음", NOON,
    )  # fmt: skip
    assert did(promise).no == 2
    assert not Spending.objects.visible_to(None).exists()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("date_ahead", {"spent_on": date(2026, 11, 25)}),
        ("outside_administration", {"spent_on": date(2026, 6, 30)}),
        ("bad_date", {"spent_on": "2026-11-20"}),
        ("bad_date", {"spent_on": NOON}),
        ("unknown_choice", {"fund": "mayor"}),
    ],
)
def test_money_is_spent_on_a_day_that_was_and_out_of_a_fund_that_is(promise, reporter, code, said):
    refused(code, spent, promise, by=reporter, **said)


def test_a_quarter_that_was_closed_or_is_being_approved_takes_nothing_more(
    promise, reporter, leader, officer
):
    old, cost = did(promise, when="2026. 9. 3."), spent(promise, spent_on=date(2026, 9, 3))
    closing = sent(promise, reporter)
    for code in ("closing_in_approval", "quarter_closed"):
        refused(code, did, promise, by=reporter, when="2026. 9. 30.")
        refused(code, did, promise, by=officer, when="2026. 3분기")
        refused(code, spent, promise, by=reporter, spent_on=date(2026, 7, 1))
        refused(code, withdraw_entry, old, reason="틀림", by=reporter, at=NOON)
        refused(code, withdraw_spending, cost, reason="틀림", by=reporter, at=NOON)
        assert did(promise, by=reporter, when="2026. 9. 3. ~ 2026. 10. 1.").ends_on == date(2026, 10, 1)
        if code == "closing_in_approval":
            from pledges.actions.closing import approve_closing

            approve_closing(closing, by=leader, at=NOON)
    # What was wrong may be said to be wrong, by the keeper alone; what was approved stays as it was.
    assert withdraw_entry(old, reason="없던 일", by=officer, at=NOON).withdrawn_at == NOON


def test_a_closed_year_closes_its_quarters(promise, reporter, leader):
    later = NOON.replace(year=2027, month=1, day=20)
    closed(promise, reporter, leader, year=2026, quarter=0, at=later)
    refused("quarter_closed", did, promise, by=reporter, when="2026. 10. 3.", at=later)
    assert did(promise, by=reporter, when="2027. 1. 3.", at=later).no == 1


def test_papers_lie_with_what_they_show_or_nothing_does(promise, reporter):
    paper = Paper("면담 일지.txt", "text", b"x")
    entry = did(promise, by=reporter, papers=[paper])
    assert Attachment.objects.of(entry).get().audience == "public"
    money = spent(promise, by=reporter, papers=[paper, paper])
    assert Attachment.objects.of(money).count() == 2
    refused("too_many_files", did, promise, by=reporter, papers=[paper] * 11)


def test_a_step_of_the_plan_is_finished_on_a_day_that_was(promise, reporter, resident):
    step = promise.milestones.get()
    refused("not_pledge_department", finish_milestone, step, on=NOON.date(), by=resident, at=NOON)
    refused("date_ahead", finish_milestone, step, on=NOON.date() + DAY, by=reporter, at=NOON)
    refused("outside_administration", finish_milestone, step, on=date(2026, 6, 30), by=reporter, at=NOON)
    refused("bad_date", finish_milestone, step, on="2026-09-30", by=reporter, at=NOON)
    assert finish_milestone(step, on=date(2026, 9, 30), by=reporter, at=NOON).done_on == date(2026, 9, 30)
    assert finish_milestone(step, on=None, by=reporter, at=NOON).done_on is None
    assert [each.facts["on"] for each in Event.objects.filter(name="milestone.finished")] == [
        "2026-09-30", None,
    ]  # fmt: skip


def test_whoever_follows_hears_what_was_done(promise, resident):
    did(promise)
    assert not Dispatch.objects.exists()
    follow(resident, topic=promise.topic, title="6-1", url=promise.get_absolute_url(), at=NOON)
    entry = did(promise, when="2026. 11.")
    told = Dispatch.objects.get()
    assert told.title == "공약 6-1 관악청(聽) 운영: 새 추진실적을 적었습니다"
    assert told.words == "2026. 11. 열린구청장실을 열었습니다"
    assert told.url == f"{promise.get_absolute_url()}entries/#entry-{entry.pk}"


def test_doings_of_a_draft_and_of_somebody_who_left_are_refused(ninth, told, promise, reporter):
    from pledges.actions.laying import lay_pledge

    draft = lay_pledge(ninth, **told | {"code": "6-2"}, by=None, at=NOON)
    refused("pledge_not_published", spent, draft, by=reporter)
    reporter.postings.update(end=NOON.date() - timedelta(days=1))
    gone = type(reporter).objects.get(pk=reporter.pk)
    refused("not_pledge_department", did, Pledge.objects.get(pk=promise.pk), by=gone)
    assert add_entry(promise, when="2026. 11. 23.", title="집", by=None, at=NOON).entered_by is None
