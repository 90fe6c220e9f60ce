"""Chair and secretary hold a meeting without a mouse: from the call to order to the gavel."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.chamber import CHAIR, DECISION, KEEPER, MEMBERS, MOTION
from tests.browser.conftest import DESK
from tests.browser.walk import reach, shot, told_how_long


def test_chair_and_secretary_need_no_mouse(chamber, visitor, capsys):
    place = f"/meetings/{chamber.plenary}/"
    chair, keeper = (chamber.seat(visitor(DESK), login) for login in (CHAIR, KEEPER))
    chair.goto(f"{place}chair/")
    keeper.goto(f"{place}console/")
    with told_how_long(capsys, "a meeting by keyboard alone"):
        the_chair_opens(chair)
        the_secretary_writes_what_is_moved(keeper, chamber)
        names_are_called_by_three_keys(chair, keeper)
        the_gavel_falls(chair, keeper)


def press(page: Page, place: str, words: str) -> None:
    """Go there by the Tab key alone and press Enter, once what has just changed takes a press again."""
    reach(page, page.locator(place).get_by_role("button", name=words, exact=True))
    expect(page.locator("#acts")).not_to_have_attribute("aria-busy", "true")
    page.keyboard.press("Enter")


def choose(page: Page, field: Locator, words: str) -> None:
    """Out of a list, by the arrow keys."""
    reach(page, field)
    names = [" ".join(name.split()) for name in field.locator("option").all_inner_texts()]
    for _ in range(names.index(words)):
        page.keyboard.press("ArrowDown")
    expect(field.locator("option:checked")).to_have_text(words)


def the_chair_opens(chair: Page) -> None:
    """Each press finds the focus on what comes next."""
    press(chair, "#acts", "개의")
    for label in ("보고 1항", "의결 1항"):
        press(chair, "#acts", f"{label} 상정")
        expect(chair.locator("#chair-item")).to_contain_text(label)


def the_secretary_writes_what_is_moved(keeper: Page, chamber) -> None:
    """동의 and 재청 from the hall, each chosen by keys."""
    expect(keeper.locator("#current h2")).to_have_text(DECISION)
    expect(keeper.locator("#motions")).not_to_have_attribute("inert", "")
    reach(keeper, keeper.locator("#new-motion summary"))
    keeper.keyboard.press("Enter")
    form = keeper.locator("#new-motion form")
    reach(keeper, form.get_by_role("radio").first)
    keeper.keyboard.press("Space")
    choose(keeper, form.get_by_label("낸 위원"), chamber.names[MEMBERS[1]])
    reach(keeper, form.get_by_label("내용"))
    keeper.keyboard.type(MOTION)
    press(keeper, "#new-motion form", "동의 적기")
    moved = keeper.locator("#motion-list > li").first
    expect(moved).to_contain_text(chamber.names[MEMBERS[1]])
    choose(keeper, moved.get_by_label("동의 1에 재청한 위원"), chamber.names[MEMBERS[2]])
    press(keeper, "#motion-list", "재청 적기")
    expect(moved.locator(".motion-head")).to_contain_text(chamber.names[MEMBERS[2]])


def names_are_called_by_three_keys(chair: Page, keeper: Page) -> None:
    """호명: the name that waits has the focus, and 1, 2, 3 are 찬성, 반대, 기권."""
    put = chair.locator("#motion-list > li").first
    reach(chair, put.get_by_role("radio").first)
    for _ in range(2):
        chair.keyboard.press("ArrowRight")
    expect(put.get_by_role("radio", name="호명")).to_be_checked()
    press(chair, "#motion-list", "표결에 부치기")
    waiting = keeper.locator("#calling .waiting")
    for n, key in enumerate("111123"):
        expect(waiting).to_have_count(6 - n)
        reach(keeper, keeper.locator("#calling input:checked"))
        keeper.keyboard.press(key)
    expect(waiting).to_have_count(0)
    press(chair, "#acts", "표결 마치기")
    press(chair, "#close-dialog", "표결 마치기")
    line = "출석 6 · 찬성 4 · 반대 1 · 기권 1 → 가결: 출석 과반수 4 필요"
    expect(keeper.locator(".voted .tally-line")).to_have_text(line)
    shot(keeper, "j2-17-keys-1280")


def the_gavel_falls(chair: Page, keeper: Page) -> None:
    """What was voted is written down with one press; 산회 is asked twice."""
    press(keeper, ".record", "의결 기록하기")
    expect(keeper.locator("#rail")).to_contain_text("원안가결")
    press(chair, "#acts", "산회하기")
    press(chair, "#adjourn-dialog", "산회하기")
    expect(chair.locator("#script")).to_contain_text("산회했습니다.")
    expect(keeper.locator("[data-if=adjourned]").first).to_be_visible()
