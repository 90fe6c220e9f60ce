"""Where those present hear what is said in a thread."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from deliberation import actions, proposing
from deliberation.models import Comment, Proposal, Question, Session, Thread
from deliberation.rows import call_row, comment_row, subject_row, support_row, tally_row, thread_row
from deliberation.speakers import comment_at, pinned_in, thread_at
from district.intake import whole
from district.models import Person
from district.refusals import not_found
from district.visitors import speaker
from realtime.kinds import Address, Command, Context
from realtime.models import Event
from referrals.models import Referral

NEWEST = 50
CALLS = {
    "review.called": ("supports", _("%(people)s명이 공감했습니다. 부서가 검토합니다.")),
    "mayor.called": ("voices", _("%(people)s명이 참여했습니다. 구청장 답변을 준비합니다.")),
}
"""Which number called, and how that is told."""


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
        "comment.restored": "가린 의견을 되돌렸습니다.",
        "comment.blanked": "운영 담당 두 사람이 의견의 내용을 지웠습니다.",
        "comment.supported": "이웃이 공감했습니다.",
        "comment.unsupported": "이웃이 공감을 거두었습니다.",
        "comment.pinned": "진행자나 맡은 부서가 의견을 위에 두었습니다.",
        "comment.unpinned": "위에 둔 의견을 내렸습니다.",
        "thread.slowed": "한 사람이 글과 글 사이에 쉬는 시간을 정했습니다.",
        "mayor.called": "정한 수만큼 참여하여 구청장이 답변하게 되었습니다.",
        "proposal.published": "주민이 제안을 게시했습니다.",
        "proposal.amended": "제안의 분야, 동, 장소나 주제어를 고쳤습니다.",
        "proposal.supported": "이웃이 제안에 공감했습니다.",
        "proposal.unsupported": "이웃이 제안의 공감을 거두었습니다.",
        "review.called": "정한 수만큼 공감하여 부서가 검토하게 되었습니다.",
        "proposal.withdrawn": "제안하신 분이 제안을 거두었습니다.",
        "proposal.transferred": "다른 기관의 일이어서 그곳으로 보냈습니다.",
        "proposal.reclassified": "제안을 민원으로 넘겼습니다.",
        "proposal.merged": "먼저 받은 제안과 합쳤습니다.",
        "proposal.absorbed": "나중에 접수한 같은 제안을 합쳐 받았습니다.",
        "proposal.veiled": "제안하신 분의 뜻에 따라 내용을 가렸습니다.",
        "proposal.hidden": "운영 담당이 제안의 글을 가렸습니다.",
        "proposal.restored": "가린 제안의 글을 되돌렸습니다.",
        "proposal.blanked": "운영 담당 두 사람이 제안의 글을 지웠습니다.",
        "referral.made": "답변할 부서를 정했습니다.",
        "referral.claimed": "부서의 담당이 맡았습니다.",
        "referral.released": "담당이 맡은 것을 내려놓았습니다.",
        "referral.rerouted": "다른 부서로 넘겼습니다.",
        "referral.paused": "보완이나 조회로 기한이 멈추었습니다.",
        "referral.resumed": "멈춘 기한이 다시 흐릅니다.",
        "referral.drafted": "담당이 답변을 쓰기 시작했습니다.",
        "referral.submitted": "답변을 결재에 올렸습니다.",
        "referral.recalled": "담당이 올린 답변을 거두어들였습니다.",
        "referral.approved": "결재 한 단계를 마쳤습니다.",
        "referral.returned": "답변을 고치도록 돌려보냈습니다.",
        "referral.answered": "답변을 공개했습니다.",
        "referral.ended": "답변할 일이 끝났습니다.",
        "referral.progressed": "채택한 것의 실시나 완료, 늦춤을 알렸습니다.",
        "session.amended": "열기 전인 회차의 내용이나 시간을 고쳤습니다.",
        "session.opened": "진행하는 분이 회차를 열었습니다.",
        "session.closed": "진행하는 분이 회차를 마쳤습니다.",
    }
    taking_down = frozenset({"comment.withdrawn", "comment.hidden", "comment.blanked"})
    hiding = taking_down | {"comment.edited", "comment.restored"}
    supporting = frozenset({"proposal.supported", "proposal.unsupported"})
    counting = supporting | {"comment.supported", "comment.unsupported"}
    urgent = frozenset(
        {
            *taking_down, "comment.restored", "comment.pinned", "comment.unpinned", "mayor.called",
            "thread.opened", "thread.closed", "session.opened", "session.closed", "review.called",
            "proposal.withdrawn", "proposal.transferred", "proposal.reclassified", "proposal.merged",
            "proposal.absorbed", "proposal.veiled", "proposal.hidden", "proposal.restored",
            "proposal.blanked", "referral.answered",
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
            "thread.slow": self.slow,
            "session.open": self.open,
            "session.close": self.close,
            **proposing.commands(),
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
        above = pinned_in(thread)
        return {
            "thread": thread_row(thread),
            "subject": subject_row(thread.subject),
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

        @cache
        def whole() -> dict[str, Any]:
            known = at_hand.get(f"deliberation.thread/{key}")
            thread = known if isinstance(known, Thread) and rows is None else thread_at(key, None)
            return {"thread": thread_row(thread), "subject": subject_row(thread.subject)}

        return [drawn(event, at_hand.get(event.row_key), whole) for event in events]

    def beside(self, data: dict[str, Any]) -> list[str]:
        """Whose words a frame shows beside those it is about."""
        return [f"deliberation.comment/{data['quote']['id']}"] if data.get("quote") else []

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
            stance=said.get("stance", ""),
            quote=said.get("quote"),
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

    def unpin(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Thread:
        """Take down what stands above."""
        thread, only = thread_at(room.key, by), said.get("comment")
        comment = None if only is None else comment_at(only, by, thread=thread.pk).pk
        return actions.unpin_comment(thread, by=speaker(by), at=context.at, ref=context.ref, comment=comment)

    def slow(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Thread:
        """Ask everybody to take their time."""
        return actions.slow_thread(
            thread_at(room.key, by),
            seconds=said.get("seconds"),
            by=speaker(by),
            at=context.at,
            ref=context.ref,
        )

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


def drawn(event: Event, row: Model | None, whole: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The data of one event; `whole` reads what it may mean for the talk and its subject, once."""
    match row:
        case Comment():
            return drawn_comment(event.name, row)
        case Question() | Proposal() if event.name in CALLS:
            return drawn_call(event, row) | whole()
        case Question():
            return whole()["thread"] | {"subject": whole()["subject"]}
        case Proposal() if event.name in ThreadRoom.supporting:
            told = support_row(row)
            return {"id": row.pk, "supports": told["supports"], "supports_needed": told["supports_needed"]}
        case Proposal() | Referral():
            return whole()
        case Session(thread=Thread() as thread) | (Thread() as thread):
            return thread_row(thread)
    raise TypeError(f"a thread knows no {event.row_key}")


