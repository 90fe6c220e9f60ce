"""알림 현황. How many letters went by which road, and of how many nobody knows."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district.visitors import person_of
from letters.models import Letter, Road

DAYS = 30


class Counted(NamedTuple):
    """One road, and how many of its letters stand in each state."""

    label: str
    states: list[int]
    doubts: int


def may_count(request: HttpRequest) -> bool:
    """Whoever keeps the house, and whoever audits it."""
    person = person_of(request)
    return person is not None and person.has_perm("letters.view_letter")


def counted(at: datetime) -> list[Counted]:
    """What was told in the last days, road by road; and every doubt, however old."""
    told = Letter.objects.filter(dispatch__at__gte=at - timedelta(days=DAYS)).order_by()
    numbers = {
        (road, state): n for road, state, n in told.values_list("road", "state").annotate(n=Count("pk"))
    }
    failed = Letter.objects.filter(state=Letter.State.FAILED, fault=Letter.Fault.DOUBT).order_by()
    doubts = dict(failed.values_list("road").annotate(n=Count("pk")))
    return [
        Counted(
            str(road.label), [numbers.get((road, state), 0) for state in Letter.State], doubts.get(road, 0)
        )
        for road in Road
    ]


class LettersPanel(WagtailAdminTemplateMixin, TemplateView):
    """The counts as a page."""

    page_title = _("알림 현황")
    header_icon = "mail"
    template_name = "letters/desk.html"
    http_method_names = ["get", "head"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not may_count(self.request):
            raise PermissionDenied
        rows, states = counted(timezone.now()), [state.label for state in Letter.State]
        return super().get_context_data(**kwargs) | {"rows": rows, "states": states, "days": DAYS}


class LettersMenuItem(MenuItem):
    """Shown to those for whom the page opens."""

    def __init__(self) -> None:
        address = reverse_lazy("desk-letters")
        super().__init__(_("알림 현황"), address, name="letters", icon_name="mail", order=60)

    def is_shown(self, request: HttpRequest) -> bool:
        return may_count(request)
