"""배달. How letters leave the house: taken first, then spoken of outside, and never twice."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import NamedTuple, Self

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from district.dates import day
from district.models import Person
from letters import ways
from letters.models import Browser, Dispatch, Follow, Letter, Phone, Road, Template
from letters.models.template import BUNDLE
from letters.roads import Carrier, Gone, NoLine, SaidNo, Unfit, carriers
from realtime.publish import ring, room

log = logging.getLogger(__name__)
LOT = 500
MOST_TRIES = 5
MOST_AT_ONCE = 200
# Who says no may say yes in a minute, in five, in half an hour, in two hours.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]


class Line:
    """The lines of one round, each opened when the first letter for it is ready."""

    def __init__(self) -> None:
        self.carriers: dict[Road, Carrier] = carriers()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for road in list(self.carriers):
            self.give_up(road)

    def give_up(self, road: Road) -> None:
        """No more by that road in this round."""
        self.carriers.pop(road).hang_up()


class Bag(NamedTuple):
    """What one person gets by one road at once."""

    person: Person
    letters: list[Letter]
    road: Road


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
    # What is told below another thing is the same news: whoever has that letter gets no second.
    above = Letter.objects.filter(dispatch__about=dispatch.about.rpartition("/")[0])
    has_it = Exists(above.filter(person=OuterRef("person")))
    wishes = following.filter(~has_it, person__is_active=True)
    last = 0
    while lot := list(ways.readers(wishes, last, LOT)):
        with transaction.atomic():
            dispatch.write_to(lot)
            for reader in lot:
                if Road.SCREEN in reader.roads:
                    ring(room("person", reader.person.key))
        last = max(reader.follow.pk for reader in lot if reader.follow)
    Dispatch.objects.filter(pk=dispatch.pk).update(spread_at=at)


def carry_next(line: Line, now: Callable[[], datetime]) -> bool:
    """Send what is due to one person by one road; whether to go on with the next."""
    bag = take(now(), list(line.carriers))
    if bag is None:
        return False
    if bag.letters:
        carry(line, bag, now)
    return True


def carry(line: Line, bag: Bag, now: Callable[[], datetime]) -> None:
    """Speak of it outside, and write down what came of it."""
    carrier = line.carriers[bag.road]
    try:
        carrier.open()
        how = carrier.send(bag.person, bag.letters, now())
    except NoLine as error:
        log.warning("Nobody answers for %s: %s", bag.road, error)
        line.give_up(bag.road)
        give_back(bag, now())
    except SaidNo as error:
        log.warning("Not taken by %s for person %s: %s", bag.road, bag.person.pk, error)
        carrier.hang_up()
        give_back(bag, now())
    except Gone:
        settle(bag, state=Letter.State.FAILED, fault=Letter.Fault.GONE)
    except Unfit:
        settle(bag, state=Letter.State.FAILED, fault=Letter.Fault.UNFIT)
    except Exception:
        log.exception("Nobody knows whether it went by %s to person %s", bag.road, bag.person.pk)
        carrier.hang_up()
        settle(bag, state=Letter.State.FAILED, fault=Letter.Fault.DOUBT)
    else:
        settle(bag, state=Letter.State.SENT, sent_at=now(), **how)


@transaction.atomic
def take(at: datetime, roads: list[Road] | None = None) -> Bag | None:
    """Put a mark on all that goes to one person by one road, before anybody speaks to the world."""
    begun = Letter.objects.begun(at).filter(road__in=list(Road) if roads is None else roads)
    begun = begun.select_related("person", "dispatch", "follow").order_by("due_at", "pk")
    # The person is locked, not the letter: two workers never make two mails of what is one.
    first = begun.select_for_update(skip_locked=True, of=("person",), no_key=True).first()
    if first is None:
        return None
    waiting = company(first, at)
    kept = wanted(waiting, first.person)
    rows = Letter.objects.filter(pk__in=[letter.pk for letter in kept])
    rows.update(state=Letter.State.TAKEN, taken_at=at, tries=F("tries") + 1)
    if len(kept) < len(waiting):
        fallen = {letter.pk for letter in waiting} - {letter.pk for letter in kept}
        Letter.objects.filter(pk__in=fallen).update(state=Letter.State.DROPPED)
    return Bag(first.person, kept, Road(first.road))


def company(first: Letter, at: datetime) -> list[Letter]:
    """What leaves together with this one."""
    alike = Letter.objects.waiting().filter(person=first.person_id, road=first.road, digest=first.digest_id)
    if first.road == Road.TALK and not Template.objects.on(BUNDLE, day(at)):
        # Approved words tell of one thing unless those for several were approved, too.
        alike = alike.filter(pk=first.pk)
    elif first.digest_id is None:
        # What was refused before keeps its own pause; what only waits for company goes along.
        alike = alike.filter(Q(due_at__lte=at) | Q(tries=0), pace=first.pace)
    return list(alike.select_related("dispatch", "follow").order_by("pk")[:MOST_AT_ONCE])


def wanted(letters: list[Letter], person: Person) -> list[Letter]:
    """What may still go: the reader is here, and has not stopped following since it was written."""
    if not (letters and person.is_active and reachable(person, letters[0].road)):
        return []
    duties = [letter for letter in letters if letter.is_duty]
    news = [letter for letter in letters if not letter.is_duty and _still_wished(letter)]
    # Somebody else's address could be typed in to have it flooded: only who confirmed it gets news there.
    heard = letters[0].road != Road.EMAIL or (news and may_get_news(person))
    return sorted(duties + news if heard else duties, key=lambda letter: letter.pk)


def _still_wished(letter: Letter) -> bool:
    return letter.follow is None or letter.follow.ended_at is None


def reachable(person: Person, road: str) -> bool:
    """Whether that road still leads anywhere."""
    if road == Road.PUSH:
        return Browser.objects.visible_to(person).exists()
    if road == Road.TALK:
        return Phone.objects.proved().filter(person=person).exists()
    return bool(person.email)


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
    due = Letter.objects.begun(at).filter(road__in=ways.built())
    return due.exists() or Dispatch.objects.filter(spread_at=None).exists()
