"""인적사항과 성별 예외: what the district must know of members, and who let a body pass the ceiling."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from committees.actions.floors import LEDGER, hold, office_of
from committees.models import Body, Gender, GenderExemption, MemberSheet
from committees.models.sheet import sheet_of
from district import access
from district.dates import day
from district.intake import clean_name, clean_words
from district.models import Neighborhood, Person
from district.models.offices import Role
from district.refusals import Refusal, not_found
from letters.sealing import number_of, seal, unseal
from realtime.publish import publish

LONGEST_NAME, LONGEST_DECISION, LONGEST_REASON = 40, 120, 500
OLDEST = 120


@dataclass(frozen=True, slots=True)
class Facts:
    """What a sheet says to whoever may read it."""

    gender: str = ""
    birth_year: int | None = None
    phone: str = ""


@transaction.atomic
def enroll(
    body: Body,
    name: str,
    *,
    by: Person | None,
    at: datetime,
    neighborhood: Neighborhood | None = None,
    ref: UUID | None = None,
) -> Person:
    """Know somebody who has no account: they can be appointed, and nobody can sign in as them."""
    body = hold(body)
    body.check_keeper(by, day(at))
    person = Person(email=None, name=clean_name(name, LONGEST_NAME), neighborhood=neighborhood)
    person.set_unusable_password()
    person.save(force_insert=True)
    publish(
        LEDGER, "person.enrolled", person, by=by, at=at, ref=ref, office=office_of(by, at),
        facts={"body": body.pk},
    )  # fmt: skip
    return person


@transaction.atomic
def write_sheet(
    person: Person,
    *,
    body: Body,
    by: Person | None,
    at: datetime,
    gender: str | None = None,
    birth_year: Any = None,
    phone: str = "",
    sealed_phone: str = "",
    ref: UUID | None = None,
) -> MemberSheet:
    """Write down what somebody declared; only what is given changes."""
    body = hold(body)
    body.check_keeper(by, day(at))
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    sheet = sheet_of(person) or MemberSheet(person=person)
    if gender:
        sheet.gender = checked_gender(gender)
    if birth_year is not None:
        sheet.birth_year = checked_year(birth_year, at)
    if phone:
        sealed_phone = seal(number_of(phone))
    sheet.sealed_phone = sealed_phone or sheet.sealed_phone
    sheet.changed_at, sheet.purged_at = at, None
    sheet.save()
    publish(
        LEDGER, "sheet.written", sheet, by=by, at=at, ref=ref, office=office_of(by, at),
        facts={"body": body.pk},
    )  # fmt: skip
    return sheet


def checked_gender(said: str) -> str:
    """One of the two that the law counts."""
    if said not in Gender.values:
        raise Refusal("unknown_gender", _("성별은 여와 남 가운데 하나로 적습니다."), status=422)
    return said


def checked_year(said: Any, at: datetime) -> int:
    """A year in which somebody alive was born."""
    this_year = day(at).year
    if type(said) is not int or not this_year - OLDEST <= said <= this_year:
        raise Refusal("bad_birth_year", _("출생연도를 네 자리 수로 적어 주세요."), status=422)
    return said


@transaction.atomic
def read_sheet(person: Person, *, body: Body, by: Person, at: datetime, purpose: str) -> Facts:
    """What is written down of a member, for the desk alone; the line of the reading stands before it."""
    check_reader(person, body, by, day(at))
    sheet = sheet_of(person)
    if sheet is None:
        return Facts()
    access.read(by, sheet, purpose=purpose, at=at)
    phone = unseal(sheet.sealed_phone) if sheet.sealed_phone else ""
    return Facts(sheet.gender, sheet.birth_year, phone)


def check_reader(person: Person, body: Body, by: Person, on: date) -> None:
    """A sheet is there for whoever keeps a body of this member, and for the audit; for others it is not."""
    if not (by.holds(Role.AUDITOR, on) or body.is_kept_by(by, on)):
        raise not_found()
    seated = person.memberships.filter(seat__body__in=[body.pk, *body.parts.values_list("pk", flat=True)])
    applied = person.seat_applications.filter(call__body=body)
    if not (seated.exists() or applied.exists()):
        raise not_found()


@transaction.atomic
def grant_exemption(
    body: Body,
    *,
    valid_from: date,
    decided_by: str,
    decided_on: date,
    reason: str,
    by: Person | None,
    at: datetime,
    valid_until: date | None = None,
    ref: UUID | None = None,
) -> GenderExemption:
    """Write down that the committee of the city let this body pass the ceiling, and until when."""
    body = hold(body)
    body.check_keeper(by, day(at))
    exemption = GenderExemption(body=body, valid_from=valid_from, valid_until=valid_until)
    exemption.decided_on, exemption.recorded_by, exemption.recorded_at = decided_on, by, at
    exemption.check_days(day(at))
    exemption.decided_by = clean_name(decided_by, LONGEST_DECISION)
    exemption.reason = clean_words(reason, LONGEST_REASON)
    exemption.save(force_insert=True)
    publish(
        LEDGER, "exemption.granted", exemption, by=by, at=at, ref=ref, office=office_of(by, at),
        facts={"body": body.pk},
    )  # fmt: skip
    return exemption
