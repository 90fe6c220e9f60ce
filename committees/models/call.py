"""위촉 계획과 지원: who may be asked, who asked to be, and whom the district chose."""

from datetime import date, datetime
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees.models.body import Body
from committees.models.seat import Membership, Seat, Term
from committees.models.sheet import Gender
from district.models import Neighborhood, Person
from district.refusals import Refusal


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, person: Person | None) -> Self:
        """A call that was published is everybody's; what its department still draws up is at the desk."""
        return self.exclude(published_at=None).select_related("body__department", "body__parent", "term")

    def kept_by(self, person: Person, on: date) -> Self:
        """Those of the bodies in which this person's office appoints."""
        kept = self.filter(body__in=Body.objects.kept_by(person, on))
        return kept.select_related("body__department", "body__parent", "term")

    def locked(self) -> Self:
        """Held until the action is over: who is chosen for a place is chosen once."""
        return self.select_for_update(of=("self",), no_key=True)


class Call(models.Model):
    """위촉 계획. One filling of seats: renewals asked, residents called, chosen, appointed on one day."""

    class Stage(models.TextChoices):
        """Computed from its days, never kept."""

        DRAFT = "draft", _("준비")
        UPCOMING = "upcoming", _("모집 예정")
        OPEN = "open", _("모집 중")
        CHOOSING = "choosing", _("심사")
        DECIDED = "decided", _("선정")
        APPOINTED = "appointed", pgettext_lazy("상태", "위촉")

    body = models.ForeignKey(Body, models.PROTECT, related_name="calls", verbose_name=_("기구"))
    term = models.ForeignKey(
        Term, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name=_("기수")
    )
    title = models.CharField(_("제목"), max_length=200)
    words = models.TextField(_("안내"), blank=True)
    places = models.PositiveSmallIntegerField(_("위촉할 자리"))
    opens_at = models.DateTimeField(_("모집을 여는 때"))
    closes_at = models.DateTimeField(_("모집을 마감하는 때"))
    starts_on = models.DateField(_("위촉일"))
    published_at = models.DateTimeField(_("공고한 때"), null=True, blank=True, editable=False)
    renewals_asked_at = models.DateTimeField(_("연임을 물은 때"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("선정한 때"), null=True, blank=True, editable=False)
    appointed_at = models.DateTimeField(_("위촉한 때"), null=True, blank=True, editable=False)
    made_at = models.DateTimeField(_("만든 때"), editable=False)

    objects = CallQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("위촉 계획")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="call_closes_after_opening"
            ),
            models.CheckConstraint(condition=Q(places__gte=1), name="call_has_places"),
            models.CheckConstraint(
                condition=Q(appointed_at=None) | Q(decided_at__isnull=False), name="call_decided_first"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address that stays."""
        return f"/calls/{self.pk}/"

    def stage(self, at: datetime) -> str:
        """Where the filling of these seats stands at that moment."""
        if self.appointed_at is not None:
            return self.Stage.APPOINTED.value
        if self.decided_at is not None:
            return self.Stage.DECIDED.value
        if self.published_at is None:
            return self.Stage.DRAFT.value
        if at < self.opens_at:
            return self.Stage.UPCOMING.value
        return (self.Stage.OPEN if at < self.closes_at else self.Stage.CHOOSING).value

    def check_open(self, at: datetime) -> None:
        """Refuse an application before the call opens or after it has closed."""
        stage = self.stage(at)
        if stage in {self.Stage.DRAFT, self.Stage.UPCOMING}:
            raise Refusal("call_not_open", _("아직 모집을 열지 않았습니다."), status=409)
        if stage != self.Stage.OPEN:
            raise Refusal("call_closed", _("모집이 마감되었습니다."), status=409)

    def check_heard(self, at: datetime) -> None:
        """Refuse to choose among some while others were told that they may still come."""
        if self.stage(at) in {self.Stage.UPCOMING, self.Stage.OPEN}:
            raise Refusal("call_still_open", _("공고한 모집이 끝난 뒤에 선정할 수 있습니다."), status=409)

    def check_undecided(self) -> None:
        """Refuse to change who is chosen once that was announced."""
        if self.decided_at is not None:
            raise Refusal("call_decided", _("이미 선정을 마친 위촉 계획입니다."), status=409)


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, person: Person | None) -> Self:
        """One's own; the list of a call is read at the desk, and every reading leaves a line."""
        if person is None:
            return self.none()
        return self.filter(person=person).select_related("call__body__department")

    def kept_by(self, person: Person, on: date) -> Self:
        """Those for bodies in which this person's office appoints."""
        return self.filter(call__body__in=Body.objects.kept_by(person, on))


class Application(models.Model):
    """지원·연임 의사. Somebody who would sit, by whatever road; kept and purged by the rule of the body."""

    class Origin(models.TextChoices):
        OPEN = "open", _("공개모집")
        PAPER = "paper", _("서면 접수")
        RENEWAL = "renewal", _("연임")
        NAMED = "named", _("추천")

    class State(models.TextChoices):
        ASKED = "asked", _("연임 의사를 물음")
        APPLIED = "applied", _("접수")
        SELECTED = "selected", _("선정")
        RESERVE = "reserve", _("예비")
        DECLINED = "declined", _("미선정")
        WITHDRAWN = "withdrawn", _("취하")
        APPOINTED = "appointed", pgettext_lazy("상태", "위촉")

    # Which of these may still be chosen or put back.
    CHOOSABLE = frozenset({State.APPLIED, State.SELECTED, State.RESERVE, State.DECLINED})

    key = models.UUIDField(_("열쇠"), default=uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="applications", verbose_name=_("위촉 계획"))
    origin = models.CharField(_("접수 경로"), max_length=8, choices=Origin, default=Origin.OPEN)
    # Nobody yet, where a paper came from somebody without an account: one is made at the appointment.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seat_applications",
        verbose_name=_("사람"),
    )
    renews = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewal_applications",
        verbose_name=_("이어질 위촉"),
    )
    name = models.CharField(_("이름"), max_length=40, blank=True)
    gender = models.CharField(_("성별"), max_length=1, choices=Gender, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("출생연도"), null=True, blank=True)
    neighborhood = models.ForeignKey(
        Neighborhood, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("동")
    )
    affiliation = models.CharField(_("소속"), max_length=80, blank=True)
    sealed_phone = models.TextField(_("연락처"), blank=True, editable=False)
    career = models.TextField(_("경력"), blank=True)
    motive = models.TextField(_("지원 동기"), blank=True)
    named_by = models.CharField(_("추천한 곳"), max_length=120, blank=True)
    state = models.CharField(_("상태"), max_length=10, choices=State, default=State.APPLIED)
    # 분과: as wished on their wishes' rows, as given here.
    part = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("배정한 분과")
    )
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("위원석")
    )
    membership = models.OneToOneField(
        Membership, models.PROTECT, null=True, blank=True, related_name="application", verbose_name=_("위촉")
    )
    consented_at = models.DateTimeField(_("동의한 때"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("접수한 때"), null=True, blank=True)
    decided_at = models.DateTimeField(_("결정한 때"), null=True, blank=True, editable=False)
    purged_at = models.DateTimeField(_("파기한 때"), null=True, blank=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("위원 지원")
        ordering = ["call", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "person"],
                condition=Q(person__isnull=False) & ~Q(state="withdrawn"),
                name="application_once_a_call",
            ),
            models.CheckConstraint(
                condition=Q(origin="renewal", renews__isnull=False) | ~Q(origin="renewal") & Q(renews=None),
                name="application_renews_a_membership",
            ),
            models.CheckConstraint(
                condition=~Q(state="appointed") | Q(membership__isnull=False),
                name="application_appointed_has_a_membership",
            ),
            models.CheckConstraint(
                condition=Q(purged_at=None)
                | Q(
                    name="", gender="", birth_year=None, sealed_phone="", career="", motive="", affiliation=""
                ),
                name="application_purged_is_empty",
            ),
            models.CheckConstraint(condition=Q(gender__in=["", "f", "m"]), name="application_gender_known"),
        ]

    def __str__(self) -> str:
        return f"{self.call} {self.pk}"

    def check_choosable(self) -> None:
        """Refuse to choose whoever has not asked, took it back, or sits already."""
        if self.state not in self.CHOOSABLE:
            raise Refusal("application_not_choosable", _("지금 선정을 바꿀 수 없는 지원입니다."), status=409)


