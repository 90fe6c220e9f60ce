"""공론장 in real browsers: opened, talked in, pinned and closed before everybody's eyes."""

from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PATIENCE, TELEPHONE

PROJECTOR = {"width": 1920, "height": 1080}
FACILITATOR, MEMBER, RESIDENT = "facilitator", "member0001", "resident0009"


def upcoming(page: Page) -> str:
    """The address of a session that nobody has opened yet."""
    forums = page.request.get("/api/v1/forums/").json()["results"]
    sessions = [session for forum in forums for session in forum["sessions"]]
    return next(session["url"] for session in sessions if session["status"] == "upcoming")


def say(page: Page, words: str) -> None:
    page.locator("#composer textarea").click()
    page.locator("#composer textarea").fill(words)
    page.locator("#composer button.primary").click()


def said(page: Page, words: str):
    return page.locator("#comments > [data-comment]", has_text=words)


def test_a_session_is_opened_talked_in_and_closed_without_a_reload(visitor):
    keeper, wall = visitor(DESK, as_=FACILITATOR), visitor(PROJECTOR)
    resident, member = visitor(TELEPHONE, as_=RESIDENT), visitor(TELEPHONE, as_=MEMBER)
    here = upcoming(keeper)
    wall.goto(f"{here}wall/")
    for page in (keeper, resident, member):
        page.goto(here)
        expect(page.locator("#composer")).to_have_count(0)
        page.evaluate("window.stayed = true")
    keeper.locator("[data-open] button").click()
    expect(wall.locator("[data-state]")).to_have_text("모으는 중", timeout=PATIENCE)
    mark = uuid4().hex[:6]
    both_speak(resident, member, keeper, mark)
    for words in ("골목 끝", "위원으로서"):
        expect(wall.locator(".wall-cards", has_text=words)).to_be_visible(timeout=PATIENCE)
    said(keeper, "골목 끝").locator("[data-pin] button").click()
    for page, place in ((resident, "#pinned-place"), (member, "#pinned-place"), (wall, "#wall-pinned")):
        expect(page.locator(place)).to_contain_text(f"골목 끝이 어둡습니다 {mark}", timeout=PATIENCE)
    resident.locator("#composer textarea").fill("밤에는 더")
    close(keeper)
    # The door shut in the middle of a sentence: it can be read and copied, no longer sent.
    expect(resident.locator("#kept-words")).to_have_value("밤에는 더", timeout=PATIENCE)
    for page in (keeper, resident, member):
        expect(page.locator("#composer form")).to_have_count(0, timeout=PATIENCE)
        assert page.evaluate("window.stayed")
    expect(wall.locator("[data-state]")).to_have_text("마쳤습니다", timeout=PATIENCE)
    member.reload()
    expect(member.locator("#pinned-place")).to_contain_text(mark)
    expect(said(member, mark)).to_have_count(2)


def both_speak(resident: Page, member: Page, keeper: Page, mark: str) -> None:
    """Two write on their telephones; the member's word bears a badge, and neither looks like an office."""
    for page in (resident, member):
        expect(page.locator("#composer textarea")).to_be_visible(timeout=PATIENCE)
    say(resident, f"골목 끝이 어둡습니다 {mark}")
    say(member, f"위원으로서 살펴보겠습니다 {mark}")
    expect(keeper.locator("#pill")).to_have_text("새 의견 2개 보기", timeout=PATIENCE)
    keeper.locator("#pill").click()
    expect(said(keeper, "위원으로서").locator(".seat-tag")).to_be_visible()
    expect(said(keeper, "골목 끝").locator(".seat-tag")).to_have_count(0)
    expect(keeper.locator("#comments .official")).to_have_count(0)


def close(keeper: Page) -> None:
    """Press, and say again that it is meant."""
    keeper.locator("[data-close] button").click()
    keeper.locator("#close-dialog [value=yes]").click()


def test_a_session_is_kept_without_javascript(visitor):
    keeper = visitor(TELEPHONE, java_script_enabled=False, as_=FACILITATOR)
    here = upcoming(keeper)
    keeper.goto(here)
    keeper.locator("[data-open] button").click()
    words = f"스크립트 없이 엽니다 {uuid4().hex[:6]}"
    say(keeper, words)
    said(keeper, words).locator("[data-pin] button").click()
    expect(keeper.locator("#pinned-place")).to_contain_text(words)
    keeper.locator("[data-unpin] button").click()
    expect(keeper.locator("#pinned-place")).not_to_contain_text(words)
    keeper.locator(".keeper-close > summary").click()
    keeper.locator(".keeper-close button").click()
    expect(keeper.locator("#composer")).to_have_count(0)
    expect(said(keeper, words)).to_have_count(1)
