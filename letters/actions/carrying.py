"""Two topics become one: whoever wished to hear of either hears of the one, once and as they chose."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models.functions import Greatest

from letters.delivery import spread
from letters.models import Dispatch, Follow, Rest
from letters.offers import Offer

TRIES = 3


@transaction.atomic
def carry_follows(topic: str, *, into: Offer, known: Iterable[int], at: datetime) -> None:
    """Move the wishes; whoever said that it is enough, of either, is not begun with anew.

    `known` are those whom the other topic concerned before: they stay with what they chose there.
    """
    # What was told until now went to those who followed until now.
    for told in Dispatch.objects.filter(spread_at=None, topic__in=[topic, into.topic]).order_by("pk"):
        spread(told, at)
    _carry_rests(topic, into.topic, set(known), at)
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                _carry_wishes(topic, into, at)
            return
        except IntegrityError:
            # Somebody who follows the one began to follow the other in this very moment.
            if not left:
                raise


def _carry_rests(topic: str, into: str, known: set[int], at: datetime) -> None:
    following = Follow.objects.standing().filter(topic__in=[topic, into]).values("person")
    resting = Rest.objects.of([topic]).exclude(person__in=known).exclude(person__in=following)
    Rest.objects.bulk_create(
        [Rest(person_id=person, topic=into, since=at) for person in resting.values_list("person", flat=True)],
        ignore_conflicts=True,
    )


def _carry_wishes(topic: str, into: Offer, at: datetime) -> None:
    wishes = Follow.objects.standing().filter(topic=topic)
    there = Follow.objects.standing().filter(topic=into.topic).values("person")
    enough = Rest.objects.of([into.topic]).values("person")
    moved = wishes.exclude(person__in=there).exclude(person__in=enough)
    moved.update(**into._asdict())
    # Whoever follows both already, or wants no more of the one.
    wishes.update(ended_at=Greatest("since", at))
