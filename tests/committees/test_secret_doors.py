"""무기명: what the doors, the log, the session and an error page know of a choice: nothing."""

import json
import logging
import sys
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.signals import got_request_exception
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from django.views.debug import ExceptionReporter

from committees.actions import meetings, voting
from committees.models import Envelope, SecretBallot
from committees.rooms import vote_commands
from realtime.kinds import Context
from realtime.models import Event
from tests.committees.acts import code_of_refusal

pytestmark = pytest.mark.django_db
MARK = "qwxzjkvp"


@pytest.fixture(autouse=True)
def keys(tmp_path):
    with override_settings(BALLOT_KEYS=tmp_path / "ballot-keys"):
        yield settings.BALLOT_KEYS


@pytest.fixture
def vote(sitting, items, secretary, now):
    meetings.take_up(items[1], by=secretary, at=now)
    return voting.open_vote(items[1], method="secret", by=secretary, at=now)


def by_api(client, vote, **said):
    body = json.dumps({"ref": str(uuid4())} | said)
    return client.post(f"/api/v1/votes/{vote.pk}/ballots/", body, content_type="application/json")


def by_form(client, vote, **said):
    return client.post(f"/meetings/{vote.item.meeting_id}/votes/{vote.pk}/ballot/", said)


DOORS = [pytest.param(by_api, id="api"), pytest.param(by_form, id="form")]


