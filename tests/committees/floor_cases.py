"""Each thing that can be said or moved: who may, what it needs, and how each door is asked for it."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.db import transaction

from committees.actions import motions, observing, recusing, speaking
from tests.committees.acts import seat_of

World = SimpleNamespace
NOTHING: Callable[[World], dict[str, Any]] = lambda w: {}  # noqa: E731


@dataclass(frozen=True)
class Case:
    """One verb: by whom, by whom not, and what comes of asking again."""

    by: str
    wrong: tuple[str, str]
    frame: Callable[[World], dict[str, Any]]
    api: str
    form: str
    event: str
    again: str | None
    """The code with which the same is refused a second time; None where it may be done again."""
    in_address: tuple[str, ...] = ()
    more: tuple[tuple[str, Any], ...] = ()
    method: str = "post"


def waiting(w, kind="speech"):
    return speaking.ask_turn(w.item, kind=kind, by=w.member, at=w.now)


def begun(w):
    return speaking.begin_turn(waiting(w), by=w.chair, at=w.now)


def gist(w):
    return speaking.type_gist(w.item, words="틀린 말", by=w.secretary, at=w.now)


def moved(w, by="member"):
    return motions.move(w.item, kind="main", text="원안대로 한다.", by=getattr(w, by), at=w.now)


def kept_out(w):
    return recusing.record(w.item, kind="self", reason="이해관계", by=w.member, at=w.now)


def observer(w):
    return observing.record(w.held, name="교통과장", by=w.secretary, at=w.now)


def shut(w):
    speaking.close_list(w.item, by=w.chair, at=w.now)
    return {"item": w.item.pk}


def of(name, made, **said):
    return lambda w: {name: made(w).pk, **said}


def on_item(**said):
    return lambda w: {"item": w.item.pk, **said}


MEMBER, RUN, KEEP = ("secretary", "not_a_member"), ("member", "not_running"), ("chair", "not_secretary")
ITEM, MOTION = "agenda-items/{item}", "motions/{motion}"
CASES = {
    "turn.ask": Case(
        "member", MEMBER, on_item(kind="point_of_order"), f"{ITEM}/turns/", "items/{item}/turn/",
        "turn.asked", "already_waiting", ("item",),
    ),
    "turn.add": Case(
        "secretary", KEEP, on_item(name="교통과장", badge="교통과"), f"{ITEM}/turns/", "items/{item}/turn/",
        "turn.asked", "already_waiting", ("item",),
    ),
    "turn.begin": Case(
        "chair", RUN, of("turn", waiting), "turns/{turn}/begin/", "turns/{turn}/begin/",
        "turn.began", "turn_not_waiting", ("turn",),
    ),
    "turn.end": Case(
        "chair", RUN, of("turn", begun), "turns/{turn}/end/", "turns/{turn}/end/",
        "turn.ended", "turn_not_speaking", ("turn",),
    ),
    "turn.withdraw": Case(
        "member", ("other", "not_running"), of("turn", waiting), "turns/{turn}/withdraw/",
        "turns/{turn}/withdraw/", "turn.withdrawn", "turn_not_waiting", ("turn",),
    ),
    "list.close": Case(
        "chair", RUN, on_item(), f"{ITEM}/speakers-list/", "items/{item}/list/",
        "list.closed", "list_shut", ("item",), (("closed", True),),
    ),
    "list.open": Case(
        "secretary", RUN, shut, f"{ITEM}/speakers-list/", "items/{item}/list/",
        "list.opened", "list_not_shut", ("item",), (("closed", False),),
    ),
    "gist.type": Case(
        "secretary", KEEP, on_item(words="조명부터 바꾸자고 함."), f"{ITEM}/gists/", "items/{item}/gist/",
        "gist.typed", None, ("item",),
    ),
    "gist.change": Case(
        "secretary", KEEP, of("gist", gist, words="맞는 말"), "gists/{gist}/", "gists/{gist}/",
        "gist.changed", None, ("gist",), (), "patch",
    ),
    "motion.move": Case(
        "member", MEMBER, on_item(kind="main", text="원안대로 한다."), f"{ITEM}/motions/",
        "items/{item}/motion/", "motion.moved", "motion_pending", ("item",),
    ),
    "motion.second": Case(
        "other", MEMBER, of("motion", moved), f"{MOTION}/second/", f"{MOTION}/second/",
        "motion.seconded", "already_seconded", ("motion",),
    ),
    "motion.withdraw": Case(
        "member", ("chair", "not_mover"), of("motion", moved), f"{MOTION}/withdraw/",
        f"{MOTION}/withdraw/", "motion.withdrawn", "motion_over", ("motion",),
    ),
    "motion.lapse": Case(
        "chair", RUN, of("motion", moved), f"{MOTION}/lapse/", f"{MOTION}/lapse/",
        "motion.lapsed", "motion_over", ("motion",),
    ),
    "recusal.record": Case(
        "member", MEMBER, on_item(kind="self", reason="이해관계"), f"{ITEM}/recusals/",
        "items/{item}/recusal/", "recusal.recorded", "already_recused", ("item",),
    ),
    "recusal.withdraw": Case(
        "member", ("other", "not_running"), of("recusal", kept_out), "recusals/{recusal}/withdraw/",
        "recusals/{recusal}/withdraw/", "recusal.withdrawn", "recusal_over", ("recusal",),
    ),
    "observer.record": Case(
        "secretary", KEEP, lambda w: {"name": "교통과장", "office": "교통과"}, "meetings/{held}/observers/",
        "observers/", "observer.recorded", "observer_recorded",
    ),
    "observer.remove": Case(
        "secretary", KEEP, of("observer", observer), "observers/{observer}/remove/",
        "observers/{observer}/remove/", "observer.removed", "observer_left_out", ("observer",),
    ),
}  # fmt: skip


def world_of(held, item, people, now):
    """What the cases need, by plain names."""
    chair, member, other, secretary = people
    return World(held=held, item=item, chair=chair, member=member, other=other, secretary=secretary, now=now)


def seat(w, name):
    return seat_of(w.held, getattr(w, name))


def undone(try_it: Callable[..., None], *args: Any) -> None:
    """Try it, and leave nothing of it: the world is built once for all cases."""
    with transaction.atomic():
        try_it(*args)
        transaction.set_rollback(True)
