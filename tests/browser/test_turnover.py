"""Journey J7 in a real browser: a council is turned over, from the renewals to a seat that changes hands."""

import re
from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from papers import hwpx
from tests.browser.conftest import DESK, TELEPHONE
from tests.browser.turning import (
    ADMIN,
    CLERK,
    HELD_POST,
    NEW_HAND,
    RESIDENT,
    SOON,
    STAYS,
    TWICE_SEATED,
    Council,
    lay_council,
)
from tests.browser.walk import DAY, press, reach, shot, told_how_long

MOTIVE = "골목에서 열다섯 해 장사를 했습니다. 걷기 좋은 길을 함께 찾겠습니다."
TODAY = datetime.now(ZoneInfo("Asia/Seoul")).date()


@pytest.fixture(scope="session")
def council(demo) -> Council:
    return lay_council(demo.url, demo.data)


@pytest.fixture
def walk(council, visitor):
    """Everybody on a page of their own."""
    return lambda login, size=DESK: council.seat(visitor(size), login)


def test_a_council_is_turned_over_on_one_page(council, walk, visitor, capsys):
    with told_how_long(capsys, "J7, from the renewals to the history of a seat"):
        clerk = walk(CLERK)
        who_may_stay_is_known_ninety_days_before(council, clerk)
        members_are_asked_and_the_call_is_opened(council, clerk)
        members_say_whether_they_stay(council, clerk, walk(STAYS, TELEPHONE))
        a_resident_applies_on_a_telephone(council, walk(RESIDENT, TELEPHONE))
        one_too_many_of_a_sex_is_refused(council, clerk)
        name = the_rest_goes_by_keyboard_alone(council, clerk)
        certificates_come_in_one_file(clerk)
        officers_are_chosen(council, clerk)
        a_member_leaves_and_is_followed(council, clerk, visitor())
        a_post_passes_on_with_its_seat(council, walk(ADMIN), visitor())
        everything_is_remembered(council, visitor(), walk(RESIDENT, TELEPHONE), name)


def desk(council: Council, anchor: str = "") -> str:
    return f"/desk/turnover/{council.call}/{anchor}"


def part(page: Page, name: str):
    """One of the ten sections of the page."""
    return page.locator(f"#{name}")


def who_may_stay_is_known_ninety_days_before(council: Council, clerk: Page) -> None:
    """The plan is drawn up at the desk; three may stay, two may not, and both their terms are shown."""
    clerk.goto("/desk/turnover/")
    clerk.get_by_label("기구").select_option(label=SOON)
    clerk.get_by_label("제목").fill("제3기 걷기협의회 위원 위촉")
    clerk.get_by_label("위촉할 자리").fill("5")
    clerk.get_by_label("위촉일").fill((TODAY + timedelta(days=91)).isoformat())
    clerk.get_by_role("button", name="계획 세우기").click()
    rows = part(clerk, "renewals").locator("tbody tr")
    expect(rows).to_have_count(5)
    expect(rows.filter(has_text="할 수 있음")).to_have_count(3)
    refused = rows.filter(has_text="할 수 없음")
    expect(refused).to_have_count(2)
    expect(refused.first).to_contain_text("이어서 맡은 임기:")
    assert len(re.findall(DAY, refused.first.inner_text())) >= 5  # its end, and two terms of two days each
    shot(clerk, "j7-1-ninety-days-1280")


def members_are_asked_and_the_call_is_opened(council: Council, clerk: Page) -> None:
    """Whoever may stay is asked, and residents are called."""
    clerk.goto(desk(council))
    clerk.get_by_role("button", name="연임 의사 묻기").click()
    expect(part(clerk, "renewals").get_by_text("연임 의사를 물음")).to_have_count(13)
    clerk.get_by_role("button", name="공고하기").click()
    expect(part(clerk, "call")).to_contain_text("공고했습니다")


def members_say_whether_they_stay(council: Council, clerk: Page, member: Page) -> None:
    """One on the page, on a telephone; of two others the clerk writes down what they said by telephone."""
    member.goto("/me/seats/")
    member.get_by_role("link", name=re.compile("답하기 ?: 관악구 마을협의회")).click()
    member.get_by_label("이어서 맡겠습니다").check()
    member.get_by_role("button", name="뜻 알리기").click()
    expect(member.get_by_text("이어서 맡아 주시겠다는 뜻을 받았습니다.")).to_be_visible()
    shot(member, "j7-2-stays-390")
    clerk.goto(desk(council))
    for said in ("연임", "사양"):
        part(clerk, "renewals").get_by_role("button", name=re.compile(f"전화: {said}")).first.click()
    expect(part(clerk, "renewals").get_by_text("연임 의사를 물음")).to_have_count(10)
    shot(clerk, "j7-3-renewals-1280")


