"""Journey J9 in a real browser: a pledge page that a citizen believes, and those who keep it true."""

import re
from csv import reader
from datetime import datetime
from io import BytesIO, StringIO
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from papers import hwpx
from tests.browser.conftest import DESK, TELEPHONE
from tests.browser.promising import (
    CODE,
    DEPARTMENT,
    EVENINGS,
    HEAD,
    HEARD,
    KEEPER,
    MEETINGS,
    OFFICER,
    SECRETARY,
    STEP,
    TITLE,
    Promise,
    lay_promise,
)
from tests.browser.walk import reach, shot, told_how_long

TODAY = datetime.now(ZoneInfo("Asia/Seoul")).date()
QUARTER = f"{TODAY.year}. {(TODAY.month + 2) // 3}/4"
LOOKS = 10_000
"""After so long a page that is looked at asks for its figures again."""
WINTER, PAPER = "겨울 책 권하는 저녁", "책방 운영일지 사진 두 장(시험용)"


@pytest.fixture(scope="session")
def promise(demo) -> Promise:
    return lay_promise(demo.url, demo.data)


@pytest.fixture
def walk(promise, visitor):
    """Everybody on a page of their own."""
    return lambda login, size=DESK: promise.seat(visitor(size), login)


def test_a_citizen_believes_a_pledge(promise, walk, visitor, capsys):
    with told_how_long(capsys, "J9, from the list to a figure that moves by itself"):
        citizen = visitor()
        a_citizen_finds_it_and_opens_how_a_figure_came_about(promise, citizen)
        officer = walk(OFFICER)
        a_figure_without_evidence_is_not_kept(promise, officer)
        with_evidence_everything_moves_at_once(promise, officer, citizen)
        a_meeting_that_ends_moves_the_open_page(promise, walk(SECRETARY), citizen)
        and_all_of_it_without_a_mouse(promise, visitor())


def test_a_promise_is_changed_closed_and_carried_home(promise, walk, visitor, capsys):
    with told_how_long(capsys, "J9, a change of target, a closing and the official form"):
        a_change_needs_its_reason_and_its_item(promise, walk(KEEPER), visitor(TELEPHONE))
        a_quarter_is_closed_by_the_head(promise, walk(OFFICER), walk(HEAD), visitor())
        the_official_form_is_carried_home(promise, visitor())


def row(page: Page, no: int):
    """That indicator on the public page."""
    return page.locator(f"#part-indicators tr[data-row='{no}']")


def moved(page: Page, no: int, actual: str) -> None:
    """The open page looks again, as it does while somebody reads, until the figure is there."""
    figure = row(page, no).locator(f"[data-figure='count-{no}']")
    for _look in range(20):
        with page.expect_response(re.compile("/figures/$")):
            page.clock.fast_forward(LOOKS)
        if figure.get_attribute("data-shown") == actual:
            break
    expect(figure).to_have_attribute("data-shown", actual)


# ── 1 ──


def a_citizen_finds_it_and_opens_how_a_figure_came_about(promise: Promise, page: Page) -> None:
    """From the list to the pledge, from a figure to its formula, from the formula to what was counted."""
    page.clock.install()
    page.goto("/pledges/overview/")
    page.get_by_label("부서").select_option(label=DEPARTMENT)
    page.get_by_role("button", name="고르기").click()
    line = page.locator("#pledges > li", has_text=TITLE)
    expect(page.locator("#pledges > li")).to_have_count(1)
    expect(line).to_contain_text(f"다음 {STEP}")
    expect(line).to_contain_text("/ 10백만 원")
    shot(page, "j9-1-overview-1280")
    line.get_by_role("link", name=TITLE).click()
    expect(page).to_have_url(re.compile(f"{promise.address}$"))
    row(page, 1).get_by_role("button", name=re.compile(f"{EVENINGS} 이행률")).click()
    formula = page.get_by_role("dialog", name=re.compile(EVENINGS))
    expect(formula).to_contain_text("÷ 10 × 100")
    shot(page, "j9-2-formula-1280")
    page.keyboard.press("Escape")
    expect(formula).to_be_hidden()
    row(page, 2).get_by_role("button", name=re.compile(f"{MEETINGS} 실적")).click()
    page.get_by_role("link", name=re.compile("근거 기록 1건 보기")).click()
    counted = page.locator("ol.log li")
    expect(counted).to_have_count(1)
    counted.get_by_role("link").click()
    expect(page.get_by_text(HEARD).first).to_be_visible()
    page.goto(promise.address)


# ── 2 ──


