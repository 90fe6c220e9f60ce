"""위촉과 해촉: nobody takes a seat, or leaves it, in any other way."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from committees.actions.floors import LEDGER, hold, office_of, show_tickets_again
from committees.actions.news import tell_appointed, tell_ended
from committees.actions.sheets import enroll, write_sheet
from committees.balance import gauge
from committees.models import Body, BodyRule, EndGround, Gender, Membership, Seat, Term
from committees.models.sheet import sheet_of
from committees.roster import member_at
from committees.tenure import tenure_of
from district.dates import day
from district.intake import clean_name
from district.models import Person
from district.refusals import Refusal
from realtime.publish import publish


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
    body = hold(seat.body)
    # Read anew: it may have been taken away while this waited for the lock.
    seat = Seat.objects.get(pk=seat.pk)
    seat.body = body
    body.check_keeper(by, day(at))
    body.check_stands(start)
    seat.check_open(start)
    rule = body.rule_on(start)
    membership = Membership(seat=seat, person=_present(person), start=start)
    # Read anew: whoever leaves may have left only while this waited for the lock.
    membership.predecessor = Membership.objects.get(pk=predecessor.pk) if predecessor else None
    membership.name = clean_name(name, 40)
    membership.affiliation = clean_name(affiliation, 80) if affiliation.strip() else ""
    membership.end = _last_day(membership, body, rule)
    membership.term = _term_of(body, start, term)
    seat.check_free(membership.start, membership.end)
    _check_one_seat(membership, body)
    membership.renewal_no = _renewals(membership, body, rule, said=renewal_no)
    _check_balance(membership, body, rule)
    membership.save(force_insert=True)
    _count_on(membership, body)
    tell_appointed(membership, at)
    publish(
        LEDGER, "member.appointed", membership, by=by, at=at, ref=ref, office=office_of(by, at),
        facts={"body": body.pk, "seat": seat.number},
    )  # fmt: skip
    show_tickets_again(body)
    return membership


def _present(person: Person) -> Person:
    """An account that is somebody's, and stays it until this is over."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not person.is_active:
        raise Refusal("person_left", _("탈퇴했거나 닫힌 계정은 위촉할 수 없습니다."))
    return person


def _last_day(membership: Membership, body: Body, rule: BodyRule) -> date:
    """A full term, or what is left of one; never longer than the seat, nor in a part than in the whole."""
    if membership.predecessor is not None:
        membership.check_follows(membership.predecessor)
        end = membership.predecessor.end
    else:
        end = Membership.end_of(membership.start, rule.term_years)
    end = membership.seat.last_day(end)
    if body.parent is None:
        return end
    within = member_at([body.parent], membership.person, membership.start)
    if within is None:
        raise Refusal("not_in_parent", _("상위 기구의 위원만 분과에 위촉할 수 있습니다."))
    return min(end, within.end) if within.end else end


def _term_of(body: Body, start: date, said: Term | None) -> Term | None:
    """제n기 in which the appointment begins, of the body or of the one it is a part of."""
    terms = Term.objects.filter(body__in=[body.pk, body.parent_id], start__lte=start, end__gte=start)
    if said is None:
        return terms.order_by("-start").first()
    if not terms.filter(pk=said.pk).exists():
        raise Refusal("wrong_term", _("위촉일이 그 기수의 기간에 들지 않습니다."), status=422)
    return said


def _check_one_seat(membership: Membership, body: Body) -> None:
    """Refuse a second appointed seat in the same body."""
    mine = Membership.objects.running(membership.start, membership.end)
    if mine.filter(seat__body=body, person=membership.person).exists():
        raise Refusal("already_seated", _("그 기간에 이 기구에 이미 위촉된 분입니다."))


def _renewals(membership: Membership, body: Body, rule: BodyRule, *, said: int) -> int:
    """How often this person is appointed anew; the record knows it where the form forgets it."""
    vacancy = membership.predecessor is not None
    tenure = tenure_of(body, membership.person, membership.start, vacancy=vacancy, rule=rule, said=said)
    tenure.check(rule)
    return tenure.renewal_no


