"""The beginning of J2: an editor drafts an agenda at the desk, looks at it, and somebody else passes it."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.browser.chamber import (
    CLOSED,
    DECISION,
    EDITOR,
    GROUND,
    PART,
    RENT,
    REPORT,
    REVIEWER,
    SECOND_REPORT,
    TITLE,
    Chamber,
)
from tests.browser.conftest import DESK, TELEPHONE
from tests.browser.walk import shot

ITEMS = [
    ("보고", REPORT, "석 달 동안 몇 분이 쓰셨는지 보고합니다.", ""),
    ("보고", SECOND_REPORT, "지난 회의에서 정한 일이 어떻게 되었는지 보고합니다.", ""),
    ("의결", DECISION, "여는 때와 맡을 사람을 정합니다.", ""),
    ("심의", CLOSED, RENT, GROUND),
]


def the_agenda_is_written_and_passed(chamber: Chamber, visitor) -> str:
    """Two reports, a decision and a closed matter; previewed, passed by somebody else, and numbered."""
    editor, reviewer = (chamber.seat(visitor(DESK), login) for login in (EDITOR, REVIEWER))
    write(chamber, editor)
    look_before(editor)
    more(editor, "편집 → 검토 → 게시에 제출")
    reviewer.goto("/desk/")
    reviewer.get_by_role("link", name=TITLE).first.click()
    more(reviewer, re.compile("^\\s*승인 그리고 게시"))
    reader = visitor(TELEPHONE)
    reader.goto("/governance/committees/chamber/?tab=meetings")
    reader.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("제2차 분과회의")
    shot(reader, "j2-1-agenda-390")
    editor.get_by_role("link", name=TITLE).first.click()
    console = editor.locator("a[href$='/console/']").first.get_attribute("href") or ""
    for page in (editor, reviewer, reader):
        page.close()
    return console.removesuffix("console/")


def more(page: Page, words: str | re.Pattern) -> None:
    """What else can be done with a page, and what then is told."""
    page.locator("footer .w-dropdown__toggle").click()
    page.get_by_role("button", name=words).click()
    expect(page.locator(".messages")).to_contain_text(TITLE)


def write(chamber: Chamber, editor: Page) -> None:
    """The form at the desk; the ordinal is proposed, and need not be typed."""
    editor.goto(f"/desk/pages/add/cms/agendapage/{chamber.page}/")
    expect(editor.get_by_text(f"{PART} 2차")).to_be_visible()
    editor.locator("#id_title").fill(TITLE)
    editor.locator("#id_kind").select_option(label="분과회의")
    editor.get_by_label(PART).check()
    soon = datetime.now(ZoneInfo("Asia/Seoul")) + timedelta(minutes=20)
    editor.locator("#id_starts_at").fill(f"{soon:%Y-%m-%d %H:%M}")
    editor.keyboard.press("Escape")
    editor.locator("#id_mode").select_option(label="대면·영상")
    editor.locator("#id_place").fill("골목 사랑방")
    for n, (kind, title, text, ground) in enumerate(ITEMS):
        editor.locator("[data-contentpath=items] [title='Insert a block']").last.click()
        field = f"#items-{n}-value-"
        editor.locator(f"{field}title").fill(title)
        editor.locator(f"{field}kind").select_option(label=kind)
        editor.locator(f"{field}text").fill(text)
        if ground:
            editor.locator(f"{field}disclosure").select_option(label="비공개")
            editor.locator(f"{field}closed_ground").fill(ground)


def look_before(editor: Page) -> None:
    """As residents will read it: of the closed matter its number alone."""
    editor.get_by_role("button", name="초안 저장").click()
    expect(editor.locator(".messages")).to_contain_text(TITLE)
    editor.locator("[data-side-panel-toggle=preview]").click()
    preview = editor.frame_locator("#w-preview-iframe, iframe[title]").first
    expect(preview.get_by_text(DECISION).first).to_be_visible()
    shot(editor, "j2-1-draft-1280")
