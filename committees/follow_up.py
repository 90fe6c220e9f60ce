"""지난 의결사항 처리결과. What became of what a body decided, read anew before its next meeting."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Meeting, Order
from committees.rows import order_row
from district.dates import official

PAST_ORDERS = gettext_lazy("지난 의결사항 처리결과")


def past_orders(meeting: Meeting) -> list[Order]:
    """Of earlier resolutions of its convener: those still owed, and those reported since it last met."""
    asked = Order.objects.filter(
        resolution__body=meeting.round.convener_id, resolution__decided_at__lt=meeting.starts_at
    ).exclude(resolution__item__meeting=meeting)
    since = last_met(meeting)
    news = Q(reported_at=None) if since is None else Q(reported_at=None) | Q(reported_at__gte=since)
    told = asked if since is None else asked.filter(news)
    told = told.select_related("department", "resolution__item__meeting__round__convener")
    return list(told.order_by("resolution__decided_at", "resolution_id", "due", "id"))


def last_met(meeting: Meeting) -> datetime | None:
    """When those who meet met before; what was reported afterwards is new to them."""
    before = Meeting.objects.filter(
        state=Meeting.State.ADJOURNED, starts_at__lt=meeting.starts_at, bodies__in=meeting.bodies.all()
    )
    last = before.filter(round__convener=meeting.round.convener_id).order_by("-starts_at", "-id").first()
    return None if last is None else last.called_at or last.starts_at


def past_order_rows(meeting: Meeting, *, inside: bool = False) -> list[dict[str, Any]]:
    """Each with its resolution, as everybody may read it; under a closed item that somebody was asked."""
    return [row_of(order, inside=inside) for order in past_orders(meeting)]


def row_of(order: Order, *, inside: bool = False) -> dict[str, Any]:
    """What was asked, of whom, by which resolution, and what became of it."""
    resolution, item = order.resolution, order.resolution.item
    told = inside or item.is_open
    return {
        **order_row(order, told=told),
        "resolution": {
            "id": resolution.pk,
            "label": resolution.label,
            "title": item.title if told else item.shown_title,
            "url": resolution.get_absolute_url(),
        },
    }


def report_lines(orders: list[Order], longest: int) -> list[str]:
    """The same as lines of an item's text, as many as it holds; the rest is counted."""
    lines: list[str] = []
    for place, order in enumerate(orders):
        line = line_of(order)
        if sum(map(len, lines)) + len(lines) + len(line) > longest - 40:
            return [*lines, _("그 밖에 %(n)d건") % {"n": len(orders) - place}]
        lines.append(line)
    return lines


def line_of(order: Order) -> str:
    """제2026-3호 골목길 조명 · 도시재생과 · 처리함: 열두 곳을 바꾸었습니다."""
    row = row_of(order)
    what = row["what"] or row["resolution"]["title"]
    head = f"{row['resolution']['label']} {what} · {row['department']} · {row['state_label']}"
    if row["report"]:
        return f"{head}: {' '.join(row['report'].split())}"
    return head + (f" · {_('기한')} {official(order.due)}" if order.due else "")
