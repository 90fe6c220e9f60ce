"""Who sits where, by what right, and until when."""

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from committees.models.body import Body
from district.models import Person, Post, Posting
from district.refusals import Refusal

WHO: Any = {"output_field": models.BigIntegerField(null=True)}


def holder_of_post(on: date) -> Subquery:
    """Whoever holds the row's post on that day; between two hands it is the newer one's."""
    held = Posting.objects.on(on).filter(post=OuterRef("post")).order_by("-start", "-id")
    return Subquery(held.values("person")[:1])


class SeatQuerySet(models.QuerySet["Seat"]):
    def standing(self, on: date) -> Self:
        """Seats that there are on that day, taken or not."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=on), opened_on__lte=on)

    def occupied(self, on: date) -> Self:
        """Seats of that day with whoever sits in them: `holder`, and `memberships` of that day alone."""
        sitting = Prefetch("memberships", Membership.objects.sitting(on).order_by("-start"))
        seats = self.standing(on).select_related("post").prefetch_related(sitting)
        seated = Membership.objects.sitting(on).filter(seat=OuterRef("pk")).order_by("-start")
        holder = Coalesce(holder_of_post(on), Subquery(seated.values("person")[:1]), **WHO)
        return seats.annotate(holder=holder).order_by("body__order", "body_id", "number")

    def held_by(self, person: Person) -> Self:
        """Of the occupied ones those in which this person sits."""
        return self.filter(Q(("holder", person.pk)))


class Seat(models.Model):
    """위원석. A place in a body: given to somebody by appointment, or held by an office of the district."""

    kept_by_admin = ("add", "change", "view")

    class Basis(models.TextChoices):
        APPOINTED = "appointed", _("위촉직")
        EX_OFFICIO = "ex_officio", _("당연직")

    body = models.ForeignKey(Body, models.PROTECT, related_name="seats", verbose_name=_("기구"))
    number = models.PositiveSmallIntegerField(_("자리 번호"))
    basis = models.CharField(_("자격"), max_length=10, choices=Basis, default=Basis.APPOINTED)
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("당연직 직위")
    )
    opened_on = models.DateField(_("둔 날"))
    closed_on = models.DateField(_("없앤 날"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    holder: int | None

    class Meta:
        verbose_name = verbose_name_plural = _("위원석")
        ordering = ["body", "number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="seat_number_once"),
            models.CheckConstraint(
                condition=Q(basis="ex_officio", post__isnull=False) | Q(basis="appointed", post=None),
                name="seat_ex_officio_has_a_post",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.number}"

    def check_open(self, on: date) -> None:
        """Refuse to appoint to what an office holds by itself, or to a place that there is not."""
        if self.basis == self.Basis.EX_OFFICIO:
            raise Refusal("seat_ex_officio", _("당연직 자리는 직위를 맡은 분이 앉으며 위촉하지 않습니다."))
        if on < self.opened_on or (self.closed_on is not None and on >= self.closed_on):
            raise Refusal("seat_not_open", _("그날에는 없는 위원석입니다."))

    def check_free(self, start: date, end: date) -> None:
        """Refuse two people in one seat on any day."""
        if self.memberships.running(start, end).exists():
            raise Refusal("seat_taken", _("그 기간에 이미 위촉된 분이 있는 위원석입니다."))


class Term(models.Model):
    """제n기. The years for which a body was formed."""

    kept_by_admin = ("add", "change", "view")

    body = models.ForeignKey(Body, models.PROTECT, related_name="terms", verbose_name=_("기구"))
    number = models.PositiveSmallIntegerField(_("기수"))
    start = models.DateField(_("시작일"))
    end = models.DateField(_("끝나는 날"))
    # A plan may print '2023. 3.' alone: no day is made up in front of a reader.
    printed = models.CharField(_("인쇄된 기간"), max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("기수")
        ordering = ["body", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="term_number_once"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="term_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.body} 제{self.number}기"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def sitting(self, on: date) -> Self:
        """Those in office on that day, the last day included."""
        return self.running(on, on)

    def running(self, start: date, end: date) -> Self:
        """Those in office on any of these days."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=start), start__lte=end, end__gte=start)

    def check_may_leave(self, person: Person, on: date) -> None:
        """Refuse to lose a member without a word: the body counts them until they have resigned."""
        unended = Q(ended_on=None) | Q(ended_on__gte=on)
        if self.filter(unended, person=person, end__gte=on).exists():
            sentence = _(
                "위원으로 계시는 동안에는 탈퇴하실 수 없습니다. 맡은 부서에 사임을 먼저 알려 주세요."
            )
            raise Refusal("still_a_member", sentence)


