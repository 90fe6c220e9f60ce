"""Whatever an editor, a member or a secretary sends: it is kept as it came, or refused with a code."""

import unicodedata
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from committees.actions import meetings, resolutions
from committees.models import AgendaItem, Remark, Resolution
from committees.rows import snapshot_of
from district.intake import clean_words
from district.refusals import Refusal
from letters.models import Dispatch
from realtime.protocol import encoded
from tests.cast import NOON, Draft, laid
from tests.committees.acts import begin, items_of
from tests.deliberation.test_malformed import INVENTED, as_kept, collected, needs_collection

pytestmark = pytest.mark.django_db
CODES = {"bad_text", "empty_words", "too_long", "bad_address", "closed_ground_needed"}
PLACES = ("title", "text", "ground", "source_label", "source_url")
KEPT = {"ground": "closed_ground"}
EVE = NOON - timedelta(days=1)
ITEM = Draft(key=UUID(int=1), kind="decide", title="안건")


@pytest.fixture
def hall(council, members, secretary):
    held = laid(council, items=[ITEM])
    begin(held, secretary, members[:6])
    meetings.take_up(items_of(held)[0], by=secretary, at=NOON)
    return held


class Desk:
    """Sends a text through every place that takes one."""

    def __init__(self, hall, council, members, secretary):
        self.council, self.members, self.secretary = council, members, secretary
        self.item = items_of(hall)[0]
        self.plan = laid(council, ordinal=3, items=[ITEM])

    def lay(self, text):
        """Whatever is taken of it stands in the record, each place as it was written."""
        words, codes = {}, set()
        for place in PLACES:
            try:
                words[place] = drafted(place, text).words()[KEPT.get(place, place)]
            except Refusal as refusal:
                codes.add(refusal.code)
        sent = dict.fromkeys(words, text)
        if "ground" in words:
            sent["disclosure"] = "partial"
        reason, code = outcome(clean_words, text, 300)
        codes |= {code}
        facts = {"place": str(Dispatch.objects.count()), "reason": reason or "까닭", "at": EVE}
        laid(self.council, ordinal=3, meeting=self.plan, items=[replace(ITEM, **sent)], **facts)
        item = self.plan.items.get()
        assert {place: getattr(item, KEPT.get(place, place)) for place in words} == words
        assert f"바뀐 까닭: {reason or '까닭'}" in Dispatch.objects.first().words
        return codes, [*words.values(), reason]

    def remark(self, text):
        return meetings.post_remark(self.item, by=self.members[0], body=text, at=NOON).body

    def resolve(self, text):
        Resolution.objects.all().delete()
        said = {"form": "adopted", "method": "unanimous", "text": text}
        return resolutions.record_resolution(self.item, by=self.secretary, at=NOON, **said).text

    def check(self, text):
        """Kept whole or refused, in every place."""
        codes, kept = self.lay(text)
        for act in (self.remark, self.resolve):
            words, code = outcome(act, text)
            assert words in {None, as_kept(text)}
            codes, kept = codes | {code}, [*kept, words]
        assert codes <= {*CODES, None}
        for words in filter(None, kept):
            assert unicodedata.is_normalized("NFC", words)
            encoded({"kept": words}).encode()


@pytest.fixture
def desk(hall, council, members, secretary):
    return Desk(hall, council, members, secretary)


def drafted(place, text):
    shut = {"disclosure": "partial"} if place == "ground" else {}
    return replace(ITEM, **{place: text}, **shut)


def outcome(act, *args):
    try:
        return act(*args), None
    except Refusal as refusal:
        return None, refusal.code


def check_shown(hall):
    """What was kept is drawn."""
    assert snapshot_of(hall)["items"]
    for row in (*AgendaItem.objects.all(), *Remark.objects.all()):
        str(row)


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.long)])
def test_strange_words_are_kept_or_refused_everywhere(desk, hall, every):
    for text in INVENTED[::every]:
        desk.check(text)
    check_shown(hall)


def test_what_is_no_text_is_refused_where_a_client_may_send_it(desk):
    for act in (desk.remark, desk.resolve):
        for text in (None, 5, [], {}, True):
            assert outcome(act, text) == (None, "bad_text")


@needs_collection
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("every", [40, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", ["blns.jsonl", "xss_payloads.jsonl"])
def test_collected_words_are_kept_or_refused_everywhere(desk, hall, name, every):
    for row in collected(name)[::every]:
        desk.check(row["text"])
    check_shown(hall)
