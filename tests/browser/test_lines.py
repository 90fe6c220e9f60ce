"""What lies between house and browser: proxies, sleep, a second tab; and a page that stays the same page."""

import json
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PATIENCE, TELEPHONE
from tests.browser.hall import RESIDENTS, SECRETARY
from tests.browser.line import Line, line_to
from tests.browser.test_live import LIBRARY, comment, ground_of, thread_of, write

SLOW = "실시간 연결이 막혀 몇 초마다 새로 불러옵니다."
BACK = "다시 연결했습니다. 빠진 의견은 없습니다."
HALF = "아직 쓰고 있는 말입니다"
# What the region of the screen reader is given to say, line by line.
LISTEN = """() => {
    const live = document.getElementById("live");
    window.heard = [];
    const hear = () => live.textContent && heard.push(live.textContent);
    new MutationObserver(hear).observe(live, {childList: true});
}"""
FIELD = """() => {
    const field = document.activeElement;
    return [field.id, field.value, field.selectionStart, Math.round(field.getBoundingClientRect().top)];
}"""


def stay(page: Page) -> None:
    """Notice every reload, and everything that is said."""
    page.evaluate("window.stayed = true")
    page.evaluate(LISTEN)


def stood(page: Page) -> bool:
    """Whether it is still the very page that was opened."""
    return page.evaluate("window.stayed === true")


def half_way(page: Page) -> list:
    """Somebody is in the middle of a word, and the caret in the middle of the line."""
    page.locator("#composer textarea").click()
    page.keyboard.type(HALF)
    page.keyboard.press("ArrowLeft")
    stay(page)
    return page.evaluate(FIELD)