def a_resident_applies_on_a_telephone(council: Council, page: Page) -> None:
    """From the list of calls to the receipt."""
    page.goto("/calls/")
    page.get_by_role("link", name="제3기 마을협의회 위원 위촉").click()
    shot(page, "j7-4-call-390")
    page.get_by_role("link", name="지원하기").click()
    page.get_by_label("지원 동기").fill(MOTIVE)
    page.get_by_label("여", exact=True).check()
    page.get_by_label(re.compile("1지망|1순위")).select_option(label="돌봄 분과")
    page.get_by_role("checkbox", name=re.compile("동의")).check()
    shot(page, "j7-5-apply-390")
    page.get_by_role("button", name="지원하기").click()
    expect(page.get_by_text("지원을 접수했습니다.")).to_be_visible()
    shot(page, "j7-6-received-390")


def one_too_many_of_a_sex_is_refused(council: Council, clerk: Page) -> None:
    """The gauge moves with each tick, turns at seventeen, and so does the decision."""
    somebody_of_two_bodies_is_named(council, clerk)
    narrowed(clerk, "남")
    clerk.get_by_label("모두 고르기").check()
    gauge = clerk.locator("[data-gauge]")
    expect(gauge.locator("[data-count=m]")).to_have_text("18")
    expect(gauge.locator("[data-verdict]")).to_have_text("넘음")
    expect(gauge.locator(".turnover-gauge")).to_have_class(re.compile("is-over"))
    shot(clerk, "j7-7-over-1280")
    bulk(clerk, "선정")
    clerk.get_by_role("button", name="선정 확정하고 알리기").click()
    expect(part(clerk, "decide").get_by_role("alert")).to_contain_text("공고한 모집이 끝난 뒤에")
    council.close()
    clerk.get_by_role("button", name="선정 확정하고 알리기").click()
    expect(part(clerk, "decide").get_by_role("alert")).to_contain_text("한 성별은 16명까지입니다")
    shot(clerk, "j7-8-refused-1280")
    two_wait_and_the_women_are_chosen(clerk)


def somebody_of_two_bodies_is_named(council: Council, clerk: Page) -> None:
    """On paper, by the address of an account: a third body, of which the desk warns."""
    clerk.goto(desk(council))
    clerk.get_by_text("서면 접수·추천 적기").click()
    paper = part(clerk, "call")
    paper.get_by_label("접수 경로").select_option(label="추천")
    paper.get_by_label("이름", exact=True).fill("겸임추천")
    paper.get_by_label("계정의 이메일").fill(f"{TWICE_SEATED}@gwanak.example")
    paper.get_by_label("성별").select_option(label="여")
    paper.get_by_role("button", name="접수").click()
    expect(part(clerk, "applicants")).to_contain_text("겸임추천")


def two_wait_and_the_women_are_chosen(clerk: Page) -> None:
    """Two men are kept in reserve; of the women all but one on paper, and the resident is left for later."""
    gauge = clerk.locator("[data-gauge]")
    narrowed(clerk, "남")
    for name in ("남지원16", "남지원17"):
        clerk.get_by_label(f"{name} 고르기").check()
    bulk(clerk, "예비")
    expect(gauge.locator("[data-count=m]")).to_have_text("16")
    narrowed(clerk, "여")
    clerk.get_by_label("모두 고르기").check()
    clerk.get_by_label("여지원26 고르기").uncheck()
    part(clerk, "applicants").locator("tr", has_text="공개모집").get_by_role("checkbox").uncheck()
    bulk(clerk, "선정")
    expect(gauge.locator("[data-count=f]")).to_have_text("10")
    expect(clerk.locator(".turnover-spread")).to_contain_text("3개 이상 기구 겸임 1명")


def narrowed(clerk: Page, gender: str) -> None:
    """Only those of one sex are listed."""
    clerk.get_by_role("form", name="지원자 좁히기").get_by_label("성별").select_option(label=gender)
    clerk.get_by_role("button", name="보기", exact=True).click()
    clerk.wait_for_url(re.compile("gender="))


def bulk(clerk: Page, state: str) -> None:
    """All that are ticked at once."""
    part(clerk, "applicants").locator(".turnover-bulk").get_by_role("button", name=state, exact=True).click()
    expect(part(clerk, "applicants").get_by_role("checkbox", checked=True)).to_have_count(0)


