"""공약 at the desk: whose pledges somebody sees there, which quarters are open, by when they are due."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from district.calendar import working_days_between
from district.dates import day, official
from district.models import Administration, Person
from district.models.offices import Role
from district.refusals import Refusal
from pledges.book import IndicatorReading, PledgeReading
from pledges.models import Closing, ClosingStep, Measure, Pledge, PledgeRule, ProgressEntry
from pledges.models.pledge import PledgeQuerySet, departments_of, is_keeper
from pledges.quarters import closing_due, quarter_end
from pledges.rates import number
from pledges.when import quarter_of, quarter_said, span_days
from referrals.reach import departments_of as offices_of

QUARTERS = 4


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """분기, or with 0 the whole year."""

    year: int
    quarter: int

    @classmethod
    def of(cls, on: date) -> "Quarter":
        """The one in which a day lies."""
        return cls(on.year, quarter_of(on))

    @property
    def starts_on(self) -> date:
        """Its first day."""
        return span_days(self.year, self.quarter)[0]

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return quarter_end(self.year, self.quarter)

    @property
    def next(self) -> "Quarter":
        """The one after it."""
        return Quarter(self.year + self.quarter // QUARTERS, self.quarter % QUARTERS + 1)

    @property
    def before(self) -> "Quarter":
        """The one before it."""
        return Quarter.of(self.starts_on - timedelta(days=1))

    @property
    def label(self) -> str:
        """2026. 3/4, or the year."""
        return (
            quarter_said(self.year, self.quarter) if self.quarter else _("%(year)d년") % {"year": self.year}
        )

    @property
    def code(self) -> str:
        """As an address says it."""
        return f"{self.year}-{self.quarter}"


def last_two(administration: Administration, today: date) -> list[Quarter]:
    """This quarter and the one before it; of an administration that is over, its last two."""
    now = Quarter.of(max(administration.start, min(today, administration.end)))
    return [each for each in (now, now.before) if each.ends_on >= administration.start]


def times_of(administration: Administration, today: date) -> list[Quarter]:
    """Every quarter and year that is over or runs, the newest first; a year stands before its quarters."""
    last = Quarter.of(max(administration.start, min(today, administration.end)))
    each, found = Quarter.of(administration.start), []
    while each <= last:
        found.append(each)
        if each.quarter == QUARTERS or each == last:
            found.append(Quarter(each.year, 0))
        each = each.next
    return found[::-1]


def due_of(quarter: Quarter) -> date | None:
    """By when its closing is owed; nothing is owed where the district has set no rule."""
    try:
        rule = PledgeRule.objects.on(quarter.ends_on)
    except Refusal:
        return None
    return closing_due(rule, quarter.year, quarter.quarter)


def working_days_left(due: date, today: date) -> int:
    """How many working days remain after today; below nought how many it is over."""
    if due >= today:
        return working_days_between(today + timedelta(days=1), due) if due > today else 0
    return -working_days_between(due + timedelta(days=1), today)


def left_in_words(left: int) -> str:
    """업무일 3일 남음."""
    if left == 0:
        return _("오늘까지")
    if left > 0:
        return _("업무일 %(n)d일 남음") % {"n": left}
    return _("업무일 %(n)d일 지남") % {"n": -left}


def reads_all(person: Person, on: date) -> bool:
    """Whoever keeps the pledges, and whoever audits."""
    return is_keeper(person, on) or person.holds(Role.AUDITOR, on)


def pledges_at_desk(person: Person, at: datetime) -> PledgeQuerySet:
    """Those whose page opens for this person at the desk, drafts with them."""
    found = Pledge.objects.select_related("administration", "department", "status", "form", "parent")
    if reads_all(person, day(at)):
        return found
    theirs = departments_of(person, day(at))
    mine = Q(department__in=theirs | offices_of(person, Role.DIRECTOR, at)) | Q(
        charges__department__in=theirs
    )
    return found.filter(pk__in=Pledge.objects.filter(mine).values("pk"))


def may_enter(person: Person | None, at: datetime) -> bool:
    """Whether the menu is there."""
    if person is None or not person.is_active:
        return False
    return reads_all(person, day(at)) or pledges_at_desk(person, at).exists()


def awaiting_of(closing: Closing) -> ClosingStep | None:
    """The hand that has it now, read from steps that are there already."""
    if closing.state != Closing.State.IN_APPROVAL:
        return None
    steps = list(closing.steps.all())
    turn = max((step.turn for step in steps), default=0)
    return next((step for step in steps if step.turn == turn and step.decided_at is None), None)


@dataclass(frozen=True)
class Report:
    """How a pledge stands with one quarter."""

    quarter: Quarter
    closing: Closing | None
    due: date | None
    to_due: int | None
    """Working days until it is due."""
    ends_on: date
    """Its last day in that administration."""
    today: date

    @property
    def state(self) -> str:
        """`running`, `missing`, or the state of its closing."""
        if self.closing is not None:
            return self.closing.state
        return "missing" if self.is_over else "running"

    @property
    def is_over(self) -> bool:
        """Whether the quarter has ended, so that it can be closed."""
        return self.ends_on < self.today

    @property
    def words(self) -> str:
        """As the list says it."""
        if self.closing is None:
            if self.is_over:
                return _("안 냄")
            return _("분기 중") if self.quarter.quarter else _("올해 진행 중")
        step = self.awaits
        if step is not None:
            return _("결재 중: %(role)s") % {"role": step.get_role_display()}
        return str(Closing.State(self.closing.state).label)

    @cached_property
    def awaits(self) -> ClosingStep | None:
        """In whose hands it is."""
        return awaiting_of(self.closing) if self.closing else None

    @property
    def is_owed(self) -> bool:
        """Whether somebody still has to do something."""
        return self.is_over and self.state != Closing.State.APPROVED

    @property
    def left(self) -> int | None:
        """Working days to its day; none where nothing is owed."""
        return self.to_due if self.is_owed else None

    @property
    def is_late(self) -> bool:
        """Whether its day is over."""
        return self.left is not None and self.left < 0

    @property
    def left_words(self) -> str:
        """How long that is."""
        return "" if self.left is None else left_in_words(self.left)


def reports_of(
    pledges: Sequence[Pledge], quarters: Sequence[Quarter], today: date
) -> dict[int, list[Report]]:
    """Of every pledge how it stands with these quarters, in as many queries for one as for a thousand."""
    years = {quarter.year for quarter in quarters}
    rows = Closing.objects.filter(pledge__in=[each.pk for each in pledges], year__in=years)
    steps = Prefetch("steps", queryset=ClosingStep.objects.order_by("turn", "ordinal"))
    kept: defaultdict[int, dict[Quarter, Closing]] = defaultdict(dict)
    for row in rows.prefetch_related(steps):
        kept[row.pledge_id][Quarter(row.year, row.quarter)] = row
    dues = {}
    for quarter in quarters:
        due = due_of(quarter)
        dues[quarter] = (due, working_days_left(due, today) if due else None)
    return {
        each.pk: [
            Report(
                quarter,
                kept[each.pk].get(quarter),
                *dues[quarter],
                min(quarter.ends_on, each.administration.end),
                today,
            )
            for quarter in quarters
        ]
        for each in pledges
    }


def moved(before: PledgeReading, after: PledgeReading) -> list[str]:
    """What an entry changed, in the order in which a card prints it."""
    found = []
    was = {each.indicator.pk: each for each in before.indicators}
    for now in after.indicators:
        old = was.get(now.indicator.pk)
        if old is not None and old.actual != now.actual:
            found.append(
                f"{now.indicator.name} {number(old.actual)} → {number(now.actual)}{now.indicator.unit},"
                f" {now.rate.shown} %"
            )
            found.extend(_quarters_moved(old, now))
    sums = [
        (_("이행률"), before.subtotal, after.subtotal),
        (_("총 이행률"), before.share_rate, after.share_rate),
    ]
    if before.subtotal.value == before.share_rate.value and after.subtotal.value == after.share_rate.value:
        del sums[0]
    found += [f"{name} {a.shown} → {b.shown} %" for name, a, b in sums if a.value != b.value]
    return found


def _quarters_moved(old: IndicatorReading, now: IndicatorReading) -> list[str]:
    was = {(part.year, part.quarter): part.actual for part in old.quarters}
    told = []
    for part in now.quarters:
        if was.get((part.year, part.quarter)) != part.actual:
            label = Quarter(part.year, part.quarter).label
            aim = _(" (목표 %(target)s)") % {"target": number(part.target)} if part.target is not None else ""
            told.append(f"{label} {number(was.get((part.year, part.quarter)))} → {number(part.actual)}{aim}")
    return told


def unmoved(entry: ProgressEntry, reading: PledgeReading) -> str:
    """Why what was just entered moves no figure; nothing where it brought none."""
    if entry.count is None or entry.indicator_id is None:
        return _("수를 적지 않아 이행률은 그대로입니다.")
    if entry.same_as_id is not None:
        return _("같은 일을 이미 센 것으로 두어 다시 더하지 않았습니다.")
    if entry.ends_on > reading.on:
        return _("%(on)s이 지나면 더합니다.") % {"on": official(entry.ends_on)}
    told = next((each for each in reading.indicators if each.indicator.pk == entry.indicator_id), None)
    basis = told.basis.measure if told and told.basis else None
    if basis is not None and basis.kind == Measure.Kind.PAPER and basis.opening_on is not None:
        if entry.ends_on <= basis.opening_on:
            sentence = _("인쇄본의 누계가 %(on)s까지를 이미 담고 있어 더하지 않았습니다.")
            return sentence % {"on": official(basis.opening_on)}
    elif basis is not None and basis.kind not in Measure.ENTERED:
        return _("이 지표는 기록을 세어 나오는 수라서 일지에만 남겼습니다.")
    return _("움직인 수가 없습니다.")
