"""공약을 세우기: the plan as its keeper draws it up, until it is published."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from deliberation.actions import open_talk
from district.dates import day
from district.intake import clean_name
from district.models import Administration, Department, Person
from district.refusals import Refusal
from pledges import amounts, targets
from pledges.actions import plans
from pledges.actions.news import tell_restated
from pledges.card import check_header
from pledges.filing import file_pledge, file_restated
from pledges.models import Basis, CardForm, Measure, Pledge, Status, Target
from pledges.models.pledge import LEDGER
from pledges.rates import check_shares, check_weights, number
from realtime.publish import publish

LONGEST_SUMMARY = 1_000
MOST_ORDER = 1_000_000
MOST_TAGS = 20


class Plan(TypedDict, total=False):
    """What is said of a promise; of one that is redrawn, what is not said stays as it is."""

    code: Any
    title: Any
    form: CardForm
    status: Status
    department: Department
    header: Any
    share: Any
    parent: Pledge | None
    summary: Any
    order: int | None
    source: Any
    tags: Any
    indicators: Any
    budget: Any
    milestones: Any
    charges: Any
    passages: Any


NOTHING: Plan = {"indicators": [], "budget": [], "milestones": [], "charges": [], "passages": []}
NEEDED = ("code", "title", "form", "status", "department")


def _row[Row](row: Any, kind: type[Row]) -> Row:
    if not isinstance(row, kind):
        raise plans.unknown_choice()
    return row


def _whole(said: Any) -> Pledge:
    """A whole as it is by now: since it was chosen it may have been thrown away, or be a part itself."""
    return _row(Pledge.objects.filter(pk=_row(said, Pledge).pk).first(), Pledge)


CELLS: dict[str, Callable[[Any], Any]] = {
    "code": partial(clean_name, limit=20),
    "title": partial(clean_name, limit=200),
    "form": partial(_row, kind=CardForm),
    "status": partial(_row, kind=Status),
    "department": partial(_row, kind=Department),
    "parent": lambda said: None if said is None else _whole(said),
    "share": amounts.share,
    "header": plans.header_of,
    "summary": partial(plans.optional, limit=LONGEST_SUMMARY),
    "source": partial(plans.line, limit=300),
}
"""How each cell of a plan is read."""


@transaction.atomic
def lay_pledge(
    administration: Administration,
    *,
    by: Person | None,
    at: datetime,
    ref: UUID | None = None,
    **told: Unpack[Plan],
) -> Pledge:
    """Draw up a promise; nobody outside reads it yet."""
    _hold(administration)
    pledge = Pledge(administration=administration)
    pledge.check_keeper(by, day(at))
    if any(told.get(name) is None for name in NEEDED):
        raise plans.bad_plan()
    _write(pledge, told, by=by, at=at)
    publish(LEDGER, "pledge.laid", pledge, by=by, at=at, ref=ref)
    return pledge


@transaction.atomic
def replan(
    pledge: Pledge, *, by: Person | None, at: datetime, ref: UUID | None = None, **told: Unpack[Plan]
) -> Pledge:
    """Draw it up otherwise, as long as it is nobody's promise yet."""
    _hold(pledge.administration)
    pledge = Pledge.objects.held(pledge.pk)
    pledge.check_keeper(by, day(at))
    pledge.check_draft()
    _write(pledge, told, by=by, at=at)
    publish(LEDGER, "pledge.replanned", pledge, by=by, at=at, ref=ref)
    return pledge


def _hold(administration: Administration) -> None:
    # Before the pledge itself: two who lay 6-2 at once would each find the code free,
    # and a part could be laid under a whole that is being thrown away.
    Administration.objects.select_for_update(no_key=True).get(pk=administration.pk)


def _write(pledge: Pledge, told: Plan, *, by: Person | None, at: datetime) -> None:
    for name, read in CELLS.items():
        if name in told:
            setattr(pledge, name, read(told[name]))  # type: ignore[literal-required]
    pledge.order = _order(pledge, told.get("order"))
    pledge.check_code()
    pledge.check_parent()
    pledge.check_status(pledge.status)
    if pledge.header:
        check_header(pledge.form.layout, pledge.header)
    pledge.save()
    if "tags" in told:
        pledge.tags.set(_tags(told["tags"]))
    _lay_rows(pledge, told, by=by, at=at)


def _order(pledge: Pledge, order: Any) -> int:
    """Where it stands among the others: as was said, where it stood, or last."""
    if order is not None:
        if type(order) is not int or not 0 <= order <= MOST_ORDER:
            raise plans.bad_plan()
        return order
    if pledge.pk is not None:
        return pledge.order
    rows = Pledge.objects.filter(administration=pledge.administration)
    return (rows.aggregate(last=Max("order"))["last"] or 0) + 1


def _tags(said: Any) -> list[str]:
    if not isinstance(said, list | tuple) or len(said) > MOST_TAGS:
        raise plans.bad_plan()
    return [clean_name(tag, 50) for tag in said]


