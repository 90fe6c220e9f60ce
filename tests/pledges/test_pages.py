"""The page of a pledge: every figure with its formula, on the day asked for, without a script."""

import re
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pledges.models import (
    BudgetLine,
    Closing,
    FactRow,
    FactTable,
    Figure,
    Milestone,
    Passage,
    PrintedCell,
    Target,
)
from tests.cast import NOON, laid
from tests.pledges.reading import counted_body, figures, page, words
from tests.pledges.sheets import AS_OF, amend, did, measured, take

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")


@pytest.fixture(autouse=True)
def house_of(gu):
    """Every page names the district."""


@pytest.fixture
def round_table(department):
    return counted_body(department)


# figures


def test_a_page_shows_the_figures_of_the_sheet(visit, six_one, six_one_one, six_two):
    shown = figures(page(visit, six_one_one))
    assert {key: shown[key] for key in ("rate", "share", "whole", "money", "money-to-date")} == {
        "rate": "40.0", "share": "20.0", "whole": "44.9", "money": "22.5", "money-to-date": "59.9",
    }  # fmt: skip
    assert [shown[f"rate-{no}"] for no in (1, 2, 3)] == ["37.5", "40.0", "42.9"]
    assert [shown[f"count-{no}"] for no in (1, 2, 3)] == ["18", "2", "18"]
    assert figures(page(visit, six_one))["rate"] == "49.9"
    alone = figures(page(visit, six_two))
    assert alone["rate"] == "46.5"
    assert "share" not in alone


def test_every_dotted_figure_opens_a_formula_that_is_on_the_page(visit, six_one, six_one_one):
    text = page(visit, six_one_one).content.decode()
    doors = set(re.findall(r'class="figure[^"]*" popovertarget="([^"]+)"', text))
    assert len(doors) == 11
    for door in doors:
        assert text.count(f'id="{door}"') == 1


def test_a_formula_says_its_terms_and_rounds_only_what_is_shown(visit, six_one, six_one_one):
    said = words(page(visit, six_one_one))
    assert "정책참여방 운영 0.35 × 18/48 13.125" in said
    assert "정책참여 이벤트 추진 0.3 × 18/42 12.857…" in said
    assert "합계 보일 때만 반올림 39.982… → 40.0" in said
    assert "39.982… × 0.5 19.991…" in said


def test_what_needs_no_rounding_does_not_say_that_it_was_rounded(visit, pledge):
    half = pledge("1-1", indicators=[{"weight": 100, "years": (1, 1, 1, 1, 0), "printed": 1}])
    said = words(page(visit, half))
    assert "25.0 % 는 이렇게" in said.replace("%는", "% 는")
    assert "보일 때만 반올림" not in said


def test_an_indicator_says_on_which_count_it_stands_beside_the_other(visit, six_two, round_table):
    counted = measured(six_two.indicators.get(no=1), kind="meetings", body=round_table)
    first = page(visit, six_two, on="2023-12-31")
    assert "인쇄본 16 (이 수로 셉니다) · 집계 15" in words(first)
    assert (figures(first)["count-1"], figures(first)["rate"]) == ("16", "46.5")
    take(counted, date(2023, 12, 1))
    then = page(visit, six_two, on="2023-12-31")
    assert "집계 15 (이 수로 셉니다) · 인쇄본 16" in words(then)
    assert (figures(then)["count-1"], figures(then)["rate"]) == ("15", "45.3")


def test_a_rate_beyond_its_target_stays_and_the_capped_view_says_what_it_is(visit, pledge):
    beyond = [
        {"weight": 60, "years": (100, 200, 200, 200, 100), "printed": 1234},
        {"weight": 40, "years": (1, 2, 2, 2, 1), "printed": 2},
    ]
    answer = page(visit, pledge("7-3", indicators=beyond))
    assert (figures(answer)["rate-1"], figures(answer)["rate"]) == ("154.3", "102.6")
    assert "목표를 넘긴 만큼을 빼면 70.0 %" in words(answer)
    assert "목표를 넘김" in words(answer)


def test_where_nothing_was_promised_there_is_no_rate_and_no_nought(visit, pledge):
    empty = pledge(
        "8-1", indicators=[{"years": (None,) * 5, "printed": 3}, {"years": (1,) * 5, "printed": 1}]
    )
    shown = figures(page(visit, empty))
    assert (shown["rate"], shown["rate-1"], shown["rate-2"]) == ("-", "-", "20.0")
    assert "비중이 정해지지 않아 합하지 않습니다." in words(page(visit, empty))


def test_a_pledge_without_indicators_or_money_is_a_page_all_the_same(visit, pledge):
    said = words(page(visit, pledge("3-1")))
    assert "확인지표를 두지 않은 공약입니다." in said
    assert "비예산" in said