def _count_on(membership: Membership, body: Body) -> None:
    """Two runs of terms become one where the gap between them is filled: what follows is counted anew."""
    later = Membership.objects.filter(seat__body=body, person=membership.person, start__gt=membership.end)
    for each in later.order_by("start"):
        rule = body.rule_on(each.start)
        vacancy = each.predecessor_id is not None
        tenure = tenure_of(body, membership.person, each.start, vacancy=vacancy, rule=rule)
        if tenure.renewal_no <= each.renewal_no:
            return
        tenure.check(rule)
        each.renewal_no = tenure.renewal_no
        each.save(update_fields=["renewal_no"])


def _check_balance(membership: Membership, body: Body, rule: BodyRule) -> None:
    """Refuse one more of a sex than the law lets sit together, on any day of the term."""
    if body.parent_id or rule.gender_ceiling is None:
        return
    sheet = sheet_of(membership.person)
    if sheet is None or not sheet.gender:
        raise Refusal(
            "gender_needed", _("성별 한도가 있는 기구입니다. 인적사항에 성별을 먼저 적어 주세요."), status=422
        )
    more = {"female": 1} if sheet.gender == Gender.FEMALE else {"male": 1}
    running = Membership.objects.running(membership.start, membership.end).filter(seat__body=body)
    # Somebody may have been promised a seat for later: the house is fullest when a term begins.
    days = {membership.start, *running.filter(start__gt=membership.start).values_list("start", flat=True)}
    for each in sorted(days):
        stood = gauge(body, each).plus(**more)
        if stood.fuller == sheet.gender:
            stood.check()


@transaction.atomic
def end_membership(
    membership: Membership,
    *,
    on: date,
    reason: str,
    by: Person | None,
    at: datetime,
    note: str = "",
    ref: UUID | None = None,
) -> Membership:
    """Let somebody go before the term is over, out of its parts and its offices too."""
    body = hold(membership.seat.body)
    membership = Membership.objects.select_related("seat").get(pk=membership.pk)
    body.check_keeper(by, day(at))
    membership.check_running(on)
    ground = EndGround.objects.on(on).filter(pk=reason).first()
    if ground is None:
        raise Refusal("unknown_reason", _("끝난 까닭을 골라 주세요."), status=422)
    note = ground.checked_note(note)
    in_parts = Membership.objects.running(on, membership.end).filter(
        seat__body__parent=body, person=membership.person
    )
    for each in [*in_parts.order_by("pk"), membership]:
        _end_one(each, on, ground, note)
        tell_ended(each, each.last_day, at)
        publish(
            LEDGER, "member.ended", each, by=by, at=at, office=office_of(by, at),
            ref=ref if each is membership else None, facts={"body": each.seat.body_id, "reason": ground.pk},
        )  # fmt: skip
    show_tickets_again(body)
    return membership


def _end_one(membership: Membership, on: date, ground: EndGround, note: str) -> None:
    """The last day of a seat is the last day of the offices that came with it."""
    membership.ended_on, membership.end_reason = max(on, membership.start), ground
    membership.end_note = note
    membership.save(update_fields=["ended_on", "end_reason", "end_note"])
    for office in membership.offices.held(on):
        office.end = max(on, office.start)
        office.save(update_fields=["end"])


@transaction.atomic
def appoint_somebody(
    seat: Seat,
    *,
    email: str,
    name: str,
    start: date,
    by: Person | None,
    at: datetime,
    gender: str = "",
    birth_year: int | None = None,
    phone: str = "",
    affiliation: str = "",
    renewal_no: int = 0,
    predecessor: Membership | None = None,
    ref: UUID | None = None,
) -> Membership:
    """Give a seat to an account, or to somebody who has none yet; with it goes what they declared."""
    body = hold(seat.body)
    body.check_keeper(by, day(at))
    person = account_of(email) if email.strip() else enroll(body, name, by=by, at=at)
    if gender or birth_year is not None or phone:
        write_sheet(person, body=body, gender=gender, birth_year=birth_year, phone=phone, by=by, at=at)
    return appoint(
        seat, person=person, name=name, start=start, affiliation=affiliation, renewal_no=renewal_no,
        predecessor=predecessor, by=by, at=at, ref=ref,
    )  # fmt: skip


def account_of(email: str) -> Person:
    """Whose address this is; nobody is looked for by name."""
    # PostgreSQL keeps no NUL, and asks for none either.
    person = Person.objects.filter(email=Person.objects.normalize_email(email.replace("\0", " "))).first()
    if person is None:
        raise Refusal("no_such_account", _("이 이메일로 만든 계정이 없습니다."), status=422)
    return person