def _lay_rows(pledge: Pledge, told: Plan, *, by: Person | None, at: datetime) -> None:
    """Each list as a whole: a draft has neither doings nor changes that could hang on its rows."""
    if "indicators" in told:
        Basis.objects.filter(indicator__pledge=pledge).delete()
        Measure.objects.filter(indicator__pledge=pledge).delete()
        Target.objects.filter(indicator__pledge=pledge).delete()
        pledge.indicators.all().delete()
        plans.lay_indicators(pledge, told["indicators"], by=by, at=at)
    lists: tuple[tuple[str, Any, Any], ...] = (
        ("budget", pledge.budget_lines, plans.budget_of),
        ("milestones", pledge.milestones, plans.milestones_of),
        ("charges", pledge.charges, plans.charges_of),
        ("passages", pledge.passages, plans.passages_of),
    )
    for name, rows, read in lists:
        if name in told:
            rows.all().delete()
            rows.bulk_create(list(read(pledge, told[name])))  # type: ignore[literal-required]


@transaction.atomic
def discard_pledge(pledge: Pledge, *, by: Person | None, at: datetime, ref: UUID | None = None) -> Pledge:
    """Throw a draft away, so that its number is free again: what was promised to nobody is no record."""
    _hold(pledge.administration)
    pledge = Pledge.objects.held(pledge.pk)
    pledge.check_keeper(by, day(at))
    pledge.check_draft()
    pledge.check_alone()
    publish(LEDGER, "pledge.discarded", pledge, by=by, at=at, ref=ref, facts={"code": pledge.code})
    _lay_rows(pledge, NOTHING, by=by, at=at)
    for rows in (pledge.tables, pledge.figures, pledge.printed_cells):
        rows.all().delete()
    pledge.tags.clear()
    Pledge.objects.filter(pk=pledge.pk).delete()
    return pledge


@transaction.atomic
def publish_pledge(pledge: Pledge, *, by: Person | None, at: datetime, ref: UUID | None = None) -> Pledge:
    """게시. From here on it is a promise: its sums must be whole, and neighbours may talk about it."""
    pledge = Pledge.objects.held(pledge.pk)
    pledge.check_keeper(by, day(at))
    pledge.check_draft()
    pledge.check_parent_published()
    check_sums(pledge)
    for indicator in pledge.indicators.filter(measures=None):
        Measure.objects.create(indicator=indicator, kind=Measure.Kind.LOG, entered_by=by, entered_at=at)
    pledge.published_at, pledge.thread = at, _talk(pledge, at)
    pledge.save(update_fields=["published_at", "thread"])
    file_pledge(pledge)
    publish(LEDGER, "pledge.published", pledge, by=by, at=at, ref=ref)
    return pledge


def check_sums(pledge: Pledge) -> None:
    """Refuse weights, shares of the family and quarters that do not make up their whole."""
    indicators = list(pledge.indicators.prefetch_related("targets"))
    check_weights([each.weight for each in indicators])
    check_shares(list(pledge.family.values_list("share", flat=True)))
    for indicator in indicators:
        planned = {(each.year, each.quarter): each.value for each in indicator.targets.all()}
        check_quarters(indicator.no, planned)


def check_quarters(
    no: int, held: Mapping[tuple[int, int], Decimal | None], years: Iterable[int] | None = None
) -> None:
    """Refuse quarters that do not add up to their year, where one of them is set."""
    for year in sorted({place[0] for place in held} if years is None else years):
        parts = [held.get((year, quarter)) for quarter in (1, 2, 3, 4)]
        whole = held.get((year, 0))
        if any(part is not None for part in parts) and targets.total(parts) != whole:
            sentence = _(
                "지표 %(no)d의 %(year)d년 분기 목표를 더하면 %(sum)s이고 한 해의 목표는 %(whole)s입니다."
            )
            told = {"no": no, "year": year, "sum": number(targets.total(parts)), "whole": number(whole)}
            raise Refusal("quarters_not_whole", sentence % told, 422)


def _talk(pledge: Pledge, at: datetime) -> Any:
    """Open while the administration governs: from its first day or the publication to the end of its last."""
    begins, ends = (
        _morning(pledge.administration.start),
        _morning(pledge.administration.end + timedelta(days=1)),
    )
    return open_talk(
        heading=str(pledge)[:200],
        address=pledge.get_absolute_url(),
        keeper=pledge.department,
        # A promise of an administration that is over is read, and no more talked about.
        opens_at=max(begins, at) if at < ends else begins,
        closes_at=ends,
        at=at,
    )


def _morning(on: date) -> datetime:
    return datetime.combine(on, time.min, tzinfo=timezone.get_default_timezone())


@transaction.atomic
def restate(
    pledge: Pledge, *, status: Status, by: Person | None, at: datetime, ref: UUID | None = None
) -> Pledge:
    """추진상황. Say how it stands; saying the same again tells nobody."""
    pledge = Pledge.objects.held(pledge.pk)
    pledge.check_keeper(by, day(at))
    pledge.check_published()
    pledge.check_status(_row(status, Status))
    if pledge.status_id == status.pk:
        return pledge
    before, pledge.status = pledge.status, status
    pledge.save(update_fields=["status"])
    file_restated(pledge)
    tell_restated(pledge, at)
    facts = {"from": before.code, "to": status.code}
    publish(LEDGER, "pledge.restated", pledge, by=by, at=at, ref=ref, facts=facts)
    return pledge
