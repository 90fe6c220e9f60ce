"""An old snapshot and the frames since are a new snapshot, whatever was done in between."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deliberation import actions
from deliberation.models import Comment, Thread
from deliberation.rooms import NEWEST, ThreadRoom
from district.refusals import Refusal
from realtime.models import Event, Room
from tests.cast import NOON

ROOM = ThreadRoom()
PEOPLE = 4
ACTS = [
    "post",
    "reply",
    "edit",
    "withdraw",
    "hide",
    "support",
    "unsupport",
    "amend",
    "due",
]
KEPT = [*ACTS, "open", "close", "pin", "pin", "unpin", "move"]
act = st.tuples(st.sampled_from(ACTS), st.integers(0, PEOPLE - 1), st.integers(0, 30))
kept = st.tuples(st.sampled_from(KEPT), st.integers(0, PEOPLE - 1), st.integers(0, 30))


def fold(snapshot, frames, tally):
    """What every client does with the frames; the same in static/site/js."""
    thread, comments = dict(snapshot["thread"]), {row["id"]: row for row in snapshot["comments"]}
    pinned = snapshot["pinned"]
    for name, data in frames:
        if name == "comment.posted":
            comments[data["id"]] = data
        elif name in {"comment.pinned", "comment.unpinned"}:
            pinned = data if name == "comment.pinned" else None
            thread = thread | {"session": thread["session"] | {"pinned": pinned and pinned["id"]}}
        elif name == "mayor.called":
            thread |= {part: data[part] for part in ("mayor_called_at", "answer_due")}
        elif name.startswith("comment."):
            gone = {"body": ""} if name in {"comment.withdrawn", "comment.hidden"} else {}
            if data["id"] in comments:
                comments[data["id"]] = comments[data["id"]] | data | gone
            if pinned and data["id"] == pinned["id"]:
                pinned = pinned | data | gone
        else:
            thread = data
    newest = sorted(comments.values(), key=lambda row: -row["id"])[:NEWEST]
    return {"thread": thread, "tally": tally, "pinned": pinned, "comments": newest}


def frames_since(key, seq):
    events = list(Event.objects.filter(room__kind="thread", room__key=key, seq__gt=seq).order_by("seq"))
    assert [event.seq for event in events] == list(range(seq + 1, seq + 1 + len(events)))
    return [(event.name, data) for event, data in zip(events, ROOM.render(key, events), strict=True)]


class Town:
    """A thread in which anything may happen."""

    def __init__(self, question, people, moderator):
        self.question, self.people, self.moderator = question, people, moderator
        self.thread, self.minutes = question.thread, 0

    def comment(self, place):
        rows = self.thread.comments.order_by("id")
        return rows[place % max(rows.count(), 1)] if rows else None

    def do(self, what, who, place):
        """One act, or its refusal: both must leave the readers with the truth."""
        self.minutes += 1
        comment = self.comment(place)
        if comment is None and what not in {"post", "amend", "due", "open", "close", "unpin", "move"}:
            return
        with suppress(Refusal):
            self.acts(NOON + timedelta(minutes=self.minutes), self.people[who], comment, place)[what]()

    def acts(self, at, by, comment, place):
        body = f"말 {self.minutes}"
        return {
            "post": lambda: actions.post_comment(self.thread, by=by, body=body, at=at),
            "reply": lambda: actions.post_comment(self.thread, by=by, body=body, at=at, parent=comment.pk),
            "edit": lambda: actions.edit_comment(comment, by=comment.author, body=body, at=at),
            "withdraw": lambda: actions.withdraw_comment(comment, by=comment.author, at=at),
            "hide": lambda: actions.hide_comment(comment, by=self.moderator, ground="spam", at=at),
            "support": lambda: actions.support_comment(comment, by=by, at=at),
            "unsupport": lambda: actions.unsupport_comment(comment, by=by, at=at),
            "amend": lambda: actions.amend_question(
                self.question, closes_at=NOON + timedelta(days=7 + place), by=None, at=at
            ),
            "due": lambda: actions.due(at),
        }


class Evening(Town):
    """A session in which anything may happen, its facilitator among the people."""

    def __init__(self, forum, draft, people, moderator):
        self.forum, self.draft, self.people, self.moderator = forum, draft, people, moderator
        self.session = forum.sessions.visible_to(None).get()
        self.thread, self.minutes = self.session.thread, 0

    def acts(self, at, by, comment, place):
        keeper, session = self.people[-1], self.session
        moved = [replace(self.draft, title=f"이야기 {place}")]
        return super().acts(at, by, comment, place) | {
            "open": lambda: actions.open_session(session, by=keeper, at=at),
            "close": lambda: actions.close_session(session, by=keeper, at=at),
            "pin": lambda: actions.pin_comment(comment, by=keeper, at=at),
            "unpin": lambda: actions.unpin_comment(session, by=keeper, at=at),
            "move": lambda: actions.amend_forum(self.forum, sessions=moved, by=None, at=at),
            "amend": lambda: actions.amend_forum(self.forum, purpose=f"까닭 {place}", by=None, at=at),
        }


@pytest.fixture
def town(question, residents, officer, moderator):
    question.policy.voices_needed = 3
    question.policy.save()
    return Town(question, [*residents(PEOPLE - 1), officer], moderator)


@pytest.fixture
def fresh(forum, evenings, council, members, residents, facilitator, moderator):
    """Another evening with every call: what is closed stays closed."""
    people = [*residents(2), members[0], facilitator]

    def evening():
        draft = replace(evenings[0], key=uuid4())
        called = actions.open_forum(title="공론장", body=council, sessions=[draft], by=None, at=NOON)
        return Evening(called, draft, people, moderator)

    return evening


anything = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.slow
@settings(anything, max_examples=12)
@given(before=st.lists(kept, max_size=8), after=st.lists(kept, max_size=25), late=st.booleans())
def test_an_evening_converges_whoever_pins_and_closes(fresh, before, after, late):
    evening = fresh()
    for what in before[:3] and [("open", 0, 0), *before]:
        evening.do(*what)
    converge(evening, after, late)


@pytest.mark.slow
@anything
@given(
    before=st.lists(act, max_size=12), after=st.lists(act, max_size=25), far=st.booleans(), late=st.booleans()
)
def test_an_old_snapshot_and_the_frames_since_are_a_new_snapshot(town, before, after, far, late):
    if far:  # more than a snapshot holds
        rows = [
            Comment(thread=town.thread, author=town.people[0], body="말", posted_at=NOON)
            for _ in range(NEWEST)
        ]
        Comment.objects.bulk_create(rows)
        Thread.objects.update(standing_comments=F("standing_comments") + NEWEST)
    for what in before:
        town.do(*what)
    converge(town, after, late)


def converge(town, after, late):
    key = str(town.thread.pk)
    seq, old = Room.objects.seq_of("thread", key).seq, ROOM.snapshot(key)
    live = []
    for what in after:
        town.do(*what)
        live += frames_since(key, seq + len(live))
    new, tally = ROOM.snapshot(key), ROOM.tally(key)
    assert fold(old, frames_since(key, seq) if late else live, tally) == new
    # Frames that arrive again after a resume, drawn anew, change nothing.
    assert fold(new, frames_since(key, seq), tally) == new
