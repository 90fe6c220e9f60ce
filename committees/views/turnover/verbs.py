"""The verbs of a turnover, once: the page of the desk and the API press the same ones."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from committees.actions import appointing, calls, certifying, choosing
from committees.actions.floors import LEDGER
from committees.models import Application, Body, Call, Certificate, Membership
from district.dates import moment
from realtime.acts import enact

SIMPLE: dict[str, Callable[..., Call]] = {
    "publish": calls.publish_call,
    "ask_renewals": calls.ask_renewals,
    "assign": choosing.assign_parts,
    "decide": choosing.decide_call,
    "appoint": appointing.appoint_all,
}
"""What is done to a whole call, without a word more."""


def run(request: HttpRequest, ref: Any, call: Call, verb: str) -> tuple[Call, int]:
    """공고, 연임 조사, 분과 배정, 선정 확정, 위촉."""
    at, action = timezone.now(), SIMPLE[verb]
    return enact(
        request,
        ref,
        f"call.{verb}",
        room=LEDGER,
        arguments={"call": call.pk},
        act=lambda by, sealed: action(call, by=by, at=at, ref=sealed),
    )


def plan(request: HttpRequest, ref: Any, body: Body, said: dict[str, Any]) -> tuple[Call, int]:
    """Draw up a new call."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "call.plan",
        room=LEDGER,
        arguments={"body": body.pk, **plain(said)},
        act=lambda by, sealed: calls.plan_call(body, by=by, at=at, ref=sealed, **said),
    )


def change(request: HttpRequest, ref: Any, call: Call, said: dict[str, Any]) -> tuple[Call, int]:
    """Mend a plan."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "call.change",
        room=LEDGER,
        arguments={"call": call.pk, **plain(said)},
        act=lambda by, sealed: calls.change_call(call, by=by, at=at, ref=sealed, **said),
    )


def take_in(request: HttpRequest, ref: Any, call: Call, said: dict[str, Any]) -> tuple[Application, int]:
    """Write down what came on paper, or whom somebody named."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "application.add",
        room=LEDGER,
        arguments={"call": call.pk, **plain(said)},
        act=lambda by, sealed: calls.add_application(call, by=by, at=at, ref=sealed, **said),
    )


def choose(request: HttpRequest, ref: Any, row: Application, state: str) -> tuple[Application, int]:
    """One of them."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "application.choose",
        room=LEDGER,
        arguments={"application": row.pk, "state": state},
        act=lambda by, sealed: choosing.choose(row, state, by=by, at=at, ref=sealed),
    )


def choose_many(request: HttpRequest, ref: Any, call: Call, rows: list[int], state: str) -> tuple[Call, int]:
    """All that are ticked."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "call.choose",
        room=LEDGER,
        arguments={"call": call.pk, "applications": sorted(rows), "state": state},
        act=lambda by, sealed: choosing.choose_many(call, rows, state, by=by, at=at, ref=sealed),
    )


def give_part(request: HttpRequest, ref: Any, row: Application, part: Body | None) -> tuple[Application, int]:
    """Another 분과, by hand."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "application.part",
        room=LEDGER,
        arguments={"application": row.pk, "part": part.pk if part else None},
        act=lambda by, sealed: choosing.give_part(row, part, by=by, at=at, ref=sealed),
    )


def place(
    request: HttpRequest, ref: Any, call: Call, moved: dict[int, Body | None]
) -> tuple[Application, int]:
    """Several at once."""
    at = timezone.now()
    said = [[pk, part.pk if part else None] for pk, part in sorted(moved.items())]
    return enact(
        request,
        ref,
        "call.place",
        room=LEDGER,
        arguments={"call": call.pk, "moved": said},
        act=lambda by, sealed: choosing.give_parts(call, moved, by=by, at=at, ref=sealed)[-1],
    )


def call_up(request: HttpRequest, ref: Any, row: Application) -> tuple[Application, int]:
    """From the reserve."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "application.call_up",
        room=LEDGER,
        arguments={"application": row.pk},
        act=lambda by, sealed: choosing.call_up(row, by=by, at=at, ref=sealed),
    )


def certify(request: HttpRequest, ref: Any, call: Call) -> list[Certificate]:
    """Numbers for all who were appointed; pressed again, the same ones."""
    at = timezone.now()
    issued: list[Certificate] = []

    def act(by: Any, sealed: Any) -> Certificate:
        issued.extend(certifying.certify(appointed(call), by=by, at=at, ref=sealed))
        return issued[-1]

    enact(request, ref, "call.certify", room=LEDGER, arguments={"call": call.pk}, act=act)
    return issued or certificates_of(call)


def appointed(call: Call) -> list[Membership]:
    """Who was given a seat by this call."""
    rows = Membership.objects.filter(application__call=call)
    return list(rows.select_related("seat", "person").order_by("seat__number"))


def certificates_of(call: Call) -> list[Certificate]:
    """The certificates that were numbered for it."""
    rows = Certificate.objects.filter(membership__application__call=call)
    return list(rows.select_related("membership__seat", "body").order_by("year", "number"))


def plain(said: dict[str, Any]) -> dict[str, Any]:
    """What was said, as the mark of an act weighs it."""
    return {name: _plain(value) for name, value in said.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if hasattr(value, "isoformat"):
        return moment(value) if hasattr(value, "hour") else value.isoformat()
    return value
