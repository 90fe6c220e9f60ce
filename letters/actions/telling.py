"""알리기. What must be told is written down once, and the worker is called."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from district.models import Person
from letters import ways
from letters.models import Dispatch, Follow, Reader, Road
from letters.tasks import deliver
from realtime.publish import ring, room


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
    because: str = "",
    noun: str = "",
    template: str = "",
    variables: Mapping[str, Any] | None = None,
) -> Dispatch:
    """Something must be told, once: to these by duty (or `because`), and to whoever follows the topic."""
    facts = {"title": " ".join(title.split())[:200], "url": url, "words": words, "topic": topic, "at": at}
    shape = {"noun": noun[:20], "because": because[:60], "template": template, "variables": variables or {}}
    wait = timedelta(seconds=settings.LETTER_BUNDLE_SECONDS if bundle else 0)
    times = {"due_at": at + wait, "spread_at": None if topic else at}
    dispatch, new = Dispatch.objects.get_or_create(
        about=about, defaults=facts | shape | times | {"needs_receipt": needs_receipt}
    )
    if new:
        readers = readers_here(people, dispatch)
        dispatch.write_to(readers)
        for reader in readers:
            if Road.SCREEN in reader.roads:
                ring(room("person", reader.person.key))
        call_worker()
    return dispatch


def supersede(about: str, words: str) -> int:
    """What was told under this prefix may be told like that no more: whoever opens it now reads this."""
    told = Dispatch.objects.filter(about__startswith=about)
    return told.update(words=words, variables={})


def readers_here(people: Iterable[int | Person], told: Dispatch) -> list[Reader]:
    """Those of them who have not left, and how each is told."""
    found = here(people)
    if not told.because:
        return [ways.by_duty(person) for person in found]
    if not told.topic:
        return [ways.by_wish(person, None, person) for person in found]
    # Who spoke somewhere is told of the answer, until they say that it is enough; who follows, as they chose.
    standing = Follow.objects.standing().filter(topic=told.topic, person__in=found.values("pk"))
    wishes = {wish.person_id: wish for wish in standing}
    awake = found.exclude(rests__topic=told.topic)
    return [ways.by_wish(person, wishes.get(person.pk), person) for person in awake]


def here(people: Iterable[int | Person]) -> QuerySet[Person]:
    """Those of them who have not left."""
    numbers = {each.pk if isinstance(each, Person) else each for each in people}
    found = Person.objects.filter(pk__in=numbers, is_active=True).select_related("habit")
    narrow = found.only("key", "email", "habit__roads", "habit__pace")
    return ways.with_means(narrow, "pk").order_by("pk")


def call_worker() -> None:
    """Let the worker look, once it is certain that there is something; a lost call is made again by tick."""
    transaction.on_commit(partial(deliver.enqueue), robust=True)
