"""실시간 현황. How the live layer does, for those who keep the house running."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.showing.live import look
from district.dates import day
from district.models import Person
from district.models.offices import Role
from district.refusals import Refusal, problem_response
from district.visitors import person_of, signed_in

WATCHERS = (Role.ADMIN, Role.AUDITOR)


def may_watch(person: Person | None, at: datetime) -> bool:
    """Whoever keeps the house, and whoever audits it; the rest of the desk has other work."""
    if person is None:
        return False
    return person.is_superuser or any(person.holds(role, day(at)) for role in WATCHERS)


def check_may_watch(person: Person, at: datetime) -> None:
    """Refuse the panel to other hands."""
    if not may_watch(person, at):
        raise Refusal("not_watching", _("실시간 현황은 관리 담당과 감사 담당만 볼 수 있습니다."), 403)


class LivePanel(WagtailAdminTemplateMixin, TemplateView):
    """The numbers as a page, complete without a script."""

    page_title = _("실시간 현황")
    header_icon = "desktop"
    template_name = "cms/desks/live.html"
    http_method_names = ["get", "head"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        check_may_watch(signed_in(self.request), at)
        return super().get_context_data(**kwargs) | look(at)


@never_cache
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """The same for the page's script, every two seconds."""
    at = timezone.now()
    try:
        check_may_watch(signed_in(request), at)
    except Refusal as refusal:
        return problem_response(refusal)
    told = look(at)
    told["figures"] = {one.key: [one.text, one.more, one.alarm] for one in told["figures"]}
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


class LiveMenuItem(MenuItem):
    """Shown to those for whom the page opens."""

    def __init__(self) -> None:
        address = reverse_lazy("desk-live")
        super().__init__(_("실시간 현황"), address, name="live", icon_name="desktop", order=50)

    def is_shown(self, request: HttpRequest) -> bool:
        return may_watch(person_of(request), timezone.now())
