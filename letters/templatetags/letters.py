"""What other pages show of letters: the bell in the masthead, and the button to follow something."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from district.models import Person
from letters.models import Follow, Letter
from letters.offers import offer

register = template.Library()
MANY = 99


@register.simple_tag
def bell_of(person: Person) -> dict[str, Any]:
    """How many letters lie unopened, and where the bell hears of the next; counted no further than told."""
    room = {"kind": "person", "key": str(person.key)}
    mine = Letter.objects.visible_to(person).on_screen().unread()
    return {
        "unread": mine.order_by()[: MANY + 1].count(),
        "room": f"person/{person.key}",
        "ticket_url": reverse("room-ticket", kwargs=room),
        "snapshot_url": reverse("room", kwargs=room),
        "events_url": reverse("room-events", kwargs=room),
        "socket_path": f"/ws/rooms/person/{person.key}/",
        "count_url": f"{reverse('api-letters')}?unread=1&limit=1",
        # Without a layer the worker's bells reach no page: it asks, whether it has a line or not.
        "carried": bool(settings.REDIS_URL),
    }


@register.inclusion_tag("letters/_follow.html", takes_context=True)
def follow_button(context: dict[str, Any], topic: str, title: str, url: str) -> dict[str, Any]:
    """Hear of this, or no more; a guest is asked to sign in first."""
    person = context.get("person")
    standing = Follow.objects.visible_to(person).standing().filter(topic=topic).first() if person else None
    return {
        "following": standing,
        "offer": offer(topic, title, url),
        "title": title,
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
    }
