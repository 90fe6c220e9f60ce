"""What meetings ask of whoever is at the desk: notice to give in time, and notice to confirm."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from cms.models import AgendaPage
from committees.views.profile import duties_context
from district.calendar import day
from district.models import Person
from district.refusals import Refusal
from district.visitors import signed_in

SHOWN = 10


class MeetingsDesk(Component):
    """회의: whose notice is still to be given, and what is ahead for me."""

    order = 40
    template_name = "cms/desks/meetings.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        request, at = parent_context["request"], timezone.now()
        return {
            "unlaid": unlaid(signed_in(request), at),
            "ahead": duties_context(request, at)["ahead"][:SHOWN],
        }


def unlaid(person: Person, at: datetime) -> list[dict[str, Any]]:
    """Agendas that wait for publication and that this person may work on; the most pressing first."""
    waiting = AgendaPage.objects.filter(live=False, meeting=None, alias_of=None, starts_at__gte=at)
    rows = [
        {"page": page, "notice_by": due, "is_late": due is not None and due < day(at)}
        for page in waiting.order_by("starts_at", "pk")
        if _may_work(page, person)
        for due in [notice_due(page)]
    ]
    return rows[:SHOWN]


def _may_work(page: AgendaPage, person: Person) -> bool:
    may = page.permissions_for_user(person)
    return may.can_edit() or may.can_publish()


def notice_due(page: AgendaPage) -> date | None:
    """By when the members must have been told; nothing where the body's rules do not say."""
    if page.convener is None or page.starts_at is None:
        return None
    starts_on = day(page.starts_at)
    try:
        return starts_on - timedelta(days=page.convener.rule_on(starts_on).notice_days)
    except Refusal:
        return None
