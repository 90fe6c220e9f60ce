"""Orders other than the newest, frozen for a minute so that a page's window does not shift."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from deliberation.models.comment import Comment
from deliberation.models.thread import Thread

PART = 1_000
"""Comments in one part: a page reads one or two parts, however long the thread."""


class Ranking(models.Model):
    """댓글 순서. In which order the talk stood at a minute; the parts hold the numbers of the comments."""

    class Order(models.TextChoices):
        AGREED = "agreed", _("공감 많은 순")
        ANSWERED = "answered", _("답글 많은 순")
        COMMON = "common", _("함께 공감한 순")

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="rankings", verbose_name=_("댓글 마당"))
    order = models.CharField(_("순서"), max_length=10, choices=Order)
    ranked_at = models.DateTimeField(_("매긴 때"))
    # How far the room had come: nothing new, nothing to rank anew.
    seq = models.PositiveBigIntegerField(_("방의 번호"))
    size = models.PositiveIntegerField(_("댓글 수"))

    class Meta:
        verbose_name = verbose_name_plural = _("댓글 순서")
        indexes = [models.Index("thread", "order", models.F("id").desc(), name="ranking_newest")]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.order} {self.ranked_at}"


class RankingPart(models.Model):
    """댓글 순서의 한 토막."""

    ranking = models.ForeignKey(Ranking, models.CASCADE, related_name="parts", verbose_name=_("댓글 순서"))
    number = models.PositiveIntegerField(_("번호"))
    comments = models.JSONField(_("댓글 번호"))

    class Meta:
        verbose_name = verbose_name_plural = _("댓글 순서의 토막")
        constraints = [models.UniqueConstraint(fields=["ranking", "number"], name="ranking_part_once")]

    def __str__(self) -> str:
        return f"{self.ranking_id}/{self.number}"


class Mention(models.Model):
    """부름. That somebody was called by name in a comment of a talk in which they had spoken."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="mentions", verbose_name=_("댓글"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mentioned", verbose_name=_("불린 사람")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("부름")
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="mentioned_once")]

    def __str__(self) -> str:
        return f"{self.comment_id}/{self.person_id}"


class ReadMark(models.Model):
    """읽은 자리. How far somebody had read when they last left the talk."""

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="read_marks", verbose_name=_("댓글 마당"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="read_marks", verbose_name=_("사람")
    )
    comment = models.ForeignKey(Comment, models.PROTECT, related_name="+", verbose_name=_("마지막 댓글"))
    at = models.DateTimeField(_("읽은 때"))

    class Meta:
        verbose_name = verbose_name_plural = _("읽은 자리")
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"{self.thread_id}/{self.person_id}"
