"""What is laid before a meeting and answered by HTTP: the room's verbs, for programs and forms."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from committees.actions import introducing, rsvps
from committees.models import AgendaItem, Meeting, Rsvp
from realtime.acts import enact

WORDS = ("title", "kind", "text", "disclosure", "ground", "source_label", "source_url", "reason")


def introduce(
    request: HttpRequest, ref: Any, meeting: Meeting, said: dict[str, Any], *, publishes: bool = False
) -> tuple[AgendaItem, int]:
    """Put one more matter before the members."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "item.introduce",
        room=meeting.room,
        arguments={name: words or None for name, words in said.items()},
        act=lambda by, sealed: introducing.introduce(
            meeting, **said, by=by, at=at, publishes=publishes, ref=sealed
        ),
    )


def withdraw(request: HttpRequest, ref: Any, item: AgendaItem, reason: Any) -> tuple[AgendaItem, int]:
    """Take it off again, and say why."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "item.withdraw",
        room=item.meeting.room,
        arguments={"item": item.pk, "reason": reason or None},
        act=lambda by, sealed: introducing.withdraw_item(item, reason=reason, by=by, at=at, ref=sealed),
    )


def introduce_past_orders(
    request: HttpRequest, ref: Any, meeting: Meeting, reason: Any
) -> tuple[AgendaItem, int]:
    """지난 의결사항 처리결과, as an item."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "orders.introduce",
        room=meeting.room,
        arguments={"reason": reason or None},
        act=lambda by, sealed: introducing.introduce_past_orders(
            meeting, reason=reason, by=by, at=at, ref=sealed
        ),
    )


def send_rsvp(request: HttpRequest, ref: Any, meeting: Meeting, answer: Any, note: Any) -> tuple[Rsvp, int]:
    """Say whether one will come."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "rsvp.send",
        room=meeting.room,
        arguments={"answer": answer, "note": note or None},
        act=lambda by, sealed: rsvps.send_rsvp(meeting, answer=answer, note=note, by=by, at=at, ref=sealed),
    )
