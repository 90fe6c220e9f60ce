"""The rows behind the events of one meeting, as everybody may see them now."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet

from committees.floor_rows import gist_row, motion_rows, observer_row, recusal_row, turn_row
from committees.models import (
    Ballot,
    Envelope,
    Gist,
    Meeting,
    Motion,
    Observer,
    Recusal,
    Resolution,
    SpeakingTurn,
    Vote,
)
from committees.rows import attendance_rows, item_rows, meeting_row, resolution_row
from committees.vote_rows import ballot_row, count_row, vote_rows
from realtime.models import Event


class Drawing:
    """What each event means now: each noun is read once, however many events, and only if one is about it."""

    def __init__(self, meeting: Meeting, events: list[Event]) -> None:
        self.held = meeting
        self.events = events

    @cached_property
    def meeting(self) -> dict[str, Any]:
        """What stands above the agenda."""
        return meeting_row(self.held)

    @cached_property
    def items(self) -> dict[int, dict[str, Any]]:
        """The items that changed."""
        told = {pk for event in self.events for pk in numbers_in(event, "agendaitem")}
        items = list(self.held.items.filter(pk__in=told)) if told else []
        return dict(zip((item.pk for item in items), item_rows(items), strict=True)) if items else {}

    @cached_property
    def attendances(self) -> dict[int, dict[str, Any]]:
        """Who came or went."""
        there = list(self.held.attendances.filter(pk__in=rows_in(self.events, "attendance")))
        return {row["id"]: row for row in attendance_rows(self.held, there)} if there else {}

    @cached_property
    def decided(self) -> list[Resolution]:
        """What this meeting decided."""
        return list(Resolution.objects.visible_to(None).filter(item__meeting=self.held))

    @cached_property
    def resolutions(self) -> dict[int, dict[str, Any]]:
        """The same, by number."""
        return {each.pk: resolution_row(each) for each in self.decided}

    @cached_property
    def by_order(self) -> dict[int, int]:
        """Which resolution gave which order."""
        return {order.pk: each.pk for each in self.decided for order in each.orders.all()}

    @cached_property
    def turns(self) -> dict[int, dict[str, Any]]:
        """Turns at the floor that began, ended or were asked for."""
        told = {pk for event in self.events for pk in numbers_in(event, "speakingturn", "turns")}
        return {each.pk: turn_row(each) for each in self._of(SpeakingTurn, told)}

    @cached_property
    def motions(self) -> dict[int, list[dict[str, Any]]]:
        """All motions of each item, for one that is decided changes what comes next."""
        rows = motion_rows(
            Motion.objects.filter(item__meeting=self.held)
            .select_related("item")
            .prefetch_related("seconds")
            .order_by("id")
        )
        by_item: dict[int, list[dict[str, Any]]] = {}
        for row in rows:
            by_item.setdefault(row["item"], []).append(row)
        return by_item

    @cached_property
    def votes(self) -> dict[int, dict[str, Any]]:
        """Votes that were opened or closed."""
        told = {pk for event in self.events for pk in numbers_in(event, "vote", "votes")}
        votes = Vote.objects.filter(pk__in=told, item__meeting=self.held)
        return {row["id"]: row for row in vote_rows(votes)}

    @cached_property
    def recusals(self) -> dict[int, list[dict[str, Any]]]:
        """Who keeps out of each item."""
        by_item: dict[int, list[dict[str, Any]]] = {}
        for each in self._of(Recusal):
            by_item.setdefault(each.item_id, []).append(recusal_row(each))
        return by_item

    @cached_property
    def gists(self) -> dict[str, Gist]:
        """Lines that were typed or mended."""
        return self._told(Gist.objects.select_related("item"))

    @cached_property
    def observers(self) -> dict[str, Observer]:
        """Who was asked to be there."""
        return self._told(Observer.objects.all())

    @cached_property
    def ballots(self) -> dict[str, Ballot]:
        """Names that were answered: three hundred of a replay are read at once."""
        return self._told(Ballot.objects.select_related("vote__item", "elector"))

    @cached_property
    def envelopes(self) -> dict[str, Envelope]:
        """The same of a secret vote."""
        return self._told(Envelope.objects.select_related("vote__item"))

    def _told[Row: Model](self, rows: QuerySet[Row]) -> dict[str, Row]:
        """The rows that some event is about, by the name that the event has for them."""
        noun = rows.model._meta.model_name
        keys = [event.row_id for event in self.events if noun_of(event) == noun]
        return {str(row.pk): row for row in rows.filter(pk__in=keys)}

    def _of(self, model: Any, numbers: Any = None) -> Any:
        rows = model.objects.filter(item__meeting=self.held).select_related("item").order_by("id")
        return rows if numbers is None else rows.filter(pk__in=numbers)

    def data(self, event: Event) -> dict[str, Any]:
        """The whole rows that changed."""
        draw: Callable[[Event], dict[str, Any]] | None = getattr(self, f"_draw_{noun_of(event)}", None)
        return draw(event) if draw else {"meeting": self.meeting, **self._beside(event)}

    def _beside(self, event: Event) -> dict[str, Any]:
        """The items, turns and motions that changed with it."""
        told: dict[str, Any] = {"items": [self.items[each] for each in numbers_in(event, "agendaitem")]}
        if turns := numbers_in(event, "speakingturn", "turns"):
            told["turns"] = [self.turns[each] for each in turns]
        if items := event.facts.get("motions"):
            told["motions"] = [row for each in items for row in self.motions.get(each, [])]
        return told

    def _draw_agendaitem(self, event: Event) -> dict[str, Any]:
        return {"item": self.items[int(event.row_id)], "meeting": self.meeting, **self._beside(event)}

    def _draw_attendance(self, event: Event) -> dict[str, Any]:
        return {"attendance": self.attendances[int(event.row_id)]}

    def _draw_resolution(self, event: Event) -> dict[str, Any]:
        votes = [self.votes[each] for each in numbers_in(event, "vote", "votes")]
        return {"resolution": self.resolutions[int(event.row_id)], "votes": votes, **self._beside(event)}

    def _draw_order(self, event: Event) -> dict[str, Any]:
        return {"resolution": self.resolutions[self.by_order[int(event.row_id)]]}

    def _draw_speakingturn(self, event: Event) -> dict[str, Any]:
        return {"turn": self.turns[int(event.row_id)], **self._beside(event)}

    def _draw_gist(self, event: Event) -> dict[str, Any]:
        return {"gist": gist_row(self.gists[event.row_id])}

    def _draw_motion(self, event: Event) -> dict[str, Any]:
        return {"motions": self._motions_beside(int(event.row_id))}

    def _motions_beside(self, motion: int) -> list[dict[str, Any]]:
        return next((rows for rows in self.motions.values() if any(row["id"] == motion for row in rows)), [])

    def _draw_recusal(self, event: Event) -> dict[str, Any]:
        row = next(row for rows in self.recusals.values() for row in rows if row["id"] == int(event.row_id))
        return {"recusal": row, **self._beside(event)}

    def _draw_observer(self, event: Event) -> dict[str, Any]:
        return {"observer": observer_row(self.observers[event.row_id])}

    def _draw_vote(self, event: Event) -> dict[str, Any]:
        vote = self.votes[int(event.row_id)]
        return {
            "vote": vote,
            "motions": self.motions.get(vote["item"], []),
            "recusals": self.recusals.get(vote["item"], []),
            **self._beside(event),
        }

    def _draw_ballot(self, event: Event) -> dict[str, Any]:
        ballot = self.ballots[event.row_id]
        return {"ballot": ballot_row(ballot), "count": count_row(ballot.vote)}

    def _draw_envelope(self, event: Event) -> dict[str, Any]:
        """That one more has voted; not even who."""
        return {"count": count_row(self.envelopes[event.row_id].vote)}


def noun_of(event: Event) -> str:
    """agendaitem, attendance …"""
    return event.row_key.partition("/")[0].rpartition(".")[2]


def rows_in(events: list[Event], noun: str) -> list[int]:
    """The numbers of the rows of one noun."""
    return [int(event.row_id) for event in events if noun_of(event) == noun]


def numbers_in(event: Event, noun: str, fact: str = "items") -> list[int]:
    """The rows of a noun that an event is about: its own, and those that changed with it."""
    own = [int(event.row_id)] if noun_of(event) == noun else []
    return list(dict.fromkeys([*event.facts.get(fact, []), *own]))
