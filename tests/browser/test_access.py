"""axe on our pages, once on a telephone in light and once at a desk in the dark."""

from pathlib import Path

import axe_playwright_python
import pytest

from tests.browser.conftest import DESK, TELEPHONE

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
QUESTIONS = "/participation/questions/"
GUEST = [
    "/", "/participation/", QUESTIONS, f"{QUESTIONS}?status=upcoming&kind=governance",
    f"{QUESTIONS}stream-lights/", f"{QUESTIONS}alley-garden/", f"{QUESTIONS}crosswalk-seats/",
    f"{QUESTIONS}recycling-day/", f"{QUESTIONS}night-bus-stop/", "/comments/1/", "/comments/1/replies/",
    "/participation/guide/", "/privacy/", "/display/", "/search/?q=조명", "/search/?q=코끼리", "/search/",
    "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/password/reset/done/",
    "/accounts/confirm-email/", "/accounts/confirm-email/none/", "/no-such-page/",
]  # fmt: skip
SIGNED_IN = [
    f"{QUESTIONS}library-hours/",
    "/me/",
    "/me/leave/",
    "/me/name/",
    "/verify/",
    "/accounts/2fa/",
    "/accounts/email/",
    "/accounts/sessions/",
    "/accounts/password/change/",
    "/accounts/3rdparty/",
    "/accounts/reauthenticate/",
    "/accounts/logout/",
]
MODERATOR = ["/comments/1/hide/"]
# Wagtail's own screens are Wagtail's; our panel on them is ours.
PANEL = ".cheong-desk"
VIEWS = {"390 light": (TELEPHONE, False), "1280 dark": (DESK, True)}


def findings(page, path: str, part: str = "html") -> list[str]:
    """What axe holds against that page, or a part of it, in one line each."""
    page.goto(path)
    page.locator(part).first.wait_for()
    page.evaluate("() => document.fonts.ready")
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("([part, rules]) => axe.run(part, {runOnly: rules})", [part, RULES])["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    told = [
        f"{path}: {one['id']} at {', '.join(str(n['target']) for n in one['nodes'][:3])}" for one in found
    ]
    return told + ([f"{path}: scrolls sideways by {wide} px"] if wide > 0 else [])


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_on_our_pages(visitor, view):
    size, dark = VIEWS[view]
    guest = visitor(size, dark=dark, bypass_csp=True)
    told = [line for path in GUEST for line in findings(guest, path)]
    resident = visitor(size, dark=dark, bypass_csp=True, as_="resident0009")
    told += [line for path in SIGNED_IN for line in findings(resident, path)]
    moderator = visitor(size, dark=dark, bypass_csp=True, as_="moderator")
    told += [line for path in MODERATOR for line in findings(moderator, path)]
    told += findings(moderator, "/desk/", PANEL)
    assert told == []
