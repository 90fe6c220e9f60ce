"""Whatever is sent to the doors of the floor is taken as it came or refused with a code. Nothing breaks."""

import json
import unicodedata
from uuid import uuid4

import pytest
from django.utils import timezone

from committees.actions import meetings, motions, observing, recusing, speaking
from committees.models import Gist, Motion, Observer, Recusal, SpeakingTurn
from committees.rooms import MeetingRoom
from committees.rows import inside_of, snapshot_of
from realtime.kinds import Context
from realtime.protocol import encoded
from tests.committees.acts import LATER, seat_of
from tests.committees.doors import act, api, presses
from tests.committees.floor_cases import CASES, undone, world_of
from tests.committees.test_malformed import outcome
from tests.committees.test_malformed_doors import values, written
from tests.deliberation.test_malformed import FRAMES, INVENTED, as_kept, collected, needs_collection

pytestmark = pytest.mark.django_db
CODES = {"bad_text", "empty_words", "too_long", "speaker_needed"}


class Pens:
    """Sends a text through every place of the floor that takes one; each gives what was kept."""

    def __init__(self, item, members, secretary):
        self.item, self.members, self.secretary = item, members, secretary
        self.seat = seat_of(item.meeting, members[4])
        self.gist = speaking.type_gist(item, words="말", by=secretary, at=LATER)

    def move(self, text):
        said = {"kind": "procedural", "text": text}
        return motions.move(self.item, by=self.members[1], at=LATER, **said).text

    def type(self, text):
        return speaking.type_gist(self.item, words=text, by=self.secretary, at=LATER).words

    def mend(self, text):
        return speaking.change_gist(self.gist, words=text, by=self.secretary, at=LATER).words

    def recuse(self, text):
        Recusal.objects.all().delete()
        said = {"kind": "statutory", "reason": text, "seat": self.seat}
        return recusing.record(self.item, by=self.secretary, at=LATER, **said).reason

    LINES = ("name_turn", "name_gist", "name_observer")
    TEXTS = ("move", "type", "mend", "recuse")

    def name_turn(self, text):
        SpeakingTurn.objects.all().delete()
        return speaking.add_turn(self.item, name=text, by=self.secretary, at=LATER).name

    def name_gist(self, text):
        return speaking.type_gist(self.item, words="말", name=text, by=self.secretary, at=LATER).name

    def name_observer(self, text):
        Observer.objects.all().delete()
        return observing.record(self.item.meeting, name=text, by=self.secretary, at=LATER).name

    def check(self, text):
        """Kept whole or refused, in every place; a name stands in one line, whatever was in it."""
        for place in (*self.TEXTS, *self.LINES):
            words, code = outcome(getattr(self, place), text)
            assert (words is None) == (code in CODES) or (place, words) == ("name_gist", ""), (place, text)
            if not words:
                continue
            assert words == as_kept(text) if place in self.TEXTS else "\n" not in words
            assert unicodedata.is_normalized("NFC", words)
            encoded({"kept": words}).encode()


@pytest.fixture
def pens(item, members, secretary):
    return Pens(item, members, secretary)


def check_shown(held):
    """What was kept is drawn, in public and inside."""
    told = [snapshot_of(held), inside_of(held)]
    encoded({"told": told}).encode()
    for model in (SpeakingTurn, Gist, Motion, Recusal):
        assert all(map(str, model.objects.all()))


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.long)])
def test_strange_words_are_kept_or_refused_everywhere(pens, hall, every):
    for text in INVENTED[::every]:
        pens.check(text)
    check_shown(hall)


def test_what_is_no_text_is_refused_where_a_client_may_send_it(pens):
    for place in (*pens.TEXTS, "name_observer"):
        for text in (None, 5, [], {}, True):
            assert outcome(getattr(pens, place), text) == (None, "bad_text"), (place, text)
    for text in (5, True, {"a": 1}, ["a"]):
        for place in ("name_turn", "name_gist"):
            assert outcome(getattr(pens, place), text) == (None, "bad_text"), (place, text)


