"""The code on the screen in the hall: who has it is there."""

import hmac
from datetime import datetime

from django.utils.crypto import salted_hmac

from committees.models import Meeting

WINDOW_SECONDS = 600


def code_of(meeting: Meeting, at: datetime) -> str:
    """The code of these ten minutes."""
    return _code(meeting, int(at.timestamp()) // WINDOW_SECONDS)


def holds(meeting: Meeting, code: object, at: datetime) -> bool:
    """Whether a code is of now, or of the ten minutes before: people take a while to sit down."""
    window = int(at.timestamp()) // WINDOW_SECONDS
    sent = code.encode("utf-8", "replace") if isinstance(code, str) else b""
    return any(hmac.compare_digest(sent, _code(meeting, each).encode()) for each in (window, window - 1))


def _code(meeting: Meeting, window: int) -> str:
    return salted_hmac("committees.door_code", f"{meeting.pk}/{window}", algorithm="sha256").hexdigest()[:20]
