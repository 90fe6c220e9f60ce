"""배달. How letters leave the house: taken first, then spoken of to the mail server, and never twice."""

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import NamedTuple, Self

from django.conf import settings
from django.core.mail import mailers
from django.db import transaction
from django.db.models import F, Q

from district.models import Person
from letters.mail import composed
from letters.models import Dispatch, Follow, Letter
from realtime.publish import ring, room

log = logging.getLogger(__name__)
LOT = 500
MOST_TRIES = 5
# A mail server that says no may say yes in a minute, in five, in half an hour, in two hours.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]
# With these it said no, and took nothing; after anything else it may have taken the mail.
SAID_NO = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
)


class NoLine(Exception):  # noqa: N818 (a line that does not open is the weather, not a mistake)
    """The mail server does not answer at all."""


class Line:
    """One line to the mail server for one round, opened when the first mail is ready."""

    def __init__(self) -> None:
        self.backend = mailers.default

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.hang_up()

    def open(self) -> None:
        """Have it open before a word is said: what fails here was never sent."""
        try:
            self.backend.open()
        except OSError as error:
            raise NoLine from error

    def hang_up(self) -> None:
        """Forget it; whatever it says to the farewell changes nothing."""
        try:
            self.backend.close()
        except OSError as error:
            log.info("The mail server did not say farewell: %s", error)


class Bag(NamedTuple):
    """What one person gets in one mail."""

    person: Person
    letters: list[Letter]


def spread_all(at: datetime) -> None:
    """Whatever was told of a topic; one that breaks is said aloud and keeps no other waiting."""
    for dispatch in Dispatch.objects.filter(spread_at=None).order_by("pk"):
        try:
            spread(dispatch, at)
        except Exception:
            log.exception("spread %s", dispatch.about)


def spread(dispatch: Dispatch, at: datetime) -> None:
    """A letter to whoever followed when it was told; broken off, it is begun anew and doubles nothing."""
    following = Follow.objects.standing().filter(topic=dispatch.topic, since__lte=dispatch.at)
    wishes = following.filter(person__is_active=True).select_related("person").order_by("pk")
    last = 0
    while lot := list(wishes.filter(pk__gt=last)[:LOT]):
        with transaction.atomic():
            dispatch.write_to((wish.person, wish) for wish in lot)
            for wish in lot:
                ring(room("person", wish.person.key))
        last = lot[-1].pk
    Dispatch.objects.filter(pk=dispatch.pk).update(spread_at=at)


def carry_next(line: Line, now: Callable[[], datetime]) -> bool:
    """Send what is due to one person; whether to go on with the next."""
    bag = take(now())
    if bag is None:
        return False
    if not bag.letters:
        return True
    try:
        line.open()
        line.backend.send_messages([composed(bag.person, bag.letters)])
    except NoLine as error:
        log.warning("The mail server does not answer: %s", error.__cause__)
        give_back(bag, now())
        return False
    except SAID_NO as error:
        log.warning("The mail server took no mail to person %s: %s", bag.person.pk, error)
        line.hang_up()
        give_back(bag, now())
    except Exception:
        log.exception("Nobody knows whether the mail to person %s went", bag.person.pk)
        line.hang_up()
        settle(bag, state=Letter.State.FAILED, fault=Letter.Fault.DOUBT)
    else:
        settle(bag, state=Letter.State.SENT, sent_at=now())
    return True


@transaction.atomic
def take(at: datetime) -> Bag | None:
    """Put a mark on all that goes to one person, before anybody speaks to the mail server."""
    begun = Letter.objects.begun(at).select_related("person").order_by("due_at", "pk")
    # The person is locked, not the letter: two workers never make two mails of what is one.
    first = begun.select_for_update(skip_locked=True, of=("person",), no_key=True).first()
    if first is None:
        return None
    # What was refused before keeps its own pause; what only waits for company goes along.
    along = Letter.objects.waiting().filter(Q(due_at__lte=at) | Q(tries=0), person=first.person)
    waiting = list(along.select_related("dispatch", "follow").order_by("pk"))
    kept = wanted(waiting, first.person)
    rows = Letter.objects.filter(pk__in=[letter.pk for letter in kept])
    rows.update(state=Letter.State.TAKEN, taken_at=at, tries=F("tries") + 1)
    if len(kept) < len(waiting):
        fallen = {letter.pk for letter in waiting} - {letter.pk for letter in kept}
        Letter.objects.filter(pk__in=fallen).update(state=Letter.State.DROPPED)
    return Bag(first.person, kept)


def wanted(letters: list[Letter], person: Person) -> list[Letter]:
    """What may still go: the reader is here, and has not stopped following since it was written."""
    if not (person.is_active and person.email):
        return []
    duties = [letter for letter in letters if letter.follow is None]
    news = [letter for letter in letters if letter.follow and letter.follow.ended_at is None]
    # Somebody else's address could be typed in to have it flooded: only who confirmed it gets news there.
    return duties + (news if news and may_get_news(person) else [])


def may_get_news(person: Person) -> bool:
    """Whether no confirmation of this address is still awaited."""
    return not person.emailaddress_set.filter(email__iexact=person.email, verified=False).exists()


def settle(bag: Bag, **outcome: object) -> None:
    """Write down what came of it; a letter that was given up meanwhile, and went after all, went."""
    Letter.objects.filter(pk__in=[letter.pk for letter in bag.letters]).update(**{"fault": "", **outcome})


@transaction.atomic
def give_back(bag: Bag, at: datetime) -> None:
    """It was not sent: later, and later still, and then no more."""
    for letter in bag.letters:
        tries = letter.tries + 1
        mine = Letter.objects.filter(pk=letter.pk)
        if tries >= MOST_TRIES:
            mine.update(state=Letter.State.FAILED, fault=Letter.Fault.REFUSED)
        else:
            mine.update(state=Letter.State.WAITING, due_at=at + PAUSES[tries - 1])


def doubt(at: datetime) -> int:
    """What was taken long ago and never settled may have gone: it stands at the desk, never sent anew."""
    broken_off = at - timedelta(seconds=settings.LETTER_DOUBT_SECONDS)
    taken = Letter.objects.filter(state=Letter.State.TAKEN, taken_at__lte=broken_off)
    return taken.update(state=Letter.State.FAILED, fault=Letter.Fault.DOUBT)


def anything(at: datetime) -> bool:
    """Whether there is work for the worker."""
    return Letter.objects.begun(at).exists() or Dispatch.objects.filter(spread_at=None).exists()
