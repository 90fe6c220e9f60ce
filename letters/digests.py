"""모음. The list of a day and the list of a week: made up once, by the clock; the worker carries them."""

import logging
from datetime import datetime

from django.db import transaction

from district.dates import day
from letters.models import Digest, Hours, Letter
from letters.models.letter import due_by

log = logging.getLogger(__name__)
LOT = 500


def make_up(at: datetime) -> int:
    """Every list whose hour has come; how many were made. One that breaks keeps no other waiting."""
    owners = Letter.objects.unlisted(at).values_list("person", "road", "pace").distinct()
    made = 0
    for person, road, pace in list(owners.order_by("person", "road", "pace")):
        try:
            made += make_one(person, road, pace, at)
        except Exception:
            log.exception("digest of person %s by %s", person, road)
    return made


@transaction.atomic
def make_one(person: int, road: str, pace: str, at: datetime) -> bool:
    """One list; what comes too late for today's stands on the next."""
    facts = {"person_id": person, "road": road, "pace": pace, "on": day(at)}
    digest, new = Digest.objects.get_or_create(**facts, defaults={"made_at": at})
    mine = Letter.objects.unlisted(at).filter(person=person, road=road, pace=pace)
    if new:
        mine.update(digest=digest)
        return True
    hours = Hours.objects.on(day(at))
    for letter in mine.select_related("dispatch"):
        letter.dispatch.at = at
        Letter.objects.filter(pk=letter.pk).update(due_at=due_by(road, pace, letter.dispatch, hours))
    return False
