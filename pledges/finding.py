"""Of which pledge somebody speaks, at whichever door: a code is given out anew by each administration."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from committees.speakers import found
from district.models import Person
from district.refusals import not_found
from pledges.desk import pledges_at_desk
from pledges.models import Amendment, Closing, Pledge, ProgressEntry, Spending
from pledges.models.closing import ClosingQuerySet
from pledges.models.pledge import PledgeQuerySet
from pledges.rights import closings_awaiting

WITH = ("administration", "department", "status", "form", "parent")


def pledge_of(code: str, administration: int | None, on: date, rows: PledgeQuerySet | None = None) -> Pledge:
    """The pledge of that code: of the administration named, of the one that ran on that day, or the last."""
    promised = Pledge.objects.visible_to(None) if rows is None else rows
    told = list(promised.filter(code=code).order_by("-administration__start"))
    if administration is not None:
        told = [each for each in told if each.administration_id == administration]
    if not told:
        raise not_found()
    ran = (each for each in told if each.administration.start <= on <= each.administration.end)
    return next(ran, told[0])


def pledges_inside(person: Person | None, at: datetime) -> PledgeQuerySet:
    """What a person finds: drafts too, of those that open for this person at the desk."""
    if person is None or not person.is_active:
        return Pledge.objects.visible_to(person)
    ours = pledges_at_desk(person, at).values("pk")
    promised = Pledge.objects.select_related(*WITH)
    return promised.filter(Q(published_at__isnull=False) | Q(pk__in=ours))


def reads_inside(pledge: Pledge, person: Person | None, at: datetime) -> bool:
    """Whether this person may see of a pledge what is not public yet."""
    if person is None or not person.is_active:
        return False
    return pledges_at_desk(person, at).filter(pk=pledge.pk).exists()


def entry_at(key: Any, person: Person | None, at: datetime) -> ProgressEntry:
    """The doing of that number, of a pledge that this person may see."""
    rows = ProgressEntry.objects.filter(pledge__in=pledges_inside(person, at))
    return found(rows.select_related("pledge"), key)


def spending_at(key: Any, person: Person | None, at: datetime) -> Spending:
    """The spending of that number."""
    rows = Spending.objects.filter(pledge__in=pledges_inside(person, at))
    return found(rows.select_related("pledge"), key)


def amendment_at(key: Any, person: Person | None, at: datetime) -> Amendment:
    """The amendment of that number: a draft for those who may see it alone."""
    rows = Amendment.objects.select_related("pledge__administration", "item__meeting__round")
    amendment = found(rows.filter(pledge__in=pledges_inside(person, at)), key)
    public = Amendment.objects.visible_to(None).filter(pk=amendment.pk).exists()
    if not public and not reads_inside(amendment.pledge, person, at):
        raise not_found()
    return amendment


def closing_at(key: Any, person: Person | None, at: datetime) -> Closing:
    """The closing of that number: before its approval for those through whose hands it goes."""
    return found(closings_inside(person, at).select_related("pledge__department"), key)


def closings_inside(person: Person | None, at: datetime) -> ClosingQuerySet:
    """Approved ones for everybody; the others for the desk of their pledge, and for whoever has them now."""
    if person is None or not person.is_active:
        return Closing.objects.visible_to(person)
    public = Q(approved_at__isnull=False, pledge__published_at__isnull=False)
    ours = Q(pledge__in=pledges_at_desk(person, at).values("pk"))
    return Closing.objects.filter(public | ours | Q(pk__in=closings_awaiting(person, at).values("pk")))
