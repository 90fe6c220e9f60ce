"""위촉과 임원: nobody takes a seat or an office, or leaves it, in any other way."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from committees.models import Body, BodyRule, Meeting, Membership, Office, Seat, Term
from committees.roster import member_at
from district.dates import day
from district.intake import clean_name
from district.models import Person, Post
from district.refusals import Refusal
from realtime.publish import publish, reopen, room

LEDGER = room("ledger", "committees")


@transaction.atomic
def appoint(
    seat: Seat,
    *,
    person: Person,
    name: str,
    start: date,
    by: Person | None,
    at: datetime,
    affiliation: str = "",
    term: Term | None = None,
    renewal_no: int = 0,
    predecessor: Membership | None = None,
    ref: UUID | None = None,
) -> Membership:
    """Give a seat to somebody for a term, or for what a predecessor left of one."""
    seat = Seat.objects.select_related("body__parent").get(pk=seat.pk)
    body = _lock(seat.body)
    body.check_keeper(by, day(at))
    seat.check_open(start)
    rule = body.rule_on(start)
    membership = Membership(seat=seat, person=person, start=start)
    # Read anew: whoever leaves may have left only while this waited for the lock.
    membership.predecessor = Membership.objects.get(pk=predecessor.pk) if predecessor else None
    membership.name = clean_name(name, 40)
    membership.affiliation = clean_name(affiliation, 80) if affiliation.strip() else ""
    membership.end = _last_day(membership, body, rule)
    membership.term = term or _term_of(body, start)
    membership.renewal_no = _renewals(membership, body, rule, said=renewal_no)
    seat.check_free(membership.start, membership.end)
    _check_one_seat(membership, body)
    membership.save(force_insert=True)
    publish(
        LEDGER, "member.appointed", membership, by=by, at=at, ref=ref, office=_office(by, at),
        facts={"body": body.pk, "seat": seat.number},
    )  # fmt: skip
    return membership


def _lock(body: Body) -> Body:
    """The body once nobody else can seat or unseat anybody, in the whole or in a part of it."""
    # Not the seat alone: one person may not be given two, nor a part to somebody just leaving the whole.
    Body.objects.locked().get(pk=body.parent_id or body.pk)
    return body


def _last_day(membership: Membership, body: Body, rule: BodyRule) -> date:
    """A full term, what is left of the predecessor's, and in a part no longer than in the whole."""
    if membership.predecessor is not None:
        membership.check_follows(membership.predecessor)
    end = (
        membership.predecessor.end
        if membership.predecessor
        else Membership.end_of(membership.start, rule.term_years)
    )
    if body.parent is None:
        return end
    within = member_at([body.parent], membership.person, membership.start)
    if within is None:
        raise Refusal("not_in_parent", _("상위 기구의 위원만 분과에 위촉할 수 있습니다."))
    return min(end, within.end) if within.end else end


def _term_of(body: Body, start: date) -> Term | None:
    """제n기 in which the appointment begins, of the body or of the one it is a part of."""
    terms = Term.objects.filter(body__in=[body.pk, body.parent_id], start__lte=start, end__gte=start)
    return terms.order_by("-start").first()


def _renewals(membership: Membership, body: Body, rule: BodyRule, *, said: int) -> int:
    """How often this person is appointed anew; the record knows it where the form forgets it."""
    before = Membership.objects.filter(
        seat__body=body, person=membership.person, ended_on=None, end__lt=membership.start
    )
    last = before.order_by("-end").first()
    follows = last is not None and (membership.start - last.end).days == 1
    renewal_no = max(said, last.renewal_no + 1 if last and follows else 0)
    if rule.renewals_allowed is not None and renewal_no > rule.renewals_allowed:
        raise Refusal(
            "renewals_used",
            _("연임은 %(times)s회까지 할 수 있습니다.") % {"times": rule.renewals_allowed},
        )
    return renewal_no


