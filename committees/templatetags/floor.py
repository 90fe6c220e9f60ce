"""What happens on the floor, in a template: the rows of one item, said as the browser says them."""

from datetime import datetime
from typing import Any

from django import template
from django.template.context import Context
from django.utils.translation import gettext_lazy

from committees.models import AgendaItem, Motion, Recusal, SpeakingTurn, Vote
from committees.quorum import Base, needed
from district import dates
from letters.offers import offer

register = template.Library()

type Row = dict[str, Any]

WIDE = 1000
SIDES = ("yes", "no", "abstain")
BLANK: Row = {"id": "__id__"}
"""From which the browser draws a row that comes while somebody reads."""


@register.simple_tag
def blank_row() -> Row:
    """A row with every part and no words."""
    return BLANK


@register.simple_tag(takes_context=True)
def course(context: Context, item: Row | None) -> dict[str, Any]:
    """What is said, moved and voted on one item."""
    return course_of(context.get("proceedings") or {}, item["id"] if item else None)


def course_of(proceedings: dict[str, list[Row]], item: Any) -> dict[str, Any]:
    """The same, of the item of that number."""
    turns, motions, recusals, votes, gists = (
        [row for row in proceedings.get(kind, ()) if row["item"] == item]
        for kind in ("turns", "motions", "recusals", "votes", "gists")
    )
    told = [told_motion(row, motions) for row in motions]
    closed = [row for row in votes if row["state"] == Vote.State.CLOSED]
    voting = next((row for row in votes if row["state"] == Vote.State.OPEN), None)
    return {
        "speaker": next((row for row in turns if row["state"] == SpeakingTurn.State.SPEAKING), None),
        "queue": waiting(turns),
        "motions": told,
        "pending": [row for row in told if row["state"] in Motion.PENDING],
        "next_motion": next((row for row in told if row["next"]), None),
        "recusals": [row for row in recusals if row["state"] in Recusal.STANDING],
        "votes": votes,
        "voting": voting,
        "put": next((row for row in told if voting and row["id"] == voting["motion"]), None),
        "last_vote": closed[-1] if closed else None,
        "ended": [row for row in votes if row["state"] != Vote.State.OPEN],
        "gists": [row for row in gists if row["words"]],
        "any": bool(told or recusals or votes),
    }


def waiting(turns: list[Row]) -> list[Row]:
    """The queue as the floor is given: a point of order goes first."""
    queue = [row for row in turns if row["state"] == SpeakingTurn.State.WAITING]
    first = SpeakingTurn.Kind.POINT_OF_ORDER
    return sorted(queue, key=lambda row: (row["kind"] != first, row["asked_at"], row["id"]))


def told_motion(motion: Row, among: list[Row]) -> Row:
    """A motion with the name of what it would change, and who seconded it."""
    amended = next((row["label"] for row in among if row["id"] == motion["amends"]), "")
    missing = max(motion["seconds_needed"] - len(motion["seconds"]), 0)
    return motion | {
        "of": amended,
        "seconders": ", ".join(each["name"] for each in motion["seconds"]),
        "missing": missing if motion["state"] == Motion.State.MOVED else 0,
    }


@register.filter
def running(votes: list[Row] | None) -> list[Row]:
    """Votes that still wait for ballots."""
    return [row for row in votes or () if row["state"] == Vote.State.OPEN]


@register.filter
def stage_vote(told: dict[str, Any], item: Row | None) -> Row | None:
    """What stands before the gallery: the vote that runs, else the last one until somebody speaks again."""
    if not item or item["disclosure"] == AgendaItem.Disclosure.CLOSED:
        return None
    speaker, last = told["speaker"], told["last_vote"]
    newer = last and (not speaker or datetime.fromisoformat(last["closed_at"]) >= began(speaker))
    return told["voting"] or (last if newer else None)


def began(turn: Row) -> datetime:
    """When they got the floor."""
    return datetime.fromisoformat(turn["began_at"])


@register.filter
def bar(vote: Row | None) -> dict[str, Any] | None:
    """Where each side of a closed vote begins, how wide it is, and where the tick of the majority stands."""
    if not vote or vote.get("yes") is None or vote.get("state") == Vote.State.OPEN:
        return None
    whole = max(whole_of(vote), 1)
    parts: dict[str, Any] = {}
    start = 0.0
    for side in SIDES:
        wide = vote[side] * WIDE / whole
        parts[side] = {"x": round(start, 1), "width": round(max(wide - 3, 0), 1)}
        start += wide
    tick = vote.get("needed")
    return parts | {"tick": round(tick * WIDE / whole, 1) if tick else None}


def whole_of(vote: Row) -> int:
    """The number of which the rule takes its share; whoever abstains may not weigh, but is drawn."""
    cast = sum(vote[side] for side in SIDES)
    base = {Base.PRESENT: vote["present"], Base.ROSTER: vote["sitting"]}
    return max(base.get(vote["majority_of"], cast), cast)


@register.filter
def unlocalized(number: float) -> str:
    """A length in a drawing: its point is a point in every language."""
    return f"{number:g}"


@register.filter
def iso_moment(iso: str | None) -> str:
    """2026. 11. 24.(화) 19:43, of a moment as a row writes it."""
    return dates.official_time(datetime.fromisoformat(iso)) if iso else ""


