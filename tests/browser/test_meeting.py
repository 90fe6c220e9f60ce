"""Journey J2 in real browsers: one evening of a council, seen by everybody who is there."""

import re
import time
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PATIENCE, TELEPHONE
from tests.browser.hall import CLOSED_TEXT, CLOSED_TITLE, MEMBERS, NAMES, SECRETARY
from tests.browser.line import Line, line_to

REMARK = "값을 더 낮출 수 있습니다."


def press(page: Page, words: str, *, scope: str = "body") -> None:
    """Go there by the Tab key alone and press Enter, as somebody does who uses no mouse."""
    reach(page, words, scope=scope)
    if scope == "#acts":
        # What has just changed under the hand takes no press yet.
        expect(page.locator(scope)).not_to_have_attribute("aria-busy", "true")
    page.keyboard.press("Enter")


def reach(page: Page, words: str, *, scope: str = "body") -> None:
    """Tab until what bears these words has the focus, and the focus can be seen."""
    named = """([words, scope]) => {
        const here = document.activeElement;
        const label = here.getAttribute("aria-label") || here.labels?.[0]?.innerText;
        const name = label || here.innerText || here.name || "";
        const seen = getComputedStyle(here).outlineStyle !== "none";
        return here.closest(scope) && name.replace(/\\s+/g, " ").trim() === words && seen;
    }"""
    for _ in range(80):
        if page.evaluate(named, [words, scope]):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by keyboard to {words}")


def on_floor(page: Page, title: str) -> None:
    """What is being dealt with, as this page shows it."""
    expect(page.locator("#current [data-field=title], [data-current] [data-field=title]").first).to_have_text(
        title, timeout=PATIENCE
    )


@dataclass
class Evening:
    """Who is there: the secretary with a keyboard, two telephones, a resident, and the wall of the hall."""

    secretary: Page
    wall: Page
    ann: Page
    ben: Page
    gallery: Page

    @property
    def pages(self) -> list[Page]:
        return [self.secretary, self.wall, self.ann, self.ben, self.gallery]

    def counts(self, sentence: str, *pages: Page) -> None:
        """The same count on every page."""
        for page in pages or self.pages:
            expect(page.locator("[data-quorum]").first).to_have_text(sentence, timeout=PATIENCE)

    def stands(self, state: str) -> None:
        """The same state on every page."""
        for page in self.pages:
            expect(page.locator(f"[data-if={state}]").first).to_be_visible(timeout=PATIENCE)


def test_one_evening_is_the_same_evening_for_everybody(visitor, demo, hall, capsys):
    place = hall.place("evening")
    began = time.monotonic()
    secretary = hall.seat(visitor(DESK), SECRETARY)
    wall = secretary.context.new_page()
    wall.set_viewport_size({"width": 1920, "height": 1080})
    ann, ben = (hall.seat(visitor(TELEPHONE), login) for login in MEMBERS[:2])
    evening = Evening(secretary, wall, ann, ben, visitor(DESK))
    with line_to(demo.url) as line:
        for page, address in (
            (secretary, f"{place}console/"),
            (wall, f"{place}screen/"),
            (ann, f"{place}floor/"),
            (ben, f"{line.url}{place}floor/"),
            (evening.gallery, f"{line.url}{place}"),
        ):
            page.goto(address, wait_until="commit")
        arriving(evening)
        opening(evening)
        cut_off(evening, line)
        decided(evening)
        closed(evening, place)
        ended(evening)
        ben.close()
        evening.gallery.close()
    with capsys.disabled():
        print(f"\n  [one evening of a council, five pages: {time.monotonic() - began:.1f} s]")


def arriving(evening: Evening) -> None:
    """Two come by their telephones: the count moves before everybody's eyes, and is said when it crosses."""
    evening.counts("재적 3 · 출석 0 · 의사정족수 2 · 2명 모자람")
    expect(evening.wall.locator("#qr svg")).to_be_visible()
    evening.ann.locator(".check-in button").click()
    evening.counts("재적 3 · 출석 1 · 의사정족수 2 · 1명 모자람")
    expect(evening.secretary.get_by_role("button", name="개의")).to_be_disabled()
    evening.ben.locator(".check-in button").click()
    evening.counts("재적 3 · 출석 2 · 의사정족수 2 충족")
    expect(evening.gallery.locator("#live")).to_have_text("의사정족수를 채웠습니다.")
    expect(evening.ben.locator(".check-in")).to_be_hidden()


def opening(evening: Evening) -> None:
    """The secretary opens, and the focus stands on what comes next."""
    press(evening.secretary, "개의")
    evening.stands("in_session")
    expect(evening.secretary.locator("#take-next button")).to_be_focused()
    press(evening.secretary, "보고 1항 상정", scope="#acts")
    for page in evening.pages:
        on_floor(page, "상반기 협치과제 점검")


def cut_off(evening: Evening, line: Line) -> None:
    """A line is cut, the meeting goes on, and whoever was cut off is back on the same item."""
    line.cut()
    for page in (evening.ben, evening.gallery):
        expect(page.locator("#connection")).to_contain_text("다시 연결하는 중", timeout=PATIENCE)
    press(evening.secretary, f"{NAMES[2]} 출석 적기", scope="#roll")
    evening.counts("재적 3 · 출석 3 · 의사정족수 2 충족", evening.secretary, evening.ann, evening.wall)
    press(evening.secretary, "의결 1항 상정", scope="#acts")
    on_floor(evening.ann, "2027년 실행계획서(안)")
    # An icon has no `hidden` property: it appears by its attribute, or not at all.
    expect(evening.secretary.locator("#rail .done .rail-mark svg")).to_be_visible()
    line.mend()
    evening.counts("재적 3 · 출석 3 · 의사정족수 2 충족")
    for page in (evening.ben, evening.gallery):
        on_floor(page, "2027년 실행계획서(안)")
    expect(evening.gallery.locator(".agenda-item.live")).to_contain_text("의결 1항")


