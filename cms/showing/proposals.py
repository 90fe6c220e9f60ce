"""What the pages show of proposals."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Case, F, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cms.showing.questions import options
from deliberation.models import Category, Proposal
from deliberation.standing import decided, marked
from district.models import Neighborhood
from district.paging import page_of

CHOICES = ("status", "category", "dong", "order")
NEWEST, AGREED, NEAREST = "", "agreed", "nearest"
# A place in the list is one whole number: what it is ordered by, then when it was published.
STEP = 10**10
FARTHEST = 10**6
FRONT = 3


def front(at: datetime) -> dict[str, Any]:
    """Which proposals miss the fewest neighbours."""
    collecting = Proposal.objects.visible_to(None).in_status(Proposal.Status.COLLECTING, at)
    return {"collecting_proposals": marked(ordered(collecting, NEAREST, at).order_by("-rank")[:FRONT], at)}  # type: ignore[misc]


def proposal_list(params: Mapping[str, str], url: str, at: datetime) -> dict[str, Any]:
    """One page of all proposals, as the reader has narrowed and ordered them."""
    # PostgreSQL has no place for the letter NUL, not even to look for it.
    chosen = {name: params.get(name, "").replace("\0", "") for name in CHOICES}
    found = decided(ordered(narrowed(chosen, at), chosen["order"], at))
    page = page_of(found, params, field="rank")
    kept = {name: value for name, value in chosen.items() if value}
    total, before = found.count(), 0
    if page.previous and page.rows:
        before = found.filter(rank__gt=page.rows[0].rank).count()  # type: ignore[attr-defined,misc]
    return {
        "proposals": marked(page.rows, at),
        "shown": before + len(page.rows),
        "total": total,
        "next_url": page.next and f"{url}?{urlencode(kept | {'cursor': page.next})}",
        "previous_url": page.previous and f"{url}?{urlencode(kept | {'cursor': page.previous})}",
        "filters": _filters(url, chosen, kept),
    }


def narrowed(chosen: Mapping[str, str], at: datetime) -> QuerySet[Proposal]:
    """The proposals that were asked for; what is asked in no word of ours narrows nothing."""
    found = Proposal.objects.visible_to(None)
    if chosen["status"] in Proposal.Status.values:
        found = found.in_status(chosen["status"], at)
    # Of a veiled one neither is shown, nor to be found out by asking.
    if chosen["category"]:
        found = found.filter(category__code=chosen["category"], veiled_at=None)
    if chosen["dong"]:
        found = found.filter(neighborhood__code=chosen["dong"], veiled_at=None)
    return found


def ordered(found: QuerySet[Proposal], order: str, at: datetime) -> QuerySet[Proposal]:
    """Newest, most agreed with, or first those that miss the fewest neighbours and may still find them."""
    whole = BigIntegerField()
    # A thread is begun with the publication: a sheet that lay long in a drawer is new when it comes out.
    number = Cast(F("thread_id"), whole)
    rank: Any = number
    if order == AGREED:
        rank = Cast(F("supports"), whole) * Value(STEP, whole) + number
    if order == NEAREST:
        missing = Cast(F("policy__supports_needed") - F("supports"), whole)
        collecting = Proposal.objects.in_status(Proposal.Status.COLLECTING, at).order_by().values("pk")
        rank = Case(
            When(pk__in=collecting, then=(Value(FARTHEST, whole) - missing) * Value(STEP, whole) + number),
            default=number,
            output_field=whole,
        )
    return found.annotate(rank=rank)


def _filters(url: str, chosen: Mapping[str, str], kept: Mapping[str, str]) -> list[dict[str, Any]]:
    statuses = [one for one in Proposal.Status.choices if one[0] != Proposal.Status.DRAFT]
    categories = [(one.code, one.label) for one in Category.objects.filter(retired_on=None)]
    dongs = list(Neighborhood.objects.values_list("code", "name"))
    orders = [(AGREED, _("공감 많은 순")), (NEAREST, _("검토까지 가까운 순"))]
    groups: list[tuple[str, str, str, list[tuple[str, Any]]]] = [
        ("order", _("차례"), _("최신 순"), list(orders)),
        ("status", _("상태"), _("모두"), statuses),
        ("category", _("분야"), _("모두"), categories),
        ("dong", _("동"), _("모두"), dongs),
    ]
    return [
        {
            "name": name,
            "label": label,
            "chosen": dict(values).get(chosen[name], ""),
            "options": options(url, name, [("", every), *values], chosen, kept),
        }
        for name, label, every, values in groups
        if values
    ]
