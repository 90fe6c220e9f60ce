"""The desk of pledges: who finds which page there, and what the board says of this quarter and the last."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pledges.desk import Quarter, last_two, left_in_words, times_of, working_days_left
from pledges.models import CardForm, PledgeRule, Status
from pledges.views.desk_base import ApprovalsMenuItem, PledgesMenuItem
from tests.cast import NOON, in_office
from tests.pledges.acts import closed, sent

pytestmark = pytest.mark.django_db
TABS = ("", "-entries", "-spending", "-measures", "-amendments", "-closings")


@pytest.fixture(autouse=True)
def noon(monkeypatch, settings, home):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    settings.PACE_PERSON = settings.PACE_ADDRESS = "1000000/60"


@pytest.fixture
def carried_on(pledge, ninth, autonomy):
    """6-2 of today's administration, kept by 자치행정과."""
    return pledge(
        code="6-2", administration=ninth, department=autonomy,
        indicators=[{"name": "공론장", "weight": 100}], budget={2027: 100},
    )  # fmt: skip


def words_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_every_tab_opens_for_those_who_keep_report_direct_or_audit(
    visit, carried_on, autonomy, officer, reporter, auditor, resident, administrator
):
    director = in_office("bureau", "director", "자치국장", autonomy)
    stranger = in_office("library", "officer", "도서관과 담당")
    for name in TABS:
        address = reverse(f"desk-pledge{name}", args=[carried_on.pk])
        for person in (officer, reporter, director, auditor):
            answer = visit(person).get(address)
            assert answer.status_code == 200, (name, person)
            assert carried_on.title in answer.text
        assert [visit(person).get(address).status_code for person in (resident, administrator, stranger)] == [
            403, 404, 404,
        ]  # fmt: skip


def test_whoever_only_audits_finds_no_button(visit, carried_on, auditor):
    for name in TABS:
        page = visit(auditor).get(reverse(f"desk-pledge{name}", args=[carried_on.pk])).text
        assert 'name="do"' not in page
    assert (
        visit(auditor).post(reverse("desk-pledge-entries", args=[carried_on.pk]), {"do": "add"}).status_code
        == 422
    )


def test_the_menu_is_there_for_whom_the_page_opens(
    rf, carried_on, officer, reporter, auditor, resident, head
):
    def shown(item, person):
        request = rf.get("/")
        request.user = person
        return item.is_shown(request)

    assert [shown(PledgesMenuItem(), each) for each in (officer, reporter, auditor, resident)] == [
        True, True, True, False,
    ]  # fmt: skip
    assert [shown(ApprovalsMenuItem(), each) for each in (head, officer, resident)] == [True, False, False]


def test_quarters_stay_within_the_administration(eighth, ninth):
    assert [each.code for each in last_two(ninth, date(2026, 11, 24))] == ["2026-4", "2026-3"]
    assert [each.code for each in last_two(ninth, date(2026, 7, 2))] == ["2026-3"]
    assert [each.code for each in last_two(eighth, date(2026, 11, 24))] == ["2026-2", "2026-1"]
    told = [each.label for each in times_of(eighth, date(2023, 2, 1))]
    assert told == ["2023년", "2023. 1/4", "2022년", "2022. 4/4", "2022. 3/4"]
    assert Quarter(2026, 4).next == Quarter(2027, 1)
    assert Quarter(2027, 1).before == Quarter(2026, 4)
    assert (Quarter(2026, 0).starts_on, Quarter(2026, 0).ends_on) == (date(2026, 1, 1), date(2026, 12, 31))


def test_days_to_and_over_the_due_day_are_working_days(db):
    friday = date(2026, 11, 20)
    monday = friday + timedelta(days=3)
    assert [working_days_left(monday, friday), working_days_left(friday, friday)] == [1, 0]
    assert working_days_left(friday, monday) == -1
    assert [left_in_words(n) for n in (1, 0, -1)] == ["업무일 1일 남음", "오늘까지", "업무일 1일 지남"]


def test_the_board_says_who_has_not_reported_and_how_late(visit, carried_on, officer, reporter, autonomy):
    board = reverse("desk-pledges")
    page = words_of(visit(officer).get(board))
    assert "2026. 3/4 마감 2026. 10. 16.(금)까지" in page
    assert "6-2 공약 6-2 자치행정과" in page
    assert "안 냄 업무일 27일 지남" in page
    assert "2026. 4/4 분기 중" in page
    closing = sent(carried_on, reporter)
    assert "결재 중: 부서장" in words_of(visit(officer).get(board))
    head = in_office("unit", "head", "자치행정과장", autonomy)
    assert reverse("desk-pledge-approvals") in visit(head).get(board).text
    assert closing.label in visit(head).get(reverse("desk-pledge-approvals")).text