# days


def test_a_page_tells_of_the_day_that_was_asked_for(visit, pledge):
    logged = pledge("2-1", indicators=[{"weight": 100, "years": (2, 2, 2, 2, 2)}])
    indicator = logged.indicators.get()
    for when in ("2022. 9. 1.", "2023. 5. 2.", "2024. 2. 3."):
        did(logged, when, 1, indicator)
    asked = {
        on: figures(page(visit, logged, on=on))["rate"] for on in ("2022-12-31", "2023-12-31", "2024-12-31")
    }
    assert asked == {"2022-12-31": "10.0", "2023-12-31": "20.0", "2024-12-31": "30.0"}
    assert "2023. 12. 31. 기준" in words(page(visit, logged))


@pytest.mark.parametrize("on", ["2023-13-01", "어제", "2023-1-1", "20231231"])
def test_a_day_that_no_calendar_has_is_refused(visit, six_two, on):
    answer = page(visit, six_two, on=on)
    assert (answer.status_code, "기준일은 2026-11-24처럼" in words(answer)) == (422, True)


def test_a_day_outside_the_administration_is_its_nearest(visit, six_two):
    last = min(six_two.administration.end, timezone.localdate())
    assert f"{last.year}. {last.month}. {last.day}. 기준" in words(page(visit, six_two, on="2030-01-01"))
    assert "2022. 7. 1. 기준" in words(page(visit, six_two, on="2001-01-01"))


def test_a_code_alone_leads_to_the_pledge_of_the_day(visit, six_two, ninth, pledge):
    now = pledge("6-2", administration=ninth, reported_on=None)
    today = timezone.localdate()
    expected = now if ninth.start <= today <= ninth.end else six_two
    assert visit().get("/pledges/6-2/")["location"] in {expected.get_absolute_url(), now.get_absolute_url()}
    past = visit().get("/pledges/6-2/?on=2023-12-31")
    assert past["location"] == f"{six_two.get_absolute_url()}?on=2023-12-31"
    assert visit().get("/pledges/99-9/").status_code == 404
    assert visit().get(f"/pledges/{10**18}/6-2/").status_code == 404


def test_what_was_not_published_is_not_there(visit, pledge, officer):
    draft = pledge("4-1", published=False)
    for part in ("", "entries/", "figures/"):
        assert page(visit, draft, part).status_code == 404
        assert page(visit, draft, part, officer).status_code == 404


# what stands around


def test_both_versions_of_an_amended_target_stay_with_the_item_that_heard_of_it(
    visit, six_one_one, council, members
):
    item = laid(council).items.get(order=1)
    amendment = amend(six_one_one, item, date(2023, 12, 1))
    indicator = six_one_one.indicators.get(no=2)
    Target.objects.create(indicator=indicator, year=2026, value=2, amendment=amendment)
    BudgetLine.objects.create(
        pledge=six_one_one, fund="district", year=2026, amount=Decimal(6), amendment=amendment
    )
    said = words(page(visit, six_one_one))
    assert "창의제안 공모전 개최 2026년 목표 1 2 회" in said
    assert "투자계획 구비 2026년 5 6 백만 원" in said
    assert "여건이 바뀌었습니다." in said
    assert "2023. 12. 1.(금) 시행" in said
    assert item.title in said
    before = figures(page(visit, six_one_one, on="2023-11-30"))
    after = figures(page(visit, six_one_one, on="2023-12-31"))
    assert (before["rate-2"], after["rate-2"]) == ("-", "33.3")


def test_an_amendment_that_no_committee_has_is_nobodys_news(visit, six_one_one):
    amend(six_one_one, None, None, enacted=False)
    assert "여건이 바뀌었습니다." not in words(page(visit, six_one_one))


def test_what_the_paper_prints_otherwise_stays_beside_what_is_computed(visit, six_one):
    PrintedCell.objects.create(
        pledge=six_one, place="performance.subtotal", text="53.5", note="두 지표를 그냥 평균한 값입니다."
    )
    PrintedCell.objects.create(pledge=six_one, place="performance.total", text="24.9")
    said = words(page(visit, six_one))
    assert "인쇄본과 차이 1곳" in said
    assert "인쇄 53.5 계산 49.9" in said
    assert "두 지표를 그냥 평균한 값입니다." in said


