"""공약. What the mayor promised, and who keeps it."""

import re
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from deliberation.models import Thread
from district.models import Administration, Department, Person, Post, Tagging
from district.models.offices import Role
from district.refusals import Refusal, not_found
from pledges.models.rules import CardForm, PledgeRule, Status
from realtime.kinds import Address

LEDGER = Address("ledger", "pledges")
CODE = re.compile(r"[0-9]{1,3}(-[0-9]{1,4}){0,3}")


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def visible_to(self, person: Person | None) -> Self:
        """What was promised is public from its publication on."""
        return self.exclude(published_at=None).select_related(
            "administration", "department", "status", "form", "parent"
        )

    def kept_by(self, person: Person | None, on: date) -> Self:
        """Those a person plans and amends: all, for whoever works in the department that keeps pledges."""
        return self if is_keeper(person, on) else self.none()

    def reported_by(self, person: Person | None, on: date) -> Self:
        """Those whose doings a person enters: their department's own or those it has a hand in."""
        if is_keeper(person, on):
            return self
        theirs = departments_of(person, on)
        return self.filter(Q(department__in=theirs) | Q(charges__department__in=theirs)).distinct()

    def locked(self) -> Self:
        """Held until the action is over: plan, doings and closings change under this lock alone."""
        return self.select_for_update(of=("self",), no_key=True)

    def held(self, pk: int) -> "Pledge":
        """The one of that number, locked: it was a draft, perhaps, and thrown away a moment ago."""
        try:
            return self.locked().get(pk=pk)
        except Pledge.DoesNotExist:
            raise not_found() from None


def departments_of(person: Person | None, on: date) -> set[int]:
    """Where somebody works as officer or head on that day."""
    if person is None or not person.is_active:
        return set()
    posts = [post for post in person.offices_on(on) if post.role in {Role.OFFICER, Role.HEAD}]
    return {post.department_id for post in posts if post.department_id is not None}


def is_keeper(person: Person | None, on: date) -> bool:
    """Whether somebody works where the pledges are kept; a district that has no rule yet has no keeper."""
    rule = PledgeRule.objects.filter(valid_from__lte=on).order_by("-valid_from").first()
    return rule is not None and rule.keeper_id in departments_of(person, on)


