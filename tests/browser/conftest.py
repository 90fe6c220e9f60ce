"""A real browser in front of a real demo district, started once by the command a newcomer types."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import databases
from tests.browser.chamber import Chamber, lay_chamber
from tests.browser.hall import Hall, open_hall
from tests.browser.journey import Road, lay_road
from tests.report import RAN_ON
from tests.servers import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
# What a demo gathered for browsers: folding it takes longest of all, and is done again if a file has changed.
GATHERED = ROOT / ".pytest_cache" / "gathered"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ["--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update"]
# With each window come two pages of an address bar that nobody sees, as dear as the page itself. The rest is
# what Playwright turns off: of such lists only the last one counts.
UNWANTED = [
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding",
    "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints",
    "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch",
]  # fmt: skip
PASSWORD = "cheong-demo"
TICKET_SECONDS = 4
# Whoever waits for what the house does waits thirty times as long as it needs: another part of bin/test runs
# beside this one. What it took is printed; a test fails only then.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
TELEPHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@dataclass
class Demo:
    """A running demo district."""

    url: str
    data: Path
    process: subprocess.Popen
    log: Path

    def said(self) -> str:
        """What the command printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


def pytest_collection_modifyitems(items):
    """Every test in this folder needs the browser and, with it, more time; what all share is on nobody's."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")
            if not item.get_closest_marker("timeout"):
                item.add_marker(pytest.mark.timeout(300, func_only=True))


def start_demo(data: Path, *more: str, port: int | None = None) -> Demo:
    """Run `manage.py demo` and wait until its home page is served."""
    port = port or free_port()
    outside = {"DATABASE_URL", "REDIS_URL", "DATA_DIR", "DJANGO_SETTINGS_MODULE", "LOG_LEVEL"}
    environment = {name: value for name, value in os.environ.items() if name not in outside} | {
        "DEMO": "1",
        "LOG_LEVEL": "WARNING",
        # Short, so that a page can be older than its ticket within a test.
        "TICKET_SECONDS": str(TICKET_SECONDS),
    }
    command = [sys.executable, "manage.py", "demo", "--port", str(port), "--data", str(data), *more]
    log = data.with_name(f"{data.name}-{port}.log")
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    demo = Demo(f"http://127.0.0.1:{port}", data, process, log)
    until = time.monotonic() + 400
    while not answers(demo.url):
        if process.poll() is not None or time.monotonic() > until:
            stop_demo(demo)
            pytest.fail(f"bin/demo did not serve its home page:\n{demo.said()[-4000:]}", pytrace=False)
        time.sleep(0.2)
    return demo


def hand_static(source: Path, place: Path) -> None:
    """What was gathered there, here as well; the mark by which a demo knows it comes last."""
    made, known = source / "static.made", place / "static.made"
    if not made.exists() or (known.exists() and known.read_text() == made.read_text()):
        return
    known.unlink(missing_ok=True)
    shutil.rmtree(place / "static", ignore_errors=True)
    shutil.copytree(source / "static", place / "static")
    shutil.copy(made, known)


def stop_demo(demo: Demo) -> int:
    """Ask it to end, as Ctrl+C would."""
    demo.process.send_signal(signal.SIGTERM)
    try:
        return demo.process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        demo.process.kill()
        return demo.process.wait()


def answers(url: str) -> bool:
    """Whether the home page is served."""
    try:
        with NO_PROXY.open(url, timeout=10) as page:
            return page.status == 200
    except urllib.error.HTTPError as refused:
        return pytest.fail(f"the home page answers {refused.code}", pytrace=False)
    except OSError:
        return False


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Iterator[Demo]:
    """The demo district that all browser tests share; each test leaves it usable for the next."""
    data = tmp_path_factory.mktemp("demo")
    databases.lay(data / "cheong.sqlite3")
    hand_static(GATHERED, data)
    running = start_demo(data)
    hand_static(data, GATHERED)
    yield running
    stop_demo(running)


@pytest.fixture(scope="session")
def hall(demo) -> Hall:
    """A small council that meets in the demo district."""
    return open_hall(demo.url, demo.data)


@pytest.fixture(scope="session")
def road(demo) -> Road:
    """What the journeys set out from."""
    return lay_road(demo.url, demo.data)


@pytest.fixture(scope="session")
def chamber(demo) -> Chamber:
    """A 분과 of ten, before its second meeting of the year."""
    return lay_chamber(demo.url, demo.data)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium; in CI a missing one is an error, elsewhere a skip that says so."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        reason = f"no Chromium on this machine (looked for {', '.join(BROWSERS)} and CHROMIUM)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        unwanted = f"--disable-features={','.join(UNWANTED)}"
        running = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *sandbox, unwanted])
        RAN_ON.append(f"Chromium {running.version}")
        yield running
        running.close()


@pytest.fixture
def visitor(browser: Browser, demo: Demo, hall: Hall) -> Iterator[Callable[..., Page]]:
    """Call in another visitor, nobody's cookies shared: visitor(TELEPHONE, dark=True, as_="resident0001")."""
    contexts: list[BrowserContext] = []

    def call(size: dict = DESK, *, dark: bool = False, as_: str = "", **options) -> Page:
        context = browser.new_context(
            base_url=demo.url,
            viewport=size,
            locale="ko-KR",
            timezone_id="Asia/Seoul",
            color_scheme="dark" if dark else "light",
            bypass_csp=options.pop("bypass_csp", False),
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        return hall.seat(page, as_) if as_ else page

    yield call
    for context in contexts:
        context.close()


def sign_in(page: Page, login: str) -> None:
    """Come in by the door everybody uses."""
    email = login if "@" in login else f"{login}@gwanak.example"
    page.goto("/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) [type=submit]").first.click()
    page.wait_for_url(re.compile(r"^(?!.*/accounts/login/)"))
