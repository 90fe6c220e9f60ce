"""What may be said and moved in a meeting by HTTP: the room's verbs in the room's words."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from committees.actions import motions, observing, recusing, speaking
from committees.models import AgendaItem, Gist, Meeting, Motion, Observer, Recusal, SpeakingTurn
from realtime.acts import enact

TURNS: dict[str, Callable[..., SpeakingTurn]] = {
    "begin": speaking.begin_turn,
    "end": speaking.end_turn,
    "withdraw": speaking.withdraw_turn,
}
LISTS: dict[bool, tuple[str, Callable[..., AgendaItem]]] = {
    True: ("list.close", speaking.close_list),
    False: ("list.open", speaking.open_list),
}
MOTIONS: dict[str, Callable[..., Motion]] = {"withdraw": motions.withdraw, "lapse": motions.lapse}


def ask_turn(request: HttpRequest, ref: Any, item: AgendaItem, kind: Any) -> tuple[SpeakingTurn, int]:
    """Ask for the floor."""
    at, said = timezone.now(), {"kind": kind}
    return enact(
        request,
        ref,
        "turn.ask",
        room=item.meeting.room,
        arguments={"item": item.pk, **said},
        act=lambda by, sealed: speaking.ask_turn(item, by=by, at=at, ref=sealed, **said),
    )


def add_turn(
    request: HttpRequest, ref: Any, item: AgendaItem, said: dict[str, Any]
) -> tuple[SpeakingTurn, int]:
    """Put a member on the list, or somebody who explains."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "turn.add",
        room=item.meeting.room,
        arguments={"item": item.pk, **said},
        act=lambda by, sealed: speaking.add_turn(item, by=by, at=at, ref=sealed, **said),
    )


def turn(request: HttpRequest, ref: Any, asked: SpeakingTurn, verb: str) -> tuple[SpeakingTurn, int]:
    """Begin, end, withdraw."""
    at, action = timezone.now(), TURNS[verb]
    return enact(
        request,
        ref,
        f"turn.{verb}",
        room=asked.item.meeting.room,
        arguments={"turn": asked.pk},
        act=lambda by, sealed: action(asked, by=by, at=at, ref=sealed),
    )


def turn_list(request: HttpRequest, ref: Any, item: AgendaItem, closed: bool) -> tuple[AgendaItem, int]:
    """Take no more names, or take them again."""
    at = timezone.now()
    verb, action = LISTS[closed]
    return enact(
        request,
        ref,
        verb,
        room=item.meeting.room,
        arguments={"item": item.pk},
        act=lambda by, sealed: action(item, by=by, at=at, ref=sealed),
    )


def type_gist(
    request: HttpRequest, ref: Any, item: AgendaItem, turn: SpeakingTurn | None, said: dict[str, Any]
) -> tuple[Gist, int]:
    """Type what is being said: words, and of whom if it is nobody's turn."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "gist.type",
        room=item.meeting.room,
        arguments={"item": item.pk, "turn": turn and turn.pk, **said},
        act=lambda by, sealed: speaking.type_gist(item, turn=turn, by=by, at=at, ref=sealed, **said),
    )


def change_gist(request: HttpRequest, ref: Any, gist: Gist, words: Any) -> tuple[Gist, int]:
    """Mend a line."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "gist.change",
        room=gist.item.meeting.room,
        arguments={"gist": gist.pk, "words": words},
        act=lambda by, sealed: speaking.change_gist(gist, words=words, by=by, at=at, ref=sealed),
    )


def move(
    request: HttpRequest, ref: Any, item: AgendaItem, amends: Motion | None, said: dict[str, Any]
) -> tuple[Motion, int]:
    """Put something before the meeting: kind, text, and the seat for which the secretary writes."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "motion.move",
        room=item.meeting.room,
        arguments={"item": item.pk, "amends": amends and amends.pk, **said},
        act=lambda by, sealed: motions.move(item, amends=amends, by=by, at=at, ref=sealed, **said),
    )


def second(request: HttpRequest, ref: Any, asked: Motion, seat: Any) -> tuple[Motion, int]:
    """Want it talked about, too."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "motion.second",
        room=asked.item.meeting.room,
        arguments={"motion": asked.pk, "seat": seat},
        act=lambda by, sealed: motions.second(asked, seat=seat, by=by, at=at, ref=sealed),
    )


def motion(request: HttpRequest, ref: Any, asked: Motion, verb: str) -> tuple[Motion, int]:
    """Take it back, or let it go for want of a second."""
    at, action = timezone.now(), MOTIONS[verb]
    return enact(
        request,
        ref,
        f"motion.{verb}",
        room=asked.item.meeting.room,
        arguments={"motion": asked.pk},
        act=lambda by, sealed: action(asked, by=by, at=at, ref=sealed),
    )


def record_recusal(
    request: HttpRequest, ref: Any, item: AgendaItem, said: dict[str, Any]
) -> tuple[Recusal, int]:
    """Keep out of an item, or keep somebody out: kind, reason, seat."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "recusal.record",
        room=item.meeting.room,
        arguments={"item": item.pk, **said},
        act=lambda by, sealed: recusing.record(item, by=by, at=at, ref=sealed, **said),
    )


def withdraw_recusal(request: HttpRequest, ref: Any, recusal: Recusal) -> tuple[Recusal, int]:
    """Take it back."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "recusal.withdraw",
        room=recusal.item.meeting.room,
        arguments={"recusal": recusal.pk},
        act=lambda by, sealed: recusing.withdraw(recusal, by=by, at=at, ref=sealed),
    )


def record_observer(
    request: HttpRequest, ref: Any, meeting: Meeting, said: dict[str, Any]
) -> tuple[Observer, int]:
    """Write down who is there without a seat: name, office."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "observer.record",
        room=meeting.room,
        arguments=said,
        act=lambda by, sealed: observing.record(meeting, by=by, at=at, ref=sealed, **said),
    )


def remove_observer(request: HttpRequest, ref: Any, observer: Observer) -> tuple[Observer, int]:
    """Leave somebody out who was not there."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "observer.remove",
        room=observer.meeting.room,
        arguments={"observer": observer.pk},
        act=lambda by, sealed: observing.remove(observer, by=by, at=at, ref=sealed),
    )