def ended(evening: Evening) -> None:
    """It ends after a question that cannot be overlooked; the live page says what a new one says."""
    press(evening.secretary, "산회하기", scope="#acts")
    expect(evening.secretary.get_by_role("button", name="계속하기")).to_be_focused()
    press(evening.secretary, "산회하기", scope="dialog")
    evening.stands("adjourned")
    expect(evening.ann.locator("#remark-form")).to_be_hidden()
    gallery = evening.gallery
    expect(gallery.locator(".agenda-item.done")).to_have_count(3)
    live = told(gallery)
    gallery.reload()
    assert told(gallery) == live
    assert CLOSED_TITLE not in gallery.content()


def told(page: Page) -> list[str]:
    """What the agenda and the roll say."""
    lines = page.locator(".item-head, .item-title, .tally-line, .member, .now-place").all_inner_texts()
    return [" ".join(line.split()) for line in lines]


def decided(evening: Evening) -> None:
    """Hands are counted by keyboard, and the result stands on every page."""
    secretary, wall = evening.secretary, evening.wall
    press(secretary, "표결 없이 의결 적기", scope="#by-hand")
    reach(secretary, "이의 없음", scope="#resolve")
    secretary.keyboard.press("ArrowRight")  # radio buttons are one stop: arrows choose
    reach(secretary, "원안가결", scope="#resolve")
    secretary.keyboard.press("Space")
    for label, number in (("찬성", "2"), ("반대", "1"), ("기권", "0")):
        reach(secretary, label, scope="#resolve")
        secretary.keyboard.type(number)
    expect(secretary.locator("#arith")).to_have_text("출석 3명 가운데 과반수: 2명 찬성 2 ≥ 2 → 가결")
    reach(secretary, "의결 내용", scope="#resolve")
    secretary.keyboard.type("원안대로 의결한다.")
    press(secretary, "의결 기록하기", scope="#resolve")
    line = "재적 3 · 출석 3 → 출석의 과반수 2 → 찬성 2 ≥ 2 → 원안가결"
    decided_there = evening.gallery.locator(".agenda-item.live .item-result .tally-line")
    expect(decided_there).to_have_text(line, timeout=PATIENCE)
    expect(evening.ann.locator("#current .floor-result .tally-line")).to_have_text(line, timeout=PATIENCE)
    expect(wall.locator("#verdict")).to_have_text("가결", timeout=PATIENCE)
    expect(wall.locator("#tally")).to_have_text(
        "출석 3 · 찬성 2 · 반대 1 · 기권 0 → 가결: 출석 과반수 2 필요"
    )
    expect(secretary.locator("#resolve")).to_be_hidden()


def closed(evening: Evening, place: str) -> None:
    """A closed item empties the gallery; the members read it by HTTP, and write to one another."""
    ann, gallery, wall = evening.ann, evening.gallery, evening.wall
    press(evening.secretary, "의결 2항 상정", scope="#acts")
    expect(gallery.locator(".now-place .inside")).to_be_visible(timeout=PATIENCE)
    expect(wall.locator("[data-if=inside]")).to_be_visible(timeout=PATIENCE)
    on_floor(ann, CLOSED_TITLE)
    expect(ann.locator("#current .item-text")).to_have_text(CLOSED_TEXT)
    ann.fill("#remark-body", REMARK)
    ann.locator("[data-send]").click()
    expect(ann.locator("#remarks .remark-body")).to_have_text(REMARK)
    expect(ann.locator("#remark-body")).to_have_value("")
    expect(evening.secretary.locator("#remarks")).to_contain_text(REMARK, timeout=PATIENCE)
    for words in (gallery.content(), wall.content(), gallery.request.get(place).text()):
        assert not [secret for secret in (CLOSED_TITLE, CLOSED_TEXT, REMARK) if secret in words]


def test_the_evening_needs_no_javascript(visitor, hall):
    place = hall.place("papers")
    ann = hall.seat(visitor(TELEPHONE, java_script_enabled=False), MEMBERS[0])
    ann.goto(f"{place}floor/")
    ann.locator(".check-in button").click()
    expect(ann.locator("[data-quorum]").first).to_have_text("재적 3 · 출석 1 · 의사정족수 2 · 1명 모자람")
    secretary = hall.seat(visitor(DESK, java_script_enabled=False), SECRETARY)
    secretary.goto(f"{place}console/")
    secretary.get_by_role("button", name=f"{NAMES[1]} 출석 적기").click()
    expect(secretary.locator("[data-quorum]").first).to_have_text("재적 3 · 출석 2 · 의사정족수 2 충족")
    secretary.get_by_role("button", name="개의").click()
    secretary.locator("#take-next button").click()
    ann.reload()
    expect(ann.locator("#current h2")).to_have_text("상반기 협치과제 점검")
    ann.fill("#remark-body", "수고하셨습니다.")
    ann.locator("[data-send]").click()
    expect(ann.locator("#remarks")).to_contain_text("수고하셨습니다.")
    secretary.locator(".acts details.no-js summary").click()
    secretary.get_by_role("button", name="산회하기").click()
    expect(secretary.locator("[data-if=adjourned]").first).to_be_visible()
    assert re.search(r"/console/$", secretary.url)
