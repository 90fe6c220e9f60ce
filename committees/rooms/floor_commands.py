"""발언과 동의. What is said and moved through the socket."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model

from committees.actions import motions, observing, recusing, speaking
from committees.floor_speakers import gist_at, motion_at, observer_at, recusal_at, turn_at
from committees.models import AgendaItem
from committees.speakers import item_at, meeting_at
from district.intake import whole
from district.models import Person
from district.visitors import speaker
from realtime.kinds import Address, Command, Context


def said_of(name: str, find: Callable[..., Model], act: Callable[..., Model], *words: str) -> Command:
    """The command of an act that is done to one row of this meeting, with the words it takes."""

    def command(room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
        person = speaker(by)
        row = find(said.get(name), person, item__meeting=whole(room.key))
        told = {word: said.get(word) for word in words}
        return act(row, by=person, at=context.at, ref=context.ref, **told)

    return command


def of_item(act: Callable[..., Model], *words: str) -> Command:
    """The same of an item of its agenda."""

    def command(room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
        told = {word: said.get(word) for word in words}
        return act(item_in(room, by, said), by=speaker(by), at=context.at, ref=context.ref, **told)

    return command


def item_in(room: Address, by: Person | None, said: dict[str, Any]) -> AgendaItem:
    """Of which item somebody speaks."""
    return item_at(said.get("item"), by, meeting=whole(room.key))


def move(room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
    """Put something before the meeting."""
    item, amends = item_in(room, by, said), said.get("amends")
    return motions.move(
        item,
        amends=None if amends is None else motion_at(amends, by, item=item),
        **{word: said.get(word) for word in ("kind", "text", "seat")},
        by=speaker(by),
        at=context.at,
        ref=context.ref,
    )


def type_gist(room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
    """Type what is being said."""
    item, turn = item_in(room, by, said), said.get("turn")
    return speaking.type_gist(
        item,
        turn=None if turn is None else turn_at(turn, by, item=item),
        **{word: said.get(word) for word in ("words", "name", "badge")},
        by=speaker(by),
        at=context.at,
        ref=context.ref,
    )


def record_observer(room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
    """Write down who is there without a seat."""
    return observing.record(
        meeting_at(room.key, by),
        name=said.get("name"),
        office=said.get("office"),
        by=speaker(by),
        at=context.at,
        ref=context.ref,
    )


def remove_observer(room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
    """Leave somebody out who was not there."""
    person = speaker(by)
    observer = observer_at(said.get("observer"), person, meeting=whole(room.key))
    return observing.remove(observer, by=person, at=context.at, ref=context.ref)


COMMANDS: Mapping[str, Command] = {
    "turn.ask": of_item(speaking.ask_turn, "kind"),
    "turn.add": of_item(speaking.add_turn, "kind", "seat", "name", "badge"),
    "turn.withdraw": said_of("turn", turn_at, speaking.withdraw_turn),
    "turn.begin": said_of("turn", turn_at, speaking.begin_turn),
    "turn.end": said_of("turn", turn_at, speaking.end_turn),
    "list.close": of_item(speaking.close_list),
    "list.open": of_item(speaking.open_list),
    "gist.type": type_gist,
    "gist.change": said_of("gist", gist_at, speaking.change_gist, "words"),
    "motion.move": move,
    "motion.second": said_of("motion", motion_at, motions.second, "seat"),
    "motion.withdraw": said_of("motion", motion_at, motions.withdraw),
    "motion.lapse": said_of("motion", motion_at, motions.lapse),
    "recusal.record": of_item(recusing.record, "kind", "reason", "seat"),
    "recusal.withdraw": said_of("recusal", recusal_at, recusing.withdraw),
    "observer.record": record_observer,
    "observer.remove": remove_observer,
}
