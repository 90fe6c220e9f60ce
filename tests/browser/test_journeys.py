"""Journeys J1 and J3 in real browsers, from the first press to the last screen."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import journey
from tests.browser.conftest import PATIENCE, TELEPHONE
from tests.browser.journey import ACCEPTED, ASKED, BENCH, LAMP, REFERENCE, SUBWAY, WALKERS, Road
from tests.browser.test_live import SENTENCE, comment, say
from tests.browser.walk import (
    DAY,
    Walk,
    approve,
    fill,
    inbox_row,
    open_row,
    press,
    reach,
    shot,
    told_how_long,
)

TITLE = "굴참나무길 오르막에 손잡이와 긴 의자를 놓아 주세요"
BODY = "장을 보고 오르는 길에 쉴 곳이 없습니다.\n벽에 붙은 접이식 의자 두 개와 손잡이면 됩니다."
ANSWER = "물새가 쉬는 아래쪽은 어둡게 두고, 계단에만 낮은 등을 답니다. 찬성과 걱정을 모두 읽었습니다."
REVIEW = "같은 곳에 내년 봄 보행로 공사가 잡혀 있어 따로 채택하지는 않습니다."
REASON = "보행로 공사에 손잡이가 이미 들어 있습니다."
REVIEWED = "5명이 공감했습니다. 부서검토를 시작합니다."
AGAIN = "공사에는 긴 의자가 없습니다. 쉬는 자리만이라도 다시 살펴 주세요."


@pytest.fixture
def walk(road, visitor) -> Walk:
    return Walk(road, visitor)


# ── J1 ──


def test_the_hundredth_voice_is_answered_by_the_mayor_and_everybody_is_told(walk, capsys):
    with told_how_long(capsys, "J1, from the telephone to the auditor"):
        ann, ben = walk.of(WALKERS[0], TELEPHONE), walk.of(WALKERS[1])
        the_latch_closes(walk.road, ann, ben)
        the_mayor_answers(walk)
        everybody_is_told_and_one_stops(walk, ann, ben)
        what_is_hidden_reopens_nothing(walk, ann, ben)


def the_latch_closes(road: Road, ann: Page, ben: Page) -> None:
    """She sends on her telephone; the neighbour sees it live; the gauge turns and it is said aloud."""
    for page in (ann, ben):
        page.goto(road.question)
        expect(page.locator(".gauge-rule").first).to_have_text("댓글 99명 / 100명 → 구청장 답변")
        expect(page.locator(".gauge-comments").first).to_contain_text("99개")
    shot(ann, "j1-1-ninety-nine-390")
    ben.get_by_role("button", name="소식 받기").click()
    expect(ben.locator(".keep-up")).to_contain_text("소식을 알려 드립니다.")
    expect(ben.locator("#presence")).to_contain_text("2명", timeout=PATIENCE)
    say(ann, "계단 아래는 물새가 잡니다. 발밑만 밝혀 주세요.")
    expect(comment(ann, "발밑만 밝혀")).to_have_count(1)
    expect(ben.locator("#live")).to_contain_text(SENTENCE, timeout=PATIENCE)
    for page in (ann, ben):
        expect(page.locator("[data-voices]").first).to_have_text("100", timeout=PATIENCE)
        expect(page.locator("#latch-place")).to_contain_text(SENTENCE)
        expect(page.locator("[data-answer-due]").first).to_have_text(re.compile(DAY))
    ben.locator("#pill").click()
    expect(comment(ben, "발밑만 밝혀")).to_be_focused()
    shot(ann, "j1-2-called-390")
    say(ann, "한 번 더 씁니다. 여러 번 써도 한 사람입니다.")
    expect(ben.locator("[data-comments]").first).to_have_text("101", timeout=PATIENCE)
    expect(ben.locator("[data-voices]").first).to_have_text("100")


def the_mayor_answers(walk: Walk) -> None:
    """In working days: the department drafts, head and director approve, the mayor publishes."""
    adviser, officer = walk.of("adviser"), walk.of("officer")
    for page in (adviser, officer):
        line = inbox_row(page, ASKED, "구청장 답변")
        expect(line).to_contain_text("치수과")
        expect(line).to_contain_text(re.compile(DAY + r".*업무일 15일 남음", re.DOTALL))
    shot(officer, "j1-3-inbox-1280")
    open_row(officer, ASKED, "구청장 답변")
    officer.get_by_role("button", name="이 일 맡기").click()
    officer.get_by_label("답변", exact=True).fill(ANSWER)
    officer.get_by_role("button", name="결재 올리기").click()
    expect(officer.get_by_role("button", name="결재 올리기")).to_have_count(0)
    for login in ("head", "director", "mayor"):
        approve(page := walk.of(login), ASKED, "구청장 답변", ANSWER)
        shot(page, f"j1-4-{login}-1280")
    reader = walk.visitor(TELEPHONE)
    reader.goto(walk.road.question)
    expect(reader.locator("#answer-mayor")).to_contain_text(ANSWER.partition(".")[0])
    expect(reader.locator("#course")).to_contain_text("구청장")
    shot(reader, "j1-5-answered-390")


def everybody_is_told_and_one_stops(walk: Walk, ann: Page, ben: Page) -> None:
    """All who spoke and all who follow hear of it once; one press in the mail ends it."""
    walk.road.let_minutes_pass()
    for page in (ann, ben):
        page.goto("/me/letters/")
        expect(page.get_by_role("link", name=f"구청장이 답변했습니다: {ASKED}")).to_have_count(1)
    shot(ann, "j1-6-letters-390")
    ann.get_by_role("link", name=f"구청장이 답변했습니다: {ASKED}").click()
    ann.get_by_role("link", name="자세히 보기").click()
    expect(ann).to_have_url(re.compile("#answer-mayor$"))
    expect(ann.locator("#answer-mayor")).to_be_in_viewport()
    [mail] = walk.road.mail_to(WALKERS[1])
    [_neighbour_s] = [mail for mail in walk.road.mail_to("neighbor0050") if ASKED in mail]
    stranger = walk.visitor(TELEPHONE)
    stranger.goto(re.search(r"http\S+/letters/stop/\S+", mail)[0])
    stranger.get_by_role("button", name="그만 받기").click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("이제 보내 드리지 않습니다")
    shot(stranger, "j1-7-stopped-390")
    ben.goto(walk.road.question)
    expect(ben.get_by_role("button", name="소식 받기")).to_be_visible()


def what_is_hidden_reopens_nothing(walk: Walk, ann: Page, ben: Page) -> None:
    """A moderator hides her words; the promise stays, and the auditor reads who did what and why."""
    words = comment(ben, "발밑만 밝혀")
    expect(words).to_have_count(1)
    number = words.get_attribute("data-comment")
    moderator, auditor = walk.of("moderator"), walk.of("auditor")
    moderator.goto(f"/comments/{number}/hide/")
    moderator.get_by_label("주민등록번호").or_(moderator.get_by_label(re.compile("개인정보"))).first.check()
    moderator.get_by_role("button", name="의견 가리기").click()
    expect(ben.locator(f"#comment-{number} .gone")).to_contain_text("이유", timeout=PATIENCE)
    for page in (ann, ben):
        page.goto(walk.road.question)
        expect(page.locator(".gauge-next").first).to_have_class(re.compile("called"))
        expect(page.locator("#answer-mayor")).to_be_visible()
    auditor.goto(f"/desk/moderation/{number}/")
    expect(auditor.locator(".order-case")).to_contain_text("가림")
    expect(auditor.locator(".order-trail li").last).to_contain_text(re.compile("가림.*기획예산과"))
    shot(auditor, "j1-8-auditor-1280")


# ── J3 ──


def test_a_proposal_is_written_together_agreed_with_and_answered(walk, capsys):
    with told_how_long(capsys, "J3, from the first letter to the second look"):
        author = walk.of(WALKERS[2])
        another_is_joined_instead(walk)
        key = it_is_written_by_keyboard_alone(walk.road, author)
        a_neighbour_shares_it(walk, author)
        a_child_asks_a_guardian(walk, author)
        place = it_is_published(author, key)
        the_fifth_opens_the_review(walk, author, place)
        the_department_answers(walk)
        it_is_asked_for_again(walk, author, place)


def another_is_joined_instead(walk: Walk) -> None:
    """Whoever finds that it was proposed already agrees with that, and writes no second one."""
    page = walk.of(WALKERS[3], TELEPHONE)
    page.goto("/proposals/new/")
    page.get_by_label("제목").press_sequentially("굴참나무길에 긴 의자를")
    first = page.locator("#similar").get_by_role("link", name=BENCH)
    expect(first).to_be_visible(timeout=PATIENCE)
    shot(page, "j3-1-similar-390")
    first.click()
    expect(page.locator("[data-supports-count]")).to_have_text("0")
    page.get_by_role("button", name="공감합니다").click()
    expect(page.get_by_role("button", name="공감했습니다")).to_be_visible()
    expect(page.locator("[data-supports-count]")).to_have_text("1")


def it_is_written_by_keyboard_alone(road: Road, page: Page) -> str:
    """Tab, type, Enter: what is proposed, and with whom; the draft keeps itself."""
    page.goto("/participation/proposals/")
    press(page, "제안 쓰기", "link")
    page.wait_for_url("**/proposals/new/")
    fill(page, "제목", TITLE)
    expect(page.locator("#similar").get_by_role("link", name=BENCH)).to_be_visible(timeout=PATIENCE)
    fill(page, "제안 내용", BODY)
    reach(page, page.get_by_label("분야", exact=True))
    for _ in ("교통", "하천·치수"):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_label("분야", exact=True)).to_have_value("water")
    expect(page.locator("[data-save-note]")).to_have_text("자동 저장했습니다.", timeout=PATIENCE)
    shot(page, "j3-2-written-1280")
    press(page, re.compile("^다음"))
    page.wait_for_url("**/people/")
    for name, percent in (("옆집", "30"), ("다람쥐", "20")):
        fill(page, "초대할 분의 이름", name)
        fill(page, "지분(%)", percent)
        press(page, "초대 주소 만들기")
        expect(page.locator(".share-link")).to_have_count(1 if name == "옆집" else 2)
    expect(page.locator(".share-table tbody tr").first).to_contain_text("50 %")
    expect(page.locator(".share-table tfoot")).to_contain_text("100 %")
    shot(page, "j3-3-shares-1280")
    return page.url.removesuffix("people/")


def link_for(author: Page, name: str) -> str:
    """The address that one hands on."""
    return author.get_by_label(f"{name} 님께 보낼 주소").input_value()


def take_part(page: Page) -> None:
    """Read what one agrees to, and propose it together."""
    page.get_by_label("읽었고 동의합니다.").check()
    page.get_by_role("button", name="함께 제안하기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("함께 제안하고 계십니다")


def a_neighbour_shares_it(walk: Walk, author: Page) -> None:
    """By the link, on a telephone, with consent."""
    page = walk.of(WALKERS[4], TELEPHONE)
    page.goto(link_for(author, "옆집"))
    expect(page.locator(".preview")).to_contain_text(TITLE)
    expect(page.locator("dl.pairs")).to_contain_text("30 %")
    shot(page, "j3-4-invited-390")
    take_part(page)


def a_child_asks_a_guardian(walk: Walk, author: Page) -> None:
    """Below fourteen a guardian reads, proves who it is, and agrees; then the child goes on where it was."""
    child, guardian = walk.of(journey.CHILD, TELEPHONE), walk.of(journey.GUARDIAN, TELEPHONE)
    child.goto(link_for(author, "다람쥐"))
    child.get_by_role("link", name="본인확인 하기").click()
    prove(child, "도다람", journey.CHILD_BORN, "본인확인 마치기")
    expect(child.get_by_role("alert")).to_contain_text("보호자")
    child.get_by_role("button", name="보호자께 부탁하기").click()
    link = child.get_by_label("보호자께 보낼 주소")
    expect(link).to_have_value(re.compile("/guardian/"))
    shot(child, "j3-5-guardian-asked-390")
    guardian.goto(link.input_value())
    guardian.get_by_label("아동의 이름").fill("도다람")
    guardian.get_by_label("아동의 생년월일").fill(f"{journey.CHILD_BORN}")
    guardian.get_by_label("저는 이 아동의 법정대리인입니다.").check()
    guardian.get_by_label("동의문을 읽었고, 아동의 참여에 동의합니다.").check()
    shot(guardian, "j3-6-guardian-390")
    guardian.get_by_role("button", name="본인확인으로 이어 가기").click()
    prove(guardian, journey.GUARDIAN_NAME, journey.GUARDIAN_BORN, "확인하고 동의하기")
    expect(guardian.get_by_role("heading", level=2)).to_have_text("낙성대 다람쥐")
    child.goto(link_for(author, "다람쥐"))
    child.get_by_role("link", name="본인확인 하기").click()
    prove(child, "도다람", journey.CHILD_BORN, "본인확인 마치기")
    take_part(child)


def prove(page: Page, name: str, born: object, button: str) -> None:
    """What the provider of the demo asks."""
    page.get_by_label("이름", exact=True).fill(name)
    page.get_by_label("생년월일").fill(f"{born}")
    page.get_by_role("button", name=button).click()


def it_is_published(page: Page, key: str) -> str:
    """Still by keyboard: who is in, the consent, and the press."""
    page.goto(f"{key}people/")
    expect(page.locator(".share-table").get_by_text("함께합니다")).to_have_count(2)
    press(page, re.compile("^다음"), "link")
    page.wait_for_url("**/publish/")
    reach(page, page.get_by_label("읽었고 동의합니다."))
    page.keyboard.press("Space")
    press(page, "제안 게시하기")
    page.wait_for_url(re.compile(r"/proposals/\d+/$"))
    expect(page.locator("[data-supports-of]")).to_have_text("/ 5명")
    expect(page.locator(".proposers")).to_have_count(1)
    shot(page, "j3-7-published-1280")
    return page.url


def the_fifth_opens_the_review(walk: Walk, author: Page, place: str) -> None:
    """Five agree; before everybody's eyes it is the department's, with a day until which it answers."""
    for login in WALKERS[5:9]:
        page = walk.of(login, TELEPHONE, java_script_enabled=False)
        page.goto(place)
        page.get_by_role("button", name="공감합니다").click()
    expect(author.locator("[data-supports-next]")).to_have_text(
        "한 분이 더 공감하시면 부서가 검토합니다.", timeout=PATIENCE
    )
    fifth = walk.of(WALKERS[9], TELEPHONE)
    fifth.goto(place)
    shot(fifth, "j3-8-four-390")
    fifth.get_by_role("button", name="공감합니다").click()
    for page in (fifth, author):
        expect(page.locator("#live")).to_contain_text(
            "5명이 공감했습니다. 부서검토를 시작합니다.", timeout=PATIENCE
        )
        expect(page.locator("[data-supports-over]")).to_be_visible()
        expect(page.locator('[data-turns="state"]')).to_contain_text("부서검토", timeout=PATIENCE)
    stranger = walk.visitor(TELEPHONE)
    stranger.goto(place)
    now = stranger.locator("#process [aria-current=step]")
    expect(now).to_contain_text("치수과")
    expect(now).to_contain_text(re.compile(r"\d+\. \d+\..*까지", re.DOTALL))
    now.scroll_into_view_if_needed()
    shot(stranger, "j3-9-review-390")


def the_department_answers(walk: Walk) -> None:
    """불채택 with its ground and reason; head and director approve what waits for them in one go."""
    officer = walk.of("officer")
    open_row(officer, TITLE, "제안")
    officer.get_by_role("button", name="이 일 맡기").click()
    officer.get_by_label("답변", exact=True).fill(REVIEW)
    officer.get_by_label("검토 결과").select_option("불채택")
    officer.get_by_label("불채택 까닭").select_option("underway")
    officer.get_by_label("까닭 설명").fill(REASON)
    shot(officer, "j3-10-drafted-1280")
    officer.get_by_role("button", name="결재 올리기").click()
    expect(officer.get_by_role("button", name="결재 올리기")).to_have_count(0)
    for login in ("head", "director"):
        page = walk.of(login)
        for title in (ACCEPTED, REFERENCE, TITLE):
            inbox = (
                inbox_row(page, title, "제안")
                if title == ACCEPTED
                else page.locator("tbody tr", has_text=title)
            )
            inbox.get_by_role("checkbox").check()
        shot(page, f"j3-11-{login}-1280")
        page.locator("#inbox-bulk").get_by_role("button", name="결재하기").click()
        expect(
            page.locator("tbody tr", has_text="부서장 결재" if login == "head" else "국장 결재")
        ).to_have_count(0)
    reader = walk.visitor(TELEPHONE)
    for title, verdict in ((ACCEPTED, "채택"), (REFERENCE, "행정참고")):
        reader.goto(walk.road.proposal(title))
        expect(reader.locator(".answer-facts")).to_contain_text(verdict)
        shot(reader, f"j3-12-{verdict}-390")
    reader.goto(walk.road.proposal(ACCEPTED))
    expect(reader.locator(".answer-facts")).to_contain_text(re.compile(DAY))


def it_is_asked_for_again(walk: Walk, author: Page, place: str) -> None:
    """She reads why not, and until when she may ask; she asks, and the department has it anew."""
    author.goto(place)
    answer = author.locator(".answer")
    expect(answer).to_contain_text(REVIEW)
    expect(answer).to_contain_text(REASON)
    expect(answer).to_contain_text("15일 남았습니다.")
    shot(author, "j3-13-rejected-1280")
    press(author, "재심사 요청하기", "link")
    fill(author, "다시 살펴야 할 점", AGAIN)
    press(author, "재심사 요청하기")
    expect(author.get_by_text("재심사를 요청했습니다.")).to_be_visible()
    expect(author.get_by_role("link", name="재심사 요청하기")).to_have_count(0)
    expect(author.locator("#process [aria-current=step]")).to_contain_text("치수과")
    shot(author, "j3-14-again-1280")
    officer = walk.of("officer")
    open_row(officer, TITLE, "재심사")
    expect(officer.locator(".inbox-words").first).to_contain_text("쉬는 자리만이라도")


def test_what_is_not_ours_goes_on_and_a_complaint_is_answered_as_one(walk):
    officer, author, reader = walk.of("traffic-officer"), walk.of(WALKERS[9]), walk.visitor(TELEPHONE)
    officer.goto(walk.road.proposal(SUBWAY))
    officer.get_by_role("link", name="이송").click()
    officer.get_by_label("보낼 기관").fill("서울교통공사")
    officer.get_by_role("button", name="이송하기").click()
    expect(officer.get_by_label("까닭")).to_be_focused()  # the browser itself asks for what is missing
    officer.get_by_label("까닭").fill("지하철이 다니는 시간은 서울교통공사가 정합니다.")
    shot(officer, "j3-15-transfer-1280")
    officer.get_by_role("button", name="이송하기").click()
    reader.goto(walk.road.proposal(SUBWAY))
    expect(reader.get_by_text(re.compile("이송했습니다.*서울교통공사"))).to_be_visible()
    expect(reader.get_by_role("button", name="공감합니다")).to_have_count(0)
    author.goto(walk.road.proposal(LAMP))
    author.get_by_role("link", name="이것은 민원입니다").click()
    author.get_by_role("button", name="민원으로 넘기기").click()
    expect(author.get_by_text("민원으로 처리합니다.").first).to_be_visible()
    open_row(officer, LAMP, "민원")
    expect(officer.locator(".inbox-head")).to_contain_text("답변 기한")


# ── Without a script ──


def test_a_proposal_is_written_and_talked_about_without_javascript(walk):
    author = walk.of(WALKERS[0], TELEPHONE, java_script_enabled=False)
    author.goto("/participation/proposals/")
    author.get_by_role("link", name="제안 쓰기").click()
    author.get_by_label("제목").fill("굴참나무길 의자 옆에 그늘을 만들어 주세요")
    author.get_by_role("button", name="비슷한 제안 찾기").click()
    expect(author.locator("#similar").get_by_role("link", name=BENCH)).to_be_visible()
    shot(author, "j3-16-no-script-390")
    author.get_by_label("제안 내용").fill("여름 한낮에는 앉을 수 없습니다. 등나무 한 그루면 됩니다.")
    author.get_by_label("분야").select_option("하천·치수")
    author.get_by_role("button", name=re.compile("^다음")).click()
    author.get_by_role("link", name=re.compile("^다음")).click()
    author.get_by_label("읽었고 동의합니다.").check()
    author.get_by_role("button", name="제안 게시하기").click()
    expect(author.get_by_role("heading", level=1)).to_have_text("굴참나무길 의자 옆에 그늘을 만들어 주세요")
    neighbour = walk.of(WALKERS[1], TELEPHONE, java_script_enabled=False)
    neighbour.goto(author.url)
    neighbour.locator("#composer textarea").click()
    neighbour.locator("#composer").get_by_label("궁금").check()
    say(neighbour, "물은 누가 주나요?")
    expect(comment(neighbour, "물은 누가 주나요?")).to_have_count(1)
    expect(comment(neighbour, "물은 누가").locator(".stance")).to_be_visible()
