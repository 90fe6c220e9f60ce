"""Whatever is sent through the text doors of proposals: kept as it came, or refused with a code."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from deliberation.models import Proposal
from deliberation.rooms import ThreadRoom
from district.models import Department
from district.refusals import Refusal
from realtime.consumers import parsed
from realtime.kinds import Address, Context
from tests.cast import in_office
from tests.deliberation.proposers import BODY, TITLE, fresh, published, written
from tests.deliberation.test_malformed import CODES, INVENTED, as_kept, collected, needs_collection

pytestmark = pytest.mark.django_db
LIST = "/api/v1/proposals/"
FIELDS = ("title", "body", "place", "category", "tags")
KNOWN = CODES | {"unknown_category", "bad_tags", "too_many_tags", "invalid"}


@pytest.fixture(autouse=True)
def patience(settings):
    settings.PACE_PERSON = settings.PACE_ADDRESS = "100000/60"


def sent(client, method, address, **body):
    """As a client writes it, surrogates and all; the code of a refusal, or None."""
    raw = json.dumps({"ref": str(uuid4()), **body})
    answer = getattr(client, method)(address, raw, content_type="application/json")
    assert answer.status_code < 500, (address, body)
    return None if answer.status_code < 300 else answer.json()["code"]


def check_drafts(texts, client, draft):
    """Each field of a sheet takes each string, or says why not; the others stay as they were."""
    address = f"{LIST}drafts/{draft.key}/"
    for text in texts:
        for name in FIELDS:
            said = [text] if name == "tags" else text
            code = sent(client, "patch", address, **{name: said})
            assert code in KNOWN | {None}, (name, text)
            if code is None and name == "body":
                assert fresh(draft).body == as_kept(text)
        kept = fresh(draft)
        assert "\x00" not in kept.title + kept.body + kept.place


def check_seeking(texts, client):
    """No list breaks over any of them."""
    for text in texts:
        sought = text.encode("utf-8", "surrogatepass")
        for address, name in (
            (LIST, "q"), (LIST, "tag"), (LIST, "category"), (LIST, "cursor"), (LIST, "dong"),
            (f"{LIST}similar/", "title"), (f"{LIST}similar/", "body"), (f"{LIST}similar/", "besides"),
        ):  # fmt: skip
            assert client.get(address, {name: sought}).status_code in {200, 404, 422}, (name, text)


def test_strange_words_fit_into_a_sheet_or_are_refused(visit, consent, resident):
    check_drafts(INVENTED, visit(resident), written(resident))


def test_strange_words_are_looked_for_among_proposals(visit, proposal):
    check_seeking(INVENTED, visit())


def test_strange_names_reasons_and_offices_are_kept_or_refused(visit, consent, resident, neighbour, now):
    roads = in_office("roads", "officer", "도로팀 주무관", Department.objects.get(name="도로과"))
    draft = written(resident, now)
    for n, text in enumerate(INVENTED):
        code = sent(visit(resident), "post", f"{LIST}drafts/{draft.key}/shares/", label=text, percent=1)
        assert code in CODES | {None, "too_many_shares"}, text
        proposal = published(neighbour, now + timedelta(seconds=n))
        address = f"{LIST}{proposal.pk}/"
        code = sent(visit(neighbour), "post", f"{address}reconsider/", words=text)
        assert code in {"not_answered", "bad_text"}, text
        code = sent(visit(roads), "post", f"{address}transfer/", to=text, reason=text)
        assert code in CODES | {None}, text
        kept = fresh(proposal)
        assert (kept.end == "transferred") == (code is None)
        if code is None:
            assert kept.end_reason == as_kept(text)


@pytest.mark.parametrize("wrong", [None, [], {}, 5, True, "x", 1.5, "9" * 40, -1])
@pytest.mark.parametrize(
    ("verb", "name"),
    [
        ("proposal.merge", "into"),
        ("proposal.transfer", "to"),
        ("proposal.withdraw", "reason"),
        ("proposal.civil", "reason"),
        ("proposal.reconsider", "words"),
        ("proposal.amend", "tags"),
        ("proposal.amend", "neighborhood"),
    ],
)
def test_a_frame_that_makes_no_sense_does_nothing(proposal, resident, officer, now, verb, name, wrong):
    by = resident if verb in {"proposal.withdraw", "proposal.reconsider", "proposal.amend"} else officer
    said = parsed({"text": json.dumps({"type": verb, name: wrong})})
    told = None
    try:
        ThreadRoom().commands[verb](Address(*proposal.room), by, said, Context(now, None))
    except Refusal as refusal:
        told = refusal.status
    assert told is None or 400 <= told < 500
    assert fresh(proposal).end in ({"", "withdrawn", "civil"} if told is None else {""})
    assert (fresh(proposal).title, fresh(proposal).body) == (TITLE, BODY)


def test_a_verb_of_proposals_means_nothing_under_a_question(thread, resident, now):
    with pytest.raises(Refusal) as no:
        ThreadRoom().commands["proposal.support"](thread.room, resident, {}, Context(now, None))
    assert no.value.code == "not_found"


@needs_collection
@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("every", [64, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", ["blns.jsonl", "xss_payloads.jsonl"])
def test_collected_words_fit_into_a_sheet_or_are_refused(visit, consent, resident, name, every):
    texts = [row["text"] for row in collected(name)][::every]
    check_drafts(texts, visit(resident), written(resident))
    check_seeking(texts, visit())


def test_nothing_in_a_title_becomes_a_part_of_the_feed(visit, consent, resident, now):
    strange = "<b>]]>&amp;</title>"
    published(resident, now, title=strange, body="<script>1</script>")
    told = visit().get("/feeds/proposals.atom").content.decode()
    assert "<script>" not in told
    assert "<b>" not in told
    assert Proposal.objects.get().title == strange