def _check_one_seat(membership: Membership, body: Body) -> None:
    """Refuse a second appointed seat in the same body, and an account that is no longer anybody's."""
    if not membership.person.is_active:
        raise Refusal("person_left", _("탈퇴했거나 닫힌 계정은 위촉할 수 없습니다."))
    mine = Membership.objects.running(membership.start, membership.end)
    if mine.filter(seat__body=body, person=membership.person).exists():
        raise Refusal("already_seated", _("그 기간에 이 기구에 이미 위촉된 분입니다."))


@transaction.atomic
def end_membership(
    membership: Membership, *, on: date, reason: str, by: Person | None, at: datetime, ref: UUID | None = None
) -> Membership:
    """Let somebody go before the term is over, out of its parts and its offices too."""
    body = _lock(membership.seat.body)
    membership = Membership.objects.select_related("seat").get(pk=membership.pk)
    body.check_keeper(by, day(at))
    membership.check_running(on)
    if reason not in Membership.EndReason.values:
        raise Refusal("unknown_reason", _("끝난 까닭을 골라 주세요."), status=422)
    in_parts = Membership.objects.running(on, membership.end).filter(
        seat__body__parent=body, person=membership.person
    )
    for each in [*in_parts.order_by("pk"), membership]:
        _end_one(each, on, reason)
        publish(
            LEDGER, "member.ended", each, by=by, at=at, office=_office(by, at),
            ref=ref if each is membership else None, facts={"body": each.seat.body_id, "reason": reason},
        )  # fmt: skip
    _show_tickets_again(body)
    return membership


def _end_one(membership: Membership, on: date, reason: str) -> None:
    """The last day of a seat is the last day of the offices that came with it."""
    membership.ended_on, membership.end_reason = max(on, membership.start), reason
    membership.save(update_fields=["ended_on", "end_reason"])
    for office in membership.offices.held(on):
        office.end = max(on, office.start)
        office.save(update_fields=["end"])


@transaction.atomic
def elect(
    body: Body,
    kind: str,
    *,
    by: Person | None,
    at: datetime,
    start: date,
    membership: Membership | None = None,
    post: Post | None = None,
    title: str = "",
    ref: UUID | None = None,
) -> Office:
    """Let a member, or whoever holds a post, lead the body or keep its papers."""
    body = _lock(body)
    body.check_keeper(by, day(at))
    if kind not in Office.Kind.values:
        raise Refusal("unknown_office", _("그런 임원직은 없습니다."), status=422)
    office = Office(body=body, kind=kind, membership=membership, post=post, start=start)
    office.title = clean_name(title, 40) if title.strip() else ""
    office.check_holder()
    office.save(force_insert=True)
    publish(
        LEDGER, "office.taken", office, by=by, at=at, ref=ref, office=_office(by, at),
        facts={"body": body.pk, "kind": kind},
    )  # fmt: skip
    return office


@transaction.atomic
def end_office(
    office: Office, *, on: date, by: Person | None, at: datetime, ref: UUID | None = None
) -> Office:
    """Let somebody lead no longer; the seat stays."""
    body = _lock(office.body)
    office = Office.objects.get(pk=office.pk)
    body.check_keeper(by, day(at))
    office.check_held(on)
    office.end = on
    office.save(update_fields=["end"])
    publish(
        LEDGER, "office.ended", office, by=by, at=at, ref=ref, office=_office(by, at),
        facts={"body": body.pk, "kind": office.kind},
    )  # fmt: skip
    _show_tickets_again(body)
    return office


def _show_tickets_again(body: Body) -> None:
    """Whoever sits on the floor of a meeting that is not over shows again that they may."""
    for meeting in Meeting.objects.of(body).not_over():
        reopen(meeting.floor_room)


def _office(by: Person | None, at: datetime) -> str:
    """The office that kept the seats that day, as the ledger names it."""
    return next((post.label for post in by.offices_on(day(at))), "") if by is not None else ""
