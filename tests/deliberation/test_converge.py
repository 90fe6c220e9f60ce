"""An old page and the frames since are a new page, whatever is done in a thread and however it is heard."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from cms.actions import rename_person
from deliberation import actions
from deliberation.models import Category, Comment, Question
from deliberation.models.comment import LONGEST_QUOTE
from deliberation.rooms import ThreadRoom
from district.models import Department, Person
from district.refusals import Refusal, not_found
from referrals import actions as referrals
from referrals.models import Referral
from tests.cast import NOON
from tests.deliberation.order import colleague
from tests.deliberation.proposers import fresh, published
from tests.realtime.machine import Stage, play

PEOPLE = 4
NEWEST = 6  # a page holds fewer words than an evening brings


GONE = {"body": "", "stance": "", "quote": None}
"""What is left of a word that was taken down, beside its ground."""


def nameless(row):
    """Nobody is told of a new name: it stands on the next page."""
    if "author" in row:
        row["author"] = None
    if row.get("quote"):
        row["quote"] = row["quote"] | {"author": None}
    return row


def requoted(row, told):
    """Words that quote others say what those say now."""
    if not row["quote"] or row["quote"]["id"] != told["id"] or "body" not in told:
        return row
    words, hidden = told["body"], told.get("hidden", False)
    cut = words if len(words) <= LONGEST_QUOTE else f"{words[: LONGEST_QUOTE - 1]}…"
    return row | {"quote": row["quote"] | {"body": cut, "hidden": hidden}}


class Town(Stage):
    """A question under which anything may happen."""

    kinds = ("thread",)
    acts = (
        "post", "post", "stand", "quote", "reply", "edit", "withdraw", "hide", "support", "support",
        "unsupport", "pin", "unpin", "slow", "restore", "restore", "blank",
        "amend", "due", "rename",
    )  # fmt: skip

    def __init__(self, thread, people, moderators):
        self.thread, self.people = thread, people
        self.moderator, self.second = moderators
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

    of_comments = frozenset(
        {"reply", "quote", "edit", "withdraw", "hide", "support", "unsupport", "pin", "restore", "blank"}
    )
    keeper = property(lambda self: self.moderator)

    def post(self, n, by, at):
        actions.post_comment(self.thread, by=by, body=self.body, at=at)

    def reply(self, comment, by, at):
        actions.post_comment(self.thread, by=by, body=self.body, at=at, parent=comment.pk)

    def stand(self, n, by, at):
        stance = ("pro", "con", "curious")[n % 3]
        actions.post_comment(self.thread, by=by, body=self.body, at=at, stance=stance)

    def quote(self, comment, by, at):
        actions.post_comment(self.thread, by=by, body=self.body, at=at, quote=comment.pk)

    def pin(self, comment, by, at):
        actions.pin_comment(comment, by=self.keeper, at=at)

    def unpin(self, n, by, at):
        actions.unpin_comment(self.thread, by=self.keeper, at=at)

    def slow(self, n, by, at):
        actions.slow_thread(self.thread, seconds=n, by=self.moderator, at=at)

    def edit(self, comment, by, at):
        actions.edit_comment(comment, by=comment.author, body=self.body, at=at)

    def withdraw(self, comment, by, at):
        actions.withdraw_comment(comment, by=comment.author, at=at)

    def hide(self, comment, by, at):
        actions.hide_words(comment, by=self.moderator, ground="spam", at=at)

    def restore(self, comment, by, at):
        actions.restore_words(comment, by=self.moderator, at=at)

    def blank(self, comment, by, at):
        actions.ask_blanking(comment, by=self.moderator, rule="privacy", reason="번호", at=at)
        actions.confirm_blanking(comment, by=self.second, at=at)

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

    def restored(self):
        # Who speaks is read anew with each request; here they would go on under a name that never was.
        for each in self.people:
            each.refresh_from_db(fields=["nickname"])

    def unspoken(self):
        shown = {comment.shown_body for comment in Comment.objects.filter(thread=self.thread)}
        names = set(
            Person.objects.filter(pk__in=[each.pk for each in self.people]).values_list("nickname", flat=True)
        )
        return frozenset(self.said - shown - names)

    def page(self, address):
        """The room, without the names."""
        page = super().page(address)
        rows = [*page["comments"], *([page["pinned"]] if page["pinned"] else [])]
        for row in rows:
            nameless(row)
        return page

    def drawn(self, address, page, name, data):
        data = nameless(dict(data))
        thread, pinned = page["thread"], page["pinned"]
        comments = {row["id"]: row for row in page["comments"]}
        if name == "comment.posted":
            comments[data["id"]] = data
        elif name in {"comment.pinned", "comment.unpinned"}:
            pinned = data if name == "comment.pinned" else None
            thread = thread | {"pinned": pinned and pinned["id"]}
        elif name.startswith("comment."):
            told = data | (GONE if name in ThreadRoom.taking_down and data["hidden"] else {})
            if data["id"] in comments:
                comments[data["id"]] = comments[data["id"]] | told
            if pinned and data["id"] == pinned["id"]:
                pinned = pinned | told
            comments = {pk: requoted(row, told) for pk, row in comments.items()}
            pinned = pinned and requoted(pinned, told)
        else:
            page = page | {"subject": data.get("subject", page["subject"])}
            thread = data.get("thread") or {part: told for part, told in data.items() if part != "subject"}
        newest = sorted(comments.values(), key=lambda row: -row["id"])[:NEWEST]
        return page | {"thread": thread, "pinned": pinned, "comments": newest}


class Evening(Town):
    """A session in which anything may happen, its facilitator among the people."""

    acts = (*Town.acts, "open", "open", "close", "pin", "pin", "unpin")

    def __init__(self, forum, draft, people, moderators):
        self.forum, self.draft = forum, draft
        self.session = forum.sessions.visible_to(None).get()
        super().__init__(self.session.thread, people, moderators)

    @property
    def keeper(self):
        return self.people[-1]

    def open(self, n, by, at):
        actions.open_session(self.session, by=self.keeper, at=at)

    def close(self, n, by, at):
        if n == 9:  # else little would happen after it
            actions.close_session(self.session, by=self.keeper, at=at)

    def amend(self, n, by, at):
        moved = [replace(self.draft, title=f"이야기 {n}")] if n % 2 else [self.draft]
        actions.amend_forum(self.forum, sessions=moved, purpose=f"까닭 {n}", by=None, at=at)


class Square(Town):
    """Two proposals that ask for the same, in two rooms, and the offices that must answer."""

    acts = (
        *Town.acts, "agree", "agree", "agree", "disagree", "file", "veil", "merge", "give_up",
        "claim", "stop", "go_on", "draft", "submit", "approve", "approve", "again", "move",
    )  # fmt: skip
    of_proposals = frozenset(acts) - frozenset(Town.acts)

    def __init__(self, proposals, people, moderators, offices):
        self.proposals, self.offices = proposals, offices
        self.threads = [proposal.thread for proposal in proposals]
        super().__init__(self.threads[0], people, moderators)
        self.rooms = [thread.room for thread in self.threads]

    def do(self, what, n):
        self.thread = self.threads[n % 2]
        if what not in self.of_proposals:
            super().do(what, n)
            return
        self.minutes += 1
        by, at = self.people[(n + self.minutes) % PEOPLE], NOON + timedelta(minutes=self.minutes)
        with suppress(Refusal):
            getattr(self, what)(fresh(self.proposals[n % 2]), n, by, at)

    def agree(self, proposal, n, by, at):
        actions.support_proposal(proposal, by=by, at=at)

    def disagree(self, proposal, n, by, at):
        actions.unsupport_proposal(proposal, by=by, at=at)

    def file(self, proposal, n, by, at):
        actions.amend_proposal(proposal, place=f"곳 {n}", by=proposal.author, at=at)

    def veil(self, proposal, n, by, at):
        actions.veil_proposal(proposal, by=proposal.author, at=at)

    def merge(self, proposal, n, by, at):
        if n > 6:  # else little would happen in the later one
            actions.merge_proposals(self.proposals[1], into=self.proposals[0], by=self.offices[0], at=at)

    def give_up(self, proposal, n, by, at):
        if n > 8:
            actions.transfer_proposal(proposal, to="서울시", reason="시의 일", by=self.offices[0], at=at)

    def amend(self, n, by, at):
        """What an editor does with a question, nobody does with a proposal."""

    def owed(self, proposal, n):
        standing = Referral.objects.standing().filter(topic=proposal.topic).order_by("pk")
        if not standing:
            raise not_found()
        return standing[n % len(standing)]

    def claim(self, proposal, n, by, at):
        referrals.claim(self.owed(proposal, n), by=self.offices[0], at=at)

    def stop(self, proposal, n, by, at):
        referrals.pause(
            self.owed(proposal, n), kind="supplement", reason="도면이 필요합니다.", by=self.offices[0], at=at
        )

    def go_on(self, proposal, n, by, at):
        referrals.resume(self.owed(proposal, n), by=self.offices[0], at=at)

    def draft(self, proposal, n, by, at):
        told = {"outcome": "rejected", "ground": "impracticable", "reason": "예산이 없습니다."}
        referrals.write_reply(self.owed(proposal, n), by=self.offices[0], at=at, words="답변입니다.", **told)

    def submit(self, proposal, n, by, at):
        referrals.submit(self.in_hand(proposal, n), by=self.offices[0], at=at)

    def approve(self, proposal, n, by, at):
        for office in self.offices[1:]:
            referrals.approve(self.in_hand(proposal, n), by=office, at=at)

    def in_hand(self, proposal, n):
        reply = self.owed(proposal, n).replies.in_hand().first()
        if reply is None:
            raise not_found()
        return reply

    def again(self, proposal, n, by, at):
        actions.ask_reconsideration(proposal, words="다시 살펴 주세요.", by=proposal.author, at=at)

    def move(self, proposal, n, by, at):
        elsewhere, _new = Department.objects.get_or_create(name="도로과")
        referrals.reroute(self.owed(proposal, n), to=elsewhere, reason="도로", by=self.offices[0], at=at)

    def unspoken(self):
        shown = {comment.shown_body for comment in Comment.objects.filter(thread__in=self.threads)}
        names = Person.objects.filter(pk__in=[each.pk for each in self.people])
        return frozenset(self.said - shown - set(names.values_list("nickname", flat=True)))

    def drawn(self, address, page, name, data):
        if name in ThreadRoom.supporting:
            told = {part: data[part] for part in ("supports", "supports_needed")}
            return page | {"subject": page["subject"] | told}
        return super().drawn(address, page, name, data)


@pytest.fixture(autouse=True)
def short_pages(monkeypatch):
    monkeypatch.setattr("deliberation.rooms.NEWEST", NEWEST)


@pytest.fixture
def moderators(moderator):
    """Two, for words are destroyed by one no more than by none."""
    return moderator, colleague()


@pytest.fixture
def town(question, residents, officer, moderators):
    question.policy.voices_needed = 3
    question.policy.save()
    people = [*residents(PEOPLE - 1), officer]
    return lambda: Town(question.thread, people, moderators)


@pytest.fixture
def evening(forum, evenings, council, members, residents, facilitator, moderators):
    """Another evening with every call: what is closed stays closed."""
    people = [*residents(2), members[0], facilitator]

    def call():
        draft = replace(evenings[0], key=uuid4())
        called = actions.open_forum(title="공론장", body=council, sessions=[draft], by=None, at=NOON)
        return Evening(called, draft, people, moderators)

    return call


@pytest.fixture
def square(proposal, neighbour, residents, officer, head, director, moderators):
    """The second a minute later, for of two the first received goes on."""
    proposal.policy.voices_needed, proposal.policy.supports_needed = 3, 2
    proposal.policy.save()
    Category.objects.update(department=proposal.policy.department)
    later = published(neighbour, NOON + timedelta(seconds=1), title="조명을 밝게")
    people = residents(PEOPLE)
    return lambda: Square([proposal, later], people, moderators, [officer, head, director])


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("examples", [10, pytest.param(150, marks=pytest.mark.long)])
@pytest.mark.parametrize("stage", ["town", "evening", "square"])
def test_an_old_page_and_the_frames_since_are_a_new_page(request, stage, examples):
    play(request.getfixturevalue(stage), examples)