class Membership(models.Model):
    """위촉. A person in an appointed seat from one day to another; their name is public by consent."""

    class EndReason(models.TextChoices):
        RESIGNED = "resigned", _("본인 의사")
        ILLNESS = "illness", _("심신장애")
        MISCONDUCT = "misconduct", _("직무 관련 비위")
        NEGLECT = "neglect", _("직무태만·품위손상")
        INTEREST = "interest", _("제척 사유인데 회피하지 않음")
        MOVED = "moved", _("전출")
        DIED = "died", _("사망")

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="memberships", verbose_name=_("위원석"))
    term = models.ForeignKey(
        Term, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("기수")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("사람")
    )
    name = models.CharField(_("공개하는 이름"), max_length=40)
    affiliation = models.CharField(_("소속"), max_length=80, blank=True)
    start = models.DateField(_("위촉일"))
    end = models.DateField(_("임기 끝나는 날"))
    renewal_no = models.PositiveSmallIntegerField(_("연임 차수"), default=0)
    predecessor = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="successor", verbose_name=_("전임")
    )
    ended_on = models.DateField(_("임기 전에 끝난 날"), null=True, blank=True)
    end_reason = models.CharField(_("끝난 까닭"), max_length=12, choices=EndReason, blank=True)

    objects = MembershipQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("위촉")
        ordering = ["seat__body", "seat__number", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="membership_ends_after_start"),
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="")
                | Q(ended_on__isnull=False, ended_on__gte=F("start"), ended_on__lte=F("end"))
                & ~Q(end_reason=""),
                name="membership_ended_with_a_reason",
            ),
            models.UniqueConstraint(fields=["seat", "start"], name="membership_seat_once_a_day"),
        ]
        indexes = [models.Index(Coalesce("ended_on", "end"), name="membership_last_day")]

    def __str__(self) -> str:
        return f"{self.name} ({self.seat})"

    @property
    def last_day(self) -> date:
        """The last day in office."""
        return self.ended_on or self.end

    def check_running(self, on: date) -> None:
        """Refuse to end what is over, or what has not begun."""
        if self.ended_on is not None or on > self.end:
            raise Refusal("membership_over", _("이미 임기가 끝난 위촉입니다."))
        if on < self.start:
            raise Refusal("ends_before_start", _("끝나는 날은 시작한 날보다 앞설 수 없습니다."), status=422)

    def check_follows(self, predecessor: "Membership") -> None:
        """Refuse to take over the rest of a term that did not break off in this very seat."""
        followed = Membership.objects.filter(predecessor=predecessor).exists()
        same_seat = predecessor.seat_id == self.seat_id and not followed
        if not same_seat or not predecessor.last_day < self.start <= predecessor.end:
            raise Refusal(
                "wrong_predecessor", _("같은 자리에서 임기를 남기고 물러난 전임이 아닙니다."), status=422
            )

    @staticmethod
    def end_of(start: date, years: int) -> date:
        """start + n years − 1 day, as the district prints it: 2023. 7. 4. → 2025. 7. 3."""
        try:
            return start.replace(year=start.year + years) - timedelta(days=1)
        except ValueError:  # 29 February
            return date(start.year + years, 2, 28)


class OfficeQuerySet(models.QuerySet["Office"]):
    def held(self, on: date) -> Self:
        """Offices that are held on that day, the last day included."""
        return self.filter(Q(end=None) | Q(end__gte=on), start__lte=on)

    def occupied(self, on: date) -> Self:
        """Offices of that day with their `holder`; a member's ends at the latest with the membership."""
        of_members = Q(membership=None) | Q(membership__in=Membership.objects.sitting(on))
        offices = self.held(on).filter(of_members).select_related("body", "membership", "post")
        holder = Coalesce("membership__person", holder_of_post(on), **WHO)
        return offices.annotate(holder=holder).order_by("body__order", "body_id", "start", "id")

    def held_by(self, person: Person) -> Self:
        """Of the occupied ones those that this person holds."""
        return self.filter(Q(("holder", person.pk)))


class Office(models.Model):
    """임원. Who chairs a body, who stands in, and who keeps its papers."""

    class Kind(models.TextChoices):
        CHAIR = "chair", _("위원장")
        VICE_CHAIR = "vice_chair", _("부위원장")
        SECRETARY = "secretary", _("간사")

    body = models.ForeignKey(Body, models.PROTECT, related_name="offices", verbose_name=_("기구"))
    kind = models.CharField(_("직"), max_length=10, choices=Kind)
    title = models.CharField(_("부르는 이름"), max_length=40, blank=True)
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="offices", verbose_name=_("위원")
    )
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="offices", verbose_name=_("직위")
    )
    start = models.DateField(_("맡은 날"))
    end = models.DateField(_("끝나는 날"), null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    holder: int | None
    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("임원")
        ordering = ["body", "kind", "start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(membership__isnull=False, post=None) | Q(membership=None, post__isnull=False),
                name="office_of_a_member_or_a_post",
            ),
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")), name="office_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.label}"

    @property
    def name(self) -> str:
        """Whoever it is: a member by the name agreed to, an official by the post."""
        return self.membership.name if self.membership else str(self.post)

    @property
    def rank(self) -> int:
        """Chairs first, then those who stand in, then those who keep the papers."""
        return list(self.Kind).index(self.Kind(self.kind))

    def check_holder(self) -> None:
        """Refuse a leader who is not one of them, and the same office to the same hands twice."""
        if (self.membership is None) == (self.post is None):
            raise Refusal(
                "officer_needed", _("임원이 될 위원이나 직위 가운데 하나를 골라 주세요."), status=422
            )
        seated = self.membership
        if seated is not None and not (
            seated.seat.body_id == self.body_id and seated.start <= self.start <= seated.last_day
        ):
            raise Refusal("officer_not_member", _("그날 이 기구의 위원인 분만 임원이 될 수 있습니다."))
        same = Office.objects.filter(body=self.body, kind=self.kind, membership=seated, post=self.post)
        if same.filter(Q(end=None) | Q(end__gte=self.start)).exists():
            raise Refusal("office_held", _("이미 그 임원직을 맡고 계십니다."))

    def check_held(self, on: date) -> None:
        """Refuse to end an office twice, or before it began."""
        if self.end is not None:
            raise Refusal("office_over", _("이미 끝난 임원직입니다."))
        if on < self.start:
            raise Refusal("ends_before_start", _("끝나는 날은 시작한 날보다 앞설 수 없습니다."), status=422)

    @property
    def label(self) -> str:
        """위원장, 공동위원장, 민간공동의장: as this body says it."""
        return self.title or str(self.Kind(self.kind).label)
