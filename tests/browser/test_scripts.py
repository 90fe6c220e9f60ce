"""Whatever somebody writes into a proposal, an answer, a report or a name: no browser takes it for a page."""

import pytest
from django.db import transaction

from district.models import Consent
from tests.browser.conftest import TELEPHONE
from tests.browser.glass import Glass
from tests.browser.strangers import ROWS, Pen, Strangers
from tests.cast import BEGINNING, NOON
from tests.deliberation.order import colleague
from tests.deliberation.test_malformed import collected, needs_collection

pytestmark = pytest.mark.django_db
PLAIN = [f"가로등 {n}" for n in range(ROWS)]
# Whatever of these became a part of a page would say so itself.
STRANGE = [
    "<script strange>alert(1)</script>",
    "<img strange src=x onerror=alert(1)>",
    "\"'><svg strange/onload=alert(1)>",
    "<svg strange><script>alert(1)</script></svg>",
    "</li></ul></form><form strange action=//elsewhere.example><button>",
    "</textarea></select><script strange>alert(1)</script>",
    "</title></style></script><img strange src=x onerror=alert(1)>",
    '" strange autofocus onfocus=alert(1) x="',
    "' strange onmouseover=alert(1) x='",
    "<iframe strange srcdoc='<script>parent.alert(1)</script>'>",
    "<a strange href=javascript:alert(1)>가로등</a>",
    "javascript:alert(1)",
    "<base strange href=https://elsewhere.example/>",
    "<meta strange http-equiv=refresh content='0;url=https://elsewhere.example/'>",
    "<link strange rel=stylesheet href=https://elsewhere.example/x.css>",
    "</template></noscript><p strange>",
    "<!--<img strange src=https://elsewhere.example/x.png>",
    'https://elsewhere.example/"strange onclick=alert(1)//',
    "&lt;p strange&gt;",
    "{{ 7|add:7 }}{% debug %}<p strange>${7*7}",
]


@pytest.fixture(autouse=True, scope="session")
def beside_the_browser():
    """Playwright turns a loop in this thread; rows are read in the same one, and nobody waits for another."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture
def glass(browser):
    glass = Glass(browser, TELEPHONE)
    yield glass
    glass.close()


@pytest.fixture
def strangers(
    settings, monkeypatch, home, resident, neighbour, member, officer, head, director, mayor, moderator,
    department, policy, residents,
):  # fmt: skip
    settings.PACE_PERSON = settings.PACE_ADDRESS = "1000000/60"
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    Consent.objects.create(kind="guardian", version="1", title="법정대리인 동의", in_force_from=BEGINNING)
    cast = {
        "author": resident, "chair": neighbour, "member": member, "officer": officer, "head": head,
        "director": director, "mayor": mayor, "moderator": moderator, "colleague": colleague(),
    }  # fmt: skip
    return Strangers(cast, home, department, policy, residents(20))


def looked(glass, visit, scene, texts):
    """The parts of each page of that scene, with these strings on it; undone again."""
    with transaction.atomic():
        found = [glass.look(visit(person), address) for person, address in scene(Pen(texts))]
        transaction.set_rollback(True)
    return found


@pytest.mark.slow
def test_no_words_become_a_part_of_a_page_in_a_browser(glass, visit, strangers):
    strangers.brief = True
    for scene in strangers.scenes():
        looked(glass, visit, scene, STRANGE)
    assert glass.trouble == []


@needs_collection
@pytest.mark.long
@pytest.mark.timeout(2400)
@pytest.mark.parametrize("name", ["xss_payloads.jsonl", "dompurify_fixtures.jsonl", "blns.jsonl"])
def test_no_collected_words_do_either(glass, visit, strangers, name):
    collection, told = [row.get("text", row.get("payload")) for row in collected(name)], []
    for scene in strangers.scenes():
        plain = looked(glass, visit, scene, PLAIN)
        for n in range(0, len(collection), ROWS):
            strange = looked(glass, visit, scene, collection[n : n + ROWS])
            for page, (ours, theirs) in enumerate(zip(plain, strange, strict=True)):
                told += [f"{scene.__name__} {page}, from {n}: {part} more" for part in theirs - ours]
    assert told + glass.trouble == []
