"""How the floor looks: who speaks, what was said and moved, who keeps out; of a closed item no word."""

from collections.abc import Iterable
from typing import Any

from committees.models import Gist, Meeting, Motion, Observer, Recusal, SpeakingTurn
from committees.precedence import to_be_put
from district.dates import moment

NEWEST_GISTS = 100


def turn_row(turn: SpeakingTurn, *, inside: bool = False) -> dict[str, Any]:
    """One turn at the floor."""
    told = inside or turn.item.is_open
    return {
        "id": turn.pk,
        "item": turn.item_id,
        "seat": turn.seat_id if told else None,
        "name": turn.name if told else "",
        "badge": turn.badge if told else "",
        "kind": turn.kind,
        "kind_label": turn.get_kind_display(),
        "state": turn.state,
        "state_label": turn.get_state_display(),
        "seconds": turn.seconds,
        "asked_at": moment(turn.asked_at),
        "began_at": moment(turn.began_at),
        "ended_at": moment(turn.ended_at),
    }


def gist_row(gist: Gist, *, inside: bool = False) -> dict[str, Any]:
    """A line of what was said."""
    told = inside or gist.item.is_open
    return {
        "id": gist.pk,
        "item": gist.item_id,
        "turn": gist.turn_id,
        "name": gist.name if told else "",
        "badge": gist.badge if told else "",
        "words": gist.words if told else "",
        "at": moment(gist.at),
        "changed_at": moment(gist.changed_at),
    }


def motion_rows(motions: Iterable[Motion], *, inside: bool = False) -> list[dict[str, Any]]:
    """Motions with those who seconded them; `next` is what must be put before anything else."""
    motions = list(motions)
    by_item: dict[int, list[Motion]] = {}
    for motion in motions:
        by_item.setdefault(motion.item_id, []).append(motion)
    first = {put.pk for each in by_item.values() if (put := to_be_put(each)) is not None}
    return [_motion_row(motion, motion.pk in first, inside=inside) for motion in motions]


def _motion_row(motion: Motion, put: bool, *, inside: bool) -> dict[str, Any]:
    told = inside or motion.item.is_open
    return {
        "id": motion.pk,
        "item": motion.item_id,
        "number": motion.number,
        "label": motion.label,
        "kind": motion.kind,
        "kind_label": motion.get_kind_display(),
        "amends": motion.amends_id,
        "seat": motion.seat_id if told else None,
        "name": motion.name if told else "",
        "badge": motion.badge if told else "",
        "text": motion.text if told else "",
        "state": motion.state,
        "state_label": motion.get_state_display(),
        "seconds": [{"name": each.name} for each in motion.seconds.all()] if told else [],
        "seconds_needed": motion.seconds_needed,
        "moved_at": moment(motion.moved_at),
        "seconded_at": moment(motion.seconded_at),
        "ended_at": moment(motion.ended_at),
        "next": put,
    }


def recusal_row(recusal: Recusal, *, inside: bool = False) -> dict[str, Any]:
    """Who keeps out of an item, and on what ground; why exactly, only those inside read."""
    told = inside or recusal.item.is_open
    return {
        "id": recusal.pk,
        "item": recusal.item_id,
        "seat": recusal.seat_id if told else None,
        "name": recusal.name if told else "",
        "kind": recusal.kind,
        "kind_label": recusal.get_kind_display(),
        "state": recusal.state,
        "state_label": recusal.get_state_display(),
        "reason": recusal.reason if inside else "",
    }


def observer_row(observer: Observer) -> dict[str, Any]:
    """배석자."""
    return {
        "id": observer.pk,
        "name": observer.name,
        "office": observer.office,
        "gone": observer.left_out_at is not None,
    }


def floor_of(meeting: Meeting, *, inside: bool = False) -> dict[str, list[dict[str, Any]]]:
    """Everything said and moved in a meeting; `inside` of the items that are not open, and in full."""
    motions = _within(Motion.objects.prefetch_related("seconds"), meeting, inside).order_by("id")
    gists = _within(Gist.objects.all(), meeting, inside).order_by("-id")[:NEWEST_GISTS]
    turns = _within(SpeakingTurn.objects.all(), meeting, inside).order_by("id")
    return {
        "turns": [turn_row(each, inside=inside) for each in turns],
        "gists": [gist_row(each, inside=inside) for each in reversed(gists)],
        "motions": motion_rows(motions, inside=inside),
        "recusals": recusals_of(meeting, inside=inside),
    }


def recusals_of(meeting: Meeting, *, inside: bool = False) -> list[dict[str, Any]]:
    """Why somebody keeps out, those inside read of an open item, too: they may have to decide it."""
    recusals = _within(Recusal.objects.all(), meeting, inside=False).order_by("id")
    return [recusal_row(each, inside=inside) for each in recusals]


def _within(rows: Any, meeting: Meeting, inside: bool) -> Any:
    held = rows.filter(item__meeting=meeting).select_related("item")
    return held.exclude(item__disclosure="open") if inside else held
