"""Whatever stands in a proposal or its answer: shown as it came, and never a part of the page."""

import base64
import json
import re
from html import unescape
from uuid import uuid4

import pytest
from django.db import transaction

from deliberation.models import Proposal
from referrals.models import Reply
from tests.cast import NOON
from tests.deliberation.proposal_stands import Stands
from tests.deliberation.test_malformed import CODES, INVENTED, as_kept, collected, needs_collection

pytestmark = pytest.mark.django_db
UNFIT = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f\\ud800-\\udfff\\ufffe\\uffff]")
"""What no door lets in."""
STRANGE = [text for text in INVENTED if "<" in text or "{" in text]


@pytest.fixture(autouse=True)
def patience(settings, monkeypatch):
    settings.PACE_PERSON = settings.PACE_ADDRESS = "1000000/60"
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def stands(home, resident, member, officer, head, director, mayor, department, policy, residents):
    cast = {
        "author": resident, "member": member, "officer": officer, "head": head, "director": director,
        "mayor": mayor,
    }  # fmt: skip
    return Stands(cast, department, policy, residents(5))


def check_shown(client, address, text):
    """The words are there for whoever reads, and for the browser they are nothing but words."""
    page = client.get(address).content.decode()
    assert "<" not in text or text not in page, address
    assert squeezed(text) in squeezed(unescape(page)), address


def squeezed(text):
    return "".join(text.split())


def check_pages(visit, stands, proposal, texts):
    """The proposal with its answer, its feed, its list, and the link to take part in it."""
    for text in texts:
        with transaction.atomic():
            words = {"title": text[:100].strip() or "x", "body": text, "place": text[:120].strip()}
            Proposal.objects.filter(pk=proposal.pk).update(**words)
            Reply.objects.filter(referral=proposal.referral).update(words=text, reason=text)
            address = f"/proposals/{proposal.pk}/"
            for shown in (words["title"], words["body"], words["place"]):
                check_shown(visit(), address, shown)
            check_shown(visit(), "/feeds/proposals.atom", words["title"])
            transaction.set_rollback(True)


def test_no_words_become_a_part_of_a_proposals_pages(visit, stands):
    check_pages(visit, stands, stands.reviewed(), STRANGE)


def test_no_reason_and_no_office_become_a_part_of_it(visit, stands):
    proposal = stands.transferred()
    for text in STRANGE:
        Proposal.objects.filter(pk=proposal.pk).update(end_reason=text, transferred_to=text[:120])
        check_shown(visit(), f"/proposals/{proposal.pk}/", text)


def test_a_sheet_shows_again_what_was_written_on_it(visit, stands, resident):
    draft, client = stands.draft(), visit(resident)
    for text in STRANGE:
        Proposal.objects.filter(pk=draft.pk).update(title=text[:100], body=text, place=text[:120])
        for step in ("", "people/", "publish/"):
            page = client.get(f"/proposals/drafts/{draft.key}/{step}").content.decode()
            assert "<" not in text or text not in page, step
            assert step or squeezed(text) in squeezed(unescape(page))


@needs_collection
@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("every", [200, pytest.param(1, marks=pytest.mark.long)])
def test_no_collected_script_becomes_a_part_of_a_proposals_pages(visit, stands, every):
    texts = [as_kept(row["text"]) for row in collected("xss_payloads.jsonl")][::every]
    # The pairs of a sanitiser: what it was given, and what another would have let through.
    texts += [as_kept(row["payload"])[:1000] for row in collected("dompurify_fixtures.jsonl")][::every]
    check_pages(visit, stands, stands.reviewed(), [text for text in texts if not UNFIT.search(text)])


@needs_collection
@pytest.mark.slow
def test_collected_bodies_are_read_or_refused_by_a_sheet(visit, stands, resident):
    draft, client = stands.draft(), visit(resident)
    for row in collected("json_parsing.jsonl.gz"):
        body = base64.b64decode(row["body_base64"])
        with transaction.atomic():
            answer = client.patch(
                f"/api/v1/proposals/drafts/{draft.key}/", body, content_type="application/json",
                headers={"Idempotency-Key": str(uuid4())},
            )  # fmt: skip
            transaction.set_rollback(True)
        assert answer.status_code < 500, row
        assert answer.status_code == 200 or json.loads(answer.content)["code"] in CODES | {"ref_conflict"}