class Pledge(models.Model):
    """공약. One promise of one administration: its code, its card, its department and where it stands."""

    administration = models.ForeignKey(
        Administration, models.PROTECT, related_name="pledges", verbose_name=_("민선")
    )
    code = models.CharField(_("관리번호"), max_length=20, help_text=_("예: 6-1-1"))
    title = models.CharField(_("공약명"), max_length=200)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("상위 공약")
    )
    # 6-1 and 6-1-1 make up one promise, 50:50; a promise of its own has all of it.
    share = models.DecimalField(
        _("상위 공약에서 차지하는 몫(%)"), max_digits=5, decimal_places=2, default=100
    )
    form = models.ForeignKey(CardForm, models.PROTECT, related_name="pledges", verbose_name=_("서식"))
    status = models.ForeignKey(Status, models.PROTECT, related_name="pledges", verbose_name=_("추진상황"))
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="pledges", verbose_name=_("맡은 부서")
    )
    # What was chosen or written in the head of the card, by the code of each cell of its form.
    header: "models.JSONField[Any, Any]" = models.JSONField(_("머리칸"), default=dict, blank=True)
    summary = models.TextField(_("한 줄 설명"), blank=True)
    order = models.PositiveIntegerField(_("순서"), default=0)
    # 실적 기준일: until when its last sheet or closed quarter tells.
    reported_on = models.DateField(_("실적 기준일"), null=True, blank=True, editable=False)
    thread = models.OneToOneField(
        Thread, models.PROTECT, null=True, blank=True, related_name="pledge", verbose_name=_("댓글 마당"),
        editable=False,
    )  # fmt: skip
    published_at = models.DateTimeField(_("게시한 때"), null=True, blank=True, editable=False)
    source = models.CharField(_("기록의 근거"), max_length=300, blank=True)
    tags = TaggableManager(through=Tagging, blank=True, verbose_name=_("주제어"))

    objects = PledgeQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("공약")
        ordering = ["-administration__start", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "code"], name="pledge_code_once_an_administration"
            ),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=100), name="pledge_share_is_a_share"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="pledge_not_under_itself"),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(thread__isnull=False),
                name="pledge_published_with_a_thread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """The address that stays; /pledges/6-1-1/ leads to the administration of the day."""
        return f"/pledges/{self.administration_id}/{self.code}/"

    @property
    def topic(self) -> str:
        """What its followers follow."""
        return f"pledge/{self.pk}"

    def runs_until(self, on: date) -> date:
        """The last day that counts for this pledge when asked for that day: within its administration."""
        return min(on, self.administration.end)

    def check_keeper(self, by: Person | None, on: date) -> None:
        """Refuse plans and amendments of anybody but the keeper of pledges; nobody is the house itself."""
        if by is not None and not is_keeper(by, on):
            raise Refusal("not_pledge_keeper", _("공약을 총괄하는 부서만 하실 수 있습니다."), status=403)

    def check_reporter(self, by: Person | None, on: date) -> None:
        """Refuse doings of a pledge from anybody who does not work on it."""
        if by is not None and not Pledge.objects.reported_by(by, on).filter(pk=self.pk).exists():
            raise Refusal(
                "not_pledge_department", _("이 공약을 맡은 부서만 실적을 적을 수 있습니다."), status=403
            )

    def check_draft(self) -> None:
        """Refuse to rewrite a plan that was published: from then on it changes by amendment alone."""
        if self.published_at is not None:
            raise Refusal(
                "pledge_published", _("게시한 공약의 계획은 변경 절차로만 바꿀 수 있습니다."), status=409
            )

    def check_alone(self) -> None:
        """Refuse to throw away what others are a part of."""
        if self.parts.exists():
            sentence = _("이 공약에 나뉜 공약이 있습니다. 나뉜 공약의 초안을 먼저 지워 주세요.")
            raise Refusal("pledge_has_parts", sentence, status=409)

    def check_published(self) -> None:
        """Refuse doings of what was not promised yet."""
        if self.published_at is None:
            raise Refusal("pledge_not_published", _("아직 게시하지 않은 공약입니다."), status=409)

    def check_code(self) -> None:
        """Refuse a number that no card bears, or that another promise of this administration has."""
        if not CODE.fullmatch(self.code):
            raise Refusal("pledge_code", _("관리번호를 6-1-1처럼 적어 주세요."), status=422)
        namesake = Pledge.objects.filter(administration=self.administration_id, code=self.code)
        if namesake.exclude(pk=self.pk).exists():
            raise Refusal("pledge_code_taken", _("이미 있는 관리번호입니다: %s") % self.code, status=409)

    def check_parent(self) -> None:
        """Refuse a family of three generations, or of two administrations: shares are of one whole."""
        above = self.parent
        if above is None:
            return
        deep = above.parent_id is not None or (self.pk is not None and self.parts.exists())
        if above.pk == self.pk or deep or above.administration_id != self.administration_id:
            sentence = _("상위 공약은 같은 민선 기수의, 스스로 상위 공약이 없는 공약이어야 합니다.")
            raise Refusal("pledge_parent", sentence, status=422)

    def check_parent_published(self) -> None:
        """Refuse a part of what nobody has promised yet."""
        if self.parent is not None and self.parent.published_at is None:
            raise Refusal("parent_not_published", _("상위 공약을 먼저 게시해 주세요."), status=409)

    def check_status(self, status: Status) -> None:
        """Refuse a word that the card of this district has not."""
        if status.form_id != self.form_id:
            raise Refusal("unknown_choice", _("고르신 것이 목록에 없습니다."), status=422)

    @property
    def family(self) -> PledgeQuerySet:
        """What makes up one promise: the whole and its parts."""
        root = self.parent_id or self.pk
        return Pledge.objects.filter(Q(pk=root) | Q(parent=root))

    def check_quarter_open(self, on: date) -> None:
        """Refuse what would move a quarter that is being approved, or was: by itself or within its year."""
        quarter = (on.month + 2) // 3
        sent = self.closings.filter(year=on.year, quarter__in=[0, quarter], submitted_at__isnull=False)
        for closing in sent.order_by(F("approved_at").asc(nulls_last=True)):
            if closing.approved_at is None:
                sentence = _("%s 마감이 결재 중이라 그때의 실적은 바꿀 수 없습니다.") % closing.label
                raise Refusal("closing_in_approval", sentence, status=409)
            raise Refusal("quarter_closed", _("이미 마감한 때입니다: %s") % closing.label, status=409)


class Charge(models.Model):
    """사업담당. Who answers for a pledge, as an office and never as a name."""

    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="charges", verbose_name=_("공약"))
    order = models.PositiveSmallIntegerField(_("순서"))
    label = models.CharField(_("직함"), max_length=60)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="charges", verbose_name=_("부서")
    )
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="charges", verbose_name=_("직위")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("사업담당")
        ordering = ["pledge", "order"]
        constraints = [models.UniqueConstraint(fields=["pledge", "order"], name="charge_order_once")]

    def __str__(self) -> str:
        return self.label


class Passage(models.Model):
    """관리카드의 글. What the card says in words: 현황, 정책목표, 추진계획, 향후계획, 기대효과."""

    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="passages", verbose_name=_("공약"))
    order = models.PositiveSmallIntegerField(_("순서"))
    # The section of the form under which it is printed.
    section = models.SlugField(_("칸"), max_length=20)
    title = models.CharField(_("제목"), max_length=120, blank=True)
    text = models.TextField(_("글"))

    class Meta:
        verbose_name = verbose_name_plural = _("관리카드의 글")
        ordering = ["pledge", "order"]
        constraints = [models.UniqueConstraint(fields=["pledge", "order"], name="passage_order_once")]

    def __str__(self) -> str:
        return self.title or self.section