def enter(page: Page, evidence: str) -> None:
    """One evening of this month, with the step that it ends."""
    form = page.locator("form.pledge-entry")
    form.get_by_label("일자").fill(f"{TODAY.year}. {TODAY.month}. {TODAY.day}.")
    form.get_by_label("추진사항").fill(WINTER)
    form.get_by_label("확인지표").select_option(label=f"1. {EVENINGS} (회)")
    form.get_by_label("실적", exact=True).fill("2")
    form.get_by_label("증빙", exact=True).fill(evidence)
    more = form.locator("details:not([open]) > summary")
    if more.count():
        more.click()
    form.get_by_label("추진일정").select_option(label=STEP)
    form.get_by_role("button", name="실적 적기").click()


def a_figure_without_evidence_is_not_kept(promise: Promise, officer: Page) -> None:
    """Said beside the form, with what was typed still in it."""
    officer.goto(promise.desk("entries/"))
    enter(officer, "")
    expect(officer.get_by_role("alert").first).to_contain_text("증빙")
    expect(officer.get_by_label("추진사항")).to_have_value(WINTER)
    expect(officer.locator(".pledge-log")).not_to_contain_text(WINTER)
    shot(officer, "j9-3-no-evidence-1280")


def with_evidence_everything_moves_at_once(promise: Promise, officer: Page, citizen: Page) -> None:
    """Entered once: indicator, quarter, log and card tell the same, on a page that was open all the while."""
    before = 3 if promise.over else 0
    expect(row(citizen, 1).locator("[data-figure='count-1']")).to_have_attribute("data-shown", str(before))
    enter(officer, PAPER)
    expect(officer.locator(".pledge-log")).to_contain_text(WINTER)
    shot(officer, "j9-4-entered-1280")
    moved(citizen, 1, str(before + 2))
    expect(citizen.locator("#part-entries")).to_contain_text(WINTER)
    expect(citizen.locator("#live")).to_contain_text(f"{EVENINGS} 실적 {before + 2}, 앞서 {before}")
    # The table behind the chart, folded away: of the quarter that runs, two of ten.
    quarter = citizen.locator("#part-charts tr", has_text=QUARTER).first
    expect(quarter.locator("td")).to_have_text(["10", "2", "20.0"])
    cells = reader(StringIO(citizen.request.get(f"{promise.address}card/csv/").text()))
    assert {str(before + 2), f"{before + 2}0.0", WINTER} <= {line[-1] for line in cells}


# ── 3 ──


def a_meeting_that_ends_moves_the_open_page(promise: Promise, secretary: Page, citizen: Page) -> None:
    """The gavel falls in the hall; whoever reads the pledge sees one meeting more, and did nothing."""
    address = citizen.url
    secretary.goto(f"/meetings/{promise.meeting}/console/")
    secretary.locator("#acts").get_by_role("button", name="산회하기").click()
    secretary.get_by_role("dialog").get_by_role("button", name="산회하기").click()
    expect(secretary.get_by_role("heading", name="산회했습니다.")).to_be_visible()
    moved(citizen, 2, "2")
    expect(row(citizen, 2)).to_contain_text("50.0")
    assert citizen.url == address
    shot(citizen, "j9-5-moved-1280")


# ── 4 ──


