"""Journey J1 in real browsers: one question, answered live."""

import re
import time
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PATIENCE, TELEPHONE, TICKET_SECONDS
from tests.browser.line import line_to

LIGHTS, LIBRARY = "/participation/questions/stream-lights/", "/participation/questions/library-hours/"
SENTENCE = "100명이 참여했습니다. 구청장 답변을 준비합니다."


def say(page: Page, words: str) -> None:
    """Write and press, as on a telephone or at a desk."""
    page.locator("#composer textarea").click()
    page.locator("#composer textarea").fill(words)
    page.locator("#composer button.primary").click()


def thread_of(page: Page) -> int:
    return int(page.locator("#thread").get_attribute("data-thread"))


def write(page: Page, path: str, body: dict | None = None) -> dict:
    """Do it over the API with this visitor's session."""
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
    data = {"ref": str(uuid4())} | (body or {})
    origin = re.match(r"https?://[^/]+", page.url)[0]
    headers = {"X-CSRFToken": token, "Referer": origin + "/", "Origin": origin}
    answer = page.request.post(f"{origin}/api/v1/{path}", data=data, headers=headers)
    assert answer.status in (200, 201), answer.text()
    return answer.json()


def comment(page: Page, words: str):
    return page.locator("#comments [data-comment]", has_text=words)


def test_the_hundredth_person_calls_the_mayor_before_everybody_s_eyes(visitor, capsys):
    ann, ben = visitor(TELEPHONE, as_="resident0001"), visitor(DESK, as_="resident0002")
    for page in (ann, ben):
        page.goto(LIGHTS)
        expect(page.locator(".gauge-rule").first).to_have_text("댓글 99명 / 100명 → 구청장 답변")
    expect(ben.locator("#presence")).to_contain_text("2명", timeout=PATIENCE)
    words = f"계단 앞은 그대로 두어 주세요. {uuid4().hex[:6]}"
    began = time.monotonic()
    say(ann, words)
    expect(ben.locator("#live")).to_contain_text(SENTENCE, timeout=PATIENCE)
    took = time.monotonic() - began
    expect(ben.locator("[data-voices]").first).to_have_text("100", timeout=PATIENCE)
    expect(ben.locator("#latch-place")).to_contain_text(SENTENCE)
    expect(ben.locator("#pill")).to_have_text("새 의견 1개 보기")
    expect(comment(ben, words)).to_have_count(0)
    ben.locator("#pill").click()
    expect(comment(ben, words)).to_have_count(1)
    expect(comment(ben, words)).to_be_focused()
    expect(comment(ann, words)).to_have_count(1)
    for page in (ann, ben):
        page.reload()
        expect(comment(page, words)).to_have_count(1)
        expect(page.locator("#latch-place")).to_contain_text(SENTENCE)
    with capsys.disabled():
        print(f"\n  [hundredth voice: pressed → announced to the neighbour in {took:.2f} s]")


@pytest.mark.parametrize("seconds", [3, pytest.param(30, marks=pytest.mark.long)])
def test_a_cut_line_loses_nothing_doubles_nothing_and_brings_nothing_hidden_back(visitor, demo, seconds):
    writer, moderator = visitor(as_="resident0003"), visitor(as_="moderator")
    writer.goto(LIBRARY)
    moderator.goto(LIBRARY)
    thread = f"threads/{thread_of(writer)}/comments/"
    with line_to(demo.url) as line:
        reader = visitor()
        reader.goto(line.url + LIBRARY)
        mark = uuid4().hex[:6]
        write(writer, thread, {"body": f"끊기기 전 {mark}"})
        expect(reader.locator("#pill")).to_be_visible(timeout=PATIENCE)
        line.cut()
        hidden = write(writer, thread, {"body": f"가려질 말 {mark}"})
        for n in range(4):
            write(writer, thread, {"body": f"끊긴 동안 {n} {mark}"})
        write(moderator, f"comments/{hidden['id']}/hide/", {"ground": ground_of(moderator)})
        reader.wait_for_timeout(seconds * 1000)
        line.mend()
        expect(reader.locator("#pill")).to_have_text("새 의견 5개 보기", timeout=PATIENCE)
        reader.locator("#pill").click()
        told = reader.locator("#comments > [data-comment]", has_text=mark).all_inner_texts()
        assert [re.search(r"끊\S+ (?:동안 \d|전)", words)[0] for words in told] == [
            *(f"끊긴 동안 {n}" for n in (3, 2, 1, 0)),
            "끊기기 전",
        ]
        expect(reader.get_by_text(f"가려질 말 {mark}")).to_have_count(0)
        assert f"가려질 말 {mark}" not in reader.content()


def test_a_page_that_is_older_than_its_ticket_comes_alive_all_the_same(visitor):
    writer, reader = visitor(as_="resident0003"), visitor()
    writer.goto(LIBRARY)
    scripts = []
    reader.route("**/js/question*.js", lambda route: scripts.append(route))  # noqa: PLW0108 (not a builtin)
    reader.goto(LIBRARY, wait_until="commit")
    reader.wait_for_timeout(TICKET_SECONDS * 1000 + 1000)
    words = f"오래 열어 둔 쪽에도 {uuid4().hex[:6]}"
    write(writer, f"threads/{thread_of(writer)}/comments/", {"body": words})
    scripts[0].continue_()
    expect(reader.locator("#pill")).to_have_text("새 의견 1개 보기", timeout=PATIENCE)
    reader.locator("#pill").click()
    expect(comment(reader, words)).to_have_count(1)


