"""An old page and the frames since are a new page, whatever is done in a thread and however it is heard."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from cms.actions import rename_person
from deliberation import actions
from deliberation.models import Comment, Question
from district.models import Person
from district.refusals import Refusal
from tests.cast import NOON
from tests.realtime.machine import Stage, play

PEOPLE = 4
NEWEST = 6  # a page holds fewer words than an evening brings


class Town(Stage):
    """A question under which anything may happen."""

    kinds = ("thread",)
    acts = (
        "post", "post", "reply", "edit", "withdraw", "hide", "support", "support", "unsupport",
        "amend", "due", "rename",
    )  # fmt: skip

    def __init__(self, thread, people, moderator):
        self.thread, self.people, self.moderator = thread, people, moderator
        self.rooms = [thread.room]
        self.minutes, self.said = 0, set()

    @property
    def body(self):
        """Words like no others."""
        words = f"말 {self.minutes}"
        self.said.add(words)
        return words

    def do(self, what, n):
        self.minutes += 1
        at, by = NOON + timedelta(minutes=self.minutes), self.people[(n + self.minutes) % PEOPLE]
        comments = list(self.thread.comments.order_by("id"))
        with suppress(Refusal):
            if what in self.of_comments:
                if comments:
                    getattr(self, what)(comments[n % len(comments)], by, at)
            else:
                getattr(self, what)(n, by, at)

    of_comments = frozenset({"reply", "edit", "withdraw", "hide", "support", "unsupport", "pin"})

    def post(self, n, by, at):
        actions.post_comment(self.thread, by=by, body=self.body, at=at)

    def reply(self, comment, by, at):
        actions.post_comment(self.thread, by=by, body=self.body, at=at, parent=comment.pk)

    def edit(self, comment, by, at):
        actions.edit_comment(comment, by=comment.author, body=self.body, at=at)

    def withdraw(self, comment, by, at):
        actions.withdraw_comment(comment, by=comment.author, at=at)

    def hide(self, comment, by, at):
        actions.hide_comment(comment, by=self.moderator, ground="spam", at=at)

    def support(self, comment, by, at):
        actions.support_comment(comment, by=by, at=at)

    def unsupport(self, comment, by, at):
        actions.unsupport_comment(comment, by=by, at=at)

    def amend(self, n, by, at):
        question = Question.objects.get(thread=self.thread)
        actions.amend_question(question, closes_at=NOON + timedelta(days=7 + n), by=None, at=at)

    def due(self, n, by, at):
        actions.due(at)

    def rename(self, n, by, at):
        if by.nickname:
            by.nickname = f"이름 {self.minutes}"
            self.said.add(by.nickname)
            rename_person(by, nickname=by.nickname, at=at)

    def unspoken(self):
        shown = {comment.shown_body for comment in Comment.objects.filter(thread=self.thread)}
        names = set(
            Person.objects.filter(pk__in=[each.pk for each in self.people]).values_list("nickname", flat=True)
        )
        return frozenset(self.said - shown - names)

    def page(self, address):
        """Nobody is told of a new name: it stands on the next page."""
        page = super().page(address)
        rows = [*page["comments"], *([page["pinned"]] if page["pinned"] else [])]
        for row in rows:
            row["author"] = None
        return page

    def drawn(self, address, page, name, data):
        if "author" in data:
            data = data | {"author": None}
        thread, pinned = page["thread"], page["pinned"]
        comments = {row["id"]: row for row in page["comments"]}
        if name == "comment.posted":
            comments[data["id"]] = data
        elif name in {"comment.pinned", "comment.unpinned"}:
            pinned = data if name == "comment.pinned" else None
            thread = thread | {"session": thread["session"] | {"pinned": pinned and pinned["id"]}}
        elif name == "mayor.called":
            thread = thread | {part: data[part] for part in ("mayor_called_at", "answer_due")}
        elif name.startswith("comment."):
            told = data | ({"body": ""} if name in {"comment.withdrawn", "comment.hidden"} else {})
            if data["id"] in comments:
                comments[data["id"]] = comments[data["id"]] | told
            if pinned and data["id"] == pinned["id"]:
                pinned = pinned | told
        else:
            thread = data
        newest = sorted(comments.values(), key=lambda row: -row["id"])[:NEWEST]
        return page | {"thread": thread, "pinned": pinned, "comments": newest}


class Evening(Town):
    """A session in which anything may happen, its facilitator among the people."""

    acts = (*Town.acts, "open", "open", "close", "pin", "pin", "unpin")

    def __init__(self, forum, draft, people, moderator):
        self.forum, self.draft = forum, draft
        self.session = forum.sessions.visible_to(None).get()
        super().__init__(self.session.thread, people, moderator)

    @property
    def keeper(self):
        return self.people[-1]

    def open(self, n, by, at):
        actions.open_session(self.session, by=self.keeper, at=at)

    def close(self, n, by, at):
        if n == 9:  # else little would happen after it
            actions.close_session(self.session, by=self.keeper, at=at)

    def pin(self, comment, by, at):
        actions.pin_comment(comment, by=self.keeper, at=at)

    def unpin(self, n, by, at):
        actions.unpin_comment(self.session, by=self.keeper, at=at)

    def amend(self, n, by, at):
        moved = [replace(self.draft, title=f"이야기 {n}")] if n % 2 else [self.draft]
        actions.amend_forum(self.forum, sessions=moved, purpose=f"까닭 {n}", by=None, at=at)


@pytest.fixture(autouse=True)
def short_pages(monkeypatch):
    monkeypatch.setattr("deliberation.rooms.NEWEST", NEWEST)


@pytest.fixture
def town(question, residents, officer, moderator):
    question.policy.voices_needed = 3
    question.policy.save()
    people = [*residents(PEOPLE - 1), officer]
    return lambda: Town(question.thread, people, moderator)


@pytest.fixture
def evening(forum, evenings, council, members, residents, facilitator, moderator):
    """Another evening with every call: what is closed stays closed."""
    people = [*residents(2), members[0], facilitator]

    def call():
        draft = replace(evenings[0], key=uuid4())
        called = actions.open_forum(title="공론장", body=council, sessions=[draft], by=None, at=NOON)
        return Evening(called, draft, people, moderator)

    return call


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("examples", [10, pytest.param(150, marks=pytest.mark.long)])
@pytest.mark.parametrize("stage", ["town", "evening"])
def test_an_old_page_and_the_frames_since_are_a_new_page(request, stage, examples):
    play(request.getfixturevalue(stage), examples)