def the_rest_goes_by_keyboard_alone(council: Council, clerk: Page) -> str:
    """Sixteen and eleven are 59.3 %; parts, decision and appointment, each with Tab and Enter."""
    clerk.goto(desk(council, "?origin=open#applicants"))
    row = part(clerk, "applicants").locator("tbody tr").first
    name = row.locator(".turnover-name a").inner_text()
    press(clerk, re.compile(rf"^선정\s*{name}$"))
    expect(row.locator(".turnover-state")).to_have_text("선정")
    gauge = clerk.locator("[data-gauge]")
    expect(gauge.locator("[data-share]")).to_have_text("59.3 %")
    expect(gauge.locator("[data-count=m]")).to_have_text("16")
    expect(gauge.locator("[data-count=f]")).to_have_text("11")
    expect(gauge.locator("[data-verdict]")).to_have_text("지킴")
    gauge.scroll_into_view_if_needed()
    shot(clerk, "j7-9-gauge-1280")
    for step, deed in (
        ("분과 배정", "희망과 균형으로 배정하기"),
        ("선정 확정", "선정 확정하고 알리기"),
        ("위촉", "27명 한꺼번에 위촉하기"),
    ):
        clerk.goto(desk(council))
        reach(
            clerk, clerk.locator(".turnover-steps").get_by_role("link", name=re.compile(rf"{step}( 마침)?$"))
        )
        clerk.keyboard.press("Enter")
        press(clerk, deed)
        expect(clerk.get_by_role("button", name=deed)).to_have_count(0)
        if step == "분과 배정":
            expect(part(clerk, "parts").locator(".turnover-part")).to_have_count(3)
            part(clerk, "parts").scroll_into_view_if_needed()
            shot(clerk, "j7-10-parts-1280")
    expect(part(clerk, "appoint")).to_contain_text("27명을 위촉했습니다")
    shot(clerk, "j7-11-appointed-1280")
    return name


def certificates_come_in_one_file(clerk: Page) -> None:
    """One press, one file: twenty-seven papers, numbered, that a stranger's program opens."""
    files = {}
    for form in ("HWPX", "PDF"):
        with clerk.expect_download() as told:
            part(clerk, "certificates").get_by_role("button", name=f"위촉장 27장 {form}").click()
        files[form] = told.value.path().read_bytes()
    assert hwpx.check(files["HWPX"]) == []
    words = hwpx.read(files["HWPX"])
    pages = PdfReader(BytesIO(files["PDF"])).pages
    assert len(pages) == 27
    for text in (words, "".join(page.extract_text() for page in pages)):
        flat = re.sub(r"\s", "", text)
        assert flat.count("위촉장") >= 27
        assert all(f"제{TODAY.year}-{n}호" in flat for n in (1, 27))


def officers_are_chosen(council: Council, clerk: Page) -> None:
    """The ceremony is drafted here; in it one is chosen without objection, another by counted hands."""
    clerk.goto(desk(council))
    form = part(clerk, "ceremony")
    soon = clerk.evaluate("() => new Date(Date.now() + 20 * 60e3 + 9 * 3600e3).toISOString().slice(0, 16)")
    form.get_by_label("여는 때").fill(soon)
    form.get_by_label("곳", exact=True).fill("구청 8층 대강당")
    form.get_by_role("button", name="초안 만들기").click()
    expect(part(clerk, "ceremony").locator(".turnover-list li")).to_contain_text("초안")
    present = council.gather()["present"]
    clerk.goto(desk(council))
    expect(part(clerk, "ceremony").locator(".turnover-list li")).to_contain_text("게시함")
    elect(clerk, "위원장", "공동위원장", "이의 없음")
    elect(clerk, "부위원장", "", "거수", {"찬성": 8, "반대": 9, "기권": 3})
    expect(part(clerk, "officers").get_by_role("alert")).to_contain_text(f"출석 {present}명의 과반수")
    clerk.get_by_label("찬성").fill("15")
    clerk.get_by_label("반대").fill("6")
    part(clerk, "officers").get_by_role("button", name="정하기").click()
    expect(part(clerk, "officers").locator(".turnover-list li", has_text="부위원장")).to_have_count(1)
    shot(clerk, "j7-12-officers-1280")


def elect(clerk: Page, kind: str, title: str, method: str, hands: dict | None = None) -> None:
    """As the minutes will say it."""
    form = part(clerk, "officers")
    if not form.get_by_label("부르는 이름").is_visible():
        form.get_by_text("임원 정하기").click()
    form.get_by_label("직", exact=True).select_option(label=kind)
    form.get_by_label("부르는 이름").fill(title)
    form.get_by_label("위원", exact=True).select_option(index=1 if title else 2)
    form.get_by_label("맡은 날").fill(TODAY.isoformat())
    form.get_by_label("뽑은 방법").select_option(label=method)
    form.get_by_label("뽑은 회의").select_option(index=1)
    for label, n in (hands or {}).items():
        form.get_by_label(label).fill(str(n))
    form.get_by_role("button", name="정하기").click()
    if not hands:
        expect(part(clerk, "officers").locator(".turnover-list li", has_text=title)).to_have_count(2)


