"""Whatever is asked of the open data and of the lists: an answer, or a refusal with a code."""

import pytest

from deliberation.datasets import DATASETS
from tests.deliberation.test_malformed import INVENTED, collected, needs_collection

pytestmark = pytest.mark.django_db
ASKED = {
    **{f"/data/{name}/": ("format", "enc", "year", "q", "x") for name in sorted(DATASETS)},
    "/data/": ("format",),
    "/transparency/": ("year",),
    "/transparency/data.csv": ("year",),
    "/api/v1/transparency/": ("year",),
    "/api/v1/proposals/": ("status", "order", "limit", "around", "from"),
    "/api/v1/proposals/similar/": ("title", "body", "besides"),
    "/api/v1/surveys/": ("cursor", "limit"),
    "/api/v1/house-rules/": ("cursor",),
    "/proposals/years/": ("year",),
    "/feeds/proposals.atom": ("q", "tag"),
    "/feeds/answers.atom": ("q",),
}
INSIDE = {
    "/api/v1/dockets/": ("rule", "mine", "unclaimed", "limit"),
    "/api/v1/appeals/": ("open", "cursor"),
    "/desk/moderation/": ("tab", "rule", "mine", "unclaimed"),
    "/api/v1/referrals/": ("department", "state", "kind", "due", "q", "cursor"),
    "/desk/inbox/": ("department", "state", "kind", "due", "q", "cursor"),
}


def check(client, asked, texts, known, *, in_turns=False):
    """Each name is asked for each text; in turns, one name of each address, so that none is left out."""
    for turn, text in enumerate(texts):
        sought = text.encode("utf-8", "surrogatepass")
        for address, names in asked.items():
            for name in (names[turn % len(names)],) if in_turns else names:
                status = client.get(address, {name: sought}).status_code
                assert status in known, (address, name, text, status)


@pytest.fixture
def open_to_me(visit, moderator, officer, home):
    """Who may look into the lists of the staff."""
    return {
        "dockets": visit(moderator), "appeals": visit(moderator), "moderation": visit(moderator),
        "referrals": visit(officer), "inbox": visit(officer),
    }  # fmt: skip


@pytest.fixture(autouse=True)
def patience(settings):
    settings.PACE_PERSON = settings.PACE_ADDRESS = "1000000/60"


def test_no_table_and_no_list_breaks_over_what_it_is_asked(visit, home):
    check(visit(), ASKED, INVENTED[::3], {200, 302, 400, 404, 422})


def test_no_list_of_the_staff_breaks_either(open_to_me):
    for address, names in INSIDE.items():
        client = open_to_me[address.strip("/").rpartition("/")[2]]
        check(client, {address: names}, INVENTED[::6], {200, 302, 400, 404, 422})


@needs_collection
@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("every", [512, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", ["blns.jsonl", "xss_payloads.jsonl"])
def test_nothing_breaks_over_what_was_collected(visit, open_to_me, home, name, every):
    texts, known = [row["text"] for row in collected(name)][::every], {200, 302, 400, 404, 422}
    check(visit(), ASKED, texts, known, in_turns=every == 1)
    for address, names in INSIDE.items():
        client = open_to_me[address.strip("/").rpartition("/")[2]]
        check(client, {address: names}, texts, known, in_turns=every == 1)
