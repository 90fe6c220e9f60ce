"""변경. A promise is changed before a committee: proposed, introduced, and in force when settled."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from committees.actions.introducing import introduce
from committees.models import AgendaItem, Meeting
from district.dates import day
from district.intake import clean_words
from district.models import Person
from district.refusals import Refusal
from pledges import amounts, quarters
from pledges.actions.laying import check_quarters
from pledges.actions.news import tell_enacted
from pledges.actions.plans import (
    budget_of,
    cells,
    place_of,
    rows_of,
    unknown_choice,
)
from pledges.changes import changes_of
from pledges.models import Amendment, Indicator, Pledge, Target
from pledges.models.pledge import LEDGER
from pledges.targets import in_force, versions
from realtime.publish import publish

LONGEST_AMENDMENT = 2_000


@transaction.atomic
def propose_amendment(
    pledge: Pledge,
    *,
    reason: Any,
    by: Person | None,
    at: datetime,
    targets: Any = (),
    budget: Any = (),
    ref: UUID | None = None,
) -> Amendment:
    """Draw up other targets or money, and say why; nothing of it holds yet."""
    pledge = Pledge.objects.held(pledge.pk)
    pledge.check_keeper(by, day(at))
    pledge.check_published()
    _check_none_in_hand(pledge)
    last = pledge.amendments.aggregate(last=Max("number"))["last"] or 0
    amendment = Amendment(pledge=pledge, number=last + 1, proposed_by=by, proposed_at=at)
    amendment.reason = clean_words(reason, LONGEST_AMENDMENT)
    amendment.save(force_insert=True)
    _lay_targets(amendment, targets)
    lines = list(budget_of(pledge, budget))
    for line in lines:
        line.amendment = amendment
    pledge.budget_lines.bulk_create(lines)
    if not lines and not amendment.targets.exists():
        raise Refusal("amendment_empty", _("바꿀 목표나 투자계획을 적어 주세요."), 422)
    publish(LEDGER, "amendment.proposed", amendment, by=by, at=at, ref=ref, facts=_facts(amendment))
    return amendment


def _check_none_in_hand(pledge: Pledge) -> None:
    if pledge.amendments.filter(enacted_at=None, dropped_at=None).exists():
        raise Refusal("amendment_in_hand", _("이 공약에는 아직 끝나지 않은 변경이 있습니다."), 409)


def _facts(amendment: Amendment) -> dict[str, Any]:
    return {"pledge": amendment.pledge_id, "number": amendment.number}


def _lay_targets(amendment: Amendment, said: Any) -> None:
    """Each with the indicator it is of; of every year that it touches the quarters stay whole."""
    pledge = amendment.pledge
    indicators = {each.no: each for each in pledge.indicators.all()}
    seen: dict[int, set[tuple[int, int]]] = {}
    rows = []
    for row in rows_of(said):
        no, year, quarter, value = cells(row, "no", "year", "quarter", "value")
        if type(no) is not int or no not in indicators:
            raise unknown_choice()
        place = place_of(pledge.administration, year, quarter, seen.setdefault(no, set()))
        rows.append(
            Target(
                indicator=indicators[no], year=place[0], quarter=place[1],
                value=amounts.target(value), amendment=amendment,
            )
        )  # fmt: skip
    Target.objects.bulk_create(rows)
    for no, places in seen.items():
        changed = {(each.year, each.quarter): each.value for each in rows if each.indicator.no == no}
        check_quarters(no, planned(indicators[no]) | changed, {year for year, _quarter in places})


def planned(indicator: Indicator) -> dict[tuple[int, int], Decimal | None]:
    """What is promised of it in the end: the plan, with all that was enacted so far."""
    told = versions([indicator.pledge_id], quarters=True).get(indicator.pk, [])
    return {place: held.value for place, held in in_force(told, date.max).items()}


def _hold(amendment: Amendment, by: Person | None, at: datetime) -> Amendment:
    """The amendment under the lock of its pledge, in the keeper's hands and still open."""
    pledge = Pledge.objects.locked().select_related("administration").get(pk=amendment.pledge_id)
    pledge.check_keeper(by, day(at))
    amendment = Amendment.objects.select_related("item__meeting", "item__resolution").get(pk=amendment.pk)
    amendment.pledge = pledge
    amendment.check_in_hand()
    return amendment


