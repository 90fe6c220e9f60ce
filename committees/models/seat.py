"""Who sits where, by what right, and until when."""

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from committees.models.body import Body
from committees.models.ground import EndGround
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

    def check_within(self) -> None:
        """Refuse more places than the rule of the day gives the body (정원)."""
        rule = self.body.rules.filter(valid_from__lte=self.opened_on).order_by("-valid_from").first()
        most = rule.seats_at_most if rule else None
        if most is not None and self.body.seats.standing(self.opened_on).count() >= most:
            raise Refusal("seats_full", _("정원은 %(seats)d석까지입니다.") % {"seats": most})

    def check_may_close(self, on: date | None) -> None:
        """Refuse to take a place away under somebody who was appointed to it for longer."""
        if on is not None and self.memberships.running(on, date.max).exists():
            raise Refusal("seat_occupied", _("그날 이후까지 위촉된 분이 있습니다. 위촉을 먼저 끝내 주세요."))

    def last_day(self, end: date) -> date:
        """The last day of a term in a place that may be taken away before."""
        return end if self.closed_on is None else min(end, self.closed_on - timedelta(days=1))

    def check_free(self, start: date, end: date) -> None:
        """Refuse two people in one seat on any day."""
        if self.memberships.running(start, end).exists():
            raise Refusal("seat_taken", _("그 기간에 이미 위촉된 분이 있는 위원석입니다."))


class Term(models.Model):
    """제n기. The years for which a body was formed."""

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

    def check_order(self) -> None:
        """Refuse a term without a number, or one that is over before it begins."""
        if type(self.number) is not int or not 1 <= self.number < 2**15:
            raise Refusal("bad_term_number", _("기수를 1 이상의 수로 적어 주세요."), status=422)
        if self.end < self.start:
            raise Refusal("ends_before_start", _("끝나는 날은 시작한 날보다 앞설 수 없습니다."), status=422)

    def check_unused(self) -> None:
        """Refuse to move the years for which somebody was appointed already."""
        if self.memberships.exists():
            raise Refusal("term_in_use", _("이 기수로 위촉된 분이 있어 고칠 수 없습니다."))

    def check_among(self, terms: "list[Term]") -> None:
        """Refuse days that two terms would share; next to each other they are one after the other."""
        for each in terms:
            if each.start <= self.end and each.end >= self.start:
                words = {"number": each.number}
                raise Refusal("term_overlaps", _("제%(number)d기와 기간이 겹칩니다.") % words)
        before = [each for each in terms if each.end < self.start]
        after = [each for each in terms if each.start > self.end]
        if before:
            max(before, key=lambda each: each.start).check_next(self)
        if after:
            self.check_next(min(after, key=lambda each: each.start))

    def check_next(self, later: "Term") -> None:
        """Refuse a number out of turn, and days between two terms that belong to neither."""
        words = {"number": self.number, "next": self.number + 1}
        if later.number != self.number + 1:
            raise Refusal("term_number", _("제%(number)d기 다음은 제%(next)d기입니다.") % words)
        if (later.start - self.end).days != 1:
            raise Refusal("term_gap", _("제%(number)d기와 제%(next)d기 사이에 비는 날이 있습니다.") % words)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, person: Person | None) -> Self:
        """Who was appointed where, and until when, everybody may know; never why somebody went."""
        return self.select_related("seat__body__parent", "term", "person")

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
    end_reason = models.ForeignKey(
        EndGround,
        models.PROTECT,
        null=True,
        blank=True,
        db_column="end_reason",
        related_name="+",
        verbose_name=_("끝난 까닭"),
    )
    # What was said of it, for the file alone: why somebody left is nobody's business.
    end_note = models.CharField(_("해촉 경위"), max_length=500, blank=True)

    objects = MembershipQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("위촉")
        ordering = ["seat__body", "seat__number", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="membership_ends_after_start"),
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason=None)
                | Q(ended_on__isnull=False, ended_on__gte=F("start"), ended_on__lte=F("end"))
                & Q(end_reason__isnull=False),
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

    @property
    def public_name(self) -> str:
        """The name agreed to, until whoever bears it leaves the house."""
        return self.name if self.person.left_at is None else self.person.public_name

    @property
    def public_affiliation(self) -> str:
        """Likewise."""
        return self.affiliation if self.person.left_at is None else ""

    @property
    def is_dismissed(self) -> bool:
        """해촉. Whether the district took the seat away, on a ground against this person."""
        return self.end_reason is not None and self.end_reason.dismisses

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
        if start.year + years > date.max.year:
            raise Refusal("bad_date", _("날짜를 2026-11-21처럼 적어 주세요."), status=422)
        try:
            return start.replace(year=start.year + years) - timedelta(days=1)
        except ValueError:  # 29 February
            return date(start.year + years, 2, 28)
