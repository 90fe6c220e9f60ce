"""소식 받기. Who wishes to hear of what, and how; and no more of it, in one press."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from district.dates import day
from district.models import Person
from letters import ways
from letters.actions.ledger import LEDGER
from letters.models import ALWAYS, Browser, Follow, Habit, Hours, Letter, Phone, Rest
from letters.models.letter import due_by
from letters.models.roads import checked_pace, checked_roads
from letters.offers import Offer
from realtime.publish import publish


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
        Rest.objects.filter(person=person, topic=topic).delete()
        publish(LEDGER, "follow.began", wish, by=person, at=at, ref=ref)
    return wish


@transaction.atomic
def choose(
    follow: Follow,
    *,
    at: datetime,
    roads: Iterable[str] | None = None,
    pace: str = "",
    ref: UUID | None = None,
) -> Follow:
    """How one wish is told; without roads or a pace, as its owner is told of everything else."""
    person = Person.objects.select_for_update(no_key=True).get(pk=follow.person_id)
    follow = Follow.objects.select_for_update(of=("self",)).get(pk=follow.pk)
    chosen = None if roads is None else checked_roads(roads)
    pace = checked_pace(pace) if pace else ""
    if follow.ended_at is None and (follow.roads, follow.pace) != (chosen, pace):
        follow.roads, follow.pace = chosen, pace
        follow.save(update_fields=["roads", "pace"])
        wishes = Follow.objects.filter(pk=follow.pk).select_related("person__habit")
        for wish in ways.with_means(wishes, "person"):
            settle_again(follow.letters.all(), ways.by_wish(wish.person, wish, wish), at)
        publish(LEDGER, "follow.chosen", follow, by=person, at=at, ref=ref)
    return follow


@transaction.atomic
def prefer(
    person: Person, *, roads: Iterable[str], pace: str, at: datetime, ref: UUID | None = None
) -> Habit:
    """How somebody is told of whatever they chose nothing else for."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    chosen, pace = checked_roads(roads), checked_pace(pace)
    habit, new = Habit.objects.get_or_create(person=person, defaults={"roads": chosen, "pace": pace})
    if new or (habit.roads, habit.pace) != (chosen, pace):
        habit.roads, habit.pace = chosen, pace
        habit.save(update_fields=["roads", "pace"])
        wishes = Follow.objects.standing().filter(person=person).select_related("person__habit")
        for wish in ways.with_means(wishes, "person"):
            settle_again(wish.letters.all(), ways.by_wish(wish.person, wish, wish), at)
        others = Letter.objects.waiting().filter(person=person, follow=None)
        duties = others.filter(dispatch__because="").exclude(road__in=[*chosen, *ALWAYS])
        duties.update(state=Letter.State.DROPPED)
        me = ways.with_means(Person.objects.filter(pk=person.pk).select_related("habit"), "pk").get()
        settle_again(others.exclude(dispatch__because=""), ways.by_wish(me, None, me), at)
        publish(LEDGER, "habit.chosen", habit, by=person, at=at, ref=ref)
    return habit


def settle_again(letters: QuerySet[Letter], reader: ways.Reader, at: datetime) -> None:
    """What waits already follows the choice: dropped from a road that was left, moved to the new pace."""
    waiting = letters.waiting()  # type: ignore[attr-defined]
    waiting.exclude(road__in=reader.roads).update(state=Letter.State.DROPPED)
    moved = list(waiting.filter(digest=None).exclude(pace=reader.pace).select_related("dispatch"))
    hours = Hours.objects.on(day(at))
    for letter in moved:
        letter.pace = reader.pace
        letter.due_at = due_by(letter.road, reader.pace, letter.dispatch, hours)
    Letter.objects.bulk_update(moved, ["pace", "due_at"])


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
        rest(person, [follow.topic], at)
        publish(LEDGER, "follow.ended", follow, by=person, at=at, ref=ref)
    return follow


def rest(person: Person, topics: Iterable[str], at: datetime) -> None:
    """No more news of a topic because one once spoke there; a duty stays a duty."""
    resting = [Rest(person=person, topic=topic, since=at) for topic in topics]
    Rest.objects.bulk_create(resting, ignore_conflicts=True)
    told = Letter.objects.waiting().filter(person=person, follow=None, dispatch__topic__in=topics)
    told.exclude(dispatch__because="").update(state=Letter.State.DROPPED)


@transaction.atomic
def stop(person_id: int, topics: Iterable[str], *, at: datetime) -> int:
    """Somebody presses the link in a letter: how many wishes ended."""
    topics = list(topics)
    person = Person.objects.select_for_update(no_key=True).filter(pk=person_id).first()
    if person is None:
        return 0
    wishes = Follow.objects.standing().filter(person=person, topic__in=topics).order_by("pk")
    ended = len([unfollow(wish, at=at) for wish in wishes])
    rest(person, topics, at)
    return ended


@transaction.atomic
def leave_road(person_id: int, road: str, *, at: datetime) -> bool:
    """Somebody presses the link in a letter of duty: that road no more, the others as before."""
    person = Person.objects.filter(pk=person_id, is_active=True).select_related("habit").first()
    habit = getattr(person, "habit", None)
    if person is None or habit is None or road not in habit.roads:
        return False
    left = [each for each in habit.roads if each != road]
    prefer(person, roads=left or Habit(person=person).roads, pace=habit.pace, at=at)
    return True


@transaction.atomic
def forget(person: Person, *, at: datetime) -> None:
    """Somebody leaves: their wishes end, what waits for them falls away, and no device is remembered."""
    for wish in Follow.objects.standing().filter(person=person).order_by("pk"):
        unfollow(wish, at=at)
    Letter.objects.waiting().filter(person=person).update(state=Letter.State.DROPPED)
    for browser in Browser.objects.standing().filter(person=person):
        browser.end(at)
    for phone in Phone.objects.standing().filter(person=person):
        phone.end(at)
    Rest.objects.filter(person=person).delete()
    Habit.objects.filter(person=person).delete()
