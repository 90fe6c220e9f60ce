"""How one is told, as the page lets one choose; and a browser that is woken, and ends it in one press."""

import json

from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE, TELEPHONE

SHOWN = """async () => {
    const worker = await navigator.serviceWorker.ready;
    return (await worker.getNotifications()).map((each) => [each.title, each.body, each.actions.length]);
}"""
PRESS = """async (action) => {
    const [shown] = await self.registration.getNotifications();
    self.dispatchEvent(new NotificationEvent("notificationclick", { notification: shown, action }));
}"""
UP = ("activated", "running")
REGISTER = "() => navigator.serviceWorker.register('/sw.js', { scope: '/' }).then((worker) => worker.scope)"

# `ready` has a worker that may still be on its way in; what is sent to it then is lost.
READY = """async () => {
    const { active } = await navigator.serviceWorker.ready;
    while (active.state !== "activated") {
        await new Promise((changed) => active.addEventListener("statechange", changed, { once: true }));
    }
    return active.state;
}"""


def until(page, shown, patience=PATIENCE):
    """Whether the browser comes to show exactly this."""
    for _ in range(patience // 50):
        if page.evaluate(SHOWN) == shown:
            return True
        page.wait_for_timeout(50)
    return False


def standing(page, told):
    """The number of the registration whose worker stands ready, as the browser's own keeper of them says."""
    for _ in range(PATIENCE // 50):
        ready = {each["registrationId"] for each in told if (each["status"], each["runningStatus"]) == UP}
        if ready:
            [number] = ready
            return number
        page.wait_for_timeout(50)
    raise AssertionError(f"no worker stands ready: {told}")


def test_a_browser_that_is_woken_shows_what_came_and_ends_it_in_one_press(visitor, demo):
    page = visitor()
    context = page.context
    context.grant_permissions(["notifications"], origin=demo.url)
    page.goto("/accounts/login/")
    line, found = context.new_cdp_session(page), []
    line.on("ServiceWorker.workerVersionUpdated", lambda told: found.extend(told["versions"]))
    line.send("ServiceWorker.enable")
    assert page.evaluate(REGISTER) == f"{demo.url}/"
    assert page.evaluate(READY) == "activated"
    stop = f"{demo.url}/letters/stop/forged/"
    said = {"title": "[관악구] 가로등", "body": "역 앞", "tag": "1", "url": f"{demo.url}/", "stop": stop}
    said |= {"stop_label": "그만 받기", "stopped": "이제 보내 드리지 않습니다"}
    wake = {"origin": demo.url, "registrationId": standing(page, found)}
    # The browser's own keeper may lose what comes while it turns; by its tag the same news is shown once.
    wake |= {"data": json.dumps(said, ensure_ascii=False)}
    assert any(
        line.send("ServiceWorker.deliverPushMessage", wake) is not None
        and until(page, [["[관악구] 가로등", "역 앞", 1]], PATIENCE // 5)
        for _time in range(5)
    )
    [worker] = context.service_workers
    with context.expect_event("request", predicate=lambda asked: asked.url == stop) as pressed:
        worker.evaluate(PRESS, "stop")
    assert (pressed.value.method, pressed.value.post_data) == ("POST", "List-Unsubscribe=One-Click")
    assert until(page, [])


def test_what_is_no_message_of_ours_shows_nothing(visitor, demo):
    page = visitor()
    page.context.grant_permissions(["notifications"], origin=demo.url)
    page.goto("/accounts/login/")
    page.evaluate(REGISTER)
    page.evaluate(READY)
    [worker] = page.context.service_workers
    worker.evaluate("() => { self.dispatchEvent(new PushEvent('push', { data: '<b>' })); }")
    assert page.evaluate(SHOWN) == []


def test_the_ways_are_chosen_on_a_telephone_without_a_script(visitor):
    page = visitor(TELEPHONE, as_="resident0002", java_script_enabled=False)
    page.goto("/me/letters/")
    ways = page.locator("#ways")
    ways.get_by_label("얼마나 자주").select_option("하루에 한 번")
    ways.get_by_label("이메일").uncheck()
    ways.get_by_role("button", name="저장하기").click()
    expect(page.get_by_text("받는 방법을 바꾸었습니다.")).to_be_visible()
    expect(ways.get_by_label("얼마나 자주")).to_have_value("daily")
    expect(ways.get_by_label("이메일")).not_to_be_checked()
    ways.get_by_label("누리집").uncheck()
    ways.get_by_role("button", name="저장하기").click()
    expect(page.get_by_text("받으실 방법을 하나 이상 골라 주세요.")).to_be_visible()
    ways.get_by_label("이메일").check()
    ways.get_by_label("얼마나 자주").select_option("바로")
    ways.get_by_role("button", name="저장하기").click()
    expect(ways.get_by_label("이메일")).to_be_checked()
