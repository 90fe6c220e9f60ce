"""The talk below a pledge, as its page shows it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from deliberation.views.opening import opening
from pledges.models import Pledge


def talk(pledge: Pledge, request: HttpRequest, at: datetime) -> dict[str, Any]:
    """What residents say of it and its department answers; nothing for what was not published yet."""
    if pledge.thread is None:
        return {"thread": None, "live": None, "comments": [], "pinned": None, "thread_open": False}
    thread = pledge.thread
    return {"thread": thread, "thread_status": thread.status(at), **opening(thread, request, at)}