def until(page: Page, line: Line, sockets: int = 0, streams: int = 0) -> None:
    """So many have passed through, or were held back there."""
    for _ in range(PATIENCE // 50):
        if line.sockets >= sockets and line.streams >= streams:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{line.sockets} sockets and {line.streams} streams")


def come(page: Page, told: list, many: int) -> None:
    """Until so many have come."""
    for _ in range(PATIENCE // 50):
        if len(told) >= many:
            return
        page.wait_for_timeout(50)
    raise AssertionError(told)


@pytest.fixture
def writer(visitor, hall) -> Page:
    """A resident who speaks while others read."""
    page = hall.seat(visitor(), RESIDENTS[0])
    page.goto(LIBRARY)
    return page


def test_two_browsers_hold_one_page_though_one_has_no_socket(visitor, demo, hall, writer):
    ann, ben = hall.seat(visitor(DESK), RESIDENTS[1]), visitor(TELEPHONE)
    mark = uuid4().hex[:6]
    said = post(writer, f"저녁에도 열어 주세요 {mark}")
    with line_to(demo.url, refuse_upgrades=True) as line:
        ann.goto(LIBRARY)
        ben.goto(line.url + LIBRARY)
        until(ben, line, streams=1)
        stands = {page: half_way(page) for page in (ann, ben)}
        other = post(writer, f"가까운 곳이면 좋겠습니다 {mark}")
        ask(writer, "PUT", f"comments/{said['id']}/reaction/")
        ask(writer, "PATCH", f"comments/{said['id']}/", {"body": f"밤 열 시까지 열어 주세요 {mark}"})
        for page, stand in stands.items():
            row = page.locator(f"#comment-{said['id']}")
            expect(row.locator("[data-field=body]").first).to_have_text(f"밤 열 시까지 열어 주세요 {mark}")
            expect(row.locator("[data-field=reactions]").first).to_have_text("1")
            expect(page.locator("#live")).to_have_text("새 의견 1개가 있습니다.")
            assert page.evaluate(FIELD) == stand
            page.locator("#pill").click()
            expect(page.locator(f"#comment-{other['id']}")).to_have_count(1)
            assert page.evaluate("heard") == ["새 의견 1개가 있습니다."]
            assert stood(page)
        assert line.sockets == 0
        reloaded_in_the_middle_of_a_word(ben)


def reloaded_in_the_middle_of_a_word(page: Page) -> None:
    """The last letters are as safe as the first."""
    page.locator("#composer textarea").click()
    page.keyboard.press("End")
    page.keyboard.type(" 그리고")
    page.reload()
    expect(page.locator("#composer textarea")).to_have_value(f"{HALF} 그리고")


def post(page: Page, words: str) -> dict:
    """의견."""
    return write(page, f"threads/{thread_of(page)}/comments/", {"body": words})


def ask(page: Page, method: str, path: str, body: dict | None = None) -> None:
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
    origin = re.match(r"https?://[^/]+", page.url)[0]
    answer = page.request.fetch(
        f"{origin}/api/v1/{path}",
        method=method,
        data={"ref": str(uuid4())} | (body or {}),
        headers={"X-CSRFToken": token, "Referer": origin + "/", "Origin": origin},
    )
    assert answer.ok, answer.text()


def test_where_nothing_streams_the_page_asks_and_later_comes_back_to_the_socket(visitor, demo, writer):
    ben, mark = visitor(TELEPHONE), uuid4().hex[:6]
    ben.clock.install()
    with line_to(demo.url, refuse_upgrades=True, buffers=True) as line:
        ben.goto(line.url + LIBRARY)
        stay(ben)
        until(ben, line, streams=1)
        ben.clock.fast_forward(6000)
        expect(ben.locator("#connection")).to_have_text(SLOW, timeout=PATIENCE)
        expect(ben.locator(".presence[data-slow]")).to_be_visible()
        post(writer, f"묻고 또 묻습니다 {mark}")
        ben.clock.fast_forward(5000)
        expect(ben.locator("#pill")).to_have_text("새 의견 1개 보기", timeout=PATIENCE)
        line.refuse_upgrades = False
        ben.clock.fast_forward(60_000)
        expect(ben.locator("#connection")).to_have_text(BACK, timeout=PATIENCE)
        assert line.sockets == 1
        post(writer, f"다시 바로 들립니다 {mark}")
        expect(ben.locator("#pill")).to_have_text("새 의견 2개 보기", timeout=PATIENCE)
        ben.locator("#pill").click()
        expect(ben.locator("#comments > [data-comment]", has_text=mark)).to_have_count(2)
        assert stood(ben)


def test_a_line_that_was_cut_comes_back_by_the_ticket_that_came_with_the_heart_beat(visitor, demo):
    reader = visitor()
    reader.clock.install()
    welcomes, pongs, posted, resumed = [], [], [], []
    reader.on("request", lambda asked: asked.url.endswith("/ticket/") and posted.append(asked.url))

    def open_line(socket):
        socket.on("framesent", lambda text: '"resume"' in text and resumed.append(json.loads(text)))
        socket.on("framereceived", lambda text: '"welcome"' in text and welcomes.append(text))
        socket.on("framereceived", lambda text: '"pong"' in text and pongs.append(json.loads(text)))

    reader.on("websocket", open_line)
    with line_to(demo.url) as line:
        reader.goto(line.url + LIBRARY)
        come(reader, welcomes, 1)
        while not any("ticket" in pong for pong in pongs):
            # One heart beat, and its answer, before the clock goes on: a beat unanswered is a line cut.
            beats = len(pongs)
            reader.clock.fast_forward(20_000)
            come(reader, pongs, beats + 1)
        line.loop.call_soon_threadsafe(line.hang_up)
        until(reader, line, sockets=2)
        come(reader, resumed, 2)
    assert posted == []
    assert resumed[-1]["ticket"] == next(pong["ticket"] for pong in reversed(pongs) if "ticket" in pong)


def test_pause_holds_everything_but_what_is_hidden_and_goes_on_in_order(visitor, hall, writer):
    moderator, reader, mark = hall.seat(visitor(), "moderator"), visitor(), uuid4().hex[:6]
    for page in (moderator, reader):
        page.goto(LIBRARY)
    first = post(writer, f"보이던 말 {mark}")
    reader.locator("#pill").click()
    expect(comment(reader, f"보이던 말 {mark}")).to_have_count(1)
    reader.locator("#pause").click()
    before = reader.locator("[data-comments]").first.inner_text()
    for n in range(2):
        post(writer, f"멈춘 동안 {n} {mark}")
    write(moderator, f"comments/{first['id']}/hide/", {"ground": ground_of(moderator)})
    expect(comment(reader, f"보이던 말 {mark}")).to_have_count(0)
    expect(reader.locator("#paused")).to_have_text("실시간을 멈췄습니다. 새 의견 2개가 기다립니다.")
    expect(reader.locator("#pill")).to_be_hidden()
    expect(reader.locator("[data-comments]").first).to_have_text(before)
    reader.locator("#pause").click()
    expect(reader.locator("#pill")).to_have_text("새 의견 2개 보기")
    reader.locator("#pill").click()
    told = reader.locator("#comments > [data-comment]", has_text=f"{mark}").all_inner_texts()
    assert [re.search(r"멈춘 동안 \d", words)[0] for words in told] == ["멈춘 동안 1", "멈춘 동안 0"]


def test_a_telephone_that_slept_wakes_to_everything_once(visitor, demo, writer):
    mark = uuid4().hex[:6]
    with line_to(demo.url) as line:
        reader = visitor(TELEPHONE)
        reader.goto(line.url + LIBRARY)
        stay(reader)
        until(reader, line, sockets=1)
        asleep = reader.context.new_cdp_session(reader)
        asleep.send("Page.setWebLifecycleState", {"state": "frozen"})
        line.cut()
        for n in range(3):
            post(writer, f"자는 동안 {n} {mark}")
        line.mend()
        asleep.send("Page.setWebLifecycleState", {"state": "active"})
        expect(reader.locator("#pill")).to_have_text("새 의견 3개 보기", timeout=PATIENCE)
        # Put aside by the browser, and brought back as it was.
        reader.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
        post(writer, f"자는 동안 3 {mark}")
        reader.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
        expect(reader.locator("#pill")).to_have_text("새 의견 4개 보기", timeout=PATIENCE)
        reader.locator("#pill").click()
        told = reader.locator("#comments > [data-comment]", has_text=mark).all_inner_texts()
        assert [re.search(r"동안 (\d)", words)[1] for words in told] == ["3", "2", "1", "0"]
        assert stood(reader)


@pytest.mark.long
def test_who_signs_out_in_another_tab_reads_on_as_a_guest_and_keeps_the_words(visitor, hall, writer):
    page = hall.seat(visitor(), "parting-resident")
    page.goto(LIBRARY)
    half_way(page)
    with page.expect_response(re.compile(r"/thread/\d+/ticket/$")) as asked:
        sign_out(page)
    assert asked.value.status == 200
    post(writer, f"손님도 듣습니다 {uuid4().hex[:6]}")
    expect(page.locator("#pill")).to_be_visible(timeout=PATIENCE)
    page.locator("#composer button.primary").click()
    expect(page.locator("#composer [data-error] a")).to_have_text("로그인")
    expect(page.locator("#composer textarea")).to_have_value(HALF)
    assert stood(page)


def test_who_signs_out_in_another_tab_leaves_the_floor_but_not_the_words(visitor, hall):
    page = hall.seat(visitor(TELEPHONE), "parting-member")
    page.goto(f"{hall.place('looked_at')}floor/")
    page.fill("#remark-body", HALF)
    stay(page)
    sign_out(page)
    expect(page.locator("#connection")).to_contain_text("이 회의의 위원만 봅니다", timeout=PATIENCE)
    expect(page.locator("#remark-body")).to_have_value(HALF)
    expect(page.locator("[data-send]")).to_be_hidden()
    assert stood(page)


@pytest.mark.long
def test_what_the_secretary_typed_is_there_after_a_reload(visitor, hall):
    page = hall.seat(visitor(), SECRETARY)
    page.goto(f"{hall.place('looked_at')}console/")
    page.locator("#by-hand summary").click()
    page.locator("#resolve [name=form][value=adopted]").check(force=True)
    page.locator("#resolve-text").click()
    page.keyboard.type("원안대로 의결한다.")
    page.reload()
    expect(page.locator("#by-hand")).to_have_attribute("open", "")
    expect(page.locator("#resolve-text")).to_have_value("원안대로 의결한다.")
    expect(page.locator("#resolve [name=form][value=adopted]")).to_be_checked()


def sign_out(page: Page) -> None:
    """In another tab of the same browser."""
    tab = page.context.new_page()
    tab.goto("/me/")
    tab.locator("form[action*=logout]").last.evaluate("form => form.submit()")
    tab.wait_for_url(re.compile(r"^https?://[^/]+/$"))
    tab.close()


@pytest.mark.long
def test_a_full_hall_does_not_come_back_all_at_once(visitor):
    page = visitor()
    page.goto(LIBRARY)
    spread = page.evaluate(
        """async () => {
            const loaded = performance.getEntriesByType("resource").map(({name}) => name);
            const {wait} = await import(loaded.find(name => name.includes("/patience")));
            const all = people => Array.from({length: 2000}, () => wait({people, failures: 1}) / 1000);
            return [40, 2000, 4000, 50000].map(people => [people, all(people)]);
        }"""
    )
    seconds = {40: 1, 2000: 5, 4000: 10, 50_000: 15}
    for people, waits in spread:
        assert {int(wait * 10 / seconds[people]) for wait in waits} == set(range(10)), people
