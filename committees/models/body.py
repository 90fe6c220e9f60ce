"""위원회, 그 갈래와 운영 기준."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from committees.quorum import Base, Share
from district.models import Department, Person
from district.models.offices import Role
from district.refusals import Refusal


class BodyQuerySet(models.QuerySet["Body"]):
    def locked(self) -> Self:
        """Held until the action is over: who sits, who leads, and what number comes next."""
        return self.select_for_update(of=("self",), no_key=True)

    def visible_to(self, person: Person | None) -> Self:
        """Every body is public: who advises the district, everybody may know."""
        return self.select_related("department", "parent", "kind")

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

    def there(self, on: date) -> Self:
        """Those and no other: neither dissolved by that day nor founded after it."""
        return self.standing(on).filter(Q(established_on=None) | Q(established_on__lte=on))

    def convening(self) -> Self:
        """Bodies of their own; a part of another is convened by it."""
        return self.filter(parent=None)


class BodyKind(models.Model):
    """기구의 갈래. What sorts of bodies this district has is its own to say: a row, not a line of code."""

    kept_by_admin = ("add", "change", "view")

    # Those that the house itself asks for: a joint meeting is of 분과, a steering one of the 운영위원회.
    SUBCOMMITTEE, STEERING, PLANNING = "subcommittee", "steering", "planning"

    code = models.SlugField(_("코드"), max_length=20, primary_key=True)
    label = models.CharField(_("이름"), max_length=40, unique=True)
    is_part = models.BooleanField(_("다른 기구의 부분"), default=False)
    order = models.PositiveSmallIntegerField(_("순서"), default=0)
    source = models.CharField(_("근거"), max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = _("기구의 갈래")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.label


class Body(models.Model):
    """위원회·협치회의·자문단·분과. Those who advise or decide together."""

    kept_by_admin = ("add", "change", "view")

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("상위 기구")
    )
    # The code is the key, so that a row's `kind_id` says what it is without a look at the other table.
    kind = models.ForeignKey(
        BodyKind,
        models.PROTECT,
        db_column="kind",
        default="committee",
        related_name="bodies",
        verbose_name=_("갈래"),
    )
    name = models.CharField(_("이름"), max_length=160)
    short_name = models.CharField(_("줄인 이름"), max_length=40, blank=True)
    slug = models.SlugField(_("주소 이름"), max_length=60, unique=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="bodies", verbose_name=_("맡은 부서")
    )
    purpose = models.TextField(_("하는 일"), blank=True)
    legal_basis = models.CharField(_("설치 근거"), max_length=200, blank=True)
    legal_article = models.CharField(_("설치 근거의 조항"), max_length=40, blank=True)
    # 존속기한: an advisory body of an ordinance is looked at anew after at most five years.
    sunset_on = models.DateField(_("존속기한"), null=True, blank=True)
    neighborhood = models.ForeignKey(
        "district.Neighborhood",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bodies",
        verbose_name=_("동"),
    )
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

    def check_stands(self, on: date) -> None:
        """Refuse members, officers and terms to a body that was dissolved, by itself or with its whole."""
        gone = min(filter(None, [self.dissolved_on, self.convener.dissolved_on]), default=None)
        if gone is not None and on >= gone:
            raise Refusal("body_dissolved", _("그날에는 없어진 기구입니다."), status=409)

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

    class Tie(models.TextChoices):
        FAILS = "fails", _("부결로 봄")
        CHAIR = "chair", _("위원장이 결정함")

    class RunOff(models.TextChoices):
        MOST = "most", _("많이 얻은 사람")
        MAJORITY = "majority", _("의결정족수를 얻은 사람")

    body = models.ForeignKey(Body, models.PROTECT, related_name="rules", verbose_name=_("기구"))
    valid_from = models.DateField(_("시행일"))
    quorum = models.CharField(_("의사정족수: 재적의"), max_length=12, choices=Share, default=Share.MAJORITY)
    majority = models.CharField(_("의결정족수"), max_length=12, choices=Share, default=Share.MAJORITY)
    majority_of = models.CharField(
        _("의결정족수를 셈하는 수"),
        max_length=7,
        choices=Base,
        default=Base.PRESENT,
        help_text=_("출석으로 셈하면 기권은 반대처럼 셉니다."),
    )
    seconds_needed = models.PositiveSmallIntegerField(
        _("동의에 필요한 재청"), default=1, help_text=_("0이면 재청 없이 성립합니다.")
    )
    speaking_seconds = models.PositiveSmallIntegerField(
        _("한 번의 발언 시간(초)"), null=True, blank=True, default=180, help_text=_("비우면 제한이 없습니다.")
    )
    ballots_changeable = models.BooleanField(_("호명투표를 마치기 전에 고칠 수 있음"), default=True)
    run_off_by = models.CharField(_("결선투표의 당선"), max_length=8, choices=RunOff, default=RunOff.MOST)
    corrections_days = models.PositiveSmallIntegerField(_("회의록 정정 기간(일)"), default=7)
    seats_at_most = models.PositiveSmallIntegerField(_("정원 한도"), null=True, blank=True)
    term_years = models.PositiveSmallIntegerField(_("임기(년)"), default=2)
    renewals_allowed = models.PositiveSmallIntegerField(
        _("연임 횟수"), null=True, blank=True, help_text=_("비우면 제한이 없습니다.")
    )
    renewal_within_days = models.PositiveSmallIntegerField(
        _("연임으로 보는 사이(일)"),
        default=1,
        help_text=_("앞 임기가 끝난 뒤 이 날수 안에 다시 위촉하면 연임입니다."),
    )
    vacancy_counts = models.BooleanField(
        _("보궐도 한 번의 임기로 셈"),
        default=True,
        help_text=_("끄면 남은 임기만 채운 위원은 연임이 줄지 않습니다."),
    )
    gender_ceiling = models.PositiveSmallIntegerField(
        _("위촉직 한 성별의 한도(%)"),
        null=True,
        blank=True,
        help_text=_("양성평등기본법 제21조: 10분의 6. 비우면 따지지 않습니다."),
    )
    youth_until = models.PositiveSmallIntegerField(_("청년으로 보는 나이(세까지)"), default=39)
    many_bodies = models.PositiveSmallIntegerField(_("겸임을 알리는 기구 수"), default=3)
    chairs = models.PositiveSmallIntegerField(_("위원장 수"), default=1)
    tie = models.CharField(_("가부동수"), max_length=5, choices=Tie, default=Tie.FAILS)
    recusals_counted = models.BooleanField(_("제척·기피·회피한 위원도 재적·출석에 셈"), default=False)
    written_allowed = models.BooleanField(_("서면심의를 인정함"), default=False)
    applications_kept_days = models.PositiveSmallIntegerField(
        _("지원서 보관(결정 뒤 일)"),
        default=180,
        help_text=_("선정되지 않은 지원서는 이 날수가 지나면 파기합니다."),
    )
    sheets_kept_days = models.PositiveSmallIntegerField(
        _("인적사항 보관(임기 뒤 일)"),
        default=1095,
        help_text=_("성별·출생연도·연락처를 이 날수가 지나면 파기합니다."),
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
            models.CheckConstraint(
                condition=Q(gender_ceiling=None) | Q(gender_ceiling__gte=50, gender_ceiling__lte=100),
                name="body_rule_ceiling_is_a_share",
            ),
            models.CheckConstraint(condition=Q(chairs__gte=1), name="body_rule_has_a_chair"),
            models.CheckConstraint(condition=Q(tie__in=["fails", "chair"]), name="body_rule_tie_known"),
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