@transaction.atomic
def introduce_amendment(
    amendment: Amendment,
    *,
    meeting: Meeting,
    kind: Any,
    by: Person | None,
    at: datetime,
    reason: Any = "",
    ref: UUID | None = None,
) -> Amendment:
    """상정. Put it on the agenda of a meeting, in open words; who may do so there is the committee's rule."""
    amendment = _hold(amendment, by, at)
    amendment.check_free()
    if not isinstance(meeting, Meeting):
        raise unknown_choice()
    with translation.override(settings.LANGUAGE_CODE):
        changes = changes_of(amendment.pledge, [amendment])[amendment.pk]
        title, text = amendment.label, "\n".join([amendment.reason, "", *map(str, changes)])
    amendment.item = introduce(
        meeting,
        title=title,
        kind=kind,
        text=text,
        source_label=title,
        source_url=amendment.address,
        reason=reason,
        by=by,
        at=at,
    )
    amendment.save(update_fields=["item"])
    facts = _facts(amendment) | {"item": amendment.item.pk}
    publish(LEDGER, "amendment.introduced", amendment, by=by, at=at, ref=ref, facts=facts)
    return amendment


@transaction.atomic
def bind_amendment(
    amendment: Amendment, *, item: AgendaItem, by: Person | None, at: datetime, ref: UUID | None = None
) -> Amendment:
    """Name the item that deals with it, or dealt with it: one that stands on an agenda already."""
    amendment = _hold(amendment, by, at)
    amendment.check_free()
    if not isinstance(item, AgendaItem):
        raise unknown_choice()
    item = AgendaItem.objects.select_related("meeting", "resolution").get(pk=item.pk)
    amendment.check_item(item)
    quarters.check_day(amendment.pledge.administration, day(item.meeting.starts_at))
    amendment.item = item
    amendment.save(update_fields=["item"])
    facts = _facts(amendment) | {"item": item.pk}
    publish(LEDGER, "amendment.bound", amendment, by=by, at=at, ref=ref, facts=facts)
    return amendment


@transaction.atomic
def enact_amendment(
    amendment: Amendment, *, effective_on: Any, by: Person | None, at: datetime, ref: UUID | None = None
) -> Amendment:
    """시행. It was decided or reported: from that day on it holds, and the plan stays beside it."""
    amendment = _hold(amendment, by, at)
    item = amendment.check_decided()
    on = quarters.check_day(amendment.pledge.administration, effective_on)
    amendment.check_effective(on, item)
    quarters.check_after_closed(amendment.pledge, on)
    amendment.effective_on, amendment.enacted_by, amendment.enacted_at = on, by, at
    amendment.save(update_fields=["effective_on", "enacted_by", "enacted_at"])
    tell_enacted(amendment, at)
    facts = _facts(amendment) | {"on": on.isoformat()}
    publish(LEDGER, "amendment.enacted", amendment, by=by, at=at, ref=ref, facts=facts)
    return amendment


@transaction.atomic
def drop_amendment(
    amendment: Amendment, *, by: Person | None, at: datetime, ref: UUID | None = None
) -> Amendment:
    """거두기. Nothing of it will hold; an item that was put on an agenda is its committee's to take off."""
    amendment = _hold(amendment, by, at)
    amendment.dropped_at = at
    amendment.save(update_fields=["dropped_at"])
    publish(LEDGER, "amendment.dropped", amendment, by=by, at=at, ref=ref, facts=_facts(amendment))
    return amendment
