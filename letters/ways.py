"""받는 방법. Which roads the house has, and by which of them somebody is told."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from district.models import Person
from letters.models import ALWAYS, QUIET, Browser, Follow, Pace, Phone, Reader, Road, Template
from letters.models.follow import habit_of
from letters.models.template import NEWS


def built() -> list[Road]:
    """The roads for which this house has the keys."""
    keys = {Road.PUSH: settings.VAPID_PRIVATE_KEY, Road.TALK: settings.PHONE_KEYS}
    return [road for road in Road if keys.get(road, True)]


def offered(on: date) -> list[Road]:
    """Those that somebody may choose today: 알림톡 only once its words are approved."""
    return [road for road in built() if road != Road.TALK or Template.objects.on(NEWS, on)]


def with_means[M: Any](rows: QuerySet[M], person: str) -> QuerySet[M]:
    """Beside each row, what of its person rings; read along with it, not once for each of them."""
    browsers = Browser.objects.standing().filter(person=OuterRef(person))
    phones = Phone.objects.proved().filter(person=OuterRef(person))
    return rows.annotate(has_browser=Exists(browsers), has_phone=Exists(phones))


def by_duty(person: Any) -> Reader:
    """Told on the screen and by mail whatever was chosen, and by what rings if that was; and at once."""
    chosen = set(habit_of(person).roads) & set(QUIET)
    return Reader(person, None, _open(person, person, {*ALWAYS, *chosen}), Pace.IMMEDIATE)


def by_wish(person: Any, wish: Follow | None, means: Any) -> Reader:
    """Told as this wish says, and where it says nothing or there is none, as they like it."""
    habit = habit_of(person)
    roads = habit.roads if wish is None or wish.roads is None else wish.roads
    pace = (wish.pace if wish else "") or habit.pace
    return Reader(person, wish, _open(person, means, set(roads)), pace)


def _open(person: Person, means: Any, chosen: set[str]) -> frozenset[str]:
    """Of the roads chosen those that lead anywhere."""
    leads = {Road.EMAIL: bool(person.email), Road.PUSH: means.has_browser, Road.TALK: means.has_phone}
    return frozenset(road.value for road in built() if road in chosen and leads.get(road, True))


def readers(wishes: QuerySet[Follow], last: int, lot: int) -> Iterator[Reader]:
    """The next lot of those who follow."""
    rows = with_means(wishes.select_related("person__habit"), "person")
    for wish in rows.filter(pk__gt=last).order_by("pk")[:lot]:
        yield by_wish(wish.person, wish, wish)
