"""What residents say, and what became of it."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import Length, RowNumber
from django.db.models.lookups import LessThanOrEqual
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from deliberation.models.house import HouseRule
from deliberation.models.thread import Thread
from district.calendar import day
from district.intake import MAX_INTEGER, clean_words
from district.models import Person, Post
from district.models.offices import Role
from district.paging import Page, page_of
from district.refusals import Refusal
from realtime.kinds import Address

LONGEST_COMMENT = 1_000
LONGEST_QUOTE = 140
REPLIES_SHOWN = 3


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, person: Person | None) -> Self:
        """Every comment has its place; of those taken back or hidden only the place is shown."""
        return self.all()

    def with_faces(self) -> Self:
        """With everything a row shows of its author, and of the words it quotes."""
        quoted = ("quote_of__author", "quote_of__spoken_for__department")
        return self.select_related("author__neighborhood", "spoken_for__department", *quoted)

    def check_answered(
        self, parent: Any, quote: Any, *, rests: Person | None = None
    ) -> "tuple[Comment | None, Comment | None]":
        """The words quoted, and the last of whoever must rest; what is answered or quoted must stand here."""
        if parent is None and quote is None and rests is None:
            return None, None
        asked = [number for number in (parent, quote) if type(number) is int and number <= MAX_INTEGER]
        wanted = Q(pk__in=asked, state=Comment.State.STANDING)
        if rests is not None:
            wanted |= Q(pk=Subquery(self.filter(author=rests).order_by("-id").values("pk")[:1]))
        found = list(self.with_faces().filter(wanted).order_by("id"))
        above, quoted = (_only(found, number) for number in (parent, quote))
        if parent is not None and (above is None or above.parent_id is not None):
            raise Refusal("wrong_parent", _("이 댓글에는 답글을 쓸 수 없습니다."), status=422)
        if quote is not None and quoted is None:
            raise Refusal("wrong_quote", _("옮겨 쓸 수 없는 댓글입니다."), status=422)
        own = (said for said in reversed(found) if rests is not None and said.author_id == rests.pk)
        return quoted, next(own, None)

    def for_page(self, thread: Thread, params: Any, person: Person | None) -> Page:
        """One page of what was said first, each with its latest replies; as many queries for any thread."""
        talk = self.filter(thread=thread, parent=None).with_faces()
        page = page_of(talk.marked_for(person), params)
        asked = params.get("reply", "")
        self.answer(page.rows, person, int(asked) if re.fullmatch("[0-9]{1,18}", asked, re.ASCII) else None)
        return page

    def answer(self, rows: "list[Comment]", person: Person | None, asked: int | None = None) -> None:
        """Lay the latest replies under each; one that somebody came for stands with them, however old."""
        by_id = {comment.pk: comment for comment in rows}
        for comment in rows:
            comment.latest_replies, comment.reply_count = [], 0
        for reply in self.latest_replies_to(list(by_id), person):
            parent = by_id[reply.parent_id]
            parent.reply_count = reply.siblings
            parent.latest_replies.insert(0, reply)
        shown = {reply.pk for comment in rows for reply in comment.latest_replies}
        if asked is not None and asked not in shown:
            came_for = self.model.objects.filter(pk=asked, parent__in=list(by_id))
            for reply in came_for.with_faces().marked_for(person):
                by_id[int(reply.parent_id or 0)].latest_replies.insert(0, reply)

    def latest_replies_to(self, parents: list[int], person: Person | None) -> "models.QuerySet[Any]":
        """The last few replies to each, newest first, counted beside them."""
        rank = Window(RowNumber(), partition_by=F("parent"), order_by=F("id").desc())
        siblings = Window(Count("id"), partition_by=F("parent"))
        replies = self.model.objects.filter(parent__in=parents).with_faces().marked_for(person)
        ranked = replies.annotate(rank=rank, siblings=siblings)
        return ranked.filter(rank__lte=REPLIES_SHOWN).order_by("-id")

    def marked_for(self, person: Person | None) -> Self:
        """Say of each whether this person wrote it, and whether they agreed with it."""
        if person is None:
            return self.all()
        agreed = Reaction.objects.filter(comment=OuterRef("pk"), person=person, withdrawn_at=None)
        mine = ExpressionWrapper(Q(author=person), models.BooleanField())
        return self.annotate(mine=mine, supported_by_me=Exists(agreed))


def _only(comments: Iterable["Comment"], number: Any) -> "Comment | None":
    fit = (said for said in comments if type(number) is int and said.pk == number and not said.is_hidden)
    return next(fit, None)


class Comment(models.Model):
    """댓글. One thing somebody said in public; its place in the talk is never taken away."""

    class State(models.TextChoices):
        """Whether a word still stands, and if not, who took it back."""

        STANDING = "standing", _("보임")
        WITHDRAWN = "withdrawn", _("쓴 사람이 지움")
        HIDDEN = "hidden", _("가림")
        BLANKED = "blanked", _("내용을 지움")

    class Stance(models.TextChoices):
        """Where a word stands towards what is asked; nothing is preselected, and none is fine."""

        PRO = "pro", _("찬성")
        CON = "con", _("반대")
        CURIOUS = "curious", _("궁금")

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="comments", verbose_name=_("댓글 마당"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments", verbose_name=_("쓴 사람")
    )
    spoken_for = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="comments", verbose_name=_("말하는 직위")
    )
    # 협치회의 위원, as it was when they spoke in a forum of that body.
    seat_label = models.CharField(_("위원으로서"), max_length=250, blank=True, editable=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies", verbose_name=_("윗댓글")
    )
    quote_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="quoted_in", verbose_name=_("옮긴 댓글")
    )
    stance = models.CharField(_("입장"), max_length=8, choices=Stance, blank=True)
    body = models.TextField(_("내용"))
    posted_at = models.DateTimeField(_("쓴 때"))
    edited_at = models.DateTimeField(_("고친 때"), null=True, blank=True)
    counted = models.BooleanField(_("목소리로 셈"), default=False, editable=False)
    reaction_count = models.PositiveIntegerField(_("공감"), default=0, editable=False)
    state = models.CharField(_("상태"), max_length=10, choices=State, default=State.STANDING)
    # The code of a rule of the house, kept as it was: a rule that is retired still says why.
    hidden_ground = models.CharField(_("가린 까닭"), max_length=12, blank=True)
    hidden_at = models.DateTimeField(_("가린 때"), null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="comments_hidden",
        verbose_name=_("가린 사람"),
    )

    objects = CommentQuerySet.as_manager()

    latest_replies: "list[Comment]"
    reply_count: int
    supported_by_me = mine = False
    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("댓글")
        indexes = [
            models.Index("thread", F("id").desc(), name="comment_newest"),
            models.Index("thread", F("id").desc(), name="comment_newest_talk", condition=Q(parent=None)),
            models.Index("parent", F("id").desc(), name="comment_newest_reply"),
            models.Index("author", F("id").desc(), name="comment_newest_mine"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["hidden", "blanked"], hidden_at__isnull=False, hidden_by__isnull=False)
                & ~Q(hidden_ground="")
                | ~Q(state__in=["hidden", "blanked"]) & Q(hidden_ground="", hidden_at=None, hidden_by=None),
                name="comment_hidden_by_somebody_for_a_ground",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), LONGEST_COMMENT), name="comment_not_too_long"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self) -> str:
        """The address that stays, wherever its page moves."""
        return f"/comments/{self.pk}/"

    @property
    def room(self) -> Address:
        """Where those present hear of it."""
        return Address("thread", str(self.thread_id))

    @property
    def is_hidden(self) -> bool:
        """Whether only its place is left."""
        return self.state != self.State.STANDING

    @property
    def ground(self) -> str | None:
        """Why only its place is left."""
        if self.state == self.State.WITHDRAWN:
            return self.State.WITHDRAWN.value
        return self.hidden_ground or None

    @property
    def ground_label(self) -> str:
        """The same for people."""
        if self.state == self.State.WITHDRAWN:
            return str(self.State.WITHDRAWN.label)
        return HouseRule.objects.label_of(self.hidden_ground) if self.hidden_ground else ""

    @property
    def reactions(self) -> int:
        """How many neighbours agree."""
        return self.reaction_count

    @property
    def shown_body(self) -> str:
        """The words as the public may read them."""
        return "" if self.is_hidden else self.body

    @property
    def excerpt(self) -> str:
        """As much of it as stands in a quote."""
        words = self.shown_body
        return words if len(words) <= LONGEST_QUOTE else f"{words[: LONGEST_QUOTE - 1]}…"

    @property
    def office(self) -> bool:
        """Whether the district speaks here, and not a neighbour."""
        return self.spoken_for_id is not None

    @property
    def office_label(self) -> str:
        """The office spoken for."""
        return self.spoken_for.label if self.spoken_for else ""

    @property
    def badge(self) -> str | None:
        """The office spoken for, or the seat from which a member spoke."""
        return self.office_label or self.seat_label or None

    @property
    def author_name(self) -> str:
        """Who is read beside the words; an official is an office, not a name."""
        return self.office_label or self.author.public_name

    @cached_property
    def dong(self) -> str | None:
        """Where the author lives; offices live nowhere."""
        if self.office or self.author.neighborhood is None:
            return None
        return self.author.neighborhood.name

    def check_stance(self, stance: Any) -> str:
        """Refuse a stance where there is nothing to be for, from an office, and in an answer."""
        if stance is None or stance == "":
            return ""
        if stance not in self.Stance.values:
            raise Refusal("unknown_stance", _("입장은 찬성, 반대, 궁금 가운데 하나입니다."), status=422)
        if not (self.thread.takes_stances and self.counted and self.parent_id is None):
            raise Refusal("no_stance_here", _("여기에서는 입장을 고르지 않습니다."), status=422)
        return str(stance)

    def check_author(self, by: Person) -> None:
        """Refuse to touch another's words."""
        if self.author_id != by.pk:
            raise Refusal("not_author", _("쓰신 분만 할 수 있습니다."), status=403)

    def check_standing(self) -> None:
        """Refuse what can only be done to words that still stand."""
        if self.is_hidden:
            raise Refusal("comment_gone", _("거두거나 가린 댓글입니다."), status=409)

    def check_may_withdraw(self, by: Person) -> None:
        """Whoever said it may take it back, as long as it stands; no deadline keeps words up."""
        self.check_author(by)
        if self.state == self.State.WITHDRAWN:
            raise Refusal("already_withdrawn", _("이미 거두신 댓글입니다."), status=409)
        self.check_standing()

    def check_may_edit(self, by: Person, at: datetime) -> None:
        """Words may be mended while they are fresh; later they have been answered and agreed with."""
        self.check_author(by)
        by.check_not_blocked(at)
        self.check_standing()
        policy = self.thread.policy
        if policy is None or at > self.posted_at + timedelta(minutes=policy.edit_minutes):
            raise Refusal("edit_window_over", _("글을 고칠 수 있는 시간이 지났습니다."), status=409)

    def check_may_read_versions(self, person: Person | None, at: datetime) -> None:
        """What was mended may have been a telephone number: it is for the author and those who keep order."""
        on = day(at)
        kept = person is not None and (person.holds(Role.MODERATOR, on) or person.holds(Role.AUDITOR, on))
        if person is None or not (kept or (person.pk == self.author_id and not self.is_hidden)):
            raise Refusal(
                "versions_closed", _("고치기 전의 글은 쓰신 분과 운영 담당만 볼 수 있습니다."), status=403
            )

    @staticmethod
    def check_words(words: str) -> str:
        """Refuse what is no word at all, or too many."""
        return clean_words(words, LONGEST_COMMENT)


class CommentVersion(models.Model):
    """고치기 전의 글. What stood there until it was mended."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="versions", verbose_name=_("댓글"))
    body = models.TextField(_("내용"))
    replaced_at = models.DateTimeField(_("고친 때"))

    class Meta:
        verbose_name = verbose_name_plural = _("고치기 전의 글")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.comment_id} ({self.replaced_at})"


class Reaction(models.Model):
    """공감. That a neighbour agrees; taken back, the row stays."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="supports", verbose_name=_("댓글"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reactions", verbose_name=_("사람")
    )
    withdrawn_at = models.DateTimeField(_("거둔 때"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("공감")
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="reaction_once")]

    def __str__(self) -> str:
        return f"{self.comment_id}/{self.person_id}"