def test_the_board_is_narrowed_to_what_is_owed(
    visit, carried_on, pledge, ninth, audit, officer, reporter, autonomy
):
    other = pledge(code="6-3", administration=ninth, department=audit)
    closed(carried_on, reporter, in_office("unit", "head", "자치행정과장", autonomy))
    browser, board = visit(officer), reverse("desk-pledges")

    def listed(query):
        page = browser.get(board + query).text
        return [each.title for each in (carried_on, other) if each.title in page]

    assert listed("") == [carried_on.title, other.title]
    assert listed("?show=owed") == listed("?show=late") == [other.title]
    assert listed(f"?department={audit.pk}") == [other.title]
    assert listed("?department=nowhere&show=never") == [carried_on.title, other.title]


def test_an_administration_that_is_over_is_chosen_and_counted_to_its_end(
    visit, six_one, carried_on, eighth, officer
):
    page = words_of(visit(officer).get(f"{reverse('desk-pledges')}?administration={eighth.pk}"))
    assert "2026. 6. 30.(화) 기준" in page
    assert "24.9 %" in page
    assert "35.5 14 39.4 %" in page
    assert carried_on.title not in page


def test_a_department_sees_its_own_and_the_keeper_all(
    visit, carried_on, pledge, ninth, audit, officer, reporter
):
    other = pledge(code="6-3", administration=ninth, department=audit)
    board = reverse("desk-pledges")
    assert other.title not in visit(reporter).get(board).text
    assert other.title in visit(officer).get(board).text
    assert reverse("desk-pledge-new") not in visit(reporter).get(board).text


def test_the_board_asks_as_often_for_thirty_as_for_three(visit, pledge, ninth, officer):
    browser, board = visit(officer), reverse("desk-pledges")

    def asked():
        browser.get(board)
        with CaptureQueriesContext(connection) as told:
            browser.get(board)
        from collections import Counter

        print(Counter(q["sql"][:700] for q in told).most_common(3))
        return len(told)

    for n in range(3):
        pledge(code=f"1-{n}", administration=ninth, indicators=[{"weight": 100}], budget={2027: 1})
    few = asked()
    for n in range(3, 30):
        pledge(code=f"1-{n}", administration=ninth, indicators=[{"weight": 100}], budget={2027: 1})
    assert asked() == few


def test_the_administrator_keeps_the_rows_and_nobody_else(
    visit, administrator, auditor, officer, rule, department
):
    add = reverse("pledgerule:add")
    assert visit(officer).get(add).status_code == 302
    told = {
        "valid_from": "2027-01-01",
        "keeper": department.pk,
        "report_working_days": 5,
        "source": "개정 규칙",
    }
    assert visit(administrator).post(add, told).status_code == 302
    assert PledgeRule.objects.get(valid_from=date(2027, 1, 1)).report_working_days == 5
    index = reverse("pledgerule:index")
    assert "개정 규칙" in visit(auditor).get(index).text
    assert visit(auditor).get(add).status_code == 302


def test_a_form_that_could_not_be_printed_is_not_kept(visit, administrator, form):
    told = {
        "code": "other",
        "name": "다른 서식",
        "valid_from": "2027-01-01",
        "source": "규칙",
        "layout": '{"head": 3}',
    }
    add = reverse("pledge-card-forms:add")
    answer = visit(administrator).post(add, told)
    assert answer.status_code == 200
    assert "서식의" in answer.text
    assert not CardForm.objects.filter(code="other").exists()


def test_a_rule_under_which_a_quarter_was_closed_is_kept(
    visit, administrator, rule, carried_on, reporter, autonomy
):
    edit = reverse("pledgerule:edit", args=[rule.pk])
    assert visit(administrator).get(edit).status_code == 200
    closed(carried_on, reporter, in_office("unit", "head", "자치행정과장", autonomy))
    assert visit(administrator).get(edit).status_code == 302


def test_a_form_of_a_published_pledge_is_kept_and_its_statuses_are_named(
    visit, administrator, carried_on, status
):
    assert (
        visit(administrator).get(reverse("pledge-card-forms:edit", args=[carried_on.form_id])).status_code
        == 302
    )
    page = visit(administrator).get(reverse("pledge-statuses:index")).text
    assert Status.objects.get(pk=status.pk).label in page
