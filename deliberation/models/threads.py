"""Which talks are meant, and what is read with them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from deliberation.models.voice import Voice
from district.models import Neighborhood, Person, Post, Posting
from district.models.offices import Role

if TYPE_CHECKING:
    from deliberation.models.thread import Thread  # noqa: F401 (named in a string below)

SPEAKING = [role for role in Role.values if Post(role=role).speaks]


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, person: Person | None) -> Self:
        """Every thread is public: what a district asks, everybody may read."""
        return self.all()

    def with_subject(self) -> Self:
        """With what is being talked about, and the thresholds."""
        return self.select_related("question__policy", "proposal__policy", "session__forum__body")

    def locked(self) -> Self:
        """Held until the action is over, with its subject and the thresholds beside it."""
        # What stands beside it was read before the wait for the lock: only what never changes may be trusted.
        held = self.select_for_update(of=("self",), no_key=True)
        return held.select_related(
            "question__policy",
            "question__department",
            "proposal__policy",
            "proposal__category__department",
            "session__forum__body",
        )

    def heard_from(self, person: Person, on: date) -> Self:
        """Say in the same statement where this person lives, what they said last, and if an office speaks."""
        offices = Posting.objects.on(on).filter(person=person, post__role__in=SPEAKING)
        home = Neighborhood.objects.filter(people=person).values("name")[:1]
        voice = Voice.objects.filter(thread=OuterRef("pk"), person=person).values("stance")[:1]
        # In one filter: in two, any standing share of the proposal would stand for this person's ended one.
        proposed = self.model.objects.filter(
            pk=OuterRef("pk"), proposal__shares__person=person, proposal__shares__ended_at=None
        )
        return self.annotate(
            office_speaks=Exists(offices),
            speaker_dong=Subquery(home),
            speaker_stance=Subquery(voice),
            speaker_proposes=Exists(proposed),
        )

    def to_tell(self, at: datetime) -> Self:
        """Those whose door has opened or closed and whose room has not heard of it."""
        opened = Q(told=self.model.Told.UPCOMING, opens_at__lte=at)
        by_clock = self.filter(by_hand=False).exclude(told=self.model.Told.CLOSED)
        return by_clock.filter(opened | Q(closes_at__lte=at))
