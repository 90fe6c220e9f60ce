"""What people do with their account here: the rows are the district's, the event is the ledger's."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from committees.actions.applying import forget_applications
from committees.models import Membership
from deliberation.actions import forget_drafts, forget_reading
from deliberation.models import Endorsement, Proposal, Share, Thread, Voice
from district.dates import day
from district.models import Agreement, Consent, Person
from letters.actions import forget
from realtime.publish import Address, forget_frames, publish
from surveys.models import Response

if TYPE_CHECKING:
    from district.identity import Identity

LEDGER = Address("ledger", "district")


@transaction.atomic
def verify_person(person: Person, *, identity: "Identity", at: datetime) -> Person:
    """From now on the district knows that this is one real person."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.verify(identity, at)
    facts = {"level": int(person.level), "basis": str(person.level_basis)}
    publish(LEDGER, "person.verified", person, by=person, at=at, facts=facts)
    return person


@transaction.atomic
def rename_person(person: Person, *, nickname: str, at: datetime) -> Person:
    """Somebody is called something else from now on, also beside what was said before."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.rename(nickname)
    publish(LEDGER, "person.renamed", person, by=person, at=at)
    forget_frames()
    return person


@transaction.atomic
def leave_house(person: Person, *, at: datetime) -> Person:
    """Somebody leaves; what they said stays, and nobody reads any more who they were."""
    # Before the person is held: whoever appoints holds the body first.
    forget_applications(person, at=at)
    person = Person.objects.select_for_update().get(pk=person.pk)
    Membership.objects.check_may_leave(person, day(at))
    person.leave(at)
    forget(person, at=at)
    forget_reading(person)
    forget_drafts(person)
    publish(LEDGER, "person.left", person, by=person, at=at)
    # The frames in memory were drawn with the old name.
    forget_frames()
    return person


def due(at: datetime) -> None:
    """Let go of the proof of who somebody was, once no open proceedings count that person's voice."""
    asked = Q(thread__question__result_at=None, thread__question__isnull=False)
    # An evening ends when its facilitator says so, not at its hour.
    going_on = Q(thread__by_hand=True) & ~Q(thread__told=Thread.Told.CLOSED)
    # A talk about a pledge stays open for years, but its voices bring nothing about.
    counted = Voice.objects.filter(person=OuterRef("pk"), standing__gt=0, thread__heading="").filter(
        Q(thread__closes_at__gt=at) | asked | going_on
    )
    gone = Person.objects.filter(left_at__isnull=False, ci_hash__isnull=False).exclude(Exists(counted))
    # Nor does anybody agree or answer twice, or walk out of a block, by leaving and coming again.
    for person in gone.exclude(blocked_until__gt=at).exclude(_weighs(at)):
        release_identity(person, at=at)


def _weighs(at: datetime) -> Q:
    """Whether somebody agreed with or joined a proposal that still counts, or answered an open survey."""
    person, counting = OuterRef("pk"), Proposal.objects.counting(at)
    agreed = Endorsement.objects.filter(person=person, withdrawn_at=None, proposal__in=counting)
    joined = Share.objects.standing().filter(person=person, proposal__in=counting)
    answered = Response.objects.filter(person=person, counted=True, survey__closes_at__gt=at)
    return Exists(agreed) | Exists(joined) | Exists(counting.filter(author=person)) | Exists(answered)


@transaction.atomic
def release_identity(person: Person, *, at: datetime) -> None:
    """The tombstone of somebody who left is taken away; the same human being may begin anew."""
    if Person.objects.filter(pk=person.pk, ci_hash__isnull=False).update(ci_hash=None):
        publish(LEDGER, "identity.released", person, by=None, at=at)


@transaction.atomic
def join_house(person: Person, *, nickname: str, consents: Iterable[Consent], at: datetime) -> Person:
    """Somebody whose account was just opened says what to be called, and agrees."""
    person.rename(nickname)
    for consent in consents:
        agree(person, consent, at=at)
    return person


@transaction.atomic
def agree(person: Person, consent: Consent, *, at: datetime) -> Agreement:
    """Somebody agrees to a version of a text; agreeing twice is agreeing once."""
    agreement, agreed = Agreement.objects.get_or_create(
        person=person, consent=consent, withdrawn_at=None, defaults={"at": at}
    )
    if agreed:
        publish(LEDGER, "consent.agreed", agreement, by=person, at=at)
    return agreement


@transaction.atomic
def lay_consent(
    *,
    kind: str,
    version: str,
    title: str,
    url: str,
    in_force_from: date,
    sha256: str,
    required: bool,
    by: Person | None,
    at: datetime,
) -> Consent:
    """A text is laid before the public; laying the same again changes nothing."""
    words = {"title": title, "in_force_from": in_force_from, "sha256": sha256, "required": required}
    consent, new = Consent.objects.select_for_update().get_or_create(
        kind=kind, version=version, defaults=words | {"url": url}
    )
    consent.check_unchanged(sha256)
    said_before = {name: getattr(consent, name) for name in words}
    if not new and (said_before != words or consent.url != url):
        Consent.objects.filter(pk=consent.pk).update(url=url, **words)
        consent.refresh_from_db()
    if new or said_before != words:
        publish(LEDGER, "consent.laid", consent, by=by, at=at, facts={"kind": kind, "version": version})
    return consent
