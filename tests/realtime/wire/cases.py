"""The Autobahn cases as bytes: what a run of the suite sent, its shortened report made whole again."""

import json
import os
import re
from pathlib import Path
from typing import NamedTuple

from tests.realtime.wire.line import BINARY, CLOSE, CONTINUED, TEXT, frame

COLLECTED = Path(os.environ.get("CHEONG_DATA", "")) / "malformed" / "websocket_cases.jsonl"
BYTES = re.compile(r"\s*Payload:\s*0x([0-9a-f]+)\s*$")
PARTS = re.compile(r"PART\d = ([0-9a-f]+)")
SHORT = [
    "1.1.1", "1.1.7", "1.2.3", "2.3", "2.5", "2.11", "3.4", "4.1.3", "4.2.2", "5.1", "5.7", "5.15",
    "5.19", "6.2.4", "6.3.2", "6.4.2", "6.15.1", "6.22.1", "7.1.4", "7.1.6", "7.3.2", "7.7.13", "7.9.4",
]  # fmt: skip
"""Some of each kind."""


class Case(NamedTuple):
    """What is sent before anybody says goodbye, and how; then the goodbye, and what follows it."""

    name: str
    body: list[bytes]
    rest: list[bytes]
    piecemeal: bool
    whole: bool
    """Whether no message is left half said before the goodbye, so that one may ask for an answer."""
    codes: list[int]
    clean: bool
    """How it must end: by our own goodbye, or by a hanging up that may spare its close frame."""

    def is_stood(self, end):
        """Whether the suite would be content with such an end."""
        if self.clean:
            return end.stood and end.close in self.codes
        return end.close in {*self.codes, None}


def collected():
    """All of them; none where nobody has put them."""
    if not os.environ.get("CHEONG_DATA"):
        return []
    return [case_of(json.loads(line)) for line in COLLECTED.read_text(encoding="utf-8").splitlines()]


def case_of(told):
    """One line of the collection."""
    sent = [(one["opcode"], payload_of(told, one), one) for one in told["frames_sent"]]
    raw = [frame(opcode, payload, fin=one["fin"], rsv=one["rsv"]) for opcode, payload, one in sent]
    goodbye = next(place for place, (opcode, *_) in enumerate(sent) if opcode == CLOSE)
    body = raw[:goodbye]
    if told["case"] == "6.4.4":  # its report has the frame's chops nowhere
        parts = [bytes.fromhex(part) for part in (*PARTS.findall(told["description"]), "8080656469746564")]
        one = frame(TEXT, b"".join(parts[:3]))
        body = [one[: -len(parts[1] + parts[2])], one[-len(parts[1] + parts[2]) :]]
    data = [one for opcode, _, one in sent[:goodbye] if opcode in {CONTINUED, TEXT, BINARY}]
    whole = not data or data[-1]["fin"]
    piecemeal, due = "octet-wise" in told["description"], told["expected_close"]
    return Case(told["case"], body, raw[goodbye:], piecemeal, whole, due["closeCode"], due["requireClean"])


def payload_of(told, one):
    """The bytes of a frame, which its report has as text, as hexadecimal, or cut after some of them."""
    text, size = one["payload"], one["payload_len"]
    if told["case"] == "7.1.6" and text == "BAsd7&jh23":  # repeated up to 256 KiB, says the description
        return (text.encode() * 2**15)[: 256 * 1024]
    if one["opcode"] == TEXT and (found := BYTES.search(told["description"])):
        payload = bytes.fromhex(found[1])
    elif text.endswith(" ..."):
        payload = continued(text.removesuffix(" ..."), size)
    else:
        payload = bytes.fromhex(text[2:]) if text.startswith("0x") else text.encode("utf-8", "surrogatepass")
    assert len(payload) == size, (told["case"], len(payload), size)
    return payload


def continued(text, size):
    """As it began, so it goes on: every long payload of these cases ends in one byte repeated."""
    begun = bytes.fromhex(text[2:]) if text.startswith("0x") else text.encode()
    assert begun[2:] == begun[-1:] * len(begun[2:]), begun
    return begun.ljust(size, begun[-1:])