def ground_of(page: Page) -> str:
    """Some ground for hiding, as the page itself names them."""
    return page.locator("#words").evaluate(
        "t => t.content.querySelector('[data-word^=ground-]').dataset.word.slice('ground-'.length)"
    )


@pytest.mark.long
def test_where_no_socket_passes_the_stream_carries_the_words(visitor, demo):
    writer = visitor(as_="resident0004")
    writer.goto(LIBRARY)
    with line_to(demo.url, refuse_upgrades=True) as line:
        reader = visitor()
        reader.goto(line.url + LIBRARY)
        reader.wait_for_timeout(12_000)
        words = f"둘러 가는 길로 {uuid4().hex[:6]}"
        write(writer, f"threads/{thread_of(writer)}/comments/", {"body": words})
        expect(reader.locator("#pill")).to_be_visible(timeout=PATIENCE)
        reader.locator("#pill").click()
        expect(comment(reader, words)).to_have_count(1)


def test_reading_and_speaking_need_no_javascript(visitor):
    page = visitor(TELEPHONE, java_script_enabled=False, as_="resident0005")
    page.goto(LIBRARY)
    expect(page.locator(".gauge svg.seats")).to_be_visible()
    words = f"스크립트 없이 씁니다 {uuid4().hex[:6]}"
    say(page, words)
    expect(comment(page, words)).to_have_count(1)
    other = comment(page, words).locator("xpath=following-sibling::*[@data-comment][1]")
    number = other.locator("[data-field=reactions], [data-reactions]").first
    before = int(number.inner_text() or 0)
    pk = other.get_attribute("data-comment")
    other.locator("[data-support] button").first.click()
    after = page.locator(f"#comment-{pk} [data-field=reactions], #comment-{pk} [data-reactions]").first
    assert int(after.inner_text() or 0) == before + 1


def test_a_signed_out_neighbour_keeps_the_words_through_sign_in(visitor):
    page = visitor(TELEPHONE, java_script_enabled=False)
    page.goto(LIBRARY)
    words = f"로그인하고 올립니다 {uuid4().hex[:6]}"
    say(page, words)
    page.fill("input[name=login]", "resident0006@gwanak.example")
    page.fill("input[name=password]", "cheong-demo")
    page.locator("form:has(input[name=password]) [type=submit]").first.click()
    expect(page.locator("#composer textarea")).to_have_value(words)
    page.locator("#composer button.primary").click()
    expect(comment(page, words)).to_have_count(1)


def test_enter_in_the_middle_of_a_syllable_sends_nothing(visitor):
    page = visitor(as_="resident0007")
    page.goto(LIBRARY)
    field = page.locator("#composer textarea")
    field.click()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "안녀", "selectionStart": 2, "selectionEnd": 2})
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(300)
    expect(comment(page, "안녀")).to_have_count(0)
    keyboard.send("Input.insertText", {"text": "안녕하세요"})
    page.keyboard.press("Control+Enter")
    expect(comment(page, "안녕하세요").first).to_be_visible()
    expect(field).to_have_value("")


def test_the_journey_goes_by_keyboard_alone(visitor):
    page = visitor(as_="resident0008")
    page.goto(LIBRARY)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#composer textarea')"):
            break
    words = f"자판으로만 씁니다 {uuid4().hex[:6]}"
    page.keyboard.type(words)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(comment(page, words)).to_have_count(1)
    expect(page.locator("#composer textarea")).to_have_value("")


def test_a_reply_stands_under_its_comment_and_is_news_to_the_neighbour(visitor):
    ann, ben = visitor(TELEPHONE, as_="resident0010"), visitor()
    for page in (ann, ben):
        page.goto(LIBRARY)
    said = ann.locator("#comments > [data-comment]:has(> * .reply-box)").first
    place = f"#comment-{said.get_attribute('data-comment')}"
    words = f"저도 그렇게 생각합니다 {uuid4().hex[:6]}"
    said.locator(".reply-box > summary").click()
    said.locator(".reply-box textarea").fill(words)
    said.locator(".reply-box button.primary").click()
    expect(ann.locator(f"{place} > .replies [data-comment]", has_text=words)).to_have_count(1)
    ben.locator(f"{place} > .reply-news").click()
    expect(ben.locator(f"{place} > .replies [data-comment]", has_text=words)).to_have_count(1)


def test_unsent_words_survive_a_reload(visitor):
    page = visitor()
    page.goto(LIBRARY)
    page.locator("#composer textarea").fill("아직 다 쓰지 못했습니다")
    page.wait_for_timeout(600)
    page.reload()
    expect(page.locator("#composer textarea")).to_have_value("아직 다 쓰지 못했습니다")
