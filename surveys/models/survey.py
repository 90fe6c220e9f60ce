"""Who is asked, until when, and who may see what came in."""

from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.dates import day
from district.models import Department, Neighborhood, Person
from district.models.offices import Role
from district.refusals import Refusal
from realtime.kinds import Address

# Not one room each: who answered which survey is nobody's to hear.
LEDGER = Address("ledger", "surveys")
ASKING = frozenset({Role.OFFICER, Role.HEAD})


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, person: Person | None) -> Self:
        """What the district asks everybody is public; what it asks some is theirs."""
        found = self.select_related("department")
        public = ~Q(panel=Survey.Panel.NAMED)
        if person is None:
            return found.filter(public)
        named = PanelMember.objects.filter(survey=models.OuterRef("pk"), person=person)
        return found.filter(public | Q(models.Exists(named)))

    def locked(self) -> Self:
        """Held until the action is over: what is answered is what was asked."""
        return self.select_for_update(of=("self",), no_key=True)


class Survey(models.Model):
    """설문. Questions with given answers, put to all residents, to some 동, or to those who are named."""

    class Shown(models.TextChoices):
        AFTER_ANSWER = "after_answer", _("답한 뒤에 공개")
        AT_END = "at_end", _("마감한 뒤에 공개")
        ALWAYS = "always", _("늘 공개")

    class Panel(models.TextChoices):
        VERIFIED = "verified", _("본인확인을 마친 모든 분")
        DONGS = "dongs", _("정한 동에 사는 분")
        NAMED = "named", _("이름을 정한 분")

    class Status(models.TextChoices):
        """Computed from the clock, never kept."""

        UPCOMING = "upcoming", _("열기 전")
        OPEN = "open", _("진행 중")
        CLOSED = "closed", _("마감")

    title = models.CharField(_("제목"), max_length=200)
    intro = models.TextField(_("안내"), blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="surveys", verbose_name=_("맡은 부서")
    )
    opens_at = models.DateTimeField(_("여는 때"))
    closes_at = models.DateTimeField(_("마감하는 때"))
    shown = models.CharField(_("결과 공개"), max_length=12, choices=Shown, default=Shown.AFTER_ANSWER)
    panel = models.CharField(_("대상"), max_length=8, choices=Panel, default=Panel.VERIFIED)
    dongs = models.ManyToManyField(Neighborhood, blank=True, related_name="surveys", verbose_name=_("동"))
    # The page's or the record's it was laid for: by it a publication finds the survey again.
    source_key = models.UUIDField(_("열쇠"), unique=True, null=True, editable=False)
    # Where it is asked; without one, on its own page.
    url = models.CharField(_("쪽 주소"), max_length=500, blank=True)
    # Counted under the survey's lock as answers come in; `counting.recount` holds them against the rows.
    responses_counted = models.PositiveIntegerField(_("답한 사람"), default=0, editable=False)
    offices_answered = models.PositiveIntegerField(_("직위로 답한 사람"), default=0, editable=False)
    people_asked = models.PositiveIntegerField(_("이름을 정해 여쭌 사람"), default=0, editable=False)
    laid_at = models.DateTimeField(_("만든 때"), editable=False)

    objects = SurveyQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("설문")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="survey_closes_after_opening"
            ),
            models.CheckConstraint(
                condition=Q(shown__in=["after_answer", "at_end", "always"]), name="survey_shown_known"
            ),
            models.CheckConstraint(
                condition=Q(panel__in=["verified", "dongs", "named"]), name="survey_panel_known"
            ),
            models.CheckConstraint(
                condition=~Q(panel="named") | Q(shown="at_end"), name="survey_by_name_shown_at_end"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """Where people answer."""
        return self.url or f"/surveys/{self.pk}/"

    @property
    def is_by_name(self) -> bool:
        """Whether those who are asked are known one by one."""
        return self.panel == self.Panel.NAMED

    def status(self, at: datetime) -> str:
        """Whether answers are taken at that moment."""
        if at < self.opens_at:
            return self.Status.UPCOMING.value
        return (self.Status.OPEN if at < self.closes_at else self.Status.CLOSED).value

    def check_open(self, at: datetime) -> None:
        """Refuse an answer that comes before the beginning or after the deadline."""
        status = self.status(at)
        if status == self.Status.UPCOMING:
            raise Refusal("survey_not_open", _("아직 설문이 열리지 않았습니다."), status=409)
        if status == self.Status.CLOSED:
            raise Refusal("survey_closed", _("설문이 마감되었습니다."), status=409)

    def asks(self, person: Person) -> bool:
        """Whether this person is among those who are asked."""
        if self.is_by_name:
            return self.panel_members.filter(person=person).exists()
        if self.panel == self.Panel.DONGS:
            home = person.neighborhood_id
            return home is not None and self.dongs.filter(pk=home).exists()
        return True

    def check_may_answer(self, by: Person, at: datetime) -> None:
        """Refuse somebody the district cannot tell from anybody, and whoever was not asked."""
        by.check_not_blocked(at)
        if by.post_on(day(at)) is None:
            by.check_verified()
        if not self.asks(by):
            raise Refusal("not_in_panel", _("이 설문은 정해진 분들께만 여쭙니다."), status=403)

    def counts(self, by: Person, at: datetime) -> bool:
        """An office that answers answers as the office, and is no resident; unless it was asked by name."""
        return self.is_by_name or by.post_on(day(at)) is None

    def reads_inside(self, person: Person | None, at: datetime) -> bool:
        """Whether the desk shows this person what came in: the department that asked, and the auditor."""
        if person is None or not person.is_active:
            return False
        return self.asks_for(person, at) or person.holds(Role.AUDITOR, day(at))

    def asks_for(self, person: Person, at: datetime) -> bool:
        """Whether this person asks: an officer or the head of the department that does."""
        if self.department_id is None or not person.is_active:
            return False
        offices = person.offices_on(day(at))
        return any(post.role in ASKING and post.department_id == self.department_id for post in offices)

    def may_see_results(self, person: Person | None, at: datetime) -> bool:
        """Whether the counts are open to this person at that moment, as the editor chose."""
        if self.shown == self.Shown.ALWAYS or self.status(at) == self.Status.CLOSED:
            return True
        # Who of them has answered is seen day by day: what came in is not, or each would be known by theirs.
        if self.is_by_name:
            return False
        if self.reads_inside(person, at):
            return True
        return (
            self.shown == self.Shown.AFTER_ANSWER
            and person is not None
            and self.responses.filter(person=person).exists()
        )

    def check_may_see_results(self, person: Person | None, at: datetime) -> None:
        """Refuse to let the first answers speak to the next."""
        if self.may_see_results(person, at):
            return
        if self.shown == self.Shown.AFTER_ANSWER:
            raise Refusal("answer_first", _("결과는 답하신 뒤에 보실 수 있습니다."), status=403)
        raise Refusal("results_at_end", _("결과는 설문이 끝난 뒤에 공개합니다."), status=403)

    def check_order(self) -> None:
        """Refuse a survey that closes before it opens."""
        if self.closes_at <= self.opens_at:
            raise Refusal("closes_before_opening", _("마감은 여는 때보다 뒤여야 합니다."), status=422)

    def check_panel(self, dongs: Collection[object], people: Collection[object]) -> None:
        """Refuse a survey of some that names nobody."""
        empty = {self.Panel.DONGS: not dongs, self.Panel.NAMED: not people}
        if empty.get(self.Panel(self.panel), False):
            raise Refusal("panel_empty", _("누구에게 여쭐지 정해 주세요."), status=422)
        if self.is_by_name and self.shown != self.Shown.AT_END:
            raise Refusal(
                "named_at_end", _("이름을 정해 여쭙는 설문의 결과는 마감한 뒤에 공개합니다."), status=422
            )

    def may_remind(self, person: Person, at: datetime) -> bool:
        """Whether the button is there."""
        return self.is_by_name and self.asks_for(person, at) and self.status(at) == self.Status.OPEN

    def check_may_remind(self, by: Person, at: datetime) -> None:
        """Refuse to send letters in the name of another office, or about what nobody was asked by name."""
        if not self.asks_for(by, at):
            raise Refusal("not_the_asker", _("설문을 맡은 부서에서만 할 수 있습니다."), status=403)
        if not self.is_by_name:
            raise Refusal("panel_not_named", _("이름을 정해 여쭌 설문이 아닙니다."), status=409)
        self.check_open(at)

    def check_may_change(
        self, changed: Collection[str], was: "Survey", at: datetime, *, narrowed: bool
    ) -> None:
        """Refuse to change what those who answered relied on; it may only grow."""
        moved = "closes_at" in changed and (self.closes_at < was.closes_at or at >= was.closes_at)
        if narrowed or moved or {"opens_at", "shown", "panel"} & set(changed):
            raise Refusal(
                "survey_underway",
                _("답한 분이 있는 설문은 마감 전에 마감을 늦추거나 대상을 더하는 것만 할 수 있습니다."),
                status=409,
            )


class PanelMember(models.Model):
    """대상자. Somebody who was asked by name."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="panel_members", verbose_name=_("설문"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="survey_panels", verbose_name=_("사람")
    )
    # 분과: a word of whoever asks, for surveys know no bodies.
    group = models.CharField(_("모둠"), max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("대상자")
        ordering = ["group", "id"]
        constraints = [models.UniqueConstraint(fields=["survey", "person"], name="panel_member_once")]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.person_id}"
