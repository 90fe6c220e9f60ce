"""The verbs of those who apply and of those who sit, once: pages and API press the same ones."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from committees.actions import applying, inviting
from committees.actions.floors import LEDGER
from committees.models import Application, Body, Call, Membership
from district.models import Person
from realtime.acts import enact


def apply(request: HttpRequest, ref: Any, call: Call, said: dict[str, Any]) -> tuple[Application, int]:
    """Ask for a seat."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "application.submit",
        room=LEDGER,
        arguments={"call": call.pk, **said, "wishes": numbers(said.get("wishes", ()))},
        act=lambda by, sealed: applying.apply(call, by=by, at=at, ref=sealed, **said),
    )


def withdraw(request: HttpRequest, ref: Any, row: Application) -> tuple[Application, int]:
    """Take it back."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "application.withdraw",
        room=LEDGER,
        arguments={"application": row.pk},
        act=lambda by, sealed: applying.withdraw_application(row, by=by, at=at, ref=sealed),
    )


def answer(
    request: HttpRequest, ref: Any, row: Application, *, stays: bool, wishes: list[Body] | None = None
) -> tuple[Application, int]:
    """Whether somebody stays on."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "renewal.answer",
        room=LEDGER,
        arguments={"application": row.pk, "stays": stays, "wishes": numbers(wishes or ())},
        act=lambda by, sealed: applying.answer_renewal(row, stays, by=by, at=at, wishes=wishes, ref=sealed),
    )


def invite(request: HttpRequest, ref: Any, membership: Membership, email: str) -> tuple[Person, int]:
    """Give an account to somebody who has none."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "person.invite",
        room=LEDGER,
        arguments={"membership": membership.pk, "email": email},
        act=lambda by, sealed: inviting.invite(membership, email, by=by, at=at, ref=sealed),
    )


def numbers(wishes: Any) -> list[int]:
    """The parts as the request is remembered by."""
    return [part.pk for part in wishes]
