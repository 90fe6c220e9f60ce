"""다음. What is at hand on the floor of a meeting, and what comes next: read from its rows alone."""

from typing import Any

from django.utils.translation import gettext as _

from committees.precedence import place_of
from committees.quorum import Base, needed
from committees.templatetags.floor import bar
from committees.templatetags.sitting import coming, of_number, on_floor, standing, with_inside

type Row = dict[str, Any]

PENDING = frozenset({"moved", "debated"})
STANDING = frozenset({"in_force", "pending"})
DECIDED = frozenset({"carried", "rejected"})
NEWEST = 8
"""So many who have spoken are offered when a line is typed."""


def at_hand(snapshot: Row, inside: Row, item: Row | None = None) -> Row:
    """Everything that whoever runs a meeting has before them now, with the words of a closed item."""
    item = with_inside(item or on_floor(snapshot["items"]), inside)
    rows = {kind: of_item(snapshot, inside, kind, item) for kind in ("turns", "motions", "recusals", "votes")}
    ended = [vote for vote in rows["votes"] if vote["state"] != "open"]
    pending = [motion for motion in rows["motions"] if motion["state"] in PENDING]
    hand = {
        "state": snapshot["meeting"]["state"],
        "written": snapshot["meeting"]["mode"] == "written",
        "item": item,
        "coming": coming(snapshot["items"]),
        "speaker": next((turn for turn in rows["turns"] if turn["state"] == "speaking"), None),
        "queue": queue(rows["turns"]),
        "motions": in_order(pending, rows["motions"]),
        "ended_motions": [motion for motion in rows["motions"] if motion["state"] not in PENDING],
        "put": next((motion for motion in pending if motion["next"]), None),
        "recusals": [each for each in rows["recusals"] if each["state"] in STANDING],
        "vote": next((vote for vote in rows["votes"] if vote["state"] == "open"), None),
        "last_vote": ended[-1] if ended else None,
        "votes": ended,
        "gists": list(reversed(of_item(snapshot, inside, "gists", item))),
        "observers": [each for each in snapshot["observers"] if not each["gone"]],
    }
    hand["spoken"] = [turn for turn in reversed(rows["turns"]) if turn["state"] == "done"][:NEWEST]
    hand["challenge"] = next((each for each in hand["recusals"] if each["state"] == "pending"), None)
    hand["record"] = to_record(hand)
    return hand | counted(hand["vote"]) | {"step": step(hand)}


def in_writing(snapshot: Row, inside: Row) -> list[Row]:
    """서면: every item that decides, each with the question put on it."""
    return [at_hand(snapshot, inside, item) for item in standing(snapshot["items"]) if item["resolvable"]]


def of_item(snapshot: Row, inside: Row, kind: str, item: Row | None) -> list[Row]:
    """The rows of one item in their order, in full where this reader may know them."""
    known = {row["id"]: row for row in inside.get(kind, ())}
    here = item["id"] if item else None
    return [known.get(row["id"], row) for row in snapshot[kind] if row["item"] == here]


def counted(vote: Row | None) -> Row:
    """Of a running vote who is called next, how many it takes, and how it stands if that is told."""
    if vote is None:
        return {"called": None, "threshold": "", "bar": None}
    told = vote["yes"] is not None
    of = {
        Base.PRESENT: vote["present"],
        Base.ROSTER: vote["sitting"],
        Base.VOTING: vote["yes"] + vote["no"] if told else 0,
    }[vote["majority_of"]]
    least = needed(vote["majority"], of)
    facts = {"of": Base(vote["majority_of"]).label, "share": vote["majority_label"], "n": of, "least": least}
    if vote["majority_of"] == Base.VOTING:
        sentence = _("%(of)s의 %(share)s") % facts
    else:
        sentence = _("%(of)s %(n)d명의 %(share)s: %(least)d명") % facts
    return {
        "called": next((one for one in vote["roll"] if not one["choice"]), None),
        "threshold": sentence,
        "bar": bar(vote | {"state": "closed", "needed": least}) if told else None,
    }


