"""Every frame the house sends is the frame that docs/asyncapi.yaml describes."""

import json
import uuid
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator, ValidationError

from district.refusals import Refusal
from realtime import protocol
from realtime.models import Mark
from tests.realtime.corner import Ledger

DOCUMENT = yaml.safe_load((Path(__file__).parents[2] / "docs" / "asyncapi.yaml").read_text())
MARK = Mark(7, str(uuid.uuid4()))
SENT = {
    "welcome": protocol.welcome("corner/1", MARK, frozenset({"read"})),
    "resync": protocol.resync(MARK),
    "tally": protocol.tally({"voices": 99}),
    "presence": protocol.presence(3),
    "accepted": protocol.accepted(str(uuid.uuid4()), 7),
    "refused": protocol.refused(Refusal("thread_closed", "토론이 마감되었습니다."), 7),
    "pong": protocol.PONG,
    "bell": protocol.RUNG,
}


def check(name, text):
    Draft202012Validator(DOCUMENT | {"$ref": f"#/components/messages/{name}/payload"}).validate(
        json.loads(text)
    )


@pytest.mark.parametrize("name", SENT)
def test_a_frame_is_as_documented(name):
    check(name, SENT[name])


def test_events_and_batches_are_as_documented(monkeypatch):
    ledger = Ledger(monkeypatch)
    said, counted = ledger.act("word.said"), ledger.act("word.counted", "row/0")
    check("event", said.text)
    check("batch", protocol.batch([said.text, protocol.bare(counted)]))
    with pytest.raises(ValidationError):
        check("event", protocol.bare(said))


def test_no_documented_frame_is_unknown():
    received = {"resume", "command", "ping"}
    assert set(DOCUMENT["components"]["messages"]) == set(SENT) | {"event", "batch"} | received
