"""What nobody means: random bytes at the level of frames, and random JSON at the level of ours."""

import json
import os

from hypothesis import strategies as st

from tests.realtime.wire.line import CLOSE, CONTINUED, PING, PONG, TEXT, frame

FIELDS = [
    "body", "parent", "comment", "code", "seat", "mode", "attendance", "reason", "item", "form", "method",
    "text", "yes", "no", "abstain", "ticket", "epoch", "after",
]  # fmt: skip
WORDS = [
    "",
    "밤길",
    "\ud800",
    "\x00",
    "\u202e글",
    "가" * 1001,
    "1",
    "01",
    "١",
    "-1",
    "1e3",
    "null",
    "%s",
    "';--",
]
NUMBERS = [0, -1, 1, 2**31, 2**63 - 1, 1.5, 1e308, -0.0]
CODES = [0, 999, 1000, 1001, 1005, 1006, 1007, 1016, 2999, 3000, 4401, 5000, 65535]


def anything(rows):
    """A value of any shape; the numbers of rows that are there come up often."""
    known = st.sampled_from([*rows, *map(str, rows)])
    flat = st.one_of(
        known, st.none(), st.booleans(), st.sampled_from(NUMBERS), st.integers(-(2**63), 2**63 - 1),
        st.floats(allow_nan=False, allow_infinity=False),
        st.sampled_from(WORDS), st.text(max_size=40), st.uuids().map(str),
    )  # fmt: skip
    nested = st.recursive(flat, lambda inner: st.lists(inner, max_size=4) | maps(inner), max_leaves=12)
    return st.one_of(known, flat, nested)


def maps(inner):
    return st.dictionaries(st.text(max_size=8) | st.sampled_from(FIELDS), inner, max_size=5)


def commands(verbs, rows):
    """A frame of ours with a known verb and fields of any shape; now and then no frame of ours at all."""
    value = anything(rows)
    fields = st.fixed_dictionaries({}, optional=sound(rows)) | st.dictionaries(NAMES, value, max_size=6)
    ref = one_in(8, value, st.uuids().map(str))
    told = st.builds(lambda verb, ref, said: {**said, "type": verb, "ref": ref}, verbs, ref, fields)
    whole = told.map(json.dumps)
    return one_in(6, broken(whole) | value.map(json.dumps) | st.text(max_size=60) | EXTREME, whole)


def sound(rows):
    """Fields as they are meant, so that noise gets as far as the rules."""
    row, words = st.sampled_from(rows), st.text("가나다 라마.", min_size=1, max_size=20)
    count = st.integers(0, 9)
    return {
        **dict.fromkeys(["comment", "seat", "attendance", "item"], row), "parent": st.none() | row,
        **dict.fromkeys(["body", "text", "reason"], words), **dict.fromkeys(["yes", "no", "abstain"], count),
        "mode": st.sampled_from(["in_person", "remote"]), "form": st.sampled_from(["adopted", "rejected"]),
        "method": st.sampled_from(["show_of_hands", "no_objection"]),
    }  # fmt: skip


def one_in(times, seldom, often):
    return st.integers(1, times).flatmap(lambda thrown: seldom if thrown == 1 else often)


def broken(whole):
    """Cut off, doubled, or with something in between."""
    return st.one_of(
        st.builds(lambda text, at: text[: at % (len(text) + 1)], whole, st.integers(0, 500)),
        st.builds(lambda text, at, more: text[:at] + more + text[at:], whole, st.integers(0, 80), st.text()),
        whole.map(lambda text: text[:-1] + ',"type":"ping"}'),
    )


NAMES = st.sampled_from(FIELDS)
EXTREME = st.sampled_from(
    [
        "[" * 50_000, '{"a":' * 30_000, '{"type":"ping","a":' + "[" * 40 + "]" * 40 + "}",
        '"' * 5001, "[1e999]",
        '{"type":"ping","after":NaN}', json.dumps({"type": "comment.post", "parent": 10**30}),
        json.dumps({"type": "comment.post", "body": "가" * 80_000}), json.dumps({"type": "ping", "a": 2**63}),
    ]
)  # fmt: skip


def frames(dice):
    """A few frames of which some are wrong, as bytes."""
    return b"".join(one_frame(dice) for _ in range(dice.randint(1, 6)))


def one_frame(dice):
    """Of some kind."""
    return dice.choice(NOISES)(dice)


def endless(dice):
    """A length that never comes, up to one with its highest bit set."""
    size = dice.choice([126, 65535, 65536, 2**20, 2**20 + 1, 2**31, 2**40, 2**63 - 1, 2**63, 2**64 - 1])
    return frame(dice.choice([TEXT, CONTINUED, PING]), b"x" * dice.randint(0, 300), size=size)


def pieces(dice):
    """A message in pieces, perhaps with a ping between them, perhaps without an end."""
    begun = frame(TEXT, letters(dice)[:50], fin=False) + frame(PING, b"?") * dice.randint(0, 1)
    more = [frame(CONTINUED, letters(dice)[:50], fin=False) for _ in range(dice.randint(0, 5))]
    return begun + b"".join(more) + frame(CONTINUED) * dice.randint(0, 1)


def said(dice, payload, opcode=None):
    """A whole frame, most often sound."""
    opcode = dice.randrange(16) if opcode is None else opcode
    rsv = dice.randrange(8) if dice.random() < 0.1 else 0
    return frame(opcode, payload, fin=dice.random() < 0.9, rsv=rsv, mask=os.urandom(4))


def letters(dice):
    """Sound, or not quite: a byte in the middle of a Korean letter."""
    text = ("가나다라 😀 " * dice.randint(1, 40)).encode()
    if dice.random() < 0.5:
        at = dice.randrange(len(text))
        text = text[:at] + bytes((dice.choice([0xC0, 0xFF, 0x80, 0xED]),)) + text[at:]
    return text


def close_payload(dice):
    code = dice.choice(CODES).to_bytes(2)
    return dice.choice([b"", b"\x03", code, code + "안녕히".encode(), code + b"\xff", code + b"x" * 124])


NOISES = [
    lambda dice: os.urandom(dice.randint(1, 200)),
    lambda dice: frame(CLOSE, close_payload(dice)),
    lambda dice: frame(dice.choice([PING, PONG]), os.urandom(dice.choice([0, 4, 125, 126]))),
    lambda dice: frame(TEXT, letters(dice), mask=b""),
    lambda dice: said(dice, letters(dice)),
    lambda dice: said(dice, b'{"type":"ping"}', opcode=TEXT),
    lambda dice: said(dice, b'{"type":"ping"}', opcode=TEXT),
    endless,
    pieces,
]
