"""Walking: whoever comes in, by mouse or by keyboard alone, and what is kept of how it looked."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK
from tests.browser.journey import SHOTS, Road

DAY = r"\d{4}\. \d{1,2}\. \d{1,2}\.\([월화수목금토일]\)"
# Whether it has the focus, and the focus can be seen.
HELD = """(node) => node === document.activeElement && getComputedStyle(node).outlineStyle !== "none" """


@dataclass
class Walk:
    """Everybody on a page of their own."""

    road: Road
    visitor: Callable[..., Page]

    def of(self, login: str, size: dict = DESK, **options) -> Page:
        """A page on which that person is signed in."""
        return self.road.seat(self.visitor(size, **options), login)


@contextmanager
def told_how_long(capsys, what: str) -> Iterator[None]:
    """Say at the end how long it took; no test depends on it."""
    began = time.monotonic()
    yield
    with capsys.disabled():
        print(f"\n  [{what}: {time.monotonic() - began:.1f} s]")


def shot(page: Page, name: str) -> None:
    """Keep how it looked, once a state was waited for: a page on its way has no picture."""
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", animations="disabled")


def reach(page: Page, target: Locator) -> None:
    """Go there by the Tab key alone."""
    expect(target).to_be_visible()
    for _ in range(80):
        if target.evaluate(HELD):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by keyboard to {target}")


def press(page: Page, words: str | re.Pattern, role: str = "button") -> None:
    """Go to what bears these words, and press Enter."""
    reach(page, page.get_by_role(role, name=words))
    page.keyboard.press("Enter")


def fill(page: Page, label: str, words: str) -> None:
    """Go to that field, and type."""
    reach(page, page.get_by_label(label, exact=True))
    page.keyboard.type(words)


def inbox_row(page: Page, title: str, kind: str):
    """That line of the inbox."""
    page.goto("/desk/inbox/")
    return page.locator(".inbox-rows tbody tr", has_text=title).filter(has_text=kind)


def open_row(page: Page, title: str, kind: str) -> None:
    """Its file."""
    inbox_row(page, title, kind).get_by_role("link", name=title).click()


def approve(page: Page, title: str, kind: str, answer: str) -> None:
    """Read what was drafted, and put one's name below it."""
    open_row(page, title, kind)
    expect(page.locator(".inbox-version").first).to_contain_text(answer)
    page.get_by_role("button", name="결재하기").click()
    expect(page.get_by_role("button", name="결재하기")).to_have_count(0)