def and_all_of_it_without_a_mouse(promise: Promise, page: Page) -> None:
    """A formula is opened and closed by keys, and the focus comes back to its figure."""
    page.goto(f"/pledges/{CODE}/")
    expect(page).to_have_url(re.compile(f"{promise.address}$"))
    figure = page.locator("#part-summary [data-figure='rate']")
    reach(page, figure)
    page.keyboard.press("Enter")
    formula = page.locator("#f-rate")
    expect(formula).to_be_visible()
    expect(formula).to_contain_text(EVENINGS)
    shot(page, "j9-6-keys-1280")
    page.keyboard.press("Escape")
    expect(formula).to_be_hidden()
    expect(figure).to_be_focused()
    reach(page, row(page, 2).locator("[data-figure='count-2']"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("link", name=re.compile("근거 기록 2건 보기")))
    page.keyboard.press("Enter")
    expect(page.locator("ol.log li")).to_have_count(2)


# ── 5 ──


def a_change_needs_its_reason_and_its_item(promise: Promise, keeper: Page, citizen: Page) -> None:
    """변경: why, before whom, from when; the plan of before stands beside it."""
    keeper.goto(promise.desk("amendments/"))
    new = keeper.locator("section[aria-labelledby=new]")
    new.get_by_label("변경하는 까닭").fill("저녁에 오시는 분이 늘어 두 번 더 엽니다(시험용).")
    for time in (0, (TODAY.month + 2) // 3):
        new.locator(f"[name='t-1-{promise.year}-{time}']").fill("12")
    new.get_by_role("button", name="변경안 만들기").click()
    ahead = keeper.locator("section[aria-labelledby=next]")
    expect(ahead.get_by_role("button", name="변경 시행하기")).to_have_count(0)
    item = ahead.get_by_label("안건").locator("option", has_text=HEARD)
    ahead.get_by_label("안건").select_option(value=item.get_attribute("value"))
    ahead.get_by_role("button", name="이 안건에 묶기").click()
    ahead.get_by_label("시행일").fill(TODAY.isoformat())
    shot(keeper, "j9-7-change-1280")
    ahead.get_by_role("button", name="변경 시행하기").click()
    expect(keeper.locator("section[aria-labelledby=amendment-1]")).to_contain_text("시행")
    citizen.goto(f"{promise.address}#amendments")
    change = citizen.locator("#amendment-1")
    for told in ("두 번 더 엽니다", HEARD, "10", "12"):
        expect(change).to_contain_text(told)
    expect(row(citizen, 1).locator(".target")).to_have_text("12")
    change.scroll_into_view_if_needed()
    shot(citizen, "j9-8-both-versions-390")


# ── 6 ──


def a_quarter_is_closed_by_the_head(promise: Promise, officer: Page, head: Page, citizen: Page) -> None:
    """Written and handed up by the officer, closed by the head; then nothing may be entered into it."""
    if promise.over is None:
        return  # in the first quarter of an administration none is over
    year, quarter = promise.over
    label = f"{year}. {quarter}/4"
    officer.goto(promise.desk("closings/"))
    officer.get_by_role("button", name=f"마감 쓰기 {label}").click()
    words = officer.get_by_role("textbox", name="추진상황")
    words.fill("책 권하는 저녁을 세 번 열었습니다(시험용).")
    officer.get_by_role("button", name="저장").click()
    expect(words).to_have_value(re.compile("세 번"))
    officer.get_by_role("button", name="결재 올리기").click()
    expect(officer.get_by_text("결재 중: 부서장")).to_be_visible()
    head.goto("/desk/pledges/approvals/")
    head.get_by_role("link", name=f"{CODE} {TITLE}").click()
    expect(head.get_by_role("button", name="결재하기")).to_be_visible()
    shot(head, "j9-9-approval-1280")
    head.get_by_role("button", name="결재하기").click()
    expect(head.get_by_text("마감한 수는 그대로 두고")).to_be_visible()
    citizen.goto(f"{promise.address}#closings")
    expect(citizen.locator("#closings")).to_contain_text("세 번 열었습니다")
    nothing_more_is_entered_into_it(promise, officer, f"{year}. {quarter * 3}. 10.")


def nothing_more_is_entered_into_it(promise: Promise, officer: Page, when: str) -> None:
    """What was forgotten until then is told as what it is: too late for that quarter."""
    officer.goto(promise.desk("entries/"))
    form = officer.locator("form.pledge-entry")
    form.get_by_label("일자").fill(when)
    form.get_by_label("추진사항").fill("늦게 적는 일")
    form.get_by_role("button", name="실적 적기").click()
    expect(officer.get_by_role("alert").first).to_contain_text("마감")


# ── 7 ──


def the_official_form_is_carried_home(promise: Promise, page: Page) -> None:
    """HWPX, PDF, xlsx and CSV, each opened again."""
    page.goto(promise.address)
    doors = page.locator(".ledger-doors")
    with page.expect_download() as loaded:
        doors.get_by_role("link", name=re.compile("^HWPX")).click()
    assert loaded.value.suggested_filename.endswith(".hwpx")
    files = {
        kind: page.request.get(f"{promise.address}card/{kind}/").body()
        for kind in ("hwpx", "pdf", "xlsx", "csv")
    }
    assert hwpx.check(files["hwpx"]) == []
    read = "".join(leaf.extract_text() for leaf in PdfReader(BytesIO(files["pdf"])).pages)
    assert TITLE in read
    cells = [
        str(cell.value)
        for sheet in load_workbook(BytesIO(files["xlsx"]), read_only=True)
        for line in sheet.iter_rows()
        for cell in line
    ]
    assert any(EVENINGS in cell for cell in cells)
    assert files["csv"].startswith(b"\xef\xbb\xbf")
    assert EVENINGS in files["csv"].decode("utf-8-sig")
    old = page.request.get(f"{promise.address}card/csv/?enc=cp949").body()
    assert EVENINGS in old.decode("cp949")
    page.goto(f"{promise.address}card/")
    expect(page.get_by_text(EVENINGS).first).to_be_visible()
    shot(page, "j9-10-card-1280")
