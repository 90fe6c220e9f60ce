"""What may be done to keep order, by whichever door: the same verb, the same words, once."""

from collections.abc import Callable, Iterable, Mapping
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
from deliberation.models import Block
from deliberation.models.about import Target, noun_of
from deliberation.speakers import target_at
from district.models import Person
from district.refusals import Refusal
from district.visitors import signed_in
from realtime.acts import enact
from realtime.door import address_of, mark, once, pace


class Deed(NamedTuple):
    """A verb, and what it is told."""

    action: Callable[..., Target]
    told: tuple[str, ...] = ()


DEEDS: Mapping[str, Deed] = {
    "report": Deed(actions.report_words, ("rule", "words")),
    "claim": Deed(actions.claim_words),
    "release": Deed(actions.release_words),
    "keep": Deed(actions.keep_words),
    "hide": Deed(actions.hide_words, ("ground",)),
    "restore": Deed(actions.restore_words),
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
    request: HttpRequest, ref: Any, verb: str, target: Target, said: Mapping[str, Any]
) -> tuple[Target, int]:
    """One thing to the words of one comment or proposal, by whoever asks."""
    at, deed = timezone.now(), DEEDS[verb]
    told = {name: said.get(name, "") for name in deed.told}
    if "until" in told:
        told["until"] = when(told["until"])
    return enact(
        request,
        ref,
        f"{noun_of(target)}.{verb}",
        room=target.room,
        arguments={noun_of(target): target.pk, **told},
        act=lambda by, sealed: deed.action(target, by=by, at=at, ref=sealed, **told),
    )


def when(sent: Any) -> datetime | None:
    """The moment that was sent, if any was; refuse what is none."""
    if sent is None or sent == "":
        return None
    with suppress(ValueError, TypeError):
        if (read := parse_datetime(sent)) is not None and read.tzinfo is not None:
            return read
    raise Refusal("bad_measure_end", _("임시조치는 30일까지 할 수 있습니다."), status=422)


def block(request: HttpRequest, ref: Any, target: Target, said: Mapping[str, Any]) -> tuple[Block, int]:
    """Let the author of these words speak no more until a day."""
    at, told = timezone.now(), {name: said.get(name, "") for name in ("rule", "reason", "until")}
    return enact(
        request,
        ref,
        "person.block",
        room=target.room,
        arguments={noun_of(target): target.pk, **told},
        act=lambda by, sealed: actions.block_person(target.author, by=by, at=at, ref=sealed, **told),
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
    request: HttpRequest, ref: Any, targets: Iterable[tuple[str, int]], decision: str, ground: str
) -> list[dict[str, Any]]:
    """The same decision for each; one that is refused stops none of the others, and paces as one press."""
    by, at = signed_in(request), timezone.now()
    number = mark(ref, "dockets.decide", actions.LEDGER, {})
    pace(by, address_of(request))
    verb, told = ("hide", {"ground": ground}) if decision == "hidden" else ("keep", {})
    doing = partial(_decided, by, verb, told, at)
    return [
        {"comment": None, "proposal": None, noun: pk, "code": doing(noun, pk, uuid5(number, f"{noun}/{pk}"))}
        for noun, pk in dict.fromkeys(targets)
    ]


def _decided(  # noqa: PLR0917
    by: Person, verb: str, told: dict[str, str], at: datetime, noun: str, pk: int, ref: UUID
) -> str:
    """The code of a refusal, or nothing."""
    try:
        target = target_at(noun, pk, by)
        sealed = mark(ref, f"{noun}.{verb}", target.room, {noun: pk, **told})
        once(by, sealed, lambda: DEEDS[verb].action(target, by=by, at=at, ref=sealed, **told))
    except Refusal as refusal:
        return refusal.code
    return ""
