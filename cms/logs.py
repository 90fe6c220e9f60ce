"""How the house writes its log: a line for people or an object for machines, and nobody's secrets in it."""

import logging
import re
from ipaddress import ip_address
from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

MASK = "[가림]"
MASKED = (
    # A URL's credentials first: with their @ they would look like an e-mail address.
    (re.compile(r"(?<=://)[^/\s@]+@"), f"{MASK}@"),
    # Possessive, and from the beginning of a word: a stranger's address of 16,000 letters comes here, too.
    (re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+"), MASK),
    # What a resident searched for, and what a sign-in elsewhere hands back.
    (re.compile(r"(?<=[\w/])\?[^\s\"'>\\=?]*+=[^\s\"'>\\]*"), f"?{MASK}"),
    (re.compile(r"(/(?:confirm-email|password/reset/key)/)[^\s\"'>/]+"), rf"\1{MASK}"),
    # Tickets; then keys of sessions; then what PostgreSQL tells of a row that it refused.
    (re.compile(r"gAAAA[\w-]{20,}=*"), MASK),
    (re.compile(r"\b[a-z0-9]{32}\b"), MASK),
    (re.compile(r"(?i)(\bbearer |\bsessionid=|\bx-session-token[:=] ?)[^\s\"',;]+"), rf"\1{MASK}"),
    (re.compile(r"(\bKey \([^)]{0,200}\)=)\(.{0,2000}?\)(?= )"), rf"\1({MASK})"),
    (re.compile(r"\b(?:\d{6}-[1-8]\d{6}|01\d-?\d{3,4}-?\d{4})\b"), MASK),
)
QUAD, GROUPS = r"\d{1,3}(?:\.\d{1,3}){3}", r"[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}"
ADDRESS = re.compile(rf"(?<![\w.:])(?:{QUAD}|{GROUPS})(?![\w:])")


LONGEST = 100_000


def masked(text: str) -> str:
    """The same words without whoever they are about; of endless ones the beginning."""
    text = text[:LONGEST]
    for pattern, instead in MASKED:
        text = pattern.sub(instead, text)
    return ADDRESS.sub(_address, text)


def _address(found: re.Match[str]) -> str:
    try:
        place = ip_address(found[0])
    except ValueError:
        return found[0]  # the time of day has colons, too
    # The machines of the house are no people: without them a line about the layer would say nothing.
    return MASK if place.is_global else found[0]


def told(record: logging.LogRecord) -> dict[str, Any]:
    """What a line says beside its words: room, seq, code; never Django's whole request."""
    own = {name: value for name, value in vars(record).items() if name not in RESERVED_ATTRS}
    asked = own.pop("request", None)
    if (method := getattr(asked, "method", None)) is not None:
        # The pattern of the address, not the address: that may hold a key or a name.
        match = getattr(asked, "resolver_match", None)
        own |= {"method": method, "route": match.route if match else ""}
    return {name: value for name, value in own.items() if isinstance(value, str | int | float | None)}


class Line(logging.Formatter):
    """One line for whoever reads over the shoulder of the house."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (logging's own name)
        more = "".join(f" {name}={value}" for name, value in told(record).items())
        return super().formatMessage(record) + more

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class Json(JsonFormatter):
    """One object a line, for a machine that collects them."""

    def __init__(self) -> None:
        names = {"levelname": "level", "name": "logger", "exc_info": "trace"}
        fields = ["levelname", "name", "process", "message"]
        super().__init__(fields, rename_fields=names, timestamp="at", json_ensure_ascii=False)

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        shown = {name: value for name, value in vars(record).items() if name in RESERVED_ATTRS}
        super().add_fields(log_data, logging.makeLogRecord(shown), message_dict | told(record))

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))
