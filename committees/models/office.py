"""임원: who chairs, stands in or keeps the papers, and who chose them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from committees.models.body import Body, BodyRule
from committees.models.seat import WHO, Membership, holder_of_post
from committees.quorum import Share, needed
from district.models import Person, Post
from district.refusals import Refusal

CO_CHAIRS = 2


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

    def from_day(self, start: date) -> Self:
        """Those that are held on that day or on any later one; a member's no longer than the membership."""
        sits = Q(membership__ended_on=None, membership__end__gte=start) | Q(membership__ended_on__gte=start)
        return self.filter(Q(end=None) | Q(end__gte=start)).filter(Q(membership=None) | sits)

    def held_by(self, person: Person) -> Self:
        """Of the occupied ones those that this person holds."""
        return self.filter(Q(("holder", person.pk)))


class Office(models.Model):
    """임원. Who chairs a body, who stands in, and who keeps its papers."""

    class Kind(models.TextChoices):
        CHAIR = "chair", _("위원장")
        VICE_CHAIR = "vice_chair", _("부위원장")
        SECRETARY = "secretary", _("간사")
        # 고문, 간사위원: an honour or a duty that neither chairs nor keeps the papers.
        OTHER = "other", _("그 밖의 임원")

    class Method(models.TextChoices):
        """How those present chose; by post, or by whoever appoints, nobody chooses."""

        CONSENT = "consent", _("이의 없음")
        HANDS = "hands", _("거수")
        SECRET = "secret", _("무기명 투표")

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
    meeting = models.ForeignKey(
        "committees.Meeting",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="elections",
        verbose_name=_("뽑은 회의"),
    )
    method = models.CharField(_("뽑은 방법"), max_length=8, choices=Method, blank=True)
    # The election that chose: its count is the candidate's.
    vote = models.ForeignKey(
        "committees.Vote",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offices",
        verbose_name=_("뽑은 선거"),
    )
    yes = models.PositiveSmallIntegerField(_("찬성"), null=True, blank=True)
    no = models.PositiveSmallIntegerField(_("반대"), null=True, blank=True)
    abstain = models.PositiveSmallIntegerField(_("기권"), null=True, blank=True)

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
            models.CheckConstraint(
                condition=Q(method="hands", yes__isnull=False, no__isnull=False, abstain__isnull=False)
                | ~Q(method="hands") & Q(yes=None, no=None, abstain=None),
                name="office_hands_were_counted",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["chair", "vice_chair", "secretary", "other"]),
                name="office_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.label}"

    @property
    def name(self) -> str:
        """Whoever it is: a member by the name agreed to, an official by the post."""
        return self.membership.name if self.membership else str(self.post)

    @property
    def is_ex_officio(self) -> bool:
        """Whether it goes with a post of the district, whoever holds it."""
        return self.post_id is not None

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

    def check_among(self, chairs: "list[Office]", rule: BodyRule) -> None:
        """Refuse one chair too many, two chairs of one kind, and somebody to stand in for nobody."""
        if self.kind == self.Kind.VICE_CHAIR and not chairs:
            raise Refusal("chair_first", _("위원장을 먼저 정해 주세요."))
        if self.kind != self.Kind.CHAIR:
            return
        # A part goes by the rules of its whole, but not by its number of chairs.
        most = rule.chairs if rule.body_id == self.body_id else 1
        if len(chairs) >= most:
            sentence = _("위원장은 %(chairs)d명까지 둘 수 있습니다. 앞의 임기를 먼저 끝내 주세요.")
            raise Refusal("chairs_full", sentence % {"chairs": most})
        if most == CO_CHAIRS and any(each.is_ex_officio == self.is_ex_officio for each in chairs):
            raise Refusal(
                "co_chairs_unlike", _("공동위원장은 당연직에서 한 분, 위촉직에서 한 분을 모십니다.")
            )

    def check_choice(self, present: int | None) -> None:
        """Refuse hands that were not counted, that nobody there raised, or that did not carry it."""
        if self.method != self.Method.HANDS:
            return
        hands = [self.yes, self.no, self.abstain]
        if not all(type(each) is int and 0 <= each < 2**15 for each in hands):
            raise Refusal(
                "hands_not_counted", _("찬성, 반대, 기권의 수를 0 이상으로 적어 주세요."), status=422
            )
        there = sum(each or 0 for each in hands) if present is None else present
        if sum(each or 0 for each in hands) > there:
            sentence = _("손을 든 사람이 출석한 %(present)d명보다 많습니다.") % {"present": there}
            raise Refusal("too_many_hands", sentence, status=409)
        wanted = needed(Share.MAJORITY, there)
        if (self.yes or 0) < wanted:
            short = _("출석 %(present)d명의 과반수인 %(needed)d명이 찬성해야 합니다.")
            raise Refusal("not_carried", short % {"present": there, "needed": wanted})

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