def sitting(page: Page, council: Council, n: int) -> None:
    """재적, as everybody reads it."""
    page.goto(f"/bodies/{council.body}/")
    expect(page.locator(".legend li", has_text="재적")).to_contain_text(f"재적 {n}")


def a_member_leaves_and_is_followed(council: Council, clerk: Page, reader: Page) -> None:
    """해촉 on a ground, with words; the body counts one less until somebody has the rest of the term."""
    sitting(reader, council, 36)
    shot(reader, "j7-13-thirty-six-1280")
    clerk.goto("/desk/membership/?q=남지원05")
    clerk.get_by_role("link", name="남지원05").first.click()
    clerk.get_by_label("마지막 날").fill((TODAY - timedelta(days=1)).isoformat())
    clerk.get_by_label("직무태만").check()
    clerk.get_by_role("button", name="끝내기").click()
    expect(clerk.get_by_text("이 사유로 해촉할 때에는 경위를 적어 주세요.")).to_be_visible()
    clerk.get_by_label("해촉 경위").fill("세 번 이어서 알리지 않고 나오지 않았습니다.")
    clerk.get_by_role("button", name="끝내기").click()
    expect(clerk.get_by_text("위촉을 끝냈습니다.")).to_be_visible()
    shot(clerk, "j7-14-dismissed-1280")
    sitting(reader, council, 35)
    expect(reader.locator(".legend li", has_text="공석")).to_contain_text("1")
    shot(reader, "j7-15-vacant-1280")
    the_rest_of_the_term_is_given(clerk)
    sitting(reader, council, 36)


def the_rest_of_the_term_is_given(clerk: Page) -> None:
    """To somebody without an account, in the same seat."""
    clerk.goto("/desk/membership/new/")
    left = clerk.get_by_label("전임").locator("option", has_text="남지원05 (관악구")
    seat = re.search(r"\((.+)\)$", left.inner_text())[1]
    clerk.get_by_label("위원석").select_option(label=seat)
    clerk.get_by_label("공개하는 이름").fill("보궐위원")
    clerk.get_by_label("위촉일").fill(TODAY.isoformat())
    clerk.get_by_label("성별").select_option(label="남")
    clerk.get_by_label("전임").select_option(label=left.inner_text())
    clerk.get_by_label("공개하는 이름").press("Enter")  # the calendar lies over the button
    expect(clerk.locator(".messages")).to_be_visible()


def a_post_passes_on_with_its_seat(council: Council, admin: Page, reader: Page) -> None:
    """One order, and whoever holds the post from today sits in its seat; nobody is appointed."""
    admin.goto("/desk/transfers/")
    admin.get_by_label("발령 번호").fill("관악구 인사발령 제7호")
    admin.get_by_label("발령일").fill(TODAY.isoformat())
    admin.get_by_label(f"{HELD_POST} 새로 맡을 분의 이메일", exact=True).fill(f"{NEW_HAND}@gwanak.example")
    admin.get_by_role("button", name="발령 기록하기").click()
    row = admin.locator("tr", has=admin.get_by_role("rowheader", name=HELD_POST, exact=True))
    expect(row).to_contain_text(f"{NEW_HAND}@gwanak.example")
    shot(admin, "j7-16-transferred-1280")
    sitting(reader, council, 36)


def everything_is_remembered(council: Council, reader: Page, member: Page, name: str) -> None:
    """The history of each seat, the member's own page, and what everybody reads of a member."""
    reader.goto(f"/bodies/reports/history/?body={council.body}")
    table = reader.get_by_role("table").first
    expect(table.get_by_role("row", name=re.compile("남지원05"))).to_contain_text("임기 중 종료")
    after = table.get_by_role("row", name=re.compile("보궐위원"))
    expect(after).to_contain_text("보궐")
    end = (TODAY - timedelta(days=2)).replace(year=TODAY.year + 2) - timedelta(days=1)
    expect(after).to_contain_text(f"{end.year}. {end.month}. {end.day}.")
    shot(reader, "j7-17-history-1280")
    member.goto("/me/seats/")
    expect(member.locator(".seat-cards li").first).to_contain_text("관악구 마을협의회")
    shot(member, "j7-18-my-seats-390")
