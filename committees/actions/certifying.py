"""위촉장 발급: a number for each appointment, without a gap and never a second one."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from committees.actions.floors import LEDGER, office_of
from committees.models import Body, Certificate, Membership
from district.dates import day
from district.intake import clean_name
from district.models import District, Person
from district.refusals import Refusal
from realtime.publish import publish

MOST = 500


@transaction.atomic
def certify(
    memberships: Iterable[Membership],
    *,
    by: Person | None,
    at: datetime,
    issuer: str = "",
    ref: UUID | None = None,
) -> list[Certificate]:
    """The certificates of these appointments, by seat: those there are, and new ones for the others."""
    rows = list(
        Membership.objects.filter(pk__in=[each.pk for each in memberships])
        .select_related("seat__body__parent")
        .order_by("seat__number", "start")
    )
    bodies = {each.seat.body.convener.pk for each in rows}
    if len(bodies) != 1 or len(rows) > MOST:
        raise Refusal("nobody_to_certify", _("위촉장을 낼 위원이 없습니다."), status=409)
    # Numbers are given out under the body: two presses at once give one number to each.
    body = Body.objects.locked().get(pk=bodies.pop())
    body.check_keeper(by, day(at))
    signed = clean_name(issuer, 60) if issuer.strip() else issuer_of_house()
    known = {each.membership_id: each for each in Certificate.objects.filter(membership__in=rows)}
    new = [each for each in rows if each.pk not in known]
    for each in new:
        # Of the year that the paper bears: pressed on 31 December for 1 January, it is the new year's first.
        year = each.start.year
        certificate = Certificate.objects.create(
            membership=each, body=body, year=year, number=_last(body, year) + 1, issued_on=each.start,
            issuer=signed,
        )  # fmt: skip
        known[each.pk] = certificate
        publish(
            LEDGER, "certificate.issued", certificate, by=by, at=at, office=office_of(by, at),
            ref=ref if each is new[-1] else None, facts={"body": body.pk, "number": certificate.number},
        )  # fmt: skip
    return [known[each.pk] for each in rows]


def _last(body: Body, year: int) -> int:
    """The last number that the body gave out in that year."""
    return Certificate.objects.filter(body=body, year=year).aggregate(last=Max("number"))["last"] or 0


def issuer_of_house() -> str:
    """서울특별시 관악구청장: in whose name the district appoints."""
    district = District.current()
    with translation.override(settings.LANGUAGE_CODE):  # kept with the certificate, whoever presses
        return _("%(district)s청장") % {"district": district.full_name or district.name}
