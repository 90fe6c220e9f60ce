"""계획 at the desk: written with plain forms, kept when refused, and only read once it is out."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from pledges.models import Measure, Pledge
from tests.cast import NOON
from tests.pledges.at_desk import Desk, gone, refused, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch, settings, home):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    settings.PACE_PERSON = settings.PACE_ADDRESS = "1000000/60"


@pytest.fixture
def draft(pledge, ninth, department):
    return pledge(code="8-1", administration=ninth, department=department, published=False, title="골목 회의")


@pytest.fixture
def desk(visit, officer, draft):
    return Desk(visit(officer), draft.pk)


@pytest.fixture
def sheet(draft, status, department):
    """The form as a clerk fills it in."""
    return {
        "head-code": "8-1", "head-title": "골목 회의", "head-status": status.pk, "head-share": "100",
        "head-department": department.pk, "header-nature": "계속", "header-help": ["도움필요", "재정"],
        "indicators": "1", "i1-name": "골목 회의", "i1-metric": "개최 횟수", "i1-unit": "회",
        "i1-weight": "100",
        "i1-t-2026-0": "4", "i1-t-2026-3": "1", "i1-t-2026-4": "3", "i1-t-2027-0": "-",
        "i1-t-2028-0": "1,008",
        "budget-district-year-2027": "1,847.5", "budget-city-before-0": "3",
        "milestones": "1", "m1-title": "운영계획", "m1-first": "2026-4", "m1-last": "2027-1",
        "charges": "1", "c1-label": "자치행정과장", "passages": "1", "p1-section": "now", "p1-text": "○ 현황",
    }  # fmt: skip


def plan_of(pledge):
    told = pledge.indicators.get(no=1)
    targets = {(row.year, row.quarter): row.value for row in told.targets.all()}
    money = {(row.fund, row.span, row.year): row.amount for row in pledge.budget_lines.all()}
    return targets, money


def test_a_whole_plan_is_written_and_published_by_plain_forms(desk, draft, sheet):
    assert desk.press("desk-pledge", "save", **sheet).status_code == 302
    targets, money = plan_of(draft)
    assert targets == {(2026, 0): 4, (2026, 3): 1, (2026, 4): 3, (2027, 0): None, (2028, 0): 1008}
    assert money == {("district", "year", 2027): Decimal("1847.50"), ("city", "before", 0): 3}
    draft.refresh_from_db()
    assert draft.header == {"nature": "계속", "help": ["도움필요", "재정"]}
    step = draft.milestones.get()
    assert (step.starts_on.isoformat(), step.ends_on.isoformat()) == ("2026-10-01", "2027-03-31")
    page = desk.read()
    assert 'name="i1-t-2027-0" value="-"' in page
    assert 'value="1847.5"' in page
    # What was drawn is what would be saved again.
    assert desk.press("desk-pledge", "save", **sheet, **{"i1-was": "1", "p1-order": "1"}).status_code == 302
    assert plan_of(draft) == (targets, money)
    assert desk.press("desk-pledge", "publish").status_code == 302
    draft.refresh_from_db()
    assert draft.published_at == NOON
    page = desk.read()
    assert "i1-name" not in page
    assert reverse("desk-pledge-amendments", args=[draft.pk]) in page
    gone(desk.press("desk-pledge", "save", **sheet), "게시한 공약의 계획은 변경 절차로만 바꿀 수 있습니다.")


def test_adding_and_dropping_saves_nothing_and_keeps_what_was_typed(desk, draft, sheet):
    page = desk.press("desk-pledge", "add:i", **sheet).text
    assert 'id="i2" tabindex="-1" autofocus' in page
    assert 'name="i1-name" value="골목 회의"' in page
    two = sheet | {"indicators": "2", "i2-name": "둘째", "i2-unit": "건", "i2-t-2026-0": "열"}
    page = desk.press("desk-pledge", "drop:i:1", **two).text
    assert 'name="i1-name" value="둘째"' in page
    assert 'name="i1-t-2026-0" value="열"' in page
    for press in ("drop:i:9", "drop:i:x", "add:z", "drop:m:0", "drop:i:", "add:"):
        assert desk.press("desk-pledge", press, **sheet).text.count('name="i1-name"') == 1
    assert not draft.indicators.exists()


def test_more_parts_than_a_card_prints_are_not_drawn(desk, sheet):
    page = desk.press("desk-pledge", "add:i", **sheet | {"indicators": "999"}).text
    assert page.count('class="task-step" id="i') == 30
    for word in ("-1", "١", "12345", "하나"):
        assert 'id="i1"' not in desk.press("desk-pledge", "add:m", **sheet | {"indicators": word}).text


def test_what_cannot_be_read_is_said_beside_its_field(desk, draft, sheet):
    answer = desk.press("desk-pledge", "save", **sheet | {"i1-t-2026-0": "네 번", "i1-name": ""})
    refused(answer, 422, "고칠 곳이 있습니다.")
    assert 'value="네 번"' in answer.text
    assert answer.text.count('class="turnover-error"') == 2
    assert not draft.indicators.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"budget-district-year-2027": "-5"}, "0보다 작은 수는 적을 수 없습니다."),
        ({"i1-t-2026-0": "-1"}, "목표"),
    ],
)
def test_figures_below_nought_are_refused_with_what_was_typed(desk, draft, sheet, changed, sentence):
    answer = desk.press("desk-pledge", "save", **sheet | changed)
    refused(answer, 422, sentence)
    assert f'value="{next(iter(changed.values()))}"' in answer.text
    assert not draft.indicators.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"i1-weight": "99"}, "비중을 모두 더하면 100이어야 합니다. 지금은 99입니다."),
        ({"i1-t-2026-4": "2"}, "지표 1의 2026년 분기 목표를 더하면 3이고 한 해의 목표는 4입니다."),
    ],
)
def test_sums_that_are_not_whole_stop_at_the_publication(desk, draft, sheet, changed, sentence):
    assert desk.press("desk-pledge", "save", **sheet | changed).status_code == 302
    refused(desk.press("desk-pledge", "publish"), 422, sentence)
    draft.refresh_from_db()
    assert draft.published_at is None


def test_a_plan_that_is_saved_again_keeps_on_what_it_is_counted(desk, draft, sheet):
    desk.press("desk-pledge", "save", **sheet)
    indicator = draft.indicators.get()
    said = {"kind": "paper", "opening": "3", "opening_on": "2026-10-31", "evidence": "관리카드"}
    assert desk.press("desk-pledge-measures", "add", row=indicator.pk, **said).status_code == 302
    desk.press("desk-pledge", "save", **sheet, **{"i1-was": "1"})
    kept = Measure.objects.get(indicator__pledge=draft)
    assert (kept.kind, kept.opening, kept.evidence) == ("paper", 3, "관리카드")


def test_a_form_that_is_sent_twice_is_done_once(desk, draft, sheet):
    ref = str(uuid4())
    for _press in range(2):
        assert desk.press("desk-pledge", "save", ref=ref, **sheet).status_code == 302
    assert draft.indicators.count() == 1
    other = desk.press("desk-pledge", "save", ref=ref, **sheet | {"head-title": "다른 이름"})
    refused(other, 409, "같은 요청 번호(ref)로 다른 내용을 보냈습니다.")


def test_a_new_pledge_begins_with_its_name_and_leads_to_its_plan(
    visit, officer, reporter, ninth, form, statuses, rule, autonomy
):
    told = {
        "administration": ninth.pk,
        "code": "9-1",
        "title": "새 약속",
        "form": form.pk,
        "department": autonomy.pk,
    }
    assert visit(reporter).get(reverse("desk-pledge-new")).status_code == 404
    answer = Desk(visit(officer)).press("desk-pledge-new", "lay", **told)
    laid = Pledge.objects.get(code="9-1")
    assert answer.url == reverse("desk-pledge", args=[laid.pk])
    assert (laid.published_at, laid.status.meaning) == (None, "underway")
    again = Desk(visit(officer)).press("desk-pledge-new", "lay", **told | {"title": "또 하나"})
    assert again.status_code in {409, 422}
    assert 'value="또 하나"' in again.text
    # Its own department reads the draft and writes nothing in it.
    page = Desk(visit(reporter), laid.pk).read()
    assert "아직 게시하지 않은 초안입니다." in page
    gone(Desk(visit(reporter), laid.pk).press("desk-pledge", "publish"), "공약을 총괄하는 부서만")


def test_a_draft_is_thrown_away_by_its_keeper_alone_and_the_parts_go_first(
    visit, desk, draft, reporter, pledge, ninth, department
):
    part = pledge(code="8-1-1", administration=ninth, department=department, published=False, parent=draft)
    answer = desk.press("desk-pledge", "discard")
    refused(answer, 409, "나뉜 공약의 초안을 먼저 지워 주세요.")
    assert "<details open><summary>이 초안을 지웁니다" in answer.text
    assert Desk(visit(reporter), draft.pk).press("desk-pledge", "discard").status_code == 404
    for each in (Desk(desk.browser, part.pk), desk):
        answer = each.press("desk-pledge", "discard")
        assert (answer.status_code, answer.url) == (302, reverse("desk-pledges"))
    assert "초안을 지웠습니다." in told(answer)
    assert not Pledge.objects.exists()
    assert desk.press("desk-pledge", "publish").status_code == 404


def test_how_it_stands_is_said_anew(desk, draft, sheet, statuses):
    desk.press("desk-pledge", "save", **sheet)
    desk.press("desk-pledge", "publish")
    assert desk.press("desk-pledge", "restate", status=statuses["slow"].pk).status_code == 302
    draft.refresh_from_db()
    assert draft.status.code == "slow"
    assert desk.press("desk-pledge", "restate", status="999999").status_code == 422
    assert desk.press("desk-pledge", "burn").status_code == 404