def drawn_call(event: Event, subject: Question | Proposal) -> dict[str, Any]:
    """That so many have called, and what follows."""
    number, sentence = CALLS[event.name]
    people = event.facts[number]
    told = support_row(subject) if isinstance(subject, Proposal) else {}
    return {**call_row(subject), **told, number: people, "sentence": sentence % {"people": f"{people:,}"}}


def drawn_comment(name: str, comment: Comment) -> dict[str, Any]:
    """No more of a comment than its event is about."""
    if name in ThreadRoom.taking_down and comment.is_hidden:
        return {"id": comment.pk, "hidden": True, "ground": comment.ground}
    if name == "comment.unpinned":
        return {"id": comment.pk}
    if name in ThreadRoom.counting:
        return {"id": comment.pk, "reactions": comment.reactions}
    return comment_row(comment)


def rows_of(key: str, events: list[Event]) -> dict[str, Model]:
    """The rows of these events as they stand now: one reading of each noun, however many events."""
    told = {event.row_key: event.row_id for event in events}
    rows: dict[str, Model] = {}
    for noun, found in {
        "deliberation.comment": Comment.objects.with_faces(),
        "referrals.referral": Referral.objects.all(),
    }.items():
        numbers = [pk for row_key, pk in told.items() if row_key.startswith(f"{noun}/")]
        if numbers:
            rows |= {f"{noun}/{row.pk}": row for row in found.filter(pk__in=numbers)}
    if len(rows) < len(told):
        thread = thread_at(key, None)
        for row in (thread, thread.subject, thread.forum_session):
            if row is not None:
                rows[f"{row._meta.label_lower}/{row.pk}"] = row
    return rows
