"""초대. A member whom the district appointed without an account is given one: an address, and a way in."""

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from committees.actions.floors import LEDGER, hold, office_of
from committees.models import Membership
from district.dates import day
from district.models import Person
from district.refusals import Refusal
from realtime.publish import publish


@transaction.atomic
def invite(
    membership: Membership, email: str, *, by: Person | None, at: datetime, ref: UUID | None = None
) -> Person:
    """From now on this person can be written to; the letter with the way in is the door's to send."""
    body = hold(membership.seat.body)
    body.check_keeper(by, day(at))
    person = Person.objects.select_for_update(no_key=True).get(pk=membership.person_id)
    address = _address(email)
    if not person.is_active:
        raise Refusal("person_left", _("탈퇴했거나 닫힌 계정은 위촉할 수 없습니다."))
    if person.email is not None and _signs_in(person):
        raise Refusal("has_account", _("이미 이메일로 로그인하는 분입니다."), status=409)
    others = Person.objects.filter(email__iexact=address).exclude(pk=person.pk)
    known = EmailAddress.objects.filter(email__iexact=address).exclude(user=person)
    if others.exists() or known.exists():
        raise Refusal(
            "email_taken",
            _("이 이메일로 만든 계정이 이미 있습니다. 그 계정을 위촉해 주세요."),
            status=409,
        )
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=address, primary=True, verified=False)
    person.email = address
    person.save(update_fields=["email"])
    publish(
        LEDGER, "person.invited", person, by=by, at=at, ref=ref, office=office_of(by, at),
        facts={"body": body.pk},
    )  # fmt: skip
    return person


def _signs_in(person: Person) -> bool:
    """Whether the account is somebody's; an invitation that was never answered may be sent again."""
    # Not the password alone: who comes by Kakao or an OIDC provider has none, and an address nobody may move.
    proven = person.ci_hash is not None or person.last_login is not None
    return person.has_usable_password() or proven or person.socialaccount_set.exists()


def _address(email: str) -> str:
    address = Person.objects.normalize_email(email.strip())
    try:
        validate_email(address)
    except ValidationError:
        raise Refusal("bad_email", _("이메일 주소를 name@example.kr처럼 적어 주세요."), 422) from None
    return address