def test_a_figure_in_the_words_of_a_card_is_the_one_that_was_computed(visit, six_one_one):
    table = FactTable.objects.create(
        pledge=six_one_one,
        order=1,
        code="payouts",
        title="이벤트 지급",
        columns=["제안자", "댓글"],
        evidence="2쪽",
    )
    FactRow.objects.create(table=table, order=1, label="2023. 1.~6.", cells=["2", "4"])
    formula = 'row("payouts", "2023. 1.~6.") * 20'
    Figure.objects.create(
        pledge=six_one_one, order=1, code="paid", label="지급액", unit="천 원", formula=formula, decimals=0
    )
    Passage.objects.create(
        pledge=six_one_one, order=1, section="now", text="지급액은 {paid}천 원, {unknown}."
    )
    said = words(page(visit, six_one_one))
    assert "지급액은 120천 원, {unknown}." in said
    assert "이벤트 지급" in said
    assert "2023. 1.~6. 2 4" in said


def test_the_plan_says_what_is_done_what_is_late_and_what_goes_on(visit, six_one_one):
    steps = [
        ("마친 일", date(2022, 7, 1), date(2022, 9, 30), date(2022, 9, 15)),
        ("늦은 일", date(2023, 1, 1), date(2023, 3, 31), None),
        ("하는 일", date(2023, 10, 1), date(2024, 3, 31), None),
        ("때를 모르는 일", None, None, None),
    ]
    for order, (title, start, end, done) in enumerate(steps, 1):
        Milestone.objects.create(
            pledge=six_one_one, order=order, title=title, starts_on=start, ends_on=end, done_on=done
        )
    said = words(page(visit, six_one_one, on="2023-12-31"))
    assert "마친 일 2022. 3/4 · 2022. 9. 15.(목) 마침" in said
    assert "늦은 일 2023. 1/4 · 아직 마치지 않음" in said
    assert "하는 일 2023. 4/4 ~ 2024. 1/4 · 하는 중" in said
    assert "2022. 3/4 ~ 2026. 4/4" in said


def test_only_what_went_through_all_hands_is_told_of_a_quarter(visit, six_one_one):
    facts = {"pledge": six_one_one, "written_at": NOON, "submitted_at": NOON}
    Closing.objects.create(
        **facts,
        year=2023,
        quarter=4,
        words="열두 건을 물었습니다.",
        approved_at=NOON,
        figures={"rate": "40.0"},
    )
    Closing.objects.create(**facts, year=2023, quarter=3, words="아직 결재 중입니다.")
    said = words(page(visit, six_one_one))
    assert "2023. 4/4 열두 건을 물었습니다." in said
    assert "그때의 이행률 40.0 %" in said
    assert "아직 결재 중입니다." not in said


def test_the_log_is_told_whole_and_what_is_told_twice_says_so(visit, six_one_one):
    indicator = six_one_one.indicators.get(no=1)
    first = did(six_one_one, "2023. 10.~12.", 12, indicator, title="의제안건 열두 건")
    did(six_one_one, "2023. 12.", 12, indicator, title="의제안건 게시", same_as=first)
    gone = did(six_one_one, "2023. 5.", title="거둔 일", withdrawn_at=NOON, withdrawn_reason="잘못 적음")
    did(six_one_one, "2024. 1. 5.", title="다음 해의 일")
    newest = words(page(visit, six_one_one))
    assert "2건 모두" in newest
    assert "의제안건 +12" in newest
    log = words(page(visit, six_one_one, "entries/"))
    assert "2023. 10.~12." in log
    assert "위와 같은 일이라 세지 않습니다" in log
    assert gone.title not in log
    assert "다음 해의 일" not in log
    assert "다음 해의 일" in words(page(visit, six_one_one, "entries/", on="2024-06-30"))


def test_the_card_is_offered_in_four_forms_of_the_day_that_is_shown(visit, six_two):
    text = page(visit, six_two, on="2023-06-30").content.decode()
    for form in ("hwpx", "pdf", "xlsx", "csv"):
        assert f'href="{six_two.get_absolute_url()}card/{form}/?on=2023-06-30"' in text


def test_a_page_asks_as_often_whatever_stands_on_it(visit, six_one, six_one_one):
    page(visit, six_one_one)
    with CaptureQueriesContext(connection) as few:
        page(visit, six_one_one)
    for n in range(30):
        did(six_one_one, f"2023. {n % 12 + 1}.", title=f"일 {n}")
        Milestone.objects.create(pledge=six_one_one, order=n + 1, title=f"할 일 {n}")
        Closing.objects.create(
            pledge=six_one_one, year=1990 + n, quarter=1, words="글", written_at=NOON, submitted_at=NOON,
            approved_at=NOON,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        page(visit, six_one_one)
    assert len(many) <= len(few) + 1


def test_nothing_on_the_page_runs_or_dresses_itself(visit, six_one, six_one_one):
    text = page(visit, six_one_one).content.decode()
    assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:", text)
    assert AS_OF.isoformat() in text
