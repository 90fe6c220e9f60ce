"""위원회와 그 운영 기준."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from committees.quorum import Share
from district.models import Department, Person
from district.models.offices import Role
from district.refusals import Refusal


class BodyQuerySet(models.QuerySet["Body"]):
    def locked(self) -> Self:
        """Held until the action is over: who sits, who leads, and what number comes next."""
        return self.select_for_update(of=("self",), no_key=True)

    def visible_to(self, person: Person | None) -> Self:
        """Every body is public: who advises the district, everybody may know."""
        return self.select_related("department", "parent")

    def kept_by(self, person: Person, on: date) -> Self:
        """Those in which this person's office appoints and elects; a part is kept with its whole."""
        posts = person.offices_on(on) if person.is_active else []
        if any(post.role == Role.ADMIN for post in posts):
            return self
        theirs = {post.department_id for post in posts if post.role in {Role.OFFICER, Role.HEAD}} - {None}
        return self.filter(Q(department__in=theirs) | Q(parent__department__in=theirs))

    def standing(self, on: date) -> Self:
        """Those that there are on that day."""
        return self.filter(Q(dissolved_on=None) | Q(dissolved_on__gt=on))

    def convening(self) -> Self:
        """Bodies of their own; a part of another is convened by it."""
        return self.filter(parent=None)


class Body(models.Model):
    """위원회·협치회의·자문단·분과. Those who advise or decide together."""

    kept_by_admin = ("add", "change", "view")

    class Kind(models.TextChoices):
        COMMITTEE = "committee", _("위원회")
        COUNCIL = "council", _("협치회의")
        PANEL = "panel", _("자문단")
        SUBCOMMITTEE = "subcommittee", _("분과위원회")
        STEERING = "steering", _("운영위원회")
        PLANNING = "planning", _("기획위원회")
        TEAM = "team", _("실행추진반")

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("상위 기구")
    )
    kind = models.CharField(_("갈래"), max_length=14, choices=Kind, default=Kind.COMMITTEE)
    name = models.CharField(_("이름"), max_length=100)
    short_name = models.CharField(_("줄인 이름"), max_length=40, blank=True)
    slug = models.SlugField(_("주소 이름"), max_length=60, unique=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="bodies", verbose_name=_("맡은 부서")
    )
    purpose = models.TextField(_("하는 일"), blank=True)
    legal_basis = models.CharField(_("설치 근거"), max_length=200, blank=True)
    established_on = models.DateField(_("만든 날"), null=True, blank=True)
    dissolved_on = models.DateField(_("없앤 날"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("순서"), default=0)
    # Copied by the page with every publication and every move: the record does not know its page.
    url = models.CharField(_("쪽 주소"), max_length=500, blank=True, editable=False)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("기구")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="body_name_once_under_its_parent"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="body_not_under_itself"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """What people call it beside a meeting or a badge."""
        return self.short_name or self.name

    @property
    def address(self) -> str:
        """Where people read of it: its page, else the address from which the page is found."""
        return self.url or f"/bodies/{self.pk}/"

    @property
    def convener(self) -> "Body":
        """Who calls its meetings: itself, or the body it is a part of."""
        return self.parent or self

    @property
    def topic(self) -> str:
        """What its followers follow, whichever of its parts meets."""
        return f"body/{self.parent_id or self.pk}"

    def is_kept_by(self, person: Person, on: date) -> bool:
        """Whether this person appoints and elects here: for its department, or as the administrator."""
        return Body.objects.kept_by(person, on).filter(pk=self.pk).exists()

    def check_keeper(self, by: Person | None, on: date) -> None:
        """Refuse appointments and elections by anybody else; nobody at all is the house itself."""
        if by is not None and not self.is_kept_by(by, on):
            raise Refusal(
                "not_keeper", _("이 기구를 맡은 부서만 위촉과 임원을 기록할 수 있습니다."), status=403
            )

    def rule_on(self, day: date) -> "BodyRule":
        """The rules in force on that day: its own, else those of the body it is a part of."""
        rule = self.rules.filter(valid_from__lte=day).order_by("-valid_from").first()
        if rule is not None:
            return rule
        if self.parent is not None:
            return self.parent.rule_on(day)
        raise Refusal(
            "no_body_rule", _("그날 이 기구의 운영 기준(정족수)이 정해져 있지 않습니다."), status=409
        )


class BodyRule(models.Model):
    """운영 기준. Quorum, term and counting as an ordinance or a plan sets them from a day on."""

    kept_by_admin = ("add", "change", "view")

    class CountingUnit(models.TextChoices):
        ROUND = "round", _("회차")
        MEETING = "meeting", _("개별회의")

    body = models.ForeignKey(Body, models.PROTECT, related_name="rules", verbose_name=_("기구"))
    valid_from = models.DateField(_("시행일"))
    quorum = models.CharField(_("의사정족수: 재적의"), max_length=12, choices=Share, default=Share.MAJORITY)
    majority = models.CharField(_("의결정족수: 출석의"), max_length=12, choices=Share, default=Share.MAJORITY)
    seats_at_most = models.PositiveSmallIntegerField(_("정원 한도"), null=True, blank=True)
    term_years = models.PositiveSmallIntegerField(_("임기(년)"), default=2)
    renewals_allowed = models.PositiveSmallIntegerField(
        _("연임 횟수"), null=True, blank=True, help_text=_("비우면 제한이 없습니다.")
    )
    counting_unit = models.CharField(
        _("회의를 세는 단위"), max_length=8, choices=CountingUnit, default=CountingUnit.ROUND
    )
    notice_days = models.PositiveSmallIntegerField(_("소집 통지(일 전)"), default=7)
    doors_open_minutes = models.PositiveSmallIntegerField(_("출석 확인을 여는 때(분 전)"), default=60)
    remote_allowed = models.BooleanField(_("원격 출석을 인정함"), default=False)
    source = models.CharField(_("근거"), max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = _("기구 운영 기준")
        ordering = ["body__order", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["body", "valid_from"], name="body_rule_once_a_day"),
            models.CheckConstraint(condition=Q(term_years__gte=1), name="body_rule_term_has_years"),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.valid_from}"

    @property
    def is_kept(self) -> bool:
        """Whether a meeting was held under it: from then on it stays as it was."""
        later = self.body.rules.filter(valid_from__gt=self.valid_from).order_by("valid_from").first()
        days = Q(starts_at__date__gte=self.valid_from)
        if later is not None:
            days &= Q(starts_at__date__lt=later.valid_from)
        bodies = Q(bodies=self.body) | Q(round__convener=self.body) | Q(bodies__parent=self.body)
        meetings = self.body.meetings.model.objects.filter(days, bodies)
        return meetings.exclude(state__in=["scheduled", "cancelled"]).exists()
