"""공개 데이터: who sits where and since when, in the words of Popolo; beside it `popolo_votes`."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from committees.models import Body, Membership, Office, Seat
from committees.popolo_votes import vote_events
from district.models import Post


def popolo() -> dict[str, list[dict[str, Any]]]:
    """Every body, every seat, everybody who ever sat by the names they agreed to, and how it was voted."""
    seats = list(Seat.objects.select_related("post").order_by("id"))
    memberships = list(Membership.objects.select_related("seat", "person").order_by("id"))
    offices = list(Office.objects.select_related("membership", "post").order_by("id"))
    posts = {seat.post for seat in seats if seat.post} | {office.post for office in offices if office.post}
    return {
        "persons": [*map(member, memberships), *map(official, sorted(posts, key=lambda post: post.pk))],
        "organizations": [organization(body) for body in Body.objects.select_related("kind").order_by("id")],
        "posts": [place(seat) for seat in seats],
        "memberships": [*map(appointed, memberships), *ex_officio(seats), *map(led, offices)],
        **vote_events(),
    }


def korean(words: Any) -> dict[str, str]:
    """Words with the name of their language."""
    return {"lang:ko": str(words)}


def dated(start: date | None, end: date | None) -> dict[str, str]:
    """From when to when, as far as it is known."""
    told = {"start_date": start, "end_date": end}
    return {name: on.isoformat() for name, on in told.items() if on}


def member(membership: Membership) -> dict[str, Any]:
    """A resident as appointed: two appointments are two persons, for nobody agreed to be put together."""
    # Whoever left the house is named by nothing here any more.
    gone = membership.person.left_at is not None
    name = membership.person.public_name if gone else membership.name
    told = {"id": f"member/{membership.pk}", "name": korean(name), "identifiers": [], "links": []}
    return told | ({} if gone or not membership.affiliation else {"summary": membership.affiliation})


def official(post: Post) -> dict[str, Any]:
    """Whoever holds a post is called by it."""
    return {"id": f"post/{post.pk}", "name": korean(post.title), "identifiers": [], "links": []}


def organization(body: Body) -> dict[str, Any]:
    """A body, and what it is a part of."""
    told = {
        "id": f"body/{body.pk}",
        "name": korean(body.name),
        "classification": body.kind_id,
        "classification_label": korean(body.kind.label),
        "identifiers": [{"scheme": "slug", "identifier": body.slug}],
    }
    ground = " ".join(filter(None, [body.legal_basis, body.legal_article]))
    told |= {"sources": [{"note": ground}]} if ground else {}
    # 존속기한: the day on which its ordinance has it end, unless it is prolonged.
    founded = {
        "founding_date": body.established_on,
        "dissolution_date": body.dissolved_on,
        "sunset_date": body.sunset_on,
    }
    told |= {name: on.isoformat() for name, on in founded.items() if on}
    return told | ({"parent_id": f"body/{body.parent_id}"} if body.parent_id else {})


def place(seat: Seat) -> dict[str, Any]:
    """A seat, whoever sits in it."""
    return {
        "id": f"seat/{seat.pk}",
        "label": korean(seat.number),
        "role": korean(seat.get_basis_display()),
        "organization_id": f"body/{seat.body_id}",
        **dated(seat.opened_on, seat.closed_on),
    }


def appointed(membership: Membership) -> dict[str, Any]:
    """From when to when somebody sat; why it ended is nobody's business."""
    return {
        "id": f"membership/{membership.pk}",
        "person_id": f"member/{membership.pk}",
        "organization_id": f"body/{membership.seat.body_id}",
        "post_id": f"seat/{membership.seat_id}",
        "role": korean(Seat.Basis.APPOINTED.label),
        **dated(membership.start, membership.last_day),
    }


def ex_officio(seats: Iterable[Seat]) -> list[dict[str, Any]]:
    """A seat that goes with a post is held as long as there is one."""
    return [
        {
            "id": f"ex-officio/{seat.pk}",
            "person_id": f"post/{seat.post_id}",
            "organization_id": f"body/{seat.body_id}",
            "post_id": f"seat/{seat.pk}",
            "role": korean(Seat.Basis.EX_OFFICIO.label),
            **dated(seat.opened_on, seat.closed_on),
        }
        for seat in seats
        if seat.post_id is not None
    ]


def led(office: Office) -> dict[str, Any]:
    """Who led; a member's office ends at the latest with the membership."""
    membership = office.membership
    ends = [end for end in (office.end, membership.last_day if membership else None) if end]
    return {
        "id": f"office/{office.pk}",
        "person_id": f"member/{membership.pk}" if membership else f"post/{office.post_id}",
        "organization_id": f"body/{office.body_id}",
        "role": korean(office.label),
        **dated(office.start, min(ends, default=None)),
    }