@register.filter
def base_label(vote: Row) -> str:
    """출석, 재적: of which number the share is taken."""
    return str(Base(vote["majority_of"]).label)


@register.simple_tag(takes_context=True)
def followed(context: Context, topic: str) -> Any:
    """How this reader follows it already, if so; all of a page are asked for at once."""
    return (context.get("follows") or {}).get(topic)


@register.filter
def own(rows: list[Row] | None, me: Row | None) -> list[Row]:
    """Those of this member's seat."""
    return [row for row in rows or () if me and row["seat"] == me["seat"]]


@register.filter
def ahead_in(turn: Row | None, queue: list[Row]) -> int:
    """How many speak before this one."""
    return [row["id"] for row in queue].index(turn["id"]) if turn else 0


@register.filter
def as_list(row: Row | None) -> list[Row]:
    """One or none."""
    return [row] if row else []


@register.filter
def in_force(recusals: list[Row] | None) -> list[Row]:
    """Those that keep somebody out now."""
    return [row for row in recusals or () if row["state"] == Recusal.State.IN_FORCE]


@register.filter
def of_kind(turns: list[Row] | None, kind: str) -> list[Row]:
    """Speeches, or points of order."""
    return [row for row in turns or () if row["kind"] == kind]


@register.filter
def may_second(motion: Row, me: Row | None) -> bool:
    """Whether this member may second it: not one's own, and not twice."""
    if not me or motion.get("state") != Motion.State.MOVED or motion["seat"] == me["seat"]:
        return False
    return all(each["name"] != me["name"] for each in motion["seconds"])


@register.filter
def may_take_back(motion: Row, me: Row | None) -> bool:
    """Whether it is this member's own, and nothing is decided yet."""
    return bool(me and motion.get("state") in Motion.PENDING and motion["seat"] == me["seat"])


@register.filter
def amendable(motions: list[Row] | None) -> list[Row]:
    """What an amendment may mend: a motion, or an amendment of one, and no deeper."""
    pending = {row["id"]: row for row in motions or () if row["kind"] != Motion.Kind.PROCEDURAL}
    return [row for row in pending.values() if not pending.get(row["amends"], {}).get("amends")]


@register.filter
def is_secret(vote: Row) -> bool:
    """Whether nobody may ever join a choice to a person."""
    return vote.get("method") == Vote.Method.SECRET


@register.filter
def is_election(vote: Row) -> bool:
    """Whether it chooses people."""
    return vote.get("kind") == Vote.Kind.ELECTION


@register.filter
def is_final(vote: Row) -> bool:
    """Whether a ballot that was cast stays as it is."""
    return is_secret(vote) or not vote.get("changeable")


@register.filter
def ballot_kind(vote: Row) -> str:
    """Which of the forms of a ballot this vote takes."""
    if is_election(vote):
        return "election"
    return "secret" if is_secret(vote) else "final" if is_final(vote) else "named"


BALLOTS: dict[str, Row] = {
    "election": {"kind": "election", "method": "secret"},
    "secret": {"kind": "question", "method": "secret"},
    "final": {"kind": "question", "method": "roll_call", "changeable": False},
    "named": {"kind": "question", "method": "roll_call", "changeable": True},
}


SIDES_SAID = (
    ("yes", gettext_lazy("찬성"), "check"),
    ("no", gettext_lazy("반대"), "close"),
    ("abstain", gettext_lazy("기권"), "minus"),
)
"""Always in this order, alike in size and weight, and none chosen beforehand."""


@register.simple_tag
def sides() -> tuple[tuple[str, Any, str], ...]:
    """찬성, 반대, 기권, each with its sign."""
    return SIDES_SAID


@register.simple_tag
def blank_ballots() -> list[Row]:
    """One of each kind, for votes that are opened while the page is read."""
    return [BLANK | vote for vote in BALLOTS.values()]


@register.filter
def at_key(rows: dict[int, Row] | None, key: Any) -> Row:
    """What stands there under that number."""
    return (rows or {}).get(key, {})


@register.filter
def goal(vote: Row) -> int | None:
    """통과 기준: how many yes it takes, if that is known before anybody has voted."""
    if not vote.get("state") or is_election(vote):
        return None
    base = {Base.PRESENT: vote["present"], Base.ROSTER: vote["sitting"]}.get(vote["majority_of"])
    return vote["needed"] or (needed(vote["majority"], base) if base else None)


@register.simple_tag
def offered(topic: str, name: str, url: str) -> str:
    """What the page offers to be followed, sealed."""
    return offer(topic, name, url)


@register.filter
def called_of(item: Row, meeting: str) -> str:
    """협치회의 제2차 전체회의 의결 2항: how a letter names an item, open or closed."""
    return f"{meeting} {item['label']}"


@register.filter
def staying(observers: list[Row] | None) -> list[Row]:
    """배석자 who were not left out again."""
    return [row for row in observers or () if not row["gone"]]


@register.filter
def topic_of(item: Row) -> str:
    """What those follow who follow one item."""
    return f"item/{item['id']}"


@register.filter
def minutes(seconds: int | None) -> str:
    """3:00, of a time at the floor."""
    return f"{seconds // 60}:{seconds % 60:02}" if seconds else ""
