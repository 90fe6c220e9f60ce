"""Where those present hear what is said in a thread."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from deliberation import actions
from deliberation.models import Comment, Question, Session, Thread
from deliberation.rows import call_row, comment_row, tally_row, thread_row
from deliberation.speakers import comment_at, pinned_in, thread_at
from district.intake import whole
from district.models import Person
from district.refusals import not_found
from district.visitors import speaker
from realtime.kinds import Address, Command, Context
from realtime.models import Event

NEWEST = 50


class ThreadRoom:
    """The page of a question or a session lives here: its words, its 공감, the mayor's call, the gavel."""

    events: Mapping[str, str] = {
        "question.opened": "질문을 게시했습니다.",
        "question.amended": "질문의 내용이나 기간을 고쳤습니다.",
        "thread.opened": "토론이 열렸습니다.",
        "thread.closed": "토론이 마감되었습니다.",
        "comment.posted": "의견을 등록했습니다.",
        "comment.edited": "쓴 사람이 의견을 고쳤습니다.",
        "comment.withdrawn": "쓴 사람이 의견을 거두었습니다.",
        "comment.hidden": "운영 담당이 의견을 가렸습니다.",
        "comment.supported": "이웃이 공감했습니다.",
        "comment.unsupported": "이웃이 공감을 거두었습니다.",
        "comment.pinned": "진행하는 분이 의견을 위에 두었습니다.",
        "comment.unpinned": "위에 둔 의견을 내렸습니다.",
        "mayor.called": "정한 수만큼 참여하여 구청장이 답변하게 되었습니다.",
        "session.amended": "열기 전인 회차의 내용이나 시간을 고쳤습니다.",
        "session.opened": "진행하는 분이 회차를 열었습니다.",
        "session.closed": "진행하는 분이 회차를 마쳤습니다.",
    }
    hiding = frozenset({"comment.edited", "comment.withdrawn", "comment.hidden"})
    counting = frozenset({"comment.supported", "comment.unsupported"})
    urgent = frozenset(
        {
            "comment.withdrawn", "comment.hidden", "comment.pinned", "comment.unpinned", "mayor.called",
            "thread.opened", "thread.closed", "session.opened", "session.closed",
        }
    )  # fmt: skip

    def __init__(self) -> None:
        self.commands: Mapping[str, Command] = {
            "comment.post": self.post,
            "comment.edit": self.edit,
            "comment.withdraw": self.withdraw,
            "comment.support": self.support,
            "comment.unsupport": self.unsupport,
            "comment.pin": self.pin,
            "comment.unpin": self.unpin,
            "session.open": self.open,
            "session.close": self.close,
        }

    def enter(self, key: str, person: Person | None, at: datetime) -> frozenset[str]:
        """Whoever may see the thread may come in."""
        return thread_at(key, person).rights_of(person, at)

    def public(self, key: str) -> bool:
        """What the district asks, everybody may read."""
        return True

    def snapshot(self, key: str, person: Person | None = None) -> dict[str, Any]:
        """The thread, its numbers, the word that stands above, and its newest words."""
        thread = thread_at(key, person)
        newest = thread.comments.visible_to(person).with_faces().order_by("-id")[:NEWEST]
        above = pinned_in(thread.forum_session)
        return {
            "thread": thread_row(thread),
            "tally": tally_row(thread),
            "pinned": comment_row(above) if above else None,
            "comments": [comment_row(comment) for comment in newest],
        }

    def tally(self, key: str) -> dict[str, Any] | None:
        """How many people, and how many words."""
        return tally_row(thread_at(key, None))

    def render(
        self, key: str, events: list[Event], rows: Mapping[str, Model] | None = None
    ) -> list[dict[str, Any]]:
        """What each event means now; words hidden since are not told again."""
        at_hand = rows if rows is not None else rows_of(key, events)
        return [drawn(event, at_hand[event.row_key]) for event in events]

    def post(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Comment:
        """Speak."""
        thread = thread_at(room.key, by)
        return actions.post_comment(
            thread,
            by=speaker(by),
            body=said.get("body", ""),
            at=context.at,
            ref=context.ref,
            parent=said.get("parent"),
        )

    def edit(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Comment:
        """Mend one's words."""
        comment = comment_at(said.get("comment"), by, thread=whole(room.key))
        return actions.edit_comment(
            comment, by=speaker(by), body=said.get("body", ""), at=context.at, ref=context.ref
        )

    def withdraw(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Comment:
        """Take one's words back."""
        comment = comment_at(said.get("comment"), by, thread=whole(room.key))
        return actions.withdraw_comment(comment, by=speaker(by), at=context.at, ref=context.ref)

    def support(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Comment:
        """Agree."""
        comment = comment_at(said.get("comment"), by, thread=whole(room.key))
        return actions.support_comment(comment, by=speaker(by), at=context.at, ref=context.ref)

    def unsupport(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Comment:
        """Agree no longer."""
        comment = comment_at(said.get("comment"), by, thread=whole(room.key))
        return actions.unsupport_comment(comment, by=speaker(by), at=context.at, ref=context.ref)

    def pin(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Comment:
        """Put a word above the others."""
        comment = comment_at(said.get("comment"), by, thread=whole(room.key))
        return actions.pin_comment(comment, by=speaker(by), at=context.at, ref=context.ref)

    def unpin(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Session:
        """Take down what stands above."""
        session, only = session_in(room, by), said.get("comment")
        comment = None if only is None else comment_at(only, by, thread=whole(room.key)).pk
        return actions.unpin_comment(session, by=speaker(by), at=context.at, ref=context.ref, comment=comment)

    def open(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Session:
        """The evening begins."""
        return actions.open_session(session_in(room, by), by=speaker(by), at=context.at, ref=context.ref)

    def close(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Session:
        """The evening ends."""
        return actions.close_session(session_in(room, by), by=speaker(by), at=context.at, ref=context.ref)


def session_in(room: Address, by: Person | None) -> Session:
    """The session held in this room."""
    session = thread_at(room.key, by).forum_session
    if session is None:
        raise not_found()
    return session


def drawn(event: Event, row: Model) -> dict[str, Any]:
    """The data of one event."""
    match row:
        case Comment():
            return drawn_comment(event.name, row)
        case Question() if event.name == "mayor.called":
            voices = event.facts["voices"]
            sentence = _("%(voices)s명이 참여했습니다. 구청장 답변을 준비합니다.") % {"voices": f"{voices:,}"}
            return {**call_row(row), "voices": voices, "sentence": sentence}
        case Question():
            return thread_row(row.thread)
        case Session() if row.thread is not None:
            return thread_row(row.thread)
        case Thread():
            return thread_row(row)
    raise TypeError(f"a thread knows no {row._meta.label}")


def drawn_comment(name: str, comment: Comment) -> dict[str, Any]:
    """No more of a comment than its event is about."""
    if name in {"comment.withdrawn", "comment.hidden"}:
        return {"id": comment.pk, "hidden": True, "ground": comment.ground}
    if name == "comment.unpinned":
        return {"id": comment.pk}
    if name in ThreadRoom.counting:
        return {"id": comment.pk, "reactions": comment.reactions}
    return comment_row(comment)


def rows_of(key: str, events: list[Event]) -> dict[str, Model]:
    """The rows of these events as they stand now: one reading of each noun, however many events."""
    told = {event.row_key: event.row_id for event in events}
    comments = [pk for row_key, pk in told.items() if row_key.startswith("deliberation.comment/")]
    rows: dict[str, Model] = {}
    for comment in Comment.objects.with_faces().filter(pk__in=comments):
        rows[f"deliberation.comment/{comment.pk}"] = comment
    if len(rows) < len(told):
        thread = thread_at(key, None)
        rows[f"deliberation.thread/{thread.pk}"] = thread
        if thread.subject is not None:
            rows[f"deliberation.question/{thread.subject.pk}"] = thread.subject
        if thread.forum_session is not None:
            rows[f"deliberation.session/{thread.forum_session.pk}"] = thread.forum_session
    return rows
