"""How letters and wishes look to their owner: the one shape for whoever reads by the API."""

from datetime import datetime
from typing import Any

from django.conf import settings

from district.dates import day, moment
from district.models import Person
from letters import ways
from letters.models import Browser, Follow, Letter, Pace, Phone, Road
from letters.models.follow import habit_of
from letters.roads.push import public_key


def letter_row(letter: Letter) -> dict[str, Any]:
    """One letter, with the words of what is told."""
    told = letter.dispatch
    return {
        "key": str(letter.key),
        "title": told.title,
        "words": told.words,
        "url": told.url,
        "topic": told.topic,
        "noun": told.noun,
        "reason": letter.reason,
        "at": moment(told.at),
        "read_at": moment(letter.read_at),
        "needs_receipt": letter.asks_receipt,
        "received_at": moment(letter.received_at),
    }


def follow_row(follow: Follow) -> dict[str, Any]:
    """What is followed, how, and since when; no roads and no pace of its own: as everything else."""
    return {
        "key": str(follow.key),
        "topic": follow.topic,
        "title": follow.title,
        "url": follow.url,
        "roads": follow.roads,
        "pace": follow.pace,
        "since": moment(follow.since),
        "ended_at": moment(follow.ended_at),
    }


def browser_row(browser: Browser) -> dict[str, Any]:
    """A browser that wakes; where it is, is nobody's to read again."""
    return {
        "key": str(browser.key),
        "name": browser.label,
        "since": moment(browser.since),
        "ended_at": moment(browser.ended_at),
    }


def phone_row(phone: Phone) -> dict[str, Any]:
    """A number, masked also for its owner."""
    return {
        "number": phone.shown,
        "claimed_at": moment(phone.claimed_at),
        "proved_at": moment(phone.proved_at),
        "ended_at": moment(phone.ended_at),
    }


def ways_row(person: Person, at: datetime) -> dict[str, Any]:
    """How somebody is told, and what they may choose."""
    habit, browsers = habit_of(person), list(Browser.objects.visible_to(person))
    phones = {bool(phone.proved_at): phone for phone in Phone.objects.standing().filter(person=person)}
    leads = {Road.EMAIL: bool(person.email), Road.PUSH: bool(browsers), Road.TALK: True in phones}
    return {
        "roads": habit.roads,
        "pace": habit.pace,
        "offered": [
            {"code": road.value, "name": str(road.label), "ready": leads.get(road, True)}
            for road in ways.offered(day(at))
        ],
        "paces": [{"code": pace.value, "name": str(pace.label)} for pace in Pace],
        "browsers": [browser_row(each) for each in browsers],
        "number": phone_row(phones[True]) if True in phones else None,
        "claimed": phone_row(phones[False]) if False in phones else None,
        "push_key": public_key(settings.VAPID_PRIVATE_KEY) if settings.VAPID_PRIVATE_KEY else "",
    }
