"""What may be done to keep order, by whichever door: the same verb, the same words, once."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from deliberation import actions
from deliberation.models import Block, Comment
from deliberation.speakers import comment_at
from district.models import Person
from district.refusals import Refusal
from district.visitors import signed_in
from realtime.acts import enact
from realtime.door import address_of, mark, once, pace


class Deed(NamedTuple):
    """A verb, and what it is told."""

    action: Callable[..., Comment]
    told: tuple[str, ...] = ()


DEEDS: Mapping[str, Deed] = {
    "report": Deed(actions.report_comment, ("rule", "words")),
    "claim": Deed(actions.claim_comment),
    "release": Deed(actions.release_comment),
    "keep": Deed(actions.keep_comment),
    "hide": Deed(actions.hide_comment, ("ground",)),
    "restore": Deed(actions.restore_comment),
    "ask_blanking": Deed(actions.ask_blanking, ("rule", "reason")),
    "confirm_blanking": Deed(actions.confirm_blanking),
    "drop_blanking": Deed(actions.drop_blanking),
    "appeal": Deed(actions.appeal_hiding, ("words",)),
    "decide_appeal": Deed(actions.decide_appeal, ("outcome", "answer")),
    "request_measure": Deed(actions.request_measure, ("words",)),
    "take_measure": Deed(actions.take_measure, ("until",)),
    "object": Deed(actions.object_to_measure, ("words",)),
    "decide_measure": Deed(actions.decide_measure, ("outcome", "answer", "rule")),
    "reveal": Deed(actions.reveal_author, ("rule",)),
}


def do(
    request: HttpRequest, ref: Any, verb: str, comment: Comment, said: Mapping[str, Any]
) -> tuple[Comment, int]:
    """One thing to one comment, by whoever asks."""
    at, deed = timezone.now(), DEEDS[verb]
    told = {name: said.get(name, "") for name in deed.told}
    if "until" in told:
        told["until"] = when(told["until"])
    return enact(
        request,
        ref,
        f"comment.{verb}",
        room=comment.room,
        arguments={"comment": comment.pk, **told},
        act=lambda by, sealed: deed.action(comment, by=by, at=at, ref=sealed, **told),
    )


def when(sent: Any) -> datetime | None:
    """The moment that was sent, if any was; refuse what is none."""
    if sent is None or sent == "":
        return None
    with suppress(ValueError, TypeError):
        if (read := parse_datetime(sent)) is not None and read.tzinfo is not None:
            return read
    raise Refusal("bad_measure_end", _("임시조치는 30일까지 할 수 있습니다."), status=422)


def block(request: HttpRequest, ref: Any, comment: Comment, said: Mapping[str, Any]) -> tuple[Block, int]:
    """Let the author of a comment speak no more until a day."""
    at, told = timezone.now(), {name: said.get(name, "") for name in ("rule", "reason", "until")}
    return enact(
        request,
        ref,
        "person.block",
        room=comment.room,
        arguments={"comment": comment.pk, **told},
        act=lambda by, sealed: actions.block_person(comment.author, by=by, at=at, ref=sealed, **told),
    )


def lift(request: HttpRequest, ref: Any, blocked: Block) -> tuple[Block, int]:
    """Give the right to speak back."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "person.unblock",
        room=actions.LEDGER,
        arguments={"block": blocked.pk},
        act=lambda by, sealed: actions.lift_block(blocked, by=by, at=at, ref=sealed),
    )


def decide_many(
    request: HttpRequest, ref: Any, comments: list[int], decision: str, ground: str
) -> list[dict[str, Any]]:
    """The same decision for each; one that is refused stops none of the others, and paces as one press."""
    by, at = signed_in(request), timezone.now()
    number = mark(ref, "dockets.decide", actions.LEDGER, {})
    pace(by, address_of(request))
    verb, told = ("hide", {"ground": ground}) if decision == "hidden" else ("keep", {})
    doing = partial(_decided, by, verb, told, at)
    return [{"comment": pk, "code": doing(pk, uuid5(number, str(pk)))} for pk in dict.fromkeys(comments)]


def _decided(by: Person, verb: str, told: dict[str, str], at: datetime, pk: int, ref: UUID) -> str:  # noqa: PLR0917
    """The code of a refusal, or nothing."""
    try:
        comment = comment_at(pk, by)
        sealed = mark(ref, f"comment.{verb}", comment.room, {"comment": pk, **told})
        once(by, sealed, lambda: DEEDS[verb].action(comment, by=by, at=at, ref=sealed, **told))
    except Refusal as refusal:
        return refusal.code
    return ""
