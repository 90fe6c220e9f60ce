"""What the pages of a pledge at the desk share: who comes in, its tabs, and how a press is answered."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district.dates import day
from district.models import Person
from district.models.offices import Role
from district.refusals import Refusal, not_found
from district.visitors import person_of, signed_in
from pledges.book import PledgeReading, read
from pledges.desk import may_enter, pledges_at_desk
from pledges.models import Pledge
from pledges.models.pledge import is_keeper

APPROVING = (Role.HEAD, Role.DIRECTOR)
TABS = {
    "desk-pledge": _("계획"),
    "desk-pledge-entries": _("추진실적"),
    "desk-pledge-spending": _("집행액"),
    "desk-pledge-measures": _("실적을 세는 법"),
    "desk-pledge-amendments": _("변경"),
    "desk-pledge-closings": pgettext_lazy("공약", "마감"),
}


class Unfit(Exception):  # noqa: N818 (it is a form that does not fit, shown again)
    """A form with a field to mend."""


class DeskPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of pledges among Wagtail's own; for whoever has none it is not there."""

    header_icon = "clipboard-list"
    page_title: Any = _("공약")
    done: ClassVar[Mapping[str, Any]] = {}
    """Which presses there are, and what is said when one was done."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = timezone.now()
        self.sent: dict[str, forms.Form] = {}
        self.refusal: Refusal | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_enter(signed_in(request), self.at):
            raise not_found()
        return super().dispatch(request, *args, **kwargs)

    @property
    def today(self) -> date:
        """The day on the district's wall."""
        return day(self.at)

    @cached_property
    def person(self) -> Person:
        """Who looks."""
        return signed_in(self.request)

    @cached_property
    def keeps(self) -> bool:
        """Whether this person plans and amends."""
        return is_keeper(self.person, self.today)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *self.above(), {"url": "", "label": self.get_page_title()}]

    def above(self) -> list[dict[str, Any]]:
        """What stands between the desk's first page and this one."""
        return [{"url": reverse("desk-pledges"), "label": _("공약")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"keeps": self.keeps, "today": self.today, "refusal": self.refusal, "sent": self.sent}
        return super().get_context_data(**kwargs) | told

    def filled[Form: forms.Form](self, name: str, form: Form) -> Form:
        """The form as it was filled in; kept for the page, should it have to be shown again."""
        self.sent[name] = form
        if not form.is_valid():
            raise Unfit(name)
        return form

    def blank[Form: forms.Form](self, name: str, form: Form) -> forms.Form:
        """What was sent under that name, else this one."""
        return self.sent.get(name, form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One press, one action; then the page again, or the same page with what was typed and why not."""
        press = request.POST.get("do", "")
        if press not in self.done:
            raise not_found()
        try:
            answer = getattr(self, f"press_{press}")()
        except Unfit:
            return self.again(422)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            self.refusal = refusal
            return self.again(refusal.status)
        if isinstance(answer, HttpResponse):
            return answer
        messages.success(request, str(self.done[press]))
        return self.answered()

    def answered(self) -> HttpResponse:
        """The page anew, so that loading it again presses nothing."""
        return redirect(self.request.get_full_path())

    def again(self, status: int) -> HttpResponse:
        """The page once more, with what has to be mended."""
        context = self.get_context_data(**self.kwargs) | {"pressed": self.request.POST.get("do", "")}
        context["pressed_row"] = self.request.POST.get("row", "")
        page: Any = self.render_to_response(context, status=status)
        page.render()
        if self.refusal is None or escape(str(self.refusal)) in page.content.decode():
            return cast(HttpResponse, page)
        # A colleague was faster, and the form beside which it would stand is gone with what it was for.
        messages.error(self.request, str(self.refusal))
        return self.answered()


class PledgePage(DeskPage):
    """One pledge under one of its tabs."""

    tab: ClassVar[str]

    @cached_property
    def pledge(self) -> Pledge:
        """The pledge of the address, if this person may see it here."""
        found = pledges_at_desk(self.person, self.at).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise not_found()
        return found

    def get_page_title(self) -> str:
        return str(self.pledge)

    @cached_property
    def reports(self) -> bool:
        """Whether this person enters what was done for it."""
        return Pledge.objects.reported_by(self.person, self.today).filter(pk=self.pledge.pk).exists()

    @property
    def on(self) -> date:
        """The day for which the figures of the desk are told: today, within its administration."""
        return self.pledge.runs_until(self.today)

    @cached_property
    def reading(self) -> PledgeReading:
        """Its figures on that day."""
        return self.read_again()

    def read_again(self) -> PledgeReading:
        """The same, once something was entered."""
        return read([self.pledge], self.on)[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [
            {"label": label, "url": reverse(name, args=[self.pledge.pk]), "now": name == self.tab}
            for name, label in TABS.items()
            if self.pledge.published_at is not None or name in {"desk-pledge", "desk-pledge-measures"}
        ]
        told = {"pledge": self.pledge, "tabs": tabs, "reports": self.reports, "reading": self.reading}
        return super().get_context_data(**kwargs) | told


class PledgesMenuItem(MenuItem):
    """Shown to those for whom the page opens."""

    def __init__(self) -> None:
        address = reverse_lazy("desk-pledges")
        super().__init__(_("공약"), address, name="pledges", icon_name="clipboard-list", order=360)

    def is_shown(self, request: HttpRequest) -> bool:
        return may_enter(person_of(request), timezone.now())


class ApprovalsMenuItem(MenuItem):
    """Shown to heads and directors who have pledges below them."""

    def __init__(self) -> None:
        address = reverse_lazy("desk-pledge-approvals")
        super().__init__(_("마감 결재"), address, name="closings", icon_name="check", order=361)

    def is_shown(self, request: HttpRequest) -> bool:
        person, at = person_of(request), timezone.now()
        if person is None or not any(person.holds(role, day(at)) for role in APPROVING):
            return False
        return may_enter(person, at)
