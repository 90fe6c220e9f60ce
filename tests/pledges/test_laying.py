"""A promise is drawn up by its keeper, is whole when it goes out, and is not redrawn afterwards."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from committees.models import Body
from deliberation.models import Thread
from district.dates import local
from letters.actions import follow
from letters.models import Dispatch
from pledges.actions.laying import discard_pledge, lay_pledge, publish_pledge, replan, restate
from pledges.models import Pledge
from realtime.models import Event
from search.models import Entry
from tests.cast import NOON
from tests.pledges.acts import HELD, MEASURED, did, plan, promised, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(form, status, autonomy, rule):
    return plan(form, status, autonomy)


@pytest.fixture
def draft(ninth, told, officer):
    return lay_pledge(ninth, **told, by=officer, at=NOON)


def published(pledge, by=None, at=NOON):
    return publish_pledge(pledge, by=by, at=at)


def test_a_plan_is_kept_as_it_was_said_and_to_the_cent(draft):
    first, second = draft.indicators.all()
    assert (first.weight, second.weight, second.metric) == (70, 30, "")
    assert list(first.targets.filter(year=2027).values_list("quarter", "value")) == [
        (0, 36), (1, 9), (2, 9), (3, 9), (4, 9),
    ]  # fmt: skip
    assert first.targets.get(year=2028).value == Decimal("7.5")
    rows = draft.budget_lines.values_list("fund", "span", "year", "amount")
    assert set(rows) == {("district", "year", 2027, 1847), ("city", "before", 0, Decimal("12.5"))}
    assert draft.milestones.get().ends_on == date(2026, 9, 30)
    assert (draft.charges.get().label, draft.passages.get().section) == ("자치행정과장", "now")
    assert (draft.share, draft.order, draft.published_at, draft.thread) == (100, 1, None, None)
    [event] = Event.objects.filter(room__key="pledges")
    assert (event.name, event.row_id) == ("pledge.laid", str(draft.pk))


def test_a_draft_is_thrown_away_with_all_that_stood_in_it_and_its_number_is_free(ninth, told, draft, officer):
    draft.tags.add("소통")
    draft.printed_cells.create(place="performance.total", text="12")
    draft.figures.create(code="share", label="몫", order=1, formula="share()")
    draft.tables.create(code="costs", title="비용", order=1).rows.create(label="인쇄", order=1, cells=["1"])
    part = lay_pledge(ninth, **told | {"code": "6-2", "parent": draft}, by=officer, at=NOON)
    refused("pledge_has_parts", discard_pledge, draft, by=officer, at=NOON)
    for each in (part, draft):
        discard_pledge(each, by=officer, at=NOON)
    assert not Pledge.objects.exists()
    told_of = Event.objects.filter(name="pledge.discarded").order_by("seq")
    assert [event.facts for event in told_of] == [{"code": "6-2"}, {"code": "6-1"}]
    assert lay_pledge(ninth, **told, by=officer, at=NOON).code == "6-1"


def test_what_was_thrown_away_is_neither_planned_nor_published_and_nothing_is_a_part_of_it(
    ninth, told, draft, officer
):
    stale = Pledge.objects.get(pk=draft.pk)
    discard_pledge(draft, by=officer, at=NOON)
    for act, said in [(replan, {"title": "다른 제목"}), (publish_pledge, {}), (discard_pledge, {})]:
        refused("not_found", act, stale, by=officer, at=NOON, **said)
    part = told | {"code": "6-2", "parent": stale}
    refused("unknown_choice", lay_pledge, ninth, **part, by=officer, at=NOON)


def test_only_the_keeper_of_pledges_draws_up_publishes_and_restates(ninth, told, draft, reporter, statuses):
    for act, row, said in [
        (lay_pledge, ninth, told | {"code": "6-2"}),
        (replan, draft, {"title": "다른 제목"}),
        (publish_pledge, draft, {}),
        (discard_pledge, draft, {}),
        (restate, draft, {"status": statuses["done"]}),
    ]:
        refused("not_pledge_keeper", act, row, by=reporter, at=NOON, **said)


def test_a_keeper_who_left_the_office_keeps_nothing(draft, officer):
    officer.postings.update(end=NOON.date() - timedelta(days=1))
    officer = type(officer).objects.get(pk=officer.pk)
    refused("not_pledge_keeper", replan, draft, title="다른 제목", by=officer, at=NOON)


@pytest.mark.parametrize("missing", ["code", "title", "form", "status", "department"])
def test_a_plan_says_what_it_is_whose_and_how_it_stands(ninth, told, missing):
    refused("bad_plan", lay_pledge, ninth, **told | {missing: None}, by=None, at=NOON)
    del told[missing]
    refused("bad_plan", lay_pledge, ninth, **told, by=None, at=NOON)


def test_a_number_is_given_once_an_administration(ninth, eighth, told, draft):
    refused("pledge_code_taken", lay_pledge, ninth, **told, by=None, at=NOON)
    assert lay_pledge(eighth, **told | {"indicators": [], "budget": []}, by=None, at=NOON).code == "6-1"
    other = lay_pledge(ninth, **told | {"code": "6-2"}, by=None, at=NOON)
    refused("pledge_code_taken", replan, other, code="6-1", by=None, at=NOON)
    assert (other.order, Pledge.objects.count()) == (2, 3)


@pytest.mark.parametrize("code", ["육", "6-", "6--1", "6-1-1-1-1", "-6", "6 1", "a", "12345", "６-１"])
def test_a_number_that_no_card_bears_is_refused(ninth, told, code):
    refused("pledge_code", lay_pledge, ninth, **told | {"code": code}, by=None, at=NOON)


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("empty_words", {"title": " "}),
        ("bad_text", {"title": "가\x00나"}),
        ("bad_text", {"title": 7}),
        ("too_long", {"title": "가" * 201}),
        ("unknown_choice", {"department": 3}),
        ("unknown_choice", {"form": "gwanak"}),
        ("bad_plan", {"header": ["신규"]}),
        ("bad_header", {"header": {"no-such-cell": "신규"}}),
        ("bad_amount", {"share": 0}),
        ("bad_amount", {"share": 101}),
        ("amount_below_nought", {"share": -1}),
        ("bad_plan", {"order": -1}),
        ("bad_plan", {"tags": "안전"}),
        ("bad_plan", {"indicators": "두 개"}),
        ("bad_plan", {"indicators": [7]}),
        ("bad_plan", {"indicators": [HELD, HELD]}),
        ("bad_plan", {"indicators": [HELD | {"no": 0}]}),
        ("bad_plan", {"indicators": [HELD | {"no": True}]}),
        ("empty_words", {"indicators": [HELD | {"unit": ""}]}),
        ("bad_amount", {"indicators": [HELD | {"weight": "많이"}]}),
        ("bad_amount", {"indicators": [HELD | {"weight": Decimal("NaN")}]}),
        ("bad_amount", {"indicators": [HELD | {"weight": float("inf")}]}),
        ("bad_amount", {"indicators": [HELD | {"weight": Decimal("1e999999")}]}),
        ("bad_amount", {"indicators": [HELD | {"weight": "33.333"}]}),
        ("target_below_nought", {"indicators": [HELD | {"targets": [(2027, 0, -1)]}]}),
        ("bad_amount", {"indicators": [HELD | {"targets": [(2027, 0, 10**9 + 1)]}]}),
        ("bad_plan", {"indicators": [HELD | {"targets": [(2027, 0, 1), (2027, None, 2)]}]}),
        ("bad_quarter", {"indicators": [HELD | {"targets": [(2027, 5, 1)]}]}),
        ("outside_administration", {"indicators": [HELD | {"targets": [(2026, 2, 1)]}]}),
        ("outside_administration", {"indicators": [HELD | {"targets": [(2031, 0, 1)]}]}),
        ("outside_administration", {"indicators": [HELD | {"targets": [("2027", 0, 1)]}]}),
        ("amount_below_nought", {"budget": [("district", "year", 2027, "-3")]}),
        ("unknown_choice", {"budget": [("mayor", "year", 2027, 3)]}),
        ("unknown_choice", {"budget": [("district", "never", 2027, 3)]}),
        ("outside_administration", {"budget": [("district", "year", 2025, 3)]}),
        ("bad_plan", {"budget": [("district", "before", 2027, 3)]}),
        ("bad_plan", {"budget": [("district", "year", 2027, 3), ("district", "year", 2027, 4)]}),
        ("bad_plan", {"milestones": [("계획", date(2027, 1, 1), None)]}),
        ("bad_plan", {"milestones": [("계획", date(2027, 4, 1), date(2027, 3, 31))]}),
        ("bad_date", {"milestones": [("계획", "2027-01-01", "2027-03-31")]}),
        ("bad_plan", {"milestones": [("계획", date(1, 1, 1), date(2, 3, 31))]}),
        ("unknown_choice", {"charges": [("과장", 7)]}),
        ("bad_plan", {"passages": [("now", "가", "나", 1), ("now", "다", "라", 1)]}),
    ],
)
def test_a_plan_that_is_none_is_refused_and_nothing_is_written(ninth, told, draft, code, more):
    refused(code, lay_pledge, ninth, **told | {"code": "6-2"} | more, by=None, at=NOON)
    refused(code, replan, draft, **more, by=None, at=NOON)


def test_a_status_is_one_of_the_form(ninth, told, statuses, form):
    from pledges.models import CardForm, Status

    other = CardForm.objects.create(
        code="other", name="다른 서식", layout={}, valid_from=NOON.date(), source="근거"
    )
    foreign = Status.objects.create(form=other, code="done", label="완료", meaning="done")
    refused("unknown_choice", lay_pledge, ninth, **told | {"status": foreign}, by=None, at=NOON)
    pledge = promised(ninth, told)
    refused("unknown_choice", restate, pledge, status=foreign, by=None, at=NOON)
    assert restate(pledge, status=statuses["done"], by=None, at=NOON).status.code == "done"


def test_a_family_has_two_generations_of_one_administration(ninth, eighth, told, draft):
    part = lay_pledge(ninth, **told | {"code": "6-1-1", "parent": draft}, by=None, at=NOON)
    other = lay_pledge(ninth, **told | {"code": "6-2"}, by=None, at=NOON)
    for pledge, parent in [(other, part), (draft, other), (other, other)]:
        refused("pledge_parent", replan, pledge, parent=parent, by=None, at=NOON)
    old = told | {"code": "6-3", "parent": draft, "indicators": [], "budget": []}
    refused("pledge_parent", lay_pledge, eighth, **old, by=None, at=NOON)
    assert replan(part, parent=other, by=None, at=NOON).parent == other


def test_a_draft_is_redrawn_list_by_list_and_what_is_not_said_stays(draft, officer, council):
    measures = [{"kind": "meetings", "body": council}, {"kind": "log"}]
    replan(
        draft, indicators=[MEASURED | {"weight": None, "measures": measures}], summary="더 자주",
        by=officer, at=NOON,
    )  # fmt: skip
    draft.refresh_from_db()
    [indicator] = draft.indicators.all()
    assert (indicator.weight, indicator.targets.count()) == (None, 0)
    assert [(each.kind, each.body) for each in indicator.measures.all()] == [
        ("meetings", council), ("log", None),
    ]  # fmt: skip
    assert (draft.summary, draft.budget_lines.count(), draft.milestones.count()) == ("더 자주", 2, 1)


@pytest.mark.parametrize(
    ("code", "measure"),
    [
        ("unknown_choice", {"kind": "guess"}),
        ("bad_measure", {"kind": "meetings"}),
        ("unknown_choice", {"kind": "log", "body": 3}),
        ("evidence_needed", {"kind": "paper", "opening": 3, "opening_on": date(2026, 9, 30)}),
        ("bad_amount", {"kind": "paper", "opening_on": date(2026, 9, 30), "evidence": "집계표"}),
        ("bad_date", {"kind": "paper", "opening": 3, "evidence": "집계표"}),
        ("amount_below_nought", {"kind": "paper", "opening": -3, "evidence": "집계표"}),
        ("date_ahead", {"kind": "paper", "opening": 3, "opening_on": date(2027, 1, 1), "evidence": "표"}),
        ("bad_plan", {"kind": "log", "opening": 3}),
    ],
)
def test_a_count_that_counts_nothing_is_refused(draft, code, measure):
    refused(code, replan, draft, indicators=[MEASURED | {"measures": [measure]}], by=None, at=NOON)


def test_weights_of_ninety_nine_are_no_promise(draft):
    draft.indicators.filter(no=2).update(weight=29)
    refused("weights_not_whole", published, draft)
    draft.indicators.filter(no=2).update(weight=None)
    refused("weights_not_whole", published, draft)
    draft.indicators.filter(no=2).update(weight=30)
    assert published(draft).published_at == NOON


def test_quarters_add_up_to_their_year_where_one_is_set(draft):
    first = draft.indicators.get(no=1)
    first.targets.filter(year=2027, quarter=4).update(value=8)
    refused("quarters_not_whole", published, draft)
    first.targets.filter(year=2027, quarter=4).delete()
    refused("quarters_not_whole", published, draft)
    first.targets.filter(year=2027, quarter__gt=0).delete()
    assert published(draft).published_at == NOON


def test_half_a_year_is_whole_in_the_two_quarters_that_it_has(ninth, told):
    targets = [(2026, 0, 6), (2026, 3, 2), (2026, 4, 4), (2030, 0, 1), (2030, 2, 1)]
    pledge = promised(ninth, told | {"indicators": [MEASURED | {"weight": 100, "targets": targets}]})
    assert pledge.indicators.get().targets.count() == 5


def test_the_shares_of_a_family_are_a_hundred_and_the_whole_goes_first(ninth, told, draft):
    part = lay_pledge(ninth, **told | {"code": "6-1-1", "parent": draft, "share": 40}, by=None, at=NOON)
    replan(draft, share=50, by=None, at=NOON)
    refused("shares_not_whole", published, draft)
    replan(part, share=50, by=None, at=NOON)
    refused("parent_not_published", published, part)
    published(draft)
    assert published(part).published_at == NOON


def test_what_was_published_is_redrawn_no_more(ninth, told):
    pledge = promised(ninth, told)
    refused("pledge_published", replan, pledge, title="다른 제목", by=None, at=NOON)
    refused("pledge_published", published, pledge)


def test_a_published_promise_is_found_talked_about_and_counted(ninth, told, autonomy, officer):
    pledge = promised(ninth, told, by=officer)
    thread = pledge.thread
    assert (thread.heading, thread.keeper) == ("6-1 관악청(聽) 운영", autonomy)
    assert thread.address == f"/pledges/{ninth.pk}/6-1/"
    assert (thread.opens_at, thread.status(NOON)) == (NOON, "open")
    ends = local(thread.closes_at)
    assert (ends.date(), ends.hour) == (date(2030, 7, 1), 0)
    assert Entry.objects.get(kind="pledge").title == "6-1 관악청(聽) 운영"
    assert [each.measures.get().kind for each in pledge.indicators.all()] == ["log", "log"]
    assert Event.objects.filter(name="pledge.published", row_id=str(pledge.pk)).exists()


def test_of_an_administration_that_is_over_nobody_talks_any_more(eighth, told):
    pledge = promised(eighth, told | {"indicators": [], "budget": []})
    thread = pledge.thread
    assert local(thread.opens_at).date() == eighth.start
    assert (thread.status(NOON), thread.told) == ("closed", Thread.Told.CLOSED)


def test_a_promise_of_the_next_administration_is_talked_about_from_its_first_day(ninth, told):
    early = NOON.replace(month=6)
    thread = promised(ninth, told, at=early).thread
    assert (local(thread.opens_at).date(), thread.status(early)) == (ninth.start, "upcoming")


def test_a_measure_that_was_given_is_not_joined_by_another(ninth, told, council):
    counted = [{"kind": "meetings", "body": council}]
    pledge = promised(
        ninth, told | {"indicators": [MEASURED | {"weight": 100, "measures": counted}, ]}
    )  # fmt: skip
    assert pledge.indicators.get().measures.get().body == Body.objects.get(pk=council.pk)


def test_whoever_follows_hears_where_it_stands_once(ninth, told, statuses, resident):
    pledge = promised(ninth, told)
    follow(resident, topic=pledge.topic, title=pledge.title, url=pledge.get_absolute_url(), at=NOON)
    for _again in range(2):
        restate(pledge, status=statuses["done"], by=None, at=NOON)
    [event] = Event.objects.filter(name="pledge.restated")
    assert event.facts == {"from": "kept", "to": "done"}
    [told_once] = Dispatch.objects.all()
    assert (told_once.topic, told_once.words) == (pledge.topic, "완료")
    assert Entry.objects.get(kind="pledge").state == "완료"


def test_a_draft_has_neither_doings_nor_a_standing(draft, statuses):
    refused("pledge_not_published", did, draft)
    refused("pledge_not_published", restate, draft, status=statuses["done"], by=None, at=NOON)


def test_without_a_rule_nobody_keeps_the_pledges(ninth, told, rule, officer):
    rule.delete()
    refused("not_pledge_keeper", lay_pledge, ninth, **told, by=officer, at=NOON)


def test_a_target_that_is_empty_is_nothing_and_not_nought(ninth, told):
    indicator = HELD | {"weight": 100, "targets": [(2027, 0, None), (2028, 0, 0), (2029, 0, "")]}
    pledge = lay_pledge(ninth, **told | {"indicators": [indicator]}, by=None, at=NOON)
    assert list(pledge.indicators.get().targets.values_list("value", flat=True)) == [None, 0, None]
