"""axe on our pages, once on a telephone in light and once at a desk in the dark."""

from pathlib import Path

import axe_playwright_python

from tests.browser.conftest import DESK, TELEPHONE, sign_in
from tests.browser.hall import MEMBERS, SECRETARY
from tests.browser.journey import GUARDIAN, SIBLING, SUBWAY, WALKERS, Road

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NO_PAGE = "/no-such-page/"
QUESTIONS = "/participation/questions/"
BODIES, FORUMS = "/governance/committees/", "/governance/forums/"
COUNCIL = f"{BODIES}governance-council/"
# Each template in each of its states once: what a signed-in page shows as well is not looked at again.
GUEST = [
    "/", "/participation/", QUESTIONS, f"{QUESTIONS}?status=upcoming&kind=governance",
    f"{QUESTIONS}alley-garden/", f"{QUESTIONS}crosswalk-seats/", f"{QUESTIONS}recycling-day/",
    f"{QUESTIONS}night-bus-stop/", "/comments/1/replies/",
    "/participation/guide/", "/privacy/", "/display/", "/search/?q=조명", "/search/?q=코끼리", "/search/",
    "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/password/reset/done/",
    "/accounts/confirm-email/", "/accounts/confirm-email/none/", NO_PAGE,
    BODIES, f"{BODIES}innovation-governance/", f"{BODIES}innovation-governance/?tab=members",
    f"{BODIES}policy-advisors/", f"{COUNCIL}?tab=meetings", f"{COUNCIL}?tab=resolutions",
    f"{COUNCIL}?tab=terms", "/resolutions/1/", FORUMS, f"{FORUMS}forum-2023/", f"{FORUMS}neighbourhood-talk/",
    "/sessions/1/", "/sessions/7/wall/", "/transparency/",
    "/participation/proposals/", "/participation/proposals/?status=merged", "/proposals/new/",
    "/proposals/years/", "/data/",
    # 분과: one that was held, its votes by names and in secret, its minutes; and one that answers in writing.
    "/meetings/65/", "/votes/4/", "/votes/6/", "/meetings/65/minutes/", "/meetings/67/",
    # 공약: what was printed of one that is over, one that counts itself, its form, and all of them.
    "/pledges/6-1/?on=2023-12-31", "/pledges/6-2/", "/pledges/1/6-2/card/", "/pledges/1/6-2/entries/",
    "/pledges/overview/", "/pledges/progress/", "/pledges/together/",
    "/pledges/agora/", "/pledges/evaluation/",
]  # fmt: skip
SIGNED_IN = [
    f"{QUESTIONS}library-hours/",
    "/me/",
    "/comments/1/report/",
    "/comments/1/measure/",
    "/proposals/mine/",
    "/me/letters/",
    "/me/guardian/",
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
MODERATOR = ["/comments/1/hide/", "/desk/", "/desk/moderation/", "/desk/moderation/1/"]
# Whoever keeps a forum sees buttons that nobody else sees.
FACILITATOR = ["/me/duties/", "/sessions/7/", "/sessions/10/"]
# A council in session: who may see which of its pages.
HALL = {
    MEMBERS[2]: {"looked_at": ["", "screen/", "floor/", "check-in/"], "voting": ["", "screen/"]},
    MEMBERS[1]: {"voting": ["floor/"]},
    SECRETARY: {
        "looked_at": ["console/", "chair/", "minutes/"],
        "voting": ["console/", "chair/"],
        "evening": ["console/"],
    },
}
PLEDGE_TABS = ["", "entries/", "spending/", "measures/", "amendments/", "closings/"]
# Wagtail's own screens are Wagtail's; our panel on them is ours.
PART = ".cheong-desk"
# A proposal looks different wherever it stands.
STANDING = ["collecting", "review", "reviewed", "mayor_due", "done", "transferred", "civil"]
# One question to the page: its fonts, what axe holds against it, and whether it is too wide.
LOOK = """async ([part, seen, rules]) => {
    await document.fonts.ready;
    const asked = { runOnly: rules, resultTypes: ["violations"], preload: false };
    const { violations } = await axe.run({ include: [[part]], exclude: seen }, asked);
    const places = (nodes) => nodes.slice(0, 3).map(({ target }) => String(target));
    const found = violations.map(({ id, nodes }) => [id, places(nodes)]);
    return [found, document.documentElement.scrollWidth - innerWidth];
}"""
# What stands on every page is looked at on the first of each reader.
EVERYWHERE = [["body > header"], ["body > footer"]]
VIEWS = {"390 light": (TELEPHONE, "light"), "1280 dark": (DESK, "dark")}


def findings(page, path: str, *, first: bool) -> list[str]:
    """What axe holds against that page, or our part of it, in either view, in one line each."""
    seen = [] if first else EVERYWHERE
    part = PART if path.startswith("/desk/") else "html"
    answer = page.goto(path)
    page.locator(part).first.wait_for()
    told = [] if answer.ok or path == NO_PAGE else [f"{path} answers {answer.status}"]
    for view, (size, scheme) in VIEWS.items():
        # The page is asked for once: what stands on it depends on neither.
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found, wide = page.evaluate(LOOK, [part, seen, RULES])
        told += [f"{path} {view}: {rule} at {', '.join(places)}" for rule, places in found]
        told += [f"{path} {view}: scrolls sideways by {wide} px"] if wide > 0 else []
    return told


def standing(page) -> list[str]:
    """One proposal of each kind, wherever the demo has it."""
    rows = [page.request.get(f"/api/v1/proposals/?status={status}").json() for status in STANDING]
    return [found["results"][0]["url"] for found in rows]


def written(road: Road) -> dict[str, list[str]]:
    """What only those see who write, are invited, are asked for a child, or answer."""
    draft = road.drafts["draft"]
    return {
        WALKERS[11]: [
            draft,
            f"{draft}?do=find",
            f"{draft}people/",
            f"{draft}publish/",
            road.drafts["invited"],
        ],
        WALKERS[10]: [
            road.drafts["invited"],
            road.survey,
            f"{road.proposal(SUBWAY)}withdraw/",
            road.question,
        ],
        GUARDIAN: [road.drafts["guardian"]],
        SIBLING: ["/me/guardian/ask/", f"{draft[:11]}new/", road.survey],
        "head": ["/desk/inbox/"],
        "traffic-officer": [f"{road.proposal(SUBWAY)}{act}/" for act in ("transfer", "merge", "civil")],
        "auditor": ["/desk/letters/", "/desk/moderation/1/"],
    }


def files(page) -> list[str]:
    """Every kind of file in an inbox: to be claimed, to be written, to be approved."""
    page.goto("/desk/inbox/")
    rows = page.locator(".inbox-title a").all()
    return [row.get_attribute("href") for row in rows][-2:]


def counted(page) -> list[str]:
    """What lies behind a figure that the house counts itself."""
    promise = page.request.get("/api/v1/pledges/6-2/").json()
    return [promise["indicators"][0]["evidence_url"]]


def promised(page) -> list[str]:
    """The board of the planning office, and all that is kept of one promise."""
    page.goto("/desk/pledges/")
    first = page.locator(".cheong-desk tbody a").first.get_attribute("href")
    return ["/desk/pledges/", *(f"{first}{tab}" for tab in PLEDGE_TABS)]


def test_axe_finds_nothing_on_our_pages(visitor, hall, road):
    def look(paths: list[str], as_: str = "", seat: str = "") -> list[str]:
        page = visitor(TELEPHONE)
        if as_:
            sign_in(page, as_)  # by the door: some of these pages ask how long ago that was
        if seat:
            (hall if seat in hall.sessions else road).seat(page, seat)
        page.context.add_init_script(path=AXE)
        return [line for path in paths for line in findings(page, path, first=path == paths[0])]

    told = look(GUEST + standing(visitor()) + counted(visitor()) + [road.survey]) + look(
        SIGNED_IN, "resident0009"
    )
    told += look(MODERATOR, seat="moderator") + look(FACILITATOR, seat="facilitator")
    for login, places in HALL.items():
        told += look(
            [hall.place(name) + part for name, parts in places.items() for part in parts], seat=login
        )
    for login, paths in written(road).items():
        told += look(paths, seat=login)
    for login in ("officer", "head"):
        told += look(files(road.seat(visitor(), login)), seat=login)
    keeper = visitor(TELEPHONE)
    sign_in(keeper, "planning-officer")
    told += look(promised(keeper), "planning-officer")
    assert told == []
