"""제n기: the years for which a body is formed, one after the other."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from committees.actions.floors import LEDGER, hold, office_of
from committees.models import Body, Membership, Term
from district.dates import day
from district.intake import clean_name
from district.models import Person
from realtime.publish import publish


@transaction.atomic
def lay_term(
    body: Body,
    *,
    number: Any,
    start: date,
    by: Person | None,
    at: datetime,
    end: date | None = None,
    printed: str = "",
    ref: UUID | None = None,
) -> Term:
    """Write down the next n기: it begins the day after the last one ended."""
    body = hold(body)
    body.check_keeper(by, day(at))
    body.check_stands(start)
    last_day = end or Membership.end_of(start, body.rule_on(start).term_years)
    term = Term(body=body, number=number, start=start, end=last_day)
    term.printed = clean_name(printed, 60) if printed.strip() else ""
    term.check_order()
    term.check_among(list(body.terms.order_by("number")))
    term.save(force_insert=True)
    publish(
        LEDGER, "term.laid", term, by=by, at=at, ref=ref, office=office_of(by, at),
        facts={"body": body.pk, "number": number},
    )  # fmt: skip
    return term


@transaction.atomic
def mend_term(
    term: Term,
    *,
    number: Any,
    start: date,
    by: Person | None,
    at: datetime,
    end: date | None = None,
    printed: str = "",
    ref: UUID | None = None,
) -> Term:
    """Put right what was mistyped, while nobody has been appointed for these years."""
    body = hold(term.body)
    body.check_keeper(by, day(at))
    term = Term.objects.get(pk=term.pk)
    term.check_unused()
    term.number, term.start = number, start
    term.end = end or Membership.end_of(start, body.rule_on(start).term_years)
    term.printed = clean_name(printed, 60) if printed.strip() else ""
    term.check_order()
    term.check_among(list(body.terms.exclude(pk=term.pk)))
    term.save()
    publish(
        LEDGER, "term.mended", term, by=by, at=at, ref=ref, office=office_of(by, at),
        facts={"body": body.pk, "number": number},
    )  # fmt: skip
    return term