def everything():
    """Every cell of every table, as text and as bytes."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield from (bytes(cell) if isinstance(cell, memoryview) else cell for cell in row)


def spread(cells):
    return b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in cells)


@pytest.mark.parametrize("cast", DOORS)
def test_the_answer_shows_the_receipt_once_and_the_choice_never(visit, members, vote, cast):
    client, ref = visit(members[0]), "7f0c7a0e-6e0a-4b57-9a63-1d0c5a1b2c3d"
    first, again = cast(client, vote, choice="abstain", ref=ref), cast(client, vote, choice="no", ref=ref)
    assert first.status_code == again.status_code == (201 if cast is by_api else 200)
    for answer in (first, again):
        assert "no-store" in answer.headers["Cache-Control"]
        assert b"abstain" not in answer.content
        assert "messages" not in answer.cookies
        assert "Location" not in answer.headers
    envelope = Envelope.objects.get()
    if cast is by_api:
        assert first.json().keys() == {"vote", "receipt", "seq"}
        assert (len(first.json()["receipt"]), again.json()["receipt"]) == (32, "")
        assert first.json()["seq"] == again.json()["seq"]
    assert Event.objects.get(name="ballot.cast").row == envelope
    late = cast(client, vote, choice="yes")
    assert late.status_code in {302, 409}
    assert Envelope.objects.count() == 1


def test_neither_receipt_nor_choice_is_kept_anywhere(visit, members, vote, caplog):
    caplog.set_level(logging.DEBUG)
    before = spread(everything())
    receipts = []
    for person, choice in zip(members, ("yes", "abstain", "abstain"), strict=False):
        receipts.append(by_api(visit(person), vote, choice=choice).json()["receipt"])
    after = spread(everything())
    for receipt in receipts:
        assert receipt.encode() not in after
        assert bytes.fromhex(receipt) not in after
        assert receipt not in caplog.text
    assert after.count(b"abstain") == before.count(b"abstain")
    assert "abstain" not in caplog.text


def test_three_ballots_leave_the_same_traces_whatever_they_say(visit, members, vote):
    """Cell by cell as long as one another: who compares two copies learns that somebody has voted."""
    shapes = []
    by_api(visit(members[4]), vote, choice="yes")  # what the first leaves for good: the fingerprint, the name
    for person, choice in zip(members, ("yes", "no", "abstain"), strict=False):
        client, before = visit(person), {repr(cell) for cell in everything()}
        by_api(client, vote, choice=choice)
        fresh = [cell for cell in everything() if repr(cell) not in before]
        shapes.append(sorted(len(each) for each in fresh if isinstance(each, bytes | str)))
    assert shapes[0] == shapes[1] == shapes[2]
    assert 184 in shapes[0]


def test_by_the_socket_nobody_votes_in_secret(members, vote):
    said, context = {"vote": vote.pk, "choice": "yes"}, Context(timezone.now(), None)
    room = vote.item.meeting.room
    assert code_of_refusal(vote_commands.cast, room, members[0], said, context) == ("secret_by_form", 409)
    assert not Envelope.objects.exists()
    assert not Event.objects.filter(name="ballot.cast").exists()


@pytest.mark.parametrize("cast", DOORS)
@pytest.mark.parametrize("place", ["check_may_cast", "seal", "publish"])
def test_an_error_page_shows_no_choice(visit, members, vote, cast, place, monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError("it broke")

    told = []

    def note(sender, request, **kwargs):
        told.append(ExceptionReporter(request, *sys.exc_info()).get_traceback_html())

    monkeypatch.setattr(f"committees.actions.secret.{place}", breaks)
    monkeypatch.setattr("committees.actions.secret.choice_of", lambda vote, choice, choices: choice)
    got_request_exception.connect(note)
    client = visit(members[0], raise_request_exception=False)
    try:
        assert cast(client, vote, choice=MARK).status_code == 500
    finally:
        got_request_exception.disconnect(note)
    [page] = told
    assert "it broke" in page
    assert MARK not in page
    assert not Envelope.objects.exists()


def test_a_running_vote_tells_by_no_door_how_it_stands(visit, members, vote, secretary):
    for person, choice in zip(members, ("yes", "no", "no"), strict=False):
        by_api(visit(person), vote, choice=choice)
    meeting = vote.item.meeting_id
    for person in (None, members[0], secretary):
        client = visit(person)
        row = client.get(f"/api/v1/votes/{vote.pk}/").json()
        assert (row["cast"], row["yes"], row["no"], row["abstain"]) == (3, None, None, None)
        assert (row["roll"], row["line"]) == ([], "")
        count = client.get(f"/api/v1/votes/{vote.pk}/ballots/").json()["count"]
        assert (count["cast"], count["yes"], count["no"]) == (3, None, None)
        snapshot = client.get(f"/api/v1/rooms/meeting/{meeting}/").json()
        assert snapshot["votes"] == [row]
    frames = client.get(f"/api/v1/rooms/meeting/{meeting}/events?after=0").json()["events"]
    told = [each["data"]["count"] for each in frames if each["name"] == "ballot.cast"]
    assert {(each["yes"], each["no"], each["abstain"]) for each in told} == {(None, None, None)}


def test_a_tie_that_the_chair_must_break_ends_the_voting(visit, members, vote, secretary, now):
    vote.tie = "chair"
    vote.save()
    for person, choice in zip(members, ("yes", "yes", "no", "no"), strict=False):
        by_api(visit(person), vote, choice=choice)
    close = {"by": secretary, "at": now}
    assert code_of_refusal(voting.close_vote, vote, **close) == ("casting_needed", 409)
    late = by_api(visit(members[4]), vote, choice="yes")
    assert (late.status_code, late.json()["code"]) == (409, "vote_closed")
    assert voting.close_vote(vote, casting="no", **close).result == "rejected"
    assert SecretBallot.objects.count() == 4


def test_a_lost_key_is_said_plainly_and_the_question_may_be_put_again(
    visit, members, vote, secretary, keys, now
):
    by_api(visit(members[0]), vote, choice="yes")
    for place in keys.iterdir():
        place.unlink()
    refused = by_api(visit(members[1]), vote, choice="yes")
    assert (refused.status_code, refused.json()["code"]) == (409, "ballot_key_lost")
    path = f"/api/v1/votes/{vote.pk}/close/"
    row = visit(secretary).post(path, f'{{"ref": "{uuid4()}"}}', content_type="application/json").json()
    assert (row["state"], row["result"]) == ("void", "")
    assert row["void_reason"].startswith("투표함의 열쇠가 없어져")
    assert voting.open_vote(vote.item, method="secret", by=secretary, at=now).number == 2
