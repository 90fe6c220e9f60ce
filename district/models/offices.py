"""Who holds which office, and since when."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.refusals import Refusal


class Department(models.Model):
    """부서. An office of the district that answers for a matter."""

    kept_by_admin = ("add", "change", "view")

    name = models.CharField(_("이름"), max_length=60, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("상위 부서")
    )
    code = models.CharField(_("코드"), max_length=20, blank=True)
    order = models.PositiveSmallIntegerField(_("순서"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("부서")
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="department_code_once"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="department_not_under_itself"),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What an office may do; the rights themselves stand beside each rule."""

    MAYOR = "mayor", _("구청장")
    ADVISER = "adviser", _("정책보좌관")
    DIRECTOR = "director", _("국장")
    HEAD = "head", _("부서장")
    OFFICER = "officer", _("담당")
    MODERATOR = "moderator", _("운영")
    AUDITOR = "auditor", _("감사")
    ADMIN = "admin", _("관리")


class Post(models.Model):
    """직위. An office that outlives whoever holds it."""

    kept_by_admin = ("add", "change", "view")

    role = models.CharField(_("구실"), max_length=12, choices=Role)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("부서")
    )
    title = models.CharField(_("직함"), max_length=60, help_text=_("예: 기획예산과장"))

    class Meta:
        verbose_name = verbose_name_plural = _("직위")
        ordering = ["department__order", "title", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """The badge beside its words: the department, or the office itself where there is none."""
        return self.title if self.role == Role.MAYOR or self.department is None else self.department.name

    def check_hand_over(self, running: "list[Posting]", person: Any, on: date) -> None:
        """Refuse to hand over what nobody holds, to whoever holds it, or before the present holder began."""
        if any(held.start >= on for held in running):
            raise Refusal(
                "posting_overlaps",
                _("%(post)s: 그날이나 그 뒤에 이미 다른 발령이 있습니다.") % {"post": self.title},
            )
        if person is None and not running:
            raise Refusal("post_vacant", _("%(post)s: 이미 비어 있는 직위입니다.") % {"post": self.title})
        if person is not None and any(held.person_id == person.pk for held in running):
            raise Refusal("post_held", _("%(post)s: 이미 그 직위에 계신 분입니다.") % {"post": self.title})

    @property
    def speaks(self) -> bool:
        """Whether its holder's words are the district's; those who keep order or accounts have no voice."""
        return self.role not in {Role.MODERATOR, Role.AUDITOR, Role.ADMIN}


class PostingQuerySet(models.QuerySet["Posting"]):
    def on(self, day: date) -> Self:
        """Those in office on that day, the last day included."""
        return self.filter(Q(end=None) | Q(end__gte=day), start__lte=day)


class Posting(models.Model):
    """발령. A person in an office from one day to another."""

    kept_by_admin = ("add", "change", "view")

    post = models.ForeignKey(Post, models.PROTECT, related_name="postings", verbose_name=_("직위"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="postings", verbose_name=_("사람")
    )
    start = models.DateField(_("시작일"))
    end = models.DateField(_("끝나는 날"), null=True, blank=True)
    order_no = models.CharField(_("발령 번호"), max_length=40, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("발령")
        ordering = ["-start", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")), name="posting_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post} ({self.start}~{self.end or ''})"

    def runs_on(self, day: date) -> bool:
        """Whether the office is held on that day, the last day included."""
        return self.start <= day and (self.end is None or day <= self.end)


class AdministrationQuerySet(models.QuerySet["Administration"]):
    def on(self, day: date) -> "Administration | None":
        """The administration that governs on that day."""
        return self.filter(start__lte=day, end__gte=day).first()


class Administration(models.Model):
    """민선 n기. The years for which a mayor was elected."""

    kept_by_admin = ("add", "change", "view")

    name = models.CharField(_("이름"), max_length=40, unique=True)
    start = models.DateField(_("시작일"), unique=True)
    end = models.DateField(_("끝나는 날"))

    objects = AdministrationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("민선 기수")
        ordering = ["-start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="administration_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.name
