"""받는 기기. A browser lets itself be woken; a number is proved before anything goes there."""

import secrets
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from district.dates import day
from district.models import Person
from district.refusals import Refusal, not_found
from letters import ways
from letters.actions.following import prefer
from letters.actions.ledger import LEDGER
from letters.models import Browser, Phone, Road
from letters.models.follow import habit_of
from letters.models.means import MOST_GUESSES
from letters.sealing import fingerprint, number_of
from letters.subscription import Subscription, refused_browser
from letters.tasks import send_code
from realtime.door import step
from realtime.publish import publish

MOST_BROWSERS = 5


@transaction.atomic
def add_browser(
    person: Person, *, subscription: Subscription, label: str, at: datetime, ref: UUID | None = None
) -> Browser:
    """This browser wakes for this person; for whoever it woke before, no more."""
    check_built(Road.PUSH)
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    keys = subscription._asdict()
    known = Browser.objects.select_for_update(of=("self",)).standing()
    before = known.filter(endpoint=subscription.endpoint).first()
    if before and before.person_id == person.pk and before.auth == subscription.auth:
        return before
    if before:
        before.end(at)
    # A sixth browser is more likely a first that was forgotten.
    for oldest in known.filter(person=person).order_by("-pk")[MOST_BROWSERS - 1 :]:
        oldest.end(at)
    browser = Browser(person=person, label=" ".join(label.split())[:60], since=at, **keys)
    try:
        with transaction.atomic():
            browser.save()
    except IntegrityError:
        # Somebody else signed in at this browser in the same moment, and was first.
        raise refused_browser() from None
    _add_road(person, Road.PUSH, at)
    publish(LEDGER, "browser.added", browser, by=person, at=at, ref=ref)
    return browser


@transaction.atomic
def drop_browser(browser: Browser, *, at: datetime, ref: UUID | None = None) -> Browser:
    """It wakes no more."""
    browser = Browser.objects.select_for_update(of=("self",)).get(pk=browser.pk)
    if browser.ended_at is None:
        browser.end(at)
        publish(LEDGER, "browser.ended", browser, by=browser.person, at=at, ref=ref)
    return browser


def claim_number(person: Person, *, number: str, at: datetime, ref: UUID | None = None) -> Phone:
    """Somebody says that a number is theirs: a code goes there, and nothing else before it comes back."""
    check_offered(Road.TALK, at)
    digits = number_of(number)
    # Or a stranger's telephone could be made to ring all day.
    step("code", str(person.pk), "1/60")
    step("codes", str(person.pk), "5/86400")
    step("number", fingerprint(digits), "5/86400")
    return _claim(person, digits, at, ref)


@transaction.atomic
def _claim(person: Person, digits: str, at: datetime, ref: UUID | None) -> Phone:
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    for earlier in Phone.objects.standing().filter(person=person, proved_at=None):
        earlier.end(at)
    phone = Phone(person=person, claimed_at=at)
    phone.take_number(digits, f"{secrets.randbelow(1_000_000):06}")
    phone.save()
    publish(LEDGER, "number.claimed", phone, by=person, at=at, ref=ref)
    transaction.on_commit(partial(send_code.enqueue, str(phone.key)), robust=True)
    return phone


def prove_number(person: Person, *, code: str, at: datetime, ref: UUID | None = None) -> Phone:
    """Its owner reads the code back; a wrong guess is counted though it is refused."""
    claimed = Phone.objects.standing().filter(person=person, proved_at=None)
    # No further than it matters: the column ends, and somebody may guess all day.
    fewer = claimed.filter(guesses__lte=MOST_GUESSES)
    if not fewer.update(guesses=F("guesses") + 1) and not claimed.exists():
        raise no_number()
    return _prove(person, code, at, ref)


@transaction.atomic
def _prove(person: Person, code: str, at: datetime, ref: UUID | None) -> Phone:
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    claimed = Phone.objects.select_for_update(of=("self",)).standing()
    phone = claimed.filter(person=person, proved_at=None).first()
    if phone is None:
        raise no_number()
    phone.check_code(" ".join(code.split()), at)
    for earlier in Phone.objects.proved().filter(person=person):
        earlier.end(at)
    phone.proved_at, phone.code_sealed = at, ""
    phone.save(update_fields=["proved_at", "code_sealed"])
    _add_road(person, Road.TALK, at)
    publish(LEDGER, "number.proved", phone, by=person, at=at, ref=ref)
    return phone


def no_number() -> Refusal:
    """There is no number that waits for a code."""
    return Refusal("no_number", _("먼저 휴대전화 번호를 적어 주세요."), status=409)


@transaction.atomic
def drop_number(person: Person, *, at: datetime, ref: UUID | None = None) -> Phone:
    """The number is used no more, and nobody keeps it."""
    phones = list(Phone.objects.select_for_update(of=("self",)).standing().filter(person=person))
    if not phones:
        raise not_found()
    for phone in phones:
        phone.end(at)
    publish(LEDGER, "number.dropped", phones[-1], by=person, at=at, ref=ref)
    return phones[-1]


def check_built(road: Road) -> None:
    """Refuse a road for which this house has no keys."""
    if road not in ways.built():
        raise Refusal("road_closed", _("이 누리집에서는 아직 그 방법으로 알려 드리지 않습니다."), status=409)


def check_offered(road: Road, at: datetime) -> None:
    """Refuse a road that leads nowhere today."""
    if road not in ways.offered(day(at)):
        raise Refusal("road_closed", _("이 누리집에서는 아직 그 방법으로 알려 드리지 않습니다."), status=409)


def _add_road(person: Person, road: Road, at: datetime) -> None:
    habit = habit_of(person)
    if road not in habit.roads:
        prefer(person, roads=[*habit.roads, road], pace=habit.pace, at=at)