class Wish(models.Model):
    """희망 분과. The parts in which somebody would like to work, the dearest first."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="wishes", verbose_name=_("지원")
    )
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("분과"))
    rank = models.PositiveSmallIntegerField(_("지망"))

    class Meta:
        verbose_name = verbose_name_plural = _("희망 분과")
        ordering = ["application", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["application", "rank"], name="wish_rank_once"),
            models.UniqueConstraint(fields=["application", "body"], name="wish_body_once"),
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=3), name="wish_one_to_three"),
        ]

    def __str__(self) -> str:
        return f"{self.rank} {self.body}"


class Certificate(models.Model):
    """위촉장. Its number is of the body and the year, and no appointment has two."""

    membership = models.OneToOneField(
        Membership, models.PROTECT, related_name="certificate", verbose_name=_("위촉")
    )
    body = models.ForeignKey(Body, models.PROTECT, related_name="certificates", verbose_name=_("기구"))
    year = models.PositiveSmallIntegerField(_("해"))
    number = models.PositiveIntegerField(_("번호"))
    issued_on = models.DateField(_("발급일"))
    issuer = models.CharField(_("발급한 직위"), max_length=60)

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("위촉장")
        ordering = ["body", "-year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "year", "number"], name="certificate_number_once_a_year"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """제2026-12호."""
        return _("제%(year)s-%(number)s호") % {"year": self.year, "number": self.number}
