"""Who sits in a body on a day, who leads it, and as what somebody speaks there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from committees.models import Body, Membership, Office, Seat
from district.models import Person


@dataclass(frozen=True, slots=True)
class Member:
    """위원. One person once, whatever seats: an official by the post, a resident by the name agreed to."""

    person_id: int
    seat_id: int
    body_id: int
    name: str
    basis: str
    affiliation: str
    offices: tuple[str, ...]
    start: date | None
    end: date | None
    number: int = 0
    membership_id: int | None = None
    term_id: int | None = None
    renewal_no: int = 0
    predecessor_id: int | None = None


@dataclass(frozen=True, slots=True)
class Officer:
    """임원. Who chairs, stands in or keeps the papers; a vacant post is no person."""

    kind: str
    label: str
    name: str
    person_id: int | None
    body_id: int


@dataclass(frozen=True, slots=True)
class HeadCount:
    """How many places a body has, who fills them by what right, and how many people that is."""

    seats: int
    ex_officio: int
    appointed: int
    vacant: int
    sitting: int


@dataclass(frozen=True, slots=True)
class Place:
    """One circle of the seat chart; an empty one bears the post it belongs to, if any."""

    seat_id: int
    number: int
    basis: str
    taken: bool
    name: str
    offices: tuple[str, ...]


def roster(bodies: Iterable[Body], on: date) -> list[Member]:
    """Those who sit on that day, in 가나다 order; an empty seat is nobody."""
    bodies = list(bodies)
    labels = _labels(officers(bodies, on))
    members: dict[int, Member] = {}
    for seat in Seat.objects.occupied(on).filter(body__in=bodies):
        # The first seat counts: somebody in two seats is one head and one voice.
        if seat.holder is not None and seat.holder not in members:
            members[seat.holder] = _member(seat, seat.holder, labels.get(seat.holder, ()))
    return sorted(members.values(), key=lambda member: (member.name, member.seat_id))


def head_counts(bodies: Iterable[Body], on: date) -> dict[int, HeadCount]:
    """Each body by itself; the places are filled and vacant, the people are counted once."""
    bodies = list(bodies)
    seats: dict[int, list[Seat]] = {body.pk: [] for body in bodies}
    for seat in Seat.objects.occupied(on).filter(body__in=bodies):
        seats[seat.body_id].append(seat)
    return {body: _count(places) for body, places in seats.items()}


def _count(places: list[Seat]) -> HeadCount:
    taken = [seat for seat in places if seat.holder is not None]
    ex_officio = sum(seat.basis == Seat.Basis.EX_OFFICIO for seat in taken)
    return HeadCount(
        seats=len(places),
        ex_officio=ex_officio,
        appointed=len(taken) - ex_officio,
        vacant=len(places) - len(taken),
        sitting=len({seat.holder for seat in taken}),
    )


def officers(bodies: Iterable[Body], on: date) -> list[Officer]:
    """Chairs first, then those who stand in, then secretaries."""
    held = Office.objects.occupied(on).filter(body__in=list(bodies))
    return [
        Officer(office.kind, office.label, office.name, office.holder, office.body_id)
        for office in sorted(held, key=lambda office: office.rank)
    ]


def seats_of(body: Body, on: date, leaders: Iterable[Officer] | None = None) -> list[Place]:
    """Every seat there is on that day, by its number; who has its officers at hand hands them over."""
    labels = _labels(officers([body], on) if leaders is None else leaders)
    return [
        Place(
            seat_id=seat.pk,
            number=seat.number,
            basis=seat.basis,
            taken=seat.holder is not None,
            name=_name(seat),
            offices=labels.get(seat.holder, ()) if seat.holder is not None else (),
        )
        for seat in Seat.objects.occupied(on).filter(body=body)
    ]


def badge_of(person: Person, body: Body, on: date) -> str:
    """협치회의 위원장, 협치회의 위원, or nothing: as what somebody speaks where this body is heard."""
    family = Q(body=body) | Q(body__parent=body)
    held = Office.objects.occupied(on).held_by(person).filter(family)
    office = min(held, key=lambda office: (office.body_id != body.pk, office.rank), default=None)
    if office is not None:
        part = "" if office.body_id == body.pk else office.body.called
        return " ".join(filter(None, [body.called, part, office.label]))
    seated = Seat.objects.occupied(on).held_by(person).filter(family).exists()
    return _("%(body)s 위원") % {"body": body.called} if seated else ""


def member_at(bodies: Iterable[Body], person: Person | None, on: date) -> Member | None:
    """As whom somebody sits there on that day, without reading all the others."""
    if person is None:
        return None
    bodies = list(bodies)
    seat = Seat.objects.occupied(on).held_by(person).filter(body__in=bodies).first()
    if seat is None:
        return None
    held = Office.objects.occupied(on).held_by(person).filter(body__in=bodies)
    ranked = sorted(held, key=lambda office: office.rank)
    return _member(seat, person.pk, tuple(office.label for office in ranked))


def _member(seat: Seat, person: int, offices: tuple[str, ...]) -> Member:
    membership = _membership(seat)
    return Member(
        person_id=person,
        seat_id=seat.pk,
        body_id=seat.body_id,
        name=_name(seat),
        basis=seat.basis,
        affiliation=membership.affiliation if membership else "",
        offices=offices,
        start=membership.start if membership else None,
        end=membership.last_day if membership else None,
        number=seat.number,
        membership_id=membership.pk if membership else None,
        term_id=membership.term_id if membership else None,
        renewal_no=membership.renewal_no if membership else 0,
        predecessor_id=membership.predecessor_id if membership else None,
    )


def _name(seat: Seat) -> str:
    """What the public reads at the seat."""
    membership = _membership(seat)
    return membership.name if membership else seat.post.title if seat.post else ""


def _membership(seat: Seat) -> Membership | None:
    """The one of that day: `occupied` prefetched no other."""
    return None if seat.post else next(iter(seat.memberships.all()), None)


def _labels(leaders: Iterable[Officer]) -> dict[int, tuple[str, ...]]:
    labels: dict[int, tuple[str, ...]] = {}
    for officer in leaders:
        if officer.person_id is not None:
            labels[officer.person_id] = (*labels.get(officer.person_id, ()), officer.label)
    return labels