def queue(turns: list[Row]) -> list[Row]:
    """Who waits, in the order in which the floor is given: a point of order goes first."""
    waiting = [turn for turn in turns if turn["state"] == "waiting"]
    return sorted(waiting, key=lambda turn: (turn["kind"] != "point_of_order", turn["asked_at"], turn["id"]))


def in_order(pending: list[Row], motions: list[Row]) -> list[Row]:
    """Motions as they will be put, by the one rule that the action has, too."""

    def placed(motion: Row) -> tuple[int, int]:
        amended = of_number(motions, motion["amends"])
        return place_of(motion["kind"], motion["number"], amended["kind"] if amended else "")

    return sorted(pending, key=placed)


def to_record(hand: Row) -> Row | None:
    """The vote that decided the item itself and waits to be written down as its resolution."""
    item, vote = hand["item"], hand["last_vote"]
    if item is None or vote is None or item["resolution"] or not item["resolvable"]:
        return None
    amended = any(motion["id"] == vote["motion"] and motion["amends"] for motion in hand["ended_motions"])
    decided = vote["state"] == "closed" and vote["result"] in DECIDED and not vote["recusal"]
    return vote if decided and not amended and not hand["motions"] else None


def step(hand: Row) -> str:
    """The one thing that comes next, and whose button is filled."""
    waits = {"scheduled": "call", "recessed": "resume", "in_session": ""}.get(hand["state"], "over")
    if waits:
        return waits
    if hand["written"]:
        return ""  # several questions at once, and the clock closes them
    if hand["vote"]:
        return "close"
    if hand["item"] is None:
        return "take_up" if hand["coming"] else "adjourn"
    return on_item(hand)


def on_item(hand: Row) -> str:
    """The same while an item is on the floor and nothing is being voted."""
    vote, put = hand["last_vote"], hand["put"]
    undecided = vote is not None and vote["state"] == "closed" and vote["result"] in {"run_off", "tied"}
    next_steps = {
        "record": hand["record"],
        "run_off": undecided and not run_again(hand),
        "give": hand["queue"],
        "end": hand["speaker"],
        "challenge": hand["challenge"],
        "second": put and put["state"] == "moved",
        "put": put,
        "ask": hand["item"]["resolvable"] and not hand["item"]["resolution"] and not hand["motions"],
        "take_up": hand["coming"],
    }
    return next((name for name, due in next_steps.items() if due), "finish")


def run_again(hand: Row) -> bool:
    """Whether the last vote was already followed by its run-off."""
    return any(vote["runs_off"] == hand["last_vote"]["id"] for vote in hand["votes"])


def on_wall(snapshot: Row) -> Row:
    """What the wall of the hall shows: the question while it is asked and answered, else who speaks."""
    item = on_floor(snapshot["items"])
    told = item if item and item["disclosure"] != "closed" else None
    hand = at_hand(snapshot, {}) | {"item": told}
    if told is None or hand["state"] != "in_session":
        return {"view": "state", "item": told}
    last, speaker = hand["last_vote"], hand["speaker"]
    closed = last if last and last["state"] == "closed" and not newer(hand, last["closed_at"]) else None
    vote = hand["vote"] or closed
    view = "vote" if vote else "speaker" if speaker else "motion" if hand["put"] else "item"
    return {
        "view": view,
        "item": told,
        "vote": vote,
        "speaker": speaker,
        "motion": hand["put"],
        "bar": hand["bar"] if hand["vote"] else bar(closed),
        "resolution": of_vote(snapshot["resolutions"], closed),
    }


def newer(hand: Row, than: str) -> bool:
    """Whether something has come up since."""
    begun = [hand["speaker"]["began_at"]] if hand["speaker"] else []
    return any(at > than for at in begun + [motion["moved_at"] for motion in hand["motions"]])


def of_vote(resolutions: list[Row], vote: Row | None) -> Row | None:
    """The resolution it was written down as."""
    return of_number(resolutions, vote["resolution"]) if vote else None
