"""What may be done with seats, offices and terms by HTTP: one act, one number, whichever door it came by."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from committees.actions import offices, seating, sheets, terms, transfers
from committees.actions.floors import LEDGER
from committees.models import Body, GenderExemption, Meeting, MemberSheet, Membership, Office, Term
from district.models import Person, Post, Posting
from realtime.acts import enact


def appoint(request: HttpRequest, ref: Any, body: Body, said: dict[str, Any]) -> tuple[Membership, int]:
    """Give a seat of this body."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "member.appoint",
        room=LEDGER,
        arguments={"body": body.pk, **plain(said)},
        act=lambda by, sealed: seating.appoint_somebody(by=by, at=at, ref=sealed, **said),
    )


def end_membership(
    request: HttpRequest, ref: Any, membership: Membership, said: dict[str, Any]
) -> tuple[Membership, int]:
    """Let somebody go."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "member.end",
        room=LEDGER,
        arguments={"membership": membership.pk, **plain(said)},
        act=lambda by, sealed: seating.end_membership(membership, by=by, at=at, ref=sealed, **said),
    )


def elect(request: HttpRequest, ref: Any, body: Body, said: dict[str, Any]) -> tuple[Office, int]:
    """Let somebody lead."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "office.take",
        room=LEDGER,
        arguments={"body": body.pk, **plain(said)},
        act=lambda by, sealed: offices.elect(body, by=by, at=at, ref=sealed, **said),
    )


def end_office(request: HttpRequest, ref: Any, office: Office, on: Any) -> tuple[Office, int]:
    """Let somebody lead no longer."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "office.end",
        room=LEDGER,
        arguments={"office": office.pk, "on": on},
        act=lambda by, sealed: offices.end_office(office, on=on, by=by, at=at, ref=sealed),
    )


def lay_term(request: HttpRequest, ref: Any, body: Body, said: dict[str, Any]) -> tuple[Term, int]:
    """Begin the next n기."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "term.lay",
        room=LEDGER,
        arguments={"body": body.pk, **said},
        act=lambda by, sealed: terms.lay_term(body, by=by, at=at, ref=sealed, **said),
    )


def grant_exemption(
    request: HttpRequest, ref: Any, body: Body, said: dict[str, Any]
) -> tuple[GenderExemption, int]:
    """Write down who let the ceiling be passed."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "exemption.grant",
        room=LEDGER,
        arguments={"body": body.pk, **said},
        act=lambda by, sealed: sheets.grant_exemption(body, by=by, at=at, ref=sealed, **said),
    )


def write_sheet(
    request: HttpRequest, ref: Any, membership: Membership, said: dict[str, Any]
) -> tuple[MemberSheet, int]:
    """Write down what a member declared."""
    at, body = timezone.now(), membership.seat.body
    return enact(
        request,
        ref,
        "sheet.write",
        room=LEDGER,
        arguments={"membership": membership.pk, **said},
        act=lambda by, sealed: sheets.write_sheet(
            membership.person, body=body, by=by, at=at, ref=sealed, **said
        ),
    )


def transfer(
    request: HttpRequest, ref: Any, moves: Sequence[tuple[Post, Person | None]], on: Any, order_no: str
) -> tuple[Posting, int]:
    """One order: who holds which post from that day."""
    at = timezone.now()
    told = [[post.pk, person.pk if person else None] for post, person in moves]
    return enact(
        request,
        ref,
        "post.transfer",
        room=transfers.LEDGER,
        arguments={"moves": told, "on": on, "order_no": order_no},
        act=lambda by, sealed: transfers.transfer(moves, on=on, order_no=order_no, by=by, at=at, ref=sealed)[
            0
        ],
    )


def act_as_chair(
    request: HttpRequest, ref: Any, meeting: Meeting, said: dict[str, Any]
) -> tuple[Meeting, int]:
    """Let somebody lead a meeting whose chair is not there."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "meeting.lead",
        room=meeting.room,
        arguments=said,
        act=lambda by, sealed: offices.act_as_chair(meeting, by=by, at=at, ref=sealed, **said),
    )


def plain(said: dict[str, Any]) -> dict[str, Any]:
    """The same with rows by their numbers, for the fingerprint of what was asked."""
    return {name: getattr(value, "pk", value) for name, value in said.items()}