@needs_collection
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("every", [40, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", ["blns.jsonl", "xss_payloads.jsonl"])
def test_collected_words_are_kept_or_refused_everywhere(pens, hall, name, every):
    for row in collected(name)[::every]:
        pens.check(row["text"])
    check_shown(hall)


@pytest.fixture
def world(sitting, items, members, chair, secretary, now, settings, gu):
    settings.PACE_PERSON = settings.PACE_ADDRESS = "100000/60"
    item = meetings.take_up(items[1], by=secretary, at=now)
    return world_of(sitting, item, (chair, members[1], members[2], secretary), now)


FIELDS = {
    "turn.ask": ("kind",),
    "turn.add": ("kind", "seat", "name", "badge"),
    "list.close": ("closed",),
    "list.open": ("closed",),
    "gist.type": ("words", "turn", "name", "badge"),
    "gist.change": ("words",),
    "motion.move": ("kind", "text", "amends", "seat"),
    "motion.second": ("seat",),
    "recusal.record": ("kind", "reason", "seat"),
    "observer.record": ("name", "office"),
}


def addressed(world, case, frame):
    return "/api/v1/" + case.api.format(**frame, held=world.held.pk)


@pytest.fixture
def clients(visit, world):
    """Browsers that were signed in before anything was tried."""
    return {name: visit(getattr(world, name)) for name in ("chair", "member", "other", "secretary")}


@values
def test_no_value_in_any_field_breaks_a_door_or_the_room(clients, world, values):
    def tried(verb, case):
        frame, by = case.frame(world), getattr(world, case.by)
        call, address = getattr(clients[case.by], case.method), addressed(world, case, frame)
        body = {name: value for name, value in frame.items() if name not in case.in_address}
        for field in FIELDS.get(verb, ()):
            for value in values:
                sent = {**body, **dict(case.more), field: value, "ref": str(uuid4())}
                answer = call(address, sent, content_type="application/json")
                assert answer.status_code < 500, (verb, field, value)
                assert answer.headers["Content-Type"] in {"application/json", "application/problem+json"}
        for field in (*FIELDS.get(verb, ()), *case.in_address):
            for value in values:
                refused(verb, world, by, frame | {field: value})

    for verb, case in CASES.items():
        undone(tried, verb, case)


def refused(verb, world, by, frame):
    """The code with which the room says no; anything but a refusal breaks the test."""
    return outcome(
        lambda: MeetingRoom().commands[verb](world.held.room, by, frame, Context(timezone.now(), None))
    )[1]


def test_no_frame_that_is_no_object_breaks_a_door(clients, world):
    def tried(verb, case):
        call, address = getattr(clients[case.by], case.method), addressed(world, case, case.frame(world))
        for raw in [*FRAMES, json.dumps({"ref": "x"}), '{"ref": "\\u0000"}']:
            answer = call(address, raw, content_type="application/json")
            assert answer.status_code in {400, 413, 422}, (verb, raw[:20])

    for verb, case in CASES.items():
        undone(tried, verb, case)


@written
def test_no_field_of_a_form_breaks_it(clients, world, written):
    def tried(verb, case):
        browser, frame = clients[case.by], case.frame(world)
        address = f"/meetings/{world.held.pk}/{case.form.format(**frame)}"
        for value in written:
            answer = presses(browser, address, **dict.fromkeys(FIELDS.get(verb, ()), value), next=value)
            assert answer.status_code in {302, 403, 404, 409, 422}, (verb, value)
            assert presses(browser, address, ref=value).status_code in {302, 400, 409, 422}, (verb, value)

    for verb, case in CASES.items():
        undone(tried, verb, case)


@pytest.mark.parametrize("key", [2**63, *(pytest.param(key, marks=pytest.mark.long) for key in (0, 10**30))])
def test_no_number_breaks_an_address(clients, world, key):
    numbers = dict.fromkeys(("item", "turn", "gist", "motion", "recusal", "observer", "held"), key)
    for verb, case in CASES.items():
        client = clients[case.by]
        call = getattr(client, case.method)
        answer = call("/api/v1/" + case.api.format(**numbers), {}, content_type="application/json")
        assert answer.status_code == 404, verb
        assert presses(client, f"/meetings/{key}/{case.form.format(**numbers)}").status_code == 404, verb
        if case.in_address:
            here = f"/meetings/{world.held.pk}/{case.form.format(**numbers)}"
            assert presses(client, here).status_code == 404, verb
    for name in ("turns", "gists", "motions", "recusals"):
        assert clients["other"].get(f"/api/v1/agenda-items/{key}/{name}/").status_code == 404


def test_no_markup_leaves_the_floor_as_markup(visit, world):
    words = "<img src=x onerror=alert(1)>"
    client = visit(world.secretary)
    for name, said in [("gists", {"words": words, "name": words}), ("turns", {"name": words})]:
        assert act(client, api(world.item, name), **said).status_code == 201
    assert act(visit(world.member), api(world.item, "motions"), kind="main", text=words).status_code == 201
    for path in ("", "floor/", "console/", "screen/"):
        shown = client.get(f"/meetings/{world.held.pk}/{path}").text
        assert "<img src=x" not in shown, path
