"""What is told, to whom, and who wishes to hear of it; the sending itself is the worker's."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction

from district.models import Person
from letters import delivery
from letters.models import Dispatch, Follow, Letter
from letters.offers import Offer
from letters.tasks import deliver
from realtime.publish import Address, publish, ring, room

LEDGER = Address("ledger", "letters")


@transaction.atomic
def tell(
    about: str,
    *,
    title: str,
    url: str,
    at: datetime,
    words: str = "",
    people: Iterable[int | Person] = (),
    topic: str = "",
    needs_receipt: bool = False,
    bundle: bool = True,
) -> Dispatch:
    """Something must be told, once: to these people by duty, and to whoever follows the topic."""
    facts = {"title": " ".join(title.split())[:200], "url": url, "words": words, "topic": topic, "at": at}
    wait = timedelta(seconds=settings.LETTER_BUNDLE_SECONDS if bundle else 0)
    times = {"due_at": at + wait, "spread_at": None if topic else at}
    dispatch, new = Dispatch.objects.get_or_create(
        about=about, defaults=facts | times | {"needs_receipt": needs_receipt}
    )
    if new:
        readers = list(here(people))
        dispatch.write_to((person, None) for person in readers)
        for person in readers:
            ring(room("person", person.key))
        call_worker()
    return dispatch


def supersede(about: str, words: str) -> int:
    """What was told under this prefix may be told like that no more: whoever opens it now reads this."""
    return Dispatch.objects.filter(about__startswith=about).update(words=words)


def here(people: Iterable[int | Person]) -> Iterable[Person]:
    """Those of them who have not left."""
    numbers = {each.pk if isinstance(each, Person) else each for each in people}
    return Person.objects.filter(pk__in=numbers, is_active=True).only("key", "email").order_by("pk")


def call_worker() -> None:
    """Let the worker look, once it is certain that there is something; a lost call is made again by tick."""
    transaction.on_commit(partial(deliver.enqueue), robust=True)


@transaction.atomic
def follow(
    person: Person, *, topic: str, title: str, url: str, at: datetime, ref: UUID | None = None
) -> Follow:
    """Somebody wishes to hear of a topic; wishing twice is wishing once."""
    offer = Offer(topic, title[:200], url)
    wish, new = Follow.objects.get_or_create(
        person=person, topic=topic, ended_at=None, defaults=offer._asdict() | {"since": at}
    )
    if new:
        publish(LEDGER, "follow.began", wish, by=person, at=at, ref=ref)
    return wish


@transaction.atomic
def unfollow(follow: Follow, *, at: datetime, ref: UUID | None = None) -> Follow:
    """No more of this: what was about to be sent is not sent either."""
    # Person first, as the worker locks them: a letter it has in its hands goes, the next one does not.
    person = Person.objects.select_for_update(no_key=True).get(pk=follow.person_id)
    follow = Follow.objects.select_for_update(of=("self",)).get(pk=follow.pk)
    if follow.ended_at is None:
        follow.ended_at = max(at, follow.since)
        follow.save(update_fields=["ended_at"])
        follow.letters.waiting().update(state=Letter.State.DROPPED)
        publish(LEDGER, "follow.ended", follow, by=person, at=at, ref=ref)
    return follow


@transaction.atomic
def stop(person_id: int, topics: Iterable[str], *, at: datetime) -> int:
    """Somebody presses the link in a mail: how many wishes ended."""
    wishes = Follow.objects.standing().filter(person=person_id, topic__in=list(topics)).order_by("pk")
    return len([unfollow(wish, at=at) for wish in wishes])


@transaction.atomic
def forget(person: Person, *, at: datetime) -> None:
    """Somebody leaves: their wishes end, and what waits for them falls away."""
    for wish in Follow.objects.standing().filter(person=person).order_by("pk"):
        unfollow(wish, at=at)
    Letter.objects.waiting().filter(person=person).update(state=Letter.State.DROPPED)


@transaction.atomic
def read(letter: Letter, *, at: datetime) -> Letter:
    """Its reader opened it."""
    if Letter.objects.filter(pk=letter.pk, read_at=None).update(read_at=at):
        letter.read_at = at
        ring(room("person", letter.person.key))
    return letter


@transaction.atomic
def confirm(letter: Letter, *, by: Person, at: datetime, ref: UUID | None = None) -> Letter:
    """Its reader says that it came."""
    letter.check_may_confirm(by)
    read(letter, at=at)
    if Letter.objects.filter(pk=letter.pk, received_at=None).update(received_at=at):
        publish(LEDGER, "letter.received", letter, by=by, at=at, ref=ref)
    letter.refresh_from_db(fields=["read_at", "received_at"])
    return letter


def receipts(about_prefix: str) -> dict[int, datetime | None]:
    """Who was told under these names by duty, and when each said that the newest of it came."""
    told = Letter.objects.on_screen().filter(
        dispatch__about__startswith=about_prefix, dispatch__needs_receipt=True, follow=None
    )
    return dict(told.order_by("dispatch_id").values_list("person_id", "received_at"))


def due(at: datetime) -> None:
    """Say of what was broken off that nobody knows, and call the worker for whatever waits."""
    delivery.doubt(at)
    if delivery.anything(at):
        call_worker()
